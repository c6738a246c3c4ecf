// SPDX-License-Identifier: Apache-2.0
// What people read: boards, details, receipts, differences, the leaders' page, targets.
#include "invented_pack.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace plumb::indicators {
namespace {

using event::Json;
using testing::day;
using ::testing::HasSubstr;

constexpr const char* kLaw = R"(
laws:
  - id: mending_rules
    title: 砚湖修缮样例办法
    number: 样例第5号
    level: local_rule
    in_force_from: 2019-01-01
    in_force_until:
    articles:
      "1": 开工的都要完工
)";

constexpr const char* kMeasures = R"(
measures:
  - { id: begun, title: 开工数, register: mending, on: steps.begin.on }
  - { id: begun_finished, title: 开工后完工数, register: mending, on: steps.begin.on, where: steps.finish.done }
  - { id: begun_dear, title: 开工的贵重桥梁数, register: mending, on: steps.begin.on, where: kind == 'bridge' and cost > 5 }
  - { id: finished_cost, title: 完工费用, register: mending, on: steps.finish.on, sum: cost, unit: site, by: kind }
  - { id: helped, title: 协助数, register: mending, on: steps.begin.on, unit: helpers }
  - { id: late, title: 逾期数, register: mending, after: clocks.due.due_on, until: clocks.due.stopped_on, unit: site }
)";

constexpr const char* kIndicators = R"(
indicators:
  - id: begun_count
    title: 开工
    aliases: [修缮开工数]
    kind: count
    measure: begun
    unit: item
    targets: [{ id: plan, comparison: at_least, value: 5, binding: local_target, in_force_from: 2020-01-01 }]
  - id: finish_share
    title: 修缮完工率
    kind: share
    measure: begun_finished
    over: begun
    unit: percent
    scale: 2
    lacks: finish
    cite: mending_rules#1
    targets: [{ id: law, comparison: at_least, value: 100, binding: local_rule, cite: mending_rules#1, in_force_from: 2020-01-01 }]
  - { id: dear_share, title: 贵重桥梁占比, kind: share, measure: begun_dear, over: begun, unit: percent, scale: 2 }
  - { id: cost_sum, title: 费用合计, kind: sum, measure: finished_cost, unit: CNY, scale: 1 }
  - { id: late_zero, title: 逾期清零, kind: zero, measure: late, unit: item, better: lower }
  - { id: all_helped, title: 协助全覆盖, kind: coverage, measure: helped, over_units: [township], at_least: 2, unit: percent, scale: 1 }
  - { id: content, title: 群众满意度, kind: entered, unit: percent, scale: 1 }
)";

constexpr const char* kBaseline = R"(
register: baseline
title: 往年数据
gist: 样例
title_field: title
list: [title]
fields:
  - { id: title, title: 名称, type: text }
  - { id: for_year, title: 年份, type: integer }
  - id: figures
    title: 数据
    type: rows
    columns:
      - { id: value, title: 数值, type: decimal, scale: 4 }
      - { id: value_unit, title: 单位, type: text }
      - { id: indicator, title: 指标, type: text }
      - { id: confirmed, title: 已核对, type: flag }
states: [{ id: read, title: 待核对 }, { id: matched, title: 已核对 }]
steps:
  - { id: read, title: 读出, opens: true, to: read, required: [title, for_year, figures] }
  - { id: match, title: 核对, from: [read], to: matched }
clocks: []
)";

std::vector<pack::Source> all_rules() {
  auto sources = testing::rules("1.0.0", kMeasures, testing::kMending, kIndicators);
  auto& files = sources.front().files;
  files.push_back({"law/law.yaml", kLaw});
  files.push_back({"registers/baseline.yaml", kBaseline});
  files.push_back({"registers/target.yaml", testing::kTarget});
  files.push_back({"registers/task.yaml", testing::kTask});
  std::ranges::sort(files, {}, &pack::SourceFile::path);
  std::vector<pack::Diagnostic> faults;
  if (pack::Rulebook::load(sources, faults) == nullptr)
    for (const auto& fault : faults) {
      ADD_FAILURE() << fault.file << ':' << fault.line << ' ' << fault.error.id;
      for (const auto& [name, value] : fault.error.args)
        ADD_FAILURE() << name << '=' << value;
    }
  return sources;
}

Json parsed(const base::Result<std::string>& answer) {
  if (!answer) return Json(answer.error().id);
  auto json = event::parse_json(*answer);
  PLUMB_CHECK(json.has_value());
  return *std::move(json);
}

