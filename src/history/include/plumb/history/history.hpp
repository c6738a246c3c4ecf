// SPDX-License-Identifier: Apache-2.0
/// Believable histories of an invented county: units that are founded and merged, people, tasks,
/// normative documents and major decisions that go their way in months, holidays of habit (nothing
/// happens on Sundays, much in November), late entries, corrections, steps taken back. The same
/// seed gives the same history. For demonstrations of any size, for benchmarks and for properties.
#pragma once

#include <plumb/base/date.hpp>
#include <plumb/base/result.hpp>
#include <plumb/event/json.hpp>
#include <plumb/organisation/organisation.hpp>
#include <plumb/pack/pack.hpp>
#include <plumb/registers/registers.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace plumb::history {

using base::Date;

struct Plan {
  std::uint64_t seed = 1;
  std::int64_t records = 1'000; ///< over all registers together
  Date from{}, until{};         ///< days on which things happen and are recorded, both inclusive
  int units = 40;               ///< of the invented county: 8 to 400
  /// Register → weight; of task_part, normative_document, major_decision, duty, legal_staff,
  /// external_figure. Empty: task_part 5, normative_document 3, major_decision 2. Where documents
  /// are among them, the first records are the issuing bodies that they name.
  std::map<std::string, int> shares = {};
  int late_percent = 12;     ///< of the steps: entered days or weeks after they happened
  int corrected_percent = 3; ///< of the records that have at least two steps
  int annulled_percent = 1;  ///< the same: a step is taken back and taken again
  std::vector<organisation::Unit> organisation = {}; ///< whose history; empty: of county(plan)
};

/// What somebody does at an instant. `record` is a number within the history, from 0, in order of
/// the day on which it was opened (an opening that was entered late comes behind others).
struct Act {
  std::int64_t at_ms = 0;
  std::int64_t record = 0;
  std::string register_id;
  std::string unit;       ///< whose it is
  registers::Actor actor; ///< who does it, in a role that may
  registers::Command command;
};
/// How fields that name another record of the history hold it: `h-000000012`. Whoever opens the
/// records under ids of its own puts those in their place (with_records).
[[nodiscard]] std::string record_id_of(std::int64_t record);
void with_records(registers::Command& command,
                  const std::function<std::string(std::int64_t record)>& id_of);

/// Invented papers: every file field of the history holds one of them, as {sm3, name, size,
/// media_type}.
struct Paper {
  std::string name, media_type, bytes, sm3;
};
[[nodiscard]] const std::vector<Paper>& papers();

/// The county at the history's end: townships, departments; some merged on the way with successors,
/// some under another name.
[[nodiscard]] std::vector<organisation::Unit> county(const Plan& plan);
/// Calls `on_act` in order of `at_ms`; acts that the rules would refuse are not made: each is
/// decided (registers::decide) on the way. False stops. history.bad_plan{field},
/// history.unknown_register{id}.
[[nodiscard]] base::Result<void> acts(const Plan& plan, const pack::Rulebook& rules,
                                      const std::function<bool(const Act&)>& on_act);
/// How records that are there already go on (what others have opened: task_part, filing_review),
/// each from its state on until it is done or `plan.until`; in order of time over all. `record` of
/// an act: the place in `begun`. Records of other registers and of unknown units stay as they are.
/// Errors: those of acts().
[[nodiscard]] base::Result<std::vector<Act>> acts_after(const Plan& plan,
                                                        const pack::Rulebook& rules,
                                                        std::span<const registers::Record> begun);
/// The same records, each with its whole life at once (steps, clocks, breaches), one after another
/// in order of opening: no order in time between records, but millions of them in a minute. Lives
/// that differ in name, unit and number alone are decided once.
struct Life {
  std::string record_id;
  /// Lives with the same number were decided as one: they differ in nothing but record id, title,
  /// unit, people and numbers.
  std::int64_t like = 0;
  std::vector<std::pair<std::int64_t, registers::Record>> states; ///< recorded at → state after it
};
[[nodiscard]] base::Result<void> lives(const Plan& plan, const pack::Rulebook& rules,
                                       const std::function<bool(const Life&)>& on_life);

} // namespace plumb::history
