// SPDX-License-Identifier: Apache-2.0
/// The numbers that Word, HTML lists and spreadsheet formats generate instead of storing as text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plumb::document {

enum class NumeralStyle {
  None,
  Bullet,
  Decimal,
  DecimalZero,      // 01, 02
  DecimalFullWidth, // １２
  UpperRoman,
  LowerRoman,
  UpperLetter,       // A … Z, AA, BB (Word)
  LowerLetter,       // a … z, aa, bb
  UpperAlphabetic,   // A … Z, AA, AB (HTML)
  LowerAlphabetic,   // a … z, aa, ab
  ChineseCounting,   // 一 … 十, 十一, 一百零一
  ChineseLegal,      // 壹贰叁
  TraditionalLegal,  // 壹貳參
  IdeographDigits,   // 一 … 九, 一〇, 一一
  HeavenlyStems,     // 甲乙丙
  EarthlyBranches,   // 子丑寅
  EnclosedCircle,    // ①
  EnclosedParen,     // ⑴
  EnclosedFullStop,  // ⒈
  EnclosedIdeograph, // ㊀
  Dash,              // - 1 -
  Ordinal,           // 1st
};

/// `number` in the given style; where the style has no such number, its decimal form.
[[nodiscard]] std::string numeral(std::uint32_t number, NumeralStyle style);
/// The value of w:numFmt (ECMA-376 part 1, 17.18.59); unknown ones count in decimals.
[[nodiscard]] NumeralStyle style_from_word(std::string_view name);
/// The `type` attribute of <ol> or the CSS list-style-type; Decimal where unknown.
[[nodiscard]] NumeralStyle style_from_html(std::string_view name);

} // namespace plumb::document
