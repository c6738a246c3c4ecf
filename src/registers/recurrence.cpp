// SPDX-License-Identifier: Apache-2.0
#include "recurrence.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string>

namespace plumb::registers {
namespace {

using base::Date;
using std::chrono::days;
using std::chrono::sys_days;

constexpr std::array<std::string_view, 4> kFrequencies{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
constexpr std::array<std::string_view, 7> kWeekdays{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
constexpr std::size_t kTextMost = 400, kPartsMost = 40;
constexpr int kIntervalMost = 1000;

template <class List> int index_of(const List& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<int> read_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return {};
  return number;
}

// Whole numbers between the bounds; from the end too where that is allowed.
bool read_numbers(std::string_view text, int most, bool from_end, std::vector<int>& numbers) {
  for (const auto part : split(text, ',')) {
    const auto number = read_number(part);
    const int size = number ? std::abs(std::clamp(*number, -1000, 1000)) : 0;
    if (size < 1 || size > most || (*number < 0 && !from_end)) return false;
    numbers.push_back(*number);
  }
  return numbers.size() <= kPartsMost;
}

bool read_weekdays(std::string_view text, std::vector<WeekdayRule>& weekdays) {
  for (const auto part : split(text, ',')) {
    if (part.size() < 2) return false;
    const int weekday = index_of(kWeekdays, part.substr(part.size() - 2));
    const auto count = part.substr(0, part.size() - 2);
    const auto ordinal = count.empty() ? std::optional(0) : read_number(count);
    if (weekday < 0 || !ordinal || *ordinal < -53 || *ordinal > 53 ||
        (*ordinal == 0 && !count.empty()))
      return false;
    weekdays.push_back({weekday, *ordinal});
  }
  return weekdays.size() <= kPartsMost;
}

bool read_part(std::string_view name, std::string_view value, Recurrence& rule) {
  if (name == "FREQ") {
    const int frequency = index_of(kFrequencies, value);
    rule.frequency = static_cast<Frequency>(std::max(frequency, 0));
    return frequency >= 0;
  }
  if (name == "INTERVAL") {
    const auto interval = read_number(value);
    rule.interval = interval.value_or(0);
    return rule.interval >= 1 && rule.interval <= kIntervalMost;
  }
  if (name == "BYMONTH") return read_numbers(value, 12, false, rule.months);
  if (name == "BYMONTHDAY") return read_numbers(value, 31, true, rule.month_days);
  if (name == "BYDAY") return read_weekdays(value, rule.weekdays);
  return name == "WKST" && value == "MO"; // as it is anyhow
}

int weekday_of(sys_days day) {
  return static_cast<int>(std::chrono::weekday(day).iso_encoding()) - 1;
}

// The days of one month or year, both ends included.
struct Span {
  sys_days first, last;
};
Span month_of(int year, int month) {
  const auto last = base::end_of_month(year, static_cast<unsigned>(month));
  return {sys_days{Date{last.year() / last.month() / 1}}, sys_days{last}};
}

bool is_weekday(const Recurrence& rule, sys_days day, const Span& span) {
  return std::ranges::any_of(rule.weekdays, [&](const WeekdayRule& wanted) {
    if (weekday_of(day) != wanted.weekday) return false;
    const int before = static_cast<int>((day - span.first).count()) / 7 + 1;
    const int behind = static_cast<int>((span.last - day).count()) / 7 + 1;
    return wanted.ordinal == 0 || wanted.ordinal == before || wanted.ordinal == -behind;
  });
}

bool is_month_day(const Recurrence& rule, Date day) {
  const auto number = static_cast<int>(static_cast<unsigned>(day.day()));
  const auto last = static_cast<int>(static_cast<unsigned>(
      base::end_of_month(static_cast<int>(day.year()), static_cast<unsigned>(day.month())).day()));
  return std::ranges::any_of(
      rule.month_days, [&](int wanted) { return wanted == number || wanted == number - last - 1; });
}

bool has(const std::vector<int>& numbers, int number) {
  return std::ranges::find(numbers, number) != numbers.end();
}

// Whether the day is one of the rule's in a unit (day, week, month, year) that the interval meets.
bool is_of(const Recurrence& rule, sys_days at, Date start) {
  const Date day{at};
  const int year = static_cast<int>(day.year());
  const auto month = static_cast<int>(static_cast<unsigned>(day.month()));
  if (!rule.months.empty() && !has(rule.months, month)) return false;
  if (!rule.month_days.empty() && !is_month_day(rule, day)) return false;
  const bool yearly = rule.frequency == Frequency::Yearly;
  if (!rule.weekdays.empty()) {
    const bool of_year = yearly && rule.months.empty();
    const auto span = of_year ? Span{sys_days{base::make_date(year, 1, 1)},
                                     sys_days{base::make_date(year, 12, 31)}}
                              : month_of(year, month);
    return is_weekday(rule, at, span);
  }
  if (!rule.month_days.empty() || rule.frequency == Frequency::Daily) return true;
  // What the rule does not say, its first day says.
  if (rule.frequency == Frequency::Weekly) return weekday_of(at) == weekday_of(sys_days{start});
  return day.day() == start.day() &&
         (!yearly || !rule.months.empty() || day.month() == start.month());
}

int months_between(Date from, Date until) {
  return (static_cast<int>(until.year()) - static_cast<int>(from.year())) * 12 +
         static_cast<int>(static_cast<unsigned>(until.month())) -
         static_cast<int>(static_cast<unsigned>(from.month()));
}

// How many units lie between the first one and the one of this day.
int units_since(const Recurrence& rule, Date start, Date day) {
  const auto apart = [](Date from, Date until) {
    return static_cast<int>((sys_days{until} - sys_days{from}).count());
  };
  switch (rule.frequency) {
  case Frequency::Daily:
    return apart(start, day);
  case Frequency::Weekly:
    return apart(first_of_unit(rule, start), day) / 7;
  case Frequency::Monthly:
    return months_between(start, day);
  case Frequency::Yearly:
    break;
  }
  return static_cast<int>(day.year()) - static_cast<int>(start.year());
}

} // namespace

std::optional<Recurrence> read_recurrence(std::string_view text) {
  if (text.starts_with("RRULE:")) text.remove_prefix(6);
  if (text.size() > kTextMost) return std::nullopt;
  Recurrence rule;
  std::vector<std::string_view> names;
  for (const auto part : split(text, ';')) {
    const auto equals = part.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const auto name = part.substr(0, equals);
    if (std::ranges::find(names, name) != names.end()) return std::nullopt;
    names.push_back(name);
    if (!read_part(name, part.substr(equals + 1), rule)) return std::nullopt;
  }
  if (std::ranges::find(names, "FREQ") == names.end()) return std::nullopt;
  // What the standard forbids, and what it leaves open.
  const bool counted =
      std::ranges::any_of(rule.weekdays, [](const WeekdayRule& each) { return each.ordinal != 0; });
  const bool small = rule.frequency == Frequency::Daily || rule.frequency == Frequency::Weekly;
  if (counted && (small || !rule.month_days.empty())) return std::nullopt;
  if (rule.frequency == Frequency::Weekly && !rule.month_days.empty()) return std::nullopt;
  return rule;
}

std::vector<Date> days_of(const Recurrence& rule, Date start, Date last) {
  std::vector<Date> found;
  for (auto at = sys_days{start}; at <= sys_days{last}; at += days{1})
    if (units_since(rule, start, Date{at}) % rule.interval == 0 && is_of(rule, at, start))
      found.emplace_back(at);
  return found;
}

Date first_of_unit(const Recurrence& rule, Date day) {
  switch (rule.frequency) {
  case Frequency::Daily:
    return day;
  case Frequency::Weekly:
    return Date{sys_days{day} - days{weekday_of(sys_days{day})}};
  case Frequency::Monthly:
    return {day.year(), day.month(), std::chrono::day{1}};
  case Frequency::Yearly:
    break;
  }
  return {day.year(), std::chrono::January, std::chrono::day{1}};
}

} // namespace plumb::registers
