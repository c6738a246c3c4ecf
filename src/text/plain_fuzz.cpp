// SPDX-License-Identifier: Apache-2.0
// Any bytes as a plain text: valid UTF-8 comes out, every place lies inside the text and between
// characters, and undoing the repairs never needs more than the text itself.
#include "draft.hpp"

#include <plumb/base/check.hpp>
#include <plumb/base/utf8.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumb;
  const std::string_view in(reinterpret_cast<const char*>(data), size);
  const text::Text out = text::from_plain(in);
  PLUMB_CHECK(base::is_valid_utf8(out.text));
  PLUMB_CHECK(out.text.find('\r') == std::string::npos);
  const auto good = [&](base::Span span) {
    const auto border = [&](std::uint32_t at) {
      return at == out.text.size() || (static_cast<unsigned char>(out.text[at]) & 0xC0U) != 0x80U;
    };
    return span.from <= span.until && span.until <= out.text.size() && border(span.from) &&
           border(span.until);
  };
  std::uint32_t end = 0;
  for (const text::Repair& repair : out.repairs) {
    PLUMB_CHECK(good(repair.span) && repair.span.from >= end);
    end = repair.span.until;
  }
  for (const text::Warning& warning : out.warnings)
    PLUMB_CHECK(good(warning.span));
  for (const text::Table& table : out.tables) {
    PLUMB_CHECK(good(table.span));
    for (const text::Cell& cell : table.cells)
      PLUMB_CHECK(good(cell.span) && table.span.contains(cell.span));
  }
  if (out.tables.empty() && base::is_valid_utf8(in) && in.find('\r') == std::string_view::npos &&
      !in.starts_with("\xEF\xBB\xBF"))
    PLUMB_CHECK(text::undo(out.text, out.repairs) == in);
  return 0;
}
