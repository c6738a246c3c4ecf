// SPDX-License-Identifier: Apache-2.0
// Invented rules of the invented 砚湖县 that count the mending of dykes and bridges, a tree with
// units that were merged, and a store over a fresh database.
#pragma once

#include "plumb/indicators/indicators.hpp"

#include <plumb/base/check.hpp>
#include <plumb/storage/testing.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace plumb::indicators::testing {

using event::Json;

inline constexpr const char* kMending = R"(
register: mending
title: 修缮
gist: 从开工到完工
title_field: title
list: [title, kind, state]
fields:
  - { id: title, title: 名称, type: text, indexed: true }
  - id: kind
    title: 类别
    type: choice
    indexed: true
    choices: [{ id: dyke, title: 堤坝 }, { id: bridge, title: 桥梁 }]
  - { id: cost, title: 费用, type: decimal, scale: 2 }
  - { id: site, title: 所在单位, type: unit }
  - { id: helpers, title: 协助单位, type: units }
  - { id: due_on, title: 期限, type: date }
  - { id: contact, title: 联系人, type: text, personal: true, mask: name }
states:
  - { id: open, title: 在修 }
  - { id: done, title: 完工, final: true }
  - { id: dropped, title: 放弃, final: true }
steps:
  - id: begin
    title: 开工
    opens: true
    to: open
    required: [title]
    optional: [kind, cost, site, helpers, due_on, contact]
    starts: [due]
  - { id: note, title: 记录, repeatable: true, optional: [kind, cost, site, helpers, due_on] }
  - { id: finish, title: 完工, from: [open], to: done, optional: [cost], stops: [due] }
  - { id: drop, title: 放弃, from: [open], to: dropped, stops: [due] }
clocks:
  - { id: due, title: 完工期限, until_field: due_on, binding: local_target }
)";

/// Tasks of a plan with what they want, and targets that a person confirmed.
inline constexpr const char* kTask = R"(
register: task
title: 任务
gist: 样例
title_field: title
list: [title]
fields:
  - { id: title, title: 名称, type: text }
  - { id: text, title: 内容, type: long_text }
  - { id: document_id, title: 来源, type: text }
  - { id: area, title: 领域, type: text }
  - { id: lead, title: 牵头, type: units }
  - { id: due_on, title: 期限, type: date }
  - id: targets
    title: 指标
    type: rows
    columns:
      - { id: text, title: 原文, type: text }
      - { id: subject, title: 指标, type: text }
      - { id: comparison, title: 比较, type: text }
      - { id: value, title: 数值, type: decimal, scale: 4 }
      - { id: unit, title: 单位, type: text }
states: [{ id: issued, title: 已下达 }]
steps: [{ id: issue, title: 下达, opens: true, to: issued, required: [title], optional: [text, document_id, area, lead, due_on, targets] }]
clocks: []
)";

inline constexpr const char* kTarget = R"(
register: target
title: 指标目标
gist: 样例
title_field: title
list: [title]
fields:
  - { id: title, title: 原文, type: text }
  - { id: indicator, title: 指标, type: text }
  - { id: document_id, title: 来源, type: text }
  - { id: task, title: 任务, type: record, of: task }
  - { id: comparison, title: 要求, type: choice, choices: [{ id: at_least, title: 不低于 }, { id: at_most, title: 不高于 }] }
  - { id: value, title: 数值, type: decimal, scale: 4 }
  - { id: unit, title: 单位, type: unit }
  - { id: due_on, title: 期限, type: date }
states: [{ id: confirmed, title: 已确认 }, { id: withdrawn, title: 已撤销, final: true }]
steps:
  - { id: confirm, title: 确认, opens: true, to: confirmed, required: [title, indicator], optional: [document_id, task, comparison, value, unit, due_on] }
  - { id: withdraw, title: 撤销, to: withdrawn }
clocks: []
)";

inline constexpr const char* kOutside = R"(
register: external_figure
title: 外部数据
gist: 别处给的数
title_field: title
list: [title, indicator, state]
fields:
  - { id: title, title: 名称, type: text }
  - { id: indicator, title: 指标, type: text, indexed: true }
  - { id: period, title: 期间, type: text, indexed: true }
  - { id: on, title: 截止, type: date, indexed: true }
  - { id: unit, title: 单位, type: unit, indexed: true }
  - { id: value, title: 数值, type: decimal, scale: 4 }
states:
  - { id: entered, title: 已录入 }
  - { id: confirmed, title: 已核实, done: true }
  - { id: withdrawn, title: 已撤销, final: true }
