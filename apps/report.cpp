// SPDX-License-Identifier: Apache-2.0
// The paper of a report as a file.
#include "commands.hpp"
#include "console.hpp"
#include "database.hpp"
#include "signing.hpp"

#include <plumb/event/json.hpp>
#include <plumb/projection/projection.hpp>
#include <plumb/report/report.hpp>
#include <plumb/server/application.hpp>

#include <memory>

namespace plumb::app {
namespace {

using event::Json;

struct Options {
  std::string database = kUsualDatabase, record, format = "docx", output;
};

base::Result<report::Papers> papers_of(server::Store& store, const std::string& record) {
  PLUMB_TRY_ASSIGN(const auto tree, store.projection().tree("default"));
  return store.reports().papers("default", *tree, record, {});
}

int run(const Options& options) {
  const auto store = server::Store::open(options.database);
  if (!store) return report(store.error(), options.database);
  const auto papers = papers_of(**store, options.record);
  if (!papers) return report(papers.error(), options.record);
  const auto& bytes = options.format == "docx"   ? papers->docx
                      : options.format == "html" ? papers->html
                                                 : papers->xlsx;
  if (options.output == "-") return print(bytes) ? kDone : kFailed;
  if (const auto written = write_file(options.output, bytes); !written)
    return report(written.error(), options.output);
  const Json told(Json::Object{{"bytes", static_cast<std::int64_t>(bytes.size())},
                               {"file", options.output},
                               {"format", options.format}});
  return print(told.dump() + "\n") ? kDone : kFailed;
}

} // namespace

void add_report(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("report", "Write the paper of a report");
  command->add_option("record", options->record, "Record id of the report")->required();
  add_database(*command, options->database);
  command->add_option("--format", options->format, "docx, html or xlsx")
      ->check(CLI::IsMember({"docx", "html", "xlsx"}));
  command->add_option("-o,--output", options->output, "File to write, - for standard output")
      ->required();
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

} // namespace plumb::app
