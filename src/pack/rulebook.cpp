// SPDX-License-Identifier: Apache-2.0
#include "explain.hpp"
#include "link.hpp"
#include "unit.hpp"

#include <algorithm>

namespace plumb::pack {
namespace {

template <class T> const T* find(const std::vector<T>& all, std::string_view id) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const T& item) { return item.id == id; });
  return found == all.end() ? nullptr : &*found;
}

template <class T, std::size_t N>
std::string_view name_in(const std::array<Name<T>, N>& names, T value) {
  for (const auto& name : names)
    if (name.value == value) return name.text;
  return {};
}

} // namespace

struct Rulebook::State {
  Linked rules;
  Faults files; ///< only for the places that `rules.read` holds
};

Rulebook::Rulebook() : state_(std::make_unique<State>()) {}
Rulebook::~Rulebook() = default;

std::shared_ptr<const Rulebook> Rulebook::load(const std::vector<Source>& sources,
                                               std::vector<Diagnostic>& faults) {
  Faults found;
  std::vector<ast::Pack> read;
  for (std::size_t i = 0; i < sources.size(); ++i)
    read.push_back(ast::read(static_cast<int>(i), sources[i], found));
  if (std::any_of(read.begin(), read.end(), [](const auto& pack) { return !pack.complete; }))
    found.set_incomplete();
  if (sources.empty()) found.error("pack.no_pack_file", {}, {});
  std::shared_ptr<Rulebook> book(new Rulebook());
  book->state_->rules = link(std::move(read), found);
  const auto told = found.sorted();
  faults.insert(faults.end(), told.begin(), told.end());
  if (found.errors() > 0) return nullptr;
  book->state_->files = found.without_any();
  // Scenarios are only for tests; a server keeps many rulebooks.
  for (auto& pack : book->state_->rules.read)
    pack.scenarios.clear();
  return book;
}

const std::vector<Pack>& Rulebook::packs() const {
  return state_->rules.packs;
}
const std::string& Rulebook::version() const {
  return state_->rules.version;
}
const std::string& Rulebook::jurisdiction() const {
  return state_->rules.packs.back().jurisdiction;
}
const std::vector<Register>& Rulebook::registers() const {
  return state_->rules.registers;
}

const Register* Rulebook::find_register(std::string_view id) const {
  const auto found = state_->rules.register_index.find(id);
  return found == state_->rules.register_index.end() ? nullptr
                                                     : &state_->rules.registers[found->second];
}

std::vector<std::string> Rulebook::parameters() const {
  std::vector<std::string> out;
  for (const auto& [id, layers] : state_->rules.parameters)
    out.push_back(id);
  std::sort(out.begin(), out.end());
  return out;
}

const Parameter* Rulebook::find_parameter(std::string_view id) const {
  const auto found = state_->rules.parameters.find(id);
  return found == state_->rules.parameters.end() ? nullptr : found->second.front().value;
}

InForce Rulebook::parameter(std::string_view id, Date day) const {
  return in_force(state_->rules, id, day);
}

const expression::ParameterType* Rulebook::parameter_type(std::string_view id) const {
  const auto found = state_->rules.types->find(id);
  return found == state_->rules.types->end() ? nullptr : &found->second;
}

expression::Value Rulebook::parameter_value(std::string_view id, Date day) const {
  const auto* type = parameter_type(id);
  const auto held = parameter(id, day);
  return type == nullptr || held.value == nullptr ? expression::Value{}
                                                  : value_of(*held.value, *type);
}

const Law* Rulebook::find_law(std::string_view id) const {
  const auto found = state_->rules.laws.find(id);
  return found == state_->rules.laws.end() ? nullptr : &found->second;
}

std::string Rulebook::words(const Citation& citation) const {
  if (citation.law.empty()) return {};
  const Law* law = find_law(citation.law);
  if (law == nullptr) return citation.law + "#" + citation.article;
  const std::string_view article = citation.article;
  const auto digits = std::min(article.find_first_not_of("0123456789"), article.size());
  std::string out = law->title.starts_with("《") ? law->title : "《" + law->title + "》";
  if (digits == 0) return out + "“" + citation.article + "”";
  // 26 and 26之一; 26(3) is its third paragraph.
  return out + "第" + std::string(article.substr(0, digits)) + "条" +
         std::string(article.substr(digits));
}

