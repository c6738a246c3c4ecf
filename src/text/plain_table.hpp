// SPDX-License-Identifier: Apache-2.0
/// Tables that a plain text draws with characters.
#pragma once

#include <plumb/document/document.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace plumb::text {

struct PlainTable {
  document::Table table;
  std::size_t lines = 0; ///< how many lines it takes
};

/// The table that begins with lines[at]: rows between pipes (at least two, or one above a |---|
/// line), or at least three lines with the same number of tabs.
[[nodiscard]] std::optional<PlainTable> plain_table(const std::vector<std::string_view>& lines,
                                                    std::size_t at);

} // namespace plumb::text
