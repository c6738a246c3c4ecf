// SPDX-License-Identifier: Apache-2.0
// Records that belong together: who may, what a step opens and carries along, what the parent
// knows.
#include "linked_support.hpp"

#include <gmock/gmock.h>

namespace plumb::registers::testing {
namespace {

using ::testing::ElementsAre;

Record errand(std::string_view fields, std::string unit = "own") {
  auto record = a_record("e", "errand", "issued", std::move(unit));
  record.fields = json(fields);
  record.steps.push_back({.step = "draft", .on = record.opened_on});
  return record;
}

TEST(Parties, AreTheRecordsUnitAndThoseOfTheDeclaredFields) {
  const auto& declared = *linked().find_register("errand");
  const auto record = errand(R"({"drafter":"b","lead":["c","a","b"],"reviewer":"x",
                 "visits":[{"host":"d"},{"note":"无"},{"host":"a"}]})");
  EXPECT_THAT(parties_of(declared, record), ElementsAre("a", "b", "c", "d", "own", "x"));
  EXPECT_THAT(parties_of(declared, errand("{}", "")), ElementsAre());
  // Not declared: every unit and units field.
  auto part = record;
  part.fields = json(R"({"unit":"p","helpers":["q"],"title":"z","caller":{"sealed":"k"}})");
  EXPECT_THAT(parties_of(*linked().find_register("part"), part), ElementsAre("own", "p", "q"));
}

TEST(Permission, RoleReachAndActingUnits) {
  const auto record = errand(R"({"lead":["a"],"reviewer":"x","visits":[{"host":"h"}]})");
  struct Case {
    const char *step, *role, *unit;
    std::vector<std::string> units;
    bool may;
  };
  const Case cases[] = {
      {"change", "coordinator", "far", {}, true},    // sees all
      {"change", "unit_clerk", "a", {}, true},       // a party
      {"change", "unit_clerk", "own", {}, true},     // the record's unit
      {"change", "unit_clerk", "far", {}, false},    // another unit
      {"change", "unit_clerk", "far", {"a"}, false}, // its role does not cover what lies below
      {"change", "unit_clerk", "", {}, false},
      {"change", "keeper", "a", {}, false},    // not named
      {"change", "stranger", "a", {}, false},  // no such role
      {"settle", "unit_clerk", "a", {}, true}, // names no role
      {"settle", "keeper", "a", {}, false},    // reaches nothing
      {"settle", "stranger", "a", {}, false},
      {"review", "unit_clerk", "x", {}, true},
      {"review", "unit_clerk", "h", {}, true}, // in a column
      {"review", "unit_clerk", "a", {}, false},
      {"review", "unit_clerk", "own", {}, false},
      {"review", "leader", "top", {"top", "x"}, true},
      {"review", "leader", "top", {"top", "y"}, false},
      {"close", "coordinator", "", {}, true},
      {"close", "unit_clerk", "a", {}, false},
  };
  const auto& declared = *linked().find_register("errand");
  for (const auto& each : cases) {
    SCOPED_TRACE(std::string(each.step) + " " + each.role + " " + each.unit);
    const auto& step = *declared.step(each.step);
    EXPECT_EQ(permits(linked(), declared, step, &record, person(each.role, each.unit, each.units)),
              each.may);
    EXPECT_TRUE(permits(linked(), declared, step, &record, program()));
  }
}

TEST(Permission, OpeningIsOfTheOwnUnit) {
  const auto& declared = *linked().find_register("errand");
  const auto& draft = *declared.step("draft");
  EXPECT_TRUE(permits(linked(), declared, draft, nullptr, person("unit_clerk", "u1")));
  EXPECT_FALSE(permits(linked(), declared, draft, nullptr, person("unit_clerk", "")));
  EXPECT_FALSE(permits(linked(), declared, draft, nullptr, person("leader", "u1")));
  World world;
  EXPECT_EQ(
      world.open("e", "errand", "draft", json(R"({"title":"修渠"})"), person("unit_clerk", "u1")),
      "ok");
  EXPECT_EQ(world.records_["e"].unit, "u1");
}

TEST(Permission, RulesWithoutRolesBindNobody) {
  const auto& declared = *national().find_register("proposal");
  auto record = a_record("p", "proposal", "drafting", "own");
  EXPECT_TRUE(permits(national(), declared, *declared.step("consult"), &record,
                      person("unit_clerk", "far")));
  EXPECT_FALSE(
      permits(national(), declared, *declared.step("consult"), &record, person("leader", "own")));
}

TEST(Permission, IsToldFirstWithWhoseStepItIs) {
  World world;
  ASSERT_EQ(
      world.open("e", "errand", "draft", json(R"({"title":"修渠","drafter":"b"})"), program("a")),
      "ok");
  EXPECT_EQ(world.take("e", "change", json(R"({"due_on":"nonsense"})"), person("unit_clerk", "z")),
            "not_permitted:change bad_field:due_on");
  const auto& refusals = std::get<std::vector<Refusal>>(world.newest_);
  EXPECT_EQ(refusals[0].details.dump(),
            R"({"roles":["coordinator","unit_clerk"],"units":["a","b"]})");
  EXPECT_EQ(world.take("e", "change", {}, person("leader", "a")), "not_permitted:change");
  EXPECT_FALSE(std::get<std::vector<Refusal>>(world.newest_)[0].details.has("units"));
  for (const auto& entry :
       possible(linked(), world.records_["e"], world.environment(person("unit_clerk", "z"))))
    EXPECT_EQ(entry.refusals.at(0).code, RefusalCode::NotPermitted) << entry.step->id;
}

TEST(Awaited, StepsThatLeadOnOrStopAClock) {
  const auto ids = [](std::string_view state) {
    std::vector<std::string> names;
    for (const auto* step : awaited(*linked().find_register("errand"), state))
      names.push_back(step->id);
    return names;
  };
  EXPECT_THAT(ids("drafting"), ElementsAre("issue"));
  EXPECT_THAT(ids("issued"), ElementsAre("settle", "close", "cancel"));
  EXPECT_THAT(ids("closed"), ElementsAre());
}

TEST(Spawns, OpenOneRecordForEachValue) {
  World world;
  ASSERT_EQ(world.open("e", "errand", "draft", json(R"({"title":"修渠","code":"county"})"),
                       program("own")),
            "ok");
  ASSERT_EQ(world.take("e", "issue", json(R"({"lead":["a","b"],"reviewer":"c","due_on":"2026-04-01",
                                "visits":[{"host":"h","note":"看"},{"host":"h","note":"看"}]})")),
            "ok");
  const auto& accepted = std::get<Accepted>(world.newest_);
  ASSERT_EQ(accepted.consequences.size(), 4u);
  const auto& first = accepted.consequences[0];
  EXPECT_EQ(first.record_id, "");
  EXPECT_EQ(first.unit, "a");
  EXPECT_EQ(first.step.register_id, "part");
  EXPECT_EQ(first.step.step, "assign");
  EXPECT_EQ(first.step.on, day("2026-03-02"));
  EXPECT_EQ(first.step.parent, "e");
  EXPECT_EQ(first.step.origin, (Origin{"spawn", "issue/0/a"}));
  EXPECT_EQ(first.step.fields.dump(),
            R"({"due_on":"2026-04-01","errand":"e","role":"牵头","title":"修渠","unit":"a"})");
  // Of a row its columns; equal rows are one. Its unit is the one that takes part.
  const auto& visited = accepted.consequences[2];
  EXPECT_EQ(visited.unit, "h");
  EXPECT_EQ(visited.step.fields.dump(),
            R"({"due_on":"2026-03-02","errand":"e","role":"it's","title":"看","unit":"h"})");
  EXPECT_EQ(accepted.consequences[3].unit, "c"); // of `each`, although no field tells
  EXPECT_EQ(accepted.consequences[3].step.origin.key, "issue/2/c");

  const auto& parent = world.records_["e"];
  ASSERT_EQ(parent.children.size(), 4u);
  EXPECT_EQ(parent.children[1], (Child{.register_id = "part",
                                       .record_id = "r2",
                                       .title = "修渠",
                                       .unit = "b",
                                       .state = "assigned",
                                       .key = "issue/0/b"}));
  const auto& child = world.records_["r2"];
  EXPECT_EQ(child.parent, "e");
  EXPECT_EQ(child.origin, (Origin{"spawn", "issue/0/b"}));
  EXPECT_EQ(child.unit, "b");
}

TEST(Spawns, NeverTwiceForTheSameValue) {
  World world;
  ASSERT_EQ(world.open("e", "errand", "draft", json(R"({"title":"修渠","code":"county"})")), "ok");
  ASSERT_EQ(world.take("e", "issue", json(R"({"lead":["a"]})")), "ok");
  ASSERT_EQ(world.take("e", "more", json(R"({"lead":["a","b"]})")), "ok");
  EXPECT_EQ(world.records_["e"].children.size(), 3u); // issue/0/a, more/0/a, more/0/b
  ASSERT_EQ(world.take("e", "more", json(R"({"lead":["c","b","a"]})")), "ok");
  EXPECT_EQ(world.records_["e"].children.size(), 4u);
  EXPECT_EQ(world.records_["e"].children.back().key, "more/0/c");
  // What was opened stays when the step is taken back, and is not opened again.
  ASSERT_EQ(world.run("e", Annul{"误录"}, program()), "ok");
  EXPECT_EQ(world.records_["e"].children.size(), 4u);
  ASSERT_EQ(world.take("e", "more", json(R"({"lead":["c","d"]})")), "ok");
  EXPECT_EQ(world.records_["e"].children.size(), 5u);
}

TEST(Spawns, OneForEachRecordOfARegister) {
  World world;
  ASSERT_EQ(world.open("e", "errand", "draft", json(R"({"title":"修渠","code":"county"})"),
                       program("own")),
            "ok");
  ASSERT_EQ(world.take("e", "issue"), "ok");
  world.open("x1", "expert", "enter", json(R"({"name":"甲","unit":"u1"})"));
  world.open("x2", "expert", "enter", json(R"({"name":"乙"})"));
  world.open("x3", "expert", "enter", json(R"({"name":"丙"})"));
  world.take("x3", "leave");
  ASSERT_EQ(world.take("e", "survey"), "ok");
  const auto& accepted = std::get<Accepted>(world.newest_);
  ASSERT_EQ(accepted.consequences.size(), 2u);
  EXPECT_EQ(accepted.consequences[0].unit, "u1");
  EXPECT_EQ(accepted.consequences[0].step.fields.dump(),
            R"({"errand":"e","expert":"x1","title":"甲","unit":"u1"})");
  EXPECT_EQ(accepted.consequences[1].unit, "own"); // nobody takes part: the parent's
  EXPECT_EQ(accepted.consequences[1].step.origin.key, "survey/0/x2");
  // Without knowledge of other records it cannot be taken.
  auto at = world.environment(program());
  at.lookup = {};
  const auto& record = world.records_["e"];
  EXPECT_EQ(
      tokens(decide(linked(), &record, "e", TakeStep{.register_id = {}, .step = "survey"}, at)),
      "bad_field:survey");
}

TEST(Spawns, WhatHappenedOutsideHasSoWithAllThatCameOfIt) {
  World world;
  ASSERT_EQ(world.open("e", "errand", "draft", json(R"({"title":"修渠"})")), "ok");
  TakeStep issue{.register_id = {},
                 .step = "issue",
                 .fields = json(R"({"lead":["a"],"document_no":"砚政发〔2025〕9号"})"),
                 .outside_reason = "已先行办理"};
  ASSERT_EQ(world.run("e", issue, program()), "ok");
  EXPECT_EQ(world.records_["r1"].steps[0].outside_reason, "已先行办理");
}

TEST(Carries, TakesAStepOnEveryChildThatIsNotFinal) {
  World world;
  ASSERT_EQ(world.open("e", "errand", "draft", json(R"({"title":"修渠","code":"county"})")), "ok");
  ASSERT_EQ(world.take("e", "issue", json(R"({"lead":["a","b","c"]})")), "ok");
  ASSERT_EQ(world.take("r1", "report", {}, person("unit_clerk", "a")), "ok");
  ASSERT_EQ(world.take("r2", "report", {}, person("unit_clerk", "b")), "ok");
  ASSERT_EQ(world.take("r2", "accept"), "ok");
  EXPECT_TRUE(world.records_["e"].children[1].final);
  ASSERT_EQ(world.take("e", "cancel"), "ok");
  EXPECT_EQ(std::get<Accepted>(world.newest_).consequences.size(), 2u);
  EXPECT_EQ(world.records_["r1"].state, "withdrawn");
  EXPECT_EQ(world.records_["r2"].state, "accepted");
  EXPECT_EQ(world.records_["r3"].state, "withdrawn");
  for (const auto& child : world.records_["e"].children)
    EXPECT_TRUE(child.done && child.final) << child.record_id;
}

TEST(Children, AreCountedInExpressions) {
  World world;
  ASSERT_EQ(world.open("e", "errand", "draft", json(R"({"title":"修渠","code":"county"})")), "ok");
  ASSERT_EQ(world.take("e", "issue", json(R"({"lead":["a","b"]})")), "ok");
  ASSERT_EQ(world.take("e", "change", json(R"({"visits":[{"note":"一","agreed":true},
                                              {"host":"h","agreed":false},{"agreed":true}]})")),
            "ok");
  const auto& declared = *linked().find_register("errand");
  const auto look = [&](std::string_view name) {
    const auto values = values_of(declared, world.records_["e"], world.today_);
    const auto column = std::ranges::find(declared.scope.columns, name, &expression::Column::name);
    EXPECT_EQ(values.size(), declared.scope.columns.size());
    EXPECT_NE(column, declared.scope.columns.end()) << name;
    return values.at(static_cast<std::size_t>(column - declared.scope.columns.begin()));
  };
  const auto number = [](std::int64_t units) {
    return expression::Value{expression::Number{units}};
  };
  EXPECT_EQ(look("children.part.count"), number(2));
  EXPECT_EQ(look("children.part.done"), number(0));
  EXPECT_EQ(look("visits.note.filled"), number(1));
  EXPECT_EQ(look("visits.agreed.filled"), number(3));
  EXPECT_EQ(look("visits.agreed.yes"), number(2));
  EXPECT_EQ(look("visits.agreed.last"), expression::Value{true});
  EXPECT_EQ(world.take("e", "close"), "gate_closed:all_done");
  for (const auto* part : {"r1", "r2"})
    ASSERT_EQ(world.take(part, "report"), "ok");
  EXPECT_EQ(look("children.part.done"), number(2));
  EXPECT_EQ(world.take("e", "close"), "ok");
}

// A life that is computed again sees the children as they were.
TEST(Children, ACorrectionAsksThemAsTheyWere) {
  World world;
  ASSERT_EQ(world.open("e", "errand", "draft", json(R"({"title":"修渠","code":"county"})")), "ok");
  ASSERT_EQ(world.take("e", "issue", json(R"({"lead":["a"]})")), "ok");
  ASSERT_EQ(world.take("r1", "report"), "ok");
  ASSERT_EQ(world.take("e", "close"), "ok");
  ASSERT_EQ(world.run("r1", Annul{"误录"}, program()), "ok");
  EXPECT_FALSE(world.records_["e"].children[0].done);
  ASSERT_EQ(world.run("e", Correct{json(R"({"title":"修大渠"})"), {}, "有误"}, program()), "ok");
  EXPECT_TRUE(world.records_["e"].breaches.empty());
  EXPECT_EQ(world.records_["e"].steps[2].children.dump(), R"({"part":{"count":1,"done":1}})");
  EXPECT_TRUE(what_if(linked(), linked(), std::vector{world.records_["e"]},
                      world.environment(program()).calendar, world.today_)
                  .empty());
}

TEST(Children, TheEventTellsNothingPersonalAndOnlyWhatIsNew) {
  auto declared = *linked().find_register("part");
  auto parent = a_record("e", "errand", "", "");
  auto child = a_record("c", "part", "reported", "u");
  child.fields = json(R"({"title":"看","caller":"某人"})");
  child.steps.push_back({.step = "assign", .on = child.opened_on});
  EXPECT_FALSE(child_event(declared, parent, child)); // of another parent
  child.parent = "e";
  child.origin = {"spawn", "issue/0/u"};
  const auto event = child_event(declared, parent, child);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->type, kChildChanged);
  EXPECT_EQ(
      event->payload,
      R"({"done":true,"key":"issue/0/u","record_id":"c","register_id":"part","state":"reported","title":"看","unit":"u"})");
  declared.title_field = "caller";
  const auto hidden = child_event(declared, parent, child);
  ASSERT_TRUE(hidden);
  EXPECT_EQ(hidden->payload.find("某人"), std::string::npos);
}

