// SPDX-License-Identifier: Apache-2.0
/// Registers that belong together, roles, duties that come again: what is read, and how layers
/// merge it.
#include "bundle.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plumb::pack {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto day = base::make_date;

Sections linked() {
  return sections_of(read_text(std::string(PLUMB_TESTDATA) + "/linked.txt"));
}

std::shared_ptr<const Rulebook> load(std::string_view changes) {
  std::vector<Diagnostic> faults;
  const auto rules = Rulebook::load(sources_of(linked(), sections_of(changes)), faults);
  EXPECT_EQ(shown(faults), "");
  return rules;
}

TEST(Links, AreRead) {
  const auto rules = load("");
  ASSERT_NE(rules, nullptr);
  const auto* errand = rules->find_register("errand");
  ASSERT_NE(errand, nullptr);
  EXPECT_THAT(errand->parties, ElementsAre("lead", "helpers", "visits.host"));
  EXPECT_THAT(errand->key, ElementsAre("title", "lead"));
  const auto* issue = errand->step("issue");
  ASSERT_NE(issue, nullptr);
  ASSERT_EQ(issue->spawns.size(), 3u);
  EXPECT_EQ(issue->spawns[0].register_id, "part");
  EXPECT_EQ(issue->spawns[0].link, "errand");
  EXPECT_EQ(issue->spawns[0].for_each, "lead");
  EXPECT_EQ(issue->spawns[2].fields[0], (std::pair<std::string, std::string>("unit", "each.host")));
  ASSERT_EQ(issue->assigns.size(), 1u);
  EXPECT_EQ(issue->assigns[0].pattern, "{series}〔{year}〕{number}号");
  const auto* draw = errand->step("draw");
  ASSERT_NE(draw, nullptr);
  ASSERT_TRUE(draw->draws);
  EXPECT_TRUE(draw->aside);
  EXPECT_TRUE(draw->draws->where);
  EXPECT_EQ(draw->draws->match.size(), 1u);
  EXPECT_EQ(draw->draws->count, "wanted");
  EXPECT_THAT(errand->step("report")->acts, ElementsAre("lead", "visits.host"));
  EXPECT_EQ(errand->step("close")->carries.at(0).step, "withdraw");
  EXPECT_EQ(errand->state("open")->stage, "办理");
  EXPECT_TRUE(errand->state("reported")->done);
  EXPECT_FALSE(errand->state("open")->done);
  const auto* due = errand->clock("due");
  EXPECT_EQ(due->until_field, "due_on");
  EXPECT_EQ(due->binding, Binding::Policy);
  EXPECT_EQ(due->cite, (Citation{"errand_rule", "3"}));
  ASSERT_EQ(errand->dossier.size(), 3u);
  EXPECT_TRUE(errand->dossier[1].required);
  EXPECT_TRUE(errand->dossier[2].optional);
}

TEST(Links, ScopeCountsColumnsAndChildren) {
  const auto rules = load("");
  ASSERT_NE(rules, nullptr);
  const auto& columns = rules->find_register("errand")->scope.columns;
  std::string names;
  for (const auto& column : columns)
    names += column.name + ">" + column.column + ":" + std::string(name_of(column.type)) + " ";
  // Behind everything that was there before, children last and each register once.
  EXPECT_THAT(names, testing::EndsWith("visits.note.filled>visits_note_filled:number "
                                       "visits.useful.filled>visits_useful_filled:number "
                                       "visits.useful.yes>visits_useful_yes:number "
                                       "visits.useful.last>visits_useful_last:flag "
                                       "children.part.count>children_part_count:number "
                                       "children.part.done>children_part_done:number "));
  EXPECT_THAT(names, testing::Not(HasSubstr("visits.host")));
  EXPECT_EQ(scope_of(*rules->find_register("errand")).size(), columns.size());
}

