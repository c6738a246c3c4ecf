// SPDX-License-Identifier: Apache-2.0
/// What a View looks things up in: for the days that any notice speaks of, two running sums and a
/// list of the working days; before and after them plain arithmetic on weeks.
#pragma once

#include <plumb/calendar/calendar.hpp>

#include <cstdint>

namespace plumb::calendar {

/// Days since 1970-01-01.
using Day = std::int64_t;

[[nodiscard]] inline Day number_of(Date date) {
  return std::chrono::sys_days{date}.time_since_epoch().count();
}
[[nodiscard]] inline Date date_of(Day day) {
  return Date{std::chrono::sys_days{std::chrono::days{day}}};
}

/// Days Monday to Friday before `day`, counted from a Monday long ago that has the number 0.
[[nodiscard]] constexpr Day weekdays_before(Day day) {
  const Day shifted = day + 3; // 1970-01-01 was a Thursday
  const Day rest = ((shifted % 7) + 7) % 7;
  return (shifted - rest) / 7 * 5 + (rest < 5 ? rest : 5);
}
/// The day Monday to Friday with so many before it.
[[nodiscard]] constexpr Day weekday_at(Day weekdays) {
  const Day rest = ((weekdays % 5) + 5) % 5;
  return (weekdays - rest) / 5 * 7 + rest - 3;
}
[[nodiscard]] constexpr bool is_weekday(Day day) {
  return (((day + 3) % 7) + 7) % 7 < 5;
}

struct Statement {
  const Notice* notice = nullptr;
  const NoticeDay* day = nullptr;
};

/// Shared by all views of the same state of knowledge.
struct Days {
  std::shared_ptr<const std::vector<Notice>> notices; ///< what the statements point into
  Day from = 0, until = 0;
  std::vector<std::int32_t> working_before{0};   ///< of each day from `from` to `until` inclusive
  std::vector<std::int32_t> unsettled_before{0}; ///< likewise
  std::vector<std::int32_t> working;             ///< the working days, as days after `from`
  std::vector<std::uint32_t> statement_of;       ///< 1 + index into `statements`, 0 for none
  std::vector<Statement> statements;
  std::string version = "0";

  [[nodiscard]] bool holds(Day day) const { return from <= day && day < until; }
  /// Working days between `from` and `day`, negative before `from`.
  [[nodiscard]] Day rank(Day day) const {
    if (day < from) return weekdays_before(day) - weekdays_before(from);
    if (day <= until) return working_before[static_cast<std::size_t>(day - from)];
    return working_before.back() + weekdays_before(day) - weekdays_before(until);
  }
  /// The working day of that rank.
  [[nodiscard]] Day at(Day rank_wanted) const {
    if (rank_wanted < 0) return weekday_at(weekdays_before(from) + rank_wanted);
    const Day inside = static_cast<Day>(working.size());
    if (rank_wanted < inside) return from + working[static_cast<std::size_t>(rank_wanted)];
    return weekday_at(weekdays_before(until) + rank_wanted - inside);
  }
};

struct View::State {
  std::shared_ptr<const Days> days;
  std::string jurisdiction;
  Date known_on;
};

} // namespace plumb::calendar
