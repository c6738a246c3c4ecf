// SPDX-License-Identifier: Apache-2.0
#include "keys.hpp"
#include "unit.hpp"

#include <plumb/calendar/period.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace plumb::pack {
namespace {

DatedValue value(std::string_view text, std::string_view unit) {
  DatedValue out;
  if (text == "true" || text == "false")
    out.value = text == "true";
  else if (const auto number = plain_decimal(text))
    out.value = *number;
  else
    out.value = std::string(text);
  out.unit = unit;
  return out;
}

TEST(Strictness, Table) {
  struct Case {
    Operator op;
    const char *upper, *upper_unit, *lower, *lower_unit;
    Strictness want;
  };
  using enum Strictness;
  const Case cases[] = {
      {Operator::Max, "15", "working_day", "10", "working_day", Stricter},
      {Operator::Max, "15", "working_day", "15", "working_day", Equal},
      {Operator::Max, "15", "working_day", "16", "working_day", Looser},
      {Operator::Min, "7", "working_day", "10", "working_day", Stricter},
      {Operator::Min, "7", "working_day", "6", "working_day", Looser},
      {Operator::Before, "7", "calendar_day", "10", "calendar_day", Stricter},
      {Operator::Before, "7", "calendar_day", "5", "calendar_day", Looser},
      // n working days are at least n and at most 2n + 14 calendar days.
      {Operator::Max, "15", "working_day", "15", "calendar_day", Stricter},
      {Operator::Max, "15", "working_day", "16", "calendar_day", Unknown},
      {Operator::Max, "15", "working_day", "45", "calendar_day", Looser},
      {Operator::Max, "60", "calendar_day", "23", "working_day", Stricter},
      {Operator::Max, "60", "calendar_day", "24", "working_day", Unknown},
      {Operator::Max, "60", "calendar_day", "60", "working_day", Looser},
      {Operator::Min, "7", "working_day", "28", "calendar_day", Stricter},
      {Operator::Min, "7", "working_day", "27", "calendar_day", Unknown},
      {Operator::Min, "30", "calendar_day", "30", "working_day", Stricter},
      {Operator::Max, "1", "month", "28", "calendar_day", Stricter},
      {Operator::Max, "1", "month", "29", "calendar_day", Unknown},
      {Operator::Max, "1", "month", "31", "calendar_day", Looser},
      {Operator::Max, "1", "year", "12", "month", Equal},
      {Operator::Max, "1", "year", "11", "month", Stricter},
      {Operator::Max, "2", "week", "14", "calendar_day", Equal},
      {Operator::Max, "24", "hour", "12", "hour", Stricter},
      {Operator::Max, "2", "calendar_day", "24", "hour", Stricter},
      {Operator::Max, "90", "percent", "5", "working_day", Unknown},
      {Operator::Min, "90", "percent", "90.5", "percent", Stricter},
      {Operator::Min, "90.5", "percent", "90", "percent", Looser},
      {Operator::Before, "03-01", "annual_date", "02-20", "annual_date", Stricter},
      {Operator::Before, "03-01", "annual_date", "03-02", "annual_date", Looser},
      {Operator::By, "2025-12-31", "date", "2025-12-30", "date", Stricter},
      {Operator::By, "2025-12-31", "date", "2026-01-01", "date", Looser},
      {Operator::Require, "true", "boolean", "true", "boolean", Equal},
      {Operator::Require, "true", "boolean", "false", "boolean", Looser},
      {Operator::Forbid, "true", "boolean", "false", "boolean", Looser},
      {Operator::Range, "3..9", "person", "4..9", "person", Stricter},
      {Operator::Range, "3..9", "person", "2..5", "person", Looser},
      {Operator::Eq, "3", "person", "4", "person", Unknown},
      {Operator::Eq, "3;5;7", "working_day", "3;5;7", "working_day", Equal},
  };
  for (const auto& each : cases) {
    SCOPED_TRACE(std::string(each.upper) + " " + each.upper_unit + " / " + each.lower + " " +
                 each.lower_unit);
    EXPECT_EQ(compare(each.op, value(each.upper, each.upper_unit), each.op,
                      value(each.lower, each.lower_unit)),
              each.want);
  }
  // Before 1 March ends on the last of February; by 1 March includes the day.
  const auto march = value("03-01", "annual_date");
  EXPECT_EQ(compare(Operator::By, march, Operator::Before, march), Stricter);
  EXPECT_EQ(compare(Operator::Before, march, Operator::By, march), Looser);
  EXPECT_EQ(compare(Operator::Max, value("5", "month"), Operator::Min, value("5", "month")),
            Unknown);
}

/// What `compare` calls stricter is never later (or, as a minimum, never earlier) on any day.
RC_GTEST_PROP(Strictness, HoldsOnEveryDay, ()) {
  const std::vector<std::string> units{"working_day", "calendar_day", "week", "month", "year"};
  const auto pick = [&] {
    const auto unit = *rc::gen::elementOf(units);
    const int most = unit == "year" ? 3 : unit == "month" ? 15 : unit == "week" ? 12 : 90;
    return value(std::to_string(*rc::gen::inRange(0, most)), unit);
  };
  const auto op = *rc::gen::element(Operator::Max, Operator::Min, Operator::Before);
  const auto upper = pick(), lower = pick();
  const auto strictness = compare(op, upper, op, lower);
  RC_PRE(strictness == Strictness::Stricter || strictness == Strictness::Looser);
  // The longest run of holidays that ever was, in a calendar of its own.
  calendar::Notice notice;
  notice.id = "x";
  notice.notice_on = base::make_date(2020, 1, 1);
  for (int i = 0; i < 9; ++i)
    notice.days.push_back({base::add_days(base::make_date(2026, 2, 14), i), {}, ""});
  const auto made = calendar::Calendar::make({notice});
  RC_ASSERT(made.has_value());
  const auto view = made->view("CN", base::make_date(2026, 1, 1));
  const auto start = base::add_days(base::make_date(2025, 12, 1), *rc::gen::inRange(0, 200));
  const auto first = calendar::last_day(view, *upper.period(op), start);
  const auto second = calendar::last_day(view, *lower.period(op), start);
  RC_ASSERT(first.has_value() && second.has_value());
  const bool earlier = (op == Operator::Min) == (strictness == Strictness::Looser);
  if (earlier)
    RC_ASSERT(*second <= *first);
  else
    RC_ASSERT(*second >= *first);
}

TEST(Unit, InWords) {
  EXPECT_EQ(in_words(value("7", "working_day")), "7个工作日");
  EXPECT_EQ(in_words(value("30", "calendar_day")), "30日");
  EXPECT_EQ(in_words(value("03-01", "annual_date")), "3月1日");
  EXPECT_EQ(in_words(value("99.5", "percent")), "99.5%");
  EXPECT_EQ(in_words(value("4", "per_year")), "每年4次");
  EXPECT_EQ(in_words(value("true", "boolean")), "是");
}

TEST(Unit, MisfitsAreTold) {
  struct Case {
    const char *text, *unit;
    Operator op;
    bool fits;
  };
  const Case cases[] = {{"7", "working_day", Operator::Max, true},
                        {"7.5", "working_day", Operator::Max, false},
                        {"-1", "working_day", Operator::Max, false},
                        {"10001", "calendar_day", Operator::Max, false},
                        {"71.4", "percent", Operator::Min, true},
                        {"2;3;5", "working_day", Operator::Eq, true},
                        {"2;3;5", "working_day", Operator::Max, false},
                        {"1..3", "person", Operator::Range, true},
                        {"3..1", "person", Operator::Range, false},
                        {"3", "person", Operator::Range, false},
                        {"02-29", "annual_date", Operator::By, true},
                        {"02-30", "annual_date", Operator::By, false},
                        {"2026-02-28", "date", Operator::By, true},
                        {"02-28", "date", Operator::By, false},
                        {"true", "boolean", Operator::Require, true},
                        {"1", "boolean", Operator::Require, false},
                        {"24:00", "time", Operator::Eq, true}};
  for (const auto& each : cases)
    EXPECT_EQ(misfit(value(each.text, each.unit), each.op).empty(), each.fits)
        << each.text << " " << each.unit;
}

} // namespace
} // namespace plumb::pack
