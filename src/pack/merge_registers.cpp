// SPDX-License-Identifier: Apache-2.0
/// Additions of lower layers go into the register they name: new fields, states, steps and clocks
/// behind the existing ones, and more conditions for existing steps. Nothing can be taken away, and
/// nothing added may lead around what an upper layer demands.
#include "link.hpp"

#include <algorithm>
#include <set>

namespace plumb::pack {
namespace {

using ast::List;

const std::string& id_of(const ast::Field& field) {
  return field.value.id;
}
const std::string& id_of(const ast::State& state) {
  return state.value.id;
}
const std::string& id_of(const ast::Step& step) {
  return step.id.text;
}
const std::string& id_of(const ast::Clock& clock) {
  return clock.id.text;
}
const std::string& id_of(const ast::Gate& gate) {
  return gate.id.text;
}
Place at_of(const ast::Field& field) {
  return field.at;
}
Place at_of(const ast::State& state) {
  return state.at;
}
Place at_of(const ast::Step& step) {
  return step.id.at;
}
Place at_of(const ast::Clock& clock) {
  return clock.id.at;
}
Place at_of(const ast::Gate& gate) {
  return gate.id.at;
}

template <class T> const T* find(const std::vector<T>& all, std::string_view id) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const T& item) { return id_of(item) == id; });
  return found == all.end() ? nullptr : &*found;
}

template <class T>
void append(std::vector<T>& all, const std::vector<T>& more, std::string_view what,
            Faults& faults) {
  for (const auto& item : more) {
    if (!id_of(item).empty() && find(all, id_of(item)) != nullptr)
      faults.error("pack.duplicate_id", {{"what", std::string(what)}, {"id", id_of(item)}},
                   at_of(item));
    else
      all.push_back(item);
  }
}

/// Where records of upper layers can be when they enter the added state: upwards along added steps.
std::set<std::string> entered_from(const ast::Register& merged, const std::string& added) {
  std::set<std::string> upper, seen{added};
  std::vector<std::string> open{added};
  while (!open.empty()) {
    const auto state = open.back();
    open.pop_back();
    for (const auto& step : merged.steps) {
      if (step.to.text != state) continue;
      if (step.opens) upper.insert(std::string()); // from nowhere
      if (step[List::From].empty() && !step.opens)
        for (const auto& any : merged.states)
          if (!any.value.final && any.pack < find(merged.states, added)->pack)
            upper.insert(any.value.id);
      for (const auto& from : step[List::From]) {
        if (!seen.insert(from.text).second) continue;
        const auto* declared = find(merged.states, from.text);
        if (declared == nullptr || declared->pack < find(merged.states, added)->pack)
          upper.insert(from.text);
        else
          open.push_back(from.text);
      }
    }
  }
  return upper;
}

/// An added step may enter an upper layer's state only back to where the record was: everything
/// else would be a way around the steps and gates of the law.
void check_way_around(const ast::Register& merged, const ast::Step& step, int addition,
                      Faults& faults) {
  const auto* to = step.to.empty() ? nullptr : find(merged.states, step.to.text);
  if (to == nullptr || to->pack >= addition) return;
  const auto refuse = [&] {
    faults.error("pack.way_around", {{"step", step.id.text}, {"state", step.to.text}}, step.to.at);
  };
  if (step.opens || step[List::From].empty()) return refuse();
  for (const auto& from : step[List::From]) {
    const auto* state = find(merged.states, from.text);
    if (state == nullptr || from.text == step.to.text) continue;
    if (state->pack < addition) return refuse();
    for (const auto& upper : entered_from(merged, from.text))
      if (upper != step.to.text) return refuse();
  }
}

/// A step of a lower layer must not end, pause or lengthen a clock of an upper one.
void check_clocks_left_alone(const ast::Register& merged, const ast::Step& step, int addition,
                             Faults& faults) {
  for (const auto list : {List::Stops, List::Pauses, List::Resumes, List::Restarts, List::Extends})
    for (const auto& id : step[list]) {
      const auto* clock = find(merged.clocks, id.text);
      if (clock != nullptr && clock->pack < addition)
        faults.error("pack.foreign_clock", {{"step", step.id.text}, {"clock", id.text}}, id.at);
    }
}

