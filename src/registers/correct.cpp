// SPDX-License-Identifier: Apache-2.0
// Changing what is recorded by recording more: corrections, taking a step back, other rules.
#include "complete.hpp"
#include "dating.hpp"
#include "decide.hpp"
#include "fields.hpp"
#include "replay.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>

namespace plumb::registers {
namespace {

Refusal plain(RefusalCode code, std::string about = {}, std::string title = {}) {
  return {.code = code, .about = std::move(about), .title = std::move(title)};
}

// The fields that really change, as they will be.
Json::Object read_fields(const pack::Register& declared, const Record& record, const Json& fields,
                         std::vector<Refusal>& refusals) {
  Json::Object changed;
  if (fields.object() == nullptr && !fields.is_null())
    refusals.push_back(about_field(declared, RefusalCode::BadField, "", "type"));
  if (fields.object() == nullptr) return changed;
  for (const auto& [name, value] : *fields.object()) {
    const auto* field = declared.field(name);
    const auto fault = field == nullptr ? "unknown_field" : fault_of(*field, value);
    if (!fault.empty()) {
      refusals.push_back(about_field(declared, RefusalCode::BadField, name, fault));
      continue;
    }
    const auto wanted = is_filled(value) ? value : Json();
    if (wanted == record.fields[name]) continue;
    // What a step asked for cannot be empty afterwards.
    const bool asked = std::ranges::any_of(record.steps, [&](const StepDone& done) {
      const auto* step = declared.step(done.step);
      return step != nullptr &&
             (std::ranges::count(step->required, name) != 0 ||
              std::ranges::count(step->needs, name) != 0 || is_filled_by_program(*step, name));
    });
    if (wanted.is_null() && asked)
      refusals.push_back(about_field(declared, RefusalCode::MissingField, name, {}));
    changed.emplace(name, wanted);
  }
  return changed;
}

// The true days of all steps; which of them are new goes to `days`.
std::vector<Date> read_days(const Record& record, const std::map<int, Date>& wanted, Date today,
                            Json::Array& days, std::vector<Refusal>& refusals) {
  std::vector<Date> true_days;
  for (const auto& done : record.steps)
    true_days.push_back(done.on);
  const auto size = static_cast<int>(true_days.size());
  for (const auto& [index, on] : wanted) {
    if (index < 0 || index >= size) {
      refusals.push_back(plain(RefusalCode::UnknownStep, std::to_string(index)));
      continue;
    }
    const auto at = static_cast<std::size_t>(index);
    if (!on.ok() || on > today || on < base::make_date(1949, 10, 1)) {
      refusals.push_back(plain(RefusalCode::BadDay, record.steps[at].step));
      continue;
    }
    if (on == true_days[at]) continue;
    days.emplace_back(Json::Object{{"step", record.steps[at].step},
                                   {"index", index},
                                   {"before", base::to_string(true_days[at])},
                                   {"after", base::to_string(on)}});
    true_days[at] = on;
  }
  for (std::size_t i = 1; i < true_days.size(); ++i)
    if (true_days[i] < true_days[0] &&
        (record.steps[i].on != true_days[i] || record.steps[0].on != true_days[0]))
      refusals.push_back(plain(RefusalCode::BadDay, record.steps[i].step));
  return true_days;
}

event::NewEvent correction_event(const Record& before, const Record& after, std::string_view reason,
                                 Json::Object fields, Json::Array days, Date today) {
  Json::Array steps;
  for (const auto& done : after.steps)
    steps.emplace_back(Json::Object{{"on", base::to_string(done.on)}, {"undo", done.undo}});
  Json::Object former;
  for (const auto& [name, value] : fields)
    former.emplace(name, before.fields[name]);
  Json::Object payload{{"reason", reason},
                       {"fields", std::move(fields)},
                       {"before", std::move(former)},
                       {"days", std::move(days)},
                       {"changes", to_json(changes_between(before.clocks, after.clocks))},
                       {"opened_on", base::to_string(after.opened_on)},
                       {"steps", std::move(steps)},
                       {"clocks", list_json(after.clocks)},
                       {"breaches", list_json(after.breaches)}};
  return {std::string(kRecordCorrected), Json(std::move(payload)).dump(), today};
}

} // namespace

Decision decide_correction(const pack::Rulebook& rules, const Record& record,
                           const Correct& command, const Environment& environment) {
  const auto* declared = rules.find_register(record.register_id);
  if (declared == nullptr) return std::vector{plain(RefusalCode::UnknownStep, record.register_id)};
  if (record.steps.empty()) return std::vector{plain(RefusalCode::WrongState)}; // never opened
  std::vector<Refusal> refusals;
  Json::Array days;
  auto fields = read_fields(*declared, record, command.fields, refusals);
  const auto true_days = read_days(record, command.steps, environment.today, days, refusals);
  const auto reason = std::string(base::trim(command.reason));
  if (reason.empty()) refusals.push_back(plain(RefusalCode::NoReason));
  if (fields.empty() && days.empty() && refusals.empty())
    refusals.push_back(plain(RefusalCode::NothingChanged));
  Replayed replayed;
  if (refusals.empty()) {
    const auto life = life_of(record);
    replayed = replay({rules, *declared, environment.calendar, Mode::Correction, life},
                      life_of(corrected(record, fields)), true_days, reason);
    for (auto& refusal : replayed.refusals)
      if (refusal.code == RefusalCode::BadDay) refusals.push_back(std::move(refusal));
  }
  if (!refusals.empty()) {
    order(refusals);
    return refusals;
  }
  return accept(&record, record.record_id,
                correction_event(record, replayed.record, reason, std::move(fields),
                                 std::move(days), environment.today),
                environment);
}

Decision decide_annulment(const pack::Rulebook& rules, const Record& record, const Annul& command,
                          const Environment& environment) {
  std::vector<Refusal> refusals;
  const auto* declared = rules.find_register(record.register_id);
  // Without its opening there would be no record to correct.
  if (record.steps.size() < 2) {
    const auto* state = declared != nullptr ? declared->state(record.state) : nullptr;
    refusals.push_back(plain(RefusalCode::WrongState, record.state,
                             state != nullptr ? state->title : record.state));
  }
  const auto reason = std::string(base::trim(command.reason));
  if (reason.empty()) refusals.push_back(plain(RefusalCode::NoReason));
  if (!refusals.empty()) return refusals;

  const auto& done = record.steps.back();
  auto before = without_newest(record);
  // A run that goes on again is reckoned with today's calendar, as if it had never stopped.
  if (const auto* touched = done.undo["clocks"].object())
    for (auto& clock : before.clocks)
      if (touched->contains(clock.clock) && clock.running() &&
          other_calendar(clock, environment.calendar))
        set_dates(clock, environment.calendar, true);
  Json::Object payload{{"reason", reason},
                       {"step", done.step},
                       {"on", base::to_string(done.on)},
                       {"state", before.state},
                       {"clocks", list_json(before.clocks)},
                       {"breaches", list_json(before.breaches)},
                       {"changes", to_json(changes_between(record.clocks, before.clocks))}};
  Json::Object fields;
  if (const auto* former = done.undo["fields"].object()) fields = *former;
  payload.emplace("fields", std::move(fields));
  return accept(&record, record.record_id,
                {std::string(kStepAnnulled), Json(std::move(payload)).dump(), environment.today},
                environment);
}

Decision decide_move(const pack::Rulebook& rules, const Record& record, const Move& command,
                     const Environment& environment) {
  const auto* declared = rules.find_register(record.register_id);
  if (declared == nullptr) return std::vector{plain(RefusalCode::UnknownStep, record.register_id)};
  std::vector<Refusal> refusals;
  if (declared->state(record.state) == nullptr)
    refusals.push_back(plain(RefusalCode::WrongState, record.state, record.state));
  const auto reason = std::string(base::trim(command.reason));
  if (reason.empty()) refusals.push_back(plain(RefusalCode::NoReason));
  if (rules.version() == record.rules) refusals.push_back(plain(RefusalCode::NothingChanged));
  if (!refusals.empty()) return refusals;
  const Json payload =
      Json::Object{{"reason", reason}, {"before", record.rules}, {"rules", rules.version()}};
  return accept(&record, record.record_id,
                {std::string(kRecordMoved), payload.dump(), environment.today}, environment);
}

Recomputed recompute([[maybe_unused]] const pack::Rulebook& rules, const Record& record,
                     const calendar::View& view, std::string_view cause) {
  Recomputed recomputed;
  Json::Array clocks;
  auto after = record.clocks;
  for (auto& clock : after) {
    if (!clock.running()) continue; // what is over was counted with what was known then
    const auto before = clock;
    set_dates(clock, view, true);
    const bool dates = !changes_between({before}, {clock}).empty();
    if (dates || any_estimate(before) != any_estimate(clock))
      clocks.push_back(to_json(clock));
    else
      clock = before;
  }
  if (clocks.empty()) return recomputed;
  recomputed.changes = changes_between(record.clocks, after);
  const Json payload = Json::Object{{"cause", cause},
                                    {"calendar", view.version()},
                                    {"known_on", base::to_string(view.known_on())},
                                    {"changes", to_json(recomputed.changes)},
                                    {"clocks", std::move(clocks)}};
  recomputed.event = event::NewEvent{std::string(kClocksRecomputed), payload.dump()};
  return recomputed;
}

} // namespace plumb::registers
