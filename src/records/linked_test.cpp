// SPDX-License-Identifier: Apache-2.0
// Records that belong together: what a step opens, ends, numbers and draws, and what comes again.
#include "linked_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace plumb::records {
namespace {

using testing::day;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::json;
using testing::Store;

template <class T> T told(const base::Result<T>& result) {
  EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().id);
  return result ? *result : T{};
}

class LinkedTest : public ::testing::Test {
protected:
  LinkedTest() : database_(storage::testing::fresh_database()), store_(*database_) {
    const auto done = store_->activate({}, testing::linked_rules());
    EXPECT_TRUE(done.has_value()) << (done
                                          ? ""
                                          : done.error().where + ' ' + done.error().args[1].second);
  }
  base::Result<Answer> open(const char* register_id, const char* step, Json::Object fields,
                            bool dry_run = false) {
    return store_->open_record(
        {}, {.register_id = register_id, .step = step, .fields = std::move(fields)}, {}, dry_run);
  }
  std::string order(Json::Object fields) {
    fields.try_emplace("title", "修渠");
    const auto answer = open("order", "draft", std::move(fields));
    EXPECT_TRUE(answer.has_value());
    return answer ? answer->id : std::string();
  }
  base::Result<Answer> step(const std::string& id, const char* name, Json::Object fields = {},
                            bool dry_run = false) {
    return store_.change(
        id, registers::TakeStep{.register_id = {}, .step = name, .fields = std::move(fields)}, {},
        dry_run);
  }
  /// An order that two units lead and one supports.
  std::string issued() {
    const auto id = order({{"lead", Json::Array{"lake", "hill"}},
                           {"support", Json::Array{"law"}},
                           {"due_on", "2026-04-30"},
                           {"series", "office"}});
    EXPECT_TRUE(step(id, "issue").has_value());
    return id;
  }
  registers::Record state(const std::string& id) {
    auto record = store_->state("default", id);
    EXPECT_TRUE(record.has_value());
    return record ? *record : registers::Record{};
  }
  std::string child(const std::string& id, const std::string& unit) {
    for (const auto& one : state(id).children)
      if (one.unit == unit) return one.record_id;
    ADD_FAILURE() << "no child of " << unit;
    return {};
  }
  Json refusals(const base::Result<Answer>& answer) {
    if (answer || answer.error().id != "registers.refused") {
      ADD_FAILURE() << (answer ? "taken" : answer.error().id);
      return {};
    }
    return *event::parse_json(answer.error().args[0].second);
  }
  std::int64_t count(const std::string& sql) {
    const auto reader = database_->reader();
    return (*reader)->integer(sql)->value_or(0);
  }
  void expect_rebuilt() {
    const auto before = testing::everything(*database_);
    ASSERT_TRUE(store_->rebuild().has_value());
    EXPECT_EQ(testing::everything(*database_), before);
  }

  std::unique_ptr<storage::Database> database_;
  Store store_;
};

TEST_F(LinkedTest, AStepOpensARecordForEachUnit) {
  const auto id = issued();
  const auto record = state(id);
  ASSERT_EQ(record.children.size(), 3U);
  const auto part = state(child(id, "law"));
  EXPECT_EQ(part.register_id, "part");
  EXPECT_EQ(part.parent, id);
  EXPECT_EQ(part.unit, "law");
  EXPECT_EQ(part.origin.kind, "spawn");
  EXPECT_EQ(part.fields["role"].text(), "support");
  EXPECT_EQ(part.fields["order"].text(), id);
  EXPECT_EQ(part.fields["due_on"].text(), "2026-04-30");
  EXPECT_EQ(count("select count(*) from record_party where unit_id = 'law'"), 2);
  EXPECT_EQ(count("select count(*) from record_link where to_record = '" + id + "'"), 3);
  expect_rebuilt();
}

