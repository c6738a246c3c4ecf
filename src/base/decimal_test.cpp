// SPDX-License-Identifier: Apache-2.0
#include <plumb/base/decimal.hpp>

#include <gtest/gtest.h>

namespace plumb::base {
namespace {

TEST(Decimal, ParsesAndPrintsExactly) {
  const struct {
    const char* in;
    const char* out;
  } cases[] = {{"0", "0"},       {"71.4", "71.4"},  {"80.0", "80"},   {"-0.05", "-0.05"},
               {"007", "7"},     {"1,234", "1234"}, {"24598.45", "24598.45"}};
  for (const auto& c : cases) {
    const auto value = parse_decimal(c.in);
    ASSERT_TRUE(value) << c.in;
    EXPECT_EQ(to_string(*value), c.out) << c.in;
  }
  for (const char* bad : {"", ".", "1.", ".5", "1.2.3", "12a", "-", "9999999999999999999", "1,2"})
    EXPECT_FALSE(parse_decimal(bad)) << bad;
}

TEST(Decimal, ShiftsWithoutRounding) {
  EXPECT_EQ(to_string(*shift(*parse_decimal("24598.45"), 4)), "245984500");
  EXPECT_EQ(to_string(*shift(*parse_decimal("52.31"), 8)), "5231000000");
  EXPECT_EQ(to_string(*shift(*parse_decimal("5"), -1)), "0.5");
  EXPECT_FALSE(shift(*parse_decimal("999999999999999999"), 1));
}

}  // namespace
}  // namespace plumb::base
