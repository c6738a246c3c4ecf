// SPDX-License-Identifier: Apache-2.0
/// Law as data: folders of YAML → checked, immutable rules. A pack is one layer (national,
/// province, city, county) with its law, dated parameters, registers, holidays and scenarios; a
/// rulebook is a chain of layers merged for one government, in which a lower layer may tighten and
/// add, never loosen. Language: docs/reference/pack_language.md. Knows no single law itself.
#pragma once

#include <plumb/base/date.hpp>
#include <plumb/base/decimal.hpp>
#include <plumb/base/error.hpp>
#include <plumb/base/result.hpp>
#include <plumb/calendar/calendar.hpp>
#include <plumb/calendar/period.hpp>
#include <plumb/expression/expression.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace plumb::pack {

using base::Date;

// --- what a pack says ---

/// `law#article`, e.g. `decision_regulation#26`.
struct Citation {
  std::string law;     ///< id of a Law
  std::string article; ///< as the law counts them: 26, or a heading where it has no articles
  friend bool operator==(const Citation&, const Citation&) = default;
};

struct Law {
  std::string id, title, number; ///< number: 国务院令第713号
  std::string level; ///< law, admin_regulation, party_regulation, judicial_interpretation,
                     ///< state_council_doc, dept_rule, local_rule, plan
  std::optional<Date> in_force_from, in_force_until;
  std::map<std::string, std::string, std::less<>> articles; ///< article → its gist in our own words
};

enum class Binding { Statutory, PartyRule, Policy, LocalRule, LocalTarget, Practice };
/// Only these make a breach; a local target makes a missed target, practice nothing.
[[nodiscard]] constexpr bool makes_breach(Binding binding) {
  return binding <= Binding::LocalRule;
}
enum class Operator { Max, Min, Before, By, Eq, Range, Require, Forbid };

/// A value with the days it is in force, half-open, and where it stands written.
struct DatedValue {
  Date in_force_from;
  std::optional<Date> in_force_until = {};
  /// true/false, a number, or text (annual_date `MM-DD`, date, a list `3;5;7`, a range `1..3`).
  std::variant<bool, base::Decimal, std::string> value;
  /// working_day, calendar_day, week, month, year, hour, percent, count, person, CNY, boolean,
  /// annual_date, date, …
  std::string unit;
  Citation cite;
  bool verified = true;
  std::string note;
  /// Where unit is one of a period's.
  [[nodiscard]] std::optional<calendar::Period> period(Operator op) const;
};

struct Parameter {
  std::string id, title;
  std::string register_id; ///< the subject it belongs to; may be a register that no pack declares
  std::string kind;        ///< deadline, min_period, lead_time, ratio, obligation, …
  Operator op = Operator::Max;
  Binding binding = Binding::Statutory;
  std::string start, end, extension, consequence; ///< in words
  std::vector<DatedValue> values; ///< ascending, no overlap; gaps mean "not in force"
  [[nodiscard]] const DatedValue* on(Date day) const;
};

enum class FieldType {
  Text,
  LongText,
  Integer,
  Decimal,
  CivilDate,
  Flag,
  Choice,
  Choices,
  Unit,
  Units,
  Record,
  File,
  Files,
  Rows ///< a list of rows of `columns`, e.g. opinions received
};
struct Choice {
  std::string id, title;
};
struct Field {
  std::string id, title, hint;
  FieldType type = FieldType::Text;
  std::vector<Choice> choices = {};
  int scale = 0; ///< Decimal: digits after the point
  std::optional<std::int64_t> minimum = {},
                              maximum = {}; ///< Integer and Decimal (in units of scale)
  int length_max = 0;                       ///< Text; 0: 500 for Text, 20000 for LongText
  std::string of = {};                      ///< Record: the register it points into
  std::vector<Field> columns = {};          ///< Rows
  /// Personal data: kept apart, erasable; shown masked by this rule (name, phone, id_number,
  /// address, all) to those without the right.
  bool personal = false;
  std::string mask = {};
  bool indexed = false; ///< lists can be filtered by it
  /// A column of Rows: expressions see `<rows>.<column>.filled` (how many rows have it), and of a
  /// flag also `.yes` (how many say yes) and `.last` (what the last row says).
  bool counted = false;
};

struct State {
  std::string id, title;
  bool final = false;
  /// Nothing more is expected of the unit that has the record (final ones always are): what
  /// `children.<register>.done` of the record that it belongs to counts.
  bool done = false;
  std::string stage = {}; ///< heading under which the page shows it together with its neighbours
};

