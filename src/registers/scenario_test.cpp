// SPDX-License-Identifier: Apache-2.0
#include "fields.hpp"
#include "linked_rules.hpp"
#include "test_support.hpp"

namespace plumb::registers::testing {
namespace {

constexpr std::string_view kScenariosYaml = R"(
scenarios:
  - name: 审核不足七个工作日不得决定
    covers: [sample.review.min]
    register: proposal
    given:
      - { on: 2026-01-05, step: propose, fields: { title: 修桥, kind: other } }
      - { on: 2026-02-02, step: submit, fields: { draft: abc } }
    when: { on: 2026-02-11, step: decide, by: coordinator }
    then: { refused: [too_early:review], state: reviewing }
  - name: 先行决定记为违法
    covers: [sample.review.min]
    register: proposal
    given:
      - { on: 2026-01-05, step: propose, fields: { title: 修桥, kind: other } }
      - { on: 2026-02-02, step: submit, fields: { draft: abc } }
    when: { on: 2026-02-11, step: decide, by: coordinator, outside: 已先行开会 }
    then:
      state: decided
      breaches: [too_early:review]
      clocks: { review: { started_on: 2026-02-02, earliest_on: 2026-02-11, due_on: 2026-02-28, running: false } }
      fields: { title: 修桥 }
  - name: 逾期不决定视为受理
    covers: [sample.acceptance.max]
    register: request
    given:
      - { on: 2026-03-02, step: apply, fields: { subject: 预算 } }
    when: { on: 2026-03-20, step: remind }
    then: { state: open, clocks: { acceptance: { stopped_on: 2026-03-09 } } }
  - name: 新期限
    covers: [sample.review.max]
    parameter: sample.review.max
    on: 2026-07-01
    then: { value: 10, unit: working_day }
  - name: 旧期限
    covers: [sample.review.max]
    parameter: sample.review.max
    on: 2026-06-30
    then: { value: 15, unit: working_day }
  - name: 尚未施行
    covers: [sample.fair_review]
    parameter: sample.fair_review
    on: 2026-02-28
    then: { not_in_force: true }
  - name: 国庆期间的答复
    covers: [sample.reply.max]
    parameter: sample.reply.max
    start: 2026-09-18
    then: { last_day: 2026-10-22, estimate: false, value: 20 }
)";

std::vector<pack::Scenario> scenarios() {
  std::vector<pack::Diagnostic> faults;
  pack::Source source{{{"scenarios/all.yaml", std::string(kScenariosYaml)}}};
  auto found = pack::scenarios(source, faults);
  for (const auto& fault : faults)
    ADD_FAILURE() << fault.line << " " << fault.error.id;
  return found;
}

std::string differences(const pack::Scenario& scenario) {
  std::string text;
  for (const auto& difference : run_scenario(national(), scenario).differences)
    text += (text.empty() ? "" : "; ") + difference;
  return text;
}

TEST(Scenario, AsWritten) {
  const auto all = scenarios();
  ASSERT_EQ(all.size(), 7U);
  for (const auto& scenario : all) {
    EXPECT_EQ(differences(scenario), "") << scenario.name;
    EXPECT_TRUE(run_scenario(national(), scenario).passed) << scenario.name;
  }
}

TEST(Scenario, DifferencesCanBeRead) {
  struct Case {
    std::size_t scenario;
    const char *then, *difference;
  };
  const Case cases[] = {
      {0, R"({"refused":["gate_closed:fair"]})",
       "refused: wanted [gate_closed:fair], was [too_early:review]"},
      {0, R"({"state":"decided"})",
       "refused: wanted [], was [too_early:review]; state: wanted decided, was reviewing"},
      {0, R"({"refused":["too_early"]})", ""},
      {1, R"({"refused":["too_early:review"]})", "refused: wanted [too_early:review], was []"},
      {1, R"({"breaches":[]})", "breaches: wanted [], was [too_early:review]"},
      {1, R"({"clocks":{"review":{"due_on":"2026-03-03"}}})",
       "clocks.review.due_on: wanted 2026-03-03, was 2026-02-28"},
      {1, R"({"clocks":{"review":{"running":true}}})",
       "clocks.review.running: wanted true, was false"},
      {1, R"({"clocks":{"consultation":{"due_on":"2026-03-03"}}})",
       "clocks.consultation.due_on: wanted 2026-03-03, was nothing"},
      {1, R"({"clocks":{"review":{"late":true}}})", "clocks.review.late: unknown key"},
      {1, R"({"fields":{"title":"修路"}})", "fields.title: wanted 修路, was 修桥"},
      {1, R"({"status":"decided"})", "status: unknown key"},
      {3, R"({"value":11})", "value: wanted 11, was 10"},
      {3, R"({"not_in_force":true})", "not_in_force: wanted true, was false"},
      {5, R"({"value":true})", "value: wanted true, was nothing"},
      {6, R"({"last_day":"2026-10-21"})", "last_day: wanted 2026-10-21, was 2026-10-22"},
      {6, R"({"estimate":true})", "estimate: wanted true, was false"},
      {6, "not JSON", "then: not JSON"},
  };
  const auto all = scenarios();
  for (const auto& each : cases) {
    auto scenario = all.at(each.scenario);
    scenario.then_json = each.then;
    EXPECT_EQ(differences(scenario), each.difference);
  }
}

TEST(Scenario, AGivenStepThatIsRefusedIsToldWithItsPlace) {
  auto scenario = scenarios().at(1);
  scenario.given[1].on = day("2026-01-04");
  EXPECT_EQ(differences(scenario), "given[2] submit: refused [bad_day]");
  scenario.register_id = "none";
  EXPECT_EQ(differences(scenario), "register: no none");
}

// Roles, children, numbers, lots and other registers, as a pack's author writes them.
constexpr std::string_view kLinkedScenariosYaml = R"(
scenarios:
  - name: 各单位都完成才办结
    covers: [X1]
    register: errand
    given:
      - { on: 2026-03-02, step: draft, by: unit_clerk, fields: { title: 修渠, code: county } }
      - { on: 2026-03-03, step: issue, by: coordinator, fields: { lead: [a, b], due_on: 2026-04-01 }, children: { part: { count: 2, done: 1 } } }
    when: { on: 2026-03-10, step: close }
    then:
      refused: [gate_closed:all_done]
      state: issued
      fields: { document_no: 砚政发〔2026〕1号 }
      clocks: { due: { due_on: 2026-04-01, running: true } }
  - name: 完成后办结
    covers: [X1]
    register: errand
    given:
      - { on: 2026-03-02, step: draft, fields: { title: 修渠, code: county } }
      - { on: 2026-03-03, step: issue, fields: { lead: [a, b] }, children: { part: { count: 2, done: 1 } } }
      - { on: 2026-03-04, step: change, by: unit_clerk, fields: { due_on: 2026-03-05 } }
      - { on: 2026-03-05, step: survey }
    when: { on: 2026-03-10, step: close, by: coordinator, children: { part: { count: 2, done: 2 } } }
    then: { state: closed, breaches: [overdue:due] }
  - name: 复核单位才复核
    covers: [X1]
    register: errand
    given:
      - { on: 2026-03-02, step: draft, fields: { title: 修渠, code: county } }
      - { on: 2026-03-03, step: issue, fields: { reviewer: c } }
      - { on: 2026-03-04, step: review, by: unit_clerk }
      - { on: 2026-03-04, step: review, by: leader }
    when: { on: 2026-03-05, step: review, by: keeper }
    then: { refused: [not_permitted:review] }
  - name: 抽取专家
    covers: [X1]
    register: errand
    given:
      - { on: 2026-03-02, step: draft, fields: { title: 修渠, code: county } }
      - { on: 2026-03-03, step: issue }
      - { on: 2026-03-04, step: draw, fields: { wanted: [law], how_many: 3 } }
    when: { on: 2026-03-05, step: draw, fields: { wanted: [law], how_many: 0 } }
    then: { refused: [bad_field:how_many] }
)";

