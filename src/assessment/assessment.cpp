// SPDX-License-Identifier: Apache-2.0
// Editions as people read them, and one sheet.
#include "plumb/assessment/assessment.hpp"

#include "exact.hpp"
#include "kinds.hpp"
#include "state.hpp"

#include <algorithm>

namespace plumb::assessment {
namespace {

using base::ErrorKind;
using base::Result;
using View = std::string_view;

std::string_view name_of(Change::What what) {
  constexpr View kNames[] = {"added", "removed", "marks", "standard",
                             "kinds", "scoring", "moved", "title"};
  return kNames[static_cast<std::size_t>(what)];
}

Decimal marks_of_area(const pack::AssessmentArea& area) {
  Sum sum;
  for (const auto& objective : area.objectives)
    for (const auto& item : objective.items)
      if (item.kind == pack::AssessmentItem::Kind::Scored) sum.add(item.marks);
  return sum.value();
}

Json area_json(const pack::Rulebook& rules, const pack::AssessmentArea& area) {
  Json::Array objectives;
  for (const auto& objective : area.objectives) {
    Json::Array items;
    for (const auto& item : objective.items)
      items.push_back(item_json(&rules, item));
    objectives.emplace_back(Json::Object{
        {"id", objective.id}, {"title", objective.title}, {"items", std::move(items)}});
  }
  return Json::Object{{"id", area.id},
                      {"title", area.title},
                      {"marks", decimal_json(marks_of_area(area))},
                      {"objectives", std::move(objectives)}};
}

} // namespace

base::Unexpected<base::Error> unknown_edition(View edition_id) {
  return base::fail(ErrorKind::NotFound, "assessment.unknown_edition",
                    {{"id", std::string(edition_id)}});
}

base::Unexpected<base::Error> not_ready(std::string what) {
  return base::fail(ErrorKind::Conflict, "assessment.not_ready", {{"what", std::move(what)}});
}

Result<Place> place_of(const records::Records& records, View authority_id) {
  Place out;
  // The day comes from where all other days of records come from.
  records::Query query;
  query.limit = 1;
  PLUMB_TRY_ASSIGN(const auto page, records.list(authority_id, kSheetRegister, query));
  PLUMB_TRY_ASSIGN(const auto json, event::parse_json(page));
  const auto today = base::parse_date(json["today"].text());
  PLUMB_TRY_ASSIGN(out.rules, records.rules(authority_id));
  if (!today || out.rules == nullptr) return base::fail(ErrorKind::NotFound, "records.no_rules");
  out.today = *today;
  out.declared = out.rules->find_register(kSheetRegister);
  if (out.declared == nullptr)
    return base::fail(ErrorKind::NotFound, "records.unknown_register",
                      {{"id", std::string(kSheetRegister)}});
  return out;
}

Result<std::vector<SheetRecord>> sheets_of(const records::Records& records, View authority_id,
                                           const Place& place, View edition_id,
                                           const records::Viewer& viewer) {
  records::Query query;
  query.viewer = viewer;
  if (!edition_id.empty()) query.fields = Json(Json::Object{{"edition", edition_id}}).dump();
  std::vector<SheetRecord> out;
  PLUMB_TRY(records.visit(authority_id, kSheetRegister, query, [&](const registers::Record& one) {
    auto sheet = sheet_record(*place.declared, one);
    if (sheet.state != kDropped) out.push_back(std::move(sheet));
    return true;
  }));
  return out;
}

Result<SheetState> state_of(const pack::Rulebook& rules, const SheetRecord& sheet,
                            Numbers& numbers) {
  const auto* edition = rules.find_edition(sheet.text("edition"));
  if (sheet.settled()) return frozen_state(edition, sheet);
  if (edition == nullptr) return unknown_edition(sheet.text("edition"));
  return live_state(*edition, sheet, numbers);
}

Assessment::Assessment(records::Records& records, const indicators::Indicators& indicators)
    : records_(records), indicators_(indicators) {}

Result<std::string> Assessment::editions(View authority_id) const {
  PLUMB_TRY_ASSIGN(const auto place, place_of(records_, authority_id));
  PLUMB_TRY_ASSIGN(const auto sheets, sheets_of(records_, authority_id, place, {}, {}));
  std::vector<const pack::Edition*> all;
  for (const auto& edition : place.rules->editions())
    all.push_back(&edition);
  std::ranges::sort(all, [](const auto* left, const auto* right) {
    return left->year != right->year ? left->year > right->year : left->id > right->id;
  });
  Json::Array items;
  for (const auto* edition : all) {
    int count = 0;
    visit_items(*edition, [&](const auto&, const auto&) { ++count; });
    const auto opened = std::ranges::count_if(
        sheets, [&](const auto& sheet) { return sheet.text("edition") == edition->id; });
    items.emplace_back(Json::Object{{"id", edition->id},
                                    {"title", edition->title},
                                    {"year", edition->year},
                                    {"replaces", edition->replaces},
                                    {"unit_kinds", texts_json(edition->unit_kinds)},
                                    {"items", count},
                                    {"opened", std::int64_t{opened}}});
  }
  return Json(Json::Object{{"items", std::move(items)}}).dump();
}

Result<std::string> Assessment::edition(View authority_id, View edition_id) const {
  PLUMB_TRY_ASSIGN(const auto rules, records_.rules(authority_id));
  const auto* edition = rules != nullptr ? rules->find_edition(edition_id) : nullptr;
  if (edition == nullptr) return unknown_edition(edition_id);
  Json::Array areas;
  for (const auto& area : edition->areas)
    areas.push_back(area_json(*rules, area));
  const std::string cite = edition->cite.law.empty() ? std::string() : rules->words(edition->cite);
  return Json(Json::Object{{"id", edition->id},
                           {"title", edition->title},
                           {"year", edition->year},
                           {"replaces", edition->replaces},
                           {"unit_kinds", texts_json(edition->unit_kinds)},
                           {"full_marks", decimal_json(edition->full_marks)},
                           {"bonus_max", decimal_json(edition->bonus_max)},
                           {"scale", edition->scale},
                           {"cite", cite},
                           {"areas", std::move(areas)}})
      .dump();
}

Result<std::string> Assessment::edition_changes(View authority_id, View edition_id) const {
  PLUMB_TRY_ASSIGN(const auto rules, records_.rules(authority_id));
  const auto* after = rules != nullptr ? rules->find_edition(edition_id) : nullptr;
  if (after == nullptr) return unknown_edition(edition_id);
  const auto* before = rules->find_edition(after->replaces);
  if (before == nullptr && !after->replaces.empty()) return unknown_edition(after->replaces);
  Json::Array items;
  if (before != nullptr)
    for (const auto& change : changes(*before, *after)) {
      const auto* item = change.what == Change::What::Removed ? before->item(change.item)
                                                              : after->item(change.item);
      items.emplace_back(Json::Object{{"what", name_of(change.what)},
                                      {"item", change.item},
                                      {"title", item != nullptr ? item->title : change.item},
                                      {"before", change.before},
                                      {"after", change.after}});
    }
  return Json(Json::Object{
                  {"before", after->replaces}, {"after", after->id}, {"items", std::move(items)}})
      .dump();
}

// --- one sheet ---

Result<records::Answer> sheet_answer(const indicators::Indicators& indicators,
                                     const pack::Rulebook& rules, View authority_id,
                                     const organisation::Tree& tree,
                                     const records::Answer& answer) {
  PLUMB_TRY_ASSIGN(const auto detail, event::parse_json(answer.body));
  const auto today = base::parse_date(detail["today"].text());
  if (!today || detail["register"].text() != kSheetRegister)
    return base::fail(ErrorKind::NotFound, "assessment.unknown_round", {{"id", answer.id}});
  const auto sheet = sheet_record(detail);
  const int year = static_cast<int>(sheet.fields["for_year"].integer_or(0));
  Numbers numbers(indicators, rules, authority_id, tree, year, *today);
  PLUMB_TRY_ASSIGN(const auto state, state_of(rules, sheet, numbers));
  Json body = sheet_json(&rules, tree, sheet, state);
  Json::Array possible;
  for (const auto& step : detail["possible"].items())
    if (step["allowed"].boolean_or(false)) possible.push_back(step["step"]);
  body.object()->emplace("possible", std::move(possible));
  return records::Answer{body.dump(), answer.revision, answer.id};
}

Result<records::Answer> Assessment::sheet(View authority_id, const organisation::Tree& tree,
                                          View record_id, const records::Viewer& viewer,
                                          const registers::Actor& actor) const {
  PLUMB_TRY_ASSIGN(const auto answer, records_.record(authority_id, record_id, {}, viewer, actor));
  PLUMB_TRY_ASSIGN(const auto rules, records_.rules(authority_id));
  if (rules == nullptr) return base::fail(ErrorKind::NotFound, "records.no_rules");
  return sheet_answer(indicators_, *rules, authority_id, tree, answer);
}

} // namespace plumb::assessment
