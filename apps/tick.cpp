// SPDX-License-Identifier: Apache-2.0
// What the server does every hour, for those who rather have it done by cron.
#include "commands.hpp"
#include "console.hpp"
#include "database.hpp"

#include <plumb/server/application.hpp>

#include <fmt/format.h>

#include <memory>

namespace plumb::app {
namespace {

int run(const std::string& database) {
  const auto store = server::Store::open(database);
  if (!store) return report(store.error(), database);
  const auto kept = (*store)->keep_time();
  if (!kept) return report(kept.error(), database);
  return print(fmt::format(R"({{"steps":{},"opened":{},"digests":{}}})", kept->steps, kept->opened,
                           kept->digests) +
               "\n")
             ? kDone
             : kFailed;
}

} // namespace

void add_tick(CLI::App& app, int& exit_code) {
  auto database = std::make_shared<std::string>(kUsualDatabase);
  auto* command = app.add_subcommand("tick", "Do what the passing of time brings");
  add_database(*command, *database);
  command->callback([database, &exit_code] { exit_code = run(*database); });
}

} // namespace plumb::app