/// What must be true before a step.
struct Gate {
  std::string id, title;
  expression::Program require;
  std::optional<expression::Program> when; ///< only where this holds
  /// The gate exists while this parameter is in force (empty: always), and cites it.
  std::string parameter;
  Citation cite;      ///< of the gate itself, or of the parameter's value on the day
  std::string advice; ///< what to do instead, in plain words
  Binding binding = Binding::Statutory;
};

/// Records that a step opens beside its own, each by an opening step of its register. One for each
/// value of `for_each`, for each record that `where` finds in `of`, or just one where both are
/// empty; never twice for the same value. Whoever carries the step out opens them.
struct Spawn {
  std::string register_id, step;
  std::string for_each = {}; ///< unit, units, record or rows field of this record
  std::string of = {};       ///< register whose records are gone through
  std::optional<expression::Program> where = {}; ///< over `of`
  std::string link = {}; ///< record field of the opened record that points back here
  /// Field of the opened record → where its value comes from: a field of this record, `each`,
  /// `each.<column or field>`, `record_id`, `on` (day of the step), or a text in single quotes.
  std::vector<std::pair<std::string, std::string>> fields = {};
};
/// A step that is then taken on every record that this one opened and that is not final.
struct Carry {
  std::string register_id, step;
};
/// A number given without holes: the smallest that is free in its series and year.
struct Numbering {
  std::string field;   ///< text field that receives it
  std::string series;  ///< text or choice field that names the series (机关代字)
  std::string pattern; ///< {series} {year} {number}, e.g. "{series}〔{year}〕{number}号"
};
/// Records drawn by lot from a pool, so that anybody can draw again and check: ticket =
/// SM3(seed ‖ record_id) in hex, ascending.
struct Draw {
  std::string register_id;
  std::optional<expression::Program> where = {}; ///< over the pool's records
  /// Pool field → field of this record that it must equal (or, excluded, must not equal).
  std::vector<std::pair<std::string, std::string>> match = {}, exclude = {};
  std::string count;   ///< integer field of this record
  std::string into;    ///< rows field; columns `record` (of the pool), `name`, `ticket`
  std::string receipt; ///< long text field: JSON {seed, candidates: [id…], sm3 of them}
};

struct Step {
  std::string id, title, hint;
  bool opens = false;                 ///< begins a record
  std::vector<std::string> from = {}; ///< states; empty: every state that is not final
  std::string to = {};                ///< empty: the state stays
  std::vector<std::string> by = {};   ///< roles that may; empty: everybody of the unit
  std::vector<std::string> required = {}, optional = {}; ///< fields asked for with this step
  std::vector<std::string> needs = {}; ///< fields that must be filled by now, whenever it was
  std::vector<Gate> gates = {};
  std::vector<std::string> after = {}; ///< clocks whose minimum must be over
  std::vector<std::string> starts = {}, stops = {}, pauses = {}, resumes = {}, restarts = {},
                           extends = {};
  bool repeatable = false;
  /// The legal day can be another than today: the step asks for "when it happened" (default yes).
  bool dated = true;
  std::string publishes = {}; ///< a disclosure that this step makes due, in words
  /// Unit, units or `rows.column` fields: of roles that are bound to their unit only those whose
  /// unit stands there may take it; empty: every party of the record.
  std::vector<std::string> acts = {};
  std::vector<Spawn> spawns = {};
  std::vector<Carry> carries = {};
  std::vector<Numbering> assigns = {};
  std::optional<Draw> draws = {};
  bool aside = false; ///< possible, but nobody waits for it: not in anybody's list of work
  /// Some of its fields are computed by the program (scores, frozen figures): people take it
  /// through the operation made for it, never through the form of steps.
  bool computed = false;
};

struct Clock {
  std::string id, title;
  std::string minimum = {}, maximum = {};       ///< parameter ids; one of them or both
  std::optional<expression::Program> when = {}; ///< the clock runs only where this holds
  /// Counting back from a date field instead of from a step (a lead time): field id.
  std::string before_field = {};
  /// Its last day is what this date field says (and moves with it); no parameter then.
  std::string until_field = {};
  Binding binding = Binding::LocalTarget; ///< with until_field
  Citation cite = {};                     ///< with until_field; may be empty
  std::string extension = {};             ///< parameter id: by how much
  int extensions_max = 1;
  std::vector<std::string> extension_by = {}; ///< roles
  /// When the maximum passes without the stopping step, this step is taken by law.
  std::string deems = {};
  int warn_days = 3; ///< working days before the end in which it is shown as near
};

/// A part of a record's file (一案一档), in the order of the archive.
struct DossierPart {
  std::string title;
  std::vector<std::string> fields = {}, steps = {};
  std::optional<expression::Program> required =
      {};                ///< missing only where this holds; empty: always
  bool optional = false; ///< never missing
};

