// SPDX-License-Identifier: Apache-2.0
// Drafts: beginning, live figures, writing, looking while writing, who sees what.
#include "test_support.hpp"

#include <gtest/gtest.h>

namespace plumb::report {
namespace {

using testing::found;
using testing::Json;
using testing::json;
using testing::Store;

class ReportTest : public ::testing::Test {
protected:
  ReportTest() : database_(storage::testing::fresh_database()), store_(*database_) {
    store_.load();
    store_.publish("码头管理规定", "dz", "2025-06-01", true);
    store_.publish("渔船停泊规定", "dz", "2026-03-01", true);
    store_.publish("集市管理规定", "lz", "2026-05-01", true);
    late_ = store_.publish("路灯管理规定", "lz", "2026-07-01", false);
  }
  std::unique_ptr<storage::Database> database_;
  Store store_;
  std::string late_;
};

std::string text_of(const Json& block) {
  std::string out;
  for (const auto& piece : block["pieces"].items())
    out += piece["text"].text();
  return out;
}

TEST_F(ReportTest, ListsTemplates) {
  const auto list = store_->templates("default");
  ASSERT_TRUE(list.has_value());
  const auto items = json(*list)["items"];
  ASSERT_EQ(items.items().size(), 3U);
  EXPECT_EQ(items.items()[0]["kind"].text(), "annual");
  EXPECT_EQ(items.items()[0]["cite"].text(), "《砚湖镇规样例办法》第1条");
  EXPECT_EQ(items.items()[0]["chapters"].items()[1]["title"].text(), "不足");
}

TEST_F(ReportTest, BeginsWithTheTemplatesTextsAndLiveFigures) {
  const Json report = store_.begin();
  EXPECT_EQ(report["title"].text(), "砚湖县人民政府2026年镇规工作报告");
  EXPECT_EQ(report["addressee"].text(), "云泽市人民政府");
  EXPECT_EQ(report["as_of"].text(), "2026-12-20");
  EXPECT_EQ(report["state_title"].text(), "起草");
  EXPECT_FALSE(report["signed"].boolean_or(true));
  const auto& blocks = report["chapters"].items()[0]["blocks"].items();
  ASSERT_EQ(blocks.size(), 4U);
  EXPECT_EQ(blocks[0]["kind"].text(), "heading2");
  EXPECT_EQ(text_of(blocks[1]), "2026年公布镇规3件，审核率66.67%，比上年增加2件。");
  EXPECT_EQ(found(blocks[1]["pieces"], "figure", "charter_share")["text"].text(), "66.67%");
  EXPECT_EQ(blocks[2]["rows"].items()[1].items()[2].text(), "不低于100%");
  EXPECT_EQ(blocks[3]["rows"].items().size(), 3U);
  EXPECT_EQ(blocks[3]["rows"].items()[2].items()[1].text(), "渔船停泊规定");
  EXPECT_EQ(blocks[3]["rows"].items()[2].items()[2].text(), "渡口镇");
  EXPECT_EQ(blocks[3]["rows"].items()[0].items()[2].text(), "柳林镇") << "by unit";
  const Json share = found(report["figures"], "key", "charter_share");
  EXPECT_EQ(share["value"]["numerator"].text(), "2");
  EXPECT_EQ(share["value"]["denominator"].text(), "3");
  EXPECT_EQ(share["period"].text(), "2026");
  EXPECT_EQ(share["unit"].text(), "");
  EXPECT_TRUE(share["now"].is_null());
}

TEST_F(ReportTest, CountsOneUnitForItsOwnReportAndForThatOfOthers) {
  const Json circular = store_.begin("circular", "lz");
  EXPECT_EQ(circular["title"].text(), "关于柳林镇2026年镇规审核情况的通报");
  EXPECT_EQ(text_of(circular["chapters"].items()[0]["blocks"].items()[0]),
            "柳林镇公布镇规2件，审核1件。");
  const Json notice = store_.begin("rectify", "lz");
  EXPECT_EQ(notice["chapters"].items()[0]["blocks"].items()[1]["rows"].items().size(), 2U);
  const Json whole = store_.begin("circular", "");
  EXPECT_EQ(text_of(whole["chapters"].items()[0]["blocks"].items()[0]),
            "砚湖县人民政府公布镇规3件，审核2件。");
}

TEST_F(ReportTest, FiguresMoveWithTheirRecords) {
  const std::string id = store_.begin()["record_id"].text();
  const auto annulled = store_.change(late_, registers::Annul{"录错"});
  ASSERT_TRUE(annulled.has_value());
  const Json report = store_.report(id);
  EXPECT_EQ(found(report["figures"], "key", "charter_count")["text"].text(), "2件");
  EXPECT_EQ(found(report["figures"], "key", "charter_share")["text"].text(), "100%");
}

TEST_F(ReportTest, RefusesToBeginWhatCannotBe) {
  const auto begin = [&](std::string_view chosen, int year, std::string_view unit,
                         const std::vector<std::string>& contributors,
                         const registers::Actor& actor) {
    const auto answer = store_->begin({}, store_.units(), chosen, year, unit, contributors, actor);
    return answer ? std::string("begun") : answer.error().id;
  };
  const auto who = Store::coordinator();
  EXPECT_EQ(begin("nothing", 2026, "xzf", {}, who), "report.unknown_template");
  EXPECT_EQ(begin("yearly", 1900, "xzf", {}, who), "report.bad_field");
  EXPECT_EQ(begin("yearly", 2026, "nobody", {}, who), "report.bad_field");
  EXPECT_EQ(begin("yearly", 2026, "xzf", {"nobody"}, who), "report.bad_field");
  EXPECT_EQ(begin("circular", 2026, "xzf", {"dz"}, who), "report.bad_field");
  EXPECT_EQ(begin("yearly", 2026, "xzf", {}, Store::clerk("dz")), "report.other_unit");
  EXPECT_EQ(begin("yearly", 2026, "lz", {}, Store::clerk("dz")), "report.other_unit");
  EXPECT_EQ(begin("yearly", 2026, "dz", {}, Store::clerk("dz")), "begun");
  auto leader = who;
  leader.roles = {"leader"};
  EXPECT_EQ(begin("yearly", 2026, "xzf", {}, leader), "registers.refused");
}

TEST_F(ReportTest, RevisesChaptersAndKeepsTheOthers) {
  const std::string id = store_.begin()["record_id"].text();
  ASSERT_TRUE(
      store_
          .revise(id, Json::Object{{"chapters", Json::Array{Json::Object{{"chapter", "shortfalls"},
                                                                         {"text", "写了{{一半"}}}},
                                   {"title", "另一个题目"},
                                   {"number", "砚政〔2026〕8号"},
                                   {"as_of", "2026-06-30"}})
          .has_value());
  const Json report = store_.report(id);
  EXPECT_EQ(report["title"].text(), "另一个题目");
  EXPECT_EQ(report["number"].text(), "砚政〔2026〕8号");
  EXPECT_EQ(report["chapters"].items()[1]["text"].text(), "写了{{一半") << "faults lose nothing";
  EXPECT_FALSE(report["chapters"].items()[0]["text"].text().empty());
  EXPECT_EQ(found(report["figures"], "key", "charter_count")["text"].text(), "2件")
      << "days after as_of do not count";
  EXPECT_TRUE(found(report["findings"], "id", "bad_text")["blocks"].boolean_or(false));

  struct Case {
    Json body;
    std::string wanted;
  };
  const auto chapter = [](const char* name) {
    return Json::Array{Json::Object{{"chapter", name}, {"text", "甲"}}};
  };
  const std::vector<Case> cases = {
      {Json::Object{{"chapters", chapter("unknown")}}, "report.unknown_chapter"},
      {Json::Object{{"chapters", chapter("next")}, {"as_of", "2027-01-01"}}, "report.bad_field"},
      {Json::Object{{"chapters", chapter("next")}, {"as_of", "soon"}}, "report.bad_field"},
      {Json::Object{{"chapters", chapter("next")}, {"title", " "}}, "report.bad_field"},
      {Json::Object{{"chapters", chapter("next")}, {"other", "x"}}, "report.bad_field"},
      {Json::Object{{"title", "甲"}}, "report.bad_field"},
      {Json("text"), "report.bad_field"},
      {Json(chapter("next")), "done"}};
  for (const auto& one : cases) {
    const auto answer = store_.revise(id, one.body);
    EXPECT_EQ(answer ? "done" : answer.error().id, one.wanted) << one.body.dump();
  }
  const auto stale =
      store_->revise({}, store_.units(), id, 1, Json(chapter("next")).dump(), Store::coordinator());
  ASSERT_FALSE(stale.has_value());
  EXPECT_EQ(stale.error().id, "records.revision_conflict");
}

TEST_F(ReportTest, TellsWhatANameIsNot) {
  const std::string id = store_.begin()["record_id"].text();
  const auto preview = [&](std::string_view text) {
    const auto made = store_->preview("default", store_.units(), id, text, {});
    EXPECT_TRUE(made.has_value());
    return json(*made);
  };
  const Json good =
      preview("{{charter_count|unit=dz}}、{{charter_pages}}、{{charter_count|period=2025}}、"
              "{{charter_count|form=bare}}\n\n{{charter_share|form=denominator}}");
  EXPECT_TRUE(good["faults"].items().empty()) << good.dump();
  EXPECT_EQ(text_of(good["blocks"].items()[0]), "1件、9、1件、3");
  EXPECT_EQ(text_of(good["blocks"].items()[1]), "3");
  EXPECT_EQ(good["figures"].items().size(), 5U);
  struct Case {
    std::string text, reason, name;
    int line;
  };
  const std::vector<Case> cases = {{"甲\n{{nothing}}", "unknown", "nothing", 2},
                                   {"{{charter_count|unit=zz}}", "unit", "zz", 1},
                                   {"{{charter_count|period=20x6}}", "bad_period", "", 1},
                                   {"\n\n{{records:nothing}}", "list", "records:nothing", 3},
                                   {"甲\n乙{{", "unclosed", "", 2}};
  for (const auto& one : cases) {
    const auto faults = preview(one.text)["faults"];
    ASSERT_EQ(faults.items().size(), 1U) << one.text;
    EXPECT_EQ(faults.items()[0]["reason"].text(), one.reason);
    EXPECT_EQ(faults.items()[0]["name"].text(), one.name);
    EXPECT_EQ(faults.items()[0]["line"].integer_or(0), one.line) << one.text;
  }
  EXPECT_FALSE(store_->preview("default", store_.units(), id, std::string(100'001, 'a'), {}));
}

TEST_F(ReportTest, NothingToDivideByIsSaidAndNotPrintedAsHundred) {
  const Json report = store_.begin("circular", "sfj");
  const std::string id = report["record_id"].text();
  ASSERT_TRUE(store_
                  .revise(id, Json(Json::Array{Json::Object{{"chapter", "facts"},
                                                            {"text", "审核率{{charter_share}}"}}}))
                  .has_value());
  const Json after = store_.report(id);
  EXPECT_EQ(found(after["figures"], "key", "charter_share")["text"].text(), "不适用");
  const Json finding = found(after["findings"], "id", "figure_not_applicable");
  ASSERT_FALSE(finding.is_null());
  EXPECT_FALSE(finding["blocks"].boolean_or(true));
  EXPECT_EQ(finding["arguments"]["count"].text(), "1");
  EXPECT_EQ(finding["arguments"]["titles"].text(),
            found(after["figures"], "key", "charter_share")["title"].text());
}

TEST_F(ReportTest, DoesNotExistForOtherUnitsNorShowThemTheirRecords) {
  const std::string county = store_.begin()["record_id"].text();
  const auto hidden =
      store_->report("default", store_.units(), county, Store::viewer("dz"), Store::clerk("dz"));
  ASSERT_FALSE(hidden.has_value());
  EXPECT_EQ(hidden.error().id, "records.unknown_record");
  EXPECT_FALSE(store_->papers("default", store_.units(), county, Store::viewer("dz")));
  EXPECT_FALSE(store_->preview("default", store_.units(), county, "甲", Store::viewer("dz")));
  EXPECT_FALSE(store_->compare_filed("default", store_.units(), county, Store::viewer("dz")));
  const auto charter = store_->report("default", store_.units(), late_, {}, Store::coordinator());
  ASSERT_FALSE(charter.has_value()) << "a record of another register is no report";
  EXPECT_EQ(charter.error().id, "records.unknown_record");

  const auto own = store_->begin({}, store_.units(), "yearly", 2026, "dz", {}, Store::clerk("dz"));
  ASSERT_TRUE(own.has_value());
  const Json report = json(own->body);
  EXPECT_EQ(found(report["figures"], "key", "charter_count")["text"].text(), "1件");
  const auto other = store_->preview("default", store_.units(), own->id,
                                     "{{charter_count|unit=lz}}", Store::viewer("dz"));
  ASSERT_TRUE(other.has_value());
  EXPECT_EQ(json(*other)["faults"].items().size(), 1U) << *other;
  EXPECT_TRUE(json(*other)["figures"].items().empty());
  const auto root = store_->preview("default", store_.units(), own->id,
                                    "{{charter_count|unit=xzf}}", Store::viewer("dz"));
  ASSERT_TRUE(root.has_value());
  EXPECT_EQ(json(*root)["faults"].items().size(), 1U) << *root;
}

TEST_F(ReportTest, TellsTheStepsOfThePerson) {
  const std::string id = store_.begin()["record_id"].text();
  const auto may = [&](const registers::Actor& actor) {
    std::set<std::string> out;
    const Json report = store_.report(id, {}, actor);
    for (const auto& step : report["may"].items())
      out.insert(step.text());
    return out;
  };
  EXPECT_EQ(may(Store::coordinator()), (std::set<std::string>{"revise", "sign", "drop"}));
  auto leader = Store::coordinator();
  leader.roles = {"leader"};
  EXPECT_EQ(may(leader), (std::set<std::string>{"sign"}));
}

TEST_F(ReportTest, DraftsArePrintedAsTheyAreNow) {
  const std::string id = store_.begin()["record_id"].text();
  const auto before = store_.papers(id);
  EXPECT_NE(before.html.find("66.67%"), std::string::npos);
  EXPECT_NE(before.html.find("/indicators/charter_share?on=2026-12-20&amp;period=2026\""),
            std::string::npos);
  ASSERT_TRUE(store_.change(late_, registers::Annul{"录错"}).has_value());
  EXPECT_NE(store_.papers(id).html.find("100%"), std::string::npos);
}

} // namespace
} // namespace plumb::report
