// SPDX-License-Identifier: Apache-2.0
// Registers with many records: pages of lists, of one record and of somebody's work, for tasks,
// normative documents and major decisions under the national rules; a notice over open clocks; what
// the records of ledger tasks cost an approval. Ratios: every page with many records against the
// same page with few; approvals with records against those without. The tables are filled through
// the fold alone (the journal has a benchmark of its own), one event for each record, every tenth
// still open.
//
//   bench_records MANY [FEW] [PACKS] [URL]
//   bench_records pages MANY …     only the pages
//   bench_records copies MANY …    only the pages; FEW records of each register are folded and
//                                  their rows copied, so that it is soon done (full text finds
//                                  only those)
//
// MANY records of each register; PACKS: the folder of packs; URL: a PostgreSQL, else SQLite in
// memory.
#include "test_support.hpp"

#include <plumb/base/hash.hpp>
#include <plumb/intake/task.hpp>

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>

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

constexpr const char* kWords[] = {"清淤", "检修", "补漆", "年检", "救生", "引航", "夜航", "换证"};
constexpr int kUnits = 60;

std::string unit_name(std::int64_t n) {
  return fmt::format("u{}", n % kUnits);
}

Json::Object boat_fields(std::int64_t n) {
  return {{"name", fmt::format("{}船{}号", kWords[n % 8], n)},
          {"kind", n % 3 == 0 ? "ferry" : "fishing"},
          {"seats", n % 500}};
}

/// A register of the national rules and how its records begin.
struct Subject {
  const char *register_id, *step;
  std::vector<const char*> optional; ///< given beside what is required
  const char *field, *where;         ///< an indexed field to filter by; a condition
};
const std::vector<Subject>& subjects() {
  static const std::vector<Subject> all = {{"task",
                                            "issue",
                                            {"area", "text", "lead", "due_on"},
                                            "area",
                                            "clocks.due.due_on > opened_on and area == '检修'"},
                                           {"normative_document",
                                            "take_over",
                                            {"drafting_unit", "valid_until"},
                                            "drafting_unit",
                                            "drafting_unit == 'u7' and steps.take_over.done"},
                                           {"major_decision",
                                            "propose",
                                            {"catalogue_no"},
                                            "catalogue_no",
                                            "not technical and catalogue_no == '77'"}};
  return all;
}

Json value_of(const pack::Field& field, std::int64_t n) {
  const std::string day = base::to_string(
      base::add_days(records::testing::day("2026-03-02"), static_cast<int>(n % 400) - 40));
  switch (field.type) {
  case pack::FieldType::Text:
    if (field.id == "area") return kWords[n % 8];
    if (field.id == "catalogue_no") return std::to_string(n % 500);
    return fmt::format("{}事项{}号", kWords[n % 8], n);
  case pack::FieldType::LongText:
    return fmt::format("编号{}的事项{}后办理，材料齐全。", n, kWords[n / 8 % 8]);
  case pack::FieldType::Integer:
    return std::int64_t{1};
  case pack::FieldType::CivilDate:
    return day;
  case pack::FieldType::Flag:
    return false;
  case pack::FieldType::Choice:
    return field.choices[static_cast<std::size_t>(n) % field.choices.size()].id;
  case pack::FieldType::Unit:
    return unit_name(n);
  case pack::FieldType::Units:
    return Json::Array{unit_name(n)};
  default:
    return {};
  }
}

Json::Object fields_of(const pack::Register& declared, const Subject& subject, std::int64_t n) {
  Json::Object out;
  const auto add = [&](std::string_view id) {
    if (const auto* field = declared.field(id)) out.emplace(field->id, value_of(*field, n));
  };
  for (const auto& id : declared.step(subject.step)->required)
    add(id);
  for (const auto* id : subject.optional)
    add(id);
  return out;
}

