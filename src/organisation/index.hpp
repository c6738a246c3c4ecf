// SPDX-License-Identifier: Apache-2.0
/// The look-up tables behind a Tree: built once, read by every resolve.
#pragma once

#include "names.hpp"
#include "similar.hpp"

#include <plumb/organisation/organisation.hpp>

#include <functional>
#include <unordered_map>

namespace plumb::organisation {

struct TransparentHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};
template <class T>
using ByText = std::unordered_map<std::string, T, TransparentHash, std::equal_to<>>;

/// One way to write one unit.
struct Written {
  std::uint32_t unit = 0;
  bool alias = false;
  std::optional<base::Date> from, until; ///< of the name; an alias is in use as long as its unit
};

struct Index {
  std::vector<Unit> units;
  ByText<std::uint32_t> by_id;
  std::vector<std::uint32_t> tree_order; ///< positions of units, parents before children
  std::vector<std::uint32_t> rank;       ///< of each unit in tree_order
  std::vector<Place> places;

  ByText<std::vector<Written>> by_name; ///< normal form
  ByText<std::vector<Written>> by_shape;
  ByText<std::vector<Written>> by_core;
  std::vector<std::pair<std::u32string, Written>> cores; ///< for abbreviations nobody listed
  SimilarNames similar;

  std::vector<std::vector<std::uint32_t>> successors; ///< of each unit
  std::vector<std::vector<std::uint32_t>> predecessors;

  explicit Index(std::vector<Unit> checked);
};

} // namespace plumb::organisation
