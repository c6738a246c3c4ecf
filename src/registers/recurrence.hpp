// SPDX-License-Identifier: Apache-2.0
// Rules of RFC 5545 (section 3.3.10), as far as plans of governments need them: FREQ, INTERVAL,
// BYMONTH, BYMONTHDAY and BYDAY on whole days. A rule that uses anything else is none: half of a
// rule would give days that nobody meant.
#pragma once

#include <plumb/base/date.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace plumb::registers {

enum class Frequency { Daily, Weekly, Monthly, Yearly };
struct WeekdayRule {
  int weekday = 0; ///< 0: Monday
  int ordinal = 0; ///< 1: the first of the month or year, -1: its last; 0: every one
};
struct Recurrence {
  Frequency frequency = Frequency::Daily;
  int interval = 1;
  std::vector<int> months = {};     ///< 1–12
  std::vector<int> month_days = {}; ///< 1–31, or from the end -1–-31
  std::vector<WeekdayRule> weekdays = {};
};

[[nodiscard]] std::optional<Recurrence> read_recurrence(std::string_view text);
/// Its days from `start` (which the rule is counted from) until `last`, both included, ascending.
[[nodiscard]] std::vector<base::Date> days_of(const Recurrence& rule, base::Date start,
                                              base::Date last);
/// The first day of the week (Monday), month or year of a day; of a daily rule the day itself.
[[nodiscard]] base::Date first_of_unit(const Recurrence& rule, base::Date day);

} // namespace plumb::registers
