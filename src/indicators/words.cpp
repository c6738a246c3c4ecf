// SPDX-License-Identifier: Apache-2.0
#include "plumb/indicators/words.hpp"

#include "decimals.hpp"

#include <array>
#include <utility>

namespace plumb::indicators {
namespace {

using base::Decimal;
using pack::IndicatorKind;
using View = std::string_view;

constexpr std::array<std::pair<View, View>, 14> kUnits{{{"percent", "%"},
                                                        {"item", "件"},
                                                        {"count", ""},
                                                        {"time", "次"},
                                                        {"person", "人"},
                                                        {"CNY", "元"},
                                                        {"working_day", "个工作日"},
                                                        {"calendar_day", "天"},
                                                        {"week", "周"},
                                                        {"month", "个月"},
                                                        {"year", "年"},
                                                        {"hour", "小时"},
                                                        {"class_hour", "学时"},
                                                        {"point", "分"}}};
constexpr std::array<View, 10> kDigits{"零", "一", "两", "三", "四", "五", "六", "七", "八", "九"};

bool divides(const pack::Indicator& indicator) {
  return indicator.kind == IndicatorKind::Share || indicator.kind == IndicatorKind::Ratio ||
         indicator.kind == IndicatorKind::Average || indicator.kind == IndicatorKind::Coverage;
}

} // namespace

std::string unit_word(View unit) {
  for (const auto& [name, word] : kUnits)
    if (name == unit) return std::string(word);
  return std::string(unit);
}

std::string with_unit(Decimal value, View unit) {
  return base::to_string(value) + unit_word(unit);
}

std::string text_of(const pack::Indicator& indicator, const Value& value) {
  switch (value.standing) {
  case Standing::NotApplicable:
    return "不适用";
  case Standing::NotEntered:
    return "未录入";
  case Standing::Value:
    break;
  }
  return value.value ? with_unit(*value.value, indicator.unit) : "不适用";
}

std::string in_words(pack::Rounding rounding, int scale) {
  const View how = rounding == pack::Rounding::HalfUp     ? "四舍五入"
                   : rounding == pack::Rounding::HalfEven ? "四舍六入五成双"
                                                          : "去尾";
  if (scale <= 0) return std::string(how) + "取整";
  return std::string(how) + "保留" + std::string(kDigits[static_cast<std::size_t>(scale % 10)]) +
         "位";
}

View in_words(pack::Comparison comparison) {
  switch (comparison) {
  case pack::Comparison::AtLeast:
    return "不低于";
  case pack::Comparison::AtMost:
    return "不高于";
  case pack::Comparison::Equal:
    return "等于";
  }
  return {};
}

std::string arithmetic(const pack::Indicator& indicator, const Value& value) {
  if (value.standing == Standing::NotEntered) return "未录入";
  if (indicator.kind == IndicatorKind::Entered || !value.denominator || !divides(indicator)) {
    if (!value.value) return "不适用";
    const std::string whole = base::to_string(value.numerator);
    const std::string shown = base::to_string(*value.value);
    if (indicator.kind == IndicatorKind::Entered) return "外部数据 " + shown;
    if (whole == shown) return "合计 " + shown;
    return "合计 " + whole + "，" + in_words(indicator.rounding, indicator.scale) + "为 " + shown;
  }
  const bool percent = indicator.unit == "percent";
  std::string out = base::to_string(value.numerator) + " ÷ " + base::to_string(*value.denominator);
  if (value.denominator->units == 0) return out + "：没有可以相除的，不适用";
  if (percent) out += " × 100";
  const auto exact = quotient(value.numerator, *value.denominator, percent, indicator.scale + 1);
  if (!exact || !value.value) return out;
  const std::string shown = base::to_string(*value.value);
  std::string cut = base::to_string(exact->cut);
  if (exact->exact && cut == shown) return out + " = " + shown;
  if (!exact->exact) {
    // 93.333…: all digits that were worked out, so that it can be seen how it was rounded.
    const auto wanted = static_cast<std::size_t>(indicator.scale) + 1;
    if (exact->cut.scale == 0) cut += '.';
    cut.append(wanted - static_cast<std::size_t>(exact->cut.scale), '0');
    cut += "…";
  }
  return out + " = " + cut + "，" + in_words(indicator.rounding, indicator.scale) + "为 " + shown;
}

} // namespace plumb::indicators
