// SPDX-License-Identifier: Apache-2.0
#include "template.hpp"

#include "scripts.hpp"

#include <array>
#include <chrono>

namespace plumb::history {
namespace {

/// So many ways that records of one kind go, that begin on the same day.
constexpr int kVariants = 4;

std::string with(const World& world, std::string_view pattern, const Given& given) {
  if (pattern == kTitleHere) return given.title;
  if (pattern == kUnitHere) return world.unit(given.unit).id;
  std::string text(pattern);
  const auto put = [&](std::string_view mark, const std::string& value) {
    for (auto at = text.find(mark); at != std::string::npos;
         at = text.find(mark, at + value.size()))
      text.replace(at, mark.size(), value);
  };
  put(kTitleHere, given.title);
  put(kUnitHere, world.unit(given.unit).id);
  put(kBodyHere, given.body);
  put(kCodeHere, given.code);
  put(kIdHere, given.record_id);
  static const std::string kNumber = std::to_string(kNumberHere);
  put(kNumber, std::to_string(given.number + 1));
  return text;
}

bool is_marked(const std::string& text) {
  static const std::string kNumber = std::to_string(kNumberHere);
  return text.find("⟦") != std::string::npos || text.find(kNumber) != std::string::npos;
}

void fill_in(const World& world, Json& json, const Given& given) {
  if (auto* array = json.array())
    for (auto& item : *array)
      fill_in(world, item, given);
  else if (auto* object = json.object())
    for (auto& [name, value] : *object)
      fill_in(world, value, given);
  else if (const auto* text = json.string(); text != nullptr && is_marked(*text))
    json = Json(with(world, *text, given));
}

} // namespace

Pattern decide_pattern(const World& world, const std::string& register_id, Level level, Date on,
                       int variant) {
  const auto day = static_cast<std::uint64_t>(std::chrono::sys_days{on}.time_since_epoch().count());
  Teller teller(world, register_id, level, on,
                Random{world.plan().seed, number_of(register_id), static_cast<std::uint64_t>(level),
                       day, static_cast<std::uint64_t>(variant)});
  script_of(register_id)(teller);
  Pattern pattern;
  pattern.refused = teller.refused();
  pattern.told = std::move(teller).told();
  return pattern;
}

registers::Command filled_in(const World& world, const registers::Command& command,
                             const Given& given) {
  auto filled = command;
  if (auto* take = std::get_if<registers::TakeStep>(&filled)) fill_in(world, take->fields, given);
  if (auto* correct = std::get_if<registers::Correct>(&filled))
    fill_in(world, correct->fields, given);
  return filled;
}

Act act_of(const World& world, const Told& told, const std::string& register_id,
           const Given& given) {
  const auto& unit = world.unit(given.unit).id;
  return {.at_ms = told.at_ms,
          .record = given.number,
          .register_id = register_id,
          .unit = unit,
          .actor = actor_of(world.person(given.unit, told.role), told.role, unit),
          .command = filled_in(world, told.command, given)};
}

Template::Template(Pattern pattern, std::int64_t like) : told_(std::move(pattern.told)) {
  life_.like = like;
  for (auto& told : told_)
    life_.states.emplace_back(told.at_ms, std::move(told.state));
  for (auto& [at, record] : life_.states)
    find_places(record);
}

void Template::find_places(Json& json) {
  if (auto* array = json.array())
    for (auto& item : *array)
      find_places(item);
  else if (auto* object = json.object())
    for (auto& [name, value] : *object)
      find_places(value);
  else if (const auto* text = json.string(); text != nullptr && is_marked(*text))
    places_.push_back({&json, *text});
}

void Template::find_places(registers::Record& record) {
  find_places(record.fields);
  for (auto& step : record.steps) {
    find_places(step.undo);
    find_places(step.children);
  }
  for (auto& clock : record.clocks)
    find_places(clock.receipts);
}

const Life& Template::of(const World& world, const Given& given) {
  const auto& unit = world.unit(given.unit).id;
  life_.record_id = given.record_id;
  for (auto& place : places_)
    *place.json = Json(with(world, place.pattern, given));
  // The steps' actors are roles until somebody is known to have them.
  for (auto& [at, record] : life_.states) {
    record.record_id = given.record_id;
    record.unit = unit;
    for (auto& step : record.steps)
      for (const auto& told : told_)
        if (told.at_ms == step.recorded_at) step.actor = world.person(given.unit, told.role);
  }
  return life_;
}

Template& Templates::of(std::int64_t number, const Given& given) {
  const Date day = world_.opening_day(number);
  if (day != day_) known_.clear();
  day_ = day;
  const auto& register_id = world_.register_of(number);
  // Elsewhere it makes no difference who does it.
  const bool by_level = register_id == "normative_document" || register_id == "major_decision" ||
                        register_id == "issuing_body";
  const auto level = by_level ? world_.level(given.unit) : Level::Department;
  const int variant =
      Random{world_.plan().seed, static_cast<std::uint64_t>(number), 4}.below(kVariants);
  const std::tuple key(register_id, level, variant);
  auto found = known_.find(key);
  if (found == known_.end())
    found = known_
                .emplace(key, Template(decide_pattern(world_, register_id, level, day, variant),
                                       made_++))
                .first;
  return found->second;
}

} // namespace plumb::history
