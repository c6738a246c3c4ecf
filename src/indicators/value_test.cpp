// SPDX-License-Identifier: Apache-2.0
// Values of every kind of indicator, by period, unit, structure and day of knowledge.
#include "invented_pack.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace plumb::indicators {
namespace {

using event::Json;
using testing::day;

Period period(std::string_view name) {
  const auto found = parse_period(name);
  PLUMB_CHECK(found.has_value());
  return *found;
}

/// "numerator/denominator=value", or why there is none.
std::string text(const Value& value) {
  if (value.standing == Standing::NotEntered) return "not entered";
  std::string out = base::to_string(value.numerator);
  if (value.denominator) out += '/' + base::to_string(*value.denominator);
  if (value.standing == Standing::NotApplicable) return out + " not applicable";
  return out + '=' + (value.value ? base::to_string(*value.value) : "?");
}

class Values : public ::testing::Test {
protected:
  void SetUp() override {
    ASSERT_TRUE(store_.records().activate({}, testing::rules()).has_value());
  }
  std::string value(const char* indicator, const Asked& asked = {}) {
    const auto found = store_->value("default", store_.units(), indicator, asked);
    return found ? text(*found) : found.error().id;
  }
  std::string by_unit(const char* indicator, const Asked& asked = {}) {
    const auto found = store_->values_by_unit("default", store_.units(), indicator, asked);
    if (!found) return found.error().id;
    std::string out;
    for (const auto& [unit, one] : *found)
      out += unit + ' ' + text(one) + "; ";
    return out;
  }
  std::string amount(const char* measure, const Asked& asked) {
    const auto found = store_->amount("default", store_.units(), measure, asked);
    return found ? base::to_string(*found) : found.error().id;
  }
  /// Three of 2026 and one of 2025, all told on 2026-03-02.
  void fill() {
    const auto a = store_.begin(
        {{"kind", "bridge"}, {"site", "east"}, {"helpers", Json::Array{"east", "west"}}}, "east",
        "2026-01-10");
    const auto b = store_.begin({{"kind", "dyke"},
                                 {"site", "west"},
                                 {"due_on", "2026-02-15"},
                                 {"helpers", Json::Array{"east", "hill"}}},
                                "west", "2026-02-01");
    const auto c = store_.begin({{"kind", "dyke"}}, "water", "2026-03-01");
    const auto d = store_.begin({{"kind", "dyke"}, {"site", "old_dyke"}}, "old_dyke", "2025-12-31");
    ASSERT_TRUE(a.has_value() && b.has_value() && c.has_value() && d.has_value());
    ASSERT_TRUE(
        store_.step(*a, "finish", {{"cost", base::Decimal{10025, 2}}}, "2026-02-02").has_value());
    ASSERT_TRUE(store_.step(*d, "finish", {{"cost", 50}}, "2026-02-03").has_value());
  }

