// SPDX-License-Identifier: Apache-2.0
#include "plumb/server/shifted_clock.hpp"

#include <gtest/gtest.h>

namespace plumb::server {
namespace {

TEST(ShiftedClock, ReadsInstants) {
  const struct {
    const char* text;
    std::optional<std::int64_t> ms;
  } cases[] = {
      {"1970-01-01T00:00:00Z", 0},
      {"1970-01-01T08:00:00+08:00", 0},
      {"1970-01-01T00:00:01-01:30", 5'401'000},
      {"1970-01-02", 57'600'000},
      {"2026-11-23T09:30:00+08:00", 1'795'397'400'000},
      {"2026-11-23T09:30", {}},
      {"2026-11-23T09:30:00", {}},
      {"2026-11-23T24:30:00Z", {}},
      {"2026-13-23", {}},
      {"2026-11-23 ", {}},
      {"", {}},
  };
  for (const auto& c : cases)
    EXPECT_EQ(parse_instant(c.text), c.ms) << c.text;
}

TEST(ShiftedClock, StartsWhereItIsToldAndRunsOn) {
  const std::int64_t start = *parse_instant("2031-05-01T12:00:00+08:00");
  const ShiftedClock clock(start);
  const auto first = clock.now_ms();
  EXPECT_GE(first, start);
  EXPECT_GE(clock.now_ms(), first);
  EXPECT_EQ(base::china_date(first), base::make_date(2031, 5, 1));
}

} // namespace
} // namespace plumb::server
