// SPDX-License-Identifier: Apache-2.0
#include "plumb/indicators/indicators.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace plumb::indicators {
namespace {

using pack::PeriodKind;

TEST(Period, IsReadByItsName) {
  struct Case {
    const char *name, *from, *until;
    PeriodKind kind;
    const char* before;
  };
  for (const auto& each : std::vector<Case>{
           {"2026", "2026-01-01", "2026-12-31", PeriodKind::Year, "2025"},
           {"2026-H1", "2026-01-01", "2026-06-30", PeriodKind::HalfYear, "2025-H2"},
           {"2026-H2", "2026-07-01", "2026-12-31", PeriodKind::HalfYear, "2026-H1"},
           {"2026-Q1", "2026-01-01", "2026-03-31", PeriodKind::Quarter, "2025-Q4"},
           {"2026-Q4", "2026-10-01", "2026-12-31", PeriodKind::Quarter, "2026-Q3"},
           {"2026-11", "2026-11-01", "2026-11-30", PeriodKind::Month, "2026-10"},
           {"2026-01", "2026-01-01", "2026-01-31", PeriodKind::Month, "2025-12"},
           {"2024-02", "2024-02-01", "2024-02-29", PeriodKind::Month, "2024-01"},
           {"2026-11-22", "2026-11-22", "2026-11-22", PeriodKind::Day, "2026-11-21"},
           {"2024-03-01", "2024-03-01", "2024-03-01", PeriodKind::Day, "2024-02-29"},
           {"2022/2026", "2022-01-01", "2026-12-31", PeriodKind::FiveYears, "2017/2021"},
       }) {
    SCOPED_TRACE(each.name);
    const auto period = parse_period(each.name);
    ASSERT_TRUE(period);
    EXPECT_EQ(base::to_string(period->from), each.from);
    EXPECT_EQ(base::to_string(period->until), each.until);
    EXPECT_EQ(period->kind, each.kind);
    EXPECT_EQ(name_of(*period), each.name);
    EXPECT_EQ(name_of(previous(*period)), each.before);
    EXPECT_EQ(previous(previous(*period, 7), -7), *period);
  }
}

TEST(Period, RefusesOtherNames) {
  for (const char* name :
       {"",          "26",          "0026",        "2026-",     "2026-H0",    "2026-H3",
        "2026-Q5",   "2026-Q",      "2026-13",     "2026-00",   "2026-1",     "2026-02-30",
        "2026-02-3", "2026-02-031", "2026-11-22-", "2022/2025", "2022/2026/", "2022/",
        "2026 ",     " 2026",       "2026-h1",     "二〇二六",  "2026-Q1x",   "99999"}) {
    SCOPED_TRACE(name);
    const auto period = parse_period(name);
    ASSERT_FALSE(period);
    EXPECT_EQ(period.error().id, "indicators.bad_period");
  }
}

RC_GTEST_PROP(Period, HoldsTheDayItWasMadeFrom, ()) {
  const Date day = base::add_days(base::make_date(2000, 1, 1), *rc::gen::inRange(0, 20'000));
  const auto kind =
      *rc::gen::element(PeriodKind::Day, PeriodKind::Month, PeriodKind::Quarter,
                        PeriodKind::HalfYear, PeriodKind::Year, PeriodKind::FiveYears);
  const auto period = period_of(kind, day);
  RC_ASSERT(period.from <= day);
  RC_ASSERT(day <= period.until);
  RC_ASSERT(period.kind == kind);
  const auto again = parse_period(name_of(period));
  RC_ASSERT(again.has_value());
  RC_ASSERT(*again == period);
  // The one before ends where this one begins.
  RC_ASSERT(base::add_days(previous(period).until, 1) == period.from);
  RC_ASSERT(previous(previous(period, 2), -1) == previous(period));
}

} // namespace
} // namespace plumb::indicators
