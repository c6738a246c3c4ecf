// SPDX-License-Identifier: Apache-2.0
/// The last stage: a merged and checked register gets its scope, and its expressions are parsed
/// against it. A register is checked as far as possible even where other parts of the pack failed.
/// All registers have their scope before any expression is read: a step may speak of the records of
/// another register, which may speak of this one.
#include "link.hpp"

#include <algorithm>
#include <set>

namespace plumb::pack {

std::optional<expression::Program> parse_expression(const yaml::Passage& source,
                                                    const expression::Scope& scope,
                                                    expression::Type wanted, Faults& faults) {
  if (source.empty()) return {};
  auto program = expression::Program::parse(source.word.text, scope, wanted);
  if (program) return *std::move(program);
  for (const auto& fault : program.error()) {
    std::string suggestion;
    base::Error error = fault.error;
    std::erase_if(error.args, [&](const auto& arg) {
      if (arg.first != "suggestion") return false;
      suggestion = arg.second;
      return true;
    });
    faults.add(Severity::Error, std::move(error), yaml::place_inside(source, fault.from),
               std::move(suggestion));
  }
  return {};
}

namespace {

using ast::List;
using expression::Column;
using expression::Type;

std::vector<std::string> texts(const std::vector<Word>& words) {
  std::vector<std::string> out;
  for (const auto& word : words)
    out.push_back(word.text);
  return out;
}

Citation citation_of(const Word& word) {
  const auto hash = word.text.find('#');
  if (hash == std::string::npos) return {};
  return {word.text.substr(0, hash), word.text.substr(hash + 1)};
}

std::optional<expression::Program> parse(const yaml::Passage& source,
                                         const expression::Scope& scope, Faults& faults) {
  return parse_expression(source, scope, Type::Flag, faults);
}

void build_gates(const ast::Step& from, const Linked& rules, const expression::Scope& scope,
                 Step& into, Faults& faults) {
  for (const auto& read : from.gates) {
    auto require = parse(read.require, scope, faults);
    auto when = parse(read.when, scope, faults);
    if (!require) continue;
    Binding binding = Binding::Statutory;
    const auto found = rules.parameters.find(read.parameter.text);
    if (found != rules.parameters.end()) binding = found->second.front().value->binding;
    into.gates.push_back({read.id.text, read.title, *std::move(require), std::move(when),
                          read.parameter.text, citation_of(read.cite), read.advice,
                          read.binding.value_or(binding)});
  }
}

/// Over the records of another register; an unknown one is told elsewhere.
std::optional<expression::Program> parse_over(const yaml::Passage& source, const Word& register_id,
                                              const Linked& rules, Faults& faults) {
  const auto found = rules.register_index.find(register_id.text);
  if (found == rules.register_index.end()) return {};
  return parse(source, rules.registers[found->second].scope, faults);
}

std::vector<std::pair<std::string, std::string>> texts(const std::vector<ast::Pair>& pairs) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& pair : pairs)
    out.emplace_back(pair.name.text, pair.value.text);
  return out;
}

void build_links(const ast::Step& from, const Linked& rules, Step& into, Faults& faults) {
  for (const auto& read : from.spawns)
    into.spawns.push_back({read.register_id.text, read.step.text, read.for_each.text, read.of.text,
                           parse_over(read.where, read.of, rules, faults), read.link.text,
                           texts(read.fields)});
  for (const auto& read : from.carries)
    into.carries.push_back({read.register_id.text, read.step.text});
  for (const auto& read : from.assigns)
    into.assigns.push_back({read.field.text, read.series.text, read.pattern.text});
  if (!from.draws) return;
  const auto& draw = *from.draws;
  into.draws = Draw{draw.register_id.text, parse_over(draw.where, draw.register_id, rules, faults),
                    texts(draw.match),     texts(draw.exclude),
                    draw.count.text,       draw.into.text,
                    draw.receipt.text};
}

Step build_step(const ast::Step& read, const Linked& rules, const expression::Scope& scope,
                Faults& faults) {
  Step out;
  out.id = read.id.text;
  out.title = read.title;
  out.hint = read.hint;
  out.opens = read.opens;
  out.from = texts(read[List::From]);
  out.to = read.to.text;
  out.by = texts(read[List::By]);
  out.required = texts(read[List::Required]);
  out.optional = texts(read[List::Optional]);
  out.needs = texts(read[List::Needs]);
  out.after = texts(read[List::After]);
  out.starts = texts(read[List::Starts]);
  out.stops = texts(read[List::Stops]);
  out.pauses = texts(read[List::Pauses]);
  out.resumes = texts(read[List::Resumes]);
  out.restarts = texts(read[List::Restarts]);
  out.extends = texts(read[List::Extends]);
  out.repeatable = read.repeatable;
  out.dated = read.dated;
  out.publishes = read.publishes;
  out.acts = texts(read.acts);
  out.aside = read.aside;
  out.computed = read.computed;
  build_gates(read, rules, scope, out, faults);
  build_links(read, rules, out, faults);
  return out;
}

