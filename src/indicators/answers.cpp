// SPDX-License-Identifier: Apache-2.0
#include "answers.hpp"

#include "decimals.hpp"
#include "plumb/indicators/words.hpp"

#include <algorithm>
#include <tuple>

namespace plumb::indicators {
namespace {

using base::Decimal;
using pack::IndicatorKind;
using View = std::string_view;

constexpr View kBaselineRegister = "baseline", kFigureRegister = "external_figure";

Json measure_json(const pack::Rulebook& book, View measure_id) {
  const auto* measure = book.find_measure(measure_id);
  if (measure == nullptr) return {};
  const auto* declared = book.find_register(measure->register_id);
  return Json::Object{{"id", measure->id},
                      {"title", measure->title},
                      {"register", measure->register_id},
                      {"register_title", declared ? declared->title : measure->register_id},
                      {"words", pack::in_words(book, *measure)}};
}

std::string measure_title(const pack::Rulebook& book, View measure_id) {
  const auto* measure = book.find_measure(measure_id);
  return measure != nullptr ? measure->title : std::string(measure_id);
}

std::string formula_words(const pack::Rulebook& book, const pack::Indicator& indicator, Date on) {
  const std::string upper = measure_title(book, indicator.measure);
  const std::string rounding = "，" + in_words(indicator.rounding, indicator.scale);
  const std::string percent = indicator.unit == "percent" ? " × 100%" : "";
  switch (indicator.kind) {
  case IndicatorKind::Entered:
    return "由外单位给出、人工录入，不由记录计算";
  case IndicatorKind::Share:
  case IndicatorKind::Ratio:
  case IndicatorKind::Average:
    return upper + " ÷ " + measure_title(book, indicator.over) + percent + rounding;
  case IndicatorKind::Coverage: {
    const std::string kinds = pack::unit_kinds_in_words(indicator.over_units);
    const auto wanted = wanted_of(book, indicator, on);
    return "“" + upper + "”不少于" + (wanted ? base::to_string(*wanted) : "规定数") +
           "的单位 ÷ 当日存在的单位（" + kinds + "）" + percent + rounding;
  }
  default:
    break;
  }
  const auto* measure = book.find_measure(indicator.measure);
  const bool rounds = measure != nullptr && measure->scale() > indicator.scale;
  return upper + (measure != nullptr && measure->sum ? "，逐件相加" : "，逐件计数") +
         (rounds ? rounding : "");
}

/// Whether the question is about the government as a whole.
bool of_everybody(const Asked& asked) {
  return asked.units.empty() && asked.unit_kinds.empty() && asked.part.empty();
}

} // namespace

Question at(const Question& question, Date on) {
  Question out{question};
  out.on = on;
  out.asked.on = on;
  return out;
}

Json date_json(const std::optional<Date>& day) {
  return day ? Json(base::to_string(*day)) : Json();
}

Json decimal_json(const std::optional<Decimal>& value) {
  return value ? Json(base::to_string(*value)) : Json();
}

Json period_json(const Period& period) {
  return Json::Object{{"name", name_of(period)},
                      {"kind", pack::name_of(period.kind)},
                      {"from", base::to_string(period.from)},
                      {"until", base::to_string(period.until)}};
}

std::optional<Decimal> wanted_of(const pack::Rulebook& book, const pack::Indicator& indicator,
                                 Date on) {
  if (indicator.at_least_parameter.empty()) return indicator.at_least;
  const auto value = book.parameter_value(indicator.at_least_parameter, on);
  const auto* number = std::get_if<expression::Number>(&value);
  if (number == nullptr) return std::nullopt;
  return shortest(number->units, number->scale);
}

std::string unit_name(const organisation::Tree& tree, View unit_id, Date on) {
  if (unit_id.empty()) return "未注明单位";
  const auto* unit = tree.find(unit_id);
  return std::string(unit != nullptr ? unit->name_on(on) : unit_id);
}

std::vector<const pack::Indicator*> all_indicators(const pack::Rulebook& book) {
  std::vector<const pack::Indicator*> out;
  for (const auto& indicator : book.indicators())
    out.push_back(&indicator);
  return out;
}

Json formula_json(const pack::Rulebook& book, const pack::Indicator& indicator, Date on) {
  // Of an entered number there is no measure; the schema wants words all the same.
  Json numerator = measure_json(book, indicator.measure);
  if (numerator.is_null())
    numerator = Json::Object{{"id", ""},
                             {"title", indicator.title},
                             {"register", kFigureRegister},
                             {"register_title", ""},
                             {"words", "由外单位给出、人工录入"}};
  return Json::Object{{"words", formula_words(book, indicator, on)},
                      {"numerator", std::move(numerator)},
                      {"denominator", measure_json(book, indicator.over)},
                      {"rounding", in_words(indicator.rounding, indicator.scale)},
                      {"scale", indicator.scale}};
}

Result<std::vector<Dated>> values_before(const Question& question,
                                         std::span<const pack::Indicator* const> asked, int steps) {
  std::vector<Dated> out(asked.size());
  // One question for each day as of which something is asked.
  std::map<Date, std::vector<std::size_t>> by_day;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const Period own = period_of(question, *asked[i]);
    out[i].period = steps == 0 ? own : previous(own, steps);
    out[i].as_of = steps == 0 ? question.on : std::min(question.on, out[i].period.until);
    by_day[out[i].as_of].push_back(i);
  }
  for (const auto& [day, places] : by_day) {
    const Question then = at(question, day);
    std::vector<const pack::Indicator*> some;
    std::vector<Period> periods;
    for (const auto i : places) {
      some.push_back(asked[i]);
      periods.push_back(out[i].period);
    }
    PLUMB_TRY_ASSIGN(auto values, values_of(then, some, periods));
    for (std::size_t i = 0; i < places.size(); ++i)
      out[places[i]].value = std::move(values[i]);
  }
  return out;
}

