// SPDX-License-Identifier: Apache-2.0
// Buckets, stretches, differences and sums of cells, without a database.
#include "invented_pack.hpp"
#include "lacking.hpp"
#include "plumb/indicators/cells.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

namespace plumb::indicators {

// NOLINTNEXTLINE: the name that the library looks for.
void PrintTo(const Stretch& stretch, std::ostream* out) {
  *out << "DMY"[static_cast<int>(stretch.level)] << ' ' << stretch.first << '-' << stretch.last;
}

namespace {

using testing::day;

TEST(Bucket, OfEachLevel) {
  EXPECT_EQ(bucket_of(day("2026-11-22"), Level::Day), 20261122);
  EXPECT_EQ(bucket_of(day("2026-11-22"), Level::Month), 20261100);
  EXPECT_EQ(bucket_of(day("2026-11-22"), Level::Year), 20260000);
  EXPECT_EQ(bucket_of(day("0001-01-01"), Level::Day), 10101);
  EXPECT_EQ(bucket_of(day("2026-11-22"), Level::Ever), 0);
  for (const auto& [on, first] :
       {std::pair("2026-10-01", 20261001), std::pair("2026-10-10", 20261001),
        std::pair("2026-10-11", 20261011), std::pair("2026-10-20", 20261011),
        std::pair("2026-10-21", 20261021), std::pair("2026-10-31", 20261021)})
    EXPECT_EQ(bucket_of(day(on), Level::TenDays), first) << on;
}

struct SpanCase {
  const char* from; // "": from the beginning of time
  const char* until;
  std::vector<Stretch> wanted;
};
void expect_stretches(const std::vector<SpanCase>& cases, TenDays tens) {
  for (const auto& one : cases) {
    const auto from = *one.from == 0 ? std::nullopt : std::optional(day(one.from));
    EXPECT_EQ(stretches(from, day(one.until), tens), one.wanted) << one.from << " " << one.until;
  }
}

TEST(Stretches, KnowTenDays) {
  expect_stretches({{"2026-11-01", "2026-11-10", {{Level::TenDays, 20261101, 20261101}}},
                    {"2026-11-01", "2026-11-20", {{Level::TenDays, 20261101, 20261111}}},
                    {"2026-11-02", "2026-11-10", {{Level::Day, 20261102, 20261110}}},
                    {"2026-11-21", "2026-11-29", {{Level::Day, 20261121, 20261129}}},
                    {"2026-10-21", "2026-10-31", {{Level::TenDays, 20261021, 20261021}}},
                    {"2026-10-31", "2026-10-31", {{Level::Day, 20261031, 20261031}}},
                    {"2026-10-31",
                     "2026-11-10",
                     {{Level::Day, 20261031, 20261031}, {Level::TenDays, 20261101, 20261101}}},
                    {"2026-10-21", "2026-11-10", {{Level::TenDays, 20261021, 20261101}}},
                    {"2024-11-19",
                     "2026-02-13",
                     {{Level::Day, 20241119, 20241120},
                      {Level::TenDays, 20241121, 20241121},
                      {Level::Month, 20241200, 20241200},
                      {Level::Year, 20250000, 20250000},
                      {Level::Month, 20260100, 20260100},
                      {Level::TenDays, 20260201, 20260201},
                      {Level::Day, 20260211, 20260213}}},
                    {"",
                     "2026-03-13",
                     {{Level::Year, 0, 20250000},
                      {Level::Month, 20260100, 20260200},
                      {Level::TenDays, 20260301, 20260301},
                      {Level::Day, 20260311, 20260313}}}},
                   TenDays::Kept);
}

TEST(Stretches, AreTheFewest) {
  const std::vector<SpanCase> cases = {
      {"2026-11-22", "2026-11-22", {{Level::Day, 20261122, 20261122}}},
      {"2026-11-22", "2026-11-21", {}},
      {"2026-11-01", "2026-11-30", {{Level::Month, 20261100, 20261100}}},
      {"2026-01-01", "2026-12-31", {{Level::Year, 20260000, 20260000}}},
      {"2022-01-01", "2026-12-31", {{Level::Year, 20220000, 20260000}}},
      {"2026-02-01", "2026-02-28", {{Level::Month, 20260200, 20260200}}},
      {"2028-02-01", "2028-02-28", {{Level::Day, 20280201, 20280228}}},
      {"2028-02-01", "2028-02-29", {{Level::Month, 20280200, 20280200}}},
      {"2028-02-29", "2028-03-01", {{Level::Day, 20280229, 20280301}}},
      {"2026-01-15", "2026-02-10", {{Level::Day, 20260115, 20260210}}},
      {"2026-11-01", "2027-02-28", {{Level::Month, 20261100, 20270200}}},
      {"2026-01-01",
       "2026-11-22",
       {{Level::Month, 20260100, 20261000}, {Level::Day, 20261101, 20261122}}},
      {"2025-12-31", "2026-01-01", {{Level::Day, 20251231, 20260101}}},
      {"2024-11-20",
       "2026-02-03",
       {{Level::Day, 20241120, 20241130},
        {Level::Month, 20241200, 20241200},
        {Level::Year, 20250000, 20250000},
        {Level::Month, 20260100, 20260100},
        {Level::Day, 20260201, 20260203}}},
      {"", "2026-12-31", {{Level::Year, 0, 20260000}}},
      {"", "2026-01-01", {{Level::Year, 0, 20250000}, {Level::Day, 20260101, 20260101}}},
      {"", "2026-03-31", {{Level::Year, 0, 20250000}, {Level::Month, 20260100, 20260300}}},
      {"", "0000-01-01", {{Level::Day, 101, 101}}}};
  expect_stretches(cases, TenDays::Missing);
}

Date any_day() {
  return base::add_days(base::make_date(2022, 1, 1), *rc::gen::inRange(0, 2200));
}

/// How often the buckets of the stretches hold a day.
int times_in(const std::vector<Stretch>& row, Date on) {
  return static_cast<int>(std::ranges::count_if(row, [&](const Stretch& one) {
    const Bucket bucket = bucket_of(on, one.level);
    return one.first <= bucket && bucket <= one.last;
  }));
}

RC_GTEST_PROP(StretchesProperty, HoldEachDayOnceAndNoOther, ()) {
  const bool open = *rc::gen::inRange(0, 4) == 0;
  const Date from = any_day(), until = any_day();
  const auto tens = *rc::gen::element(TenDays::Kept, TenDays::Missing);
  const auto row = stretches(open ? std::nullopt : std::optional(from), until, tens);
  RC_ASSERT(row.size() <= (tens == TenDays::Kept ? 7 : 5));
  for (std::size_t i = 1; i < row.size(); ++i)
    RC_ASSERT(row[i - 1].level != row[i].level);
  for (Date at = base::make_date(2021, 12, 1); at < base::make_date(2028, 3, 1);
       at = base::add_days(at, 1))
    RC_ASSERT(times_in(row, at) == ((open || from <= at) && at <= until ? 1 : 0));
}

TEST(Difference, IsWhatMustBeAdded) {
  const Contribution a{"east", "", day("2026-03-01"), 1}, b{"east", "", day("2026-03-02"), 1},
      c{"west", "dyke", day("2026-03-01"), 250};
  const auto minus = [](Contribution one) {
    one.amount = -one.amount;
    return one;
  };
  auto more = c;
  more.amount = 300;
  auto rest = c;
  rest.amount = 50;
  using List = std::vector<Contribution>;
  struct Case {
    List before, after, wanted;
  };
  const std::vector<Case> cases = {{{}, {}, {}},
                                   {{}, {a, c}, {a, c}},
                                   {{a, c}, {}, {minus(a), minus(c)}},
                                   {{a, c}, {a, c}, {}},
                                   {{a}, {b}, {minus(a), b}},
                                   {{a, c}, {a, more}, {rest}},
                                   {{b, c}, {a, c}, {a, minus(b)}}};
  for (const auto& one : cases)
    EXPECT_EQ(difference(one.before, one.after), one.wanted);
}

TEST(CellSums, AddToThirteenCellsInTheOrderOfTheTable) {
  CellSums sums;
  sums.add("m", {"east", "dyke", day("2026-03-01"), 5}, day("2027-01-02"));
  sums.add("m", {"east", "dyke", day("2026-03-09"), 7}, day("2027-01-02"));
  sums.add("a", {"", "", day("2026-03-01"), -1}, day("2026-03-01"));
  const auto cells = sums.cells();
  ASSERT_EQ(cells.size(), 13U + 13U + 4U);
  EXPECT_TRUE(std::ranges::is_sorted(cells, {}, [](const auto& one) { return one.first; }));
  EXPECT_EQ(cells.front().first.measure, "a");
  const auto amount = [&](Level happened_level, Level known_level, Bucket happened, Bucket known) {
    const Cell wanted{"m", happened_level, known_level, happened, known, "east", "dyke"};
    for (const auto& [cell, sum] : cells)
      if (cell == wanted) return sum;
    return std::int64_t{-1};
  };
  EXPECT_EQ(amount(Level::Day, Level::Day, 20260301, 20270102), 5);
  EXPECT_EQ(amount(Level::Day, Level::Year, 20260309, 20270000), 7);
  EXPECT_EQ(amount(Level::Month, Level::Month, 20260300, 20270100), 12);
  EXPECT_EQ(amount(Level::Year, Level::Day, 20260000, 20270102), 12);
  EXPECT_EQ(amount(Level::Month, Level::Ever, 20260300, 0), 12);
  sums.clear();
  EXPECT_EQ(sums.size(), 0U);
}

// --- what a record adds ---

/// Stocks that end in each way, all from the day of opening or the day after it.
constexpr const char* kEnds = R"(
  - { id: no_end, title: 甲, register: mending, from: opened_on }
  - { id: until_only, title: 乙, register: mending, from: opened_on, until: steps.finish.on }
  - { id: through_only, title: 丙, register: mending, from: opened_on, through: due_on }
  - { id: both, title: 丁, register: mending, from: opened_on, until: steps.finish.on, through: due_on }
  - { id: after_both, title: 戊, register: mending, after: opened_on, until: steps.finish.on, through: due_on }
  - { id: opened_after, title: 己, register: mending, after: opened_on, until: steps.finish.on }
  - { id: opened_in_time, title: 庚, register: mending, after: opened_on, until: steps.finish.on, through: due_on, where: kind is not empty }
)";
constexpr const char* kPart = R"(
  - { id: in_time_share, title: 辛, kind: share, measure: opened_in_time, over: opened_after, unit: percent }
)";

