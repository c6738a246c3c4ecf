// SPDX-License-Identifier: Apache-2.0
// Tasks of a unit, duties that come again, posts, figures from outside, bodies that issue.
#include "scripts.hpp"

#include <plumb/pack/measures.hpp>

#include <array>

namespace plumb::history {
namespace {

constexpr std::array<const char*, 6> kAreas{"政府机构职能", "依法行政制度", "行政决策",
                                            "行政执法",     "矛盾纠纷化解", "权力制约监督"};

Json::Object completion(Teller& teller) {
  Json::Object fields{{"completion", "已按要求完成，材料附后"}};
  fields.emplace("evidence", Json::Array{teller.paper()});
  return fields;
}

// Most plans want things done before the year ends; the rest has a few months.
Date due_day(Teller& teller) {
  auto& random = teller.random();
  const auto year = static_cast<int>(teller.on().year());
  const auto autumn = base::make_date(year, random.percent(50) ? 11 : 12,
                                      static_cast<unsigned>(random.between(5, 28)));
  if (random.percent(60) && teller.days_until(autumn) > 30) return autumn;
  return base::add_days(teller.on(), random.between(50, 150));
}

bool report_progress(Teller& teller, int days_left) {
  const int reports = teller.random().below(4);
  for (int i = 0; i < reports; ++i) {
    Json::Object fields{{"progress", "正在推进，已完成阶段工作"}};
    if (teller.random().percent(40)) fields.emplace("evidence", Json::Array{teller.paper()});
    if (teller.random().percent(15)) fields.emplace("problems", "人员不足，进度偏慢");
    if (!teller.take("report_progress", days_left / (reports + 1), std::move(fields))) return false;
  }
  return true;
}

// Gives the last day that holds then.
Date ask_delay(Teller& teller, Date due) {
  auto& random = teller.random();
  const auto wanted = base::add_days(due, random.between(30, 60));
  if (!teller.take(
          "request_delay", 0,
          {{"requested_due_on", base::to_string(wanted)}, {"delay_reason", "等待上级目录"}}))
    return due;
  if (!random.percent(80)) {
    teller.take("refuse_delay", random.between(1, 4), {{"decision_note", "按期完成"}});
    return due;
  }
  teller.take("grant_delay", random.between(1, 4), {{"due_on", base::to_string(wanted)}});
  return wanted;
}

void settle(Teller& teller) {
  auto& random = teller.random();
  if (random.percent(15)) {
    const auto again = base::add_days(teller.on(), random.between(15, 30));
    if (!teller.take("return", random.between(2, 9),
                     {{"return_reason", "佐证材料不全"}, {"due_on", base::to_string(again)}}) ||
        !teller.take("report_complete", random.between(4, 25), completion(teller)))
      return;
  }
  if (!teller.take("accept", random.between(2, 12))) return;
  if (random.percent(70)) teller.take("close", random.between(1, 20));
}

} // namespace

// From the day on which the unit is told; what has no last day goes on and on.
void carry_task_part(Teller& teller) {
  auto& random = teller.random();
  const auto asked = base::parse_date(teller.state().fields["due_on"].text());
  if (!teller.take("sign_for", random.percent(90) ? random.below(5) : random.between(10, 30)))
    return;
  if (!asked) {
    while (teller.take("report_progress", random.between(75, 100),
                       {{"progress", "按要求持续推进，本季度工作已完成"}})) {
    }
    return;
  }
  Date due = *asked;
  const int fate = random.below(100); // 80 in time, 14 late, 6 never
  const int aim = fate < 80 ? -random.below(25) : random.between(1, 45);
  if (!report_progress(teller, teller.days_until(base::add_days(due, aim)))) return;
  if (fate < 90 && random.percent(8) && teller.days_until(due) > 10) due = ask_delay(teller, due);
  if (fate >= 94) return;
  if (teller.take("report_complete", teller.days_until(base::add_days(due, aim)),
                  completion(teller)))
    settle(teller);
}

void tell_task_part(Teller& teller) {
  auto& random = teller.random();
  const Date due = due_day(teller);
  constexpr std::array<const char*, 3> kRoles{"lead", "responsible", "supporting"};
  Json::Object fields{
      {"title", kTitleHere},
      {"number",
       std::to_string(random.between(1, 8)) + "-" + std::to_string(random.between(1, 20))},
      {"unit", kUnitHere},
      {"role", kRoles.at(static_cast<std::size_t>(random.below(3)))},
      {"area", kAreas.at(static_cast<std::size_t>(random.below(int(kAreas.size()))))},
      {"text", "按年度计划完成，按季度报送进展"}};
  if (random.percent(92)) fields.emplace("due_on", base::to_string(due));
  if (!teller.take("assign", 0, std::move(fields))) return;
  if (random.percent(2)) {
    teller.take("withdraw", random.between(5, 60));
    return;
  }
  carry_task_part(teller);
}

void tell_duty(Teller& teller) {
  auto& random = teller.random();
  const auto due = base::add_days(teller.on(), random.between(10, 30));
  const auto period = base::to_string(teller.on()).substr(0, 7);
  if (!teller.take("raise", 0,
                   {{"title", kTitleHere},
                    {"unit", kUnitHere},
                    {"period", period},
                    {"due_on", base::to_string(due)},
                    {"ground", random.percent(30) ? "law" : "plan"}}))
    return;
  if (random.percent(3)) {
    teller.take("excuse", random.between(1, 8), {{"excuse_reason", "与本单位无关"}});
    return;
  }
  if (random.percent(4)) return;
  const int days = teller.days_until(due);
  if (!teller.take("report",
                   random.percent(88) ? random.below(days + 1) : days + random.between(1, 20),
                   {{"text", "本期情况见附件"}, {"evidence", Json::Array{teller.paper()}}}))
    return;
  if (random.percent(10)) {
    const auto again = base::add_days(teller.on(), random.between(10, 15));
    if (!teller.take("return", random.between(1, 5),
                     {{"return_reason", "内容不全"}, {"due_on", base::to_string(again)}}) ||
        !teller.take("report", random.between(2, 14), {{"text", "已补齐"}}))
      return;
  }
  teller.take("accept", random.between(1, 8));
}

void tell_legal_staff(Teller& teller) {
  auto& random = teller.random();
  constexpr std::array<const char*, 4> kKinds{"legal", "review", "reconsideration", "officer"};
  Json::Object fields{{"title", kTitleHere},
                      {"unit", kUnitHere},
                      {"kind", kKinds.at(static_cast<std::size_t>(random.below(4)))},
                      {"filled_on", base::to_string(teller.on())},
                      {"qualified", random.percent(55)}};
  if (random.percent(40))
    fields.emplace("certificate_until",
                   base::to_string(base::add_days(teller.on(), random.between(400, 1800))));
  if (!teller.take("fill", 0, std::move(fields)) || !random.percent(25)) return;
  const int days = random.between(120, 700);
  teller.take("vacate", days,
              {{"vacated_on",
                base::to_string(teller.world().work_day(base::add_days(teller.on(), days)))}});
}

void tell_external_figure(Teller& teller) {
  auto& random = teller.random();
  const auto& all = teller.world().rules().indicators();
  std::vector<std::string> entered;
  for (const auto& indicator : all)
    if (indicator.kind == pack::IndicatorKind::Entered) entered.push_back(indicator.id);
  if (entered.empty()) entered.emplace_back("public_satisfaction");
  Json::Object fields{
      {"title", kTitleHere},
      {"indicator", entered[static_cast<std::size_t>(random.below(int(entered.size())))]},
      {"period", base::to_string(teller.on()).substr(0, 4)},
      {"on", base::to_string(teller.on())},
      {"value", base::Decimal{random.between(6'500, 9'900), 2}},
      {"value_unit", "分"},
      {"source", "县统计调查队（虚构）"},
      {"sample", random.between(200, 2'000)},
      {"proof", teller.paper()}};
  if (random.percent(50)) fields.emplace("unit", kUnitHere);
  if (!teller.take("enter", 0, std::move(fields))) return;
  if (random.percent(5))
    teller.take("withdraw", random.between(2, 20), {{"withdrawal_reason", "口径有误"}});
  else if (random.percent(90))
    teller.take("confirm", random.between(1, 12));
}

void tell_issuing_body(Teller& teller) {
  constexpr std::array<const char*, 3> kLevels{"government", "department", "township"};
  teller.take("enlist", 0,
              {{"title", kTitleHere},
               {"level", kLevels.at(static_cast<std::size_t>(teller.level()))},
               {"unit", kUnitHere},
               {"issuing_code", kCodeHere}});
}

Script script_of(std::string_view register_id) {
  if (register_id == "task_part") return tell_task_part;
  if (register_id == "normative_document") return tell_document;
  if (register_id == "major_decision") return tell_decision;
  if (register_id == "duty") return tell_duty;
  if (register_id == "legal_staff") return tell_legal_staff;
  if (register_id == "external_figure") return tell_external_figure;
  if (register_id == "issuing_body") return tell_issuing_body;
  return nullptr;
}

Script script_after_opening(std::string_view register_id) {
  if (register_id == "task_part") return carry_task_part;
  if (register_id == "filing_review") return carry_filing_review;
  return nullptr;
}

} // namespace plumb::history
