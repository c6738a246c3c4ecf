// SPDX-License-Identifier: Apache-2.0
/// What is counted, assessed and written about: what is read, how layers merge it, how it is told.
#include "bundle.hpp"

#include <plumb/pack/editions.hpp>
#include <plumb/pack/measures.hpp>
#include <plumb/pack/report_templates.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plumb::pack {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto day = base::make_date;

std::shared_ptr<const Rulebook> load(std::string_view changes) {
  auto base = sections_of(read_text(std::string(PLUMB_TESTDATA) + "/linked.txt"));
  for (auto& section : sections_of(read_text(std::string(PLUMB_TESTDATA) + "/counted.txt")))
    base.push_back(std::move(section));
  std::vector<Diagnostic> faults;
  auto rules = Rulebook::load(sources_of(base, sections_of(changes)), faults);
  EXPECT_EQ(shown(faults), "");
  return rules;
}

TEST(Measures, AreRead) {
  const auto rules = load("");
  ASSERT_NE(rules, nullptr);
  ASSERT_EQ(rules->measures().size(), 8u);
  const auto* visited = rules->find_measure("errands_closed_visited");
  ASSERT_NE(visited, nullptr);
  EXPECT_FALSE(visited->stock());
  EXPECT_EQ(visited->on->source(), "steps.close.on");
  EXPECT_EQ(visited->where->source(), "visits.count > 0");
  EXPECT_EQ(visited->unit_field, "lead");
  EXPECT_EQ(visited->by, "kind");
  EXPECT_EQ(visited->gist, "至少走访过一次");
  EXPECT_EQ(visited->pack_id, "base");
  const auto* late = rules->find_measure("errands_late");
  EXPECT_TRUE(late->stock());
  EXPECT_FALSE(late->from);
  EXPECT_EQ(late->after->source(), "clocks.due.due_on");
  EXPECT_EQ(late->until->source(), "clocks.due.stopped_on");
  EXPECT_EQ(rules->find_measure("errands_open")->unit_field, "");
  EXPECT_EQ(rules->find_measure("visits_made")->sum->type(), expression::Type::Number);
  EXPECT_EQ(rules->find_measure("nothing"), nullptr);
  // The cells of two measures are the same only where everything about them is.
  EXPECT_NE(visited->shape(), rules->find_measure("errands_closed")->shape());
  EXPECT_EQ(visited->shape(), load("")->find_measure("errands_closed_visited")->shape());
}

constexpr std::string_view kThrough = R"(
=== lower:pack.yaml
id: county
title: 下级规则
layer: county
jurisdiction: CN-AA
extends: [base]
version: 1.0.0
in_force_from: 2020-01-01
=== lower:measures/more.yaml
measures:
  - { id: errands_in_time, title: 期内在办, register: errand, from: opened_on, until: steps.close.on, through: clocks.due.due_on }
  - { id: errands_until, title: 期内在办, register: errand, from: opened_on, until: steps.close.on }
  - { id: errands_valid, title: 期内, register: errand, from: opened_on, through: clocks.due.due_on }
)";

TEST(Measures, StocksCountThroughALastDay) {
  const auto rules = load(kThrough);
  ASSERT_NE(rules, nullptr);
  const auto* both = rules->find_measure("errands_in_time");
  ASSERT_NE(both, nullptr);
  EXPECT_TRUE(both->stock());
  EXPECT_EQ(both->until->source(), "steps.close.on");
  EXPECT_EQ(both->through->source(), "clocks.due.due_on");
  const auto* valid = rules->find_measure("errands_valid");
  EXPECT_FALSE(valid->until);
  EXPECT_EQ(valid->through->type(), expression::Type::Date);
  // The shape has it where it is declared only: the others are not counted again for its sake.
  const auto* until = rules->find_measure("errands_until");
  EXPECT_FALSE(until->through);
  EXPECT_EQ(until->shape(), "errand\n\n\n-\n-\nopened_on\n-\nsteps.close.on\n-");
  EXPECT_EQ(both->shape(), until->shape() + "\nthrough clocks.due.due_on");
  EXPECT_NE(valid->shape(), both->shape());
  // Both ends, and which of them holds.
  EXPECT_THAT(in_words(*rules, *until), HasSubstr("到“办结”的日期那天不再算；归"));
  EXPECT_THAT(in_words(*rules, *valid),
              HasSubstr("，算到“办理期限”的截止日那天为止，那天还算；归"));
  EXPECT_THAT(in_words(*rules, *both),
              HasSubstr("到“办结”的日期那天不再算，算到“办理期限”的截止日那天为止，那天还算，"
                        "以先到的为准；归"));
}