class Contributions : public ::testing::Test {
protected:
  Contributions() {
    std::vector<pack::Diagnostic> faults;
    book_ = pack::Rulebook::load(testing::rules("1.0.0", std::string(testing::kMeasures) + kEnds,
                                                testing::kMending,
                                                std::string(testing::kIndicators) + kPart),
                                 faults);
    for (const auto& fault : faults)
      ADD_FAILURE() << fault.error.id << " " << fault.file << ":" << fault.line;
  }
  void SetUp() override { ASSERT_NE(book_, nullptr); }

  /// "unit part day amount; …"
  std::string of(const char* measure, const registers::Record& record) {
    const auto* declared = book_->find_register("mending");
    const auto values = registers::values_of(*declared, record, record.opened_on);
    std::string out;
    for (const auto& one :
         contributions_of(*book_->find_measure(measure), *declared, record, values))
      out += one.unit + ' ' + one.part + ' ' + base::to_string(one.on) + ' ' +
             std::to_string(one.amount) + "; ";
    return out;
  }

  static registers::Record record(const std::string& due = {}) {
    registers::Record out;
    out.record_id = "r";
    out.register_id = "mending";
    out.unit = "water";
    out.opened_on = day("2026-03-02");
    event::Json::Object fields{{"kind", "bridge"},
                               {"cost", base::Decimal{125, 1}},
                               {"site", "east"},
                               {"helpers", event::Json::Array{"west", "hill", "west"}}};
    if (!due.empty()) fields.emplace("due_on", due);
    out.fields = std::move(fields);
    out.steps.push_back({.step = "begin", .on = day("2026-03-02")});
    return out;
  }

