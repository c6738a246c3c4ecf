// SPDX-License-Identifier: Apache-2.0
// Registers with many records: pages of lists and of one record, a notice over open clocks, what
// the records of ledger tasks cost an approval. Ratios: every page with many records against the
// same page with few; approvals with records against those without. The tables are filled through
// the fold alone (the journal has a benchmark of its own), one event for each record, every tenth
// with a running clock.
//
//   bench_records MANY [FEW]
#include "test_support.hpp"

#include <plumb/base/hash.hpp>
#include <plumb/intake/task.hpp>

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

namespace {

using namespace plumb;
using records::Json;
using records::testing::Store;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

template <class T> T must(base::Result<T> result) {
  if (!result) {
    fmt::print(stderr, "bench_records: {} {}\n", result.error().id,
               result.error().args.empty() ? "" : result.error().args.front().second);
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

std::string with_archive() {
  return records::testing::replaced(
      records::testing::kBoat, "  - { id: accept,",
      "  - { id: archive, title: 存档, opens: true, to: decided, required: [name, kind], optional: "
      "[seats, remarks, owner] }\n  - { id: accept,");
}

constexpr const char* kWords[] = {"清淤", "检修", "补漆", "年检", "救生", "引航", "夜航", "换证"};

Json::Object fields_of(std::int64_t n) {
  return {{"name", fmt::format("{}船{}号", kWords[n % 8], n)},
          {"kind", n % 3 == 0 ? "ferry" : "fishing"},
          {"seats", n % 500},
          {"remarks", fmt::format("编号{}的船只{}后投入使用，材料齐全。", n, kWords[n / 8 % 8])}};
}

/// Records as their opening events alone, put into the tables in transactions of a thousand.
double fill(Store& store, std::int64_t count) {
  std::vector<event::Event> patterns;
  for (const char* step : {"apply", "archive"})
    for (int unit = 0; unit < 60; ++unit)
      must(store->open_record({}, {.register_id = "boat", .step = step, .fields = fields_of(unit)},
                              {.id = "x", .roles = {}, .unit = fmt::format("u{}", unit)}, false));
  for (const auto& event : must(store.journal().read("default", 0, 1'000)))
    if (!registers::record_of_stream(event.stream).empty()) patterns.push_back(event);
  const auto head = must(store.journal().read("default", 0, 1'000)).back().sequence;
  const auto start = Clock::now();
  for (std::int64_t from = 0; from < count; from += 1'000)
    must(store.journal().exclusively([&](storage::Connection& writer) -> base::Result<void> {
      for (std::int64_t n = from; n < std::min(count, from + 1'000); ++n) {
        event::Event event = patterns[static_cast<std::size_t>((n % 10 == 0 ? 0 : 60) + n % 60)];
        auto payload = *event::parse_json(event.payload);
        payload.object()->insert_or_assign("fields", fields_of(n));
        event.payload = payload.dump();
        event.stream = registers::record_stream(fmt::format("r{:08}", n));
        event.sequence = head + n + 1;
        PLUMB_TRY(store->apply(writer, event));
      }
      return {};
    }));
  return seconds_since(start);
}

struct Measured {
  double per_second = 0, p99_ms = 0;
};

Measured measure(const std::function<void(int)>& ask) {
  std::vector<double> times;
  const auto start = Clock::now();
  for (int i = 0; i < 20'000 && seconds_since(start) < 1.5; ++i) {
    const auto one = Clock::now();
    ask(i);
    times.push_back(seconds_since(one));
  }
  const double all = seconds_since(start);
  std::ranges::sort(times);
  return {static_cast<double>(times.size()) / all, times[times.size() * 99 / 100] * 1e3};
}

struct Page {
  const char* name;
  std::function<void(Store&, int)> ask;
};

std::vector<Page> pages(std::int64_t count) {
  const auto list = [](records::Query query) {
    return [query](Store& store, int) { must(store->list("default", "boat", query)); };
  };
  return {
      {"one record",
       [count](Store& store, int i) {
         must(store->record("default", fmt::format("r{:08}", i * 7919LL % count)));
       }},
      {"list, newest", list({})},
      {"list, deep cursor", list({.cursor = fmt::format("n{}", count / 2)})},
      {"list, state", list({.states = {"applied"}})},
      {"list, unit", list({.unit = "u7"})},
      {"list, two states", list({.states = {"applied", "decided"}})},
      {"list, overdue by end", list({.due = records::Due::Overdue, .sort = records::Sort::Due})},
      {"list, by end", list({.sort = records::Sort::Due})},
      {"list, indexed field", list({.fields = R"({"seats":77})"})},
      {"list, condition", list({.where = "seats > 400 and kind == 'ferry'"})},
      {"list, rare condition", list({.where = "seats == 499 and kind == 'ferry'"})},
      {"list, two words", list({.text = "清淤 救生"})},
      {"list, a rare word", list({.text = "船777号"})}};
}

void report_pages(std::int64_t many, std::int64_t few) {
  const auto large = storage::testing::fresh_database(), small = storage::testing::fresh_database();
  Store large_store(*large), small_store(*small);
  for (Store* store : {&large_store, &small_store})
    must((*store)->activate({}, records::testing::rules("1.0.0", with_archive())));
  const double spent = fill(large_store, many);
  fill(small_store, few);
  fmt::print("{} records folded in {:.1f} s ({:.0f}/s)\n", many, spent,
             static_cast<double>(many) / spent);
  for (const auto& page : pages(few)) {
    const auto seldom = measure([&](int i) { page.ask(small_store, i); });
    const auto often = measure([&](int i) { page.ask(large_store, i); });
    fmt::print("{:<22} {:>8.0f}/s  p99 {:>8.2f} ms   with {}: {:>8.0f}/s  p99 {:>6.2f} ms   ratio "
               "{:.2f}\n",
               page.name, often.per_second, often.p99_ms, few, seldom.per_second, seldom.p99_ms,
               often.per_second / seldom.per_second);
  }
}

/// A notice over clocks that are all open, recorded through the journal.
void report_notice(std::int64_t count) {
  const auto database = storage::testing::fresh_database();
  Store store(*database);
  must(store->activate({}, records::testing::rules("1.0.0", with_archive())));
  const auto opening = Clock::now();
  for (std::int64_t from = 0; from < count; from += 1'000)
    must(store.journal().execute(
        {}, "fill", [&](journal::Transaction& transaction) -> base::Result<std::string> {
          const auto book = *store->rules("default");
          const registers::Environment environment{
              .today = base::china_date(transaction.now_ms()),
              .now_ms = transaction.now_ms(),
              .actor = {},
              .calendar = book->calendar().view("CN", base::china_date(transaction.now_ms()))};
          for (std::int64_t n = from; n < std::min(count, from + 1'000); ++n) {
            const std::string id = fmt::format("r{:08}", n);
            const auto decision = registers::decide(
                *book, nullptr, id,
                registers::TakeStep{.register_id = "boat", .step = "apply", .fields = fields_of(n)},
                environment);
            const auto& accepted = std::get<registers::Accepted>(decision);
            PLUMB_TRY(transaction.append(registers::record_stream(id), 0, accepted.events));
          }
          return std::string();
        }));
  fmt::print("{} records opened through the journal in {:.1f} s\n", count, seconds_since(opening));
  calendar::Notice notice{
      .id = "n1",
      .title = "湖节",
      .notice_on = records::testing::day("2026-03-02"),
      .days = {{records::testing::day("2026-03-04"), calendar::DayKind::Holiday, "湖节"}}};
  auto start = Clock::now();
  must(store->record_notice({}, notice, true));
  const double tried = seconds_since(start);
  start = Clock::now();
  must(store->record_notice({}, notice, false));
  fmt::print("a notice over {} open clocks: told in {:.1f} s, recorded in {:.1f} s\n", count, tried,
             seconds_since(start));
}

void report_tasks(std::int64_t count) {
  const auto database = storage::testing::fresh_database();
  Store store(*database);
  must(store->activate({}, records::testing::rules()));
  std::vector<intake::Task> tasks(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    tasks[i].task_id = fmt::format("t{}", i);
    tasks[i].title = fmt::format("任务{}", i);
    tasks[i].text =
        fmt::format("梳理事项,编号{},建立清单并动态调整,对发现的问题逐项登记、限期办结。", i);
    tasks[i].lead = {{.text = "第一局", .unit_ids = {"u1"}, .reason = "name"}};
  }
  const auto start = Clock::now();
  for (std::size_t from = 0; from < tasks.size(); from += 1'000)
    must(store.journal().execute(
        {}, "approve", [&](journal::Transaction& transaction) -> base::Result<std::string> {
          std::vector<intake::TaskFact> facts;
          for (std::size_t i = from; i < std::min(tasks.size(), from + 1'000); ++i)
            facts.push_back({&tasks[i], "d1", "方案"});
          PLUMB_TRY(store->approved(transaction, facts));
          return std::string();
        }));
  const double spent = seconds_since(start);
  fmt::print("{} ledger tasks became records in {:.1f} s ({:.0f}/s)\n", count, spent,
             static_cast<double>(count) / spent);
}

} // namespace

int main(int argc, char** argv) {
  const std::int64_t many = argc > 1 ? std::atoll(argv[1]) : 100'000;
  const std::int64_t few = argc > 2 ? std::atoll(argv[2]) : std::min<std::int64_t>(many, 10'000);
  report_tasks(std::min<std::int64_t>(many, 20'000));
  report_notice(std::min<std::int64_t>(many, 100'000));
  report_pages(many, few);
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  fmt::print("peak memory {} MB\n", usage.ru_maxrss / 1024);
  return 0;
}
