// SPDX-License-Identifier: Apache-2.0
// Events become entries and cells; other rules, missing tables and a rebuild give the same.
#include "invented_pack.hpp"

#include <gtest/gtest.h>

namespace plumb::indicators {
namespace {

using event::Json;
using testing::day;
using testing::everything;

class Fold : public ::testing::Test {
protected:
  void SetUp() override {
    ASSERT_TRUE(store_.records().activate({}, testing::rules()).has_value());
  }

  /// "measure unit part day known amount" of a record, in the order of its events.
  std::vector<std::string> entries(std::string_view record_id) {
    std::vector<std::string> out;
    const auto reader = database_->reader();
    EXPECT_TRUE(
        (*reader)
            ->run("select measure, unit_id, part, on_day, known_day, amount from measure_entry "
                  "where record_id = $1 order by sequence, measure, unit_id, on_day",
                  {record_id},
                  [&](const storage::Row& row) {
                    std::string line;
                    for (int i = 0; i < 6; ++i)
                      line += (i > 0 ? " " : "") + std::string(row.text(i));
                    out.push_back(line);
                    return true;
                  })
            .has_value());
    return out;
  }
  std::string amount(const char* measure, const Asked& asked = {}) {
    const auto found = store_->amount("default", store_.units(), measure, asked);
    return found ? base::to_string(*found) : found.error().id;
  }
  void expect_rebuilt() {
    const auto before = everything(*database_);
    ASSERT_TRUE(store_->rebuild().has_value());
    EXPECT_EQ(everything(*database_), before);
  }

