// SPDX-License-Identifier: Apache-2.0
#include "test_support.hpp"

namespace plumb::registers::testing {
namespace {

constexpr const char* kReviewing = R"(
2026-01-05 propose title=修桥 kind=other | ok
2026-01-06 note draft=abc | ok
2026-02-02 submit | ok
)";

Json payload_of(const event::Event& event) {
  const auto read = event::parse_json(event.payload);
  EXPECT_TRUE(read);
  return read ? *read : Json();
}

calendar::Notice notice(std::string id, std::string_view on) {
  calendar::Notice made;
  made.id = made.title = std::move(id);
  made.notice_on = day(on);
  return made;
}

TEST(Correct, ATrueDayMovesTheDatesAndTellsEach) {
  Life life(national(), "proposal");
  play(life, kReviewing);
  play(life, R"(
2026-03-01 decide | ok
? breaches overdue:review
2026-03-05 correct 收文登记有误 #2=2026-02-03 | ok
? review.started_on 2026-02-03
? review.earliest_on 2026-02-12
? review.due_on 2026-03-02
? breaches
? state decided
)");
  const auto payload = payload_of(life.events_.back());
  EXPECT_EQ(life.events_.back().type, kRecordCorrected);
  EXPECT_EQ(payload["reason"].text(), "收文登记有误");
  ASSERT_EQ(payload["changes"].items().size(), 2U);
  EXPECT_EQ(payload["changes"].items()[1].dump(),
            R"({"after":"2026-03-02","before":"2026-02-28","clock":"review","which":"due_on"})");
  EXPECT_EQ(payload["days"].items()[0].dump(),
            R"({"after":"2026-02-03","before":"2026-02-02","index":2,"step":"submit"})");
}

TEST(Correct, ATrueDayCanMakeABreach) {
  Life life(national(), "proposal");
  play(life, kReviewing);
  play(life, R"(
2026-02-12 decide | ok
? breaches
2026-02-12 correct 实际早一天开会 #3=2026-02-11 | ok
? breaches too_early:review
? review.stopped_on 2026-02-11
2026-02-12 correct 又改回 #3=2026-02-12 | ok
? breaches
)");
}

TEST(Correct, AnotherVersionOfTheRuleCanApply) {
  Life life(national(), "proposal");
  play(life, R"(
2026-06-01 propose title=修桥 kind=other | ok
2026-06-01 note draft=abc fair_reviewed=true | ok
2026-07-01 submit | ok
? review.due_on 2026-07-15
2026-07-02 correct 前一天已送 #2=2026-06-30 | ok
? review.due_on 2026-07-21
)");
}

TEST(Correct, AFieldOpensAGateThatShouldHaveBeenClosed) {
  Life life(national(), "proposal");
  play(life, kReviewing);
  play(life, R"(
2026-02-03 correct 类别有误 kind=market | ok
? field.kind market
? breaches gate:consulted
2026-02-03 correct 类别无误 kind=other | ok
? breaches
)");
}

TEST(Correct, OtherDatesStayUntouched) {
  Life life(national(), "proposal");
  play(life, kReviewing);
  const auto before = life.record_;
  play(life, "2026-02-03 correct 名称有误 title=修路 | ok");
  EXPECT_EQ(life.record_.clocks, before.clocks);
  EXPECT_EQ(life.record_.breaches, before.breaches);
  EXPECT_TRUE(payload_of(life.events_.back())["changes"].items().empty());
  EXPECT_EQ(payload_of(life.events_.back())["before"]["title"].text(), "修桥");
}

TEST(Correct, Refused) {
  Life life(national(), "proposal");
  play(life, kReviewing);
  play(life, R"(
2026-02-03 correct - title=修路 | no_reason
2026-02-03 correct 理由 title=修桥 | nothing_changed
2026-02-03 correct 理由 #2=2026-02-02 | nothing_changed
2026-02-03 correct 理由 title=null | missing_field:title
2026-02-03 correct 理由 draft=null | missing_field:draft
2026-02-03 correct 理由 kind=none colour=red | bad_field:colour bad_field:kind
2026-02-03 correct 理由 #9=2026-02-02 | unknown_step:9
2026-02-03 correct 理由 #2=2026-02-04 | bad_day:submit
2026-02-03 correct 理由 #2=2026-01-04 | bad_day:submit
2026-02-03 correct - #7=2026-02-02 title=5 | unknown_step:7 bad_field:title no_reason
? field.title 修桥
)");
  Life request(national(), "request");
  play(request, R"(
2026-03-02 apply subject=预算 | ok
2026-03-02 accept | ok
2026-03-04 ask_third_party | ok
2026-03-10 third_party_answered | ok
2026-03-11 correct 理由 #3=2026-03-03 | bad_day:reply
2026-03-11 correct 理由 #3=2026-03-09 | ok
? reply.due_on 2026-04-02
)");
}

TEST(Correct, TheOpeningDayToo) {
  Life life(national(), "proposal");
  play(life, kReviewing);
  play(life, R"(
2026-02-03 correct 早三天 #0=2026-01-02 | ok
? opened_on 2026-01-02
2026-02-03 correct 太晚 #0=2026-01-07 | bad_day:note
)");
}

TEST(Correct, AnExtensionThatWasLateIsVoid) {
  Life life(national(), "request");
  play(life, R"(
2026-03-02 apply subject=预算 | ok
2026-03-03 accept | ok
2026-03-31 extend by=leader | ok
2026-04-10 answer | ok
? breaches
2026-04-11 correct 受理早一天 #1=2026-03-02 | ok
? reply.due_on 2026-03-30
? reply.extended 0
? breaches overdue:reply
)");
}

TEST(Annul, IsExact) {
  // Every step of a rich life is taken back again: the record is as it was, but for its history.
  const char* lives[] = {R"(
2026-03-02 propose title=市场 kind=market hearing_on=2026-04-20 | ok
2026-03-02 consult | ok
2026-03-03 note draft=a fair_reviewed=true | ok
2026-03-04 note hearing_on=2026-04-21 | ok
2026-03-05 serve_materials | ok
2026-03-06 submit outside=急 | ok
2026-03-09 decide outside=急 | ok
2026-03-10 publish | ok
)",
                         R"(
2026-03-02 apply subject=预算 | ok
2026-03-10 accept | ok
2026-03-11 ask_third_party | ok
2026-03-18 third_party_answered | ok
2026-03-19 extend by=leader | ok
2026-03-20 supplement | ok
2026-03-23 ask_third_party | ok
2026-06-30 answer | ok
)"};
  for (const auto* table : lives) {
    Life life(county(),
              std::string(table).find("propose") != std::string::npos ? "proposal" : "request");
    std::vector<Record> after;
    for (const auto& line : split(table, '\n')) {
      if (line.empty()) continue;
      play(life, line);
      after.push_back(life.record_);
    }
    while (life.record_.steps.size() > 1) {
      after.pop_back();
      play(life, "2026-07-01 annul 误录 | ok");
      auto expected = after.back();
      expected.revision = life.record_.revision;
      EXPECT_EQ(life.record_, expected) << to_json(life.record_).dump();
    }
    play(life, "2026-07-01 annul 误录 | wrong_state:" + life.record_.state);
  }
}

