// SPDX-License-Identifier: Apache-2.0
#include "replay.hpp"

#include "decide.hpp"

#include <algorithm>

namespace plumb::registers {
namespace {

// The values that a step gave: what it changed, as it became.
Json::Object given_by(const Record& before, const Record& after) {
  Json::Object given;
  if (const auto* values = after.fields.object())
    for (const auto& [name, value] : *values)
      if (before.fields[name] != value) given.emplace(name, value);
  if (const auto* values = before.fields.object())
    for (const auto& [name, value] : *values)
      if (!after.fields.has(name)) given.emplace(name, nullptr);
  return given;
}

// What other rules say against the step beyond gates and clocks, as breaches.
void note_refusals(std::vector<Refusal> refusals, const StepDone& done, Record& record,
                   std::size_t& noted) {
  order(refusals);
  std::vector<Breach> breaches;
  for (const auto& refusal : refusals)
    breaches.push_back({.kind = std::string(name_of(refusal.code)),
                        .about = refusal.about,
                        .step = done.step,
                        .on = done.on,
                        .cite = refusal.cite,
                        .binding = "statutory",
                        .reason = done.outside_reason});
  record.breaches.insert(record.breaches.begin() + static_cast<std::ptrdiff_t>(noted),
                         breaches.begin(), breaches.end());
  noted = record.breaches.size();
}

std::vector<Refusal> against(const pack::Register& declared, const Record* before,
                             const pack::Step* step, const StepDone& done, const Record& told) {
  if (step == nullptr)
    return {{.code = RefusalCode::UnknownStep, .about = done.step, .title = done.step}};
  auto refusals = refuse_by_state(declared, before, *step);
  std::ranges::move(missing_fields(declared, *step, told.fields, told.fields),
                    std::back_inserter(refusals));
  return refusals;
}

} // namespace

Record corrected(const Record& record, const Json::Object& fields) {
  auto changed = record;
  put_fields(changed.fields, fields);
  for (auto& done : changed.steps) {
    auto* undo = done.undo.object();
    const auto former = undo != nullptr ? undo->find("fields") : Json::Object::iterator{};
    if (undo == nullptr || former == undo->end() || former->second.object() == nullptr) continue;
    for (const auto& [name, value] : fields)
      former->second.object()->erase(name);
  }
  return changed;
}

Replayed replay(const Setting& setting, std::span<const Record> told, std::span<const Date> days,
                std::string_view reason) {
  Replayed replayed;
  if (told.empty()) return replayed;
  const auto& record = told.back();
  auto& now = replayed.record;
  now = without_newest(told.front());
  now.clocks.clear();
  now.breaches.clear();
  const Record unopened = now;
  for (std::size_t i = 0; i < told.size(); ++i) {
    const auto& before = i == 0 ? unopened : told[i - 1];
    Taking taking{.step = setting.declared.step(record.steps[i].step),
                  .done = record.steps[i],
                  .given = given_by(before, told[i])};
    taking.done.on = days[i];
    taking.done.undo = {};
    const bool what_if = setting.mode == Mode::WhatIf;
    if (!what_if && (taking.done.rules != setting.rules.version() || taking.step == nullptr)) {
      taking.was_before = &before;
      taking.was_after = &told[i];
    }
    auto against_it =
        what_if && !taking.done.deemed
            ? against(setting.declared, i == 0 ? nullptr : &now, taking.step, taking.done, told[i])
            : std::vector<Refusal>{};
    auto noted = now.breaches.size();
    now.children = children_of(taking.done.children);
    auto carried = carry_out(setting, now, taking);
    now = std::move(carried.after);
    for (auto at = noted; at < now.breaches.size(); ++at)
      if (now.breaches[at].reason.empty() && now.breaches[at].kind == "gate")
        now.breaches[at].reason = reason;
    if (what_if) {
      std::ranges::copy(carried.refusals, std::back_inserter(against_it));
      note_refusals(std::move(against_it), taking.done, now, noted);
    }
    std::ranges::move(carried.refusals, std::back_inserter(replayed.refusals));
  }
  now.revision = record.revision;
  now.children = record.children;
  return replayed;
}

} // namespace plumb::registers
