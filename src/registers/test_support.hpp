// SPDX-License-Identifier: Apache-2.0
// A way to write a life of a record as a table: one command per line.
#pragma once

#include "invented_rules.hpp"

#include <plumb/registers/registers.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace plumb::registers::testing {

inline std::shared_ptr<const pack::Rulebook> load(const std::vector<pack::Source>& sources) {
  std::vector<pack::Diagnostic> faults;
  auto rules = pack::Rulebook::load(sources, faults);
  for (const auto& fault : faults) {
    if (fault.severity != pack::Severity::Error) continue;
    std::string args;
    for (const auto& [key, value] : fault.error.args)
      args += " " + key + "=" + value;
    ADD_FAILURE() << fault.file << ":" << fault.line << ": " << fault.error.id << args;
  }
  return rules;
}
/// The invented national rules alone, and with the county's targets below them.
inline const pack::Rulebook& national() {
  static const auto rules = load({national_source()});
  return *rules;
}
inline const pack::Rulebook& county() {
  static const auto rules = load({national_source(), county_source()});
  return *rules;
}

inline Date day(std::string_view text) {
  const auto read = base::parse_date(text);
  EXPECT_TRUE(read) << text;
  return read.value_or(base::make_date(1970, 1, 1));
}
inline constexpr auto kAllKnown = base::make_date(2149, 12, 31);

inline std::string token(const Refusal& refusal) {
  return std::string(name_of(refusal.code)) + (refusal.about.empty() ? "" : ":" + refusal.about);
}
inline std::string tokens(const Decision& decision) {
  const auto* refusals = std::get_if<std::vector<Refusal>>(&decision);
  if (refusals == nullptr) return "ok";
  std::string text;
  for (const auto& refusal : *refusals)
    text += (text.empty() ? "" : " ") + token(refusal);
  return text;
}
inline std::string tokens(const std::vector<Breach>& breaches) {
  std::string text;
  for (const auto& breach : breaches)
    text += (text.empty() ? "" : " ") + breach.kind + ":" + breach.about;
  return text;
}

inline std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  std::string part;
  for (const char c : text) {
    if (c != at) {
      part += c;
    } else {
      parts.push_back(part);
      part.clear();
    }
  }
  parts.push_back(part);
  return parts;
}
inline std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> found;
  for (auto& word : split(text, ' '))
    if (!word.empty()) found.push_back(word);
  return found;
}

/// true, false, null, numbers and JSON in brackets are themselves, everything else a text.
inline Json value(const std::string& text) {
  const bool json = !text.empty() && (text[0] == '{' || text[0] == '[' || text[0] == '"' ||
                                      text[0] == '-' || (text[0] >= '0' && text[0] <= '9') ||
                                      text == "true" || text == "false" || text == "null");
  if (json)
    if (const auto read = event::parse_json(text)) return *read;
  return text;
}

/// A record and everything that was recorded of it.
struct Life {
  explicit Life(const pack::Rulebook& rules, std::string register_id)
      : rules_(&rules), register_id_(std::move(register_id)),
        view_(rules.calendar().view(rules.jurisdiction(), kAllKnown)) {}

  Environment environment(Date today, const std::string& role = {}) const {
    Environment environment{.today = today,
                            .now_ms = std::int64_t{1000} *
                                      (std::chrono::sys_days{today}.time_since_epoch().count()),
                            .actor = {.id = "甲", .roles = {}, .unit = "u1"},
                            .calendar = view_,
                            .lookup = lookup_};
    if (!role.empty()) environment.actor.roles = {role};
    return environment;
  }
  Decision run(const Command& command, const Environment& environment) {
    auto decision = decide(*rules_, opened_ ? &record_ : nullptr, "r1", command, environment);
    if (const auto* accepted = std::get_if<Accepted>(&decision)) {
      for (const auto& event : accepted->events)
        record_event(event, environment);
      EXPECT_EQ(record_, accepted->record);
      opened_ = true;
    }
    return decision;
  }
  void record_event(const event::NewEvent& event, const Environment& environment) {
    const auto applied = apply(record_, event, "r1", environment.now_ms, environment.actor.id);
    EXPECT_TRUE(applied) << event.payload;
    events_.push_back({.authority_id = "a",
                       .sequence = static_cast<std::int64_t>(events_.size()) + 1,
                       .id = {},
                       .stream = record_stream("r1"),
                       .type = event.type,
                       .version = event.version,
                       .recorded_at = environment.now_ms,
                       .effective_on = event.effective_on,
                       .actor = environment.actor.id,
                       .payload = event.payload,
                       .hash = {}});
  }

