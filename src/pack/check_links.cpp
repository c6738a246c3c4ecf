// SPDX-License-Identifier: Apache-2.0
/// Registers against each other: what a step opens, ends, numbers and draws, whose units take part,
/// what tells records apart and what lies in their file.
#include "link.hpp"
#include "sources.hpp"

#include <algorithm>
#include <set>

namespace plumb::pack {
namespace {

using Names = std::vector<std::string_view>;

template <class T> Names ids(const std::vector<T>& all) {
  Names out;
  for (const auto& item : all)
    out.push_back(item.id);
  return out;
}

bool any_of(FieldType type, std::initializer_list<FieldType> types) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

/// What is kept apart and masked must not be needed by the program for other records.
void refuse_personal(const Word& name, const Field& field, Faults& faults) {
  if (field.personal) faults.error("pack.personal_source", {{"name", name.text}}, name.at);
}

/// The step if it begins records of the register.
const Step* opening_step(const Word& name, const Register& declared, Faults& faults) {
  const auto* step = known_step(name, declared, faults);
  if (step == nullptr || step->opens) return step;
  const auto other = std::find_if(declared.steps.begin(), declared.steps.end(),
                                  [](const Step& s) { return s.opens; });
  faults.error("pack.not_opening", {{"step", name.text}, {"register", declared.id}}, name.at,
               other == declared.steps.end() ? "" : other->id);
  return nullptr;
}

/// `field` or `rows.column`.
const Field* known_path(const Word& name, const Register& declared, Faults& faults) {
  const auto dot = name.text.find('.');
  if (dot == std::string::npos) return known_field(name, declared.fields, faults);
  const auto* rows = known_field({name.text.substr(0, dot), name.at}, declared.fields, faults);
  if (rows == nullptr) return nullptr;
  if (rows->type != FieldType::Rows) {
    wrong_type(name, *rows, "rows", faults);
    return nullptr;
  }
  return known_field({name.text.substr(dot + 1), name.at}, rows->columns, faults);
}

class Check {
public:
  Check(const std::vector<ast::Register>& all, std::size_t index, const Linked& rules,
        Faults& faults)
      : all_(all), merged_(all[index]), built_(rules.registers[index]), rules_(rules),
        faults_(faults) {}

  void run() {
    check_units(merged_.parties, "parties");
    check_key();
    check_dossier();
    for (const auto& step : merged_.steps) {
      check_acts(step);
      for (const auto& spawn : step.spawns)
        check_spawn(step, spawn);
      for (const auto& carry : step.carries)
        check_carry(step, carry);
      check_assigns(step);
      if (step.draws) check_draw(step, *step.draws);
    }
  }

private:
  void unique(const std::vector<Word>& words, std::string_view what) {
    std::set<std::string_view> seen;
    for (const auto& word : words)
      if (!seen.insert(word.text).second)
        faults_.error("pack.duplicate_id", {{"what", std::string(what)}, {"id", word.text}},
                      word.at);
  }

  /// Fields that hold units.
  void check_units(const std::vector<Word>& words, std::string_view what) {
    unique(words, what);
    for (const auto& word : words) {
      const auto* field = known_path(word, built_, faults_);
      if (field != nullptr && !any_of(field->type, {FieldType::Unit, FieldType::Units}))
        wrong_type(word, *field, "unit|units", faults_);
    }
  }

  /// Who does not take part does not see the record, so it could never act.
  void check_acts(const ast::Step& step) {
    check_units(step.acts, "acts");
    const auto& parties = built_.parties;
    for (const auto& word : step.acts) {
      const bool party =
          parties.empty() ? word.text.find('.') == std::string::npos
                          : std::find(parties.begin(), parties.end(), word.text) != parties.end();
      if (!party)
        faults_.error("pack.not_a_party", {{"step", step.id.text}, {"field", word.text}}, word.at);
    }
  }

  void check_key() {
    unique(merged_.key, "key");
    for (const auto& word : merged_.key) {
      const auto* field = known_field(word, built_.fields, faults_);
      if (field == nullptr) continue;
      if (any_of(field->type, {FieldType::Choices, FieldType::Units, FieldType::File,
                               FieldType::Files, FieldType::Rows}))
        wrong_type(word, *field, "a type of one value", faults_);
      if (field->personal) faults_.error("pack.personal_key", {{"field", word.text}}, word.at);
    }
  }

  void check_dossier() {
    std::vector<Word> titles;
    for (const auto& part : merged_.dossier) {
      titles.push_back(part.title);
      unique(part.fields, "field");
      unique(part.steps, "step");
      for (const auto& word : part.fields)
        (void)known_field(word, built_.fields, faults_);
      for (const auto& word : part.steps)
        (void)known_step(word, built_, faults_);
    }
    unique(titles, "dossier");
  }