/// The item whose member has that text; null where there is none.
Json item(const Json& list, std::string_view member, std::string_view text) {
  for (const auto& one : list.items())
    if (one[member].text() == text) return one;
  return {};
}

class Answering : public ::testing::Test {
protected:
  void SetUp() override { ASSERT_TRUE(store_.records().activate({}, all_rules()).has_value()); }

  std::string begin(Json::Object fields, std::string_view unit, std::string_view on) {
    auto id = store_.begin(std::move(fields), unit, on);
    PLUMB_CHECK(id.has_value());
    return *id;
  }
  std::string open(const char* register_id, const char* step, Json::Object fields) {
    auto id = store_.open(register_id, step, std::move(fields));
    PLUMB_CHECK(id.has_value());
    return *id;
  }
  /// Three begun in 2026 (one of them finished), one in 2025.
  void fill() {
    a_ = begin({{"kind", "bridge"}, {"site", "east"}, {"helpers", Json::Array{"east", "west"}}},
               "east", "2026-01-10");
    b_ = begin({{"kind", "dyke"},
                {"site", "west"},
                {"due_on", "2026-02-15"},
                {"helpers", Json::Array{"east", "hill"}}},
               "west", "2026-02-01");
    c_ = begin({{"kind", "bridge"}, {"cost", 3}, {"due_on", "2026-03-20"}}, "water", "2026-03-01");
    d_ = begin({{"kind", "dyke"}, {"site", "hill"}}, "hill", "2025-12-31");
    ASSERT_TRUE(
        store_.step(a_, "finish", {{"cost", base::Decimal{10025, 2}}}, "2026-02-02").has_value());
    ASSERT_TRUE(store_.step(d_, "finish", {{"cost", 50}}, "2026-02-03").has_value());
  }
  Json board(const Asked& asked = {}) {
    return parsed(store_->board("default", store_.units(), asked));
  }
  Json row(const char* indicator, const Asked& asked = {}) {
    return item(board(asked)["items"], "id", indicator);
  }
  Json receipt(const char* indicator, std::string_view side, const Asked& asked = {},
               const records::Viewer& viewer = {}, std::string_view cursor = {},
               std::size_t limit = 50) {
    return parsed(
        store_->receipt("default", store_.units(), indicator, asked, side, viewer, cursor, limit));
  }

  std::unique_ptr<storage::Database> database_ = storage::testing::fresh_database();
  testing::Store store_{*database_};
  std::string a_, b_, c_, d_;
};

TEST_F(Answering, ABoardHasValuesTargetsAndLights) {
  fill();
  const auto all = board();
  EXPECT_EQ(all["on"].text(), "2026-03-02");
  EXPECT_TRUE(all["known_on"].is_null());
  EXPECT_EQ(all["items"].items().size(), 7U);

  const auto share = row("finish_share");
  EXPECT_EQ(share["value"]["text"].text(), "33.33%");
  EXPECT_EQ(share["value"]["denominator"].text(), "3");
  EXPECT_EQ(share["previous"]["text"].text(), "100%");
  EXPECT_EQ(share["period"]["name"].text(), "2026");
  EXPECT_EQ(share["light"].text(), "yellow");
  const auto target = share["targets"].items().at(0);
  EXPECT_EQ(target["gap"].text(), "66.67");
  EXPECT_EQ(target["breach"], Json(false)); // there is still time
  EXPECT_EQ(target["words"].text(), "《砚湖修缮样例办法》第1条");

  // What the law wants is a breach once the period is over; what the plan wants never is.
  const Asked over{.on = day("2027-01-05"), .period = *parse_period("2026")};
  EXPECT_EQ(row("finish_share", over)["light"].text(), "red");
  EXPECT_EQ(row("finish_share", over)["targets"].items().at(0)["breach"], Json(true));
  EXPECT_EQ(row("begun_count", over)["light"].text(), "red");
  EXPECT_EQ(row("begun_count", over)["targets"].items().at(0)["breach"], Json(false));

  EXPECT_EQ(row("late_zero")["light"].text(), "red");
  EXPECT_EQ(row("content")["value"]["standing"].text(), "not_entered");
  EXPECT_EQ(row("content")["light"].text(), "grey");
  EXPECT_EQ(row("all_helped")["value"]["text"].text(), "33.3%");
  EXPECT_EQ(board({.units = {"nowhere"}}).text(), "indicators.unknown_unit");
}

