// SPDX-License-Identifier: Apache-2.0
/// Counters of the running server in the Prometheus text format. Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace plumb::api {

class Metrics {
public:
  /// `route` is an operation id of the contract, `static` for files of the page, or `none`.
  void record(std::string_view route, int status, std::uint64_t microseconds);
  std::atomic<std::int64_t> in_flight{0};
  std::atomic<std::int64_t> connections{0};

  [[nodiscard]] std::string text() const;

private:
  struct Latency {
    std::uint64_t count = 0;
    std::uint64_t sum_microseconds = 0;
    std::uint64_t below[7] = {};
  };
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, int>, std::uint64_t> requests_;
  std::map<std::string, Latency, std::less<>> latency_;
};

} // namespace plumb::api
