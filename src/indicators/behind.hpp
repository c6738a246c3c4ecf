// SPDX-License-Identifier: Apache-2.0
/// The records behind a number: entries of a measure added up by record.
#pragma once

#include "record_rows.hpp"

#include <functional>
#include <unordered_set>

namespace plumb::indicators {

/// What a record adds to a measure within days.
struct Behind {
  std::string record_id, unit; ///< the unit under which most of it stands
  std::int64_t amount = 0;
  Date on{};        ///< the (first) day on which it counts
  bool seen = true; ///< by the viewer
};

/// One entry as it lies in the table.
struct Entry {
  std::string record_id, unit, part; ///< unit: as it was counted
  std::int64_t sequence = 0, amount = 0;
  Date on{}, known{};
  bool seen = true;
};

/// Records with an id in (after, through]; empty: no end there.
struct Slice {
  std::string after = {}, through = {};
  /// Most records of the measure are wanted and the caller stops early: read in their order rather
  /// than by day.
  bool dense = false;
};

/// Every entry of a measure with a day within [from, until], by record and sequence, until
/// `on_entry` gives false. `known`: only those recorded by then.
[[nodiscard]] Result<void> visit_entries(Connection& connection, const Question& question,
                                         const pack::Measure& measure, const Days& days,
                                         const records::Viewer& viewer, const Slice& slice,
                                         const std::function<bool(const Entry&)>& on_entry);

/// Records that add something to the measure for the units and parts asked for, ascending by id, in
/// constant memory, until `on_record` gives false.
[[nodiscard]] Result<void> visit_behind(Connection& connection, const Question& question,
                                        const pack::Measure& measure, const Days& days,
                                        const records::Viewer& viewer, const Slice& slice,
                                        const std::function<bool(const Behind&)>& on_record);

/// 20261122 → the day.
[[nodiscard]] Date day_of(std::int64_t number);

} // namespace plumb::indicators