TEST_F(Answering, AYearThatIsOverIsMeasuredByWhatWasInForceThen) {
  fill();
  EXPECT_EQ(row("finish_share", {.period = *parse_period("2020")})["targets"].items().size(), 1U);
  EXPECT_TRUE(row("finish_share", {.period = *parse_period("2019")})["targets"].items().empty());
}

TEST_F(Answering, FiguresOfLastYearsReportStandBeside) {
  fill();
  EXPECT_TRUE(row("begun_count")["reported"].is_null());
  const Json::Array figures{
      Json::Object{
          {"value", 7}, {"value_unit", "件"}, {"indicator", "begun_count"}, {"confirmed", true}},
      Json::Object{
          {"value", 9}, {"value_unit", "%"}, {"indicator", "finish_share"}, {"confirmed", false}}};
  const auto id =
      open("baseline", "read", {{"title", "旧报告"}, {"for_year", 2025}, {"figures", figures}});
  EXPECT_TRUE(row("begun_count")["reported"].is_null()); // nobody has matched it
  ASSERT_TRUE(store_.step(id, "match").has_value());
  const auto reported = row("begun_count")["reported"];
  EXPECT_EQ(reported["text"].text(), "7件");
  EXPECT_EQ(reported["year"], Json(2025));
  EXPECT_EQ(reported["record_id"].text(), id);
  EXPECT_TRUE(row("finish_share")["reported"].is_null());
  EXPECT_TRUE(row("begun_count", {.period = *parse_period("2025")})["reported"].is_null());
  EXPECT_TRUE(row("begun_count", {.units = {"east"}})["reported"].is_null()); // of the whole alone
}

TEST_F(Answering, ConfirmedTargetsAreCompared) {
  fill();
  const auto task = open("task", "issue", {{"title", "修缮工程"}});
  const auto id = open("target", "confirm",
                       {{"title", "开工不少于二件"},
                        {"indicator", "begun_count"},
                        {"comparison", "at_least"},
                        {"value", 2},
                        {"task", task},
                        {"due_on", "2026-06-30"}});
  open("target", "confirm",
       {{"title", "东边开工三件"},
        {"indicator", "begun_count"},
        {"comparison", "at_least"},
        {"value", 3},
        {"unit", "east"},
        {"due_on", "2026-02-28"}});
  open("target", "confirm",
       {{"title", "去年开工一件"},
        {"indicator", "begun_count"},
        {"comparison", "at_least"},
        {"value", 1},
        {"due_on", "2025-12-31"}});

  // Of the whole: the pack's, and the plan's of this year.
  const auto targets = row("begun_count")["targets"];
  ASSERT_EQ(targets.items().size(), 2U);
  const auto mine = item(targets, "record_id", id);
  EXPECT_EQ(mine["light"].text(), "green");
  EXPECT_EQ(mine["gap"].text(), "0");
  EXPECT_EQ(mine["task_title"].text(), "修缮工程");
  EXPECT_EQ(row("begun_count")["light"].text(), "yellow"); // the worst

  const auto page = parsed(store_->target_page("default", store_.units(), "", {}));
  ASSERT_EQ(page["items"].items().size(), 3U);
  // One unit's own number; its day has passed.
  EXPECT_EQ(page["items"].items()[1]["value"]["text"].text(), "1件");
  EXPECT_EQ(page["items"].items()[1]["target"]["light"].text(), "red");
  // That of last year is held against last year.
  EXPECT_EQ(page["items"].items()[2]["value"]["text"].text(), "1件");
  EXPECT_EQ(page["items"].items()[2]["target"]["light"].text(), "green");
  const auto of_task = parsed(store_->target_page("default", store_.units(), task, {}));
  EXPECT_EQ(of_task["items"].items().size(), 1U);

  const auto listed = store_->targets("default", "begun_count", day("2026-03-02"));
  ASSERT_TRUE(listed.has_value());
  EXPECT_EQ(listed->size(), 3U); // whomever they are for
  store_.until("2026-03-05");
  ASSERT_TRUE(store_.step(id, "withdraw").has_value());
  EXPECT_EQ(row("begun_count")["targets"].items().size(), 1U);
  EXPECT_EQ(row("begun_count", {.known_on = day("2026-03-04")})["targets"].items().size(), 2U);
  EXPECT_EQ(row("begun_count", {.known_on = day("2026-03-01")})["targets"].items().size(), 1U);
}

