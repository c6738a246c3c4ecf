// SPDX-License-Identifier: Apache-2.0
/// A thin layer over SQL: one text of a statement with $1..$n (ascending) for every engine,
/// prepared once per connection. Knows no domain words. Engines: SQLite and PostgreSQL, chosen by
/// URL. Tables are written once, as SQLite writes STRICT tables; PostgreSQL's types are put in on
/// the way (postgres_ddl.hpp). Times are integers (epoch ms), dates are text, flags are integers,
/// so that no type mapping is left. Text is compared byte by byte on both. Errors of every call:
/// storage.busy, storage.unavailable, storage.corrupt, storage.constraint.
#pragma once

#include <plumb/base/result.hpp>

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace plumb::storage {

struct Blob {
  std::string_view bytes;
};
/// A parameter. Views must live until the call returns.
using Value = std::variant<std::monostate, std::int64_t, std::string_view, Blob>;

/// The row a statement stands on; views live until the next row.
class Row {
public:
  virtual ~Row() = default;
  [[nodiscard]] virtual bool is_null(int column) const = 0;
  [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
  /// Text or blob; empty for null.
  [[nodiscard]] virtual std::string_view text(int column) const = 0;
};
/// Called for each row; false stops the statement early.
using OnRow = std::function<bool(const Row&)>;

enum class Engine { Sqlite, Postgres };

class Connection {
public:
  virtual ~Connection() = default;
  /// For the few places where the engines' plans or catalogues differ; facts never depend on it.
  [[nodiscard]] virtual Engine engine() const = 0;
  /// Inside a transaction: waits until no other transaction, of any process, holds `key`, and holds
  /// it until the end. Nothing to do where the database has a single writer.
  [[nodiscard]] virtual base::Result<void> lock(std::string_view key) = 0;
  /// Runs one statement; the result is the number of changed rows (0 for a query).
  [[nodiscard]] virtual base::Result<std::int64_t>
  run(std::string_view sql, std::span<const Value> values, const OnRow& on_row = {}) = 0;
  /// Several statements without parameters, separated by semicolons (migrations).
  [[nodiscard]] virtual base::Result<void> script(std::string_view sql) = 0;

  [[nodiscard]] base::Result<std::int64_t>
  run(std::string_view sql, std::initializer_list<Value> values = {}, const OnRow& on_row = {}) {
    return run(sql, std::span<const Value>(values.begin(), values.size()), on_row);
  }
  /// The first column of the first row; nullopt where there is no row or it is null.
  [[nodiscard]] base::Result<std::optional<std::int64_t>>
  integer(std::string_view sql, std::initializer_list<Value> values = {});
  [[nodiscard]] base::Result<std::optional<std::string>>
  text(std::string_view sql, std::initializer_list<Value> values = {});
  /// Runs `sql` once for each i < count with the values that `fill` writes; views must live until
  /// it is called again. In few round trips where there are any.
  [[nodiscard]] virtual base::Result<void>
  batch(std::string_view sql, std::size_t columns, std::size_t count,
        const std::function<void(std::size_t, std::span<Value>)>& fill) = 0;
  /// All or nothing; for the writing connection (it takes the write lock at once).
  [[nodiscard]] base::Result<void> transaction(const std::function<base::Result<void>()>& body);
  /// All or nothing inside a transaction.
  [[nodiscard]] base::Result<void> savepoint(const std::function<base::Result<void>()>& body);
};

struct Options {
  int readers_max = 8;         ///< reading connections kept open at most
  int busy_timeout_ms = 5'000; ///< how long to wait for another process that writes
  int cache_kib = 2'048;       ///< page cache of each connection
};

/// One database: a writing connection and a few reading ones. Thread-safe.
class Database {
public:
  /// `sqlite:PATH` (created where absent), `sqlite::memory:` (one connection for everything; tests)
  /// or `postgresql://user@host:port/database?schema=NAME` (every other parameter is libpq's; the
  /// schema is created where absent). storage.unknown_engine{url}, storage.bad_url{reason}.
  [[nodiscard]] static base::Result<std::unique_ptr<Database>> open(std::string_view url,
                                                                    Options options = {});
  virtual ~Database() = default;

  /// A connection taken out of the pool; given back at the end of its life.
  class Lease {
  public:
    Lease(Connection& connection, std::function<void()> give_back)
        : connection_(&connection), give_back_(std::move(give_back)) {}
    Lease(Lease&& other) noexcept
        : connection_(other.connection_), give_back_(std::exchange(other.give_back_, {})) {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (give_back_) give_back_();
    }
    Connection& operator*() const { return *connection_; }
    Connection* operator->() const { return connection_; }

  private:
    Connection* connection_;
    std::function<void()> give_back_;
  };

  /// A reader that sees one state of the database for as long as it is held.
  [[nodiscard]] virtual base::Result<Lease> reader() = 0;
  /// The writer; waits for whoever holds it.
  [[nodiscard]] virtual base::Result<Lease> writer() = 0;
};

/// One step of a module's schema. Numbers ascend from 1; a released step is never edited.
struct Migration {
  int number;
  std::string_view sql;
};
/// Runs the steps of `module` that this database has not seen, in one transaction; several programs
/// that start at once wait for each other.
/// storage.newer_schema{module,found}: the file was written by a later version of the program.
[[nodiscard]] base::Result<void> migrate(Connection& writer, std::string_view module,
                                         std::span<const Migration> steps);

/// The last step of `module` that ran here; nullopt where none did.
[[nodiscard]] base::Result<std::optional<std::int64_t>> schema_version(Connection& connection,
                                                                       std::string_view module);
/// For tables that are not brought forward step by step but derived again.
[[nodiscard]] base::Result<void> set_schema_version(Connection& writer, std::string_view module,
                                                    std::int64_t number);
/// What programs lock (Connection::lock) that change tables.
inline constexpr std::string_view kSchemaLock = "schema";

} // namespace plumb::storage
