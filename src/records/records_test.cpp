// SPDX-License-Identifier: Apache-2.0
#include "test_support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plumb::records {
namespace {

using testing::day;
using ::testing::HasSubstr;
using testing::json;
using testing::Store;

std::string id_of(const auto& result) {
  return result ? std::string() : result.error().id;
}

Json refusals(const base::Result<Answer>& result) {
  if (result) return {};
  EXPECT_EQ(result.error().id, "registers.refused");
  for (const auto& [name, value] : result.error().args)
    if (name == "refusals") return json(base::Result<std::string>(value));
  return {};
}

class RecordsTest : public ::testing::Test {
protected:
  void SetUp() override {
    const auto done = store_->activate({}, testing::rules());
    ASSERT_TRUE(done.has_value()) << done.error().id << ' ' << done.error().where;
    ASSERT_TRUE(*done);
  }
  std::string opened(Json::Object fields, std::string_view on = "") {
    const auto answer = store_.apply_for(std::move(fields), on);
    EXPECT_TRUE(answer.has_value()) << (answer ? "" : answer.error().args.front().second);
    return answer ? answer->id : std::string();
  }
  std::string boat(std::string_view on = "") {
    return opened({{"name", "白鹭号"}, {"kind", "ferry"}}, on);
  }
  Json detail(const std::string& id, const Past& past = {}) {
    const auto answer = store_->record("default", id, past);
    EXPECT_TRUE(answer.has_value()) << id_of(answer);
    return answer ? json(answer->body) : Json();
  }
  Json list(const Query& query) { return json(store_->list("default", "boat", query)); }
  std::int64_t events() {
    return static_cast<std::int64_t>(store_.journal().read("default", 0, 100'000)->size());
  }

  std::unique_ptr<storage::Database> database_ = storage::testing::fresh_database();
  Store store_{*database_};
};

TEST_F(RecordsTest, RulesAreRecordedOnceAndKeepTheirVersion) {
  EXPECT_FALSE(*store_->activate({}, testing::rules()));
  EXPECT_EQ(
      id_of(store_->activate(
          {}, testing::rules("1.0.0", testing::replaced(testing::kBoat, "船只许可", "船证")))),
      "records.version_reused");
  const auto before = boat();
  EXPECT_TRUE(*store_->activate(
      {}, testing::rules("1.1.0", testing::kBoat,
                         testing::replaced(testing::kParameters,
                                           "value: 5, unit: working_day, cite: "
                                           "boat_rules#4",
                                           "value: 3, unit: working_day, cite: boat_rules#4"))));
  const auto after = boat();
  EXPECT_EQ(detail(before)["rules"].text(), "national@1.0.0");
  EXPECT_EQ(detail(before)["newest_rules"].text(), "national@1.1.0");
  EXPECT_EQ(detail(after)["rules"].text(), "national@1.1.0");
  EXPECT_EQ(detail(before)["clocks"].items().at(0)["due"]["on"].text(), "2026-03-09");
  EXPECT_EQ(detail(after)["clocks"].items().at(0)["due"]["on"].text(), "2026-03-05");
  // The steps of the running one are judged by its own version.
  ASSERT_TRUE(store_.step(before, "accept").has_value());
  EXPECT_EQ(detail(before)["rules"].text(), "national@1.0.0");
  ASSERT_TRUE(store_.change(before, registers::Move{"新规则更快"}).has_value());
  EXPECT_EQ(detail(before)["rules"].text(), "national@1.1.0");
  const auto described = json(store_->describe_rules("default")->body);
  EXPECT_EQ(described["versions"].items().size(), 2U);
  EXPECT_EQ(described["registers"].items().at(0)["total"].integer_or(0), 2);
}

TEST_F(RecordsTest, AFaultyPackIsNotActivated) {
  const auto done = store_->activate(
      {}, testing::rules("2.0.0",
                         testing::replaced(testing::kBoat, "require: inspected", "require: x")));
  EXPECT_EQ(id_of(done), "records.broken_rules");
  EXPECT_EQ(json(store_->describe_rules("default")->body)["version"].text(), "national@1.0.0");
}

TEST_F(RecordsTest, RefusesWithTheArticleAndWritesNothing) {
  const auto id = boat();
  ASSERT_TRUE(store_.step(id, "accept").has_value());
  ASSERT_TRUE(store_.step(id, "announce").has_value());
  const auto before = events();
  const auto list = refusals(store_.step(id, "decide"));
  ASSERT_EQ(list.items().size(), 2U);
  EXPECT_EQ(list.items()[0]["code"].text(), "gate_closed");
  EXPECT_EQ(list.items()[0]["cite"]["words"].text(), "《砚湖船只样例办法》第3条");
  EXPECT_EQ(list.items()[0]["gist"].text(), "决定前须经查验");
  EXPECT_EQ(list.items()[1]["code"].text(), "too_early");
  EXPECT_EQ(list.items()[1]["earliest_on"].text(), "2026-03-10");
  EXPECT_EQ(events(), before);
  EXPECT_EQ(detail(id)["state"].text(), "noticed");
}

TEST_F(RecordsTest, WhatHappenedOutsideIsABreach) {
  const auto id = boat();
  ASSERT_TRUE(store_.step(id, "accept").has_value());
  ASSERT_TRUE(store_.step(id, "announce").has_value());
  ASSERT_TRUE(store_.step(id, "decide", {}, "", "县里已经发证").has_value());
  const auto shown = detail(id);
  EXPECT_EQ(shown["state"].text(), "decided");
  ASSERT_EQ(shown["breaches"].items().size(), 2U);
  EXPECT_EQ(shown["breaches"].items()[0]["reason"].text(), "县里已经发证");
  EXPECT_EQ(list({.breaches = true})["total"].integer_or(0), 1);
  EXPECT_EQ(list({.breaches = false})["total"].integer_or(9), 0);
}

TEST_F(RecordsTest, ARevisionThatIsNotTheNewestConflicts) {
  const auto id = boat();
  const auto first = store_->change_record(
      {}, id, {1, registers::TakeStep{.register_id = {}, .step = "inspect"}}, {}, false);
  ASSERT_TRUE(first.has_value());
  const auto second = store_->change_record(
      {}, id, {1, registers::TakeStep{.register_id = {}, .step = "inspect"}}, {}, false);
  EXPECT_EQ(id_of(second), "records.revision_conflict");
}

TEST_F(RecordsTest, ADryRunTellsAndKeepsNothing) {
  const auto id = boat();
  const auto before = testing::everything(*database_);
  const auto count = events();
  const auto tried = store_.change(id,
                                   registers::TakeStep{.register_id = {},
                                                       .step = "inspect",
                                                       .fields = Json::Object{{"owner", "某人"}}},
                                   {}, true);
  ASSERT_TRUE(tried.has_value());
  EXPECT_EQ(json(tried->body)["fields"]["owner"].text(), "某＊");
  const auto opened =
      store_->open_record({},
                          {.register_id = "boat",
                           .step = "apply",
                           .fields = Json::Object{{"name", "b"}, {"kind", "ferry"}}},
                          {}, true);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(json(opened->body)["clocks"].items().size(), 1U);
  EXPECT_EQ(events(), count);
  EXPECT_EQ(testing::everything(*database_), before);
}

TEST_F(RecordsTest, ARepeatedCommandActsOnce) {
  const journal::Context keyed{.idempotency_key = "k1"};
  const auto first = store_.apply_for({{"name", "一"}, {"kind", "ferry"}}, "", keyed);
  const auto again = store_.apply_for({{"name", "一"}, {"kind", "ferry"}}, "", keyed);
  ASSERT_TRUE(first.has_value() && again.has_value());
  EXPECT_EQ(first->id, again->id);
  EXPECT_EQ(first->body, again->body);
  EXPECT_EQ(list({})["total"].integer_or(0), 1);
  EXPECT_EQ(id_of(store_.apply_for({{"name", "二"}, {"kind", "ferry"}}, "", keyed)),
            "journal.key_reused");
}

TEST_F(RecordsTest, CorrectionsAndAnnulmentsAreNewFacts) {
  store_.until("2026-03-06");
  const auto id = boat("2026-03-02");
  ASSERT_TRUE(store_.step(id, "accept", {}, "2026-03-04").has_value());
  EXPECT_EQ(detail(id)["clocks"].items().at(1)["due"]["on"].text(), "2026-03-18");
  ASSERT_TRUE(store_
                  .change(id, registers::Correct{.fields = Json::Object{{"name", "苍鹭号"}},
                                                 .steps = {{1, day("2026-03-03")}},
                                                 .reason = "登记有误"})
                  .has_value());
  EXPECT_EQ(detail(id)["title"].text(), "苍鹭号");
  EXPECT_EQ(detail(id)["clocks"].items().at(1)["due"]["on"].text(), "2026-03-17");
  ASSERT_TRUE(store_.change(id, registers::Annul{"还没有受理"}).has_value());
  const auto shown = detail(id);
  EXPECT_EQ(shown["state"].text(), "applied");
  EXPECT_EQ(shown["title"].text(), "苍鹭号");
  EXPECT_EQ(shown["clocks"].items().size(), 1U);
  EXPECT_EQ(shown["revision"].integer_or(0), 4);
  const auto recorded = json(store_->events("default", id, 0, 100));
  EXPECT_EQ(recorded["events"].items().size(), 4U);
}

TEST_F(RecordsTest, ThePastIsAsItWas) {
  store_.until("2026-03-03");
  const auto id = boat("2026-03-02");
  store_.until("2026-03-10");
  ASSERT_TRUE(store_.step(id, "accept", {}, "2026-03-04").has_value());
  EXPECT_EQ(detail(id, {.as_of = day("2026-03-03")})["state"].text(), "applied");
  EXPECT_EQ(detail(id, {.as_of = day("2026-03-04")})["state"].text(), "accepted");
  EXPECT_EQ(detail(id, {.known_at = testing::noon("2026-03-09")})["state"].text(), "applied");
  EXPECT_EQ(detail(id, {.known_at = testing::noon("2026-03-10")})["state"].text(), "accepted");
  const Past both{.as_of = day("2026-03-09"), .known_at = testing::noon("2026-03-09")};
  EXPECT_EQ(detail(id, both)["state"].text(), "applied");
  EXPECT_TRUE(detail(id, both)["possible"].items().empty());
  EXPECT_EQ(id_of(store_->record("default", id, {.as_of = day("2026-03-01")})),
            "records.unknown_record");
  EXPECT_EQ(id_of(store_->record("default", id, {.known_at = testing::noon("2026-03-01")})),
            "records.unknown_record");
}

TEST_F(RecordsTest, ANoticeMovesEveryRunningClock) {
  const auto id = boat();
  const auto closed = boat();
  for (const char* step : {"accept", "announce"})
    ASSERT_TRUE(store_.step(closed, step).has_value());
  ASSERT_TRUE(store_.step(closed, "decide", {}, "", "已办结").has_value());
  calendar::Notice notice{.id = "砚湖通知1",
                          .title = "临时放假",
                          .notice_on = day("2026-03-02"),
                          .days = {{day("2026-03-04"), calendar::DayKind::Holiday, "湖节"}}};
  const auto tried = json(store_->record_notice({}, notice, true));
  EXPECT_FALSE(tried["recorded"].boolean_or(true));
  ASSERT_EQ(tried["changes"].items().size(), 1U);
  EXPECT_EQ(tried["changes"].items()[0]["record_id"].text(), id);
  EXPECT_EQ(tried["changes"].items()[0]["before"].text(), "2026-03-09");
  EXPECT_EQ(tried["changes"].items()[0]["after"].text(), "2026-03-10");
  EXPECT_EQ(tried["days"].items().size(), 1U);
  EXPECT_EQ(detail(id)["clocks"].items().at(0)["due"]["on"].text(), "2026-03-09");
  const auto done = json(store_->record_notice({}, notice, false));
  EXPECT_EQ(done["changes"], tried["changes"]);
  EXPECT_EQ(detail(id)["clocks"].items().at(0)["due"]["on"].text(), "2026-03-10");
  EXPECT_EQ(id_of(store_->record_notice({}, notice, false)), "calendar.duplicate_notice");
  notice.id = "明日通知";
  notice.notice_on = day("2026-03-03");
  EXPECT_EQ(id_of(store_->record_notice({}, notice, false)), "records.bad_field");
  const auto year = json(store_->describe_year("default", 2026, "", std::nullopt));
  EXPECT_EQ(year["notices"].items().size(), 2U);
  EXPECT_TRUE(year["notices"].items()[1]["recorded"].boolean_or(false) ||
              year["notices"].items()[0]["recorded"].boolean_or(false));
}

TEST_F(RecordsTest, TimeAloneTakesTheStepsThatTheLawTakes) {
  const auto id = boat();
  EXPECT_EQ(*store_->tick({}, day("2026-03-09")), 0);
  store_.until("2026-03-10");
  EXPECT_EQ(*store_->tick({}, day("2026-03-10")), 1);
  EXPECT_EQ(*store_->tick({}, day("2026-03-10")), 0);
  const auto shown = detail(id);
  EXPECT_EQ(shown["state"].text(), "accepted");
  EXPECT_TRUE(shown["steps"].items().at(1)["deemed"].boolean_or(false));
}

TEST_F(RecordsTest, WhatIfListsWhoWouldHaveBreached) {
  store_.until("2026-03-20");
  const auto slow = boat("2026-03-02"), fast = boat("2026-03-02");
  ASSERT_TRUE(store_.step(slow, "accept", {}, "2026-03-06").has_value());
  ASSERT_TRUE(store_.step(fast, "accept", {}, "2026-03-03").has_value());
  WhatIfQuestion question{
      .register_id = "boat", .parameter_id = "boat.acceptance.max", .value = {3, 0}};
  const auto found = json(store_->what_if("default", question));
  EXPECT_EQ(found["examined"].integer_or(0), 2);
  ASSERT_EQ(found["items"].items().size(), 1U);
  EXPECT_EQ(found["items"].items()[0]["record_id"].text(), slow);
  EXPECT_EQ(found["breaches_after"].integer_or(0), 1);
  question.from = day("2026-03-03");
  EXPECT_EQ(json(store_->what_if("default", question))["examined"].integer_or(9), 0);
  question.parameter_id = "none";
  EXPECT_EQ(id_of(store_->what_if("default", question)), "records.unknown_parameter");
}

TEST_F(RecordsTest, FilesAndRecordsThatFieldsNameMustExist) {
  const std::string content = "船只照片";
  const auto file = store_->put_file({}, "照片.txt", content, "text/plain");
  ASSERT_TRUE(file.has_value());
  const Json known(Json::Array{Json::Object{{"sm3", file->sm3},
                                            {"name", "照片.txt"},
                                            {"size", static_cast<std::int64_t>(content.size())}}});
  const Json unknown(
      Json::Array{Json::Object{{"sm3", std::string(64, 'a')}, {"name", "x.txt"}, {"size", 1}}});
  EXPECT_TRUE(store_.apply_for({{"name", "a"}, {"kind", "ferry"}, {"papers", known}}).has_value());
  const auto list =
      refusals(store_.apply_for({{"name", "a"}, {"kind", "ferry"}, {"papers", unknown}}));
  ASSERT_EQ(list.items().size(), 1U);
  EXPECT_EQ(list.items()[0]["code"].text(), "bad_field");
  EXPECT_EQ(list.items()[0]["about"].text(), "papers");
  EXPECT_EQ(refusals(store_.apply_for({{"name", "a"}, {"kind", "ferry"}, {"earlier", "nobody"}}))
                .items()
                .size(),
            1U);
  EXPECT_EQ(store_->file("default", file->sm3)->bytes, content);
  EXPECT_EQ(id_of(store_->file("default", std::string(64, 'a'))), "records.unknown_file");
}

TEST_F(RecordsTest, PersonalDataIsApartAndCanBeErased) {
  const auto id = opened({{"name", "白鹭号"}, {"kind", "ferry"}, {"owner", "陈样例"}});
  EXPECT_EQ(detail(id)["fields"]["owner"].text(), "陈＊");
  EXPECT_EQ(detail(id)["masked"].items().at(0).text(), "owner");
  EXPECT_EQ(store_->state("default", id)->fields["owner"].text(), "陈样例");
  const auto recorded = store_.journal().read("default", 0, 1'000);
  ASSERT_TRUE(recorded.has_value());
  for (const auto& event : *recorded)
    EXPECT_EQ(event.payload.find("陈样例"), std::string::npos) << event.type;
  EXPECT_EQ(testing::everything(*database_).find("陈样例"), std::string::npos);
  // What claims to be sealed already is no value.
  EXPECT_FALSE(store_
                   .apply_for({{"name", "x"},
                               {"kind", "ferry"},
                               {"owner", Json::Object{{"sealed", Json::Object{{"item", "1"}}}}}})
                   .has_value());
  EXPECT_EQ(id_of(store_->erase_personal({}, id, 1, " ")), "records.no_reason");
  EXPECT_EQ(id_of(store_->erase_personal({}, id, 7, "本人申请")), "records.revision_conflict");
  ASSERT_TRUE(store_->erase_personal({}, id, 1, "本人申请").has_value());
  EXPECT_TRUE(detail(id)["fields"]["owner"].is_null());
  EXPECT_EQ(detail(id)["erased"].items().at(0).text(), "owner");
}

TEST_F(RecordsTest, RebuildingGivesTheSameRows) {
  store_.until("2026-03-20");
  const auto id = boat("2026-03-02");
  ASSERT_TRUE(store_.step(id, "accept", {}, "2026-03-04").has_value());
  ASSERT_TRUE(*store_->activate(
      {}, testing::rules("1.1.0", testing::replaced(testing::kBoat, "list: [name, kind",
                                                    "list: [name, seats, kind"))));
  boat("2026-03-05");
  ASSERT_TRUE(
      store_.change(id, registers::Correct{.fields = Json::Object{{"seats", 12}}, .reason = "补记"})
          .has_value());
  const auto before = testing::everything(*database_);
  EXPECT_THAT(before, HasSubstr("\"seats\":12"));
  ASSERT_TRUE(store_->rebuild().has_value());
  EXPECT_EQ(testing::everything(*database_), before);
  EXPECT_EQ(list({.text = "白鹭"})["total"].integer_or(0), 2);
}

TEST_F(RecordsTest, AStoreThatIsOpenedAgainKnowsEverything) {
  const auto id = boat();
  const auto before = testing::everything(*database_);
  Store again(*database_);
  EXPECT_EQ(again->state("default", id)->state, "applied");
  EXPECT_EQ(testing::everything(*database_), before);
}

TEST_F(RecordsTest, WithoutRulesThereAreNoRegisters) {
  const auto empty = storage::testing::fresh_database();
  Store store(*empty);
  EXPECT_EQ(id_of(store->list("default", "boat", {})), "records.no_rules");
  EXPECT_TRUE(json(store->describe_rules("default")->body)["version"].is_null());
  EXPECT_EQ(id_of(store.apply_for({})), "records.no_rules");
  EXPECT_TRUE(store->describe_year("default", 2026, "", std::nullopt).has_value());
  EXPECT_EQ(id_of(store_->list("default", "ship", {})), "records.unknown_register");
}

} // namespace
} // namespace plumb::records
