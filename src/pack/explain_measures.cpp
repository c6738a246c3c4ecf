// SPDX-License-Identifier: Apache-2.0
/// Measures and indicators in plain Chinese: what counts, on which day, for whom; the formula and
/// the targets with their articles.
#include "explain.hpp"

#include <plumb/pack/measures.hpp>

#include <algorithm>
#include <array>

namespace plumb::pack {
namespace {

std::string quoted(std::string_view title) {
  return "“" + std::string(title) + "”";
}

/// In quotes, unless it holds quotes or parentheses of its own.
std::string named(const Rulebook& rules, const Register& declared,
                  const expression::Program& program) {
  auto words = in_words(rules, declared, program);
  const bool marked = words.find("“") != std::string::npos || words.find("（") != std::string::npos;
  return marked ? words : quoted(words);
}

std::string field_title(const Register& declared, const std::string& id) {
  const auto* field = declared.field(id);
  return field == nullptr ? id : field->title;
}

} // namespace

std::string in_words(const Rulebook& rules, const Measure& measure) {
  const auto* declared = rules.find_register(measure.register_id);
  if (declared == nullptr) return measure.title;
  const auto words = [&](const expression::Program& program) {
    return named(rules, *declared, program);
  };
  std::string out = "每件";
  if (measure.where) out += in_words(rules, *declared, *measure.where) + "的";
  out += quoted(declared->title);
  out += measure.sum ? "按" + words(*measure.sum) + "计" : "计1";
  if (measure.on) out += "，记在" + words(*measure.on) + "那天";
  if (measure.from) out += "，从" + words(*measure.from) + "那天起算";
  if (measure.after) out += "，从" + words(*measure.after) + "的次日起算";
  if (measure.until) out += "，到" + words(*measure.until) + "那天不再算";
  if (measure.through) out += "，算到" + words(*measure.through) + "那天为止，那天还算";
  if (measure.until && measure.through) out += "，以先到的为准";
  out += measure.unit_field.empty()
             ? "；归登记的单位"
             : "；归" + quoted(field_title(*declared, measure.unit_field)) + "里的单位";
  if (!measure.by.empty()) out += "；按" + quoted(field_title(*declared, measure.by)) + "分列";
  return out;
}

namespace {

std::string measure_title(const Rulebook& rules, const std::string& id) {
  const auto* measure = rules.find_measure(id);
  return quoted(measure == nullptr ? id : measure->title);
}

/// 2 as the value of a parameter is told with its own unit.
std::string least_in_words(const Rulebook& rules, const Indicator& indicator) {
  if (indicator.at_least_parameter.empty()) return base::to_string(indicator.at_least);
  const auto* parameter = rules.find_parameter(indicator.at_least_parameter);
  return quoted(parameter == nullptr ? indicator.at_least_parameter : parameter->title) +
         "规定的数";
}

std::string formula(const Rulebook& rules, const Indicator& indicator) {
  const auto measure = measure_title(rules, indicator.measure);
  const auto over = measure_title(rules, indicator.over);
  const bool percent = indicator.unit == "percent";
  switch (indicator.kind) {
  case IndicatorKind::Count:
    return measure + "的件数";
  case IndicatorKind::Sum:
    return measure + "的合计";
  case IndicatorKind::Share:
    return measure + "占" + over + "的" + (percent ? "百分比" : "比例");
  case IndicatorKind::Ratio:
    return measure + "与" + over + "之比" + (percent ? "（百分比）" : "");
  case IndicatorKind::Average:
    return measure + "除以" + over + "，平均每件";
  case IndicatorKind::Zero:
    return measure + "，一件也不应有";
  case IndicatorKind::Ceiling:
    return measure + "，有上限";
  case IndicatorKind::Coverage:
    return unit_kinds_in_words(indicator.over_units) + "里，" + measure + "不少于" +
           least_in_words(rules, indicator) + "的单位占" + (percent ? "百分比" : "多少");
  default:
    return "由外单位给出，人工录入并附佐证，不由系统计算";
  }
}

} // namespace

std::string in_words(const Rulebook& rules, const Indicator& indicator) {
  constexpr std::array<std::string_view, 3> kRoundings{"四舍五入", "四舍六入五成双", "舍去尾数"};
  std::string out = formula(rules, indicator);
  const bool divided =
      indicator.kind == IndicatorKind::Share || indicator.kind == IndicatorKind::Ratio ||
      indicator.kind == IndicatorKind::Average || indicator.kind == IndicatorKind::Coverage;
  if (divided)
    out += (indicator.scale == 0 ? std::string("，取整数")
                                 : "，保留" + std::to_string(indicator.scale) + "位小数") +
           "（" + std::string(kRoundings[static_cast<std::size_t>(indicator.rounding)]) +
           "）；分母为0时不适用";
  return out;
}

std::string in_words(const Rulebook& rules, const Indicator& indicator, const PackTarget& target,
                     Date day) {
  constexpr std::array<std::string_view, 3> kComparisons{"不低于", "不高于", "等于"};
  constexpr std::array<std::string_view, 6> kBindings{"国家规定", "党内法规", "政策要求",
                                                      "地方规定", "本地目标", "惯例"};
  std::string value = base::to_string(target.value) + (indicator.unit == "percent" ? "%" : "");
  Citation cite = target.cite;
  if (!target.parameter.empty()) {
    const auto held = rules.parameter(target.parameter, day);
    value = held.value == nullptr ? "（当日没有有效的规定）" : in_words(*held.value);
    if (held.value != nullptr) cite = held.value->cite;
  }
  std::string out = std::string(kComparisons[static_cast<std::size_t>(target.comparison)]) + value;
  if (!target.unit_kinds.empty()) out += "，只对" + unit_kinds_in_words(target.unit_kinds);
  out += "（" + std::string(kBindings[static_cast<std::size_t>(target.binding)]);
  if (const auto basis = rules.words(cite); !basis.empty()) out += "，" + basis;
  out += "，自" + base::to_string(target.in_force_from) + "起";
  if (target.in_force_until) out += "，到" + base::to_string(*target.in_force_until) + "前";
  return out + "）";
}

std::string explain_measure(const Rulebook& rules, const Measure& measure) {
  std::string out = "# " + measure.title + "\n\n";
  if (!measure.gist.empty()) out += measure.gist + "\n\n";
  out += "- 怎么计：" + in_words(rules, measure) + "\n";
  for (const auto& indicator : rules.indicators())
    if (indicator.measure == measure.id || indicator.over == measure.id)
      out += "- 用在：" + quoted(indicator.title) + "（" + indicator.id + "）\n";
  return out + "\n规则版本 " + rules.version() + "。\n";
}

std::string explain_indicator(const Rulebook& rules, const Indicator& indicator, Date day) {
  std::string out = "# " + indicator.title + "\n\n";
  if (!indicator.gist.empty()) out += indicator.gist + "\n\n";
  out += "- 公式：" + in_words(rules, indicator) + "\n";
  const std::array<std::pair<std::string_view, const std::string*>, 2> sides{
      {{indicator.over.empty() ? "计什么" : "分子", &indicator.measure},
       {"分母", &indicator.over}}};
  for (const auto& [side, id] : sides)
    if (const auto* measure = rules.find_measure(*id); measure != nullptr)
      out += "- " + std::string(side) + quoted(measure->title) + "：" + in_words(rules, *measure) +
             "\n";
  if (!indicator.aliases.empty()) {
    out += "- 也叫：";
    for (const auto& alias : indicator.aliases)
      out += (&alias == &indicator.aliases.front() ? "" : "、") + alias;
    out += "\n";
  }
  if (const auto basis = rules.words(indicator.cite); !basis.empty())
    out += "- 依据：" + basis + "\n";
  for (const auto& target : indicator.targets)
    out += "- 目标：" + in_words(rules, indicator, target, day) + "\n";
  return out + "\n按" + base::to_string(day) + "有效的规定说明；规则版本 " + rules.version() +
         "。\n";
}

} // namespace plumb::pack