Clock build_clock(const ast::Clock& read, const expression::Scope& scope, Faults& faults) {
  Clock out;
  out.id = read.id.text;
  out.title = read.title;
  out.minimum = read.minimum.text;
  out.maximum = read.maximum.text;
  out.when = parse(read.when, scope, faults);
  out.before_field = read.before_field.text;
  out.until_field = read.until_field.text;
  out.binding = read.binding;
  out.cite = citation_of(read.cite);
  out.extension = read.extension.text;
  out.extensions_max = read.extensions_max;
  out.extension_by = texts(read.extension_by);
  out.deems = read.deems.text;
  out.warn_days = read.warn_days;
  return out;
}

Field build_field(const ast::Field& read) {
  Field out = read.value;
  for (const auto& column : read.columns)
    out.columns.push_back(build_field(column));
  return out;
}

std::vector<std::string> ids(const std::vector<Choice>& choices) {
  std::vector<std::string> out;
  for (const auto& choice : choices)
    out.push_back(choice.id);
  return out;
}

Column column_of(const Field& field) {
  Column out{field.id, field.id, Type::Text, 0, {}};
  switch (field.type) {
  case FieldType::Integer:
  case FieldType::Decimal:
    out.type = Type::Number;
    out.scale = field.scale;
    break;
  case FieldType::CivilDate:
    out.type = Type::Date;
    break;
  case FieldType::Flag:
    out.type = Type::Flag;
    break;
  case FieldType::Choice:
    out.choices = ids(field.choices);
    break;
  case FieldType::Choices:
    out.type = Type::List;
    out.choices = ids(field.choices);
    break;
  case FieldType::Units:
    out.type = Type::List;
    break;
  case FieldType::Files:
  case FieldType::Rows:
    out = {field.id + ".count", field.id + "_count", Type::Number, 0, {}};
    break;
  default:
    break;
  }
  return out;
}

/// Two names of one register that would be one column of its table; names that lists show.
void check_names(const ast::Register& merged, const Register& built, Faults& faults) {
  // PostgreSQL has tables of at most 1600 columns; some are the program's own.
  constexpr std::size_t kColumnsMax = 1500;
  if (built.scope.columns.size() > kColumnsMax)
    faults.error("pack.too_many", {{"limit", std::to_string(kColumnsMax)}}, merged.id.at);
  constexpr std::size_t kColumnBytesMax = 63; // of a PostgreSQL name
  ByName<std::string> columns, names;
  for (const auto& column : built.scope.columns) {
    names.emplace(column.name, "");
    if (column.column.empty()) continue;
    if (column.column.size() > kColumnBytesMax)
      faults.error("pack.long_column",
                   {{"name", column.name}, {"limit", std::to_string(kColumnBytesMax)}},
                   merged.id.at);
    const auto [other, fresh] = columns.emplace(column.column, column.name);
    if (!fresh && other->second != column.name)
      faults.error("pack.column_clash", {{"name", column.name}, {"other", other->second}},
                   merged.id.at);
  }
  for (const auto& field : built.fields)
    names.emplace(field.id, "");
  for (const auto& shown : merged.list)
    if (!names.contains(shown.text))
      faults.error("pack.unknown_field", {{"name", shown.text}}, shown.at,
                   nearest(shown.text, names_of(names)));
}

void add_counted(const Register& declared, std::vector<Column>& into) {
  for (const auto& field : declared.fields)
    for (const auto& column : field.columns) {
      if (!column.counted) continue;
      const auto add = [&](std::string_view what, Type type) {
        into.push_back({field.id + "." + column.id + "." + std::string(what),
                        field.id + "_" + column.id + "_" + std::string(what),
                        type,
                        0,
                        {}});
      };
      add("filled", Type::Number);
      if (column.type != FieldType::Flag) continue;
      add("yes", Type::Number);
      add("last", Type::Flag);
    }
}

/// Of each register that a step opens records in, in the order of the steps.
void add_children(const Register& declared, std::vector<Column>& into) {
  std::set<std::string_view> seen;
  for (const auto& step : declared.steps)
    for (const auto& spawn : step.spawns) {
      if (!seen.insert(spawn.register_id).second) continue;
      for (const std::string_view what : {"count", "done"})
        into.push_back({"children." + spawn.register_id + "." + std::string(what),
                        "children_" + spawn.register_id + "_" + std::string(what),
                        Type::Number,
                        0,
                        {}});
    }
}

} // namespace

