// SPDX-License-Identifier: Apache-2.0
// Invented papers of the invented 砚湖县 (云泽市), counted and reported on by the registers that
// the national pack has for reports.
#pragma once

#include "plumb/report/report.hpp"

#include <plumb/base/check.hpp>
#include <plumb/event/json.hpp>
#include <plumb/records/testing.hpp>
#include <plumb/storage/testing.hpp>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace plumb::report::testing {

using event::Json;
using records::testing::day;
using records::testing::must;
using records::testing::noon;

inline constexpr const char* kCharter = R"(
register: charter
title: 镇规
gist: 起草、审核、公布
title_field: title
list: [title, office]
parties: [office]
fields:
  - { id: title, title: 名称, type: text, indexed: true }
  - { id: office, title: 起草单位, type: unit, indexed: true }
  - { id: pages, title: 页数, type: integer, minimum: 0, maximum: 1000 }
states:
  - { id: drafted, title: 起草中 }
  - { id: reviewed, title: 已审核 }
  - { id: published, title: 已公布, final: true }
steps:
  - { id: draft, title: 起草, opens: true, to: drafted, required: [title, office], optional: [pages] }
  - { id: review, title: 审核, from: [drafted], to: reviewed }
  - { id: publish, title: 公布, from: [drafted, reviewed], to: published }
clocks: []
)";

inline constexpr const char* kMeasures = R"(
measures:
  - { id: charters_published, title: 公布的镇规, register: charter, on: steps.publish.on, unit: office }
  - { id: charters_reviewed, title: 公布前审核过的镇规, register: charter, on: steps.publish.on, where: steps.review.done, unit: office }
  - { id: charter_pages, title: 镇规页数, register: charter, on: steps.publish.on, sum: pages, unit: office }
)";

inline constexpr const char* kIndicators = R"(
indicators:
  - id: charter_count
    title: 镇规公布数
    aliases: [公布的镇规]
    gist: 一年里公布的镇规
    area: 制度
    kind: count
    measure: charters_published
    unit: item
    scale: 0
    period: year
    better: higher
  - id: charter_share
    title: 镇规审核率
    gist: 公布的镇规里审核过的
    area: 制度
    kind: share
    measure: charters_reviewed
    over: charters_published
    unit: percent
    scale: 2
    period: year
    better: higher
    targets:
      - { id: law, comparison: at_least, value: 100, binding: local_rule, cite: charter_rules#1, in_force_from: 2019-01-01 }
)";

inline constexpr const char* kReports = R"(
reports:
  - id: yearly
    title: 年度报告
    kind: annual
    heading: "{{authority}}{{year}}年镇规工作报告"
    addressee: 云泽市人民政府
    parts: true
    due: 04-01
    cite: charter_rules#1
    chapters:
      - { id: results, title: 主要举措, hint: 写做了什么, text: "（一）镇规\n{{year}}年公布镇规{{charter_count}}，审核率{{charter_share}}，比上年{{charter_count|form=change}}。\n{{table:charter_count charter_share}}\n{{records:charters_published}}" }
      - { id: shortfalls, title: 不足, shortfalls: true }
      - { id: next, title: 明年安排, outlook: true, required: false }
    annexes:
      - { title: 公布的镇规, records: charters_published }
      - { title: 主要指标, indicators: [charter_count, charter_share] }
  - id: circular
    title: 通报
    kind: circular
    heading: "关于{{unit}}{{year}}年镇规审核情况的通报"
    chapters:
      - { id: facts, title: 情况, text: "{{unit}}公布镇规{{charter_count}}，审核{{charter_share|form=numerator}}件。" }
  - id: rectify
    title: 整改通知
    kind: rectification
    heading: "整改通知"
    chapters:
      - { id: duties, title: 要求, text: "{{unit}}须在规定期限内补审下列镇规。\n{{records:charters_published}}" }
)";

/// Files of the national pack that reports and indicators live in.
inline std::vector<pack::SourceFile> national(const std::set<std::string>& wanted) {
  const auto source = pack::read_folder(std::string(PLUMB_SOURCE_DIR) + "/packs/national");
  PLUMB_CHECK(source.has_value());
  std::vector<pack::SourceFile> out;
  for (const auto& file : source->files)
    if (wanted.contains(file.path)) out.push_back(file);
  PLUMB_CHECK(out.size() == wanted.size());
  return out;
}

inline std::vector<pack::Source> rules(const std::string& version = "1.0.0",
                                       const std::string& reports = kReports) {
  auto files = national({"registers/baseline.yaml", "registers/report.yaml",
                         "registers/report_part.yaml", "roles/roles.yaml"});
  files.push_back(records::testing::sample_law("charter_rules", "砚湖镇规样例办法", "样例第6号",
                                               "公布前须审核"));
  files.push_back(records::testing::national_head(version));
  files.push_back({"registers/charter.yaml", kCharter});
  files.push_back({"measures/charter.yaml", kMeasures});
  files.push_back({"indicators/charter.yaml", kIndicators});
  files.push_back({"reports/reports.yaml", reports});
  std::ranges::sort(files, {}, &pack::SourceFile::path);
  return {pack::Source{.files = std::move(files), .folder = "packs/national"}};
}

inline organisation::Tree tree() {
  const auto unit = [](const char* id, const char* parent, organisation::UnitKind kind,
                       const char* name) {
    return organisation::Unit{.id = id,
                              .parent = parent,
                              .kind = kind,
                              .names = {{.name = name, .from = {}, .until = {}}},
                              .aliases = {},
                              .from = {},
                              .until = {},
                              .successors = {}};
  };
  using Kind = organisation::UnitKind;
  auto built = organisation::Tree::build({unit("xzf", "", Kind::Authority, "砚湖县人民政府"),
                                          unit("sfj", "xzf", Kind::Government, "砚湖县司法局"),
                                          unit("dz", "xzf", Kind::Township, "渡口镇"),
                                          unit("lz", "xzf", Kind::Township, "柳林镇")});
  PLUMB_CHECK(built.has_value());
  return *built;
}

