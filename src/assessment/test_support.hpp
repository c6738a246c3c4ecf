// SPDX-License-Identifier: Apache-2.0
// Invented rules of the invented 砚湖县, its units, and everything that an assessment stands on
// over a fresh database.
#pragma once

#include "plumb/assessment/assessment.hpp"

#include <plumb/base/check.hpp>
#include <plumb/base/clock.hpp>
#include <plumb/records/testing.hpp>
#include <plumb/storage/testing.hpp>

#include <chrono>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::assessment::testing {

using event::Json;
using records::testing::day;
using records::testing::must;
using records::testing::noon;

inline constexpr const char* kRegister = R"(
register: inspection
title: 检查
gist: 一次检查和它的结果
title_field: title
list: [title, unit]
fields:
  - { id: title, title: 名称, type: text, indexed: true }
  - { id: unit, title: 单位, type: unit, indexed: true }
  - { id: passed, title: 合格, type: flag }
states:
  - { id: noted, title: 已记录 }
  - { id: closed, title: 已办结, final: true }
steps:
  - { id: note, title: 记录, opens: true, to: noted, required: [title, unit, passed] }
  - { id: close, title: 办结, from: [noted], to: closed }
clocks: []
)";
inline constexpr const char* kMeasures = R"(
measures:
  - { id: inspections, title: 检查数, register: inspection, on: steps.note.on, unit: unit }
  - { id: inspections_passed, title: 合格的检查, register: inspection, on: steps.note.on, where: passed, unit: unit }
  - { id: inspections_failed, title: 不合格的检查, register: inspection, on: steps.note.on, where: not passed, unit: unit }
)";
inline constexpr const char* kIndicators = R"(
indicators:
  - { id: passed_share, title: 检查合格率, kind: share, measure: inspections_passed, over: inspections, unit: percent, scale: 2 }
  - { id: failed_zero, title: 检查不合格, kind: zero, measure: inspections_failed, unit: item }
  - id: inspections_count
    title: 检查次数
    kind: count
    measure: inspections
    unit: item
    targets:
      - { id: twice, comparison: at_least, value: 2, binding: local_rule, cite: check_rules#1, in_force_from: 2019-01-01 }
)";
inline constexpr const char* kEdition = R"(
editions:
  - id: sample_2026
    title: 2026年度样例考核
    year: 2026
    unit_kinds: [government, township]
    bonus_max: 2
    scale: 2
    areas:
      - id: checks
        title: 检查情况
        objectives:
          - id: results
            title: 结果
            items:
              - { id: share, title: 合格率, standard: 全部合格得满分, marks: 6, automatic: { indicator: passed_share, none_at: 50, full_at: 100 } }
              - { id: twice, title: 检查两次, standard: 达到两次得满分, marks: 4, automatic: { indicator: inspections_count, met: true } }
              - { id: failed, title: 不合格扣分, kind: deduction, standard: 每次扣半分, marks: 1, automatic: { indicator: failed_zero, deduct_each: 0.5 } }
      - id: people
        title: 人员
        objectives:
          - id: duty
            title: 履职
            items:
              - { id: chief, title: 负责人履职, standard: 按材料评定, marks: 5, evidence: true }
              - { id: minutes, title: 会议记录, standard: 按抽查评定, marks: 3, unit_kinds: [government] }
              - { id: mediation, title: 调解工作, standard: 按抽查评定, marks: 4, unit_kinds: [township] }
              - { id: praise, title: 上级推广, kind: bonus, standard: 每次一分, marks: 2, evidence: true }
)";
inline constexpr const char* kRoles = R"(
roles:
  - { id: coordinator, title: 统筹人员, gist: 司法局, reach: all, rights: [assess, correct] }
  - { id: unit_clerk, title: 经办人, gist: 各单位, reach: unit, rights: [] }
  - { id: unit_approver, title: 审批人, gist: 各单位, reach: unit_and_below, rights: [correct] }
)";

inline std::string file_text(const std::string& path) {
  std::ifstream in(PLUMB_SOURCE_DIR "/" + path, std::ios::binary);
  PLUMB_CHECK(in.good());
  return {std::istreambuf_iterator<char>(in), {}};
}

inline std::vector<pack::Source> rules(const std::string& edition = kEdition,
                                       const std::string& version = "1.0.0") {
  pack::Source out{.files = {}, .folder = "packs/national"};
  if (!edition.empty()) out.files.push_back({"editions/sample.yaml", edition});
  out.files.push_back({"indicators/sample.yaml", kIndicators});
  out.files.push_back(records::testing::sample_law("check_rules", "砚湖检查样例办法", "样例第3号",
                                                   "每个单位一年检查两次以上"));
  out.files.push_back({"measures/sample.yaml", kMeasures});
  out.files.push_back(records::testing::national_head(version));
  out.files.push_back({"registers/assessment_sheet.yaml",
                       file_text("packs/national/registers/assessment_sheet.yaml")});
  out.files.push_back({"registers/inspection.yaml", kRegister});
  out.files.push_back({"roles/roles.yaml", kRoles});
  return {out};
}

