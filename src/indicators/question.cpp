// SPDX-License-Identifier: Apache-2.0
/// What is asked of every number alike: which rules, days and units.
#include "state.hpp"

#include <algorithm>
#include <set>

namespace plumb::indicators {
namespace {

using base::ErrorKind;
using View = std::string_view;

/// The last day that can be written: rules are looked up that are in force for good.
constexpr Date kForGood = base::make_date(9999, 12, 31);

bool is_below(const organisation::Tree& tree, View unit_id, const std::vector<std::string>& units) {
  // As many steps as there are units: a tree has no circles.
  const auto* unit = tree.find(unit_id);
  while (unit != nullptr && !unit->parent.empty()) {
    if (std::ranges::find(units, unit->parent) != units.end()) return true;
    unit = tree.find(unit->parent);
  }
  return false;
}

/// The first successor that exists on the day, or who took over from one that does not.
const organisation::Unit* heir(const organisation::Tree& tree, const organisation::Unit& unit,
                               Date on, std::set<std::string>& seen) {
  if (unit.exists_on(on)) return &unit;
  if (!seen.insert(unit.id).second) return nullptr;
  for (const auto& id : unit.successors)
    if (const auto* next = tree.find(id); next != nullptr && next->exists_on(on)) return next;
  for (const auto& id : unit.successors)
    if (const auto* next = tree.find(id))
      if (const auto* found = heir(tree, *next, on, seen)) return found;
  return nullptr;
}

} // namespace

Result<records::RulebookPointer> Source::rules(View authority_id) const {
  records::RulebookPointer book;
  if (records != nullptr) {
    PLUMB_TRY_ASSIGN(book, records->rules(authority_id, kForGood));
  }
  if (book == nullptr) return base::fail(ErrorKind::NotFound, "indicators.no_rules");
  return book;
}

Result<Question> question_of(const Source& source, View authority_id,
                             const organisation::Tree& tree, const Asked& asked) {
  for (const auto& unit : asked.units)
    if (tree.find(unit) == nullptr)
      return base::fail(ErrorKind::NotFound, "indicators.unknown_unit", {{"id", unit}});
  PLUMB_TRY_ASSIGN(auto book, source.rules(authority_id));
  const Date today = source.today();
  return Question{source, std::string(authority_id), tree, std::move(book),
                  asked,  asked.on.value_or(today),  today};
}

Result<const pack::Indicator*> find_indicator(const pack::Rulebook& book, View id) {
  const auto* indicator = book.find_indicator(id);
  if (indicator == nullptr)
    return base::fail(ErrorKind::NotFound, "indicators.unknown_indicator",
                      {{"id", std::string(id)}});
  return indicator;
}

Result<const pack::Measure*> find_measure(const pack::Rulebook& book, View id) {
  const auto* measure = book.find_measure(id);
  if (measure == nullptr)
    return base::fail(ErrorKind::NotFound, "indicators.unknown_measure", {{"id", std::string(id)}});
  return measure;
}

Period period_of(const Question& question, const pack::Indicator& indicator) {
  return question.asked.period ? *question.asked.period : period_of(indicator.period, question.on);
}

Days days_of(const Question& question, const pack::Measure& measure, const Period& period) {
  Days days{
      .from = {}, .until = std::min(question.on, period.until), .known = question.asked.known_on};
  if (!measure.stock()) days.from = period.from;
  return days;
}

// --- units ---

Units::Units(const Question& question)
    : tree_(question.tree), asked_(question.asked), on_(question.on) {}

std::string Units::heir_of(View unit_id) const {
  const auto* unit = tree_.find(unit_id);
  if (asked_.structure == Structure::Then || unit == nullptr) return std::string(unit_id);
  std::set<std::string> seen;
  const auto* found = heir(tree_, *unit, on_, seen);
  return found == nullptr ? std::string(unit_id) : found->id;
}

bool Units::asked_for(View unit_id) const {
  if (!asked_.unit_kinds.empty()) {
    const auto* unit = tree_.find(unit_id);
    if (unit == nullptr) return false;
    const auto kind = organisation::to_string(unit->kind);
    if (std::ranges::find(asked_.unit_kinds, kind) == asked_.unit_kinds.end()) return false;
  }
  if (asked_.units.empty()) return true;
  return std::ranges::find(asked_.units, unit_id) != asked_.units.end() ||
         (asked_.below && is_below(tree_, unit_id, asked_.units));
}

const std::string* Units::under(View unit_id) const {
  auto at = known_.find(unit_id);
  if (at == known_.end()) {
    std::optional<std::string> name = heir_of(unit_id);
    if (!asked_for(*name)) name.reset();
    at = known_.emplace(std::string(unit_id), std::move(name)).first;
  }
  return at->second ? &*at->second : nullptr;
}

} // namespace plumb::indicators
