// SPDX-License-Identifier: Apache-2.0
// Sixty indicators by a hundred units out of the cells of a store.
#pragma once

#include "flat_references.hpp"
#include "indicators_world.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace plumb::bench {

/// 2026 until the day on which it is asked.
[[nodiscard]] indicators::Asked this_year();

class Dashboard {
public:
  Dashboard(const Board& board, const organisation::Tree& tree, Store& store)
      : board_(board), tree_(tree), store_(store), asked_(this_year()) {}
  /// Every indicator by unit.
  [[nodiscard]] std::vector<std::map<std::string, indicators::Value>> read() const;
  [[nodiscard]] std::map<std::string, indicators::Value> read_one() const;
  [[nodiscard]] std::string read_totals() const;
  /// The indicator that takes longest, and how long.
  [[nodiscard]] std::pair<std::string, double> slowest() const;
  /// How many figures were compared; stops the program where one differs.
  [[nodiscard]] std::int64_t compare(const Figures& wanted, const std::string& with) const;

private:
  const Board& board_;
  const organisation::Tree& tree_;
  Store& store_;
  indicators::Asked asked_;
};

} // namespace plumb::bench
