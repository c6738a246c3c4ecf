// SPDX-License-Identifier: Apache-2.0
/// Counted cells: what records add to measures, by unit, by the day it happened and the day it
/// became known. Pure; the tables that hold them are indicators.hpp's.
///
/// Every amount stands in thirteen cells of a grid: {day, month, year} in which it happened × {day,
/// month, year} in which it was recorded, and whenever; of ten days whenever alone. Whatever span
/// of days is asked for, as known on whatever day, a few cells of each level make it up, so that a
/// read never depends on how much there is.
#pragma once

#include <plumb/base/date.hpp>
#include <plumb/base/result.hpp>
#include <plumb/pack/measures.hpp>
#include <plumb/registers/registers.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plumb::indicators {

using base::Date;

/// What a record adds to a measure on a day; a stock adds on the first day and takes away on the
/// first on which it no longer counts (the earlier one of `until` and the day after `through`).
struct Contribution {
  std::string unit, part; ///< empty: nobody's, undivided
  Date on{};
  std::int64_t amount = 0; ///< in units of Measure::scale
  friend bool operator==(const Contribution&, const Contribution&) = default;
  friend auto operator<=>(const Contribution&, const Contribution&) = default;
};
/// Ascending, one for each (unit, part, day), none of amount 0. `values`: registers::values_of the
/// record under the newest declaration. Nothing where a day is empty or a stock ends before it
/// begins. A measure asks no parameter: its values change with the day.
[[nodiscard]] std::vector<Contribution>
contributions_of(const pack::Measure& measure, const pack::Register& declared,
                 const registers::Record& record, const std::vector<expression::Value>& values);
/// What must be added to `before` to come to `after`, both ascending.
[[nodiscard]] std::vector<Contribution> difference(const std::vector<Contribution>& before,
                                                   const std::vector<Contribution>& after);

/// A bucket of days: 20261122, 20261121 (the ten days of a month that begin then; the last of a
/// month are eight to eleven), 20261100 (month), 20260000 (year) or 0 (whenever).
using Bucket = std::int64_t;
enum class Level { Day, TenDays, Month, Year, Ever };
[[nodiscard]] Bucket bucket_of(Date day, Level level);

/// Buckets of one level, both ends included.
struct Stretch {
  Level level = Level::Day;
  Bucket first = 0, last = 0;
  friend bool operator==(const Stretch&, const Stretch&) = default;
};
/// Ten days are kept of what happened, where it does not matter when it was recorded.
enum class TenDays { Kept, Missing };
/// The fewest stretches that make up the days [from, until]; `from` empty: from the beginning of
/// time (bucket 0). Whole years stand as years, whole months as months, whole ten days as such
/// where they are kept; ascending by day. At most seven, without ten days five; empty where until <
/// from.
[[nodiscard]] std::vector<Stretch> stretches(std::optional<Date> from, Date until, TenDays tens);

/// Under which name the parts of a divided measure are kept, beside the whole under its id: whoever
/// reads the whole does not walk through the parts.
[[nodiscard]] std::string parts_name(std::string_view measure);

/// One cell of the grid, in the order in which they are kept. `measure`: an id or a parts_name.
struct Cell {
  std::string_view measure;
  Level happened_level = Level::Day, known_level = Level::Day;
  Bucket happened = 0, known = 0;
  std::string_view unit, part;
  friend bool operator==(const Cell&, const Cell&) = default;
  friend auto operator<=>(const Cell&, const Cell&) = default;
};
/// Sums of cells in memory, for writing many contributions at once (add_cells of indicators.hpp).
/// A cell that comes to 0 stays: which cells there are depends on what was added alone.
class CellSums {
public:
  CellSums();
  ~CellSums();
  CellSums(CellSums&& other) noexcept;
  CellSums& operator=(CellSums&& other) noexcept;
  /// Adds to the whole and, of a divided measure, to the part.
  void count(const pack::Measure& measure, const Contribution& contribution, Date known);
  /// Adds to the thirteen cells of a contribution that became known on `known`.
  void add(std::string_view measure, const Contribution& contribution, Date known);
  [[nodiscard]] std::size_t size() const;
  void clear();
  /// Ascending; the views live until the next call that changes this.
  [[nodiscard]] std::vector<std::pair<Cell, std::int64_t>> cells() const;

private:
  struct State;
  std::unique_ptr<State> state_;
};

} // namespace plumb::indicators
