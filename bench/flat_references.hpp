// SPDX-License-Identifier: Apache-2.0
// A flat table of the records in each database, filled and asked by GROUP BY: what cells are
// compared with.
#pragma once

#include "flat_records.hpp"

#include <plumb/storage/storage.hpp>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace plumb::bench {

/// Puts rows of equal columns into `flat`.
class FlatWriter {
public:
  FlatWriter(storage::Database& database, const Board& board);
  void add(std::int64_t unit, const Shape& shape);
  void write();

private:
  storage::Database& database_;
  std::size_t columns_;
  std::string sql_;
  std::vector<std::pair<std::int64_t, const Shape*>> rows_;
};

/// Unit number → amount of each measure.
using Figures = std::map<std::int64_t, std::vector<std::int64_t>>;

struct Reference {
  std::string name;
  double whole_ms = 0, one_ms = 0;
};

/// The days between which everything is asked.
struct Days {
  std::int64_t from = 0, until = 0;
};
/// Asks a flat table in `database`.
[[nodiscard]] Reference by_group(const std::string& name, storage::Database& database,
                                 const Board& board, const Days& days, Figures& figures);
/// Loads `csv` into DuckDB and asks it. `command` answers a request file in `folder`.
[[nodiscard]] Reference by_duckdb(const std::string& command, const std::string& folder,
                                  const std::string& csv, const Board& board, const Days& days,
                                  Figures& figures);

} // namespace plumb::bench