TEST_F(LinkedTest, AParentKnowsHowItsChildrenStand) {
  const auto id = issued();
  EXPECT_EQ(refusals(step(id, "close")).items().at(0)["code"].text(), "gate_closed");
  for (const char* unit : {"lake", "hill", "law"}) {
    ASSERT_TRUE(step(child(id, unit), "sign", {{"contact", "陈样例"}}).has_value());
    ASSERT_TRUE(step(child(id, unit), "report").has_value());
  }
  for (const auto& one : state(id).children) {
    EXPECT_EQ(one.state, "reported");
    EXPECT_TRUE(one.done);
    EXPECT_FALSE(one.final);
  }
  // Somebody who saw the order before its parts moved may go on with it.
  const auto closed =
      store_->change_record({}, id,
                            {.revision = 5,
                             .command = registers::TakeStep{.register_id = {}, .step = "close"},
                             .rules = {}},
                            {}, false);
  EXPECT_TRUE(closed.has_value());
  // A child's step that is taken back, and one that the law takes, are told as well.
  const auto other = issued();
  ASSERT_TRUE(step(child(other, "lake"), "sign").has_value());
  ASSERT_TRUE(store_.change(child(other, "lake"), registers::Annul{"误签"}).has_value());
  EXPECT_EQ(state(other).children.at(0).state, "assigned");
  store_.until("2026-03-20");
  ASSERT_TRUE(store_->tick({}, day("2026-03-20")).has_value());
  for (const auto& one : state(other).children)
    EXPECT_EQ(one.state, "signed");
  expect_rebuilt();
}

TEST_F(LinkedTest, ARevisionThatIsReallyOldIsAConflict) {
  const auto id = issued();
  const auto old =
      store_->change_record({}, id,
                            {.revision = 1,
                             .command = registers::TakeStep{.register_id = {}, .step = "withdraw"},
                             .rules = {}},
                            {}, false);
  ASSERT_FALSE(old.has_value());
  EXPECT_EQ(old.error().id, "records.revision_conflict");
}

TEST_F(LinkedTest, ARefusalOfAChildTakesEverythingBack) {
  const auto broken = testing::replaced(testing::kPart, "{ id: title, title: 名称, type: text }",
                                        "{ id: title, title: 名称, type: text, length_max: 4 }");
  ASSERT_TRUE(
      store_->activate({}, testing::linked_rules("1.1.0", testing::kOrder, broken)).has_value());
  const auto id = order({{"title", "一个很长的名称"}, {"lead", Json::Array{"lake"}}});
  const auto before = testing::everything(*database_);
  const auto list = refusals(step(id, "issue"));
  EXPECT_EQ(list.items().at(0)["code"].text(), "bad_field");
  EXPECT_EQ(list.items().at(0)["details"]["register"].text(), "part");
  EXPECT_EQ(testing::everything(*database_), before);
}

TEST_F(LinkedTest, ADryRunTellsWhatWouldBeOpened) {
  const auto id = order({{"lead", Json::Array{"lake", "hill"}}});
  const auto before = testing::everything(*database_);
  const auto tried = step(id, "issue", {}, true);
  ASSERT_TRUE(tried.has_value());
  const auto body = json(tried->body);
  ASSERT_EQ(body["children"].items().size(), 2U);
  EXPECT_EQ(body["children"].items()[0]["unit"].text(), "lake");
  EXPECT_EQ(testing::everything(*database_), before);
}

TEST_F(LinkedTest, ACorrectionOpensWhatNewUnitsLack) {
  const auto id = issued();
  const auto kept = child(id, "hill");
  ASSERT_TRUE(
      store_
          .change(id, registers::Correct{.fields =
                                             Json::Object{{"support", Json::Array{"law", "hill"}}},
                                         .reason = "漏列"})
          .has_value());
  const auto record = state(id);
  ASSERT_EQ(record.children.size(), 4U);
  EXPECT_EQ(record.children[1].record_id, kept);
  EXPECT_EQ(record.children[3].unit, "hill");
  EXPECT_EQ(state(record.children[3].record_id).fields["role"].text(), "support");
  // Other fields open nothing.
  ASSERT_TRUE(store_
                  .change(id, registers::Correct{.fields = Json::Object{{"title", "修渠二期"}},
                                                 .reason = "笔误"})
                  .has_value());
  EXPECT_EQ(state(id).children.size(), 4U);
  expect_rebuilt();
}