TEST(Scenario, OfRecordsThatBelongTogether) {
  static const auto rules = load({linked_source()});
  std::vector<pack::Diagnostic> faults;
  const auto all =
      pack::scenarios({{{"scenarios/all.yaml", std::string(kLinkedScenariosYaml)}}}, faults);
  EXPECT_TRUE(faults.empty());
  ASSERT_EQ(all.size(), 4U);
  for (const auto& scenario : all)
    EXPECT_EQ(run_scenario(*rules, scenario).differences, std::vector<std::string>{})
        << scenario.name;
}

TEST(Values, AreInTheOrderOfTheScope) {
  Life life(national(), "proposal");
  play(life, R"(
2026-01-05 propose title=修桥 kind=other amount=12.5 urgent=false leads=["u1","u2"] contact="13900000000" | ok
2026-01-06 note opinions=[{"text":"好"},{"text":"不好"}] draft={"sm3":"ab","name":"a.docx"} | ok
2026-01-07 note fair_reviewed=true | ok
2026-02-02 submit | ok
)");
  const auto& declared = *national().find_register("proposal");
  const auto scope = pack::scope_of(declared);
  const auto values = values_of(declared, life.record_, day("2026-02-03"));
  ASSERT_EQ(values.size(), scope.size());
  const auto of = [&](std::string_view name) {
    for (std::size_t i = 0; i < scope.size(); ++i) {
      if (scope[i].name != name) continue;
      if (const auto* number = std::get_if<expression::Number>(&values[i])) {
        EXPECT_EQ(number->scale, scope[i].scale) << name;
        return std::to_string(number->units);
      }
      return to_json(values[i]).dump();
    }
    return std::string("no such name");
  };
  EXPECT_EQ(of("record_id"), R"("r1")");
  EXPECT_EQ(of("state"), R"("reviewing")");
  EXPECT_EQ(of("opened_on"), R"("2026-01-05")");
  EXPECT_EQ(of("today"), R"("2026-02-03")");
  EXPECT_EQ(of("title"), R"("修桥")");
  EXPECT_EQ(of("amount"), "1250");
  EXPECT_EQ(of("headcount"), "null");
  EXPECT_EQ(of("urgent"), "false");
  EXPECT_EQ(of("leads"), R"(["u1","u2"])");
  EXPECT_EQ(of("contact"), R"("sealed")"); // never the value itself
  EXPECT_EQ(of("draft"), R"("ab")");
  EXPECT_EQ(of("opinions.count"), "2");
  EXPECT_EQ(of("steps.note.count"), "2");
  EXPECT_EQ(of("steps.note.on"), R"("2026-01-07")");
  EXPECT_EQ(of("steps.decide.done"), "false");
  EXPECT_EQ(of("steps.decide.on"), "null");
  EXPECT_EQ(of("clocks.review.running"), "true");
  EXPECT_EQ(of("clocks.review.due_on"), R"("2026-02-28")");
  EXPECT_EQ(of("clocks.review.earliest_on"), R"("2026-02-11")");
  EXPECT_EQ(of("clocks.review.stopped_on"), "null");
  EXPECT_EQ(of("clocks.review.extended"), "0");
  EXPECT_EQ(of("clocks.consultation.started_on"), "null");
}

} // namespace
} // namespace plumb::registers::testing
