// SPDX-License-Identifier: Apache-2.0
/// Legal periods and how each result came about. The day of the event is not counted (民法典
/// 第201条); months and years end on the corresponding day or the last day of the month (第202条);
/// a last day on a rest day moves to the next working day (第203条), a lead time to the one before;
/// a make-up Saturday is a working day; fixed dates never move.
#pragma once

#include <plumb/calendar/calendar.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::calendar {

enum class Unit { WorkingDay, CalendarDay, Week, Month, Year };
/// Max: do it within. Min: it must last so long; the next step may be taken on the day after the
/// result. Before: so long before the event at the latest.
enum class Bound { Max, Min, Before };

[[nodiscard]] std::string_view name_of(Unit unit); ///< working_day, calendar_day, week, month, year
[[nodiscard]] std::string_view name_of(Bound bound); ///< max, min, before
[[nodiscard]] std::optional<Unit> parse_unit(std::string_view name);
[[nodiscard]] std::optional<Bound> parse_bound(std::string_view name);

struct Period {
  int count = 0; ///< 0–10000
  Unit unit = Unit::WorkingDay;
  Bound bound = Bound::Max;
  friend bool operator==(const Period&, const Period&) = default;
};

/// Time that is not counted: the day of pausing counts, the days after it up to and including the
/// day of resuming do not. Open: still paused.
struct Pause {
  Date from;
  std::optional<Date> until = {};
  friend bool operator==(const Pause&, const Pause&) = default;
};

/// A run of days that did not count, and why.
struct Skipped {
  Date from, until;   ///< half-open
  std::string reason; ///< weekend, holiday, pause, rest_day (moved from)
  std::string name;   ///< the festival
  std::string notice_id;
  friend bool operator==(const Skipped&, const Skipped&) = default;
};

/// How a date came about; everything that is needed to check it by hand.
struct Receipt {
  Period period;
  Date start; ///< day of the event, not counted
  std::vector<Pause> pauses;
  Date unmoved;  ///< before moving off a rest day
  Date last_day; ///< the result
  bool moved = false;
  std::vector<Skipped> skipped; ///< in order of days; runs of weekends are told one by one
  /// Weekend days that counted; of a period in calendar days, weeks, months or years only the last
  /// day, which a make-up day does not move.
  std::vector<Date> makeup_days;
  int days_counted = 0; ///< working days, or calendar days for all other units
  /// A day whose kind mattered is not settled by a notice: for working days any day on the way,
  /// else the days from the unmoved last day to the result.
  bool estimate = false;
  std::string jurisdiction, calendar_version;
  Date known_on;
  friend bool operator==(const Receipt&, const Receipt&) = default;
};

/// The last day. Months and years are turned into the calendar days up to their corresponding day
/// before pauses are taken out. The move off a rest day passes over paused days too. An open pause
/// counts as lasting until `view.known_on()`.
/// calendar.bad_period{count}, calendar.bad_pause{from}, calendar.out_of_range{date} (years
/// 1–9999).
[[nodiscard]] base::Result<Receipt> compute(const View& view, const Period& period, Date start,
                                            std::span<const Pause> pauses = {});
/// Only the date, without the story: for computing many.
[[nodiscard]] base::Result<Date> last_day(const View& view, const Period& period, Date start,
                                          std::span<const Pause> pauses = {});

/// A fixed day of a year (01-31) never moves. `inclusive`: that day is still in time ("by"), else
/// the day before is the last ("before 1 March"). `warn_on`: the last working day not after it.
struct FixedDate {
  Date last_day;
  Date warn_on;
  bool estimate = false;
};
[[nodiscard]] FixedDate fixed_date(const View& view, Date day, bool inclusive);

/// Hour periods run from the named moment and skip nothing. Milliseconds since 1970 UTC.
[[nodiscard]] std::int64_t add_hours(std::int64_t start_ms, int hours);

} // namespace plumb::calendar
