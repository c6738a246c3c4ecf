// SPDX-License-Identifier: Apache-2.0
#include "link.hpp"
#include "unit.hpp"

#include <algorithm>
#include <set>

namespace plumb::pack {
namespace {

using ast::List;

/// Names that expressions or tables already give a meaning.
constexpr std::array<std::string_view, 22> kReserved{
    "and",    "or",    "not",   "in",        "has",       "is",          "empty",     "if",
    "true",   "false", "days",  "year",      "month",     "count",       "parameter", "steps",
    "clocks", "state", "today", "opened_on", "record_id", "authority_id"};

class Check {
public:
  Check(const ast::Register& merged, const Linked& rules, const ByName<std::size_t>& registers,
        Faults& faults)
      : merged_(merged), rules_(rules), registers_(registers), faults_(faults) {
    for (const auto& field : merged.fields)
      fields_.push_back(field.value.id);
    for (const auto& state : merged.states)
      states_.push_back(state.value.id);
    for (const auto& step : merged.steps)
      steps_.push_back(step.id.text);
    for (const auto& clock : merged.clocks)
      clocks_.push_back(clock.id.text);
  }

  void run() {
    for (const auto& field : merged_.fields)
      check_field(field);
    for (const auto& step : merged_.steps)
      check_step(step);
    for (const auto& clock : merged_.clocks)
      check_clock(clock);
    check_states();
    check_title();
  }

private:
  using Names = std::vector<std::string_view>;

  bool known(const Word& name, const Names& all, std::string_view what) {
    if (std::find(all.begin(), all.end(), name.text) != all.end()) return true;
    faults_.error("pack.unknown_" + std::string(what), {{"name", name.text}}, name.at,
                  nearest(name.text, all));
    return false;
  }
  const ast::Clock* clock(std::string_view id) const {
    const auto found = std::find_if(merged_.clocks.begin(), merged_.clocks.end(),
                                    [&](const ast::Clock& c) { return c.id.text == id; });
    return found == merged_.clocks.end() ? nullptr : &*found;
  }
  const ast::Field* field(std::string_view id) const {
    const auto found = std::find_if(merged_.fields.begin(), merged_.fields.end(),
                                    [&](const ast::Field& f) { return f.value.id == id; });
    return found == merged_.fields.end() ? nullptr : &*found;
  }
  const ast::State* state(std::string_view id) const {
    const auto found = std::find_if(merged_.states.begin(), merged_.states.end(),
                                    [&](const ast::State& s) { return s.value.id == id; });
    return found == merged_.states.end() ? nullptr : &*found;
  }
  /// Whether any step names the clock in that list.
  bool any(List list, std::string_view id) const {
    for (const auto& step : merged_.steps)
      for (const auto& word : step[list])
        if (word.text == id) return true;
    return false;
  }

  void check_field(const ast::Field& field) {
    const auto& id = field.value.id;
    if (std::find(kReserved.begin(), kReserved.end(), id) != kReserved.end() ||
        id.starts_with("step_") || id.starts_with("clock_"))
      faults_.error("pack.reserved_name", {{"name", id}}, field.at);
    if (!field.of.empty() && !registers_.contains(field.of.text))
      faults_.error("pack.unknown_register", {{"name", field.of.text}}, field.of.at,
                    nearest(field.of.text, names_of(registers_)));
    std::set<std::string_view> seen;
    for (const auto& column : field.columns) {
      if (!seen.insert(column.value.id).second)
        faults_.error("pack.duplicate_id", {{"what", "column"}, {"id", column.value.id}},
                      column.at);
      check_field(column);
    }
  }

  void check_lists(const ast::Step& step) {
    for (const auto& from : step[List::From])
      if (known(from, states_, "state") && state(from.text)->value.final)
        faults_.error("pack.from_final", {{"step", step.id.text}, {"state", from.text}}, from.at);
    const Names roles = role_names(rules_);
    for (const auto& role : step[List::By])
      known(role, roles, "role");
    for (const auto list : {List::Required, List::Optional, List::Needs})
      for (const auto& name : step[list])
        known(name, fields_, "field");
    for (const auto list : {List::After, List::Starts, List::Stops, List::Pauses, List::Resumes,
                            List::Restarts, List::Extends})
      for (const auto& name : step[list])
        known(name, clocks_, "clock");
    for (std::size_t i = 0; i < ast::kLists.size(); ++i) {
      std::set<std::string_view> seen;
      for (const auto& word : step.lists[i])
        if (!seen.insert(word.text).second)
          faults_.error("pack.duplicate_id",
                        {{"what", std::string(ast::kLists[i])}, {"id", word.text}}, word.at);
    }
  }

  void check_step(const ast::Step& step) {
    check_lists(step);
    if (!step.to.empty()) known(step.to, states_, "state");
    for (const auto& name : step[List::After])
      if (const auto* found = clock(name.text); found != nullptr && found->minimum.empty())
        faults_.error("pack.clock_without_minimum", {{"clock", name.text}}, name.at);
    for (const auto& name : step[List::Extends])
      if (const auto* found = clock(name.text); found != nullptr && found->extension.empty())
        faults_.error("pack.clock_without_extension", {{"clock", name.text}}, name.at);
    std::set<std::string_view> seen;
    for (const auto& gate : step.gates) {
      if (!gate.id.empty() && !seen.insert(gate.id.text).second)
        faults_.error("pack.duplicate_id", {{"what", "gate"}, {"id", gate.id.text}}, gate.id.at);
      if (!gate.parameter.empty()) check_parameter(gate.parameter, rules_, faults_);
      (void)resolve(gate.cite, rules_.laws, faults_);
    }
  }

