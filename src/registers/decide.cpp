// SPDX-License-Identifier: Apache-2.0
#include "decide.hpp"

#include "complete.hpp"
#include "fields.hpp"
#include "permission.hpp"

#include <plumb/base/check.hpp>
#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <array>

namespace plumb::registers {
namespace {

constexpr std::array<std::string_view, 16> kRefusalNames{"unknown_step",
                                                         "not_permitted",
                                                         "record_closed",
                                                         "wrong_state",
                                                         "already_done",
                                                         "bad_day",
                                                         "missing_field",
                                                         "bad_field",
                                                         "gate_closed",
                                                         "too_early",
                                                         "late_extension",
                                                         "extension_used",
                                                         "extension_not_permitted",
                                                         "clock_not_running",
                                                         "no_reason",
                                                         "nothing_changed"};

bool listed(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

// Values as they are kept: what is blank is not given. Faults go to `refusals`.
Json::Object read_given(const pack::Register& declared, const pack::Step& step, const Json& fields,
                        bool outside, std::vector<Refusal>& refusals) {
  Json::Object given;
  if (fields.object() == nullptr) {
    if (!fields.is_null())
      refusals.push_back(about_field(declared, RefusalCode::BadField, "", "type"));
    return given;
  }
  for (const auto& [name, value] : *fields.object()) {
    const auto* field = declared.field(name);
    const bool asked = is_filled_by_program(step, name)
                           ? outside
                           : listed(step.required, name) || listed(step.optional, name) ||
                                 listed(step.needs, name);
    const auto fault = field == nullptr ? "unknown_field"
                       : !asked         ? "not_asked"
                                        : fault_of(*field, value);
    if (!fault.empty())
      refusals.push_back(about_field(declared, RefusalCode::BadField, name, fault));
    else if (is_filled(value))
      given.emplace(name, value);
  }
  return given;
}

Json::Array texts(const std::vector<std::string>& names) {
  Json::Array list;
  for (const auto& name : names)
    list.emplace_back(name);
  return list;
}

// Tells the roles that may, and where the actor has one of them, whose step it is.
void refuse_role(const pack::Rulebook& rules, const pack::Register& declared,
                 const pack::Step& step, const Record* record, const Actor& actor,
                 std::vector<Refusal>& refusals) {
  if (permits(rules, declared, step, record, actor)) return;
  Json::Object details{{"roles", texts(step.by)}};
  const bool named = std::ranges::any_of(
      actor.roles, [&](const auto& role) { return step.by.empty() || listed(step.by, role); });
  if (named && record != nullptr)
    details.emplace("units", texts(acting_units(declared, step, *record)));
  refusals.push_back({.code = RefusalCode::NotPermitted,
                      .about = step.id,
                      .title = step.title,
                      .details = std::move(details)});
}

bool refuse_day(const Record* record, Date on, Date today, std::vector<Refusal>& refusals) {
  constexpr auto kFirst = base::make_date(1949, 10, 1);
  const auto first = record != nullptr ? std::max(record->opened_on, kFirst) : kFirst;
  if (on.ok() && first <= on && on <= today) return true;
  Json::Object details{{"not_after", base::to_string(today)}};
  if (record != nullptr) details.emplace("not_before", base::to_string(record->opened_on));
  refusals.push_back({.code = RefusalCode::BadDay, .details = std::move(details)});
  return false;
}

// What the form gives and what the program adds; what is wrong with it goes to `refusals`.
Json::Object fill_in(const Completing& at, const Json& fields, std::vector<Refusal>& refusals) {
  // Other records are looked at only where the step could be taken at all.
  const bool worth_it = refusals.empty();
  auto given = read_given(at.declared, at.step, fields, at.outside, refusals);
  auto told = fields.object() != nullptr ? *fields.object() : Json::Object{};
  std::vector<Refusal> unfilled;
  if (worth_it) unfilled = complete(at, given);
  for (const auto& [name, value] : given)
    told.insert_or_assign(name, value);
  std::erase_if(unfilled, [&](const Refusal& refusal) {
    return std::ranges::any_of(refusals,
                               [&](const Refusal& known) { return known.about == refusal.about; });
  });
  for (auto& refusal : missing_fields(at.declared, at.step, at.before.fields, told)) {
    const bool by_program = is_filled_by_program(at.step, refusal.about);
    const bool known = std::ranges::any_of(
        unfilled, [&](const Refusal& other) { return other.about == refusal.about; });
    if (!by_program && !known) refusals.push_back(std::move(refusal));
  }
  std::ranges::move(unfilled, std::back_inserter(refusals));
  if (!at.lookup.candidates &&
      std::ranges::any_of(at.step.spawns, [](const auto& spawn) { return !spawn.of.empty(); }))
    refusals.push_back({.code = RefusalCode::BadField,
                        .about = at.step.id,
                        .title = at.step.title,
                        .details = Json::Object{{"reason", "no_lookup"}}});
  return given;
}

Record unopened(std::string_view record_id, const std::string& register_id,
                const Environment& environment, const TakeStep& command) {
  Record record;
  record.record_id = record_id;
  record.register_id = register_id;
  record.unit = environment.actor.unit;
  record.parent = command.parent;
  record.origin = command.origin;
  return record;
}

Decision refuse(RefusalCode code, std::string about, std::string title = {}) {
  return std::vector<Refusal>{{.code = code, .about = std::move(about), .title = std::move(title)}};
}

Decision take(const pack::Rulebook& rules, const Record* record, std::string_view record_id,
              const TakeStep& command, const Environment& environment) {
  const auto& register_id = record != nullptr ? record->register_id : command.register_id;
  const auto* declared = rules.find_register(register_id);
  if (declared == nullptr) return refuse(RefusalCode::UnknownStep, register_id);
  const auto* step = declared->step(command.step);
  if (step == nullptr) return refuse(RefusalCode::UnknownStep, command.step);

  auto refusals = refuse_by_state(*declared, record, *step);
  refuse_role(rules, *declared, *step, record, environment.actor, refusals);
  const auto on = command.on.value_or(environment.today);
  const bool good_day = refuse_day(record, on, environment.today, refusals);
  const Record before =
      record != nullptr ? *record : unopened(record_id, register_id, environment, command);
  const auto given = fill_in({.declared = *declared,
                              .step = *step,
                              .before = before,
                              .on = on,
                              .outside = command.outside_reason.has_value(),
                              .lookup = environment.lookup},
                             command.fields, refusals);
  const auto reason = std::string(base::trim(command.outside_reason.value_or("")));
  if (command.outside_reason && reason.empty())
    refusals.push_back({.code = RefusalCode::NoReason, .about = step->id, .title = step->title});
  // A day that is no day cannot be reckoned with; today's gates are told all the same.
  const bool reckonable = on.ok() && on <= environment.today;
  const Taking taking{.step = step,
                      .done = {.step = step->id,
                               .on = reckonable ? on : environment.today,
                               .recorded_at = environment.now_ms,
                               .actor = environment.actor.id,
                               .outside_reason = reason,
                               .deemed = false,
                               .rules = rules.version()},
                      .given = given,
                      .actor = &environment.actor};
  auto carried = carry_out({rules, *declared, environment.calendar}, before, taking);
  for (auto& refusal : carried.refusals)
    if (good_day || refusal.code != RefusalCode::BadDay) refusals.push_back(std::move(refusal));
  if (refusals.empty()) {
    auto decision =
        accept(record, record_id, step_event(before, carried.after, given), environment);
    if (auto* accepted = std::get_if<Accepted>(&decision))
      accepted->consequences = consequences_of(rules, accepted->record, environment.lookup);
    return decision;
  }
  order(refusals);
  return refusals;
}

// A gate that fields of the step's own form can open is not told before they are filled in.
bool mendable(const pack::Step& step, const Refusal& refusal) {
  if (refusal.code != RefusalCode::GateClosed) return false;
  const auto gate = std::ranges::find(step.gates, refusal.about, &pack::Gate::id);
  if (gate == step.gates.end()) return false;
  auto names = gate->require.names();
  if (gate->when) std::ranges::copy(gate->when->names(), std::back_inserter(names));
  // `opinions.count` and `opinions.adopted.yes` are of the field `opinions`.
  return std::ranges::any_of(names, [&](const std::string& name) {
    const auto field = name.substr(0, name.find('.'));
    return listed(step.required, field) || listed(step.optional, field) ||
           listed(step.needs, field) || is_filled_by_program(step, field);
  });
}

// What numbers and lots rest on: the form asks for it, or it is lacking.
void add_asked_by_program(const pack::Register& declared, const pack::Step& step,
                          const Record& record, Possible& entry) {
  for (const auto& name : asked_by_program(step, record.fields)) {
    if (listed(entry.missing, name)) continue;
    if (listed(step.optional, name))
      entry.missing.push_back(name);
    else
      entry.refusals.push_back(about_field(declared, RefusalCode::MissingField, name, {}));
  }
}

// The newest step that the law takes because its last day is over, or nothing. It is taken on that
// last day (行政复议法 第30条: when the period ends), so the period is kept, not missed.
std::optional<event::NewEvent> next_deemed(const pack::Rulebook& rules, const Record& record,
                                           const pack::Register& declared,
                                           const Environment& environment) {
  for (const auto& clock : record.clocks) {
    const auto* rule = declared.clock(clock.clock);
    if (rule == nullptr || rule->deems.empty() || !clock.running() || !clock.due_on) continue;
    const bool paused = !clock.pauses.empty() && !clock.pauses.back().until;
    const auto* step = declared.step(rule->deems);
    if (paused || *clock.due_on >= environment.today || step == nullptr ||
        !refuse_by_state(declared, &record, *step).empty())
      continue;
    Taking taking{.step = step,
                  .done = {.step = step->id,
                           .on = *clock.due_on,
                           .recorded_at = environment.now_ms,
                           .actor = environment.actor.id,
                           .deemed = true,
                           .rules = rules.version()}};
    // The clock that brought it about is over, whether or not the step says so.
    auto stopping = *step;
    if (!listed(step->stops, clock.clock)) stopping.stops.push_back(clock.clock);
    taking.step = &stopping;
    // The law waits for no form: what cannot be filled in stays empty.
    (void)complete({.declared = declared,
                    .step = *step,
                    .before = record,
                    .on = taking.done.on,
                    .outside = false,
                    .lookup = environment.lookup},
                   taking.given);
    auto carried = carry_out({rules, declared, environment.calendar}, record, taking);
    if (carried.refusals.empty()) return step_event(record, carried.after, taking.given);
  }
  return std::nullopt;
}

} // namespace

std::string_view name_of(RefusalCode code) {
  return kRefusalNames[static_cast<std::size_t>(code)];
}

Decision accept(const Record* record, std::string_view record_id, event::NewEvent event,
                const Environment& environment) {
  Accepted accepted;
  if (record != nullptr) accepted.record = *record;
  const auto applied =
      apply(accepted.record, event, record_id, environment.now_ms, environment.actor.id);
  if (!applied) return refuse(RefusalCode::NothingChanged, applied.error().id);
  accepted.events.push_back(std::move(event));
  return accepted;
}

event::NewEvent step_event(const Record& before, const Record& after, const Json::Object& given) {
  const auto& done = after.steps.back();
  Json::Array clocks, breaches;
  for (const auto& clock : after.clocks) {
    const auto* former = find_clock(before, clock.clock);
    if (former == nullptr || *former != clock) clocks.push_back(to_json(clock));
  }
  for (auto at = before.breaches.size(); at < after.breaches.size(); ++at)
    breaches.push_back(to_json(after.breaches[at]));
  Json::Object payload{{"step", done.step},
                       {"on", base::to_string(done.on)},
                       {"state", after.state},
                       {"rules", done.rules},
                       {"fields", given}};
  if (!clocks.empty()) payload.emplace("clocks", std::move(clocks));
  if (!breaches.empty()) payload.emplace("breaches", std::move(breaches));
  if (!done.outside_reason.empty()) payload.emplace("outside_reason", done.outside_reason);
  if (done.deemed) payload.emplace("deemed", true);
  if (before.steps.empty()) {
    payload.emplace("register_id", after.register_id);
    if (!after.unit.empty()) payload.emplace("unit", after.unit);
    if (!after.parent.empty()) payload.emplace("parent", after.parent);
    if (after.origin != Origin{}) payload.emplace("origin", to_json(after.origin));
  }
  return {std::string(kStepTaken), Json(std::move(payload)).dump(), done.on};
}

std::vector<Refusal> refuse_by_state(const pack::Register& declared, const Record* record,
                                     const pack::Step& step) {
  std::vector<Refusal> refusals;
  const auto add = [&](RefusalCode code, const std::string& about, const std::string& title) {
    refusals.push_back({.code = code, .about = about, .title = title});
  };
  if (record == nullptr) {
    if (!step.opens) add(RefusalCode::WrongState, step.id, step.title);
    return refusals;
  }
  const auto* state = declared.state(record->state);
  const auto title = state != nullptr ? state->title : record->state;
  const bool named = listed(step.from, record->state);
  if (state != nullptr && state->final && !named)
    add(RefusalCode::RecordClosed, record->state, title);
  else if (step.opens || (!step.from.empty() && !named))
    add(RefusalCode::WrongState, record->state, title);
  const bool done = std::ranges::any_of(
      record->steps, [&](const StepDone& earlier) { return earlier.step == step.id; });
  if (done && !step.repeatable) add(RefusalCode::AlreadyDone, step.id, step.title);
  return refusals;
}

std::vector<Refusal> missing_fields(const pack::Register& declared, const pack::Step& step,
                                    const Json& known, const Json& given) {
  std::vector<Refusal> missing;
  const auto ask = [&](const std::string& name, bool now) {
    if (is_filled(given[name]) || (!now && is_filled(known[name]))) return;
    if (std::ranges::any_of(missing, [&](const auto& refusal) { return refusal.about == name; }))
      return;
    missing.push_back(about_field(declared, RefusalCode::MissingField, name, {}));
  };
  for (const auto& name : step.required)
    ask(name, true);
  for (const auto& name : step.needs)
    ask(name, false);
  return missing;
}

Refusal about_field(const pack::Register& declared, RefusalCode code, std::string_view field,
                    std::string_view reason) {
  const auto* known = declared.field(field);
  Refusal refusal{.code = code, .about = std::string(field)};
  refusal.title = known != nullptr ? known->title : std::string(field);
  if (!reason.empty()) refusal.details = Json::Object{{"reason", reason}};
  return refusal;
}

Decision decide(const pack::Rulebook& rules, const Record* record, std::string_view record_id,
                const Command& command, const Environment& environment) {
  if (const auto* step = std::get_if<TakeStep>(&command))
    return take(rules, record, record_id, *step, environment);
  if (record == nullptr) return refuse(RefusalCode::WrongState, {});
  if (const auto* correction = std::get_if<Correct>(&command))
    return decide_correction(rules, *record, *correction, environment);
  if (const auto* annulment = std::get_if<Annul>(&command))
    return decide_annulment(rules, *record, *annulment, environment);
  return decide_move(rules, *record, std::get<Move>(command), environment);
}

std::vector<Possible> possible(const pack::Rulebook& rules, const Record& record,
                               const Environment& environment) {
  std::vector<Possible> steps;
  const auto* declared = rules.find_register(record.register_id);
  if (declared == nullptr) return steps;
  for (const auto& step : declared->steps) {
    if (!refuse_by_state(*declared, &record, step).empty()) continue;
    Possible entry{.step = &step, .missing = {}};
    refuse_role(rules, *declared, step, &record, environment.actor, entry.refusals);
    for (const auto& refusal : missing_fields(*declared, step, record.fields, Json::Object{}))
      if (!is_filled_by_program(step, refusal.about)) entry.missing.push_back(refusal.about);
    add_asked_by_program(*declared, step, record, entry);
    const Taking taking{.step = &step,
                        .done = {.step = step.id, .on = environment.today},
                        .actor = &environment.actor};
    auto carried = carry_out({rules, *declared, environment.calendar}, record, taking);
    for (auto& refusal : carried.refusals)
      if (!mendable(step, refusal)) entry.refusals.push_back(std::move(refusal));
    order(entry.refusals);
    steps.push_back(std::move(entry));
  }
  return steps;
}

std::vector<event::NewEvent> deemed(const pack::Rulebook& rules, const Record& record,
                                    const Environment& environment) {
  constexpr int kMost = 16; // each takes a clock away; a loop of rules ends all the same
  std::vector<event::NewEvent> events;
  const auto* declared = rules.find_register(record.register_id);
  if (declared == nullptr) return events;
  auto now = record;
  for (int i = 0; i < kMost; ++i) {
    auto event = next_deemed(rules, now, *declared, environment);
    if (!event) break;
    if (!apply(now, *event, record.record_id, environment.now_ms, environment.actor.id)) break;
    events.push_back(*std::move(event));
  }
  return events;
}

} // namespace plumb::registers