TEST_F(LinkedTest, WithdrawingStopsThePartsAndTakingItBackStartsThemAgain) {
  const auto id = issued();
  ASSERT_TRUE(step(child(id, "lake"), "sign").has_value());
  store_.clock().advance_ms(60'000);
  ASSERT_TRUE(step(id, "withdraw").has_value());
  for (const auto& one : state(id).children)
    EXPECT_TRUE(one.final) << one.unit;
  ASSERT_TRUE(store_.change(id, registers::Annul{"误撤"}).has_value());
  EXPECT_EQ(state(child(id, "lake")).state, "signed");
  EXPECT_EQ(state(child(id, "hill")).state, "assigned");
  EXPECT_FALSE(state(id).children.at(0).final);
  expect_rebuilt();
}

TEST_F(LinkedTest, AStepWhosePartsAreInWorkIsNotTakenBack) {
  const auto id = issued();
  ASSERT_TRUE(step(child(id, "hill"), "sign").has_value());
  const auto list = refusals(store_.change(id, registers::Annul{"误发"}));
  EXPECT_EQ(list.items().at(0)["code"].text(), "already_done");
  EXPECT_EQ(list.items().at(0)["about"].text(), "part");
  ASSERT_TRUE(store_.change(child(id, "hill"), registers::Annul{"误签"}).has_value());
  ASSERT_TRUE(store_.change(id, registers::Annul{"误发"}).has_value());
  ASSERT_TRUE(step(id, "issue").has_value());
  EXPECT_EQ(state(id).children.size(), 3U) << "the same parts are found again";
  expect_rebuilt();
}

TEST_F(LinkedTest, NumbersHaveNoHoles) {
  std::vector<std::string> ids;
  for (int i = 0; i < 3; ++i) {
    ids.push_back(order({{"series", "office"}}));
    ASSERT_TRUE(step(ids.back(), "issue").has_value());
    ASSERT_TRUE(step(ids.back(), "number").has_value());
  }
  EXPECT_EQ(state(ids[2]).fields["number"].text(), "砚办〔2026〕3号");
  ASSERT_TRUE(store_.change(ids[1], registers::Annul{"重编"}).has_value());
  const auto gaps = json(store_->numbers("default", "order", {}));
  EXPECT_EQ(gaps["items"].items().at(0)["gaps"].dump(), "[2]");
  EXPECT_EQ(gaps["items"].items()[0]["last"].integer_or(0), 3);
  // A number that was typed is taken, however its brackets are written.
  const auto typed = order({{"number", "砚司[2026]1号"}});
  EXPECT_NE(typed, "");
  const auto bureau = order({{"series", "bureau"}});
  ASSERT_TRUE(step(bureau, "issue").has_value());
  ASSERT_TRUE(step(bureau, "number").has_value());
  EXPECT_EQ(state(bureau).fields["number"].text(), "砚司〔2026〕2号");
  const auto next = order({{"series", "office"}});
  ASSERT_TRUE(step(next, "issue").has_value());
  ASSERT_TRUE(step(next, "number").has_value());
  EXPECT_EQ(state(next).fields["number"].text(), "砚办〔2026〕2号");
  EXPECT_EQ(json(store_->numbers("default", "order", {}))["items"].items().at(0)["gaps"].dump(),
            "[]");
  EXPECT_EQ(json(store_->numbers("default", "order", {.all = false, .units = {"lake"}}))["items"]
                .items()
                .size(),
            0U);
  expect_rebuilt();
}

TEST_F(LinkedTest, ATakenNumberIsRefused) {
  const auto first = order({{"number", "砚办〔2026〕7号"}});
  const auto list =
      refusals(open("order", "draft", {{"title", "乙"}, {"number", "砚办（2026）7号"}}));
  EXPECT_EQ(list.items().at(0)["code"].text(), "bad_field");
  EXPECT_EQ(list.items().at(0)["about"].text(), "number");
  EXPECT_EQ(list.items().at(0)["details"]["taken_by"].text(), first);
  const auto second = order({{"number", "砚办〔2025〕7号"}});
  refusals(store_.change(
      second,
      registers::Correct{.fields = Json::Object{{"number", "砚办〔2026〕7号"}}, .reason = "更正"}));
  // Its own number is nobody else's.
  EXPECT_TRUE(
      store_
          .change(first, registers::Correct{.fields = Json::Object{{"number", "砚办[2026]7号"}},
                                            .reason = "更正"})
          .has_value());
}

TEST_F(LinkedTest, NumbersAreGivenOnceToManyAtOnce) {
  constexpr int kThreads = 4, kEach = 5;
  std::vector<std::string> ids;
  for (int i = 0; i < kThreads * kEach; ++i) {
    ids.push_back(order({{"series", "office"}}));
    ASSERT_TRUE(step(ids.back(), "issue").has_value());
  }
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i)
        EXPECT_TRUE(step(ids[static_cast<std::size_t>(t * kEach + i)], "number").has_value());
    });
  for (auto& thread : threads)
    thread.join();
  std::set<std::string> numbers;
  for (const auto& id : ids)
    numbers.insert(state(id).fields["number"].text());
  EXPECT_EQ(numbers.size(), ids.size());
  for (int i = 1; i <= kThreads * kEach; ++i)
    EXPECT_TRUE(numbers.contains("砚办〔2026〕" + std::to_string(i) + "号")) << i;
}

