// SPDX-License-Identifier: Apache-2.0
#include "commands.hpp"
#include "console.hpp"
#include "database.hpp"
#include "intake_files.hpp"
#include "limits.hpp"

#include <algorithm>
#include <memory>

namespace plumb::app {
namespace {

struct Options {
  std::string database = kUsualDatabase, config, organisation, supersedes, higher;
  std::vector<std::string> files;
  bool approve = false, json_errors = false;
};

int run(const Options& options) {
  const auto limits = limits_of(options.config);
  if (!limits) return report(limits.error(), "", options.json_errors);
  const auto store = server::Store::open(options.database);
  if (!store) return report(store.error(), options.database, options.json_errors);
  if (!options.organisation.empty())
    if (const auto units = import_units(**store, options.organisation, *limits); !units)
      return report(units.error(), options.organisation, options.json_errors);
  int worst = kDone;
  for (const auto& file : options.files) {
    const Wanted wanted{file, options.supersedes, options.higher, options.approve};
    const auto imported = import_file(**store, wanted, *limits);
    if (!imported) {
      // One unreadable file must not keep the others out.
      worst = std::max(worst, report(imported.error(), file, options.json_errors));
      continue;
    }
    note(describe(*imported, file));
    if (!print(to_json(*imported, file) + "\n")) return kFailed;
  }
  return worst;
}

} // namespace

void add_import(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("import", "Import documents; prints one JSON object a line");
  command->add_option("files", options->files, "Documents to import");
  add_database(*command, options->database);
  command->add_option("--config", options->config, "Configuration whose limits apply");
  command->add_option("--organisation", options->organisation,
                      "Spreadsheet of units to read first");
  command->add_option("--supersedes", options->supersedes,
                      "Id of the document this is a later version of");
  command->add_option("--higher", options->higher, "Id of the higher plan that this carries out");
  command->add_flag("--approve", options->approve, "Approve all tasks at once");
  command->add_flag("--json-errors", options->json_errors, "Faults as RFC 9457 problems");
  command->callback([command, options, &exit_code] {
    if (options->files.empty() && options->organisation.empty())
      throw CLI::RequiredError(command->get_name() + ": files or --organisation");
    exit_code = run(*options);
  });
}

} // namespace plumb::app
