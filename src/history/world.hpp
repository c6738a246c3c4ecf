// SPDX-License-Identifier: Apache-2.0
/// What all lives of a history have in common: the county, the days on which people work, and what
/// tells one record from others of its kind.
#pragma once

#include "plumb/history/history.hpp"

#include <plumb/calendar/calendar.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::history {

/// How a unit stands to a document: who issues it.
enum class Level { Government, Department, Township };

/// What tells one record from others that have the same life.
struct Given {
  std::int64_t number = 0;
  std::string record_id, title;
  std::size_t unit = 0; ///< index in World::units
  std::string body;     ///< record id of the unit's issuing body
  std::string code;     ///< 机关代字
};

class World {
public:
  /// history.bad_plan{field}, history.unknown_register{id}.
  [[nodiscard]] static base::Result<World> make(const Plan& plan, const pack::Rulebook& rules);

  [[nodiscard]] const Plan& plan() const { return plan_; }
  [[nodiscard]] const pack::Rulebook& rules() const { return *rules_; }
  [[nodiscard]] const organisation::Unit& unit(std::size_t index) const { return units_[index]; }
  [[nodiscard]] std::optional<std::size_t> find_unit(std::string_view id) const;
  [[nodiscard]] Level level(std::size_t unit) const;
  /// The first day from `day` on which people work: never a Sunday, never a holiday.
  [[nodiscard]] Date work_day(Date day) const;
  /// What the calendar was known to be on a day.
  [[nodiscard]] calendar::View calendar_on(Date day) const;
  /// Somebody of the unit who has the role; always the same.
  [[nodiscard]] const std::string& person(std::size_t unit, std::string_view role) const;

  [[nodiscard]] Date opening_day(std::int64_t number) const;
  [[nodiscard]] const std::string& register_of(std::int64_t number) const;
  [[nodiscard]] Given given(std::int64_t number) const;

private:
  World() = default;
  void read_days();
  void read_units();
  [[nodiscard]] std::size_t unit_of(std::int64_t number) const;

  Plan plan_;
  const pack::Rulebook* rules_ = nullptr;
  std::vector<organisation::Unit> units_;
  std::vector<std::pair<std::string, int>> shares_;
  int weight_ = 0;
  std::int64_t bodies_ = 0; ///< records 0 … bodies-1: the issuing bodies of the first units
  std::string body_register_ = "issuing_body";
  calendar::View calendar_;
  std::vector<Date> days_;
  std::vector<std::int64_t> until_; ///< weights of the days up to and with each
  std::vector<std::string> people_;
};

[[nodiscard]] std::string title_of(std::string_view register_id, std::int64_t number,
                                   std::uint64_t seed, const organisation::Unit& unit, Date on);

} // namespace plumb::history
