// SPDX-License-Identifier: Apache-2.0
/// Blocks → one running text with its tables laid out cell by cell. No repair happens here: line
/// endings become '\n', bytes that are no UTF-8 become U+FFFD, and the pipes and tabs that draw a
/// table in a plain text go, because the table is kept as a table.
#pragma once

#include "draft.hpp"

namespace plumb::text {

[[nodiscard]] Draft assemble(const document::Document& document);
[[nodiscard]] Draft assemble(std::string_view utf8);

} // namespace plumb::text