  std::unique_ptr<storage::Database> database_ = storage::testing::fresh_database();
  testing::Store store_{*database_};
};

TEST_F(Values, OfEveryKind) {
  EXPECT_EQ(value("bridge_share"), "0/0 not applicable");
  EXPECT_EQ(value("begun_count"), "0=0");
  fill();
  EXPECT_EQ(value("begun_count"), "3=3");
  EXPECT_EQ(value("bridge_share"), "1/3=33.33");
  EXPECT_EQ(value("cost_sum"), "150.25=150.3");
  EXPECT_EQ(value("cost_average"), "150.25/2=75.1");
  EXPECT_EQ(value("help_ratio"), "5/3=1.666"); // nobody's counts in the whole
  EXPECT_EQ(value("late_zero"), "1=1");
  EXPECT_EQ(value("all_helped"), "1/3=33.3"); // 湖东 two, 湖西 and 石岭 one
  EXPECT_EQ(value("content"), "not entered");
  EXPECT_EQ(value("nothing"), "indicators.unknown_indicator");
  EXPECT_EQ(value("begun_count", {.units = {"nobody"}}), "indicators.unknown_unit");
  EXPECT_EQ(amount("nothing", {}), "indicators.unknown_measure");
}

TEST_F(Values, OfAPeriodUpToADay) {
  fill();
  EXPECT_EQ(value("begun_count", {.period = period("2025")}), "1=1");
  EXPECT_EQ(value("begun_count", {.period = period("2026-01")}), "1=1");
  EXPECT_EQ(value("begun_count", {.period = period("2022/2026")}), "4=4");
  EXPECT_EQ(value("begun_count", {.period = period("2027")}), "0=0");
  EXPECT_EQ(value("begun_count", {.on = day("2026-02-28")}), "2=2");
  EXPECT_EQ(value("begun_count", {.on = day("2025-12-31")}), "1=1"); // of that year
  // A stock is what stands on the last day.
  EXPECT_EQ(value("late_zero", {.on = day("2026-02-15")}), "0=0");
  EXPECT_EQ(value("late_zero", {.on = day("2026-02-16")}), "1=1");
  EXPECT_EQ(value("late_zero", {.period = period("2026-01")}), "0=0");
  EXPECT_EQ(amount("open_now", {.on = day("2026-02-01")}), "3");
  EXPECT_EQ(amount("open_now", {.on = day("2026-02-02")}), "2");
  EXPECT_EQ(amount("open_now", {.period = period("2025")}), "1");
  // Nothing of it was known on the day before.
  EXPECT_EQ(value("begun_count", {.known_on = day("2026-03-01")}), "0=0");
  EXPECT_EQ(value("begun_count", {.known_on = day("2026-03-02")}), "3=3");
  EXPECT_EQ(value("begun_count", {.known_on = day("2030-03-02")}), "3=3");
}

TEST_F(Values, OfUnitsThenAndNow) {
  fill();
  EXPECT_EQ(by_unit("begun_count"), "east 1=1; water 1=1; west 1=1; ");
  EXPECT_EQ(by_unit("help_ratio"), "east 2/1=2; hill 1/0 not applicable; water 0/1=0; "
                                   "west 1/1=1; ");
  EXPECT_EQ(value("begun_count", {.units = {"east", "hill"}}), "1=1");
  EXPECT_EQ(value("begun_count", {.units = {"county"}}), "0=0");
  EXPECT_EQ(value("begun_count", {.units = {"county"}, .below = true}), "3=3");
  EXPECT_EQ(value("begun_count", {.unit_kinds = {"township"}}), "2=2");
  EXPECT_EQ(value("begun_count", {.unit_kinds = {"government", "institution"}}), "1=1");
  // 旧堤所 went to 湖东, which went to 大湖 with 湖西.
  const Asked now{.on = day("2026-08-01"), .structure = Structure::Now};
  EXPECT_EQ(by_unit("begun_count", now), "lake 2=2; water 1=1; ");
  EXPECT_EQ(by_unit("begun_count", {.on = day("2025-12-31"), .structure = Structure::Now}),
            "east 1=1; ");
  auto of_lake = now;
  of_lake.units = {"lake"};
  of_lake.period = period("2022/2026");
  EXPECT_EQ(value("begun_count", of_lake), "3=3");
  of_lake.structure = Structure::Then;
  EXPECT_EQ(value("begun_count", of_lake), "0=0");
  EXPECT_EQ(by_unit("all_helped"), "east 1/1=100; hill 0/1=0; west 0/1=0; ");
  EXPECT_EQ(by_unit("all_helped", now), "hill 0/1=0; lake 1/1=100; ");
  EXPECT_EQ(value("all_helped", now), "1/2=50");
  EXPECT_EQ(value("all_helped", {.on = day("2026-08-01")}), "0/2=0");
  EXPECT_EQ(value("all_helped", {.units = {"east", "water"}}), "1/1=100");
  EXPECT_EQ(value("all_helped", {.unit_kinds = {"government"}}), "0/0 not applicable");
}

TEST_F(Values, OfOnePart) {
  fill();
  EXPECT_EQ(value("cost_sum", {.part = "bridge"}), "100.25=100.3");
  EXPECT_EQ(value("cost_average", {.part = "dyke"}), "50/1=50");
  EXPECT_EQ(value("begun_count", {.part = "dyke"}), "3=3"); // is not divided
}

TEST_F(Values, OpenToTheirRecords) {
  fill();
  const auto behind = store_->records_behind("default", store_.units(), "finished_cost", {});
  ASSERT_TRUE(behind.has_value());
  ASSERT_EQ(behind->size(), 2U);
  EXPECT_LT((*behind)[0].first, (*behind)[1].first);
  std::set<std::string> amounts;
  for (const auto& [id, added] : *behind)
    amounts.insert(base::to_string(added));
  EXPECT_EQ(amounts, (std::set<std::string>{"100.25", "50"}));
  const auto narrowed = [&](const Asked& asked) {
    const auto found = store_->records_behind("default", store_.units(), "finished_cost", asked);
    return found ? found->size() : 99;
  };
  EXPECT_EQ(narrowed({.units = {"east"}}), 1U);
  EXPECT_EQ(narrowed({.part = "dyke"}), 1U);
  EXPECT_EQ(narrowed({.on = day("2026-02-02")}), 1U);
  EXPECT_EQ(narrowed({.known_on = day("2026-03-01")}), 0U);
  // What stands no longer is not behind a stock.
  EXPECT_EQ(store_->records_behind("default", store_.units(), "open_now", {})->size(), 2U);
}

class Entered : public Values {
protected:
  std::string enter(const char* name, const char* on, int value, const char* unit = "") {
    Json::Object fields{{"title", "调查"},
                        {"indicator", "content"},
                        {"period", name},
                        {"on", on},
                        {"value", value}};
    if (*unit != 0) fields.emplace("unit", unit);
    const auto id = store_.open("external_figure", "enter", std::move(fields));
    PLUMB_CHECK(id.has_value());
    return *id;
  }
};

TEST_F(Entered, IsTheNewestFigureOfThePeriod) {
  enter("2025", "2025-12-31", 80);
  EXPECT_EQ(value("content"), "not entered");
  EXPECT_EQ(value("content", {.period = period("2025")}), "80=80");
  enter("2026-01", "2026-01-31", 81);
  EXPECT_EQ(value("content"), "81=81"); // within the year
  const auto later = enter("2026-02", "2026-02-28", 82);
  EXPECT_EQ(value("content"), "82=82");
  enter("2026", "2026-02-01", 90);
  EXPECT_EQ(value("content"), "90=90"); // names the period
  EXPECT_EQ(value("content", {.on = day("2026-01-31")}), "81=81");
  EXPECT_EQ(value("content", {.units = {"east"}}), "not entered");
  enter("2026", "2026-02-01", 55, "east");
  EXPECT_EQ(value("content"), "90=90");
  EXPECT_EQ(value("content", {.units = {"east"}}), "55=55");
  EXPECT_EQ(by_unit("content"), "east 55=55; ");
  EXPECT_EQ(by_unit("content", {.on = day("2026-08-01"), .structure = Structure::Now}),
            "lake 55=55; ");
  EXPECT_EQ(value("content", {.period = period("2026-02")}), "82=82");
  ASSERT_TRUE(store_.step(later, "withdraw").has_value());
  EXPECT_EQ(value("content", {.period = period("2026-02"), .units = {}}), "90=90");
}

TEST_F(Entered, IsAsKnownThen) {
  const auto id = enter("2026", "2026-02-01", 70);
  store_.until("2026-03-10");
  ASSERT_TRUE(store_
                  .change(id, registers::Correct{.fields = Json::Object{{"value", 75}},
                                                 .steps = {},
                                                 .reason = "抄错"})
                  .has_value());
  enter("2026", "2026-03-01", 77);
  EXPECT_EQ(value("content"), "77=77");
  EXPECT_EQ(value("content", {.known_on = day("2026-03-09")}), "70=70");
  EXPECT_EQ(value("content", {.known_on = day("2026-03-01")}), "not entered");
  ASSERT_TRUE(store_.step(id, "withdraw").has_value());
  store_.until("2026-03-11");
  EXPECT_EQ(value("content", {.on = day("2026-02-15")}), "not entered");
  EXPECT_EQ(value("content", {.on = day("2026-02-15"), .known_on = day("2026-03-09")}), "70=70");
}

} // namespace
} // namespace plumb::indicators
