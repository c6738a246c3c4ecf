// SPDX-License-Identifier: Apache-2.0
/// Reading a number with its multiplier and its unit at one place of a line.
#pragma once

#include "figures_line.hpp"

#include <plumb/base/decimal.hpp>

#include <optional>
#include <string>

namespace plumb::plan::figures {

struct Number {
  std::size_t from = 0, until = 0; ///< code points, 余 and the multiplier included
  base::Decimal value;
  bool approximate = false;
  bool chinese = false;
  /// For 百分之九十: the unit is part of the number.
  bool percent = false;
};

/// Digits at `i`, not their middle: 1,234.5 · 12.9万 · 3.2万余 · 500多 · 10余万. nullopt if too
/// large.
[[nodiscard]] std::optional<Number> read_digits(const Line& line, std::size_t i);
/// 十二 · 三十余 · 百分之九十五点五 · 九成; nullopt for what is no number (十四五, 四五).
[[nodiscard]] std::optional<Number> read_chinese(const Line& line, std::size_t i);
[[nodiscard]] bool is_chinese_digit(char32_t c);

struct Unit {
  std::size_t until = 0;
  std::string text; ///< 件, %, 工作日 …
};
/// The unit that stands at `i` (blanks before it allowed).
[[nodiscard]] std::optional<Unit> read_unit(const Line& line, std::size_t i);
/// A word that begins like a unit but is none: 部署, 组织, 元旦.
[[nodiscard]] bool begins_word(const Line& line, std::size_t i);
/// Text of a table's heading that is only a unit.
[[nodiscard]] bool is_unit(std::string_view text);

} // namespace plumb::plan::figures
