// SPDX-License-Identifier: Apache-2.0
// A text is found by every part of it that the expression maker accepts, and no query breaks the
// expression grammar of the engine.
#include <plumb/base/check.hpp>
#include <plumb/storage/storage.hpp>
#include <plumb/storage/terms.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumb::storage;
  static const auto database = *Database::open("sqlite::memory:");
  static const auto writer = *database->writer();
  static const bool ready =
      writer->run("create virtual table f using fts5 (t, content='', tokenize='plumb')")
          .has_value();
  PLUMB_CHECK(ready);
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::size_t previous = 0;
  each_term(text, false, [&](std::string_view term, std::size_t from, std::size_t until) {
    PLUMB_CHECK(!term.empty() && from < until && until <= text.size() && from >= previous);
    previous = from;
    return true;
  });
  const std::string expression = fts5_expression(text);
  if (expression.empty()) return 0;
  PLUMB_CHECK(writer->run("select rowid from f where f match $1", {std::string_view(expression)})
                  .has_value());
  return 0;
}