const std::vector<Role>& Rulebook::roles() const {
  return state_->rules.roles;
}
const Role* Rulebook::find_role(std::string_view id) const {
  return find(state_->rules.roles, id);
}
const std::vector<Measure>& Rulebook::measures() const {
  return state_->rules.measures;
}
const Measure* Rulebook::find_measure(std::string_view id) const {
  return find(state_->rules.measures, id);
}
const std::vector<Indicator>& Rulebook::indicators() const {
  return state_->rules.indicators;
}
const Indicator* Rulebook::find_indicator(std::string_view id) const {
  return find(state_->rules.indicators, id);
}
const std::vector<Edition>& Rulebook::editions() const {
  return state_->rules.editions;
}
const Edition* Rulebook::find_edition(std::string_view id) const {
  return find(state_->rules.editions, id);
}
const std::vector<ReportTemplate>& Rulebook::report_templates() const {
  return state_->rules.report_templates;
}
const ReportTemplate* Rulebook::find_report_template(std::string_view id) const {
  return find(state_->rules.report_templates, id);
}
const std::vector<Obligation>& Rulebook::obligations() const {
  return state_->rules.obligations;
}

const calendar::Calendar& Rulebook::calendar() const {
  return state_->rules.calendar;
}

base::Result<std::shared_ptr<const Rulebook>> Rulebook::with(std::string_view parameter_id,
                                                             const base::Decimal& value,
                                                             std::string_view unit) const {
  const auto& rules = state_->rules;
  const auto known = rules.parameters.find(parameter_id);
  if (known == rules.parameters.end())
    return base::fail(base::ErrorKind::NotFound, "pack.unknown_parameter",
                      {{"name", std::string(parameter_id)},
                       {"suggestion", nearest(parameter_id, names_of(rules.parameters))}});
  if (!unit_kind(unit))
    return base::fail(base::ErrorKind::InvalidInput, "pack.unknown_unit",
                      {{"name", std::string(unit)}, {"suggestion", nearest(unit, unit_names())}});
  const bool law = std::any_of(known->second.begin(), known->second.end(), [](const auto& layer) {
    return makes_breach(layer.value->binding);
  });
  auto read = rules.read;
  for (auto& pack : read)
    for (auto& parameter : pack.parameters) {
      if (parameter.value.id != parameter_id) continue;
      if (law && !makes_breach(parameter.value.binding)) continue;
      for (auto& dated : parameter.value.values) {
        dated.value = value;
        dated.unit = unit;
        if (const auto wanted = misfit(dated, parameter.value.op); !wanted.empty())
          return base::fail(
              base::ErrorKind::InvalidInput, "pack.bad_value",
              {{"key", "value"}, {"value", base::to_string(value)}, {"wanted", wanted}});
      }
    }
  Faults faults = state_->files.without_any();
  std::shared_ptr<Rulebook> book(new Rulebook());
  book->state_->rules = link(std::move(read), faults);
  book->state_->files = state_->files;
  // A supposition may be looser than the law, that is what it asks; everything else is a fault.
  for (const auto& fault : faults.sorted())
    if (fault.severity == Severity::Error && fault.error.id != "pack.loosened" &&
        fault.error.id != "pack.not_comparable")
      return base::Unexpected{fault.error};
  book->state_->rules.version = rules.version + "~" + std::string(parameter_id) + "=" +
                                base::to_string(value) + " " + std::string(unit);
  return std::shared_ptr<const Rulebook>(std::move(book));
}

std::string Rulebook::explain(std::string_view id, Date day) const {
  if (const auto* declared = find_register(id)) return explain_register(*this, *declared, day);
  if (const auto* indicator = find_indicator(id)) return explain_indicator(*this, *indicator, day);
  const auto* measure = find_measure(id);
  return measure == nullptr ? std::string() : explain_measure(*this, *measure);
}

const Field* Register::field(std::string_view field_id) const {
  return find(fields, field_id);
}
const State* Register::state(std::string_view state_id) const {
  return find(states, state_id);
}
const Step* Register::step(std::string_view step_id) const {
  return find(steps, step_id);
}
const Clock* Register::clock(std::string_view clock_id) const {
  return find(clocks, clock_id);
}

std::string_view name_of(Binding binding) {
  return name_in(ast::kBindings, binding);
}
std::string_view name_of(Operator op) {
  return name_in(ast::kOperators, op);
}
std::string_view name_of(FieldType type) {
  return name_in(ast::kFieldTypes, type);
}
std::string_view name_of(Layer layer) {
  return name_in(ast::kLayers, layer);
}
std::string_view name_of(Reach reach) {
  return name_in(ast::kReaches, reach);
}
std::string_view name_of(Right right) {
  return name_in(ast::kRights, right);
}

} // namespace plumb::pack
