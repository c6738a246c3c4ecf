// SPDX-License-Identifier: Apache-2.0
/// Any bytes as a report text: a fault with its place, or lines whose keys are read back as
/// themselves.
#include <plumb/base/check.hpp>
#include <plumb/report/report.hpp>

#include <cstddef>
#include <cstdint>

using namespace plumb;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto lines = report::parse_text(text);
  if (!lines) {
    PLUMB_CHECK(lines.error().id == "report.bad_text");
    PLUMB_CHECK(!lines.error().where.empty());
    return 0;
  }
  for (const auto& line : *lines) {
    const auto* pieces = std::get_if<std::vector<report::Piece>>(&line.content);
    if (pieces == nullptr) continue;
    PLUMB_CHECK(!pieces->empty());
    for (const auto& piece : *pieces) {
      const auto* name = std::get_if<report::FigureName>(&piece);
      if (name == nullptr) continue;
      const auto again = report::parse_text("{{" + name->key + "}}");
      PLUMB_CHECK(again.has_value());
      PLUMB_CHECK(std::get<report::FigureName>(std::get<0>(again->front().content).front()) ==
                  *name);
    }
  }
  return 0;
}
