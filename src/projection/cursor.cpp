// SPDX-License-Identifier: Apache-2.0
#include "cursor.hpp"

#include <charconv>

namespace plumb::projection {

namespace {

constexpr int kRadix = 36;

char letter(CursorKind kind) {
  return kind == CursorKind::Documents ? 'd' : kind == CursorKind::LedgerByPlan ? 'p' : 'u';
}

void append(std::string& out, std::int64_t value) {
  char digits[16];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, value, kRadix);
  (void)error;
  out.append(digits, end);
}

bool read(std::string_view text, std::int64_t& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out, kRadix);
  return error == std::errc{} && end == text.data() + text.size() && out >= 0;
}

} // namespace

std::string encode(CursorKind kind, const Cursor& cursor) {
  std::string out(1, letter(kind));
  append(out, cursor.position);
  if (kind == CursorKind::LedgerByDue) {
    out += '.';
    append(out, cursor.due_day);
  }
  return out;
}

base::Result<Cursor> decode(CursorKind kind, std::string_view text) {
  const auto bad = [] {
    return base::fail(base::ErrorKind::InvalidInput, "projection.bad_cursor");
  };
  if (text.empty() || text.front() != letter(kind)) return bad();
  text.remove_prefix(1);
  Cursor cursor;
  if (kind == CursorKind::LedgerByDue) {
    const auto dot = text.find('.');
    if (dot == std::string_view::npos || !read(text.substr(dot + 1), cursor.due_day)) return bad();
    text = text.substr(0, dot);
  }
  if (!read(text, cursor.position)) return bad();
  // One word for one place: no signs, capitals or leading zeros.
  std::string again(1, letter(kind));
  again = encode(kind, cursor).substr(1);
  const std::string given =
      std::string(text) +
      (kind == CursorKind::LedgerByDue ? again.substr(again.find('.')) : std::string());
  if (given != again) return bad();
  return cursor;
}

} // namespace plumb::projection
