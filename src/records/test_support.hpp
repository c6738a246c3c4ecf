// SPDX-License-Identifier: Apache-2.0
// Invented rules of the invented 砚湖县 and a store over a fresh database.
#pragma once

#include "plumb/records/records.hpp"
#include "plumb/records/testing.hpp"

#include <plumb/base/check.hpp>
#include <plumb/base/clock.hpp>
#include <plumb/storage/testing.hpp>

#include <memory>
#include <string>
#include <vector>

namespace plumb::records::testing {

inline constexpr const char* kLaw = R"(
laws:
  - id: boat_rules
    title: 砚湖船只样例办法
    number: 样例第2号
    level: local_rule
    in_force_from: 2019-01-01
    in_force_until:
    articles:
      "1": 十个工作日内决定
      "2": 公示不少于五个工作日
      "3": 决定前须经查验
      "4": 五个工作日内不受理的视为受理
)";

inline constexpr const char* kParameters = R"(
parameters:
  - id: boat.decision.max
    title: 决定期限
    register: boat
    kind: deadline
    operator: max
    binding: statutory
    values:
      - { in_force_from: 2019-01-01, in_force_until: , value: 10, unit: working_day, cite: boat_rules#1 }
  - id: boat.notice.min
    title: 公示期
    register: boat
    kind: min_period
    operator: min
    binding: statutory
    values:
      - { in_force_from: 2019-01-01, in_force_until: , value: 5, unit: working_day, cite: boat_rules#2 }
  - id: boat.acceptance.max
    title: 受理期限
    register: boat
    kind: deadline
    operator: max
    binding: statutory
    values:
      - { in_force_from: 2019-01-01, in_force_until: , value: 5, unit: working_day, cite: boat_rules#4 }
)";

inline constexpr const char* kBoat = R"(
register: boat
title: 船只许可
gist: 从申请到决定
title_field: name
list: [name, kind, inspected, clocks.decision.due_on]
fields:
  - { id: name, title: 船名, type: text, indexed: true }
  - id: kind
    title: 类别
    type: choice
    indexed: true
    choices: [{ id: ferry, title: 渡船 }, { id: fishing, title: 渔船 }]
  - { id: seats, title: 座位, type: integer, minimum: 0, maximum: 500, indexed: true }
  - { id: inspected, title: 已查验, type: flag }
  - { id: remarks, title: 说明, type: long_text }
  - { id: owner, title: 船主, type: text, personal: true, mask: name }
  - { id: papers, title: 材料, type: files }
  - { id: earlier, title: 原许可, type: record, of: boat }
states:
  - { id: applied, title: 已申请 }
  - { id: accepted, title: 已受理 }
  - { id: noticed, title: 公示中 }
  - { id: decided, title: 已决定, final: true }
steps:
  - { id: apply, title: 申请, opens: true, to: applied, required: [name, kind],
      optional: [seats, remarks, owner, papers, earlier], starts: [acceptance] }
  - { id: accept, title: 受理, from: [applied], to: accepted, stops: [acceptance], starts: [decision] }
  - { id: inspect, title: 查验, repeatable: true, optional: [inspected, remarks, papers, owner] }
  - { id: announce, title: 公示, from: [accepted], to: noticed, starts: [notice] }
  - id: decide
    title: 决定
    from: [noticed]
    to: decided
    after: [notice]
    gates:
      - { id: checked, title: 已查验, require: inspected, cite: boat_rules#3, advice: 先查验船只 }
    stops: [decision, notice]
clocks:
  - { id: acceptance, title: 受理期, maximum: boat.acceptance.max, deems: accept }
  - { id: decision, title: 决定期, maximum: boat.decision.max }
  - { id: notice, title: 公示期, minimum: boat.notice.min }
)";

inline constexpr const char* kTask = R"(
register: task
title: 任务
gist: 台账任务
title_field: title
list: [number, title]
fields:
  - { id: document_id, title: 来源, type: text, indexed: true }
  - { id: number, title: 序号, type: text }
  - { id: area, title: 领域, type: text }
  - { id: objective, title: 目标, type: text }
  - { id: title, title: 名称, type: text }
  - { id: text, title: 内容, type: long_text }
  - { id: lead, title: 牵头, type: units }
  - { id: responsible, title: 责任, type: units }
  - { id: supporting, title: 配合, type: units }
  - { id: due_on, title: 期限, type: date }
  - id: deadlines
    title: 完成时限
    type: rows
    columns: [{ id: text, title: 原文, type: text }, { id: on, title: 日期, type: date }]
  - id: targets
    title: 指标
    type: rows
    columns: [{ id: text, title: 原文, type: text }, { id: value, title: 数值, type: decimal, scale: 2 }]
  - { id: progress, title: 进展, type: long_text }
  - { id: withdrawal_reason, title: 理由, type: text }
states:
  - { id: issued, title: 已下达 }
  - { id: withdrawn, title: 已撤销, final: true }
steps:
  - id: issue
    title: 下达
    opens: true
    to: issued
    required: [title]
    optional: [document_id, number, area, objective, text, lead, responsible,
               supporting, due_on, deadlines, targets, progress]
  - { id: withdraw, title: 撤销, to: withdrawn, required: [withdrawal_reason] }
clocks: []
)";

inline constexpr const char* kCalendar = R"(
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
)";

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  PLUMB_CHECK(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

/// The sample rules; `boat` and `parameters` can be others.
inline std::vector<pack::Source> rules(const std::string& version = "1.0.0",
                                       const std::string& boat = kBoat,
                                       const std::string& parameters = kParameters) {
  return {pack::Source{.files = {{"calendar/2026.yaml", kCalendar},
                                 {"law/law.yaml", kLaw},
                                 national_head(version),
                                 {"parameters/boat.yaml", parameters},
                                 {"registers/boat.yaml", boat},
                                 {"registers/task.yaml", kTask}},
                       .folder = "packs/national"}};
}

class Store {
public:
  explicit Store(storage::Database& database, std::string_view today = "2026-03-02")
      : database_(database), clock_(noon(today)) {
    journal_ = must(journal::Journal::open(database_, clock_));
    records_ = must(Records::open(database_, *journal_, clock_));
  }
  ~Store() {
    journal_.reset();
    records_.reset();
  }
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  Records& operator*() { return *records_; }
  Records* operator->() { return records_.get(); }
  journal::Journal& journal() { return *journal_; }
  storage::Database& database() { return database_; }
  base::FixedClock& clock() { return clock_; }
  void until(std::string_view today) { clock_.advance_ms(noon(today) - clock_.now_ms()); }

  base::Result<Answer> apply_for(Json::Object fields, std::string_view on = "",
                                 const journal::Context& context = {}) {
    registers::TakeStep step{.register_id = "boat", .step = "apply", .fields = std::move(fields)};
    if (!on.empty()) step.on = day(on);
    return records_->open_record(context, step, {}, false);
  }
  /// On the newest revision.
  base::Result<Answer> change(const std::string& record_id, registers::Command command,
                              const journal::Context& context = {}, bool dry_run = false) {
    PLUMB_TRY_ASSIGN(const auto record, records_->state("default", record_id));
    return records_->change_record(context, record_id, {record.revision, std::move(command)}, {},
                                   dry_run);
  }
  base::Result<Answer> step(const std::string& record_id, std::string name,
                            Json::Object fields = {}, std::string_view on = "",
                            std::optional<std::string> outside = {}) {
    registers::TakeStep step{
        .register_id = "boat", .step = std::move(name), .fields = std::move(fields)};
    step.outside_reason = std::move(outside);
    if (!on.empty()) step.on = day(on);
    return change(record_id, std::move(step));
  }

private:
  storage::Database& database_;
  base::FixedClock clock_;
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<Records> records_;
};

inline Json json(const base::Result<std::string>& text) {
  return must(event::parse_json(must(text)));
}

/// Every row of the derived tables as text, for telling whether two states are the same.
inline std::string everything(storage::Database& database) {
  struct Table {
    std::string columns, table, order;
    int count;
  };
  std::vector<Table> tables = {
      {"authority_id, number, sequence, rules_sequence, calendar_sequence", "records_state",
       "authority_id", 5},
      {"version, sequence, activated_at, packs", "rules_version", "sequence", 4},
      {"notice_id, sequence, notice", "calendar_notice", "sequence", 3},
      {"record_id, register_id, ordinal, state, unit, opened_on, next_due_on, running, "
       "breach_count, revision, rules, title, row, body, final, parent, urgency",
       "record", "record_id", 17},
      {"record_id, unit_id, register_id, ordinal, state, final, next_due_on, urgency",
       "record_party", "record_id, unit_id", 8},
      {"account_id, on_day, given_at, digest", "digest", "account_id, on_day", 4},
      {"record_id, clock, register_id, due_on", "record_clock", "record_id, clock", 4},
      {"to_record, from_record, field", "record_link", "to_record, from_record, field", 3},
      {"sm3, record_id", "record_file", "sm3, record_id", 2},
      {"register_id, field, series, year, number, record_id", "record_number",
       "register_id, field, series, year, number, record_id", 6},
      {"kind, key, record_id", "record_origin", "kind, key, record_id", 3},
      {"register_id, key_hash, ordinal, record_id", "record_key", "register_id, key_hash, ordinal",
       4},
      {"register_id, state, count", "record_count where count > 0", "register_id, state", 3},
      {"register_id, shape", "register_shape", "register_id", 2}};
  const auto reader = database.reader();
  PLUMB_CHECK(reader.has_value());
  const auto registers =
      (*reader)->run("select distinct register_id from register_shape order by register_id", {},
                     [&](const storage::Row& row) {
                       Table table{"record_id, plumb_ordinal, \"state\"",
                                   "register_" + std::string(row.text(0)), "record_id", 3};
                       if (row.text(0) == "boat") {
                         table.columns +=
                             ", \"name\", \"kind\", \"seats\", \"inspected\", \"owner\", "
                             "\"step_accept_on\", \"clock_decision_due_on\"";
                         table.count = 10;
                       } else if (row.text(0) == "order") {
                         table.columns += ", \"title\", \"number\", \"children_part_count\", "
                                          "\"children_part_done\"";
                         table.count = 7;
                       }
                       tables.push_back(std::move(table));
                       return true;
                     });
  PLUMB_CHECK(registers.has_value());
  std::string out;
  for (const auto& one : tables) {
    out += "# " + one.table + '\n';
    const auto read =
        (*reader)->run("select " + one.columns + " from " + one.table + " order by " + one.order,
                       {}, [&](const storage::Row& row) {
                         for (int i = 0; i < one.count; ++i)
                           out +=
                               (row.is_null(i) ? std::string("∅") : std::string(row.text(i))) + '|';
                         out += '\n';
                         return true;
                       });
    PLUMB_CHECK(read.has_value());
  }
  return out;
}

} // namespace plumb::records::testing
