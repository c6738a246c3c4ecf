// SPDX-License-Identifier: Apache-2.0
#include "test_support.hpp"

namespace plumb::registers::testing {
namespace {

TEST(Life, MinimumPeriodEndsBeforeTheNextStep) {
  Life life(national(), "proposal");
  // 7 working days after 2 February 2026: the 11th. The step is allowed from the day after.
  play(life, R"(
2026-01-05 propose title=修桥 kind=other draft=x | bad_field:draft
2026-01-05 propose title=修桥 kind=other | ok
2026-01-06 note draft=abc | ok
2026-02-02 submit | ok
? review.earliest_on 2026-02-11
? review.due_on 2026-02-28
? review.running yes
2026-02-11 decide | too_early:review
2026-02-12 decide | ok
? state decided
? review.stopped_on 2026-02-12
? breaches
2026-02-12 publish | ok
? state published
)");
}

TEST(Life, TheDayOfTheEndIsInTimeAndTheNextIsNot) {
  const char* opening = R"(
2026-01-05 propose title=修桥 kind=other | ok
2026-01-06 note draft=abc | ok
2026-02-02 submit | ok
)";
  Life in_time(national(), "proposal"), late(national(), "proposal");
  play(in_time, opening);
  play(late, opening);
  play(in_time, "2026-02-28 decide | ok\n? breaches");
  play(late, "2026-03-01 decide | ok\n? breaches overdue:review");
  const auto& breach = late.record_.breaches.at(0);
  EXPECT_EQ(breach.cite, (pack::Citation{"sample_law", "3"}));
  EXPECT_EQ(breach.binding, "statutory");
  EXPECT_EQ(breach.words, "《砚湖样例办法》第3条");
  EXPECT_EQ(breach.step, "decide");
}

TEST(Life, TheValueOfTheStartingDayStays) {
  const char* before = R"(
2026-01-05 propose title=修桥 kind=other | ok
2026-01-06 note draft=abc fair_reviewed=true | ok
2026-06-30 submit | ok
? review.due_on 2026-07-21
)";
  Life old_value(national(), "proposal"), new_value(national(), "proposal");
  play(old_value, before);
  play(new_value, R"(
2026-01-05 propose title=修桥 kind=other | ok
2026-01-06 note draft=abc fair_reviewed=true | ok
2026-07-01 submit | ok
? review.due_on 2026-07-15
)");
  EXPECT_EQ(old_value.record_.clocks.at(0).receipts["due"]["cite"].text(), "sample_law#3");
  EXPECT_EQ(new_value.record_.clocks.at(0).receipts["due"]["cite"].text(), "sample_law#4");
}

TEST(Life, AGateIsInForceFromItsDate) {
  const char* opening = R"(
2026-01-05 propose title=修桥 kind=other | ok
2026-01-06 note draft=abc | ok
)";
  Life before(national(), "proposal"), after(national(), "proposal");
  play(before, opening);
  play(after, opening);
  play(before, "2026-02-28 submit | ok");
  play(after, R"(
2026-03-01 submit | gate_closed:fair
2026-03-01 note fair_reviewed=true | ok
2026-03-01 submit | ok
? breaches
)");
}

TEST(Life, AGateTellsItsArticleItsAdviceAndWhy) {
  Life life(national(), "proposal");
  play(life, "2026-01-05 propose title=修桥 kind=market | ok\n2026-01-05 note draft=a | ok");
  auto at = life.environment(day("2026-01-06"));
  const auto decision = life.run(TakeStep{.register_id = {}, .step = "submit"}, at);
  const auto* refusals = std::get_if<std::vector<Refusal>>(&decision);
  ASSERT_NE(refusals, nullptr);
  ASSERT_EQ(refusals->size(), 1U);
  const auto& refusal = refusals->front();
  EXPECT_EQ(token(refusal), "gate_closed:consulted");
  EXPECT_EQ(refusal.title, "已征求意见");
  EXPECT_EQ(refusal.advice, "先征求意见，期满后再送审");
  EXPECT_EQ(refusal.cite, (pack::Citation{"sample_law", "11"}));
  ASSERT_FALSE(refusal.details["parts"].items().empty());
  EXPECT_EQ(refusal.details["parts"].items()[0]["source"].text(), "steps.consult.done");
  EXPECT_EQ(refusal.details["parts"].items()[0]["value"], Json(false));
}

TEST(Life, AConditionDecidesWhetherAClockStarts) {
  Life market(national(), "proposal"), other(national(), "proposal");
  play(market, R"(
2026-03-02 propose title=市场 kind=market | ok
2026-03-02 consult | ok
2026-03-02 note draft=a fair_reviewed=true | ok
? consultation.earliest_on 2026-04-01
2026-04-01 submit | too_early:consultation
2026-04-02 submit | ok
? consultation.running no
)");
  play(other, R"(
2026-03-02 propose title=其他 kind=other | ok
2026-03-02 consult | ok
2026-03-02 note draft=a fair_reviewed=true | ok
? consultation.earliest_on none
2026-03-03 submit | ok
)");
}

