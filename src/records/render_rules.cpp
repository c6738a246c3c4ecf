// SPDX-License-Identifier: Apache-2.0
#include "render.hpp"

#include <algorithm>

namespace plumb::records {
namespace {

template <class T> Json texts(const T& list) {
  Json::Array out;
  for (const auto& text : list)
    out.emplace_back(std::string_view(text));
  return out;
}

Json source_of(const std::optional<expression::Program>& program) {
  return program ? Json(program->source()) : Json();
}

Json field_json(const pack::Field& field) {
  Json::Object out{{"id", field.id},
                   {"title", field.title},
                   {"hint", field.hint},
                   {"type", pack::name_of(field.type)},
                   {"personal", field.personal},
                   {"indexed", field.indexed}};
  if (!field.choices.empty()) {
    Json::Array choices;
    for (const auto& choice : field.choices)
      choices.emplace_back(Json::Object{{"id", choice.id}, {"title", choice.title}});
    out.emplace("choices", std::move(choices));
  }
  const auto bound = [&](const char* name, const std::optional<std::int64_t>& units) {
    const auto value = units ? base::shift({*units, 0}, -field.scale) : std::nullopt;
    if (value) out.emplace(name, *value);
  };
  if (field.type == pack::FieldType::Decimal) out.emplace("scale", field.scale);
  bound("minimum", field.minimum);
  bound("maximum", field.maximum);
  if (field.length_max > 0) out.emplace("length_max", field.length_max);
  if (!field.of.empty()) out.emplace("of", field.of);
  if (!field.mask.empty()) out.emplace("mask", field.mask);
  if (!field.columns.empty()) {
    Json::Array columns;
    for (const auto& column : field.columns)
      columns.push_back(field_json(column));
    out.emplace("columns", std::move(columns));
  }
  return out;
}

Json words_of(const pack::Rulebook& book, const pack::Register& declared,
              const std::optional<expression::Program>& condition) {
  return condition ? Json(pack::in_words(book, declared, *condition)) : Json();
}

Json gate_json(const pack::Rulebook& book, const pack::Register& declared, const pack::Gate& gate,
               Date on) {
  const auto value = gate.parameter.empty() ? pack::InForce{} : book.parameter(gate.parameter, on);
  const auto& cite =
      value.value != nullptr && gate.cite.law.empty() ? value.value->cite : gate.cite;
  const auto binding = value.value != nullptr && value.parameter != nullptr
                           ? value.parameter->binding
                           : gate.binding;
  return Json::Object{{"id", gate.id},
                      {"title", gate.title},
                      {"require", gate.require.source()},
                      {"when", source_of(gate.when)},
                      {"when_words", words_of(book, declared, gate.when)},
                      {"words", pack::in_words(book, declared, gate.require)},
                      {"advice", gate.advice},
                      {"binding", pack::name_of(binding)},
                      {"cite", cite_json(book, cite)},
                      {"in_force", gate.parameter.empty() || value.value != nullptr}};
}

/// What a step fills by itself: numbers and what it draws.
Json assigned_json(const pack::Step& step) {
  Json::Array out;
  for (const auto& number : step.assigns)
    out.emplace_back(number.field);
  if (step.draws) {
    out.emplace_back(step.draws->into);
    out.emplace_back(step.draws->receipt);
  }
  return out;
}

Json step_json(const pack::Rulebook& book, const pack::Register& declared, const pack::Step& step,
               Date on) {
  Json::Array gates;
  for (const auto& gate : step.gates)
    gates.push_back(gate_json(book, declared, gate, on));
  return Json::Object{{"id", step.id},
                      {"title", step.title},
                      {"hint", step.hint},
                      {"opens", step.opens},
                      {"from", texts(step.from)},
                      {"to", step.to},
                      {"by", texts(step.by)},
                      {"required", texts(step.required)},
                      {"optional", texts(step.optional)},
                      {"needs", texts(step.needs)},
                      {"gates", std::move(gates)},
                      {"after", texts(step.after)},
                      {"starts", texts(step.starts)},
                      {"stops", texts(step.stops)},
                      {"pauses", texts(step.pauses)},
                      {"resumes", texts(step.resumes)},
                      {"restarts", texts(step.restarts)},
                      {"extends", texts(step.extends)},
                      {"repeatable", step.repeatable},
                      {"dated", step.dated},
                      {"publishes", step.publishes},
                      {"aside", step.aside},
                      {"computed", step.computed},
                      {"acts", texts(step.acts)},
                      {"assigned", assigned_json(step)}};
}

Json in_force_json(const pack::Rulebook& book, const std::string& id, Date on,
                   bool target = false) {
  if (id.empty()) return {};
  const auto found = book.parameter(id, on);
  return target ? value_json(book, found.target_parameter, found.target, found.target_pack_id)
                : value_json(book, found.parameter, found.value, found.pack_id);
}

Json clock_json(const pack::Rulebook& book, const pack::Register& declared,
                const pack::Clock& clock, Date on) {
  const auto& measured = clock.maximum.empty() ? clock.minimum : clock.maximum;
  return Json::Object{{"id", clock.id},
                      {"title", clock.title},
                      {"when", source_of(clock.when)},
                      {"when_words", words_of(book, declared, clock.when)},
                      {"before_field", clock.before_field},
                      {"minimum", in_force_json(book, clock.minimum, on)},
                      {"maximum", in_force_json(book, clock.maximum, on)},
                      {"target", in_force_json(book, measured, on, true)},
                      {"extension", in_force_json(book, clock.extension, on)},
                      {"extensions_max", clock.extensions_max},
                      {"extension_by", texts(clock.extension_by)},
                      {"deems", clock.deems},
                      {"warn_days", clock.warn_days}};
}

} // namespace

Json date_or_null(const std::optional<Date>& day) {
  return day ? Json(base::to_string(*day)) : Json();
}

Json cite_json(const pack::Rulebook& book, const pack::Citation& citation) {
  if (citation.law.empty()) return {};
  return Json::Object{
      {"law", citation.law}, {"article", citation.article}, {"words", book.words(citation)}};
}

std::string gist_of(const pack::Rulebook& book, const pack::Citation& citation) {
  const auto* law = book.find_law(citation.law);
  if (law == nullptr) return {};
  const auto found = law->articles.find(citation.article);
  return found == law->articles.end() ? std::string() : found->second;
}

Json value_json(const pack::Rulebook& book, const pack::Parameter* parameter,
                const pack::DatedValue* value, const std::string& pack_id) {
  if (parameter == nullptr || value == nullptr) return {};
  return Json::Object{
      {"parameter", parameter->id},
      {"title", parameter->title},
      {"value", std::visit([](const auto& held) { return Json(held); }, value->value)},
      {"unit", value->unit},
      {"operator", pack::name_of(parameter->op)},
      {"cite", cite_json(book, value->cite)},
      {"gist", gist_of(book, value->cite)},
      {"pack", pack_id},
      {"binding", pack::name_of(parameter->binding)},
      {"in_force_from", base::to_string(value->in_force_from)},
      {"in_force_until", date_or_null(value->in_force_until)},
      {"verified", value->verified},
      {"note", value->note},
      {"words", pack::in_words(*value)}};
}

Json register_json(const pack::Rulebook& book, const pack::Register& declared, Date on) {
  Json::Array fields, states, steps, clocks, names;
  for (const auto& field : declared.fields)
    fields.push_back(field_json(field));
  for (const auto& state : declared.states)
    states.emplace_back(Json::Object{{"id", state.id},
                                     {"title", state.title},
                                     {"final", state.final},
                                     {"done", state.final || state.done},
                                     {"stage", state.stage}});
  for (const auto& step : declared.steps)
    steps.push_back(step_json(book, declared, step, on));
  for (const auto& clock : declared.clocks)
    clocks.push_back(clock_json(book, declared, clock, on));
  const bool numbered = std::ranges::any_of(
      declared.steps, [](const pack::Step& step) { return !step.assigns.empty(); });
  for (const auto& column : declared.scope.columns)
    names.emplace_back(
        Json::Object{{"name", column.name}, {"type", expression::name_of(column.type)}});
  return Json::Object{{"id", declared.id},
                      {"title", declared.title},
                      {"gist", declared.gist},
                      {"rules", book.version()},
                      {"on", base::to_string(on)},
                      {"title_field", declared.title_field},
                      {"fields", std::move(fields)},
                      {"states", std::move(states)},
                      {"steps", std::move(steps)},
                      {"clocks", std::move(clocks)},
                      {"list", texts(declared.list)},
                      {"names", std::move(names)},
                      {"parties", texts(declared.parties)},
                      {"key", texts(declared.key)},
                      {"has_dossier", !declared.dossier.empty()},
                      {"numbered", numbered},
                      {"retention_years", declared.retention_years},
                      {"explained", book.explain(declared.id, on)}};
}

Json parameter_json(const pack::Rulebook& book, const std::string& id, Date on) {
  const auto* parameter = book.find_parameter(id);
  if (parameter == nullptr) return {};
  Json::Array values;
  for (const auto& pack : book.packs())
    for (const auto& own : pack.parameters)
      if (own.id == id)
        for (const auto& value : own.values)
          values.push_back(value_json(book, &own, &value, pack.id));
  return Json::Object{{"id", id},
                      {"title", parameter->title},
                      {"register", parameter->register_id},
                      {"kind", parameter->kind},
                      {"operator", pack::name_of(parameter->op)},
                      {"binding", pack::name_of(parameter->binding)},
                      {"start", parameter->start},
                      {"end", parameter->end},
                      {"extension", parameter->extension},
                      {"consequence", parameter->consequence},
                      {"values", std::move(values)},
                      {"in_force", in_force_json(book, id, on)},
                      {"target", in_force_json(book, id, on, true)}};
}

} // namespace plumb::records
