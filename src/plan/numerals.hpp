// SPDX-License-Identifier: Apache-2.0
/// Numbers as official documents write them: 12, １２, 十二, 二十一, 二〇二五.
#pragma once

#include "scan.hpp"

#include <optional>

namespace plumb::plan {

struct Number {
  int value = 0;
  std::uint32_t size = 0;  ///< bytes
  bool han = false;        ///< written with characters
};

/// Value of one numeral character 〇零一二两三…九, else -1.
[[nodiscard]] int han_digit(char32_t c);
/// 十, 百, 千 and all characters of han_digit.
[[nodiscard]] bool is_han_numeral(char32_t c);

/// ASCII or full-width digits at `at`; at most nine.
[[nodiscard]] std::optional<Number> read_arabic(std::string_view text, std::size_t at);
/// 十二, 一百零三, 二〇二五 at `at`; up to 9999.
[[nodiscard]] std::optional<Number> read_han(std::string_view text, std::size_t at);
/// Either.
[[nodiscard]] std::optional<Number> read_number(std::string_view text, std::size_t at);

}  // namespace plumb::plan