struct Register {
  std::string id, title, gist;
  std::string title_field; ///< what a record is called in lists
  std::vector<Field> fields;
  std::vector<State> states;
  std::vector<Step> steps;
  std::vector<Clock> clocks;
  std::vector<std::string> list; ///< names shown as columns of a list, in order
  /// Unit, units or `rows.column` fields whose units take part in the record, beside the one that
  /// it belongs to; they see it. Not declared: every unit and units field.
  std::vector<std::string> parties;
  /// Everybody who is signed in sees its records: lists that all need, such as who may issue.
  bool everyone = false;
  std::vector<std::string> key; ///< fields that together tell one record from another on import
  std::vector<DossierPart> dossier;
  int retention_years = 0; ///< 0: for ever
  expression::Scope scope; ///< everything that its expressions can name (scope_of)

  [[nodiscard]] const Field* field(std::string_view field_id) const;
  [[nodiscard]] const State* state(std::string_view state_id) const;
  [[nodiscard]] const Step* step(std::string_view step_id) const;
  [[nodiscard]] const Clock* clock(std::string_view clock_id) const;
};

/// The columns of a register's table and the names of its expressions, always in this order:
///   record_id, state (Text); opened_on, today (Date; `today` is the day of the step or query and
///   becomes a value in SQL, not a column: its `column` is empty); each field (Rows and Files: only
///   `<field>.count` as Number); for each step `steps.<id>.done` (Flag), `.on` (Date, the newest),
///   `.count`; for each clock `clocks.<id>.running` (Flag), `.started_on`, `.earliest_on` (last day
///   of the minimum), `.due_on`, `.target_on` (a stricter local target), `.stopped_on` (Date),
///   `.extended` (Number); for each counted column `<rows>.<column>.filled` (Number), of a flag
///   `.yes` (Number) and `.last` (Flag); for each register that its steps spawn
///   `children.<register>.count` and `.done` (Number). SQL columns: dots become underscores,
///   `steps`→`step`, `clocks`→`clock`.
[[nodiscard]] std::vector<expression::Column> scope_of(const Register& declared);

/// Whose records a role sees and acts on.
enum class Reach { All, UnitAndBelow, Unit, None };
/// What a role may beside the steps that name it.
enum class Right {
  Plans,        ///< imports plans, reviews and approves tasks, links them
  Correct,      ///< corrects records and takes newest steps back
  Move,         ///< moves records to newer rules
  Personal,     ///< looks at personal data (each look is recorded)
  Erase,        ///< erases personal data
  Organisation, ///< changes the organisation
  Accounts,     ///< makes accounts, gives roles, hands out one-time codes
  Calendar,     ///< records notices
  WhatIf,       ///< asks what other rules would have come to, over all records
  Journal,      ///< reads the journal's entries
  Targets,      ///< matches targets of plans and last year's figures to indicators
  Assess,       ///< opens rounds of assessment and settles them
  Reports       ///< begins reports, merges parts, signs where the step lets it
};
struct Role {
  std::string id, title, gist;
  Reach reach = Reach::Unit;
  std::vector<Right> rights = {};
};

/// A duty that comes again: dated occurrences, each a record that an opening step begins.
struct Obligation {
  std::string id, title;
  std::string register_id, step;
  Citation cite = {};
  Binding binding = Binding::Policy;
  // Who has it: units of these kinds, these units, or the units of `for_each` of records …
  std::vector<std::string> unit_kinds = {}, units = {};
  std::string of = {};       ///< register whose records carry it
  std::string for_each = {}; ///< of its fields: unit or units; empty: once for the record
  std::optional<expression::Program> where = {}; ///< over `of`; those that are final never do
  /// Rows field of `of` that holds RFC 5545 rules in this column, `rows.column`; empty: `every`.
  std::string schedule = {};
  enum class Every { Month, Quarter, HalfYear, Year };
  Every every = Every::Month;
  /// Last day within the period: day of month (1–31, a month without it ends earlier), for a year
  /// MM-DD. 0 and empty: the period's last day.
  int due_day = 0;
  std::string due_date = {};
  int due_months_after = 0; ///< the day lies so many months behind the period (yearly report: 1–3)
  int lead_days = 0; ///< opened so many days before the last day; 0: on the period's first day
  std::vector<std::pair<std::string, std::string>> fields =
      {}; ///< as Spawn; also `period`, `due_on`
  Date in_force_from{};
  std::optional<Date> in_force_until = {};
};

enum class Layer { National, Province, City, County };

