// SPDX-License-Identifier: Apache-2.0
// Confirmed targets with value and light.
#include "answers.hpp"

#include <algorithm>

namespace plumb::indicators {
namespace {

using View = std::string_view;

/// A target and the value that it is compared with.
struct Compared {
  const Target* target = nullptr;
  const pack::Indicator* indicator = nullptr;
  Dated dated;
};

/// The number of whom and as of when: a target whose day lies in a period that is over is held
/// against that period.
struct Place {
  std::string unit;
  std::optional<Period> period;
  friend auto operator<=>(const Place& left, const Place& right) {
    const auto name = [](const Place& place) {
      return place.period ? name_of(*place.period) : std::string();
    };
    if (const auto order = left.unit <=> right.unit; order != 0) return order;
    return name(left) <=> name(right);
  }
};

Place place_of(const Question& question, const Target& target, const pack::Indicator& indicator) {
  Place out{target.unit, {}};
  if (question.asked.period || !target.due_on) return out;
  const Period now = period_of(question, indicator);
  if (*target.due_on < now.from) out.period = period_of(indicator.period, *target.due_on);
  return out;
}

Result<void> compare_with_values(const Question& question, const Place& place,
                                 std::vector<Compared*>& some) {
  Question narrowed{question};
  if (!place.unit.empty()) narrowed.asked.units = {place.unit};
  if (place.period) narrowed.asked.period = place.period;
  std::vector<const pack::Indicator*> indicators;
  for (const auto* one : some)
    indicators.push_back(one->indicator);
  PLUMB_TRY_ASSIGN(auto values, values_before(narrowed, indicators, 0));
  for (std::size_t i = 0; i < some.size(); ++i)
    some[i]->dated = std::move(values[i]);
  return {};
}

} // namespace

Result<std::string> Indicators::target_page(View authority_id, const organisation::Tree& tree,
                                            View task, const Asked& asked) const {
  PLUMB_TRY_ASSIGN(const auto question, question_of(*state_, authority_id, tree, asked));
  PLUMB_TRY_ASSIGN(const auto answers, Answers::read(question, {}));
  std::vector<Compared> compared;
  for (const auto& target : answers.targets().confirmed()) {
    if (!task.empty() && target.task != task) continue;
    // Whoever sees some units sees the targets of these alone.
    if (!target.unit.empty() && !asked.units.empty() &&
        std::ranges::find(asked.units, target.unit) == asked.units.end())
      continue;
    if (const auto* indicator = question.book->find_indicator(target.indicator))
      compared.push_back({&target, indicator, {}});
  }
  std::map<Place, std::vector<Compared*>> places;
  for (auto& one : compared)
    places[place_of(question, *one.target, *one.indicator)].push_back(&one);
  for (auto& [place, some] : places)
    PLUMB_TRY(compare_with_values(question, place, some));
  Json::Array items;
  for (const auto& one : compared)
    items.emplace_back(
        Json::Object{{"indicator", one.indicator->id},
                     {"title", one.indicator->title},
                     {"value", answers.value_json(*one.indicator, one.dated, one.target->unit)},
                     {"target", answers.target_json(*one.indicator, one.dated, *one.target)}});
  return Json(Json::Object{{"on", base::to_string(question.on)}, {"items", std::move(items)}})
      .dump();
}

} // namespace plumb::indicators
