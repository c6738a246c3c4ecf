// SPDX-License-Identifier: Apache-2.0
// Major decisions: heard, examined, discussed, decided, carried out.
#include "scripts.hpp"

#include <algorithm>

namespace plumb::history {
namespace {

struct Kind {
  bool technical = false, adverse = false, market = false;
};

bool hear(Teller& teller) {
  auto& random = teller.random();
  const auto day = teller.world().work_day(base::add_days(teller.on(), random.between(25, 40)));
  if (!teller.take("schedule_hearing", random.between(1, 5),
                   {{"hearing_on", base::to_string(day)},
                    {"hearing_scope", "方案比选和补偿"},
                    {"selection_method", "报名后抽签"},
                    {"participants_published", true}}) ||
      !teller.take("serve_hearing_materials", random.between(2, 5)))
    return false;
  // Materials are a week before; where they were late, so is the hearing.
  return teller.take("hold_hearing", std::max(8, teller.days_until(day)),
                     {{"hearing_record", teller.paper()},
                      {"hearing_minutes", teller.paper()},
                      {"participants_published", true}});
}

bool consult(Teller& teller) {
  auto& random = teller.random();
  if (!teller.take("start_consultation", random.between(5, 20),
                   {{"draft", teller.paper()},
                    {"draft_note", teller.paper()},
                    {"consultation_channel", "县政府网站"}}))
    return false;
  if (random.percent(20) && !hear(teller)) return false;
  const int count = random.below(8);
  Json::Object fields{{"opinion_summary", "收到意见" + std::to_string(count) + "条，已归纳研究"}};
  if (count > 0) fields.emplace("opinions", opinions(random, count, true));
  if (random.percent(4))
    return teller.take("end_consultation", random.between(10, 22), std::move(fields),
                       "已提前关闭征集页面");
  return teller.take("end_consultation", random.between(31, 40), std::move(fields));
}

bool examine(Teller& teller, const Kind& kind) {
  auto& random = teller.random();
  if (random.percent(20) &&
      !teller.take("poll", random.between(2, 15),
                   {{"poll_report", teller.paper()}, {"poll_sample", random.between(150, 1'200)}}))
    return false;
  if (kind.technical &&
      !teller.take("appraise", random.between(3, 15),
                   {{"expert_report", teller.paper()}, {"expert_conflict", false}}))
    return false;
  if (kind.adverse && !teller.take("assess_risk", random.between(3, 20),
                                   {{"risk_report", teller.paper()},
                                    {"risk_level", random.percent(70) ? "low" : "medium"},
                                    {"risk_controllable", true}}))
    return false;
  return !kind.market ||
         teller.take("review_fair_competition", random.between(1, 8),
                     {{"fair_result", "compliant"}, {"fair_conclusion", teller.paper()}});
}

bool review(Teller& teller) {
  auto& random = teller.random();
  if (!teller.take("submit_review", random.between(2, 10),
                   {{"review_materials", Json::Array{teller.paper(), teller.paper()}}}))
    return false;
  if (random.percent(15) &&
      (!teller.take("ask_supplement", random.between(1, 3), {{"supplement_list", "论证材料"}}) ||
       !teller.take("supplement", random.between(2, 8),
                    {{"review_materials", Json::Array{teller.paper()}}})))
    return false;
  return teller.take("finish_review", random.between(8, 20),
                     {{"legality_result", random.percent(95) ? "passed" : "exploratory"},
                      {"legality_opinion", teller.paper()},
                      {"counsel_opinion", teller.paper()}});
}

Json attendees(Random& random) {
  Json::Array rows;
  const int others = random.between(4, 7);
  for (int i = 0; i < others; ++i)
    rows.emplace_back(Json::Object{{"post", "副县长"},
                                   {"view", random.percent(93) ? "agree" : "dissent"},
                                   {"text", "发表意见"}});
  rows.emplace_back(
      Json::Object{{"post", "县长"}, {"chief", true}, {"view", "agree"}, {"text", "综合各方意见"}});
  return rows;
}

bool decide(Teller& teller) {
  auto& random = teller.random();
  auto people = attendees(random);
  if (!teller.take("deliberate", random.between(5, 25),
                   {{"meeting_kind", teller.level() == Level::Government ? "executive" : "office"},
                    {"attendees", std::move(people)},
                    {"minutes", teller.paper()},
                    {"dissent_recorded", true},
                    {"head_spoke_last", true}}))
    return false;
  const bool congress = random.percent(25);
  if (random.percent(6)) {
    teller.take("decide", 0, {{"decision", "postpone"}, {"follows_majority", true}});
    teller.take("send_back", random.between(2, 10), {{"send_back_reason", "进一步论证"}});
    return false;
  }
  if (!teller.take("decide", random.below(3),
                   {{"decision", random.percent(80) ? "approve" : "modify"},
                    {"follows_majority", true},
                    {"congress_due", congress}}) ||
      !teller.take("report_party", random.below(4), {{"party_report", teller.paper()}}))
    return false;
  return !congress ||
         teller.take("report_congress", random.below(4), {{"congress_report", teller.paper()}});
}

void carry_out(Teller& teller) {
  auto& random = teller.random();
  const int days = random.percent(90) ? random.between(1, 12) : random.between(25, 50);
  if (!teller.take("issue", days,
                   {{"execution_unit", kUnitHere},
                    {"published_in", "县政府网站"},
                    {"published_text", teller.paper()}}))
    return;
  const int rounds = random.below(4);
  for (int i = 0; i < rounds; ++i)
    if (!teller.take("track", random.between(40, 100), {{"execution_notes", "按计划推进"}})) return;
  if (random.percent(20) &&
      !teller.take("evaluate", random.between(60, 200),
                   {{"evaluation_cause", "own_motion"}, {"evaluation", teller.paper()}}))
    return;
  if (random.percent(92))
    teller.take("archive", random.between(20, 120), {{"archive_index", teller.paper()}});
}

} // namespace

void tell_decision(Teller& teller) {
  auto& random = teller.random();
  const Kind kind{
      .technical = random.percent(45), .adverse = random.percent(40), .market = random.percent(35)};
  if (!teller.take("propose", 0,
                   {{"title", kTitleHere},
                    {"drafting_unit", kUnitHere},
                    {"technical", kind.technical},
                    {"adverse", kind.adverse},
                    {"touches_market", kind.market},
                    {"non_public", false},
                    {"proposal", teller.paper()}}))
    return;
  if (!consult(teller)) return;
  if (random.percent(4)) {
    teller.take("end", random.between(5, 60), {{"end_reason", "条件发生变化"}});
    return;
  }
  if (examine(teller, kind) && review(teller) && decide(teller)) carry_out(teller);
}

} // namespace plumb::history
