// SPDX-License-Identifier: Apache-2.0
#include "assemble.hpp"
#include "repairs.hpp"

#include <plumb/text/text.hpp>

#include <algorithm>
#include <tuple>

namespace plumb::text {

namespace {

Text finish(Draft draft) {
  repair_shifted_bytes(draft);
  repair_pinyin(draft);
  repair_traditional(draft);
  repair_characters(draft);
  repair_chrome(draft);
  repair_line_breaks(draft);
  repair_digits(draft);
  repair_numerals(draft);
  repair_document_numbers(draft);
  repair_lost_in_numbers(draft);
  Text text;
  text.text = std::move(draft.text);
  text.tables = std::move(draft.tables);
  text.repairs = std::move(draft.repairs);
  text.warnings = std::move(draft.warnings);
  std::sort(text.warnings.begin(), text.warnings.end(), [](const Warning& a, const Warning& b) {
    return std::tie(a.span, a.id) < std::tie(b.span, b.id);
  });
  text.hints = std::move(draft.hints);
  return text;
}

} // namespace

std::string_view to_string(RepairKind kind) {
  switch (kind) {
  case RepairKind::ShiftedBytes:
    return "shifted_bytes";
  case RepairKind::Pinyin:
    return "pinyin";
  case RepairKind::Traditional:
    return "traditional";
  case RepairKind::Digit:
    return "digit";
  case RepairKind::Bracket:
    return "bracket";
  case RepairKind::LostCharacter:
    return "lost_character";
  case RepairKind::LineBreak:
    return "line_break";
  case RepairKind::Chrome:
    return "chrome";
  case RepairKind::Other:
    return "other";
  }
  return "other";
}

Text from_document(const document::Document& document) {
  Text text = finish(assemble(document));
  text.properties = document.properties;
  return text;
}

Text from_plain(std::string_view utf8) {
  return finish(assemble(utf8));
}

} // namespace plumb::text
