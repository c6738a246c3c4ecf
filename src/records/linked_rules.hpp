// SPDX-License-Identifier: Apache-2.0
// Invented rules of the invented 砚湖县 in which registers belong together: orders that go to
// units, numbers, lots, and a monthly brief.
#pragma once

#include "test_support.hpp"

#include <plumb/organisation/organisation.hpp>

namespace plumb::records::testing {

inline constexpr const char* kLinkedLaw = R"(
laws:
  - id: order_rules
    title: 砚湖交办样例办法
    number: 样例第3号
    level: local_rule
    in_force_from: 2019-01-01
    in_force_until:
    articles:
      "1": 收到交办后三个工作日内签收，逾期视为签收
      "2": 每月报送一次
)";

inline constexpr const char* kLinkedParameters = R"(
parameters:
  - id: part.signing.max
    title: 签收期限
    register: part
    kind: deadline
    operator: max
    binding: statutory
    values:
      - { in_force_from: 2019-01-01, in_force_until: , value: 3, unit: working_day, cite: order_rules#1 }
)";

inline constexpr const char* kOrder = R"(
register: order
title: 交办
gist: 交办到单位
title_field: title
list: [title, number]
key: [title, series]
fields:
  - { id: title, title: 名称, type: text, indexed: true }
  - { id: lead, title: 牵头, type: units }
  - { id: support, title: 配合, type: units }
  - { id: due_on, title: 期限, type: date }
  - { id: number, title: 文号, type: text }
  - id: series
    title: 代字
    type: choice
    choices: [{ id: office, title: 砚办 }, { id: bureau, title: 砚司 }]
  - { id: related, title: 相关, type: record, of: order }
  - { id: papers, title: 材料, type: files }
  - id: annexes
    title: 附件
    type: rows
    columns: [{ id: name, title: 名称, type: text }, { id: of, title: 出自, type: record, of: order }, { id: paper, title: 文件, type: file }]
  - { id: specialty, title: 专业, type: text }
  - { id: wanted, title: 抽取人数, type: integer, minimum: 1, maximum: 9 }
  - id: drawn
    title: 抽中
    type: rows
    columns: [{ id: record, title: 专家, type: record, of: expert }, { id: name, title: 姓名, type: text }, { id: ticket, title: 签号, type: text }]
  - { id: receipt, title: 抽取凭据, type: long_text }
states:
  - { id: drafted, title: 拟稿 }
  - { id: issued, title: 已交办 }
  - { id: closed, title: 办结, final: true }
  - { id: withdrawn, title: 撤销, final: true }
steps:
  - id: draft
    title: 拟稿
    opens: true
    to: drafted
    required: [title]
    optional: [lead, support, due_on, series, related, papers, annexes, number, specialty, wanted]
  - id: issue
    title: 交办
    from: [drafted]
    to: issued
    spawns:
      - { register: part, step: assign, for_each: lead, link: order, fields: { unit: each, role: "'lead'", title: title, due_on: due_on } }
      - { register: part, step: assign, for_each: support, link: order, fields: { unit: each, role: "'support'", title: title, due_on: due_on } }
  - id: number
    title: 编号
    from: [issued]
    assigns:
      - { field: number, series: series, pattern: "{series}〔{year}〕{number}号" }
  - id: draw
    title: 抽取
    from: [issued]
    required: [specialty, wanted]
    draws: { register: expert, where: "state == 'in_pool'", match: { specialty: specialty }, count: wanted, into: drawn, receipt: receipt }
  - id: close
    title: 办结
    from: [issued]
    to: closed
    gates:
      - { id: all_done, title: 各单位均已报告, require: children.part.done == children.part.count, cite: order_rules#1, advice: 等各单位报告 }
  - { id: withdraw, title: 撤销, from: [issued], to: withdrawn, carries: [{ register: part, step: stop }] }
clocks: []
)";

inline constexpr const char* kPart = R"(
register: part
title: 承办
gist: 一个单位的份额
title_field: title
list: [title, unit]
fields:
  - { id: title, title: 名称, type: text }
  - { id: unit, title: 单位, type: unit }
  - { id: role, title: 职责, type: text }
  - { id: order, title: 交办, type: record, of: order }
  - { id: due_on, title: 期限, type: date }
  - { id: contact, title: 联系人, type: text, personal: true, mask: name }