TEST(Life, WhatHappenedOutsideIsRecordedAsABreach) {
  Life life(national(), "proposal");
  play(life, R"(
2026-03-02 propose title=市场 kind=market | ok
2026-03-02 note draft=a | ok
2026-03-03 submit | gate_closed:consulted gate_closed:fair
2026-03-03 submit outside= | gate_closed:consulted gate_closed:fair no_reason:submit
2026-03-03 submit outside=已经开会 | ok
? breaches gate:consulted gate:fair
2026-03-04 decide outside=已经开会 by=leader | not_permitted:decide
2026-03-04 decide outside=已经开会 | ok
? breaches gate:consulted gate:fair too_early:review
)");
  EXPECT_EQ(life.record_.breaches[0].reason, "已经开会");
  EXPECT_EQ(life.record_.breaches[2].on, day("2026-03-04"));
  EXPECT_EQ(life.record_.breaches[2].cite, (pack::Citation{"sample_law", "2"}));
}

TEST(Life, PausedDaysDoNotCount) {
  Life life(national(), "request");
  // 20 working days after 2 March: 30 March. Paused 4 to 10 March: 4 working days later.
  play(life, R"(
2026-03-02 apply subject=预算 | ok
2026-03-02 accept | ok
? reply.due_on 2026-03-30
2026-03-03 third_party_answered | clock_not_running:reply
2026-03-04 ask_third_party | ok
? reply.due_on 2026-03-30
2026-03-05 ask_third_party | clock_not_running:reply
2026-03-03 third_party_answered today=2026-03-10 | bad_day:reply
2026-03-10 third_party_answered | ok
? reply.due_on 2026-04-03
2026-04-03 answer | ok
? breaches
? reply.running no
)");
}

TEST(Life, StoppingAPausedClockEndsThePause) {
  Life life(national(), "request");
  play(life, R"(
2026-03-02 apply subject=预算 | ok
2026-03-02 accept | ok
2026-03-04 ask_third_party | ok
2026-05-06 answer | ok
? reply.stopped_on 2026-05-06
? breaches
)");
  ASSERT_EQ(life.record_.clocks.at(1).pauses.size(), 1U);
  EXPECT_EQ(life.record_.clocks[1].pauses[0].until, day("2026-05-06"));
}

TEST(Life, RestartingBeginsAnew) {
  Life life(national(), "request");
  play(life, R"(
2026-03-02 apply subject=预算 | ok
2026-03-02 accept | ok
2026-03-09 supplement | ok
? reply.started_on 2026-03-09
? reply.due_on 2026-04-06
? reply.extended 0
2026-04-07 supplement | ok
? breaches overdue:reply
)");
  EXPECT_EQ(life.record_.clocks.size(), 2U);
}

TEST(Life, AnExtensionIsOnceBeforeTheEndAndByTheRightOfficer) {
  Life life(national(), "request");
  play(life, R"(
2026-03-02 apply subject=预算 | ok
2026-03-02 accept | ok
? reply.due_on 2026-03-30
2026-03-30 extend by=unit_approver | extension_not_permitted:reply
2026-03-31 extend by=leader | late_extension:reply
2026-03-31 extend by=unit_approver | late_extension:reply extension_not_permitted:reply
2026-03-30 extend by=leader | ok
? reply.due_on 2026-04-27
? reply.extended 1
2026-04-01 extend by=leader | extension_used:reply
2026-04-27 answer | ok
? breaches
2026-04-28 extend by=leader | record_closed:answered clock_not_running:reply
)");
  const auto& extensions = life.record_.clocks.at(1).receipts["extensions"].items();
  ASSERT_EQ(extensions.size(), 1U);
  EXPECT_EQ(extensions[0]["cite"].text(), "sample_law#9");
  EXPECT_EQ(extensions[0]["on"].text(), "2026-03-30");
  EXPECT_EQ(extensions[0]["receipt"]["start"].text(), "2026-03-30");
}

TEST(Life, WithoutALawThereIsNoExtension) {
  Life life(national(), "request");
  play(life, R"(
2019-03-04 apply subject=预算 | ok
2019-03-04 accept | ok
2019-03-05 extend by=leader | extension_not_permitted:reply
)");
}

TEST(Life, BeforeTheLawThereIsNoClock) {
  Life life(national(), "request");
  play(life, R"(
2018-03-05 apply subject=预算 | ok
2018-03-05 accept | ok
? reply.running none
2018-12-03 answer | ok
? breaches
)");
}

TEST(Life, ALeadTimeCountsBackFromItsField) {
  Life life(national(), "proposal");
  play(life, R"(
2026-04-01 propose title=听证 kind=other | ok
? materials.running none
2026-04-01 note hearing_on=2026-04-20 | ok
? materials.due_on 2026-04-13
2026-04-02 note hearing_on=2026-04-27 | ok
? materials.due_on 2026-04-20
? materials.started_on 2026-04-01
2026-04-21 serve_materials | ok
? breaches overdue:materials
)");
}

