// SPDX-License-Identifier: Apache-2.0
/// Files into the database, the same for `import` and `sample`.
#pragma once

#include <plumb/document/document.hpp>
#include <plumb/server/application.hpp>

#include <cstdint>
#include <string>

namespace plumb::app {

struct Imported {
  std::string document_id, title, kind;
  std::int64_t revision = 0, task_count = 0, approved_count = 0;
  bool already = false; ///< the same bytes were imported before; nothing happened
};

struct Wanted {
  std::string file;
  std::string supersedes, higher; ///< document ids or empty
  bool approve = false;
};

/// Errors of reading and of the write path; a document that is already there is no error.
[[nodiscard]] base::Result<Imported> import_file(server::Store& store, const Wanted& wanted,
                                                 const document::Limits& limits);
/// Units from a spreadsheet, all or none; progress on standard error.
[[nodiscard]] base::Result<void> import_units(server::Store& store, const std::string& file,
                                              const document::Limits& limits);
/// One JSON object in one line.
[[nodiscard]] std::string to_json(const Imported& imported, const std::string& file);
/// One line for people.
[[nodiscard]] std::string describe(const Imported& imported, const std::string& file);

} // namespace plumb::app
