// SPDX-License-Identifier: Apache-2.0
// A dashboard of sixty indicators by a hundred units, read out of counted cells, over more and more
// records; the same figures by GROUP BY over a flat table of the records in SQLite, PostgreSQL and
// DuckDB, compared for equality; what counting adds to a command; counting everything again. See
// bench/indicators, which runs it.
//
//   bench_indicators PACKS FOLDER POSTGRES DUCKDB ACTS SIZE…
//
// FOLDER: an empty one for everything that is written. POSTGRES: a URL, or `-` and why not. DUCKDB:
// the command that answers a request file, or `-` and why not. ACTS: records for commands and
// counting again. SIZE: records of a dashboard, ascending.
#include "flat_records.hpp"

#include <plumb/base/clock.hpp>
#include <plumb/journal/journal.hpp>
#include <plumb/records/records.hpp>
#include <plumb/storage/storage.hpp>

#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <unordered_map>

namespace {

using namespace plumb;
using bench::Board;
using bench::Shape;
using event::Json;
using Clock = std::chrono::steady_clock;

constexpr const char* kAuthority = "default";
constexpr int kUnits = 100;
constexpr std::size_t kIndicators = 60;
constexpr auto kFrom = base::make_date(2025, 1, 2), kUntil = base::make_date(2026, 11, 20);
constexpr auto kYear = base::make_date(2026, 1, 1);

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

template <class T> T must(base::Result<T> result) {
  if (!result) {
    fmt::print(stderr, "bench_indicators: {} {}\n", result.error().id,
               result.error().args.empty() ? "" : result.error().args.front().second);
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

[[noreturn]] void give_up(const std::string& why) {
  fmt::print(stderr, "bench_indicators: {}\n", why);
  std::exit(1);
}

/// The national pack counts with fewer than sixty indicators what histories tell of.
constexpr const char* kMorePack = R"(id: bench
title: 砚湖县度量（虚构）
layer: county
jurisdiction: CN-XX
extends: [national]
version: 1.0.0
in_force_from: 2019-01-01
in_force_until:
)";
constexpr const char* kMoreMeasures = R"(measures:
  - { id: more_parts, title: 开办的分任务, register: task_part, on: opened_on, unit: unit }
  - { id: more_documents, title: 立项的文件, register: normative_document, on: opened_on }
  - { id: more_market, title: 立项的涉企文件, register: normative_document, on: opened_on, where: touches_market }
  - { id: more_decisions, title: 启动的决策, register: major_decision, on: opened_on, unit: drafting_unit }
  - { id: more_tracked, title: 跟踪的决策, register: major_decision, on: steps.track.on, unit: drafting_unit }
  - { id: more_posts, title: 在岗人数, register: legal_staff, from: filled_on, until: vacated_on, unit: unit }
)";
constexpr const char* kMoreIndicators = R"(indicators:
  - { id: more_parts_count, title: 开办分任务数, kind: count, measure: more_parts, unit: item }
  - { id: more_documents_count, title: 立项文件数, kind: count, measure: more_documents, unit: item }
  - { id: more_market_share, title: 涉企文件占比, kind: share, measure: more_market, over: more_documents, unit: percent, scale: 2 }
  - { id: more_decisions_count, title: 启动决策数, kind: count, measure: more_decisions, unit: item }
  - { id: more_tracked_ratio, title: 决策跟踪比, kind: ratio, measure: more_tracked, over: more_decisions, unit: percent, scale: 2 }
  - { id: more_posts_count, title: 在岗人员数, kind: count, measure: more_posts, unit: person }
)";

pack::Source more_measures() {
  return {.files = {{"indicators/more.yaml", kMoreIndicators},
                    {"measures/more.yaml", kMoreMeasures},
                    {"pack.yaml", kMorePack}},
          .folder = {}};
}

struct Options {
  std::string packs, folder, postgres, duckdb;
  std::int64_t acts = 0;
  std::vector<std::int64_t> sizes;
  [[nodiscard]] bool has_postgres() const { return !postgres.starts_with('-'); }
  [[nodiscard]] bool has_duckdb() const { return !duckdb.starts_with('-'); }
};

