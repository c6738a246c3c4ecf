// SPDX-License-Identifier: Apache-2.0
#include "sqlite.hpp"

#include <plumb/storage/storage.hpp>

#include <condition_variable>
#include <mutex>

namespace plumb::storage {

base::Result<std::optional<std::int64_t>> Connection::integer(std::string_view sql,
                                                              std::initializer_list<Value> values) {
  std::optional<std::int64_t> found;
  PLUMB_TRY(run(sql, values, [&](const Row& row) {
    if (!row.is_null(0)) found = row.integer(0);
    return false;
  }));
  return found;
}

base::Result<std::optional<std::string>> Connection::text(std::string_view sql,
                                                          std::initializer_list<Value> values) {
  std::optional<std::string> found;
  PLUMB_TRY(run(sql, values, [&](const Row& row) {
    if (!row.is_null(0)) found = std::string(row.text(0));
    return false;
  }));
  return found;
}

base::Result<void> Connection::transaction(const std::function<base::Result<void>()>& body) {
  PLUMB_TRY(run("begin immediate"));
  auto done = body();
  if (done) {
    auto committed = run("commit");
    if (committed) return {};
    done = base::Unexpected{std::move(committed).error()};
  }
  // The first error is the one to tell; a failed rollback leaves nothing written either.
  (void)run("rollback");
  return done;
}

base::Result<void> Connection::savepoint(const std::function<base::Result<void>()>& body) {
  PLUMB_TRY(run("savepoint step"));
  auto done = body();
  if (!done) PLUMB_TRY(run("rollback to step"));
  PLUMB_TRY(run("release step"));
  return done;
}

namespace {

class SqliteDatabase final : public Database {
public:
  SqliteDatabase(std::string path, Options options, std::unique_ptr<SqliteConnection> writer)
      : path_(std::move(path)), options_(options), writer_(std::move(writer)) {}

  base::Result<Lease> writer() override {
    write_mutex_.lock();
    return Lease(*writer_, [this] { write_mutex_.unlock(); });
  }

  base::Result<Lease> reader() override {
    if (path_ == ":memory:") return writer();
    PLUMB_TRY_ASSIGN(auto connection, take());
    auto* held = connection.get();
    if (auto begun = held->run("begin"); !begun) {
      give(std::move(connection));
      return base::Unexpected{std::move(begun).error()};
    }
    return Lease(*held, [this, shared = std::make_shared<std::unique_ptr<SqliteConnection>>(
                                   std::move(connection))] {
      (void)(*shared)->run("commit");
      give(std::move(*shared));
    });
  }

private:
  base::Result<std::unique_ptr<SqliteConnection>> take() {
    std::unique_lock lock(pool_mutex_);
    given_back_.wait(lock, [&] { return !idle_.empty() || open_ < options_.readers_max; });
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
    ++open_;
    lock.unlock();
    auto opened = SqliteConnection::open(path_, SqliteConnection::Access::Read, options_);
    if (!opened) {
      lock.lock();
      --open_;
      given_back_.notify_one();
    }
    return opened;
  }

  void give(std::unique_ptr<SqliteConnection> connection) {
    const std::lock_guard lock(pool_mutex_);
    // The most recently used one first: its page cache is warm and the others can stay cold.
    idle_.push_back(std::move(connection));
    given_back_.notify_one();
  }

  std::string path_;
  Options options_;
  // Recursive because a database in memory has one connection for readers and the writer.
  std::recursive_mutex write_mutex_;
  std::unique_ptr<SqliteConnection> writer_;
  std::mutex pool_mutex_;
  std::condition_variable given_back_;
  std::vector<std::unique_ptr<SqliteConnection>> idle_;
  int open_ = 0;
};

constexpr std::string_view kSqlite = "sqlite:";

} // namespace

base::Result<std::unique_ptr<Database>> Database::open(std::string_view url, Options options) {
  if (!url.starts_with(kSqlite) || url.size() == kSqlite.size())
    return base::fail(base::ErrorKind::InvalidInput, "storage.unknown_engine",
                      {{"url", std::string(url)}});
  const std::string path(url.substr(kSqlite.size()));
  PLUMB_TRY_ASSIGN(auto writer,
                   SqliteConnection::open(path, SqliteConnection::Access::Write, options));
  return std::unique_ptr<Database>(
      std::make_unique<SqliteDatabase>(path, options, std::move(writer)));
}

base::Result<void> migrate(Connection& writer, std::string_view module,
                           std::span<const Migration> steps) {
  PLUMB_TRY(
      writer.run("create table if not exists schema_version (module text not null primary key, "
                 "number integer not null) strict"));
  return writer.transaction([&]() -> base::Result<void> {
    PLUMB_TRY_ASSIGN(
        const auto found,
        writer.integer("select number from schema_version where module = $1", {module}));
    const std::int64_t present = found.value_or(0);
    const std::int64_t known = steps.empty() ? 0 : steps.back().number;
    if (present > known)
      return base::fail(base::ErrorKind::Unavailable, "storage.newer_schema",
                        {{"module", std::string(module)}, {"found", std::to_string(present)}});
    if (present == known) return {};
    for (const auto& step : steps)
      if (step.number > present) PLUMB_TRY(writer.script(step.sql));
    PLUMB_TRY(writer.run("insert into schema_version (module, number) values ($1, $2) "
                         "on conflict (module) do update set number = excluded.number",
                         {module, known}));
    return {};
  });
}

} // namespace plumb::storage
