// SPDX-License-Identifier: Apache-2.0
#include "guard.hpp"

#include <gtest/gtest.h>

namespace plumb::server {
namespace {

struct Case {
  const char* method;
  std::vector<std::pair<std::string, std::string>> headers;
  const char* refused; ///< error id, or empty
};

TEST(Guard, KnowsItsHostsAndItsOwnPage) {
  const Guard guard({"Ledger.Example.CN"});
  const Case cases[] = {
      {"GET", {{"host", "localhost:8080"}}, ""},
      {"GET", {{"host", "127.0.0.1:8080"}}, ""},
      {"GET", {{"host", "[::1]:8080"}}, ""},
      {"GET", {{"host", "192.168.3.4"}}, ""},
      {"GET", {{"host", "ledger.example.cn"}}, ""},
      {"GET", {{"host", "evil.example"}}, "api.forbidden_host"},
      {"GET", {{"host", "localhost.evil.example"}}, "api.forbidden_host"},
      {"GET", {{"host", ""}}, "api.forbidden_host"},
      {"GET", {{"host", "127.0.0.1.evil.example"}}, "api.forbidden_host"},
      {"GET", {{"host", "localhost"}, {"sec-fetch-site", "cross-site"}}, ""},
      {"POST", {{"host", "localhost"}}, ""},
      {"POST", {{"host", "localhost"}, {"sec-fetch-site", "same-origin"}}, ""},
      {"POST", {{"host", "localhost"}, {"sec-fetch-site", "same-site"}}, "api.cross_site"},
      {"DELETE", {{"host", "localhost"}, {"sec-fetch-site", "cross-site"}}, "api.cross_site"},
      {"PUT", {{"host", "localhost:80"}, {"origin", "http://localhost:80"}}, ""},
      {"PUT", {{"host", "ledger.example.cn"}, {"origin", "https://LEDGER.example.cn"}}, ""},
      {"PUT", {{"host", "localhost:80"}, {"origin", "http://localhost:81"}}, "api.cross_site"},
      {"POST", {{"host", "localhost"}, {"origin", "http://evil.example"}}, "api.cross_site"},
      {"POST", {{"host", "localhost"}, {"origin", "null"}}, "api.cross_site"},
      {"PATCH", {{"host", "localhost"}, {"origin", "http://evil.example"}}, "api.cross_site"},
  };
  for (const Case& c : cases) {
    api::Request request;
    request.method = c.method;
    request.headers = c.headers;
    SCOPED_TRACE(std::string(c.method) + " " + c.headers[0].second);
    const auto checked = guard.check(request);
    EXPECT_EQ(checked ? "" : checked.error().id, c.refused);
  }
}

} // namespace
} // namespace plumb::server
