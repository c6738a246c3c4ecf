// SPDX-License-Identifier: Apache-2.0
/// Measures of all layers: over which register, on which day, and nothing that depends on the day
/// of asking, on values of parameters, on personal data or on how the program is used.
#include "link.hpp"
#include "sources.hpp"

#include <algorithm>

namespace plumb::pack {
namespace {

using expression::Program;
using expression::Type;

bool in_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

/// Where the name stands, outside texts in quotes.
std::size_t find_name(std::string_view source, std::string_view name) {
  bool quoted = false;
  for (std::size_t at = 0; at < source.size(); ++at) {
    if (source[at] == '\'') quoted = !quoted;
    if (quoted || !source.substr(at).starts_with(name)) continue;
    const auto end = at + name.size();
    if ((at == 0 || !in_name(source[at - 1])) && (end == source.size() || !in_name(source[end])))
      return at;
  }
  return 0;
}

class MeasureLinker {
public:
  MeasureLinker(const ast::Measure& read, const Register& declared, Faults& faults)
      : read_(read), declared_(declared), faults_(faults) {}

  void complete(Measure& into) {
    into.where = parse(read_.where, Type::Flag);
    into.on = parse(read_.on, Type::Date);
    into.from = parse(read_.from, Type::Date);
    into.after = parse(read_.after, Type::Date);
    into.until = parse(read_.until, Type::Date);
    into.through = parse(read_.through, Type::Date);
    into.sum = parse(read_.sum, Type::Number);
    if (into.sum) refuse_repetitions(*into.sum);
    check_field(read_.unit_field, {FieldType::Unit, FieldType::Units}, "unit|units");
    check_field(read_.by, {FieldType::Text, FieldType::Choice}, "text|choice");
  }

private:
  std::optional<Program> parse(const yaml::Passage& source, Type wanted) {
    auto program = parse_expression(source, declared_.scope, wanted, faults_);
    if (!program) return program;
    for (const auto& name : program->names())
      check_name(source, name);
    for (const auto& id : program->parameters())
      faults_.error("pack.parameter_in_measure", {{"name", id}}, place(source, id));
    return program;
  }

  static Place place(const yaml::Passage& source, std::string_view name) {
    return yaml::place_inside(source, find_name(source.word.text, name));
  }

  void check_name(const yaml::Passage& source, const std::string& name) {
    if (name == "today") faults_.error("pack.today_in_measure", {}, place(source, name));
    const auto dot = name.find('.');
    const auto* field = declared_.field(name.substr(0, dot));
    if (field == nullptr) return;
    if (field->type == FieldType::Files)
      faults_.error("pack.usage_measured", {{"what", name}}, place(source, name));
    const auto rest = dot == std::string::npos ? std::string() : name.substr(dot + 1);
    const auto column =
        std::find_if(field->columns.begin(), field->columns.end(), [&](const Field& one) {
          return one.personal && rest.starts_with(one.id + ".");
        });
    if (field->personal || column != field->columns.end())
      faults_.error("pack.personal_source", {{"name", name}}, place(source, name));
  }

  /// How often a step was taken is how often somebody reported in the program.
  void refuse_repetitions(const Program& sum) {
    for (const auto& name : sum.names())
      if (name.starts_with("steps.") && name.ends_with(".count"))
        faults_.error("pack.usage_measured", {{"what", name}}, place(read_.sum, name));
  }

  void check_field(const Word& word, std::initializer_list<FieldType> types,
                   std::string_view wanted) {
    const auto* field = known_field(word, declared_.fields, faults_);
    if (field == nullptr) return;
    if (std::find(types.begin(), types.end(), field->type) == types.end())
      wrong_type(word, *field, std::string(wanted), faults_);
    if (field->personal) faults_.error("pack.personal_source", {{"name", word.text}}, word.at);
  }

  const ast::Measure& read_;
  const Register& declared_;
  Faults& faults_;
};

} // namespace

void link_measures(Linked& rules, Faults& faults) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < rules.read.size(); ++i)
    for (const auto& read : rules.read[i].measures) {
      add_unique(ids, read.id, "measure", faults);
      refuse_usage(read.title, faults);
      refuse_usage(read.gist, faults);
      Measure out = read.value;
      out.pack_id = rules.packs[i].id;
      if (const auto* declared = known_register(read.register_id, rules, faults))
        MeasureLinker(read, *declared, faults).complete(out);
      rules.measures.push_back(std::move(out));
    }
}

} // namespace plumb::pack
