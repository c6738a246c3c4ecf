// SPDX-License-Identifier: Apache-2.0
/// Texts as sets of character bigrams: what similarity, the comparison of versions and the proposal
/// of links have in common.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace plumb::plan::compare {

/// Letters, digits and Chinese characters only, half width, lower case.
[[nodiscard]] std::u32string plain(std::string_view text);
/// The same without a number in front: 3. · （三） · 第三条 · 十二、.
[[nodiscard]] std::u32string plain_unnumbered(std::string_view text);

/// Sorted; a bigram that occurs twice stands twice. A single character counts as one.
using Bigrams = std::vector<std::uint64_t>;
[[nodiscard]] Bigrams bigrams_of(std::u32string_view plain);
/// Dice coefficient in percent, rounded down, so that 100 means the same bigrams.
[[nodiscard]] int dice(const Bigrams& a, const Bigrams& b);

/// Finds which of many texts share rare bigrams with one. Words that all texts share (法治政府)
/// find nobody, so a query looks at a bounded number of entries.
class BigramIndex {
public:
  void add(std::uint32_t id, const Bigrams& bigrams);
  /// At most `count_max` ids, those that share most first. `near` breaks ties: texts with close
  /// ids.
  [[nodiscard]] std::vector<std::uint32_t> find(const Bigrams& bigrams, std::size_t count_max,
                                                std::uint32_t near) const;

private:
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> ids_with_; // ascending
};

} // namespace plumb::plan::compare
