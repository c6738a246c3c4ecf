// SPDX-License-Identifier: Apache-2.0
#include "commands.hpp"
#include "console.hpp"
#include "database.hpp"
#include "signing.hpp"

#include <plumb/base/clock.hpp>
#include <plumb/storage/storage.hpp>

#include <algorithm>
#include <memory>

namespace plumb::app {
namespace {

struct Options {
  std::string database = kUsualDatabase, key, out, authority = "default";
  bool public_key = false;
};

int run(const Options& options) {
  const base::SystemClock clock;
  const auto database = storage::Database::open(options.database);
  if (!database) return report(database.error(), options.database);
  const auto journal = journal::Journal::open(**database, clock);
  if (!journal) return report(journal.error(), options.database);
  const auto file = key_file(options.key, options.database);
  if (const auto ready = sign_with(**journal, file, options.database); !ready)
    return report(ready.error(), file);
  std::string text;
  if (options.public_key) {
    text = (*journal)->key()->public_key().pem();
  } else {
    const auto notes = sign_all(**journal, options.database);
    if (!notes) return report(notes.error(), options.database);
    const auto own = std::find_if(notes->begin(), notes->end(), [&](const proof::Note& one) {
      return one.checkpoint.authority_id == options.authority;
    });
    if (own == notes->end())
      return report({base::ErrorKind::NotFound, "journal.empty"}, options.authority);
    text = proof::to_text(*own);
  }
  if (options.out.empty()) return print(text) ? kDone : kFailed;
  if (const auto written = write_file(options.out, text); !written)
    return report(written.error(), options.out);
  return kDone;
}

} // namespace

void add_checkpoint(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand(
      "checkpoint", "Print a signed statement about the journal, to be published and kept");
  add_database(*command, options->database);
  command->add_option("--authority", options->authority, "Whose journal (default)");
  command->add_option("--key", options->key, "Key file (checkpoint.key beside the database)");
  command->add_option("--out", options->out, "File to write instead of standard output");
  command->add_flag("--public-key", options->public_key,
                    "The public key, which checks the signatures, instead");
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

} // namespace plumb::app