struct Pack {
  std::string id, title, version; ///< SemVer
  Layer layer = Layer::National;
  std::string jurisdiction;         ///< CN, CN-NX, …
  std::vector<std::string> extends; ///< ids of the packs above, nearest first
  Date in_force_from;
  std::optional<Date> in_force_until;
  std::vector<Law> laws;
  std::vector<Parameter> parameters;
  std::vector<calendar::Notice> notices;
  std::vector<Role> roles;
  std::vector<Obligation> obligations;
};

// --- reading ---

struct SourceFile {
  std::string path; ///< relative to the pack's folder
  std::string bytes;
};
/// The files of one pack, ascending by path. One text for one content: what is stored and hashed.
struct Source {
  std::vector<SourceFile> files;
  /// Where it was read from; not part of the content.
  std::string folder = {};
  [[nodiscard]] std::string sm3() const;
  [[nodiscard]] std::string archive() const; ///< canonical bytes; read_archive is the inverse
};
/// pack.unreadable{path,reason}, pack.too_large{path}: *.yaml and *.md below `folder`.
[[nodiscard]] base::Result<Source> read_folder(const std::string& folder);
[[nodiscard]] base::Result<Source> read_archive(std::string_view bytes);
/// Every folder below `root` that has a pack.yaml, ascending by path.
[[nodiscard]] base::Result<std::vector<std::string>> find_packs(const std::string& root);

/// The sources that apply together, national first, chosen from the packs below `root`: `wanted` is
/// a pack's id (it and everything that it extends), or a jurisdiction such as `CN-NX` (every pack
/// of it and of those above it). pack.unknown_pack{name,suggestion}, pack.duplicate_pack{id},
/// pack.extends_itself{id}, and what read_folder tells.
[[nodiscard]] base::Result<std::vector<Source>> chain(const std::string& root,
                                                      std::string_view wanted);
/// The pack in `folder` behind everything that it extends; those lie beside it, or beside the
/// folder that it lies in. What is not found is told by Rulebook::load.
[[nodiscard]] base::Result<std::vector<Source>> chain_of_folder(const std::string& folder);
/// The notices of a folder of calendar files (`<pack>/calendar`), of a pack or of a folder of
/// packs; faults as in packs, the first of which fails it.
[[nodiscard]] base::Result<calendar::Calendar> load_calendar(const std::string& folder);

enum class Severity { Error, Warning };
/// One fault of a pack: what (stable id and arguments), where, and what to do.
struct Diagnostic {
  Severity severity = Severity::Error;
  base::Error error; ///< pack.unknown_key{key}, pack.duplicate_key, pack.missing_key{key},
                     ///< pack.bad_value{…}, pack.loosened{…}, pack.unknown_step{…}, …
  std::string file;
  int line = 0, column = 0; ///< from 1; columns count characters
  std::string suggestion;   ///< e.g. the nearest existing name; may be empty
  int source = 0;           ///< index of the pack among the sources
};

// --- names, as packs write them ---

[[nodiscard]] std::string_view name_of(Binding binding);
[[nodiscard]] std::string_view name_of(Operator op);
[[nodiscard]] std::string_view name_of(FieldType type);
[[nodiscard]] std::string_view name_of(Layer layer);
[[nodiscard]] std::string_view name_of(Reach reach);
[[nodiscard]] std::string_view name_of(Right right);
/// 7个工作日, 30日, 3月1日, 90%, 是
[[nodiscard]] std::string in_words(const DatedValue& value);
/// A value as expressions see it: numbers with the type's scale, a flag, a date; everything else
/// (annual_date, lists, ranges) as its text.
[[nodiscard]] expression::Value value_of(const DatedValue& value, expression::ParameterType type);

// --- rules that apply to one government ---

/// A parameter's value on a day, over all layers.
struct InForce {
  const Parameter* parameter = nullptr;
  const DatedValue* value =
      nullptr;         ///< the strictest that makes a breach; null where none is in force
  std::string pack_id; ///< the layer it comes from
  const Parameter* target_parameter = nullptr;
  const DatedValue* target = nullptr; ///< a stricter local target beside it; null where none
  std::string target_pack_id;
};

struct Measure;        // measures.hpp
struct Indicator;      // measures.hpp
struct Edition;        // editions.hpp
struct ReportTemplate; // report_templates.hpp

/// A chain of packs merged; immutable and thread-safe. Pointers into it live as long as it.
class Rulebook {
public:
  /// Checks everything and goes on after a fault, so that `faults` holds all of them; a value comes
  /// back only where no fault is an error. `sources`: national first.
  [[nodiscard]] static std::shared_ptr<const Rulebook> load(const std::vector<Source>& sources,
                                                            std::vector<Diagnostic>& faults);

