// SPDX-License-Identifier: Apache-2.0
#include "commands.hpp"
#include "console.hpp"

#include <plumb/api/service.hpp>

namespace plumb::app {

void add_version(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("version", "Print the version");
  command->callback([&exit_code] {
    exit_code = print("plumbline " + std::string(api::version()) + "\n") ? kDone : kFailed;
  });
}

} // namespace plumb::app
