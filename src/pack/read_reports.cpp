// SPDX-License-Identifier: Apache-2.0
/// editions/ and reports/: what is assessed, and what is written about it.
#include "ast.hpp"

namespace plumb::pack::ast {
namespace {

using Form = AutomaticScore::Form;
using ItemKind = AssessmentItem::Kind;
constexpr std::array<Name<ItemKind>, 3> kItemKinds{
    {{"scored", ItemKind::Scored}, {"deduction", ItemKind::Deduction}, {"bonus", ItemKind::Bonus}}};
using ReportKind = pack::ReportTemplate::Kind;
constexpr std::array<Name<ReportKind>, 4> kReportKinds{
    {{"annual", ReportKind::Annual},
     {"self_inspection", ReportKind::SelfInspection},
     {"circular", ReportKind::Circular},
     {"rectification", ReportKind::Rectification}}};

base::Decimal positive(Keys& keys, std::string_view key, base::Decimal otherwise) {
  const auto value = keys.decimal(key).value_or(otherwise);
  if (keys.find(key) != nullptr && value.units <= 0) keys.bad(key, *keys.find(key), "more than 0");
  return value;
}

/// Exactly one of: none_at with full_at, deduct_each, add_each, met.
AutomaticScore read_score(const yaml::File& file, const yaml::Node& node, Faults& faults,
                          Word& indicator) {
  Keys keys(file, node, faults,
            {"indicator", "none_at", "full_at", "deduct_each", "add_each", "met"});
  AutomaticScore out;
  indicator = keys.word("indicator");
  out.indicator = indicator.text;
  const bool linear = keys.find("none_at") != nullptr || keys.find("full_at") != nullptr;
  int said = linear ? 1 : 0;
  const auto form = [&](std::string_view key, Form which) {
    if (keys.find(key) == nullptr) return;
    if (++said > 1) keys.check_applies(key);
    out.form = which;
  };
  form("deduct_each", Form::DeductEach);
  form("add_each", Form::AddEach);
  form("met", Form::Met);
  if (said == 0)
    faults.error("pack.missing_key", {{"key", "full_at|deduct_each|add_each|met"}}, keys.at());
  if (linear) {
    keys.need("none_at");
    keys.need("full_at");
    const auto none = keys.decimal("none_at"), full = keys.decimal("full_at");
    if (none && full && *none == *full) keys.bad("full_at", *keys.find("full_at"), "not none_at");
    out.none_at = none.value_or(base::Decimal{});
    out.full_at = full.value_or(base::Decimal{});
  }
  for (const std::string_view key : {"deduct_each", "add_each"})
    if (keys.find(key) != nullptr) out.each = positive(keys, key, {});
  if (keys.find("met") != nullptr && !keys.flag("met", true))
    keys.bad("met", *keys.find("met"), "true");
  return out;
}

AssessmentItem read_item(const yaml::File& file, const yaml::Node& node, Faults& faults,
                         Item& words) {
  Keys keys(
      file, node, faults,
      {"id", "title", "standard", "kind", "marks", "unit_kinds", "automatic", "evidence", "cite"});
  AssessmentItem out;
  words.id = keys.identifier("id");
  words.title = keys.word("title");
  words.standard = keys.word("standard");
  words.cite = keys.word_or("cite");
  out.id = words.id.text;
  out.title = words.title.text;
  out.standard = words.standard.text;
  out.kind =
      keys.choice<ItemKind>("kind", "item_kind", kItemKinds, std::optional(ItemKind::Scored));
  keys.need("marks");
  words.marks_at = keys.find("marks") == nullptr ? keys.at() : keys.find("marks")->at;
  out.marks = positive(keys, "marks", {});
  words.unit_kinds = keys.some_words("unit_kinds");
  out.unit_kinds = texts(words.unit_kinds);
  out.evidence = keys.flag("evidence", false);
  if (const auto* automatic = keys.find("automatic"); automatic != nullptr) {
    out.automatic = read_score(file, *automatic, faults, words.indicator);
    keys.check_applies("evidence", !out.evidence);
  }
  return out;
}

void read_areas(const yaml::File& file, Keys& keys, Edition& into) {
  Faults& faults = keys.faults();
  for (const auto& area_node : keys.list("areas")) {
    Keys area(file, area_node, faults, {"id", "title", "objectives"});
    auto& read_area = into.value.areas.emplace_back();
    into.areas.push_back(area.identifier("id"));
    read_area.id = into.areas.back().text;
    read_area.title = area.text("title");
    area.need("objectives");
    for (const auto& objective_node : area.list("objectives")) {
      Keys objective(file, objective_node, faults, {"id", "title", "items"});
      auto& read_objective = read_area.objectives.emplace_back();
      into.objectives.push_back(objective.identifier("id"));
      read_objective.id = into.objectives.back().text;
      read_objective.title = objective.text("title");
      objective.need("items");
      for (const auto& item : objective.list("items"))
        read_objective.items.push_back(read_item(file, item, faults, into.items.emplace_back()));
    }
  }
}

Edition read_edition(const yaml::File& file, const yaml::Node& node, Faults& faults) {
  Keys keys(file, node, faults,
            {"id", "title", "year", "replaces", "unit_kinds", "full_marks", "bonus_max", "scale",
             "cite", "areas"});
  Edition out;
  auto& value = out.value;
  out.id = keys.identifier("id");
  value.id = out.id.text;
  value.title = keys.text("title");
  keys.need("year");
  value.year = static_cast<int>(keys.integer("year", 0, 1949, 9999));
  out.replaces = keys.word_or("replaces");
  value.replaces = out.replaces.text;
  keys.need("unit_kinds");
  out.unit_kinds = keys.some_words("unit_kinds");
  value.unit_kinds = texts(out.unit_kinds);
  value.full_marks = positive(keys, "full_marks", {100, 0});
  value.bonus_max = positive(keys, "bonus_max", {});
  value.scale = static_cast<int>(keys.integer("scale", 2, 0, 6));
  out.cite = keys.word_or("cite");
  keys.need("areas");
  read_areas(file, keys, out);
  return out;
}

void read_chapter(const yaml::File& file, const yaml::Node& node, Faults& faults,
                  ReportTemplate& into) {
  Keys keys(file, node, faults,
            {"id", "title", "hint", "required", "shortfalls", "outlook", "characters_min", "text"});
  auto& out = into.value.chapters.emplace_back();
  into.chapters.push_back(keys.identifier("id"));
  out.id = into.chapters.back().text;
  out.title = keys.text("title");
  out.hint = keys.text_or("hint");
  out.required = keys.flag("required", true);
  out.shortfalls = keys.flag("shortfalls", false);
  out.outlook = keys.flag("outlook", false);
  constexpr std::int64_t kCharactersMost = 100'000;
  out.characters_min = static_cast<int>(keys.integer("characters_min", 0, 0, kCharactersMost));
  into.texts.push_back(keys.passage("text"));
  out.text = into.texts.back().word.text;
}

void read_annex(const yaml::File& file, const yaml::Node& node, Faults& faults,
                ReportTemplate& into) {
  Keys keys(file, node, faults, {"title", "records", "indicators"});
  auto& out = into.value.annexes.emplace_back();
  auto& words = into.annexes.emplace_back();
  out.title = keys.text("title");
  words.records = keys.word_or("records");
  words.indicators = keys.some_words("indicators");
  out.records = words.records.text;
  out.indicators = texts(words.indicators);
  if (keys.find("records") == nullptr && keys.find("indicators") == nullptr)
    faults.error("pack.missing_key", {{"key", "records|indicators"}}, keys.at());
  keys.check_applies("indicators", keys.find("records") == nullptr);
}

ReportTemplate read_report(const yaml::File& file, const yaml::Node& node, Faults& faults) {
  Keys keys(file, node, faults,
            {"id", "title", "kind", "heading", "addressee", "parts", "due", "cite", "chapters",
             "annexes"});
  ReportTemplate out;
  auto& value = out.value;
  out.id = keys.identifier("id");
  value.id = out.id.text;
  value.title = keys.text("title");
  value.kind = keys.choice<ReportKind>("kind", "report_kind", kReportKinds);
  keys.need("heading");
  out.heading = keys.passage("heading");
  value.heading = out.heading.word.text;
  value.addressee = keys.text_or("addressee");
  value.parts = keys.flag("parts", false);
  const Word due = keys.word_or("due");
  value.due = due.text;
  if (!due.empty() && !is_day_of_year(due.text)) keys.bad("due", *keys.find("due"), "MM-DD");
  out.cite = keys.word_or("cite");
  if (const auto* chapters = keys.need("chapters");
      chapters != nullptr && keys.list("chapters").empty())
    keys.bad("chapters", *chapters, "a list of at least one");
  for (const auto& chapter : keys.list("chapters"))
    read_chapter(file, chapter, faults, out);
  for (const auto& annex : keys.list("annexes"))
    read_annex(file, annex, faults, out);
  return out;
}

} // namespace

void read_editions(const yaml::File& file, Faults& faults, Pack& into) {
  read_list(file, faults, "editions", read_edition, into.editions);
}

void read_reports(const yaml::File& file, Faults& faults, Pack& into) {
  read_list(file, faults, "reports", read_report, into.report_templates);
}

} // namespace plumb::pack::ast