  std::unique_ptr<storage::Database> database_ = storage::testing::fresh_database();
  testing::Store store_{*database_};
};

using Lines = std::vector<std::string>;

TEST_F(Fold, KeepsTheDifferencesOfEachEvent) {
  const auto id = store_.begin({{"site", "east"}, {"kind", "dyke"}, {"cost", 12}}, "water");
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(entries(*id), (Lines{"begun water  20260302 20260302 1", "helped   20260302 20260302 1",
                                 "open_now water  20260302 20260302 1"}));
  store_.until("2026-03-05");
  ASSERT_TRUE(store_.step(*id, "note", {{"kind", "bridge"}}).has_value());
  ASSERT_TRUE(store_.step(*id, "finish", {}, "2026-03-04").has_value());
  EXPECT_EQ(entries(*id), (Lines{"begun water  20260302 20260302 1", "helped   20260302 20260302 1",
                                 "open_now water  20260302 20260302 1",
                                 "bridges_begun water  20260302 20260305 1",
                                 "finished water bridge 20260304 20260305 1",
                                 "finished_cost east bridge 20260304 20260305 1200",
                                 "open_now water  20260304 20260305 -1"}));
  EXPECT_EQ(amount("finished_cost"), "12");
  EXPECT_EQ(amount("open_now"), "0");
  EXPECT_EQ(amount("open_now", {.on = day("2026-03-03")}), "1");
  EXPECT_EQ(amount("open_now", {.known_on = day("2026-03-04")}), "1");
  expect_rebuilt();
}

TEST_F(Fold, CorrectionsAndAnnulmentsAreDifferencesToo) {
  const auto id = store_.begin({{"helpers", Json::Array{"east", "hill"}}});
  ASSERT_TRUE(id.has_value());
  ASSERT_TRUE(store_.step(*id, "finish").has_value());
  store_.until("2026-04-01");
  ASSERT_TRUE(
      store_
          .change(*id, registers::Correct{.fields = Json::Object{{"helpers", Json::Array{"hill"}}},
                                          .steps = {{0, day("2026-02-27")}},
                                          .reason = "日期有误"})
          .has_value());
  EXPECT_EQ(amount("helped"), "1");
  EXPECT_EQ(amount("begun", {.period = period_of(pack::PeriodKind::Month, day("2026-02-01"))}),
            "1");
  ASSERT_TRUE(store_.change(*id, registers::Annul{"没有完工"}).has_value());
  EXPECT_EQ(amount("finished"), "0");
  EXPECT_EQ(amount("open_now"), "1");
  EXPECT_EQ(amount("open_now", {.known_on = day("2026-03-31")}), "0");
  expect_rebuilt();
}

TEST_F(Fold, NothingIsWrittenWhereNothingChanged) {
  const auto id = store_.begin({});
  ASSERT_TRUE(id.has_value());
  const auto before = everything(*database_);
  ASSERT_TRUE(store_.step(*id, "note", {{"cost", 3}}).has_value());
  EXPECT_EQ(everything(*database_), before);
}

TEST_F(Fold, OtherRulesCountAgainWhatDiffers) {
  const auto first = store_.begin({{"kind", "bridge"}});
  const auto second = store_.begin({{"kind", "dyke"}});
  ASSERT_TRUE(first.has_value() && second.has_value());
  EXPECT_EQ(amount("bridges_begun"), "1");
  store_.until("2026-05-01");
  auto measures = testing::replaced(testing::kMeasures, "kind == 'bridge'", "kind == 'dyke'");
  measures +=
      "  - { id: all_costs, title: 全部费用, register: mending, on: opened_on, sum: cost }\n";
  ASSERT_TRUE(store_.records().activate({}, testing::rules("1.1.0", measures)).has_value());
  EXPECT_EQ(entries(*first).size(), 3U);
  EXPECT_EQ(entries(*second).size(), 4U);
  EXPECT_EQ(amount("bridges_begun", {.known_on = day("2026-03-02")}), "1"); // as known then
  ASSERT_TRUE(store_.step(*first, "note", {{"cost", 3}}).has_value());
  EXPECT_EQ(amount("all_costs"), "3");
  expect_rebuilt();
}

TEST_F(Fold, MeasuresThatAreGoneLeaveNothing) {
  ASSERT_TRUE(store_.begin({}).has_value());
  ASSERT_TRUE(store_.records()
                  .activate({}, testing::rules("1.1.0",
                                               "measures:\n  - { id: begun, title: 开工数, "
                                               "register: mending, on: steps.begin.on }\n",
                                               testing::kMending, ""))
                  .has_value());
  EXPECT_EQ(amount("open_now"), "indicators.unknown_measure");
  EXPECT_EQ(everything(*database_).find("open_now"), std::string::npos);
  EXPECT_EQ(amount("begun"), "1");
  expect_rebuilt();
}

TEST_F(Fold, OtherMeaningsOfAFieldCountAgain) {
  ASSERT_TRUE(store_.begin({{"cost", base::Decimal{125, 1}}}).has_value());
  ASSERT_TRUE(store_.begin({{"cost", base::Decimal{75, 1}}, {"site", "east"}}).has_value());
  for (const auto* finer : {"scale: 2", "scale: 3", "scale: 2"}) {
    static int version = 1;
    ASSERT_TRUE(
        store_.records()
            .activate({}, testing::rules("1." + std::to_string(++version) + ".0",
                                         testing::replaced(testing::kMeasures,
                                                           "on: steps.finish.on, sum: cost",
                                                           "on: opened_on, sum: cost"),
                                         testing::replaced(testing::kMending, "scale: 2", finer)))
            .has_value());
    EXPECT_EQ(amount("finished_cost"), "20");
    expect_rebuilt();
  }
}

TEST_F(Fold, ACommandThatIsTakenBackCountsNothing) {
  const auto before = everything(*database_);
  registers::TakeStep step{.register_id = "mending", .step = "begin"};
  step.fields = Json::Object{{"title", "试"}};
  ASSERT_TRUE(store_.records().open_record({}, step, {}, true).has_value()); // a dry run
  EXPECT_EQ(everything(*database_), before);
}

TEST_F(Fold, AuthoritiesAreApart) {
  ASSERT_TRUE(store_.begin({}).has_value());
  const journal::Context other{.authority_id = "other"};
  ASSERT_TRUE(store_.records().activate(other, testing::rules()).has_value());
  ASSERT_TRUE(
      store_.open("mending", "begin", {{"title", "别县"}}, "water", "", "other").has_value());
  ASSERT_TRUE(
      store_.open("mending", "begin", {{"title", "别县"}}, "water", "", "other").has_value());
  EXPECT_EQ(amount("begun"), "1");
  const auto there = store_->amount("other", store_.units(), "begun", {});
  ASSERT_TRUE(there.has_value());
  EXPECT_EQ(there->units, 2);
  expect_rebuilt();
}

TEST(FoldTables, AreFilledWhereTheyAreNew) {
  const storage::testing::Place place;
  std::string wanted;
  {
    const auto database = place.open();
    testing::Store store(*database);
    ASSERT_TRUE(store.records().activate({}, testing::rules()).has_value());
    const auto id = store.begin({{"kind", "bridge"}, {"site", "east"}, {"due_on", "2026-03-04"}});
    ASSERT_TRUE(id.has_value());
    store.until("2026-03-09");
    ASSERT_TRUE(store.step(*id, "finish", {{"cost", 7}}).has_value());
    wanted = everything(*database);
    EXPECT_NE(wanted.find("late"), std::string::npos);
    const auto writer = database->writer();
    ASSERT_TRUE((*writer)
                    ->script("drop table measure_cell; drop table measure_entry; drop table "
                             "measure_shape")
                    .has_value());
    ASSERT_TRUE(storage::set_schema_version(**writer, "indicators", 0).has_value());
  }
  {
    const auto database = place.open();
    testing::Store store(*database, "2026-03-09", false);
    // Told before start(): what is not filled yet is left to that.
    ASSERT_TRUE(store.begin({}).has_value());
    ASSERT_TRUE(store->start(store.records()).has_value());
    const auto filled = everything(*database);
    ASSERT_TRUE(store->rebuild().has_value());
    EXPECT_EQ(everything(*database), filled);
    EXPECT_GT(filled.size(), wanted.size());
  }
}

TEST(FoldTables, WorkLiveBeforeStart) {
  const auto database = storage::testing::fresh_database();
  testing::Store store(*database, "2026-03-02", false);
  ASSERT_TRUE(store.records().activate({}, testing::rules()).has_value());
  ASSERT_TRUE(store.begin({}).has_value());
  const auto live = everything(*database);
  EXPECT_NE(live.find("begun"), std::string::npos);
  EXPECT_FALSE(store->rebuild().has_value());
  ASSERT_TRUE(store->start(store.records()).has_value());
  EXPECT_EQ(everything(*database), live);
}

TEST(FoldTables, AreFilledAgainWithRecords) {
  const auto database = storage::testing::fresh_database();
  testing::Store store(*database);
  ASSERT_TRUE(store.records().activate({}, testing::rules()).has_value());
  const auto id = store.begin({{"kind", "bridge"}});
  ASSERT_TRUE(id.has_value());
  // Other rules in the middle: what is counted again then has not yet come to the end.
  ASSERT_TRUE(store.records()
                  .activate({}, testing::rules("1.1.0", testing::replaced(testing::kMeasures,
                                                                          "kind == 'bridge'",
                                                                          "kind == 'dyke'")))
                  .has_value());
  store.until("2026-03-09");
  ASSERT_TRUE(store.step(*id, "note", {{"kind", "dyke"}}).has_value());
  const auto live = everything(*database);
  ASSERT_TRUE(store.records().rebuild().has_value());
  EXPECT_EQ(everything(*database), live);
}

TEST(FoldTables, CountNothingWithoutRules) {
  const auto database = storage::testing::fresh_database();
  testing::Store store(*database);
  const auto amount = store->amount("default", store.units(), "begun", {});
  ASSERT_FALSE(amount.has_value());
  EXPECT_EQ(amount.error().id, "indicators.no_rules");
  EXPECT_EQ(store->rebuild().has_value(), true);
}

} // namespace
} // namespace plumb::indicators
