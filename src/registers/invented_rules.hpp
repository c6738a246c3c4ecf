// SPDX-License-Identifier: Apache-2.0
// Invented rules of an invented country and its county 砚湖, for tests and measurements.
#pragma once

#include <plumb/pack/pack.hpp>

#include <string>
#include <string_view>

namespace plumb::registers::testing {

inline constexpr std::string_view kPackYaml = R"(
id: national
title: 样例规则
layer: national
jurisdiction: CN
extends: []
version: 1.0.0
in_force_from: 2019-01-01
in_force_until:
)";

inline constexpr std::string_view kLawYaml = R"(
laws:
  - id: sample_law
    title: 砚湖样例办法
    number: 样例第1号
    level: local_rule
    in_force_from: 2019-01-01
    in_force_until:
    articles:
      "1": 征求意见不少于三十日
      "2": 审核不少于七个工作日
      "3": 审核在十五个工作日内
      "4": 审核在十个工作日内
      "5": 先征求意见
      "6": 须经公平竞争审查
      "7": 听证材料提前七日送达
      "8": 收到申请后二十个工作日内答复
      "9": 可以延长二十个工作日
      "10": 五个工作日内不决定的视为受理
      "11": 市场类事项先征求意见
)";

inline constexpr std::string_view kParametersYaml = R"(
parameters:
  - id: sample.consultation.min
    title: 征求意见的最短时间
    register: proposal
    kind: min_period
    operator: min
    binding: statutory
    values:
      - { in_force_from: 2019-01-01, in_force_until: , value: 30, unit: calendar_day, cite: sample_law#1 }
  - id: sample.review.min
    title: 审核的最短时间
    register: proposal
    kind: min_period
    operator: min
    binding: statutory
    values:
      - { in_force_from: 2019-01-01, in_force_until: , value: 7, unit: working_day, cite: sample_law#2 }
  - id: sample.review.max
    title: 审核的最长时间
    register: proposal
    kind: deadline
    operator: max
    binding: statutory
    values:
      - { in_force_from: 2019-01-01, in_force_until: 2026-07-01, value: 15, unit: working_day, cite: sample_law#3 }
      - { in_force_from: 2026-07-01, in_force_until: , value: 10, unit: working_day, cite: sample_law#4 }
  - id: sample.fair_review
    title: 公平竞争审查
    register: proposal
    kind: obligation
    operator: require
    binding: statutory
    values:
      - { in_force_from: 2026-03-01, in_force_until: , value: true, unit: boolean, cite: sample_law#6 }
  - id: sample.materials.lead
    title: 材料提前送达
    register: proposal
    kind: lead_time
    operator: before
    binding: statutory
    values:
      - { in_force_from: 2019-01-01, in_force_until: , value: 7, unit: calendar_day, cite: sample_law#7 }
  - id: sample.reply.max
    title: 答复期限
    register: request
    kind: deadline
    operator: max
    binding: statutory
    values:
      - { in_force_from: 2019-01-01, in_force_until: , value: 20, unit: working_day, cite: sample_law#8 }
  - id: sample.reply.extension
    title: 答复延长
    register: request
    kind: deadline
    operator: max
    binding: statutory
    values:
      - { in_force_from: 2020-01-01, in_force_until: , value: 20, unit: working_day, cite: sample_law#9 }
  - id: sample.acceptance.max
    title: 受理期限
    register: request
    kind: deadline
    operator: max
    binding: statutory
    values:
      - { in_force_from: 2019-01-01, in_force_until: , value: 5, unit: working_day, cite: sample_law#10 }
)";

inline constexpr std::string_view kProposalYaml = R"(
register: proposal
title: 样例事项
gist: 从提出到公布
title_field: title
list: [title, state]
fields:
  - { id: title, title: 名称, type: text, indexed: true }
  - id: kind
    title: 类别
    type: choice
    choices: [{ id: market, title: 市场类 }, { id: other, title: 其他 }]
  - { id: amount, title: 金额, type: decimal, scale: 2, minimum: 0, maximum: 1000 }
  - { id: headcount, title: 人数, type: integer, minimum: 1, maximum: 9 }
  - { id: hearing_on, title: 听证日期, type: date }
  - { id: draft, title: 草案, type: file }
  - { id: urgent, title: 紧急, type: flag }
  - { id: leads, title: 承办单位, type: units }
  - { id: contact, title: 联系电话, type: text, personal: true, mask: phone }
  - id: opinions
    title: 意见
    type: rows
    columns: [{ id: text, title: 内容, type: text }, { id: adopted, title: 采纳, type: flag }]
  - { id: fair_reviewed, title: 已审查, type: flag }
states:
  - { id: drafting, title: 起草 }
  - { id: consulting, title: 征求意见 }
  - { id: reviewing, title: 审核 }
  - { id: decided, title: 已决定 }
  - { id: published, title: 已公布, final: true }
  - { id: withdrawn, title: 已撤回, final: true }
steps:
  - id: propose
    title: 提出
    opens: true
    to: drafting
    by: [unit_clerk]
    required: [title, kind]
    optional: [contact, amount, headcount, urgent, leads, hearing_on]
  - id: consult
    title: 征求意见
    from: [drafting]
    to: consulting
    by: [unit_clerk]
    starts: [consultation]
  - id: note
    title: 记录
    repeatable: true
    optional: [hearing_on, opinions, fair_reviewed, draft]
  - id: serve_materials
    title: 送达材料
    needs: [hearing_on]
    stops: [materials]
  - id: submit
    title: 送审
    from: [drafting, consulting]
    to: reviewing
    by: [unit_clerk, unit_approver]
    needs: [draft]
    after: [consultation]
    gates:
      - id: consulted
        title: 已征求意见
        require: steps.consult.done
        when: kind == 'market'
        cite: sample_law#11
        advice: 先征求意见，期满后再送审
      - id: fair
        title: 已作公平竞争审查
        require: fair_reviewed
        parameter: sample.fair_review
        advice: 先送公平竞争审查
    stops: [consultation]
    starts: [review]
  - id: decide
    title: 集体讨论决定
    from: [reviewing]
    to: decided
    by: [coordinator]
    after: [review]
    gates:
      - id: drafted
        title: 有草案
        require: draft is not empty
        cite: sample_law#5
    stops: [review]
  - id: publish
    title: 公布
    from: [decided]
    to: published
  - id: withdraw
    title: 撤回
    to: withdrawn
clocks:
  - { id: consultation, title: 征求意见期, minimum: sample.consultation.min, when: kind == 'market' }
  - { id: review, title: 审核期, minimum: sample.review.min, maximum: sample.review.max }
  - { id: materials, title: 材料送达, maximum: sample.materials.lead, before_field: hearing_on }
)";

inline constexpr std::string_view kRequestYaml = R"(
register: request
title: 样例申请
gist: 从申请到答复
title_field: subject
list: [subject, state]
fields:
  - { id: subject, title: 所需信息, type: text }
states:
  - { id: received, title: 已收到 }
  - { id: open, title: 办理中 }
  - { id: answered, title: 已答复, final: true }
steps:
  - { id: apply, title: 申请, opens: true, to: received, required: [subject], starts: [acceptance] }
  - { id: accept, title: 受理, from: [received], to: open, stops: [acceptance], starts: [reply] }
  - { id: ask_third_party, title: 征求第三方, from: [open], repeatable: true, pauses: [reply] }
  - { id: third_party_answered, title: 第三方回复, from: [open], repeatable: true, resumes: [reply] }
  - { id: supplement, title: 补正, from: [open], repeatable: true, restarts: [reply] }
  - { id: extend, title: 延长, from: [open], repeatable: true, by: [unit_approver, leader], extends: [reply] }
  - { id: remind, title: 催办, repeatable: true }
  - { id: answer, title: 答复, from: [open], to: answered, stops: [reply] }
clocks:
  - { id: acceptance, title: 受理期, maximum: sample.acceptance.max, deems: accept }
  - { id: reply, title: 答复期, maximum: sample.reply.max, extension: sample.reply.extension, extension_by: [leader] }
)";

inline constexpr std::string_view kCalendarYaml = R"(
notices:
  - id: 样例2026
    title: 2026年节假日
    jurisdiction: CN
    notice_on: 2025-11-04
    settles_from: 2026-01-01
    settles_until: 2027-01-01
    provisional: false
    days:
      - { on: 2026-01-01, kind: holiday, name: 元旦 }
      - { on: 2026-02-16, kind: holiday, name: 春节 }
      - { on: 2026-02-17, kind: holiday, name: 春节 }
      - { on: 2026-02-18, kind: holiday, name: 春节 }
      - { on: 2026-02-19, kind: holiday, name: 春节 }
      - { on: 2026-02-20, kind: holiday, name: 春节 }
      - { on: 2026-02-28, kind: makeup_day, name: 春节 }
      - { on: 2026-10-01, kind: holiday, name: 国庆节 }
      - { on: 2026-10-02, kind: holiday, name: 国庆节 }
      - { on: 2026-10-05, kind: holiday, name: 国庆节 }
      - { on: 2026-10-06, kind: holiday, name: 国庆节 }
      - { on: 2026-10-07, kind: holiday, name: 国庆节 }
      - { on: 2026-10-10, kind: makeup_day, name: 国庆节 }
)";

inline constexpr std::string_view kCountyPackYaml = R"(
id: yanhu
title: 砚湖县规则
layer: county
jurisdiction: CN-YZ-YH
extends: [national]
version: 2.1.0
in_force_from: 2020-01-01
in_force_until:
)";
inline constexpr std::string_view kCountyLawYaml = R"(
laws:
  - id: yanhu_plan
    title: 砚湖县工作要点
    number: 砚湖办〔2020〕1号
    level: plan
    in_force_from: 2020-01-01
    in_force_until:
    articles:
      "一": 十五个工作日内答复
      "二": 征求意见四十日
)";
inline constexpr std::string_view kCountyParametersYaml = R"(
parameters:
  - id: sample.reply.max
    title: 答复目标
    register: request
    kind: deadline
    operator: max
    binding: local_target
    values:
      - { in_force_from: 2020-01-01, in_force_until: , value: 15, unit: working_day, cite: yanhu_plan#一 }
  - id: sample.consultation.min
    title: 征求意见目标
    register: proposal
    kind: min_period
    operator: min
    binding: local_target
    values:
      - { in_force_from: 2020-01-01, in_force_until: , value: 40, unit: calendar_day, cite: yanhu_plan#二 }
)";

inline pack::Source national_source(std::string_view proposal = kProposalYaml,
                                    std::string_view version = "1.0.0",
                                    std::string_view parameters = kParametersYaml) {
  auto pack_yaml = std::string(kPackYaml);
  pack_yaml.replace(pack_yaml.find("1.0.0"), 5, version);
  return {{{"calendar/2026.yaml", std::string(kCalendarYaml)},
           {"law/law.yaml", std::string(kLawYaml)},
           {"pack.yaml", pack_yaml},
           {"parameters/all.yaml", std::string(parameters)},
           {"registers/proposal.yaml", std::string(proposal)},
           {"registers/request.yaml", std::string(kRequestYaml)}}};
}
inline pack::Source county_source() {
  return {{{"law/law.yaml", std::string(kCountyLawYaml)},
           {"pack.yaml", std::string(kCountyPackYaml)},
           {"parameters/all.yaml", std::string(kCountyParametersYaml)}}};
}

} // namespace plumb::registers::testing