TEST(Children, OldRecordsAndFactsAreReadAsBefore) {
  const auto old = json(R"({"record_id":"e","register_id":"errand","opened_on":"2026-03-02",
      "state":"issued","steps":[{"step":"draft","on":"2026-03-02"}]})");
  const auto record = record_from_json(old);
  ASSERT_TRUE(record);
  EXPECT_TRUE(record->parent.empty() && record->children.empty() && record->origin == Origin{});
  EXPECT_FALSE(to_json(*record).has("parent"));
  EXPECT_FALSE(to_json(*record).has("children"));
  for (const auto* bad : {R"({"children":3})", R"({"children":[{"record_id":"x"}]})",
                          R"({"origin":"spawn"})", R"({"parent":1})"}) {
    auto fields = *old.object();
    const auto wrong = json(bad);
    for (const auto& [key, value] : *wrong.object())
      fields.insert_or_assign(key, value);
    EXPECT_FALSE(record_from_json(fields)) << bad;
  }
  auto fresh = *record;
  const event::NewEvent nonsense{std::string(kChildChanged), R"({"register_id":"part"})"};
  EXPECT_FALSE(apply(fresh, nonsense, "e", 1, "甲"));
  EXPECT_EQ(fresh, *record);
}

} // namespace
} // namespace plumb::registers::testing
