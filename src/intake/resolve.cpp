// SPDX-License-Identifier: Apache-2.0
#include <plumb/intake/resolve.hpp>

#include <array>

namespace plumb::intake {

const organisation::Resolution& UnitResolver::resolve(const std::string& written) {
  const auto at = seen_.find(written);
  if (at != seen_.end()) return at->second;
  return seen_.emplace(written, tree_.resolve(written, day_)).first->second;
}

void UnitResolver::fill(TaskUnit& unit, const std::vector<std::string>& named) {
  const organisation::Resolution* found = &resolve(unit.text);
  organisation::Resolution own;
  if (found->reason == organisation::Reason::Remainder) {
    own = tree_.resolve(unit.text, day_, named);
    found = &own;
  }
  unit.unit_ids = found->units;
  unit.reason = organisation::to_string(found->reason);
  unit.suggestions = found->suggestions;
}

void UnitResolver::resolve(Task& task) {
  const std::array roles = {&task.lead, &task.responsible, &task.supporting};
  std::vector<std::string> named;
  for (auto* units : roles)
    for (auto& unit : *units) {
      if (unit.group && unit.reason != "chosen") continue;
      if (unit.reason != "chosen") fill(unit, {});
      named.insert(named.end(), unit.unit_ids.begin(), unit.unit_ids.end());
    }
  for (auto* units : roles)
    for (auto& unit : *units)
      if (unit.group && unit.reason != "chosen") fill(unit, named);
}

void UnitResolver::resolve(std::vector<TaskUnit>& units) {
  Task task;
  task.lead.swap(units);
  resolve(task);
  units.swap(task.lead);
}

} // namespace plumb::intake
