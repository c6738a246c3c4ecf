// SPDX-License-Identifier: Apache-2.0
#include "commands.hpp"
#include "console.hpp"
#include "database.hpp"

#include <plumb/api/files.hpp>
#include <plumb/server/application.hpp>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace plumb::app {
namespace {

struct Options {
  std::string database = kUsualDatabase, format = "xlsx", layout = "issuing", output = "-";
  projection::Filter filter;
};

auto cannot_write(const std::string& file, int code) {
  return base::fail(base::ErrorKind::Unavailable, "cli.cannot_write",
                    {{"file", file}, {"reason", std::strerror(code)}});
}

bool copy(const api::FileBody& from, std::FILE* to) {
  std::array<char, 65536> part;
  while (true) {
    const auto read = ::read(from.descriptor(), part.data(), part.size());
    if (read == 0) return true;
    if (read < 0 && errno == EINTR) continue;
    const auto size = static_cast<std::size_t>(read);
    if (read < 0 || std::fwrite(part.data(), 1, size, to) != size) return false;
  }
}

/// Under another name until it is whole, so that a fault never leaves half a ledger.
base::Result<void> write(const api::Exported& exported, const std::string& file) {
  const bool to_stdout = file == "-";
  const std::string draft = file + ".part";
  std::FILE* out = to_stdout ? stdout : std::fopen(draft.c_str(), "wb");
  if (out == nullptr) return cannot_write(file, errno);
  bool good = exported.file ? copy(*exported.file, out)
                            : std::fwrite(exported.bytes.data(), 1, exported.bytes.size(), out) ==
                                  exported.bytes.size();
  good = std::fflush(out) == 0 && good;
  if (!to_stdout) {
    good = std::fclose(out) == 0 && good;
    good = good && std::rename(draft.c_str(), file.c_str()) == 0;
  }
  if (good) return {};
  const int code = errno;
  if (!to_stdout) std::remove(draft.c_str());
  return cannot_write(file, code);
}

int run(const Options& options) {
  const auto format = api::parse_export_format(options.format);
  if (!format) return kUsage;
  const auto store = server::Store::open(options.database);
  if (!store) return report(store.error(), options.database);
  if (const auto valid = projection::check(options.filter); !valid)
    return report(valid.error(), "");
  const auto exported = api::export_ledger((*store)->projection(), "default", options.filter,
                                           *format, options.layout);
  if (!exported) return report(exported.error(), options.database);
  if (const auto written = write(*exported, options.output); !written)
    return report(written.error(), "");
  return kDone;
}

} // namespace

void add_export(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("export", "Write the ledger as a file, all rows");
  add_database(*command, options->database);
  command->add_option("--format", options->format, "xlsx, csv or json")
      ->check(CLI::IsMember({"xlsx", "csv", "json"}));
  command->add_option("--layout", options->layout, "issuing, progress or inspection")
      ->check(CLI::IsMember({"issuing", "progress", "inspection"}));
  command->add_option("--document", options->filter.document, "Only tasks of this document");
  command->add_option("--area", options->filter.area, "Only this area");
  command->add_option("--unit", options->filter.unit, "Only tasks that name this unit (id)");
  command->add_option("--text", options->filter.text, "Only tasks with these words");
  command->add_option("-o,--output", options->output, "File to write, - for standard output");
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

} // namespace plumb::app
