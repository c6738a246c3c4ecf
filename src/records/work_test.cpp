// SPDX-License-Identifier: Apache-2.0
// Whose work is what, in which order, and that nobody sees what is not his.
#include "list_query.hpp"
#include "test_support.hpp"
#include "work.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace plumb::records {
namespace {

using testing::day;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::json;
using testing::Store;

constexpr const char* kRoles = R"(
roles:
  - { id: keeper, title: 统筹, gist: 样例, reach: all, rights: [correct, personal] }
  - { id: head, title: 主管, gist: 样例, reach: unit_and_below, rights: [] }
  - { id: clerk, title: 经办, gist: 样例, reach: unit, rights: [] }
  - { id: signer, title: 审核, gist: 样例, reach: unit, rights: [] }
  - { id: guest, title: 旁观, gist: 样例, reach: none, rights: [] }
)";

constexpr const char* kErrand = R"(
register: errand
title: 差事
gist: 从交办到办结
title_field: name
list: [name]
parties: [helpers]
fields:
  - { id: name, title: 名称, type: text, indexed: true }
  - { id: helpers, title: 协办, type: units }
  - { id: due_on, title: 期限, type: date }
  - { id: limit_on, title: 法定期限, type: date }
  - { id: person, title: 联系人, type: text, personal: true, mask: name }
  - { id: phone, title: 电话, type: text, personal: true, mask: phone }
  - { id: papers, title: 材料, type: files }
  - { id: earlier, title: 前事, type: record, of: errand }
states:
  - { id: open, title: 办理中 }
  - { id: reported, title: 已报 }
  - { id: closed, title: 办结, final: true }
