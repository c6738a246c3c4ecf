// SPDX-License-Identifier: Apache-2.0
/// A chain of packs as read → rules. Everything that needs more than one file is checked here, in
/// this order: the chain itself, laws, parameters, roles, registers (merged over the layers, then
/// checked, then built with their expressions, then held against each other), obligations,
/// measures, indicators, editions, reports, calendars, scenarios.
#pragma once

#include "ast.hpp"

#include <plumb/pack/editions.hpp>
#include <plumb/pack/measures.hpp>
#include <plumb/pack/report_templates.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace plumb::pack {

struct Hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};
template <class T> using ByName = std::unordered_map<std::string, T, Hash, std::equal_to<>>;

/// The names of a map, for suggestions.
template <class Map> std::vector<std::string_view> names_of(const Map& map) {
  std::vector<std::string_view> out;
  for (const auto& [name, value] : map)
    out.push_back(name);
  return out;
}

using Types = ByName<expression::ParameterType>;

/// One layer's say on a parameter.
struct LayeredParameter {
  std::size_t pack = 0;
  const Parameter* value = nullptr;
};

struct Linked {
  std::vector<ast::Pack> read; ///< kept for `with`
  std::vector<Pack> packs;
  std::string version;
  std::vector<Role> roles; ///< empty: packs from before roles, with five fixed names
  std::vector<Obligation> obligations;
  std::vector<Measure> measures;
  std::vector<Indicator> indicators;
  std::vector<Edition> editions;
  std::vector<ReportTemplate> report_templates;
  std::vector<Register> registers;
  ByName<std::size_t> register_index;
  ByName<std::vector<LayeredParameter>> parameters; ///< uppermost layer first
  ByName<Law> laws;
  std::shared_ptr<Types> types = std::make_shared<Types>();
  calendar::Calendar calendar;
};

/// `read` is national first.
[[nodiscard]] Linked link(std::vector<ast::Pack> read, Faults& faults);

// The parts, each in a file of its own.
void check_chain(const std::vector<ast::Pack>& packs, Faults& faults);
void link_laws(Linked& rules, Faults& faults);
void link_parameters(Linked& rules, Faults& faults);
void link_roles(Linked& rules, Faults& faults);
void link_registers(Linked& rules, Faults& faults);
void link_obligations(Linked& rules, Faults& faults);
void link_measures(Linked& rules, Faults& faults);
void link_indicators(Linked& rules, Faults& faults);
void link_editions(Linked& rules, Faults& faults);
void link_report_templates(Linked& rules, Faults& faults);
void check_scenarios(const Linked& rules, Faults& faults);

/// pack.bad_citation{cite}, pack.unknown_law{name}, pack.unknown_article{law,article}.
[[nodiscard]] Citation resolve(const Word& cite, const ByName<Law>& laws, Faults& faults);
/// pack.unknown_parameter{name}; true where it is known.
bool check_parameter(const Word& id, const Linked& rules, Faults& faults);

/// Registers with the additions of lower layers put in; `packs` tells which layer each part is
/// from.
[[nodiscard]] std::vector<ast::Register> merge_registers(const std::vector<ast::Pack>& packs,
                                                         Faults& faults);
/// Names, reachability, clocks: all that needs no expression.
void check_register(const ast::Register& merged, const Linked& rules,
                    const ByName<std::size_t>& registers, Faults& faults);
/// What steps do to other records, whose units take part, keys and files: all that needs more than
/// one register, or the types of fields. After all registers are built.
void check_links(const std::vector<ast::Register>& merged, const Linked& rules, Faults& faults);
void check_obligation(const ast::Obligation& read, const Linked& rules, Faults& faults);
/// A checked expression; none where it is empty or wrong, which is told.
[[nodiscard]] std::optional<expression::Program> parse_expression(const yaml::Passage& source,
                                                                  const expression::Scope& scope,
                                                                  expression::Type wanted,
                                                                  Faults& faults);

// What a word names; what is unknown is told with the nearest name, an empty word is not.
[[nodiscard]] const Register* known_register(const Word& name, const Linked& rules, Faults& faults);
[[nodiscard]] const Step* known_step(const Word& name, const Register& declared, Faults& faults);
[[nodiscard]] const Field* known_field(const Word& name, const std::vector<Field>& fields,
                                       Faults& faults);
/// pack.unknown_measure{name}, pack.unknown_indicator{name}.
[[nodiscard]] const Measure* known_measure(const Word& name, const Linked& rules, Faults& faults);
[[nodiscard]] const Indicator* known_indicator(const Word& name, const Linked& rules,
                                               Faults& faults);
void wrong_type(const Word& name, const Field& field, std::string wanted, Faults& faults);
/// pack.unknown_unit_kind{name}.
void check_unit_kinds(const std::vector<Word>& kinds, Faults& faults);
/// pack.usage_measured{what}: how often the program is used never is a measure or an item.
void refuse_usage(const Word& words, Faults& faults);
/// pack.duplicate_id{what,id} where the id is there already.
void add_unique(std::vector<std::string>& ids, const Word& id, std::string_view what,
                Faults& faults);

/// Roles that steps and clocks may name.
[[nodiscard]] std::vector<std::string_view> role_names(const Linked& rules);

/// What holds for a parameter on a day, of its layers.
[[nodiscard]] InForce in_force(const Linked& rules, std::string_view id, Date day);

} // namespace plumb::pack
