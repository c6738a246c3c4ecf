// SPDX-License-Identifier: Apache-2.0
#include "commands.hpp"
#include "console.hpp"

#include <cstdio>
#include <exception>

namespace {

int run(int argc, char** argv) {
  using namespace plumb::app;
  CLI::App app("Plumbline (准绳): from a plan document to an approved task ledger", "plumbline");
  app.require_subcommand(1);
  int exit_code = kDone;
  add_parse(app, exit_code);
  add_figures(app, exit_code);
  add_serve(app, exit_code);
  add_import(app, exit_code);
  add_export(app, exit_code);
  add_ledger(app, exit_code);
  add_sample(app, exit_code);
  add_checkpoint(app, exit_code);
  add_calendar(app, exit_code);
  add_pack(app, exit_code);
  add_dossier(app, exit_code);
  add_verify(app, exit_code);
  add_backup(app, exit_code);
  add_restore(app, exit_code);
  add_db(app, exit_code);
  add_account(app, exit_code);
  add_tick(app, exit_code);
  add_indicators(app, exit_code);
  add_indicator(app, exit_code);
  add_report(app, exit_code);
  add_demo(app, exit_code);
  add_rebuild(app, exit_code);
  add_version(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kUsage;
  }
  return exit_code;
}

} // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "plumbline: %s\n", error.what());
    return plumb::app::kFailed;
  }
}