class MovedClock final : public base::Clock {
public:
  [[nodiscard]] std::int64_t now_ms() const override { return ms_; }
  void move_to(std::int64_t ms) { ms_ = ms; }

private:
  std::int64_t ms_ = std::chrono::sys_days{kUntil}.time_since_epoch().count() * 86'400'000LL;
};

history::Plan plan_of(std::int64_t records) {
  return {.seed = 20,
          .records = records,
          .from = kFrom,
          .until = kUntil,
          .units = kUnits,
          .shares = {{"task_part", 5},
                     {"normative_document", 3},
                     {"major_decision", 2},
                     {"duty", 2},
                     {"legal_staff", 1}}};
}

/// Everything that reads and writes needs, over one database.
struct Store {
  explicit Store(const std::string& url, const std::vector<pack::Source>& sources,
                 bool observed = true) {
    database = must(storage::Database::open(url));
    journal = must(journal::Journal::open(*database, clock));
    if (observed) indicators = must(indicators::Indicators::open(*database, *journal, clock));
    records = must(records::Records::open(*database, *journal, clock, indicators.get()));
    (void)must(records->activate({}, sources));
    if (observed) must(indicators->start(*records));
  }
  ~Store() {
    journal.reset();
    records.reset();
    indicators.reset();
  }
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  MovedClock clock;
  std::unique_ptr<storage::Database> database;
  std::unique_ptr<journal::Journal> journal;
  std::unique_ptr<indicators::Indicators> indicators;
  std::unique_ptr<records::Records> records;
};

/// Puts rows of equal columns into `flat`.
class FlatWriter {
public:
  FlatWriter(storage::Database& database, const Board& board)
      : database_(database), columns_(board.columns().size()) {
    std::string table = "create table flat (", values;
    sql_ = "insert into flat values (";
    const auto names = board.columns();
    for (std::size_t i = 0; i < names.size(); ++i) {
      table += (i == 0 ? "" : ", ") + names[i] + " integer";
      sql_ += (i == 0 ? "$" : ", $") + std::to_string(i + 1);
    }
    sql_ += ')';
    must((*must(database_.writer())).script(table + ")"));
  }
  void add(std::int64_t unit, const Shape& shape) {
    rows_.emplace_back(unit, &shape);
    if (rows_.size() >= 20'000) write();
  }
  void write() {
    const auto writer = must(database_.writer());
    must(writer->transaction([&] {
      return writer->batch(sql_, columns_, rows_.size(),
                           [&](std::size_t at, std::span<storage::Value> values) {
                             const auto& [unit, shape] = rows_[at];
                             values[0] = unit;
                             for (std::size_t i = 0; i < shape->row.size(); ++i) {
                               values[i + 1] = std::monostate{};
                               if (shape->row[i]) values[i + 1] = *shape->row[i];
                             }
                           });
    }));
    rows_.clear();
  }

private:
  storage::Database& database_;
  std::size_t columns_;
  std::string sql_;
  std::vector<std::pair<std::int64_t, const Shape*>> rows_;
};

struct Place {
  std::string name; ///< SQLite, PostgreSQL
  std::unique_ptr<Store> store;
  std::unique_ptr<storage::Database> flat;
  double cells_s = 0, flat_s = 0;
};

/// Lives → cells in each database, rows in the flat table of SQLite, and a CSV file for the others.
class Filling {
public:
  Filling(const pack::Rulebook& rules, const Board& board, std::vector<Place>& places,
          const std::string& csv)
      : rules_(rules), board_(board), places_(places), csv_(std::fopen(csv.c_str(), "wb")),
        flat_(*places.front().flat, board) {
    if (csv_ == nullptr) give_up("cannot write " + csv);
  }
  double lives_s = 0;
  std::int64_t lives = 0;

