// SPDX-License-Identifier: Apache-2.0
#include "naive_model.hpp"
#include "pack_calendar.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace plumb::calendar {
namespace {

const Date kToday = base::make_date(2026, 11, 22);

Date on(std::string_view text) {
  return must_parse(text);
}

View national(Date known_on = kToday) {
  return pack_calendar().view("CN", known_on);
}

constexpr Period working_days(int n, Bound bound = Bound::Max) {
  return {n, Unit::WorkingDay, bound};
}
constexpr Period calendar_days(int n, Bound bound = Bound::Max) {
  return {n, Unit::CalendarDay, bound};
}
constexpr Period months(int n, Bound bound = Bound::Max) {
  return {n, Unit::Month, bound};
}

// Deadlines worked out by hand from the law and the notices; each says what it is there for.
TEST(Period, WorkedDeadlines) {
  struct Case {
    const char* about;
    const char* jurisdiction;
    Period period;
    const char *start, *last_day;
    bool estimate = false;
  };
  const Case cases[] = {
      {"information asked for before National Day: two make-up days count, nine days off do not",
       "CN", working_days(20), "2026-09-18", "2026-10-22"},
      {"information, the regulation of 2008, its last day", "CN", working_days(15), "2019-05-14",
       "2019-06-04"},
      {"information, the regulation of 2019, its first day", "CN", working_days(20), "2019-05-15",
       "2019-06-13"},
      {"publicity over the Spring Festival that was made longer: 1 February is no make-up day",
       "CN", working_days(7), "2020-01-20", "2020-02-06"},
      {"reply in reconsideration before 2024: calendar days, over New Year", "CN",
       calendar_days(10), "2023-12-20", "2024-01-02"},
      {"reply in reconsideration since 2024: working days", "CN", working_days(10), "2024-01-02",
       "2024-01-16"},
      {"decision in reconsideration: ends within National Day", "CN", calendar_days(60),
       "2026-08-03", "2026-10-08"},
      {"six months from 31 August: no such day in February, a Sunday besides", "CN", months(6),
       "2026-08-31", "2027-03-01", true},
      {"two months from 31 December: a Saturday, but a make-up day", "CN", months(2), "2025-12-31",
       "2026-02-28"},
      {"penalty decision: ends on the Sunday of Qingming", "CN", calendar_days(90), "2026-01-05",
       "2026-04-07"},
      {"asking for a hearing over Labour Day", "CN", working_days(5), "2026-04-24", "2026-05-06"},
      {"asking for a hearing before July 2021: calendar days, ends on a Saturday", "CN",
       calendar_days(3), "2021-07-14", "2021-07-19"},
      {"notice of a hearing, counted back over National Day", "CN", working_days(7, Bound::Before),
       "2026-10-15", "2026-09-30"},
      {"comment on a decision: at least so long", "CN", calendar_days(30, Bound::Min), "2026-03-02",
       "2026-04-01"},
      {"legality review over Spring Festival", "CN", working_days(7, Bound::Min), "2026-02-09",
       "2026-02-25"},
      {"information in Ningxia over 开斋节", "CN-NX", working_days(20), "2020-05-20", "2020-06-19"},
      {"the same by the national calendar", "CN", working_days(20), "2020-05-20", "2020-06-17"},
      {"payment: ends on a Saturday", "CN", calendar_days(30), "2026-03-12", "2026-04-13"},
      {"licence over 端午节", "CN", working_days(20), "2026-06-01", "2026-06-30"},
      {"petition into the next year", "CN", calendar_days(60), "2026-11-20", "2027-01-19", true},
  };
  for (const Case& want : cases) {
    SCOPED_TRACE(want.about);
    const View view = pack_calendar().view(want.jurisdiction, kToday);
    const auto receipt = compute(view, want.period, on(want.start));
    ASSERT_TRUE(receipt);
    EXPECT_EQ(base::to_string(receipt->last_day), want.last_day);
    EXPECT_EQ(base::to_string(*last_day(view, want.period, on(want.start))), want.last_day);
    EXPECT_EQ(receipt->estimate, want.estimate);
  }
  // The yearly report, due before 1 March: the day before is the last; in 2026 a make-up Saturday.
  const FixedDate report = fixed_date(national(), on("2026-03-01"), false);
  EXPECT_EQ(report.last_day, on("2026-02-28"));
  EXPECT_EQ(report.warn_on, on("2026-02-28"));
}

TEST(Period, CountsAsTheDayKnew) {
  // A deadline over the Spring Festival of 2020, computed before and after the festival was
  // extended.
  EXPECT_EQ(*last_day(national(on("2020-01-20")), working_days(7), on("2020-01-20")),
            on("2020-02-04"));
  EXPECT_EQ(*last_day(national(on("2020-01-26")), working_days(7), on("2020-01-20")),
            on("2020-02-06"));
  EXPECT_EQ(*last_day(national(on("2019-03-21")), working_days(3), on("2019-04-29")),
            on("2019-05-03"));
  EXPECT_EQ(*last_day(national(on("2019-03-22")), working_days(3), on("2019-04-29")),
            on("2019-05-06"));
  // Before the notice of the year: Monday to Friday, and marked.
  const auto guess = compute(national(on("2025-10-31")), working_days(5), on("2026-04-24"));
  EXPECT_EQ(guess->last_day, on("2026-05-01"));
  EXPECT_TRUE(guess->estimate);
}

TEST(Period, EdgesOfMonthsAndDays) {
  struct Case {
    Period period;
    const char *start, *unmoved, *last_day;
  };
  const Case cases[] = {
      {months(1), "2026-01-31", "2026-02-28", "2026-02-28"}, // a make-up Saturday
      {months(1), "2024-01-31", "2024-02-29", "2024-02-29"},
      {months(1), "2026-02-28", "2026-03-28", "2026-03-30"}, // the day of the same number
      {months(12), "2024-02-29", "2025-02-28", "2025-02-28"},
      {{1, Unit::Year, Bound::Max}, "2024-02-29", "2025-02-28", "2025-02-28"},
      {{2, Unit::Year, Bound::Max}, "2023-10-01", "2025-10-01", "2025-10-09"},
      {{1, Unit::Week, Bound::Max}, "2026-09-24", "2026-10-01", "2026-10-08"},
      {months(1, Bound::Before), "2026-03-31", "2026-02-28", "2026-02-28"},
      {months(1, Bound::Before), "2026-11-01", "2026-10-01", "2026-09-30"},
      {calendar_days(30, Bound::Before), "2026-11-03", "2026-10-04", "2026-09-30"},
      {calendar_days(3, Bound::Before), "2026-10-13", "2026-10-10", "2026-10-10"}, // make-up day
      {{1, Unit::Week, Bound::Before}, "2026-11-22", "2026-11-15", "2026-11-13"},
      {{1, Unit::Year, Bound::Before}, "2024-02-29", "2023-02-28", "2023-02-28"},
      // Nothing to count: the day itself, or the first on which something can be done.
      {working_days(0), "2026-10-14", "2026-10-14", "2026-10-14"},
      {working_days(0), "2026-10-03", "2026-10-03", "2026-10-08"},
      {calendar_days(0, Bound::Before), "2026-10-03", "2026-10-03", "2026-09-30"},
      {working_days(1), "2026-10-03", "2026-10-08", "2026-10-08"},
      {working_days(1, Bound::Before), "2026-10-03", "2026-09-30", "2026-09-30"},
  };
  for (const Case& want : cases) {
    SCOPED_TRACE(std::to_string(want.period.count) + " " + std::string(name_of(want.period.unit)) +
                 " " + want.start);
    const auto receipt = compute(national(), want.period, on(want.start));
    ASSERT_TRUE(receipt);
    EXPECT_EQ(base::to_string(receipt->unmoved), want.unmoved);
    EXPECT_EQ(base::to_string(receipt->last_day), want.last_day);
    EXPECT_EQ(receipt->moved, receipt->unmoved != receipt->last_day);
  }
}

TEST(Period, Pauses) {
  struct Case {
    const char* about;
    Period period;
    const char* start;
    std::vector<Pause> pauses;
    const char* last_day;
  };
  const auto pause = [](const char* from, const char* until) { return Pause{on(from), on(until)}; };
  const Case cases[] = {
      {"the day of pausing counts, that of resuming does not",
       working_days(5),
       "2026-06-01",
       {pause("2026-06-03", "2026-06-09")},
       "2026-06-12"},
      {"paused and resumed on one day: nothing happened",
       working_days(5),
       "2026-06-01",
       {pause("2026-06-03", "2026-06-03")},
       "2026-06-08"},
      {"calendar days",
       calendar_days(10),
       "2026-06-01",
       {pause("2026-06-03", "2026-06-09")},
       "2026-06-17"},
      {"months become days",
       months(1),
       "2026-06-01",
       {pause("2026-06-03", "2026-06-13")},
       "2026-07-13"},
      {"two that overlap count once",
       working_days(5),
       "2026-06-01",
       {pause("2026-06-05", "2026-06-09"), pause("2026-06-03", "2026-06-08")},
       "2026-06-12"},
      {"two in a row, told in another order",
       working_days(5),
       "2026-06-01",
       {pause("2026-06-10", "2026-06-11"), pause("2026-06-02", "2026-06-04")},
       "2026-06-10"},
      {"before the start and after the end: without effect",
       working_days(5),
       "2026-06-01",
       {pause("2026-05-01", "2026-05-20"), pause("2026-06-08", "2026-06-30")},
       "2026-06-08"},
      {"already paused at the start",
       working_days(5),
       "2026-06-01",
       {pause("2026-05-28", "2026-06-03")},
       "2026-06-10"},
      {"open: until the day on which it is asked",
       working_days(5),
       "2026-11-16",
       {Pause{on("2026-11-17"), {}}},
       "2026-11-26"},
      {"open, from a later day: without effect yet",
       working_days(5),
       "2026-11-16",
       {Pause{on("2027-11-17"), {}}},
       "2026-11-23"},
      {"the move off a rest day passes over paused days",
       calendar_days(5),
       "2026-06-01",
       {pause("2026-06-06", "2026-06-09")},
       "2026-06-10"},
      {"counted back",
       working_days(3, Bound::Before),
       "2026-06-12",
       {pause("2026-06-08", "2026-06-10")},
       "2026-06-05"},
      {"nothing left to count",
       working_days(0),
       "2026-06-02",
       {pause("2026-06-01", "2026-06-30")},
       "2026-06-02"},
  };
  for (const Case& want : cases) {
    SCOPED_TRACE(want.about);
    const auto receipt = compute(national(), want.period, on(want.start), want.pauses);
    ASSERT_TRUE(receipt);
    EXPECT_EQ(base::to_string(receipt->last_day), want.last_day);
    EXPECT_EQ(receipt->pauses, want.pauses);
  }
}

std::string told(const Receipt& receipt) {
  std::string text;
  for (const Skipped& skipped : receipt.skipped)
    text += base::to_string(skipped.from) + ".." +
            base::to_string(base::add_days(skipped.until, -1)) + " " + skipped.reason + " " +
            skipped.name + "\n";
  for (const Date day : receipt.makeup_days)
    text += base::to_string(day) + " counted\n";
  return text;
}

TEST(Receipt, TellsEveryDayThatDidNotCount) {
  struct Case {
    const char* about;
    Period period;
    const char* start;
    std::vector<Pause> pauses;
    int days_counted;
    const char* want;
  };
  const Case cases[] = {
      {"over National Day",
       working_days(12),
       "2026-09-18",
       {},
       12,
       "2026-09-19..2026-09-19 weekend \n"
       "2026-09-25..2026-09-27 holiday 中秋节\n"
       "2026-10-01..2026-10-07 holiday 国庆节\n"
       "2026-10-11..2026-10-11 weekend \n"
       "2026-09-20 counted\n"
       "2026-10-10 counted\n"},
      {"calendar days, moved off a holiday",
       calendar_days(60),
       "2026-08-03",
       {},
       60,
       "2026-10-02..2026-10-07 rest_day 国庆节\n"},
      {"calendar days to a make-up day", months(2), "2025-12-31", {}, 59, "2026-02-28 counted\n"},
      {"pause among weekends",
       working_days(5),
       "2026-06-01",
       {{on("2026-06-05"), on("2026-06-09")}},
       5,
       "2026-06-06..2026-06-09 pause \n"},
      {"pause of calendar days, moved",
       calendar_days(6),
       "2026-06-02",
       {{on("2026-06-03"), on("2026-06-08")}},
       6,
       "2026-06-04..2026-06-08 pause \n2026-06-13..2026-06-14 rest_day \n"},
      {"counted back",
       working_days(7, Bound::Before),
       "2026-10-15",
       {},
       7,
       "2026-10-01..2026-10-07 holiday 国庆节\n"
       "2026-10-11..2026-10-11 weekend \n"
       "2026-10-10 counted\n"},
      {"a lead time moved earlier",
       calendar_days(30, Bound::Before),
       "2026-11-03",
       {},
       30,
       "2026-10-01..2026-10-04 rest_day 国庆节\n"},
      {"a weekend beside a holiday is told apart",
       working_days(3),
       "2019-04-03",
       {},
       3,
       "2019-04-05..2019-04-05 holiday 清明节\n"
       "2019-04-06..2019-04-07 weekend \n"},
  };
  for (const Case& want : cases) {
    SCOPED_TRACE(want.about);
    const auto receipt = compute(national(), want.period, on(want.start), want.pauses);
    ASSERT_TRUE(receipt);
    EXPECT_EQ(told(*receipt), want.want);
    EXPECT_EQ(receipt->days_counted, want.days_counted);
    EXPECT_EQ(receipt->period, want.period);
    EXPECT_EQ(receipt->start, on(want.start));
    EXPECT_EQ(receipt->jurisdiction, "CN");
    EXPECT_EQ(receipt->calendar_version, national().version());
    EXPECT_EQ(receipt->known_on, kToday);
  }
  const auto receipt = compute(national(), working_days(7), on("2020-01-20"));
  EXPECT_EQ(receipt->skipped.back().notice_id, "国办发明电〔2020〕1号");
}

TEST(Receipt, SaysWhenItIsAnEstimate) {
  // Calendar days only ask for the kind of the last days, working days for all on the way.
  EXPECT_FALSE(compute(national(), calendar_days(400), on("2013-06-03"))->estimate);
  EXPECT_TRUE(compute(national(), working_days(400), on("2013-06-03"))->estimate);
  EXPECT_TRUE(compute(national(), calendar_days(30), on("2026-12-20"))->estimate);
  EXPECT_FALSE(compute(national(), calendar_days(11), on("2026-12-20"))->estimate);
  // Ends on the last day that is settled, moves into the year that is not.
  EXPECT_TRUE(
      compute(pack_calendar().view("CN", on("2017-11-01")), calendar_days(1), on("2017-12-30"))
          ->estimate);
}

TEST(Period, Refusals) {
  const View view = national();
  const auto id = [&](const Period& period, Date start, std::vector<Pause> pauses = {}) {
    const auto receipt = compute(view, period, start, pauses);
    const auto date = last_day(view, period, start, pauses);
    EXPECT_EQ(receipt.has_value(), date.has_value());
    if (!receipt) {
      EXPECT_EQ(receipt.error(), date.error());
    }
    return receipt ? std::string() : receipt.error().id;
  };
  const Date start = on("2026-01-01");
  EXPECT_EQ(id(working_days(-1), start), "calendar.bad_period");
  EXPECT_EQ(id(working_days(10'001), start), "calendar.bad_period");
  EXPECT_EQ(id(working_days(10'000), start), "");
  EXPECT_EQ(id(calendar_days(10'000, Bound::Before), start), "");
  EXPECT_EQ(id({7'000, Unit::Year, Bound::Max}, start), "");
  EXPECT_EQ(id({10'000, Unit::Year, Bound::Max}, start), "calendar.out_of_range");
  EXPECT_EQ(id({10'000, Unit::Year, Bound::Before}, start), "calendar.out_of_range");
  EXPECT_EQ(id(working_days(1), base::make_date(2026, 2, 30)), "calendar.out_of_range");
  EXPECT_EQ(id(working_days(1), base::make_date(10'000, 1, 1)), "calendar.out_of_range");
  EXPECT_EQ(id(working_days(1), start, {{on("2026-01-05"), on("2026-01-04")}}),
            "calendar.bad_pause");
  EXPECT_EQ(id(working_days(1), start, {{base::make_date(2026, 2, 30), {}}}), "calendar.bad_pause");
}

TEST(Period, Names) {
  for (const Unit unit : {Unit::WorkingDay, Unit::CalendarDay, Unit::Week, Unit::Month, Unit::Year})
    EXPECT_EQ(parse_unit(name_of(unit)), unit);
  for (const Bound bound : {Bound::Max, Bound::Min, Bound::Before})
    EXPECT_EQ(parse_bound(name_of(bound)), bound);
  EXPECT_EQ(name_of(Unit::WorkingDay), "working_day");
  EXPECT_EQ(name_of(Bound::Before), "before");
  EXPECT_FALSE(parse_unit("day"));
  EXPECT_FALSE(parse_bound(""));
}

TEST(FixedDate, NeverMoves) {
  struct Case {
    const char* day;
    bool inclusive;
    const char *last_day, *warn_on;
    bool estimate = false;
  };
  const Case cases[] = {
      {"2026-01-31", true, "2026-01-31", "2026-01-30"},  // a Saturday
      {"2026-01-31", false, "2026-01-30", "2026-01-30"}, // before it
      {"2026-04-01", false, "2026-03-31", "2026-03-31"},
      {"2026-10-05", true, "2026-10-05", "2026-09-30"},
      {"2024-03-01", false, "2024-02-29", "2024-02-29"},
      {"2027-01-02", true, "2027-01-02", "2026-12-31", true},
  };
  for (const Case& want : cases) {
    const FixedDate got = fixed_date(national(), on(want.day), want.inclusive);
    EXPECT_EQ(base::to_string(got.last_day), want.last_day);
    EXPECT_EQ(base::to_string(got.warn_on), want.warn_on);
    EXPECT_EQ(got.estimate, want.estimate) << want.day;
  }
}

TEST(Hours, SkipNothing) {
  EXPECT_EQ(add_hours(1'000, 24), 86'401'000);
  EXPECT_EQ(add_hours(0, -1), -3'600'000);
  EXPECT_EQ(add_hours(0, 2'000'000'000), 7'200'000'000'000'000);
}

struct Drawn {
  Period period;
  Date start;
  std::vector<Pause> pauses;
};

Drawn draw(Date first, int days) {
  Drawn drawn;
  drawn.period.unit = static_cast<Unit>(*rc::gen::inRange(0, 5));
  drawn.period.bound = static_cast<Bound>(*rc::gen::inRange(0, 3));
  const int most[] = {90, 120, 20, 14, 3};
  drawn.period.count = *rc::gen::inRange(0, most[static_cast<int>(drawn.period.unit)]);
  drawn.start = base::add_days(first, *rc::gen::inRange(0, days));
  for (int n = *rc::gen::inRange(0, 4); n > 0; --n) {
    Pause pause{base::add_days(drawn.start, *rc::gen::inRange(-60, 60)), {}};
    if (*rc::gen::inRange(0, 6) > 0)
      pause.until = base::add_days(pause.from, *rc::gen::inRange(0, 40));
    drawn.pauses.push_back(pause);
  }
  return drawn;
}

RC_GTEST_PROP(PeriodProperty, EqualsWalkingDayByDay, (bool in_ningxia)) {
  const Drawn drawn = draw(on("2014-01-01"), 5'200);
  // Known soon after the start, so that open pauses, mid-year changes and unsettled years occur.
  const Date known_on = base::add_days(drawn.start, *rc::gen::inRange(-30, 200));
  const View view = pack_calendar().view(in_ningxia ? "CN-NX" : "CN", known_on);
  const auto is_working = [&](Date day) { return view.day(day).working; };
  const Date want = naive::last_day(is_working, drawn.period, drawn.start, drawn.pauses, known_on);
  RC_ASSERT(*last_day(view, drawn.period, drawn.start, drawn.pauses) == want);
  RC_ASSERT(compute(view, drawn.period, drawn.start, drawn.pauses)->last_day == want);
}

RC_GTEST_PROP(PeriodProperty, AReceiptAddsUp, ()) {
  const Drawn drawn = draw(on("2014-01-01"), 5'200);
  const View view = national();
  const auto receipt = *compute(view, drawn.period, drawn.start, drawn.pauses);
  const bool back = drawn.period.bound == Bound::Before;
  const auto days = [](Date from, Date until) {
    return static_cast<int>((std::chrono::sys_days{until} - std::chrono::sys_days{from}).count());
  };
  int skipped = 0;
  Date end = back ? receipt.last_day : drawn.start;
  for (const Skipped& each : receipt.skipped) {
    RC_ASSERT(end <= each.from);
    RC_ASSERT(each.from < each.until);
    end = each.until;
    const bool of_move = back ? each.from <= receipt.unmoved : receipt.unmoved <= each.from;
    if (!receipt.moved || !of_move) skipped += days(each.from, each.until);
  }
  RC_ASSERT(end <= (back ? drawn.start : receipt.last_day) || drawn.period.count == 0);
  const int way = back ? days(receipt.unmoved, drawn.start) : days(drawn.start, receipt.unmoved);
  RC_ASSERT(way == skipped + receipt.days_counted);
  RC_ASSERT(view.is_working(receipt.last_day));
  RC_ASSERT((back ? receipt.last_day <= receipt.unmoved : receipt.unmoved <= receipt.last_day));
}

RC_GTEST_PROP(PeriodProperty, ALongerPeriodNeverEndsEarlier, ()) {
  Drawn drawn = draw(on("2014-01-01"), 5'200);
  const View view = national();
  const Date shorter = *last_day(view, drawn.period, drawn.start, drawn.pauses);
  ++drawn.period.count;
  const Date longer = *last_day(view, drawn.period, drawn.start, drawn.pauses);
  RC_ASSERT((drawn.period.bound == Bound::Before ? longer <= shorter : shorter <= longer));
}

} // namespace
} // namespace plumb::calendar
