// SPDX-License-Identifier: Apache-2.0
/// Which database a subcommand works on: option, then environment, then the usual file.
#pragma once

#include <CLI/CLI.hpp>

#include <string_view>

namespace plumb::app {

inline constexpr const char* kDatabaseVariable = "PLUMBLINE_DATABASE";
inline constexpr const char* kUsualDatabase = "sqlite:plumbline.db";

/// Adds --database to a subcommand; `url` keeps what it holds where nothing is said.
template <class Url> CLI::Option* add_database(CLI::App& command, Url& url) {
  return command
      .add_option("--database", url,
                  "Database, sqlite:PATH or postgresql://USER@HOST/NAME?schema=NAME")
      ->envname(kDatabaseVariable);
}

/// Whether a file of SQLite is not there yet: opening it would make one.
[[nodiscard]] bool is_absent(std::string_view url);

} // namespace plumb::app
