// SPDX-License-Identifier: Apache-2.0
#include "table_grid.hpp"

#include "faults.hpp"

#include <algorithm>
#include <limits>

namespace plumb::document {
namespace {

constexpr std::uint32_t kColumnsMax = 16'384;
constexpr std::uint32_t kToTheEnd = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t kAreaPerCell = 64;
constexpr std::uint32_t kNoCell = std::numeric_limits<std::uint32_t>::max();

} // namespace

void TableGrid::start_row() {
  if (started_) ++row_;
  started_ = true;
  column_ = 0;
}

void TableGrid::skip(std::uint32_t columns) {
  column_ = std::min(kColumnsMax, column_ + std::min(columns, kColumnsMax));
}

std::uint32_t TableGrid::free_run(std::uint32_t wanted) const {
  std::uint32_t run = 0;
  while (run < wanted &&
         (column_ + run >= free_from_row_.size() || free_from_row_[column_ + run] <= row_))
    ++run;
  return run;
}

void TableGrid::occupy(std::uint32_t columns, std::uint32_t until_row) {
  if (column_ + columns > free_from_row_.size()) {
    free_from_row_.resize(column_ + columns, 0);
    last_cell_.resize(column_ + columns, kNoCell);
  }
  std::fill_n(free_from_row_.begin() + column_, columns, until_row);
}

bool TableGrid::add(std::string text, std::uint32_t row_span, std::uint32_t column_span) {
  if (cells_.size() >= cells_max_) return false;
  while (column_ < free_from_row_.size() && free_from_row_[column_] > row_)
    ++column_;
  if (column_ >= kColumnsMax) return false;
  // A span that runs into a cell from above ends there: two cells never share a place.
  const auto width = free_run(std::clamp(column_span, 1U, kColumnsMax - column_));
  const auto until = row_span == 0 || row_span > kToTheEnd - row_ ? kToTheEnd : row_ + row_span;
  // Many wide spans would cost much time before finish() could refuse them.
  area_ += width;
  if (area_ > kAreaPerCell * cells_max_) return false;
  occupy(width, until);
  std::fill_n(last_cell_.begin() + column_, width, static_cast<std::uint32_t>(cells_.size()));
  cells_.push_back({std::move(text), row_, column_, until - row_, width});
  column_ += width;
  return true;
}

bool TableGrid::extend_above(std::uint32_t column_span) {
  if (column_ >= last_cell_.size() || last_cell_[column_] == kNoCell) return false;
  Cell& above = cells_[last_cell_[column_]];
  if (above.column != column_ || above.row + above.row_span != row_) return false;
  if (above.column_span != std::max(column_span, 1U) ||
      free_run(above.column_span) != above.column_span)
    return false;
  ++above.row_span;
  occupy(above.column_span, row_ + 1);
  column_ += above.column_span;
  return true;
}

void TableGrid::drop_unused_columns() {
  std::vector<std::uint32_t> new_column(free_from_row_.size() + 1, 0);
  for (const auto& cell : cells_)
    new_column[cell.column] = 1;
  std::uint32_t used = 0;
  for (auto& column : new_column) {
    const bool starts = column != 0;
    column = used;
    if (starts) ++used;
  }
  // A place after which no cell starts maps to the number of used columns before it.
  for (auto& cell : cells_) {
    const auto until = new_column[cell.column + cell.column_span];
    cell.column = new_column[cell.column];
    cell.column_span = until - cell.column;
  }
}

base::Result<Table> TableGrid::finish() && {
  Table table;
  if (!started_ || cells_.empty()) return table;
  table.rows = row_ + 1;
  drop_unused_columns();
  for (auto& cell : cells_) {
    cell.row_span = std::min(cell.row_span, table.rows - cell.row);
    table.columns = std::max(table.columns, cell.column + cell.column_span);
  }
  const auto places = std::uint64_t{table.rows} * table.columns;
  if (places > cells_max_) return too_many_cells(cells_max_);
  std::vector<bool> covered(places, false);
  for (const auto& cell : cells_)
    for (std::uint32_t row = cell.row; row < cell.row + cell.row_span; ++row)
      for (std::uint32_t column = cell.column; column < cell.column + cell.column_span; ++column)
        covered[std::uint64_t{row} * table.columns + column] = true;
  const auto real_cells = cells_.size();
  for (std::uint64_t place = 0; place < places; ++place)
    if (!covered[place])
      cells_.push_back({{},
                        static_cast<std::uint32_t>(place / table.columns),
                        static_cast<std::uint32_t>(place % table.columns),
                        1,
                        1});
  if (cells_.size() != real_cells)
    std::sort(cells_.begin(), cells_.end(), [](const Cell& a, const Cell& b) {
      return std::pair{a.row, a.column} < std::pair{b.row, b.column};
    });
  table.cells = std::move(cells_);
  return table;
}

} // namespace plumb::document
