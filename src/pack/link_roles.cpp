// SPDX-License-Identifier: Apache-2.0
/// Roles of all layers: a lower one may add roles and give one from above fewer units or rights.
#include "link.hpp"

#include <algorithm>

namespace plumb::pack {
namespace {

/// What packs from before roles/ could name; their records go on under them.
constexpr std::array<std::string_view, 5> kFixedRoles{"unit_clerk", "unit_approver", "coordinator",
                                                      "leader", "inspector"};

void check_narrowing(const Role& upper, const ast::Role& lower, Faults& faults) {
  if (lower.value.reach < upper.reach)
    faults.error("pack.loosened_role",
                 {{"role", upper.id},
                  {"value", std::string(name_of(lower.value.reach))},
                  {"upper", std::string(name_of(upper.reach))}},
                 lower.reach_at, std::string(name_of(upper.reach)));
  std::string held;
  for (const auto right : upper.rights)
    held += (held.empty() ? "" : " ") + std::string(name_of(right));
  for (std::size_t i = 0; i < lower.value.rights.size(); ++i) {
    const auto right = lower.value.rights[i];
    if (std::find(upper.rights.begin(), upper.rights.end(), right) == upper.rights.end())
      faults.error("pack.loosened_role",
                   {{"role", upper.id}, {"value", std::string(name_of(right))}, {"upper", held}},
                   lower.rights_at[i]);
  }
}

} // namespace

void link_roles(Linked& rules, Faults& faults) {
  for (std::size_t i = 0; i < rules.read.size(); ++i) {
    std::vector<std::string_view> own;
    for (const auto& read : rules.read[i].roles) {
      const auto& id = read.value.id;
      rules.packs[i].roles.push_back(read.value);
      if (!id.empty() && std::find(own.begin(), own.end(), id) != own.end()) {
        faults.error("pack.duplicate_id", {{"what", "role"}, {"id", id}}, read.at);
        continue;
      }
      own.push_back(id);
      const auto upper = std::find_if(rules.roles.begin(), rules.roles.end(),
                                      [&](const Role& role) { return role.id == id; });
      if (upper == rules.roles.end()) {
        rules.roles.push_back(read.value);
        continue;
      }
      check_narrowing(*upper, read, faults);
      *upper = read.value;
    }
  }
}

std::vector<std::string_view> role_names(const Linked& rules) {
  if (rules.roles.empty()) return {kFixedRoles.begin(), kFixedRoles.end()};
  std::vector<std::string_view> out;
  for (const auto& role : rules.roles)
    out.push_back(role.id);
  return out;
}

} // namespace plumb::pack
