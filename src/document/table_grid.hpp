// SPDX-License-Identifier: Apache-2.0
/// Puts the cells of a table in their places as HTML and Word lay them out: each takes the first
/// free column of its row, rows above may reach down into it.
#pragma once

#include <plumb/base/result.hpp>
#include <plumb/document/document.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace plumb::document {

class TableGrid {
public:
  explicit TableGrid(std::uint32_t cells_max) : cells_max_(cells_max) {}

  void start_row();
  /// Leaves columns free at the current place (Word's gridBefore).
  void skip(std::uint32_t columns);
  /// `row_span` 0 reaches to the end of the table. False where the table has become too large.
  [[nodiscard]] bool add(std::string text, std::uint32_t row_span, std::uint32_t column_span);
  /// The cell that starts at the current column of the row above goes on (Word's vMerge); false if
  /// no such cell is there.
  [[nodiscard]] bool extend_above(std::uint32_t column_span);

  /// Columns in which no cell starts are closed up; holes become empty cells, so that the cells
  /// cover the rectangle exactly. document.too_many_cells if rows × columns exceeds the limit.
  [[nodiscard]] base::Result<Table> finish() &&;

private:
  std::uint32_t free_run(std::uint32_t wanted) const;
  void occupy(std::uint32_t columns, std::uint32_t until_row);
  void drop_unused_columns();

  std::uint32_t cells_max_;
  std::uint32_t row_ = 0;
  std::uint32_t column_ = 0;
  bool started_ = false;
  std::uint64_t area_ = 0; ///< columns of all cells so far
  std::vector<Cell> cells_;
  std::vector<std::uint32_t> free_from_row_; // per column
  std::vector<std::uint32_t> last_cell_;     // per column: index of the cell covering it last
};

} // namespace plumb::document
