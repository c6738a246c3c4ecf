// SPDX-License-Identifier: Apache-2.0
#include "link.hpp"
#include "unit.hpp"

#include <algorithm>

namespace plumb::pack {
namespace {

bool overlap(const DatedValue& a, const DatedValue& b) {
  return (!a.in_force_until || b.in_force_from < *a.in_force_until) &&
         (!b.in_force_until || a.in_force_from < *b.in_force_until);
}

/// A lower layer against one that is above it, value by value where both are in force.
void check_tightening(const ast::Parameter& upper, const ast::Parameter& lower, Faults& faults) {
  const Binding binding = lower.value.binding;
  if (!makes_breach(upper.value.binding) || binding == Binding::Practice) return;
  for (std::size_t i = 0; i < lower.values.size(); ++i) {
    const DatedValue& ours = lower.value.values[i];
    for (const DatedValue& law : upper.value.values) {
      if (!overlap(law, ours)) continue;
      const auto strictness = compare(upper.value.op, law, lower.value.op, ours);
      const Args args{{"parameter", lower.value.id},
                      {"value", in_words(ours)},
                      {"upper", in_words(law)},
                      {"since", base::to_string(law.in_force_from)}};
      const Place at = lower.values[i].value_at;
      const bool target = binding == Binding::LocalTarget;
      if (strictness == Strictness::Looser && target)
        faults.warning("pack.target_looser", args, at);
      else if (strictness == Strictness::Looser)
        faults.error("pack.loosened", args, at);
      else if (strictness == Strictness::Unknown && target)
        faults.warning("pack.not_comparable", args, at);
      else if (strictness == Strictness::Unknown)
        faults.error("pack.not_comparable", args, at);
    }
  }
}

void check_layers(Linked& rules, Faults& faults) {
  ByName<std::vector<const ast::Parameter*>> seen;
  for (const auto& pack : rules.read) {
    ByName<int> own;
    for (const auto& parameter : pack.parameters) {
      const auto& id = parameter.value.id;
      const auto [first, fresh] = own.emplace(id, parameter.at.line);
      if (!fresh) {
        faults.error("pack.duplicate_id", {{"what", "parameter"}, {"id", id}}, parameter.at);
        continue;
      }
      auto& above = seen[id];
      for (const auto* upper : above)
        check_tightening(*upper, parameter, faults);
      above.push_back(&parameter);
    }
  }
}

void check_citations(Linked& rules, Faults& faults) {
  for (auto& pack : rules.read)
    for (auto& parameter : pack.parameters)
      for (std::size_t i = 0; i < parameter.values.size(); ++i) {
        const auto& cite = parameter.values[i].cite;
        auto& value = parameter.value.values[i];
        value.cite = resolve(cite, rules.laws, faults);
        const auto law = rules.laws.find(value.cite.law);
        if (law != rules.laws.end() && law->second.in_force_from &&
            value.in_force_from < *law->second.in_force_from)
          faults.warning("pack.older_than_law",
                         {{"parameter", parameter.value.id},
                          {"law", value.cite.law},
                          {"since", base::to_string(*law->second.in_force_from)}},
                         parameter.values[i].at);
      }
}

expression::ParameterType type_of(const DatedValue& value) {
  using expression::Type;
  switch (unit_kind(value.unit).value_or(UnitKind::Text)) {
  case UnitKind::Period:
  case UnitKind::Hours:
  case UnitKind::Number:
    if (const auto* number = std::get_if<base::Decimal>(&value.value))
      return {Type::Number, number->scale};
    return {Type::Text, 0};
  case UnitKind::Flag:
    return {Type::Flag, 0};
  case UnitKind::CivilDate:
    return {Type::Date, 0};
  default:
    return {Type::Text, 0};
  }
}

/// One type over all days and layers, so that an expression means one thing.
void find_types(Linked& rules, Faults& faults) {
  for (const auto& pack : rules.read)
    for (const auto& parameter : pack.parameters)
      for (std::size_t i = 0; i < parameter.values.size(); ++i) {
        const auto type = type_of(parameter.value.values[i]);
        const auto [known, fresh] = rules.types->emplace(parameter.value.id, type);
        if (fresh) continue;
        if (known->second.type != type.type)
          faults.error(
              "pack.mixed_units",
              {{"parameter", parameter.value.id}, {"unit", parameter.value.values[i].unit}},
              parameter.values[i].unit_at);
        known->second.scale = std::max(known->second.scale, type.scale);
      }
}

bool stricter(const Parameter& than, const DatedValue& value, const Parameter& parameter,
              const DatedValue& candidate) {
  return compare(than.op, value, parameter.op, candidate) == Strictness::Stricter;
}

} // namespace

void link_parameters(Linked& rules, Faults& faults) {
  check_citations(rules, faults);
  check_layers(rules, faults);
  find_types(rules, faults);
  for (auto& read : rules.read) {
    Pack pack = read.value;
    for (const auto& law : read.laws)
      pack.laws.push_back(law.value);
    for (const auto& parameter : read.parameters)
      pack.parameters.push_back(parameter.value);
    rules.packs.push_back(std::move(pack));
  }
  for (std::size_t i = 0; i < rules.packs.size(); ++i)
    for (const auto& parameter : rules.packs[i].parameters)
      rules.parameters[parameter.id].push_back({i, &parameter});
}

InForce in_force(const Linked& rules, std::string_view id, Date day) {
  InForce out;
  const auto found = rules.parameters.find(id);
  if (found == rules.parameters.end()) return out;
  out.parameter = found->second.front().value;
  // The law of all layers first: a target is measured against the strictest of it.
  for (const auto& [pack, parameter] : found->second) {
    const DatedValue* value = makes_breach(parameter->binding) ? parameter->on(day) : nullptr;
    if (value == nullptr) continue;
    if (out.value != nullptr && !stricter(*out.parameter, *out.value, *parameter, *value)) continue;
    out.parameter = parameter;
    out.value = value;
    out.pack_id = rules.packs[pack].id;
  }
  for (const auto& [pack, parameter] : found->second) {
    const DatedValue* value =
        parameter->binding == Binding::LocalTarget ? parameter->on(day) : nullptr;
    if (value == nullptr) continue;
    if (out.value != nullptr && !stricter(*out.parameter, *out.value, *parameter, *value)) continue;
    if (out.target != nullptr && !stricter(*out.target_parameter, *out.target, *parameter, *value))
      continue;
    out.target_parameter = parameter;
    out.target = value;
    out.target_pack_id = rules.packs[pack].id;
  }
  return out;
}

const DatedValue* Parameter::on(Date day) const {
  const auto after =
      std::upper_bound(values.begin(), values.end(), day,
                       [](Date d, const DatedValue& value) { return d < value.in_force_from; });
  if (after == values.begin()) return nullptr;
  const auto& value = *std::prev(after);
  return value.in_force_until && day >= *value.in_force_until ? nullptr : &value;
}

std::optional<calendar::Period> DatedValue::period(Operator op) const {
  const auto* number = std::get_if<base::Decimal>(&value);
  const auto unit_of_period = calendar::parse_unit(unit);
  if (number == nullptr || !unit_of_period || number->scale != 0 || number->units < 0 ||
      number->units > 10000)
    return {};
  const auto bound = op == Operator::Min      ? calendar::Bound::Min
                     : op == Operator::Before ? calendar::Bound::Before
                                              : calendar::Bound::Max;
  return calendar::Period{static_cast<int>(number->units), *unit_of_period, bound};
}

expression::Value value_of(const DatedValue& value, expression::ParameterType type) {
  using expression::Type;
  if (type.type == Type::Flag) {
    if (const auto* flag = std::get_if<bool>(&value.value)) return *flag;
  } else if (type.type == Type::Number) {
    if (const auto* number = std::get_if<base::Decimal>(&value.value)) {
      std::int64_t units = number->units;
      for (int i = number->scale; i < type.scale; ++i)
        units *= 10;
      return expression::Number{units, type.scale};
    }
  } else if (const auto* text = std::get_if<std::string>(&value.value)) {
    if (type.type != Type::Date) return *text;
    if (const auto day = base::parse_date(*text)) return *day;
  }
  return {};
}

} // namespace plumb::pack