TEST_F(Answering, AReceiptSaysWhatEachRecordLacks) {
  fill();
  const auto upper = receipt("finish_share", "numerator");
  EXPECT_EQ(upper["total"], Json(1));
  EXPECT_EQ(upper["arithmetic"].text(), "1 ÷ 3 × 100 = 33.333…，四舍五入保留两位为 33.33");
  EXPECT_EQ(upper["formula"]["words"].text(), "开工后完工数 ÷ 开工数 × 100%，四舍五入保留两位");
  EXPECT_EQ(upper["records"].items().at(0)["record_id"].text(), a_);
  EXPECT_EQ(upper["records"].items().at(0)["on"].text(), "2026-01-10");
  EXPECT_EQ(upper["records"].items().at(0)["state_title"].text(), "完工");

  const auto lower = receipt("finish_share", "denominator");
  EXPECT_EQ(lower["total"], Json(3));
  EXPECT_EQ(item(lower["records"], "record_id", a_)["against"], Json(false));
  EXPECT_EQ(item(lower["records"], "record_id", b_)["against"], Json(true));

  const auto against = receipt("finish_share", "against");
  EXPECT_EQ(against["total"], Json(2));
  EXPECT_EQ(item(against["records"], "record_id", b_)["lacks"].text(), "尚未“完工”");
  EXPECT_TRUE(item(against["records"], "record_id", a_).is_null());

  // Without such a step: the parts of the condition that do not hold.
  const auto dear = receipt("dear_share", "against");
  EXPECT_EQ(dear["total"], Json(2));
  const auto cheap = item(dear["records"], "record_id", c_)["lacks"].text();
  EXPECT_THAT(cheap, HasSubstr("费用"));
  EXPECT_THAT(cheap, ::testing::Not(HasSubstr("类别")));
  EXPECT_THAT(item(dear["records"], "record_id", b_)["lacks"].text(), HasSubstr("桥梁"));

  // Of a sum the amounts; of the record's own unit the unit.
  const auto sum = receipt("cost_sum", "numerator");
  EXPECT_EQ(item(sum["records"], "record_id", a_)["amount"].text(), "100.25");
  EXPECT_EQ(item(sum["records"], "record_id", a_)["unit"].text(), "east");
  EXPECT_EQ(sum["arithmetic"].text(), "合计 150.25，四舍五入保留一位为 150.3");
}

TEST_F(Answering, AReceiptListsWhatTheViewerSeesPageByPage) {
  fill();
  const records::Viewer east{.all = false, .units = {"east"}};
  const auto seen = receipt("begun_count", "numerator", {}, east);
  EXPECT_EQ(seen["total"], Json(3));
  EXPECT_EQ(seen["hidden"], Json(1)); // c is the water office's
  EXPECT_EQ(seen["records"].items().size(), 2U);
  EXPECT_EQ(receipt("begun_count", "numerator", {}, {.all = false})["hidden"], Json(3));

  std::vector<std::string> ids;
  std::string cursor;
  do {
    const auto page = receipt("begun_count", "numerator", {}, {}, cursor, 2);
    EXPECT_LE(page["records"].items().size(), 2U);
    for (const auto& record : page["records"].items())
      ids.push_back(record["record_id"].text());
    cursor = page["next_cursor"].text();
  } while (!cursor.empty());
  EXPECT_EQ(ids.size(), 3U);
  EXPECT_TRUE(std::ranges::is_sorted(ids));
  EXPECT_EQ(receipt("begun_count", "numerator", {}, {}, "a b").text(), "indicators.bad_cursor");
  EXPECT_EQ(receipt("begun_count", "sideways").text(), "indicators.bad_side");
  EXPECT_EQ(receipt("nothing", "numerator").text(), "indicators.unknown_indicator");
}

TEST_F(Answering, AReceiptOfACoverageNamesUnits) {
  fill();
  const auto all = receipt("all_helped", "numerator");
  ASSERT_EQ(all["units"].items().size(), 3U);
  const auto east = item(all["units"], "unit", "east");
  EXPECT_EQ(east["name"].text(), "湖东镇");
  EXPECT_EQ(east["amount"].text(), "2");
  EXPECT_EQ(east["wanted"].text(), "2");
  EXPECT_EQ(east["reached"], Json(true));
  const auto against = receipt("all_helped", "against");
  EXPECT_EQ(against["units"].items().size(), 2U);
  EXPECT_TRUE(item(against["units"], "unit", "east").is_null());
}

