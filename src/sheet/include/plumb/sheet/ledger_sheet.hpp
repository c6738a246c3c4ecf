// SPDX-License-Identifier: Apache-2.0
/// The ledger as the spreadsheet that offices pass around, and back without loss: three layouts
/// with merged area and objective cells, CSV that Excel opens by double click, and reading of what
/// comes back, cell by cell. Knows nothing of the database.
#pragma once

#include <plumb/base/date.hpp>
#include <plumb/base/result.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::sheet {

/// One row of the ledger as people see it. Several units, deadlines or targets are joined by "、"
/// and "；" in the cell, and kept apart here.
struct LedgerRow {
  std::string task_id;
  std::string document_title;
  std::string number, area, objective;
  std::string title, text;
  std::vector<std::string> lead, responsible, supporting;
  std::vector<std::string> deadlines; ///< as written: 2026年6月底前
  std::optional<base::Date> due_on;   ///< earliest dated deadline
  std::vector<std::string> targets;
  std::string progress, problems, evidence, inspection;

  friend bool operator==(const LedgerRow&, const LedgerRow&) = default;
};

/// 交办版 (tasks, units, deadlines), 进展版 (+ progress, problems, evidence), 督查版 (+ what the
/// inspector found).
enum class Layout { Issuing, Progress, Inspection };
[[nodiscard]] std::optional<Layout> parse_layout(std::string_view text);

/// Writes a workbook row by row in constant memory, so that no export needs a limit. Neighbouring
/// rows with the same area, objective become merged cells; header frozen, print titles, landscape
/// A4.
class LedgerWriter {
public:
  /// Writes to a private temporary file. sheet.cannot_write{reason}.
  [[nodiscard]] static base::Result<LedgerWriter> create(Layout layout, std::string_view heading);
  LedgerWriter(LedgerWriter&&) noexcept;
  LedgerWriter& operator=(LedgerWriter&&) noexcept;
  ~LedgerWriter();

  void add(const LedgerRow& row);
  /// The finished workbook. Only once.
  [[nodiscard]] base::Result<std::string> finish();

private:
  struct State;
  explicit LedgerWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// CSV with BOM and CRLF (RFC 4180), same columns as the layout. Cells that a spreadsheet would run
/// as a formula are written with a leading apostrophe, which reading takes off again.
[[nodiscard]] std::string csv_header(Layout layout);
[[nodiscard]] std::string csv_line(Layout layout, const LedgerRow& row);

/// What one row of a returned sheet says. A column that the sheet does not have is nullopt.
struct ReturnedRow {
  int row = 0; ///< 1-based, as the spreadsheet shows it
  std::string task_id;
  std::optional<std::string> number, area, objective, title, text;
  std::optional<std::vector<std::string>> lead, responsible, supporting, deadlines, targets;
  std::optional<std::string> progress, problems, evidence, inspection;
};

/// Reads an exported workbook or CSV (any layout, columns in any order, further columns ignored,
/// merged cells filled down). Errors: those of document::read, sheet.no_ledger_header{found},
/// sheet.no_task_id{row}, sheet.duplicate_task{row,task_id}.
[[nodiscard]] base::Result<std::vector<ReturnedRow>> read_ledger(std::string_view bytes,
                                                                 std::string_view name);

} // namespace plumb::sheet
