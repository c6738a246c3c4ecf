// SPDX-License-Identifier: Apache-2.0
// Lives of records without any storage: how many steps are decided, how many facts put into the
// state, how many recorded lives asked "what if" in a second. Ratios: against reading and writing
// the same facts as JSON, which every fact goes through anyway.
//
//   bench_registers RECORDS
#include "invented_rules.hpp"

#include <plumb/registers/registers.hpp>

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace plumb;
using namespace plumb::registers;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Act {
  const char* step;
  int day; ///< after the opening
  Json fields;
};

// A life with a condition, gates, a paused clock and both ends of a period.
std::vector<Act> acts(bool request) {
  if (request)
    return {{"apply", 0, Json::Object{{"subject", "预算"}}},
            {"accept", 2, Json::Object{}},
            {"ask_third_party", 5, Json::Object{}},
            {"third_party_answered", 12, Json::Object{}},
            {"extend", 15, Json::Object{}},
            {"answer", 45, Json::Object{}}};
  return {{"propose", 0, Json::Object{{"title", "修桥"}, {"kind", "market"}}},
          {"consult", 1, Json::Object{}},
          {"note", 2, Json::Object{{"draft", "abc"}, {"fair_reviewed", true}}},
          {"submit", 42, Json::Object{}},
          {"decide", 64, Json::Object{}},
          {"publish", 65, Json::Object{}}};
}

struct Lived {
  std::vector<Record> records;
  std::vector<event::NewEvent> events;
  double seconds = 0;
};

Lived live(const pack::Rulebook& rules, int count) {
  Lived lived;
  const auto view = rules.calendar().view("CN", base::make_date(2026, 11, 22));
  const auto requests = acts(true), proposals = acts(false);
  const auto start = Clock::now();
  for (int i = 0; i < count; ++i) {
    const auto id = fmt::format("r{}", i);
    const auto opened = base::add_days(base::make_date(2026, 1, 5), i % 200);
    Record record;
    for (const auto& act : i % 2 == 0 ? requests : proposals) {
      const auto today = base::add_days(opened, act.day);
      const Environment environment{
          .today = today, .now_ms = 0, .actor = {.id = "甲", .roles = {}}, .calendar = view};
      TakeStep step{
          .register_id = i % 2 == 0 ? "request" : "proposal", .step = act.step, .on = today};
      step.fields = act.fields;
      auto decision =
          decide(rules, record.steps.empty() ? nullptr : &record, id, step, environment);
      auto* accepted = std::get_if<Accepted>(&decision);
      if (accepted == nullptr) {
        const auto& refusal = std::get<std::vector<Refusal>>(decision).front();
        fmt::print(stderr, "bench_registers: {} refused: {} {}\n", act.step, name_of(refusal.code),
                   refusal.about);
        std::exit(1);
      }
      record = std::move(accepted->record);
      lived.events.push_back(std::move(accepted->events.front()));
    }
    lived.records.push_back(std::move(record));
  }
  lived.seconds = seconds_since(start);
  return lived;
}

} // namespace

int main(int argc, char** argv) {
  const int count = argc > 1 ? std::atoi(argv[1]) : 10'000;
  std::vector<pack::Diagnostic> faults;
  const auto rules =
      pack::Rulebook::load({testing::national_source(), testing::county_source()}, faults);
  if (rules == nullptr) {
    fmt::print(stderr, "bench_registers: the invented rules do not load\n");
    return 1;
  }
  const auto lived = live(*rules, count);
  const auto facts = static_cast<double>(lived.events.size());
  double bytes = 0;
  for (const auto& event : lived.events)
    bytes += static_cast<double>(event.payload.size());

  auto start = Clock::now();
  std::size_t written = 0;
  for (const auto& event : lived.events)
    if (const auto json = event::parse_json(event.payload)) written += json->dump().size();
  const auto json_seconds = seconds_since(start);

  start = Clock::now();
  std::size_t at = 0;
  for (const auto& record : lived.records) {
    Record replayed;
    for (std::size_t i = 0; i < record.steps.size(); ++i)
      if (!apply(replayed, lived.events[at++], record.record_id, 0, "甲")) return 1;
    if (replayed != record) return 1;
  }
  const auto apply_seconds = seconds_since(start);

  const auto other = rules->with("sample.reply.max", {10, 0}, "working_day");
  if (!other) return 1;
  start = Clock::now();
  const auto differing = what_if(*rules, **other, lived.records,
                                 rules->calendar().view("CN", base::make_date(2026, 11, 22)),
                                 base::make_date(2026, 11, 22));
  const auto what_if_seconds = seconds_since(start);

  fmt::print("registers: {} records, {} facts of {:.0f} bytes on average\n", count,
             lived.events.size(), bytes / facts);
  fmt::print("  reference, JSON read and written  {:>9.0f} facts/s{}\n", facts / json_seconds,
             written == 0 ? " (nothing)" : "");
  fmt::print(
      "  decide (with its own apply)       {:>9.0f} decisions/s  {:.2f} × the reference's time\n",
      facts / lived.seconds, lived.seconds / json_seconds);
  fmt::print("  apply                             {:>9.0f} facts/s      {:.2f} ×\n",
             facts / apply_seconds, apply_seconds / json_seconds);
  fmt::print("  what if                           {:>9.0f} records/s    {} of {} would differ\n",
             count / what_if_seconds, differing.size(), count);
  return 0;
}
