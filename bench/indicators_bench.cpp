// SPDX-License-Identifier: Apache-2.0
// A dashboard of sixty indicators by a hundred units, read out of counted cells, over more and more
// records; the same figures by GROUP BY over a flat table of the records in SQLite, PostgreSQL and
// DuckDB, compared for equality; a page of a receipt and a round of assessment over the same cells;
// what counting adds to a command; counting everything again. See bench/indicators, which runs it.
//
//   bench_indicators PACKS FOLDER POSTGRES DUCKDB ACTS SIZE…
//
// FOLDER: an empty one for everything that is written. POSTGRES: a URL, or `-` and why not. DUCKDB:
// the command that answers a request file, or `-` and why not. ACTS: records for commands and
// counting again. SIZE: records of a dashboard, ascending.
#include "indicators_dashboard.hpp"
#include "indicators_filling.hpp"
#include "indicators_pages.hpp"

#include <sys/resource.h>

#include <filesystem>

namespace plumb::bench {
namespace {

constexpr std::size_t kIndicators = 60;
const Days kDays{.from = number_of(kYear), .until = number_of(kUntil)};

struct Options {
  std::string packs, folder, postgres, duckdb;
  std::int64_t acts = 0;
  std::vector<std::int64_t> sizes;
  [[nodiscard]] bool has_postgres() const { return !postgres.starts_with('-'); }
  [[nodiscard]] bool has_duckdb() const { return !duckdb.starts_with('-'); }
};

/// Of one size, by database: the smallest size's board beside its own, read in turn, and a page.
struct Flatness {
  std::int64_t records = 0;
  std::map<std::string, std::pair<Measured, Measured>> whole;
  std::map<std::string, Measured> receipt;
};

class Bench {
public:
  explicit Bench(Options options) : options_(std::move(options)) {
    sources_ = must(pack::chain(options_.packs, "national"));
    sources_.push_back(more_rules());
    std::vector<pack::Diagnostic> faults;
    rules_ = pack::Rulebook::load(sources_, faults);
    for (const auto& fault : faults)
      if (rules_ == nullptr && fault.severity == pack::Severity::Error)
        give_up(fault.file + ": " + fault.error.id);
    board_ = board_of(*rules_, kIndicators);
    listed_ = &largest(board_, *rules_);
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
    clean(smallest_, options_.sizes.front());
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
    Filling filling(*rules_, board_, places, csv, listed_->measure);
    filling.run(size);
    fmt::print("{} records: told and counted at {:.0f} lives/s\n", filling.lives,
               static_cast<double>(filling.lives) / filling.lives_s);
    if (places.size() > 1) load_postgres(places.back(), csv);
    std::vector<std::pair<Reference, Figures>> references;
    for (auto& place : places) {
      Figures figures;
      auto reference = by_group(place.name, *place.flat, board_, kDays, figures);
      references.emplace_back(std::move(reference), std::move(figures));
    }
    if (options_.has_duckdb()) {
      Figures figures;
      auto reference = by_duckdb(options_.duckdb, options_.folder, csv, board_, kDays, figures);
      scan_rows_s_ = static_cast<double>(filling.lives) / (reference.whole_ms / 1e3);
      references.emplace_back(std::move(reference), std::move(figures));
    }
    Flatness flat{.records = size, .whole = {}, .receipt = {}};
    for (const auto& place : places) {
      const double whole_ms = read_cells(place, references, flat);
      read_pages(place, whole_ms, flat);
    }
    flat_.push_back(std::move(flat));
    std::filesystem::remove(csv);
    if (smallest_.empty())
      smallest_ = std::move(places);
    else
      clean(places, size);
  }