steps:
  - { id: begin, title: 交办, opens: true, to: open, required: [name], optional: [helpers, due_on, limit_on, person, phone, papers, earlier], starts: [promise, limit] }
  - { id: note, title: 记一笔, repeatable: true, aside: true, optional: [name, papers] }
  - { id: report, title: 报结, from: [open], to: reported, by: [clerk, head] }
  - { id: help, title: 协办意见, from: [open], by: [clerk], acts: [helpers], to: reported }
  - id: approve
    title: 批准
    from: [open]
    to: closed
    by: [signer]
    gates: [{ id: has_papers, title: 有材料, require: papers.count > 0, cite: boat_rules#1, advice: 先附材料 }]
    stops: [promise, limit]
  - { id: sign, title: 核准, from: [reported], to: closed, by: [signer, keeper], stops: [promise, limit] }
clocks:
  - { id: promise, title: 承诺期, until_field: due_on, binding: local_target, warn_days: 5 }
  - { id: limit, title: 法定期, until_field: limit_on, binding: statutory, cite: boat_rules#1, warn_days: 2 }
)";

std::vector<pack::Source> rules() {
  auto sources = testing::rules();
  sources[0].files.push_back({"registers/errand.yaml", kErrand});
  sources[0].files.push_back({"roles/roles.yaml", kRoles});
  std::ranges::sort(sources[0].files, {}, &pack::SourceFile::path);
  return sources;
}

Viewer of(std::vector<std::string> units) {
  return {.all = false, .units = std::move(units)};
}

/// A person of a unit as the service makes one.
WorkQuery as(const std::string& role, const std::string& unit,
             std::vector<std::string> below = {}) {
  WorkQuery query;
  query.actor = {.id = "p", .roles = {role}, .unit = unit, .units = below};
  query.viewer = role == "keeper"  ? Viewer{}
                 : role == "head"  ? of(below)
                 : role == "guest" ? of({})
                                   : of({unit});
  return query;
}

class WorkTest : public ::testing::Test {
protected:
  void SetUp() override {
    const auto activated = store_->activate({}, rules());
    ASSERT_TRUE(activated.has_value())
        << activated.error().id << ' '
        << (activated.error().args.empty() ? "" : activated.error().args.front().second);
  }
  std::string begin(const std::string& unit, Json::Object fields) {
    store_.clock().advance_ms(1); // ids ascend with time
    if (!fields.contains("name")) fields.emplace("name", "差事" + std::to_string(++number_));
    const auto answer = store_->open_record(
        {}, {.register_id = "errand", .step = "begin", .fields = std::move(fields)},
        {.id = "x", .roles = {}, .unit = unit}, false);
    EXPECT_TRUE(answer.has_value())
        << (answer ? "" : answer.error().id + answer.error().args.front().second);
    return answer ? answer->id : std::string();
  }
  void take(const std::string& id, const std::string& step) {
    const auto answer =
        store_.change(id, registers::TakeStep{.register_id = "errand", .step = step});
    EXPECT_TRUE(answer.has_value())
        << (answer ? "" : answer.error().id + answer.error().args.front().second);
  }
  Json work(const WorkQuery& query) { return json(store_->work("default", query)); }
  /// Names and lights of all pages of `limit`.
  std::vector<std::string> all(WorkQuery query, std::size_t limit) {
    std::vector<std::string> out;
    query.limit = limit;
    for (;;) {
      const auto page = work(query);
      for (const auto& item : page["items"].items())
        out.push_back(item["title"].text() + ' ' + item["light"].text());
      if (page["next_cursor"].is_null()) return out;
      query.cursor = page["next_cursor"].text();
    }
  }

  std::unique_ptr<storage::Database> database_ = storage::testing::fresh_database();
  Store store_{*database_, "2026-03-02"}; // a Monday
  int number_ = 0;
};

TEST_F(WorkTest, MostUrgentFirstWithItsLightAndSteps) {
  begin("a", {{"name", "无期限"}});
  begin("a", {{"name", "远"}, {"due_on", "2026-04-30"}});
  // Near for a warning of five working days, but later than what a warning of two calls normal.
  begin("a", {{"name", "承诺将到"}, {"due_on", "2026-03-09"}});
  begin("a", {{"name", "法定未近"}, {"limit_on", "2026-03-06"}});
  begin("a", {{"name", "承诺逾期"}, {"due_on", "2026-02-20"}});
  begin("a", {{"name", "法定逾期"}, {"limit_on", "2026-02-20"}});
  begin("a", {{"name", "久逾期"}, {"due_on", "2026-01-20"}});
  begin("b", {{"name", "别家的"}, {"due_on", "2026-02-01"}});
  const std::vector<std::string> wanted = {"久逾期 overdue", "法定逾期 overdue", "承诺逾期 overdue",
                                           "承诺将到 near",  "法定未近 normal",  "远 normal",
                                           "无期限 standing"};
  for (const std::size_t limit : {1U, 2U, 3U, 50U})
    EXPECT_EQ(all(as("clerk", "a"), limit), wanted) << limit;
  const auto page = work(as("clerk", "a"));
  EXPECT_EQ(page["total"].integer_or(0), 7);
  EXPECT_EQ(page["counts"].dump(), R"({"near":1,"normal":2,"overdue":3,"standing":1})");
  EXPECT_FALSE(page["counts_capped"].boolean_or(true));
  EXPECT_EQ(page["registers"].items()[0]["count"].integer_or(0), 7);
  const auto& item = page["items"].items()[1];
  EXPECT_EQ(item["clock"].text(), "法定期");
  EXPECT_EQ(item["binding"].text(), "statutory");
  EXPECT_EQ(item["due_on"].text(), "2026-02-20");
  EXPECT_EQ(item["days_left"].integer_or(0), -10);
  EXPECT_EQ(item["steps"].dump(), R"([{"id":"report","title":"报结"}])");
  EXPECT_EQ(item["state_title"].text(), "办理中");
  EXPECT_EQ(item["register_title"].text(), "差事");
}

TEST_F(WorkTest, WhoIsAwaitedHasItAsWork) {
  const auto own = begin("a", {{"name", "自办"}});
  begin("a", {{"name", "请协办"}, {"helpers", Json::Array{"b"}}});
  begin("c", {{"name", "逾期请协办"}, {"helpers", Json::Array{"a"}}, {"due_on", "2026-02-20"}});
  const auto reported = begin("a", {{"name", "待核"}});
  take(reported, "report");
  const auto closed = begin("a", {{"name", "已结"}, {"due_on", "2026-02-20"}});
  take(closed, "report");
  take(closed, "sign");
  struct Case {
    WorkQuery query;
    std::vector<std::string> wanted;
  };
  const Case cases[] = {
      // `report` is awaited of whoever takes part; late where the unit takes part.
      {as("clerk", "a"), {"逾期请协办 overdue", "自办 standing", "请协办 standing"}},
      {as("clerk", "b"), {"请协办 standing"}},
      {as("clerk", "d"), {}},
      {as("signer", "a"), {"逾期请协办 overdue", "待核 standing"}},
      {as("signer", "b"), {}},
      {as("keeper", ""), {"待核 standing"}},
      {as("keeper", "c"), {"逾期请协办 overdue", "待核 standing"}},
      {as("guest", "a"), {}},
      {as("head", "a", {"a", "c"}), {"逾期请协办 overdue", "自办 standing", "请协办 standing"}},
      {as("head", "z", {"c", "z"}), {"逾期请协办 overdue"}}};
  for (const auto& each : cases) {
    for (const std::size_t limit : {1U, 50U})
      EXPECT_EQ(all(each.query, limit), each.wanted)
          << each.query.actor.roles[0] << ' ' << each.query.actor.unit;
    EXPECT_EQ(work(each.query)["total"].integer_or(-1),
              static_cast<std::int64_t>(each.wanted.size()))
        << each.query.actor.roles[0] << ' ' << each.query.actor.unit;
  }
  // Without roles: the program itself.
  WorkQuery everything;
  EXPECT_EQ(all(everything, 2).size(), 4U);
  everything.register_id = "boat";
  EXPECT_THAT(all(everything, 2), IsEmpty());
  // A viewer that sees nothing has no work whatever its roles.
  auto blind = as("keeper", "a");
  blind.viewer = of({});
  EXPECT_THAT(all(blind, 5), IsEmpty());
  blind.viewer = of({"c"});
  EXPECT_THAT(all(blind, 5), IsEmpty());
}

TEST_F(WorkTest, WhatTheLawHoldsBackIsNobodysWorkYet) {
  const auto id = begin("a", {{"name", "待批"}});
  EXPECT_THAT(all(as("signer", "a"), 5), IsEmpty());
  EXPECT_EQ(work(as("signer", "a"))["total"].integer_or(-1), 0);
  const auto file = *store_->put_file({}, "材料.txt", "内容", "text/plain");
  const auto noted = store_.change(
      id, registers::TakeStep{
              .register_id = "errand",
              .step = "note",
              .fields = Json::Object{
                  {"papers", Json::Array{Json::Object{
                                 {"name", file.name}, {"sm3", file.sm3}, {"size", file.size}}}}}});
  ASSERT_TRUE(noted.has_value());
  EXPECT_THAT(all(as("signer", "a"), 5), ElementsAre("待批 standing"));
  EXPECT_EQ(work(as("signer", "a"))["total"].integer_or(-1), 1);
}

TEST_F(WorkTest, APageThatIsShortGoesOn) {
  for (int i = 0; i < 850; ++i)
    begin("a", {});
  const auto reported = begin("a", {{"name", "待核"}});
  take(reported, "report");
  // The law holds back what lies before it: the page ends early and says where it goes on.
  const auto first = work(as("signer", "a"));
  EXPECT_TRUE(first["items"].items().empty());
  EXPECT_FALSE(first["next_cursor"].is_null());
  EXPECT_THAT(all(as("signer", "a"), 5), ElementsAre("待核 standing"));
}

TEST_F(WorkTest, StepsOfNamedUnitsAreWorkOfThoseOnly) {
  const std::string only_help = testing::replaced(
      kErrand, "{ id: report, title: 报结, from: [open], to: reported, by: [clerk, head] }",
      "{ id: report, title: 报结, from: [open], to: reported, by: [head] }");
  auto sources = rules();
  for (auto& file : sources[0].files) {
    if (file.path == "registers/errand.yaml") file.bytes = only_help;
    if (file.path == "pack.yaml") file.bytes = testing::replaced(file.bytes, "1.0.0", "1.1.0");
  }
  ASSERT_TRUE(store_->activate({}, sources).has_value());
  begin("a", {{"name", "甲"}, {"helpers", Json::Array{"b"}}});
  begin("b", {{"name", "乙"}});
  EXPECT_THAT(all(as("clerk", "b"), 1), ElementsAre("甲 standing"));
  EXPECT_EQ(work(as("clerk", "b"))["total"].integer_or(0), 1);
  EXPECT_THAT(all(as("clerk", "a"), 1), IsEmpty());
  EXPECT_EQ(work(as("clerk", "a"))["total"].integer_or(-1), 0);
}

TEST_F(WorkTest, ManyAreMergedInOrderAndBadCursorsRefused) {
  std::vector<std::pair<std::string, std::string>> expected;
  for (int i = 0; i < 130; ++i) {
    Json::Object fields{{"name", "件" + std::to_string(i)}};
    const std::string due = base::to_string(base::add_days(day("2026-01-05"), i * 37 % 120));
    if (i % 5 != 0) fields.emplace("due_on", due);
    fields.emplace("helpers", Json::Array{i % 2 == 0 ? "b" : "c"});
    const auto id = begin("a", std::move(fields));
    expected.emplace_back((i % 5 != 0 ? due : "~") + id, "件" + std::to_string(i));
  }
  std::ranges::sort(expected);
  const auto names = [&](const WorkQuery& query, std::size_t limit) {
    std::vector<std::string> out;
    for (const auto& text : all(query, limit))
      out.push_back(text.substr(0, text.find(' ')));
    return out;
  };
  std::vector<std::string> wanted;
  for (const auto& [key, name] : expected)
    wanted.push_back(name);
  WorkQuery everybody;
  for (const std::size_t limit : {9U, 100U}) {
    EXPECT_EQ(names(everybody, limit), wanted);
    EXPECT_EQ(names(as("head", "a", {"a", "b", "c"}), limit), wanted);
    EXPECT_EQ(names(as("head", "z", {"b", "c", "z"}), limit), wanted);
  }
  EXPECT_EQ(work(as("head", "a", {"a", "b", "c"}))["total"].integer_or(0), 130);
  for (const char* cursor : {"x", "4", "0", "0zz", "012", "0ff0a61"}) {
    WorkQuery query;
    query.cursor = cursor;
    const auto answer = store_->work("default", query);
    ASSERT_FALSE(answer.has_value()) << cursor;
    EXPECT_EQ(answer.error().id, "records.bad_cursor");
  }
}

TEST_F(WorkTest, AnotherUnitSeesNothing) {
  const auto file = store_->put_file({}, "甲.txt", "甲", "text/plain");
  ASSERT_TRUE(file.has_value());
  const Json papers = Json::Array{Json::Object{
      {"sm3", file->sm3}, {"name", "甲.txt"}, {"size", file->size}, {"media_type", "text/plain"}}};
  const auto id = begin("a", {{"name", "甲事"}, {"due_on", "2026-02-20"}, {"papers", papers}});
  const auto later = begin("a", {{"name", "后事"}, {"earlier", id}});
  const auto other = begin("b", {{"name", "乙事"}, {"earlier", id}});
  struct Case {
    Viewer viewer;
    bool seen;
  };
  const Case cases[] = {{{}, true},         {of({"a"}), true}, {of({"b", "a"}), true},
                        {of({"b"}), false}, {of({}), false},   {of({""}), false}};
  for (const auto& each : cases) {
    const auto record = store_->record("default", id, {}, each.viewer);
    const auto past = store_->record("default", id, {.as_of = day("2026-03-02")}, each.viewer);
    EXPECT_EQ(record.has_value(), each.seen);
    EXPECT_EQ(past.has_value(), each.seen);
    if (!each.seen) {
      EXPECT_EQ(record.error().id, "records.unknown_record");
      EXPECT_EQ(past.error().id, "records.unknown_record");
    }
    EXPECT_EQ(store_->check_visible("default", id, each.viewer).has_value(), each.seen);
    const auto attached = store_->check_file("default", file->sm3, each.viewer);
    EXPECT_EQ(attached.has_value(), each.seen);
    if (!each.seen) {
      EXPECT_EQ(attached.error().id, "records.unknown_file");
    }
    const auto days =
        json(store_->due_days("default", each.viewer, day("2026-02-01"), day("2026-03-31"), 10));
    EXPECT_EQ(days["items"].items().size(), each.seen ? 1U : 0U);
    const auto list = store_->list("default", "errand", {.text = "甲事", .viewer = each.viewer});
    EXPECT_EQ(list->find("甲事") != std::string::npos, each.seen);
    EXPECT_EQ(json(list)["total"].integer_or(-1), each.seen ? 1 : 0);
  }
  EXPECT_FALSE(store_->check_visible("elsewhere", id, {}).has_value());
  EXPECT_FALSE(store_->record("elsewhere", id).has_value());
  EXPECT_FALSE(store_->check_file("elsewhere", file->sm3, {}).has_value());
  const auto referred = [&](const Viewer& viewer) {
    std::set<std::string> out;
    const auto detail = json(store_->record("default", id, {}, viewer)->body);
    for (const auto& link : detail["referred_by"].items()) {
      out.insert(link["title"].text());
      EXPECT_EQ(link["field_title"].text(), "前事");
      EXPECT_EQ(link["state_title"].text(), "办理中");
    }
    return out;
  };
  EXPECT_EQ(referred({}), (std::set<std::string>{"后事", "乙事"}));
  EXPECT_EQ(referred(of({"a"})), (std::set<std::string>{"后事"}));
}

TEST_F(WorkTest, PersonalValuesAreMaskedNowAndInThePast) {
  const auto id = begin("a", {{"person", "欧阳芦花"}, {"phone", "13900001111"}});
  store_.until("2026-03-05");
  take(id, "report");
  const Past pasts[] = {
      {}, {.as_of = day("2026-03-02")}, {.known_at = testing::noon("2026-03-04")}};
  for (const auto& past : pasts) {
    const auto answer = store_->record("default", id, past, of({"a"}),
                                       {.id = "p", .roles = {"clerk"}, .unit = "a", .units = {}});
    ASSERT_TRUE(answer.has_value()) << answer.error().id;
    EXPECT_EQ(answer->body.find("芦花"), std::string::npos);
    EXPECT_EQ(answer->body.find("13900001111"), std::string::npos);
    const auto detail = json(answer->body);
    EXPECT_EQ(detail["fields"]["person"].text(), "欧阳＊");
    EXPECT_EQ(detail["masked"].dump(), R"(["person","phone"])");
    EXPECT_FALSE(detail["may"]["personal"].boolean_or(true));
    EXPECT_FALSE(detail["may"]["correct"].boolean_or(true));
  }
}

TEST_F(WorkTest, OnlyStepsThatMayBeTakenAreOffered) {
  const auto id = begin("a", {{"helpers", Json::Array{"b"}}});
  const auto steps = [&](const registers::Actor& actor) {
    std::vector<std::string> out;
    const auto detail = json(store_->record("default", id, {}, {}, actor)->body);
    for (const auto& step : detail["possible"].items())
      out.push_back(step["step"].text());
    return out;
  };
  const auto person = [](const char* role, const char* unit) {
    return registers::Actor{.id = "p", .roles = {role}, .unit = unit, .units = {}};
  };
  EXPECT_THAT(steps(person("clerk", "a")), ElementsAre("note", "report"));
  EXPECT_THAT(steps(person("clerk", "b")), ElementsAre("note", "report", "help"));
  EXPECT_THAT(steps(person("signer", "a")), ElementsAre("note", "approve"));
  EXPECT_THAT(steps(person("guest", "a")), IsEmpty());
  const auto may = json(store_->record("default", id, {}, {}, person("keeper", ""))->body)["may"];
  EXPECT_EQ(may.dump(),
            R"({"annul":true,"correct":true,"erase":false,"move":false,"personal":true})");
}

TEST_F(WorkTest, LastDaysForACalendar) {
  begin("a", {{"due_on", "2026-03-10"}, {"limit_on", "2026-03-20"}});
  begin("a", {{"due_on", "2026-03-10"}});
  begin("b", {{"due_on", "2026-03-11"}, {"helpers", Json::Array{"a"}}});
  begin("b", {{"due_on", "2026-05-01"}});
  const auto days = [&](const Viewer& viewer, const char* until, std::size_t limit) {
    std::vector<std::string> out;
    const auto page =
        json(store_->due_days("default", viewer, day("2026-03-01"), day(until), limit));
    for (const auto& item : page["items"].items())
      out.push_back(item["on"].text() + item["clock_title"].text() + item["light"].text());
    if (page["truncated"].boolean_or(false)) out.emplace_back("…");
    return out;
  };
  EXPECT_THAT(days(of({"a"}), "2026-03-31", 10),
              ElementsAre("2026-03-10承诺期normal", "2026-03-10承诺期normal",
                          "2026-03-11承诺期normal", "2026-03-20法定期normal"));
  EXPECT_THAT(days(of({"b", "a"}), "2026-03-11", 2),
              ElementsAre("2026-03-10承诺期normal", "2026-03-10承诺期normal", "…"));
  EXPECT_THAT(days({}, "2026-12-31", 10).size(), 5U);
  const auto counts =
      store_->due_counts("default", as("clerk", "a"), day("2026-03-01"), day("2026-03-31"));
  ASSERT_TRUE(counts.has_value());
  EXPECT_EQ(*counts, (std::vector<std::pair<Date, std::int64_t>>{{day("2026-03-10"), 2},
                                                                 {day("2026-03-11"), 1}}));
  EXPECT_TRUE(store_->due_counts("default", as("clerk", "z"), day("2026-03-01"), day("2026-12-31"))
                  ->empty());
}

TEST_F(WorkTest, OneDigestADayInWorkingHours) {
  begin("a", {{"name", "逾期"}, {"due_on", "2026-02-20"}});
  begin("a", {{"name", "三日"}, {"due_on", "2026-03-05"}});
  begin("a", {{"name", "四日"}, {"due_on", "2026-03-06"}});
  begin("b", {{"name", "别家"}, {"due_on", "2026-03-05"}});
  const auto remind = [&](const char* unit) {
    const auto given = store_->remind({}, std::string("account-") + unit, as("clerk", unit));
    EXPECT_TRUE(given.has_value()) << (given ? "" : given.error().id);
    return given && *given;
  };
  constexpr std::int64_t kHour = 3'600'000;
  store_.until("2026-03-02");
  store_.clock().advance_ms(-4 * kHour); // 8:00
  EXPECT_FALSE(remind("a"));
  store_.clock().advance_ms(9 * kHour); // 17:00
  EXPECT_FALSE(remind("a"));
  store_.clock().advance_ms(-8 * kHour); // 9:00
  EXPECT_FALSE(remind("z")) << "nothing to tell";
  EXPECT_TRUE(remind("a"));
  EXPECT_FALSE(remind("a")) << "once a day";
  EXPECT_TRUE(remind("b"));
  const auto digest = json(store_->digests("default", "account-a", 10))["items"].items()[0];
  EXPECT_EQ(digest["on"].text(), "2026-03-02");
  EXPECT_EQ(digest["overdue"].integer_or(0), 1);
  EXPECT_EQ(digest["near"].integer_or(0), 1);
  EXPECT_TRUE(digest["given_at"].text().starts_with("2026-03-02T09:00:00")) << digest.dump();
  ASSERT_EQ(digest["items"].items().size(), 2U);
  EXPECT_EQ(digest["items"].items()[0]["title"].text(), "逾期");
  EXPECT_EQ(digest["items"].items()[1]["light"].text(), "near");
  store_.until("2026-03-07"); // a Saturday
  EXPECT_FALSE(remind("a"));
  store_.until("2026-03-09");
  EXPECT_TRUE(remind("a"));
  EXPECT_EQ(json(store_->digests("default", "account-a", 10))["items"].items().size(), 2U);
  EXPECT_EQ(json(store_->digests("default", "account-a", 1))["items"].items()[0]["on"].text(),
            "2026-03-09");
  EXPECT_TRUE(json(store_->digests("elsewhere", "account-a", 10))["items"].items().empty());
  // What was told is a fact: tables that are built again tell the same.
  const auto before = testing::everything(store_.database());
  ASSERT_TRUE(store_->rebuild().has_value());
  EXPECT_EQ(testing::everything(store_.database()), before);
}

TEST_F(WorkTest, UrgencyIsReadAsItWasWritten) {
  const auto urgency = read_urgency("2026-03-05407");
  EXPECT_EQ(urgency.on, day("2026-03-05"));
  EXPECT_EQ(urgency.binding, pack::Binding::LocalTarget);
  EXPECT_EQ(urgency.warn_days, 7);
  EXPECT_FALSE(read_urgency("~2026-01-01").on.has_value());
  EXPECT_FALSE(read_urgency("").on.has_value());
  EXPECT_LT(urgency_from(day("2026-03-05")), "2026-03-05003");
  EXPECT_LT(std::string("2026-03-04599"), urgency_from(day("2026-03-05")));
}

} // namespace
} // namespace plumb::records
