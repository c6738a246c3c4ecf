// SPDX-License-Identifier: Apache-2.0
/// Years of an invented county told to a database, for `demo` and `sample`.
#pragma once

#include <plumb/base/clock.hpp>
#include <plumb/history/history.hpp>
#include <plumb/server/application.hpp>

#include <cstdint>
#include <optional>

namespace plumb::app {

/// Stands where it is put, and goes with the machine where it is put nowhere.
class MovedClock final : public base::Clock {
public:
  [[nodiscard]] std::int64_t now_ms() const override { return ms_ ? *ms_ : system_.now_ms(); }
  void move_to(std::optional<std::int64_t> ms) { ms_ = ms; }

private:
  base::SystemClock system_;
  std::optional<std::int64_t> ms_;
};

/// What usually happens: from January two years ago until yesterday.
[[nodiscard]] history::Plan usual_years(base::Date today, std::int64_t records);

struct Told {
  std::int64_t records = 0, acts = 0;
};

/// Each act through the ordinary write path, at the instant at which somebody did it, so that
/// indicators, looking back and late entries have something to show. Happens to the units that
/// are there, else to invented ones. `clock` is the store's; it goes with the machine afterwards.
/// Progress on standard error.
[[nodiscard]] base::Result<Told> tell_years(server::Store& store, MovedClock& clock,
                                            history::Plan plan);

/// Records that are there already.
[[nodiscard]] base::Result<std::int64_t> count_records(server::Store& store);

} // namespace plumb::app
