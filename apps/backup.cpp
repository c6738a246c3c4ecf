// SPDX-License-Identifier: Apache-2.0
#include "commands.hpp"
#include "console.hpp"
#include "database.hpp"
#include "truth.hpp"

#include <plumb/event/json.hpp>

#include <filesystem>
#include <memory>

namespace plumb::app {

bool is_absent(std::string_view url) {
  constexpr std::string_view kSqlite = "sqlite:";
  std::error_code none;
  return url.starts_with(kSqlite) &&
         !std::filesystem::exists(std::filesystem::path(url.substr(kSqlite.size())), none);
}

namespace {

struct Options {
  std::string database = kUsualDatabase, file;
};

base::Result<storage::Copied> back_up(const Options& options) {
  if (is_absent(options.database))
    return base::fail(base::ErrorKind::NotFound, "storage.no_schema",
                      {{"module", std::string(journal::kModule)}});
  PLUMB_TRY_ASSIGN(const auto database, storage::Database::open(options.database));
  return storage::write_backup(*database, options.file, truth_modules());
}

int run(const Options& options) {
  const auto copied = back_up(options);
  if (!copied) return report(copied.error(), options.database);
  event::Json::Object rows;
  for (const auto& [table, count] : *copied)
    rows[table] = count;
  const event::Json out(event::Json::Object{{"file", options.file}, {"rows", std::move(rows)}});
  return print(out.dump() + "\n") ? kDone : kFailed;
}

} // namespace

void add_backup(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand(
      "backup", "Copy everything that cannot be derived to a new file, while the server runs");
  command->add_option("file", options->file, "New file (SQLite, whatever the database is)")
      ->required();
  add_database(*command, options->database);
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

} // namespace plumb::app
