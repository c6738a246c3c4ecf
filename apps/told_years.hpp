// SPDX-License-Identifier: Apache-2.0
/// Years of an invented county told to a database, for `demo` and `sample`.
#pragma once

#include <plumb/base/clock.hpp>
#include <plumb/history/history.hpp>
#include <plumb/records/records.hpp>
#include <plumb/server/application.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

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

/// Tells each act through the ordinary write path, at the instant at which somebody did it, so that
/// indicators, looking back and late entries have something to show. It happens to the units that
/// are there, else to invented ones.
class Years {
public:
  using Happening = std::function<base::Result<void>()>;

  /// `clock` is the store's.
  Years(server::Store& store, MovedClock& clock, history::Plan plan);

  /// Something else that happens on the way, in the morning of a day before the plan's last.
  void on(base::Date day, Happening happening);
  /// The tasks that a document has opened go on from now: each unit with its part, and the task is
  /// closed when all have done theirs.
  [[nodiscard]] base::Result<void> carry_tasks(const std::string& document_id);
  /// Afterwards the clock goes with the machine. Progress on standard error.
  [[nodiscard]] base::Result<Told> tell();

private:
  struct Known {
    std::string id;
    std::int64_t revision = 0;
  };
  base::Result<void> put_county();
  base::Result<void> put_papers();
  base::Result<void> act_all();
  base::Result<void> happen_until(std::int64_t ms);
  base::Result<void> take(const history::Act& act);
  base::Result<std::vector<history::Act>> carry(const std::vector<std::string>& parents);
  [[nodiscard]] bool opens_others(const history::Act& act) const;
  base::Result<void> close_task(const std::string& task_id, const registers::Actor& actor);
  void tell_progress(base::Date day);

  server::Store& store_;
  MovedClock& clock_;
  history::Plan plan_;
  records::RulebookPointer rules_;
  std::multimap<std::int64_t, Happening> happenings_;
  std::unordered_map<std::int64_t, Known>
      ids_; ///< by the act's record; what others opened: below 0
  std::map<std::string, std::int64_t, std::less<>> carried_; ///< record id → its number in ids_
  std::int64_t acts_ = 0, told_s_ = 0;
  std::int64_t begun_ms_ = 0;
};

/// Records that are there already.
[[nodiscard]] base::Result<std::int64_t> count_records(server::Store& store);

} // namespace plumb::app
