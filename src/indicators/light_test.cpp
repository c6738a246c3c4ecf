// SPDX-License-Identifier: Apache-2.0
#include "light.hpp"

#include <gtest/gtest.h>

namespace plumb::indicators {
namespace {

using pack::Comparison;
using pack::IndicatorKind;

Date day(std::string_view text) {
  return *base::parse_date(text);
}

TEST(Light, SaysHowAValueStands) {
  struct Case {
    IndicatorKind kind;
    const char* value; ///< empty: not applicable
    Comparison comparison;
    const char *wanted, *due_on, *on;
    Light light;
    const char* gap;
  };
  using enum Comparison;
  for (const auto& each : std::vector<Case>{
           {IndicatorKind::Share, "100", AtLeast, "100", "", "2026-05-01", Light::Green, "0"},
           {IndicatorKind::Share, "93.33", AtLeast, "100", "", "2026-05-01", Light::Yellow, "6.67"},
           {IndicatorKind::Share, "93.33", AtLeast, "100", "", "2026-12-31", Light::Yellow, "6.67"},
           {IndicatorKind::Share, "93.33", AtLeast, "100", "", "2027-01-01", Light::Red, "6.67"},
           {IndicatorKind::Share, "93.33", AtLeast, "100", "2026-04-30", "2026-05-01", Light::Red,
            "6.67"},
           {IndicatorKind::Share, "93.33", AtLeast, "100", "2026-05-01", "2026-05-01",
            Light::Yellow, "6.67"},
           {IndicatorKind::Share, "", AtLeast, "100", "", "2027-05-01", Light::Grey, ""},
           {IndicatorKind::Zero, "0", Equal, "0", "", "2026-05-01", Light::Green, "0"},
           {IndicatorKind::Zero, "1", Equal, "0", "", "2026-01-01", Light::Red, "1"},
           {IndicatorKind::Ceiling, "6", AtMost, "5.5", "", "2026-01-01", Light::Red, "0.5"},
           {IndicatorKind::Ceiling, "5.5", AtMost, "5.5", "", "2026-01-01", Light::Green, "0"},
           {IndicatorKind::Average, "9", AtMost, "7", "", "2026-06-01", Light::Yellow, "2"},
           {IndicatorKind::Count, "3", Equal, "4", "", "2026-06-01", Light::Yellow, "1"},
       }) {
    SCOPED_TRACE(std::string(each.value) + " on " + each.on);
    pack::Indicator indicator;
    indicator.kind = each.kind;
    Value value;
    if (*each.value != '\0') {
      value.standing = Standing::Value;
      value.value = base::parse_decimal(each.value);
    }
    Target target;
    target.comparison = each.comparison;
    target.value = *base::parse_decimal(each.wanted);
    if (*each.due_on != '\0') target.due_on = day(each.due_on);
    EXPECT_EQ(light_of(indicator, value, target, day(each.on), day("2026-12-31")), each.light);
    const auto gap = gap_of(value, target);
    EXPECT_EQ(gap ? base::to_string(*gap) : "", each.gap);
  }
}

TEST(Light, IsTheWorstOfSeveral) {
  EXPECT_EQ(worse(Light::Grey, Light::Green), Light::Green);
  EXPECT_EQ(worse(Light::Green, Light::Yellow), Light::Yellow);
  EXPECT_EQ(worse(Light::Red, Light::Yellow), Light::Red);
  EXPECT_EQ(worse(Light::Grey, Light::Grey), Light::Grey);
}

} // namespace
} // namespace plumb::indicators
