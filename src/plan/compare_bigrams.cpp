// SPDX-License-Identifier: Apache-2.0
#include "compare_bigrams.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>

namespace plumb::plan::compare {

namespace {

// Of a query the rarest bigrams, of a bigram the nearest ids: together the most a query may cost.
constexpr std::size_t kRareBigrams = 32, kIdsPerBigram = 48;

char32_t folded(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
  if (c >= U'A' && c <= U'Z') c += U'a' - U'A';
  return c;
}

bool counts(char32_t c) {
  return base::is_han(c) || (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9') || c == U'%' ||
         (c >= 0xC0 && c <= 0x24F);
}

bool is_numeral(char32_t c) {
  return (c >= U'0' && c <= U'9') ||
         std::u32string_view(U"〇零一二三四五六七八九十百").find(c) != std::u32string_view::npos;
}

/// Bytes of （三）, 3., 3、, 十二、, 第三条 in front; 0 where the text begins with a plain number.
std::size_t number_in_front(std::string_view text) {
  constexpr std::size_t kNumeralsMax = 6;
  std::size_t at = 0, numerals = 0;
  const auto next = [&] { return folded(base::decode_utf8(text, at).value); };
  const auto step = [&] { at += base::decode_utf8(text, at).size; };
  while (at < text.size() && base::is_blank(next()))
    step();
  const bool bracket = next() == U'(';
  const bool article = next() == U'第';
  if (bracket || article) step();
  for (; at < text.size() && is_numeral(next()) && numerals <= kNumeralsMax; ++numerals)
    step();
  if (numerals == 0 || numerals > kNumeralsMax) return 0;
  const char32_t end = next();
  const bool closed = bracket   ? end == U')'
                      : article ? end == U'条' || end == U'项' || end == U'章'
                                : end == U'.' || end == U'、' || end == U')';
  if (!closed) return 0;
  step();
  return at;
}

} // namespace

std::u32string plain(std::string_view text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto [value, size] = base::decode_utf8(text, at);
    at += size;
    if (const char32_t c = folded(value); counts(c)) out += c;
  }
  return out;
}

std::u32string plain_unnumbered(std::string_view text) {
  return plain(text.substr(number_in_front(text)));
}

Bigrams bigrams_of(std::u32string_view plain) {
  Bigrams bigrams;
  if (plain.size() == 1) bigrams.push_back(plain[0]);
  for (std::size_t i = 1; i < plain.size(); ++i)
    bigrams.push_back((std::uint64_t{plain[i - 1]} << 32) | plain[i]);
  std::sort(bigrams.begin(), bigrams.end());
  return bigrams;
}

int dice(const Bigrams& a, const Bigrams& b) {
  if (a.empty() && b.empty()) return 100;
  std::size_t shared = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j])
      ++shared, ++i, ++j;
    else if (a[i] < b[j])
      ++i;
    else
      ++j;
  }
  return static_cast<int>(200 * shared / (a.size() + b.size()));
}

void BigramIndex::add(std::uint32_t id, const Bigrams& bigrams) {
  for (const std::uint64_t bigram : bigrams) {
    auto& ids = ids_with_[bigram];
    if (ids.empty() || ids.back() != id) ids.push_back(id);
  }
}

std::vector<std::uint32_t> BigramIndex::find(const Bigrams& bigrams, std::size_t count_max,
                                             std::uint32_t near) const {
  std::vector<std::pair<const std::vector<std::uint32_t>*, std::uint64_t>> lists;
  for (std::size_t i = 0; i < bigrams.size(); ++i) {
    if (i > 0 && bigrams[i] == bigrams[i - 1]) continue;
    if (const auto found = ids_with_.find(bigrams[i]); found != ids_with_.end())
      lists.emplace_back(&found->second, bigrams[i]);
  }
  const std::size_t rare = std::min(kRareBigrams, lists.size());
  std::partial_sort(lists.begin(), lists.begin() + static_cast<std::ptrdiff_t>(rare), lists.end(),
                    [](const auto& a, const auto& b) {
                      // By bigram after size, so that a result never depends on addresses.
                      return a.first->size() != b.first->size() ? a.first->size() < b.first->size()
                                                                : a.second < b.second;
                    });
  std::unordered_map<std::uint32_t, std::uint32_t> shared;
  for (std::size_t i = 0; i < rare; ++i) {
    const auto& ids = *lists[i].first;
    auto from = ids.begin(), until = ids.end();
    if (ids.size() > kIdsPerBigram) {
      const auto middle = std::lower_bound(ids.begin(), ids.end(), near) - ids.begin();
      const auto half = static_cast<std::ptrdiff_t>(kIdsPerBigram / 2);
      const auto size = static_cast<std::ptrdiff_t>(ids.size());
      from = ids.begin() + std::clamp(middle - half, std::ptrdiff_t{0}, size - 2 * half);
      until = from + 2 * half;
    }
    for (; from != until; ++from)
      ++shared[*from];
  }
  std::vector<std::pair<std::uint32_t, std::uint32_t>> best(shared.begin(), shared.end());
  const auto distance = [near](std::uint32_t id) { return id > near ? id - near : near - id; };
  std::sort(best.begin(), best.end(), [&](const auto& a, const auto& b) {
    if (a.second != b.second) return a.second > b.second;
    return distance(a.first) != distance(b.first) ? distance(a.first) < distance(b.first)
                                                  : a.first < b.first;
  });
  std::vector<std::uint32_t> ids;
  for (std::size_t i = 0; i < std::min(count_max, best.size()); ++i)
    ids.push_back(best[i].first);
  return ids;
}

} // namespace plumb::plan::compare
