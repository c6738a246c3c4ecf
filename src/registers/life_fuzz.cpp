// SPDX-License-Identifier: Apache-2.0
// A stored record, commands and facts of any content: {"record": …, "facts": [{type, payload}],
// "commands": [{step, on, fields, outside, correct, days, reason, annul}], "who": {roles, unit},
// "receipt", "duty": {rule, start, lead}}. Nothing may crash, what is decided must apply to the
// same state, what comes of it must be openings and steps on children, and what is stored must be
// read back as it was.
#include "linked_rules.hpp"

#include <plumb/base/check.hpp>
#include <plumb/registers/registers.hpp>

#include <algorithm>

using namespace plumb::registers;
using plumb::event::Json;

namespace {

const plumb::pack::Rulebook& rules() {
  static const auto loaded = [] {
    std::vector<plumb::pack::Diagnostic> faults;
    return plumb::pack::Rulebook::load({testing::linked_source(), testing::county_source()},
                                       faults);
  }();
  return *loaded;
}

std::optional<std::string> text_or_none(const Json& json) {
  return json.string() != nullptr ? std::optional(json.text()) : std::nullopt;
}

Command command_of(const Json& json) {
  if (json.has("annul")) return Annul{json["annul"].text()};
  if (json.has("move")) return Move{json["move"].text()};
  if (json.has("correct")) {
    Correct command{.fields = json["correct"], .steps = {}, .reason = json["reason"].text()};
    if (const auto* days = json["days"].object())
      for (const auto& [index, on] : *days)
        if (const auto read = plumb::base::parse_date(on.text()); read && !index.empty())
          command.steps.emplace(index[0] - '0', *read);
    return command;
  }
  return TakeStep{.register_id = json.has("register") ? json["register"].text() : "request",
                  .step = json["step"].text(),
                  .on = plumb::base::parse_date(json["on"].text()),
                  .fields = json["fields"],
                  .outside_reason = text_or_none(json["outside"]),
                  .parent = json["parent"].text(),
                  .origin = {}};
}

Lookup lookup() {
  return {.candidates =
              [](std::string_view, const plumb::expression::Program*) {
                const Json fields = Json::Object{{"specialty", Json::Array{"law"}}, {"unit", "u"}};
                return std::vector<Candidate>{{"x1", "a", fields}, {"x2", "b", {}}};
              },
          .next_number = [](std::string_view, const plumb::pack::Numbering&, std::string_view,
                            int) { return std::int64_t{1}; },
          .seed = [] { return std::string(64, 'd'); }};
}

Actor who(const Json& json) {
  Actor actor{.id = "a", .roles = {}, .unit = json["unit"].text(), .units = {}};
  for (const auto& role : json["roles"].items())
    actor.roles.push_back(role.text());
  return actor;
}

void check_consequences(const Accepted& accepted, const Record& before) {
  for (const auto& consequence : accepted.consequences) {
    const auto& id = consequence.record_id;
    PLUMB_CHECK(rules().find_register(consequence.step.register_id) != nullptr);
    if (id.empty())
      PLUMB_CHECK(consequence.step.origin.kind == "spawn" &&
                  consequence.step.parent == accepted.record.record_id);
    else
      PLUMB_CHECK(std::ranges::any_of(before.children, [&](const Child& child) {
        return child.record_id == id && !child.final;
      }));
  }
}

void ask_about_duty(const Json& json) {
  plumb::pack::Obligation duty;
  duty.schedule = json["rule"].text();
  duty.due_date = json["due_date"].text();
  duty.every = static_cast<plumb::pack::Obligation::Every>(json["every"].integer_or(0) & 3);
  duty.lead_days = static_cast<int>(json["lead"].integer_or(0) % 100'000);
  duty.due_day = static_cast<int>(json["due_day"].integer_or(0) % 100'000);
  duty.due_months_after = static_cast<int>(json["months_after"].integer_or(0) % 100'000);
  duty.in_force_from = plumb::base::make_date(2020, 1, 1);
  const auto start = plumb::base::parse_date(json["start"].text()).value_or(duty.in_force_from);
  const auto from = plumb::base::parse_date(json["from"].text()).value_or(start);
  const auto until = plumb::base::add_days(from, 400);
  const auto found = occurrences(duty, duty.schedule, start, from, until);
  for (const auto& each : found)
    PLUMB_CHECK(from <= each.opens_on && each.opens_on <= until && !each.period.empty());
  PLUMB_CHECK(std::ranges::is_sorted(found, {}, &Occurrence::opens_on));
}

void check_stored(const Record& record) {
  const auto text = to_json(record).dump();
  const auto parsed = plumb::event::parse_json(text);
  PLUMB_CHECK(parsed.has_value());
  const auto again = record_from_json(*parsed);
  PLUMB_CHECK(again.has_value());
  PLUMB_CHECK(to_json(*again).dump() == text);
}

void ask_everything(const Record& record, const Environment& environment) {
  (void)possible(rules(), record, environment);
  (void)consequences_of(rules(), record, environment.lookup);
  (void)recompute(rules(), record, environment.calendar, "fuzz");
  (void)what_if(rules(), rules(), std::vector{record}, environment.calendar, environment.today);
  auto parent = record;
  parent.record_id = record.parent;
  for (const auto& declared : rules().registers()) {
    (void)parties_of(declared, record);
    if (const auto event = child_event(declared, parent, record);
        event && !parent.steps.empty() && !record.record_id.empty() && !record.register_id.empty())
      PLUMB_CHECK(apply(parent, *event, parent.record_id, 1, "a").has_value());
    PLUMB_CHECK(values_of(declared, record, environment.today).size() ==
                plumb::pack::scope_of(declared).size());
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = plumb::event::parse_json({reinterpret_cast<const char*>(data), size});
  if (!input) return 0;
  Environment environment{.today = plumb::base::make_date(2026, 11, 22),
                          .actor = who((*input)["who"]),
                          .calendar =
                              rules().calendar().view("CN", plumb::base::make_date(2026, 11, 22)),
                          .lookup = lookup()};
  (void)redraw((*input)["receipt"].text(), (*input)["count"].integer_or(1));
  ask_about_duty((*input)["duty"]);
  std::optional<Record> record;
  if (auto read = record_from_json((*input)["record"])) record = *std::move(read);
  for (const auto& fact : (*input)["facts"].items()) {
    auto next = record.value_or(Record{});
    const auto before = next;
    const plumb::event::NewEvent event{fact["type"].text(), fact["payload"].dump()};
    if (apply(next, event, "r", 1, "a"))
      record = std::move(next);
    else
      PLUMB_CHECK(next == before); // never half
  }
  int left = 20;
  for (const auto& json : (*input)["commands"].items()) {
    if (--left < 0) break;
    const auto decision =
        decide(rules(), record ? &*record : nullptr, "r", command_of(json), environment);
    if (const auto* refusals = std::get_if<std::vector<Refusal>>(&decision)) {
      PLUMB_CHECK(!refusals->empty());
      continue;
    }
    const auto& accepted = std::get<Accepted>(decision);
    check_consequences(accepted, record.value_or(Record{}));
    auto next = record.value_or(Record{});
    for (const auto& event : accepted.events)
      PLUMB_CHECK(apply(next, event, "r", environment.now_ms, "a").has_value());
    PLUMB_CHECK(next == accepted.record);
    record = accepted.record;
    for (const auto& event : deemed(rules(), *record, environment))
      PLUMB_CHECK(apply(*record, event, "r", environment.now_ms, "a").has_value());
  }
  if (!record) return 0;
  if (!record->record_id.empty() && !record->register_id.empty()) check_stored(*record);
  ask_everything(*record, environment);
  return 0;
}