  [[nodiscard]] const std::vector<Pack>& packs() const;
  /// `national@1.0.0+county@2.1.0`: names exactly what is loaded.
  [[nodiscard]] const std::string& version() const;
  [[nodiscard]] const std::string& jurisdiction() const; ///< of the lowest layer
  [[nodiscard]] const std::vector<Register>& registers() const;
  [[nodiscard]] const Register* find_register(std::string_view id) const;
  [[nodiscard]] std::vector<std::string> parameters() const; ///< ids, ascending
  [[nodiscard]] const Parameter*
  find_parameter(std::string_view id) const; ///< of the uppermost layer that has it
  [[nodiscard]] InForce parameter(std::string_view id, Date day) const;
  /// What `parameter('id')` is in expressions; null for an unknown one.
  [[nodiscard]] const expression::ParameterType* parameter_type(std::string_view id) const;
  /// Its law value on that day as expressions see it; empty where none is in force.
  [[nodiscard]] expression::Value parameter_value(std::string_view id, Date day) const;
  [[nodiscard]] const Law* find_law(std::string_view id) const;
  [[nodiscard]] const std::vector<Role>& roles() const; ///< of all layers
  [[nodiscard]] const Role* find_role(std::string_view id) const;
  [[nodiscard]] const std::vector<Obligation>& obligations() const; ///< of all layers
  /// Of all layers, in the order of layers and files.
  [[nodiscard]] const std::vector<Measure>& measures() const;
  [[nodiscard]] const Measure* find_measure(std::string_view id) const;
  [[nodiscard]] const std::vector<Indicator>& indicators() const;
  [[nodiscard]] const Indicator* find_indicator(std::string_view id) const;
  [[nodiscard]] const std::vector<Edition>& editions() const;
  [[nodiscard]] const Edition* find_edition(std::string_view id) const;
  [[nodiscard]] const std::vector<ReportTemplate>& report_templates() const;
  [[nodiscard]] const ReportTemplate* find_report_template(std::string_view id) const;
  /// 《重大行政决策程序暂行条例》第26条
  [[nodiscard]] std::string words(const Citation& citation) const;
  [[nodiscard]] const calendar::Calendar& calendar() const; ///< the notices of all layers
  /// The same rules with one value replaced on all its days, for "what if"; the version tells it.
  /// pack.unknown_parameter{name,suggestion}, pack.bad_value{value,wanted},
  /// pack.unknown_unit{name}.
  [[nodiscard]] base::Result<std::shared_ptr<const Rulebook>>
  with(std::string_view parameter_id, const base::Decimal& value, std::string_view unit) const;
  /// A register in plain words (Markdown, Chinese): steps, gates, clocks with articles, on a day;
  /// or an indicator with its formula and targets, or a measure. Empty for an unknown id.
  [[nodiscard]] std::string explain(std::string_view id, Date day) const;

  ~Rulebook();

private:
  Rulebook();
  struct State;
  std::unique_ptr<State> state_;
};

/// One scenario as written; run by registers::run_scenario.
struct ScenarioStep {
  Date on;
  std::string step;
  std::string fields_json; ///< JSON object, canonical
  /// JSON object {register: {count, done}}: children as they would be; empty: none
  std::string children_json = {};
  std::string by; ///< role; empty: one that may
  std::string outside_reason;
  int line = 0;
};
struct Scenario {
  std::string name, file;
  int line = 0;
  std::vector<std::string> covers; ///< requirement ids and parameter ids
  // A parameter on a day …
  std::string parameter;
  std::optional<Date> on;
  // … or a period from a day …
  std::optional<Date> start, known_on;
  std::string jurisdiction;
  // … or the life of a record.
  std::string register_id;
  std::vector<ScenarioStep> given;
  std::optional<ScenarioStep> when;
  std::string then_json; ///< JSON object; keys as pack_language.md lists them
};
/// The scenarios of a pack's source; what cannot be read goes to `faults`.
[[nodiscard]] std::vector<Scenario> scenarios(const Source& source,
                                              std::vector<Diagnostic>& faults);

/// For each dated value the days on which a scenario must look at it (the day before each change
/// and the day of it), and which are missing among `scenarios`.
struct Uncovered {
  std::string parameter_id;
  Date day;
};
[[nodiscard]] std::vector<Uncovered> uncovered(const Pack& pack,
                                               const std::vector<Scenario>& scenarios);

/// A condition of a register in plain Chinese, with the titles of what it names.
[[nodiscard]] std::string in_words(const Rulebook& rules, const Register& declared,
                                   const expression::Program& condition);

} // namespace plumb::pack
