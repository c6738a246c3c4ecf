// SPDX-License-Identifier: Apache-2.0
#include "dating.hpp"
#include "fields.hpp"
#include "permission.hpp"

#include <algorithm>

namespace plumb::registers {
namespace {

constexpr std::string_view kRecordId = "scenario";
constexpr const char* kWho = "scenario";
// Later than any notice: everything that is known.
constexpr auto kAllKnown = base::make_date(2149, 12, 31);

std::string shown(const Json& value) {
  if (value.is_null()) return "nothing";
  return value.string() != nullptr ? value.text() : value.dump();
}

class Comparison {
public:
  void expect(const std::string& what, const Json& wanted, const Json& found) {
    if (wanted != found) add(what + ": wanted " + shown(wanted) + ", was " + shown(found));
  }
  void add(std::string difference) { differences_.push_back(std::move(difference)); }
  [[nodiscard]] ScenarioResult result() && {
    return {differences_.empty(), std::move(differences_)};
  }

private:
  std::vector<std::string> differences_;
};

std::string token(const Refusal& refusal) {
  const auto name = std::string(name_of(refusal.code));
  return refusal.about.empty() ? name : name + ":" + refusal.about;
}

std::string joined(const std::vector<std::string>& tokens) {
  std::string text = "[";
  for (const auto& each : tokens)
    text += (text.size() > 1 ? ", " : "") + each;
  return text + "]";
}

// A wanted `already_done` stands for `already_done:propose`.
void expect_list(Comparison& comparison, const std::string& what, const Json& wanted,
                 const std::vector<std::string>& found) {
  std::vector<std::string> names;
  for (const auto& item : wanted.items())
    names.push_back(item.text());
  const bool same = std::ranges::equal(names, found, [](const auto& name, const auto& full) {
    return name == full || (name.find(':') == std::string::npos && full.starts_with(name + ":"));
  });
  if (!same) comparison.add(what + ": wanted " + joined(names) + ", was " + joined(found));
}

std::vector<std::string> tokens_of(const std::vector<Refusal>& refusals) {
  std::vector<std::string> tokens;
  for (const auto& refusal : refusals)
    tokens.push_back(token(refusal));
  return tokens;
}

void compare_clock(Comparison& comparison, const std::string& id, const Json& wanted,
                   const ClockState* clock) {
  const auto what = "clocks." + id;
  if (wanted.is_null()) {
    if (clock != nullptr) comparison.add(what + ": wanted none, was started");
    return;
  }
  if (wanted.object() == nullptr) return comparison.add(what + ": not an object");
  for (const auto& [key, value] : *wanted.object()) {
    const auto name = what + "." + key;
    const auto date = [&](const std::optional<Date>& on) {
      comparison.expect(name, value, date_json(on));
    };
    if (key == "running")
      comparison.expect(name, value, clock != nullptr && clock->running());
    else if (key == "extended")
      comparison.expect(name, value, clock != nullptr ? clock->extended : 0);
    else if (key == "started_on")
      date(clock != nullptr ? std::optional(clock->started_on) : std::nullopt);
    else if (key == "stopped_on")
      date(clock != nullptr ? clock->stopped_on : std::nullopt);
    else if (const auto which = std::ranges::find(kClockDates, key, &ClockDate::name);
             which != kClockDates.end())
      date(clock != nullptr ? clock->*which->date : std::nullopt);
    else
      comparison.add(name + ": unknown key");
  }
}

void compare_record(Comparison& comparison, const Json::Object& then, const Record& record) {
  for (const auto& [key, wanted] : then) {
    if (key == "state") {
      comparison.expect(key, wanted, record.state);
    } else if (key == "breaches") {
      std::vector<std::string> found;
      for (const auto& breach : record.breaches)
        found.push_back(breach.kind + ":" + breach.about);
      expect_list(comparison, key, wanted, found);
    } else if (key == "clocks" && wanted.object() != nullptr) {
      for (const auto& [id, clock] : *wanted.object())
        compare_clock(comparison, id, clock, find_clock(record, id));
    } else if (key == "fields" && wanted.object() != nullptr) {
      for (const auto& [id, value] : *wanted.object())
        comparison.expect("fields." + id, value, record.fields[id]);
    } else {
      comparison.add(key + ": unknown key");
    }
  }
}

class Life {
public:
  Life(const pack::Rulebook& rules, const pack::Scenario& scenario)
      : rules_(rules), scenario_(scenario),
        view_(rules.calendar().view(scenario.jurisdiction.empty() ? rules.jurisdiction()
                                                                  : scenario.jurisdiction,
                                    scenario.known_on.value_or(kAllKnown))) {}

