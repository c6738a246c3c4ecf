// SPDX-License-Identifier: Apache-2.0
/// Tables for terminals. Chinese characters take two columns, so widths are counted in columns and
/// not in characters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace plumb::app {

/// Exactly `width` columns: cut with … or filled with blanks. Control characters become blanks, so
/// that a document cannot drive the terminal.
[[nodiscard]] std::string cell(std::string_view text, std::size_t width);
/// As wide as the terminal, COLUMNS, or 120; never less than 60.
[[nodiscard]] std::size_t terminal_width();

} // namespace plumb::app