TEST_F(Answering, AnEnteredNumberSaysWhereItComesFrom) {
  const auto id = open("external_figure", "enter",
                       {{"title", "满意度调查"},
                        {"indicator", "content"},
                        {"period", "2026"},
                        {"on", "2026-02-20"},
                        {"value", base::Decimal{915, 1}}});
  const auto value = row("content")["value"];
  EXPECT_EQ(value["text"].text(), "91.5%");
  EXPECT_EQ(value["entered"]["record_id"].text(), id);
  EXPECT_EQ(value["entered"]["confirmed"], Json(false));
  ASSERT_TRUE(store_.step(id, "confirm").has_value());
  EXPECT_EQ(row("content")["value"]["entered"]["confirmed"], Json(true));
  const auto opened = receipt("content", "numerator");
  EXPECT_EQ(opened["total"], Json(1));
  EXPECT_EQ(opened["records"].items().at(0)["amount"].text(), "91.5");
  EXPECT_EQ(opened["formula"]["denominator"], Json());
  EXPECT_EQ(receipt("content", "numerator", {}, {.all = false})["hidden"], Json(1));
}

TEST_F(Answering, ADetailHasTrendUnitsAndParts) {
  fill();
  const auto detail = parsed(store_->detail("default", store_.units(), "finish_share", {}, 3));
  EXPECT_EQ(detail["cite"].text(), "《砚湖修缮样例办法》第1条");
  ASSERT_EQ(detail["trend"].items().size(), 3U);
  EXPECT_EQ(detail["trend"].items()[0]["period"].text(), "2024");
  EXPECT_EQ(detail["trend"].items()[0]["value"]["text"].text(), "不适用");
  EXPECT_EQ(detail["trend"].items()[1]["value"]["text"].text(), "100%");
  EXPECT_EQ(detail["trend"].items()[2]["value"]["text"].text(), "33.33%");
  // In the order of the tree, each with its own light.
  std::string units;
  for (const auto& unit : detail["units"].items())
    units += unit["name"].text() + ' ' + unit["value"]["text"].text() + ' ' + unit["light"].text() +
             "; ";
  EXPECT_EQ(units, "砚湖县水务局 0% yellow; 湖东镇 100% green; 湖西镇 0% yellow; ");
  EXPECT_TRUE(detail["parts"].items().empty());

  const auto cost = parsed(store_->detail("default", store_.units(), "cost_sum", {}, 1));
  ASSERT_EQ(cost["parts"].items().size(), 2U);
  const auto bridges = item(cost["parts"], "part", "bridge");
  EXPECT_EQ(bridges["title"].text(), "桥梁");
  EXPECT_EQ(bridges["value"]["text"].text(), "100.3元");
  // A stock is what stood on the last day of each period.
  const auto late = parsed(store_->detail("default", store_.units(), "late_zero",
                                          {.period = *parse_period("2026-03")}, 3));
  EXPECT_EQ(late["trend"].items()[0]["value"]["value"].text(), "0"); // 31 January
  EXPECT_EQ(late["trend"].items()[1]["value"]["value"].text(), "1"); // 28 February
  // Units that were merged stand under their heir.
  store_.until("2026-08-01");
  const auto now = parsed(
      store_->detail("default", store_.units(), "finish_share", {.structure = Structure::Now}, 1));
  EXPECT_EQ(item(now["units"], "unit", "lake")["value"]["text"].text(), "50%");
  EXPECT_TRUE(item(now["units"], "unit", "east").is_null());
}

