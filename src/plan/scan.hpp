// SPDX-License-Identifier: Apache-2.0
/// Reading Chinese text by hand: one character at a time, blanks and both widths of punctuation
/// taken as the same. Everything works on byte offsets of one UTF-8 text.
#pragma once

#include <plumb/base/span.hpp>
#include <plumb/base/utf8.hpp>

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace plumb::plan {

using base::Span;

/// The character at `at`; size 0 at the end. Fast for ASCII and Chinese, base::decode_utf8
/// otherwise.
[[nodiscard]] inline base::CodePoint glyph(std::string_view text, std::size_t at) {
  if (at >= text.size()) return {0, 0};
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) return {first, 1};
  if (first > 0xE0 && first < 0xF0 && first != 0xED && at + 2 < text.size()) {
    const auto second = static_cast<unsigned char>(text[at + 1]);
    const auto third = static_cast<unsigned char>(text[at + 2]);
    if ((second & 0xC0) == 0x80 && (third & 0xC0) == 0x80)
      return {static_cast<char32_t>((first & 0x0F) << 12 | (second & 0x3F) << 6 | (third & 0x3F)),
              3};
  }
  return base::decode_utf8(text, at);
}
[[nodiscard]] inline base::CodePoint glyph_before(std::string_view text, std::size_t at) {
  if (at == 0) return {0, 0};
  const auto last = static_cast<unsigned char>(text[at - 1]);
  if (last < 0x80) return {last, 1};
  if (at >= 3) {
    const auto first = static_cast<unsigned char>(text[at - 3]);
    const auto second = static_cast<unsigned char>(text[at - 2]);
    if (first > 0xE0 && first < 0xF0 && first != 0xED && (second & 0xC0) == 0x80 &&
        (last & 0xC0) == 0x80)
      return {static_cast<char32_t>((first & 0x0F) << 12 | (second & 0x3F) << 6 | (last & 0x3F)),
              3};
  }
  return base::decode_utf8_before(text, at);
}

[[nodiscard]] constexpr bool is_colon(char32_t c) {
  return c == ':' || c == U'：' || c == U'∶' || c == U'︰' || c == U'﹕';
}
[[nodiscard]] constexpr bool is_comma(char32_t c) {
  return c == ',' || c == U'，' || c == U'﹐';
}
[[nodiscard]] constexpr bool is_semicolon(char32_t c) {
  return c == ';' || c == U'；';
}
[[nodiscard]] constexpr bool is_enumeration_comma(char32_t c) {
  return c == U'、' || c == U'､';
}
[[nodiscard]] constexpr bool is_full_stop(char32_t c) {
  return c == U'。' || c == U'！' || c == '!' || c == U'？' || c == '?' || c == U'｡';
}
[[nodiscard]] constexpr bool is_open(char32_t c) {
  return c == '(' || c == U'（' || c == U'〔' || c == '[' || c == U'【' || c == U'［' || c == U'﹝';
}
[[nodiscard]] constexpr bool is_close(char32_t c) {
  return c == ')' || c == U'）' || c == U'〕' || c == ']' || c == U'】' || c == U'］' || c == U'﹞';
}
[[nodiscard]] constexpr bool is_space(char32_t c) {
  return c == '\n' || base::is_blank(c);
}
/// ASCII or full-width digit, else -1.
[[nodiscard]] constexpr int digit_value(char32_t c) {
  if (c >= '0' && c <= '9') return static_cast<int>(c - '0');
  if (c >= U'０' && c <= U'９') return static_cast<int>(c - U'０');
  return -1;
}
/// A mark that ends a clause.
[[nodiscard]] constexpr bool is_clause_end(char32_t c) {
  return is_comma(c) || is_semicolon(c) || is_full_stop(c) || is_colon(c) || c == '\n';
}
[[nodiscard]] constexpr bool is_punctuation(char32_t c) {
  return is_clause_end(c) || is_enumeration_comma(c) || is_open(c) || is_close(c) || c == U'“' ||
         c == U'”' || c == U'‘' || c == U'’' || c == '"' || c == '.' || c == U'．' || c == U'…' ||
         c == U'—' || c == U'–' || c == '-' || c == U'·' || c == U'《' || c == U'》' ||
         c == U'〈' || c == U'〉' || c == '/' || c == U'│' || c == '|' || c == U'~' || c == U'～' ||
         c == '<' || c == '>' || c == '*' || c == U'※' || c == U'■' || c == U'●' || c == U'◆' ||
         c == '\'';
}

