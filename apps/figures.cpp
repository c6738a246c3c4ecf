// SPDX-License-Identifier: Apache-2.0
#include "commands.hpp"
#include "console.hpp"
#include "limits.hpp"

#include <plumb/api/files.hpp>
#include <plumb/plan/figures.hpp>

#include <memory>

namespace plumb::app {
namespace {

struct Options {
  std::string file, config;
  bool pretty = false, json_errors = false;
};

int run(const Options& options) {
  const auto limits = limits_of(options.config);
  if (!limits) return report(limits.error(), "", options.json_errors);
  const auto bytes = read_input(options.file, limits->file_bytes);
  if (!bytes) return report(bytes.error(), options.file, options.json_errors);
  const auto text = api::read_text(*bytes, name_of(options.file), false, *limits);
  if (!text) return report(text.error(), options.file, options.json_errors);
  std::string json = plan::to_json(plan::read_figures(*text), *text);
  if (options.pretty) json = pretty(json);
  return print(json + "\n") ? kDone : kFailed;
}

} // namespace

void add_figures(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("figures", "Print the figures of a report (JSON)");
  command->add_option("file", options->file, "Report to read, - for standard input")->required();
  command->add_flag("--pretty", options->pretty, "Indent the JSON");
  command->add_flag("--json-errors", options->json_errors, "Faults as RFC 9457 problems");
  command->add_option("--config", options->config, "Configuration whose limits apply");
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

} // namespace plumb::app
