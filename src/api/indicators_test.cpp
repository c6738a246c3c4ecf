// SPDX-License-Identifier: Apache-2.0
// Numbers, sheets and reports through the service: what is asked strictly, whose numbers are told
// to whom, what may not be typed, what is taken away as a file.
#include "memory_store.hpp"

#include <plumb/organisation/organisation.hpp>
#include <plumb/pack/measures.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace plumb::api {
namespace {

using nlohmann::json;
using testing::HasSubstr;

std::string id_of(const Response& response) {
  const auto body = json::parse(response.body, nullptr, false);
  return body.is_object() ? body.value("id", "") : "";
}

organisation::Unit unit_of(std::string id, std::string name, organisation::UnitKind kind,
                           std::string parent = {}) {
  organisation::Unit out;
  out.id = std::move(id);
  out.parent = std::move(parent);
  out.kind = kind;
  out.names = {{std::move(name), {}, {}}};
  return out;
}

class IndicatorServiceTest : public testing::Test {
protected:
  IndicatorServiceTest() : store_(*pack::chain(PLUMB_SOURCE_DIR "/packs", "sample_county")) {
    using organisation::UnitKind;
    const auto put = store_.intake().put_units(
        {}, {unit_of("zf", "砚湖县人民政府", UnitKind::Authority),
             unit_of("sfj", "砚湖县司法局", UnitKind::Government, "zf"),
             unit_of("sfs", "清溪司法所", UnitKind::Institution, "sfj"),
             unit_of("scj", "砚湖县市场监督管理局", UnitKind::Government, "zf")});
    PLUMB_CHECK(put.has_value());
    indicator_ = (*store_.records().rules("default"))->indicators().front().id;
  }

  Response ask(const std::string& method, const std::string& target, const std::string& cookie,
               std::string body = {}, std::vector<std::pair<std::string, std::string>> more = {}) {
    more.emplace_back("cookie", cookie);
    if (!body.empty())
      more.emplace_back("content-type",
                        body.starts_with("{") ? "application/json" : "application/octet-stream");
    return store_.ask(method, target, std::move(body), std::move(more));
  }
  Response get(const std::string& target, const std::string& cookie) {
    return ask("GET", target, cookie);
  }

