// SPDX-License-Identifier: Apache-2.0
#include "permission.hpp"

#include <algorithm>

namespace plumb::registers {
namespace {

using pack::FieldType;

bool listed(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

void add_units(const Json& value, std::vector<std::string>& units) {
  if (const auto* text = value.string()) units.push_back(*text);
  for (const auto& item : value.items())
    if (const auto* text = item.string()) units.push_back(*text);
}

// The units in a unit or units field, or in a column of all rows (`rows.column`).
void add_named(const Record& record, std::string_view name, std::vector<std::string>& units) {
  const auto dot = name.find('.');
  const auto& value = record.fields[name.substr(0, dot)];
  if (dot == std::string_view::npos) return add_units(value, units);
  for (const auto& row : value.items())
    add_units(row[name.substr(dot + 1)], units);
}

std::vector<std::string> ascending(std::vector<std::string> units) {
  std::erase(units, "");
  std::ranges::sort(units);
  const auto rest = std::ranges::unique(units);
  units.erase(rest.begin(), rest.end());
  return units;
}

bool any_of_units(const std::vector<std::string>& mine, const std::vector<std::string>& theirs) {
  return std::ranges::any_of(
      mine, [&](const auto& unit) { return !unit.empty() && listed(theirs, unit); });
}

} // namespace

std::vector<std::string> parties_of(const pack::Register& declared, const Record& record) {
  std::vector<std::string> units{record.unit};
  for (const auto& name : declared.parties)
    add_named(record, name, units);
  if (declared.parties.empty())
    for (const auto& field : declared.fields)
      if (field.type == FieldType::Unit || field.type == FieldType::Units)
        add_named(record, field.id, units);
  return ascending(std::move(units));
}

std::vector<std::string> acting_units(const pack::Register& declared, const pack::Step& step,
                                      const Record& record) {
  if (step.acts.empty()) return parties_of(declared, record);
  std::vector<std::string> units;
  for (const auto& name : step.acts)
    add_named(record, name, units);
  return ascending(std::move(units));
}

bool reaches(const pack::Rulebook& rules, const pack::Register& declared, const pack::Step& step,
             const Record* record, const Actor& actor, std::string_view role) {
  if (rules.roles().empty()) return true; // these rules bind nobody to units
  const auto* known = rules.find_role(role);
  if (known == nullptr || known->reach == pack::Reach::None) return false;
  if (known->reach == pack::Reach::All) return true;
  if (record == nullptr) return !actor.unit.empty(); // what it opens is its own unit's
  std::vector<std::string> mine{actor.unit};
  if (known->reach == pack::Reach::UnitAndBelow)
    mine.insert(mine.end(), actor.units.begin(), actor.units.end());
  return any_of_units(mine, acting_units(declared, step, *record));
}

bool permits(const pack::Rulebook& rules, const pack::Register& declared, const pack::Step& step,
             const Record* record, const Actor& actor) {
  if (actor.roles.empty()) return true; // the program itself
  return std::ranges::any_of(actor.roles, [&](const auto& role) {
    return (step.by.empty() || listed(step.by, role)) &&
           reaches(rules, declared, step, record, actor, role);
  });
}

std::vector<const pack::Step*> awaited(const pack::Register& declared, std::string_view state) {
  std::vector<const pack::Step*> steps;
  for (const auto& step : declared.steps) {
    const bool leads_on = !step.to.empty() && step.to != state;
    if (!step.opens && !step.aside && listed(step.from, state) && (leads_on || !step.stops.empty()))
      steps.push_back(&step);
  }
  return steps;
}

} // namespace plumb::registers
