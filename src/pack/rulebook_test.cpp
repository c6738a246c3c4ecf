// SPDX-License-Identifier: Apache-2.0
#include "bundle.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plumb::pack {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string kBase = std::string(PLUMB_TESTDATA) + "/base.txt";
constexpr auto day = base::make_date;

constexpr std::string_view kCounty = R"(
=== lower:pack.yaml
id: county
title: 下级规则
layer: county
jurisdiction: CN-AA
extends: [base]
version: 2.1.0
in_force_from: 2020-01-01
=== lower:law/laws.yaml
laws:
  - id: letter_rule
    title: 意见书办法
    number: 示例令第1号
    level: dept_rule
    articles:
      "9": 县里也引用的一条
=== lower:parameters/letters.yaml
parameters:
  - id: letter.check.min
    title: 核查的最短时间
    register: letter
    kind: min_period
    operator: min
    binding: local_rule
    values:
      - { in_force_from: 2025-01-01, value: 10, unit: working_day, cite: letter_rule#9 }
  - id: letter.reply.max
    title: 答复期限
    register: letter
    kind: deadline
    operator: max
    binding: local_target
    values:
      - { in_force_from: 2021-01-01, in_force_until: 2022-01-01, value: 20, unit: working_day, cite: letter_rule#9 }
      - { in_force_from: 2022-01-01, value: 10, unit: working_day, cite: letter_rule#9 }
  - id: letter.local
    title: 本地事项
    register: letter
    kind: ratio
    operator: min
    binding: local_target
    values:
      - { in_force_from: 2022-01-01, value: 90.5, unit: percent, cite: letter_rule#9 }
=== lower:registers/letter.yaml
extends_register: letter
list: [pilot]
fields:
  - { id: pilot, title: 试点情况, type: text }
steps:
  - { id: try_out, title: 试点, from: [drafting], optional: [pilot], repeatable: true }
add_to_steps:
  issue:
    needs: [pilot]
    gates:
      - { id: piloted, title: 已试点, require: steps.try_out.count >= 1 and members >= 3, cite: letter_rule#9, binding: local_target, advice: 先试点 }
)";

std::shared_ptr<const Rulebook> load(std::string_view changes) {
  std::vector<Diagnostic> faults;
  const auto rules =
      Rulebook::load(sources_of(sections_of(read_text(kBase)), sections_of(changes)), faults);
  if (rules == nullptr) ADD_FAILURE() << shown(faults);
  return rules;
}

std::string number(const DatedValue* value) {
  return value == nullptr ? "none" : base::to_string(std::get<base::Decimal>(value->value));
}

TEST(Rulebook, ParameterOverTime) {
  const auto rules = load("");
  ASSERT_NE(rules, nullptr);
  struct Case {
    Date on;
    const char* want;
  };
  const Case cases[] = {{day(2019, 12, 31), "none"},
                        {day(2020, 1, 1), "5"},
                        {day(2023, 12, 31), "5"},
                        {day(2024, 1, 1), "7"},
                        {day(2149, 1, 1), "7"}};
  for (const auto& each : cases)
    EXPECT_EQ(number(rules->parameter("letter.check.min", each.on).value), each.want)
        << base::to_string(each.on);
  EXPECT_EQ(rules->parameter("letter.nothing", day(2024, 1, 1)).parameter, nullptr);
  EXPECT_EQ(rules->find_parameter("letter.nothing"), nullptr);
  EXPECT_EQ(rules->parameters().size(), 4u);
}

TEST(Rulebook, LowerLayersTightenAndSetTargets) {
  const auto rules = load(kCounty);
  ASSERT_NE(rules, nullptr);
  EXPECT_EQ(rules->version(), "base@1.0.0+county@2.1.0");
  EXPECT_EQ(rules->jurisdiction(), "CN-AA");
  const auto before = rules->parameter("letter.check.min", day(2024, 12, 31));
  EXPECT_EQ(number(before.value), "7");
  EXPECT_EQ(before.pack_id, "base");
  const auto after = rules->parameter("letter.check.min", day(2025, 1, 1));
  EXPECT_EQ(number(after.value), "10");
  EXPECT_EQ(after.pack_id, "county");
  EXPECT_EQ(rules->words(after.value->cite), "《意见书办法》第9条");
  const auto looser = rules->parameter("letter.reply.max", day(2021, 6, 1));
  EXPECT_EQ(number(looser.value), "15");
  EXPECT_EQ(looser.target, nullptr);
  const auto stricter = rules->parameter("letter.reply.max", day(2022, 6, 1));
  EXPECT_EQ(number(stricter.value), "15");
  EXPECT_EQ(number(stricter.target), "10");
  EXPECT_EQ(stricter.target_pack_id, "county");
  const auto only = rules->parameter("letter.local", day(2022, 6, 1));
  EXPECT_EQ(only.value, nullptr);
  EXPECT_EQ(number(only.target), "90.5");
}

TEST(Rulebook, ValuesAsExpressionsSeeThem) {
  const auto rules = load(kCounty);
  ASSERT_NE(rules, nullptr);
  const auto on = day(2025, 1, 1);
  EXPECT_EQ(rules->parameter_value("letter.check.min", on),
            expression::Value(expression::Number{10, 0}));
  EXPECT_EQ(rules->parameter_value("letter.discussion.required", on), expression::Value(true));
  EXPECT_EQ(rules->parameter_value("letter.discussion.required", day(2021, 12, 31)),
            expression::Value());
  const auto* type = rules->parameter_type("letter.local");
  ASSERT_NE(type, nullptr);
  EXPECT_EQ(type->scale, 1);
  EXPECT_EQ(rules->parameter_type("letter.nothing"), nullptr);
}

TEST(Rulebook, AdditionsAreMerged) {
  const auto rules = load(kCounty);
  ASSERT_NE(rules, nullptr);
  const auto* letter = rules->find_register("letter");
  ASSERT_NE(letter, nullptr);
  EXPECT_EQ(rules->find_register("leter"), nullptr);
  const auto* issue = letter->step("issue");
  ASSERT_NE(issue, nullptr);
  ASSERT_EQ(issue->gates.size(), 2u);
  EXPECT_EQ(issue->gates[0].id, "discussed");
  EXPECT_EQ(issue->gates[0].binding, Binding::Policy); // that of its parameter
  EXPECT_EQ(issue->gates[1].binding, Binding::LocalTarget);
  EXPECT_EQ(issue->gates[1].cite, (Citation{"letter_rule", "9"}));
  EXPECT_THAT(issue->needs, ElementsAre("members", "pilot"));
  EXPECT_THAT(letter->list,
              ElementsAre("title", "state", "steps.issue.on", "clocks.reply.due_on", "pilot"));
  EXPECT_NE(letter->field("pilot"), nullptr);
  EXPECT_EQ(letter->field("amount")->maximum, 100050);
  EXPECT_EQ(letter->clock("reply")->extension_by, std::vector<std::string>{"leader"});
}

TEST(Rulebook, ScopeHasEveryName) {
  const auto rules = load(kCounty);
  ASSERT_NE(rules, nullptr);
  const auto& columns = rules->find_register("letter")->scope.columns;
  std::string names;
  for (const auto& column : columns)
    names += column.name + ">" + column.column + ":" + std::string(name_of(column.type)) + " ";
  EXPECT_THAT(names, testing::StartsWith("record_id>record_id:text state>state:text "
                                         "opened_on>opened_on:date today>:date title>title:text"));
  for (const char* part :
       {"opinions.count>opinions_count:number", "steps.try_out.done>step_try_out_done:flag",
        "steps.issue.on>step_issue_on:date", "clocks.reply.due_on>clock_reply_due_on:date",
        "clocks.checking.earliest_on>clock_checking_earliest_on:date",
        "clocks.reply.extended>clock_reply_extended:number", "pilot>pilot:text"})
    EXPECT_THAT(names, HasSubstr(part));
  EXPECT_THAT(columns[1].choices, ElementsAre("drafting", "checking", "issued", "closed"));
  EXPECT_EQ(scope_of(*rules->find_register("letter")).size(), columns.size());
}

TEST(Rulebook, WhatIf) {
  const auto rules = load(kCounty);
  ASSERT_NE(rules, nullptr);
  const auto other = rules->with("letter.check.min", {12, 0}, "working_day");
  ASSERT_TRUE(other);
  EXPECT_EQ(number((*other)->parameter("letter.check.min", day(2020, 1, 1)).value), "12");
  EXPECT_EQ(number((*other)->parameter("letter.check.min", day(2026, 1, 1)).value), "12");
  EXPECT_NE((*other)->version(), rules->version());
  EXPECT_NE((*other)->find_register("letter"), nullptr);
  EXPECT_EQ(number(rules->parameter("letter.check.min", day(2020, 1, 1)).value), "5");
  // A supposition may be looser than the law.
  ASSERT_TRUE(rules->with("letter.check.min", {1, 0}, "calendar_day"));
  const auto target = rules->with("letter.reply.max", {30, 0}, "working_day");
  ASSERT_TRUE(target);
  EXPECT_EQ(number((*target)->parameter("letter.reply.max", day(2023, 1, 1)).target), "10");
  EXPECT_EQ(rules->with("letter.chek.min", {12, 0}, "working_day").error().id,
            "pack.unknown_parameter");
  EXPECT_EQ(rules->with("letter.check.min", {12, 0}, "wd").error().id, "pack.unknown_unit");
  EXPECT_EQ(rules->with("letter.check.min", {125, 1}, "working_day").error().id, "pack.bad_value");
  EXPECT_EQ(rules->with("letter.discussion.required", {1, 0}, "boolean").error().id,
            "pack.bad_value");
}

TEST(Rulebook, Words) {
  const auto rules = load("");
  ASSERT_NE(rules, nullptr);
  EXPECT_EQ(rules->words({"letter_rule", "5"}), "《意见书办法》第5条");
  EXPECT_EQ(rules->words({"letter_rule", "5之一"}), "《意见书办法》第5条之一");
  EXPECT_EQ(rules->words({"letter_rule", "总则"}), "《意见书办法》“总则”");
  EXPECT_EQ(rules->words({"other", "5"}), "other#5");
  EXPECT_EQ(rules->words({}), "");
  EXPECT_EQ(rules->find_law("letter_rule")->articles.size(), 4u);
}

TEST(Rulebook, ExplainsARegisterOnADay) {
  const auto rules = load(kCounty);
  ASSERT_NE(rules, nullptr);
  const auto text = rules->explain("letter", day(2026, 3, 1));
  for (const char* part :
       {"# 意见书", "### 1. 起草", "由谁办：单位经办人", "必须填写：名称、类别",
        "要等“核查期”满：不少于10个工作日（《意见书办法》第9条，地方规定）",
        "没有做到的：先集体讨论",
        "最长：不超过15个工作日（《意见书办法》第6条）；本地目标不超过10个工作日",
        "可以延长1次：10个工作日", "由负责人决定", "个人信息，遮盖后显示", "已办结（办结"})
    EXPECT_THAT(text, HasSubstr(part));
  const auto early = rules->explain("letter", day(2021, 3, 1));
  EXPECT_THAT(early, HasSubstr("这一天还没有或者不再有这项要求"));
  EXPECT_THAT(early, HasSubstr("不少于5个工作日（《意见书办法》第5条，适用到2024-01-01前）"));
  EXPECT_THAT(early, Not(HasSubstr("先集体讨论")));
  EXPECT_EQ(rules->explain("nothing", day(2026, 3, 1)), "");
}

TEST(Rulebook, CalendarHasTheNoticesOfAllLayers) {
  const auto rules = load("");
  ASSERT_NE(rules, nullptr);
  EXPECT_FALSE(rules->calendar().view("CN", day(2026, 1, 1)).is_working(day(2026, 1, 1)));
}

TEST(Scenarios, AreReadWithCanonicalJson) {
  Source source;
  source.files.push_back({"scenarios/a.yaml", R"(scenarios:
  - name: 一
    covers: [X1]
    register: letter
    given:
      - { on: 2026-03-02, step: draft, fields: { b: "12", a: [1, 2.50, true, null, '是"'], c: 012 } }
    when: { on: 2026-03-06, step: issue, by: leader, outside: 已经制发 }
    then: { state: issued }
  - { name: 二, parameter: p.q, start: 2026-03-02, known_on: 2026-03-01, jurisdiction: CN-AA, then: { last_day: 2026-03-03 } }
)"});
  std::vector<Diagnostic> faults;
  const auto found = scenarios(source, faults);
  EXPECT_EQ(shown(faults), "");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].given[0].fields_json, R"({"a":[1,2.5,true,null,"是\""],"b":"12","c":"012"})");
  EXPECT_EQ(found[0].when->outside_reason, "已经制发");
  EXPECT_EQ(found[0].when->fields_json, "{}");
  EXPECT_EQ(found[0].then_json, R"({"state":"issued"})");
  EXPECT_EQ(found[0].line, 2);
  EXPECT_EQ(found[1].start, day(2026, 3, 2));
  EXPECT_EQ(found[1].known_on, day(2026, 3, 1));
  EXPECT_EQ(found[1].jurisdiction, "CN-AA");
}

TEST(Coverage, AsksForTheDayBeforeAndTheDay) {
  const auto rules = load("");
  ASSERT_NE(rules, nullptr);
  const auto sources = sources_of(sections_of(read_text(kBase)), {});
  std::vector<Diagnostic> faults;
  std::vector<std::string> missing;
  for (const auto& each : uncovered(rules->packs()[0], scenarios(sources[0], faults)))
    if (each.parameter_id == "letter.check.min") missing.push_back(base::to_string(each.day));
  EXPECT_THAT(missing, ElementsAre("2019-12-31", "2020-01-01", "2024-01-01"));
}

} // namespace
} // namespace plumb::pack
