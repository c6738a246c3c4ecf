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
};

struct State {
  std::string id, title;
  bool final = false;
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
};

struct Clock {
  std::string id, title;
  std::string minimum = {}, maximum = {};       ///< parameter ids; one of them or both
  std::optional<expression::Program> when = {}; ///< the clock runs only where this holds
  /// Counting back from a date field instead of from a step (a lead time): field id.
  std::string before_field = {};
  std::string extension = {}; ///< parameter id: by how much
  int extensions_max = 1;
  std::vector<std::string> extension_by = {}; ///< roles
  /// When the maximum passes without the stopping step, this step is taken by law.
  std::string deems = {};
  int warn_days = 3; ///< working days before the end in which it is shown as near
};

struct Register {
  std::string id, title, gist;
  std::string title_field; ///< what a record is called in lists
  std::vector<Field> fields;
  std::vector<State> states;
  std::vector<Step> steps;
  std::vector<Clock> clocks;
  std::vector<std::string> list; ///< names shown as columns of a list, in order
  int retention_years = 0;       ///< 0: for ever
  expression::Scope scope;       ///< everything that its expressions can name (scope_of)

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
///   `.extended` (Number). SQL columns: dots become underscores, `steps`→`step`, `clocks`→`clock`.
[[nodiscard]] std::vector<expression::Column> scope_of(const Register& declared);

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
  /// 《重大行政决策程序暂行条例》第26条
  [[nodiscard]] std::string words(const Citation& citation) const;
  [[nodiscard]] const calendar::Calendar& calendar() const; ///< the notices of all layers
  /// The same rules with one value replaced on all its days, for "what if"; the version tells it.
  /// pack.unknown_parameter{name,suggestion}, pack.bad_value{value,wanted},
  /// pack.unknown_unit{name}.
  [[nodiscard]] base::Result<std::shared_ptr<const Rulebook>>
  with(std::string_view parameter_id, const base::Decimal& value, std::string_view unit) const;
  /// A register in plain words (Markdown, Chinese): steps, gates, clocks with articles, on a day.
  [[nodiscard]] std::string explain(std::string_view register_id, Date day) const;

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
  std::string by;          ///< role; empty: one that may
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
