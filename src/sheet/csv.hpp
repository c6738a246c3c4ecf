// SPDX-License-Identifier: Apache-2.0
/// CSV cells by RFC 4180, safe to open in a spreadsheet program.
#pragma once

#include <plumb/sheet/table.hpp>

#include <string>
#include <string_view>

namespace plumb::sheet {

/// Quoted where needed. A cell that a spreadsheet would take for a formula gets an apostrophe in
/// front; so does one that begins with an apostrophe, so that csv_plain can always take one off.
[[nodiscard]] std::string csv_cell(std::string_view text);
[[nodiscard]] std::string_view csv_plain(std::string_view text);

} // namespace plumb::sheet