template <class T> void append(std::vector<T>& all, const std::vector<T>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

/// A lower layer may let fewer units take a step, never others.
void narrow_acts(ast::Step& step, const ast::Step& more, Faults& faults) {
  if (more.acts.empty()) return;
  for (const auto& field : more.acts)
    if (!step.acts.empty() &&
        std::none_of(step.acts.begin(), step.acts.end(),
                     [&](const Word& word) { return word.text == field.text; }))
      faults.error("pack.loosened_step", {{"step", step.id.text}, {"field", field.text}}, field.at);
  step.acts = more.acts;
}

/// Parties of an upper layer that names none are every unit and units field: those of a lower layer
/// come to them.
void spell_out_parties(ast::Register& merged, bool declared) {
  if (declared || merged.parties.empty()) return;
  std::vector<Word> all;
  for (const auto& field : merged.fields)
    if (field.value.type == FieldType::Unit || field.value.type == FieldType::Units)
      all.push_back({field.value.id, field.at});
  for (const auto& word : merged.parties)
    if (std::none_of(all.begin(), all.end(), [&](const Word& w) { return w.text == word.text; }))
      all.push_back(word);
  merged.parties = std::move(all);
}

void add_to_steps(ast::Register& merged, const ast::Register& addition, Faults& faults) {
  for (const auto& more : addition.additions) {
    const auto found =
        std::find_if(merged.steps.begin(), merged.steps.end(),
                     [&](const ast::Step& step) { return step.id.text == more.id.text; });
    if (found == merged.steps.end()) {
      std::vector<std::string_view> known;
      for (const auto& step : merged.steps)
        known.push_back(step.id.text);
      faults.error("pack.unknown_step", {{"name", more.id.text}}, more.id.at,
                   nearest(more.id.text, known));
      continue;
    }
    append(found->gates, more.gates, "gate", faults);
    append(found->spawns, more.spawns);
    append(found->carries, more.carries);
    append(found->assigns, more.assigns);
    narrow_acts(*found, more, faults);
    for (std::size_t i = 0; i < ast::kLists.size(); ++i)
      found->lists[i].insert(found->lists[i].end(), more.lists[i].begin(), more.lists[i].end());
  }
}

void merge(ast::Register& merged, ast::Register addition, int pack, Faults& faults) {
  for (auto& state : addition.states)
    state.pack = pack;
  const auto mark = [&](ast::Step& step) {
    step.pack = pack;
    for (auto& spawn : step.spawns)
      spawn.pack = pack;
    for (auto& carry : step.carries)
      carry.pack = pack;
  };
  std::for_each(addition.steps.begin(), addition.steps.end(), mark);
  std::for_each(addition.additions.begin(), addition.additions.end(), mark);
  for (auto& clock : addition.clocks)
    clock.pack = pack;
  append(merged.fields, addition.fields, "field", faults);
  append(merged.states, addition.states, "state", faults);
  append(merged.steps, addition.steps, "step", faults);
  append(merged.clocks, addition.clocks, "clock", faults);
  append(merged.list, addition.list);
  append(merged.parties, addition.parties);
  append(merged.dossier, addition.dossier);
  add_to_steps(merged, addition, faults);
  for (const auto& step : addition.steps) {
    check_way_around(merged, step, pack, faults);
    check_clocks_left_alone(merged, step, pack, faults);
  }
  for (const auto& step : addition.additions)
    check_clocks_left_alone(merged, step, pack, faults);
}

/// The parts of one register against each other.
ast::Register own(const ast::Register& read, int pack, Faults& faults) {
  ast::Register out = read;
  out.fields.clear();
  out.states.clear();
  out.steps.clear();
  out.clocks.clear();
  merge(out, read, pack, faults);
  out.list = read.list;
  out.parties = read.parties;
  out.dossier = read.dossier;
  return out;
}

} // namespace

std::vector<ast::Register> merge_registers(const std::vector<ast::Pack>& packs, Faults& faults) {
  std::vector<ast::Register> out;
  std::set<std::string> with_parties;
  for (std::size_t i = 0; i < packs.size(); ++i) {
    // Registers of a pack before its additions: the order of files does not matter.
    for (const auto& read : packs[i].registers) {
      if (read.addition) continue;
      const bool known = std::any_of(out.begin(), out.end(), [&](const ast::Register& other) {
        return other.id.text == read.id.text;
      });
      if (known && !read.id.empty())
        faults.error("pack.duplicate_id", {{"what", "register"}, {"id", read.id.text}}, read.id.at,
                     "extends_register");
      else
        out.push_back(own(read, static_cast<int>(i), faults));
      if (!read.parties.empty()) with_parties.insert(read.id.text);
    }
    for (const auto& read : packs[i].registers) {
      if (!read.addition || read.id.empty()) continue;
      const auto found = std::find_if(out.begin(), out.end(), [&](const ast::Register& other) {
        return other.id.text == read.id.text;
      });
      if (found != out.end()) {
        merge(*found, read, static_cast<int>(i), faults);
        continue;
      }
      std::vector<std::string_view> known;
      for (const auto& other : out)
        known.push_back(other.id.text);
      faults.error("pack.unknown_register", {{"name", read.id.text}}, read.id.at,
                   nearest(read.id.text, known));
    }
  }
  for (auto& merged : out)
    spell_out_parties(merged, with_parties.contains(merged.id.text));
  return out;
}

} // namespace plumb::pack