TEST_F(Answering, TheLeadersPageSaysWhatIsLateAndWhatComes) {
  fill();
  const auto page = parsed(store_->leader_page("default", store_.units(), {}, {}));
  EXPECT_EQ(page["late_total"], Json(1));
  const auto late = page["late"].items().at(0);
  EXPECT_EQ(late["record_id"].text(), b_);
  EXPECT_EQ(late["days"], Json(15));
  EXPECT_EQ(late["unit_name"].text(), "湖西镇");
  EXPECT_EQ(late["clock_title"].text(), "完工期限");
  EXPECT_EQ(late["law"], Json(false));
  EXPECT_EQ(late["why"].text(), "在修");
  EXPECT_EQ(page["coming_total"], Json(1));
  EXPECT_EQ(page["coming"].items().at(0)["record_id"].text(), c_);
  EXPECT_EQ(page["coming"].items().at(0)["days"], Json(18));
  // Those with targets, the reddest first, with a trend.
  ASSERT_EQ(page["indicators"].items().size(), 3U);
  EXPECT_EQ(page["indicators"].items()[0]["id"].text(), "late_zero");
  EXPECT_GE(page["indicators"].items()[0]["trend"].items().size(), 6U);
  // Others see their own.
  const records::Viewer water{.all = false, .units = {"water"}};
  const auto narrow = parsed(store_->leader_page("default", store_.units(), {}, water));
  EXPECT_EQ(narrow["late_total"], Json(0));
  EXPECT_EQ(narrow["coming_total"], Json(1));

  // Later it is done; the page of that day still tells it as late.
  store_.until("2026-04-01");
  ASSERT_TRUE(store_.step(b_, "finish").has_value());
  const auto after = parsed(store_->leader_page("default", store_.units(), {}, {}));
  EXPECT_EQ(after["late_total"], Json(1)); // c, since 20 March
  EXPECT_EQ(after["late"].items().at(0)["record_id"].text(), c_);
  const auto then =
      parsed(store_->leader_page("default", store_.units(), {.on = day("2026-03-02")}, {}));
  EXPECT_EQ(then["late_total"], Json(1));
  EXPECT_EQ(then["late"].items().at(0)["record_id"].text(), b_);
  EXPECT_EQ(then["coming_total"], Json(1));
}

TEST_F(Answering, TheLeadersPageOfAPastDayKnowsWhatWasToldLater) {
  fill();
  // Told on 1 April: done on 1 March.
  store_.until("2026-04-01");
  ASSERT_TRUE(store_.step(b_, "finish", {}, "2026-03-01").has_value());
  const auto late = [&](const Asked& asked) {
    return parsed(store_->leader_page("default", store_.units(), asked, {}))["late_total"];
  };
  EXPECT_EQ(late({.on = day("2026-03-02")}), Json(0));
  EXPECT_EQ(late({.on = day("2026-03-02"), .known_on = day("2026-03-02")}), Json(1));
  EXPECT_EQ(late({.on = day("2026-03-02"), .known_on = day("2026-04-01")}), Json(0));
}

TEST_F(Answering, TheLeadersPageOfAPastDayDoesNotLookAtALaterDueDate) {
  fill();
  store_.until("2026-04-01");
  ASSERT_TRUE(store_.step(b_, "note", {{"due_on", "2026-09-01"}}).has_value());
  const auto then =
      parsed(store_->leader_page("default", store_.units(), {.on = day("2026-03-02")}, {}));
  EXPECT_EQ(then["late_total"], Json(1));
  EXPECT_EQ(then["late"].items().at(0)["due_on"].text(), "2026-02-15");
}

TEST_F(Answering, ADifferenceNamesTheEventsBetween) {
  fill();
  store_.until("2026-03-10");
  const auto e = begin({{"kind", "dyke"}}, "hill", "2026-03-01"); // told late
  ASSERT_TRUE(store_.step(b_, "finish", {}, "2026-03-09").has_value());
  const auto answer = parsed(
      store_->difference("default", store_.units(), "finish_share",
                         {.on = day("2026-03-02"), .known_on = day("2026-03-02")}, {}, {}, 50));
  EXPECT_EQ(answer["before"]["value"]["text"].text(), "33.33%");
  EXPECT_EQ(answer["after"]["value"]["text"].text(), "50%");
  ASSERT_EQ(answer["events"].items().size(), 2U);
  const auto begun = answer["events"].items()[0], finished = answer["events"].items()[1];
  EXPECT_EQ(begun["side"].text(), "denominator");
  EXPECT_EQ(begun["record_id"].text(), e);
  EXPECT_EQ(begun["late"], Json(true));
  EXPECT_EQ(begun["step"].text(), "开工");
  EXPECT_EQ(finished["side"].text(), "numerator");
  EXPECT_EQ(finished["amount"].text(), "1");
  EXPECT_EQ(finished["step"].text(), "完工");
  EXPECT_EQ(answer["truncated"], Json(false));
  const auto short_one = parsed(
      store_->difference("default", store_.units(), "finish_share",
                         {.on = day("2026-03-02"), .known_on = day("2026-03-02")}, {}, {}, 1));
  EXPECT_EQ(short_one["truncated"], Json(true));
  EXPECT_EQ(short_one["total"], Json(2));
}