  /// What a step does to other records the program does, whatever their steps' `by` says. A lower
  /// layer must not let others take an upper layer's step in that way.
  void check_by(const ast::Step& step, int pack, const Word& register_id, const Word& taken) {
    const auto found = rules_.register_index.find(register_id.text);
    if (found == rules_.register_index.end()) return;
    const auto& steps = all_[found->second].steps;
    const auto other = std::find_if(steps.begin(), steps.end(),
                                    [&](const ast::Step& s) { return s.id.text == taken.text; });
    if (other == steps.end() || other->pack >= pack || (*other)[ast::List::By].empty()) return;
    const auto& by = step[ast::List::By];
    const auto& allowed = (*other)[ast::List::By];
    const bool inside = !by.empty() && std::all_of(by.begin(), by.end(), [&](const Word& role) {
      return std::any_of(allowed.begin(), allowed.end(),
                         [&](const Word& word) { return word.text == role.text; });
    });
    if (!inside)
      faults_.error("pack.foreign_step", {{"step", step.id.text}, {"taken", taken.text}}, taken.at);
  }

  void check_spawn(const ast::Step& by, const ast::Spawn& spawn) {
    Sources sources(&built_, faults_);
    sources.add_word("record_id", FieldType::Record);
    sources.add_word("on", FieldType::CivilDate);
    if (!spawn.for_each.empty()) {
      if (const auto* field = known_field(spawn.for_each, built_.fields, faults_))
        set_each(*field, spawn.for_each, sources);
    }
    if (!spawn.of.empty()) {
      if (const auto* pool = known_register(spawn.of, rules_, faults_)) {
        Field each;
        each.type = FieldType::Record;
        each.of = pool->id;
        sources.set_each(std::move(each));
        sources.set_parts(pool->fields);
      }
    }
    const auto* target = known_register(spawn.register_id, rules_, faults_);
    if (target == nullptr) return;
    check_link(spawn.link, *target);
    check_by(by, spawn.pack, spawn.register_id, spawn.step);
    if (const auto* step = opening_step(spawn.step, *target, faults_))
      sources.check(*target, *step, spawn.step, spawn.link, spawn.fields);
  }

  void set_each(const Field& field, const Word& name, Sources& sources) {
    Field each = field;
    if (field.type == FieldType::Units) each.type = FieldType::Unit;
    if (field.type == FieldType::Rows)
      sources.set_parts(field.columns);
    else if (any_of(each.type, {FieldType::Unit, FieldType::Record}))
      sources.set_each(std::move(each));
    else
      wrong_type(name, field, "unit|units|record|rows", faults_);
  }

  void check_link(const Word& link, const Register& target) {
    const auto* field = known_field(link, target.fields, faults_);
    if (field == nullptr || (field->type == FieldType::Record && field->of == built_.id)) return;
    const auto other =
        std::find_if(target.fields.begin(), target.fields.end(), [&](const Field& f) {
          return f.type == FieldType::Record && f.of == built_.id;
        });
    faults_.error("pack.wrong_link", {{"field", link.text}, {"register", built_.id}}, link.at,
                  other == target.fields.end() ? "" : other->id);
  }

  void check_carry(const ast::Step& by, const ast::Carry& carry) {
    const auto* target = known_register(carry.register_id, rules_, faults_);
    if (target == nullptr) return;
    const auto* step = known_step(carry.step, *target, faults_);
    if (step != nullptr && step->opens)
      faults_.error("pack.carries_opening", {{"step", carry.step.text}}, carry.step.at);
    if (step != nullptr && !step->opens) check_carried(by, *step, *target, carry);
    check_by(by, carry.pack, carry.register_id, carry.step);
    const bool spawned =
        std::any_of(merged_.steps.begin(), merged_.steps.end(), [&](const ast::Step& other) {
          return std::any_of(other.spawns.begin(), other.spawns.end(),
                             [&](const ast::Spawn& s) { return s.register_id.text == target->id; });
        });
    if (!spawned)
      faults_.error("pack.never_spawned", {{"register", carry.register_id.text}},
                    carry.register_id.at);
  }

  /// Whether a gate of the step looks at how many of the opened records are done.
  bool awaits_children(const ast::Step& by, const std::string& register_id) const {
    const auto* step = built_.step(by.id.text);
    return step != nullptr &&
           std::any_of(step->gates.begin(), step->gates.end(), [&](const Gate& gate) {
             const auto names = gate.require.names();
             return std::find(names.begin(), names.end(), "children." + register_id + ".done") !=
                    names.end();
           });
  }

