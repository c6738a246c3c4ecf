// SPDX-License-Identifier: Apache-2.0
// What an administrator of the database asks for: its tables, bringing them up to date, spreading
// them over several servers.
#include "commands.hpp"
#include "console.hpp"
#include "database.hpp"

#include <plumb/event/json.hpp>
#include <plumb/server/application.hpp>
#include <plumb/storage/catalogue.hpp>
#include <plumb/storage/storage.hpp>

#include <memory>

namespace plumb::app {
namespace {

using event::Json;

struct Options {
  std::string database = kUsualDatabase;
  bool dry_run = false;
};

/// The one table that belongs to no authority.
constexpr std::string_view kOfNobody = "schema_version";

base::Result<std::string> migrate(const Options& options) {
  {
    PLUMB_TRY(server::Store::open(options.database));
  }
  PLUMB_TRY_ASSIGN(const auto database, storage::Database::open(options.database));
  PLUMB_TRY_ASSIGN(const auto reader, database->reader());
  Json::Object versions;
  PLUMB_TRY(reader->run("select module, number from schema_version order by module", {},
                        [&](const storage::Row& row) {
                          versions[std::string(row.text(0))] = row.integer(1);
                          return true;
                        }));
  return Json(std::move(versions)).dump() + "\n";
}

base::Result<std::string> tables(const Options& options) {
  PLUMB_TRY_ASSIGN(const auto database, storage::Database::open(options.database));
  PLUMB_TRY_ASSIGN(const auto reader, database->reader());
  PLUMB_TRY_ASSIGN(const auto names, storage::tables_of(*reader));
  std::string out;
  for (const auto& name : names) {
    PLUMB_TRY_ASSIGN(const auto key, storage::primary_key_of(*reader, name));
    PLUMB_TRY_ASSIGN(const auto rows, reader->integer("select count(*) from \"" + name + '"'));
    Json::Array columns;
    for (const auto& column : key)
      columns.emplace_back(column);
    out += Json(Json::Object{{"table", name}, {"key", std::move(columns)}, {"rows", *rows}}).dump();
    out += '\n';
  }
  return out;
}

/// Every table goes to the server of its authority, so that no transaction leaves one.
base::Result<std::string> distribute(const Options& options) {
  PLUMB_TRY_ASSIGN(const auto database, storage::Database::open(options.database));
  PLUMB_TRY_ASSIGN(const auto writer, database->writer());
  if (writer->engine() != storage::Engine::Postgres)
    return base::fail(base::ErrorKind::InvalidInput, "storage.not_distributable");
  PLUMB_TRY_ASSIGN(const auto names, storage::tables_of(*writer));
  if (names.empty())
    return base::fail(base::ErrorKind::NotFound, "storage.no_schema", {{"module", "journal"}});
  std::vector<std::string> statements;
  for (const auto& name : names)
    statements.push_back(name == kOfNobody
                             ? "select create_reference_table('" + name + "')"
                             : "select create_distributed_table('" + name + "', 'authority_id')");
  std::string out;
  for (const auto& statement : statements)
    out += statement + ";\n";
  if (options.dry_run) return out;
  PLUMB_TRY_ASSIGN(const auto citus,
                   writer->integer("select 1 from pg_extension where extname = 'citus'"));
  if (!citus) return base::fail(base::ErrorKind::Unavailable, "storage.no_citus");
  for (const auto& statement : statements)
    PLUMB_TRY(writer->run(statement));
  return out;
}

using Command = base::Result<std::string> (*)(const Options&);

int run(const Options& options, Command command) {
  if (command != migrate && is_absent(options.database))
    return report({base::ErrorKind::NotFound, "storage.no_schema", {{"module", "journal"}}, {}},
                  options.database);
  const auto done = command(options);
  if (!done) return report(done.error(), options.database);
  return print(*done) ? kDone : kFailed;
}

} // namespace

void add_db(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* db = app.add_subcommand("db", "The database itself");
  db->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, Command command) {
    auto* sub = db->add_subcommand(name, what);
    add_database(*sub, options->database);
    sub->callback([options, &exit_code, command] { exit_code = run(*options, command); });
    return sub;
  };
  add("migrate", "Bring all tables up to date; prints the version of each module", migrate);
  add("tables", "Print every table with its key and its rows, one JSON object a line", tables);
  add("distribute", "Spread the tables over the servers of a Citus cluster, by authority",
      distribute)
      ->add_flag("--dry-run", options->dry_run, "Only print the statements");
}

} // namespace plumb::app