  void run(std::int64_t records) {
    const auto plan = plan_of(records);
    const auto units = history::county(plan);
    for (std::size_t i = 0; i < units.size(); ++i)
      unit_numbers_.emplace(units[i].id, static_cast<std::int64_t>(i));
    const auto start = Clock::now();
    const auto before = places_spent();
    must(history::lives(plan, rules_, [&](const history::Life& life) {
      add(life);
      return true;
    }));
    count_all();
    write_cells();
    const auto begun = Clock::now();
    flat_.write();
    places_.front().flat_s += seconds_since(begun);
    std::fclose(csv_);
    lives_s = seconds_since(start) - (places_spent() - before);
    const auto writer = must(places_.front().store->database->writer());
    must(writer->script("analyze"));
  }

private:
  [[nodiscard]] double places_spent() const {
    double sum = 0;
    for (const auto& place : places_)
      sum += place.cells_s + place.flat_s;
    return sum;
  }
  void add(const history::Life& life) {
    ++lives;
    auto found = shapes_.find(life.like);
    if (found == shapes_.end())
      found = shapes_.emplace(life.like, bench::shape_of(board_, rules_, life)).first;
    const auto& unit = life.states.back().second.unit;
    const auto number = unit_numbers_.at(unit);
    std::fputs(fmt::format_int(number).c_str(), csv_);
    std::fputs(found->second.csv.c_str(), csv_);
    const auto start = Clock::now();
    flat_.add(number, found->second);
    places_.front().flat_s += seconds_since(start);
    ++waiting_[{life.like, unit}];
    if (waiting_.size() > 5'000) count_all();
  }
  // Equal lives in one unit are added as one: cells are sums.
  void count_all() {
    for (const auto& [key, count] : waiting_)
      for (const auto& part : shapes_.at(key.first).parts) {
        auto contribution = part.contribution;
        if (!contribution.unit.empty()) contribution.unit = key.second;
        contribution.amount *= count;
        sums_.count(*board_.measures[part.measure], contribution, part.known);
      }
    waiting_.clear();
    if (sums_.size() > 4'000'000) write_cells();
  }
  void write_cells() {
    for (auto& place : places_) {
      const auto start = Clock::now();
      const auto writer = must(place.store->database->writer());
      must(writer->transaction([&] { return indicators::add_cells(*writer, kAuthority, sums_); }));
      place.cells_s += seconds_since(start);
    }
    sums_.clear();
  }

  const pack::Rulebook& rules_;
  const Board& board_;
  std::vector<Place>& places_;
  std::FILE* csv_;
  FlatWriter flat_;
  indicators::CellSums sums_;
  std::map<std::string, std::int64_t> unit_numbers_;
  std::unordered_map<std::int64_t, Shape> shapes_;
  std::map<std::pair<std::int64_t, std::string>, std::int64_t> waiting_;
};

/// `cpu_ms`: what this program itself worked, whoever else is at work on the machine.
struct Measured {
  double median_ms = 0, p99_ms = 0, cpu_ms = 0;
};

double cpu_ms() {
  timespec spent{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) * 1e3 + static_cast<double>(spent.tv_nsec) / 1e6;
}

template <class Read> Measured measured(const Read& read, double at_least_s, int times_max) {
  std::vector<double> taken, worked;
  read(); // statements are prepared, pages are in memory
  const auto start = Clock::now();
  while (taken.size() < 5 || (seconds_since(start) < at_least_s && std::ssize(taken) < times_max)) {
    const auto begun = Clock::now();
    const auto before = cpu_ms();
    read();
    worked.push_back(cpu_ms() - before);
    taken.push_back(seconds_since(begun) * 1e3);
  }
  std::ranges::sort(taken);
  std::ranges::sort(worked);
  return {taken[taken.size() / 2], taken[(taken.size() * 99 - 1) / 100], worked[worked.size() / 2]};
}

/// Unit number → amount of each measure.
using Figures = std::map<std::int64_t, std::vector<std::int64_t>>;

Figures figures_of(const Json& rows) {
  Figures out;
  for (const auto& row : rows.items()) {
    auto& amounts = out[row.items().front().integer_or(-1)];
    for (std::size_t i = 1; i < row.items().size(); ++i)
      amounts.push_back(row.items()[i].integer_or(-1));
  }
  return out;
}

Figures grouped(storage::Database& database, const std::string& sql, std::size_t columns) {
  Figures out;
  const auto reader = must(database.reader());
  (void)must(reader->run(sql, {}, [&](const storage::Row& row) {
    auto& amounts = out[row.integer(0)];
    for (std::size_t i = 1; i <= columns; ++i)
      amounts.push_back(row.integer(static_cast<int>(i)));
    return true;
  }));
  return out;
}

class Dashboard {
public:
  Dashboard(const Board& board, const organisation::Tree& tree, Store& store)
      : board_(board), tree_(tree), store_(store) {
    asked_.on = kUntil;
    asked_.period =
        indicators::Period{pack::PeriodKind::Year, kYear, base::make_date(2026, 12, 31)};
  }
  /// Every indicator by unit.
  [[nodiscard]] std::vector<std::map<std::string, indicators::Value>> read() const {
    std::vector<std::map<std::string, indicators::Value>> out;
    for (const auto* indicator : board_.indicators)
      out.push_back(
          must(store_.indicators->values_by_unit(kAuthority, tree_, indicator->id, asked_)));
    return out;
  }
  [[nodiscard]] std::map<std::string, indicators::Value> read_one() const {
    return must(store_.indicators->values_by_unit(kAuthority, tree_, board_.indicators.front()->id,
                                                  asked_));
  }
  /// The indicator that takes longest, and how long.
  [[nodiscard]] std::pair<std::string, double> slowest() const {
    std::pair<std::string, double> out;
    for (const auto* indicator : board_.indicators) {
      const auto read = [&] {
        (void)must(store_.indicators->values_by_unit(kAuthority, tree_, indicator->id, asked_));
      };
      if (const auto taken = measured(read, 0, 0); taken.median_ms > out.second)
        out = {indicator->id, taken.median_ms};
    }
    return out;
  }
  [[nodiscard]] std::string read_totals() const {
    return must(store_.indicators->board(kAuthority, tree_, asked_));
  }
  /// How many figures were compared; stops the program where one differs.
  std::int64_t compare(const Figures& wanted, const std::string& with) const {
    std::int64_t compared = 0;
    const auto values = read();
    for (std::size_t i = 0; i < board_.indicators.size(); ++i)
      for (std::size_t unit = 0; unit < tree_.units().size(); ++unit) {
        const auto& id = tree_.units()[unit].id;
        const auto row = wanted.find(static_cast<std::int64_t>(unit));
        const auto amount = [&](const std::string& measure) {
          return row == wanted.end() ? 0 : row->second.at(board_.place(measure));
        };
        const auto& indicator = *board_.indicators[i];
        const auto found = values[i].find(id);
        const auto value = found == values[i].end() ? indicators::Value{} : found->second;
        const auto denominator = value.denominator.value_or(base::Decimal{});
        const auto whole = [](base::Decimal of) { return base::shift(of, 0)->units; };
        if (whole(value.numerator) != amount(indicator.measure) ||
            (!indicator.over.empty() && whole(denominator) != amount(indicator.over)))
          give_up(fmt::format("{} of {} differs from {}: {}/{}, there {}/{}", indicator.id, id,
                              with, whole(value.numerator), whole(denominator),
                              amount(indicator.measure),
                              indicator.over.empty() ? 0 : amount(indicator.over)));
        ++compared;
      }
    return compared;
  }

private:
  const Board& board_;
  const organisation::Tree& tree_;
  Store& store_;
  indicators::Asked asked_;
};

struct Reference {
  std::string name;
  double load_s = 0, whole_ms = 0, one_ms = 0;
};

Reference by_group(const std::string& name, storage::Database& database, const Board& board,
                   double load_s, Figures& figures) {
  Reference out{.name = name, .load_s = load_s};
  const auto from = bench::number_of(kYear), on = bench::number_of(kUntil);
  auto start = Clock::now();
  figures = grouped(database, board.whole_sql(from, on), board.measures.size());
  out.whole_ms = seconds_since(start) * 1e3;
  start = Clock::now();
  (void)grouped(database, board.one_sql(from, on), 1);
  out.one_ms = seconds_since(start) * 1e3;
  return out;
}

Reference by_duckdb(const Options& options, const std::string& csv, const Board& board,
                    Figures& figures) {
  const auto request = options.folder + "/request.json", answer = options.folder + "/answer.json";
  const auto from = bench::number_of(kYear), on = bench::number_of(kUntil);
  Json::Array columns;
  for (const auto& name : board.columns())
    columns.emplace_back(name);
  const auto query = [](const char* name, std::string sql, int times) {
    return Json(Json::Object{{"name", name}, {"sql", std::move(sql)}, {"times", times}});
  };
  const Json asked =
      Json::Object{{"csv", csv},
                   {"database", options.folder + "/flat.duckdb"},
                   {"columns", std::move(columns)},
                   {"queries", Json::Array{query("whole", board.whole_sql(from, on), 5),
                                           query("one", board.one_sql(from, on), 11)}}};
  std::ofstream(request) << asked.dump();
  if (std::system((options.duckdb + " " + request + " > " + answer).c_str()) != 0)
    give_up("DuckDB did not answer");
  std::ifstream in(answer);
  const auto read = must(event::parse_json(std::string(std::istreambuf_iterator<char>(in), {})));
  std::filesystem::remove(options.folder + "/flat.duckdb");
  const auto number = [](const Json& json) {
    const auto decimal = json.number().value_or(base::Decimal{});
    double value = static_cast<double>(decimal.units);
    for (int i = 0; i < decimal.scale; ++i)
      value /= 10;
    return value;
  };
  figures = figures_of(read["queries"]["whole"]["rows"]);
  return {.name = "DuckDB " + read["version"].text(),
          .load_s = number(read["load_s"]),
          .whole_ms = number(read["queries"]["whole"]["median_ms"]),
          .one_ms = number(read["queries"]["one"]["median_ms"])};
}

/// Of one size: medians by database, to be compared with other sizes.
struct Flatness {
  std::int64_t records = 0;
  std::map<std::string, Measured> whole;
};

class Bench {
public:
  explicit Bench(Options options) : options_(std::move(options)) {
    sources_ = must(pack::chain(options_.packs, "national"));
    sources_.push_back(more_measures());
    std::vector<pack::Diagnostic> faults;
    rules_ = pack::Rulebook::load(sources_, faults);
    for (const auto& fault : faults)
      if (rules_ == nullptr && fault.severity == pack::Severity::Error)
        give_up(fault.file + ": " + fault.error.id);
    board_ = bench::board_of(*rules_, kIndicators);
    tree_ = must(organisation::Tree::build(history::county(plan_of(1))));
  }

