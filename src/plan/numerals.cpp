// SPDX-License-Identifier: Apache-2.0
#include "numerals.hpp"

namespace plumb::plan {

std::optional<Number> read_arabic(std::string_view text, std::size_t at) {
  Number number;
  for (int digits = 0; digits < 9; ++digits) {
    const auto c = glyph(text, at + number.size);
    const int value = digit_value(c.value);
    if (c.size == 0 || value < 0) break;
    number.value = number.value * 10 + value;
    number.size += c.size;
  }
  if (number.size == 0) return std::nullopt;
  return number;
}

std::optional<Number> read_han(std::string_view text, std::size_t at) {
  Number number;
  number.han = true;
  int total = 0;
  int current = -1;
  bool units = false;
  for (int count = 0; count < 8; ++count) {
    const auto c = glyph(text, at + number.size);
    if (c.size == 0) break;
    if (const int digit = han_digit(c.value); digit >= 0) {
      // 二〇二五 is written digit by digit; 一百零三 with units.
      current = (current < 0 || units) ? digit : current * 10 + digit;
      if (current > 9999) break;
    } else if (c.value == U'十' || c.value == U'百' || c.value == U'千') {
      const int unit = c.value == U'十' ? 10 : c.value == U'百' ? 100 : 1000;
      if (current > 9) break;
      total += (current <= 0 ? 1 : current) * unit;
      current = -1;
      units = true;
    } else {
      break;
    }
    number.size += c.size;
  }
  if (number.size == 0) return std::nullopt;
  number.value = total + (current < 0 ? 0 : current);
  return number;
}

std::optional<Number> read_number(std::string_view text, std::size_t at) {
  if (auto arabic = read_arabic(text, at)) return arabic;
  return read_han(text, at);
}

} // namespace plumb::plan
