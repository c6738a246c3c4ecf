// SPDX-License-Identifier: Apache-2.0
// Spans of days by their names.
#include "plumb/indicators/indicators.hpp"

namespace plumb::indicators {
namespace {

using base::Result;
using pack::PeriodKind;

/// Names have four digits for a year.
constexpr int kYearMin = 1000;

/// A number of exactly so many digits at the beginning of `text`, which is cut off.
std::optional<int> digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int out = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    out = out * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return out;
}

int year_of(Date day) {
  return static_cast<int>(day.year());
}
unsigned month_of(Date day) {
  return static_cast<unsigned>(day.month());
}

/// The months [first, first + count) of a year.
Period months(PeriodKind kind, int year, unsigned first, unsigned count) {
  return {kind, base::make_date(year, first, 1), base::end_of_month(year, first + count - 1)};
}
Period years(PeriodKind kind, int first, int last) {
  return {kind, base::make_date(first, 1, 1), base::make_date(last, 12, 31)};
}

std::optional<Period> behind_year(int year, std::string_view rest) {
  if (rest.empty()) return years(PeriodKind::Year, year, year);
  const char mark = rest.front();
  rest.remove_prefix(1);
  if (mark == '/') {
    const auto last = digits(rest, 4);
    if (!last || !rest.empty() || *last != year + 4) return std::nullopt;
    return years(PeriodKind::FiveYears, year, *last);
  }
  if (mark != '-' || rest.empty()) return std::nullopt;
  if (rest.front() == 'H' || rest.front() == 'Q') {
    const bool half = rest.front() == 'H';
    rest.remove_prefix(1);
    const auto part = digits(rest, 1);
    if (!part || !rest.empty() || *part < 1 || *part > (half ? 2 : 4)) return std::nullopt;
    const unsigned length = half ? 6 : 3;
    return months(half ? PeriodKind::HalfYear : PeriodKind::Quarter, year,
                  (static_cast<unsigned>(*part) - 1) * length + 1, length);
  }
  const auto month = digits(rest, 2);
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  if (rest.empty()) return months(PeriodKind::Month, year, static_cast<unsigned>(*month), 1);
  if (rest.front() != '-') return std::nullopt;
  rest.remove_prefix(1);
  const auto day = digits(rest, 2);
  if (!day || !rest.empty()) return std::nullopt;
  const Date date =
      base::make_date(year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
  if (!date.ok()) return std::nullopt;
  return Period{PeriodKind::Day, date, date};
}

} // namespace

Result<Period> parse_period(std::string_view name) {
  std::string_view rest = name;
  const auto year = digits(rest, 4);
  if (year && *year >= kYearMin)
    if (const auto period = behind_year(*year, rest)) return *period;
  return base::fail(base::ErrorKind::InvalidInput, "indicators.bad_period",
                    {{"period", std::string(name.substr(0, 40))}});
}

std::string name_of(const Period& period) {
  const std::string day = base::to_string(period.from);
  const std::string year = day.substr(0, 4);
  switch (period.kind) {
  case PeriodKind::Day:
    return day;
  case PeriodKind::Month:
    return day.substr(0, 7);
  case PeriodKind::Quarter:
    return year + "-Q" + std::to_string((month_of(period.from) - 1) / 3 + 1);
  case PeriodKind::HalfYear:
    return year + "-H" + std::to_string((month_of(period.from) - 1) / 6 + 1);
  case PeriodKind::Year:
    return year;
  case PeriodKind::FiveYears:
    return year + '/' + base::to_string(period.until).substr(0, 4);
  }
  return year;
}

Period period_of(PeriodKind kind, Date day) {
  const int year = year_of(day);
  const unsigned month = month_of(day);
  switch (kind) {
  case PeriodKind::Day:
    return {kind, day, day};
  case PeriodKind::Month:
    return months(kind, year, month, 1);
  case PeriodKind::Quarter:
    return months(kind, year, (month - 1) / 3 * 3 + 1, 3);
  case PeriodKind::HalfYear:
    return months(kind, year, (month - 1) / 6 * 6 + 1, 6);
  case PeriodKind::Year:
    return years(kind, year, year);
  case PeriodKind::FiveYears: {
    // As the country's five-year plans run: 2021–2025, 2026–2030.
    const int first = year - ((year - 1) % 5 + 5) % 5;
    return years(kind, first, first + 4);
  }
  }
  return {kind, day, day};
}

Period previous(const Period& period, int steps) {
  const int year = year_of(period.from);
  const auto month_steps = [&](int each) {
    const auto first = std::chrono::year_month{period.from.year(), period.from.month()} -
                       std::chrono::months{steps * each};
    return months(period.kind, static_cast<int>(first.year()), static_cast<unsigned>(first.month()),
                  static_cast<unsigned>(each));
  };
  switch (period.kind) {
  case PeriodKind::Day: {
    const Date day = base::add_days(period.from, -steps);
    return {period.kind, day, day};
  }
  case PeriodKind::Month:
    return month_steps(1);
  case PeriodKind::Quarter:
    return month_steps(3);
  case PeriodKind::HalfYear:
    return month_steps(6);
  case PeriodKind::Year:
    return years(period.kind, year - steps, year - steps);
  case PeriodKind::FiveYears:
    return years(period.kind, year - 5 * steps, year - 5 * steps + 4);
  }
  return period;
}

} // namespace plumb::indicators
