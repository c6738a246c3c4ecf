// SPDX-License-Identifier: Apache-2.0
// Normative documents from the first proposal to their end, and those from before the program.
#include "scripts.hpp"

#include <array>

namespace plumb::history {
namespace {

constexpr std::array<const char*, 3> kLevels{"government", "department", "township"};
constexpr std::array<const char*, 3> kMeetings{"executive", "office", "township"};

struct Kind {
  bool market = false, rights = false;
};

const char* level_of(const Teller& teller) {
  return kLevels.at(static_cast<std::size_t>(teller.level()));
}

Json::Object draft(Teller& teller) {
  return {{"draft", teller.paper()}, {"draft_note", teller.paper()}};
}

bool consult(Teller& teller, const Kind& kind) {
  auto& random = teller.random();
  auto fields = draft(teller);
  fields.emplace("consultation_channel", "县政府网站");
  if (!teller.take("start_consultation", random.between(4, 20), std::move(fields))) return false;
  const int count = random.below(6);
  Json::Object result{{"opinion_summary", "收到意见" + std::to_string(count) + "条，已逐条研究"}};
  if (count > 0) result.emplace("opinions", opinions(random, count, false));
  if (kind.market && random.percent(3)) {
    // The law wants thirty days; it happened all the same and is written down as it was.
    return teller.take("end_consultation", random.between(8, 20), std::move(result),
                       "征集页面已提前关闭");
  }
  return teller.take("end_consultation",
                     kind.market ? random.between(31, 40) : random.between(7, 20),
                     std::move(result));
}

bool review_competition(Teller& teller) {
  auto& random = teller.random();
  Json::Object fields{{"fair_result", random.percent(94) ? "compliant" : "exception"},
                      {"fair_conclusion", teller.paper()},
                      {"stakeholders_heard", true},
                      {"regulator_joined", true},
                      {"exception_term", "实施期限两年"}};
  return teller.take("review_fair_competition", random.between(1, 8), std::move(fields));
}

bool review_once(Teller& teller, bool outside) {
  auto& random = teller.random();
  auto fields = draft(teller);
  fields.emplace("transition_considered", true);
  if (!teller.take("submit_review", random.between(2, 12), std::move(fields),
                   outside ? "起草单位已直接送审" : ""))
    return false;
  if (!random.percent(15)) return true;
  return teller.take("ask_supplement", random.between(1, 4), {{"supplement_list", "制定依据"}}) &&
         teller.take("supplement", random.between(2, 9), draft(teller));
}

// Most opinions come within the fifteen working days of the longest term.
bool review(Teller& teller, bool outside) {
  auto& random = teller.random();
  for (int round = 0; round < 3; ++round) {
    if (!review_once(teller, outside && round == 0)) return false;
    const bool passed = round == 2 || random.percent(90);
    const int days = random.percent(92) ? random.between(8, 16) : random.between(25, 40);
    if (!teller.take(
            "finish_review", days,
            {{"review_result", passed ? "passed" : "revise"}, {"review_opinion", teller.paper()}}))
      return false;
    if (passed) return true;
  }
  return true;
}

bool issue(Teller& teller) {
  auto& random = teller.random();
  if (!teller.take("deliberate", random.between(5, 25),
                   {{"meeting_kind", kMeetings.at(static_cast<std::size_t>(teller.level()))},
                    {"minutes", teller.paper()}}) ||
      !teller.take("register_document", random.between(1, 5),
                   {{"issuing_code", kCodeHere}, {"issuing_body", kBodyHere}}) ||
      !teller.take("number_document", random.below(2)))
    return false;
  const auto effective = base::add_days(teller.on(), random.between(10, 45));
  const auto last = base::add_days(effective, 365 * random.between(2, 5) - 1);
  return teller.take("publish", random.between(1, 6),
                     {{"published_in", "县政府网站"},
                      {"published_text", teller.paper()},
                      {"effective_on", base::to_string(effective)},
                      {"valid_until", base::to_string(last)}});
}

bool file(Teller& teller) {
  auto& random = teller.random();
  const int days = random.percent(88) ? random.between(4, 13) : random.between(20, 60);
  Json::Array papers{teller.paper(), teller.paper()};
  if (teller.level() != Level::Government)
    return teller.take("submit_filing", days, {{"filing_papers", std::move(papers)}});
  return teller.take("file", days,
                     {{"filed_with", "云泽市人民政府"}, {"filing_papers", std::move(papers)}});
}

// What becomes of it while it is in force.
void go_on(Teller& teller) {
  auto& random = teller.random();
  if (random.percent(40) && !teller.take("receive_filing_result", random.between(15, 40),
                                         {{"filing_result", "in_order"}}))
    return;
  if (random.percent(30) &&
      !teller.take("use_as_basis", random.between(20, 90), {{"used_for", "日常监督检查"}}))
    return;
  if (random.percent(25) &&
      !teller.take("evaluate", random.between(150, 400), {{"evaluation", teller.paper()}}))
    return;
  if (random.percent(35)) {
    const bool keep = random.percent(80);
    if (!teller.take("clean_up", random.between(30, 200),
                     {{"cleanup_result", keep ? "keep" : "repeal"},
                      {"cleanup_reason", keep ? "仍需执行" : "上位法已有规定"}}))
      return;
    if (!keep) teller.take("repeal", random.between(10, 60), {{"end_reason", "上位法已有规定"}});
  }
}

void take_over(Teller& teller) {
  auto& random = teller.random();
  const auto day = base::to_string(teller.on());
  const auto last = base::add_days(teller.on(), 365 * random.between(2, 5) - 1);
  if (teller.take("take_over", 0,
                  {{"title", kTitleHere},
                   {"issuing_level", level_of(teller)},
                   {"document_no", std::string(kCodeHere) + "〔" + day.substr(0, 4) + "〕补" +
                                       std::to_string(kNumberHere) + "号"},
                   {"drafting_unit", kUnitHere},
                   {"issuing_body", kBodyHere},
                   {"published_on", day},
                   {"valid_until", base::to_string(last)}}))
    go_on(teller);
}

bool propose(Teller& teller, const Kind& kind, bool one) {
  return teller.take("propose", 0,
                     {{"title", kTitleHere},
                      {"issuing_level", level_of(teller)},
                      {"drafting_unit", kUnitHere},
                      {"made_by_administration", true},
                      {"general_binding", one},
                      {"repeatedly_applied", true},
                      {"internal_only", !one},
                      {"touches_market", kind.market},
                      {"touches_competition", kind.market},
                      {"touches_rights", kind.rights}});
}

} // namespace

Json opinions(Random& random, int count, bool reasons) {
  Json::Array rows;
  for (int i = 0; i < count; ++i) {
    const bool adopted = random.percent(60);
    Json::Object row{{"source", random.percent(50) ? "市民" : "企业"},
                     {"text", "建议调整第" + std::to_string(i + 2) + "条"},
                     {"adopted", adopted}};
    if (!adopted || reasons) row.emplace("reason", adopted ? "已吸收" : "与上位法不一致");
    rows.emplace_back(std::move(row));
  }
  return rows;
}

void tell_document(Teller& teller) {
  auto& random = teller.random();
  if (random.percent(12)) return take_over(teller);
  const Kind kind{.market = random.percent(40), .rights = random.percent(50)};
  const bool one = random.percent(95);
  if (!propose(teller, kind, one)) return;
  if (!one) {
    teller.take("handle_otherwise", random.between(2, 12), {{"other_way", "内部管理制度"}});
    return;
  }
  if (!teller.take("appraise_need", random.between(3, 15), {{"need_report", teller.paper()}}))
    return;
  // Counties want every document put to the public; now and then one is not.
  const bool skipped = random.percent(3);
  if (!skipped && !consult(teller, kind)) return;
  if (random.percent(3)) {
    teller.take("drop", random.between(5, 40), {{"end_reason", "条件不成熟"}});
    return;
  }
  if (kind.market && !review_competition(teller)) return;
  if (review(teller, skipped) && issue(teller) && file(teller)) go_on(teller);
}

// The reviewing side: most are in order, some wait for papers or are sent back.
void carry_filing_review(Teller& teller) {
  auto& random = teller.random();
  if (random.percent(4)) return;
  if (random.percent(8) &&
      (!teller.take("ask_supplement", random.between(1, 3), {{"supplement_list", "起草说明"}}) ||
       !teller.take("supplement", random.between(2, 8), {{"papers", Json::Array{teller.paper()}}})))
    return;
  if (!teller.take("accept", random.between(1, 5), {{"in_form", true}})) return;
  if (random.percent(88)) {
    teller.take("find_in_order", random.between(3, 18));
    return;
  }
  if (teller.take(
          "ask_correction", random.between(3, 15),
          {{"opinion", "部分条款没有上位法依据，请研究纠正"}, {"opinion_paper", teller.paper()}}) &&
      teller.take("correct", random.between(10, 28), {{"correction", "已修改并重新公布"}}))
    teller.take("confirm", random.between(2, 8));
}

} // namespace plumb::history
