// SPDX-License-Identifier: Apache-2.0
#include "plumb/history/history.hpp"
#include "scripts.hpp"
#include "template.hpp"

#include <plumb/base/clock.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

namespace plumb::history {
namespace {

const pack::Rulebook& rules() {
  static const auto book = [] {
    const auto sources = pack::chain(PLUMB_SOURCE_DIR "/packs", "national");
    EXPECT_TRUE(sources);
    std::vector<pack::Diagnostic> faults;
    return pack::Rulebook::load(*sources, faults);
  }();
  return *book;
}

Plan plan_of(std::int64_t records, std::uint64_t seed = 1) {
  return {.seed = seed,
          .records = records,
          .from = base::make_date(2023, 1, 3),
          .until = base::make_date(2026, 11, 20)};
}
Plan everything(std::int64_t records, std::uint64_t seed = 1) {
  auto plan = plan_of(records, seed);
  plan.shares = {{"task_part", 4}, {"normative_document", 3}, {"major_decision", 2},
                 {"duty", 3},      {"legal_staff", 1},        {"external_figure", 1}};
  return plan;
}

std::vector<Act> all_acts(const Plan& plan) {
  std::vector<Act> all;
  const auto done = acts(plan, rules(), [&](const Act& act) {
    all.push_back(act);
    return true;
  });
  EXPECT_TRUE(done) << (done ? "" : done.error().id);
  return all;
}

const registers::TakeStep* step_of(const Act& act) {
  return std::get_if<registers::TakeStep>(&act.command);
}

std::string text_of(const Act& act) {
  std::string text = std::to_string(act.at_ms) + ' ' + std::to_string(act.record) + ' ' +
                     act.register_id + ' ' + act.unit + ' ' + act.actor.id;
  if (const auto* step = step_of(act))
    text += ' ' + step->step + ' ' + base::to_string(*step->on) + ' ' + step->fields.dump();
  return text;
}

/// What somebody decides who sees the acts alone, one after another.
class Replay {
public:
  void take(const Act& act) {
    auto& record = records_[act.record];
    registers::Environment environment{
        .today = base::china_date(act.at_ms),
        .now_ms = act.at_ms,
        .actor = act.actor,
        .calendar = rules().calendar().view(rules().jurisdiction(), base::china_date(act.at_ms)),
        .lookup = {}};
    environment.lookup.next_number = [&](auto&&...) { return act.record + 1; };
    const auto decision = registers::decide(rules(), record.steps.empty() ? nullptr : &record,
                                            record_id_of(act.record), act.command, environment);
    if (const auto* accepted = std::get_if<registers::Accepted>(&decision)) {
      record = accepted->record;
      return;
    }
    for (const auto& refusal : std::get<std::vector<registers::Refusal>>(decision))
      ADD_FAILURE() << text_of(act) << ": " << registers::name_of(refusal.code) << ' '
                    << refusal.about;
  }
  [[nodiscard]] const std::map<std::int64_t, registers::Record>& records() const {
    return records_;
  }

private:
  std::map<std::int64_t, registers::Record> records_;
};

TEST(Acts, AreAllAccepted) {
  Replay replay;
  const auto all = all_acts(everything(800));
  for (const auto& act : all)
    replay.take(act);
  EXPECT_EQ(replay.records().size(), 800u);
  std::map<std::string, std::set<std::string>> states;
  for (const auto& [number, record] : replay.records())
    states[record.register_id].insert(record.state);
  EXPECT_GE(states["task_part"].size(), 7u);
  EXPECT_GE(states["normative_document"].size(), 8u);
  EXPECT_GE(states["major_decision"].size(), 8u);
}

TEST(Acts, NothingThatScriptsWantIsRefused) {
  const auto plan = everything(10);
  const auto world = World::make(plan, rules());
  ASSERT_TRUE(world);
  for (const auto* id : {"task_part", "normative_document", "major_decision", "duty", "legal_staff",
                         "external_figure", "issuing_body"})
    for (const auto level : {Level::Government, Level::Department, Level::Township})
      for (int variant = 0; variant < 60; ++variant) {
        const auto pattern =
            decide_pattern(*world, id, level, base::make_date(2023, 2, 6), variant);
        for (const auto& refused : pattern.refused)
          ADD_FAILURE() << refused;
      }
}

Act receiving(const Act& like, std::int64_t record, const std::string& maker) {
  registers::TakeStep step;
  step.register_id = "filing_review";
  step.step = "receive";
  step.on = base::china_date(like.at_ms);
  step.fields = Json::Object{{"title", "砚湖县河道管理办法"}, {"maker", maker}};
  return {.at_ms = like.at_ms,
          .record = record,
          .register_id = step.register_id,
          .unit = maker,
          .actor = actor_of("c", "coordinator", maker),
          .command = step};
}

TEST(ActsAfter, WhatOthersOpenedGoesOnAsTheRulesLetIt) {
  auto plan = everything(400);
  plan.shares = {{"task_part", 1}};
  Replay replay;
  for (const auto& act : all_acts(plan)) {
    if (const auto* step = step_of(act); step == nullptr || step->register_id.empty()) continue;
    replay.take(act);
    replay.take(receiving(act, 1'000 + act.record, act.record == 7 ? "nobody" : act.unit));
  }
  std::vector<registers::Record> begun;
  std::vector<std::int64_t> numbers;
  for (const auto& [number, record] : replay.records()) {
    begun.push_back(record);
    numbers.push_back(number);
  }
  const auto after = acts_after(plan, rules(), begun);
  ASSERT_TRUE(after);
  std::int64_t last = 0;
  for (auto act : *after) {
    EXPECT_LE(last, act.at_ms);
    last = act.at_ms;
    EXPECT_LE(base::china_date(act.at_ms), plan.until);
    act.record = numbers[static_cast<std::size_t>(act.record)];
    replay.take(act);
  }
  std::map<std::string, std::set<std::string>> states;
  for (const auto& [number, record] : replay.records())
    states[record.register_id].insert(record.state);
  EXPECT_GE(states["task_part"].size(), 5U);
  EXPECT_TRUE(states["filing_review"].contains("in_order"));
  EXPECT_TRUE(states["filing_review"].contains("closed"));
  EXPECT_EQ(replay.records().at(1'007).steps.size(), 1U) << "of a unit that nobody knows";
}

TEST(Acts, ComeInOrderOfTimeEachWithinThePlan) {
  const auto plan = everything(800);
  std::int64_t last = 0;
  for (const auto& act : all_acts(plan)) {
    EXPECT_LE(last, act.at_ms);
    last = act.at_ms;
    const auto day = base::china_date(act.at_ms);
    EXPECT_LE(plan.from, day);
    EXPECT_LE(day, plan.until);
    if (const auto* step = step_of(act)) {
      EXPECT_LE(*step->on, day);
    }
  }
}

TEST(Acts, AreTheSameForTheSameSeedOnly) {
  const auto once = all_acts(everything(200, 7)), again = all_acts(everything(200, 7)),
             other = all_acts(everything(200, 8));
  ASSERT_EQ(once.size(), again.size());
  for (std::size_t i = 0; i < once.size(); ++i)
    ASSERT_EQ(text_of(once[i]), text_of(again[i]));
  ASSERT_FALSE(once.empty());
  EXPECT_NE(text_of(once.back()), text_of(other.back()));
}

TEST(Acts, SoManyAreLateCorrectedAndTakenBackAsAsked) {
  auto plan = everything(1'500);
  plan.corrected_percent = 10;
  plan.annulled_percent = 5;
  std::int64_t steps = 0, late = 0;
  std::set<std::int64_t> corrected, annulled, records;
  for (const auto& act : all_acts(plan)) {
    if (const auto* step = step_of(act)) {
      ++steps;
      late += *step->on < base::china_date(act.at_ms) ? 1 : 0;
      if (step->register_id.empty()) records.insert(act.record);
    } else if (std::holds_alternative<registers::Correct>(act.command)) {
      corrected.insert(act.record);
    } else {
      annulled.insert(act.record);
    }
  }
  EXPECT_NEAR(double(late) / double(steps), 0.12, 0.02);
  EXPECT_NEAR(double(corrected.size()) / double(records.size()), 0.10, 0.035);
  EXPECT_NEAR(double(annulled.size()) / double(records.size()), 0.05, 0.025);
}

TEST(Acts, NothingIsLateWhereNothingShallBe) {
  auto plan = everything(300);
  plan.late_percent = plan.corrected_percent = plan.annulled_percent = 0;
  for (const auto& act : all_acts(plan)) {
    const auto* step = step_of(act);
    ASSERT_NE(step, nullptr);
    EXPECT_EQ(*step->on, base::china_date(act.at_ms));
  }
}

TEST(Acts, NothingHappensOnSundaysAndMuchAtTheEndOfTheYear) {
  auto plan = everything(2'000);
  plan.until = base::make_date(2025, 12, 31);
  std::map<unsigned, int> months;
  int all = 0;
  for (const auto& act : all_acts(plan)) {
    const auto* step = step_of(act);
    if (step == nullptr) continue;
    for (const auto day : {*step->on, base::china_date(act.at_ms)})
      EXPECT_NE(std::chrono::weekday{std::chrono::sys_days{day}}, std::chrono::Sunday);
    ++months[static_cast<unsigned>(step->on->month())];
    ++all;
  }
  EXPECT_EQ(months.size(), 12u);
  EXPECT_GT(months[11] + months[12], all * 2 / 12 * 13 / 10);
  EXPECT_LT(months[2], all / 12);
}

TEST(Acts, EachRoleDoesWhatItMay) {
  std::set<std::string> roles;
  for (const auto& act : all_acts(everything(300))) {
    ASSERT_EQ(act.actor.roles.size(), 1u);
    EXPECT_EQ(act.actor.unit, act.unit);
    EXPECT_FALSE(act.actor.id.empty());
    roles.insert(act.actor.roles.front());
  }
  EXPECT_GE(roles.size(), 4u);
}

TEST(Acts, StopWhereAsked) {
  int seen = 0;
  EXPECT_TRUE(acts(plan_of(100), rules(), [&](const Act&) { return ++seen < 5; }));
  EXPECT_EQ(seen, 5);
}

TEST(Acts, NameRecordsThatTheyOpened) {
  std::set<std::int64_t> opened;
  int named = 0;
  for (auto act : all_acts(plan_of(400))) {
    with_records(act.command, [&](std::int64_t record) {
      EXPECT_TRUE(opened.contains(record)) << record;
      ++named;
      return "id-" + std::to_string(record);
    });
    opened.insert(act.record);
    if (const auto* step = step_of(act); step != nullptr && step->step == "register_document") {
      EXPECT_TRUE(step->fields["issuing_body"].text().starts_with("id-"));
    }
  }
  EXPECT_GT(named, 0);
}

TEST(Lives, AreWhatDecidingEveryActGives) {
  const auto plan = everything(500, 5);
  Replay replay;
  for (const auto& act : all_acts(plan))
    replay.take(act);
  std::int64_t number = 0;
  ASSERT_TRUE(lives(plan, rules(), [&](const Life& life) {
    const auto& wanted = replay.records().at(number);
    EXPECT_EQ(life.record_id, record_id_of(number));
    EXPECT_EQ(life.states.back().second, wanted)
        << registers::to_json(life.states.back().second).dump() << '\n'
        << registers::to_json(wanted).dump();
    ++number;
    return !::testing::Test::HasFailure();
  }));
  EXPECT_EQ(number, 500);
}

TEST(Lives, TellEveryStateOnTheWay) {
  const auto plan = everything(150, 9);
  std::map<std::int64_t, std::vector<registers::Record>> wanted;
  Replay replay;
  for (const auto& act : all_acts(plan)) {
    replay.take(act);
    wanted[act.record].push_back(replay.records().at(act.record));
  }
  std::int64_t number = 0;
  ASSERT_TRUE(lives(plan, rules(), [&](const Life& life) {
    const auto& states = wanted.at(number++);
    EXPECT_EQ(life.states.size(), states.size());
    for (std::size_t i = 0; i < std::min(states.size(), life.states.size()); ++i)
      EXPECT_EQ(life.states[i].second, states[i]);
    return true;
  }));
}

TEST(County, IsATreeWhoseMergedUnitsHaveSuccessors) {
  for (const int units : {8, 40, 100, 400}) {
    auto plan = plan_of(10);
    plan.units = units;
    const auto all = county(plan);
    EXPECT_EQ(std::ssize(all), units);
    const auto tree = organisation::Tree::build(all);
    ASSERT_TRUE(tree) << units << ' ' << tree.error().args.front().first << ' '
                      << tree.error().args.front().second;
    if (units < 40) continue;
    int ended = 0, renamed = 0;
    for (const auto& unit : all) {
      if (unit.names.size() > 1) ++renamed;
      if (!unit.until) continue;
      ++ended;
      EXPECT_LT(plan.from, *unit.until);
      EXPECT_LT(*unit.until, plan.until);
      ASSERT_FALSE(unit.successors.empty());
      EXPECT_NE(tree->find(unit.successors.front()), nullptr);
    }
    EXPECT_GT(ended, 0) << units;
    EXPECT_GT(renamed, 0) << units;
  }
}

TEST(County, UnitsOpenNothingAfterTheirEnd) {
  auto plan = everything(1'500);
  plan.units = 100;
  const auto tree = organisation::Tree::build(county(plan));
  ASSERT_TRUE(tree);
  std::set<std::int64_t> opened;
  for (const auto& act : all_acts(plan))
    if (opened.insert(act.record).second) {
      const auto* unit = tree->find(act.unit);
      ASSERT_NE(unit, nullptr);
      EXPECT_TRUE(unit->exists_on(step_of(act)->on)) << act.unit;
    }
}

TEST(Plan, FaultsAreTold) {
  const auto fault = [](const Plan& plan) {
    const auto done = acts(plan, rules(), [](const Act&) { return true; });
    if (done) return std::string("none");
    return done.error().id + ' ' + done.error().args.front().second;
  };
  const auto changed = [](auto change) {
    auto plan = plan_of(10);
    change(plan);
    return plan;
  };
  EXPECT_EQ(fault(plan_of(10)), "none");
  EXPECT_EQ(fault(changed([](Plan& p) { p.records = -1; })), "history.bad_plan records");
  EXPECT_EQ(fault(changed([](Plan& p) { p.from = {}; })), "history.bad_plan from");
  EXPECT_EQ(fault(changed([](Plan& p) { p.until = base::make_date(2020, 1, 1); })),
            "history.bad_plan until");
  EXPECT_EQ(fault(changed([](Plan& p) { p.units = 3; })), "history.bad_plan units");
  EXPECT_EQ(fault(changed([](Plan& p) { p.late_percent = 101; })), "history.bad_plan late_percent");
  EXPECT_EQ(fault(changed([](Plan& p) { p.shares = {{"penalty", 1}}; })),
            "history.bad_plan shares");
  EXPECT_EQ(fault(changed([](Plan& p) { p.shares = {{"duty", 0}}; })), "history.bad_plan shares");
  const auto other = pack::Rulebook::load({}, *std::make_unique<std::vector<pack::Diagnostic>>());
  if (other != nullptr) {
    const auto none = acts(plan_of(10), *other, [](const Act&) { return true; });
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().id, "history.unknown_register");
  }
}

RC_GTEST_PROP(Acts, AreAcceptedWhateverThePlan, ()) {
  auto plan = everything(*rc::gen::inRange<std::int64_t>(1, 60),
                         *rc::gen::inRange<std::uint64_t>(0, 1'000'000));
  plan.units = *rc::gen::inRange(8, 60);
  plan.from = base::add_days(plan.from, *rc::gen::inRange(0, 300));
  plan.until = base::add_days(plan.from, *rc::gen::inRange(20, 900));
  plan.late_percent = *rc::gen::inRange(0, 101);
  plan.corrected_percent = *rc::gen::inRange(0, 101);
  plan.annulled_percent = *rc::gen::inRange(0, 101);
  Replay replay;
  std::int64_t last = 0;
  for (const auto& act : all_acts(plan)) {
    RC_ASSERT(last <= act.at_ms);
    last = act.at_ms;
    replay.take(act);
  }
  RC_ASSERT(!::testing::Test::HasFailure());
  for (const auto& [number, record] : replay.records())
    RC_ASSERT(!record.state.empty());
}

TEST(Papers, AreWhatFieldsName) {
  std::set<std::string> known;
  for (const auto& paper : papers())
    known.insert(paper.sm3);
  EXPECT_EQ(known.size(), papers().size());
  int found = 0;
  for (const auto& act : all_acts(plan_of(60)))
    if (const auto* step = step_of(act))
      for (const auto& [name, value] : *step->fields.object())
        if (!value["sm3"].is_null()) {
          ++found;
          EXPECT_TRUE(known.contains(value["sm3"].text()));
        }
  EXPECT_GT(found, 0);
}

} // namespace
} // namespace plumb::history
