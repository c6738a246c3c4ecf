// SPDX-License-Identifier: Apache-2.0
/// A workbook of several small tables whose bytes depend on nothing but the values: for papers that
/// are filed and made again.
#pragma once

#include <plumb/base/date.hpp>
#include <plumb/base/result.hpp>

#include <span>
#include <string>
#include <vector>

namespace plumb::sheet {

struct BookColumn {
  std::string heading;
  int width = 16; ///< in characters, as Excel counts
};
struct BookSheet {
  std::string name; ///< as wished: what Excel forbids is replaced
  std::vector<BookColumn> columns;
  std::vector<std::vector<std::string>> rows = {}; ///< cells are texts
};

/// `created` stands in the file's properties. sheet.cell_too_long{cell},
/// sheet.cannot_write{reason}.
[[nodiscard]] base::Result<std::string> book(std::span<const BookSheet> sheets, base::Date created);

} // namespace plumb::sheet
