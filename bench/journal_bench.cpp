// SPDX-License-Identifier: Apache-2.0
// The journal: how fast facts are appended (acknowledged means on disk), how fast everything is
// hashed again, how fast proofs are made and checked. References of the same run: raw inserts of
// the same rows into the same tables of the same engine; a plain EVP loop over blocks of the same
// size; `openssl speed`.
//
//   bench_journal EVENTS [FOLDER]     also on PLUMBLINE_TEST_DATABASE where that names a PostgreSQL
#include <plumb/base/clock.hpp>
#include <plumb/base/hash.hpp>
#include <plumb/journal/journal.hpp>
#include <plumb/storage/storage.hpp>

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace plumb;
using Clock = std::chrono::steady_clock;

constexpr const char* kAuthority = "default";
constexpr std::size_t kBatch = 1'000;
/// Rounds of the single appends, in turns with the reference: a disk is not equally fast all day.
constexpr int kRounds = 4;
const base::SystemClock kClock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}
/// Of all threads of this process.
double cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

template <class T> T must(base::Result<T> result) {
  if (!result) {
    fmt::print(stderr, "bench_journal: {}\n", result.error().id);
    for (const auto& [name, value] : result.error().args)
      fmt::print(stderr, "  {}: {}\n", name, value);
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

event::NewEvent fact(std::size_t n) {
  return {
      .type = "task_corrected",
      .payload = fmt::format(
          R"({{"after":{{"notes":"第{}次更正，依据县司法局来函，完成时限相应调整"}},"before":{{"notes":"每季度召开一次联席会议，通报典型案件"}},"reason":"原文有误","task_id":"{}"}})",
          n, base::new_id(1'767'225'600'000)),
      .effective_on = base::make_date(2026, 3, 1)};
}

/// Rows as the journal would write them, made beforehand: the reference only inserts.
struct Rows {
  std::vector<event::Event> events;
  explicit Rows(std::size_t count, std::int64_t from) {
    std::string previous(event::kFirstHash);
    for (std::size_t i = 0; i < count; ++i) {
      const auto fresh = fact(i);
      events.push_back({.authority_id = kAuthority,
                        .sequence = from + static_cast<std::int64_t>(i),
                        .id = base::new_id(1'767'225'600'000),
                        .stream = "document:d1",
                        .type = fresh.type,
                        .version = 1,
                        .recorded_at = 1'767'225'600'000,
                        .effective_on = fresh.effective_on,
                        .actor = "办事员甲",
                        .payload = fresh.payload,
                        .hash = {}});
      events.back().hash = event::hash_of(events.back(), previous);
      previous = events.back().hash;
    }
  }
};

constexpr std::string_view kInsert =
    "insert into event (authority_id, sequence, id, stream, stream_revision, type, version, "
    "recorded_at, effective_on, actor, payload, hash) "
    "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

void fill(std::span<storage::Value> values, const event::Event& event) {
  values[0] = std::string_view(event.authority_id);
  values[1] = event.sequence;
  values[2] = std::string_view(event.id);
  values[3] = std::string_view(event.stream);
  values[4] = event.sequence;
  values[5] = std::string_view(event.type);
  values[6] = std::int64_t{event.version};
  values[7] = event.recorded_at;
  values[8] = std::string_view("2026-03-01");
  values[9] = std::string_view(event.actor);
  values[10] = std::string_view(event.payload);
  values[11] = std::string_view(event.hash);
}

double raw_single(storage::Connection& writer, const Rows& rows) {
  const auto start = Clock::now();
  std::vector<storage::Value> values(12);
  for (const auto& event : rows.events) {
    fill(values, event);
    must(writer.transaction([&]() -> base::Result<void> {
      PLUMB_TRY(writer.run(kInsert, std::span<const storage::Value>(values)));
      return {};
    }));
  }
  return seconds_since(start);
}
double raw_batches(storage::Connection& writer, const Rows& rows) {
  const auto start = Clock::now();
  for (std::size_t from = 0; from < rows.events.size(); from += kBatch)
    must(writer.transaction([&] {
      return writer.batch(
          kInsert, 12, std::min(kBatch, rows.events.size() - from),
          [&](std::size_t i, std::span<storage::Value> v) { fill(v, rows.events[from + i]); });
    }));
  return seconds_since(start);
}

double journal_appends(journal::Journal& journal, std::size_t count, std::size_t at_once,
                       std::int64_t& revision) {
  std::vector<std::vector<event::NewEvent>> commands;
  for (std::size_t i = 0; i < count; i += at_once) {
    commands.emplace_back();
    for (std::size_t k = i; k < std::min(count, i + at_once); ++k)
      commands.back().push_back(fact(k));
  }
  const auto start = Clock::now();
  for (const auto& events : commands) {
    must(journal.append({.authority_id = kAuthority, .actor = "办事员甲"}, "document:d1", revision,
                        events));
    revision += static_cast<std::int64_t>(events.size());
  }
  return seconds_since(start);
}

/// Appends of several threads at a time: they share disk writes.
double journal_crowd(journal::Journal& journal, std::size_t count, std::size_t threads) {
  const auto start = Clock::now();
  std::vector<std::thread> crowd;
  for (std::size_t t = 0; t < threads; ++t)
    crowd.emplace_back([&, t] {
      for (std::size_t i = 0; i < count / threads; ++i)
        must(journal.append({.authority_id = kAuthority}, fmt::format("document:c{}", t),
                            static_cast<std::int64_t>(i), {fact(i)}));
    });
  for (auto& thread : crowd)
    thread.join();
  return seconds_since(start);
}

void appending(const std::string& name, const std::string& raw_url, const std::string& own_url,
               std::size_t count) {
  const auto raw = must(storage::Database::open(raw_url));
  const auto own = must(storage::Database::open(own_url));
  {
    const auto tables = must(journal::Journal::open(*raw, kClock));
  }
  const auto journal = must(journal::Journal::open(*own, kClock));
  const std::size_t singles = std::max<std::size_t>(count / 50, 40);
  double raw_seconds = 0, own_seconds = 0;
  std::int64_t raw_next = 1, revision = 0;
  for (int round = 0; round < kRounds; ++round) {
    const Rows rows(singles / kRounds, raw_next);
    raw_next += static_cast<std::int64_t>(rows.events.size());
    raw_seconds += raw_single(*must(raw->writer()), rows);
    own_seconds += journal_appends(*journal, singles / kRounds, 1, revision);
  }
  const double done = static_cast<double>(singles / kRounds * kRounds);
  fmt::print("{:<10} single    {:>9.0f} appends/s  {:>9.0f} raw inserts/s  {:>4.0f} %\n", name,
             done / own_seconds, done / raw_seconds, raw_seconds / own_seconds * 100);
  const double crowd = journal_crowd(*journal, singles, 8);
  fmt::print("{:<10} 8 at once {:>9.0f} appends/s\n", name, static_cast<double>(singles) / crowd);
  double raw_batch = 0, own_batch = 0;
  const std::size_t part = std::max(count / kRounds, kBatch);
  for (int round = 0; round < kRounds; ++round) {
    const Rows rows(part, raw_next);
    raw_next += static_cast<std::int64_t>(part);
    raw_batch += raw_batches(*must(raw->writer()), rows);
    own_batch += journal_appends(*journal, part, kBatch, revision);
  }
  const double all = static_cast<double>(part * kRounds);
  fmt::print("{:<10} by {}   {:>9.0f} appends/s  {:>9.0f} raw inserts/s  {:>4.0f} %\n", name,
             kBatch, all / own_batch, all / raw_batch, raw_batch / own_batch * 100);
}

/// CPU seconds of a loop that does nothing but SM3 over `rounds` blocks of each of these sizes.
double plain_loop(std::initializer_list<std::size_t> blocks, std::size_t rounds) {
  EVP_MD* algorithm = EVP_MD_fetch(nullptr, "SM3", nullptr);
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  std::array<unsigned char, 32> out{};
  const double start = cpu_seconds();
  for (const std::size_t block : blocks) {
    const std::string text(block, 'x');
    for (std::size_t i = 0; i < rounds; ++i) {
      EVP_DigestInit_ex2(context, algorithm, nullptr);
      EVP_DigestUpdate(context, text.data(), text.size());
      EVP_DigestFinal_ex(context, out.data(), nullptr);
    }
  }
  const double seconds = cpu_seconds() - start;
  EVP_MD_CTX_free(context);
  EVP_MD_free(algorithm);
  return seconds;
}

/// What the openssl program measures, in bytes per second; 0 where there is none.
double openssl_speed(std::size_t block) {
  const auto command =
      fmt::format("openssl speed -mr -evp sm3 -bytes {} -seconds 2 2>/dev/null", block);
  FILE* out = ::popen(command.c_str(), "r");
  if (out == nullptr) return 0;
  double found = 0;
  for (std::array<char, 512> line{}; std::fgets(line.data(), line.size(), out) != nullptr;)
    if (const std::string text(line.data()); text.starts_with("+F:"))
      found = std::strtod(text.c_str() + text.rfind(':') + 1, nullptr);
  ::pclose(out);
  return found;
}

void verifying(const std::string& name, const std::string& url) {
  const auto database = must(storage::Database::open(url));
  const auto journal = must(journal::Journal::open(*database, kClock));
  must(journal->verify(kAuthority));
  for (const unsigned threads : {0U, std::max(1U, std::thread::hardware_concurrency())}) {
    const double cpu = cpu_seconds();
    const auto start = Clock::now();
    const auto found = must(journal->verify(kAuthority, {.threads = threads}));
    const double seconds = seconds_since(start), cpu_spent = cpu_seconds() - cpu;
    if (found.fault) fmt::print("broken: {}\n", found.fault->what);
    const auto events = static_cast<double>(found.events);
    const auto bytes = static_cast<double>(found.hashed_bytes + 64 * found.events);
    const auto block = static_cast<std::size_t>(bytes / events);
    const auto rounds = static_cast<std::size_t>(found.events);
    // The same hashes and nothing else: the events alone, and with the tree's leaves and nodes.
    const double content = plain_loop({block}, rounds), tree = plain_loop({block, 33, 65}, rounds);
    const double theirs = openssl_speed(block);
    fmt::print(
        "{:<10} verify, {} workers: {:.0f} events/s, {:.0f} MB/s of {} B each; per CPU second "
        "{:.0f} MB/s: {:.0f} % of an EVP loop over the events ({:.0f} MB/s), {:.0f} % of one "
        "over events and tree, {:.0f} % of openssl speed ({:.0f} MB/s)\n",
        name, threads, events / seconds, bytes / seconds / 1e6, block, bytes / cpu_spent / 1e6,
        content / cpu_spent * 100, bytes / content / 1e6, tree / cpu_spent * 100,
        theirs > 0 ? bytes / cpu_spent / theirs * 100 : 0, theirs / 1e6);
  }
}

void proving(const std::string& name, const std::string& url) {
  const auto database = must(storage::Database::open(url));
  const auto journal = must(journal::Journal::open(*database, kClock));
  const auto reader = must(database->reader());
  const auto size = static_cast<std::uint64_t>(must(journal::head(*reader, kAuthority)).sequence);
  journal::TreeSource source(*reader, kAuthority);
  const auto root = must(proof::tree_root(source, size));
  constexpr std::uint64_t kProofs = 300;
  std::vector<std::vector<proof::Hash>> paths;
  auto start = Clock::now();
  for (std::uint64_t i = 0; i < kProofs; ++i)
    paths.push_back(must(proof::inclusion_proof(source, i * size / kProofs, size)));
  const double making = seconds_since(start);
  std::vector<proof::Hash> leaves;
  for (std::uint64_t i = 0; i < kProofs; ++i)
    must(source.read(0, i * size / kProofs, 1, leaves));
  start = Clock::now();
  std::uint64_t good = 0;
  for (int round = 0; round < 20; ++round)
    for (std::uint64_t i = 0; i < kProofs; ++i)
      good += proof::verify_inclusion(leaves[i], i * size / kProofs, size, paths[i], root) ? 1 : 0;
  const double checking = seconds_since(start);
  fmt::print("{:<10} proofs in {} events: {:.0f} made/s, {:.0f} checked/s{}\n", name, size,
             kProofs / making, 20 * kProofs / checking,
             good == 20 * kProofs ? "" : " AND SOME WERE WRONG");
}

std::string schema_url(const std::string& url, const std::string& name) {
  const auto now = Clock::now().time_since_epoch().count();
  return url + (url.find('?') == std::string::npos ? "?" : "&") + "schema=bench_" + name + "_" +
         std::to_string(now);
}

} // namespace

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100'000;
  const std::filesystem::path parent = argc > 2 ? argv[2] : ".";
  std::string pattern = (parent / "bench-journal-XXXXXX").string();
  const std::filesystem::path folder = mkdtemp(pattern.data());
  const std::string raw = "sqlite:" + (folder / "raw.db").string(),
                    own = "sqlite:" + (folder / "own.db").string();
  appending("SQLite", raw, own, count);
  verifying("SQLite", own);
  proving("SQLite", own);
  std::filesystem::remove_all(folder);
  const char* postgres = std::getenv("PLUMBLINE_TEST_DATABASE");
  if (postgres == nullptr || *postgres == '\0') return 0;
  const std::string own_schema = schema_url(postgres, "own");
  appending("PostgreSQL", schema_url(postgres, "raw"), own_schema, count);
  verifying("PostgreSQL", own_schema);
  proving("PostgreSQL", own_schema);
  return 0;
}