/// The opening facts of one record of each unit.
std::vector<event::Event> patterns(Store& store, const pack::Register& declared,
                                   const Subject& subject) {
  std::vector<event::Event> out;
  for (int unit = 0; unit < kUnits; ++unit) {
    const auto opened =
        must(store->open_record({},
                                {.register_id = subject.register_id,
                                 .step = subject.step,
                                 .on = records::testing::day("2026-03-02"),
                                 .fields = fields_of(declared, subject, 40 + unit),
                                 .outside_reason = "样例"},
                                {.id = "x", .roles = {}, .unit = unit_name(unit)}, false));
    const auto events =
        must(store.journal().read("default", 0, 1, registers::record_stream(opened.id)));
    out.push_back(events.front());
  }
  return out;
}

std::string record_name(const Subject& subject, std::int64_t n) {
  return fmt::format("{}-{:08}", subject.register_id, n);
}

/// Every tenth is open with its clocks running, the others are at an end.
event::Event made_event(const event::Event& pattern, const pack::Register& declared,
                        const Subject& subject, const std::string& end, std::int64_t n) {
  event::Event event = pattern;
  auto payload = *event::parse_json(event.payload);
  auto& members = *payload.object();
  members.insert_or_assign("fields", fields_of(declared, subject, n));
  if (n % 10 != 0) {
    members.insert_or_assign("state", end);
    members.insert_or_assign("clocks", Json::Array{});
  } else if (auto* clocks = members["clocks"].array()) {
    const Json day = value_of(
        {.id = "due", .title = {}, .hint = {}, .type = pack::FieldType::CivilDate}, n / 10);
    for (auto& clock : *clocks)
      if (!clock["due_on"].is_null()) clock.object()->insert_or_assign("due_on", day);
  }
  event.payload = payload.dump();
  event.stream = registers::record_stream(record_name(subject, n));
  return event;
}

