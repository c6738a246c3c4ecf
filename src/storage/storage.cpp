// SPDX-License-Identifier: Apache-2.0
#include "engines.hpp"

#include <plumb/storage/catalogue.hpp>
#include <plumb/storage/storage.hpp>

#include <algorithm>

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
  PLUMB_TRY(run(engine() == Engine::Sqlite ? "begin immediate" : "begin"));
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
  if (done) {
    auto kept = run("release step");
    if (kept) return {};
    // PostgreSQL: a statement failed and the body went on regardless; nothing of it can stay.
    done = base::Unexpected{std::move(kept).error()};
  }
  PLUMB_TRY(run("rollback to step"));
  PLUMB_TRY(run("release step"));
  return done;
}

namespace {

constexpr std::string_view kSqlite = "sqlite:";
constexpr const char* kSchemaVersion =
    "create table if not exists schema_version (module text not null primary key, "
    "number integer not null) strict";

} // namespace

base::Result<std::unique_ptr<Database>> Database::open(std::string_view url, Options options) {
  if (url.starts_with(kSqlite) && url.size() > kSqlite.size())
    return open_sqlite(std::string(url.substr(kSqlite.size())), options);
  if (url.starts_with("postgresql://") || url.starts_with("postgres://"))
    return open_postgres(url, options);
  return base::fail(base::ErrorKind::InvalidInput, "storage.unknown_engine",
                    {{"url", std::string(url)}});
}

base::Result<void> migrate(Connection& writer, std::string_view module,
                           std::span<const Migration> steps) {
  return writer.transaction([&]() -> base::Result<void> {
    PLUMB_TRY(writer.lock(kSchemaLock));
    PLUMB_TRY(writer.script(kSchemaVersion));
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
    return set_schema_version(writer, module, known);
  });
}

base::Result<std::optional<std::int64_t>> schema_version(Connection& connection,
                                                         std::string_view module) {
  PLUMB_TRY_ASSIGN(const auto tables, tables_of(connection));
  if (std::find(tables.begin(), tables.end(), "schema_version") == tables.end())
    return std::optional<std::int64_t>();
  return connection.integer("select number from schema_version where module = $1", {module});
}

base::Result<void> set_schema_version(Connection& writer, std::string_view module,
                                      std::int64_t number) {
  PLUMB_TRY(writer.script(kSchemaVersion));
  PLUMB_TRY(writer.run("insert into schema_version (module, number) values ($1, $2) "
                       "on conflict (module) do update set number = excluded.number",
                       {module, number}));
  return {};
}

} // namespace plumb::storage
