// SPDX-License-Identifier: Apache-2.0
#include "xml.hpp"

#include <plumb/base/utf8.hpp>

namespace plumb::paper {
namespace {

bool is_left_out(char32_t c) {
  if (c < 0x20) return c != '\n';
  if (c >= 0x7F && c <= 0x9F) return true;                                       // C1 and DEL
  if (c == 0x200E || c == 0x200F || c == 0x061C) return true;                    // direction marks
  if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) return true; // and overrides
  if (c == 0x2028 || c == 0x2029) return true;                                   // line separators
  if (c >= 0xFDD0 && c <= 0xFDEF) return true;                                   // no characters
  return (c & 0xFFFEU) == 0xFFFE || (c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF;
}

} // namespace

std::string clean(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto point = base::decode_utf8(text, at);
    at += point.size;
    if (point.value == '\t')
      out += ' ';
    else if (!is_left_out(point.value))
      base::append_utf8(out, point.value);
  }
  return out;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : clean(text)) {
    switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    case '\'':
      out += "&#39;";
      break;
    default:
      out += c;
    }
  }
  return out;
}

int half_widths(std::string_view text) {
  int out = 0;
  for (std::size_t at = 0; at < text.size() && out < 1'000'000;) {
    const auto point = base::decode_utf8(text, at);
    at += point.size;
    out += point.value < 0x2E80 ? 1 : 2;
  }
  return out;
}

Sentence first_sentence(std::string_view text) {
  constexpr std::string_view kStop = "。";
  const auto at = text.find(kStop);
  if (at == std::string_view::npos || base::trim(text.substr(at + kStop.size())).empty())
    return {text, {}};
  return {text.substr(0, at + kStop.size()), text.substr(at + kStop.size())};
}

} // namespace plumb::paper
