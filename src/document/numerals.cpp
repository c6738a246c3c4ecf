// SPDX-License-Identifier: Apache-2.0
#include "numerals.hpp"

#include <plumb/base/utf8.hpp>

#include <array>
#include <span>

namespace plumb::document {
namespace {

using Words = std::array<std::string_view, 10>;
using Units = std::array<std::string_view, 4>;
constexpr Words kChinese = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
constexpr Words kLegal = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
constexpr Words kTraditionalLegal = {"零", "壹", "貳", "參", "肆", "伍", "陸", "柒", "捌", "玖"};

/// 1–9999; `omit_leading_one` writes 十二, not 一十二.
std::string below_myriad(std::uint32_t number, const Words& digits, const Units& units,
                         bool omit_leading_one) {
  std::string out;
  bool zero_pending = false;
  std::uint32_t weight = 1000;
  for (std::size_t unit = units.size(); unit-- > 0; weight /= 10) {
    const std::uint32_t digit = number / weight % 10;
    if (digit == 0) {
      zero_pending = !out.empty();
      continue;
    }
    if (zero_pending) out += digits[0];
    zero_pending = false;
    if (!(omit_leading_one && out.empty() && digit == 1 && unit == 1)) out += digits[digit];
    out += units[unit];
  }
  return out;
}

/// 12045 → 一万二千零四十五.
std::string counting(std::uint32_t number, const Words& digits, const Units& units,
                     std::string_view myriad, bool omit_leading_one) {
  if (number >= 100'000'000) return std::to_string(number);
  if (number == 0) return std::string(digits[0]);
  const std::uint32_t high = number / 10'000;
  const std::uint32_t low = number % 10'000;
  std::string out;
  if (high != 0) {
    out = below_myriad(high, digits, units, omit_leading_one);
    out += myriad;
    if (low == 0) return out;
    if (low < 1000) out += digits[0];
  }
  return out + below_myriad(low, digits, units, omit_leading_one && high == 0);
}

std::string roman(std::uint32_t number, bool upper) {
  if (number == 0 || number > 3999) return std::to_string(number);
  struct Step {
    std::uint32_t value;
    std::string_view upper, lower;
  };
  static constexpr std::array<Step, 13> kSteps = {{{1000, "M", "m"},
                                                   {900, "CM", "cm"},
                                                   {500, "D", "d"},
                                                   {400, "CD", "cd"},
                                                   {100, "C", "c"},
                                                   {90, "XC", "xc"},
                                                   {50, "L", "l"},
                                                   {40, "XL", "xl"},
                                                   {10, "X", "x"},
                                                   {9, "IX", "ix"},
                                                   {5, "V", "v"},
                                                   {4, "IV", "iv"},
                                                   {1, "I", "i"}}};
  std::string out;
  for (const auto& step : kSteps)
    for (; number >= step.value; number -= step.value)
      out += upper ? step.upper : step.lower;
  return out;
}

std::string repeated_letter(std::uint32_t number, char first) {
  // Word counts a … z, aa, bb; beyond 780 nobody can read it any more.
  if (number == 0 || number > 780) return std::to_string(number);
  return std::string((number - 1) / 26 + 1,
                     static_cast<char>(first + static_cast<int>((number - 1) % 26)));
}

std::string alphabetic(std::uint32_t number, char first) {
  if (number == 0) return "0";
  std::string out;
  for (; number > 0; number = (number - 1) / 26)
    out.insert(out.begin(), static_cast<char>(first + static_cast<int>((number - 1) % 26)));
  return out;
}

std::string digits_in(std::uint32_t number, const Words& words) {
  std::string out;
  for (const char c : std::to_string(number))
    out += words[static_cast<std::size_t>(c - '0')];
  return out;
}

/// One code point out of a run that starts at `first` for 1 and has `count` members.
std::string member(std::uint32_t number, char32_t first, std::uint32_t count) {
  if (number == 0 || number > count) return std::to_string(number);
  std::string out;
  base::append_utf8(out, first + number - 1);
  return out;
}

std::string circled(std::uint32_t number) {
  if (number >= 21 && number <= 35) return member(number - 20, U'㉑', 15);
  if (number >= 36 && number <= 50) return member(number - 35, U'㊱', 15);
  return member(number, U'①', 20);
}

std::string pick(std::uint32_t number, std::span<const std::string_view> words) {
  if (number == 0 || number > words.size()) return std::to_string(number);
  return std::string(words[number - 1]);
}

std::string ordinal(std::uint32_t number) {
  static constexpr std::array<std::string_view, 4> kSuffixes = {"th", "st", "nd", "rd"};
  const bool teen = number % 100 >= 11 && number % 100 <= 13;
  const std::size_t index = teen || number % 10 > 3 ? 0 : number % 10;
  return std::to_string(number) + std::string(kSuffixes[index]);
}

std::string full_width(std::uint32_t number) {
  std::string out;
  for (const char c : std::to_string(number))
    base::append_utf8(out, U'０' + static_cast<char32_t>(c - '0'));
  return out;
}

struct Named {
  std::string_view name;
  NumeralStyle style;
};

} // namespace

std::string numeral(std::uint32_t number, NumeralStyle style) {
  static constexpr std::array<std::string_view, 10> kStems = {"甲", "乙", "丙", "丁", "戊",
                                                              "己", "庚", "辛", "壬", "癸"};
  static constexpr std::array<std::string_view, 12> kBranches = {
      "子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉", "戌", "亥"};
  static constexpr Units kUnits = {"", "十", "百", "千"};
  static constexpr Units kLegalUnits = {"", "拾", "佰", "仟"};
  static constexpr Words kPositional = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  switch (style) {
  case NumeralStyle::None:
  case NumeralStyle::Bullet:
    return {};
  case NumeralStyle::Decimal:
    break;
  case NumeralStyle::DecimalZero:
    return (number < 10 ? "0" : "") + std::to_string(number);
  case NumeralStyle::DecimalFullWidth:
    return full_width(number);
  case NumeralStyle::UpperRoman:
    return roman(number, true);
  case NumeralStyle::LowerRoman:
    return roman(number, false);
  case NumeralStyle::UpperLetter:
    return repeated_letter(number, 'A');
  case NumeralStyle::LowerLetter:
    return repeated_letter(number, 'a');
  case NumeralStyle::UpperAlphabetic:
    return alphabetic(number, 'A');
  case NumeralStyle::LowerAlphabetic:
    return alphabetic(number, 'a');
  case NumeralStyle::ChineseCounting:
    return counting(number, kChinese, kUnits, "万", true);
  case NumeralStyle::ChineseLegal:
    return counting(number, kLegal, kLegalUnits, "万", false);
  case NumeralStyle::TraditionalLegal:
    return counting(number, kTraditionalLegal, kLegalUnits, "萬", false);
  case NumeralStyle::IdeographDigits:
    return digits_in(number, kPositional);
  case NumeralStyle::HeavenlyStems:
    return pick(number, kStems);
  case NumeralStyle::EarthlyBranches:
    return pick(number, kBranches);
  case NumeralStyle::EnclosedCircle:
    return circled(number);
  case NumeralStyle::EnclosedParen:
    return member(number, U'⑴', 20);
  case NumeralStyle::EnclosedFullStop:
    return member(number, U'⒈', 20);
  case NumeralStyle::EnclosedIdeograph:
    return member(number, U'㊀', 10);
  case NumeralStyle::Dash:
    return "- " + std::to_string(number) + " -";
  case NumeralStyle::Ordinal:
    return ordinal(number);
  }
  return std::to_string(number);
}

NumeralStyle style_from_word(std::string_view name) {
  static constexpr std::array kNames = {
      Named{"none", NumeralStyle::None},
      Named{"bullet", NumeralStyle::Bullet},
      Named{"decimalZero", NumeralStyle::DecimalZero},
      Named{"decimalFullWidth", NumeralStyle::DecimalFullWidth},
      Named{"decimalFullWidth2", NumeralStyle::DecimalFullWidth},
      Named{"upperRoman", NumeralStyle::UpperRoman},
      Named{"lowerRoman", NumeralStyle::LowerRoman},
      Named{"upperLetter", NumeralStyle::UpperLetter},
      Named{"lowerLetter", NumeralStyle::LowerLetter},
      Named{"chineseCounting", NumeralStyle::ChineseCounting},
      Named{"chineseCountingThousand", NumeralStyle::ChineseCounting},
      Named{"japaneseCounting", NumeralStyle::ChineseCounting},
      Named{"koreanCounting", NumeralStyle::ChineseCounting},
      Named{"taiwaneseCounting", NumeralStyle::ChineseCounting},
      Named{"taiwaneseCountingThousand", NumeralStyle::ChineseCounting},
      Named{"chineseLegalSimplified", NumeralStyle::ChineseLegal},
      Named{"japaneseLegal", NumeralStyle::TraditionalLegal},
      Named{"ideographLegalTraditional", NumeralStyle::TraditionalLegal},
      Named{"ideographDigital", NumeralStyle::IdeographDigits},
      Named{"japaneseDigitalTenThousand", NumeralStyle::IdeographDigits},
      Named{"taiwaneseDigital", NumeralStyle::IdeographDigits},
      Named{"ideographTraditional", NumeralStyle::HeavenlyStems},
      Named{"ideographZodiac", NumeralStyle::EarthlyBranches},
      Named{"decimalEnclosedCircle", NumeralStyle::EnclosedCircle},
      Named{"decimalEnclosedCircleChinese", NumeralStyle::EnclosedCircle},
      Named{"decimalEnclosedParen", NumeralStyle::EnclosedParen},
      Named{"decimalEnclosedFullstop", NumeralStyle::EnclosedFullStop},
      Named{"ideographEnclosedCircle", NumeralStyle::EnclosedIdeograph},
      Named{"numberInDash", NumeralStyle::Dash},
      Named{"ordinal", NumeralStyle::Ordinal},
  };
  for (const auto& known : kNames)
    if (known.name == name) return known.style;
  return NumeralStyle::Decimal;
}

NumeralStyle style_from_html(std::string_view name) {
  static constexpr std::array kNames = {
      Named{"a", NumeralStyle::LowerAlphabetic},
      Named{"A", NumeralStyle::UpperAlphabetic},
      Named{"i", NumeralStyle::LowerRoman},
      Named{"I", NumeralStyle::UpperRoman},
      Named{"none", NumeralStyle::None},
      Named{"disc", NumeralStyle::Bullet},
      Named{"circle", NumeralStyle::Bullet},
      Named{"square", NumeralStyle::Bullet},
      Named{"decimal-leading-zero", NumeralStyle::DecimalZero},
      Named{"lower-alpha", NumeralStyle::LowerAlphabetic},
      Named{"lower-latin", NumeralStyle::LowerAlphabetic},
      Named{"upper-alpha", NumeralStyle::UpperAlphabetic},
      Named{"upper-latin", NumeralStyle::UpperAlphabetic},
      Named{"lower-roman", NumeralStyle::LowerRoman},
      Named{"upper-roman", NumeralStyle::UpperRoman},
      Named{"cjk-ideographic", NumeralStyle::ChineseCounting},
      Named{"simp-chinese-informal", NumeralStyle::ChineseCounting},
      Named{"trad-chinese-informal", NumeralStyle::ChineseCounting},
      Named{"simp-chinese-formal", NumeralStyle::ChineseLegal},
      Named{"trad-chinese-formal", NumeralStyle::TraditionalLegal},
      Named{"cjk-decimal", NumeralStyle::IdeographDigits},
      Named{"cjk-heavenly-stem", NumeralStyle::HeavenlyStems},
      Named{"cjk-earthly-branch", NumeralStyle::EarthlyBranches},
  };
  for (const auto& known : kNames)
    if (known.name == name) return known.style;
  return NumeralStyle::Decimal;
}

} // namespace plumb::document
