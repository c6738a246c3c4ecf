// SPDX-License-Identifier: Apache-2.0
// My work and the secret calendar through the service.
#include "memory_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace plumb::api {
namespace {

using nlohmann::json;

class WorkServiceTest : public testing::Test {
protected:
  Response ask(const std::string& method, const std::string& target, const std::string& cookie,
               std::string body = {}) {
    std::vector<std::pair<std::string, std::string>> headers{{"cookie", cookie}};
    if (!body.empty()) headers.emplace_back("content-type", "application/json");
    return store_.ask(method, target, std::move(body), std::move(headers));
  }
  MemoryStore store_;
};

TEST_F(WorkServiceTest, ACalendarAddressIsSecretAndCanBeRevoked) {
  const auto clerk = store_.sign_up("clerk", {"clerk"}, "a");
  EXPECT_TRUE(json::parse(ask("GET", "/api/calendar_address", clerk).body)["made_at"].is_null());
  const auto made = ask("PUT", "/api/calendar_address", clerk);
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(made.header("cache-control"), "no-store");
  const std::string path = json::parse(made.body)["path"];
  EXPECT_TRUE(path.starts_with("/ics/") && path.ends_with(".ics")) << path;
  EXPECT_TRUE(json::parse(ask("GET", "/api/calendar_address", clerk).body)["made_at"].is_string());
  // Whoever has the address needs no session.
  const auto calendar = ask("GET", path, "");
  ASSERT_EQ(calendar.status, 200) << calendar.body;
  EXPECT_EQ(calendar.header("content-type"), "text/calendar; charset=utf-8");
  EXPECT_TRUE(calendar.body.starts_with("BEGIN:VCALENDAR\r\n"));
  EXPECT_TRUE(calendar.body.ends_with("END:VCALENDAR\r\n"));
  const std::string others[] = {"/ics/",     "/ics/x.ics",
                                "/ics/.ics", path.substr(0, path.size() - 4),
                                path + "x",  path.substr(0, path.size() - 5) + ".ics"};
  for (const auto& other : others)
    EXPECT_EQ(ask("GET", other, clerk).status, 404) << other;
  // A new address voids the one before, and revoking voids that.
  const std::string next = json::parse(ask("PUT", "/api/calendar_address", clerk).body)["path"];
  EXPECT_NE(next, path);
  EXPECT_EQ(ask("GET", path, "").status, 404);
  EXPECT_EQ(ask("GET", next, "").status, 200);
  EXPECT_EQ(ask("DELETE", "/api/calendar_address", clerk).status, 204);
  EXPECT_EQ(ask("GET", next, "").status, 404);
  EXPECT_TRUE(json::parse(ask("GET", "/api/calendar_address", clerk).body)["made_at"].is_null());
}

TEST_F(WorkServiceTest, AnswersAndRefusesWhatTheContractSays) {
  const auto clerk = store_.sign_up("clerk", {"clerk"}, "a");
  struct Case {
    const char* target;
    int status;
  };
  const Case cases[] = {{"/api/work", 200},
                        {"/api/work?limit=1&register=task", 200},
                        {"/api/work?cursor=zz", 400},
                        {"/api/work?limit=0", 400},
                        {"/api/work/days", 200},
                        {"/api/work/days?from=2026-03-01&until=2026-03-31", 200},
                        {"/api/work/days?from=2026-03-31&until=2026-03-01", 400},
                        {"/api/work/days?from=2026-01-01&until=2028-01-01", 400},
                        {"/api/work/days?from=x", 400},
                        {"/api/digests", 200},
                        {"/api/registers/nothing/numbers", 404}};
  for (const auto& each : cases) {
    EXPECT_EQ(ask("GET", each.target, clerk).status, each.status) << each.target;
    EXPECT_EQ(ask("GET", each.target, "").status, 401) << each.target;
  }
  const auto page = json::parse(ask("GET", "/api/work", clerk).body);
  EXPECT_EQ(page["total"], 0);
  EXPECT_EQ(page["counts"].size(), 4U);
  // Looking at personal data takes the right, whatever the record.
  EXPECT_EQ(ask("POST", "/api/records/r/looks", clerk, "{}").status, 403);
  const auto keeper = store_.sign_up("second", {"keeper"});
  EXPECT_EQ(ask("POST", "/api/records/r/looks", keeper, R"({"reason":"核对"})").status, 404);
  EXPECT_EQ(ask("POST", "/api/records/r/looks", keeper, R"({"reason":1})").status, 400);
}

} // namespace
} // namespace plumb::api
