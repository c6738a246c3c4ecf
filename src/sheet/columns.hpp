// SPDX-License-Identifier: Apache-2.0
/// The columns of the paper ledger: their printed names, widths and which layout has them. One
/// table for writing and reading, so that what is written is what is read back.
#pragma once

#include <plumb/sheet/ledger_sheet.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::sheet {

enum class Column {
  Area,
  Objective,
  Number,
  Title,
  Text,
  Lead,
  Responsible,
  Supporting,
  Deadlines,
  DueOn,
  Targets,
  Progress,
  Problems,
  Evidence,
  Inspection,
  Document,
  TaskId
};

struct ColumnInfo {
  Column column;
  std::string_view name;
  int width;       ///< in characters, as Excel counts
  bool progress;   ///< in the progress and inspection layouts
  bool inspection; ///< in the inspection layout only
  bool merged;     ///< neighbouring equal cells become one
};

[[nodiscard]] std::span<const ColumnInfo> all_columns();
[[nodiscard]] std::vector<ColumnInfo> columns_of(Layout layout);
/// The column a header cell names; other customary names count too (牵头部门 for 牵头单位).
[[nodiscard]] std::optional<Column> column_named(std::string_view header);

[[nodiscard]] std::string cell_text(Column column, const LedgerRow& row);

/// Several names in one cell. The separator is the first of 、 ；newline that no name contains; one
/// name that contains 、 is closed by ；, so that reading finds one name again.
[[nodiscard]] std::string join_names(const std::vector<std::string>& names);
[[nodiscard]] std::vector<std::string> split_names(std::string_view cell);
/// Deadlines and targets are clauses with commas of their own: only ； and newlines part them.
[[nodiscard]] std::string join_clauses(const std::vector<std::string>& clauses);
[[nodiscard]] std::vector<std::string> split_clauses(std::string_view cell);

} // namespace plumb::sheet
