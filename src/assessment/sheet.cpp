// SPDX-License-Identifier: Apache-2.0
// From what a record holds to marks: of today, or as they were frozen.
#include "sheet.hpp"

#include "exact.hpp"
#include "kinds.hpp"

#include <algorithm>
#include <array>

namespace plumb::assessment {
namespace {

using base::Result;
using pack::AssessmentItem;
using View = std::string_view;
using indicators::Standing;

/// What the fields of the register hold behind the point.
constexpr int kFieldScale = 6;
constexpr std::array<std::pair<View, Standing>, 2> kNoValues{
    {{"not_applicable", Standing::NotApplicable}, {"not_entered", Standing::NotEntered}}};

/// Whether the last word was said about appeals: verifying again comes after it.
bool appeals_stand(const std::vector<std::string>& steps) {
  const auto last = std::find_if(steps.rbegin(), steps.rend(), [](const std::string& step) {
    return step == kVerify || step == kDecideAppeal;
  });
  return last != steps.rend() && *last == kDecideAppeal;
}

ItemScore judged_score(const AssessmentItem& item, const SheetRecord& sheet) {
  ItemScore out;
  out.item = item.id;
  out.self = row_of(sheet.fields["self_scores"], item.id)["marks"].number();
  const Json& verified = row_of(sheet.fields["verified_scores"], item.id);
  if (!verified.is_null()) {
    out.verified = verified["marks"].number();
    out.applies = out.verified.has_value();
  }
  const Json& decision = row_of(sheet.fields["appeal_decisions"], item.id);
  if (appeals_stand(sheet.steps) && decision["granted"].boolean_or(false))
    if (const auto marks = decision["marks"].number()) {
      out.verified = marks;
      out.applies = true;
    }
  out.marks = out.verified;
  return out;
}

Decimal number_of(const Json& value) {
  return value.number().value_or(Decimal{});
}

/// The value as text fields keep it, or why there is none.
std::string value_text(const indicators::Value& value) {
  if (value.value && value.standing == Standing::Value) return base::to_string(*value.value);
  for (const auto& [name, standing] : kNoValues)
    if (standing == value.standing) return std::string(name);
  return std::string(kNoValues.front().first);
}

indicators::Value frozen_value(const Json& row) {
  indicators::Value out;
  for (const auto& [name, standing] : kNoValues)
    if (row["value"].text() == name) out.standing = standing;
  if (const auto value = base::parse_decimal(row["value"].text())) {
    out.standing = Standing::Value;
    out.value = value;
  }
  out.numerator = base::parse_decimal(row["numerator"].text()).value_or(Decimal{});
  out.denominator = base::parse_decimal(row["denominator"].text());
  return out;
}

AssessmentItem::Kind kind_named(View name) {
  using Kind = AssessmentItem::Kind;
  for (const auto kind : {Kind::Deduction, Kind::Bonus})
    if (pack::name_of(kind) == name) return kind;
  return Kind::Scored;
}

/// Title, kind and full marks as they were; how it is scored only where it still is.
void freeze(AssessmentItem& item, const Json& row) {
  if (!row["title"].text().empty()) item.title = row["title"].text();
  item.kind = kind_named(row["kind"].text());
  item.marks = number_of(row["full"]);
  if (!row["automatic"].boolean_or(false))
    item.automatic.reset();
  else if (!item.automatic)
    item.automatic = pack::AutomaticScore{};
}

/// Items that the edition does not have any more stand in their area, or in one of that name.
void add_gone(pack::Edition& edition, const Json& row) {
  AssessmentItem item;
  item.id = row["item"].text();
  freeze(item, row);
  const auto& area_id = row["area"].text();
  auto area = std::ranges::find(edition.areas, area_id, &pack::AssessmentArea::id);
  if (area == edition.areas.end())
    area = edition.areas.insert(area, pack::AssessmentArea{area_id, area_id, {}});
  if (area->objectives.empty()) area->objectives.push_back({area_id, area->title, {}});
  area->objectives.back().items.push_back(std::move(item));
}

pack::Edition frozen_edition(const pack::Edition* edition, const SheetRecord& sheet) {
  pack::Edition out = edition != nullptr ? *edition : pack::Edition{};
  const Json& rows = sheet.fields["settled_scores"];
  out.id = sheet.text("edition");
  out.year = static_cast<int>(sheet.fields["for_year"].integer_or(out.year));
  for (auto& area : out.areas)
    for (auto& objective : area.objectives)
      std::erase_if(objective.items, [&](AssessmentItem& item) {
        const Json& row = row_of(rows, item.id);
        if (row.is_null()) return true;
        freeze(item, row);
        return false;
      });
  for (const Json& row : rows.items())
    if (out.item(row["item"].text()) == nullptr) add_gone(out, row);
  // Whom an item is for was settled with it.
  for (auto& area : out.areas)
    for (auto& objective : area.objectives)
      for (auto& item : objective.items)
        if (row_of(rows, item.id)["applies"].boolean_or(false) &&
            !is_for(out, item, sheet.text("unit_kind")))
          item.unit_kinds = {sheet.text("unit_kind")};
  return out;
}

} // namespace

SheetRecord sheet_record(const pack::Register& declared, const registers::Record& record) {
  const auto* state = declared.state(record.state);
  SheetRecord out{.record_id = record.record_id,
                  .title = record.fields["title"].text(),
                  .state = record.state,
                  .state_title = state != nullptr ? state->title : record.state,
                  .revision = record.revision,
                  .fields = record.fields,
                  .steps = {}};
  for (const auto& step : record.steps)
    out.steps.push_back(step.step);
  return out;
}

SheetRecord sheet_record(const Json& detail) {
  SheetRecord out{.record_id = detail["record_id"].text(),
                  .title = detail["title"].text(),
                  .state = detail["state"].text(),
                  .state_title = detail["state_title"].text(),
                  .revision = detail["revision"].integer_or(0),
                  .fields = detail["fields"],
                  .steps = {}};
  for (const auto& step : detail["steps"].items())
    out.steps.push_back(step["step"].text());
  return out;
}

Result<SheetState> live_state(const pack::Edition& edition, const SheetRecord& sheet,
                              Numbers& numbers) {
  SheetState out{.edition = edition, .scores = {}, .total = {}, .counted_on = numbers.counted_on()};
  const std::string &unit = sheet.text("unit"), &unit_kind = sheet.text("unit_kind");
  std::vector<const AssessmentItem*> items;
  visit_items(edition, [&](const pack::AssessmentArea&, const AssessmentItem& item) {
    items.push_back(&item);
  });
  for (const auto* item : items) {
    ItemScore score;
    score.item = item->id;
    score.automatic = item->automatic.has_value();
    score.applies = is_for(edition, *item, unit_kind);
    if (score.applies && score.automatic) {
      PLUMB_TRY_ASSIGN(const auto found, numbers.of(*item, unit, unit_kind));
      score.value = found.value;
      score.marks = marks_of(*item, found.value, found.met, edition.scale);
      score.applies = score.marks.has_value();
    } else if (score.applies) {
      score = judged_score(*item, sheet);
    }
    out.scores.push_back(std::move(score));
  }
  out.total = total_of(edition, unit_kind, out.scores);
  return out;
}

SheetState frozen_state(const pack::Edition* edition, const SheetRecord& sheet) {
  SheetState out{.edition = frozen_edition(edition, sheet), .scores = {}, .total = {}};
  const Json& rows = sheet.fields["settled_scores"];
  visit_items(out.edition, [&](const pack::AssessmentArea&, const AssessmentItem& item) {
    const Json& row = row_of(rows, item.id);
    ItemScore score = judged_score(item, sheet);
    score.automatic = item.automatic.has_value();
    score.applies = row["applies"].boolean_or(false);
    score.marks = row["marks"].number();
    score.value = frozen_value(row);
    out.scores.push_back(std::move(score));
  });
  out.total.scored = number_of(sheet.fields["scored_marks"]);
  out.total.full = number_of(sheet.fields["full_marks"]);
  out.total.deducted = number_of(sheet.fields["deducted_marks"]);
  out.total.bonus = number_of(sheet.fields["bonus_marks"]);
  out.total.total = sheet.fields["total"].number();
  out.counted_on = base::parse_date(sheet.text("counted_on")).value_or(Date{});
  return out;
}

Json::Object frozen_fields(const SheetState& state, View rules_version) {
  Json::Array rows;
  const auto kept = [](Decimal value) { return Json(Sum(value).rounded(kFieldScale)); };
  std::size_t at = 0;
  visit_items(state.edition, [&](const pack::AssessmentArea& area, const AssessmentItem& item) {
    const auto& score = state.scores[at++];
    Json::Object row{{"item", item.id},          {"title", item.title},
                     {"area", area.id},          {"kind", pack::name_of(item.kind)},
                     {"full", kept(item.marks)}, {"automatic", score.automatic},
                     {"applies", score.applies}};
    if (score.marks && score.applies) row.emplace("marks", kept(*score.marks));
    if (score.automatic) {
      row.emplace("value", value_text(score.value));
      row.emplace("numerator", base::to_string(score.value.numerator));
      if (score.value.denominator)
        row.emplace("denominator", base::to_string(*score.value.denominator));
    }
    rows.emplace_back(std::move(row));
  });
  return {{"settled_scores", std::move(rows)},
          {"scored_marks", kept(state.total.scored)},
          {"full_marks", kept(state.total.full)},
          {"deducted_marks", kept(state.total.deducted)},
          {"bonus_marks", kept(state.total.bonus)},
          {"total", kept(state.total.total.value_or(Decimal{}))},
          {"counted_on", base::to_string(state.counted_on)},
          {"counted_by", std::string(rules_version)}};
}

} // namespace plumb::assessment
