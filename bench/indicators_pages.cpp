// SPDX-License-Identifier: Apache-2.0
#include "indicators_pages.hpp"

#include "indicators_dashboard.hpp"

#include <plumb/assessment/assessment.hpp>

namespace plumb::bench {

using event::Json;

namespace {

constexpr std::size_t kOnPage = 50;

registers::Actor coordinator() {
  return {.id = "coordinator", .roles = {"coordinator"}, .unit = "county"};
}

/// Self-score, verification, settlement of one sheet.
void settle(assessment::Assessment& assessment, const Store& store, const organisation::Tree& tree,
            const Json& line, int marks) {
  const auto sheet = line["record_id"].text(), unit = line["unit"].text();
  auto revision = must(store.records->state(kAuthority, sheet)).revision;
  const auto take = [&](const char* step, const char* field, const registers::Actor& actor) {
    registers::TakeStep taken{.register_id = "assessment_sheet", .step = step};
    taken.fields =
        Json::Object{{field, Json::Array{Json::Object{{"item", kJudgedItem}, {"marks", marks}}}}};
    revision = must(assessment.take({}, tree, sheet, {revision, taken, {}}, actor, false)).revision;
  };
  take("self_score", "self_scores",
       {.id = "clerk", .roles = {"unit_clerk"}, .unit = unit, .units = {unit}});
  take("verify", "verified_scores", coordinator());
  (void)must(assessment.settle({}, tree, sheet, revision, coordinator(), false));
}

} // namespace

ReceiptPage receipt_page(Store& store, const organisation::Tree& tree, const pack::Rulebook& rules,
                         const pack::Indicator& indicator, double at_least_s) {
  constexpr std::int64_t kActed = 160;
  auto plan = plan_of(kActed);
  plan.shares = {{rules.find_measure(indicator.measure)->register_id, 1}};
  (void)act_all(store, plan, rules);
  store.clock.move_to_last_day();
  const auto read = [&] {
    return must(store.indicators->receipt(kAuthority, tree, indicator.id, this_year(), "numerator",
                                          {}, {}, kOnPage));
  };
  const auto answer = must(event::parse_json(read()));
  if (answer["records"].items().size() != kOnPage) give_up("a page of a receipt is not full");
  return {.records = answer["total"].integer_or(0),
          .page = measured([&] { (void)read(); }, at_least_s, 200)};
}

Round assessment_round(Store& store, const organisation::Tree& tree, double at_least_s) {
  Round out;
  assessment::Assessment assessment(*store.records, *store.indicators);
  const auto start = Clock::now();
  const auto opened =
      must(event::parse_json(must(assessment.open_round({}, tree, kEdition, coordinator()))));
  out.opened_s = seconds_since(start);
  std::string last;
  for (const auto& kind : opened["kinds"].items())
    for (const auto& line : kind["sheets"].items()) {
      if (++out.sheets % 2 == 0) {
        settle(assessment, store, tree, line, static_cast<int>(out.sheets % 7));
        ++out.settled;
      } else {
        last = line["record_id"].text();
      }
    }
  out.list = measured([&] { (void)must(assessment.round(kAuthority, tree, kEdition, {})); },
                      at_least_s, 200);
  out.sheet =
      measured([&] { (void)must(assessment.sheet(kAuthority, tree, last, {}, coordinator())); },
               at_least_s, 400);
  return out;
}

} // namespace plumb::bench