inline organisation::Unit unit(std::string id, organisation::UnitKind kind, std::string name) {
  organisation::Unit out;
  out.parent = id == "yh" ? "" : "yh";
  out.id = std::move(id);
  out.kind = kind;
  out.names = {{.name = std::move(name), .from = {}, .until = {}}};
  return out;
}
inline std::vector<organisation::Unit> units() {
  using organisation::UnitKind;
  return {unit("yh", UnitKind::Authority, "砚湖县人民政府"),
          unit("sfj", UnitKind::Government, "砚湖县司法局"),
          unit("slj", UnitKind::Government, "砚湖县水利局"),
          unit("qy", UnitKind::Township, "青岩镇"),
          unit("by", UnitKind::Township, "白崖镇"),
          unit("hx", UnitKind::Township, "湖西镇")};
}
inline organisation::Tree tree_of(std::vector<organisation::Unit> all = units()) {
  return must(organisation::Tree::build(std::move(all)));
}

inline registers::Actor coordinator() {
  return {.id = "统筹", .roles = {"coordinator"}, .unit = "sfj"};
}
inline registers::Actor clerk(const std::string& of) {
  return {.id = "经办" + of, .roles = {"unit_clerk"}, .unit = of, .units = {of}};
}

inline Json parsed(std::string_view text) {
  return must(event::parse_json(text));
}

/// Journal, records, indicators and assessments of one government.
class World {
public:
  explicit World(std::string_view today = "2026-11-22", std::vector<pack::Source> sources = rules())
      : database_(storage::testing::fresh_database()), clock_(noon(today)) {
    journal_ = must(journal::Journal::open(*database_, clock_));
    indicators_ = must(indicators::Indicators::open(*database_, *journal_, clock_));
    records_ = must(records::Records::open(*database_, *journal_, clock_, indicators_.get()));
    must(indicators_->start(*records_));
    activate(std::move(sources));
    assessment_ = std::make_unique<Assessment>(*records_, *indicators_);
  }
  ~World() {
    journal_.reset();
    assessment_.reset();
    records_.reset();
    indicators_.reset();
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  Assessment* operator->() { return assessment_.get(); }
  records::Records& records() { return *records_; }
  void until(std::string_view today) { clock_.advance_ms(noon(today) - clock_.now_ms()); }
  void activate(const std::vector<pack::Source>& sources) {
    (void)must(records_->activate({}, sources));
  }

  std::string inspect(const std::string& of, bool passed, std::string_view on) {
    registers::TakeStep step{.register_id = "inspection", .step = "note", .on = day(on)};
    step.fields = Json::Object{{"title", "检查"}, {"unit", of}, {"passed", passed}};
    return must(records_->open_record({}, step, {}, false)).id;
  }
  std::string file() { return must(records_->put_file({}, "佐证.txt", "材料", "text/plain")).sm3; }
  Json open() {
    return parsed(must(assessment_->open_round({}, tree, "sample_2026", coordinator())));
  }
  Json round(const records::Viewer& viewer = {}) {
    return parsed(must(assessment_->round("default", tree, "sample_2026", viewer)));
  }
  /// Id of a unit's sheet.
  std::string sheet_of(const std::string& of) {
    const auto found = records_->find_origin("default", {"assessment", "sample_2026/" + of});
    PLUMB_CHECK(found.has_value() && !found->empty());
    return *found;
  }
  Json sheet(const std::string& of) {
    return parsed(must(assessment_->sheet("default", tree, sheet_of(of), {}, coordinator())).body);
  }
  std::int64_t revision(const std::string& of) {
    return must(records_->state("default", sheet_of(of))).revision;
  }
  /// `rows`: JSON of the step's rows.
  base::Result<records::Answer> take(const std::string& of, const std::string& step,
                                     const std::string& field, const std::string& rows,
                                     const registers::Actor& actor, bool dry_run = false,
                                     const journal::Context& context = {}) {
    registers::TakeStep taken{.register_id = "assessment_sheet", .step = step};
    taken.fields = Json::Object{{field, parsed(rows)}};
    return assessment_->take(context, tree, sheet_of(of), {revision(of), taken, {}}, actor,
                             dry_run);
  }
  base::Result<records::Answer> settle(const std::string& of, bool dry_run = false) {
    return assessment_->settle({}, tree, sheet_of(of), revision(of), coordinator(), dry_run);
  }

  organisation::Tree tree = tree_of();

private:
  std::unique_ptr<storage::Database> database_;
  base::FixedClock clock_;
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<indicators::Indicators> indicators_;
  std::unique_ptr<records::Records> records_;
  std::unique_ptr<Assessment> assessment_;
};

} // namespace plumb::assessment::testing
