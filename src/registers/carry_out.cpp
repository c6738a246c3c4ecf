// SPDX-License-Identifier: Apache-2.0
#include "carry_out.hpp"

#include "dating.hpp"
#include "fields.hpp"
#include "permission.hpp"

#include <algorithm>
#include <set>

namespace plumb::registers {
namespace {

// A refusal that becomes a breach where the step has happened all the same.
struct Finding {
  Refusal refusal;
  std::string kind, binding;
};

bool is_breach(std::string_view binding) {
  return !binding.empty() && binding != pack::name_of(pack::Binding::Practice);
}

Breach breach_of(const pack::Rulebook& rules, const Finding& finding, const StepDone& done) {
  const bool target =
      finding.kind == "too_early" && finding.binding == pack::name_of(pack::Binding::LocalTarget);
  return {.kind = target ? "target_missed" : finding.kind,
          .about = finding.refusal.about,
          .step = done.step,
          .on = done.on,
          .cite = finding.refusal.cite,
          .binding = finding.binding,
          .reason = done.outside_reason,
          .words = finding.refusal.cite.law.empty() ? "" : rules.words(finding.refusal.cite)};
}

struct Ground {
  bool exists = true;
  std::string binding;
  pack::Citation cite;
};

// A gate with a parameter exists while that is in force and not "no".
Ground ground_of(const pack::Rulebook& rules, const pack::Gate& gate, Date on) {
  if (gate.parameter.empty()) return {true, std::string(pack::name_of(gate.binding)), gate.cite};
  const auto found = rules.parameter(gate.parameter, on);
  const bool law = found.value != nullptr;
  const auto* value = law ? found.value : found.target;
  const auto* parameter = law ? found.parameter : found.target_parameter;
  if (value == nullptr || parameter == nullptr) return {false, {}, {}};
  if (const auto* flag = std::get_if<bool>(&value->value); flag != nullptr && !*flag)
    return {false, {}, {}};
  return {true, std::string(pack::name_of(parameter->binding)),
          gate.cite.law.empty() ? value->cite : gate.cite};
}

// Gates see the record before the step, with the values given with it.
std::vector<Finding> closed_gates(const Setting& setting, const Record& before, const Json& fields,
                                  const pack::Step& step, Date on) {
  std::vector<Finding> closed;
  if (step.gates.empty()) return closed;
  auto subject = before;
  subject.fields = fields;
  if (subject.steps.empty()) subject.opened_on = on;
  const RecordView view(setting.rules, setting.declared, subject, on);
  for (const auto& gate : step.gates) {
    const auto ground = ground_of(setting.rules, gate, on);
    if (!ground.exists || (gate.when && !gate.when->holds(view)) || gate.require.holds(view))
      continue;
    Json::Array parts;
    for (const auto& part : gate.require.explain(view))
      parts.emplace_back(Json::Object{
          {"source", part.source}, {"value", to_json(part.value)}, {"depth", part.depth}});
    Refusal refusal{.code = RefusalCode::GateClosed,
                    .about = gate.id,
                    .title = gate.title,
                    .advice = gate.advice,
                    .cite = ground.cite,
                    .details = Json::Object{{"parts", std::move(parts)}}};
    closed.push_back({std::move(refusal), "gate", ground.binding});
  }
  return closed;
}

std::string title_of(const pack::Register& declared, std::string_view clock_id) {
  const auto* clock = declared.clock(clock_id);
  return clock != nullptr ? clock->title : std::string(clock_id);
}

// Clocks of `after` whose minimum is not over on the day, by law or by a longer local target.
std::vector<Finding> not_over(const Setting& setting, const Record& before, const pack::Step& step,
                              Date on) {
  std::vector<Finding> early;
  for (const auto& id : step.after) {
    const auto* running = find_clock(before, id);
    if (running == nullptr) continue;
    const auto clock = as_of(*running, on, setting.calendar);
    const auto add = [&](const std::optional<Date>& last, std::string_view key) {
      if (!last || on > *last) return false;
      const auto& terms = clock.receipts[key];
      Refusal refusal{.code = RefusalCode::TooEarly,
                      .about = id,
                      .title = title_of(setting.declared, id),
                      .cite = read_cite(terms["cite"].text()),
                      .earliest_on = base::add_days(*last, 1),
                      .details = terms};
      early.push_back({std::move(refusal), "too_early", terms["binding"].text()});
      return true;
    };
    if (!add(clock.earliest_on, "earliest")) add(clock.earliest_target_on, "earliest_target");
  }
  return early;
}

// The clocks of a record while a step is carried out.
class ClockWork {
public:
  ClockWork(const Setting& setting, const Taking& taking, Record& after,
            std::vector<Refusal>& refusals)
      : setting_(setting), taking_(taking), on_(taking.done.on), after_(after),
        refusals_(refusals) {}

