// SPDX-License-Identifier: Apache-2.0
// Sheets and items in the words of the API (schema/openapi.yaml).
#include "exact.hpp"
#include "kinds.hpp"
#include "sheet.hpp"
#include "words.hpp"

#include <plumb/indicators/words.hpp>

#include <algorithm>

namespace plumb::assessment {
namespace {

using indicators::Standing;
using pack::AssessmentItem;

const pack::Indicator* indicator_of(const pack::Rulebook* rules, const AssessmentItem& item) {
  return rules != nullptr && item.automatic ? rules->find_indicator(item.automatic->indicator)
                                            : nullptr;
}

Json value_json(const pack::Rulebook* rules, const AssessmentItem& item, const ItemScore& score) {
  if (!score.automatic) return {};
  const auto& value = score.value;
  const auto* indicator = indicator_of(rules, item);
  const auto plain = [&] { return value.value ? base::to_string(*value.value) : std::string(); };
  constexpr std::string_view kStandings[] = {"value", "not_applicable", "not_entered"};
  const bool entered = value.standing != Standing::NotEntered;
  return Json::Object{
      {"standing", kStandings[static_cast<std::size_t>(value.standing)]},
      {"numerator", entered ? decimal_json(value.numerator) : Json()},
      {"denominator", entered ? decimal_json(value.denominator) : Json()},
      {"value", value.standing == Standing::Value ? decimal_json(value.value) : Json()},
      {"text", indicator != nullptr ? indicators::text_of(*indicator, value) : plain()}};
}

Json self_json(const Json& row) {
  if (row.is_null()) return {};
  Json::Array files;
  for (const auto* column : {"evidence", "more_evidence"}) {
    const Json& file = row[column];
    const bool plain = file.string() != nullptr;
    const std::string& sm3 = plain ? file.text() : file["sm3"].text();
    if (!sm3.empty())
      files.emplace_back(Json::Object{{"sm3", sm3}, {"name", plain ? sm3 : file["name"].text()}});
  }
  return Json::Object{{"marks", decimal_json(row["marks"].number())},
                      {"note", row["note"].text()},
                      {"evidence", std::move(files)}};
}

Json verified_json(const Json& row) {
  if (row.is_null()) return {};
  return Json::Object{{"marks", decimal_json(row["marks"].number())}, {"note", row["note"].text()}};
}

Json appeal_json(const Json& row) {
  if (row.is_null()) return {};
  return Json::Object{{"wanted", decimal_json(row["wanted"].number())},
                      {"reason", row["reason"].text()}};
}

Json decision_json(const Json& row) {
  if (row.is_null()) return {};
  return Json::Object{{"granted", row["granted"].boolean_or(false)},
                      {"marks", decimal_json(row["marks"].number())},
                      {"reason", row["reason"].text()}};
}

Json total_json(const Total& total) {
  return Json::Object{
      {"scored", decimal_json(total.scored)},     {"full", decimal_json(total.full)},
      {"deducted", decimal_json(total.deducted)}, {"bonus", decimal_json(total.bonus)},
      {"total", decimal_json(total.total)},       {"open", total.open}};
}

} // namespace

Json decimal_json(const std::optional<Decimal>& value) {
  return value ? Json(base::to_string(*value)) : Json();
}

Json texts_json(const std::vector<std::string>& texts) {
  Json::Array out;
  for (const auto& text : texts)
    out.emplace_back(text);
  return out;
}

std::string unit_name(const organisation::Tree& tree, const std::string& unit_id, Date on) {
  const auto* unit = tree.find(unit_id);
  return unit != nullptr ? std::string(unit->name_on(on)) : unit_id;
}

Json item_json(const pack::Rulebook* rules, const AssessmentItem& item) {
  Json automatic;
  if (item.automatic) {
    const auto* indicator = indicator_of(rules, item);
    automatic = Json::Object{
        {"indicator", item.automatic->indicator},
        {"indicator_title", indicator != nullptr ? indicator->title : item.automatic->indicator},
        {"words", scoring_in_words(item, indicator != nullptr ? indicator->unit : "")}};
  }
  const bool cited = rules != nullptr && !item.cite.law.empty();
  return Json::Object{{"id", item.id},
                      {"title", item.title},
                      {"standard", item.standard},
                      {"kind", pack::name_of(item.kind)},
                      {"marks", decimal_json(item.marks)},
                      {"unit_kinds", texts_json(item.unit_kinds)},
                      {"automatic", std::move(automatic)},
                      {"evidence", item.evidence},
                      {"cite", cited ? rules->words(item.cite) : std::string()}};
}

Json::Array areas_json(const pack::Edition& edition, std::string_view unit_kind,
                       const std::vector<ItemScore>& scores) {
  Json::Array out;
  for (const auto& area : edition.areas) {
    pack::Edition alone = edition;
    alone.areas = {area};
    const auto part = total_of(alone, unit_kind, scores);
    out.emplace_back(Json::Object{
        {"id", area.id}, {"marks", decimal_json(part.scored)}, {"full", decimal_json(part.full)}});
  }
  return out;
}

Json sheet_json(const pack::Rulebook* rules, const organisation::Tree& tree,
                const SheetRecord& sheet, const SheetState& state) {
  Json::Array areas;
  std::size_t at = 0;
  for (const auto& area : state.edition.areas) {
    Json::Array objectives;
    for (const auto& objective : area.objectives) {
      Json::Array items;
      for (const auto& item : objective.items) {
        const auto& score = state.scores[at++];
        // That a verifier found it not to apply is a verdict, which can be appealed.
        const bool applies =
            score.applies || (!score.automatic && !sheet.settled() &&
                              is_for(state.edition, item, sheet.text("unit_kind")));
        const auto row = [&](const char* field) -> const Json& {
          return row_of(sheet.fields[field], item.id);
        };
        items.emplace_back(Json::Object{{"item", item_json(rules, item)},
                                        {"applies", applies},
                                        {"value", value_json(rules, item, score)},
                                        {"self", self_json(row("self_scores"))},
                                        {"verified", verified_json(row("verified_scores"))},
                                        {"appeal", appeal_json(row("appeals"))},
                                        {"decision", decision_json(row("appeal_decisions"))},
                                        {"marks", decimal_json(score.marks)}});
      }
      objectives.emplace_back(Json::Object{
          {"id", objective.id}, {"title", objective.title}, {"items", std::move(items)}});
    }
    areas.emplace_back(Json::Object{
        {"id", area.id}, {"title", area.title}, {"objectives", std::move(objectives)}});
  }
  const auto& unit = sheet.text("unit");
  return Json::Object{{"record_id", sheet.record_id},
                      {"revision", sheet.revision},
                      {"title", sheet.title},
                      {"edition", sheet.text("edition")},
                      {"year", sheet.fields["for_year"].integer_or(state.edition.year)},
                      {"unit", unit},
                      {"unit_name", unit_name(tree, unit, state.counted_on)},
                      {"unit_kind", sheet.text("unit_kind")},
                      {"state", sheet.state},
                      {"state_title", sheet.state_title},
                      {"settled", sheet.settled()},
                      {"counted_on", base::to_string(state.counted_on)},
                      {"total", total_json(state.total)},
                      {"areas", std::move(areas)}};
}

} // namespace plumb::assessment
