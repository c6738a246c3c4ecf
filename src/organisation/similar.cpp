// SPDX-License-Identifier: Apache-2.0
#include "similar.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>

namespace plumb::organisation {

namespace {

/// Each bigram once; a mark at both ends lets names of one character match and weighs how they
/// begin.
std::vector<std::uint64_t> bigrams_of(std::string_view name) {
  std::vector<std::uint64_t> bigrams;
  char32_t last = 1;
  for (std::size_t at = 0; at < name.size();) {
    const auto [value, size] = base::decode_utf8(name, at);
    at += size;
    bigrams.push_back((std::uint64_t{last} << 32) | value);
    last = value;
  }
  bigrams.push_back((std::uint64_t{last} << 32) | 2);
  std::sort(bigrams.begin(), bigrams.end());
  bigrams.erase(std::unique(bigrams.begin(), bigrams.end()), bigrams.end());
  return bigrams;
}

} // namespace

void SimilarNames::add(std::string_view name, std::uint32_t owner) {
  const auto bigrams = bigrams_of(name);
  const auto id = static_cast<std::uint32_t>(names_.size());
  names_.push_back({owner, static_cast<std::uint32_t>(bigrams.size())});
  for (const std::uint64_t bigram : bigrams)
    names_with_[bigram].push_back(id);
}

std::vector<SimilarNames::Hit> SimilarNames::find(std::string_view name, int percent_min) const {
  const auto bigrams = bigrams_of(name);
  std::unordered_map<std::uint32_t, std::uint32_t> shared;
  for (const std::uint64_t bigram : bigrams)
    if (const auto found = names_with_.find(bigram); found != names_with_.end())
      for (const std::uint32_t id : found->second)
        ++shared[id];
  std::unordered_map<std::uint32_t, int> best;
  for (const auto& [id, count] : shared) {
    const int percent = static_cast<int>(200ULL * count / (names_[id].bigrams + bigrams.size()));
    if (percent < percent_min) continue;
    int& kept = best[names_[id].owner];
    kept = std::max(kept, percent);
  }
  std::vector<Hit> hits;
  for (const auto& [owner, percent] : best)
    hits.push_back({owner, percent});
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    return a.percent != b.percent ? a.percent > b.percent : a.owner < b.owner;
  });
  return hits;
}

} // namespace plumb::organisation