  MemoryStore store_;
  std::string indicator_;
};

TEST_F(IndicatorServiceTest, QuestionsAreReadStrictly) {
  const std::string one = "/api/indicators/" + indicator_;
  struct Case {
    std::string target;
    int status;
    const char* id;
  };
  const Case cases[] = {
      {"/api/indicators", 200, ""},
      {"/api/indicators?on=2026-03-31&known_on=2026-04-10&period=2026-Q1&unit=zf&below=true"
       "&unit_kind=government&structure=now",
       200, ""},
      {"/api/indicators?on=2026-13-01", 400, "api.bad_parameter"},
      {"/api/indicators?known_on=yesterday", 400, "api.bad_parameter"},
      {"/api/indicators?period=2026-Q5", 400, "indicators.bad_period"},
      {"/api/indicators?period=2026-01-01-and-some-more", 400, "api.bad_parameter"},
      {"/api/indicators?unit_kind=club", 400, "api.bad_parameter"},
      {"/api/indicators?structure=before", 400, "api.bad_parameter"},
      {"/api/indicators?below=1", 400, "api.bad_parameter"},
      {"/api/indicators?until=2026-01-01", 400, "api.unknown_parameter"},
      {"/api/indicators?unit=none", 404, "indicators.unknown_unit"},
      {"/api/indicators/none", 404, "indicators.unknown_indicator"},
      {one, 200, ""},
      {one + "?periods=0", 400, "api.bad_parameter"},
      {one + "?periods=61", 400, "api.bad_parameter"},
      {one + "/receipt", 200, ""},
      {one + "/receipt?side=left", 400, "api.bad_parameter"},
      {one + "/receipt?limit=501", 400, "api.bad_parameter"},
      {one + "/receipt?cursor=a%20b", 400, "indicators.bad_cursor"},
      {one + "/difference", 400, "api.missing_parameter"},
      {one + "/difference?before_on=2026-01-01", 200, ""},
      {one + "/difference?before_on=x", 400, "api.bad_parameter"},
      {one + "/difference?before_on=2026-01-01&before_period=x", 400, "indicators.bad_period"},
      {"/api/leader_page", 200, ""},
      {"/api/leader_page?unit=sfj", 400, "api.unknown_parameter"},
      {"/api/targets", 200, ""},
      {"/api/targets?task=none", 404, "records.unknown_record"},
      {"/api/targets/proposals", 200, ""},
      {"/api/assessments", 200, ""},
      {"/api/assessments/none", 404, "assessment.unknown_edition"},
      {"/api/assessments/none/round", 404, "assessment.unknown_edition"},
      {"/api/assessments/none/export?format=pdf", 400, "api.bad_parameter"},
      {"/api/assessment_sheets/none", 404, "records.unknown_record"},
      {"/api/report_templates", 200, ""},
      {"/api/reports/none", 404, "records.unknown_record"},
      {"/api/reports/none/paper?format=pdf", 400, "api.bad_parameter"},
  };
  for (const auto& each : cases) {
    const auto response = get(each.target, store_.cookie());
    EXPECT_EQ(response.status, each.status) << each.target << " " << response.body;
    EXPECT_EQ(id_of(response), each.id) << each.target;
    EXPECT_EQ(get(each.target, "").status, 401) << each.target;
  }
}

TEST_F(IndicatorServiceTest, NumbersAreToldOfUnitsThatThePersonReaches) {
  const auto clerk = store_.sign_up("clerk", {"unit_clerk"}, "sfj");
  const auto approver = store_.sign_up("approver", {"unit_approver"}, "sfj");
  const auto leader = store_.sign_up("leader", {"leader"}, "zf");
  const auto nowhere = store_.sign_up("nowhere", {"unit_clerk"});
  struct Case {
    const char* query;
    int clerk, approver, leader;
  };
  const Case cases[] = {{"", 200, 200, 200},
                        {"unit=sfj", 200, 200, 200},
                        {"unit=sfs", 404, 200, 200},
                        {"unit=scj", 404, 404, 200},
                        {"unit=zf", 404, 404, 200},
                        {"unit=sfj&below=true", 404, 200, 200},
                        {"unit=zf&below=true", 404, 404, 200},
                        {"unit=none", 404, 404, 404}};
  for (const auto& path : std::vector<std::string>{
           std::string("/api/indicators"), std::string("/api/indicators/export"),
           "/api/indicators/" + indicator_, "/api/indicators/" + indicator_ + "/receipt"})
    for (const auto& each : cases) {
      const auto target = path + "?" + each.query;
      EXPECT_EQ(get(target, clerk).status, each.clerk) << target;
      EXPECT_EQ(get(target, approver).status, each.approver) << target;
      EXPECT_EQ(get(target, leader).status, each.leader) << target;
      if (each.clerk == 404) {
        EXPECT_EQ(id_of(get(target, clerk)), "indicators.unknown_unit") << target;
      }
    }
  // Nobody's numbers are not everybody's.
  for (const auto& path :
       std::vector<std::string>{std::string("/api/indicators"), std::string("/api/leader_page"),
                                std::string("/api/targets"), std::string("/api/indicators/export"),
                                "/api/indicators/" + indicator_}) {
    const auto response = get(path, nowhere);
    EXPECT_EQ(response.status, 403) << path << response.body;
    EXPECT_EQ(id_of(response), "api.no_unit") << path;
  }
}

TEST_F(IndicatorServiceTest, RightsAreAskedForWhereOneIsNeeded) {
  const auto clerk = store_.sign_up("clerk", {"unit_clerk"}, "sfj");
  struct Case {
    const char *method, *target, *body;
  };
  const Case cases[] = {{"GET", "/api/targets/proposals", ""},
                        {"POST", "/api/baselines?name=a.txt&year=2025", "办理案件12件。"},
                        {"POST", "/api/assessments/none/round", ""},
                        {"GET", "/api/assessments/none/export", ""},
                        {"POST", "/api/assessment_sheets/none/settlement", R"({"revision":1})"}};
  for (const auto& each : cases) {
    const auto response = ask(each.method, each.target, clerk, each.body);
    EXPECT_EQ(response.status, 403) << each.target;
    EXPECT_EQ(id_of(response), "api.no_right") << each.target;
  }
}

TEST_F(IndicatorServiceTest, TablesAreTakenAway) {
  const auto csv = get("/api/indicators/export?format=csv", store_.cookie());
  ASSERT_EQ(csv.status, 200) << csv.body;
  EXPECT_TRUE(csv.body.starts_with("\xEF\xBB\xBF"));
  EXPECT_THAT(csv.body, HasSubstr("\r\n"));
  EXPECT_THAT(std::string(csv.header("content-disposition")),
              HasSubstr(percent_encode("指标.csv")));
  const auto xlsx = get("/api/indicators/export?indicator=" + indicator_, store_.cookie());
  ASSERT_EQ(xlsx.status, 200) << xlsx.body;
  EXPECT_TRUE(xlsx.body.starts_with("PK"));
  EXPECT_EQ(get("/api/indicators/export?indicator=none", store_.cookie()).status, 404);
}

TEST_F(IndicatorServiceTest, WhatIsComputedCannotBeTyped) {
  const auto refused = ask("POST", "/api/registers/report/records", store_.cookie(),
                           R"({"step":"begin","fields":{"title":"x"}})");
  EXPECT_EQ(refused.status, 409) << refused.body;
  EXPECT_EQ(id_of(refused), "records.computed_step");
  for (const char* target : {"/api/registers/report/imports?name=a.csv",
                             "/api/registers/report/imports?name=a.csv&step=begin",
                             "/api/registers/report/import_errors?name=a.csv"})
    EXPECT_EQ(id_of(ask("POST", target, store_.cookie(), "名称\n报告\n")), "records.computed_step")
        << target;
  EXPECT_EQ(id_of(get("/api/registers/report/template", store_.cookie())), "records.computed_step");

  const auto opened = ask(
      "POST", "/api/registers/assessment_sheet/records", store_.cookie(),
      R"({"step":"issue","unit":"sfj","fields":{"title":"评分表","edition":"none","for_year":2026,"unit":"sfj","unit_kind":"government"}})");
  ASSERT_EQ(opened.status, 201) << opened.body;
  const std::string id = json::parse(opened.body)["record_id"];
  const auto typed = ask("POST", "/api/records/" + id + "/steps", store_.cookie(),
                         R"({"revision":1,"step":"self_score","fields":{"self_scores":[]}})");
  EXPECT_EQ(typed.status, 409);
  EXPECT_EQ(id_of(typed), "records.computed_step");
  // Nor is it corrected: frozen marks and figures stay what they were computed to be.
  const auto corrected = ask("POST", "/api/records/" + id + "/corrections", store_.cookie(),
                             R"({"revision":1,"fields":{"total":99},"reason":"想改"})");
  EXPECT_EQ(corrected.status, 409) << corrected.body;
  EXPECT_EQ(id_of(corrected), "records.computed_step");
  // Other steps of the register are taken as ever, and the page still tells of the computed ones.
  const auto clerk = store_.sign_up("clerk", {"unit_clerk"}, "sfj");
  bool told = false;
  const auto record = json::parse(get("/api/records/" + id, clerk).body);
  for (const auto& step : record["possible"])
    told = told || step["step"] == "self_score";
  EXPECT_TRUE(told) << record;
  const auto dropped = ask("POST", "/api/records/" + id + "/steps", store_.cookie(),
                           R"({"revision":1,"step":"drop","fields":{}})");
  EXPECT_EQ(dropped.status, 200) << dropped.body;
  // A record of another register is no sheet and no report.
  EXPECT_EQ(id_of(get("/api/reports/" + id, store_.cookie())), "api.not_found");
}

TEST_F(IndicatorServiceTest, AReportHasTagsAndKeysLikeARecord) {
  const std::string begin = R"({"template":"annual_report","year":2026,"unit":"zf"})";
  const auto keeper = store_.sign_up("second", {"coordinator"}, "sfj");
  const auto made = ask("POST", "/api/reports", keeper, begin, {{"idempotency-key", "k"}});
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string id = json::parse(made.body)["record_id"];
  EXPECT_EQ(made.header("location"), "/api/reports/" + id);
  const auto again = ask("POST", "/api/reports", keeper, begin, {{"idempotency-key", "k"}});
  EXPECT_EQ(json::parse(again.body)["record_id"], id) << again.body;
  const auto read = get("/api/reports/" + id, keeper);
  ASSERT_EQ(read.status, 200) << read.body;
  const std::string tag(read.header("etag"));
  EXPECT_EQ(ask("GET", "/api/reports/" + id, keeper, {}, {{"if-none-match", tag}}).status, 304);
  const auto stale =
      ask("PUT", "/api/reports/" + id + "/chapters", keeper, R"({"revision":99,"chapters":[]})");
  EXPECT_GE(stale.status, 400);
  EXPECT_EQ(id_of(ask("PUT", "/api/reports/" + id + "/chapters", keeper,
                      R"({"revision":1,"chaptres":[]})")),
            "api.unknown_field");
  for (const char* format : {"docx", "html", "xlsx"}) {
    const auto paper = get("/api/reports/" + id + "/paper?format=" + format, keeper);
    ASSERT_EQ(paper.status, 200) << paper.body;
    EXPECT_THAT(std::string(paper.header("content-disposition")), HasSubstr("attachment"));
    EXPECT_FALSE(paper.body.empty());
  }
  // Other units' reports are not there, nor may one be begun for them.
  const auto clerk = store_.sign_up("clerk", {"unit_clerk"}, "scj");
  EXPECT_EQ(id_of(get("/api/reports/" + id, clerk)), "records.unknown_record");
  EXPECT_EQ(id_of(ask("POST", "/api/reports", clerk,
                      R"({"template":"annual_report","year":2026,"unit":"sfj"})")),
            "api.other_unit");
  EXPECT_EQ(id_of(ask("POST", "/api/reports", clerk,
                      R"({"template":"annual_report","year":2026,"contributors":["sfj"]})")),
            "api.other_unit");
}

TEST_F(IndicatorServiceTest, AnOldReportIsReadAndKept) {
  const auto made = ask("POST", "/api/baselines?name=2025%E5%B9%B4%E6%8A%A5%E5%91%8A.txt&year=2025",
                        store_.cookie(),
                        "砚湖县2025年法治政府建设情况报告\n办理行政复议案件128件，办结率98.5%。\n",
                        {{"idempotency-key", "k"}});
  ASSERT_EQ(made.status, 201) << made.body;
  const auto body = json::parse(made.body);
  EXPECT_EQ(body["year"], 2025);
  EXPECT_FALSE(body["figures"].empty());
  const std::string id = body["record_id"];
  EXPECT_EQ(made.header("location"), "/api/records/" + id);
  EXPECT_EQ(get("/api/records/" + id, store_.cookie()).status, 200);
  EXPECT_EQ(id_of(ask("POST", "/api/baselines?name=a.txt", store_.cookie(), "x")),
            "api.missing_parameter");
  EXPECT_EQ(id_of(ask("POST", "/api/baselines?name=a.txt&year=1900", store_.cookie(), "x")),
            "api.bad_parameter");
}

TEST_F(IndicatorServiceTest, CountersTellOfTheCells) {
  const auto counts = store_.indicators().counts();
  ASSERT_TRUE(counts.has_value());
  ASSERT_FALSE(counts->empty());
  const auto text = store_.ask("GET", "/metrics").body;
  for (const auto& [name, value] : *counts)
    EXPECT_THAT(text, HasSubstr("plumbline_" + name + " " + std::to_string(value)));
}

} // namespace
} // namespace plumb::api
