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
///                      deemed. The opening one also: register_id, unit, parent (record id) and
///                      origin (see Origin) where it has them
///   child_changed      register_id, record_id, key, title, unit, state, done, final: how a record
///                      that this one opened stands now
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
#include <functional>
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
inline constexpr std::string_view kChildChanged =
    "child_changed"; ///< a record that this one opened has another state
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
  /// a field; rules: the version that gave them. A clock that ends on the day of a date field has
  /// due: {title, field, date, binding, cite, words}. Enough to compute the dates again without
  /// rules.
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
  /// The children as they were counted then, {register: {count, done}}, so that what was asked of
  /// them is answered the same when the life is computed again. Null: there were none.
  Json children = {};
  friend bool operator==(const StepDone&, const StepDone&) = default;
};

/// Why a record was opened by the program and not by a person's form, so that it is done once.
struct Origin {
  std::string kind = {}; ///< spawn, obligation, import; empty: by a person
  std::string key = {};  ///< what is done once: "issue/0/<unit>", "monthly_brief/<unit>/2026-11", …
  friend bool operator==(const Origin&, const Origin&) = default;
};

/// A record that this one opened, as it stands.
struct Child {
  std::string register_id, record_id, title, unit, state;
  std::string key = {}; ///< its Origin's
  bool done = false, final = false;
  friend bool operator==(const Child&, const Child&) = default;
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
  std::string parent = {}; ///< the record that opened it
  Origin origin = {};
  std::vector<Child> children = {};
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
  std::vector<std::string> roles; ///< empty: the program itself, which may everything
  std::string unit = {};          ///< the person's own
  /// Units that roles with Reach::UnitAndBelow cover, ascending, the own one among them.
  std::vector<std::string> units = {};
};
/// The units that take part in a record: its own and those of Register::parties; ascending, each
/// once.
[[nodiscard]] std::vector<std::string> parties_of(const pack::Register& declared,
                                                  const Record& record);
/// Whether one of the actor's roles may take the step on this record: named in `by`, and, where its
/// reach is bound to units, one of them is a party (or stands in Step::acts). `record` null: an
/// opening step, which is always of the own unit. Rules that declare no roles bind nobody to units;
/// in others a role that they do not declare may nothing.
[[nodiscard]] bool permits(const pack::Rulebook& rules, const pack::Register& declared,
                           const pack::Step& step, const Record* record, const Actor& actor);
/// Steps that somebody is waited for in this state: not aside, `from` names the state, and they
/// lead on or stop a clock.
[[nodiscard]] std::vector<const pack::Step*> awaited(const pack::Register& declared,
                                                     std::string_view state);

struct TakeStep {
  std::string register_id; ///< for an opening step; else that of the record
  std::string step;
  std::optional<Date> on = {}; ///< when it happened; empty: today
  Json fields = Json::Object{};
  std::optional<std::string> outside_reason = {};
  // Of opening steps that the program takes:
  std::string parent = {};
  Origin origin = {};
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

/// A record of another register, as far as a decision may look at it.
struct Candidate {
  std::string record_id, title;
  Json fields;
};
/// What a decision may ask about other records; passed in by whoever can read them, so that
/// deciding stays a function of what it is given. Empty functions: nothing is known, and a step
/// that needs one is refused (bad_field).
struct Lookup {
  /// Records of a register that are not final and for which `where` (null: every one) holds,
  /// ascending by id.
  std::function<std::vector<Candidate>(std::string_view register_id,
                                       const expression::Program* where)>
      candidates = {};
  /// The smallest number from 1 that no record has in that series and year. `series` as the number
  /// shows it (of a choice field the choice's title), or as the field holds it where the pattern
  /// does not show it.
  std::function<std::int64_t(std::string_view register_id, const pack::Numbering& numbering,
                             std::string_view series, int year)>
      next_number = {};
  std::function<std::string()> seed = {}; ///< 64 hexadecimal digits of chance
};

/// What a decision may look at besides record and command.
struct Environment {
  Date today{};
  std::int64_t now_ms = 0;
  Actor actor;
  calendar::View calendar; ///< of the authority's jurisdiction, as known today
  Lookup lookup = {};
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
/// A record to be opened, or a step to be taken on one that was, in the same transaction and by the
/// program; a refusal of it takes everything back.
struct Consequence {
  std::string record_id = {}; ///< empty: a new record
  std::string unit = {};      ///< of a new record: whose it is
  TakeStep step;
};
struct Accepted {
  std::vector<event::NewEvent> events; ///< for the record's stream
  Record record;                       ///< the state after them
  std::vector<Consequence> consequences = {};
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

// --- what else a step brings about ---

/// What the newest step of the record has the program do to other records: those that it opens
/// (spawns; one for each value that has none yet, whatever became of it) and those that it carries
/// along. Accepted::consequences of a step that was decided; for deemed ones, whoever appends them
/// asks here. Taking the step back leaves the opened records as they are.
[[nodiscard]] std::vector<Consequence> consequences_of(const pack::Rulebook& rules,
                                                       const Record& record, const Lookup& lookup);

struct Drawn {
  std::string record_id;
  std::string ticket; ///< SM3 of the seed's 64 hexadecimal digits followed by the record id
  friend bool operator==(const Drawn&, const Drawn&) = default;
};
/// Draws again from a receipt (JSON {seed, candidates, sm3}): the `count` smallest tickets,
/// ascending. `sm3` is that of the candidates' ids, each followed by a line feed.
/// registers.bad_receipt{reason}: json, seed, candidates, sm3, count.
[[nodiscard]] base::Result<std::vector<Drawn>> redraw(std::string_view receipt, std::int64_t count);

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

// --- duties that come again ---

struct Occurrence {
  std::string period; ///< 2026-11, 2026-Q4, 2026-H2, 2026; for rules their day
  Date opens_on{}, due_on{};
  friend bool operator==(const Occurrence&, const Occurrence&) = default;
};
/// Those of an obligation whose opening day lies within [from, until], ascending. `rule`: the RFC
/// 5545 rule of one row where the obligation has a schedule (FREQ=DAILY, WEEKLY, MONTHLY, YEARLY
/// with INTERVAL, BYMONTH, BYMONTHDAY, BYDAY; others give none), counted from `start`; its days are
/// the last days, opened on the first day of their month (week, year) where no lead is told.
/// A period belongs to the obligation where its last day or, if earlier, the day on which it is due
/// lies within the time it is in force and not before `start` (a day that is none: no matter);
/// nothing opens before either.
[[nodiscard]] std::vector<Occurrence> occurrences(const pack::Obligation& obligation,
                                                  std::string_view rule, Date start, Date from,
                                                  Date until);

/// The event that tells the parent how a child stands; empty where it knows already.
[[nodiscard]] std::optional<event::NewEvent> child_event(const pack::Register& declared,
                                                         const Record& parent, const Record& child);

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
