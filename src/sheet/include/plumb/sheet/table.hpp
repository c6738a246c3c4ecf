// SPDX-License-Identifier: Apache-2.0
/// Any table as a workbook or CSV, and the cells of what comes back: headings with hints and
/// drop-downs, rows without a limit in constant memory, single cells marked as bad. Knows no
/// registers; those who fill it do.
#pragma once

#include <plumb/base/result.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::sheet {

struct TableColumn {
  std::string heading;
  int width = 16;    ///< in characters, as Excel counts
  bool bold = false; ///< the heading: must be filled
  std::string note;  ///< comment on the heading
  /// Dates come as YYYY-MM-DD and numbers in plain digits; what is neither is written as text.
  enum class Kind { Text, Date, Number } kind = Kind::Text;
  int scale = 0; ///< of numbers: digits after the point
  /// Drop-down of its cells, for so many rows as the writer is told; `only`: nothing else may be
  /// typed.
  std::vector<std::string> choices = {};
  bool only = false;
};

/// A cell that is wrong: red, with the reason as a comment.
struct Mark {
  std::size_t column = 0;
  std::string note;
};

/// A workbook with one table, its headings frozen and filtered. What does not fit on one sheet goes
/// on a further one with the same headings.
class TableWriter {
public:
  /// `choice_rows`: how many rows get the drop-downs. sheet.cannot_write{reason}.
  [[nodiscard]] static base::Result<TableWriter>
  create(std::string_view name, std::vector<TableColumn> columns, std::uint32_t choice_rows);
  TableWriter(TableWriter&&) noexcept;
  TableWriter& operator=(TableWriter&&) noexcept;
  ~TableWriter();

  /// Missing cells are empty; those behind the last column are left out.
  void add(const std::vector<std::string>& cells, const std::vector<Mark>& marks = {});
  /// The finished workbook, only once. sheet.cell_too_long{cell}, sheet.cannot_write{reason}.
  [[nodiscard]] base::Result<std::string> finish();

private:
  struct State;
  explicit TableWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// What a CSV that Excel opens by double click begins with.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
/// One row by RFC 4180 with CRLF; a cell that a spreadsheet would run as a formula gets an
/// apostrophe in front, which read_cells takes off again.
[[nodiscard]] std::string csv_row(const std::vector<std::string>& cells);

/// One sheet of a file: every place of a merged cell has its text.
struct Cells {
  std::string name;
  std::uint32_t rows = 0, columns = 0;
  std::vector<std::string> texts; ///< by row, then column

  [[nodiscard]] std::string_view at(std::uint32_t row, std::uint32_t column) const {
    return texts[std::size_t{row} * columns + column];
  }
  [[nodiscard]] bool is_empty(std::uint32_t row) const;
};
/// The visible sheets of an xlsx, the rows of a CSV (UTF-8, GB18030, …), or pasted cells where the
/// name ends with .tsv. Cells as a person sees them, without blanks at their ends. Errors: those of
/// document::read; document.unknown_format{found} where the file has no table.
[[nodiscard]] base::Result<std::vector<Cells>> read_cells(std::string_view bytes,
                                                          std::string_view name);

} // namespace plumb::sheet
