// SPDX-License-Identifier: Apache-2.0
/// Writing what was counted: entries and cells, and counting records again from their events.
#pragma once

#include "state.hpp"

namespace plumb::indicators {

/// Differences on their way into the tables of one authority; kept back until there are many.
class Count {
public:
  Count(Connection& writer, std::string_view authority_id)
      : writer_(writer), authority_id_(authority_id) {}
  /// The views must live until write().
  void add(const pack::Measure& measure, std::string_view record_id, std::int64_t sequence,
           Date known, std::vector<Contribution> differences);
  /// Writes everything where it has become too much to hold.
  [[nodiscard]] Result<void> relieve();
  [[nodiscard]] Result<void> write();

private:
  struct Entry {
    const pack::Measure* measure;
    std::string record_id;
    std::int64_t sequence;
    Date known;
    Contribution contribution;
  };
  [[nodiscard]] Result<void> write_entries();
  [[nodiscard]] Result<void> write_cells();

  Connection& writer_;
  std::string authority_id_;
  std::vector<Entry> entries_ = {};
  CellSums cells_ = {};
};

/// Shapes of the measures whose cells stand, by measure.
[[nodiscard]] Result<std::map<std::string, std::string, std::less<>>>
shapes_of(Connection& connection, std::string_view authority_id);
/// Everything that the cells of a measure depend on: its own shape, and what the names in it stand
/// for in the register.
[[nodiscard]] std::string shape_of(const pack::Measure& measure, const pack::Register& declared);
/// Deletes what no longer is as `book` (null: no rules) declares it and counts it again, of the
/// events that records have been told so far. Gives the number of records looked at.
[[nodiscard]] Result<std::int64_t> count_again(Connection& writer, std::string_view authority_id,
                                               const pack::Rulebook* book);
/// Drops the tables and makes them again.
[[nodiscard]] Result<void> create_again(Connection& writer);

/// Of a day as tables keep it.
[[nodiscard]] Date date_of(Bucket day);

} // namespace plumb::indicators
