// SPDX-License-Identifier: Apache-2.0
// One indicator: declaration in words, trend, by unit, by part.
#include "answers.hpp"

#include <algorithm>

namespace plumb::indicators {
namespace {

using View = std::string_view;

constexpr int kPeriodsMax = 60;
/// Parts that are told apart; a text field may hold anything.
constexpr std::size_t kPartsMax = 100;

Json units_json(const Question& question, const Answers& answers, const pack::Indicator& indicator,
                const BoardRow& row, const std::map<std::string, Value>& values) {
  Json::Array out;
  for (const auto& id : in_tree_order(question.tree, question.on, values)) {
    const auto* unit = question.tree.find(id);
    const Dated dated{row.now.period, values.at(id), row.now.as_of};
    out.emplace_back(Json::Object{
        {"unit", id},
        {"name", unit_name(question.tree, id, question.on)},
        {"kind", organisation::to_string(unit ? unit->kind : organisation::UnitKind::Other)},
        {"parent", unit ? unit->parent : std::string()},
        {"value", answers.value_json(indicator, dated, id)},
        {"light", name_of(answers.light_of_unit(indicator, dated, id))}});
  }
  return out;
}

/// How a part is called: of a choice field its title.
std::string part_title(const pack::Rulebook& book, const pack::Measure& measure,
                       const std::string& part) {
  const auto* declared = book.find_register(measure.register_id);
  const auto* field = declared ? declared->field(measure.by) : nullptr;
  if (field != nullptr)
    for (const auto& choice : field->choices)
      if (choice.id == part) return choice.title;
  return part;
}

/// The parts of the measures that an indicator is made of; none where they are not divided alike.
Result<std::vector<std::string>> parts_of(const Question& question,
                                          const pack::Indicator& indicator, const Period& period) {
  std::vector<Wanted> wanted;
  for (const auto& id : {indicator.measure, indicator.over}) {
    const auto* measure = question.book->find_measure(id);
    if (measure == nullptr) continue;
    if (measure->by.empty()) return std::vector<std::string>();
    wanted.push_back({measure, days_of(question, *measure, period)});
  }
  std::set<std::string> parts;
  if (!wanted.empty()) {
    PLUMB_TRY_ASSIGN(const auto reader, question.source.database.reader());
    PLUMB_TRY_ASSIGN(const auto amounts,
                     amounts_of(*reader, question.authority_id, wanted, Grain::UnitAndPart,
                                question.asked.part, question.today));
    const Units units(question);
    for (const auto& list : amounts)
      for (const auto& one : list)
        if (units.under(one.unit)) parts.insert(one.part);
  }
  std::vector<std::string> out(parts.begin(), parts.end());
  if (out.size() > kPartsMax) out.resize(kPartsMax);
  return out;
}

Result<Json> parts_json(const Question& question, const Answers& answers,
                        const pack::Indicator& indicator, const BoardRow& row) {
  Json::Array out;
  if (indicator.kind == pack::IndicatorKind::Coverage) return Json(std::move(out));
  PLUMB_TRY_ASSIGN(const auto parts, parts_of(question, indicator, row.now.period));
  const auto* measure = question.book->find_measure(indicator.measure);
  const pack::Indicator* const one[] = {&indicator};
  for (const auto& part : parts) {
    // What stands under no part cannot be asked for by itself.
    if (part.empty()) continue;
    Question narrowed{question};
    narrowed.asked.part = part;
    PLUMB_TRY_ASSIGN(auto values, values_of(narrowed, one, std::span(&row.now.period, 1)));
    out.emplace_back(Json::Object{
        {"part", part},
        {"title", part_title(*question.book, *measure, part)},
        {"value", answers.value_json(indicator,
                                     {row.now.period, std::move(values.front()), row.now.as_of})}});
  }
  return Json(std::move(out));
}

} // namespace

std::vector<std::string> in_tree_order(const organisation::Tree& tree, Date on,
                                       const std::map<std::string, Value>& values) {
  std::vector<std::string> out;
  std::set<std::string, std::less<>> told;
  const auto tell = [&](const std::string& id) {
    if (values.contains(id) && told.insert(id).second) out.push_back(id);
  };
  for (const auto& id : tree.in_order(on))
    tell(id);
  for (const auto& unit : tree.units())
    tell(unit.id);
  for (const auto& [id, value] : values)
    tell(id);
  return out;
}

Result<std::vector<Json>> trends(const Question& question, const Answers& answers,
                                 std::span<const pack::Indicator* const> indicators, int periods) {
  std::vector<Json::Array> out(indicators.size());
  for (int steps = std::clamp(periods, 1, kPeriodsMax) - 1; steps >= 0; --steps) {
    PLUMB_TRY_ASSIGN(const auto values, values_before(question, indicators, steps));
    for (std::size_t i = 0; i < indicators.size(); ++i)
      out[i].emplace_back(Json::Object{{"period", name_of(values[i].period)},
                                       {"value", answers.value_json(*indicators[i], values[i])}});
  }
  return std::vector<Json>(std::make_move_iterator(out.begin()),
                           std::make_move_iterator(out.end()));
}

Result<std::string> Indicators::detail(View authority_id, const organisation::Tree& tree,
                                       View indicator_id, const Asked& asked, int periods) const {
  PLUMB_TRY_ASSIGN(const auto question, question_of(*state_, authority_id, tree, asked));
  PLUMB_TRY_ASSIGN(const auto* indicator, find_indicator(*question.book, indicator_id));
  PLUMB_TRY_ASSIGN(const auto answers, Answers::read(question, indicator_id));
  const pack::Indicator* const one[] = {indicator};
  PLUMB_TRY_ASSIGN(const auto rows, answers.rows(one));
  const BoardRow& row = rows.front();
  PLUMB_TRY_ASSIGN(auto trend, trends(question, answers, one, periods));
  PLUMB_TRY_ASSIGN(const auto by_unit,
                   values_by_unit_of(question, one, std::span(&row.now.period, 1)));
  PLUMB_TRY_ASSIGN(auto parts, parts_json(question, answers, *indicator, row));
  const auto& book = *question.book;
  return Json(Json::Object{
                  {"on", base::to_string(question.on)},
                  {"known_on", date_json(asked.known_on)},
                  {"rules", book.version()},
                  {"indicator", answers.row_json(row)},
                  {"formula", formula_json(book, *indicator, question.on)},
                  {"cite", indicator->cite.law.empty() ? "" : book.words(indicator->cite)},
                  {"trend", std::move(trend.front())},
                  {"units", units_json(question, answers, *indicator, row, by_unit.front())},
                  {"parts", std::move(parts)}})
      .dump();
}

} // namespace plumb::indicators
