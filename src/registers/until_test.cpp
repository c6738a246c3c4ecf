// SPDX-License-Identifier: Apache-2.0
// Clocks that end on the day of a date field.
#include "linked_support.hpp"

namespace plumb::registers::testing {
namespace {

struct Errand : World {
  Errand() {
    EXPECT_EQ(open("e", "errand", "draft", json(R"({"title":"修渠","code":"county"})")), "ok");
  }
  void on(std::string_view text) { today_ = day(text); }
  std::string look_at(const std::string& key) { return look(records_["e"], key); }
  std::string set(std::string_view due_on) {
    return take("e", "change", Json::Object{{"due_on", due_on}});
  }
  std::string correct(std::string_view fields) {
    return run("e", Correct{json(fields), {}, "有误"}, program());
  }
};

TEST(Until, TheClockEndsOnTheDayOfTheField) {
  Errand errand;
  ASSERT_EQ(errand.take("e", "issue", json(R"({"due_on":"2026-04-01"})")), "ok");
  EXPECT_EQ(errand.look_at("due.started_on"), "2026-03-02");
  EXPECT_EQ(errand.look_at("due.due_on"), "2026-04-01");
  const auto& due = errand.records_["e"].clocks[0].receipts["due"];
  EXPECT_EQ(due["field"].text(), "due_on");
  EXPECT_EQ(due["date"].text(), "2026-04-01");
  EXPECT_EQ(due["binding"].text(), "policy");
  EXPECT_EQ(due["cite"].text(), "sample_law#8");
  EXPECT_NE(due["words"].text(), "");
  // It moves with the field.
  ASSERT_EQ(errand.set("2026-05-06"), "ok");
  EXPECT_EQ(errand.look_at("due.due_on"), "2026-05-06");
  EXPECT_EQ(errand.look_at("due.started_on"), "2026-03-02");
  ASSERT_EQ(errand.run("e", Annul{"误录"}, program()), "ok");
  EXPECT_EQ(errand.look_at("due.due_on"), "2026-04-01");
  ASSERT_EQ(errand.correct(R"({"due_on":"2026-04-15"})"), "ok");
  EXPECT_EQ(errand.look_at("due.due_on"), "2026-04-15");
  ASSERT_EQ(errand.correct(R"({"due_on":null})"), "ok");
  EXPECT_EQ(errand.look_at("due.due_on"), "none"); // it would never have started
  ASSERT_EQ(errand.correct(R"({"due_on":"2026-04-20"})"), "ok");
  EXPECT_EQ(errand.look_at("due.due_on"), "2026-04-20");
}

TEST(Until, ItStartsWhenTheDayIsTold) {
  Errand errand;
  ASSERT_EQ(errand.take("e", "issue"), "ok");
  EXPECT_EQ(errand.look_at("due.running"), "none");
  errand.on("2026-03-10");
  ASSERT_EQ(errand.set("2026-04-01"), "ok");
  EXPECT_EQ(errand.look_at("due.started_on"), "2026-03-10");
  EXPECT_EQ(errand.look_at("due.due_on"), "2026-04-01");
}

TEST(Until, ItDoesNotStartBeforeItsStepOrAfterItsEnd) {
  Errand errand;
  ASSERT_EQ(errand.set("2026-04-01"), "ok");
  EXPECT_EQ(errand.look_at("due.running"), "none"); // not issued yet
  ASSERT_EQ(errand.take("e", "issue"), "ok");
  EXPECT_EQ(errand.look_at("due.running"), "yes");
  ASSERT_EQ(errand.take("e", "settle"), "ok");
  EXPECT_EQ(errand.look_at("due.running"), "no");
  ASSERT_EQ(errand.set("2026-05-01"), "ok"); // what is over is over
  EXPECT_EQ(errand.look_at("due.running"), "no");
  EXPECT_EQ(errand.look_at("due.due_on"), "2026-04-01");

  Errand other;
  ASSERT_EQ(other.take("e", "issue"), "ok");
  ASSERT_EQ(other.take("e", "settle"), "ok");
  ASSERT_EQ(other.set("2026-05-01"), "ok");
  EXPECT_EQ(other.look_at("due.running"), "none");
}

TEST(Until, LateIsABreachOfItsOwnBinding) {
  Errand errand;
  ASSERT_EQ(errand.take("e", "issue", json(R"({"due_on":"2026-04-01"})")), "ok");
  errand.on("2026-04-01");
  ASSERT_EQ(errand.take("e", "settle"), "ok");
  EXPECT_EQ(errand.look_at("breaches"), ""); // a step on the day is in time
  ASSERT_EQ(errand.run("e", Annul{"误录"}, program()), "ok");
  errand.on("2026-04-02");
  ASSERT_EQ(errand.take("e", "settle"), "ok");
  EXPECT_EQ(errand.look_at("breaches"), "overdue:due");
  const auto& breach = errand.records_["e"].breaches[0];
  EXPECT_EQ(breach.binding, "policy");
  EXPECT_EQ(breach.cite, (pack::Citation{"sample_law", "8"}));
  // A day that was told wrongly makes no breach.
  ASSERT_EQ(errand.correct(R"({"due_on":"2026-04-02"})"), "ok");
  EXPECT_EQ(errand.look_at("breaches"), "");
}

TEST(Until, NoCalendarMovesIt) {
  Errand errand;
  ASSERT_EQ(errand.take("e", "issue", json(R"({"due_on":"2026-10-01"})")), "ok"); // a holiday
  EXPECT_EQ(errand.look_at("due.due_on"), "2026-10-01");
  const auto early = linked().calendar().view("CN", day("2025-01-01"));
  EXPECT_FALSE(recompute(linked(), errand.records_["e"], early, "notice").event);
}

TEST(Until, OtherRulesAreAskedAboutIt) {
  auto source = linked_source();
  for (auto& file : source.files)
    if (const auto at = file.bytes.find("binding: policy, cite: sample_law#8");
        at != std::string::npos)
      file.bytes.replace(file.bytes.find("until_field: due_on", at - 60), 19,
                         "maximum: sample.small.max");
  for (auto& file : source.files) {
    if (const auto at = file.bytes.find(", binding: policy, cite: sample_law#8");
        at != std::string::npos)
      file.bytes.erase(at, std::string_view(", binding: policy, cite: sample_law#8").size());
    if (file.path == "pack.yaml") file.bytes.replace(file.bytes.find("1.0.0"), 5, "1.1.0");
    if (file.path == "parameters/all.yaml")
      file.bytes +=
          "  - id: sample.small.max\n    title: 小期限\n    register: errand\n    kind: deadline\n"
          "    operator: max\n    binding: statutory\n    values:\n"
          "      - { in_force_from: 2019-01-01, in_force_until: , value: 5, unit: calendar_day, "
          "cite: sample_law#8 }\n";
  }
  const auto other = load({source});
  ASSERT_NE(other, nullptr);
  Errand errand;
  ASSERT_EQ(errand.take("e", "issue", json(R"({"due_on":"2026-04-01"})")), "ok");
  errand.on("2026-03-20");
  ASSERT_EQ(errand.take("e", "settle"), "ok");
  const auto view = errand.environment(program()).calendar;
  const auto found =
      what_if(linked(), *other, std::vector{errand.records_["e"]}, view, errand.today_);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(tokens(found[0].before), "");
  EXPECT_EQ(tokens(found[0].after), "overdue:due");
  // A record that was kept under those rules keeps its values, and its day still follows the field.
  ASSERT_EQ(errand.run("e", Move{"换版"}, program()), "nothing_changed");
  const auto corrected = decide(*other, &errand.records_["e"], "e",
                                Correct{json(R"({"due_on":"2026-03-15"})"), {}, "有误"},
                                errand.environment(program()));
  ASSERT_TRUE(std::holds_alternative<Accepted>(corrected)) << tokens(corrected);
  const auto& after = std::get<Accepted>(corrected).record;
  EXPECT_EQ(look(after, "due.due_on"), "2026-03-15");
  EXPECT_EQ(tokens(after.breaches), "overdue:due");
}

} // namespace
} // namespace plumb::registers::testing