  const pack::Rulebook* rules_;
  std::string register_id_;
  calendar::View view_;
  Lookup lookup_ = {};
  Record record_;
  bool opened_ = false;
  std::vector<event::Event> events_;
};

inline std::string shown(const std::optional<Date>& date) {
  return date ? base::to_string(*date) : "-";
}
/// What a line `? key wanted` looks at: state, breaches, opened_on, field.x, <clock>.<what>.
inline std::string look(const Record& record, const std::string& key) {
  if (key == "state") return record.state;
  if (key == "opened_on") return base::to_string(record.opened_on);
  if (key == "breaches") return tokens(record.breaches);
  const auto dot = key.find('.');
  if (dot == std::string::npos) return "unknown key";
  const auto id = key.substr(0, dot), what = key.substr(dot + 1);
  if (id == "field") {
    const auto& held = record.fields[what];
    return held.string() != nullptr ? held.text() : held.dump();
  }
  for (const auto& clock : record.clocks) {
    if (clock.clock != id) continue;
    if (what == "running") return clock.running() ? "yes" : "no";
    if (what == "started_on") return base::to_string(clock.started_on);
    if (what == "earliest_on") return shown(clock.earliest_on);
    if (what == "due_on") return shown(clock.due_on);
    if (what == "target_on") return shown(clock.target_on);
    if (what == "earliest_target_on") return shown(clock.earliest_target_on);
    if (what == "stopped_on") return shown(clock.stopped_on);
    if (what == "extended") return std::to_string(clock.extended);
    return "unknown key";
  }
  return "none";
}

inline TakeStep take(const Life& life, const std::vector<std::string>& line, Environment& at) {
  TakeStep command{.register_id = life.register_id_, .step = line.at(1), .on = day(line.at(0))};
  Json::Object fields;
  for (std::size_t i = 2; i < line.size(); ++i) {
    const auto equals = line[i].find('=');
    const auto key = line[i].substr(0, equals), text = line[i].substr(equals + 1);
    if (key == "by")
      at.actor.roles = {text};
    else if (key == "today")
      at.today = day(text);
    else if (key == "outside")
      command.outside_reason = text;
    else
      fields.emplace(key, value(text));
  }
  command.fields = fields;
  return command;
}

/// Lines: `DAY STEP [field=value] [by=role] [today=DAY] [outside=reason] | ok or refusals`,
/// `DAY correct reason [field=value] [#index=DAY] | …`, `DAY annul reason | …`,
/// `DAY pass | deemed steps`, `? key wanted`.
inline void play(Life& life, std::string_view table) {
  for (const auto& text : split(table, '\n')) {
    SCOPED_TRACE(text);
    const auto sides = split(text, '|');
    const auto line = words(sides[0]);
    if (line.empty()) continue;
    std::string wanted;
    if (line[0] == "?") {
      for (std::size_t i = 2; i < line.size(); ++i)
        wanted += (wanted.empty() ? "" : " ") + line[i];
      EXPECT_EQ(look(life.record_, line.at(1)), wanted);
      continue;
    }
    for (const auto& word : words(sides.at(1)))
      wanted += (wanted.empty() ? "" : " ") + word;
    auto at = life.environment(day(line[0]));
    if (line.at(1) == "pass") {
      std::string taken;
      for (const auto& event : deemed(*life.rules_, life.record_, at)) {
        life.record_event(event, at);
        taken += (taken.empty() ? "" : " ") + life.record_.steps.back().step;
      }
      EXPECT_EQ(taken, wanted);
    } else if (line[1] == "annul") {
      EXPECT_EQ(tokens(life.run(Annul{line.size() > 2 ? line[2] : ""}, at)), wanted);
    } else if (line[1] == "correct") {
      Correct command{.fields = {}, .steps = {}, .reason = line.at(2) == "-" ? "" : line[2]};
      Json::Object fields;
      for (std::size_t i = 3; i < line.size(); ++i) {
        const auto equals = line[i].find('=');
        const auto key = line[i].substr(0, equals), text_value = line[i].substr(equals + 1);
        if (key[0] == '#')
          command.steps.emplace(std::stoi(key.substr(1)), day(text_value));
        else
          fields.emplace(key, value(text_value));
      }
      command.fields = fields;
      EXPECT_EQ(tokens(life.run(command, at)), wanted);
    } else {
      const auto command = take(life, line, at);
      EXPECT_EQ(tokens(life.run(command, at)), wanted);
    }
  }
}

} // namespace plumb::registers::testing