TEST(Links, RolesAndDuties) {
  const auto rules = load("");
  ASSERT_NE(rules, nullptr);
  ASSERT_EQ(rules->roles().size(), 4u);
  const auto* coordinator = rules->find_role("coordinator");
  ASSERT_NE(coordinator, nullptr);
  EXPECT_EQ(coordinator->reach, Reach::All);
  EXPECT_THAT(coordinator->rights,
              ElementsAre(Right::Plans, Right::Correct, Right::Personal, Right::WhatIf));
  EXPECT_EQ(rules->find_role("keeper")->reach, Reach::None);
  EXPECT_EQ(rules->find_role("nobody"), nullptr);
  EXPECT_EQ(rules->packs()[0].roles.size(), 4u);

  ASSERT_EQ(rules->obligations().size(), 3u);
  const auto& monthly = rules->obligations()[0];
  EXPECT_EQ(monthly.every, Obligation::Every::Month);
  EXPECT_EQ(monthly.due_day, 25);
  EXPECT_EQ(monthly.lead_days, 10);
  EXPECT_EQ(monthly.cite, (Citation{"errand_rule", "3"}));
  EXPECT_EQ(monthly.binding, Binding::Policy);
  EXPECT_THAT(monthly.unit_kinds, ElementsAre("government", "township"));
  EXPECT_EQ(monthly.fields.at(0), (std::pair<std::string, std::string>("title", "period")));
  const auto& yearly = rules->obligations()[1];
  EXPECT_EQ(yearly.due_date, "11-05");
  EXPECT_EQ(yearly.in_force_until, day(2028, 1, 1));
  const auto& carried = rules->obligations()[2];
  EXPECT_EQ(carried.of, "errand");
  EXPECT_EQ(carried.for_each, "helpers");
  EXPECT_EQ(carried.schedule, "rules.rule");
  ASSERT_TRUE(carried.where);
  EXPECT_EQ(carried.where->source(), "kind == 'big' and children.part.count >= 1");
}

TEST(Links, NamesOfReachesAndRights) {
  EXPECT_EQ(name_of(Reach::All), "all");
  EXPECT_EQ(name_of(Reach::UnitAndBelow), "unit_and_below");
  EXPECT_EQ(name_of(Reach::None), "none");
  EXPECT_EQ(name_of(Right::WhatIf), "what_if");
  EXPECT_EQ(name_of(Right::Journal), "journal");
}

constexpr std::string_view kCounty = R"(
=== lower:pack.yaml
id: county
title: 下级规则
layer: county
jurisdiction: CN-AA
extends: [base]
version: 1.0.0
in_force_from: 2020-01-01
=== lower:roles/roles.yaml
roles:
  - { id: approver, title: 本县审批人, reach: unit }
  - { id: watcher, title: 旁观者, reach: all }
=== lower:registers/additions.yaml
extends_register: errand
parties: [extra]
fields:
  - { id: extra, title: 另外的单位, type: unit }
  - { id: local_no, title: 本地编号, type: text }
steps:
  - { id: look, title: 旁观, by: [watcher], repeatable: true, aside: true, optional: [extra] }
dossier:
  - { title: 本地材料, fields: [local_no] }
add_to_steps:
  report:
    acts: [lead]
    spawns: [{ register: check, step: begin, link: errand, fields: { title: title } }]
    assigns: [{ field: local_no, series: code, pattern: "{year}-{number}" }]
  close:
    acts: [extra]
    carries: [{ register: check, step: end }]
    gates:
      - { id: checked, title: 已核对, require: children.check.done >= 1, cite: errand_rule#3 }
=== lower:registers/part.yaml
extends_register: part
parties: [errand_host.who]
fields:
  - { id: helper_unit, title: 帮忙单位, type: unit }
  - { id: errand_host, title: 接待, type: rows, columns: [{ id: who, title: 谁, type: unit }] }
add_to_steps: { assign: { optional: [helper_unit, errand_host] } }
=== lower:registers/check.yaml
register: check
title: 核对
gist: 下级加的登记
title_field: title
fields:
  - { id: title, title: 名称, type: text }
  - { id: errand, title: 差事, type: record, of: errand }
states: [{ id: open, title: 在办 }, { id: closed, title: 已办结, final: true }]
steps:
  - { id: begin, title: 开始, opens: true, to: open, optional: [title, errand] }
  - { id: end, title: 核对完, from: [open], to: closed }
)";

TEST(Links, LowerLayersAddAndNarrow) {
  const auto rules = load(kCounty);
  ASSERT_NE(rules, nullptr);
  ASSERT_EQ(rules->roles().size(), 5u);
  EXPECT_EQ(rules->find_role("approver")->reach, Reach::Unit);
  EXPECT_THAT(rules->find_role("approver")->rights, ElementsAre());
  EXPECT_EQ(rules->find_role("approver")->title, "本县审批人");
  EXPECT_EQ(rules->find_role("watcher")->reach, Reach::All);
  const auto* errand = rules->find_register("errand");
  EXPECT_THAT(errand->parties, ElementsAre("lead", "helpers", "visits.host", "extra"));
  EXPECT_EQ(errand->dossier.back().title, "本地材料");
  EXPECT_THAT(errand->step("report")->acts, ElementsAre("lead")); // of lead and visits.host
  EXPECT_THAT(errand->step("close")->acts, ElementsAre("extra")); // of every party
  EXPECT_EQ(errand->step("report")->spawns.at(0).register_id, "check");
  EXPECT_EQ(errand->step("report")->assigns.at(0).field, "local_no");
  EXPECT_EQ(errand->step("close")->carries.size(), 3u);
  EXPECT_EQ(errand->step("close")->gates.size(), 3u);
  // The upper layer names no parties: every unit field stays one beside the added path.
  EXPECT_THAT(rules->find_register("part")->parties,
              ElementsAre("unit", "partners", "helper_unit", "errand_host.who"));
  EXPECT_EQ(rules->obligations().size(), 3u);
  EXPECT_EQ(rules->version(), "base@1.0.0+county@1.0.0");
  // What is supposed keeps all of it.
  const auto supposed = rules->with("errand.sign.max", {3, 0}, "working_day");
  ASSERT_TRUE(supposed);
  EXPECT_EQ((*supposed)->roles().size(), 5u);
  EXPECT_EQ((*supposed)->obligations().size(), 3u);
  EXPECT_EQ((*supposed)->find_register("errand")->step("report")->spawns.size(), 1u);
}

