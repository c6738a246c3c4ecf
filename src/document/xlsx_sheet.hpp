// SPDX-License-Identifier: Apache-2.0
/// One worksheet part → one table.
#pragma once

#include <plumb/base/result.hpp>
#include <plumb/document/document.hpp>

#include <pugixml.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::document {

struct Workbook {
  std::vector<std::string> strings;
  std::vector<std::string> formats; ///< number format by cell style; empty is General
  bool from_1904 = false;
};

/// Sums over the sheets read so far.
struct SheetTotals {
  std::uint64_t cells = 0;
  std::uint64_t formulas_without_value = 0;
};

/// Trailing empty rows and columns are left out; the table has no cells where all are empty.
/// document.damaged for references that no sheet can have, document.too_many_cells.
[[nodiscard]] base::Result<Table> read_sheet(pugi::xml_node root, std::string_view name,
                                             const Workbook& book, const Limits& limits,
                                             SheetTotals& totals);

/// Text of a shared or inline string: its runs, without phonetic guides.
[[nodiscard]] std::string rich_text(pugi::xml_node item);

} // namespace plumb::document
