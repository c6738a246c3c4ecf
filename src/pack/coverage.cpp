// SPDX-License-Identifier: Apache-2.0
#include <plumb/pack/pack.hpp>

#include <algorithm>
#include <set>

namespace plumb::pack {

/// The days on which a parameter changes are those where a value begins or ends; where one follows
/// at once the day is the same. Before the first day on which anybody counted nothing is asked.
std::vector<Uncovered> uncovered(const Pack& pack, const std::vector<Scenario>& scenarios) {
  std::set<std::pair<std::string_view, Date>> looked_at;
  for (const auto& scenario : scenarios) {
    const auto& day = scenario.on ? scenario.on : scenario.start;
    if (!scenario.parameter.empty() && day) looked_at.emplace(scenario.parameter, *day);
  }
  std::vector<Uncovered> out;
  for (const auto& parameter : pack.parameters) {
    std::set<Date> asked;
    for (const auto& value : parameter.values) {
      asked.insert(value.in_force_from);
      asked.insert(base::add_days(value.in_force_from, -1));
      if (!value.in_force_until) continue;
      asked.insert(*value.in_force_until);
      asked.insert(base::add_days(*value.in_force_until, -1));
    }
    for (const Date day : asked)
      if (!looked_at.contains({parameter.id, day})) out.push_back({parameter.id, day});
  }
  return out;
}

} // namespace plumb::pack
