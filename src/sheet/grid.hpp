// SPDX-License-Identifier: Apache-2.0
/// The cells of one table as a full grid: a merged cell counts for every place it covers.
#pragma once

#include <plumb/base/utf8.hpp>
#include <plumb/document/document.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace plumb::sheet {

class Grid {
public:
  explicit Grid(const document::Table& table)
      : rows_(table.rows), columns_(table.columns),
        cells_(std::size_t{table.rows} * table.columns) {
    for (const auto& cell : table.cells)
      for (std::uint32_t r = 0; r < cell.row_span; ++r)
        for (std::uint32_t c = 0; c < cell.column_span; ++c)
          if (cell.row + r < rows_ && cell.column + c < columns_)
            cells_[std::size_t{cell.row + r} * columns_ + cell.column + c] = &cell.text;
  }

  [[nodiscard]] std::uint32_t rows() const { return rows_; }
  [[nodiscard]] std::uint32_t columns() const { return columns_; }
  [[nodiscard]] std::string_view at(std::uint32_t row, std::uint32_t column) const {
    const auto* text = cells_[std::size_t{row} * columns_ + column];
    return text == nullptr ? std::string_view{} : std::string_view(*text);
  }
  [[nodiscard]] bool says_nothing(std::uint32_t row) const {
    for (std::uint32_t column = 0; column < columns_; ++column)
      if (!base::trim(at(row, column)).empty()) return false;
    return true;
  }

private:
  std::uint32_t rows_, columns_;
  std::vector<const std::string*> cells_;
};

/// "C7" for row 6, column 2 (both counted from 0).
[[nodiscard]] std::string cell_name(std::uint32_t row, std::uint32_t column);

} // namespace plumb::sheet
