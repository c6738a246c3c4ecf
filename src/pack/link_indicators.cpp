// SPDX-License-Identifier: Apache-2.0
/// Indicators of all layers and their targets: whether what they divide belongs together, and
/// whether a lower layer's law is at least as strict as that above it.
#include "link.hpp"

#include <algorithm>
#include <utility>

namespace plumb::pack {
namespace {

using expression::Program;

/// The parts of a condition that all have to hold, as they are printed.
std::vector<std::string> conjuncts(const std::optional<Program>& where) {
  std::vector<std::string> out;
  if (!where) return out;
  const auto text = where->print();
  int depth = 0;
  bool quoted = false;
  std::size_t begin = 0;
  const auto add = [&](std::size_t end) {
    auto part = text.substr(begin, end - begin);
    // Only what stands between more than one part is put in parentheses.
    if (part.starts_with('(') && part.ends_with(')')) part = part.substr(1, part.size() - 2);
    out.push_back(std::move(part));
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\'') quoted = !quoted;
    if (quoted) continue;
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (depth == 0 && std::string_view(text).substr(at).starts_with(" and ")) {
      add(at);
      begin = at + 5;
    }
  }
  add(text.size());
  return out;
}

bool same(const std::optional<Program>& a, const std::optional<Program>& b) {
  return a.has_value() == b.has_value() && (!a || a->print() == b->print());
}

/// A parameter whose value is a number.
bool check_number(const Word& id, const Linked& rules, Faults& faults) {
  if (id.empty() || !check_parameter(id, rules, faults)) return false;
  const auto type = rules.types->find(id.text);
  if (type == rules.types->end() || type->second.type == expression::Type::Number) return true;
  faults.error(
      "pack.wrong_type",
      {{"name", id.text}, {"type", std::string(name_of(type->second.type))}, {"wanted", "number"}},
      id.at);
  return false;
}

/// The number that a target asks for on a day.
std::optional<base::Decimal> number_of(const PackTarget& target, const Linked& rules, Date day) {
  if (target.parameter.empty()) return target.value;
  const auto held = in_force(rules, target.parameter, day);
  const auto* number =
      held.value == nullptr ? nullptr : std::get_if<base::Decimal>(&held.value->value);
  return number == nullptr ? std::nullopt : std::optional(*number);
}

/// Whole part (towards −∞) and the rest in billionths, so that two can be compared exactly.
std::pair<std::int64_t, std::int64_t> parts_of(base::Decimal value) {
  std::int64_t one = 1, billionths = 1'000'000'000;
  for (int i = 0; i < value.scale; ++i) {
    one *= 10;
    billionths /= 10;
  }
  std::int64_t whole = value.units / one, rest = value.units % one;
  if (rest < 0) {
    rest += one;
    --whole;
  }
  return {whole, rest * billionths};
}

bool overlap(const PackTarget& a, const PackTarget& b) {
  const bool days = (!a.in_force_until || b.in_force_from < *a.in_force_until) &&
                    (!b.in_force_until || a.in_force_from < *b.in_force_until);
  if (!days || a.unit_kinds.empty() || b.unit_kinds.empty()) return days;
  return std::any_of(a.unit_kinds.begin(), a.unit_kinds.end(), [&](const auto& kind) {
    return std::find(b.unit_kinds.begin(), b.unit_kinds.end(), kind) != b.unit_kinds.end();
  });
}

class IndicatorLinker {
public:
  IndicatorLinker(const ast::Indicator& read, Linked& rules, Faults& faults)
      : read_(read), rules_(rules), faults_(faults) {}

  Indicator complete(const std::string& pack_id) {
    Indicator out = read_.value;
    out.pack_id = pack_id;
    out.cite = resolve(read_.cite, rules_.laws, faults_);
    refuse_usage(read_.title, faults_);
    refuse_usage(read_.gist, faults_);
    for (const auto& alias : read_.aliases)
      refuse_usage(alias, faults_);
    const auto* measure = known_measure(read_.measure, rules_, faults_);
    const auto* over = known_measure(read_.over, rules_, faults_);
    if (measure != nullptr) check_sum(*measure);
    if (measure != nullptr && over != nullptr && out.kind == IndicatorKind::Share)
      check_share(*measure, *over);
    if (over != nullptr && out.kind == IndicatorKind::Average && over->sum)
      wrong_measure(read_.over, "a measure without sum");
    if (const auto* counted = over != nullptr ? over : measure) check_lacks(*counted);
    check_unit_kinds(read_.over_units, faults_);
    (void)check_number(read_.at_least_parameter, rules_, faults_);
    return out;
  }

private:
  void wrong_measure(const Word& word, std::string_view wanted) {
    faults_.error("pack.wrong_measure", {{"measure", word.text}, {"wanted", std::string(wanted)}},
                  word.at);
  }

  void check_sum(const Measure& measure) {
    const auto kind = read_.value.kind;
    if (kind == IndicatorKind::Count && measure.sum)
      wrong_measure(read_.measure, "a measure without sum");
    if ((kind == IndicatorKind::Sum || kind == IndicatorKind::Average) && !measure.sum)
      wrong_measure(read_.measure, "a measure with sum");
  }

