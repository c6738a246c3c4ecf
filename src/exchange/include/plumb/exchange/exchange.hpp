// SPDX-License-Identifier: Apache-2.0
/// Any register in and out as a spreadsheet: a template with drop-downs, a sheet or pasted cells
/// read row by row, an answer for every row, a sheet back with only the rows that failed and their
/// bad cells marked, and the same rows given in again without a record twice.
///
/// Columns are the fields of an opening step (or all fields, of an export), by their titles;
/// choices, flags and units by their titles and names; the first column 记录编号 is empty for a new
/// record, 开始日期 is the day of its first step (empty: today). 状态 and 所属单位 are shown and
/// not read. Rows, files and personal fields: a rows field takes one line a row with its columns by
/// ｜; files are not imported; personal ones are imported and never exported.
///
/// A row is the same as one that was imported before where its 记录编号 names a record, or the
/// register's key fields (pack::Register::key) are filled and have a record with equal values, or
/// an equal row of that register was imported for the same unit (its origin is
/// `import`/<register>/<SM3 of the values, personal ones left out>). By number and key it is
/// `unchanged`, or, where fields that it fills differ, `changed`: a correction with the reason
/// given; empty cells change nothing. By origin it is `unchanged`, so that giving a sheet in again
/// never takes a later correction back.
///
/// Errors beside those of sheet and records: exchange.unknown_step{step}, exchange.no_columns
/// (nothing in the sheet is called as a field), exchange.several_sheets{sheets},
/// exchange.too_many_rows{max,rows}.
#pragma once

#include <plumb/base/result.hpp>
#include <plumb/journal/journal.hpp>
#include <plumb/organisation/organisation.hpp>
#include <plumb/records/records.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::exchange {

struct File {
  std::string name, media_type, bytes;
};
enum class Format { Xlsx, Csv };

/// What is exchanged with whom.
struct Place {
  const records::Records& records;
  std::string authority_id;
  const organisation::Tree& tree; ///< names of units, today
  std::string register_id;
};

/// An empty sheet for an opening step (empty: the register's first): headings, required ones
/// marked, hints, drop-downs for choices, flags and units.
[[nodiscard]] base::Result<File> make_template(const Place& place, std::string_view step);
/// All records of a list's query, without a limit; 记录编号 first, so that it can come back. A cell
/// that Excel cannot hold is sheet.cell_too_long{cell}: CSV has no such limit.
[[nodiscard]] base::Result<File> export_records(const Place& place, const records::Query& query,
                                                Format format);

/// The same as CSV, handed on piece by piece: in constant memory, however long the list is.
[[nodiscard]] base::Result<void>
export_csv(const Place& place, const records::Query& query,
           const std::function<void(std::string_view part)>& write);
/// The file's name without its ending: the register's title.
[[nodiscard]] base::Result<std::string> export_name(const Place& place);

/// Faults of a cell: those of registers::fault_of (type, choice, too_long, too_small, too_large,
/// scale, characters, unknown_column, too_many), number, date, flag, unit, rows (a line with too
/// many columns), missing, not_asked (the step does not take this field), hidden (rows with files
/// or personal data cannot be replaced from a sheet). Of a row: unknown_record, duplicate, refused,
/// not_permitted.
struct CellFault {
  std::string column; ///< heading as written; empty: the row as a whole
  std::string field;  ///< field id, where it is one
  std::string fault;  ///< as above
  std::string detail; ///< what stands there, or the refusal in words
};
enum class Outcome { Opened, Changed, Unchanged, Failed };
struct RowResult {
  int row = 0; ///< in the sheet, from 1
  Outcome outcome = Outcome::Failed;
  std::string record_id = {}, title = {};
  std::vector<CellFault> faults = {};
};
struct ImportResult {
  std::vector<RowResult> rows;
  std::vector<std::string> ignored_columns; ///< headings that are no field
  bool applied = false;
};
struct ImportRequest {
  std::string name;        ///< of the file: tells its format; "pasted.tsv" for pasted cells
  std::string step;        ///< opening step; empty: the register's first
  std::string reason = {}; ///< of corrections; empty: the file's name is told
  bool apply = false;
  records::Viewer viewer = {}; ///< records that it does not see are none
  bool may_correct = true;     ///< else rows that would change a record are not_permitted
};
/// Every row on its own: what is good is done, what is bad is told. One command of the journal a
/// row; an import that was broken off is simply given in again.
[[nodiscard]] base::Result<ImportResult>
import_records(records::Records& records, const Place& place, const journal::Context& context,
               const registers::Actor& actor, std::string_view bytes, const ImportRequest& request);
/// The failed rows of that result as a sheet: bad cells red, with the reason as a comment and in a
/// last column 问题; no 问题 column is read back.
[[nodiscard]] base::Result<File> error_sheet(const Place& place, std::string_view bytes,
                                             const ImportRequest& request,
                                             const ImportResult& result);
/// Schema ImportResult.
[[nodiscard]] std::string to_json(const ImportResult& result);

} // namespace plumb::exchange
