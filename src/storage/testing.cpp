// SPDX-License-Identifier: Apache-2.0
#include <plumb/base/check.hpp>
#include <plumb/storage/testing.hpp>

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace plumb::storage::testing {

namespace {

std::string postgres_url() {
  const char* url = std::getenv("PLUMBLINE_TEST_DATABASE");
  return url == nullptr ? std::string() : std::string(url);
}

/// Unique among the processes of one machine and the runs of one server.
std::string fresh_name() {
  static std::atomic<int> count = 0;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return "t" + std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(now).count()) +
         "_" + std::to_string(getpid()) + "_" + std::to_string(++count);
}

std::unique_ptr<Database> open_or_stop(const std::string& url, Options options) {
  auto database = Database::open(url, options);
  if (!database)
    for (const auto& [name, value] : database.error().args)
      std::fprintf(stderr, "%s %s: %s\n", database.error().id.c_str(), name.c_str(), value.c_str());
  PLUMB_CHECK(database.has_value());
  return *std::move(database);
}

/// A database together with the place it is in.
class Fresh final : public Database {
public:
  explicit Fresh(Options options) : database_(place_.open(options)) {}
  base::Result<Lease> reader() override { return database_->reader(); }
  base::Result<Lease> writer() override { return database_->writer(); }

private:
  Place place_;
  std::unique_ptr<Database> database_;
};

} // namespace

Engine engine() {
  return postgres_url().empty() ? Engine::Sqlite : Engine::Postgres;
}

std::unique_ptr<Database> fresh_database(Options options) {
  if (engine() == Engine::Sqlite) return open_or_stop("sqlite::memory:", options);
  return std::make_unique<Fresh>(options);
}

Place::Place() {
  if (engine() == Engine::Sqlite) {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "plumb-database-XXXXXX").string();
    PLUMB_CHECK(mkdtemp(pattern.data()) != nullptr);
    folder_ = pattern;
    url_ = "sqlite:" + (folder_ / "test.db").string();
    return;
  }
  const std::string url = postgres_url();
  schema_ = fresh_name();
  url_ = url + (url.find('?') == std::string::npos ? '?' : '&') + "schema=" + schema_;
}

Place::~Place() {
  if (engine() == Engine::Sqlite) {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
    return;
  }
  const auto database = Database::open(url_);
  if (!database) return;
  const auto writer = (*database)->writer();
  if (writer) (void)(*writer)->script("drop schema if exists " + schema_ + " cascade");
}

std::unique_ptr<Database> Place::open(Options options) const {
  return open_or_stop(url_, options);
}

} // namespace plumb::storage::testing