  /// All values of a clock's parameter are periods, counted the way the clock counts.
  void check_period(const Word& id, std::string_view clock,
                    std::initializer_list<Operator> wanted) {
    if (id.empty() || !check_parameter(id, rules_, faults_)) return;
    for (const auto& layer : rules_.parameters.find(id.text)->second) {
      const auto& parameter = *layer.value;
      if (std::find(wanted.begin(), wanted.end(), parameter.op) == wanted.end()) {
        faults_.error("pack.wrong_operator",
                      {{"clock", std::string(clock)},
                       {"parameter", id.text},
                       {"operator", std::string(name_of(parameter.op))},
                       {"wanted", std::string(name_of(*wanted.begin()))}},
                      id.at);
        return;
      }
      for (const auto& value : parameter.values)
        if (!value.period(parameter.op)) {
          faults_.error("pack.not_a_period", {{"parameter", id.text}, {"unit", value.unit}}, id.at);
          return;
        }
    }
  }

  void check_clock(const ast::Clock& clock) {
    const auto& id = clock.id;
    const Args about{{"clock", id.text}};
    const bool back = !clock.before_field.empty();
    const bool until = !clock.until_field.empty();
    for (const auto* day : {&clock.before_field, &clock.until_field})
      if (!day->empty() && known(*day, fields_, "field") &&
          field(day->text)->value.type != FieldType::CivilDate)
        faults_.error("pack.not_a_date", {{"field", day->text}}, day->at);
    (void)resolve(clock.cite, rules_.laws, faults_);
    check_period(clock.minimum, id.text, {back ? Operator::Before : Operator::Min});
    check_period(clock.maximum, id.text, {back ? Operator::Before : Operator::Max});
    check_period(clock.extension, id.text, {Operator::Max, Operator::Eq});
    const Names roles = role_names(rules_);
    for (const auto& role : clock.extension_by)
      known(role, roles, "role");
    if (!clock.deems.empty()) known(clock.deems, steps_, "step");
    const bool stopped = any(List::Stops, id.text) || !clock.deems.empty();
    const bool awaited = any(List::After, id.text);
    if (!back && !any(List::Starts, id.text) && !any(List::Restarts, id.text))
      faults_.error("pack.clock_never_started", about, id.at);
    if (!stopped && (until || !clock.maximum.empty() || !awaited))
      faults_.error("pack.clock_never_stopped", about, id.at);
    if (any(List::Pauses, id.text) && !any(List::Resumes, id.text))
      faults_.error("pack.clock_never_resumed", about, id.at);
    if (!clock.extension.empty() && !any(List::Extends, id.text))
      faults_.warning("pack.clock_never_extended", about, id.at);
  }

  void check_states() {
    std::set<std::string_view> reached;
    bool grows = true, opened = false;
    while (grows) {
      const auto before = reached.size();
      for (const auto& step : merged_.steps) {
        opened = opened || step.opens;
        const auto& from = step[List::From];
        // Without a list it starts from every state that is not final.
        const bool possible =
            step.opens ||
            (from.empty() ? std::any_of(reached.begin(), reached.end(),
                                        [&](auto id) {
                                          const auto* at = state(id);
                                          return at != nullptr && !at->value.final;
                                        })
                          : std::any_of(from.begin(), from.end(), [&](const Word& word) {
                              return reached.contains(word.text);
                            }));
        if (possible && !step.to.empty()) reached.insert(step.to.text);
      }
      grows = reached.size() > before;
    }
    if (!opened)
      faults_.error("pack.no_opening_step", {{"register", merged_.id.text}}, merged_.id.at);
    for (const auto& state : merged_.states) {
      if (opened && !reached.contains(state.value.id))
        faults_.error("pack.unreachable_state", {{"state", state.value.id}}, state.at);
      if (!state.value.final && !has_way_out(state.value.id))
        faults_.warning("pack.dead_end", {{"state", state.value.id}}, state.at);
    }
  }

  bool has_way_out(std::string_view id) const {
    return std::any_of(merged_.steps.begin(), merged_.steps.end(), [&](const ast::Step& step) {
      if (step.opens || step.to.empty() || step.to.text == id) return false;
      const auto& from = step[List::From];
      return from.empty() ||
             std::any_of(from.begin(), from.end(), [&](const Word& w) { return w.text == id; });
    });
  }

  void check_title() {
    if (merged_.title_field.empty() || !known(merged_.title_field, fields_, "field")) return;
    const auto& value = field(merged_.title_field.text)->value;
    if (value.type != FieldType::Text && value.type != FieldType::LongText)
      faults_.error("pack.bad_title_field", {{"field", value.id}}, merged_.title_field.at);
    if (value.personal)
      faults_.error("pack.personal_title", {{"field", value.id}}, merged_.title_field.at);
  }

  const ast::Register& merged_;
  const Linked& rules_;
  const ByName<std::size_t>& registers_;
  Faults& faults_;
  Names fields_, states_, steps_, clocks_;
};

} // namespace

void check_register(const ast::Register& merged, const Linked& rules,
                    const ByName<std::size_t>& registers, Faults& faults) {
  Check(merged, rules, registers, faults).run();
}

} // namespace plumb::pack