  void run(const pack::Step& step) {
    date_from_fields();
    for (const auto& id : step.stops)
      stop(id);
    for (const auto& id : step.pauses)
      pause(id);
    for (const auto& id : step.resumes)
      resume(id);
    for (const auto& id : step.extends)
      extend(id);
    for (const auto& id : step.restarts)
      start(id, true);
    for (const auto& id : step.starts)
      start(id, false);
    // Nothing can be done to a closed record any more, so nothing goes on running in it.
    const auto* state = setting_.declared.state(after_.state);
    if (state != nullptr && state->final)
      for (auto& clock : after_.clocks)
        if (clock.running()) stop(clock.clock);
  }

private:
  ClockState* running(const std::string& id) {
    auto* clock = find_clock(after_, id);
    return clock != nullptr && clock->running() ? clock : nullptr;
  }
  void refuse(RefusalCode code, const std::string& id, Json details = {},
              pack::Citation cite = {}) {
    refusals_.push_back({.code = code,
                         .about = id,
                         .title = title_of(setting_.declared, id),
                         .cite = std::move(cite),
                         .details = std::move(details)});
  }
  // A day before what it ends began is no day for it.
  bool in_order(const ClockState& clock) {
    const bool paused = !clock.pauses.empty();
    const auto since = paused
                           ? std::max(clock.started_on,
                                      clock.pauses.back().until.value_or(clock.pauses.back().from))
                           : clock.started_on;
    if (on_ >= since) return true;
    refuse(RefusalCode::BadDay, clock.clock, Json::Object{{"not_before", base::to_string(since)}});
    return false;
  }
  void close_pause(ClockState& clock) {
    if (clock.pauses.empty() || clock.pauses.back().until) return;
    clock.pauses.back().until = on_;
    settle(setting_, clock);
  }
  // Ends a run on the day: in time, or a breach, or at least a missed target.
  void note_end(ClockState& clock) {
    close_pause(clock);
    const auto note = [&](const std::optional<Date>& last, std::string_view key, const char* kind) {
      if (!last || on_ <= *last) return false;
      const auto& terms = clock.receipts[key];
      if (!is_breach(terms["binding"].text())) return false;
      after_.breaches.push_back({.kind = kind,
                                 .about = clock.clock,
                                 .step = taking_.done.step,
                                 .on = on_,
                                 .cite = read_cite(terms["cite"].text()),
                                 .binding = terms["binding"].text(),
                                 .reason = taking_.done.outside_reason,
                                 .words = terms["words"].text()});
      return true;
    };
    if (!note(clock.due_on, "due", "overdue")) note(clock.target_on, "target", "target_missed");
  }
  void stop(const std::string& id) {
    auto* clock = running(id);
    if (clock == nullptr || !in_order(*clock)) return;
    note_end(*clock);
    clock->stopped_on = on_;
  }
  void pause(const std::string& id) {
    auto* clock = running(id);
    const bool paused = clock != nullptr && !clock->pauses.empty() && !clock->pauses.back().until;
    if (clock == nullptr || paused) {
      refuse(RefusalCode::ClockNotRunning, id, Json::Object{{"paused", paused}});
    } else if (in_order(*clock)) {
      clock->pauses.push_back({on_, std::nullopt});
    }
  }
  void resume(const std::string& id) {
    auto* clock = running(id);
    if (clock == nullptr || clock->pauses.empty() || clock->pauses.back().until)
      refuse(RefusalCode::ClockNotRunning, id, Json::Object{{"paused", false}});
    else if (in_order(*clock))
      close_pause(*clock);
  }
  void extend(const std::string& id) {
    auto* clock = running(id);
    const auto* declared = setting_.declared.clock(id);
    if (clock == nullptr || declared == nullptr) {
      refuse(RefusalCode::ClockNotRunning, id);
      return;
    }
    if (!in_order(*clock)) return;
    auto terms = extension_of(setting_.rules, *declared, clock->started_on);
    const auto now = as_of(*clock, on_, setting_.calendar);
    const auto& due = now.receipts["due"];
    const auto cite = read_cite(terms["cite"].text());
    const auto count = refusals_.size();
    if (now.due_on && on_ > *now.due_on) refuse(RefusalCode::LateExtension, id, due, cite);
    if (clock->extended >= declared->extensions_max)
      refuse(RefusalCode::ExtensionUsed, id, due, cite);
    if (!may_extend(*declared) || terms.is_null() || !now.due_on)
      refuse(RefusalCode::ExtensionNotPermitted, id, due, cite);
    if (refusals_.size() != count) return;
    terms.object()->emplace("on", base::to_string(on_));
    auto& receipts = *clock->receipts.object();
    auto& extensions = receipts.try_emplace("extensions", Json::Array{}).first->second;
    if (extensions.array() == nullptr) extensions = Json::Array{};
    extensions.array()->push_back(std::move(terms));
    ++clock->extended;
    settle(setting_, *clock);
  }
  bool may_extend(const pack::Clock& declared) const {
    if (taking_.actor == nullptr || taking_.actor->roles.empty() || declared.extension_by.empty())
      return true;
    return std::ranges::any_of(declared.extension_by, [&](const auto& role) {
      return std::ranges::find(taking_.actor->roles, role) != taking_.actor->roles.end() &&
             reaches(setting_.rules, setting_.declared, *taking_.step, &after_, *taking_.actor,
                     role);
    });
  }
  void start(const std::string& id, bool again) {
    auto* former = running(id);
    if (former != nullptr && !again) return;
    if (former != nullptr) {
      if (!in_order(*former)) return;
      note_end(*former);
      former->stopped_on = on_;
    }
    const auto* declared = setting_.declared.clock(id);
    if (declared == nullptr) return;
    if (declared->when &&
        !declared->when->holds(RecordView(setting_.rules, setting_.declared, after_, on_)))
      return;
    ClockState clock{.clock = id, .started_on = on_};
    clock.receipts = terms_for(*declared);
    if (clock.receipts.is_null()) return; // no law sets a period on this day
    set_day(clock);
    const auto& due = clock.receipts["due"];
    if (due.has("field") && due["date"].is_null()) return; // nobody has told its last day yet
    settle(setting_, clock);
    put_clock(after_, std::move(clock));
  }
  // The values in force on the day; those of a run under rules that are not at hand are kept.
  Json terms_for(const pack::Clock& declared) const {
    if (taking_.was_after == nullptr) return terms_of(setting_.rules, declared, on_);
    const auto* was = find_clock(*taking_.was_after, declared.id);
    const auto* earlier = find_clock(*taking_.was_before, declared.id);
    const bool began = was != nullptr && (earlier == nullptr || !earlier->running() ||
                                          earlier->started_on != was->started_on);
    if (!began || was->receipts.object() == nullptr) return {};
    auto receipts = was->receipts;
    receipts.object()->erase("extensions");
    return receipts;
  }
  // The day of a field that a lead time is counted back from, or on which the clock ends. Tells
  // whether it is another one than before.
  bool set_day(ClockState& clock) const {
    bool other = false;
    for (const auto* key : {"before", "due"}) {
      auto* receipts = clock.receipts.object();
      const auto found = receipts != nullptr ? receipts->find(key) : Json::Object::iterator{};
      if (receipts == nullptr || found == receipts->end() || !found->second.has("field")) continue;
      const auto& value = after_.fields[found->second["field"].text()];
      const auto day = base::parse_date(value.text());
      if (found->second["date"] == date_json(day)) continue;
      found->second.object()->insert_or_assign("date", date_json(day));
      other = true;
    }
    return other;
  }
  // A lead time runs as soon as the day it counts back from is known, unless a step starts it; it
  // follows that day, and runs again when a new one is told after it was stopped.
  void date_from_fields() {
    for (auto& clock : after_.clocks)
      if (clock.running() && set_day(clock)) settle(setting_, clock);
    for (const auto& declared : setting_.declared.clocks) {
      if (is_awaiting_its_day(declared)) start(declared.id, false);
      if (declared.before_field.empty() || is_started_by_step(declared.id)) continue;
      const auto day = base::parse_date(after_.fields[declared.before_field].text());
      const auto* clock = find_clock(after_, declared.id);
      const bool again = clock != nullptr && !clock->running() &&
                         taking_.given.contains(declared.before_field) &&
                         clock->receipts["before"]["date"] != date_json(day);
      if (day && (clock == nullptr || again)) start(declared.id, false);
    }
  }
  // The step that starts it is done, none has stopped it since, and only now its last day is told.
  bool is_awaiting_its_day(const pack::Clock& declared) const {
    const auto does = [&](const std::string& step_id, auto... lists) {
      const auto* step = setting_.declared.step(step_id);
      return step != nullptr && ((std::ranges::count(step->*lists, declared.id) != 0) || ...);
    };
    if (declared.until_field.empty() || !after_.fields.has(declared.until_field)) return false;
    const auto* clock = find_clock(after_, declared.id);
    if (clock != nullptr && clock->running()) return false;
    bool awaiting = false;
    for (const auto& done : after_.steps) { // the newest among them
      if (does(done.step, &pack::Step::stops)) awaiting = false;
      if (&done != &after_.steps.back() &&
          does(done.step, &pack::Step::starts, &pack::Step::restarts))
        awaiting = true;
    }
    return awaiting && (clock == nullptr || taking_.given.contains(declared.until_field));
  }
  bool is_started_by_step(const std::string& id) const {
    return std::ranges::any_of(setting_.declared.steps, [&](const pack::Step& step) {
      return std::ranges::count(step.starts, id) + std::ranges::count(step.restarts, id) != 0;
    });
  }

