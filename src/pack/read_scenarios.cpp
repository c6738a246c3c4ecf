// SPDX-License-Identifier: Apache-2.0
#include "ast.hpp"
#include "json_text.hpp"

#include <algorithm>

namespace plumb::pack::ast {
namespace {

std::vector<Word> keys_of(Keys& keys, std::string_view key) {
  std::vector<Word> out;
  const auto* node = keys.find(key);
  if (node == nullptr) return out;
  if (node->kind != yaml::Node::Kind::Mapping) {
    keys.bad(key, *node, "mapping");
    return out;
  }
  for (const auto& name : node->keys)
    out.push_back({name.text, name.at});
  return out;
}

/// What stands below the record from that step on: {register: {count, done}}.
std::vector<Word> read_children(const yaml::File& file, Keys& keys) {
  auto out = keys_of(keys, "children");
  const auto* children = keys.find("children");
  for (std::size_t i = 0; i < out.size(); ++i) {
    Keys child(file, children->items[i], keys.faults(), {"count", "done"});
    constexpr std::int64_t kMost = 10'000;
    child.need("count");
    const auto count = child.integer("count", 0, 0, kMost);
    child.integer("done", 0, 0, count);
  }
  return out;
}

pack::ScenarioStep read_step(const yaml::File& file, const yaml::Node& node, Faults& faults,
                             Scenario& into) {
  Keys keys(file, node, faults, {"on", "step", "fields", "children", "by", "outside"});
  pack::ScenarioStep out;
  ScenarioStep words;
  out.line = keys.at().line;
  out.on = keys.need_date("on");
  words.step = keys.word("step");
  out.step = words.step.text;
  words.fields = keys_of(keys, "fields");
  const auto* fields = keys.find("fields");
  out.fields_json = fields == nullptr ? "{}" : json_of(*fields);
  words.children = read_children(file, keys);
  if (const auto* children = keys.find("children"); children != nullptr)
    out.children_json = json_of(*children);
  words.by = keys.word_or("by");
  out.by = words.by.text;
  out.outside_reason = keys.text_or("outside");
  into.steps.push_back(std::move(words));
  return out;
}

void read_clocks(const yaml::File& file, Keys& then, Scenario& into) {
  into.clocks = keys_of(then, "clocks");
  const auto* clocks = then.find("clocks");
  if (clocks == nullptr || clocks->kind != yaml::Node::Kind::Mapping) return;
  for (const auto& node : clocks->items) {
    Keys clock(
        file, node, then.faults(),
        {"running", "started_on", "earliest_on", "due_on", "target_on", "stopped_on", "extended"});
    for (const std::string_view day :
         {"started_on", "earliest_on", "due_on", "target_on", "stopped_on"})
      clock.date(day);
    clock.flag("running", false);
    clock.integer("extended", 0, 0, 100);
  }
}

void read_then(const yaml::File& file, const yaml::Node& node, Faults& faults, Scenario& into) {
  into.value.then_json = json_of(node);
  if (!into.register_id.empty()) {
    Keys then(file, node, faults, {"refused", "state", "breaches", "clocks", "fields"});
    into.refused = then.words("refused");
    into.breaches = then.words("breaches");
    into.state = then.word_or("state");
    into.fields = keys_of(then, "fields");
    read_clocks(file, then, into);
    if (then.find("refused") != nullptr && !into.value.when && !into.value.given.empty())
      faults.error("pack.missing_key", {{"key", "when"}}, into.at);
  } else if (into.value.start) {
    Keys then(file, node, faults, {"last_day", "estimate", "value", "unit", "cite"});
    then.date("last_day");
    then.need("last_day");
    then.flag("estimate", false);
  } else {
    Keys then(file, node, faults,
              {"value", "unit", "cite", "not_in_force", "target", "target_unit"});
    then.flag("not_in_force", false);
    if (then.find("not_in_force") == nullptr && then.find("target") == nullptr) then.need("value");
  }
}

Scenario read_scenario(const yaml::File& file, const yaml::Node& node, Faults& faults) {
  Keys keys(file, node, faults,
            {"name", "covers", "parameter", "on", "start", "jurisdiction", "known_on", "register",
             "given", "when", "then"});
  Scenario out;
  pack::Scenario& value = out.value;
  out.at = keys.at();
  value.name = keys.text("name");
  value.file = file.path;
  value.line = keys.at().line;
  out.covers = keys.words("covers");
  for (const auto& covered : out.covers)
    value.covers.push_back(covered.text);
  out.register_id = keys.word_or("register");
  value.register_id = out.register_id.text;
  if (out.register_id.empty()) {
    out.parameter = keys.word("parameter");
    value.parameter = out.parameter.text;
    value.on = keys.date("on");
    value.start = keys.date("start");
    value.known_on = keys.date("known_on");
    value.jurisdiction = keys.text_or("jurisdiction");
    if (value.on.has_value() == value.start.has_value())
      faults.error("pack.missing_key", {{"key", value.on ? "on|start" : "on"}}, out.at);
  }
  for (const std::string_view key : {"parameter", "on", "start", "jurisdiction", "known_on"})
    keys.check_applies(key, out.register_id.empty());
  for (const std::string_view key : {"given", "when"})
    keys.check_applies(key, !out.register_id.empty());
  if (!out.register_id.empty()) {
    for (const auto& step : keys.list("given"))
      value.given.push_back(read_step(file, step, faults, out));
    if (const auto* when = keys.find("when"); when != nullptr)
      value.when = read_step(file, *when, faults, out);
    if (value.given.empty() && !value.when)
      faults.error("pack.missing_key", {{"key", "when"}}, out.at);
  }
  const auto* then = keys.need("then");
  if (then != nullptr) read_then(file, *then, faults, out);
  return out;
}

} // namespace

void read_scenarios(const yaml::File& file, Faults& faults, std::vector<Scenario>& into) {
  read_list(file, faults, "scenarios", read_scenario, into);
}

} // namespace plumb::pack::ast

namespace plumb::pack {

std::vector<Scenario> scenarios(const Source& source, std::vector<Diagnostic>& faults) {
  Faults found;
  std::vector<ast::Scenario> read;
  for (const auto& source_file : source.files) {
    if (!source_file.path.starts_with("scenarios/") || !source_file.path.ends_with(".yaml"))
      continue;
    const auto file = yaml::read(0, source_file, found);
    if (file.good) ast::read_scenarios(file, found, read);
  }
  const auto told = found.sorted();
  faults.insert(faults.end(), told.begin(), told.end());
  std::vector<Scenario> out;
  for (auto& scenario : read)
    out.push_back(std::move(scenario.value));
  return out;
}

} // namespace plumb::pack
