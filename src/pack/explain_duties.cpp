// SPDX-License-Identifier: Apache-2.0
#include "explain.hpp"

#include <plumb/pack/measures.hpp>

#include <algorithm>

namespace plumb::pack {
namespace {

std::string quoted(std::string_view title) {
  return "“" + std::string(title) + "”";
}

/// 05 → 5
std::string plain(std::string digits) {
  if (digits.starts_with('0')) digits.erase(0, 1);
  return digits;
}

std::string who(const Rulebook& rules, const Obligation& duty) {
  std::string out;
  if (!duty.of.empty()) {
    const auto* carrier = rules.find_register(duty.of);
    if (carrier == nullptr) return duty.of;
    out = "由每一件还没有办结";
    if (duty.where) out += "、并且" + in_words(rules, *carrier, *duty.where);
    out += "的" + quoted(carrier->title) + "产生";
    const auto* units = carrier->field(duty.for_each);
    return units == nullptr ? out : out + "，" + quoted(units->title) + "里的每个单位各一件";
  }
  out = unit_kinds_in_words(duty.unit_kinds);
  for (const auto& unit : duty.units)
    out += (out.empty() ? "" : "、") + unit;
  return "由" + out + "承担，每个单位各一件";
}

std::string how_often(const Rulebook& rules, const Obligation& duty) {
  if (!duty.schedule.empty()) {
    const auto* carrier = rules.find_register(duty.of);
    const auto dot = duty.schedule.find('.');
    const auto* rows = carrier == nullptr ? nullptr : carrier->field(duty.schedule.substr(0, dot));
    return "按" + quoted(rows == nullptr ? std::string_view(duty.schedule) : rows->title) +
           "里写的频次";
  }
  switch (duty.every) {
  case Obligation::Every::Month:
    return "每月一次";
  case Obligation::Every::Quarter:
    return "每季度一次";
  case Obligation::Every::HalfYear:
    return "每半年一次";
  default:
    return "每年一次";
  }
}

std::string last_day(const Obligation& duty) {
  if (!duty.schedule.empty()) return {};
  std::string out = "，";
  if (!duty.due_date.empty()) {
    constexpr std::array<std::string_view, 3> kYears{"", "次年", "第三年"};
    const int years = std::clamp((duty.due_months_after + 11) / 12, 0, 2);
    return out + std::string(kYears[static_cast<std::size_t>(years)]) +
           plain(duty.due_date.substr(0, 2)) + "月" + plain(duty.due_date.substr(3)) + "日前";
  }
  if (duty.due_months_after > 0)
    out += "期满后第" + std::to_string(duty.due_months_after) + "个月的";
  if (duty.due_day > 0)
    return out +
           (duty.every == Obligation::Every::Month || duty.due_months_after > 0 ? ""
                                                                                : "最后一个月的") +
           std::to_string(duty.due_day) + "日前";
  return out + (duty.due_months_after > 0 ? "最后一天前" : "期末前");
}

} // namespace

std::string duty_in_words(const Rulebook& rules, const Obligation& duty) {
  std::string out = how_often(rules, duty) + last_day(duty) + "；" + who(rules, duty);
  const auto* target = rules.find_register(duty.register_id);
  const auto* step = target == nullptr ? nullptr : target->step(duty.step);
  if (step != nullptr)
    out += "，记为" + quoted(target->title) + "（由" + quoted(step->title) + "开始）";
  out += duty.lead_days > 0 ? "，提前" + std::to_string(duty.lead_days) + "天开出" : "";
  out += "；自" + base::to_string(duty.in_force_from) + "起";
  if (duty.in_force_until) out += "，到" + base::to_string(*duty.in_force_until) + "前";
  if (const auto basis = rules.words(duty.cite); !basis.empty()) out += "。依据：" + basis;
  return out;
}

} // namespace plumb::pack
