// SPDX-License-Identifier: Apache-2.0
// The dates of a clock: which values of the rules it goes by, kept in its receipts, and what they
// come to under a calendar. Once the values are kept, dates need no rules any more.
#pragma once

#include "record.hpp"

namespace plumb::registers {

/// The receipts (without dates) of a clock that starts on `start`: the values in force on that day.
/// Null where none is in force: then there is no such clock.
[[nodiscard]] Json terms_of(const pack::Rulebook& rules, const pack::Clock& clock, Date start);
/// By how much it can be extended: one entry of `extensions`, or null where no value is in force on
/// the day the clock started.
[[nodiscard]] Json extension_of(const pack::Rulebook& rules, const pack::Clock& clock, Date start);

/// Computes every date and its receipt from what the clock holds. `story`: with receipts; without
/// it is for computing many.
void set_dates(ClockState& clock, const calendar::View& view, bool story);
/// The clock as it looks on a day: a pause that is still open lasts until that day.
[[nodiscard]] ClockState as_of(const ClockState& clock, Date on, const calendar::View& view);

/// Equal where the same values, days and pauses give the same dates: receipts without the parts
/// that depend on a calendar.
[[nodiscard]] bool same_ground(const ClockState& a, const ClockState& b);
/// Whether a date was computed with another calendar than `view`.
[[nodiscard]] bool other_calendar(const ClockState& clock, const calendar::View& view);
[[nodiscard]] bool any_estimate(const ClockState& clock);

} // namespace plumb::registers
