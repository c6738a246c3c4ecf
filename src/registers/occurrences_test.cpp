// SPDX-License-Identifier: Apache-2.0
// Duties that come again, as tables: periods, rules, leads, and the time that they are in force.
#include "recurrence.hpp"
#include "test_support.hpp"

namespace plumb::registers::testing {
namespace {

using Every = pack::Obligation::Every;

std::string shown(const std::vector<Occurrence>& found) {
  std::string text;
  for (const auto& each : found)
    text += (text.empty() ? "" : " ") + each.period + ":" + base::to_string(each.opens_on) + ">" +
            base::to_string(each.due_on);
  return text;
}

struct Duty {
  const char* name;
  Every every;
  int due_day;
  const char* due_date;
  int months_after, lead;
  const char *from, *until, *wanted;
};

TEST(Occurrences, OfPeriods) {
  const Duty table[] = {
      {"the period's end", Every::Month, 0, "", 0, 0, "2026-01-01", "2026-02-28",
       "2026-01:2026-01-01>2026-01-31 2026-02:2026-02-01>2026-02-28"},
      {"a day of the month", Every::Month, 25, "", 0, 10, "2026-11-01", "2026-12-31",
       "2026-11:2026-11-15>2026-11-25 2026-12:2026-12-15>2026-12-25"},
      {"a month without that day ends earlier", Every::Month, 31, "", 0, 0, "2028-02-01",
       "2028-02-29", "2028-02:2028-02-01>2028-02-29"},
      {"a lead that begins in the month before", Every::Month, 5, "", 0, 10, "2026-03-20",
       "2026-03-31", "2026-04:2026-03-26>2026-04-05"},
      {"the opening day counts, not the last one", Every::Month, 25, "", 0, 10, "2026-11-16",
       "2026-12-14", ""},
      {"both ends of what is asked belong to it", Every::Month, 25, "", 0, 10, "2026-11-15",
       "2026-11-15", "2026-11:2026-11-15>2026-11-25"},
      {"behind the month", Every::Month, 5, "", 1, 3, "2026-12-01", "2027-01-31",
       "2026-11:2026-12-02>2026-12-05 2026-12:2027-01-02>2027-01-05"},
      {"a quarter", Every::Quarter, 0, "", 0, 0, "2026-01-01", "2026-12-31",
       "2026-Q1:2026-01-01>2026-03-31 2026-Q2:2026-04-01>2026-06-30 "
       "2026-Q3:2026-07-01>2026-09-30 2026-Q4:2026-10-01>2026-12-31"},
      {"a day of the quarter's last month", Every::Quarter, 20, "", 0, 5, "2026-06-01",
       "2026-09-30", "2026-Q2:2026-06-15>2026-06-20 2026-Q3:2026-09-15>2026-09-20"},
      {"behind the quarter", Every::Quarter, 10, "", 1, 9, "2026-10-01", "2026-10-01",
       "2026-Q3:2026-10-01>2026-10-10"},
      {"a half-year", Every::HalfYear, 0, "", 0, 0, "2026-01-01", "2026-12-31",
       "2026-H1:2026-01-01>2026-06-30 2026-H2:2026-07-01>2026-12-31"},
      {"behind the half-year", Every::HalfYear, 15, "", 1, 14, "2026-07-01", "2027-01-01",
       "2026-H1:2026-07-01>2026-07-15 2026-H2:2027-01-01>2027-01-15"},
      {"a year", Every::Year, 0, "", 0, 0, "2026-01-01", "2026-12-31",
       "2026:2026-01-01>2026-12-31"},
      {"the November summary", Every::Year, 0, "11-05", 0, 30, "2026-01-01", "2027-12-31",
       "2026:2026-10-06>2026-11-05 2027:2027-10-06>2027-11-05"},
      {"the yearly statistics", Every::Year, 0, "01-31", 1, 30, "2027-01-01", "2027-01-01",
       "2026:2027-01-01>2027-01-31"},
      {"a month behind the year", Every::Year, 20, "", 3, 0, "2026-01-01", "2026-01-01",
       "2026:2026-01-01>2027-03-20"},
      {"a leap day", Every::Year, 0, "02-29", 0, 1, "2027-01-01", "2028-12-31",
       "2027:2027-02-27>2027-02-28 2028:2028-02-28>2028-02-29"},
      {"no such date: the year's end", Every::Year, 0, "13-40", 0, 1, "2026-01-01", "2026-12-31",
       "2026:2026-12-30>2026-12-31"},
      {"nothing asked", Every::Month, 0, "", 0, 0, "2026-02-01", "2026-01-01", ""},
      {"a lead of years", Every::Year, 0, "", 0, 800, "2026-01-01", "2026-12-31",
       "2028:2026-10-23>2028-12-31"},
  };
  for (const auto& each : table) {
    pack::Obligation duty;
    duty.every = each.every;
    duty.due_day = each.due_day;
    duty.due_date = each.due_date;
    duty.due_months_after = each.months_after;
    duty.lead_days = each.lead;
    duty.in_force_from = day("2020-01-01");
    EXPECT_EQ(shown(occurrences(duty, {}, {}, day(each.from), day(each.until))), each.wanted)
        << each.name;
  }
}

TEST(Occurrences, WhileTheDutyIsInForce) {
  pack::Obligation duty;
  duty.due_day = 25;
  duty.in_force_from = day("2026-03-10");
  duty.in_force_until = day("2026-06-25");
  const auto all = [&](Date start) {
    return shown(occurrences(duty, {}, start, day("2026-01-01"), day("2026-12-31")));
  };
  // It begins within a month: open from that day. It ends on the day on which June's is due.
  EXPECT_EQ(all({}), "2026-03:2026-03-10>2026-03-25 2026-04:2026-04-01>2026-04-25 "
                     "2026-05:2026-05-01>2026-05-25");
  EXPECT_EQ(all(day("2026-04-20")), "2026-04:2026-04-20>2026-04-25 2026-05:2026-05-01>2026-05-25");
  EXPECT_EQ(all(day("2026-04-26")), "2026-05:2026-05-01>2026-05-25");
  // A report on a year in force is due behind its end; one on the year before is not owed.
  duty.every = Every::Year;
  duty.due_day = 0;
  duty.due_date = "01-31";
  duty.due_months_after = 1;
  duty.lead_days = 30;
  duty.in_force_from = day("2026-01-01");
  duty.in_force_until = day("2027-01-01");
  EXPECT_EQ(shown(occurrences(duty, {}, {}, day("2025-01-01"), day("2030-12-31"))),
            "2026:2027-01-01>2027-01-31");
}

TEST(Occurrences, OfRules) {
  struct Case {
    const char *rule, *start;
    int lead;
    const char *from, *until, *wanted;
  };
  const Case table[] = {
      {"FREQ=MONTHLY;BYMONTHDAY=25", "2026-10-03", 5, "2026-10-01", "2026-12-31",
       "2026-10-25:2026-10-20>2026-10-25 2026-11-25:2026-11-20>2026-11-25 "
       "2026-12-25:2026-12-20>2026-12-25"},
      {"RRULE:FREQ=MONTHLY;BYMONTHDAY=15,-1", "2026-02-10", 0, "2026-02-01", "2026-02-28",
       "2026-02-15:2026-02-10>2026-02-15 2026-02-28:2026-02-10>2026-02-28"},
      {"FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1", "2026-01-01", 10, "2026-01-01", "2026-12-31",
       "2026-06-30:2026-06-20>2026-06-30 2026-12-31:2026-12-21>2026-12-31"},
      {"FREQ=WEEKLY;BYDAY=MO,FR", "2026-11-18", 0, "2026-11-16", "2026-11-23",
       "2026-11-20:2026-11-18>2026-11-20 2026-11-23:2026-11-23>2026-11-23 "
       "2026-11-27:2026-11-23>2026-11-27"},
      {"FREQ=DAILY;INTERVAL=10", "2026-01-31", 0, "2026-02-01", "2026-02-28",
       "2026-02-10:2026-02-10>2026-02-10 2026-02-20:2026-02-20>2026-02-20"},
      {"FREQ=HOURLY", "2026-01-01", 0, "2026-01-01", "2026-12-31", ""},
      {"", "2026-01-01", 0, "2026-01-01", "2026-12-31", ""},
  };
  for (const auto& each : table) {
    pack::Obligation duty;
    duty.schedule = "deadlines.rule";
    duty.lead_days = each.lead;
    duty.in_force_from = day("2020-01-01");
    EXPECT_EQ(shown(occurrences(duty, each.rule, day(each.start), day(each.from), day(each.until))),
              each.wanted)
        << each.rule;
  }
}

TEST(Recurrence, DaysOfRules) {
  struct Case {
    const char *rule, *start, *last, *wanted;
  };
  const Case table[] = {
      {"FREQ=DAILY", "2026-02-27", "2026-03-01", "2026-02-27 2026-02-28 2026-03-01"},
      {"FREQ=DAILY;BYDAY=SA,SU;BYMONTH=3", "2026-02-27", "2026-03-08",
       "2026-03-01 2026-03-07 2026-03-08"},
      {"FREQ=WEEKLY", "2026-11-18", "2026-12-03", "2026-11-18 2026-11-25 2026-12-02"},
      {"FREQ=WEEKLY;INTERVAL=2", "2026-11-18", "2026-12-20", "2026-11-18 2026-12-02 2026-12-16"},
      // The other week is counted from Monday: Tuesday of the first one lies before the start.
      {"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU", "2026-11-18", "2026-12-07",
       "2026-11-22 2026-12-01 2026-12-06"},
      {"FREQ=MONTHLY", "2026-01-31", "2026-05-31", "2026-01-31 2026-03-31 2026-05-31"},
      {"FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1", "2026-01-31", "2026-05-31",
       "2026-01-31 2026-03-31 2026-05-31"},
      {"FREQ=MONTHLY;BYMONTHDAY=-2", "2026-02-01", "2026-03-31", "2026-02-27 2026-03-30"},
      {"FREQ=MONTHLY;BYDAY=1MO", "2026-01-01", "2026-03-31", "2026-01-05 2026-02-02 2026-03-02"},
      {"FREQ=MONTHLY;BYDAY=-1FR", "2026-01-01", "2026-03-31", "2026-01-30 2026-02-27 2026-03-27"},
      {"FREQ=MONTHLY;BYDAY=+2WE,-1WE", "2026-04-01", "2026-04-30", "2026-04-08 2026-04-29"},
      {"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "2026-01-01", "2026-12-31",
       "2026-02-13 2026-03-13 2026-11-13"},
      {"FREQ=YEARLY", "2024-02-29", "2032-12-31", "2024-02-29 2028-02-29 2032-02-29"},
      {"FREQ=YEARLY;INTERVAL=2;BYMONTH=12;BYMONTHDAY=31", "2026-05-01", "2029-12-31",
       "2026-12-31 2028-12-31"},
      {"FREQ=YEARLY;BYMONTH=3,9", "2026-01-15", "2026-12-31", "2026-03-15 2026-09-15"},
      {"FREQ=YEARLY;BYMONTHDAY=31", "2026-01-01", "2026-06-30", "2026-01-31 2026-03-31 2026-05-31"},
      {"FREQ=YEARLY;BYDAY=1MO,-1SU", "2026-01-01", "2026-12-31", "2026-01-05 2026-12-27"},
      {"FREQ=YEARLY;BYMONTH=5;BYDAY=2SU", "2026-01-01", "2027-12-31", "2026-05-10 2027-05-09"},
      {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01", "2030-12-31", ""},
      {"BYMONTHDAY=1;FREQ=MONTHLY;WKST=MO", "2026-01-01", "2026-02-01", "2026-01-01 2026-02-01"},
  };
  for (const auto& each : table) {
    const auto rule = read_recurrence(each.rule);
    ASSERT_TRUE(rule) << each.rule;
    std::string days;
    for (const auto found : days_of(*rule, day(each.start), day(each.last)))
      days += (days.empty() ? "" : " ") + base::to_string(found);
    EXPECT_EQ(days, each.wanted) << each.rule;
  }
}

TEST(Recurrence, WhatIsNotUnderstoodIsNone) {
  for (const auto* rule : {"",
                           "MONTHLY",
                           "FREQ",
                           "FREQ=",
                           "FREQ=SECONDLY",
                           "freq=DAILY",
                           "INTERVAL=2",
                           "FREQ=DAILY;INTERVAL=0",
                           "FREQ=DAILY;INTERVAL=1001",
                           "FREQ=DAILY;INTERVAL=x",
                           "FREQ=DAILY;INTERVAL=99999999999",
                           "FREQ=DAILY;FREQ=DAILY",
                           "FREQ=DAILY;COUNT=3",
                           "FREQ=DAILY;UNTIL=20261231",
                           "FREQ=MONTHLY;BYSETPOS=1;BYDAY=MO",
                           "FREQ=MONTHLY;BYMONTHDAY=0",
                           "FREQ=MONTHLY;BYMONTHDAY=32",
                           "FREQ=MONTHLY;BYMONTHDAY=-32",
                           "FREQ=MONTHLY;BYMONTHDAY=1,",
                           "FREQ=YEARLY;BYMONTH=13",
                           "FREQ=YEARLY;BYMONTH=-1",
                           "FREQ=WEEKLY;BYMONTHDAY=1",
                           "FREQ=WEEKLY;BYDAY=1MO",
                           "FREQ=WEEKLY;BYDAY=XX",
                           "FREQ=MONTHLY;BYDAY=0MO",
                           "FREQ=MONTHLY;BYDAY=54MO",
                           "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=1",
                           "FREQ=DAILY;WKST=SU",
                           "FREQ=DAILY;",
                           ";FREQ=DAILY"})
    EXPECT_FALSE(read_recurrence(rule)) << rule;
  EXPECT_FALSE(read_recurrence("FREQ=MONTHLY;BYMONTHDAY=" + std::string(500, '1')));
}

} // namespace
} // namespace plumb::registers::testing
