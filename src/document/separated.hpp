// SPDX-License-Identifier: Apache-2.0
/// Rows as text: CSV files and cells pasted from a spreadsheet.
#pragma once

#include <plumb/document/document.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace plumb::document {

using Record = std::vector<std::string>;

/// Takes the next record off `rest` (RFC 4180: quotes, doubled quotes, line breaks within them).
[[nodiscard]] Record take_record(std::string_view& rest, char separator);
/// The same for tab-separated rows as spreadsheets put them on the clipboard: a cell is quoted only
/// where it contains a tab, a line break or a quote, so other quotes are text.
[[nodiscard]] Record take_pasted_row(std::string_view& rest);
/// Short records are filled with empty cells. Cells are trimmed.
[[nodiscard]] Table to_table(std::vector<Record> records);

} // namespace plumb::document
