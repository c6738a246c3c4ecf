// SPDX-License-Identifier: Apache-2.0
#include <plumb/organisation/organisation.hpp>

#include <array>
#include <utility>

namespace plumb::organisation {

namespace {

constexpr std::array<std::pair<UnitKind, std::string_view>, 13> kKinds{{
    {UnitKind::Authority, "authority"},
    {UnitKind::Party, "party"},
    {UnitKind::Government, "government"},
    {UnitKind::Institution, "institution"},
    {UnitKind::PeoplesOrganisation, "peoples_organisation"},
    {UnitKind::Congress, "congress"},
    {UnitKind::Consultative, "consultative"},
    {UnitKind::Judicial, "judicial"},
    {UnitKind::Township, "township"},
    {UnitKind::Subdistrict, "subdistrict"},
    {UnitKind::Vertical, "vertical"},
    {UnitKind::Enterprise, "enterprise"},
    {UnitKind::Other, "other"},
}};

bool holds(const std::optional<base::Date>& from, const std::optional<base::Date>& until,
           std::optional<base::Date> day) {
  if (!day) return !until;
  return (!from || *from <= *day) && (!until || *day < *until);
}

} // namespace

std::string_view to_string(UnitKind kind) {
  for (const auto& [value, name] : kKinds)
    if (value == kind) return name;
  return "other";
}

std::optional<UnitKind> parse_unit_kind(std::string_view text) {
  for (const auto& [value, name] : kKinds)
    if (name == text) return value;
  return std::nullopt;
}

std::string_view to_string(Reason reason) {
  switch (reason) {
  case Reason::Name:
    return "name";
  case Reason::FormerName:
    return "former_name";
  case Reason::Alias:
    return "alias";
  case Reason::Shortened:
    return "shortened";
  case Reason::Collective:
    return "collective";
  case Reason::Remainder:
    return "remainder";
  case Reason::Everybody:
    return "everybody";
  case Reason::Unresolved:
    break;
  }
  return "unresolved";
}

std::string_view Unit::name_on(std::optional<base::Date> day) const {
  if (names.empty()) return {};
  for (auto name = names.rbegin(); name != names.rend(); ++name)
    if (holds(name->from, name->until, day)) return name->name;
  if (!day) return names.back().name;
  // Outside every period: the last name that had begun, or the first that will.
  for (auto name = names.rbegin(); name != names.rend(); ++name)
    if (!name->from || *name->from <= *day) return name->name;
  return names.front().name;
}

bool Unit::exists_on(std::optional<base::Date> day) const {
  return holds(from, until, day);
}

} // namespace plumb::organisation
