// SPDX-License-Identifier: Apache-2.0
#include "plumb/api/http.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plumb::api {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(Target, SplitsBeforeDecoding) {
  const auto target =
      parse_target("/api/tasks/a%2Fb/%E4%BB%BB%E5%8A%A1?q=%E6%B3%95+%E6%B2%BB&empty=&bare");
  ASSERT_TRUE(target);
  EXPECT_THAT(target->segments, ElementsAre("api", "tasks", "a/b", "任务"));
  EXPECT_EQ(target->path, "/api/tasks/a%2Fb/%E4%BB%BB%E5%8A%A1");
  EXPECT_THAT(target->query, ElementsAre(Pair("bare", ""), Pair("empty", ""), Pair("q", "法 治")));
  EXPECT_FALSE(target->trailing_slash);
  EXPECT_TRUE(parse_target("/api/")->trailing_slash);
  EXPECT_TRUE(parse_target("/")->segments.empty());
}

TEST(Target, RefusesWhatCannotBeAnAddress) {
  const struct {
    const char* target;
    const char* id;
  } cases[] = {
      {"", "api.bad_target"},
      {"*", "api.bad_target"},
      {"http://a/b", "api.bad_target"},
      {"/a#b", "api.bad_target"},
      {"/%", "api.bad_target"},
      {"/%4", "api.bad_target"},
      {"/%zz", "api.bad_target"},
      {"/a//b", "api.bad_target"},
      {"/../etc", "api.bad_target"},
      {"/%2e%2e/etc", "api.bad_target"},
      {"/%00", "api.bad_target"},
      {"/%ff", "api.bad_target"},
      {"/?a=%c0%80", "api.bad_target"},
      {"/?a=1&a=2", "api.duplicate_parameter"},
      {"/?a=1&%61=2", "api.duplicate_parameter"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.target);
    const auto target = parse_target(c.target);
    ASSERT_FALSE(target);
    EXPECT_EQ(target.error().id, c.id);
  }
}

TEST(Download, NamesTheFileInAnyScript) {
  EXPECT_EQ(content_disposition("台账 1.xlsx"),
            "attachment; filename=\"__ 1.xlsx\"; filename*=UTF-8''%E5%8F%B0%E8%B4%A6%201.xlsx");
  EXPECT_EQ(content_disposition("a\"\r\nb"),
            "attachment; filename=\"a___b\"; filename*=UTF-8''a%22%0D%0Ab");
}

TEST(Percent, EncodesWhatItDecodes) {
  const std::string text = "a b/政办?&=+%~";
  EXPECT_EQ(*percent_decode(percent_encode(text), true), text);
}

} // namespace
} // namespace plumb::api
