// SPDX-License-Identifier: Apache-2.0
#include "teller.hpp"

#include <plumb/base/clock.hpp>

#include <algorithm>
#include <variant>

namespace plumb::history {
namespace {

using registers::Correct;
using registers::TakeStep;

constexpr std::int64_t kDay = 86'400'000, kHour = 3'600'000, kMinute = 60'000;

} // namespace

registers::Actor actor_of(std::string id, std::string_view role, std::string_view unit) {
  registers::Actor actor{.id = std::move(id), .roles = {}, .unit = std::string(unit), .units = {}};
  if (!role.empty()) actor.roles.emplace_back(role);
  if (!unit.empty()) actor.units.emplace_back(unit);
  return actor;
}

Teller::Teller(const World& world, std::string register_id, Level level, Date on, Random random)
    : world_(world), register_id_(std::move(register_id)),
      declared_(world.rules().find_register(register_id_)), level_(level), on_(on),
      random_(random) {
  correct_ = random_.percent(world.plan().corrected_percent);
  annul_ = random_.percent(world.plan().annulled_percent);
}

Teller::Teller(const World& world, const registers::Record& begun, std::string unit, Random random)
    : Teller(world, begun.register_id, Level::Department, begun.steps.back().on, random) {
  record_id_ = begun.record_id;
  unit_ = std::move(unit);
  begun_ = true;
  last_ms_ = begun.steps.back().recorded_at;
  told_.push_back({last_ms_, {}, {}, begun});
}

std::vector<Told> Teller::told() && {
  if (begun_) told_.erase(told_.begin());
  return std::move(told_);
}

int Teller::days_until(Date day) const {
  return std::max(
      0, static_cast<int>((std::chrono::sys_days{day} - std::chrono::sys_days{on_}).count()));
}

Json Teller::paper() {
  const auto& all = papers();
  const auto& one = all[static_cast<std::size_t>(random_.below(static_cast<int>(all.size())))];
  return Json::Object{{"sm3", one.sm3},
                      {"name", one.name},
                      {"size", std::int64_t(one.bytes.size())},
                      {"media_type", one.media_type}};
}

Date Teller::recorded_day(Date on, int delay) const {
  if (delay == 0) return on;
  const Date day = world_.work_day(base::add_days(on, delay));
  return day <= world_.plan().until ? day : on;
}

// Within office hours, and behind what was recorded last.
std::int64_t Teller::instant(Date day) {
  const auto start = std::chrono::sys_days{day}.time_since_epoch().count() * kDay - 8 * kHour;
  const auto at = start + 8 * kHour + 30 * kMinute + random_.below(9 * 60) * kMinute +
                  random_.below(static_cast<int>(kMinute));
  return std::max(at, last_ms_ + random_.between(1, 3) * kMinute);
}

std::string Teller::role_for(const registers::Command& command) const {
  if (world_.rules().roles().empty()) return {};
  const auto* take = std::get_if<TakeStep>(&command);
  if (take == nullptr) return "coordinator";
  const auto* step = declared_->step(take->step);
  return step == nullptr || step->by.empty() ? std::string() : step->by.front();
}

Teller::Outcome Teller::decide(registers::Command command, Date recorded) {
  const auto at = instant(recorded);
  const auto role = role_for(command);
  registers::Environment environment{.today = base::china_date(at),
                                     .now_ms = at,
                                     .actor = actor_of(role, role, unit_),
                                     .calendar = world_.calendar_on(base::china_date(at)),
                                     .lookup = {}};
  environment.lookup.next_number = [](auto&&...) { return kNumberHere; };
  auto decision = registers::decide(world_.rules(), told_.empty() ? nullptr : &told_.back().state,
                                    record_id_, command, environment);
  if (auto* accepted = std::get_if<registers::Accepted>(&decision)) {
    told_.push_back({at, role, std::move(command), std::move(accepted->record)});
    last_ms_ = at;
    return Outcome::Accepted;
  }
  const auto& refusals = std::get<std::vector<registers::Refusal>>(decision);
  const auto* take = std::get_if<TakeStep>(&command);
  if (take != nullptr && std::ranges::all_of(refusals, [](const auto& refusal) {
        return refusal.code == registers::RefusalCode::TooEarly && refusal.earliest_on;
      })) {
    later_ = recorded;
    for (const auto& refusal : refusals)
      later_ = std::max(later_, *refusal.earliest_on);
    return Outcome::Later;
  }
  for (const auto& refusal : refusals)
    refused_.push_back(register_id_ + '.' + (take != nullptr ? take->step : "correct") + ' ' +
                       std::string(registers::name_of(refusal.code)) + ':' + refusal.about);
  return Outcome::Refused;
}

bool Teller::take(std::string_view step, int days, Json::Object fields, std::string outside) {
  if (over_) return false;
  Date on = world_.work_day(base::add_days(on_, days));
  // A few days as a rule, sometimes weeks.
  const int delay = random_.percent(world_.plan().late_percent)
                        ? (random_.percent(70) ? random_.between(2, 7) : random_.between(8, 30))
                        : 0;
  TakeStep command{.register_id = told_.empty() ? register_id_ : std::string(),
                   .step = std::string(step),
                   .on = on,
                   .fields = std::move(fields)};
  if (!outside.empty()) command.outside_reason = std::move(outside);
  for (int tries = 0; tries < 3 && on <= world_.plan().until; ++tries) {
    command.on = on;
    const auto recorded = recorded_day(on, delay);
    const auto outcome = decide(command, recorded);
    if (outcome == Outcome::Accepted) {
      on_ = recorded;
      mishaps(command);
      return true;
    }
    if (outcome == Outcome::Refused) break;
    on = world_.work_day(std::max(later_, base::add_days(on, 1)));
  }
  over_ = true;
  return false;
}

// Not every time at the first occasion, so that all kinds of steps have their turn.
void Teller::mishaps(const TakeStep& step) {
  if (told_.size() < 2) return;
  if (annul_ && random_.percent(60))
    take_back(step);
  else if (correct_ && random_.percent(60))
    correct(step);
}

void Teller::take_back(const TakeStep& step) {
  const auto* declared = declared_->step(step.step);
  // Numbers are given once, and what was opened with a step does not go away with it.
  if (declared == nullptr || !declared->assigns.empty() || !declared->spawns.empty()) return;
  const Date day = world_.work_day(base::add_days(on_, random_.between(1, 4)));
  if (day > world_.plan().until) return;
  annul_ = false;
  if (decide(registers::Annul{"录错了办理事项，重新登记"}, day) != Outcome::Accepted) return;
  TakeStep again = step;
  again.on = on_ = day;
  if (decide(std::move(again), day) != Outcome::Accepted) over_ = true;
}

// The true day was the working day before, or a text was not what it should be.
void Teller::correct(const TakeStep& step) {
  const Date day = world_.work_day(base::add_days(on_, random_.between(1, 20)));
  if (day > world_.plan().until) return;
  const auto& steps = told_.back().state.steps;
  const auto index = static_cast<int>(steps.size()) - 1;
  Correct correction{.fields = Json::Object{}, .steps = {}, .reason = "登记有误，按原件更正"};
  for (Date true_day = base::add_days(steps.back().on, -1);
       index > 0 && correction.steps.empty() &&
       true_day >= steps[static_cast<std::size_t>(index) - 1].on;
       true_day = base::add_days(true_day, -1))
    if (world_.work_day(true_day) == true_day) correction.steps.emplace(index, true_day);
  const auto known = refused_.size();
  if (correction.steps.empty() || random_.percent(40) ||
      decide(correction, day) != Outcome::Accepted) {
    // What must not be earlier keeps its day; nobody would have tried.
    refused_.resize(known);
    correction.steps.clear();
    Json::Object fields;
    for (const auto& [name, value] : *step.fields.object()) {
      const auto* field = declared_->field(name);
      if (field != nullptr && field->type == pack::FieldType::LongText && value.string() != nullptr)
        fields.emplace(name, value.text() + "（已更正）");
    }
    if (fields.empty()) return;
    correction.fields = std::move(fields);
    if (decide(correction, day) != Outcome::Accepted) {
      refused_.resize(known);
      return;
    }
  }
  correct_ = false;
  on_ = day;
}

} // namespace plumb::history