TEST(Measures, IndicatorsAreRead) {
  const auto rules = load("");
  ASSERT_NE(rules, nullptr);
  ASSERT_EQ(rules->indicators().size(), 11u);
  const auto* share = rules->find_indicator("visited_share");
  ASSERT_NE(share, nullptr);
  EXPECT_EQ(share->kind, IndicatorKind::Share);
  EXPECT_EQ(share->measure, "errands_closed_visited");
  EXPECT_EQ(share->over, "errands_closed");
  EXPECT_EQ(share->unit, "percent");
  EXPECT_EQ(share->scale, 2);
  EXPECT_EQ(share->rounding, Rounding::HalfEven);
  EXPECT_EQ(share->period, PeriodKind::Month);
  EXPECT_EQ(share->lacks, "report");
  EXPECT_EQ(share->area, "走访");
  EXPECT_EQ(share->cite, (Citation{"errand_rule", "3"}));
  ASSERT_EQ(share->targets.size(), 2u);
  EXPECT_EQ(share->targets[0].value, (base::Decimal{905, 1}));
  EXPECT_EQ(share->targets[0].binding, Binding::Statutory);
  EXPECT_EQ(share->targets[1].binding, Binding::LocalTarget);
  EXPECT_THAT(share->targets[1].unit_kinds, ElementsAre("township"));
  EXPECT_EQ(share->targets[1].in_force_until, day(2030, 1, 1));
  EXPECT_THAT(rules->find_indicator("closed_count")->aliases, ElementsAre("办结差事", "完成数"));
  EXPECT_EQ(rules->find_indicator("closed_count")->better, Indicator::Better::Neither);
  EXPECT_EQ(rules->find_indicator("late_zero")->better, Indicator::Better::Lower);
  // The binding and the article of a parameter are those of the target.
  const auto& most = rules->find_indicator("open_ceiling")->targets.at(0);
  EXPECT_EQ(most.parameter, "errand.sign.max");
  EXPECT_EQ(most.binding, Binding::Policy);
  EXPECT_EQ(most.cite, (Citation{"errand_rule", "3"}));
  const auto* coverage = rules->find_indicator("helper_coverage");
  EXPECT_THAT(coverage->over_units, ElementsAre("township", "subdistrict"));
  EXPECT_EQ(coverage->at_least, (base::Decimal{2, 0}));
  EXPECT_EQ(rules->find_indicator("helper_coverage_by_rule")->at_least_parameter,
            "errand.sign.max");
  EXPECT_EQ(rules->find_indicator("content")->measure, "");
  EXPECT_EQ(rules->find_indicator("content")->period, PeriodKind::FiveYears);
}

