// SPDX-License-Identifier: Apache-2.0
// Lists against a filter in plain loops over the same records.
#include "list_query.hpp"
#include "test_support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

namespace plumb::records {
namespace {

using testing::day;
using testing::json;
using testing::Store;

constexpr const char* kNames[] = {"白鹭号", "苍鹭号", "湖心渡", "芦花一号", "芦花二号", "夜航"};
constexpr const char* kRemarks[] = {"定期检修", "船底补漆", "", "换发动机"};

class ListTest : public ::testing::Test {
protected:
  void SetUp() override {
    ASSERT_TRUE(store_->activate({}, testing::rules()).has_value());
    store_.until("2026-03-16");
    for (int i = 0; i < 40; ++i)
      add(i);
    for (const auto& id : ids_)
      records_.push_back(*store_->state("default", id));
  }
  void add(int i) {
    const std::string on = base::to_string(base::add_days(day("2026-03-02"), i % 10));
    registers::TakeStep apply{.register_id = "boat", .step = "apply", .on = day(on)};
    Json::Object fields{{"name", kNames[i % 6]}, {"kind", i % 3 == 0 ? "ferry" : "fishing"}};
    if (i % 4 != 0) fields.emplace("seats", i % 7 * 10);
    if (*kRemarks[i % 4] != '\0') fields.emplace("remarks", kRemarks[i % 4]);
    apply.fields = std::move(fields);
    const auto answer = store_->open_record(
        {}, apply, {.id = "x", .roles = {}, .unit = i % 5 == 0 ? "sfj" : "scj"}, false);
    ASSERT_TRUE(answer.has_value());
    ids_.push_back(answer->id);
    if (i % 2 == 0) {
      ASSERT_TRUE(store_.step(answer->id, "accept", {}, on).has_value());
    }
    if (i % 8 == 0) {
      ASSERT_TRUE(store_.step(answer->id, "announce", {}, on).has_value());
      ASSERT_TRUE(store_.step(answer->id, "decide", {}, on, "已发证").has_value());
    }
  }
  /// All pages of `limit` records.
  std::vector<std::string> all(Query query, std::size_t limit, Json* last = nullptr) {
    std::vector<std::string> out;
    query.limit = limit;
    for (;;) {
      const auto answer = store_->list("default", "boat", query);
      EXPECT_TRUE(answer.has_value())
          << answer.error().id << ' ' << answer.error().args.front().second;
      if (!answer) return out;
      const auto page = json(answer);
      for (const auto& item : page["items"].items())
        out.push_back(item["record_id"].text());
      if (last != nullptr) *last = page;
      if (page["next_cursor"].is_null()) return out;
      query.cursor = page["next_cursor"].text();
    }
  }
  void expect(const Query& query, const std::function<bool(const registers::Record&)>& wanted) {
    SCOPED_TRACE("states " + std::to_string(query.states.size()) + " unit " + query.unit +
                 " fields " + query.fields + " where " + query.where + " text " + query.text +
                 " due " + std::to_string(static_cast<int>(query.due)) + " viewer " +
                 std::to_string(query.viewer.units.size()));
    std::vector<std::string> ids;
    std::map<std::string, std::int64_t> states;
    for (auto record = records_.rbegin(); record != records_.rend(); ++record)
      if (wanted(*record)) {
        ids.push_back(record->record_id);
        ++states[record->state];
      }
    for (const std::size_t limit : {std::size_t{7}, std::size_t{100}}) {
      Json page;
      EXPECT_EQ(all(query, limit, &page), ids);
      if (page["counts_capped"].boolean_or(false)) continue;
      EXPECT_EQ(page["total"].integer_or(-1), static_cast<std::int64_t>(ids.size()));
      for (const auto& [state, count] : states)
        EXPECT_EQ(page["counts"][state].integer_or(-1), count) << state;
    }
  }