TEST(Annul, CorrectedValuesStay) {
  Life life(national(), "proposal");
  play(life, R"(
2026-01-05 propose title=修桥 kind=other | ok
2026-01-06 note draft=abc | ok
2026-01-07 correct 文件有误 draft=def | ok
2026-01-08 annul | no_reason
2026-01-08 annul 误录 | ok
? field.draft def
)");
}

TEST(Annul, ARunThatGoesOnIsReckonedWithTodaysCalendar) {
  auto notices = std::vector<calendar::Notice>(national().calendar().notices());
  const auto known = calendar::Calendar::make(notices);
  ASSERT_TRUE(known);
  auto more = notice("加放", "2026-02-10");
  more.days = {{day("2026-02-27"), calendar::DayKind::Holiday, "加放"}};
  const auto later = known->with(more);
  ASSERT_TRUE(later);
  Life life(national(), "proposal");
  play(life, kReviewing);
  play(life, "2026-02-12 decide | ok");
  life.view_ = later->view("CN", day("2026-03-01"));
  play(life, R"(
2026-02-13 annul 误录 | ok
? review.running yes
? review.due_on 2026-03-02
)");
}

TEST(Move, KeepsDatesAndGoesOnByOtherRules) {
  auto parameters = std::string(kParametersYaml);
  const auto at = parameters.find("value: 15, unit: working_day");
  parameters.replace(at, 9, "value: 12");
  const auto stricter = load({national_source(kProposalYaml, "1.1.0", parameters)});
  Life life(national(), "proposal");
  play(life, kReviewing);
  const auto move = [&](const std::string& reason, const char* on) {
    auto environment = life.environment(day(on));
    return tokens(life.run(Move{reason}, environment));
  };
  EXPECT_EQ(move("改版", "2026-02-03"), "nothing_changed");
  life.rules_ = stricter.get();
  EXPECT_EQ(move(" ", "2026-02-03"), "no_reason");
  EXPECT_EQ(move("改版", "2026-02-03"), "ok");
  EXPECT_EQ(life.record_.rules, stricter->version());
  play(life, R"(
? review.due_on 2026-02-28
2026-02-12 decide | ok
2026-02-13 correct 早一天送 #2=2026-01-30 | ok
? review.due_on 2026-02-27
? state decided
? breaches
)");
  // Steps under the new rules go by them.
  Life fresh(*stricter, "proposal");
  play(fresh, kReviewing);
  play(fresh, "? review.due_on 2026-02-25");
}