/// Records as their opening events alone, put into the tables in transactions of a thousand.
double fill(Store& store, std::int64_t count) {
  const auto book = must(store->rules("default"));
  double spent = 0;
  std::vector<std::vector<event::Event>> all;
  for (const auto& subject : subjects())
    all.push_back(patterns(store, *book->find_register(subject.register_id), subject));
  auto sequence = must(store.journal().read("default", 0, 1'000'000)).back().sequence;
  for (std::size_t i = 0; i < subjects().size(); ++i) {
    const Subject& subject = subjects()[i];
    const auto& declared = *book->find_register(subject.register_id);
    const auto end = std::ranges::find_if(declared.states, &pack::State::final)->id;
    const auto start = Clock::now();
    for (std::int64_t from = 0; from < count; from += 1'000)
      must(store.journal().exclusively([&](storage::Connection& writer) -> base::Result<void> {
        for (std::int64_t n = from; n < std::min(count, from + 1'000); ++n) {
          auto event =
              made_event(all[i][static_cast<std::size_t>(n % kUnits)], declared, subject, end, n);
          event.sequence = ++sequence;
          PLUMB_TRY(store->apply(writer, event));
        }
        return {};
      }));
    spent += seconds_since(start);
  }
  // What PostgreSQL does by itself after a while.
  const auto writer = must(store.database().writer());
  if (writer->engine() == storage::Engine::Postgres) must(writer->script("analyze"));
  return spent;
}

/// Copies the rows of `count` records until there are `many`, under other ids and numbers.
void copy_rows(Store& store, std::int64_t count, std::int64_t many) {
  const auto writer = must(store.database().writer());
  const bool postgres = writer->engine() == storage::Engine::Postgres;
  const auto columns = [&](const std::string& table) {
    std::vector<std::string> out;
    must(writer->run(postgres ? "select column_name from information_schema.columns where "
                                "table_schema = current_schema() and table_name = $1 order by "
                                "ordinal_position"
                              : "select name from pragma_table_info($1)",
                     {std::string_view(table)}, [&](const storage::Row& row) {
                       out.emplace_back(row.text(0));
                       return true;
                     }));
    return out;
  };
  const auto copy = [&](const std::string& table, const std::string& register_id) {
    std::string names, values;
    for (const auto& column : columns(table)) {
      names += (names.empty() ? "\"" : ", \"") + column + '"';
      const bool id = column == "record_id", number = column.ends_with("ordinal");
      const std::string plain = "t.\"" + column + '"';
      values += values.empty() ? "" : ", ";
      values += id       ? plain + " || '-' || k.n"
                : number ? plain + " + k.n * " + std::to_string(count)
                         : plain;
    }
    const auto times = std::to_string(many / count - 1);
    std::string sql = "with recursive k(n) as (select 1 union all select n + 1 from k where n < " +
                      times + ") insert into " + table + " (" + names + ") select " + values +
                      " from k cross join " + table + " t where t.record_id like '" + register_id +
                      "-%' and t.record_id not like '" + register_id + "-%-%'";
    must(writer->transaction([&]() -> base::Result<void> {
      PLUMB_TRY(writer->run(sql));
      return {};
    }));
  };
  for (const auto& subject : subjects()) {
    const std::string id = subject.register_id;
    for (const auto& table : {std::string("record"), std::string("record_party"),
                              std::string("record_clock"), "register_" + id})
      copy(table, id);
  }
  if (postgres) must(writer->script("analyze"));
}

struct Measured {
  double per_second = 0, p99_ms = 0;
  double cpu_ms = 0; ///< of this program for one, which other programs do not disturb
};

Measured measure(const std::function<void(int)>& ask) {
  std::vector<double> times;
  const auto start = Clock::now();
  const auto cpu = std::clock();
  for (int i = 0; i < 20'000 && seconds_since(start) < 1.0; ++i) {
    const auto one = Clock::now();
    ask(i);
    times.push_back(seconds_since(one));
  }
  const double all = seconds_since(start);
  const double used = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
  std::ranges::sort(times);
  return {static_cast<double>(times.size()) / all, times[times.size() * 99 / 100] * 1e3,
          used * 1e3 / static_cast<double>(times.size())};
}

struct Page {
  const char* name;
  std::function<void(Store&, int)> ask;
};

std::vector<Page> pages_of(const Subject& subject, const pack::Register& declared,
                           std::int64_t count) {
  const auto list = [&](records::Query query) {
    return [query, id = std::string(subject.register_id)](Store& store, int) {
      must(store->list("default", id, query));
    };
  };
  const records::Viewer viewer{.all = false, .units = {"u7"}};
  const std::string open = declared.step(subject.step)->to;
  const auto* field = declared.field(subject.field);
  const Json filter(Json::Object{{subject.field, value_of(*field, 77)}});
  return {
      {"one record",
       [count, &subject](Store& store, int i) {
         must(store->record("default", record_name(subject, i * 7919LL % count)));
       }},
      {"list, newest", list({})},
      {"list, deep cursor", list({.cursor = fmt::format("n{}", count / 2)})},
      {"list, state", list({.states = {open}})},
      {"list, unit", list({.unit = "u7"})},
      {"list, viewer, state", list({.states = {open}, .viewer = viewer})},
      {"list, viewer, by end", list({.sort = records::Sort::Due, .viewer = viewer})},
      {"list, overdue by end", list({.due = records::Due::Overdue, .sort = records::Sort::Due})},
      {"list, indexed field", list({.fields = filter.dump()})},
      {"list, field, viewer", list({.fields = filter.dump(), .viewer = viewer})},
      {"list, condition", list({.where = subject.where})},
      {"list, two words", list({.text = "清淤 事项"})},
      {"list, a rare word", list({.text = "事项777号"})}};
}

std::vector<Page> work_pages() {
  const auto work = [](const char* role, const char* unit, bool all) {
    records::WorkQuery query;
    query.actor = {.id = "p", .roles = {role}, .unit = unit, .units = {unit}};
    query.viewer = {.all = all, .units = {unit}};
    return query;
  };
  const auto clerk = work("unit_clerk", "u7", false), coordinator = work("coordinator", "", true);
  const auto day = records::testing::day("2026-03-02");
  return {{"work of a unit", [=](Store& store, int) { must(store->work("default", clerk)); }},
          {"work of a coordinator",
           [=](Store& store, int) { must(store->work("default", coordinator)); }},
          {"last days of a unit", [=](Store& store, int) {
             must(store->due_days("default", clerk.viewer, day, base::add_days(day, 30), 200));
           }}};
}

void report_page(Store& large, Store& small, std::int64_t few, const char* subject,
                 const Page& page) {
  const auto seldom = measure([&](int i) { page.ask(small, i); });
  const auto often = measure([&](int i) { page.ask(large, i); });
  fmt::print("{:<20} {:<22} {:>8.0f}/s  p99 {:>8.2f} ms  cpu {:>6.2f} ms   with {}: {:>8.0f}/s  "
             "p99 {:>6.2f} ms  cpu {:>6.2f} ms   ratio {:.2f}\n",
             subject, page.name, often.per_second, often.p99_ms, often.cpu_ms, few,
             seldom.per_second, seldom.p99_ms, seldom.cpu_ms, often.per_second / seldom.per_second);
  std::fflush(stdout);
}

void report_pages(std::int64_t many, std::int64_t few, const std::string& packs, bool copies) {
  const auto large = storage::testing::fresh_database(), small = storage::testing::fresh_database();
  Store large_store(*large), small_store(*small);
  for (Store* store : {&large_store, &small_store})
    must((*store)->activate({}, must(pack::chain(packs, "national"))));
  fmt::print("engine: {}\n",
             storage::testing::engine() == storage::Engine::Sqlite ? "SQLite" : "PostgreSQL");
  const double spent = fill(large_store, copies ? few : many);
  if (copies) copy_rows(large_store, few, many);
  fill(small_store, few);
  const auto total = (copies ? few : many) * static_cast<std::int64_t>(subjects().size());
  fmt::print("{} records folded in {:.1f} s ({:.0f}/s)\n", total, spent,
             static_cast<double>(total) / spent);
  const auto book = must(large_store->rules("default"));
  for (const auto& subject : subjects())
    for (const auto& page : pages_of(subject, *book->find_register(subject.register_id), few))
      report_page(large_store, small_store, few, subject.register_id, page);
  for (const auto& page : work_pages())
    report_page(large_store, small_store, few, "all registers", page);
}

/// A notice over clocks that are all open, recorded through the journal.
void report_notice(std::int64_t count) {
  const auto database = storage::testing::fresh_database();
  Store store(*database);
  must(store->activate({}, records::testing::rules()));
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
            const auto decision = registers::decide(*book, nullptr, id,
                                                    registers::TakeStep{.register_id = "boat",
                                                                        .step = "apply",
                                                                        .fields = boat_fields(n)},
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
  const std::string mode = argc > 1 ? argv[1] : "";
  const bool copies = mode == "copies", only_pages = copies || mode == "pages";
  if (only_pages) {
    --argc;
    ++argv;
  }
  const std::int64_t many = argc > 1 ? std::atoll(argv[1]) : 100'000;
  const std::int64_t few = argc > 2 ? std::atoll(argv[2]) : std::min<std::int64_t>(many, 10'000);
  const std::string packs = argc > 3 ? argv[3] : "packs";
  if (argc > 4) ::setenv("PLUMBLINE_TEST_DATABASE", argv[4], 1);
  if (!only_pages) {
    report_tasks(std::min<std::int64_t>(many, 20'000));
    report_notice(std::min<std::int64_t>(many, 100'000));
  }
  report_pages(many, few, packs, copies);
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  fmt::print("peak memory {} MB\n", usage.ru_maxrss / 1024);
  return 0;
}
