// SPDX-License-Identifier: Apache-2.0
// What a step has the program do to other records: opening them, carrying them along.
#include "fields.hpp"
#include "record.hpp"

#include <plumb/base/hash.hpp>

#include <algorithm>
#include <set>

namespace plumb::registers {
namespace {

using pack::FieldType;

// One thing that a record is opened for.
struct Each {
  std::string value; ///< tells it from the others
  Json whole;        ///< `each`: unit, record id, row, or null
  Json parts;        ///< `each.<name>`: columns of a row, fields of a record
  bool unit = false; ///< the value is a unit's id
};

std::vector<Each> each_of_field(const pack::Register& declared, const Record& record,
                                const std::string& name) {
  std::vector<Each> found;
  const auto* field = declared.field(name);
  if (field == nullptr) return found;
  const auto& held = record.fields[name];
  const bool unit = field->type == FieldType::Unit || field->type == FieldType::Units;
  const auto add = [&](const Json& item) {
    if (field->type == FieldType::Rows) {
      if (item.object() != nullptr) found.push_back({base::sm3_hex(item.dump()), item, item});
    } else if (!item.text().empty()) {
      found.push_back({item.text(), item, Json(), unit});
    }
  };
  if (held.string() != nullptr) add(held);
  for (const auto& item : held.items())
    add(item);
  return found;
}

std::vector<Each> each_of(const pack::Register& declared, const pack::Spawn& spawn,
                          const Record& record, const Lookup& lookup) {
  if (!spawn.for_each.empty()) return each_of_field(declared, record, spawn.for_each);
  if (spawn.of.empty()) return {{}};
  std::vector<Each> found;
  if (!lookup.candidates) return found;
  for (auto& candidate : lookup.candidates(spawn.of, spawn.where ? &*spawn.where : nullptr))
    found.push_back({candidate.record_id, candidate.record_id, std::move(candidate.fields)});
  return found;
}

// 'it''s' → it's
std::string unquoted(std::string_view source) {
  std::string text;
  for (std::size_t i = 1; i + 1 < source.size(); ++i) {
    text += source[i];
    if (source[i] == '\'' && source[i + 1] == '\'') ++i;
  }
  return text;
}

Json value_of(const std::string& source, const Record& record, const Each& each, Date on) {
  if (source.starts_with('\'')) return unquoted(source);
  if (source == "each") return each.whole;
  if (source.starts_with("each.")) return each.parts[source.substr(5)];
  if (source == "record_id") return record.record_id;
  if (source == "on") return base::to_string(on);
  return record.fields[source];
}

// One value is a list of one where the field takes a list. Sealed values are of their own record.
Json fitting(const pack::Field* field, Json value) {
  if (field == nullptr || value.has("sealed")) return {};
  const bool list = field->type == FieldType::Units || field->type == FieldType::Choices;
  if (list && value.string() != nullptr && is_filled(value)) return Json::Array{std::move(value)};
  return value;
}

Json::Object fields_for(const pack::Register& opened, const pack::Spawn& spawn,
                        const Record& record, const Each& each, Date on) {
  Json::Object fields;
  if (!spawn.link.empty()) fields.emplace(spawn.link, record.record_id);
  for (const auto& [name, source] : spawn.fields)
    if (auto value = fitting(opened.field(name), value_of(source, record, each, on));
        is_filled(value))
      fields.insert_or_assign(name, std::move(value));
  return fields;
}

// The only unit field among the parties, or none.
const pack::Field* party_field(const pack::Register& opened) {
  const pack::Field* found = nullptr;
  for (const auto& field : opened.fields) {
    const bool party = opened.parties.empty() || std::ranges::count(opened.parties, field.id) != 0;
    if (field.type != FieldType::Unit || !party) continue;
    if (found != nullptr) return nullptr;
    found = &field;
  }
  return found;
}

// Whose the opened record is: the unit that it is opened for, else the one that takes part in it.
std::string unit_of(const pack::Register& opened, const Each& each, const Json::Object& fields,
                    const Record& record) {
  if (each.unit) return each.value;
  const auto* party = party_field(opened);
  const auto found = party != nullptr ? fields.find(party->id) : fields.end();
  return found != fields.end() && !found->second.text().empty() ? found->second.text()
                                                                : record.unit;
}

// What had happened already had so with all that came of it.
std::optional<std::string> outside_reason_of(const StepDone& done) {
  return done.outside_reason.empty() ? std::nullopt : std::optional(done.outside_reason);
}

void add_spawned(const pack::Rulebook& rules, const pack::Register& declared,
                 const pack::Step& step, const Record& record, const Lookup& lookup,
                 std::vector<Consequence>& consequences) {
  const auto& done = record.steps.back();
  std::set<std::string> keys;
  for (const auto& child : record.children)
    keys.insert(child.key);
  for (std::size_t i = 0; i < step.spawns.size(); ++i) {
    const auto& spawn = step.spawns[i];
    const auto* opened = rules.find_register(spawn.register_id);
    if (opened == nullptr) continue;
    for (const auto& each : each_of(declared, spawn, record, lookup)) {
      auto key = step.id + "/" + std::to_string(i) + "/" + each.value;
      if (!keys.insert(key).second) continue;
      auto fields = fields_for(*opened, spawn, record, each, done.on);
      auto unit = unit_of(*opened, each, fields, record);
      consequences.push_back({.unit = std::move(unit),
                              .step = {.register_id = spawn.register_id,
                                       .step = spawn.step,
                                       .on = done.on,
                                       .fields = std::move(fields),
                                       .outside_reason = outside_reason_of(done),
                                       .parent = record.record_id,
                                       .origin = {"spawn", std::move(key)}}});
    }
  }
}

void add_carried(const pack::Step& step, const Record& record,
                 std::vector<Consequence>& consequences) {
  const auto& done = record.steps.back();
  for (const auto& carry : step.carries) {
    for (const auto& child : record.children) {
      if (child.register_id != carry.register_id || child.final) continue;
      consequences.push_back({.record_id = child.record_id,
                              .step = {.register_id = carry.register_id,
                                       .step = carry.step,
                                       .on = done.on,
                                       .outside_reason = outside_reason_of(done)}});
    }
  }
}

} // namespace

std::vector<Consequence> consequences_of(const pack::Rulebook& rules, const Record& record,
                                         const Lookup& lookup) {
  std::vector<Consequence> consequences;
  const auto* declared = rules.find_register(record.register_id);
  if (declared == nullptr || record.steps.empty()) return consequences;
  const auto* step = declared->step(record.steps.back().step);
  if (step == nullptr) return consequences;
  add_carried(*step, record, consequences);
  add_spawned(rules, *declared, *step, record, lookup, consequences);
  return consequences;
}

std::optional<event::NewEvent> child_event(const pack::Register& declared, const Record& parent,
                                           const Record& child) {
  if (child.parent != parent.record_id || child.steps.empty()) return std::nullopt;
  Child now{.register_id = child.register_id,
            .record_id = child.record_id,
            .title = {},
            .unit = child.unit,
            .state = child.state,
            .key = child.origin.key};
  // What is personal stays with its record.
  const auto* title = declared.field(declared.title_field);
  if (title != nullptr && !title->personal) now.title = child.fields[title->id].text();
  const auto* state = declared.state(child.state);
  now.final = state != nullptr && state->final;
  now.done = now.final || (state != nullptr && state->done);
  const auto known = std::ranges::find(parent.children, now.record_id, &Child::record_id);
  if (known != parent.children.end() && *known == now) return std::nullopt;
  return event::NewEvent{std::string(kChildChanged), to_json(now).dump(), child.steps.back().on};
}

} // namespace plumb::registers