steps:
  - { id: enter, title: 录入, opens: true, to: entered, required: [title, indicator, period, on, value], optional: [unit] }
  - { id: confirm, title: 核实, from: [entered], to: confirmed }
  - { id: withdraw, title: 撤销, aside: true, to: withdrawn }
clocks: []
)";

inline constexpr const char* kMeasures = R"(
measures:
  - { id: begun, title: 开工数, register: mending, on: steps.begin.on }
  - { id: bridges_begun, title: 开工桥梁数, register: mending, on: steps.begin.on, where: kind == 'bridge' }
  - { id: finished, title: 完工数, register: mending, on: steps.finish.on, by: kind }
  - { id: finished_cost, title: 完工费用, register: mending, on: steps.finish.on, sum: cost, unit: site, by: kind }
  - { id: helped, title: 协助数, register: mending, on: steps.begin.on, unit: helpers }
  - { id: open_now, title: 在修数, register: mending, from: opened_on, until: steps.finish.on }
  - { id: late, title: 逾期数, register: mending, after: clocks.due.due_on, until: clocks.due.stopped_on, unit: site }
)";

inline constexpr const char* kIndicators = R"(
indicators:
  - { id: begun_count, title: 开工, kind: count, measure: begun, unit: item }
  - { id: bridge_share, title: 桥梁占比, kind: share, measure: bridges_begun, over: begun, unit: percent, scale: 2 }
  - { id: cost_sum, title: 费用合计, kind: sum, measure: finished_cost, unit: CNY, scale: 1 }
  - { id: cost_average, title: 平均费用, kind: average, measure: finished_cost, over: finished, unit: CNY, scale: 1 }
  - { id: help_ratio, title: 协助比, kind: ratio, measure: helped, over: begun, unit: item, scale: 3, rounding: down }
  - { id: late_zero, title: 逾期清零, kind: zero, measure: late, unit: item, better: lower }
  - { id: all_helped, title: 协助全覆盖, kind: coverage, measure: helped, over_units: [township], at_least: 2, unit: percent, scale: 1 }
  - { id: content, title: 满意度, kind: entered, unit: percent, scale: 1 }
)";

