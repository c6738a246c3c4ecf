// SPDX-License-Identifier: Apache-2.0
#include "commands.hpp"
#include "console.hpp"
#include "database.hpp"

#include <plumb/server/application.hpp>

#include <memory>

namespace plumb::app {
namespace {

int run(const std::string& database) {
  const auto store = server::Store::open(database);
  if (!store) return report(store.error(), database);
  const auto rebuilt = (*store)->rebuild();
  if (!rebuilt) return report(rebuilt.error(), database);
  return print("{\"events\":" + std::to_string(rebuilt->events) +
               ",\"records\":" + std::to_string(rebuilt->records) + "}\n")
             ? kDone
             : kFailed;
}

} // namespace

void add_rebuild(CLI::App& app, int& exit_code) {
  auto database = std::make_shared<std::string>(kUsualDatabase);
  auto* command =
      app.add_subcommand("rebuild", "Derive the ledger, all lists and indicators from the journal again");
  add_database(*command, *database);
  command->callback([database, &exit_code] { exit_code = run(*database); });
}

} // namespace plumb::app