  void run() {
    fmt::print("bench indicators: {} indicators ({} measures) x {} units; "
               "days {} to {}, asked for 2026 on {}\n",
               board_.indicators.size(), board_.measures.size(), kUnits, base::to_string(kFrom),
               base::to_string(kUntil), base::to_string(kUntil));
    if (!options_.has_postgres()) fmt::print("  PostgreSQL skipped {}\n", options_.postgres);
    if (!options_.has_duckdb()) fmt::print("  DuckDB skipped {}\n", options_.duckdb);
    for (const auto size : options_.sizes)
      dashboard(size);
    flatness();
    commands();
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    fmt::print("  most memory of this program {} MB\n", usage.ru_maxrss / 1024);
  }

private:
  std::vector<Place> open_places(std::int64_t size) {
    std::vector<Place> places;
    const auto file = fmt::format("sqlite:{}/{}", options_.folder, size);
    places.push_back({"SQLite", std::make_unique<Store>(file + ".db", sources_),
                      must(storage::Database::open(file + "-flat.db"))});
    if (options_.has_postgres()) {
      const auto url =
          fmt::format("{}{}schema=bench_{}", options_.postgres,
                      options_.postgres.find('?') == std::string::npos ? "?" : "&", size);
      places.push_back({"PostgreSQL", std::make_unique<Store>(url, sources_),
                        must(storage::Database::open(url + "_flat"))});
    }
    return places;
  }