/// The sample rules; measures and the register can be others.
inline std::vector<pack::Source> rules(const std::string& version = "1.0.0",
                                       const std::string& measures = kMeasures,
                                       const std::string& mending = kMending,
                                       const std::string& indicators = kIndicators) {
  const std::string head = "id: national\ntitle: 样例\nlayer: national\njurisdiction: CN\nextends: "
                           "[]\nversion: " +
                           version + "\nin_force_from: 2019-01-01\nin_force_until:\n";
  pack::Source source{.files = {}, .folder = "packs/national"};
  if (!indicators.empty()) source.files.push_back({"indicators/mending.yaml", indicators});
  if (!measures.empty()) source.files.push_back({"measures/mending.yaml", measures});
  source.files.push_back({"pack.yaml", head});
  source.files.push_back({"registers/external_figure.yaml", kOutside});
  source.files.push_back({"registers/mending.yaml", mending});
  return {source};
}

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  PLUMB_CHECK(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

inline Date day(std::string_view text) {
  const auto date = base::parse_date(text);
  PLUMB_CHECK(date.has_value());
  return *date;
}

/// Noon in China.
inline std::int64_t noon(Date on) {
  return std::chrono::sys_days{on}.time_since_epoch().count() * 86'400'000LL + 4 * 3'600'000;
}

/// 砚湖县: a bureau, three townships; 湖东 and 湖西 were merged into 大湖 on 2026-07-01, 旧堤所
/// went to 湖东 before.
inline organisation::Tree tree() {
  using organisation::UnitKind;
  const auto unit = [](std::string id, std::string parent, UnitKind kind, std::string name) {
    organisation::Unit out;
    out.id = std::move(id);
    out.parent = std::move(parent);
    out.kind = kind;
    out.names.push_back({std::move(name), {}, {}});
    return out;
  };
  std::vector<organisation::Unit> units{
      unit("county", "", UnitKind::Authority, "砚湖县人民政府"),
      unit("water", "county", UnitKind::Government, "砚湖县水务局"),
      unit("east", "county", UnitKind::Township, "湖东镇"),
      unit("west", "county", UnitKind::Township, "湖西镇"),
      unit("hill", "county", UnitKind::Township, "石岭乡"),
      unit("lake", "county", UnitKind::Township, "大湖镇"),
      unit("old_dyke", "east", UnitKind::Institution, "旧堤所")};
  for (const int merged : {2, 3}) {
    units[static_cast<std::size_t>(merged)].until = day("2026-07-01");
    units[static_cast<std::size_t>(merged)].successors = {"lake"};
  }
  units[5].from = day("2026-07-01");
  units[6].until = day("2025-01-01");
  units[6].successors = {"east"};
  auto built = organisation::Tree::build(std::move(units));
  PLUMB_CHECK(built.has_value());
  return *std::move(built);
}

class Store {
public:
  explicit Store(storage::Database& database, std::string_view today = "2026-03-02",
                 bool start = true)
      : clock_(noon(day(today))), tree_(tree()) {
    auto journal = journal::Journal::open(database, clock_);
    PLUMB_CHECK(journal.has_value());
    journal_ = std::move(*journal);
    auto indicators = Indicators::open(database, *journal_, clock_);
    PLUMB_CHECK(indicators.has_value());
    indicators_ = std::move(*indicators);
    auto records = records::Records::open(database, *journal_, clock_, indicators_.get());
    PLUMB_CHECK(records.has_value());
    records_ = std::move(*records);
    if (start) PLUMB_CHECK(indicators_->start(*records_).has_value());
  }
  ~Store() {
    journal_.reset();
    records_.reset();
  }
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  Indicators& operator*() { return *indicators_; }
  Indicators* operator->() { return indicators_.get(); }
  records::Records& records() { return *records_; }
  journal::Journal& journal() { return *journal_; }
  base::FixedClock& clock() { return clock_; }
  const organisation::Tree& units() const { return tree_; }
  void until(Date today) { clock_.advance_ms(noon(today) - clock_.now_ms()); }
  void until(std::string_view today) { until(day(today)); }

  /// The new record's id.
  base::Result<std::string> open(const std::string& register_id, const std::string& step,
                                 Json::Object fields, std::string_view unit = "water",
                                 std::string_view on = "",
                                 const std::string& authority = "default") {
    registers::TakeStep taken{
        .register_id = register_id, .step = step, .fields = std::move(fields)};
    if (!on.empty()) taken.on = day(on);
    PLUMB_TRY_ASSIGN(const auto answer,
                     records_->open_record(
                         {.authority_id = authority}, taken,
                         {.id = "a", .roles = {}, .unit = std::string(unit), .units = {}}, false));
    return answer.id;
  }
  base::Result<std::string> begin(Json::Object fields, std::string_view unit = "water",
                                  std::string_view on = "") {
    fields.emplace("title", "修堤");
    return open("mending", "begin", std::move(fields), unit, on);
  }
  base::Result<void> change(const std::string& record_id, registers::Command command) {
    PLUMB_TRY_ASSIGN(const auto record, records_->state("default", record_id));
    PLUMB_TRY(
        records_->change_record({}, record_id, {record.revision, std::move(command)}, {}, false));
    return {};
  }
  base::Result<void> step(const std::string& record_id, const std::string& name,
                          Json::Object fields = {}, std::string_view on = "") {
    registers::TakeStep taken{.register_id = {}, .step = name, .fields = std::move(fields)};
    if (!on.empty()) taken.on = day(on);
    return change(record_id, std::move(taken));
  }

private:
  base::FixedClock clock_;
  organisation::Tree tree_;
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<Indicators> indicators_;
  std::unique_ptr<records::Records> records_;
};

/// Every row of the tables as text, for telling whether two states are the same.
inline std::string everything(storage::Database& database) {
  std::string out;
  const auto reader = database.reader();
  PLUMB_CHECK(reader.has_value());
  const auto append = [&](const std::string& columns, const std::string& table, int count) {
    out += '#' + table + '\n';
    const auto read =
        (*reader)->run("select " + columns + " from " + table + " order by " + columns, {},
                       [&](const storage::Row& row) {
                         for (int i = 0; i < count; ++i)
                           out += std::string(row.text(i)) + '|';
                         out += '\n';
                         return true;
                       });
    PLUMB_CHECK(read.has_value());
  };
  append("authority_id, measure, happened_level, known_level, happened, known, unit_id, part, "
         "amount",
         "measure_cell", 9);
  append("authority_id, measure, record_id, sequence, unit_id, part, on_day, known_day, amount",
         "measure_entry", 9);
  append("authority_id, measure, shape", "measure_shape", 3);
  return out;
}

} // namespace plumb::indicators::testing
