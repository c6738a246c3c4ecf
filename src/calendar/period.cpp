// SPDX-License-Identifier: Apache-2.0
#include "story.hpp"

#include <algorithm>
#include <array>

namespace plumb::calendar {

using base::ErrorKind;
using base::Result;

namespace {

constexpr int kCountMax = 10'000;
// As far as a date is written with four digits.
constexpr Date kFirst = base::make_date(1, 1, 1);
constexpr Date kLast = base::make_date(9999, 12, 31);

constexpr std::array<std::string_view, 5> kUnits{"working_day", "calendar_day", "week", "month",
                                                 "year"};
constexpr std::array<std::string_view, 3> kBounds{"max", "min", "before"};

template <class T, std::size_t N>
std::optional<T> find_name(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<T>(found - names.begin());
}

bool is_writable(Date date) {
  return date.ok() && kFirst <= date && date <= kLast;
}

base::Unexpected<base::Error> out_of_range(Date date) {
  return base::fail(ErrorKind::InvalidInput, "calendar.out_of_range",
                    {{"date", date.ok() ? base::to_string(date) : std::string()}});
}

/// The days that pauses take out, sorted and joined.
Result<std::vector<Run>> days_paused(std::span<const Pause> pauses, Date known_on) {
  std::vector<Run> runs;
  for (const Pause& pause : pauses) {
    const bool good = is_writable(pause.from) && (!pause.until || is_writable(*pause.until)) &&
                      (!pause.until || pause.from <= *pause.until);
    if (!good)
      return base::fail(ErrorKind::InvalidInput, "calendar.bad_pause",
                        {{"from", pause.from.ok() ? base::to_string(pause.from) : std::string()}});
    const Run run{number_of(pause.from) + 1, number_of(pause.until.value_or(known_on)) + 1};
    if (run.from < run.until) runs.push_back(run);
  }
  std::sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) { return a.from < b.from; });
  std::vector<Run> joined;
  for (const Run& run : runs) {
    if (joined.empty() || joined.back().until < run.from)
      joined.push_back(run);
    else
      joined.back().until = std::max(joined.back().until, run.until);
  }
  return joined;
}

/// How days of one kind are counted and found.
struct CalendarDays {
  [[nodiscard]] static Day count(Day from, Day until) { return until - from; }
  [[nodiscard]] static Day nth(Day day, Day n) { return day + n; }
};
struct WorkingDays {
  const View& view;
  [[nodiscard]] Day count(Day from, Day until) const {
    return view.working_days(date_of(from), date_of(until));
  }
  [[nodiscard]] Day nth(Day day, Day n) const {
    return number_of(view.nth_working_day(date_of(day), static_cast<int>(n)));
  }
};

/// The n-th day that is not paused after `day`, which is not counted.
template <class Kind>
Day count_on(const Kind& kind, Day day, Day n, const std::vector<Run>& paused) {
  for (const Run& run : paused) {
    if (run.until <= day + 1) continue;
    const Day before = run.from > day + 1 ? kind.count(day + 1, run.from) : 0;
    if (n <= before) break;
    n -= before;
    day = run.until - 1;
  }
  return kind.nth(day, n);
}

template <class Kind>
Day count_back(const Kind& kind, Day day, Day n, const std::vector<Run>& paused) {
  for (auto run = paused.rbegin(); run != paused.rend(); ++run) {
    if (run->from >= day) continue;
    const Day before = run->until < day ? kind.count(run->until, day) : 0;
    if (n <= before) break;
    n -= before;
    day = run->from;
  }
  return kind.nth(day, -n);
}

/// The same day of another month; where it has none, its last (民法典 第202条).
Date corresponding(Date start, int months) {
  const auto month =
      std::chrono::year_month{start.year(), start.month()} + std::chrono::months{months};
  const Date last{month / std::chrono::last};
  return Date{month / std::min(start.day(), last.day())};
}

/// The calendar days that a period in another unit than working days takes without pauses.
Day length_of(const Period& period, Date start) {
  const int sign = period.bound == Bound::Before ? -1 : 1;
  constexpr int kWeek = 7, kYear = 12;
  switch (period.unit) {
  case Unit::Week:
    return static_cast<Day>(period.count) * kWeek;
  case Unit::Month:
  case Unit::Year: {
    const int months = period.count * (period.unit == Unit::Year ? kYear : 1);
    return sign * (number_of(corresponding(start, sign * months)) - number_of(start));
  }
  case Unit::WorkingDay:
  case Unit::CalendarDay:
    break;
  }
  return period.count;
}

