// SPDX-License-Identifier: Apache-2.0
/// One function per subcommand: it adds its options to the command line and runs when it is chosen.
/// The result goes into `exit_code`.
#pragma once

#include <CLI/CLI.hpp>

namespace plumb::app {

void add_parse(CLI::App& app, int& exit_code);
void add_figures(CLI::App& app, int& exit_code);
void add_serve(CLI::App& app, int& exit_code);
void add_import(CLI::App& app, int& exit_code);
void add_sample(CLI::App& app, int& exit_code);
void add_export(CLI::App& app, int& exit_code);
void add_ledger(CLI::App& app, int& exit_code);
void add_checkpoint(CLI::App& app, int& exit_code);
void add_calendar(CLI::App& app, int& exit_code);
void add_pack(CLI::App& app, int& exit_code);
void add_dossier(CLI::App& app, int& exit_code);
void add_verify(CLI::App& app, int& exit_code);
void add_backup(CLI::App& app, int& exit_code);
void add_restore(CLI::App& app, int& exit_code);
void add_db(CLI::App& app, int& exit_code);
void add_account(CLI::App& app, int& exit_code);
void add_tick(CLI::App& app, int& exit_code);
void add_indicators(CLI::App& app, int& exit_code);
void add_indicator(CLI::App& app, int& exit_code);
void add_report(CLI::App& app, int& exit_code);
void add_demo(CLI::App& app, int& exit_code);
void add_rebuild(CLI::App& app, int& exit_code);
void add_version(CLI::App& app, int& exit_code);

} // namespace plumb::app
