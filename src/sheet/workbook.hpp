// SPDX-License-Identifier: Apache-2.0
/// A workbook in a private temporary file: the part that the ledger's and the organisation's sheets
/// share. Rows go out as they come (constant memory), so earlier rows cannot be touched again.
#pragma once

#include <plumb/base/result.hpp>

#include <xlsxwriter.h>

#include <string>
#include <string_view>

namespace plumb::sheet {

class Workbook {
public:
  [[nodiscard]] static base::Result<Workbook> create();
  Workbook(Workbook&& other) noexcept;
  Workbook& operator=(Workbook&&) = delete;
  ~Workbook();

  [[nodiscard]] lxw_workbook* get() const { return book_; }
  [[nodiscard]] lxw_worksheet* add_sheet(const std::string& name);
  [[nodiscard]] lxw_format* format(bool bold, bool centred, bool wrapped, bool bordered);
  /// Remembers the first cell that Excel cannot hold (32,767 characters); finish() reports it.
  void write(lxw_worksheet* sheet, std::uint32_t row, std::uint16_t column, std::string_view text,
             lxw_format* format);
  /// A note on a cell of the row that is being written.
  void comment(lxw_worksheet* sheet, std::uint32_t row, std::uint16_t column,
               std::string_view text);
  /// Closes the workbook and gives its bytes. Errors: sheet.cell_too_long{cell},
  /// sheet.cannot_write.
  [[nodiscard]] base::Result<std::string> finish();

private:
  explicit Workbook(std::string path, lxw_workbook* book) : path_(std::move(path)), book_(book) {}
  std::string path_;
  lxw_workbook* book_ = nullptr;
  std::string too_long_;
};

} // namespace plumb::sheet