/// Records keep the rules that they were begun with: packs from before roles name five fixed ones.
TEST(Links, PacksWithoutRolesLoadAsBefore) {
  const auto base = sections_of(read_text(std::string(PLUMB_TESTDATA) + "/base.txt"));
  std::vector<Diagnostic> faults;
  const auto sources = sources_of(base, {});
  const auto archived = read_archive(sources[0].archive());
  ASSERT_TRUE(archived);
  EXPECT_EQ(archived->sm3(), sources[0].sm3());
  const auto rules = Rulebook::load({*archived}, faults);
  EXPECT_EQ(shown(faults), "");
  ASSERT_NE(rules, nullptr);
  EXPECT_EQ(rules->version(), "base@1.0.0");
  EXPECT_TRUE(rules->roles().empty());
  EXPECT_TRUE(rules->obligations().empty());
  const auto* letter = rules->find_register("letter");
  EXPECT_THAT(letter->step("draft")->by, ElementsAre("unit_clerk"));
  EXPECT_EQ(scope_of(*letter).back().name, "clocks.reply.extended");
  EXPECT_THAT(rules->explain("letter", day(2026, 3, 1)), HasSubstr("由谁办：单位经办人"));
}

TEST(Links, AreToldInPlainWords) {
  const auto rules = load("");
  ASSERT_NE(rules, nullptr);
  const auto errand = rules->explain("errand", day(2026, 3, 1));
  for (const char* part :
       {"由谁办：统筹人员",
        "同时为“配合单位”里的每个单位开出一件“分工”（由“分派”开始），同一个不会开两次；"
        "自动填好：单位、角色、名称、期限、伙伴",
        "同时为“走访”的每一行开出一件“分工”",
        "自动给号：“编号”，格式为“代字〔年份〕序号号”",
        "不留空号",
        "从“帮手”中随机抽取，数目按“抽取人数”；只抽状态是“在库”的",
        "其“单位”与本件“牵头单位”相同的回避",
        "谁都可以照着重新算一遍",
        "不列入待办",
        "只有这些单位的可以办：牵头单位、走访中的接待单位",
        "由本件开出、还没有办结的“分工”都办理“撤回”",
        "须本件开出的“分工”中已经办完的件数等于本件开出的“分工”的件数",
        "“走访”最后一行的“是否有用”为“是”",
        "最后一天就是“期限”，它改了也跟着改（《差事办法》第3条，政策要求）",
        "已报（单位已经办完）；属于“办理”阶段",
        "看得到全部记录的角色：统筹人员",
        "看不到记录的角色：系统维护",
        "导入表格时，“名称、牵头单位”都相同的是同一件",
        "2. 走访：走访（类别是“大”时必须有）",
        "3. 其他：抽取凭据（可以没有）",
        "差事里的经常事项：按“频次”里写的频次；由每一件还没有办结"})
    EXPECT_THAT(errand, HasSubstr(part));
  const auto part = rules->explain("part", day(2026, 3, 1));
  for (const char* words :
       {"每月报送：每月一次，25日前；由政府工作部门、乡镇承担，每个单位各一件，记为“分工”"
        "（由“分派”开始），提前10天开出；自2026-01-01起。依据：《差事办法》第3条",
        "每年报送：每年一次，11月5日前；由sfj承担", "到2028-01-01前", "填在这里的单位：单位、伙伴"})
    EXPECT_THAT(part, HasSubstr(words));
}

TEST(Links, ScenariosSayHowChildrenStand) {
  std::vector<Diagnostic> faults;
  const auto found = scenarios(sources_of(linked(), {})[0], faults);
  EXPECT_EQ(shown(faults), "");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].given.at(0).children_json, R"({"part":{"count":2,"done":1}})");
  EXPECT_EQ(found[0].when->children_json, "");
}

} // namespace
} // namespace plumb::pack
