// SPDX-License-Identifier: Apache-2.0
// The county that is counted, its rules, and everything that reads and writes over one database.
#pragma once

#include <plumb/base/clock.hpp>
#include <plumb/history/history.hpp>
#include <plumb/indicators/indicators.hpp>
#include <plumb/journal/journal.hpp>
#include <plumb/records/records.hpp>
#include <plumb/storage/storage.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace plumb::bench {

inline constexpr const char* kAuthority = "default";
inline constexpr int kUnits = 100;
inline constexpr auto kFrom = base::make_date(2025, 1, 2), kUntil = base::make_date(2026, 11, 20);
inline constexpr auto kYear = base::make_date(2026, 1, 1);
/// Of the edition that units are assessed by: its id, and its one item that people judge.
inline constexpr const char *kEdition = "bench_2026", *kJudgedItem = "chief_duty";

class MovedClock final : public base::Clock {
public:
  [[nodiscard]] std::int64_t now_ms() const override { return ms_; }
  void move_to(std::int64_t ms) { ms_ = ms; }
  void move_to_last_day() { ms_ = kLastDay; }

private:
  static constexpr std::int64_t kLastDay =
      std::chrono::sys_days{kUntil}.time_since_epoch().count() * 86'400'000LL;
  std::int64_t ms_ = kLastDay;
};

[[nodiscard]] history::Plan plan_of(std::int64_t records);
/// What the bench counts and assesses beside the national pack.
[[nodiscard]] pack::Source more_rules();

struct Store {
  explicit Store(const std::string& url, const std::vector<pack::Source>& sources,
                 bool observed = true);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  MovedClock clock;
  std::unique_ptr<storage::Database> database;
  std::unique_ptr<journal::Journal> journal;
  std::unique_ptr<indicators::Indicators> indicators;
  std::unique_ptr<records::Records> records;
};

/// Acts the history out by commands; gives how many were taken.
std::int64_t act_all(Store& store, const history::Plan& plan, const pack::Rulebook& rules);

} // namespace plumb::bench