// --- what stands beside the cells ---

Result<Answers> Answers::read(const Question& question, View indicator) {
  PLUMB_TRY_ASSIGN(auto targets, Targets::read(question, indicator));
  Answers out(question, std::move(targets));
  PLUMB_TRY(out.read_reported(indicator));
  PLUMB_TRY(out.read_entered(indicator));
  PLUMB_TRY(out.read_tasks());
  return out;
}

Result<void> Answers::read_reported(View indicator) {
  if (!of_everybody(question_.asked)) return {};
  PLUMB_TRY_ASSIGN(const auto records,
                   known_records(question_, kBaselineRegister, [](const registers::Record& record) {
                     return record.state == "matched";
                   }));
  // Newest first: what was found stays.
  for (const auto& record : records) {
    const auto year = static_cast<int>(record.fields["for_year"].integer_or(0));
    for (const auto& figure : record.fields["figures"].items()) {
      const auto& meant = figure["indicator"].text();
      const auto value = figure["value"].number();
      if (!figure["confirmed"].boolean_or(false) || !value || meant.empty()) continue;
      if (!indicator.empty() && meant != indicator) continue;
      reported_.try_emplace({year, meant},
                            Reported{*value, figure["value_unit"].text(), record.record_id});
    }
  }
  return {};
}

Result<void> Answers::read_entered(View indicator) {
  PLUMB_TRY_ASSIGN(entered_,
                   known_records(question_, kFigureRegister, [&](const registers::Record& record) {
                     return record.state != "withdrawn" &&
                            (indicator.empty() || record.fields["indicator"].text() == indicator);
                   }));
  return {};
}

Result<void> Answers::read_tasks() {
  const auto tasks = targets_.tasks();
  if (tasks.empty()) return {};
  PLUMB_TRY_ASSIGN(const auto reader, question_.source.database.reader());
  PLUMB_TRY_ASSIGN(const auto listed, listed_of(*reader, question_.authority_id, tasks));
  for (const auto& [id, row] : listed)
    task_titles_.emplace(id, row.title);
  return {};
}

std::string Answers::only_unit() const {
  return question_.asked.units.size() == 1 ? question_.asked.units.front() : std::string();
}

const registers::Record* Answers::entered(const pack::Indicator& indicator, const Dated& dated,
                                          View unit) const {
  if (indicator.kind != IndicatorKind::Entered || dated.value.standing != Standing::Value)
    return nullptr;
  // The one that value_of took: it names the period, or has the latest day within it.
  const Units units(question_);
  const std::string name = name_of(dated.period);
  const auto rank = [&](const registers::Record& record) {
    return std::tuple(record.fields["period"].text() == name, record.fields["on"].text(),
                      View(record.record_id));
  };
  const registers::Record* found = nullptr;
  for (const auto& record : entered_) {
    const auto& fields = record.fields;
    const auto on = base::parse_date(fields["on"].text());
    if (fields["indicator"].text() != indicator.id || !on || *on > dated.as_of ||
        units.heir_of(fields["unit"].text()) != unit || !fields["value"].number())
      continue;
    const bool within = dated.period.from <= *on && *on <= dated.period.until;
    if (fields["period"].text() != name && !within) continue;
    if (found == nullptr || rank(*found) < rank(record)) found = &record;
  }
  return found;
}

// --- JSON ---

