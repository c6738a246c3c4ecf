// SPDX-License-Identifier: Apache-2.0
/// Another time of day than the machine's, that runs on: for demonstrations and tests of what only
/// the passing of days changes.
#pragma once

#include <plumb/base/clock.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace plumb::server {

class ShiftedClock final : public base::Clock {
public:
  /// It is `ms` now.
  explicit ShiftedClock(std::int64_t ms) : by_(ms - system_.now_ms()) {}
  [[nodiscard]] std::int64_t now_ms() const override { return system_.now_ms() + by_; }

private:
  base::SystemClock system_;
  std::int64_t by_;
};

/// "2026-11-23T09:30:00+08:00", "…Z", or a day alone (its midnight in China), in milliseconds.
[[nodiscard]] std::optional<std::int64_t> parse_instant(std::string_view text);

} // namespace plumb::server
