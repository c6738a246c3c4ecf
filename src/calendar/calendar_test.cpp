// SPDX-License-Identifier: Apache-2.0
#include "naive_model.hpp"
#include "pack_calendar.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <thread>

namespace plumb::calendar {
namespace {

const Date kToday = base::make_date(2026, 11, 22);

Date on(std::string_view text) {
  return must_parse(text);
}

View national(Date known_on = kToday) {
  return pack_calendar().view("CN", known_on);
}

TEST(View, KnowsTheDaysOfTheNotices) {
  struct Case {
    const char *date, *jurisdiction, *known_on;
    bool working, estimate;
    const char *name, *notice_id;
  };
  const Case cases[] = {
      {"2026-10-01", "CN", "2026-11-22", false, false, "国庆节", "国办发明电〔2025〕7号"},
      {"2026-10-10", "CN", "2026-11-22", true, false, "国庆节", "国办发明电〔2025〕7号"},
      {"2026-10-12", "CN", "2026-11-22", true, false, "", ""},
      {"2026-10-17", "CN", "2026-11-22", false, false, "", ""},
      // The year was not settled yet on the day before the notice.
      {"2026-10-01", "CN", "2025-11-03", true, true, "", ""},
      {"2026-10-10", "CN", "2025-11-03", false, true, "", ""},
      {"2026-10-01", "CN", "2025-11-04", false, false, "国庆节", "国办发明电〔2025〕7号"},
      // Changed in mid-year: 2015, 2019 and 2020.
      {"2015-09-03", "CN", "2015-05-12", true, false, "", ""},
      {"2015-09-03", "CN", "2015-05-13", false, false, "抗战胜利70周年纪念日",
       "国发明电〔2015〕1号"},
      {"2015-09-06", "CN", "2015-05-12", false, false, "", ""},
      {"2015-09-06", "CN", "2015-05-13", true, false, "抗战胜利70周年纪念日",
       "国发明电〔2015〕1号"},
      {"2019-05-01", "CN", "2019-03-21", false, false, "劳动节", "国办发明电〔2018〕15号"},
      {"2019-05-02", "CN", "2019-03-21", true, false, "", ""},
      {"2019-05-02", "CN", "2019-03-22", false, false, "劳动节", "国办发明电〔2019〕3号"},
      {"2019-04-28", "CN", "2019-03-21", false, false, "", ""},
      {"2019-04-28", "CN", "2019-03-22", true, false, "劳动节", "国办发明电〔2019〕3号"},
      {"2020-01-31", "CN", "2020-01-25", true, false, "", ""},
      {"2020-01-31", "CN", "2020-01-26", false, false, "春节", "国办发明电〔2020〕1号"},
      {"2020-02-01", "CN", "2020-01-25", true, false, "春节", "国办发明电〔2019〕16号"},
      {"2020-02-01", "CN", "2020-01-26", false, false, "春节", "国办发明电〔2020〕1号"},
      // The last days of a year belong to the next year's notice.
      {"2018-12-29", "CN", "2026-11-22", true, false, "元旦", "国办发明电〔2018〕15号"},
      // A region adds to the country; its own places follow it.
      {"2020-05-25", "CN", "2026-11-22", true, false, "", ""},
      {"2020-05-25", "CN-NX", "2026-11-22", false, false, "开斋节", "宁夏2020年节假日安排"},
      {"2020-05-25", "CN-NX-YC", "2026-11-22", false, false, "开斋节", "宁夏2020年节假日安排"},
      {"2020-05-25", "CN-NXX", "2026-11-22", true, false, "", ""},
      {"2020-10-01", "CN-NX", "2026-11-22", false, false, "国庆节、中秋节",
       "国办发明电〔2019〕16号"},
      // A region that gives notices of its own has not told this year yet.
      {"2026-06-01", "CN-NX", "2026-11-22", true, true, "", ""},
      {"2026-06-01", "CN-GX", "2026-11-22", true, false, "", ""},
      // Computed from the law: counted, and an estimate.
      {"2027-10-01", "CN", "2026-11-22", false, true, "国庆节", "2027年推算"},
      {"2027-10-08", "CN", "2026-11-22", true, true, "", ""},
      {"2028-01-03", "CN", "2026-11-22", true, true, "", ""},
      {"2013-12-31", "CN", "2026-11-22", true, true, "", ""},
  };
  for (const Case& want : cases) {
    SCOPED_TRACE(std::string(want.date) + " " + want.jurisdiction + " " + want.known_on);
    const DayStatus got =
        pack_calendar().view(want.jurisdiction, on(want.known_on)).day(on(want.date));
    EXPECT_EQ(got.working, want.working);
    EXPECT_EQ(got.estimate, want.estimate);
    EXPECT_EQ(got.name, want.name);
    EXPECT_EQ(got.notice_id, want.notice_id);
  }
}

TEST(View, FindsWorkingDays) {
  const View view = national();
  EXPECT_EQ(view.nth_working_day(on("2026-09-30"), 1), on("2026-10-08"));
  EXPECT_EQ(view.nth_working_day(on("2026-10-08"), -1), on("2026-09-30"));
  EXPECT_EQ(view.nth_working_day(on("2026-10-03"), 0), on("2026-10-03"));
  EXPECT_EQ(view.next_working_day(on("2026-10-01")), on("2026-10-08"));
  EXPECT_EQ(view.next_working_day(on("2026-10-10")), on("2026-10-10"));
  EXPECT_EQ(view.previous_working_day(on("2026-10-07")), on("2026-09-30"));
  EXPECT_EQ(view.working_days(on("2026-10-01"), on("2026-11-01")), 18);
  EXPECT_EQ(view.working_days(on("2026-11-01"), on("2026-10-01")), 0);
  EXPECT_TRUE(view.is_settled(on("2014-01-01"), on("2027-01-01")));
  EXPECT_FALSE(view.is_settled(on("2013-12-31"), on("2014-01-02")));
  EXPECT_FALSE(view.is_settled(on("2026-12-31"), on("2027-01-02")));
  EXPECT_TRUE(view.is_settled(on("2027-01-02"), on("2027-01-02")));
}

TEST(View, CountsWeekdaysWhereNothingIsKnown) {
  for (const View& view : {View(), Calendar().view("CN", kToday)}) {
    EXPECT_TRUE(view.is_working(on("2026-10-01")));
    EXPECT_TRUE(view.day(on("2026-10-01")).estimate);
    EXPECT_FALSE(view.is_working(on("2026-10-03")));
    EXPECT_EQ(view.nth_working_day(on("2026-10-02"), 1), on("2026-10-05"));
    EXPECT_EQ(view.version(), "0");
  }
  const View view = national();
  EXPECT_EQ(view.nth_working_day(on("1900-01-01"), 5), on("1900-01-08"));
  EXPECT_EQ(view.nth_working_day(on("2300-01-01"), -5), on("2299-12-25"));
  // As far as a date can be named.
  EXPECT_EQ(view.nth_working_day(on("2026-01-01"), 2'000'000'000).year(), std::chrono::year::max());
  EXPECT_EQ(view.nth_working_day(on("2026-01-01"), -2'000'000'000).year(),
            std::chrono::year::min());
}

TEST(View, OutlivesItsCalendar) {
  View view;
  {
    const auto calendar = *Calendar::make(read_pack_notices());
    view = calendar.view("CN-NX", kToday);
  }
  EXPECT_EQ(view.day(on("2020-05-25")).name, "开斋节");
  EXPECT_EQ(view.jurisdiction(), "CN-NX");
  EXPECT_EQ(view.known_on(), kToday);
}

TEST(View, NamesItsVersion) {
  EXPECT_EQ(national().version().rfind("国办发明电〔2025〕7号/17/", 0), 0u) << national().version();
  EXPECT_EQ(national().version(), national(on("2025-11-04")).version());
  EXPECT_NE(national().version(), national(on("2025-11-03")).version());
  EXPECT_NE(national().version(), pack_calendar().view("CN-NX", kToday).version());
  EXPECT_EQ(national().version(), pack_calendar().view("CN-GX", kToday).version());
}

Notice notice(std::string id, std::string_view known, std::vector<NoticeDay> days) {
  Notice out;
  out.id = std::move(id);
  out.notice_on = on(known);
  out.days = std::move(days);
  return out;
}

TEST(Calendar, RefusesWhatCannotBeANotice) {
  const auto good = notice("甲", "2026-01-01", {{on("2026-03-02"), DayKind::Holiday, "节"}});
  struct Case {
    const char* id;
    void (*spoil)(std::vector<Notice>&);
  };
  const Case cases[] = {
      {"", [](auto&) {}},
      {"calendar.duplicate_notice", [](auto& all) { all.push_back(all[0]); }},
      {"calendar.day_twice", [](auto& all) { all[0].days.push_back(all[0].days[0]); }},
      {"calendar.empty_notice", [](auto& all) { all[0].days.clear(); }},
      {"calendar.empty_notice", [](auto& all) { all[0].id.clear(); }},
      {"calendar.bad_range", [](auto& all) { all[0].settles_from = on("2026-01-01"); }},
      {"calendar.bad_range",
       [](auto& all) {
         all[0].settles_from = on("2026-01-01");
         all[0].settles_until = on("2026-01-01");
       }},
      {"calendar.bad_range",
       [](auto& all) {
         all[0].settles_from = on("2026-01-01");
         all[0].settles_until = on("2150-01-02");
       }},
      {"calendar.bad_range", [](auto& all) { all[0].days[0].on = base::make_date(2026, 2, 30); }},
      {"calendar.bad_range", [](auto& all) { all[0].days[0].on = on("1948-12-31"); }},
      {"calendar.bad_range", [](auto& all) { all[0].notice_on = Date{}; }},
      {"", // a year without any day off is a notice too
       [](auto& all) {
         all[0].days.clear();
         all[0].settles_from = on("2149-01-01");
         all[0].settles_until = on("2150-01-01");
       }},
  };
  for (std::size_t i = 0; i < std::size(cases); ++i) {
    SCOPED_TRACE(i);
    std::vector<Notice> all{good};
    cases[i].spoil(all);
    const auto made = Calendar::make(all);
    EXPECT_EQ(made ? "" : made.error().id, cases[i].id);
  }
}

TEST(Calendar, ANoticeThatSettlesAYearReplacesWhatWasSaidOfIt) {
  const Date known = on("2026-11-30");
  auto of_the_year =
      notice("国办发明电〔2026〕9号", "2026-11-25", {{on("2027-01-01"), DayKind::Holiday, "元旦"}});
  of_the_year.settles_from = on("2027-01-01");
  of_the_year.settles_until = on("2028-01-01");
  const auto calendar = pack_calendar().with(of_the_year);
  ASSERT_TRUE(calendar);
  const View before = pack_calendar().view("CN", known), after = calendar->view("CN", known);
  EXPECT_TRUE(after.is_working(on("2027-10-01"))); // the computed day is gone
  EXPECT_TRUE(after.is_settled(on("2027-01-01"), on("2028-01-01")));
  EXPECT_FALSE(before.is_working(on("2027-10-01")));
  const auto changes = compare(before, after, on("2027-09-01"), on("2027-11-01"));
  ASSERT_EQ(changes.size(), 2u); // 2 and 3 October 2027 are a weekend
  EXPECT_EQ(changes[0].on, on("2027-09-15"));
  EXPECT_EQ(changes[0].name, "中秋节");
  EXPECT_FALSE(changes[0].was_working);
  EXPECT_TRUE(changes[0].is_working);
  EXPECT_TRUE(compare(before, after, on("2014-01-01"), on("2027-01-01")).empty());
  EXPECT_FALSE(calendar->with(of_the_year));
}

TEST(Calendar, ARegionThatRepeatsTheCountryFollowsItsLaterChanges) {
  auto region = notice("云政办发〔2019〕8号", "2019-12-04",
                       {{on("2020-01-31"), DayKind::Holiday, "泽水节"},     // its own
                        {on("2020-02-01"), DayKind::MakeupDay, "春节"},     // repeated
                        {on("2020-02-08"), DayKind::MakeupDay, "泽水节"}}); // its own
  region.jurisdiction = "CN-YZ";
  region.settles_from = on("2020-01-01");
  region.settles_until = on("2021-01-01");
  const auto calendar = pack_calendar().with(region);
  ASSERT_TRUE(calendar);
  const View before = calendar->view("CN-YZ", on("2020-01-25")),
             after = calendar->view("CN-YZ", on("2020-01-26"));
  EXPECT_TRUE(before.is_working(on("2020-02-01")));
  EXPECT_FALSE(after.is_working(on("2020-02-01"))); // the country's holiday was made longer
  EXPECT_EQ(after.day(on("2020-02-01")).notice_id, "国办发明电〔2020〕1号");
  EXPECT_EQ(after.day(on("2020-01-31")).name, "泽水节");
  EXPECT_TRUE(after.is_working(on("2020-02-08")));
  EXPECT_TRUE(after.is_settled(on("2020-01-01"), on("2021-01-01")));
}

TEST(Calendar, AnsweredFromManyThreads) {
  const auto calendar = *Calendar::make(read_pack_notices());
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&calendar] {
      for (int day = 0; day < 400; ++day) {
        const View view = calendar.view(day % 2 == 0 ? "CN" : "CN-NX",
                                        base::add_days(must_parse("2019-01-01"), day));
        EXPECT_FALSE(view.is_working(must_parse("2019-01-01")));
      }
    });
  for (auto& thread : threads)
    thread.join();
}

RC_GTEST_PROP(CalendarProperty, EqualsReadingTheNoticesDayByDay, ()) {
  const Date first = must_parse("2024-12-20");
  const auto day = [&] { return base::add_days(first, *rc::gen::inRange(0, 60)); };
  std::vector<Notice> notices;
  const int count = *rc::gen::inRange(0, 7);
  for (int i = 0; i < count; ++i) {
    Notice each;
    each.id = "号" + std::to_string(i);
    each.jurisdiction =
        *rc::gen::elementOf(std::vector<std::string>{"CN", "CN", "CN-NX", "CN-NX-YC"});
    each.notice_on = base::add_days(first, *rc::gen::inRange(0, 5));
    each.provisional = *rc::gen::inRange(0, 4) == 0;
    if (*rc::gen::arbitrary<bool>()) {
      each.settles_from = day();
      each.settles_until = base::add_days(*each.settles_from, *rc::gen::inRange(1, 40));
    }
    std::set<Date> named;
    for (int n = *rc::gen::inRange(0, 12); n > 0; --n)
      named.insert(day());
    for (const Date date : named)
      each.days.push_back({date, static_cast<DayKind>(*rc::gen::inRange(0, 3)), "节"});
    if (each.days.empty() && !each.settles_from)
      each.days.push_back({first, DayKind::Holiday, "节"});
    notices.push_back(each);
  }
  const auto jurisdiction =
      *rc::gen::elementOf(std::vector<std::string>{"CN", "CN-NX", "CN-NX-YC", "CN-GX"});
  const Date known_on = base::add_days(first, *rc::gen::inRange(-1, 6));
  const View view = Calendar::make(notices)->view(jurisdiction, known_on);
  int working = 0;
  const Date from = base::add_days(first, -10), until = base::add_days(first, 110);
  std::vector<Date> working_days;
  for (Date date = from; date < until; date = base::add_days(date, 1)) {
    const auto want = naive::status_of(notices, jurisdiction, date, known_on);
    const auto got = view.day(date);
    RC_ASSERT(got.working == want.working);
    RC_ASSERT(got.estimate == want.estimate);
    RC_ASSERT(view.is_working(date) == want.working);
    RC_ASSERT(view.is_settled(date, base::add_days(date, 1)) == !want.estimate);
    RC_ASSERT(view.working_days(from, date) == working);
    if (want.working) {
      working_days.push_back(date);
      ++working;
    }
  }
  for (std::size_t i = 0; i + 1 < working_days.size(); ++i) {
    const int rest = static_cast<int>(working_days.size() - 1 - i);
    RC_ASSERT(view.nth_working_day(working_days[i], rest) == working_days.back());
    RC_ASSERT(view.nth_working_day(working_days.back(), -rest) == working_days[i]);
    RC_ASSERT(view.next_working_day(base::add_days(working_days[i], 1)) == working_days[i + 1]);
    RC_ASSERT(view.previous_working_day(base::add_days(working_days[i + 1], -1)) ==
              working_days[i]);
  }
}

} // namespace
} // namespace plumb::calendar
