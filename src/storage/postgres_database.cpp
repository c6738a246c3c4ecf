// SPDX-License-Identifier: Apache-2.0
#include "engines.hpp"
#include "pool.hpp"
#include "postgres.hpp"

#include <mutex>

namespace plumb::storage {

namespace {

constexpr const char* kBeginReading =
    "begin transaction isolation level repeatable read, read only";

class PostgresDatabase final : public Database {
public:
  PostgresDatabase(const PostgresUrl& url, const Options& options,
                   std::unique_ptr<PostgresConnection> writer)
      : writer_(std::move(writer)), readers_(options.readers_max, [url, options] {
          return PostgresConnection::open(url, options);
        }) {}

  base::Result<Lease> writer() override {
    write_mutex_.lock();
    // A thread may hold the writer twice; only whoever takes it first may connect again.
    if (held_ == 0) {
      if (auto ready = writer_->revive(); !ready) {
        write_mutex_.unlock();
        return base::Unexpected{std::move(ready).error()};
      }
    }
    ++held_;
    return Lease(*writer_, [this] {
      if (--held_ == 0) writer_->end_transaction();
      write_mutex_.unlock();
    });
  }

  base::Result<Lease> reader() override {
    PLUMB_TRY_ASSIGN(auto connection, readers_.take());
    auto* held = connection.get();
    auto begun = begin(*held);
    if (!begun) {
      readers_.give(std::move(connection));
      return base::Unexpected{std::move(begun).error()};
    }
    return Lease(*held, [this, shared = std::make_shared<std::unique_ptr<PostgresConnection>>(
                                   std::move(connection))] {
      (*shared)->end_transaction();
      readers_.give(std::move(*shared));
    });
  }

private:
  static base::Result<void> begin(PostgresConnection& connection) {
    PLUMB_TRY(connection.revive());
    if (connection.Connection::run(kBeginReading)) return {};
    // The server went away a moment ago and nothing has been read yet: once more.
    PLUMB_TRY(connection.revive());
    PLUMB_TRY(connection.Connection::run(kBeginReading));
    return {};
  }

  std::recursive_mutex write_mutex_;
  int held_ = 0;
  std::unique_ptr<PostgresConnection> writer_;
  Pool<PostgresConnection> readers_;
};

/// Makes the schema; two programs may do so at once, and then one of them finds it made.
base::Result<void> make_schema(PostgresConnection& writer, const std::string& schema) {
  if (schema.empty()) {
    PLUMB_TRY_ASSIGN(const auto current, writer.text("select current_schema()"));
    if (!current)
      return base::fail(base::ErrorKind::InvalidInput, "storage.bad_url",
                        {{"reason", "no schema of the search path exists; give schema=NAME"}});
    return {};
  }
  const std::string sql = "create schema if not exists \"" + schema + '"';
  PLUMB_TRY_ASSIGN(const auto found, writer.integer("select 1 from pg_namespace where nspname = $1",
                                                    {std::string_view(schema)}));
  if (found || writer.script(sql)) return {};
  return writer.script(sql);
}

} // namespace

base::Result<std::unique_ptr<Database>> open_postgres(std::string_view text,
                                                      const Options& options) {
  PLUMB_TRY_ASSIGN(const auto url, parse_postgres_url(text));
  PLUMB_TRY_ASSIGN(auto writer, PostgresConnection::open(url, options));
  PLUMB_TRY(make_schema(*writer, url.schema));
  return std::unique_ptr<Database>(
      std::make_unique<PostgresDatabase>(url, options, std::move(writer)));
}

} // namespace plumb::storage
