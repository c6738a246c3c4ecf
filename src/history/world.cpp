// SPDX-License-Identifier: Apache-2.0
#include "world.hpp"

#include "random.hpp"
#include "scripts.hpp"

#include <algorithm>
#include <array>

namespace plumb::history {
namespace {

using base::ErrorKind;
using base::Result;
using organisation::UnitKind;

// Of openings: plans come down in spring, and what is left is begun before the year ends.
constexpr std::array<int, 12> kMonths{7, 5, 11, 9, 8, 9, 6, 6, 9, 9, 12, 11};

constexpr std::array<std::string_view, 12> kSurnames{"林", "沈", "陆", "乔", "温", "康",
                                                     "纪", "骆", "阮", "邵", "祝", "柏"};
constexpr std::array<std::string_view, 16> kGivenNames{
    "川", "岚", "舟", "穗", "桐", "野", "汀", "砚", "禾", "溪", "朔", "予", "青", "屿", "澄", "墨"};
constexpr std::size_t kPeople = kSurnames.size() * kGivenNames.size();

base::Unexpected<base::Error> bad_plan(const char* field) {
  return base::fail(ErrorKind::InvalidInput, "history.bad_plan", {{"field", field}});
}

bool is_share(int percent) {
  return percent >= 0 && percent <= 100;
}

} // namespace

Result<World> World::make(const Plan& plan, const pack::Rulebook& rules) {
  World world;
  world.plan_ = plan;
  world.rules_ = &rules;
  if (plan.records < 0 || plan.records > 100'000'000) return bad_plan("records");
  if (!plan.from.ok()) return bad_plan("from");
  if (!plan.until.ok() || plan.until < plan.from) return bad_plan("until");
  if (plan.units < 8 || plan.units > 400) return bad_plan("units");
  if (!is_share(plan.late_percent)) return bad_plan("late_percent");
  if (!is_share(plan.corrected_percent)) return bad_plan("corrected_percent");
  if (!is_share(plan.annulled_percent)) return bad_plan("annulled_percent");
  const std::map<std::string, int> usual{
      {"task_part", 5}, {"normative_document", 3}, {"major_decision", 2}};
  for (const auto& [id, weight] : plan.shares.empty() ? usual : plan.shares) {
    if (weight < 0 || weight > 1'000'000 || script_of(id) == nullptr) return bad_plan("shares");
    if (rules.find_register(id) == nullptr)
      return base::fail(ErrorKind::NotFound, "history.unknown_register", {{"id", id}});
    if (weight == 0) continue;
    world.shares_.emplace_back(id, weight);
    world.weight_ += weight;
  }
  if (world.shares_.empty()) return bad_plan("shares");
  world.read_days();
  if (world.days_.empty()) return bad_plan("until");
  world.read_units();
  if (world.units_.empty()) return bad_plan("units");
  return world;
}

void World::read_days() {
  calendar_ = rules_->calendar().view(rules_->jurisdiction(), plan_.until);
  std::int64_t sum = 0;
  for (auto day = work_day(plan_.from); day <= plan_.until;
       day = work_day(base::add_days(day, 1))) {
    sum += kMonths.at(static_cast<unsigned>(day.month()) - 1);
    days_.push_back(day);
    until_.push_back(sum);
  }
  for (const auto surname : kSurnames)
    for (const auto given : kGivenNames)
      people_.push_back(std::string(surname) + std::string(given));
}

void World::read_units() {
  units_ = plan_.organisation.empty() ? county(plan_) : plan_.organisation;
  const bool documents = std::ranges::any_of(
      shares_, [](const auto& share) { return share.first == "normative_document"; });
  if (!documents || rules_->find_register(body_register_) == nullptr) return;
  std::int64_t bodies = 0;
  while (bodies < std::ssize(units_) &&
         units_[static_cast<std::size_t>(bodies)].exists_on(plan_.from))
    ++bodies;
  bodies_ = std::min({std::max<std::int64_t>(1, plan_.records / 20), bodies, plan_.records});
}

std::optional<std::size_t> World::find_unit(std::string_view id) const {
  const auto found = std::ranges::find(units_, id, &organisation::Unit::id);
  if (found == units_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - units_.begin());
}

Level World::level(std::size_t unit) const {
  switch (units_[unit].kind) {
  case UnitKind::Authority:
    return Level::Government;
  case UnitKind::Township:
  case UnitKind::Subdistrict:
    return Level::Township;
  default:
    return units_[unit].id == "office" ? Level::Government : Level::Department;
  }
}

Date World::work_day(Date day) const {
  const auto free = [&](Date date) {
    return std::chrono::weekday{std::chrono::sys_days{date}} == std::chrono::Sunday ||
           !calendar_.is_working(date);
  };
  while (free(day))
    day = base::add_days(day, 1);
  return day;
}

calendar::View World::calendar_on(Date day) const {
  return rules_->calendar().view(rules_->jurisdiction(), day);
}

const std::string& World::person(std::size_t unit, std::string_view role) const {
  std::uint64_t sum = 0;
  for (const char c : role)
    sum = sum * 31 + static_cast<unsigned char>(c);
  return people_[mixed(mixed(plan_.seed) ^ (unit << 8U) ^ sum) % kPeople];
}

Date World::opening_day(std::int64_t number) const {
  if (number < bodies_) return days_.front();
  // Spread over the weights as evenly as whole numbers allow: ascending with the number.
  // (At most 10^8 records times the 10^6 of a century's days: far from the end of 64 bits.)
  const auto at = (number - bodies_) * 2 + 1;
  const auto weight = at * until_.back() / ((plan_.records - bodies_) * 2);
  const auto found = std::ranges::upper_bound(until_, weight);
  return days_[static_cast<std::size_t>(found - until_.begin())];
}

const std::string& World::register_of(std::int64_t number) const {
  if (number < bodies_) return body_register_;
  auto left = Random{plan_.seed, static_cast<std::uint64_t>(number), 1}.below(weight_);
  for (const auto& [id, weight] : shares_) {
    if (left < weight) return id;
    left -= weight;
  }
  return shares_.back().first;
}

std::size_t World::unit_of(std::int64_t number) const {
  if (number < bodies_) return static_cast<std::size_t>(number);
  const Date day = opening_day(number);
  Random random{plan_.seed, static_cast<std::uint64_t>(number), 2};
  for (int i = 0; i < 1'000; ++i) {
    const auto unit = static_cast<std::size_t>(random.below(static_cast<int>(units_.size())));
    if (units_[unit].exists_on(day)) return unit;
  }
  return 0;
}

Given World::given(std::int64_t number) const {
  Given given;
  given.number = number;
  given.record_id = record_id_of(number);
  given.unit = unit_of(number);
  const auto& unit = units_[given.unit];
  given.title = title_of(register_of(number), number, plan_.seed, unit, opening_day(number));
  const auto body = static_cast<std::int64_t>(given.unit) < bodies_ ? given.unit : 0;
  given.body = record_id_of(static_cast<std::int64_t>(body));
  given.code = level(given.unit) == Level::Government
                   ? "砚政规"
                   : "砚" + std::to_string(given.unit + 1) + "规";
  return given;
}

} // namespace plumb::history
