// SPDX-License-Identifier: Apache-2.0
/// The only door to the time of day. Modules that decide take the day as an argument; the server
/// passes SystemClock, tests pass a fixed one.
#pragma once

#include <plumb/base/date.hpp>

#include <cstdint>

namespace plumb::base {

class Clock {
 public:
  virtual ~Clock() = default;
  /// Milliseconds since 1970-01-01T00:00:00Z.
  [[nodiscard]] virtual std::int64_t now_ms() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] std::int64_t now_ms() const override;
};

class FixedClock final : public Clock {
 public:
  explicit FixedClock(std::int64_t ms) : ms_(ms) {}
  [[nodiscard]] std::int64_t now_ms() const override { return ms_; }
  void advance_ms(std::int64_t by) { ms_ += by; }

 private:
  std::int64_t ms_;
};

/// The civil day in China (UTC+8, no daylight saving since 1991) at an instant.
[[nodiscard]] Date china_date(std::int64_t ms);
/// "2026-11-22T09:30:00+08:00".
[[nodiscard]] std::string china_time(std::int64_t ms);

}  // namespace plumb::base
