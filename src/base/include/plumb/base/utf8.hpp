// SPDX-License-Identifier: Apache-2.0
/// UTF-8 as the program uses it: strict, without locale.
#pragma once

#include <plumb/base/span.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::base {

/// One decoded code point and the bytes it takes. `size` is 0 at the end; an invalid byte gives
/// U+FFFD with size 1, so a loop always advances.
struct CodePoint {
  char32_t value = 0;
  std::uint32_t size = 0;
};

[[nodiscard]] CodePoint decode_utf8(std::string_view text, std::size_t at);
/// The code point that ends right before `at` (at > 0), for reading backwards.
[[nodiscard]] CodePoint decode_utf8_before(std::string_view text, std::size_t at);
void append_utf8(std::string& out, char32_t code_point);
[[nodiscard]] std::string to_utf8(std::u32string_view text);
[[nodiscard]] std::u32string to_utf32(std::string_view text);
/// Strict: no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool is_valid_utf8(std::string_view text);
[[nodiscard]] std::size_t count_code_points(std::string_view text);

/// Unified ideographs incl. extensions and compatibility ideographs, and 〇.
[[nodiscard]] constexpr bool is_han(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3007 ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3134F);
}
/// ASCII space, tab, no-break space, U+2000–200B, ideographic space, BOM.
[[nodiscard]] constexpr bool is_blank(char32_t c) {
  return c == ' ' || c == '\t' || c == '\r' || c == 0xA0 || (c >= 0x2000 && c <= 0x200B) ||
         c == 0x3000 || c == 0xFEFF || c == 0x202F;
}

/// Without blanks (is_blank, newline) at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);
/// The part of `span` without blanks at both ends.
[[nodiscard]] Span trim(std::string_view text, Span span);

/// Byte offsets → code-point offsets of one text; each query is O(log n) after an O(n) start.
class CodePointIndex {
 public:
  explicit CodePointIndex(std::string_view text);
  [[nodiscard]] std::uint32_t code_points(std::uint32_t byte_offset) const;
  [[nodiscard]] std::uint32_t bytes(std::uint32_t code_point_offset) const;
  [[nodiscard]] Span code_points(Span bytes_span) const {
    return {code_points(bytes_span.from), code_points(bytes_span.until)};
  }

 private:
  std::string_view text_;
  std::vector<std::uint32_t> code_points_at_block_;  // every 256 bytes
};

}  // namespace plumb::base