  std::shared_ptr<const pack::Rulebook> book_;
};

TEST_F(Contributions, FlowsStandOnTheirDayForTheirUnits) {
  auto one = record();
  EXPECT_EQ(of("begun", one), "water  2026-03-02 1; ");
  EXPECT_EQ(of("bridges_begun", one), "water  2026-03-02 1; ");
  EXPECT_EQ(of("finished", one), "");
  EXPECT_EQ(of("helped", one), "hill  2026-03-02 1; west  2026-03-02 1; ");
  one.steps.push_back({.step = "finish", .on = day("2026-04-01")});
  EXPECT_EQ(of("finished", one), "water bridge 2026-04-01 1; ");
  EXPECT_EQ(of("finished_cost", one), "east bridge 2026-04-01 1250; ");
  one.fields = event::Json::Object{};
  EXPECT_EQ(of("bridges_begun", one), "");
  EXPECT_EQ(of("finished", one), "water  2026-04-01 1; ");
  EXPECT_EQ(of("finished_cost", one), "");          // no cost is none
  EXPECT_EQ(of("helped", one), "  2026-03-02 1; "); // nobody's
}

TEST_F(Contributions, StocksBeginAndEnd) {
  auto one = record();
  EXPECT_EQ(of("open_now", one), "water  2026-03-02 1; ");
  EXPECT_EQ(of("late", one), "");
  registers::ClockState due{.clock = "due", .started_on = day("2026-03-02")};
  due.due_on = day("2026-03-31");
  one.clocks = {due};
  EXPECT_EQ(of("late", one), "east  2026-04-01 1; ");
  one.clocks[0].stopped_on = day("2026-04-01"); // the first day on which it would be late
  EXPECT_EQ(of("late", one), "");
  one.clocks[0].stopped_on = day("2026-04-03");
  EXPECT_EQ(of("late", one), "east  2026-04-01 1; east  2026-04-03 -1; ");
  one.steps.push_back({.step = "finish", .on = day("2026-03-02")}); // on the same day
  EXPECT_EQ(of("open_now", one), "");
}