/// Off rest days and paused days, onwards or back (民法典 第203条).
Day move(const View& view, Day day, bool backwards, const std::vector<Run>& paused) {
  if (view.is_working(date_of(day))) return day;
  for (;;) {
    const Date on = date_of(day);
    day = number_of(backwards ? view.previous_working_day(on) : view.next_working_day(on));
    const auto run = std::find_if(paused.begin(), paused.end(), [&](const Run& each) {
      return each.from <= day && day < each.until;
    });
    if (run == paused.end()) return day;
    day = backwards ? run->from - 1 : run->until;
  }
}

struct Reckoning {
  std::vector<Run> paused;
  Day unmoved = 0, last = 0, counted = 0;
};

Result<Reckoning> reckon(const View& view, const Period& period, Date start,
                         std::span<const Pause> pauses) {
  if (period.count < 0 || period.count > kCountMax)
    return base::fail(ErrorKind::InvalidInput, "calendar.bad_period",
                      {{"count", std::to_string(period.count)}});
  if (!is_writable(start)) return out_of_range(start);
  Reckoning out;
  if (!pauses.empty()) {
    PLUMB_TRY_ASSIGN(out.paused, days_paused(pauses, view.known_on()));
  }
  const bool backwards = period.bound == Bound::Before;
  const Day from = number_of(start);
  const auto count = [&](const auto& kind) {
    return backwards ? count_back(kind, from, out.counted, out.paused)
                     : count_on(kind, from, out.counted, out.paused);
  };
  out.counted = period.unit == Unit::WorkingDay ? period.count : length_of(period, start);
  out.unmoved = out.counted == 0                  ? from
                : period.unit == Unit::WorkingDay ? count(WorkingDays{view})
                                                  : count(CalendarDays{});
  out.last = move(view, out.unmoved, backwards, out.paused);
  const Date last = date_of(out.last);
  if (!is_writable(last)) return out_of_range(last);
  return out;
}

} // namespace

std::string_view name_of(Unit unit) {
  return kUnits[static_cast<std::size_t>(unit)];
}

std::string_view name_of(Bound bound) {
  return kBounds[static_cast<std::size_t>(bound)];
}

std::optional<Unit> parse_unit(std::string_view name) {
  return find_name<Unit>(kUnits, name);
}

std::optional<Bound> parse_bound(std::string_view name) {
  return find_name<Bound>(kBounds, name);
}

Result<Receipt> compute(const View& view, const Period& period, Date start,
                        std::span<const Pause> pauses) {
  PLUMB_TRY_ASSIGN(const Reckoning reckoned, reckon(view, period, start, pauses));
  Receipt receipt;
  receipt.period = period;
  receipt.start = start;
  receipt.pauses.assign(pauses.begin(), pauses.end());
  receipt.unmoved = date_of(reckoned.unmoved);
  receipt.last_day = date_of(reckoned.last);
  receipt.moved = reckoned.last != reckoned.unmoved;
  receipt.days_counted = static_cast<int>(reckoned.counted);
  receipt.jurisdiction = view.jurisdiction();
  receipt.calendar_version = view.version();
  receipt.known_on = view.known_on();
  tell(view, reckoned.paused, receipt);
  return receipt;
}

Result<Date> last_day(const View& view, const Period& period, Date start,
                      std::span<const Pause> pauses) {
  PLUMB_TRY_ASSIGN(const Reckoning reckoned, reckon(view, period, start, pauses));
  return date_of(reckoned.last);
}

FixedDate fixed_date(const View& view, Date day, bool inclusive) {
  FixedDate fixed;
  fixed.last_day = inclusive ? day : base::add_days(day, -1);
  fixed.warn_on = view.previous_working_day(fixed.last_day);
  fixed.estimate = !view.is_settled(fixed.warn_on, base::add_days(fixed.last_day, 1));
  return fixed;
}

std::int64_t add_hours(std::int64_t start_ms, int hours) {
  constexpr std::int64_t kHourMs = 3'600'000;
  return start_ms + hours * kHourMs;
}

} // namespace plumb::calendar
