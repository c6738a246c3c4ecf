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

/// What each of many times took.
class Times {
public:
  template <class Read> void take(const Read& read) {
    const auto begun = Clock::now();
    const auto before = cpu_ms();
    read();
    worked_.push_back(cpu_ms() - before);
    taken_.push_back(seconds_since(begun) * 1e3);
  }
  [[nodiscard]] std::int64_t count() const { return std::ssize(taken_); }
  [[nodiscard]] Measured measured() && {
    std::ranges::sort(taken_);
    std::ranges::sort(worked_);
    const auto last = taken_.size() - 1;
    return {taken_[taken_.size() / 2], taken_[last * 99 / 100], worked_[worked_.size() / 2]};
  }

private:
  std::vector<double> taken_, worked_;
};

template <class Read> Measured measured(const Read& read, double at_least_s, int times_max) {
  read(); // statements are prepared, pages are in memory
  Times times;
  const auto start = Clock::now();
  while (times.count() < 5 || (seconds_since(start) < at_least_s && times.count() < times_max))
    times.take(read);
  return std::move(times).measured();
}

/// Both in turn: what the machine does beside falls on both.
template <class One, class Other>
std::pair<Measured, Measured> measured_in_turn(const One& one, const Other& other,
                                               double at_least_s) {
  one();
  other();
  Times of_one, of_other;
  const auto start = Clock::now();
  while (of_one.count() < 5 || seconds_since(start) < at_least_s) {
    of_one.take(one);
    of_other.take(other);
  }
  return {std::move(of_one).measured(), std::move(of_other).measured()};
}

} // namespace plumb::bench
