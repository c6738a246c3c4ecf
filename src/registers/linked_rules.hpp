// SPDX-License-Identifier: Apache-2.0
// Invented registers that belong together: errands with a part for each unit, and a pool to draw
// from.
#pragma once

#include "invented_rules.hpp"

namespace plumb::registers::testing {

inline constexpr std::string_view kRolesYaml = R"(
roles:
  - { id: coordinator, title: 统筹人员, reach: all, rights: [correct] }
  - { id: unit_clerk, title: 经办人, reach: unit }
  - { id: unit_approver, title: 审批人, reach: unit }
  - { id: leader, title: 负责人, reach: unit_and_below }
  - { id: keeper, title: 系统管理员, reach: none, rights: [accounts] }
)";

inline constexpr std::string_view kErrandYaml = R"(
register: errand
title: 差事
gist: 从交办到办结
title_field: title
list: [title, state]
parties: [drafter, lead, reviewer, visits.host]
fields:
  - { id: title, title: 名称, type: text }
  - { id: drafter, title: 起草单位, type: unit }
  - { id: lead, title: 牵头单位, type: units }
  - { id: reviewer, title: 复核单位, type: unit }
  - { id: due_on, title: 办结时限, type: date }
  - id: code
    title: 机关代字
    type: choice
    choices: [{ id: county, title: 砚政发 }, { id: office, title: 砚政办发 }]
  - { id: document_no, title: 文号, type: text }
  - { id: wanted, title: 专业, type: choices, choices: [{ id: law, title: 法律 }, { id: water, title: 水利 }] }
  - { id: how_many, title: 人数, type: integer, minimum: 0, maximum: 50 }
  - id: drawn
    title: 抽取结果
    type: rows
    columns:
      - { id: record, title: 专家, type: record, of: expert }
      - { id: name, title: 姓名, type: text }
      - { id: ticket, title: 签号, type: text }
  - { id: lot, title: 抽取凭证, type: long_text }
  - id: visits
    title: 走访
    type: rows
    columns:
      - { id: host, title: 接待单位, type: unit }
      - { id: note, title: 情况, type: text, counted: true }
      - { id: agreed, title: 同意, type: flag, counted: true }
states:
  - { id: drafting, title: 起草 }
  - { id: issued, title: 已交办 }
  - { id: closed, title: 已办结, final: true }
steps:
  - id: draft
    title: 起草
    opens: true
    to: drafting
    by: [unit_clerk, coordinator]
    required: [title]
    optional: [drafter, lead, due_on, code, visits]
  - id: issue
    title: 交办
    from: [drafting]
    to: issued
    by: [coordinator]
    optional: [lead, reviewer, due_on, code, visits]
    starts: [due]
    assigns: [{ field: document_no, series: code, pattern: "{series}〔{year}〕{number}号" }]
    spawns:
      - register: part
        step: assign
        for_each: lead
        link: errand
        fields: { unit: each, title: title, role: "'牵头'", due_on: due_on }
      - register: part
        step: assign
        for_each: visits
        link: errand
        fields: { unit: each.host, title: each.note, role: "'it''s'", due_on: on }
      - { register: part, step: assign, for_each: reviewer, link: errand, fields: { title: title } }
  - id: change
    title: 调整
    from: [drafting, issued]
    by: [coordinator, unit_clerk]
    repeatable: true
    optional: [lead, due_on, visits]
  - id: more
    title: 增加单位
    from: [issued]
    by: [coordinator]
    repeatable: true
    optional: [lead]
    spawns: [{ register: part, step: assign, for_each: lead, link: errand, fields: { unit: each, title: title } }]
  - id: survey
    title: 征询全部专家
    from: [issued]
    repeatable: true
    spawns:
      - register: part
        step: assign
        of: expert
        where: state == 'in_pool'
        link: errand
        fields: { unit: each.unit, title: each.name, expert: each }
  - id: review
    title: 复核
    from: [issued]
    aside: true
    repeatable: true
    by: [unit_clerk, leader]
    acts: [reviewer, visits.host]
  - id: draw
    title: 抽取专家
    from: [issued]
    repeatable: true
    optional: [wanted, how_many]
    draws:
      register: expert
      where: state == 'in_pool'
      match: { specialty: wanted }
      exclude: { unit: drafter }
      count: how_many
      into: drawn
      receipt: lot
  - id: settle
    title: 完成
    from: [issued]
    repeatable: true
    stops: [due]
  - id: close
    title: 办结
    from: [issued]
    to: closed
    by: [coordinator]
    stops: [due]
    gates:
      - { id: all_done, title: 各单位都已完成, require: children.part.done == children.part.count, cite: sample_law#5 }
      - { id: agreed, title: 走访同意, require: visits.agreed.yes >= 1 or visits.note.filled == 0, cite: sample_law#5 }
  - id: cancel
    title: 撤销
    from: [issued]
    to: closed
    by: [coordinator]
    carries: [{ register: part, step: withdraw }]
clocks:
  - { id: due, title: 办结, until_field: due_on, binding: policy, cite: sample_law#8 }
)";

inline constexpr std::string_view kPartYaml = R"(
register: part
title: 差事分工
gist: 每个单位一份
title_field: title
list: [title, state]
fields:
  - { id: title, title: 名称, type: text }
  - { id: errand, title: 差事, type: record, of: errand }
  - { id: expert, title: 专家, type: record, of: expert }
  - { id: unit, title: 单位, type: unit }
  - { id: helpers, title: 协助单位, type: units }
  - { id: role, title: 角色, type: text }
  - { id: due_on, title: 时限, type: date }
  - { id: caller, title: 联系人, type: text, personal: true, mask: name }
states:
  - { id: assigned, title: 待签收 }
  - { id: reported, title: 已报完成, done: true }
  - { id: accepted, title: 已验收, final: true }
  - { id: withdrawn, title: 已收回, final: true }
steps:
  - id: assign
    title: 分派
    opens: true
    to: assigned
    required: [title, errand]
    optional: [unit, role, due_on, helpers, expert]
  - { id: report, title: 报完成, from: [assigned], to: reported, by: [unit_clerk] }
  - { id: accept, title: 验收, from: [reported], to: accepted, by: [coordinator] }
  - { id: withdraw, title: 收回, from: [assigned, reported], to: withdrawn, by: [coordinator] }
)";

inline constexpr std::string_view kExpertYaml = R"(
register: expert
title: 专家库
gist: 可供抽取的专家
title_field: name
list: [name, state]
fields:
  - { id: name, title: 名称, type: text }
  - { id: specialty, title: 专业, type: choices, choices: [{ id: law, title: 法律 }, { id: water, title: 水利 }] }
  - { id: unit, title: 单位, type: unit }
states:
  - { id: in_pool, title: 在库 }
  - { id: left, title: 出库, final: true }
steps:
  - { id: enter, title: 入库, opens: true, to: in_pool, required: [name], optional: [specialty, unit] }
  - { id: leave, title: 出库, from: [in_pool], to: left }
)";

inline pack::Source linked_source() {
  auto source = national_source();
  source.files.push_back({"registers/errand.yaml", std::string(kErrandYaml)});
  source.files.push_back({"registers/expert.yaml", std::string(kExpertYaml)});
  source.files.push_back({"registers/part.yaml", std::string(kPartYaml)});
  source.files.push_back({"roles/roles.yaml", std::string(kRolesYaml)});
  return source;
}

} // namespace plumb::registers::testing
