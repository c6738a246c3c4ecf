// SPDX-License-Identifier: Apache-2.0
/// What one record adds to one measure.
#include "plumb/indicators/cells.hpp"

#include <algorithm>
#include <limits>

namespace plumb::indicators {
namespace {

using expression::Value;

class Evaluated final : public expression::Record {
public:
  explicit Evaluated(const std::vector<Value>& values) : values_(values) {}
  [[nodiscard]] Value column(std::size_t index) const override {
    return index < values_.size() ? values_[index] : Value();
  }
  [[nodiscard]] Value parameter(std::string_view) const override { return {}; }

private:
  const std::vector<Value>& values_;
};

std::optional<Date> day_of(const std::optional<expression::Program>& program,
                           const expression::Record& record) {
  if (!program) return std::nullopt;
  const Value value = program->evaluate(record);
  const auto* day = std::get_if<Date>(&value);
  return day == nullptr ? std::nullopt : std::optional(*day);
}

std::int64_t amount_of(const pack::Measure& measure, const expression::Record& record) {
  if (!measure.sum) return 1;
  const Value value = measure.sum->evaluate(record);
  const auto* number = std::get_if<expression::Number>(&value);
  if (number == nullptr) return 0;
  std::int64_t units = number->units;
  for (int scale = number->scale; scale < measure.scale(); ++scale)
    units *= 10;
  return units;
}

Value value_of(const pack::Register& declared, const std::vector<Value>& values,
               std::string_view field) {
  const auto& columns = declared.scope.columns;
  const auto at = std::ranges::find(columns, field, &expression::Column::name);
  const auto index = static_cast<std::size_t>(at - columns.begin());
  return at != columns.end() && index < values.size() ? values[index] : Value();
}

std::string text_of(const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? std::string() : *text;
}

/// Ascending, each once; nobody where the field is empty.
std::vector<std::string> units_of(const pack::Measure& measure, const pack::Register& declared,
                                  const registers::Record& record,
                                  const std::vector<Value>& values) {
  if (measure.unit_field.empty()) return {record.unit};
  const Value value = value_of(declared, values, measure.unit_field);
  const auto* list = std::get_if<expression::List>(&value);
  if (list == nullptr || list->empty()) return {text_of(value)};
  auto units = *list;
  std::ranges::sort(units);
  units.erase(std::unique(units.begin(), units.end()), units.end());
  return units;
}

/// The first day on which a stock no longer counts: the earlier one of `until` and the day after
/// `through`.
std::optional<Date> end_of(const pack::Measure& measure, const expression::Record& record) {
  const auto until = day_of(measure.until, record);
  const auto last = day_of(measure.through, record);
  if (!last) return until;
  const Date next = base::add_days(*last, 1);
  return until && *until < next ? until : next;
}

/// The days on which the amount is added (+1) and, of a stock, taken away (−1).
std::vector<std::pair<Date, int>> days_of(const pack::Measure& measure,
                                          const expression::Record& record) {
  if (!measure.stock()) {
    const auto on = day_of(measure.on, record);
    return on ? std::vector<std::pair<Date, int>>{{*on, 1}} : std::vector<std::pair<Date, int>>{};
  }
  auto first = day_of(measure.from, record);
  if (!measure.from)
    if (const auto after = day_of(measure.after, record)) first = base::add_days(*after, 1);
  const auto end = end_of(measure, record);
  if (!first || (end && *end <= *first)) return {};
  std::vector<std::pair<Date, int>> days{{*first, 1}};
  if (end) days.emplace_back(*end, -1);
  return days;
}

auto key_of(const Contribution& one) {
  return std::tie(one.unit, one.part, one.on);
}

} // namespace

std::vector<Contribution> contributions_of(const pack::Measure& measure,
                                           const pack::Register& declared,
                                           const registers::Record& record,
                                           const std::vector<Value>& values) {
  const Evaluated evaluated(values);
  if (measure.where && !measure.where->holds(evaluated)) return {};
  const auto days = days_of(measure, evaluated);
  if (days.empty()) return {};
  const std::int64_t amount = amount_of(measure, evaluated);
  if (amount == 0) return {};
  const std::string part =
      measure.by.empty() ? std::string() : text_of(value_of(declared, values, measure.by));
  std::vector<Contribution> out;
  for (const auto& unit : units_of(measure, declared, record, values))
    for (const auto& [day, sign] : days)
      out.push_back({unit, part, day, sign * amount});
  std::ranges::sort(out);
  return out;
}

std::vector<Contribution> difference(const std::vector<Contribution>& before,
                                     const std::vector<Contribution>& after) {
  std::vector<Contribution> out;
  auto left = before.begin();
  auto right = after.begin();
  while (left != before.end() || right != after.end()) {
    const bool take_left =
        left != before.end() && (right == after.end() || key_of(*left) <= key_of(*right));
    const bool take_right =
        right != after.end() && (left == before.end() || key_of(*right) <= key_of(*left));
    Contribution one = take_left ? *left : *right;
    one.amount = (take_right ? right->amount : 0) - (take_left ? left->amount : 0);
    if (one.amount != 0) out.push_back(std::move(one));
    if (take_left) ++left;
    if (take_right) ++right;
  }
  return out;
}

} // namespace plumb::indicators
