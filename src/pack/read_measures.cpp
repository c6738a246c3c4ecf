// SPDX-License-Identifier: Apache-2.0
/// measures/ and indicators/: what is counted, and the numbers over it.
#include "ast.hpp"
#include "unit.hpp"

namespace plumb::pack::ast {
namespace {

constexpr std::array<Name<IndicatorKind>, 9> kKinds{{{"count", IndicatorKind::Count},
                                                     {"sum", IndicatorKind::Sum},
                                                     {"share", IndicatorKind::Share},
                                                     {"ratio", IndicatorKind::Ratio},
                                                     {"average", IndicatorKind::Average},
                                                     {"zero", IndicatorKind::Zero},
                                                     {"ceiling", IndicatorKind::Ceiling},
                                                     {"coverage", IndicatorKind::Coverage},
                                                     {"entered", IndicatorKind::Entered}}};
constexpr std::array<Name<Comparison>, 3> kComparisons{{{"at_least", Comparison::AtLeast},
                                                        {"at_most", Comparison::AtMost},
                                                        {"equal", Comparison::Equal}}};
constexpr std::array<Name<Rounding>, 3> kRoundings{
    {{"half_up", Rounding::HalfUp}, {"half_even", Rounding::HalfEven}, {"down", Rounding::Down}}};
constexpr std::array<Name<PeriodKind>, 6> kPeriods{{{"day", PeriodKind::Day},
                                                    {"month", PeriodKind::Month},
                                                    {"quarter", PeriodKind::Quarter},
                                                    {"half_year", PeriodKind::HalfYear},
                                                    {"year", PeriodKind::Year},
                                                    {"five_years", PeriodKind::FiveYears}}};
using Better = pack::Indicator::Better;
constexpr std::array<Name<Better>, 3> kBetter{
    {{"higher", Better::Higher}, {"lower", Better::Lower}, {"neither", Better::Neither}}};

void does_not_apply(Keys& keys, std::string_view key) {
  if (const auto* value = keys.find(key); value != nullptr)
    keys.faults().error("pack.does_not_apply", {{"key", std::string(key)}}, value->at);
}

/// A flow has `on`; a stock has `from` or `after`, and may have `until` and `through`.
void read_days(Keys& keys, Measure& into) {
  into.on = keys.passage("on");
  into.from = keys.passage("from");
  into.after = keys.passage("after");
  into.until = keys.passage("until");
  into.through = keys.passage("through");
  int said = 0;
  for (const std::string_view key : {"on", "from", "after"})
    if (keys.find(key) != nullptr && ++said > 1) does_not_apply(keys, key);
  if (said == 0) keys.faults().error("pack.missing_key", {{"key", "on|from|after"}}, keys.at());
  if (keys.find("on") != nullptr)
    for (const std::string_view key : {"until", "through"})
      does_not_apply(keys, key);
}

Measure read_measure(const yaml::File& file, const yaml::Node& node, Faults& faults) {
  Keys keys(file, node, faults,
            {"id", "title", "gist", "register", "where", "on", "from", "after", "until", "through",
             "sum", "unit", "by"});
  Measure out;
  out.id = keys.identifier("id");
  out.title = keys.word("title");
  out.gist = keys.word_or("gist");
  out.register_id = keys.word("register");
  out.unit_field = keys.word_or("unit");
  out.by = keys.word_or("by");
  out.where = keys.passage("where");
  read_days(keys, out);
  out.sum = keys.passage("sum");
  out.value.id = out.id.text;
  out.value.title = out.title.text;
  out.value.gist = out.gist.text;
  out.value.register_id = out.register_id.text;
  out.value.unit_field = out.unit_field.text;
  out.value.by = out.by.text;
  return out;
}

/// A number of the pack's own, or the value of a parameter with its binding and citation.
void read_target_value(Keys& keys, Target& into) {
  auto& value = into.value;
  into.parameter = keys.word_or("parameter");
  value.parameter = into.parameter.text;
  const bool own = keys.find("parameter") == nullptr;
  if (own) keys.need("value");
  value.value = keys.decimal("value").value_or(base::Decimal{});
  into.value_at = keys.find("value") == nullptr ? keys.at() : keys.find("value")->at;
  value.binding =
      keys.choice<Binding>("binding", "binding", kBindings, std::optional(Binding::LocalTarget));
  into.cite = keys.word_or("cite");
  if (own) return;
  for (const std::string_view key : {"value", "binding", "cite"})
    does_not_apply(keys, key);
}

Target read_target(const yaml::File& file, const yaml::Node& node, Faults& faults, bool added) {
  Keys keys = added ? Keys(file, node, faults,
                           {"indicator", "id", "comparison", "value", "parameter", "binding",
                            "cite", "unit_kinds", "in_force_from", "in_force_until"})
                    : Keys(file, node, faults,
                           {"id", "comparison", "value", "parameter", "binding", "cite",
                            "unit_kinds", "in_force_from", "in_force_until"});
  Target out;
  auto& value = out.value;
  if (added) out.indicator = keys.word("indicator");
  out.id = keys.identifier("id");
  value.id = out.id.text;
  value.comparison = keys.choice<Comparison>("comparison", "comparison", kComparisons);
  read_target_value(keys, out);
  out.unit_kinds = keys.words("unit_kinds");
  value.unit_kinds = texts(out.unit_kinds);
  if (const auto* kinds = keys.find("unit_kinds"); kinds != nullptr && out.unit_kinds.empty())
    keys.bad("unit_kinds", *kinds, "a list of at least one");
  value.in_force_from = keys.need_date("in_force_from");
  value.in_force_until = keys.date("in_force_until");
  if (value.in_force_until && *value.in_force_until <= value.in_force_from)
    faults.error("pack.empty_range",
                 {{"from", base::to_string(value.in_force_from)},
                  {"until", base::to_string(*value.in_force_until)}},
                 keys.find("in_force_until")->at);
  return out;
}

/// Which keys a kind takes beside those of all kinds.
void read_counted(Keys& keys, Indicator& into) {
  auto& value = into.value;
  const auto kind = value.kind;
  const bool entered = kind == IndicatorKind::Entered;
  const bool divided = kind == IndicatorKind::Share || kind == IndicatorKind::Ratio ||
                       kind == IndicatorKind::Average;
  const bool coverage = kind == IndicatorKind::Coverage;
  into.measure = entered ? Word{} : keys.word("measure");
  into.over = divided ? keys.word("over") : Word{};
  into.lacks = entered ? Word{} : keys.word_or("lacks");
  if (entered)
    for (const std::string_view key : {"measure", "lacks"})
      does_not_apply(keys, key);
  if (!divided) does_not_apply(keys, "over");
  if (!coverage)
    for (const std::string_view key : {"over_units", "at_least", "at_least_parameter"})
      does_not_apply(keys, key);
  value.measure = into.measure.text;
  value.over = into.over.text;
  value.lacks = into.lacks.text;
  if (!coverage) return;
  if (keys.need("over_units") != nullptr) into.over_units = keys.words("over_units");
  if (keys.find("over_units") != nullptr && into.over_units.empty())
    keys.bad("over_units", *keys.find("over_units"), "a list of at least one");
  value.over_units = texts(into.over_units);
  value.at_least = keys.decimal("at_least").value_or(base::Decimal{1, 0});
  if (value.at_least.units <= 0) keys.bad("at_least", *keys.find("at_least"), "more than 0");
  into.at_least_parameter = keys.word_or("at_least_parameter");
  value.at_least_parameter = into.at_least_parameter.text;
  if (keys.find("at_least") != nullptr) does_not_apply(keys, "at_least_parameter");
}

/// Only what can be counted has a unit that numbers take.
void read_unit(Keys& keys, Indicator& into) {
  const Word unit = keys.word("unit");
  into.value.unit = unit.text;
  if (unit.empty()) return;
  const auto kind = unit_kind(unit.text);
  if (!kind)
    keys.faults().error("pack.unknown_unit", {{"name", unit.text}}, unit.at,
                        nearest(unit.text, unit_names()));
  else if (*kind != UnitKind::Period && *kind != UnitKind::Hours && *kind != UnitKind::Number)
    keys.bad("unit", *keys.find("unit"), "percent item count person CNY …");
}

Indicator read_indicator(const yaml::File& file, const yaml::Node& node, Faults& faults) {
  Keys keys(file, node, faults,
            {"id", "title", "aliases", "gist", "area", "kind", "measure", "over", "unit", "scale",
             "rounding", "period", "better", "lacks", "cite", "targets", "over_units", "at_least",
             "at_least_parameter"});
  Indicator out;
  auto& value = out.value;
  out.id = keys.identifier("id");
  out.title = keys.word("title");
  out.gist = keys.word_or("gist");
  out.aliases = keys.words("aliases");
  value.id = out.id.text;
  value.title = out.title.text;
  value.gist = out.gist.text;
  value.aliases = texts(out.aliases);
  value.area = keys.text_or("area");
  value.kind = keys.choice<IndicatorKind>("kind", "indicator_kind", kKinds);
  read_counted(keys, out);
  read_unit(keys, out);
  value.scale = static_cast<int>(keys.integer("scale", 0, 0, 6));
  value.rounding =
      keys.choice<Rounding>("rounding", "rounding", kRoundings, std::optional(Rounding::HalfUp));
  value.period =
      keys.choice<PeriodKind>("period", "period", kPeriods, std::optional(PeriodKind::Year));
  const bool lower = value.kind == IndicatorKind::Zero || value.kind == IndicatorKind::Ceiling;
  value.better = keys.choice<Better>("better", "better", kBetter,
                                     std::optional(lower ? Better::Lower : Better::Higher));
  out.cite = keys.word_or("cite");
  for (const auto& target : keys.list("targets"))
    out.targets.push_back(read_target(file, target, faults, false));
  return out;
}

} // namespace

void read_measures(const yaml::File& file, Faults& faults, Pack& into) {
  Keys root(file, file.root, faults, {"measures"});
  root.need("measures");
  for (const auto& node : root.list("measures"))
    into.measures.push_back(read_measure(file, node, faults));
}

void read_indicators(const yaml::File& file, Faults& faults, Pack& into) {
  Keys root(file, file.root, faults, {"indicators", "add_targets"});
  if (root.find("add_targets") == nullptr) root.need("indicators");
  for (const auto& node : root.list("indicators"))
    into.indicators.push_back(read_indicator(file, node, faults));
  for (const auto& node : root.list("add_targets"))
    into.targets.push_back(read_target(file, node, faults, true));
}

} // namespace plumb::pack::ast
