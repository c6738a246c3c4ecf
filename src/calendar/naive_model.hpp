// SPDX-License-Identifier: Apache-2.0
/// For tests and benchmarks: days and periods as a person counts them on a wall calendar, one day
/// after the other, straight from the notices.
#pragma once

#include <plumb/calendar/period.hpp>

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

namespace plumb::calendar::naive {

inline bool is_weekend(Date date) {
  const std::chrono::weekday weekday{std::chrono::sys_days{date}};
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

struct Status {
  bool working = true, estimate = true;
};

/// What one level says of a day: the newest notice that names it, or that settles it without naming
/// it (then nothing).
struct Said {
  const NoticeDay* day = nullptr;
  bool settled = false, gives_notices = false;
};

inline std::optional<DayKind> deciding(const std::vector<Notice>& notices,
                                       std::string_view jurisdiction, Date date, Date known_on);

/// Whether the levels above had said the same on the day of the notice.
inline bool only_repeats(const std::vector<Notice>& notices, const Notice& notice,
                         const NoticeDay& day) {
  const auto dash = notice.jurisdiction.rfind('-');
  if (dash == std::string::npos) return false;
  std::vector<Notice> real;
  for (const Notice& each : notices)
    if (!each.provisional) real.push_back(each);
  const auto above = deciding(real, std::string_view(notice.jurisdiction).substr(0, dash), day.on,
                              notice.notice_on);
  return above == day.kind;
}

inline Said said_of(const std::vector<Notice>& notices, std::string_view level, Date date,
                    Date known_on) {
  Said said;
  for (const bool provisional : {true, false}) {
    std::vector<const Notice*> known;
    for (const Notice& notice : notices)
      if (notice.jurisdiction == level && notice.provisional == provisional &&
          notice.notice_on <= known_on)
        known.push_back(&notice);
    std::sort(known.begin(), known.end(), [](auto* a, auto* b) {
      return std::pair(a->notice_on, a) < std::pair(b->notice_on, b);
    });
    for (const Notice* notice : known) {
      if (!provisional && notice->settles_from) {
        said.gives_notices = true;
        if (*notice->settles_from <= date && date < *notice->settles_until) {
          said.settled = true;
          said.day = nullptr;
        }
      }
      for (const NoticeDay& day : notice->days)
        if (day.on == date) {
          said.day = only_repeats(notices, *notice, day) ? nullptr : &day;
          said.settled = said.settled || !provisional;
        }
    }
  }
  return said;
}

inline std::optional<DayKind> deciding(const std::vector<Notice>& notices,
                                       std::string_view jurisdiction, Date date, Date known_on) {
  for (std::string_view level = jurisdiction;;) {
    const auto* day = said_of(notices, level, date, known_on).day;
    const auto dash = level.rfind('-');
    if (day != nullptr) return day->kind;
    if (dash == std::string_view::npos) return std::nullopt;
    level = level.substr(0, dash);
  }
}

inline Status status_of(const std::vector<Notice>& notices, std::string_view jurisdiction,
                        Date date, Date known_on) {
  Status status{!is_weekend(date), false};
  for (std::string_view level = jurisdiction;;) {
    const auto dash = level.rfind('-');
    const bool is_root = dash == std::string_view::npos;
    const Said said = said_of(notices, level, date, known_on);
    if (said.day != nullptr) {
      if (said.day->kind != DayKind::Ordinary)
        status.working = said.day->kind == DayKind::MakeupDay;
      // The most specific statement decides, so what a region above has not said does not matter.
      status.estimate = status.estimate || !said.settled;
      return status;
    }
    if ((is_root || said.gives_notices) && !said.settled) status.estimate = true;
    if (is_root) return status;
    level = level.substr(0, dash);
  }
}

inline bool is_paused(Date date, std::span<const Pause> pauses, Date known_on) {
  return std::any_of(pauses.begin(), pauses.end(), [&](const Pause& pause) {
    return pause.from < date && date <= pause.until.value_or(known_on);
  });
}

inline Date corresponding_day(Date start, int months) {
  const int month = static_cast<int>(start.year()) * 12 +
                    static_cast<int>(static_cast<unsigned>(start.month())) - 1 + months;
  const int year = month / 12;
  Date date = base::make_date(year, static_cast<unsigned>(month % 12) + 1,
                              static_cast<unsigned>(start.day()));
  while (!date.ok())
    date = Date{date.year(), date.month(), --std::chrono::day{date.day()}};
  return date;
}

/// The last day of a period, by walking. `is_working` is asked for each day on the way.
template <class IsWorking>
Date last_day(const IsWorking& is_working, const Period& period, Date start,
              std::span<const Pause> pauses, Date known_on) {
  const int step = period.bound == Bound::Before ? -1 : 1;
  int left = period.count;
  if (period.unit == Unit::Week) left *= 7;
  if (period.unit == Unit::Month || period.unit == Unit::Year) {
    const int months = step * left * (period.unit == Unit::Year ? 12 : 1);
    const Date end = corresponding_day(start, months);
    left = 0;
    for (Date day = start; day != end; day = base::add_days(day, step))
      ++left;
  }
  Date day = start;
  while (left > 0) {
    day = base::add_days(day, step);
    if (is_paused(day, pauses, known_on)) continue;
    if (period.unit == Unit::WorkingDay && !is_working(day)) continue;
    --left;
  }
  if (is_working(day)) return day;
  do
    day = base::add_days(day, step);
  while (!is_working(day) || is_paused(day, pauses, known_on));
  return day;
}

} // namespace plumb::calendar::naive
