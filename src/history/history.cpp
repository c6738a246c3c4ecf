// SPDX-License-Identifier: Apache-2.0
#include "plumb/history/history.hpp"

#include "scripts.hpp"
#include "template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <queue>

namespace plumb::history {
namespace {

using base::Result;

constexpr std::string_view kRecordPrefix = "h-";

struct Waiting {
  std::int64_t serial = 0; ///< keeps the acts of one record, and of one instant, in their order
  Act act;
};
struct IsLater {
  bool operator()(const Waiting& one, const Waiting& other) const {
    return std::pair(one.act.at_ms, one.serial) > std::pair(other.act.at_ms, other.serial);
  }
};

std::int64_t start_of(Date day) {
  constexpr std::int64_t kDay = 86'400'000, kEightHours = 28'800'000;
  return std::chrono::sys_days{day}.time_since_epoch().count() * kDay - kEightHours;
}

void put_records(Json& json, const std::function<std::string(std::int64_t)>& id_of) {
  if (auto* array = json.array()) {
    for (auto& item : *array)
      put_records(item, id_of);
  } else if (auto* object = json.object()) {
    for (auto& [name, value] : *object)
      put_records(value, id_of);
  } else if (const auto* text = json.string();
             text != nullptr && text->starts_with(kRecordPrefix) && text->size() == 11) {
    std::int64_t number = -1;
    const auto* end = text->data() + text->size();
    if (std::from_chars(text->data() + kRecordPrefix.size(), end, number).ptr == end)
      json = Json(id_of(number));
  }
}

} // namespace

std::string record_id_of(std::int64_t record) {
  return fmt::format("{}{:09}", kRecordPrefix, record);
}

void with_records(registers::Command& command,
                  const std::function<std::string(std::int64_t record)>& id_of) {
  if (auto* take = std::get_if<registers::TakeStep>(&command)) put_records(take->fields, id_of);
  if (auto* correct = std::get_if<registers::Correct>(&command))
    put_records(correct->fields, id_of);
}

Result<void> acts(const Plan& plan, const pack::Rulebook& rules,
                  const std::function<bool(const Act&)>& on_act) {
  PLUMB_TRY_ASSIGN(const auto world, World::make(plan, rules));
  Templates templates(world);
  std::priority_queue<Waiting, std::vector<Waiting>, IsLater> waiting;
  std::int64_t serial = 0;
  // Nothing of records that are opened later can come before their day.
  const auto flush = [&](std::int64_t before) {
    while (!waiting.empty() && waiting.top().act.at_ms < before) {
      if (!on_act(waiting.top().act)) return false;
      waiting.pop();
    }
    return true;
  };
  for (std::int64_t number = 0; number < plan.records; ++number) {
    if (!flush(start_of(world.opening_day(number)))) return {};
    const auto given = world.given(number);
    const auto& register_id = world.register_of(number);
    for (const auto& told : templates.of(number, given).told())
      waiting.push({serial++, act_of(world, told, register_id, given)});
  }
  (void)flush(INT64_MAX);
  return {};
}

Result<std::vector<Act>> acts_after(const Plan& plan, const pack::Rulebook& rules,
                                    std::span<const registers::Record> begun) {
  PLUMB_TRY_ASSIGN(const auto world, World::make(plan, rules));
  std::vector<Act> out;
  for (std::size_t i = 0; i < begun.size(); ++i) {
    const auto& record = begun[i];
    const auto script = script_after_opening(record.register_id);
    const auto* declared = rules.find_register(record.register_id);
    if (script == nullptr || declared == nullptr || record.steps.empty()) continue;
    const auto id =
        declared->parties.empty() ? record.unit : record.fields[declared->parties.front()].text();
    const auto unit = world.find_unit(id);
    if (!unit) continue;
    Given given;
    given.number = static_cast<std::int64_t>(i);
    given.unit = *unit;
    // Not by its own id, which chance has given it.
    Teller teller(world, record, id,
                  {plan.seed, number_of(record.fields["title"].text()), number_of(id),
                   number_of(record.fields["role"].text())});
    script(teller);
    for (const auto& told : std::move(teller).told())
      out.push_back(act_of(world, told, record.register_id, given));
  }
  std::ranges::sort(out, {}, [](const Act& act) { return std::pair(act.at_ms, act.record); });
  return out;
}

Result<void> lives(const Plan& plan, const pack::Rulebook& rules,
                   const std::function<bool(const Life&)>& on_life) {
  PLUMB_TRY_ASSIGN(const auto world, World::make(plan, rules));
  Templates templates(world);
  for (std::int64_t number = 0; number < plan.records; ++number) {
    const auto given = world.given(number);
    const auto& life = templates.of(number, given).of(world, given);
    if (!life.states.empty() && !on_life(life)) return {};
  }
  return {};
}

} // namespace plumb::history
