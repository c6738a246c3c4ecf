// SPDX-License-Identifier: Apache-2.0
#include "commands.hpp"
#include "console.hpp"
#include "database.hpp"
#include "truth.hpp"

#include <plumb/event/json.hpp>
#include <plumb/journal/journal.hpp>
#include <plumb/server/application.hpp>

#include <memory>

namespace plumb::app {
namespace {

using event::Json;

struct Options {
  std::string database = kUsualDatabase, file;
};

struct Restored {
  std::int64_t events = 0;
  Json::Array authorities = {};
  bool intact = true;
};

/// Copies, brings the tables forward, derives the others again and checks every hash.
base::Result<Restored> restore(const Options& options) {
  {
    PLUMB_TRY_ASSIGN(const auto database, storage::Database::open(options.database));
    PLUMB_TRY(storage::read_backup(options.file, *database, truth_modules()));
  }
  note(in_english() ? "Copied; deriving lists, checking hashes."
                    : "已复制，正在重建各表并复算哈希。");
  PLUMB_TRY_ASSIGN(const auto store, server::Store::open(options.database));
  PLUMB_TRY_ASSIGN(const auto authorities, store->journal().authorities());
  Restored out;
  for (const auto& authority_id : authorities) {
    PLUMB_TRY_ASSIGN(const auto verified, store->journal().verify(authority_id));
    out.events += verified.events;
    out.intact = out.intact && !verified.fault;
    Json::Object one{{"authority_id", authority_id},
                     {"events", verified.events},
                     {"intact", !verified.fault.has_value()}};
    if (verified.fault)
      one["fault"] =
          Json::Object{{"sequence", verified.fault->sequence}, {"what", verified.fault->what}};
    out.authorities.emplace_back(std::move(one));
  }
  return out;
}

int run(const Options& options) {
  auto restored = restore(options);
  if (!restored) return report(restored.error(), options.database);
  const Json out(Json::Object{{"authorities", std::move(restored->authorities)},
                              {"events", restored->events},
                              {"intact", restored->intact}});
  if (!print(out.dump() + "\n")) return kFailed;
  return restored->intact ? kDone : kFailed;
}

} // namespace

void add_restore(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand(
      "restore", "Read a backup into an empty database of either engine and check it");
  command->add_option("file", options->file, "What `backup` wrote")->required();
  add_database(*command, options->database);
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

} // namespace plumb::app
