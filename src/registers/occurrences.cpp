// SPDX-License-Identifier: Apache-2.0
// Duties that come again: the days of an obligation, by periods or by a rule.
#include "recurrence.hpp"

#include <plumb/registers/registers.hpp>

#include <algorithm>
#include <string>
#include <tuple>

namespace plumb::registers {
namespace {

using Every = pack::Obligation::Every;

constexpr int kLeadMost = 3660, kMonthsMost = 120;
constexpr int kFirstYear = 1949, kLastYear = 2149; // whatever is asked

int year_of(Date day) {
  return static_cast<int>(day.year());
}

int months_in(Every every) {
  switch (every) {
  case Every::Month:
    return 1;
  case Every::Quarter:
    return 3;
  case Every::HalfYear:
    return 6;
  case Every::Year:
    break;
  }
  return 12;
}

// Months are counted from January of the year 0.
Date day_in_month(int months, int day) {
  const int year = months / 12;
  const auto month = static_cast<unsigned>(months % 12) + 1;
  const auto last = base::end_of_month(year, month);
  if (day < 1) return last;
  return std::min(last,
                  Date{last.year(), last.month(), std::chrono::day{static_cast<unsigned>(day)}});
}

struct YearDay {
  int month = 12, day = 31;
};
// MM-DD
std::optional<YearDay> read_year_day(const std::string& text) {
  const auto day = base::parse_date("2000-" + text); // a leap year: 02-29 exists
  if (!day) return std::nullopt;
  return YearDay{static_cast<int>(static_cast<unsigned>(day->month())),
                 static_cast<int>(static_cast<unsigned>(day->day()))};
}

std::string name_of_period(Every every, int first_month) {
  const int month = first_month % 12;
  auto name = std::to_string(first_month / 12);
  switch (every) {
  case Every::Month:
    name += (month < 9 ? "-0" : "-") + std::to_string(month + 1);
    break;
  case Every::Quarter:
    name += "-Q" + std::to_string(month / 3 + 1);
    break;
  case Every::HalfYear:
    name += "-H" + std::to_string(month / 6 + 1);
    break;
  case Every::Year:
    break;
  }
  return name;
}

// The last day of the duty for the period whose last month this is.
Date due_in(const pack::Obligation& obligation, int last_month) {
  const int month = last_month + std::clamp(obligation.due_months_after, 0, kMonthsMost);
  if (obligation.every == Every::Year)
    if (const auto day = read_year_day(obligation.due_date))
      return day_in_month(month / 12 * 12 + day->month - 1, day->day);
  return day_in_month(month, obligation.due_day);
}

// Opening days within what was asked, and whether the duty exists on the day that counts.
class Collected {
public:
  Collected(const pack::Obligation& obligation, Date start, Date from, Date until)
      : obligation_(obligation), from_(from), until_(until),
        first_(start.ok() ? std::max(start, obligation.in_force_from) : obligation.in_force_from) {}

  void add(std::string period, Date first_day, Date last_day, Date due_on) {
    const auto counts = std::min(last_day, due_on);
    if (counts < first_ || (obligation_.in_force_until && counts >= *obligation_.in_force_until))
      return;
    const int lead = std::clamp(obligation_.lead_days, 0, kLeadMost);
    const auto opens_on = std::max(first_, lead > 0 ? base::add_days(due_on, -lead) : first_day);
    if (opens_on < from_ || opens_on > until_) return;
    found_.push_back({std::move(period), opens_on, due_on});
  }
  [[nodiscard]] std::vector<Occurrence> ascending() && {
    std::ranges::sort(found_, [](const Occurrence& a, const Occurrence& b) {
      return std::tie(a.opens_on, a.due_on, a.period) < std::tie(b.opens_on, b.due_on, b.period);
    });
    return std::move(found_);
  }

private:
  const pack::Obligation& obligation_;
  Date from_, until_, first_;
  std::vector<Occurrence> found_;
};

void add_periods(const pack::Obligation& obligation, Date from, Date until, Collected& collected) {
  const int size = months_in(obligation.every);
  // A duty opens at most its lead before, or as long as its period and what lies behind it after.
  const int behind = 2 + kMonthsMost / 12, ahead = 2 + kLeadMost / 365;
  const int first = std::max(year_of(from) - behind, kFirstYear) * 12;
  const int last = std::min(year_of(until) + ahead, kLastYear) * 12 + 11;
  for (int month = first; month <= last; month += size) {
    const int end = month + size - 1;
    collected.add(name_of_period(obligation.every, month), day_in_month(month, 1),
                  day_in_month(end, 0), due_in(obligation, end));
  }
}

void add_days_of_rule(std::string_view text, Date start, Date until, int lead,
                      Collected& collected) {
  const auto rule = read_recurrence(text);
  if (!rule || !start.ok()) return;
  // What opens by `until` is due after its lead, or in the same unit of the rule.
  const auto end = std::min(until, base::make_date(kLastYear, 12, 31));
  for (const auto day : days_of(*rule, start, base::add_days(end, std::max(lead, 366))))
    collected.add(base::to_string(day), first_of_unit(*rule, day), day, day);
}

} // namespace

std::vector<Occurrence> occurrences(const pack::Obligation& obligation, std::string_view rule,
                                    Date start, Date from, Date until) {
  if (!from.ok() || !until.ok() || !obligation.in_force_from.ok() || from > until) return {};
  Collected collected(obligation, start, from, until);
  if (obligation.schedule.empty())
    add_periods(obligation, from, until, collected);
  else
    add_days_of_rule(rule, start, until, std::clamp(obligation.lead_days, 0, kLeadMost), collected);
  return std::move(collected).ascending();
}

} // namespace plumb::registers
