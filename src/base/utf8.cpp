// SPDX-License-Identifier: Apache-2.0
#include <plumb/base/utf8.hpp>

#include <algorithm>

namespace plumb::base {

namespace {

constexpr CodePoint kInvalid{0xFFFD, 1};
constexpr std::size_t kBlock = 256;

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

CodePoint decode_utf8(std::string_view text, std::size_t at) {
  if (at >= text.size()) return {};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(at);
  if (first < 0x80) return {first, 1};
  const unsigned size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
  if (size == 0 || first > 0xF4 || at + size > text.size()) return kInvalid;
  char32_t value = first & (0x7FU >> size);
  for (unsigned i = 1; i < size; ++i) {
    if (!is_continuation(text[at + i])) return kInvalid;
    value = (value << 6) | (byte(at + i) & 0x3FU);
  }
  const bool overlong = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000);
  if (overlong || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return kInvalid;
  return {value, size};
}

CodePoint decode_utf8_before(std::string_view text, std::size_t at) {
  if (at == 0 || at > text.size()) return {};
  std::size_t start = at - 1;
  while (start > 0 && at - start < 4 && is_continuation(text[start])) --start;
  const CodePoint found = decode_utf8(text, start);
  return start + found.size == at ? found : kInvalid;
}

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

std::string to_utf8(std::u32string_view text) {
  std::string out;
  out.reserve(text.size() * 3);
  for (const char32_t c : text) append_utf8(out, c);
  return out;
}

std::u32string to_utf32(std::string_view text) {
  std::u32string out;
  out.reserve(text.size() / 2);
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode_utf8(text, at);
    out.push_back(c.value);
    at += c.size;
  }
  return out;
}

bool is_valid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    const CodePoint c = decode_utf8(text, at);
    if (c.size == 1) return false;
    at += c.size;
  }
  return true;
}

std::size_t count_code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

std::string_view trim(std::string_view text) {
  return trim(text, {0, static_cast<std::uint32_t>(text.size())}).of(text);
}

Span trim(std::string_view text, Span span) {
  while (span.from < span.until) {
    const CodePoint c = decode_utf8(text, span.from);
    if (c.value != '\n' && !is_blank(c.value)) break;
    span.from += c.size;
  }
  while (span.from < span.until) {
    const CodePoint c = decode_utf8_before(text, span.until);
    if (c.value != '\n' && !is_blank(c.value)) break;
    span.until -= c.size;
  }
  return span;
}

CodePointIndex::CodePointIndex(std::string_view text) : text_(text) {
  code_points_at_block_.reserve(text.size() / kBlock + 1);
  std::uint32_t seen = 0;
  for (std::size_t at = 0; at <= text.size(); at += kBlock) {
    code_points_at_block_.push_back(seen);
    seen += static_cast<std::uint32_t>(count_code_points(text.substr(at, kBlock)));
  }
}

std::uint32_t CodePointIndex::code_points(std::uint32_t byte_offset) const {
  const std::size_t at = std::min<std::size_t>(byte_offset, text_.size());
  const std::size_t block = at / kBlock;
  return code_points_at_block_[block] +
         static_cast<std::uint32_t>(
             count_code_points(text_.substr(block * kBlock, at - block * kBlock)));
}

std::uint32_t CodePointIndex::bytes(std::uint32_t code_point_offset) const {
  const auto after = std::upper_bound(code_points_at_block_.begin(), code_points_at_block_.end(),
                                      code_point_offset);
  const auto block = static_cast<std::size_t>(after - code_points_at_block_.begin()) - 1;
  std::size_t at = block * kBlock;
  std::uint32_t seen = code_points_at_block_[block];
  while (at < text_.size() && is_continuation(text_[at])) ++at;
  for (; at < text_.size() && seen < code_point_offset; ++seen) {
    ++at;
    while (at < text_.size() && is_continuation(text_[at])) ++at;
  }
  return static_cast<std::uint32_t>(at);
}

}  // namespace plumb::base