Json Answers::value_json(const pack::Indicator& indicator, const Dated& dated, View unit) const {
  const Value& value = dated.value;
  const bool any = value.standing != Standing::NotEntered;
  Json::Object out{{"standing", value.standing == Standing::Value           ? "value"
                                : value.standing == Standing::NotApplicable ? "not_applicable"
                                                                            : "not_entered"},
                   {"numerator", any ? decimal_json(value.numerator) : Json()},
                   {"denominator", decimal_json(value.denominator)},
                   {"value", decimal_json(value.value)},
                   {"text", text_of(indicator, value)}};
  if (indicator.kind == IndicatorKind::Entered) {
    const auto* record = entered(indicator, dated, unit.empty() ? only_unit() : unit);
    const auto text_or_null = [](const std::string& text) {
      return text.empty() ? Json() : Json(text);
    };
    out.emplace("entered", record == nullptr
                               ? Json()
                               : Json(Json::Object{
                                     {"record_id", record->record_id},
                                     {"period", record->fields["period"].text()},
                                     {"source", record->fields["source"].text()},
                                     {"proof", text_or_null(record->fields["proof"]["sm3"].text())},
                                     {"confirmed", record->state == "confirmed"}}));
  }
  return out;
}

Json Answers::target_json(const pack::Indicator& indicator, const Dated& dated,
                          const Target& target) const {
  const Light light = light_of(indicator, dated.value, target, question_.on, dated.period.until);
  const auto task = task_titles_.find(target.task);
  return Json::Object{{"target_id", target.id},
                      {"comparison", pack::name_of(target.comparison)},
                      {"value", base::to_string(target.value)},
                      {"unit", target.unit},
                      {"words", target.words},
                      {"binding", pack::name_of(target.binding)},
                      {"breach", light == Light::Red && pack::makes_breach(target.binding)},
                      {"light", name_of(light)},
                      {"gap", decimal_json(gap_of(dated.value, target))},
                      {"due_on", date_json(target.due_on)},
                      {"task", target.task},
                      {"task_title", task == task_titles_.end() ? std::string() : task->second},
                      {"record_id", target.record}};
}

Light Answers::light_of_unit(const pack::Indicator& indicator, const Dated& dated,
                             const std::string& unit) const {
  Light out = Light::Grey;
  for (const auto& target : targets_.of(indicator, question_.on, dated.period))
    if (applies(indicator, target, question_.tree, {unit}, {}))
      out = worse(out, light_of(indicator, dated.value, target, question_.on, dated.period.until));
  return out;
}

Json Answers::reported_json(const BoardRow& row) const {
  const int year = static_cast<int>(row.now.period.until.year()) - 1;
  const auto found = reported_.find({year, row.indicator->id});
  if (found == reported_.end()) return {};
  return Json::Object{{"year", year},
                      {"value", base::to_string(found->second.value)},
                      {"text", with_unit(found->second.value, found->second.unit)},
                      {"record_id", found->second.record_id}};
}

Result<std::vector<BoardRow>>
Answers::rows(std::span<const pack::Indicator* const> indicators) const {
  PLUMB_TRY_ASSIGN(auto now, values_before(question_, indicators, 0));
  PLUMB_TRY_ASSIGN(auto before, values_before(question_, indicators, 1));
  std::vector<BoardRow> out;
  for (std::size_t i = 0; i < indicators.size(); ++i) {
    BoardRow row{indicators[i], std::move(now[i]), std::move(before[i]), {}, Light::Grey};
    for (auto& target : targets_.of(*row.indicator, question_.on, row.now.period)) {
      if (!applies(*row.indicator, target, question_.tree, question_.asked.units,
                   question_.asked.unit_kinds))
        continue;
      row.light = worse(row.light, light_of(*row.indicator, row.now.value, target, question_.on,
                                            row.now.period.until));
      row.targets.push_back(std::move(target));
    }
    out.push_back(std::move(row));
  }
  return out;
}

Json Answers::row_json(const BoardRow& row, Json trend) const {
  const auto& indicator = *row.indicator;
  Json::Array targets;
  for (const auto& target : row.targets)
    targets.push_back(target_json(indicator, row.now, target));
  Json::Object out{{"id", indicator.id},
                   {"title", indicator.title},
                   {"gist", indicator.gist},
                   {"area", indicator.area},
                   {"kind", pack::name_of(indicator.kind)},
                   {"unit", indicator.unit},
                   {"unit_word", unit_word(indicator.unit)},
                   {"period", period_json(row.now.period)},
                   {"value", value_json(indicator, row.now)},
                   {"previous", value_json(indicator, row.before)},
                   {"reported", reported_json(row)},
                   {"targets", std::move(targets)},
                   {"light", name_of(row.light)}};
  if (!trend.is_null()) out.emplace("trend", std::move(trend));
  return out;
}

} // namespace plumb::indicators
