// SPDX-License-Identifier: Apache-2.0
// Times of what is done again and again, and giving up where something cannot be had.
#pragma once

#include <plumb/base/result.hpp>

#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace plumb::bench {

using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

template <class T> T must(base::Result<T> result) {
  if (!result) {
    fmt::print(stderr, "bench_indicators: {} {}\n", result.error().id,
               result.error().args.empty() ? "" : result.error().args.front().second);
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

[[noreturn]] inline void give_up(const std::string& why) {
  fmt::print(stderr, "bench_indicators: {}\n", why);
  std::exit(1);
}

/// `cpu_ms`: what this program itself worked, whoever else is at work on the machine.
struct Measured {
  double median_ms = 0, p99_ms = 0, cpu_ms = 0;
};

inline double cpu_ms() {
  timespec spent{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) * 1e3 + static_cast<double>(spent.tv_nsec) / 1e6;
}

template <class Read> Measured measured(const Read& read, double at_least_s, int times_max) {
  std::vector<double> taken, worked;
  read(); // statements are prepared, pages are in memory
  const auto start = Clock::now();
  while (taken.size() < 5 || (seconds_since(start) < at_least_s && std::ssize(taken) < times_max)) {
    const auto begun = Clock::now();
    const auto before = cpu_ms();
    read();
    worked.push_back(cpu_ms() - before);
    taken.push_back(seconds_since(begun) * 1e3);
  }
  std::ranges::sort(taken);
  std::ranges::sort(worked);
  return {taken[taken.size() / 2], taken[(taken.size() * 99 - 1) / 100], worked[worked.size() / 2]};
}

} // namespace plumb::bench
