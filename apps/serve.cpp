// SPDX-License-Identifier: Apache-2.0
#include "commands.hpp"
#include "console.hpp"
#include "database.hpp"
#include "signing.hpp"

#include <plumb/server/application.hpp>
#include <plumb/server/shifted_clock.hpp>
#include <plumb/server/timekeeper.hpp>

#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <optional>

namespace plumb::app {
namespace {

struct Options {
  std::string config;
  std::optional<std::string> listen, database, web, packs, jurisdiction;
  std::optional<std::uint16_t> port;
  bool next_free_port = false;
  std::string clock;
};

/// A connection needs a descriptor; the usual soft limit of 1024 is below what we accept.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

base::Result<server::Configuration> configure(const Options& options) {
  PLUMB_TRY_ASSIGN(auto out, options.config.empty() ? server::read_configuration("", "")
                                                    : server::load_configuration(options.config));
  if (options.listen) out.http.listen = *options.listen;
  if (options.port) out.http.port = *options.port;
  if (options.database) out.database = *options.database;
  if (options.web) out.web = *options.web;
  if (options.packs) out.packs = *options.packs;
  if (options.jurisdiction) out.jurisdiction = *options.jurisdiction;
  out.http.next_free_port = options.next_free_port;
  return out;
}

/// A journal that cannot be signed now can still be used; the fault is told.
void sign(server::Store& store, const std::string& database) {
  if (const auto notes = sign_all(store.journal(), database); !notes)
    report(notes.error(), database);
}

/// Rules that cannot be taken into use now are told; those in use before stay so. Where nobody
/// asked for packs and there are none, there is nothing to tell.
void take_rules(server::Store& store, const Options& options,
                const server::Configuration& configuration) {
  const auto taken = store.use_packs(configuration.packs, configuration.jurisdiction);
  const bool asked = options.packs || options.jurisdiction || !configuration.jurisdiction.empty();
  if (!taken && (asked || taken.error().id != "pack.unreadable"))
    report(taken.error(), configuration.packs);
  if (const auto adopted = store.adopt_tasks(); !adopted)
    report(adopted.error(), configuration.database);
}

/// What the passing of time brings; a fault waits for the next time.
void keep_time(server::Store& store) {
  if (const auto kept = store.keep_time(); !kept) report(kept.error(), "tick");
}

/// Reminders are given within working hours: often enough for the morning.
constexpr std::chrono::minutes kTimeKept{15};

/// The address, and while nobody has an account the code for the first one. Scripts wait for these
/// lines and read them.
bool greet(server::Store& store, const server::HttpServer& http) {
  std::string lines = fmt::format("http://{}:{}/\n", http.address(), http.port());
  const auto code = store.setup_code();
  if (!code) report(code.error(), "");
  if (code && *code) lines += fmt::format("setup code: {}\n", **code);
  return print(lines);
}

int run(const Options& options) {
  const auto configuration = configure(options);
  if (!configuration) return report(configuration.error(), "");
  raise_descriptor_limit();
  std::optional<server::ShiftedClock> clock;
  if (!options.clock.empty()) {
    const auto start = server::parse_instant(options.clock);
    if (!start)
      return report({base::ErrorKind::InvalidInput, "server.bad_clock", {{"clock", options.clock}}},
                    "");
    clock.emplace(*start);
    note((in_english() ? "Not the machine's time: " : "使用的不是本机时间：") +
         base::china_time(clock->now_ms()));
  }
  const auto store = server::Store::open(configuration->database, clock ? &*clock : nullptr);
  if (!store) return report(store.error(), configuration->database);
  const auto key = key_file(configuration->checkpoint_key, configuration->database);
  if (const auto ready = sign_with((*store)->journal(), key, configuration->database); !ready)
    return report(ready.error(), key);
  sign(**store, configuration->database);
  take_rules(**store, options, *configuration);
  server::Application application(**store, *configuration);
  const auto http = server::HttpServer::start(configuration->http, application);
  if (!http) return report(http.error(), "");
  if (!greet(**store, **http)) return kFailed;
  const server::Timekeeper timekeeper(kTimeKept, [&store] { keep_time(**store); });
  note(in_english() ? "Serving; Ctrl+C stops." : "服务已启动，按 Ctrl+C 停止。");
  const bool finished = (*http)->run_until_signal();
  sign(**store, configuration->database);
  if (!finished) {
    // What is acknowledged is on disk; waiting for an answer that takes for ever helps nobody.
    note(in_english() ? "Stopped; some requests were not finished." : "已停止，有请求未能完成。");
    std::_Exit(kFailed);
  }
  note(in_english() ? "Stopped." : "已停止。");
  return kDone;
}

} // namespace

void add_serve(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("serve", "Serve the page and the HTTP API");
  command->add_option("--config", options->config, "Configuration file (TOML)");
  command->add_option("--listen", options->listen, "Address to listen on (127.0.0.1)");
  command->add_option("--port", options->port, "Port (8080; 0: any free one)");
  command->add_flag("--next-free-port", options->next_free_port,
                    "Take a following port if it is in use");
  add_database(*command, options->database);
  command->add_option("--web", options->web, "Folder of the built page (web/dist)");
  command->add_option("--packs", options->packs, "Folder of the rule packs (packs)");
  command->add_option(
      "--jurisdiction", options->jurisdiction,
      "Pack id or jurisdiction whose rules apply (those in use; at first national)");
  command->add_option("--clock", options->clock,
                      "Begin at another moment, 2026-11-23T09:30:00+08:00 (demonstrations, tests)");
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

} // namespace plumb::app