  /// Nobody fills in a form for it, and where it is refused so is the step that carries it.
  void check_carried(const ast::Step& by, const Step& step, const Register& target,
                     const ast::Carry& carry) {
    for (const auto& id : step.required)
      faults_.error("pack.not_given", {{"field", id}, {"step", step.id}}, carry.step.at);
    const bool all_done = awaits_children(by, target.id);
    std::string states;
    for (const auto& state : target.states) {
      if (state.final || step.from.empty() || (all_done && !state.done)) continue;
      if (std::find(step.from.begin(), step.from.end(), state.id) == step.from.end())
        states += (states.empty() ? "" : " ") + state.id;
    }
    if (!states.empty())
      faults_.warning("pack.carry_refused", {{"step", step.id}, {"states", states}}, carry.step.at);
  }

  /// What numbers and draws rest on must have been asked for by then.
  void check_asked(const ast::Step& step, const Word& field) {
    const auto asks = [&](const ast::Step& other) {
      for (const auto list : {ast::List::Required, ast::List::Optional, ast::List::Needs})
        for (const auto& word : other[list])
          if (word.text == field.text) return true;
      return false;
    };
    const bool asked =
        step.opens ? asks(step) : std::any_of(merged_.steps.begin(), merged_.steps.end(), asks);
    if (!asked)
      faults_.error("pack.not_asked", {{"field", field.text}, {"step", step.id.text}}, field.at);
  }

  /// The step fills the field itself; a form that asks for it too would contradict it.
  void check_not_asked(const ast::Step& step, const Word& field) {
    for (const auto list : {ast::List::Required, ast::List::Optional, ast::List::Needs})
      for (const auto& word : step[list])
        if (word.text == field.text)
          faults_.error("pack.assigned_asked", {{"field", field.text}, {"step", step.id.text}},
                        word.at);
  }

  void check_assigns(const ast::Step& step) {
    std::vector<Word> assigned;
    for (const auto& number : step.assigns) {
      assigned.push_back(number.field);
      const auto* field = known_field(number.field, built_.fields, faults_);
      if (field != nullptr && field->type != FieldType::Text)
        wrong_type(number.field, *field, "text", faults_);
      if (field != nullptr) refuse_personal(number.field, *field, faults_);
      check_not_asked(step, number.field);
      const auto* series = known_field(number.series, built_.fields, faults_);
      if (series != nullptr && !any_of(series->type, {FieldType::Text, FieldType::Choice}))
        wrong_type(number.series, *series, "text|choice", faults_);
      if (series != nullptr) {
        refuse_personal(number.series, *series, faults_);
        check_asked(step, number.series);
      }
      check_pattern(number.pattern);
    }
    unique(assigned, "assigns");
  }

  void check_pattern(const Word& pattern) {
    if (pattern.empty()) return;
    const auto bad = [&](std::string wanted) {
      faults_.error("pack.bad_pattern", {{"pattern", pattern.text}, {"wanted", std::move(wanted)}},
                    pattern.at);
    };
    std::string rest = pattern.text;
    for (const std::string part : {"{series}", "{year}", "{number}"}) {
      const auto at = rest.find(part);
      if (at != std::string::npos)
        rest.replace(at, part.size(), " ");
      else if (part != "{series}")
        bad(part);
    }
    if (rest.find_first_of("{}") != std::string::npos) bad("{series} {year} {number}");
  }

  void check_draw(const ast::Step& step, const ast::Draw& draw) {
    const auto typed = [&](const Word& word, FieldType wanted) {
      const auto* field = known_field(word, built_.fields, faults_);
      if (field == nullptr) return field;
      refuse_personal(word, *field, faults_);
      if (field->type == wanted) return field;
      wrong_type(word, *field, std::string(name_of(wanted)), faults_);
      return static_cast<const Field*>(nullptr);
    };
    if (typed(draw.count, FieldType::Integer) != nullptr) check_asked(step, draw.count);
    (void)typed(draw.receipt, FieldType::LongText);
    const auto* into = typed(draw.into, FieldType::Rows);
    check_not_asked(step, draw.into);
    check_not_asked(step, draw.receipt);
    const auto* pool = known_register(draw.register_id, rules_, faults_);
    if (pool == nullptr) return;
    if (into != nullptr) check_drawn_columns(draw.into, *into, *pool);
    for (const auto* pairs : {&draw.match, &draw.exclude})
      for (const auto& pair : *pairs) {
        const auto* theirs = known_field(pair.name, pool->fields, faults_);
        const auto* ours = known_field(pair.value, built_.fields, faults_);
        if (theirs == nullptr || ours == nullptr) continue;
        if (theirs->type != ours->type || !(fits(*theirs, *ours) || fits(*ours, *theirs)))
          wrong_type(pair.value, *ours, shape_of(*theirs), faults_);
        refuse_personal(pair.name, *theirs, faults_);
        refuse_personal(pair.value, *ours, faults_);
        if (pairs == &draw.match) check_asked(step, pair.value);
      }
  }