  /// Gives the milliseconds of the whole board.
  double read_cells(const Place& place,
                    const std::vector<std::pair<Reference, Figures>>& references, Flatness& flat) {
    const Dashboard board(board_, tree_, *place.store);
    std::int64_t compared = 0;
    for (const auto& [reference, figures] : references)
      compared += board.compare(figures, reference.name);
    const double seconds = at_least_s();
    const auto whole = measured([&] { (void)board.read(); }, seconds, 400);
    for (const auto& smallest : smallest_)
      if (smallest.name == place.name) {
        const Dashboard other(board_, tree_, *smallest.store);
        flat.whole[place.name] =
            measured_in_turn([&] { (void)other.read(); }, [&] { (void)board.read(); }, seconds);
      }
    const auto one = measured([&] { (void)board.read_one(); }, seconds / 4, 2'000);
    const auto totals = measured([&] { (void)board.read_totals(); }, seconds / 2, 200);
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
    return whole.median_ms;
  }

  [[nodiscard]] double at_least_s() const { return options_.sizes.back() > 1'000'000 ? 8 : 1.5; }

  void read_pages(const Place& place, double dashboard_ms, Flatness& flat) {
    const double seconds = at_least_s() / 4;
    const auto receipt = receipt_page(*place.store, tree_, *rules_, *listed_, seconds);
    flat.receipt[place.name] = receipt.page;
    fmt::print("    one page of the receipt of {} ({} records, entries written in {:.1f} s): "
               "{:.2f} ms (p99 {:.2f}), {:.2f} x every indicator by unit\n",
               listed_->id, receipt.records, place.entries_s, receipt.page.median_ms,
               receipt.page.p99_ms, receipt.page.median_ms / dashboard_ms);
    const auto round = assessment_round(*place.store, tree_, seconds);
    fmt::print("    round of assessment: {} sheets opened in {:.2f} s, {} of them settled; list "
               "with totals and places {:.2f} ms (p99 {:.2f}), {:.2f} x every indicator by unit; "
               "one sheet {:.2f} ms (p99 {:.2f}), {:.2f} x\n",
               round.sheets, round.opened_s, round.settled, round.list.median_ms, round.list.p99_ms,
               round.list.median_ms / dashboard_ms, round.sheet.median_ms, round.sheet.p99_ms,
               round.sheet.median_ms / dashboard_ms);
  }

  void clean(std::vector<Place>& places, std::int64_t size) const {
    for (auto& place : places) {
      if (place.name == "SQLite") continue;
      place.flat.reset();
      const auto writer = must(place.store->database->writer());
      must(writer->script(fmt::format("drop schema bench_{0}_flat cascade; drop schema bench_{0} "
                                      "cascade",
                                      size)));
    }
    places.clear();
    const auto prefixes = {fmt::format("{}.", size), fmt::format("{}-", size)};
    for (const auto& entry : std::filesystem::directory_iterator(options_.folder))
      if (std::ranges::any_of(prefixes, [&](const auto& prefix) {
            return entry.path().filename().string().starts_with(prefix);
          }))
        std::filesystem::remove_all(entry);
  }

  void flatness() const {
    if (flat_.size() < 2) return;
    for (const auto& [name, whole] : flat_.back().whole) {
      const auto& [smallest, largest] = whole;
      fmt::print("every indicator by unit in {}, {} records against {}, read in turn: {:.2f} ms "
                 "against {:.2f} ms, median {:.2f} x, p99 {:.2f} x, own work {:.2f} x (wanted: at "
                 "most 1.3)\n",
                 name, flat_.back().records, flat_.front().records, largest.median_ms,
                 smallest.median_ms, largest.median_ms / smallest.median_ms,
                 largest.p99_ms / smallest.p99_ms, largest.cpu_ms / smallest.cpu_ms);
      fmt::print("one page of the largest receipt in {}: median {:.2f} x\n", name,
                 flat_.back().receipt.at(name).median_ms /
                     flat_.front().receipt.at(name).median_ms);
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
        count = act_all(store, plan_of(options_.acts), *rules_);
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

  Options options_;
  std::vector<pack::Source> sources_;
  std::shared_ptr<const pack::Rulebook> rules_;
  Board board_;
  const pack::Indicator* listed_ = nullptr; ///< whose receipt is read
  organisation::Tree tree_;
  std::vector<Place> smallest_; ///< of the first size; read beside the others
  std::vector<Flatness> flat_;
  double scan_rows_s_ = 0;
};

} // namespace
} // namespace plumb::bench

int main(int argc, char** argv) {
  if (argc < 7) {
    fmt::print(stderr, "usage: bench_indicators PACKS FOLDER POSTGRES DUCKDB ACTS SIZE...\n");
    return 2;
  }
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  plumb::bench::Options options{.packs = argv[1],
                                .folder = argv[2],
                                .postgres = argv[3],
                                .duckdb = argv[4],
                                .acts = std::atoll(argv[5]),
                                .sizes = {}};
  for (int i = 6; i < argc; ++i)
    options.sizes.push_back(std::atoll(argv[i]));
  plumb::bench::Bench(std::move(options)).run();
  return 0;
}
