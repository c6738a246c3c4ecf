// SPDX-License-Identifier: Apache-2.0
// Lives of records without any storage: how many steps are decided, how many facts put into the
// state, how many recorded lives asked "what if" in a second. Ratios: against reading and writing
// the same facts as JSON, which every fact goes through anyway.
//
//   bench_registers RECORDS
#include "linked_rules.hpp"

#include <plumb/registers/registers.hpp>

#include <fmt/format.h>

#include <algorithm>
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

// An errand for 20 units: the step that gives its number and opens their parts.
bool measure_issuing(const pack::Rulebook& rules, int count) {
  Json::Array units;
  for (int i = 0; i < 20; ++i)
    units.emplace_back(fmt::format("u{}", i));
  Environment environment{.today = base::make_date(2026, 3, 2),
                          .now_ms = 0,
                          .actor = {.id = "甲", .roles = {"coordinator"}, .unit = "u", .units = {}},
                          .calendar = rules.calendar().view("CN", base::make_date(2026, 11, 22))};
  environment.lookup.next_number = [](std::string_view, const pack::Numbering&, std::string_view,
                                      int) { return std::int64_t{1}; };
  TakeStep draft{.register_id = "errand", .step = "draft"};
  draft.fields = Json::Object{{"title", "修渠"}, {"code", "county"}, {"lead", std::move(units)}};
  const auto opened = decide(rules, nullptr, "e", draft, environment);
  if (!std::holds_alternative<Accepted>(opened)) return false;
  TakeStep issue{.register_id = "errand", .step = "issue"};
  issue.fields = Json::Object{{"due_on", "2026-06-01"}};
  std::size_t consequences = 0;
  const auto start = Clock::now();
  for (int i = 0; i < count; ++i) {
    const auto decision =
        decide(rules, &std::get<Accepted>(opened).record, "e", issue, environment);
    const auto* accepted = std::get_if<Accepted>(&decision);
    if (accepted == nullptr) return false;
    consequences += accepted->consequences.size();
  }
  const auto seconds = seconds_since(start);
  fmt::print("  issue an errand to 20 units       {:>9.0f} decisions/s  {} parts to open\n",
             count / seconds, consequences);
  return true;
}

// Ten drawn from a pool of a thousand, and drawn again from the receipt.
bool measure_draws(const pack::Rulebook& rules, int count) {
  std::vector<Candidate> pool;
  for (int i = 0; i < 1000; ++i)
    pool.push_back(
        {fmt::format("x{:04}", i), "专家", Json::Object{{"specialty", Json::Array{"law"}}}});
  Environment environment{.today = base::make_date(2026, 3, 2),
                          .now_ms = 0,
                          .actor = {.id = "甲", .roles = {}},
                          .calendar = rules.calendar().view("CN", base::make_date(2026, 11, 22))};
  environment.lookup = {
      .candidates = [&](std::string_view, const expression::Program*) { return pool; },
      .next_number = {},
      .seed = [] { return std::string(64, '7'); }};
  Record record;
  record.record_id = "e";
  record.register_id = "errand";
  record.state = "issued";
  record.opened_on = environment.today;
  record.steps.push_back({.step = "draft", .on = environment.today});
  TakeStep draw{.register_id = {}, .step = "draw"};
  draw.fields = Json::Object{{"wanted", Json::Array{"law"}}, {"how_many", 10}};
  std::string receipt;
  auto start = Clock::now();
  for (int i = 0; i < count; ++i) {
    const auto decision = decide(rules, &record, "e", draw, environment);
    const auto* accepted = std::get_if<Accepted>(&decision);
    if (accepted == nullptr) return false;
    receipt = accepted->record.fields["lot"].text();
  }
  const auto drawn = seconds_since(start);
  start = Clock::now();
  for (int i = 0; i < count; ++i)
    if (!redraw(receipt, 10)) return false;
  const auto again = seconds_since(start);
  fmt::print("  draw 10 of 1000                   {:>9.0f} draws/s      again from the receipt "
             "{:.0f}/s\n",
             count / drawn, count / again);
  return true;
}

void measure_duties(int count) {
  pack::Obligation duty;
  duty.due_day = 25;
  duty.in_force_from = base::make_date(2020, 1, 1);
  const auto from = base::make_date(2026, 1, 1), until = base::make_date(2026, 12, 31);
  std::size_t found = 0;
  auto start = Clock::now();
  for (int i = 0; i < count; ++i)
    found += occurrences(duty, {}, {}, from, until).size();
  const auto periods = seconds_since(start);
  duty.schedule = "rules.rule";
  start = Clock::now();
  for (int i = 0; i < count; ++i)
    found += occurrences(duty, "FREQ=MONTHLY;BYMONTHDAY=25", from, from, until).size();
  const auto rules = seconds_since(start);
  fmt::print(
      "  a year of a monthly duty          {:>9.0f} by period/s  by rule {:.0f}/s, {} found\n",
      count / periods, count / rules, found);
}

} // namespace

int main(int argc, char** argv) {
  const int count = argc > 1 ? std::atoi(argv[1]) : 10'000;
  std::vector<pack::Diagnostic> faults;
  const auto rules =
      pack::Rulebook::load({testing::linked_source(), testing::county_source()}, faults);
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
  const int few = std::max(count / 10, 1);
  if (!measure_issuing(*rules, few) || !measure_draws(*rules, std::max(few / 10, 1))) {
    fmt::print(stderr, "bench_registers: an errand was refused\n");
    return 1;
  }
  measure_duties(few);
  return 0;
}
