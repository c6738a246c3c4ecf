// SPDX-License-Identifier: Apache-2.0
#include "decimals.hpp"
#include "plumb/indicators/words.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace plumb::indicators {
namespace {

using base::Decimal;
using pack::Rounding;

Decimal number(std::string_view text) {
  return *base::parse_decimal(text);
}

TEST(Divide, RoundsAsDeclared) {
  struct Case {
    const char *numerator, *denominator;
    bool percent;
    int scale;
    Rounding rounding;
    const char* wanted; ///< empty: not applicable
  };
  for (const auto& each : std::vector<Case>{
           {"14", "15", true, 2, Rounding::HalfUp, "93.33"},
           {"14", "15", true, 0, Rounding::HalfUp, "93"},
           {"2", "3", true, 2, Rounding::HalfUp, "66.67"},
           {"2", "3", true, 2, Rounding::Down, "66.66"},
           {"1", "8", false, 2, Rounding::HalfUp, "0.13"},
           {"1", "8", false, 2, Rounding::HalfEven, "0.12"},
           {"3", "8", false, 2, Rounding::HalfEven, "0.38"},
           {"1", "8", false, 2, Rounding::Down, "0.12"},
           {"-1", "8", false, 2, Rounding::HalfUp, "-0.13"},
           {"-1", "8", false, 2, Rounding::HalfEven, "-0.12"},
           {"-1", "8", false, 2, Rounding::Down, "-0.12"},
           {"1", "-8", false, 2, Rounding::HalfUp, "-0.13"},
           {"-0.4", "1", false, 0, Rounding::HalfUp, "0"},
           {"15", "15", true, 2, Rounding::HalfUp, "100"},
           {"0", "15", true, 2, Rounding::HalfUp, "0"},
           {"0", "0", true, 2, Rounding::HalfUp, ""},
           {"5", "0", true, 2, Rounding::HalfUp, ""},
           {"1.5", "0.25", false, 0, Rounding::HalfUp, "6"},
           {"0.000000001", "3", false, 6, Rounding::HalfUp, "0"},
           {"999999999999999999", "1", false, 0, Rounding::HalfUp, "999999999999999999"},
           {"999999999999999999", "999999999999999999", true, 6, Rounding::HalfUp, "100"},
           {"1", "0.000000001", true, 6, Rounding::HalfUp, "100000000000"},
           // More digits than a decimal has.
           {"999999999999999999", "0.000000001", true, 6, Rounding::HalfUp, ""},
       }) {
    SCOPED_TRACE(std::string(each.numerator) + " / " + each.denominator);
    const auto value = divided(number(each.numerator), number(each.denominator), each.percent,
                               each.scale, each.rounding);
    EXPECT_EQ(value.standing, *each.wanted == '\0' ? Standing::NotApplicable : Standing::Value);
    EXPECT_EQ(value.value ? base::to_string(*value.value) : "", each.wanted);
    EXPECT_EQ(value.numerator, number(each.numerator));
    EXPECT_EQ(value.denominator, number(each.denominator));
  }
}

RC_GTEST_PROP(Divide, IsNoFurtherThanHalfADigitFromTheTruth, ()) {
  const auto upper = *rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'000);
  const auto lower = *rc::gen::inRange<std::int64_t>(1, 1'000'000);
  const int scale = *rc::gen::inRange(0, 7);
  const auto rounding = *rc::gen::element(Rounding::HalfUp, Rounding::HalfEven, Rounding::Down);
  const auto value = divided({upper, 0}, {lower, 0}, false, scale, rounding);
  RC_ASSERT(value.value.has_value());
  __extension__ using Wide = __int128;
  Wide power = 1, own = 1;
  for (int i = 0; i < scale; ++i)
    power *= 10;
  for (int i = value.value->scale; i < scale; ++i)
    own *= 10;
  RC_ASSERT(value.value->scale <= scale);
  const Wide left = Wide{value.value->units} * own * lower; // in units of 10^-scale × lower
  Wide difference = left - Wide{upper} * power;
  if (difference < 0) difference = -difference;
  if (rounding == Rounding::Down)
    RC_ASSERT(bool(difference < lower));
  else
    RC_ASSERT(bool(difference * 2 <= lower));
}

TEST(Decimals, AreComparedAndSubtractedExactly) {
  EXPECT_EQ(compare(number("0.30"), number("0.3")), std::strong_ordering::equal);
  EXPECT_EQ(compare(number("-1"), number("0.000000001")), std::strong_ordering::less);
  EXPECT_EQ(compare(number("999999999999999999"), number("0.999999999")),
            std::strong_ordering::greater);
  EXPECT_EQ(minus(number("100"), number("93.33")), number("6.67"));
  EXPECT_EQ(plus(number("0.1"), number("0.2")), number("0.3"));
  EXPECT_EQ(minus(number("-999999999999999999"), number("1")), std::nullopt);
  EXPECT_EQ(shortest(8000, 2), number("80"));
  EXPECT_EQ(rounded(number("1.25"), 1, Rounding::HalfEven), number("1.2"));
  EXPECT_EQ(rounded(number("1.25"), 1, Rounding::HalfUp), number("1.3"));
}

pack::Indicator indicator(pack::IndicatorKind kind, std::string unit, int scale,
                          Rounding rounding = Rounding::HalfUp) {
  pack::Indicator out;
  out.kind = kind;
  out.unit = std::move(unit);
  out.scale = scale;
  out.rounding = rounding;
  return out;
}

TEST(Words, PrintValues) {
  using enum pack::IndicatorKind;
  struct Case {
    pack::Indicator indicator;
    const char *numerator, *denominator, *text, *arithmetic;
  };
  for (const auto& each : std::vector<Case>{
           {indicator(Share, "percent", 2), "14", "15", "93.33%",
            "14 ÷ 15 × 100 = 93.333…，四舍五入保留两位为 93.33"},
           {indicator(Share, "percent", 2), "15", "15", "100%", "15 ÷ 15 × 100 = 100"},
           {indicator(Share, "percent", 0), "1", "3", "33%",
            "1 ÷ 3 × 100 = 33.3…，四舍五入取整为 33"},
           {indicator(Share, "percent", 2), "3001", "300", "1000.33%",
            "3001 ÷ 300 × 100 = 1000.333…，四舍五入保留两位为 1000.33"},
           {indicator(Share, "percent", 2), "1", "30000", "0%",
            "1 ÷ 30000 × 100 = 0.003…，四舍五入保留两位为 0"},
           {indicator(Share, "percent", 2), "300001", "300000", "100%",
            "300001 ÷ 300000 × 100 = 100.000…，四舍五入保留两位为 100"},
           {indicator(Share, "percent", 2), "0", "0", "不适用", "0 ÷ 0：没有可以相除的，不适用"},
           {indicator(Average, "calendar_day", 1), "4", "8", "0.5天", "4 ÷ 8 = 0.5"},
           {indicator(Average, "working_day", 1, Rounding::Down), "7", "4", "1.7个工作日",
            "7 ÷ 4 = 1.75，去尾保留一位为 1.7"},
       }) {
    SCOPED_TRACE(each.arithmetic);
    const auto value =
        divided(number(each.numerator), number(each.denominator), each.indicator.unit == "percent",
                each.indicator.scale, each.indicator.rounding);
    EXPECT_EQ(text_of(each.indicator, value), each.text);
    EXPECT_EQ(arithmetic(each.indicator, value), each.arithmetic);
  }
  const Value counted{.standing = Standing::Value,
                      .numerator = number("12"),
                      .denominator = {},
                      .value = number("12")};
  EXPECT_EQ(text_of(indicator(Count, "item", 0), counted), "12件");
  EXPECT_EQ(text_of(indicator(Count, "count", 0), counted), "12");
  EXPECT_EQ(text_of(indicator(Count, "场", 0), counted), "12场");
  EXPECT_EQ(arithmetic(indicator(Count, "item", 0), counted), "合计 12");
  const Value none{
      .standing = Standing::NotEntered, .numerator = {}, .denominator = {}, .value = {}};
  EXPECT_EQ(text_of(indicator(Entered, "percent", 1), none), "未录入");
  EXPECT_EQ(arithmetic(indicator(Entered, "percent", 1), none), "未录入");
}

} // namespace
} // namespace plumb::indicators
