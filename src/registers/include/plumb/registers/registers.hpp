// SPDX-License-Identifier: Apache-2.0
/// The life of a record: (rules, state, command, day) → facts, or refusals with the article behind
/// each. Pure: what day it is, who asks and which calendar is known are passed in, so a decision
/// can be explained, replayed, fuzzed and asked "what if". Facts carry the dates that were computed
/// and their receipts; `apply` only puts them into the state and needs no rules.
///
/// Types of facts and their payloads (stream `record:<id>`, version 1; absent members are empty).
/// A `clock`, `breach` or `step` below is written as to_json(Record) writes it:
///   step_taken         step, on, state (after it), rules, fields (values given with it), clocks
///                      (complete, those that it changed), breaches (added), outside_reason,
///                      deemed. The opening one also: register_id, unit
///   record_corrected   reason, fields (true values; null: empty), before (the values they
///                      replace), days: [{step, index, before, after}], changes: [{clock, which,
///                      before, after}], and the whole life computed again: opened_on, steps:
///                      [{on, undo}], clocks, breaches
///   step_annulled      reason, step, on; as it was before that step: state, fields (null: empty),
///                      clocks, breaches (both complete); changes as above
///   clocks_recomputed  cause, calendar, known_on, changes as above, clocks (those that differ)
///   record_moved       reason, before, rules: the versions it went and goes by
/// A personal value stands in a payload only as {"sealed": …}.
#pragma once

#include <plumb/base/date.hpp>
#include <plumb/base/result.hpp>
#include <plumb/calendar/period.hpp>
#include <plumb/event/event.hpp>
#include <plumb/event/json.hpp>
#include <plumb/pack/pack.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace plumb::registers {

using base::Date;
using event::Json;

// --- facts (streams `record:<id>`) ---
inline constexpr std::string_view kStepTaken = "step_taken"; ///< the opening step too
inline constexpr std::string_view kRecordCorrected = "record_corrected";
inline constexpr std::string_view kStepAnnulled =
    "step_annulled"; ///< the newest step is taken back, with a reason
inline constexpr std::string_view kClocksRecomputed =
    "clocks_recomputed"; ///< a calendar notice or a correction moved dates
inline constexpr std::string_view kRecordMoved =
    "record_moved"; ///< to another version of the rules, with a reason
[[nodiscard]] std::string record_stream(std::string_view record_id);
[[nodiscard]] std::string_view
record_of_stream(std::string_view stream); ///< empty for other streams

// --- state ---

struct Breach {
  std::string kind;  ///< gate, too_early, overdue, target_missed
  std::string about; ///< gate or clock id
  std::string step;
  Date on{};
  pack::Citation cite;
  std::string binding;     ///< statutory, …, local_target (a missed target is no breach of law)
  std::string reason = {}; ///< given for what happened outside
  std::string words = {};  ///< the article in words, so that it can be shown without the rules
  friend bool operator==(const Breach&, const Breach&) = default;
};

struct ClockState {
  std::string clock;
  Date started_on{};
  std::optional<Date> earliest_on =
      {};                          ///< last day of the minimum; the next step may be taken after it
  std::optional<Date> due_on = {}; ///< last day of the maximum
  std::optional<Date> target_on = {};          ///< last day of a stricter local target
  std::optional<Date> earliest_target_on = {}; ///< last day of a longer local minimum
  std::optional<Date> stopped_on = {};
  std::vector<calendar::Pause> pauses = {};
  int extended = 0;
  /// JSON, what "why this date" shows: for earliest, due, target, earliest_target each {parameter,
  /// title, value, unit, operator, binding, cite, words, pack, period, receipt}; extensions: the
  /// same with the day `on` which it was extended; before: {field, date} where it counts back from
  /// a field; rules: the version that gave them. Enough to compute the dates again without rules.
  Json receipts = {};
  friend bool operator==(const ClockState&, const ClockState&) = default;
  [[nodiscard]] bool running() const { return !stopped_on; }
};

struct StepDone {
  std::string step;
  Date on{};                    ///< when it happened
  std::int64_t recorded_at = 0; ///< when the system learnt it
  std::string actor = {};
  std::string outside_reason = {};
  bool deemed = false;
  std::string rules = {}; ///< Rulebook::version it was taken by
  /// What it changed, as it was before: {state, fields, clocks: {id: changed members or null},
  /// breaches: how many}. Taking the step back is exact whatever the rules and calendars are by
  /// then.
  Json undo = {};
  friend bool operator==(const StepDone&, const StepDone&) = default;
};

struct Record {
  std::string record_id, register_id;
  std::string rules; ///< Rulebook::version it goes by
  std::string state;
  Date opened_on{};
  std::string unit; ///< whose record it is: the opening actor's unit id, or empty
  Json fields = Json::Object{};
  std::vector<StepDone> steps;
  std::vector<ClockState> clocks; ///< the newest run of each clock, in order of the first start
  std::vector<Breach> breaches;
  std::int64_t revision = 0; ///< number of its events
  friend bool operator==(const Record&, const Record&) = default;
};
[[nodiscard]] Json to_json(const Record& record);
[[nodiscard]] base::Result<Record>
record_from_json(const Json& json); ///< registers.bad_record{field}

[[nodiscard]] Json to_json(const ClockState& clock);
[[nodiscard]] Json to_json(const Breach& breach);
/// How a date came about, as receipts of clocks hold it.
[[nodiscard]] Json to_json(const calendar::Receipt& receipt);

