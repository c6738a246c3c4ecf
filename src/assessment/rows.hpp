// SPDX-License-Identifier: Apache-2.0
/// Rows of marks as people enter them, held against the edition. Pure.
#pragma once

#include <plumb/event/json.hpp>
#include <plumb/pack/editions.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace plumb::assessment {

using event::Json;

inline constexpr std::string_view kSelfScore = "self_score";
inline constexpr std::string_view kVerify = "verify";
inline constexpr std::string_view kAppeal = "appeal";
inline constexpr std::string_view kDecideAppeal = "decide_appeal";
inline constexpr std::string_view kSettle = "settle";

/// The rows field that a step asks for; empty for steps that have none of their own.
[[nodiscard]] std::string_view field_of_step(std::string_view step);
/// The row of an item, or null.
[[nodiscard]] const Json& row_of(const Json& rows, std::string_view item);

struct RowFault {
  int row = -1; ///< from 0; -1: a row that is not there
  std::string column, item;
  /// unknown_item, other_kind, automatic, twice, no_marks, marks, scale, no_evidence, no_reason,
  /// not_verified, not_appealed, not_granted, missing_item
  std::string_view reason;
  friend bool operator==(const RowFault&, const RowFault&) = default;
};
/// Every fault of the rows given with a step of a sheet. `fields`: the sheet as it is before.
/// Columns and types are checked by registers.
[[nodiscard]] std::vector<RowFault> faults_of(const pack::Edition& edition,
                                              std::string_view unit_kind, std::string_view step,
                                              const Json& fields, const Json& rows);

} // namespace plumb::assessment