inline Json json(const std::string& text) {
  return must(event::parse_json(text));
}

class Store {
public:
  explicit Store(storage::Database& database, std::string_view today = "2026-12-20")
      : database_(database), clock_(noon(today)), tree_(tree()) {
    journal_ = must(journal::Journal::open(database_, clock_));
    indicators_ = must(indicators::Indicators::open(database_, *journal_, clock_));
    records_ = must(records::Records::open(database_, *journal_, clock_, indicators_.get()));
    must(indicators_->start(*records_));
    reports_ = std::make_unique<Reports>(*records_, *indicators_, clock_);
  }
  ~Store() {
    reports_.reset();
    journal_.reset();
    records_.reset();
    indicators_.reset();
  }
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  Reports* operator->() { return reports_.get(); }
  records::Records& records() { return *records_; }
  indicators::Indicators& indicators() { return *indicators_; }
  const organisation::Tree& units() const { return tree_; }
  void until(std::string_view today) { clock_.advance_ms(noon(today) - clock_.now_ms()); }

  void load(const std::vector<pack::Source>& sources = rules()) {
    std::vector<pack::Diagnostic> faults;
    const auto book = pack::Rulebook::load(sources, faults);
    for (const auto& fault : faults)
      if (fault.severity == pack::Severity::Error)
        base::fail_check(
            (fault.file + ":" + std::to_string(fault.line) + " " + fault.error.id).c_str(),
            __FILE__, __LINE__);
    (void)must(records_->activate({}, sources));
  }

  static registers::Actor coordinator() {
    return {.id = "统筹", .roles = {"coordinator"}, .unit = "sfj", .units = {"sfj"}};
  }
  static registers::Actor clerk(const std::string& unit) {
    return {.id = unit + "经办", .roles = {"unit_clerk"}, .unit = unit, .units = {unit}};
  }
  static records::Viewer viewer(const std::string& unit) {
    return {.all = false, .units = {unit, std::string(records::kEveryone)}};
  }

  std::string publish(const std::string& title, const std::string& office, std::string_view on,
                      bool reviewed) {
    const auto opened = records_->open_record(
        {},
        {.register_id = "charter",
         .step = "draft",
         .on = day(on),
         .fields = Json::Object{{"title", title}, {"office", office}, {"pages", 3}}},
        {}, false);
    PLUMB_CHECK(opened.has_value());
    if (reviewed) step(opened->id, "review", {}, on);
    step(opened->id, "publish", {}, on);
    return opened->id;
  }
  base::Result<records::Answer> change(const std::string& record_id, registers::Command command,
                                       const registers::Actor& actor = {}) {
    const auto record = must(records_->state("default", record_id));
    return records_->change_record({}, record_id, {record.revision, std::move(command), {}}, actor,
                                   false);
  }
  void step(const std::string& record_id, std::string name, Json::Object fields = {},
            std::string_view on = {}, const registers::Actor& actor = {}) {
    registers::TakeStep step{
        .register_id = {}, .step = std::move(name), .fields = std::move(fields)};
    if (!on.empty()) step.on = day(on);
    (void)must(change(record_id, std::move(step), actor));
  }

  Json begin(std::string_view chosen = "yearly", std::string_view unit = "xzf",
             const std::vector<std::string>& contributors = {}, int year = 2026) {
    return json(
        must(reports_->begin({}, tree_, chosen, year, unit, contributors, coordinator())).body);
  }
  Json report(const std::string& id, const records::Viewer& viewer = {},
              const registers::Actor& actor = coordinator()) {
    return json(must(reports_->report("default", tree_, id, viewer, actor)).body);
  }
  base::Result<records::Answer> revise(const std::string& id, const Json& body) {
    const auto record = must(records_->state("default", id));
    return reports_->revise({}, tree_, id, record.revision, body.dump(), coordinator());
  }
  /// Fills what a template leaves empty, so that it may be signed.
  void complete(const std::string& id) {
    (void)must(revise(
        id, Json::Object{
                {"chapters",
                 Json::Array{Json::Object{{"chapter", "shortfalls"},
                                          {"text", "有的镇规公布前没有审核，原因是人手不够。"}},
                             Json::Object{{"chapter", "next"},
                                          {"text", "{{next_year}}年做到应审尽审。"}}}}}));
  }
  base::Result<records::Answer> sign(const std::string& id,
                                     const std::vector<std::string>& over = {},
                                     bool dry_run = false, const Signature& signature = {},
                                     const journal::Context& context = {}) {
    const auto record = must(records_->state("default", id));
    return reports_->sign(context, tree_, id, record.revision, over, coordinator(), dry_run,
                          signature);
  }
  Papers papers(const std::string& id) { return must(reports_->papers("default", tree_, id, {})); }

private:
  storage::Database& database_;
  base::FixedClock clock_;
  organisation::Tree tree_;
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<indicators::Indicators> indicators_;
  std::unique_ptr<records::Records> records_;
  std::unique_ptr<Reports> reports_;
};

/// The member of an array whose `key` is `wanted`; null where there is none.
inline Json found(const Json& items, std::string_view key, std::string_view wanted) {
  for (const auto& item : items.items())
    if (item[key].text() == wanted) return item;
  return {};
}

} // namespace plumb::report::testing
