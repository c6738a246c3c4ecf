// SPDX-License-Identifier: Apache-2.0
/// Small operations on blocks that several readers share.
#pragma once

#include <plumb/document/document.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace plumb::document {

[[nodiscard]] Block paragraph(std::string text);
[[nodiscard]] Block table_block(Table table);
/// Content of a cell as text: paragraphs on lines of their own, a nested table's rows likewise with
/// blanks between its cells. Empty lines are left out.
[[nodiscard]] std::string flatten(const std::vector<Block>& blocks);
/// Without ASCII blanks and no-break spaces at the end; indentation stays.
void trim_end(std::string& text);
/// ASCII letters in lower case.
[[nodiscard]] std::string lower_ascii(std::string_view text);

} // namespace plumb::document
