// SPDX-License-Identifier: Apache-2.0
// What automatic items are scored from.
#include "kinds.hpp"
#include "sheet.hpp"

#include <algorithm>

namespace plumb::assessment {
namespace {

using base::Result;
using View = std::string_view;
using Form = pack::AutomaticScore::Form;

/// Whether a target is one for this unit in the year that is assessed. One that a plan sets for the
/// whole government binds no single unit; one of the packs does, unless it names kinds.
bool binds(const indicators::Target& target, View unit, View unit_kind,
           const indicators::Period& year) {
  if (!target.unit.empty() ? target.unit != unit : !target.record.empty()) return false;
  if (target.due_on && (*target.due_on < year.from || *target.due_on > year.until)) return false;
  return target.unit_kinds.empty() ||
         std::ranges::find(target.unit_kinds, unit_kind) != target.unit_kinds.end();
}

} // namespace

Numbers::Numbers(const indicators::Indicators& indicators, const pack::Rulebook& rules,
                 View authority_id, const organisation::Tree& tree, int year, Date today)
    : indicators_(indicators), rules_(rules), authority_id_(authority_id), tree_(tree),
      period_{.kind = pack::PeriodKind::Year,
              .from = base::make_date(year, 1, 1),
              .until = base::make_date(year, 12, 31)},
      counted_on_(std::min(today, period_.until)) {}

indicators::Asked Numbers::asked(std::vector<std::string> units) const {
  // Whoever took a unit over answers for what it did in the year.
  return {.on = counted_on_,
          .period = period_,
          .units = std::move(units),
          .structure = indicators::Structure::Now};
}

Result<void> Numbers::ask_for(const pack::Edition& edition, const std::vector<std::string>& units) {
  std::set<std::string> wanted;
  visit_items(edition, [&](const pack::AssessmentArea&, const pack::AssessmentItem& item) {
    if (item.automatic) wanted.insert(item.automatic->indicator);
  });
  for (const auto& indicator : wanted) {
    PLUMB_TRY_ASSIGN(const auto values,
                     indicators_.values_by_unit(authority_id_, tree_, indicator, asked(units)));
    // Units of which nothing was counted all have the same value: none, or not applicable.
    std::optional<indicators::Value> of_nothing;
    for (const auto& unit : units) {
      const auto found = values.find(unit);
      if (found == values.end() && !of_nothing) {
        PLUMB_TRY_ASSIGN(of_nothing, value(indicator, unit));
      }
      known_.emplace(std::pair(indicator, unit),
                     found == values.end() ? *of_nothing : found->second);
    }
  }
  return {};
}

Result<indicators::Value> Numbers::value(const std::string& indicator, const std::string& unit) {
  const auto key = std::pair(indicator, unit);
  if (const auto found = known_.find(key); found != known_.end()) return found->second;
  PLUMB_TRY_ASSIGN(const auto value,
                   indicators_.value(authority_id_, tree_, indicator, asked({unit})));
  known_.emplace(key, value);
  return value;
}

Result<bool> Numbers::meet_targets(const pack::Indicator& indicator, const std::string& unit,
                                   View unit_kind, Found& found) {
  if (!targets_.contains(indicator.id)) {
    PLUMB_TRY_ASSIGN(auto targets, indicators_.targets(authority_id_, indicator.id, counted_on_));
    targets_.emplace(indicator.id, std::move(targets));
  }
  bool any = indicator.kind == pack::IndicatorKind::Zero;
  bool met = !any || (found.value.value && found.value.value->units == 0);
  for (const auto& target : targets_.at(indicator.id)) {
    if (!binds(target, unit, unit_kind, period_)) continue;
    any = true;
    met = met && indicators::light_of(indicator, found.value, target, counted_on_, period_.until) ==
                     indicators::Light::Green;
  }
  if (!any) found.value.standing = indicators::Standing::NotApplicable;
  return met;
}

Result<Numbers::Found> Numbers::of(const pack::AssessmentItem& item, const std::string& unit,
                                   View unit_kind) {
  Found found;
  const auto* indicator = rules_.find_indicator(item.automatic->indicator);
  if (indicator == nullptr)
    return base::fail(base::ErrorKind::NotFound, "indicators.unknown_indicator",
                      {{"id", item.automatic->indicator}});
  PLUMB_TRY_ASSIGN(found.value, value(indicator->id, unit));
  if (item.automatic->form == Form::Met && found.value.standing == indicators::Standing::Value) {
    PLUMB_TRY_ASSIGN(found.met, meet_targets(*indicator, unit, unit_kind, found));
  }
  return found;
}

} // namespace plumb::assessment
