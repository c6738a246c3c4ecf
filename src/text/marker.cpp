// SPDX-License-Identifier: Apache-2.0
#include "marker.hpp"

#include "lines.hpp"

#include <array>

namespace plumb::text {

namespace {

constexpr std::array<std::string_view, 11> kHan{"",   "一", "二", "三", "四", "五",
                                                "六", "七", "八", "九", "十"};
constexpr std::size_t kLabelMax = 8; // characters of a label

/// 1–10, or 0.
std::uint32_t han_digit(std::string_view text) {
  for (std::uint32_t i = 1; i < kHan.size(); ++i)
    if (text.starts_with(kHan[i])) return i;
  return 0;
}

/// Bytes of the Chinese numeral at the beginning.
std::size_t han_number_size(std::string_view text) {
  std::size_t size = 0;
  while (size <= 9 && han_digit(text.substr(size)) != 0)
    size += 3;
  return size;
}

std::size_t open_size(std::string_view text) {
  return text.starts_with("(") ? 1 : text.starts_with("（") ? 3 : 0;
}
std::size_t close_size(std::string_view text) {
  return text.starts_with(")") ? 1 : text.starts_with("）") ? 3 : 0;
}
std::size_t blank_size(std::string_view text) {
  std::size_t at = 0;
  for (base::CodePoint c = base::decode_utf8(text, at); c.size != 0 && base::is_blank(c.value);
       c = base::decode_utf8(text, at))
    at += c.size;
  return at;
}

std::uint32_t parse_number(std::string_view digits) {
  std::uint32_t value = 0;
  for (const char c : digits.substr(0, 6))
    value = value * 10 + static_cast<std::uint32_t>(c - '0');
  return value;
}
std::size_t number_size(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && is_digit(text[size]))
    ++size;
  return size;
}

struct Seen {
  MarkerKind kind = MarkerKind::None;
  std::uint32_t number = 0;
  std::size_t size = 0;
};

Seen bracketed(std::string_view text) {
  const std::size_t open = open_size(text);
  if (open == 0) return {};
  std::size_t at = open + blank_size(text.substr(open));
  const std::string_view inner = text.substr(at);
  Seen seen;
  if (const std::size_t size = han_number_size(inner); size > 0) {
    seen = {MarkerKind::HanBracket, parse_han_number(inner.substr(0, size)), 0};
    at += size;
  } else if (const std::size_t digits = number_size(inner); digits > 0 && digits <= 3) {
    seen = {MarkerKind::NumberBracket, parse_number(inner.substr(0, digits)), 0};
    at += digits;
  } else {
    seen = {MarkerKind::LostBracket, 0, 0};
  }
  at += blank_size(text.substr(at));
  const std::size_t close = close_size(text.substr(at));
  if (close == 0) return {};
  seen.size = at + close;
  return seen;
}

Seen plain(std::string_view text) {
  if (text.starts_with("、")) return {MarkerKind::LostComma, 0, 3};
  if (const std::size_t size = han_number_size(text);
      size > 0 && text.substr(size).starts_with("、"))
    return {MarkerKind::HanComma, parse_han_number(text.substr(0, size)), size + 3};
  if (const std::size_t size = number_size(text); size > 0 && size <= 3) {
    const std::string_view rest = text.substr(size);
    if (rest.starts_with("、") || rest.starts_with("．"))
      return {MarkerKind::NumberDot, parse_number(text.substr(0, size)), size + 3};
    if ((rest.starts_with(".") || rest.starts_with(")")) && (rest.size() < 2 || !is_digit(rest[1])))
      return {MarkerKind::NumberDot, parse_number(text.substr(0, size)), size + 1};
  }
  if (text.starts_with("第")) {
    const std::size_t size = han_number_size(text.substr(3));
    const std::size_t digits = size > 0 ? size : number_size(text.substr(3));
    const std::string_view rest = text.substr(3 + digits);
    for (const std::string_view unit : {"条", "章", "节", "编", "部分"})
      if (digits > 0 && rest.starts_with(unit))
        return {MarkerKind::Article, 0, 3 + digits + unit.size()};
  }
  const base::CodePoint c = base::decode_utf8(text, 0);
  if (c.value >= 0x2460 && c.value <= 0x2473)
    return {MarkerKind::Circled, static_cast<std::uint32_t>(c.value - 0x245F), c.size};
  if (c.value == U'—' || c.value == U'•' || c.value == U'·' || c.value == U'●' || c.value == U'■' ||
      c.value == U'◆' || c.value == U'★' || c.value == '-' || c.value == '*' || c.value == '|')
    return {MarkerKind::Dash, 0, c.size};
  return {};
}

Seen label(std::string_view text) {
  std::size_t at = 0;
  for (std::size_t count = 0; count <= kLabelMax; ++count) {
    const base::CodePoint c = base::decode_utf8(text, at);
    if ((c.value == ':' || c.value == U'：') && count >= 2)
      return {MarkerKind::Label, 0, at + c.size};
    if (!base::is_han(c.value) && c.value != U'、') return {};
    at += c.size;
  }
  return {};
}

} // namespace

std::string han_number(std::uint32_t number) {
  if (number == 0 || number > 99) return {};
  if (number <= 10) return std::string(kHan[number]);
  std::string out;
  if (number >= 20) out += kHan[number / 10];
  out += "十";
  out += kHan[number % 10];
  return out;
}

std::uint32_t parse_han_number(std::string_view text) {
  for (std::uint32_t number = 1; number <= 99; ++number)
    if (han_number(number) == text) return number;
  return 0;
}

Marker marker(std::string_view line) {
  const std::size_t from = blank_size(line);
  const std::string_view text = line.substr(from);
  Seen seen = bracketed(text);
  if (seen.kind == MarkerKind::None) seen = plain(text);
  if (seen.kind == MarkerKind::None) seen = label(text);
  return {seen.kind, seen.number, static_cast<std::uint32_t>(from),
          static_cast<std::uint32_t>(from + seen.size)};
}

} // namespace plumb::text