TEST_F(Answering, ADifferenceOfACoverageNamesWhatBroughtUnitsAcross) {
  fill(); // east has two, west and hill one each
  store_.until("2026-03-10");
  begin({{"kind", "dyke"}, {"helpers", Json::Array{"east", "west"}}}, "hill", "2026-03-05");
  const auto answer = parsed(store_->difference("default", store_.units(), "all_helped",
                                                {.on = day("2026-03-02")}, {}, {}, 50));
  EXPECT_EQ(answer["before"]["value"]["text"].text(), "33.3%");
  EXPECT_EQ(answer["after"]["value"]["text"].text(), "66.7%");
  ASSERT_EQ(answer["events"].items().size(), 1U); // what east has more of changed nothing
  EXPECT_EQ(answer["events"].items()[0]["unit"].text(), "west");
}

TEST_F(Answering, ATableHasTheBoardOrTheUnits) {
  fill();
  const auto board = store_->table("default", store_.units(), "", {});
  ASSERT_TRUE(board.has_value());
  ASSERT_EQ(board->size(), 8U);
  for (const auto& row : *board)
    EXPECT_EQ(row.size(), board->front().size());
  EXPECT_EQ((*board)[2][1], "修缮完工率");
  EXPECT_EQ((*board)[2][3], "33.33");
  EXPECT_EQ((*board)[7][3], "未录入");
  const auto units = store_->table("default", store_.units(), "begun_count", {});
  ASSERT_TRUE(units.has_value());
  EXPECT_EQ(units->size(), 4U);
}

TEST_F(Answering, TargetsOfPlansAreProposedUntilTheyAreMatched) {
  const Json document =
      Json::Object{{"document_id", "doc"},
                   {"title", "砚湖县修缮计划"},
                   {"period_until", "2026-12-31"},
                   {"targets", Json::Array{Json::Object{{"text", "群众对修缮的满意度不低于90%"},
                                                        {"area", "修缮"},
                                                        {"subject", "群众对修缮的满意度"},
                                                        {"operator", ">="},
                                                        {"value", 90},
                                                        {"unit", "%"}}}}};
  ASSERT_TRUE(
      store_.journal()
          .append({}, event::document_stream("doc"), 0,
                  {{.type = std::string(event::kDocumentImported), .payload = document.dump()}})
          .has_value());
  const auto task = open("task", "issue",
                         {{"title", "修缮工程"},
                          {"document_id", "doc"},
                          {"area", "修缮"},
                          {"due_on", "2026-11-30"},
                          {"lead", Json::Array{"water"}},
                          {"targets", Json::Array{Json::Object{{"text", "修缮完工率达到100%"},
                                                               {"subject", "修缮完工率"},
                                                               {"comparison", "="},
                                                               {"value", 100},
                                                               {"unit", "%"}},
                                                  Json::Object{{"text", "没有发生堤坝决口"}}}}});
  const auto all = parsed(store_->proposals("default", ""));
  ASSERT_EQ(all["items"].items().size(), 3U);
  const auto area = all["items"].items()[0];
  EXPECT_EQ(area["key"].text(), "doc/群众对修缮的满意度不低于90%");
  EXPECT_EQ(area["comparison"].text(), "at_least");
  EXPECT_EQ(area["document_title"].text(), "砚湖县修缮计划");
  EXPECT_EQ(area["due_on"].text(), "2026-12-31");
  EXPECT_EQ(area["candidates"].items().at(0)["indicator"].text(), "content");
  const auto share = all["items"].items()[1];
  EXPECT_EQ(share["task"].text(), task);
  EXPECT_EQ(share["units"].items().at(0).text(), "water");
  EXPECT_EQ(share["candidates"].items().at(0)["indicator"].text(), "finish_share");
  EXPECT_GE(share["candidates"].items()[0]["confidence"].integer_or(0), 90);
  // What must not happen is a zero.
  EXPECT_EQ(all["items"].items()[2]["value"].text(), "0");
  EXPECT_EQ(all["items"].items()[2]["comparison"].text(), "equal");

  const auto target = open("target", "confirm",
                           {{"title", "修缮完工率达到100%"},
                            {"indicator", "finish_share"},
                            {"comparison", "at_least"},
                            {"value", 100},
                            {"task", task}});
  EXPECT_EQ(parsed(store_->proposals("default", "doc"))["items"].items().size(), 2U);
  ASSERT_TRUE(store_.step(target, "withdraw").has_value());
  EXPECT_EQ(parsed(store_->proposals("default", "doc"))["items"].items().size(), 3U);
  EXPECT_EQ(parsed(store_->proposals("default", "other"))["items"].items().size(), 0U);

  const auto named = store_->indicators_named("default", "修缮开工数", "件");
  ASSERT_TRUE(named.has_value());
  ASSERT_FALSE(named->empty());
  EXPECT_EQ(named->front().first, "begun_count");
}

