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
#include <string>
#include <vector>

namespace plumb::history {

using base::Date;

struct Plan {
  std::uint64_t seed = 1;
  std::int64_t records = 1'000; ///< over all registers together
  Date from{}, until{};         ///< days on which things happen
  int units = 40;               ///< at most some hundred
  std::map<std::string, int> shares =
      {}; ///< register → weight; empty: task_part 5, normative_document 3, major_decision 2
  int late_percent = 12; ///< steps entered days or weeks after they happened
  int corrected_percent = 3, annulled_percent = 1;
};

/// What somebody does at an instant; `record` is a number within the history, from 0, in order of
/// opening.
struct Act {
  std::int64_t at_ms = 0;
  std::int64_t record = 0;
  std::string register_id;
  std::string unit; ///< whose it is
  registers::Command command;
};
/// The county at the history's end: townships, departments; some merged on the way with successors.
[[nodiscard]] std::vector<organisation::Unit> county(const Plan& plan);
/// Calls `on_act` in order of `at_ms`; acts that the rules would refuse are not made: each is
/// decided (registers::decide) on the way. False stops.
[[nodiscard]] base::Result<void> acts(const Plan& plan, const pack::Rulebook& rules,
                                      const std::function<bool(const Act&)>& on_act);
/// The same records, each with its whole life at once (steps, clocks, breaches), one after another
/// in order of opening: no order in time between records, but millions of them in a minute.
/// `events`: what the journal would hold of it, with the days on which each was recorded.
struct Life {
  std::string record_id;
  std::vector<std::pair<std::int64_t, registers::Record>> states; ///< recorded at → state after it
};
[[nodiscard]] base::Result<void> lives(const Plan& plan, const pack::Rulebook& rules,
                                       const std::function<bool(const Life&)>& on_life);

} // namespace plumb::history