TEST_F(LinkedTest, LotsAreDrawnFromThePool) {
  for (int i = 0; i < 6; ++i) {
    const auto joined =
        open("expert", "join",
             {{"name", "专家" + std::to_string(i)}, {"specialty", i < 4 ? "水利" : "教育"}});
    ASSERT_TRUE(joined.has_value());
    if (i == 0) {
      ASSERT_TRUE(step(joined->id, "leave").has_value());
    }
  }
  const auto id = order({});
  ASSERT_TRUE(step(id, "issue").has_value());
  ASSERT_TRUE(step(id, "draw", {{"specialty", "水利"}, {"wanted", 2}}).has_value());
  const auto record = state(id);
  ASSERT_EQ(record.fields["drawn"].items().size(), 2U);
  const auto again = registers::redraw(record.fields["receipt"].text(), 2);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ((*again)[0].record_id, record.fields["drawn"].items()[0]["record"].text());
  EXPECT_EQ(
      event::parse_json(record.fields["receipt"].text())->operator[]("candidates").items().size(),
      3U);
}

TEST_F(LinkedTest, LookingIsAFactFirst) {
  const auto id = issued();
  const auto part = child(id, "lake");
  EXPECT_EQ(json(store_->look({}, part, {}, "核对"))["fields"].object()->size(), 0U);
  ASSERT_TRUE(step(part, "sign", {{"contact", "陈样例"}}).has_value());
  EXPECT_EQ(json(store_->look({.actor = "赵"}, part, {.all = false, .units = {"lake"}},
                              "核对"))["fields"]["contact"]
                .text(),
            "陈样例");
  const auto seen = store_.journal().read("default", 0, 100, "look:" + part);
  ASSERT_TRUE(seen.has_value());
  ASSERT_EQ(seen->size(), 1U);
  EXPECT_EQ(seen->front().type, "personal_seen");
  EXPECT_EQ(seen->front().actor, "赵");
  EXPECT_EQ(seen->front().payload, R"({"fields":["contact"],"reason":"核对"})");
  EXPECT_EQ(store_->look({}, part, {.all = false, .units = {"hill"}}, "好奇").error().id,
            "records.unknown_record");
  EXPECT_EQ(store_.journal().read("default", 0, 100, "look:" + part)->size(), 1U);
}

TEST_F(LinkedTest, RecordsAreFoundByOriginAndKey) {
  registers::TakeStep step{.register_id = "order",
                           .step = "draft",
                           .fields = Json::Object{{"title", "甲"}, {"series", "office"}}};
  step.origin = {"import", "sheet/1"};
  const auto opened = store_->open_record({}, step, {}, false);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(told(store_->find_origin("default", {"import", "sheet/1"})), opened->id);
  EXPECT_EQ(told(store_->find_origin("default", {"import", "sheet/2"})), "");
  EXPECT_EQ(told(store_->find_key("default", "order",
                                  Json::Object{{"title", "甲"}, {"series", "office"}})),
            opened->id);
  EXPECT_EQ(told(store_->find_key("default", "order", Json::Object{{"title", "甲"}})), "");
  ASSERT_TRUE(store_
                  .change(opened->id, registers::Correct{.fields = Json::Object{{"title", "乙"}},
                                                         .reason = "更正"})
                  .has_value());
  EXPECT_EQ(told(store_->find_key("default", "order",
                                  Json::Object{{"title", "甲"}, {"series", "office"}})),
            "");
  EXPECT_EQ(told(store_->find_key("default", "order",
                                  Json::Object{{"title", "乙"}, {"series", "office"}})),
            opened->id);
  expect_rebuilt();
}