  Decision take(const pack::ScenarioStep& step) {
    TakeStep command{.register_id = scenario_.register_id, .step = step.step, .on = step.on};
    if (!step.fields_json.empty()) {
      const auto fields = event::parse_json(step.fields_json);
      command.fields = fields ? *fields : Json("not JSON");
    }
    if (!step.outside_reason.empty()) command.outside_reason = step.outside_reason;
    pass_time(step);
    const auto children = event::parse_json(step.children_json);
    if (record_ && children) record_->children = children_of(*children);
    const auto environment = environment_of(step, command.fields);
    auto decision = decide(rules_, record_ ? &*record_ : nullptr, kRecordId, command, environment);
    if (auto* accepted = std::get_if<Accepted>(&decision)) record_ = accepted->record;
    if (record_ && children) record_->children = children_of(*children);
    return decision;
  }
  [[nodiscard]] const std::optional<Record>& record() const { return record_; }

private:
  // Of the unit whose turn it is, so that only the role matters.
  Environment environment_of(const pack::ScenarioStep& wanted, const Json& fields) const {
    Environment environment{.today = wanted.on,
                            .actor = {.id = kWho, .roles = {}, .unit = kWho, .units = {}},
                            .calendar = view_};
    if (!wanted.by.empty()) environment.actor.roles.push_back(wanted.by);
    const auto* declared = rules_.find_register(scenario_.register_id);
    const auto* step = declared != nullptr ? declared->step(wanted.step) : nullptr;
    if (step == nullptr) return environment;
    if (record_)
      if (const auto units = acting_units(*declared, *step, *record_); !units.empty())
        environment.actor.unit = units.front();
    environment.actor.units = {environment.actor.unit};
    environment.lookup = alone(*step, fields);
    return environment;
  }
  // There are no other records; a pool to draw from is as large as is asked for.
  Lookup alone(const pack::Step& step, const Json& given) const {
    Lookup lookup;
    lookup.next_number = [](std::string_view, const pack::Numbering&, std::string_view, int) {
      return std::int64_t{1};
    };
    lookup.seed = [] { return std::string(64, '0'); };
    const auto value = [this, given](const std::string& name) {
      return given.has(name) || !record_ ? given[name] : record_->fields[name];
    };
    std::vector<Candidate> pool;
    if (step.draws) {
      constexpr std::int64_t kMost = 1000;
      Json::Object fields;
      for (const auto& [theirs, mine] : step.draws->match)
        fields.emplace(theirs, value(mine));
      const auto count = std::min(value(step.draws->count).integer_or(0), kMost);
      for (std::int64_t i = 1; i <= count; ++i)
        pool.push_back({"drawn" + std::to_string(i), std::to_string(i), fields});
    }
    const auto pool_id = step.draws ? step.draws->register_id : std::string{};
    lookup.candidates = [pool, pool_id](std::string_view register_id, const expression::Program*) {
      return register_id == pool_id ? pool : std::vector<Candidate>{};
    };
    return lookup;
  }
  // What the law does by itself happens in between, unless the scenario does it.
  void pass_time(const pack::ScenarioStep& step) {
    if (!record_) return;
    const Environment environment{
        .today = step.on, .actor = {.id = kWho, .roles = {}}, .calendar = view_};
    for (const auto& event : deemed(rules_, *record_, environment)) {
      const auto payload = event::parse_json(event.payload);
      if (!payload || (*payload)["step"].text() == step.step) return;
      if (!apply(*record_, event, kRecordId, 0, environment.actor.id)) return;
    }
  }

