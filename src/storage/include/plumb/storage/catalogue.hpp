// SPDX-License-Identifier: Apache-2.0
/// What a database says of its own tables, the same for every engine.
#pragma once

#include <plumb/storage/storage.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::storage {

enum class ColumnType { Integer, Text, Blob, Other };
struct Column {
  std::string name;
  ColumnType type = ColumnType::Other;
  friend bool operator==(const Column&, const Column&) = default;
};

/// Names of all tables in order. Of a full-text index (text_index.hpp) only what is a plain table.
[[nodiscard]] base::Result<std::vector<std::string>> tables_of(Connection& connection);
/// In the order of their declaration; empty where there is no such table.
[[nodiscard]] base::Result<std::vector<Column>> columns_of(Connection& connection,
                                                           std::string_view table);
/// The columns of the primary key in order.
[[nodiscard]] base::Result<std::vector<std::string>> primary_key_of(Connection& connection,
                                                                    std::string_view table);

/// Names of the tables that a module's steps create and do not drop again, in order of creation.
[[nodiscard]] std::vector<std::string> tables_created(std::span<const Migration> steps);

/// Copies all rows of one table to the table of the same name of another database; gives their
/// number. storage.other_columns{table} where the columns differ. The caller brings the snapshot
/// and the transaction.
[[nodiscard]] base::Result<std::int64_t> copy_rows(Connection& from, Connection& to,
                                                   std::string_view table);

} // namespace plumb::storage
