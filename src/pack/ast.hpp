// SPDX-License-Identifier: Apache-2.0
/// What the files of one pack say, each thing with its place, before anything is looked up: names
/// are still words, expressions still text. `link` turns a chain of these into rules.
#pragma once

#include "keys.hpp"

#include <plumb/pack/editions.hpp>
#include <plumb/pack/measures.hpp>
#include <plumb/pack/report_templates.hpp>

#include <array>

namespace plumb::pack::ast {

struct Law {
  pack::Law value;
  Place at;
};

struct Value {
  Place at, value_at, unit_at;
  Word cite;
};
struct Parameter {
  pack::Parameter value;
  Place at;
  std::vector<Value> values; ///< beside value.values
};

struct Field {
  pack::Field value;
  Place at;
  Word of;
  std::vector<Field> columns;
};
struct State {
  pack::State value;
  Place at;
  int pack = 0; ///< which layer declares it
};
struct Gate {
  Word id, parameter, cite;
  std::string title, advice;
  yaml::Passage require, when;
  std::optional<Binding> binding;
};

/// The lists of names that a step holds, in the order of kLists.
enum class List {
  From,
  By,
  Required,
  Optional,
  Needs,
  After,
  Starts,
  Stops,
  Pauses,
  Resumes,
  Restarts,
  Extends
};
inline constexpr std::array<std::string_view, 12> kLists{
    "from",   "by",    "required", "optional", "needs",    "after",
    "starts", "stops", "pauses",   "resumes",  "restarts", "extends"};

/// `field: source` or `field: field` of a mapping.
struct Pair {
  Word name, value;
};
struct Spawn {
  Word register_id, step, for_each, of, link;
  yaml::Passage where;
  std::vector<Pair> fields;
  Place at;
  int pack = 0; ///< which layer declares it
};
struct Carry {
  Word register_id, step;
  int pack = 0; ///< which layer declares it
};
struct Numbering {
  Word field, series, pattern;
};
struct Draw {
  Word register_id;
  yaml::Passage where;
  std::vector<Pair> match, exclude;
  Word count, into, receipt;
};

struct Step {
  Word id, to;
  std::string title, hint, publishes;
  bool opens = false, repeatable = false, dated = true, aside = false, computed = false;
  std::array<std::vector<Word>, 12> lists;
  std::vector<Gate> gates;
  std::vector<Word> acts;
  std::vector<Spawn> spawns;
  std::vector<Carry> carries;
  std::vector<Numbering> assigns;
  std::optional<Draw> draws;
  int pack = 0; ///< which layer declares it
  [[nodiscard]] const std::vector<Word>& operator[](List which) const {
    return lists[static_cast<std::size_t>(which)];
  }
  [[nodiscard]] std::vector<Word>& operator[](List which) {
    return lists[static_cast<std::size_t>(which)];
  }
};
struct Clock {
  Word id, minimum, maximum, before_field, until_field, extension, deems, cite;
  std::string title;
  Binding binding = Binding::LocalTarget; ///< with until_field
  yaml::Passage when;
  std::vector<Word> extension_by;
  int extensions_max = 1, warn_days = 3;
  int pack = 0; ///< which layer declares it
};
struct DossierPart {
  Word title;
  std::vector<Word> fields, steps;
  yaml::Passage required;
  bool optional = false;
};
struct Register {
  Word id;
  bool addition = false; ///< extends_register
  std::string title, gist;
  Word title_field;
  int retention_years = 0;
  bool everyone = false;
  std::vector<Word> list;
  std::vector<Field> fields;
  std::vector<State> states;
  std::vector<Step> steps;
  std::vector<Step> additions; ///< add_to_steps: only what it may add
  std::vector<Clock> clocks;
  std::vector<Word> parties, key;
  std::vector<DossierPart> dossier;
};

struct Role {
  pack::Role value;
  Place at, reach_at;
  std::vector<Place> rights_at; ///< beside value.rights
};
struct Obligation {
  pack::Obligation value; ///< what needs no looking up
  Word id, register_id, step, cite, of, for_each, schedule;
  std::vector<Word> unit_kinds;
  yaml::Passage where;
  std::vector<Pair> fields;
};

// What is counted, assessed and reported: the public form without what needs looking up, and beside
// it the names that it uses, with their places.
struct Measure {
  pack::Measure value;
  Word id, title, gist, register_id, unit_field, by;
  yaml::Passage where, on, from, after, until, through, sum;
};
struct Target {
  pack::PackTarget value;
  Word id, parameter, cite;
  Word indicator; ///< of add_targets
  Place value_at;
  std::vector<Word> unit_kinds;
};
struct Indicator {
  pack::Indicator value;
  Word id, title, gist, measure, over, at_least_parameter, lacks, cite;
  std::vector<Word> aliases, over_units;
  std::vector<Target> targets;
};
/// Of one item, in the order of areas, objectives and items.
struct Item {
  Word id, title, standard, cite, indicator;
  Place marks_at;
  std::vector<Word> unit_kinds;
};
struct Edition {
  pack::Edition value;
  Word id, replaces, cite;
  std::vector<Word> unit_kinds, areas, objectives;
  std::vector<Item> items;
};
struct Annex {
  Word records;
  std::vector<Word> indicators;
};
struct ReportTemplate {
  pack::ReportTemplate value;
  Word id, cite;
  yaml::Passage heading;
  std::vector<Word> chapters;
  std::vector<yaml::Passage> texts; ///< beside chapters
  std::vector<Annex> annexes;
};

struct ScenarioStep {
  Word step, by;
  std::vector<Word> fields, children;
};
/// Beside the public Scenario: the names that it uses, with their places.
struct Scenario {
  pack::Scenario value;
  Place at;
  Word parameter, register_id;
  std::vector<ScenarioStep> steps; ///< given, then when
  std::vector<Word> covers;
  Word state;
  std::vector<Word> clocks, fields, refused, breaches;
};

struct Pack {
  pack::Pack value;
  Word id, jurisdiction;
  std::vector<Word> extends;
  std::vector<Law> laws;
  std::vector<Parameter> parameters;
  std::vector<Register> registers;
  std::vector<Role> roles;
  std::vector<Obligation> obligations;
  std::vector<Measure> measures;
  std::vector<Indicator> indicators;
  std::vector<Target> targets; ///< added to indicators of upper layers
  std::vector<Edition> editions;
  std::vector<ReportTemplate> report_templates;
  std::vector<Word> notice_ids;
  std::vector<Scenario> scenarios;
  bool complete = true; ///< every file could be read
};

// One reader for each kind of file; the root is a mapping.
void read_pack(const yaml::File& file, Faults& faults, Pack& into);
void read_laws(const yaml::File& file, Faults& faults, Pack& into);
void read_parameters(const yaml::File& file, Faults& faults, Pack& into);
void read_register(const yaml::File& file, Faults& faults, Pack& into);
void read_roles(const yaml::File& file, Faults& faults, Pack& into);
void read_obligations(const yaml::File& file, Faults& faults, Pack& into);
void read_measures(const yaml::File& file, Faults& faults, Pack& into);
void read_indicators(const yaml::File& file, Faults& faults, Pack& into);
void read_editions(const yaml::File& file, Faults& faults, Pack& into);
void read_reports(const yaml::File& file, Faults& faults, Pack& into);
void read_notices(const yaml::File& file, Faults& faults, Pack& into);
void read_scenarios(const yaml::File& file, Faults& faults, std::vector<Scenario>& into);

// What a step does to other records, and the parts of a register's file.
[[nodiscard]] std::vector<Pair> read_pairs(Keys& keys, std::string_view key);
/// spawns, carries, assigns and draws; an addition has no draws.
void read_links(Keys& keys, Step& into);
[[nodiscard]] std::vector<DossierPart> read_dossier(Keys& keys);

/// MM-DD that some year has.
[[nodiscard]] bool is_day_of_year(std::string_view text);
[[nodiscard]] std::vector<std::string> texts(const std::vector<Word>& words);

/// All files of a source, each by the folder it lies in. pack.unknown_folder{path},
/// pack.no_pack_file.
[[nodiscard]] Pack read(int number, const Source& source, Faults& faults);

// Names as packs write them.
extern const std::array<Name<Operator>, 8> kOperators;
extern const std::array<Name<Binding>, 6> kBindings;
extern const std::array<Name<Layer>, 4> kLayers;
extern const std::array<Name<FieldType>, 14> kFieldTypes;
extern const std::array<Name<Reach>, 4> kReaches;
extern const std::array<Name<Right>, 13> kRights;

} // namespace plumb::pack::ast