TEST(Measures, EditionsAndReportsAreRead) {
  const auto rules = load("");
  ASSERT_NE(rules, nullptr);
  ASSERT_EQ(rules->editions().size(), 2u);
  const auto* edition = rules->find_edition("errands_2026");
  ASSERT_NE(edition, nullptr);
  EXPECT_EQ(edition->replaces, "errands_2025");
  EXPECT_EQ(edition->bonus_max, (base::Decimal{5, 0}));
  const auto* visited = edition->item("visited");
  ASSERT_NE(visited, nullptr);
  ASSERT_TRUE(visited->automatic);
  EXPECT_EQ(visited->automatic->form, AutomaticScore::Form::Linear);
  EXPECT_EQ(visited->automatic->none_at, (base::Decimal{50, 0}));
  EXPECT_EQ(visited->automatic->full_at, (base::Decimal{90, 0}));
  EXPECT_EQ(visited->cite, (Citation{"errand_rule", "3"}));
  EXPECT_EQ(edition->item("late")->automatic->form, AutomaticScore::Form::DeductEach);
  EXPECT_EQ(edition->item("late")->automatic->each, (base::Decimal{5, 1}));
  EXPECT_THAT(edition->item("late")->unit_kinds, ElementsAre("township"));
  EXPECT_EQ(edition->item("target")->automatic->form, AutomaticScore::Form::Met);
  EXPECT_EQ(edition->item("visits")->kind, AssessmentItem::Kind::Bonus);
  EXPECT_EQ(edition->item("visits")->automatic->form, AutomaticScore::Form::AddEach);
  EXPECT_TRUE(edition->item("practice")->evidence);
  EXPECT_FALSE(edition->item("practice")->automatic);
  EXPECT_EQ(edition->item("fault")->kind, AssessmentItem::Kind::Deduction);

  ASSERT_EQ(rules->report_templates().size(), 2u);
  const auto* yearly = rules->find_report_template("yearly_errands");
  ASSERT_NE(yearly, nullptr);
  EXPECT_TRUE(yearly->parts);
  EXPECT_EQ(yearly->due, "04-01");
  ASSERT_EQ(yearly->chapters.size(), 3u);
  EXPECT_EQ(yearly->chapters[0].characters_min, 20);
  EXPECT_THAT(yearly->chapters[0].text, HasSubstr("{{records:errands_late}}"));
  EXPECT_TRUE(yearly->chapters[1].shortfalls);
  EXPECT_TRUE(yearly->chapters[1].required);
  EXPECT_TRUE(yearly->chapters[2].outlook);
  EXPECT_FALSE(yearly->chapters[2].required);
  ASSERT_EQ(yearly->annexes.size(), 2u);
  EXPECT_EQ(yearly->annexes[0].records, "errands_late");
  EXPECT_THAT(yearly->annexes[1].indicators, ElementsAre("visited_share", "content"));
  EXPECT_EQ(rules->find_report_template("notice")->kind, ReportTemplate::Kind::Circular);
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
=== lower:measures/more.yaml
measures:
  - { id: errands_small, title: 小差事, register: errand, on: steps.close.on, where: kind == 'small', unit: lead }
=== lower:indicators/more.yaml
indicators:
  - { id: small_count, title: 小差事数, kind: count, measure: errands_small, unit: item }
add_targets:
  - { indicator: visited_share, id: county, comparison: at_least, value: 95, binding: local_rule, cite: errand_rule#3, in_force_from: 2026-01-01 }
  - { indicator: visited_share, id: wish, comparison: at_least, value: 50, in_force_from: 2026-01-01 }
  - { indicator: small_count, id: few, comparison: at_most, value: 3, in_force_from: 2026-01-01 }
)";

TEST(Measures, LowerLayersAdd) {
  const auto rules = load(kCounty);
  ASSERT_NE(rules, nullptr);
  EXPECT_EQ(rules->find_measure("errands_small")->pack_id, "county");
  EXPECT_EQ(rules->find_indicator("small_count")->targets.at(0).pack_id, "county");
  const auto& targets = rules->find_indicator("visited_share")->targets;
  ASSERT_EQ(targets.size(), 4u);
  EXPECT_EQ(targets[1].pack_id, "base");
  EXPECT_EQ(targets[2].id, "county");
  EXPECT_EQ(targets[2].pack_id, "county");
  // What is supposed keeps all of it.
  const auto supposed = rules->with("errand.sign.max", {3, 0}, "working_day");
  ASSERT_TRUE(supposed);
  EXPECT_EQ((*supposed)->measures().size(), 9u);
  EXPECT_EQ((*supposed)->find_indicator("visited_share")->targets.size(), 4u);
  EXPECT_EQ((*supposed)->editions().size(), 2u);
  EXPECT_EQ((*supposed)->report_templates().size(), 2u);
}

TEST(Measures, AreToldInPlainWords) {
  const auto rules = load("");
  ASSERT_NE(rules, nullptr);
  struct Told {
    std::string_view id;
    std::string_view words;
  };
  for (const auto& [id, words] : std::initializer_list<Told>{
           {"errands_closed",
            "每件“差事”计1，记在“办结”的日期那天；归“牵头单位”里的单位；按“类别”分列"},
           {"errands_late", "从“办理期限”的截止日的次日起算，到“办理期限”的停止日那天不再算"},
           {"errands_open", "；归登记的单位"},
           {"big_closed", "每件类别是“大”，并且名称已填写的“差事”计1"}})
    EXPECT_THAT(in_words(*rules, *rules->find_measure(id)), HasSubstr(words)) << id;
  for (const auto& [id, words] : std::initializer_list<Told>{
           {"closed_count", "“办结的差事”的件数"},
           {"visits_sum", "“走访次数”的合计"},
           {"visited_share", "“走访过的办结差事”占“办结的差事”的百分比，保留2位小数（四舍六入五成双"
                             "）；分母为0时不适用"},
           {"visits_ratio", "“走访次数”与“办结的差事”之比，保留1位小数（舍去尾数）"},
           {"visits_average", "“走访次数”除以“办结的差事”，平均每件"},
           {"late_zero", "“逾期差事”，一件也不应有"},
           {"open_ceiling", "“在办差事”，有上限"},
           {"helper_coverage", "乡镇、街道里，“在库帮手”不少于2的单位占百分比，取整数"},
           {"helper_coverage_by_rule", "不少于“签收期限”规定的数"},
           {"content", "由外单位给出"}})
    EXPECT_THAT(in_words(*rules, *rules->find_indicator(id)), HasSubstr(words)) << id;
  const auto told = rules->explain("visited_share", day(2026, 3, 1));
  for (const char* part :
       {"# 走访率", "办结的差事里走访过的占多少", "- 分子“走访过的办结差事”：每件",
        "- 分母“办结的差事”：每件", "- 依据：《差事办法》第3条",
        "- 目标：不低于90.5%（国家规定，《差事办法》第3条，自2020-01-01起）",
        "- 目标：不低于95%，只对乡镇（本地目标，自2021-01-01起，到2030-01-01前）"})
    EXPECT_THAT(told, HasSubstr(part));
  EXPECT_THAT(rules->explain("open_ceiling", day(2026, 3, 1)),
              HasSubstr("不高于2个工作日（政策要求，《差事办法》第3条"));
  EXPECT_THAT(rules->explain("open_ceiling", day(2019, 3, 1)), HasSubstr("当日没有有效的规定"));
  EXPECT_THAT(rules->explain("errands_closed", day(2026, 3, 1)), HasSubstr("用在：“走访率”"));
  EXPECT_THAT(rules->explain("errand", day(2026, 3, 1)),
              HasSubstr("## 计入的数\n\n- 办结的差事："));
  EXPECT_EQ(rules->explain("nothing", day(2026, 3, 1)), "");
}

} // namespace
} // namespace plumb::pack