  const Setting& setting_;
  const Taking& taking_;
  Date on_;
  Record& after_;
  std::vector<Refusal>& refusals_;
};

// A step of rules that are not at hand and that today's rules do not know: its clocks as they were.
void keep_clocks(const Taking& taking, Record& after) {
  if (taking.was_after == nullptr) return;
  for (const auto& clock : taking.was_after->clocks) {
    const auto* earlier = find_clock(*taking.was_before, clock.clock);
    if (earlier == nullptr || *earlier != clock) put_clock(after, clock);
  }
}

void keep_gate_breaches(const Taking& taking, Record& after) {
  const auto& breaches = taking.was_after->breaches;
  for (auto at = taking.was_before->breaches.size(); at < breaches.size(); ++at)
    if (breaches[at].kind == "gate") after.breaches.push_back(breaches[at]);
}

void look_at_rules(const Setting& setting, const Record& before, const Taking& taking,
                   Carried& carried) {
  auto findings = std::vector<Finding>{};
  if (taking.was_after == nullptr)
    findings = closed_gates(setting, before, carried.after.fields, *taking.step, taking.done.on);
  else
    keep_gate_breaches(taking, carried.after);
  std::ranges::move(not_over(setting, before, *taking.step, taking.done.on),
                    std::back_inserter(findings));
  const bool happened = setting.mode != Mode::Live || !taking.done.outside_reason.empty();
  for (auto& finding : findings) {
    const bool early_target =
        finding.kind == "too_early" && finding.binding == pack::name_of(pack::Binding::LocalTarget);
    if (!happened && !early_target)
      carried.refusals.push_back(std::move(finding.refusal));
    else if (is_breach(finding.binding))
      carried.after.breaches.push_back(breach_of(setting.rules, finding, taking.done));
  }
}

} // namespace

void order(std::vector<Refusal>& refusals) {
  // Few of them; equal codes stay in the order in which they were found.
  for (auto next = refusals.begin(); next != refusals.end(); ++next) {
    const auto place =
        std::ranges::upper_bound(refusals.begin(), next, next->code, {}, &Refusal::code);
    std::rotate(place, next, next + 1);
  }
}

void settle(const Setting& setting, ClockState& clock) {
  for (auto record = setting.known.rbegin(); record != setting.known.rend(); ++record) {
    const auto* known = find_clock(*record, clock.clock);
    if (known == nullptr || !same_ground(*known, clock)) continue;
    for (const auto& which : kClockDates)
      clock.*which.date = known->*which.date;
    clock.receipts = known->receipts;
    return;
  }
  set_dates(clock, setting.calendar, setting.mode != Mode::WhatIf);
}

Carried carry_out(const Setting& setting, const Record& before, const Taking& taking) {
  Carried carried{before, {}};
  auto& after = carried.after;
  put_fields(after.fields, taking.given);
  if (taking.step != nullptr && !taking.done.deemed)
    look_at_rules(setting, before, taking, carried);
  if (before.steps.empty()) after.opened_on = taking.done.on;
  if (taking.was_after != nullptr)
    after.state = taking.was_after->state;
  else if (taking.step != nullptr && !taking.step->to.empty())
    after.state = taking.step->to;
  after.steps.push_back(taking.done);
  if (taking.step != nullptr)
    ClockWork(setting, taking, after, carried.refusals).run(*taking.step);
  else
    keep_clocks(taking, after);
  // A step taken now gets it where it is applied; what might have been is never taken back.
  if (setting.mode == Mode::Correction) after.steps.back().undo = undo_of(before, after);
  order(carried.refusals);
  return carried;
}

} // namespace plumb::registers
