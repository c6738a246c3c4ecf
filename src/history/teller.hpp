// SPDX-License-Identifier: Apache-2.0
/// Tells one life: takes step after step, has each decided, and lets happen what happens to
/// anybody: entered late, corrected, taken back.
#pragma once

#include "random.hpp"
#include "world.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace plumb::history {

using event::Json;

// What stands in a life for what differs between records that share it.
inline constexpr std::string_view kUnitHere = "⟦unit⟧", kTitleHere = "⟦title⟧",
                                  kBodyHere = "⟦body⟧", kCodeHere = "⟦code⟧", kIdHere = "⟦id⟧";
inline constexpr std::int64_t kNumberHere = 987'654'321;

struct Told {
  std::int64_t at_ms = 0;
  std::string role;
  registers::Command command;
  registers::Record state; ///< after it
};

class Teller {
public:
  Teller(const World& world, std::string register_id, Level level, Date on, Random random);
  /// Goes on with a record that is there, and that is the unit's.
  Teller(const World& world, const registers::Record& begun, std::string unit, Random random);

  /// Takes a step so many days after what was done last (on the next day on which people work, and
  /// not before the law allows it). False where the life ends here: time is up, or it is refused.
  bool take(std::string_view step, int days, Json::Object fields = {}, std::string outside = {});
  [[nodiscard]] Random& random() { return random_; }
  [[nodiscard]] Level level() const { return level_; }
  [[nodiscard]] Date on() const { return on_; } ///< of what was done last
  /// Days from then until `day`; at least 0.
  [[nodiscard]] int days_until(Date day) const;
  [[nodiscard]] Json paper();
  [[nodiscard]] const World& world() const { return world_; }

  /// After what was told last; there must be something.
  [[nodiscard]] const registers::Record& state() const { return told_.back().state; }
  /// Of a record that was there: without what was there.
  [[nodiscard]] std::vector<Told> told() &&;
  /// What the rules did not let happen: nothing, where scripts and rules fit.
  [[nodiscard]] const std::vector<std::string>& refused() const { return refused_; }

private:
  enum class Outcome { Accepted, Later, Refused };
  [[nodiscard]] Date recorded_day(Date on, int delay) const;
  [[nodiscard]] std::int64_t instant(Date day);
  [[nodiscard]] std::string role_for(const registers::Command& command) const;
  Outcome decide(registers::Command command, Date recorded);
  void mishaps(const registers::TakeStep& step);
  void take_back(const registers::TakeStep& step);
  void correct(const registers::TakeStep& step);

  const World& world_;
  std::string register_id_, record_id_{kIdHere}, unit_{kUnitHere};
  bool begun_ = false;
  const pack::Register* declared_;
  Level level_;
  Date on_;
  Random random_;
  std::int64_t last_ms_ = 0;
  bool over_ = false, correct_ = false, annul_ = false;
  Date later_{};
  std::vector<Told> told_;
  std::vector<std::string> refused_;
};

/// Who decides: the person's id is filled in by whoever knows it.
[[nodiscard]] registers::Actor actor_of(std::string id, std::string_view role,
                                        std::string_view unit);

} // namespace plumb::history
