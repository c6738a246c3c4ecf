// SPDX-License-Identifier: Apache-2.0
/// Lives that are decided once and told of many records: what differs between these is put in
/// place of marks.
#pragma once

#include "teller.hpp"

#include <functional>
#include <map>
#include <tuple>
#include <vector>

namespace plumb::history {

/// A life as it was decided, with marks.
struct Pattern {
  std::vector<Told> told;
  std::vector<std::string> refused;
};
[[nodiscard]] Pattern decide_pattern(const World& world, const std::string& register_id,
                                     Level level, Date on, int variant);

/// A command with everything that is a record's own.
[[nodiscard]] registers::Command filled_in(const World& world, const registers::Command& command,
                                           const Given& given);
[[nodiscard]] Act act_of(const World& world, const Told& told, const std::string& register_id,
                         const Given& given);

/// A life whose marks are known places, so that telling it of another record changes only them.
class Template {
public:
  Template(Pattern pattern, std::int64_t like);
  /// Valid until the next call.
  [[nodiscard]] const Life& of(const World& world, const Given& given);
  [[nodiscard]] const std::vector<Told>& told() const { return told_; }

private:
  struct Place {
    Json* json = nullptr;
    std::string pattern;
  };
  void find_places(Json& json);
  void find_places(registers::Record& record);

  std::vector<Told> told_; ///< without their states, which are in `life_`
  Life life_;
  std::vector<Place> places_;
};

/// The templates of one day; another day forgets them.
class Templates {
public:
  explicit Templates(const World& world) : world_(world) {}
  [[nodiscard]] Template& of(std::int64_t number, const Given& given);

private:
  const World& world_;
  Date day_{};
  std::int64_t made_ = 0;
  std::map<std::tuple<std::string, Level, int>, Template> known_;
};

} // namespace plumb::history