// --- what is listed adds up to the difference ---

class Wandering {
public:
  explicit Wandering(storage::Database& database) : store_(database, "2025-11-20") {
    RC_ASSERT(store_.records().activate({}, all_rules()).has_value());
  }
  void act() {
    const int kind = *rc::gen::inRange(0, 10);
    if (kind < 4 || ids_.empty()) {
      if (auto id = store_.begin(some(), any_unit(), past())) ids_.push_back(*std::move(id));
      return;
    }
    const auto& id = *rc::gen::elementOf(ids_);
    if (kind == 4) (void)store_.step(id, "note", some(), past());
    if (kind == 5 || kind == 6) (void)store_.step(id, "finish", {{"cost", 7}}, past());
    if (kind == 7) {
      registers::Correct command{.fields = some(), .steps = {}, .reason = "更正"};
      command.steps.emplace(0, day(past()));
      (void)store_.change(id, command);
    }
    if (kind == 8) (void)store_.change(id, registers::Annul{"撤回"});
    if (kind == 9) store_.until(today_ = base::add_days(today_, *rc::gen::inRange(1, 60)));
  }
  Asked any_asked() {
    Asked out;
    out.on = base::add_days(day("2025-06-01"), *rc::gen::inRange(0, 500));
    if (*rc::gen::arbitrary<bool>())
      out.known_on = base::add_days(day("2025-11-20"), *rc::gen::inRange(0, 200));
    out.period =
        *rc::gen::element(*parse_period("2025"), *parse_period("2026"), *parse_period("2022/2026"));
    if (*rc::gen::inRange(0, 3) == 0) out.units = {any_unit()};
    if (*rc::gen::inRange(0, 3) == 0) out.structure = Structure::Now;
    return out;
  }
  testing::Store& store() { return store_; }

private:
  static std::string any_unit() {
    return *rc::gen::element<std::string>("water", "east", "west", "hill");
  }
  static Json::Object some() {
    Json::Object out{{"kind", *rc::gen::element<std::string>("dyke", "bridge")},
                     {"cost", *rc::gen::inRange(1, 20)},
                     {"site", any_unit()}};
    return out;
  }
  std::string past() {
    return base::to_string(base::add_days(today_, -*rc::gen::element(0, 0, 1, 30, 200)));
  }
  testing::Store store_;
  Date today_ = day("2025-11-20");
  std::vector<std::string> ids_;
};

/// Sum of the listed amounts of one side, in hundredths.
std::int64_t listed(const Json& answer, std::string_view side) {
  std::int64_t sum = 0;
  for (const auto& one : answer["events"].items()) {
    if (one["side"].text() != side) continue;
    const auto amount = base::shift(*base::parse_decimal(one["amount"].text()), 2);
    sum += amount->units;
  }
  return sum;
}
std::int64_t hundredths(const Json& value, std::string_view member) {
  const auto number = base::parse_decimal(value[member].text());
  return number ? base::shift(*number, 2)->units : 0;
}

RC_GTEST_PROP(Difference, IsTheSumOfItsEvents, ()) {
  // One history that goes on: the longer it is, the more there is to tell apart.
  static const auto database = storage::testing::fresh_database();
  static Wandering history(*database);
  for (int i = 0; i < 3; ++i)
    history.act();
  auto& store = history.store();
  for (const char* indicator : {"finish_share", "dear_share", "cost_sum", "begun_count"}) {
    const auto before = history.any_asked(), after = history.any_asked();
    const auto answer =
        parsed(store->difference("default", store.units(), indicator, before, after, {}, 1'000));
    const auto &was = answer["before"]["value"], &is = answer["after"]["value"];
    for (const char* side : {"numerator", "denominator"})
      RC_ASSERT(listed(answer, side) == hundredths(is, side) - hundredths(was, side));
    // And the records behind a number add up to it.
    std::int64_t sum = 0;
    const auto opened = parsed(
        store->receipt("default", store.units(), indicator, after, "numerator", {}, {}, 500));
    for (const auto& record : opened["records"].items())
      sum += hundredths(record, "amount");
    RC_ASSERT(sum == hundredths(is, "numerator"));
  }
}

} // namespace
} // namespace plumb::indicators
