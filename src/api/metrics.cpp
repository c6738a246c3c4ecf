// SPDX-License-Identifier: Apache-2.0
#include "plumb/api/metrics.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <iterator>

namespace plumb::api {
namespace {

/// Upper ends of the latency buckets, µs and as printed in seconds.
constexpr std::pair<std::uint64_t, const char*> kBuckets[7] = {
    {1'000, "0.001"}, {5'000, "0.005"}, {20'000, "0.02"},  {100'000, "0.1"},
    {500'000, "0.5"}, {2'000'000, "2"}, {10'000'000, "10"}};

/// Resident set of this process in bytes; 0 where /proc does not say.
std::int64_t resident_bytes() {
  long pages = 0, resident = 0;
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  if (file == nullptr) return 0;
  const int read = std::fscanf(file, "%ld %ld", &pages, &resident);
  std::fclose(file);
  return read == 2 ? resident * ::sysconf(_SC_PAGESIZE) : 0;
}

void family(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
  fmt::format_to(std::back_inserter(out), "# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
}

} // namespace

void Metrics::record(std::string_view route, int status, std::uint64_t microseconds) {
  const std::lock_guard lock(mutex_);
  ++requests_[{std::string(route), status}];
  auto found = latency_.find(route);
  if (found == latency_.end()) found = latency_.emplace(std::string(route), Latency{}).first;
  Latency& latency = found->second;
  ++latency.count;
  latency.sum_microseconds += microseconds;
  for (std::size_t i = 0; i < std::size(kBuckets); ++i)
    if (microseconds <= kBuckets[i].first) ++latency.below[i];
}

std::string Metrics::text() const {
  std::string out;
  const auto at = std::back_inserter(out);
  {
    const std::lock_guard lock(mutex_);
    family(out, "plumbline_http_requests_total", "counter",
           "Answered requests by route and status.");
    for (const auto& [key, count] : requests_)
      fmt::format_to(at, "plumbline_http_requests_total{{route=\"{}\",status=\"{}\"}} {}\n",
                     key.first, key.second, count);
    constexpr std::string_view kLatency = "plumbline_http_request_seconds";
    family(out, kLatency, "histogram", "Time from the whole request read to the answer ready.");
    for (const auto& [route, latency] : latency_) {
      for (std::size_t i = 0; i < std::size(kBuckets); ++i)
        fmt::format_to(at, "{}_bucket{{route=\"{}\",le=\"{}\"}} {}\n", kLatency, route,
                       kBuckets[i].second, latency.below[i]);
      fmt::format_to(at, "{0}_bucket{{route=\"{1}\",le=\"+Inf\"}} {2}\n", kLatency, route,
                     latency.count);
      fmt::format_to(at, "{}_sum{{route=\"{}\"}} {}.{:06}\n", kLatency, route,
                     latency.sum_microseconds / 1'000'000, latency.sum_microseconds % 1'000'000);
      fmt::format_to(at, "{}_count{{route=\"{}\"}} {}\n", kLatency, route, latency.count);
    }
  }
  family(out, "plumbline_http_in_flight", "gauge", "Requests being answered.");
  fmt::format_to(at, "plumbline_http_in_flight {}\n", in_flight.load());
  family(out, "plumbline_http_connections", "gauge", "Open connections.");
  fmt::format_to(at, "plumbline_http_connections {}\n", connections.load());
  family(out, "plumbline_resident_bytes", "gauge", "Memory of the process that is in RAM.");
  fmt::format_to(at, "plumbline_resident_bytes {}\n", resident_bytes());
  return out;
}

} // namespace plumb::api
