// SPDX-License-Identifier: Apache-2.0
// The service over a database in memory, without a server.
#include "memory_store.hpp"
#include "plumb/api/service.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace plumb::api {
namespace {

using nlohmann::json;

constexpr const char* kPlan =
    "砚湖县2026年法治建设重点任务安排\n\n一、规范行政执法\n"
    "1.评查案卷,发现问题限期整改。\n牵头单位:县司法局\n完成时限:2026年6月底前\n"
    "2.建立执法人员档案。\n牵头单位:县市场监督管理局\n完成时限:2026年底前\n";

class ServiceTest : public testing::Test {
protected:
  Response ask(const std::string& method, const std::string& target, std::string body = {},
               std::vector<std::pair<std::string, std::string>> headers = {}) {
    return store_.ask(method, target, std::move(body), std::move(headers));
  }
  Response post_json(const std::string& target, const json& body) {
    return ask("POST", target, body.dump(), {{"content-type", "application/json"}});
  }
  MemoryStore store_;
};

TEST_F(ServiceTest, TakesAPlanIntoTheLedger) {
  const auto imported = ask("POST", "/api/documents?name=plan.txt", kPlan);
  ASSERT_EQ(imported.status, 201) << imported.body;
  const auto draft = json::parse(imported.body);
  const std::string id = draft["document_id"];
  EXPECT_EQ(imported.header("location"), "/api/documents/" + id);
  const auto approved = post_json("/api/documents/" + id + "/approvals",
                                  {{"revision", draft["revision"]}, {"all", true}});
  ASSERT_EQ(approved.status, 200) << approved.body;
  const auto page = json::parse(ask("GET", "/api/ledger?limit=1").body);
  EXPECT_EQ(page["total"], 2);
  EXPECT_EQ(page["items"].size(), 1U);
}

TEST_F(ServiceTest, AnswersNotModified) {
  const auto first = ask("GET", "/api/ledger");
  const std::string tag(first.header("etag"));
  ASSERT_FALSE(tag.empty());
  const auto same = ask("GET", "/api/ledger", {}, {{"if-none-match", "\"x\", " + tag}});
  EXPECT_EQ(same.status, 304);
  EXPECT_TRUE(same.body.empty());
  const auto draft = json::parse(ask("POST", "/api/documents?name=plan.txt", kPlan).body);
  post_json("/api/documents/" + draft["document_id"].get<std::string>() + "/approvals",
            {{"revision", draft["revision"]}, {"all", true}});
  EXPECT_EQ(ask("GET", "/api/ledger", {}, {{"if-none-match", tag}}).status, 200);
}

TEST_F(ServiceTest, KeepsTheFirstAnswerUnderAKey) {
  const std::vector<std::pair<std::string, std::string>> key{{"idempotency-key", "k"}};
  const auto first = ask("POST", "/api/documents?name=plan.txt", kPlan, key);
  const auto again = ask("POST", "/api/documents?name=plan.txt", kPlan, key);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, first.body);
}

TEST_F(ServiceTest, ExportsInConstantMemory) {
  const auto answer = ask("GET", "/api/ledger/export?format=csv");
  ASSERT_EQ(answer.status, 200);
  ASSERT_TRUE(answer.file);
  EXPECT_GT(answer.file->size(), 20U);
  EXPECT_THAT(std::string(answer.header("content-disposition")),
              testing::HasSubstr("filename*=UTF-8''"));
}

TEST_F(ServiceTest, NamesWhatItDoesNotKnow) {
  const struct {
    const char* method;
    const char* target;
    const char* body;
    int status;
    const char* id;
  } cases[] = {
      {"GET", "/api/nothing", "", 404, "api.not_found"},
      {"PUT", "/api/ledger", "", 405, "api.method_not_allowed"},
      {"GET", "/api/ledger?colour=red", "", 400, "api.unknown_parameter"},
      {"POST", "/api/documents/x/approvals", "{\"revision\":1,\"al\":true}", 400,
       "api.unknown_field"},
      {"POST", "/api/documents/x/approvals", "[1]", 400, "api.bad_field"},
      {"POST", "/api/documents/x/approvals", "{\"revision\":1,}", 400, "api.bad_json"},
      {"POST", "/api/documents/x/approvals", "", 400, "api.body_required"},
      {"POST", "/api/documents/x/changes", "{\"revision\":1,\"op\":\"undo\"}", 404,
       "intake.unknown_document"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(std::string(c.method) + " " + c.target + " " + c.body);
    const auto answer = ask(c.method, c.target, c.body, {{"content-type", "application/json"}});
    EXPECT_EQ(answer.status, c.status) << answer.body;
    EXPECT_EQ(json::parse(answer.body)["id"], c.id);
  }
}

TEST_F(ServiceTest, AdmitsBodiesByRoute) {
  const auto admit = [&](const char* method, const char* target, const char* type) {
    Request head;
    head.method = method;
    head.target = *parse_target(target);
    head.headers = {{"content-type", type}};
    return store_.service().admit(head);
  };
  EXPECT_EQ(admit("POST", "/api/parse?name=x", "application/octet-stream")->body_limit,
            50ULL << 20);
  EXPECT_EQ(admit("POST", "/api/organisation/resolutions", "application/json")->body_limit,
            kJsonBodyMax);
  EXPECT_EQ(admit("POST", "/api/organisation/resolutions", "text/plain").error().id,
            "api.unsupported_media_type");
  EXPECT_LE(admit("GET", "/api/ledger", "")->body_limit, 4096U);
}

TEST_F(ServiceTest, CountsByRouteAndStatus) {
  ask("GET", "/api/ledger");
  ask("GET", "/api/nothing");
  EXPECT_EQ(ask("GET", "/metrics", {}, {{"x-forwarded-for", "10.0.0.9"}}).status, 404);
  const auto text = ask("GET", "/metrics").body;
  EXPECT_THAT(text, testing::HasSubstr(
                        "plumbline_http_requests_total{route=\"list_ledger\",status=\"200\"} 1\n"));
  EXPECT_THAT(
      text, testing::HasSubstr("plumbline_http_requests_total{route=\"none\",status=\"404\"} 1\n"));
  EXPECT_THAT(text,
              testing::HasSubstr(
                  "plumbline_http_request_seconds_bucket{route=\"list_ledger\",le=\"+Inf\"} 1\n"));
}

} // namespace
} // namespace plumb::api
