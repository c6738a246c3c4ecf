// SPDX-License-Identifier: Apache-2.0
/// Small readers over UTF-8 text that the passes share.
#pragma once

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <cstring>
#include <string_view>
#include <vector>

namespace plumb::text {

/// Calls fn(Span) for every line, without its '\n'.
template <class Fn> void for_each_line(std::string_view text, Fn&& fn) {
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    fn(base::Span{static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(end)});
    from = end + 1;
  }
}

[[nodiscard]] inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
[[nodiscard]] inline bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The code point at `at`, 0 at the end.
[[nodiscard]] inline char32_t after(std::string_view text, std::size_t at) {
  return base::decode_utf8(text, at).value;
}
/// The code point before `at`, 0 at the beginning.
[[nodiscard]] inline char32_t before(std::string_view text, std::size_t at) {
  return base::decode_utf8_before(text, at).value;
}

/// The bytes of U+4E00–9FFF begin with E4–E9; a quick test before decoding.
[[nodiscard]] inline bool may_be_han(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0xE4 && byte <= 0xE9;
}

/// The code point of the three bytes at `at` of valid UTF-8 that begin as may_be_han() says.
[[nodiscard]] inline char32_t han_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  return static_cast<char32_t>((byte(0) & 0xFU) << 12U | (byte(1) & 0x3FU) << 6U |
                               (byte(2) & 0x3FU));
}

/// std::string_view::find looks for the first byte, which all ideographs share; this does not.
[[nodiscard]] inline std::size_t find_text(std::string_view text, std::string_view what,
                                           std::size_t at = 0) {
  if (at > text.size()) return std::string_view::npos;
  const void* found = memmem(text.data() + at, text.size() - at, what.data(), what.size());
  return found == nullptr ? std::string_view::npos
                          : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

} // namespace plumb::text
