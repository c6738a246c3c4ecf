// SPDX-License-Identifier: Apache-2.0
/// Any register in and out as a spreadsheet: a template with drop-downs, a sheet or pasted cells
/// read row by row, an answer for every row, a sheet back with only the rows that failed and their
/// bad cells marked, and the same rows given in again without a record twice.
///
/// Columns are the fields of an opening step (or all fields, of an export), by their titles;
/// choices, flags and units by their titles and names; the first column 记录编号 is empty for a new
/// record. Rows, files and personal fields: a rows field takes one line a row with its columns by
/// ｜; files are not imported; personal ones are imported and never exported.
///
/// A row is the same as one that was imported before where its 记录编号 names a record, or the
/// register's key fields (pack::Register::key) have a record with equal values, or, where the
/// register has no key, an equal row of that register was imported (its origin is
/// `import`/<register>/<SM3 of the cells>). Such a row is `unchanged`, or, where fields that it
/// fills differ, `changed`: a correction with the reason given.
///
/// Errors beside those of sheet and records: exchange.unknown_step{step}, exchange.no_columns
/// (nothing in the sheet is called as a field), exchange.too_many_rows{max}.
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
/// All records of a list's query, without a limit; 记录编号 first, so that it can come back.
[[nodiscard]] base::Result<File> export_records(const Place& place, const records::Query& query,
                                                Format format);

struct CellFault {
  std::string column; ///< heading as written; empty: the row as a whole
  std::string field;  ///< field id, where it is one
  std::string fault;  ///< type, choice, unit, date, missing, unknown_record, refused, …
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
