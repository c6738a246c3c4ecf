// SPDX-License-Identifier: Apache-2.0
#include "context.hpp"

#include "hanzi.hpp"
#include "lines.hpp"

#include <algorithm>
#include <bit>

namespace plumb::text {

namespace {

constexpr std::u32string_view kStops = U"。，、；：？！";
constexpr std::u32string_view kOpen = U"“‘（《〈〔【";
constexpr std::u32string_view kClose = U"”’）》〉〕】";
constexpr std::u32string_view kNumerals = U"一二三四五六七八九十";
constexpr std::size_t kWindow = 8;

// What a candidate must reach, and how far the next best must stay behind.
constexpr int kEnough = 15;
constexpr int kWord = 28; // without a word behind it the next best must stay further behind
constexpr int kMargin = 4;

bool contains(std::u32string_view set, char32_t c) {
  return set.find(c) != std::u32string_view::npos;
}

/// ASCII punctuation counts as the full-width one.
char32_t wide(char32_t c) {
  return c > 0x20 && c < 0x7F ? c + 0xFEE0 : c;
}

bool is_punctuation(char32_t c) {
  return contains(kStops, c) || contains(kOpen, c) || contains(kClose, c);
}

/// Brackets of the kind that `open` … `close` leave open in the text.
int depth(std::u32string_view text, char32_t open, char32_t close) {
  int open_now = 0;
  for (const char32_t c : text) {
    if (c == open) ++open_now;
    if (c == close && open_now > 0) --open_now;
  }
  return open_now;
}

/// Closing brackets of the kind that the text does not open itself.
int closes(std::u32string_view text, char32_t open, char32_t close) {
  int open_now = 0, missing = 0;
  for (const char32_t c : text) {
    if (c == open) ++open_now;
    if (c == close && --open_now < 0) {
      ++missing;
      open_now = 0;
    }
  }
  return missing;
}

/// Length of the word that covers `index`.
std::uint32_t word_at(std::u32string_view text, std::size_t index) {
  std::size_t end = 0;
  for (const std::uint32_t length : word_lengths(text)) {
    end += length;
    if (index < end) return length;
  }
  return 1;
}

/// True if a sentence or a clause may end here.
bool ends_word(std::u32string_view left) {
  if (left.empty()) return false;
  if (!base::is_han(left.back())) return true;
  return word_at(left, left.size() - 1) >= 2;
}

} // namespace

int quality(char32_t c) {
  const Gbk& gbk = Gbk::get();
  if (c < 0x80) return 10;
  if (contains(kStops, c) || contains(kOpen, c) || contains(kClose, c)) return 20;
  if (c == U'—' || c == U'…' || c == U'·' || c == U'％' || c == 0x3000 || c == U'〇') return 15;
  if (c >= 0xFF10 && c <= 0xFF5A) return 5;
  if (!base::is_han(c)) return -30;
  if (gbk.is_common(c)) return 20;
  const char32_t simplified = simplify(c);
  if (simplified != c && gbk.is_common(simplified)) return 20;
  if (gbk.is_gb2312_han(c) || (simplified != c && gbk.is_gb2312_han(simplified))) return 5;
  return -10;
}

std::u32string bare(std::string_view text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '(' && !out.empty() && base::is_han(out.back())) {
      const std::size_t end = text.find(')', at);
      if (end != std::string_view::npos && end - at <= 16 &&
          parse_syllable(text.substr(at + 1, end - at - 1))) {
        at = end + 1;
        continue;
      }
    }
    const base::CodePoint c = base::decode_utf8(text, at);
    out.push_back(simplify(c.value));
    at += c.size;
  }
  return out;
}

Context::Context(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (may_be_han(text[at])) {
      used_.insert(han_at(text, at));
      at += 3;
    } else {
      ++at;
    }
  }
  char32_t last = 0;
  for (const char32_t seen : bare(text)) {
    const char32_t c = wide(seen);
    // Punctuation takes part: it tells what a clause ends with.
    const bool counts = base::is_han(c) || is_punctuation(c);
    if (counts && last != 0) ++pairs_[std::uint64_t{last} << 32U | c];
    last = counts ? c : 0;
  }
}

/// Points for two characters that the document has next to each other: 6 for once, 3 more for each
/// doubling.
int Context::pairs(char32_t a, char32_t b) const {
  const auto found = pairs_.find(std::uint64_t{wide(a)} << 32U | wide(b));
  if (found == pairs_.end()) return 0;
  return 3 + 3 * static_cast<int>(std::bit_width(std::min(found->second, 255U)));
}

bool Context::fits_script(char32_t c) const {
  if (used_.contains(c)) return true;
  const char32_t simplified = simplify(c);
  if (simplified != c) return !used_.contains(simplified);
  const auto forms = traditional_forms(c);
  return std::none_of(forms.begin(), forms.end(),
                      [&](char32_t form) { return used_.contains(form); });
}

int Context::score(char32_t candidate, std::u32string_view left, std::u32string_view right) const {
  const std::u32string_view near = left.substr(left.size() - std::min(left.size(), kWindow));
  const std::u32string_view next = right.substr(0, kWindow);
  if (contains(kStops, candidate)) {
    if (!ends_word(near) || (!right.empty() && contains(kStops, right.front()))) return 0;
    // Full stops are the commonest end before a new clause; the others need a reason to be chosen.
    if (right.empty() || right.front() == '\n') return candidate == U'。' ? 34 : 5;
    return candidate == U'。' ? 34 : candidate == U'，' || candidate == U'、' ? 30 : 22;
  }
  if (const std::size_t i = kOpen.find(candidate); i != std::u32string_view::npos)
    return closes(right, kOpen[i], kClose[i]) > 0 ? 34 : 0;
  if (const std::size_t i = kClose.find(candidate); i != std::u32string_view::npos)
    return depth(left, kOpen[i], kClose[i]) > 0 ? 34 : 0;
  if (!base::is_han(candidate)) return 0;

  const char32_t c = simplify(candidate);
  const bool begins =
      std::all_of(left.begin(), left.end(), [](char32_t one) { return base::is_blank(one); });
  if (begins && next.starts_with(U"、") && kNumerals.find(c) != std::u32string_view::npos)
    return 36;
  std::u32string whole(near);
  whole += c;
  whole += next;
  const std::uint32_t length = word_at(whole, near.size());
  int points = length >= 3 ? 34 : length == 2 ? 28 : 0;
  if (!near.empty()) points += pairs(near.back(), c);
  if (!next.empty()) points += pairs(c, next.front());
  // The text is written in one of the two.
  if (!fits_script(candidate)) points -= 15;
  return points;
}

std::optional<char32_t> Context::choose(const std::vector<char32_t>& candidates,
                                        std::u32string_view left, std::u32string_view right) const {
  int best = -1, second = -1;
  char32_t chosen = 0;
  for (const char32_t candidate : candidates) {
    const int points = score(candidate, left, right);
    if (points > best) {
      second = best;
      best = points;
      chosen = candidate;
    } else {
      second = std::max(second, points);
    }
  }
  const int margin = best < kWord ? 2 * kMargin : kMargin;
  if (best < kEnough || best - second < margin) return std::nullopt;
  return chosen;
}

} // namespace plumb::text