  /// Part and whole are counted of the same records, on the same days, for the same units. A part
  /// may end sooner: while it counts, so does the whole.
  void check_share(const Measure& part, const Measure& whole) {
    const auto differ = [&](std::string_view what) {
      faults_.error("pack.share_differs",
                    {{"measure", part.id}, {"over", whole.id}, {"what", std::string(what)}},
                    read_.over.at);
    };
    if (part.register_id != whole.register_id) return differ("register");
    if (!same(part.on, whole.on)) differ("on");
    if (!same(part.from, whole.from)) differ("from");
    if (!same(part.after, whole.after)) differ("after");
    if (!same(part.until, whole.until)) differ("until");
    if (whole.through && !same(part.through, whole.through)) differ("through");
    if (part.unit_field != whole.unit_field) differ("unit");
    if (part.by != whole.by) differ("by");
    const auto narrow = conjuncts(part.where);
    for (const auto& condition : conjuncts(whole.where))
      if (std::find(narrow.begin(), narrow.end(), condition) == narrow.end())
        faults_.warning("pack.share_not_shown",
                        {{"measure", part.id}, {"over", whole.id}, {"condition", condition}},
                        read_.measure.at);
  }

  void check_lacks(const Measure& counted) {
    const auto declared = rules_.register_index.find(counted.register_id);
    if (declared != rules_.register_index.end())
      (void)known_step(read_.lacks, rules_.registers[declared->second], faults_);
  }

  const ast::Indicator& read_;
  Linked& rules_;
  Faults& faults_;
};

/// Against the law that stands already: only what is asked in the same direction can be compared.
void check_strictness(const PackTarget& ours, const Indicator& into, const Linked& rules,
                      const ast::Target& read, Faults& faults) {
  if (!makes_breach(ours.binding)) return;
  for (const auto& law : into.targets) {
    if (law.pack_id == ours.pack_id || !makes_breach(law.binding) || !overlap(law, ours)) continue;
    if (law.comparison != ours.comparison) continue;
    const auto day = std::max(law.in_force_from, ours.in_force_from);
    const auto lower = number_of(ours, rules, day), upper = number_of(law, rules, day);
    if (!lower || !upper) continue;
    const auto asked = parts_of(*lower), law_asks = parts_of(*upper);
    const bool looser = ours.comparison == Comparison::AtLeast  ? asked < law_asks
                        : ours.comparison == Comparison::AtMost ? asked > law_asks
                                                                : asked != law_asks;
    if (looser)
      faults.error("pack.loosened_target",
                   {{"indicator", into.id},
                    {"value", base::to_string(*lower)},
                    {"upper", base::to_string(*upper)}},
                   read.value_at);
  }
}

void link_target(const ast::Target& read, Indicator& into, const Linked& rules,
                 const std::string& pack_id, Faults& faults) {
  PackTarget out = read.value;
  out.pack_id = pack_id;
  std::vector<std::string> ids;
  for (const auto& other : into.targets)
    ids.push_back(other.id);
  add_unique(ids, read.id, "target", faults);
  check_unit_kinds(read.unit_kinds, faults);
  out.cite = resolve(read.cite, rules.laws, faults);
  if (!out.parameter.empty()) {
    if (check_number(read.parameter, rules, faults)) {
      const auto& parameter = *rules.parameters.find(out.parameter)->second.front().value;
      out.binding = parameter.binding;
      const auto* value = parameter.on(out.in_force_from);
      if (value == nullptr && !parameter.values.empty()) value = &parameter.values.back();
      if (value != nullptr) out.cite = value->cite;
    }
  } else if (makes_breach(out.binding) && read.cite.empty()) {
    faults.error("pack.missing_key", {{"key", "cite"}}, read.id.at);
  }
  if (into.kind == IndicatorKind::Zero && out.parameter.empty() &&
      (out.value.units != 0 || out.comparison == Comparison::AtLeast))
    faults.error("pack.bad_value",
                 {{"key", "value"}, {"value", base::to_string(out.value)}, {"wanted", "at_most 0"}},
                 read.value_at);
  check_strictness(out, into, rules, read, faults);
  into.targets.push_back(std::move(out));
}

} // namespace

void link_indicators(Linked& rules, Faults& faults) {
  std::vector<std::string> ids;
  std::vector<Place> places;
  for (std::size_t i = 0; i < rules.read.size(); ++i) {
    const auto& pack_id = rules.packs[i].id;
    for (const auto& read : rules.read[i].indicators) {
      add_unique(ids, read.id, "indicator", faults);
      auto& into =
          rules.indicators.emplace_back(IndicatorLinker(read, rules, faults).complete(pack_id));
      places.push_back(read.id.at);
      for (const auto& target : read.targets)
        link_target(target, into, rules, pack_id, faults);
    }
    for (const auto& read : rules.read[i].targets) {
      const auto* known = known_indicator(read.indicator, rules, faults);
      if (known == nullptr) continue;
      auto& into = rules.indicators[static_cast<std::size_t>(known - rules.indicators.data())];
      link_target(read, into, rules, pack_id, faults);
    }
  }
  for (std::size_t i = 0; i < rules.indicators.size(); ++i) {
    const auto& targets = rules.indicators[i].targets;
    const bool limited = std::any_of(targets.begin(), targets.end(), [](const auto& target) {
      return target.comparison == Comparison::AtMost;
    });
    if (rules.indicators[i].kind == IndicatorKind::Ceiling && !limited)
      faults.error("pack.no_ceiling", {{"indicator", rules.indicators[i].id}}, places[i]);
  }
}

} // namespace plumb::pack