TEST_F(LinkedTest, DutiesComeAgain) {
  const auto tree = testing::linked_tree();
  const auto titles = [&] {
    std::vector<std::string> out;
    const auto reader = database_->reader();
    EXPECT_TRUE((*reader)
                    ->run("select key from record_origin where kind = 'obligation' order by key",
                          {},
                          [&](const storage::Row& row) {
                            out.emplace_back(row.text(0));
                            return true;
                          })
                    .has_value());
    return out;
  };
  EXPECT_EQ(told(store_->raise_obligations({}, tree, day("2026-03-02"))), 0)
      << "ten days before the 25th";
  store_.until("2026-03-16");
  EXPECT_EQ(told(store_->raise_obligations({}, tree, day("2026-03-16"))), 2);
  EXPECT_EQ(told(store_->raise_obligations({}, tree, day("2026-03-16"))), 0) << "never twice";
  EXPECT_THAT(titles(), ElementsAre("monthly_brief/hill/2026-03", "monthly_brief/lake/2026-03"));
  const auto id = *store_->find_origin("default", {"obligation", "monthly_brief/lake/2026-03"});
  EXPECT_EQ(state(id).unit, "lake");
  EXPECT_EQ(state(id).fields["period"].text(), "2026-03");
  EXPECT_EQ(state(id).fields["due_on"].text(), "2026-03-25");
  EXPECT_EQ(state(id).clocks.at(0).due_on, day("2026-03-25"));
  // Of records: for each leading unit of those that the condition finds.
  const auto order_id = issued();
  EXPECT_EQ(told(store_->raise_obligations({}, tree, day("2026-03-17"))), 2);
  const auto quarter = *store_->find_origin(
      "default", {"obligation", "quarterly_by_order/" + order_id + "/hill/2026-Q1"});
  EXPECT_EQ(state(quarter).fields["order"].text(), order_id);
  EXPECT_EQ(state(quarter).unit, "hill");
  // After a pause everything that was missed comes at once, and for a final record nothing.
  ASSERT_TRUE(step(order_id, "withdraw").has_value());
  store_.until("2026-05-20");
  EXPECT_EQ(told(store_->raise_obligations({}, tree, day("2026-05-20"))), 4);
  expect_rebuilt();
}

TEST_F(LinkedTest, ARefusedDutyIsLeftOutAndTheOthersCome) {
  const auto duties = testing::replaced(testing::kDuties, "'每月信息'",
                                        "'每月信息每月信息每月信息每月信息每月信息每月信息'");
  ASSERT_TRUE(
      store_->activate({}, testing::linked_rules("1.1.0", testing::kOrder, testing::kPart, duties))
          .has_value());
  const auto id = issued();
  store_.until("2026-03-17");
  ::testing::internal::CaptureStderr();
  EXPECT_EQ(told(store_->raise_obligations({}, testing::linked_tree(), day("2026-03-17"))), 2)
      << "those of the order";
  EXPECT_EQ(told(store_->raise_obligations({}, testing::linked_tree(), day("2026-03-17"))), 0);
  store_.until("2026-03-18");
  EXPECT_EQ(told(store_->raise_obligations({}, testing::linked_tree(), day("2026-03-18"))), 0);
  const auto told = ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(told, HasSubstr("monthly_brief/lake/2026-03"));
  EXPECT_EQ(std::ranges::count(told, '\n'), 2) << told;
  EXPECT_EQ(state(id).children.size(), 3U);
}

TEST_F(LinkedTest, OtherRulesFillTheTablesAgain) {
  const auto id = issued();
  const auto only_lead =
      testing::replaced(testing::kOrder, "key: [title, series]", "key: [title]\nparties: [lead]");
  EXPECT_EQ(
      count("select count(*) from record_party where unit_id = 'law' and register_id = 'order'"),
      1);
  ASSERT_TRUE(store_->activate({}, testing::linked_rules("1.1.0", only_lead)).has_value());
  EXPECT_EQ(
      count("select count(*) from record_party where unit_id = 'law' and register_id = 'order'"),
      0);
  EXPECT_EQ(
      count("select count(*) from record_party where unit_id = 'lake' and register_id = 'order'"),
      1);
  EXPECT_EQ(told(store_->find_key("default", "order", Json::Object{{"title", "修渠"}})), id);
  expect_rebuilt();
}

} // namespace
} // namespace plumb::records
