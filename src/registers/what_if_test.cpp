// SPDX-License-Identifier: Apache-2.0
#include "test_support.hpp"

namespace plumb::registers::testing {
namespace {

std::shared_ptr<const pack::Rulebook> with(std::string_view from, std::string_view to) {
  auto parameters = std::string(kParametersYaml);
  const auto at = parameters.find(from);
  EXPECT_NE(at, std::string::npos);
  parameters.replace(at, from.size(), to);
  return load({national_source(kProposalYaml, "1.1.0", parameters)});
}

Record lived(std::string register_id, std::string_view table, std::string id) {
  Life life(national(), std::move(register_id));
  play(life, table);
  auto record = life.record_;
  record.record_id = std::move(id);
  return record;
}

calendar::View view() {
  return national().calendar().view("CN", kAllKnown);
}

TEST(WhatIf, ListsOnlyThoseWhoWouldHaveBreached) {
  const char* opening = "2026-03-02 apply subject=a | ok\n2026-03-02 accept | ok\n";
  const std::vector<Record> records{
      lived("request", std::string(opening) + "2026-03-16 answer | ok", "quick"),
      lived("request", std::string(opening) + "2026-03-17 answer | ok", "slow"),
      lived("request", std::string(opening) + "2026-03-31 answer | ok", "late_anyhow"),
      lived("request", opening, "open")};
  const auto other = with("value: 20, unit: working_day, cite: sample_law#8",
                          "value: 10, unit: working_day, cite: sample_law#8");
  const auto found = what_if(national(), *other, records, view(), day("2026-03-20"));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].record_id, "slow");
  EXPECT_EQ(tokens(found[0].before), "");
  EXPECT_EQ(tokens(found[0].after), "overdue:reply");
  EXPECT_EQ(found[0].after[0].on, day("2026-03-17"));
  // Not answered by the day of the question: overdue since the day after its end.
  EXPECT_EQ(found[1].record_id, "open");
  EXPECT_EQ(tokens(found[1].after), "overdue:reply");
  EXPECT_EQ(found[1].after[0].on, day("2026-03-17"));
  EXPECT_EQ(found[1].after[0].words, "《砚湖样例办法》第8条");
  EXPECT_TRUE(what_if(national(), national(), records, view(), day("2026-03-20")).empty());
}

TEST(WhatIf, TheDayItselfIsInTime) {
  const std::vector<Record> records{
      lived("request", "2026-03-02 apply subject=a | ok\n2026-03-02 accept | ok", "open")};
  const auto other = with("value: 20, unit: working_day, cite: sample_law#8",
                          "value: 10, unit: working_day, cite: sample_law#8");
  EXPECT_TRUE(what_if(national(), *other, records, view(), day("2026-03-16")).empty());
  EXPECT_EQ(what_if(national(), *other, records, view(), day("2026-03-17")).size(), 1U);
}

TEST(WhatIf, AStepThatOtherRulesRefuseIsABreach) {
  const auto record = lived("proposal", R"(
2026-01-05 propose title=修桥 kind=other | ok
2026-01-06 note draft=abc | ok
2026-02-02 submit | ok
2026-02-12 decide | ok
)",
                            "a");
  const auto longer = with("value: 7, unit: working_day, cite: sample_law#2",
                           "value: 8, unit: working_day, cite: sample_law#2");
  auto found = what_if(national(), *longer, std::vector{record}, view(), day("2026-03-20"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(tokens(found[0].after), "too_early:review");

  auto stricter = std::string(kProposalYaml);
  const std::string from = "from: [drafting, consulting]";
  stricter.replace(stricter.find(from), from.size(), "from: [consulting]");
  const auto other = load({national_source(stricter, "1.1.0")});
  found = what_if(national(), *other, std::vector{record}, view(), day("2026-03-20"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(tokens(found[0].after), "wrong_state:drafting");
  EXPECT_EQ(found[0].after[0].step, "submit");
}

TEST(WhatIf, AValueOfTheRulebookReplaced) {
  const auto other = national().with("sample.review.max", {5, 0}, "working_day");
  ASSERT_TRUE(other) << other.error().id;
  const auto record = lived("proposal", R"(
2026-01-05 propose title=修桥 kind=other | ok
2026-01-06 note draft=abc | ok
2026-02-02 submit | ok
2026-02-12 decide | ok
)",
                            "a");
  const auto found = what_if(national(), **other, std::vector{record}, view(), day("2026-03-20"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(tokens(found[0].after), "overdue:review");
}

} // namespace
} // namespace plumb::registers::testing
