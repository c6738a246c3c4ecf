// SPDX-License-Identifier: Apache-2.0
/// What words of packs name: the thing itself, or a fault with the nearest name.
#include "link.hpp"
#include "sources.hpp"

#include <algorithm>
#include <array>

namespace plumb::pack {
namespace {

/// Kinds of bodies, as the files of organisations write them.
constexpr std::array<std::string_view, 13> kUnitKinds{
    "authority", "party",        "government", "institution", "peoples_organisation",
    "congress",  "consultative", "judicial",   "township",    "subdistrict",
    "vertical",  "enterprise",   "other"};

template <class T> std::vector<std::string_view> ids(const std::vector<T>& all) {
  std::vector<std::string_view> out;
  for (const auto& item : all)
    out.push_back(item.id);
  return out;
}

template <class T>
const T* known(const Word& name, const std::vector<T>& all, std::string_view fault,
               Faults& faults) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const T& item) { return item.id == name.text; });
  if (found != all.end()) return &*found;
  if (!name.empty())
    faults.error(std::string(fault), {{"name", name.text}}, name.at, nearest(name.text, ids(all)));
  return nullptr;
}

} // namespace

const Register* known_register(const Word& name, const Linked& rules, Faults& faults) {
  const auto found = rules.register_index.find(name.text);
  if (found != rules.register_index.end()) return &rules.registers[found->second];
  if (!name.empty())
    faults.error("pack.unknown_register", {{"name", name.text}}, name.at,
                 nearest(name.text, names_of(rules.register_index)));
  return nullptr;
}

const Step* known_step(const Word& name, const Register& declared, Faults& faults) {
  const auto* step = declared.step(name.text);
  if (step == nullptr && !name.empty())
    faults.error("pack.unknown_step", {{"name", name.text}}, name.at,
                 nearest(name.text, ids(declared.steps)));
  return step;
}

const Field* known_field(const Word& name, const std::vector<Field>& fields, Faults& faults) {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.id == name.text; });
  if (found != fields.end()) return &*found;
  if (!name.empty())
    faults.error("pack.unknown_field", {{"name", name.text}}, name.at,
                 nearest(name.text, ids(fields)));
  return nullptr;
}

void wrong_type(const Word& name, const Field& field, std::string wanted, Faults& faults) {
  faults.error("pack.wrong_type",
               {{"name", name.text}, {"type", shape_of(field)}, {"wanted", std::move(wanted)}},
               name.at);
}

const Measure* known_measure(const Word& name, const Linked& rules, Faults& faults) {
  return known(name, rules.measures, "pack.unknown_measure", faults);
}
const Indicator* known_indicator(const Word& name, const Linked& rules, Faults& faults) {
  return known(name, rules.indicators, "pack.unknown_indicator", faults);
}

void check_unit_kinds(const std::vector<Word>& kinds, Faults& faults) {
  const std::vector<std::string_view> names(kUnitKinds.begin(), kUnitKinds.end());
  for (const auto& word : kinds)
    if (std::find(names.begin(), names.end(), word.text) == names.end())
      faults.error("pack.unknown_unit_kind", {{"name", word.text}}, word.at,
                   nearest(word.text, names));
}

void add_unique(std::vector<std::string>& ids, const Word& id, std::string_view what,
                Faults& faults) {
  if (id.empty()) return;
  if (std::find(ids.begin(), ids.end(), id.text) != ids.end())
    faults.error("pack.duplicate_id", {{"what", std::string(what)}, {"id", id.text}}, id.at);
  else
    ids.push_back(id.text);
}

} // namespace plumb::pack
