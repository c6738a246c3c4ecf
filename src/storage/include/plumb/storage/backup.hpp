// SPDX-License-Identifier: Apache-2.0
/// Backups: the tables of truth of a database of either engine, in one SQLite file. What is derived
/// from them is left out and derived again; so a backup is also the way from one engine to the
/// other, and from an older program to a newer one.
#pragma once

#include <plumb/storage/storage.hpp>

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plumb::storage {

/// A module whose tables hold what cannot be derived.
struct TruthModule {
  std::string_view name;            ///< as given to migrate()
  std::span<const Migration> steps; ///< must outlive the call
};
/// Tables and how many rows of each were copied.
using Copied = std::vector<std::pair<std::string, std::int64_t>>;

/// Writes `file` from one snapshot while `from` is in use. Another name until it is whole and on
/// disk. storage.file_exists{file}, storage.cannot_write{file,reason}, storage.newer_schema,
/// storage.no_schema{module} where the database holds nothing yet.
[[nodiscard]] base::Result<Copied> write_backup(Database& from, const std::string& file,
                                                std::span<const TruthModule> modules);

/// Reads `file` into a database without any table, all or nothing; the tables are those of the
/// backup's own version, for migrate() to bring forward. storage.not_empty, storage.no_backup{file,
/// reason}, storage.newer_schema.
[[nodiscard]] base::Result<Copied> read_backup(const std::string& file, Database& to,
                                               std::span<const TruthModule> modules);

} // namespace plumb::storage
