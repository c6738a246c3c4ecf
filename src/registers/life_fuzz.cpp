// SPDX-License-Identifier: Apache-2.0
// A stored record, commands and facts of any content: {"record": …, "facts": [{type, payload}],
// "commands": [{step, on, fields, outside, correct, days, reason, annul}]}. Nothing may crash, what
// is decided must apply to the same state, and what is stored must be read back as it was.
#include "invented_rules.hpp"

#include <plumb/base/check.hpp>
#include <plumb/registers/registers.hpp>

using namespace plumb::registers;
using plumb::event::Json;

namespace {

const plumb::pack::Rulebook& rules() {
  static const auto loaded = [] {
    std::vector<plumb::pack::Diagnostic> faults;
    return plumb::pack::Rulebook::load({testing::national_source(), testing::county_source()},
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
                  .outside_reason = text_or_none(json["outside"])};
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
  (void)recompute(rules(), record, environment.calendar, "fuzz");
  (void)what_if(rules(), rules(), std::vector{record}, environment.calendar, environment.today);
  for (const auto& declared : rules().registers())
    PLUMB_CHECK(values_of(declared, record, environment.today).size() ==
                plumb::pack::scope_of(declared).size());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = plumb::event::parse_json({reinterpret_cast<const char*>(data), size});
  if (!input) return 0;
  Environment environment{.today = plumb::base::make_date(2026, 11, 22),
                          .actor = {.id = "a", .roles = {}},
                          .calendar =
                              rules().calendar().view("CN", plumb::base::make_date(2026, 11, 22))};
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
