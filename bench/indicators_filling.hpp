// SPDX-License-Identifier: Apache-2.0
// Lives of a history told once: into cells and entries of each database, into the flat table of
// SQLite and a CSV file for the others.
#pragma once

#include "flat_references.hpp"
#include "indicators_world.hpp"

#include <plumb/indicators/cells.hpp>

#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace plumb::bench {

struct Place {
  std::string name; ///< SQLite, PostgreSQL
  std::unique_ptr<Store> store;
  std::unique_ptr<storage::Database> flat;
  double cells_s = 0, flat_s = 0, entries_s = 0;
};

/// The indicator whose measure counts the most records in the year that is asked for.
[[nodiscard]] const pack::Indicator& largest(const Board& board, const pack::Rulebook& rules);

class Filling {
public:
  /// Entries, which a receipt reads, are kept of one measure alone.
  Filling(const pack::Rulebook& rules, const Board& board, std::vector<Place>& places,
          const std::string& csv, std::string listed);
  double lives_s = 0;
  std::int64_t lives = 0;

  void run(std::int64_t records);

private:
  struct Entry {
    std::string record_id, unit;
    const Shape::Part* part = nullptr;
    std::int64_t sequence = 0;
  };
  [[nodiscard]] double places_spent() const;
  void add(const history::Life& life);
  void count_all();
  void write_cells();
  void keep_entries(const history::Life& life, const std::string& unit, const Shape& shape);
  void write_entries();

  const pack::Rulebook& rules_;
  const Board& board_;
  std::vector<Place>& places_;
  std::FILE* csv_;
  FlatWriter flat_;
  indicators::CellSums sums_;
  std::map<std::string, std::int64_t> unit_numbers_;
  std::unordered_map<std::int64_t, Shape> shapes_;
  std::map<std::pair<std::int64_t, std::string>, std::int64_t> waiting_;
  std::size_t listed_; ///< place of the measure
  std::vector<Entry> entries_;
};

} // namespace plumb::bench