  const pack::Rulebook& rules_;
  const pack::Scenario& scenario_;
  calendar::View view_;
  std::optional<Record> record_;
};

void run_life(const pack::Rulebook& rules, const pack::Scenario& scenario, const Json& then,
              Comparison& comparison) {
  if (rules.find_register(scenario.register_id) == nullptr)
    return comparison.add("register: no " + scenario.register_id);
  Life life(rules, scenario);
  for (std::size_t i = 0; i < scenario.given.size(); ++i) {
    const auto& step = scenario.given[i];
    const auto decision = life.take(step);
    if (const auto* refusals = std::get_if<std::vector<Refusal>>(&decision))
      return comparison.add("given[" + std::to_string(i + 1) + "] " + step.step + ": refused " +
                            joined(tokens_of(*refusals)));
  }
  auto wanted = then.object() != nullptr ? *then.object() : Json::Object{};
  std::vector<std::string> refused;
  if (scenario.when) {
    const auto decision = life.take(*scenario.when);
    if (const auto* refusals = std::get_if<std::vector<Refusal>>(&decision))
      refused = tokens_of(*refusals);
  }
  expect_list(comparison, "refused", then["refused"], refused);
  wanted.erase("refused");
  if (wanted.empty()) return;
  if (life.record())
    compare_record(comparison, wanted, *life.record());
  else
    comparison.add("then: there is no record");
}

Json value_json(const pack::DatedValue* value) {
  return value == nullptr ? Json()
                          : std::visit([](const auto& held) { return Json(held); }, value->value);
}

void run_parameter(const pack::Rulebook& rules, const pack::Scenario& scenario, const Json& then,
                   Comparison& comparison) {
  const auto day = scenario.on ? scenario.on : scenario.start;
  if (!day) return comparison.add("on: missing");
  const auto found = rules.parameter(scenario.parameter, *day);
  const auto* value = found.value != nullptr ? found.value : found.target;
  const auto* parameter = found.value != nullptr ? found.parameter : found.target_parameter;
  if (rules.find_parameter(scenario.parameter) == nullptr)
    return comparison.add("parameter: no " + scenario.parameter);
  std::optional<base::Result<calendar::Receipt>> receipt;
  if (scenario.start && value != nullptr && parameter != nullptr) {
    if (const auto period = value->period(parameter->op)) {
      const auto view = rules.calendar().view(scenario.jurisdiction.empty() ? rules.jurisdiction()
                                                                            : scenario.jurisdiction,
                                              scenario.known_on.value_or(kAllKnown));
      receipt = calendar::compute(view, *period, *scenario.start);
    }
  }
  const bool counted = receipt && receipt->has_value();
  if (then.object() == nullptr) return comparison.add("then: not an object");
  for (const auto& [key, wanted] : *then.object()) {
    if (key == "value")
      comparison.expect(key, wanted, value_json(value));
    else if (key == "unit")
      comparison.expect(key, wanted, value != nullptr ? Json(value->unit) : Json());
    else if (key == "cite")
      comparison.expect(key, wanted, value != nullptr ? Json(cite_text(value->cite)) : Json());
    else if (key == "target")
      comparison.expect(key, wanted, value_json(found.target));
    else if (key == "target_unit")
      comparison.expect(key, wanted, found.target != nullptr ? Json(found.target->unit) : Json());
    else if (key == "not_in_force")
      comparison.expect(key, wanted, value == nullptr);
    else if (key == "last_day")
      comparison.expect(key, wanted,
                        counted ? Json(base::to_string((*receipt)->last_day)) : Json());
    else if (key == "estimate")
      comparison.expect(key, wanted, counted ? Json((*receipt)->estimate) : Json());
    else
      comparison.add(key + ": unknown key");
  }
}

} // namespace

ScenarioResult run_scenario(const pack::Rulebook& rules, const pack::Scenario& scenario) {
  Comparison comparison;
  const auto then = event::parse_json(scenario.then_json.empty() ? "{}" : scenario.then_json);
  if (!then)
    comparison.add("then: not JSON");
  else if (!scenario.parameter.empty())
    run_parameter(rules, scenario, *then, comparison);
  else
    run_life(rules, scenario, *then, comparison);
  return std::move(comparison).result();
}

} // namespace plumb::registers
