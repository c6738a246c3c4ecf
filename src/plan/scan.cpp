// SPDX-License-Identifier: Apache-2.0
#include "scan.hpp"

namespace plumb::plan {

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
