// SPDX-License-Identifier: Apache-2.0
#include "link.hpp"

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

/// What a refusal or a breach speaks of, by its code.
struct Code {
  std::string_view code, about;
};
constexpr std::array<Code, 14> kRefusals{{{"unknown_step", ""},
                                          {"not_permitted", ""},
                                          {"record_closed", ""},
                                          {"wrong_state", ""},
                                          {"already_done", ""},
                                          {"bad_day", ""},
                                          {"missing_field", "field"},
                                          {"bad_field", "field"},
                                          {"gate_closed", "gate"},
                                          {"too_early", "clock"},
                                          {"late_extension", "clock"},
                                          {"extension_used", "clock"},
                                          {"extension_not_permitted", "clock"},
                                          {"clock_not_running", "clock"}}};
constexpr std::array<Code, 4> kBreaches{
    {{"gate", "gate"}, {"too_early", "clock"}, {"overdue", "clock"}, {"target_missed", "clock"}}};

class Check {
public:
  Check(const Register& declared, const Linked& rules, Faults& faults)
      : declared_(declared), rules_(rules), faults_(faults) {
    for (const auto& step : declared.steps) {
      for (const auto& gate : step.gates)
        gates_.push_back(gate.id);
      for (const auto& spawn : step.spawns)
        children_.push_back(spawn.register_id);
    }
  }

  void run(const ast::Scenario& scenario) {
    for (std::size_t i = 0; i < scenario.steps.size(); ++i) {
      const auto& step = scenario.steps[i];
      // A refusal `unknown_step` is a thing to test too.
      const bool last = scenario.value.when && i + 1 == scenario.steps.size();
      if (!(last && refuses(scenario, "unknown_step")))
        known(step.step, ids(declared_.steps), "step");
      for (const auto& name : step.fields)
        if (!(last && refuses(scenario, "bad_field"))) known(name, ids(declared_.fields), "field");
      for (const auto& name : step.children)
        known(name, children_, "register");
      // Packs from before roles/ could say here what they liked.
      if (!rules_.roles.empty() && !step.by.empty()) known(step.by, role_names(rules_), "role");
    }
    if (!scenario.state.empty()) known(scenario.state, ids(declared_.states), "state");
    for (const auto& name : scenario.clocks)
      known(name, ids(declared_.clocks), "clock");
    for (const auto& name : scenario.fields)
      known(name, ids(declared_.fields), "field");
    for (const auto& told : scenario.refused)
      check_code(told, kRefusals, "refusal");
    for (const auto& told : scenario.breaches)
      check_code(told, kBreaches, "breach");
  }

private:
  static bool refuses(const ast::Scenario& scenario, std::string_view code) {
    return std::any_of(scenario.refused.begin(), scenario.refused.end(),
                       [&](const Word& word) { return word.text.starts_with(code); });
  }
  void known(const Word& name, const Names& all, std::string_view what) {
    if (std::find(all.begin(), all.end(), name.text) == all.end())
      faults_.error("pack.unknown_" + std::string(what), {{"name", name.text}}, name.at,
                    nearest(name.text, all));
  }
  void check_code(const Word& told, std::span<const Code> codes, std::string_view what) {
    const auto colon = told.text.find(':');
    const Word code{told.text.substr(0, colon), told.at};
    Names all;
    for (const auto& entry : codes) {
      all.push_back(entry.code);
      if (entry.code != code.text || colon == std::string::npos) continue;
      const Word about{told.text.substr(colon + 1), told.at};
      if (entry.about == "field") known(about, ids(declared_.fields), "field");
      if (entry.about == "clock") known(about, ids(declared_.clocks), "clock");
      if (entry.about == "gate") known(about, gates_, "gate");
    }
    known(code, all, what);
  }

  const Register& declared_;
  const Linked& rules_;
  Faults& faults_;
  Names gates_, children_;
};

/// Parameters that no scenario of their own pack looks at.
void warn_untested(const Linked& rules, Faults& faults) {
  for (const auto& pack : rules.read) {
    std::set<std::string_view> looked_at;
    for (const auto& scenario : pack.scenarios) {
      looked_at.insert(scenario.value.parameter);
      for (const auto& covered : scenario.value.covers)
        looked_at.insert(covered);
    }
    for (const auto& parameter : pack.parameters)
      if (!looked_at.contains(parameter.value.id))
        faults.warning("pack.no_scenario", {{"parameter", parameter.value.id}}, parameter.at);
  }
}

} // namespace

void check_scenarios(const Linked& rules, Faults& faults) {
  for (const auto& pack : rules.read)
    for (const auto& scenario : pack.scenarios) {
      if (!scenario.parameter.empty()) check_parameter(scenario.parameter, rules, faults);
      // Requirements have no dots; a parameter id that is covered must exist.
      for (const auto& covered : scenario.covers)
        if (is_dotted(covered.text) && covered.text.find('.') != std::string::npos)
          check_parameter(covered, rules, faults);
      if (scenario.register_id.empty()) continue;
      const auto found = rules.register_index.find(scenario.register_id.text);
      if (found == rules.register_index.end())
        faults.error("pack.unknown_register", {{"name", scenario.register_id.text}},
                     scenario.register_id.at,
                     nearest(scenario.register_id.text, names_of(rules.register_index)));
      else
        Check(rules.registers[found->second], rules, faults).run(scenario);
    }
  warn_untested(rules, faults);
}

} // namespace plumb::pack