[[nodiscard]] inline std::size_t skip_spaces(std::string_view text, std::size_t at,
                                             std::size_t until) {
  while (at < until) {
    const auto c = glyph(text, at);
    if (!is_space(c.value)) break;
    at += c.size;
  }
  return at;
}
/// As starts_with and ends_with, but looks at one character before it calls memcmp: most of the
/// words a text is compared with differ there.
[[nodiscard]] inline bool begins(std::string_view text, std::string_view with) {
  if (text.size() < with.size()) return false;
  if (with.size() >= 3 && (text[2] != with[2] || text[1] != with[1])) return false;
  return text.starts_with(with);
}
[[nodiscard]] inline bool finishes(std::string_view text, std::string_view with) {
  if (text.size() < with.size() || with.empty()) return with.empty();
  const std::size_t t = text.size() - 1;
  const std::size_t w = with.size() - 1;
  if (text[t] != with[w] || (w > 0 && text[t - 1] != with[w - 1])) return false;
  return text.ends_with(with);
}
[[nodiscard]] inline bool starts(std::string_view text, std::size_t at, std::string_view with) {
  return at <= text.size() && begins(text.substr(at), with);
}
[[nodiscard]] inline bool ends_with_any(std::string_view text,
                                        std::initializer_list<std::string_view> with) {
  for (const auto w : with)
    if (finishes(text, w)) return true;
  return false;
}
[[nodiscard]] inline bool starts_with_any(std::string_view text,
                                          std::initializer_list<std::string_view> with) {
  for (const auto w : with)
    if (begins(text, w)) return true;
  return false;
}
[[nodiscard]] inline bool has(std::string_view text, std::string_view what) {
  return text.find(what) != std::string_view::npos;
}
[[nodiscard]] inline bool has_any(std::string_view text,
                                  std::initializer_list<std::string_view> what) {
  for (const auto w : what)
    if (has(text, w)) return true;
  return false;
}
/// What a character may begin, as bits: the readers look each character up once instead of
/// comparing it with all they know.
enum Trait : std::uint16_t {
  kDigit = 1,       ///< ASCII or full-width digit
  kHanNumeral = 2,  ///< 一…十 and the like
  kClauseEnd = 4,   ///< a mark that ends a clause
  kTimeWord = 8,    ///< a word about time may begin here
  kTargetWord = 16, ///< a word about a quantity may begin here
  kOpen = 32,
  kClose = 64,
  kSpace = 128,
  kLabelWord = 256, ///< a label (牵头单位 …) may begin here
  kVerbEnd = 512,   ///< a verb of a role (牵头, 负责 …) may end here
  kTailEnd = 1024   ///< 等部门 and the like may end here
};
namespace internal {
extern const std::array<std::uint16_t, 65536> kTraits;
}
[[nodiscard]] inline std::uint16_t traits(char32_t c) {
  return c < 65536 ? internal::kTraits[c] : std::uint16_t{0};
}

/// Without blanks and line ends anywhere.
[[nodiscard]] std::string squeeze(std::string_view text);
/// Without blanks and punctuation anywhere, for comparing what two places say.
[[nodiscard]] std::string letters_only(std::string_view text);
/// Characters, blanks not counted.
[[nodiscard]] std::size_t count_letters(std::string_view text);
/// Where the bracket opened at `at` closes, with the right nesting, before `until`; npos if it does
/// not within `most` bytes. Any closing shape closes any opening shape: damaged texts mix them.
[[nodiscard]] std::size_t find_close(std::string_view text, std::size_t at, std::size_t until,
                                     std::size_t most = 4096);

} // namespace plumb::plan
