// SPDX-License-Identifier: Apache-2.0
/// Tables of a report: a cell that is only a number gets its name from its row and its column.
#pragma once

#include <plumb/text/text.hpp>

#include <string>
#include <vector>

namespace plumb::plan::figures {

struct CellContext {
  base::Span span;
  bool only_number = false; ///< a number, with or without a unit, is the whole cell
  std::string name;         ///< row and column heading
  std::string unit;         ///< from the heading or a column 单位
};

/// Cells with a number and a name for it, in order of place.
[[nodiscard]] std::vector<CellContext> cell_contexts(const text::Text& text);

} // namespace plumb::plan::figures
