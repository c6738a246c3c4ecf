// SPDX-License-Identifier: Apache-2.0
// Steps on a sheet: rows checked against the edition, and the last one that freezes everything.
#include "exact.hpp"
#include "kinds.hpp"
#include "plumb/assessment/assessment.hpp"
#include "state.hpp"

#include <algorithm>
#include <array>

namespace plumb::assessment {
namespace {

using base::ErrorKind;
using base::Result;
using View = std::string_view;

struct Advice {
  View reason, words;
};
constexpr std::array<Advice, 13> kAdvice{{
    {"unknown_item", "指标体系里没有这一项"},
    {"other_kind", "这一项不适用于这类单位"},
    {"automatic", "这一项由系统按数据自动计分，不用填"},
    {"twice", "同一项只填一行"},
    {"no_marks", "请填得分；核验时不适用的，在核验意见里写明理由"},
    {"marks", "得分不能小于 0，也不能超过这一项的分值"},
    {"scale", "小数位数超过了指标体系的规定"},
    {"no_evidence", "这一项自评得分须附佐证材料"},
    {"no_reason", "请写明理由"},
    {"not_verified", "这一项还没有核验，不能申诉"},
    {"not_appealed", "这一项没有申诉"},
    {"not_granted", "没有采纳的申诉，得分不变"},
    {"missing_item", "这一项还没有填"},
}};

View advice_of(View reason) {
  const auto* found = std::ranges::find(kAdvice, reason, &Advice::reason);
  return found == kAdvice.end() ? View() : found->words;
}

/// As records tells refusals (schema Refusal), with the row and the column.
base::Unexpected<base::Error> refused(const pack::Edition& edition, const pack::Register& declared,
                                      View field_id, const std::vector<RowFault>& faults) {
  const auto* field = declared.field(field_id);
  Json::Array refusals;
  for (const auto& fault : faults) {
    std::string title = field != nullptr ? field->title : std::string(field_id);
    const auto* item = edition.item(fault.item);
    title += "：" + (item != nullptr ? item->title : "第" + std::to_string(fault.row + 1) + "行");
    const bool missing = fault.row < 0 || fault.reason.starts_with("no_");
    refusals.emplace_back(
        Json::Object{{"code", missing ? "missing_field" : "bad_field"},
                     {"about", field_id},
                     {"title", title},
                     {"advice", advice_of(fault.reason)},
                     {"cite", Json()},
                     {"gist", ""},
                     {"earliest_on", Json()},
                     {"details", Json::Object{{"reason", fault.reason},
                                              {"row", fault.row < 0 ? Json() : Json(fault.row)},
                                              {"column", fault.column},
                                              {"item", fault.item}}}});
  }
  return base::fail(ErrorKind::Conflict, "registers.refused",
                    {{"refusals", Json(std::move(refusals)).dump()}});
}

base::Unexpected<base::Error> no_such_step(const std::string& step) {
  return base::fail(ErrorKind::InvalidInput, "records.bad_field", {{"field", "step"}}, step);
}

Result<SheetRecord> sheet_at(const records::Records& records, View authority_id, View record_id,
                             const Place& place) {
  PLUMB_TRY_ASSIGN(const auto record, records.state(authority_id, record_id));
  if (record.register_id != kSheetRegister)
    return base::fail(ErrorKind::NotFound, "assessment.unknown_round",
                      {{"id", std::string(record_id)}});
  return sheet_record(*place.declared, record);
}

base::Unexpected<base::Error> conflict(const SheetRecord& sheet) {
  return base::fail(ErrorKind::Conflict, "records.revision_conflict",
                    {{"revision", std::to_string(sheet.revision)}});
}

/// 项目甲、项目乙: what nobody has verified.
std::string unverified(const SheetState& state, View unit_kind) {
  std::string out;
  std::size_t at = 0;
  visit_items(state.edition, [&](const pack::AssessmentArea&, const pack::AssessmentItem& item) {
    pack::Edition alone = state.edition;
    alone.areas = {{"", "", {{"", "", {item}}}}};
    if (total_of(alone, unit_kind, {state.scores[at++]}).open > 0)
      out += (out.empty() ? "" : "、") + item.title;
  });
  return out;
}

} // namespace

Result<records::Answer> Assessment::take(const journal::Context& context,
                                         const organisation::Tree& tree, View record_id,
                                         const records::Change& change,
                                         const registers::Actor& actor, bool dry_run) {
  const auto* step = std::get_if<registers::TakeStep>(&change.command);
  if (step == nullptr) return no_such_step({});
  const auto field_id = field_of_step(step->step);
  if (field_id.empty()) return no_such_step(step->step);
  const auto& authority_id = context.authority_id;
  PLUMB_TRY_ASSIGN(const auto place, place_of(records_, authority_id));
  PLUMB_TRY_ASSIGN(const auto sheet, sheet_at(records_, authority_id, record_id, place));
  if (change.revision > sheet.revision) return conflict(sheet);
  // An older revision is a conflict, or a repetition whose first answer is given again: records
  // tells which, and nothing is written unchecked.
  if (change.revision == sheet.revision) {
    const auto tried = records_.change_record(context, record_id, change, actor, true);
    PLUMB_TRY(tried);
    const auto* edition = place.rules->find_edition(sheet.text("edition"));
    if (edition == nullptr) return unknown_edition(sheet.text("edition"));
    const auto faults = faults_of(*edition, sheet.text("unit_kind"), step->step, sheet.fields,
                                  step->fields[field_id]);
    if (!faults.empty()) return refused(*edition, *place.declared, field_id, faults);
    if (dry_run) return sheet_answer(indicators_, *place.rules, authority_id, tree, *tried);
  }
  PLUMB_TRY_ASSIGN(const auto answer,
                   records_.change_record(context, record_id, change, actor, dry_run));
  return sheet_answer(indicators_, *place.rules, authority_id, tree, answer);
}

Result<records::Answer> Assessment::settle(const journal::Context& context,
                                           const organisation::Tree& tree, View record_id,
                                           std::int64_t revision, const registers::Actor& actor,
                                           bool dry_run) {
  const auto& authority_id = context.authority_id;
  PLUMB_TRY_ASSIGN(const auto place, place_of(records_, authority_id));
  PLUMB_TRY_ASSIGN(const auto sheet, sheet_at(records_, authority_id, record_id, place));
  if (revision > sheet.revision) return conflict(sheet);
  registers::TakeStep step;
  step.register_id = std::string(kSheetRegister);
  step.step = std::string(kSettle);
  if (sheet.settled()) {
    // A repetition must ask for the same as before to be given the same answer.
    for (const auto& name : place.declared->step(kSettle)->required)
      step.fields.object()->emplace(name, sheet.fields[name]);
  } else {
    const int year = static_cast<int>(sheet.fields["for_year"].integer_or(0));
    Numbers numbers(indicators_, *place.rules, authority_id, tree, year, place.today);
    PLUMB_TRY_ASSIGN(const auto state, state_of(*place.rules, sheet, numbers));
    step.fields = frozen_fields(state, place.rules->version());
    if (revision == sheet.revision) {
      // Who may not settle it at all is told that, and not what is missing.
      PLUMB_TRY(records_.change_record(context, record_id, {revision, step, {}}, actor, true));
      if (state.total.open > 0) return not_ready(unverified(state, sheet.text("unit_kind")));
      if (!state.total.total) return not_ready("适用的指标项");
    }
  }
  PLUMB_TRY_ASSIGN(
      const auto answer,
      records_.change_record(context, record_id, {revision, std::move(step), {}}, actor, dry_run));
  return sheet_answer(indicators_, *place.rules, authority_id, tree, answer);
}

} // namespace plumb::assessment
