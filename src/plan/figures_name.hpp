// SPDX-License-Identifier: Apache-2.0
/// What a number counts: the noun phrase before it (行政许可事项717项) or after it (16次抽查任务).
#pragma once

#include "figures_line.hpp"

#include <string>

namespace plumb::plan::figures {

/// Where a figure stands in its line, in code points.
struct Place {
  std::size_t clause_from = 0, clause_until = 0; ///< between , ; 。
  std::size_t from = 0, until = 0;               ///< the number with its unit
  /// End of the figure before it in the same clause and start of the next number; else the
  /// clause's.
  std::size_t previous_until = 0, next_from = 0;
  bool percent = false;
};

[[nodiscard]] bool ends_clause(const Line& line, std::size_t i);

/// Empty where neither side names anything; the caller then keeps the name of the figure before.
[[nodiscard]] std::string name_of(const Line& line, const Place& place);
/// The noun phrase of a whole clause without a figure: 办理行政复议案件, in front of 共73件.
[[nodiscard]] std::string name_of_clause(const Line& line, std::size_t from, std::size_t until);
/// 近, 约, 超过 right before the number.
[[nodiscard]] bool is_approximate(const Line& line, std::size_t from, std::size_t until);

} // namespace plumb::plan::figures
