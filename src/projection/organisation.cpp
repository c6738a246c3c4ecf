// SPDX-License-Identifier: Apache-2.0
// The organisation as it is read: the tree in order, one unit, the meaning of names on a day.
#include "render.hpp"
#include "state.hpp"

#include <map>

namespace plumb::projection {

namespace {

using base::Result;
using event::append_quoted;
using organisation::Tree;
using organisation::Unit;
using View = std::string_view;

/// Units by parent, each followed by what is below it.
std::vector<const Unit*> in_tree_order(const Tree& tree) {
  std::map<View, std::vector<const Unit*>> children;
  for (const auto& unit : tree.units())
    children[unit.parent].push_back(&unit);
  std::vector<const Unit*> out, open;
  const auto push = [&](View parent) {
    const auto at = children.find(parent);
    if (at != children.end()) open.insert(open.end(), at->second.rbegin(), at->second.rend());
  };
  push("");
  while (!open.empty()) {
    const Unit* unit = open.back();
    open.pop_back();
    out.push_back(unit);
    if (!unit->id.empty()) push(unit->id);
  }
  return out;
}

void append_unit(std::string& out, const Unit& unit, std::optional<base::Date> on) {
  const std::string json = organisation::to_json(unit);
  out += "{\"name\":";
  append_quoted(out, unit.name_on(on));
  out += ',';
  out.append(json, 1, std::string::npos);
}

} // namespace

Result<TreePointer> Projection::tree(View authority_id) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto authority, State::authority(*reader, authority_id));
  return state_->tree(*reader, authority_id, authority.organisation_revision);
}

Result<Versioned> Projection::organisation(View authority_id, std::optional<base::Date> on) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto authority, State::authority(*reader, authority_id));
  PLUMB_TRY_ASSIGN(const auto units,
                   state_->tree(*reader, authority_id, authority.organisation_revision));
  std::string out =
      "{\"revision\":" + std::to_string(authority.organisation_revision) + ",\"units\":[";
  bool first = true;
  for (const Unit* unit : in_tree_order(*units)) {
    if (on && !unit->exists_on(on)) continue;
    if (!std::exchange(first, false)) out += ',';
    append_unit(out, *unit, on);
  }
  out += "]}";
  return Versioned{std::move(out), authority.organisation_revision};
}

Result<std::string> Projection::unit(View authority_id, View unit_id) const {
  PLUMB_TRY_ASSIGN(const auto units, tree(authority_id));
  const Unit* found = units->find(unit_id);
  if (found == nullptr)
    return base::fail(base::ErrorKind::NotFound, "intake.unknown_unit",
                      {{"unit_id", std::string(unit_id)}});
  std::string out;
  append_unit(out, *found, std::nullopt);
  return out;
}

Result<std::string> Projection::resolutions(View authority_id,
                                            const std::vector<std::string>& names,
                                            std::optional<base::Date> on) const {
  PLUMB_TRY_ASSIGN(const auto units, tree(authority_id));
  intake::UnitResolver resolver(*units, on);
  std::string out = "[";
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += ',';
    append_resolution(out, names[i], resolver.resolve(names[i]), -1);
  }
  out += ']';
  return out;
}

} // namespace plumb::projection
