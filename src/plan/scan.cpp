// SPDX-License-Identifier: Apache-2.0
#include "scan.hpp"

#include "numerals.hpp"

#include <algorithm>

namespace plumb::plan {
namespace internal {
namespace {

std::array<std::uint16_t, 65536> make_traits() {
  std::array<std::uint16_t, 65536> table{};
  for (char32_t c = 0; c < table.size(); ++c) {
    int bits = 0;
    if (digit_value(c) >= 0) bits |= kDigit;
    if (is_han_numeral(c)) bits |= kHanNumeral;
    if (is_clause_end(c)) bits |= kClauseEnd;
    if (is_open(c)) bits |= kOpen;
    if (is_close(c)) bits |= kClose;
    if (is_space(c)) bits |= kSpace;
    const auto in = [&](std::u32string_view all) {
      return all.find(c) != std::u32string_view::npos;
    };
    if (in(U"每按年今当本明次上下第前《")) bits |= kTimeWord;
    if (in(U"没未不零无百")) bits |= kTargetWord;
    if (in(U"主第直共具责牵负配协参落完承实支涉分任工整督市区县省镇执推组联包单部机领同人时期节要进"
           U"安截日办年计目方及和与、/()（）或各处科"
           U"股站绩总措重保效衡考评预量成达"))
      bits |= kLabelWord;
    if (in(U"总施责头进办主合实与加同助工职能限别体承")) bits |= kVerbEnd;
    if (in(U"门位关等")) bits |= kTailEnd;
    table[c] = static_cast<std::uint16_t>(bits);
  }
  return table;
}

} // namespace

const std::array<std::uint16_t, 65536> kTraits = make_traits();

} // namespace internal

std::string squeeze(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto c = glyph(text, i);
    if (!is_space(c.value)) out.append(text.substr(i, c.size));
    i += c.size;
  }
  return out;
}

std::string letters_only(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto c = glyph(text, i);
    if (!is_space(c.value) && !is_punctuation(c.value)) out.append(text.substr(i, c.size));
    i += c.size;
  }
  return out;
}

std::size_t count_letters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto c = glyph(text, i);
    if (!is_space(c.value)) ++count;
    i += c.size;
  }
  return count;
}

std::size_t find_close(std::string_view text, std::size_t at, std::size_t until, std::size_t most) {
  const std::size_t end = std::min({until, text.size(), at + most});
  int depth = 0;
  for (std::size_t i = at; i < end;) {
    const auto c = glyph(text, i);
    if (is_open(c.value)) ++depth;
    if (is_close(c.value) && --depth == 0) return i;
    i += c.size;
  }
  return std::string_view::npos;
}

} // namespace plumb::plan