  std::unique_ptr<storage::Database> database_ = storage::testing::fresh_database();
  Store store_{*database_};
  std::vector<std::string> ids_;
  std::vector<registers::Record> records_;
};

std::optional<Date> end_of(const registers::Record& record) {
  std::optional<Date> end;
  for (const auto& clock : record.clocks)
    if (clock.running() && clock.due_on && (!end || *clock.due_on < *end)) end = clock.due_on;
  return end;
}

TEST_F(ListTest, EveryFilterAgreesWithAPlainLoop) {
  const Date today = day("2026-03-16");
  expect({}, [](const auto&) { return true; });
  expect({.states = {"accepted"}}, [](const auto& r) { return r.state == "accepted"; });
  expect({.states = {"accepted", "decided"}},
         [](const auto& r) { return r.state == "accepted" || r.state == "decided"; });
  expect({.unit = "sfj"}, [](const auto& r) { return r.unit == "sfj"; });
  expect({.states = {"applied"}, .unit = "scj"},
         [](const auto& r) { return r.state == "applied" && r.unit == "scj"; });
  expect({.due = Due::Overdue}, [&](const auto& r) { return end_of(r) && *end_of(r) < today; });
  expect({.due_from = day("2026-03-12"), .due_until = day("2026-03-18")}, [&](const auto& r) {
    return end_of(r) && *end_of(r) >= day("2026-03-12") && *end_of(r) <= day("2026-03-18");
  });
  expect({.opened_from = day("2026-03-05"), .opened_until = day("2026-03-06")}, [&](const auto& r) {
    return r.opened_on >= day("2026-03-05") && r.opened_on <= day("2026-03-06");
  });
  expect({.breaches = true}, [](const auto& r) { return !r.breaches.empty(); });
  expect({.breaches = false}, [](const auto& r) { return r.breaches.empty(); });
  expect({.fields = R"({"kind":"ferry"})"},
         [](const auto& r) { return r.fields["kind"].text() == "ferry"; });
  expect({.fields = R"({"kind":"fishing","seats":20})"}, [](const auto& r) {
    return r.fields["kind"].text() == "fishing" && r.fields["seats"].integer_or(0) == 20;
  });
  expect({.where = "seats >= 30 and kind == 'ferry'"}, [](const auto& r) {
    return r.fields["seats"].integer_or(0) >= 30 && r.fields["kind"].text() == "ferry";
  });
  expect({.where = "steps.accept.done and opened_on < today"},
         [](const auto& r) { return r.steps.size() > 1; });
  expect({.states = {"applied"}, .fields = R"({"kind":"fishing"})", .where = "seats > 10"},
         [](const auto& r) {
           return r.state == "applied" && r.fields["kind"].text() == "fishing" &&
                  r.fields["seats"].integer_or(0) > 10;
         });
}

TEST_F(ListTest, AViewerSeesTheRecordsOfItsUnits) {
  const Date today = day("2026-03-16");
  const auto of = [](std::vector<std::string> units) {
    return Viewer{.all = false, .units = std::move(units)};
  };
  const auto mine = [](const auto& r) { return r.unit == "sfj"; };
  expect({.viewer = of({"sfj"})}, mine);
  const auto told = [&](const Viewer& viewer) {
    const auto described = event::parse_json(store_->describe_rules("default", viewer)->body);
    return (*described)["registers"].items().at(0);
  };
  const auto everything = told({}), own = told(of({"sfj"}));
  EXPECT_EQ(own["total"].integer_or(-1) + told(of({"scj"}))["total"].integer_or(-1),
            everything["total"].integer_or(-1));
  EXPECT_LT(own["overdue"].integer_or(-1), everything["overdue"].integer_or(-1));
  EXPECT_EQ(told(of({"nobody"}))["total"].integer_or(-1), 0);
  EXPECT_EQ(told(of({"scj", "sfj"}))["total"].integer_or(-1), everything["total"].integer_or(-1));
  expect({.viewer = of({"scj", "sfj", "sfj"})}, [](const auto&) { return true; });
  expect({.viewer = of({})}, [](const auto&) { return false; });
  expect({.viewer = of({"nobody"})}, [](const auto&) { return false; });
  expect({.unit = "scj", .viewer = of({"sfj"})}, [](const auto&) { return false; });
  expect({.unit = "sfj", .viewer = of({"sfj", "scj"})}, mine);
  expect({.states = {"accepted", "decided"}, .viewer = of({"sfj"})},
         [&](const auto& r) { return mine(r) && (r.state == "accepted" || r.state == "decided"); });
  expect({.fields = R"({"kind":"ferry"})", .viewer = of({"sfj"})},
         [&](const auto& r) { return mine(r) && r.fields["kind"].text() == "ferry"; });
  expect({.where = "seats >= 30", .viewer = of({"sfj"})},
         [&](const auto& r) { return mine(r) && r.fields["seats"].integer_or(0) >= 30; });
  expect({.text = "检修", .viewer = of({"sfj"})},
         [&](const auto& r) { return mine(r) && r.fields["remarks"].text() == "定期检修"; });
  expect({.due = Due::Overdue, .viewer = of({"scj"})},
         [&](const auto& r) { return !mine(r) && end_of(r) && *end_of(r) < today; });
  expect({.opened_from = day("2026-03-05"), .viewer = of({"sfj"})},
         [&](const auto& r) { return mine(r) && r.opened_on >= day("2026-03-05"); });
  std::vector<std::string> by_due;
  for (const auto& id : all({.sort = Sort::Due}, 500))
    if (mine(records_[static_cast<std::size_t>(std::ranges::find(ids_, id) - ids_.begin())]))
      by_due.push_back(id);
  EXPECT_FALSE(by_due.empty());
  EXPECT_EQ(all({.sort = Sort::Due, .viewer = of({"sfj"})}, 3), by_due);
}

/// With so little looked at for a page that every way of going on is taken.
TEST_F(ListTest, PagesThatMayLookAtLittleMissNothing) {
  const ListBounds before = list_bounds();
  const Viewer viewer{.all = false, .units = {"sfj", "scj"}};
  const Query queries[] = {{.states = {"decided"}},
                           {.states = {"accepted", "decided"}, .unit = "sfj"},
                           {.due = Due::Overdue},
                           {.breaches = true},
                           {.opened_from = day("2026-03-05"), .opened_until = day("2026-03-06")},
                           {.fields = R"({"kind":"ferry"})", .where = "seats >= 10"},
                           {.where = "seats >= 30 and kind == 'ferry'"},
                           {.where = "seats >= 30 and kind == 'ferry'", .viewer = viewer},
                           {.text = "检修"},
                           {.where = "kind == 'ferry'", .text = "检修"},
                           {.unit = "sfj", .text = "芦花"},
                           {.fields = R"({"kind":"ferry"})", .sort = Sort::Due},
                           {.opened_from = day("2026-03-05"), .sort = Sort::Due, .viewer = viewer}};
  for (const auto& query : queries) {
    list_bounds() = before;
    const auto wanted = all(query, 100);
    EXPECT_FALSE(wanted.empty());
    for (const ListBounds bounds :
         {ListBounds{.counted = 3, .examined = 5, .looked = 2, .small = 0, .windows = {2, 7}},
          ListBounds{.counted = 3, .examined = 1, .looked = 1, .small = 0, .windows = {1, 3}},
          ListBounds{
              .counted = 3, .examined = 20, .looked = 20, .small = 12, .windows = {5, 100}}}) {
      list_bounds() = bounds;
      EXPECT_EQ(all(query, 2), wanted) << query.where << query.fields << query.text;
      EXPECT_EQ(all(query, 50), wanted) << query.where << query.fields << query.text;
    }
    list_bounds() = before;
  }
}

TEST_F(ListTest, VisitsEveryRecordInTheOrderOfTheList) {
  const Query query{.where = "kind == 'ferry'", .limit = 1};
  std::vector<std::string> ids;
  ASSERT_TRUE(store_
                  ->visit("default", "boat", query,
                          [&](const registers::Record& record) {
                            ids.push_back(record.record_id);
                            return true;
                          })
                  .has_value());
  EXPECT_EQ(ids, all(query, 100));
  std::size_t count = 0;
  ASSERT_TRUE(
      store_->visit("default", "boat", {}, [&](const auto&) { return ++count < 3; }).has_value());
  EXPECT_EQ(count, 3U);
}

TEST_F(ListTest, FullTextFindsNamesAndTexts) {
  expect({.text = "芦花"},
         [](const auto& r) { return r.fields["name"].text().starts_with("芦花"); });
  expect({.text = "补漆 苍鹭"}, [](const auto& r) {
    return r.fields["name"].text() == "苍鹭号" && r.fields["remarks"].text() == "船底补漆";
  });
  expect({.states = {"accepted"}, .where = "kind == 'ferry'", .text = "检修"}, [](const auto& r) {
    return r.state == "accepted" && r.fields["kind"].text() == "ferry" &&
           r.fields["remarks"].text() == "定期检修";
  });
  expect({.text = "没有这样的字"}, [](const auto&) { return false; });
  expect({.text = "、"}, [](const auto&) { return false; });
  // What was corrected is found under its new words only.
  ASSERT_TRUE(store_
                  .change(ids_[2], registers::Correct{.fields = Json::Object{{"name", "云泽渡"}},
                                                      .reason = "改名"})
                  .has_value());
  EXPECT_EQ(all({.text = "云泽"}, 10), (std::vector<std::string>{ids_[2]}));
  const auto before = all({.text = "湖心"}, 100);
  EXPECT_EQ(std::ranges::count(before, ids_[2]), 0);
}

TEST_F(ListTest, ByTheEndOfItsClocks) {
  std::vector<std::pair<std::string, std::size_t>> order;
  for (std::size_t i = 0; i < records_.size(); ++i)
    if (const auto end = end_of(records_[i])) order.emplace_back(base::to_string(*end), i);
  std::ranges::sort(order);
  std::vector<std::string> ids;
  for (const auto& [end, index] : order)
    ids.push_back(ids_[index]);
  EXPECT_EQ(all({.sort = Sort::Due}, 7), ids);
  EXPECT_EQ(all({.sort = Sort::Due}, 500), ids);
  std::erase_if(ids, [&](const std::string& id) {
    const auto at = std::ranges::find(ids_, id) - ids_.begin();
    return records_[static_cast<std::size_t>(at)].fields["kind"].text() != "ferry";
  });
  EXPECT_EQ(all({.fields = R"({"kind":"ferry"})", .sort = Sort::Due}, 3), ids);
}

TEST_F(ListTest, WhatCannotBeAskedIsTold) {
  struct Case {
    Query query;
    const char* id;
  };
  const Case cases[] = {{{.fields = "[1]"}, "records.bad_filter"},
                        {{.fields = R"({"owner":"x"})"}, "records.bad_filter"},
                        {{.fields = R"({"remarks":"x"})"}, "records.bad_filter"},
                        {{.fields = R"({"seats":"x"})"}, "records.bad_filter"},
                        {{.fields = R"({"seats":1.5})"}, "records.bad_filter"},
                        {{.where = "seats >"}, "records.bad_where"},
                        {{.where = "colour == 'red'"}, "records.bad_where"},
                        {{.where = "owner == 'x'"}, "records.bad_where"},
                        {{.cursor = "d2026-01-01.3"}, "records.bad_cursor"},
                        {{.cursor = "n-3"}, "records.bad_cursor"},
                        {{.sort = Sort::Due, .cursor = "d2026-13-01.3"}, "records.bad_cursor"}};
  for (const auto& each : cases) {
    const auto answer = store_->list("default", "boat", each.query);
    ASSERT_FALSE(answer.has_value()) << each.id;
    EXPECT_EQ(answer.error().id, each.id);
  }
}

} // namespace
} // namespace plumb::records