  void check_drawn_columns(const Word& into, const Field& rows, const Register& pool) {
    struct Wanted {
      std::string_view column;
      FieldType type;
    };
    static constexpr std::array<Wanted, 3> kColumns{
        {{"record", FieldType::Record}, {"name", FieldType::Text}, {"ticket", FieldType::Text}}};
    for (const auto& wanted : kColumns) {
      const auto found =
          std::find_if(rows.columns.begin(), rows.columns.end(),
                       [&](const Field& column) { return column.id == wanted.column; });
      const bool good = found != rows.columns.end() && found->type == wanted.type &&
                        (wanted.type != FieldType::Record || found->of == pool.id);
      if (!good)
        faults_.error("pack.missing_column",
                      {{"field", into.text},
                       {"column", std::string(wanted.column)},
                       {"type", std::string(name_of(wanted.type))}},
                      into.at);
    }
  }

  const std::vector<ast::Register>& all_;
  const ast::Register& merged_;
  const Register& built_;
  const Linked& rules_;
  Faults& faults_;
};

/// A step that opens records whose opening opens the first again would never end.
void check_cycles(const std::vector<ast::Register>& merged, const Linked& rules, Faults& faults) {
  using Node = std::pair<std::string, std::string>;
  for (std::size_t i = 0; i < merged.size(); ++i)
    for (const auto& step : merged[i].steps) {
      if (!step.opens || step.spawns.empty()) continue;
      const Node start{merged[i].id.text, step.id.text};
      for (const auto& first : step.spawns) {
        std::set<Node> seen;
        std::vector<Node> open{{first.register_id.text, first.step.text}};
        while (!open.empty()) {
          const Node now = open.back();
          open.pop_back();
          if (!seen.insert(now).second) continue;
          const auto found = rules.register_index.find(now.first);
          const auto* other = found == rules.register_index.end()
                                  ? nullptr
                                  : rules.registers[found->second].step(now.second);
          if (other == nullptr) continue;
          for (const auto& spawn : other->spawns)
            open.emplace_back(spawn.register_id, spawn.step);
        }
        if (seen.contains(start))
          faults.error("pack.spawn_cycle", {{"register", start.first}, {"step", start.second}},
                       first.at);
      }
    }
}

} // namespace

void check_links(const std::vector<ast::Register>& merged, const Linked& rules, Faults& faults) {
  for (std::size_t i = 0; i < merged.size(); ++i)
    Check(merged, i, rules, faults).run();
  check_cycles(merged, rules, faults);
}

void check_obligation(const ast::Obligation& read, const Linked& rules, Faults& faults) {
  check_unit_kinds(read.unit_kinds, faults);
  const Register* carrier = known_register(read.of, rules, faults);
  Sources sources(carrier, faults);
  sources.add_word("period", FieldType::Text);
  sources.add_word("due_on", FieldType::CivilDate);
  sources.add_word("on", FieldType::CivilDate);
  Field each;
  each.type = FieldType::Unit;
  if (carrier != nullptr) {
    sources.add_word("record_id", FieldType::Record);
    if (read.for_each.empty()) {
      each.type = FieldType::Record;
      each.of = carrier->id;
    } else if (const auto* field = known_field(read.for_each, carrier->fields, faults);
               field != nullptr && !any_of(field->type, {FieldType::Unit, FieldType::Units})) {
      wrong_type(read.for_each, *field, "unit|units", faults);
    }
    sources.set_parts(carrier->fields);
    if (!read.schedule.empty()) {
      const auto* field = known_path(read.schedule, *carrier, faults);
      if (field != nullptr &&
          (read.schedule.text.find('.') == std::string::npos || field->type != FieldType::Text))
        wrong_type(read.schedule, *field, "text in rows.column", faults);
    }
  }
  sources.set_each(std::move(each));
  const auto* target = known_register(read.register_id, rules, faults);
  if (target == nullptr) return;
  if (const auto* step = opening_step(read.step, *target, faults))
    sources.check(*target, *step, read.step, {}, read.fields);
}

} // namespace plumb::pack
