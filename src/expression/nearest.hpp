// SPDX-License-Identifier: Apache-2.0
/// What was probably meant by a mistyped word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace plumb::expression {

/// The candidate with the fewest edits (insert, delete, replace, swap two neighbours), the first of
/// equals; empty where none is near: at most one edit for each three bytes, and three in all.
[[nodiscard]] std::string nearest(std::string_view word,
                                  const std::vector<std::string>& candidates);

} // namespace plumb::expression
