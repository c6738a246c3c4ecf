// SPDX-License-Identifier: Apache-2.0
/// The number formats of a spreadsheet: a stored number → the text a person sees in the cell.
/// Dates, percentages and plain numbers; colours, alignment and conditions are left out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plumb::document {

/// The format code behind one of the built-in ids (ECMA-376 part 1, 18.8.30, with the meanings of
/// the Chinese locale for 27–36 and 50–58), or empty for General.
[[nodiscard]] std::string_view builtin_format(std::uint32_t id);

/// `raw` is the number as the file stores it. Text that is no number comes back unchanged.
/// `from_1904`: the workbook counts days from 1904-01-01.
[[nodiscard]] std::string format_number(std::string_view raw, std::string_view code,
                                        bool from_1904);

} // namespace plumb::document
