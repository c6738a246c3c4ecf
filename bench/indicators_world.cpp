// SPDX-License-Identifier: Apache-2.0
#include "indicators_world.hpp"

#include "measuring.hpp"

#include <unordered_map>

namespace plumb::bench {

namespace {

/// The national pack counts with fewer than sixty indicators what histories tell of.
constexpr const char* kMorePack = R"(id: bench
title: 砚湖县度量（虚构）
layer: county
jurisdiction: CN-XX
extends: [national]
version: 1.0.0
in_force_from: 2019-01-01
in_force_until:
)";
constexpr const char* kMoreMeasures = R"(measures:
  - { id: more_parts, title: 开办的分任务, register: task_part, on: opened_on, unit: unit }
  - { id: more_documents, title: 立项的文件, register: normative_document, on: opened_on }
  - { id: more_market, title: 立项的涉企文件, register: normative_document, on: opened_on, where: touches_market }
  - { id: more_decisions, title: 启动的决策, register: major_decision, on: opened_on, unit: drafting_unit }
  - { id: more_tracked, title: 跟踪的决策, register: major_decision, on: steps.track.on, unit: drafting_unit }
  - { id: more_posts, title: 在岗人数, register: legal_staff, from: filled_on, until: vacated_on, unit: unit }
)";
constexpr const char* kMoreIndicators = R"(indicators:
  - { id: more_parts_count, title: 开办分任务数, kind: count, measure: more_parts, unit: item }
  - { id: more_documents_count, title: 立项文件数, kind: count, measure: more_documents, unit: item }
  - { id: more_market_share, title: 涉企文件占比, kind: share, measure: more_market, over: more_documents, unit: percent, scale: 2 }
  - { id: more_decisions_count, title: 启动决策数, kind: count, measure: more_decisions, unit: item }
  - { id: more_tracked_ratio, title: 决策跟踪比, kind: ratio, measure: more_tracked, over: more_decisions, unit: percent, scale: 2 }
  - { id: more_posts_count, title: 在岗人员数, kind: count, measure: more_posts, unit: person }
)";

constexpr const char* kMoreEditions = R"(editions:
  - id: bench_2026
    title: 砚湖县2026年度考核指标（虚构）
    year: 2026
    unit_kinds: [authority, government, township, subdistrict, institution]
    bonus_max: 2
    areas:
      - id: documents
        title: 制度
        objectives:
          - id: documents_made
            title: 文件
            items:
              - { id: legality, title: 合法性审核, standard: 都审核得满分, marks: 8, automatic: { indicator: normdoc_legality_share, none_at: 80, full_at: 100 } }
              - { id: filing, title: 报送备案, standard: 都报送得满分, marks: 4, automatic: { indicator: normdoc_filing_share, none_at: 80, full_at: 100 } }
              - { id: validity, title: 写明有效期, standard: 都写明得满分, marks: 4, automatic: { indicator: normdoc_validity_share, none_at: 60, full_at: 100 } }
              - { id: corrected, title: 被要求纠正, kind: deduction, standard: 每件扣一分, marks: 4, automatic: { indicator: normdoc_corrected_zero, deduct_each: 1 } }
      - id: decisions
        title: 决策
        objectives:
          - id: decisions_made
            title: 程序
            items:
              - { id: examined, title: 合法性审查, standard: 都审查得满分, marks: 6, automatic: { indicator: decision_legality_share, met: true } }
              - { id: answered, title: 意见有回音, standard: 都答复得满分, marks: 4, automatic: { indicator: decision_opinions_answered_ratio, none_at: 50, full_at: 100 } }
              - { id: evaluated, title: 后评估, kind: bonus, standard: 每件一分, marks: 2, automatic: { indicator: decision_evaluations_count, add_each: 1 } }
      - id: work
        title: 任务
        objectives:
          - id: tasks
            title: 完成
            items:
              - { id: in_time, title: 按期完成, standard: 都按期得满分, marks: 12, automatic: { indicator: tasks_in_time_share, none_at: 60, full_at: 100 } }
              - { id: returned, title: 被退回, kind: deduction, standard: 每次扣半分, marks: 2, automatic: { indicator: tasks_returned_count, deduct_each: 0.5 } }
              - { id: parts, title: 开办分任务, standard: 一百件以上得满分, marks: 5, automatic: { indicator: more_parts_count, none_at: 0, full_at: 100 } }
              - { id: chief_duty, title: 负责人履职, standard: 按材料评定, marks: 10 }
)";

} // namespace

history::Plan plan_of(std::int64_t records) {
  return {.seed = 20,
          .records = records,
          .from = kFrom,
          .until = kUntil,
          .units = kUnits,
          .shares = {{"task_part", 5},
                     {"normative_document", 3},
                     {"major_decision", 2},
                     {"duty", 2},
                     {"legal_staff", 1}}};
}

pack::Source more_rules() {
  return {.files = {{"editions/more.yaml", kMoreEditions},
                    {"indicators/more.yaml", kMoreIndicators},
                    {"measures/more.yaml", kMoreMeasures},
                    {"pack.yaml", kMorePack}},
          .folder = {}};
}

Store::Store(const std::string& url, const std::vector<pack::Source>& sources, bool observed) {
  database = must(storage::Database::open(url));
  journal = must(journal::Journal::open(*database, clock));
  if (observed) indicators = must(indicators::Indicators::open(*database, *journal, clock));
  records = must(records::Records::open(*database, *journal, clock, indicators.get()));
  (void)must(records->activate({}, sources));
  if (observed) must(indicators->start(*records));
}

Store::~Store() {
  journal.reset();
  records.reset();
  indicators.reset();
}

std::int64_t act_all(Store& store, const history::Plan& plan, const pack::Rulebook& rules) {
  for (const auto& paper : history::papers())
    (void)must(store.records->put_file({}, paper.name, paper.bytes, paper.media_type));
  std::unordered_map<std::int64_t, std::pair<std::string, std::int64_t>> known;
  std::int64_t count = 0;
  must(history::acts(plan, rules, [&](const history::Act& act) {
    store.clock.move_to(act.at_ms);
    auto command = act.command;
    history::with_records(command, [&](std::int64_t record) { return known[record].first; });
    auto& [id, revision] = known[act.record];
    ++count;
    const auto answer =
        must(id.empty() ? store.records->open_record({}, std::get<registers::TakeStep>(command),
                                                     act.actor, false)
                        : store.records->change_record({}, id, {revision, std::move(command)},
                                                       act.actor, false));
    id = answer.id;
    revision = answer.revision;
    return true;
  }));
  return count;
}

} // namespace plumb::bench