TEST(Life, SilenceIsDeemedOnTheLastDayOnceItIsOver) {
  Life life(national(), "request");
  play(life, R"(
2026-03-02 apply subject=预算 | ok
? acceptance.due_on 2026-03-09
2026-03-09 pass |
2026-03-12 pass | accept
2026-03-12 pass |
? state open
? acceptance.stopped_on 2026-03-09
? reply.started_on 2026-03-09
? breaches 
)");
  EXPECT_TRUE(life.record_.steps.back().deemed);
  EXPECT_EQ(life.record_.steps.back().on, day("2026-03-09"));
}

TEST(Life, ALocalTargetStandsBesideTheLaw) {
  const char* opening = R"(
2026-03-02 apply subject=预算 | ok
2026-03-02 accept | ok
? reply.target_on 2026-03-23
? reply.due_on 2026-03-30
)";
  Life in_time(county(), "request"), missed(county(), "request"), late(county(), "request");
  for (auto* life : {&in_time, &missed, &late})
    play(*life, opening);
  play(in_time, "2026-03-23 answer | ok\n? breaches");
  play(missed, "2026-03-24 answer | ok\n? breaches target_missed:reply");
  play(late, "2026-03-31 answer | ok\n? breaches overdue:reply");
  EXPECT_EQ(missed.record_.breaches.at(0).binding, "local_target");
  EXPECT_EQ(missed.record_.clocks.at(1).receipts["target"]["pack"].text(), "yanhu");
  EXPECT_EQ(missed.record_.clocks.at(1).receipts["due"]["pack"].text(), "national");
}

TEST(Life, ALongerLocalMinimumIsAMissedTargetOnly) {
  Life life(county(), "proposal");
  play(life, R"(
2026-03-02 propose title=市场 kind=market | ok
2026-03-02 consult | ok
2026-03-02 note draft=a fair_reviewed=true | ok
? consultation.earliest_on 2026-04-01
? consultation.earliest_target_on 2026-04-13
2026-04-01 submit | too_early:consultation
2026-04-10 submit | ok
? breaches target_missed:consultation
)");
}

TEST(Life, AFinalStateStopsEveryClock) {
  Life life(national(), "proposal");
  play(life, R"(
2026-01-05 propose title=修桥 kind=other | ok
2026-01-06 note draft=abc | ok
2026-02-02 submit | ok
2026-02-03 withdraw | ok
? review.running no
? breaches
2026-02-04 note | record_closed:withdrawn
)");
}

TEST(Life, ReceiptsTellWhyTheDate) {
  Life life(national(), "proposal");
  play(life, R"(
2026-01-05 propose title=修桥 kind=other | ok
2026-01-06 note draft=abc | ok
2026-02-02 submit | ok
)");
  const auto& due = life.record_.clocks.at(0).receipts["due"];
  EXPECT_EQ(due["parameter"].text(), "sample.review.max");
  EXPECT_EQ(due["title"].text(), "审核的最长时间");
  EXPECT_EQ(due["value"], Json(15));
  EXPECT_EQ(due["unit"].text(), "working_day");
  EXPECT_EQ(due["words"].text(), "《砚湖样例办法》第3条");
  EXPECT_EQ(due["pack"].text(), "national");
  const auto& receipt = due["receipt"];
  EXPECT_EQ(receipt["start"].text(), "2026-02-02");
  EXPECT_EQ(receipt["last_day"].text(), "2026-02-28");
  EXPECT_EQ(receipt["days_counted"], Json(15));
  EXPECT_EQ(receipt["estimate"], Json(false));
  bool spring = false;
  for (const auto& run : receipt["skipped"].items())
    spring = spring || run["name"].text() == "春节";
  EXPECT_TRUE(spring);
  ASSERT_EQ(receipt["makeup_days"].items().size(), 1U);
  EXPECT_EQ(receipt["makeup_days"].items()[0].text(), "2026-02-28");
  EXPECT_EQ(life.record_.clocks[0].receipts["rules"].text(), national().version());
}

TEST(Possible, ToldBeforeAnybodyTries) {
  Life life(national(), "proposal");
  play(life, "2026-03-02 propose title=市场 kind=market | ok");
  const auto find = [&](const std::string& id, const std::string& role) {
    for (const auto& entry :
         possible(national(), life.record_, life.environment(day("2026-03-03"), role)))
      if (entry.step->id == id) return std::optional(entry);
    return std::optional<Possible>();
  };
  EXPECT_FALSE(find("propose", ""));
  EXPECT_FALSE(find("decide", "")); // not from this state
  const auto submit = find("submit", "");
  ASSERT_TRUE(submit);
  // The fair review cannot be told in this form, nor that of the consultation.
  EXPECT_EQ(tokens(Decision(submit->refusals)), "gate_closed:consulted gate_closed:fair");
  EXPECT_EQ(submit->missing, std::vector<std::string>{"draft"});
  const auto consult = find("consult", "inspector");
  ASSERT_TRUE(consult);
  EXPECT_EQ(tokens(Decision(consult->refusals)), "not_permitted:consult");
  EXPECT_TRUE(find("consult", "unit_clerk")->refusals.empty());
}

} // namespace
} // namespace plumb::registers::testing