std::vector<Column> scope_of(const Register& declared) {
  std::vector<std::string> states;
  for (const auto& state : declared.states)
    states.push_back(state.id);
  std::vector<Column> out{{"record_id", "record_id", Type::Text, 0, {}},
                          {"state", "state", Type::Text, 0, std::move(states)},
                          {"opened_on", "opened_on", Type::Date, 0, {}},
                          {"today", "", Type::Date, 0, {}}};
  for (const auto& field : declared.fields)
    out.push_back(column_of(field));
  const auto add = [&](std::string_view group, const std::string& id, std::string_view what,
                       Type type) {
    std::string name(group), column(group);
    name += "s." + id + "." + std::string(what);
    column += "_" + id + "_" + std::string(what);
    out.push_back({std::move(name), std::move(column), type, 0, {}});
  };
  for (const auto& step : declared.steps) {
    add("step", step.id, "done", Type::Flag);
    add("step", step.id, "on", Type::Date);
    add("step", step.id, "count", Type::Number);
  }
  for (const auto& clock : declared.clocks) {
    add("clock", clock.id, "running", Type::Flag);
    for (const std::string_view day :
         {"started_on", "earliest_on", "due_on", "target_on", "stopped_on"})
      add("clock", clock.id, day, Type::Date);
    add("clock", clock.id, "extended", Type::Number);
  }
  add_counted(declared, out);
  add_children(declared, out);
  return out;
}

namespace {

/// Everything that other registers' expressions can name; no program yet.
Register declare(const ast::Register& merged, const Linked& rules) {
  Register out;
  out.id = merged.id.text;
  out.title = merged.title;
  out.gist = merged.gist;
  out.title_field = merged.title_field.text;
  out.retention_years = merged.retention_years;
  out.everyone = merged.everyone;
  out.list = texts(merged.list);
  out.parties = texts(merged.parties);
  out.key = texts(merged.key);
  for (const auto& field : merged.fields)
    out.fields.push_back(build_field(field));
  for (const auto& state : merged.states)
    out.states.push_back(state.value);
  // Of steps and clocks the scope needs ids and what they spawn; their expressions need the scope.
  Register names = out;
  for (const auto& read : merged.steps) {
    auto& step = names.steps.emplace_back();
    step.id = read.id.text;
    for (const auto& spawn : read.spawns)
      step.spawns.emplace_back().register_id = spawn.register_id.text;
  }
  for (const auto& clock : merged.clocks)
    names.clocks.emplace_back().id = clock.id.text;
  out.scope.columns = scope_of(names);
  out.scope.parameter = [types = rules.types](std::string_view id) {
    const auto found = types->find(id);
    return found == types->end() ? nullptr : &found->second;
  };
  return out;
}

/// The expressions of a declared register.
void complete(const ast::Register& merged, const Linked& rules, Register& into, Faults& faults) {
  for (const auto& step : merged.steps)
    into.steps.push_back(build_step(step, rules, into.scope, faults));
  for (const auto& clock : merged.clocks)
    into.clocks.push_back(build_clock(clock, into.scope, faults));
  for (const auto& part : merged.dossier)
    into.dossier.push_back({part.title.text, texts(part.fields), texts(part.steps),
                            parse(part.required, into.scope, faults), part.optional});
  check_names(merged, into, faults);
}

} // namespace

void link_registers(Linked& rules, Faults& faults) {
  const auto merged = merge_registers(rules.read, faults);
  for (const auto& read : merged)
    rules.register_index.emplace(read.id.text, rules.register_index.size());
  for (const auto& read : merged)
    rules.registers.push_back(declare(read, rules));
  for (std::size_t i = 0; i < merged.size(); ++i) {
    check_register(merged[i], rules, rules.register_index, faults);
    complete(merged[i], rules, rules.registers[i], faults);
  }
  check_links(merged, rules, faults);
}

void link_obligations(Linked& rules, Faults& faults) {
  for (std::size_t i = 0; i < rules.read.size(); ++i)
    for (const auto& read : rules.read[i].obligations) {
      const bool known =
          std::any_of(rules.obligations.begin(), rules.obligations.end(),
                      [&](const Obligation& other) { return other.id == read.id.text; });
      if (known && !read.id.empty())
        faults.error("pack.duplicate_id", {{"what", "obligation"}, {"id", read.id.text}},
                     read.id.at);
      Obligation out = read.value;
      out.cite = resolve(read.cite, rules.laws, faults);
      out.where = parse_over(read.where, read.of, rules, faults);
      check_obligation(read, rules, faults);
      rules.packs[i].obligations.push_back(out);
      rules.obligations.push_back(std::move(out));
    }
}

} // namespace plumb::pack