// --- commands ---

struct Actor {
  std::string id;                 ///< who is recorded
  std::vector<std::string> roles; ///< empty: may everything (no sign-in yet)
  std::string unit = {};
};

struct TakeStep {
  std::string register_id; ///< for an opening step; else that of the record
  std::string step;
  std::optional<Date> on = {}; ///< when it happened; empty: today
  Json fields = Json::Object{};
  std::optional<std::string> outside_reason = {};
};
struct Correct {
  Json fields = Json::Object{};   ///< null empties a field
  std::map<int, Date> steps = {}; ///< index in Record::steps → the true day
  std::string reason;
};
struct Annul { ///< takes the newest step back
  std::string reason;
};
struct Move { ///< to the rules passed in
  std::string reason;
};
using Command = std::variant<TakeStep, Correct, Annul, Move>;

/// What a decision may look at besides record and command.
struct Environment {
  Date today{};
  std::int64_t now_ms = 0;
  Actor actor;
  calendar::View calendar; ///< of the authority's jurisdiction, as known today
};

// --- decision ---

/// In order of precedence; the names are public (docs/reference/refusals.md).
enum class RefusalCode {
  UnknownStep,
  NotPermitted,
  RecordClosed,
  WrongState,
  AlreadyDone,
  BadDay,
  MissingField,
  BadField,
  GateClosed,
  TooEarly,
  LateExtension,
  ExtensionUsed,
  ExtensionNotPermitted,
  ClockNotRunning,
  NoReason,
  NothingChanged
};
[[nodiscard]] std::string_view name_of(RefusalCode code); ///< snake_case

struct Refusal {
  RefusalCode code = RefusalCode::UnknownStep;
  std::string about = {};               ///< field, gate, clock or state id
  std::string title = {};               ///< its Chinese title
  std::string advice = {};              ///< what to do, where the pack says it
  pack::Citation cite = {};             ///< empty where no article is behind it
  std::optional<Date> earliest_on = {}; ///< too_early: the first day on which it is allowed
  Json details = {}; ///< gate: the parts of the expression with their values; clock: the receipt
};
struct Accepted {
  std::vector<event::NewEvent> events; ///< for the record's stream
  Record record;                       ///< the state after them
};
using Decision = std::variant<Accepted, std::vector<Refusal>>;

/// `record` null: the command must be an opening step; the new record gets `record_id`.
[[nodiscard]] Decision decide(const pack::Rulebook& rules, const Record* record,
                              std::string_view record_id, const Command& command,
                              const Environment& environment);

/// Puts a fact of the record's stream into its state. registers.bad_event{type}.
[[nodiscard]] base::Result<void> apply(Record& record, const event::Event& event);
/// The same for what was just decided. `record` default-constructed for the opening one.
[[nodiscard]] base::Result<void> apply(Record& record, const event::NewEvent& event,
                                       std::string_view record_id, std::int64_t recorded_at,
                                       std::string_view actor);

/// What is wrong with a value for a field: empty where nothing is, else type, choice, too_long,
/// too_small, too_large, scale, characters, unknown_column, too_many. Null and {"sealed": …} of a
/// personal field are good values. For checking personal values before they are sealed.
[[nodiscard]] std::string_view fault_of(const pack::Field& field, const Json& value);

/// Steps that could be taken now and what each lacks: what a form shows before anybody tries.
struct Possible {
  const pack::Step* step = nullptr;
  std::vector<Refusal> refusals =
      {}; ///< those that fields of the form cannot mend; empty: may be taken
  std::vector<std::string> missing = {}; ///< fields it will ask for
};
[[nodiscard]] std::vector<Possible> possible(const pack::Rulebook& rules, const Record& record,
                                             const Environment& environment);

/// Dates of running clocks under another calendar: the event to append where any differs.
struct ClockChange {
  std::string clock, which; ///< which: earliest_on, due_on, target_on
  std::optional<Date> before, after;
};
struct Recomputed {
  std::vector<ClockChange> changes;
  std::optional<event::NewEvent> event;
};
[[nodiscard]] Recomputed recompute(const pack::Rulebook& rules, const Record& record,
                                   const calendar::View& calendar, std::string_view cause);

/// Steps that the law takes because a maximum has passed (Clock::deems); appended by whoever keeps
/// the time.
[[nodiscard]] std::vector<event::NewEvent> deemed(const pack::Rulebook& rules, const Record& record,
                                                  const Environment& environment);

// --- what if ---

/// What a record would have come to under other rules: its own steps on their own days.
struct WhatIf {
  std::string record_id;
  std::vector<Breach> before, after;
};
/// Only records whose breaches differ. Steps that the other rules would refuse count as breaches.
[[nodiscard]] std::vector<WhatIf> what_if(const pack::Rulebook& rules, const pack::Rulebook& other,
                                          std::span<const Record> records,
                                          const calendar::View& calendar, Date today);

// --- expressions over a record ---

/// The values of Register::scope for a record, as expressions and typed tables see it.
[[nodiscard]] std::vector<expression::Value> values_of(const pack::Register& declared,
                                                       const Record& record, Date today);

// --- scenarios ---

struct ScenarioResult {
  bool passed = false;
  std::vector<std::string>
      differences; ///< "clocks.review.due_on: wanted 2026-03-03, was 2026-03-04"
};
[[nodiscard]] ScenarioResult run_scenario(const pack::Rulebook& rules,
                                          const pack::Scenario& scenario);

} // namespace plumb::registers
