// SPDX-License-Identifier: Apache-2.0
/// Which names resemble a written one: character bigrams in common, so that a suggestion costs a
/// few look-ups and not a walk over all names.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace plumb::organisation {

class SimilarNames {
public:
  /// `owner` is whatever the caller wants back, here the position of a unit.
  void add(std::string_view name, std::uint32_t owner);

  struct Hit {
    std::uint32_t owner = 0;
    int percent = 0; ///< Dice coefficient of the owner's most similar name
  };
  /// At least `percent_min`, best first, each owner once.
  [[nodiscard]] std::vector<Hit> find(std::string_view name, int percent_min) const;

private:
  struct Name {
    std::uint32_t owner = 0, bigrams = 0;
  };
  std::vector<Name> names_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> names_with_;
};

} // namespace plumb::organisation
