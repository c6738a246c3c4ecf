// SPDX-License-Identifier: Apache-2.0
// A few registers in memory: whoever carries out a decision, as small as can be.
#pragma once

#include "linked_rules.hpp"
#include "test_support.hpp"

#include <algorithm>
#include <map>

namespace plumb::registers::testing {

inline const pack::Rulebook& linked() {
  static const auto rules = load({linked_source()});
  return *rules;
}

inline Actor person(std::string role, std::string unit, std::vector<std::string> units = {}) {
  return {
      .id = "甲", .roles = {std::move(role)}, .unit = std::move(unit), .units = std::move(units)};
}
inline Actor program(std::string unit = {}) {
  return {.id = "程序", .roles = {}, .unit = std::move(unit)};
}

struct World {
  Lookup lookup() const {
    return {.candidates =
                [this](std::string_view register_id, const expression::Program* where) {
                  return candidates(register_id, where);
                },
            .next_number = [this](std::string_view, const pack::Numbering& numbering,
                                  std::string_view series,
                                  int year) { return next_number(numbering, series, year); },
            .seed = [this] { return seed_; }};
  }
  std::vector<Candidate> candidates(std::string_view register_id,
                                    const expression::Program* where) const {
    struct View final : expression::Record {
      std::vector<expression::Value> values;
      expression::Value column(std::size_t index) const override { return values.at(index); }
      expression::Value parameter(std::string_view) const override { return {}; }
    };
    std::vector<Candidate> found;
    const auto& declared = *rules_.find_register(register_id);
    for (const auto& [record_id, record] : records_) {
      if (record.register_id != register_id || declared.state(record.state)->final) continue;
      View view;
      view.values = values_of(declared, record, today_);
      if (where == nullptr || where->holds(view))
        found.push_back({record_id, record.fields[declared.title_field].text(), record.fields});
    }
    return found;
  }
  std::int64_t next_number(const pack::Numbering& numbering, std::string_view series,
                           int year) const {
    for (std::int64_t number = 1;; ++number) {
      const auto text =
          std::string(series) + "〔" + std::to_string(year) + "〕" + std::to_string(number) + "号";
      if (std::ranges::none_of(records_, [&](const auto& each) {
            return each.second.fields[numbering.field].text() == text;
          }))
        return number;
    }
  }
  Environment environment(Actor actor) const {
    return {.today = today_,
            .now_ms = 1000,
            .actor = std::move(actor),
            .calendar = rules_.calendar().view(rules_.jurisdiction(), kAllKnown),
            .lookup = lookup()};
  }
  // Decides, puts it into the world with all that comes of it; `ok` or the refusals.
  std::string run(const std::string& record_id, const Command& command, const Actor& actor) {
    const auto at = environment(actor);
    const auto known = records_.find(record_id);
    const auto decision =
        decide(rules_, known == records_.end() ? nullptr : &known->second, record_id, command, at);
    newest_ = decision;
    const auto* accepted = std::get_if<Accepted>(&decision);
    if (accepted == nullptr) return tokens(decision);
    for (const auto& event : accepted->events)
      append(record_id, event, at);
    EXPECT_EQ(records_[record_id], accepted->record);
    for (const auto& consequence : accepted->consequences) {
      const auto target =
          consequence.record_id.empty() ? "r" + std::to_string(++last_id_) : consequence.record_id;
      const auto outcome = run(target, consequence.step, program(consequence.unit));
      EXPECT_EQ(outcome, "ok") << consequence.step.step;
    }
    newest_ = decision;
    tell_parent(records_[record_id], at);
    return "ok";
  }
  std::string open(const std::string& record_id, const std::string& register_id,
                   const std::string& step, Json fields, const Actor& actor = program()) {
    return run(record_id,
               TakeStep{.register_id = register_id, .step = step, .fields = std::move(fields)},
               actor);
  }
  std::string take(const std::string& record_id, const std::string& step, Json fields = {},
                   const Actor& actor = program()) {
    return run(record_id, TakeStep{.register_id = {}, .step = step, .fields = std::move(fields)},
               actor);
  }
  void tell_parent(const Record& child, const Environment& at) {
    const auto parent = records_.find(child.parent);
    if (parent == records_.end()) return;
    const auto& declared = *rules_.find_register(child.register_id);
    if (const auto event = child_event(declared, parent->second, child))
      append(child.parent, *event, at);
    EXPECT_FALSE(child_event(declared, records_[child.parent], child)); // it knows now
  }
  void append(const std::string& record_id, const event::NewEvent& event, const Environment& at) {
    const auto applied = apply(records_[record_id], event, record_id, at.now_ms, at.actor.id);
    EXPECT_TRUE(applied) << event.payload;
    events_[record_id].push_back(event);
  }

  const pack::Rulebook& rules_ = linked();
  Date today_ = base::make_date(2026, 3, 2);
  std::string seed_ = std::string(64, '7');
  std::map<std::string, Record> records_;
  std::map<std::string, std::vector<event::NewEvent>> events_;
  Decision newest_;
  int last_id_ = 0;
};

inline Record a_record(std::string record_id, std::string register_id, std::string state,
                       std::string unit) {
  Record record;
  record.record_id = std::move(record_id);
  record.register_id = std::move(register_id);
  record.state = std::move(state);
  record.unit = std::move(unit);
  record.opened_on = day("2026-03-02");
  return record;
}

inline Json json(std::string_view text) {
  const auto read = event::parse_json(text);
  EXPECT_TRUE(read) << text;
  return read ? *read : Json();
}

} // namespace plumb::registers::testing