TEST_F(Contributions, StocksEndByTheEarlierOfTheirEnds) {
  struct Case {
    const char *finish, *due; // "": empty
    const char* ends[5];      // of each measure below; "-": never counts, "": still
  };
  constexpr const char* kStocks[] = {"no_end", "until_only", "through_only", "both", "after_both"};
  constexpr Case kCases[] = {
      {"", "", {"", "", "", "", ""}},
      {"2026-03-20", "", {"", "2026-03-20", "", "2026-03-20", "2026-03-20"}},
      {"", "2026-12-31", {"", "", "2027-01-01", "2027-01-01", "2027-01-01"}},
      {"2026-03-20", "2026-12-31", {"", "2026-03-20", "2027-01-01", "2026-03-20", "2026-03-20"}},
      {"2026-03-20", "2026-03-10", {"", "2026-03-20", "2026-03-11", "2026-03-11", "2026-03-11"}},
      // On one day: until it means not on it; the last day of the one is that before the other.
      {"2026-03-20", "2026-03-20", {"", "2026-03-20", "2026-03-21", "2026-03-20", "2026-03-20"}},
      {"2026-03-20", "2026-03-19", {"", "2026-03-20", "2026-03-20", "2026-03-20", "2026-03-20"}},
      {"", "2026-03-02", {"", "", "2026-03-03", "2026-03-03", "-"}}, // its first day, its last
      {"", "2026-03-03", {"", "", "2026-03-04", "2026-03-04", "2026-03-04"}},
      {"", "2026-03-01", {"", "", "-", "-", "-"}}, // through a day before it begins
      {"2026-03-20", "2026-03-01", {"", "2026-03-20", "-", "-", "-"}},
      {"2026-03-02", "2026-03-20", {"", "-", "2026-03-21", "-", "-"}},
      {"", "9999-12-31", {"", "", "10000-01-01", "10000-01-01", "10000-01-01"}}};
  for (const auto& [finish, due, ends] : kCases) {
    auto one = record(due);
    if (*finish != 0) one.steps.push_back({.step = "finish", .on = day(finish)});
    for (std::size_t i = 0; i < std::size(kStocks); ++i) {
      const std::string end = ends[i];
      std::string wanted = i < 4 ? "water  2026-03-02 1; " : "water  2026-03-03 1; ";
      if (end == "-")
        wanted.clear();
      else if (!end.empty())
        wanted += "water  " + end + " -1; ";
      EXPECT_EQ(of(kStocks[i], one), wanted) << kStocks[i] << " " << finish << " " << due;
    }
  }
}

TEST_F(Contributions, WhatAPartLacksIsThatItsLastDayHasPassed) {
  const auto lacks = [&](const char* on, const char* due = "2026-03-10") {
    return lacks_in_words(*book_, *book_->find_indicator("in_time_share"), record(due), day(on),
                          {.from = {}, .until = day(on), .known = {}});
  };
  EXPECT_EQ(lacks("2026-03-10"), "");
  EXPECT_EQ(lacks("2026-03-11"), "期限是2026-03-10，已经过了");
  EXPECT_EQ(lacks("2026-03-01"),
            "开始日期是2026-03-02，不在所算的期间内"); // not begun before it ends
  EXPECT_EQ(lacks("2026-03-11", ""), "");
}

/// Day by day, told from the words of the language alone.
RC_GTEST_FIXTURE_PROP(Contributions, StocksCountOnTheDaysThatTheirEndsLeave, ()) {
  const auto maybe = [] {
    const auto any = base::add_days(day("2026-03-02"), *rc::gen::inRange(-3, 9));
    return *rc::gen::arbitrary<bool>() ? std::optional(any) : std::nullopt;
  };
  const auto finish = maybe(), due = maybe();
  auto one = record(due ? base::to_string(*due) : "");
  if (finish) one.steps.push_back({.step = "finish", .on = *finish});
  const auto* declared = book_->find_register("mending");
  const auto values = registers::values_of(*declared, one, one.opened_on);
  const auto list = contributions_of(*book_->find_measure("after_both"), *declared, one, values);
  for (Date at = day("2026-02-20"); at < day("2026-03-20"); at = base::add_days(at, 1)) {
    std::int64_t counted = 0;
    for (const auto& entry : list)
      if (entry.on <= at) counted += entry.amount;
    const bool counts = at > one.opened_on && (!finish || at < *finish) && (!due || at <= *due);
    RC_ASSERT(counted == (counts ? 1 : 0));
  }
}

} // namespace
} // namespace plumb::indicators