  void load_postgres(Place& place, const std::string& csv) const {
    const auto start = Clock::now();
    {
      const FlatWriter table(*place.flat, board_);
    }
    const auto writer = must(place.flat->writer());
    must(writer->script("copy flat from '" + csv + "' with (format csv); analyze flat"));
    place.flat_s = seconds_since(start);
    must((*must(place.store->database->writer())).script("analyze"));
  }

  void dashboard(std::int64_t size) {
    const auto csv = fmt::format("{}/{}.csv", options_.folder, size);
    auto places = open_places(size);
    Filling filling(*rules_, board_, places, csv);
    filling.run(size);
    fmt::print("{} records: told and counted at {:.0f} lives/s\n", filling.lives,
               static_cast<double>(filling.lives) / filling.lives_s);
    if (places.size() > 1) load_postgres(places.back(), csv);
    std::vector<std::pair<Reference, Figures>> references;
    for (auto& place : places) {
      Figures figures;
      auto reference = by_group(place.name, *place.flat, board_, place.flat_s, figures);
      references.emplace_back(std::move(reference), std::move(figures));
    }
    if (options_.has_duckdb()) {
      Figures figures;
      auto reference = by_duckdb(options_, csv, board_, figures);
      scan_rows_s_ = static_cast<double>(filling.lives) / (reference.whole_ms / 1e3);
      references.emplace_back(std::move(reference), std::move(figures));
    }
    Flatness flat{.records = size, .whole = {}};
    for (const auto& place : places)
      read_cells(place, references, flat);
    flat_.push_back(std::move(flat));
    clean(places, csv);
  }

