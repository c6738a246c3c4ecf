// SPDX-License-Identifier: Apache-2.0
#include "columns.hpp"

#include <plumb/base/utf8.hpp>

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace plumb::app {
namespace {

constexpr std::size_t kWidthWithoutTerminal = 120;
constexpr std::size_t kWidthMin = 60;

/// East Asian Width W and F (UAX #11), as far as the ledger's text has them.
bool is_wide(char32_t c) {
  return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0x303E) ||
         (c >= 0x3041 && c <= 0x33FF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xA000 && c <= 0xA4CF) ||
         (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0xFE30 && c <= 0xFE4F) || (c >= 0xFF00 && c <= 0xFF60) ||
         (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) ||
         (c >= 0x20000 && c <= 0x3FFFD);
}

std::size_t width_of(char32_t c) {
  return is_wide(c) ? 2 : 1;
}

std::size_t columns_of(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto point = base::decode_utf8(text, at);
    width += width_of(point.value);
    at += point.size;
  }
  return width;
}

} // namespace

std::string cell(std::string_view text, std::size_t width) {
  const bool cut = columns_of(text) > width;
  const std::size_t room = cut ? width - 1 : width;
  std::string out;
  std::size_t used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto point = base::decode_utf8(text, at);
    if (used + width_of(point.value) > room) break;
    if (point.value < 0x20 || (point.value >= 0x7F && point.value < 0xA0))
      out += ' ';
    else
      out += text.substr(at, point.size);
    used += width_of(point.value);
    at += point.size;
  }
  if (cut) {
    out += "…";
    ++used;
  }
  return out.append(width - std::min(width, used), ' ');
}

std::size_t terminal_width() {
  winsize size{};
  if (::isatty(STDOUT_FILENO) != 0 && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
      size.ws_col > 0)
    return std::max<std::size_t>(size.ws_col, kWidthMin);
  if (const char* columns = std::getenv("COLUMNS")) {
    const long wanted = std::strtol(columns, nullptr, 10);
    if (wanted > 0 && wanted < 10'000) return std::max(static_cast<std::size_t>(wanted), kWidthMin);
  }
  return kWidthWithoutTerminal;
}

} // namespace plumb::app
