// SPDX-License-Identifier: Apache-2.0
/// Chooses a lost character from what stands around it: words (ICU's dictionary), pairs of
/// characters that the document itself uses, and brackets that wait for their partner.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace plumb::text {

/// How good a character is as part of a Chinese text, in tenths: 20 for an everyday character (also
/// in its traditional form) or punctuation, down to −30 for box drawing and private use.
[[nodiscard]] int quality(char32_t c);

class Context {
public:
  /// Learns the pairs of the document; readings in brackets are skipped.
  explicit Context(std::string_view text);
  /// The candidate that fits between `left` and `right`, or nullopt if none or several do. `left`
  /// is the line up to the gap, `right` what follows it.
  [[nodiscard]] std::optional<char32_t> choose(const std::vector<char32_t>& candidates,
                                               std::u32string_view left,
                                               std::u32string_view right) const;

private:
  [[nodiscard]] int score(char32_t candidate, std::u32string_view left,
                          std::u32string_view right) const;
  [[nodiscard]] int pairs(char32_t a, char32_t b) const;
  /// False if the document writes the character in its other form.
  [[nodiscard]] bool fits_script(char32_t c) const;
  std::unordered_map<std::uint64_t, std::uint32_t> pairs_;
  std::unordered_set<char32_t> used_; ///< as written, traditional or not
};

/// Text without readings behind characters, simplified character by character.
[[nodiscard]] std::u32string bare(std::string_view text);

} // namespace plumb::text
