// SPDX-License-Identifier: Apache-2.0
#include "plumb/server/timekeeper.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>

namespace plumb::server {
namespace {

TEST(Timekeeper, WorksAtOnceAndNotAgainBeforeItsTime) {
  std::atomic<int> count = 0;
  std::latch worked(1);
  {
    const Timekeeper keeper(std::chrono::hours(1), [&] {
      ++count;
      worked.count_down();
    });
    worked.wait();
  }
  EXPECT_EQ(count, 1);
}

TEST(Timekeeper, WorksAgainAndAgainUntilItGoes) {
  std::atomic<int> count = 0;
  std::latch worked(3);
  {
    const Timekeeper keeper(std::chrono::milliseconds(1), [&] {
      if (++count <= 3) worked.count_down();
    });
    worked.wait();
  }
  const int seen = count;
  EXPECT_GE(seen, 3);
  EXPECT_EQ(count, seen);
}

} // namespace
} // namespace plumb::server
