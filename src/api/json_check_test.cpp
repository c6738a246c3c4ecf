// SPDX-License-Identifier: Apache-2.0
#include "json_check.hpp"

#include <gtest/gtest.h>

#include <string>

namespace plumb::api {
namespace {

TEST(CheckJson, AcceptsJson) {
  for (const char* text : {"{}", " [1, -0.5, 1e+9, 0]\n", "\"\\u6cd5\\n\"", "true", "null",
                           "{\"a\":{\"a\":[]},\"b\":\"法\"}"})
    EXPECT_TRUE(check_json(text)) << text;
}

TEST(CheckJson, SaysWhereItStops) {
  const struct {
    const char* text;
    const char* offset;
  } cases[] = {{"", "0"},         {"{\"a\":}", "5"},   {"[1,]", "3"}, {"{\"a\":1,\"a\":2}", "7"},
               {"[01]", "2"},     {"\"\n\"", "1"},     {"{} x", "3"}, {"nul", "3"},
               {"\"\\x\"", "2"},  {"[\"\xff\"]", "2"}, {"[1", "2"},   {"-", "1"},
               {"{\"a\" 1}", "5"}};
  for (const auto& c : cases) {
    SCOPED_TRACE(c.text);
    const auto checked = check_json(c.text);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().id, "api.bad_json");
    EXPECT_EQ(checked.error().args.at(0).second, c.offset);
  }
}

TEST(CheckJson, BoundsDepth) {
  EXPECT_TRUE(check_json(std::string(60, '[') + std::string(60, ']')));
  EXPECT_FALSE(check_json(std::string(100'000, '[') + std::string(100'000, ']')));
}

} // namespace
} // namespace plumb::api