states:
  - { id: assigned, title: 待签收 }
  - { id: signed, title: 办理中 }
  - { id: reported, title: 已报告, done: true }
  - { id: stopped, title: 停办, final: true }
steps:
  - { id: assign, title: 分派, opens: true, to: assigned, required: [title, unit], optional: [role, order, due_on], starts: [signing, handling] }
  - { id: sign, title: 签收, from: [assigned], to: signed, optional: [contact], stops: [signing] }
  - { id: report, title: 报告, from: [signed], to: reported, stops: [handling] }
  - { id: stop, title: 停办, to: stopped }
clocks:
  - { id: signing, title: 签收期, maximum: part.signing.max, deems: sign }
  - { id: handling, title: 办理期, until_field: due_on, binding: local_target }
)";

inline constexpr const char* kExpert = R"(
register: expert
title: 专家
gist: 专家库
title_field: name
list: [name]
fields:
  - { id: name, title: 姓名, type: text }
  - { id: specialty, title: 专业, type: text }
states:
  - { id: in_pool, title: 在库 }
  - { id: left, title: 出库, final: true }
steps:
  - { id: join, title: 入库, opens: true, to: in_pool, required: [name], optional: [specialty] }
  - { id: leave, title: 出库, from: [in_pool], to: left }
clocks: []
)";

inline constexpr const char* kBrief = R"(
register: brief
title: 报送
gist: 每月信息
title_field: title
list: [title, period]
fields:
  - { id: title, title: 名称, type: text, length_max: 20 }
  - { id: unit, title: 单位, type: unit }
  - { id: period, title: 期间, type: text }
  - { id: due_on, title: 期限, type: date }
  - { id: order, title: 交办, type: record, of: order }
states:
  - { id: open, title: 待报 }
  - { id: sent, title: 已报, final: true }
steps:
  - { id: raise, title: 生成, opens: true, to: open, required: [title, unit], optional: [period, due_on, order], starts: [due] }
  - { id: send, title: 报送, from: [open], to: sent, stops: [due] }
clocks:
  - { id: due, title: 报送期, until_field: due_on, binding: local_rule, cite: order_rules#2 }
)";

inline constexpr const char* kDuties = R"(
obligations:
  - id: monthly_brief
    title: 每月报送
    register: brief
    step: raise
    cite: order_rules#2
    unit_kinds: [township]
    every: month
    due_day: 25
    lead_days: 10
    fields: { title: "'每月信息'", unit: each, period: period, due_on: due_on }
    in_force_from: 2026-01-01
    in_force_until:
  - id: quarterly_by_order
    title: 每季调度
    register: brief
    step: raise
    cite: order_rules#2
    of: order
    for_each: lead
    where: state == 'issued'
    every: quarter
    fields: { title: title, unit: each, period: period, due_on: due_on, order: record_id }
    in_force_from: 2026-01-01
    in_force_until:
)";

inline std::vector<pack::Source> linked_rules(const std::string& version = "1.0.0",
                                              const std::string& order = kOrder,
                                              const std::string& part = kPart,
                                              const std::string& duties = kDuties) {
  return {pack::Source{.files = {{"calendar/2026.yaml", kCalendar},
                                 {"law/law.yaml", kLinkedLaw},
                                 {"obligations/duties.yaml", duties},
                                 national_head(version),
                                 {"parameters/part.yaml", kLinkedParameters},
                                 {"registers/brief.yaml", kBrief},
                                 {"registers/expert.yaml", kExpert},
                                 {"registers/order.yaml", order},
                                 {"registers/part.yaml", part}},
                       .folder = "packs/national"}};
}

/// Two townships and a bureau.
inline organisation::Tree linked_tree() {
  const auto unit = [](const char* id, organisation::UnitKind kind, const char* name) {
    organisation::Unit out;
    out.id = id;
    out.kind = kind;
    out.names = {{name, std::nullopt, std::nullopt}};
    return out;
  };
  auto tree =
      organisation::Tree::build({unit("lake", organisation::UnitKind::Township, "湖东镇"),
                                 unit("hill", organisation::UnitKind::Township, "北山乡"),
                                 unit("law", organisation::UnitKind::Government, "司法局")});
  PLUMB_CHECK(tree.has_value());
  return *tree;
}

} // namespace plumb::records::testing
