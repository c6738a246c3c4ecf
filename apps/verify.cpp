// SPDX-License-Identifier: Apache-2.0
#include "commands.hpp"
#include "console.hpp"

#include <plumb/event/json.hpp>
#include <plumb/journal/journal.hpp>
#include <plumb/server/application.hpp>

#include <memory>

namespace plumb::app {
namespace {

int run(const std::string& database) {
  const auto store = server::Store::open(database);
  if (!store) return report(store.error(), database);
  const auto checked = (*store)->journal().verify("default");
  if (!checked) return report(checked.error(), database);
  event::Json::Object out;
  out["events"] = checked->events;
  out["last_hash"] = checked->last_hash;
  out["intact"] = !checked->fault.has_value();
  if (checked->fault)
    out["fault"] =
        event::Json::Object{{"sequence", checked->fault->sequence}, {"what", checked->fault->what}};
  if (!print(event::Json(std::move(out)).dump() + "\n")) return kFailed;
  return checked->fault ? kFailed : kDone;
}

} // namespace

void add_verify(CLI::App& app, int& exit_code) {
  auto database = std::make_shared<std::string>("sqlite:plumbline.db");
  auto* command = app.add_subcommand("verify", "Compute every hash of the journal again");
  command->add_option("--database", *database, "Database, sqlite:PATH");
  command->callback([database, &exit_code] { exit_code = run(*database); });
}

} // namespace plumb::app
