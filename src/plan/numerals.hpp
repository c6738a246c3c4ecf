// SPDX-License-Identifier: Apache-2.0
/// Numbers as official documents write them: 12, １２, 十二, 二十一, 二〇二五.
#pragma once

#include "scan.hpp"

#include <optional>

namespace plumb::plan {

struct Number {
  int value = 0;
  std::uint32_t size = 0; ///< bytes
  bool han = false;       ///< written with characters
};

/// Value of one numeral character 〇零一二两三…九, else -1.
[[nodiscard]] constexpr int han_digit(char32_t c) {
  switch (c) {
  case U'〇':
  case U'零':
  case U'○':
  case U'Ｏ':
    return 0;
  case U'一':
  case U'壹':
    return 1;
  case U'二':
  case U'两':
  case U'贰':
    return 2;
  case U'三':
  case U'叁':
    return 3;
  case U'四':
    return 4;
  case U'五':
    return 5;
  case U'六':
    return 6;
  case U'七':
    return 7;
  case U'八':
    return 8;
  case U'九':
    return 9;
  default:
    return -1;
  }
}
/// 十, 百, 千 and all characters of han_digit.
[[nodiscard]] constexpr bool is_han_numeral(char32_t c) {
  return han_digit(c) >= 0 || c == U'十' || c == U'百' || c == U'千';
}

/// ASCII or full-width digits at `at`; at most nine.
[[nodiscard]] std::optional<Number> read_arabic(std::string_view text, std::size_t at);
/// 十二, 一百零三, 二〇二五 at `at`; up to 9999.
[[nodiscard]] std::optional<Number> read_han(std::string_view text, std::size_t at);
/// Either.
[[nodiscard]] std::optional<Number> read_number(std::string_view text, std::size_t at);

} // namespace plumb::plan