  void read_cells(const Place& place, const std::vector<std::pair<Reference, Figures>>& references,
                  Flatness& flat) {
    const Dashboard board(board_, tree_, *place.store);
    std::int64_t compared = 0;
    for (const auto& [reference, figures] : references)
      compared += board.compare(figures, reference.name);
    const double seconds = options_.sizes.back() > 1'000'000 ? 8 : 1.5;
    const auto whole = measured([&] { (void)board.read(); }, seconds, 400);
    const auto one = measured([&] { (void)board.read_one(); }, seconds / 4, 2'000);
    const auto totals = measured([&] { (void)board.read_totals(); }, seconds / 2, 200);
    flat.whole[place.name] = whole;
    const auto cells =
        must((*must(place.store->database->reader())).integer("select count(*) from measure_cell"))
            .value_or(0);
    fmt::print("  cells in {}: {} cells, written in {:.1f} s; every indicator by unit {:.2f} ms "
               "(p99 {:.2f}, own work {:.2f}), one by unit {:.3f} ms (p99 {:.3f}), board with "
               "targets and lights "
               "{:.2f} ms (p99 {:.2f})\n",
               place.name, cells, place.cells_s, whole.median_ms, whole.p99_ms, whole.cpu_ms,
               one.median_ms, one.p99_ms, totals.median_ms, totals.p99_ms);
    for (const auto& [reference, figures] : references)
      fmt::print("    GROUP BY in {}: all in one pass {:.1f} ms, cells {:.1f} x as fast; one "
                 "indicator {:.2f} ms, {:.1f} x; sixty one by one {:.0f} ms, {:.1f} x\n",
                 reference.name, reference.whole_ms, reference.whole_ms / whole.median_ms,
                 reference.one_ms, reference.one_ms / one.median_ms,
                 reference.one_ms * static_cast<double>(board_.indicators.size()),
                 reference.one_ms * static_cast<double>(board_.indicators.size()) /
                     whole.median_ms);
    const auto [slowest, slowest_ms] = board.slowest();
    fmt::print("    slowest indicator: {} {:.3f} ms\n", slowest, slowest_ms);
    fmt::print("    {} figures compared with {} references, all equal\n", compared,
               references.size());
  }

  void clean(std::vector<Place>& places, const std::string& csv) const {
    for (auto& place : places) {
      if (place.name == "SQLite") continue;
      const auto size = std::filesystem::path(csv).stem().string();
      place.flat.reset();
      const auto writer = must(place.store->database->writer());
      must(writer->script("drop schema bench_" + size + "_flat cascade; drop schema bench_" + size +
                          " cascade"));
    }
    places.clear();
    for (const auto& entry : std::filesystem::directory_iterator(options_.folder))
      std::filesystem::remove_all(entry);
  }

  void flatness() const {
    if (flat_.size() < 2) return;
    for (const auto& [name, smallest] : flat_.front().whole) {
      const auto& largest = flat_.back().whole.at(name);
      fmt::print("every indicator by unit in {}, {} records against {}: median {:.2f} x, p99 "
                 "{:.2f} x, own work {:.2f} x (wanted: at most 1.3)\n",
                 name, flat_.back().records, flat_.front().records,
                 largest.median_ms / smallest.median_ms, largest.p99_ms / smallest.p99_ms,
                 largest.cpu_ms / smallest.cpu_ms);
    }
  }

  /// The same acts with and without counting; then counts everything again.
  void commands() {
    double with = 0, without = 0;
    std::int64_t count = 0, records = 0;
    double rebuild_s = 0;
    for (int round = 0; round < 2; ++round)
      for (const bool observed : {false, true}) {
        const auto file = fmt::format("{}/acts-{}-{}.db", options_.folder, round, observed ? 1 : 0);
        Store store("sqlite:" + file, sources_, observed);
        const auto start = Clock::now();
        count = act_all(store);
        (observed ? with : without) += seconds_since(start);
        if (!observed || round == 0) continue;
        const auto begun = Clock::now();
        records = must(store.indicators->rebuild());
        rebuild_s = seconds_since(begun);
      }
    const auto each = [&](double seconds) { return 2.0 * static_cast<double>(count) / seconds; };
    fmt::print("commands: {} acts of {} records, {:.0f}/s without counting, {:.0f}/s with "
               "({:.2f} ms more each, {:.2f} x)\n",
               count, options_.acts, each(without), each(with),
               (with - without) / 2.0 / static_cast<double>(count) * 1e3, with / without);
    const double rate = static_cast<double>(records) / rebuild_s;
    fmt::print("counting again: {} records from their events, {:.0f} records/s", records, rate);
    if (scan_rows_s_ > 0)
      fmt::print("; DuckDB scans flat rows at {:.0f}/s, {:.0f} x that", scan_rows_s_,
                 scan_rows_s_ / rate);
    fmt::print("\n");
  }

  std::int64_t act_all(Store& store) {
    for (const auto& paper : history::papers())
      (void)must(store.records->put_file({}, paper.name, paper.bytes, paper.media_type));
    std::unordered_map<std::int64_t, std::pair<std::string, std::int64_t>> known;
    std::int64_t count = 0;
    must(history::acts(plan_of(options_.acts), *rules_, [&](const history::Act& act) {
      store.clock.move_to(act.at_ms);
      auto command = act.command;
      history::with_records(command, [&](std::int64_t record) { return known[record].first; });
      auto& [id, revision] = known[act.record];
      ++count;
      const auto answer =
          must(id.empty() ? store.records->open_record({}, std::get<registers::TakeStep>(command),
                                                       act.actor, false)
                          : store.records->change_record({}, id, {revision, std::move(command)},
                                                         act.actor, false));
      id = answer.id;
      revision = answer.revision;
      return true;
    }));
    return count;
  }

  Options options_;
  std::vector<pack::Source> sources_;
  std::shared_ptr<const pack::Rulebook> rules_;
  Board board_;
  organisation::Tree tree_;
  std::vector<Flatness> flat_;
  double scan_rows_s_ = 0;
};

} // namespace

int main(int argc, char** argv) {
  if (argc < 7) {
    fmt::print(stderr, "usage: bench_indicators PACKS FOLDER POSTGRES DUCKDB ACTS SIZE...\n");
    return 2;
  }
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  Options options{.packs = argv[1],
                  .folder = argv[2],
                  .postgres = argv[3],
                  .duckdb = argv[4],
                  .acts = std::atoll(argv[5]),
                  .sizes = {}};
  for (int i = 6; i < argc; ++i)
    options.sizes.push_back(std::atoll(argv[i]));
  Bench(std::move(options)).run();
  return 0;
}
