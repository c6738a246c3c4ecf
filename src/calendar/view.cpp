// SPDX-License-Identifier: Apache-2.0
#include "view_state.hpp"

#include <algorithm>

namespace plumb::calendar {
namespace {

// Dates as far as std::chrono can name them; a longer way ends there.
const Day kFirst = number_of(Date{std::chrono::year::min() / 1 / 1});
const Day kLast = number_of(Date{std::chrono::year::max() / 12 / 31});

Date nearest(Day day) {
  return date_of(std::clamp(day, kFirst, kLast));
}

} // namespace

View::View() {
  static const auto nothing_known =
      std::make_shared<const State>(State{std::make_shared<const Days>(), {}, {}});
  state_ = nothing_known;
}

DayStatus View::day(Date date) const {
  const Days& days = *state_->days;
  const Day number = number_of(date);
  DayStatus status;
  status.working = is_weekday(number);
  status.estimate = true;
  if (!days.holds(number)) return status;
  const auto at = static_cast<std::size_t>(number - days.from);
  status.working = days.working_before[at + 1] > days.working_before[at];
  status.estimate = days.unsettled_before[at + 1] > days.unsettled_before[at];
  if (days.statement_of[at] == 0) return status;
  const Statement& statement = days.statements[days.statement_of[at] - 1];
  status.notice_id = statement.notice->id;
  if (statement.day->kind != DayKind::Ordinary) status.name = statement.day->name;
  return status;
}

bool View::is_working(Date date) const {
  const Day number = number_of(date);
  return state_->days->rank(number + 1) > state_->days->rank(number);
}

Date View::nth_working_day(Date date, int n) const {
  if (n == 0) return date;
  const Days& days = *state_->days;
  const Day number = number_of(date);
  return nearest(n > 0 ? days.at(days.rank(number + 1) + n - 1) : days.at(days.rank(number) + n));
}

Date View::next_working_day(Date date) const {
  const Days& days = *state_->days;
  return nearest(days.at(days.rank(number_of(date))));
}

Date View::previous_working_day(Date date) const {
  const Days& days = *state_->days;
  return nearest(days.at(days.rank(number_of(date) + 1) - 1));
}

int View::working_days(Date from, Date until) const {
  const Days& days = *state_->days;
  return static_cast<int>(
      std::max<Day>(0, days.rank(number_of(until)) - days.rank(number_of(from))));
}

bool View::is_settled(Date from, Date until) const {
  const Days& days = *state_->days;
  const Day first = number_of(from), last = number_of(until);
  if (first >= last) return true;
  if (first < days.from || last > days.until) return false;
  return days.unsettled_before[static_cast<std::size_t>(first - days.from)] ==
         days.unsettled_before[static_cast<std::size_t>(last - days.from)];
}

const std::string& View::jurisdiction() const {
  return state_->jurisdiction;
}

Date View::known_on() const {
  return state_->known_on;
}

const std::string& View::version() const {
  return state_->days->version;
}

} // namespace plumb::calendar
