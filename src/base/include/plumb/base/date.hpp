// SPDX-License-Identifier: Apache-2.0
/// Civil dates: days of the calendar without a clock or a zone, written YYYY-MM-DD.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace plumb::base {

using Date = std::chrono::year_month_day;

[[nodiscard]] constexpr Date make_date(int year, unsigned month, unsigned day) {
  return {std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
}
/// Last day of the month; the month must be 1–12.
[[nodiscard]] constexpr Date end_of_month(int year, unsigned month) {
  return Date{std::chrono::year{year} / std::chrono::month{month} / std::chrono::last};
}
[[nodiscard]] std::string to_string(Date date);
/// Strict YYYY-MM-DD of a day that exists.
[[nodiscard]] std::optional<Date> parse_date(std::string_view text);
[[nodiscard]] inline Date add_days(Date date, int days) {
  return Date{std::chrono::sys_days{date} + std::chrono::days{days}};
}

}  // namespace plumb::base