TEST(Recompute, MovesRunningClocksOnly) {
  auto more = notice("加放", "2026-02-10");
  more.days = {{day("2026-02-27"), calendar::DayKind::Holiday, "加放"}};
  const auto later = national().calendar().with(more);
  ASSERT_TRUE(later);
  const auto view = later->view("CN", day("2026-02-10"));

  Life running(national(), "proposal"), stopped(national(), "proposal");
  play(running, kReviewing);
  play(stopped, kReviewing);
  play(stopped, "2026-02-12 decide | ok");
  EXPECT_FALSE(recompute(national(), stopped.record_, view, "加放").event);
  EXPECT_FALSE(recompute(national(), running.record_, running.view_, "加放").event);

  const auto recomputed = recompute(national(), running.record_, view, "加放");
  ASSERT_EQ(recomputed.changes.size(), 1U);
  EXPECT_EQ(recomputed.changes[0].clock, "review");
  EXPECT_EQ(recomputed.changes[0].which, "due_on");
  EXPECT_EQ(recomputed.changes[0].before, day("2026-02-28"));
  EXPECT_EQ(recomputed.changes[0].after, day("2026-03-02"));
  ASSERT_TRUE(recomputed.event);
  running.record_event(*recomputed.event, running.environment(day("2026-02-10")));
  play(running, R"(
? review.due_on 2026-03-02
? review.earliest_on 2026-02-11
2026-03-02 decide | ok
? breaches
)");
}

TEST(Recompute, AnEstimateThatBecomesCertainIsRecorded) {
  Life life(national(), "request");
  play(life, "2027-03-01 apply subject=预算 | ok");
  auto year = notice("样例2027", "2027-03-02");
  year.settles_from = day("2027-01-01");
  year.settles_until = day("2028-01-01");
  year.days = {{day("2027-01-01"), calendar::DayKind::Holiday, "元旦"}};
  const auto later = national().calendar().with(year);
  ASSERT_TRUE(later);
  EXPECT_EQ(life.record_.clocks.at(0).receipts["due"]["receipt"]["estimate"], Json(true));
  const auto recomputed =
      recompute(national(), life.record_, later->view("CN", day("2027-03-02")), "2027");
  EXPECT_TRUE(recomputed.changes.empty());
  ASSERT_TRUE(recomputed.event);
  life.record_event(*recomputed.event, life.environment(day("2027-03-02")));
  EXPECT_EQ(life.record_.clocks.at(0).receipts["due"]["receipt"]["estimate"], Json(false));
}

} // namespace
} // namespace plumb::registers::testing
