// SPDX-License-Identifier: Apache-2.0
// Characters that are no text: control characters and invisible ones go (Other); private-use
// characters become what their font showed, if that is known, and else go with a warning, as
// U+FFFD does (LostCharacter). Masked names (***) are only reported.
#include "lines.hpp"
#include "marker.hpp"
#include "repairs.hpp"

#include <array>

namespace plumb::text {

namespace {

using base::Span;

struct Known {
  char32_t from, to;
};
// Windows fonts Symbol and Wingdings lie at U+F000 + their code; GB 18030-2005 kept some characters
// in the private use area that have a place of their own since Unicode 4.1 (GB 18030-2022 uses it);
// U+E5E5 is the space A3A0 of Chinese Windows.
constexpr std::array<Known, 36> kKnown{{
    {0xE5E5, 0x3000}, {0xF020, ' '},    {0xF02D, '-'},    {0xF06C, 0x25CF}, {0xF06E, 0x25A0},
    {0xF06F, 0x25A1}, {0xF071, 0x25A1}, {0xF072, 0x25A1}, {0xF075, 0x25C6}, {0xF076, 0x2756},
    {0xF077, 0x2B25}, {0xF09F, 0x2022}, {0xF0A3, 0x25A1}, {0xF0A7, 0x25AA}, {0xF0A8, 0x25A1},
    {0xF0B7, 0x2022}, {0xF0D8, 0x27A2}, {0xF0DE, 0x21D2}, {0xF0E0, 0x2192}, {0xF0E8, 0x2794},
    {0xF0F0, 0x21E8}, {0xF0FC, 0x2713}, {0xF0FE, 0x2611}, {0xF052, 0x2611}, {0xF0AB, 0x2605},
    {0xF0B2, 0x2606}, {0xE7C7, 0x1E3F}, {0xE7C8, 0x01F9}, {0xE81E, 0x9FB4}, {0xE826, 0x9FB5},
    {0xE82B, 0x9FB6}, {0xE82C, 0x9FB7}, {0xE832, 0x9FB8}, {0xE843, 0x9FB9}, {0xE854, 0x9FBA},
    {0xE864, 0x9FBB},
}};

char32_t known(char32_t c) {
  for (const Known& one : kKnown)
    if (one.from == c) return one.to;
  return 0;
}

bool is_private(char32_t c) {
  return (c >= 0xE000 && c <= 0xF8FF) || (c >= 0xF0000 && c <= 0x10FFFD);
}

bool is_invisible(char32_t c) {
  return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF;
}

bool is_control(char32_t c) {
  return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F || (c >= 0x80 && c < 0xA0);
}

/// The joiner of emoji and of Indic scripts has a meaning next to them.
bool joins(std::string_view text, std::size_t at, std::size_t end) {
  const auto pictured = [](char32_t c) {
    return c >= 0x1F000 || (c >= 0x0900 && c < 0x0E00) || (c >= 0x2600 && c < 0x2800) ||
           c == 0xFE0F;
  };
  return at > 0 && pictured(before(text, at)) && pictured(after(text, end));
}

/// True if the character [at, until) begins a line and a number of a heading or an item follows.
bool before_number(std::string_view text, std::size_t at, std::size_t until) {
  const std::size_t line = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
  if (at - line > 60 || !base::trim(text.substr(line, at - line)).empty()) return false;
  const std::size_t end = std::min(text.find('\n', until), std::min(text.size(), until + 80));
  switch (marker(text.substr(until, end - until)).kind) {
  case MarkerKind::HanComma:
  case MarkerKind::HanBracket:
  case MarkerKind::NumberBracket:
  case MarkerKind::NumberDot:
  case MarkerKind::Circled:
  case MarkerKind::Article:
    return true;
  default:
    return false;
  }
}

/// True if a character that starts with this byte may be one of ours.
bool suspicious(char byte) {
  const auto b = static_cast<unsigned char>(byte);
  return (b < 0x20 && b != '\n' && b != '\t') || b == 0x7F || b == 0xC2 || b == 0xE2 || b == 0xEE ||
         b == 0xEF || b >= 0xF3;
}

void lost(Draft& draft, Edits& edits, std::size_t& at, base::CodePoint c) {
  // One repair for a run of lost characters.
  std::size_t end = at;
  base::CodePoint next = c;
  while (next.size != 0 &&
         (next.value == 0xFFFD || (is_private(next.value) && known(next.value) == 0))) {
    end += next.size;
    next = base::decode_utf8(draft.text, end);
  }
  const Span span{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
  edits.remove(span, RepairKind::LostCharacter, false);
  draft.warn("text.lost_character", span);
  at = end;
}

/// □ inside a word is what a font shows for a character it does not have; a form has several of
/// them.
void report_boxes(Draft& draft) {
  constexpr std::string_view kBox = "□";
  const std::string_view text = draft.text;
  for (std::size_t at = find_text(text, kBox); at != std::string_view::npos;) {
    const std::size_t end = at + kBox.size();
    const std::size_t next = find_text(text, kBox, end);
    const std::size_t line_end = std::min(text.find('\n', at), text.size());
    const std::size_t line = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    const bool alone =
        next > line_end && text.substr(line, at - line).find(kBox) == std::string_view::npos;
    if (alone && base::is_han(before(text, at)) && base::is_han(after(text, end)))
      draft.warn("text.suspicious_token",
                 {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)});
    // One line is asked about once, however many boxes it has.
    at = next <= line_end ? find_text(text, kBox, line_end) : next;
  }
}

void report_masked(Draft& draft) {
  const std::string_view text = draft.text;
  constexpr std::size_t kMasked = 3;
  for (std::size_t at = text.find("***"); at != std::string_view::npos;) {
    std::size_t end = at + kMasked;
    while (end < text.size() && text[end] == '*')
      ++end;
    const bool rule =
        (at == 0 || text[at - 1] == '\n') && (end == text.size() || text[end] == '\n');
    if (!rule)
      draft.warn("text.masked", {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)});
    at = text.find("***", end);
  }
}

} // namespace

void repair_characters(Draft& draft) {
  const std::string_view text = draft.text;
  Edits edits;
  bool boxes = false;
  for (std::size_t at = 0; at < text.size();) {
    if (!suspicious(text[at])) {
      ++at;
      continue;
    }
    const base::CodePoint c = base::decode_utf8(text, at);
    boxes = boxes || c.value == U'□';
    const auto from = static_cast<std::uint32_t>(at);
    const std::uint32_t until = from + c.size;
    if (c.value == 0xFFFD || (is_private(c.value) && known(c.value) == 0)) {
      lost(draft, edits, at, c);
      continue;
    }
    if (is_private(c.value)) {
      std::string shown;
      // In front of 一、 or (1) a bullet is only decoration, and would hide the number.
      if (!before_number(text, at, until)) base::append_utf8(shown, known(c.value));
      edits.replace({from, until}, shown, RepairKind::LostCharacter);
    } else if (c.value == 0x0B || c.value == 0x0C || c.value == 0x85 || c.value == 0x2028 ||
               c.value == 0x2029) {
      edits.replace({from, until}, "\n", RepairKind::Other);
    } else if (is_control(c.value) || (is_invisible(c.value) && !joins(text, at, until))) {
      edits.remove({from, until}, RepairKind::Other);
    }
    at = until;
  }
  report_masked(draft);
  if (boxes) report_boxes(draft);
  edits.apply(draft);
}

} // namespace plumb::text
