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
  Cursor cursor;
  std::string_view place = text.substr(1);
  if (kind == CursorKind::LedgerByDue) {
    const auto dot = place.find('.');
    if (dot == std::string_view::npos || !read(place.substr(dot + 1), cursor.due_day)) return bad();
    place = place.substr(0, dot);
  }
  if (!read(place, cursor.position)) return bad();
  // One word for one place: no signs, capitals or leading zeros.
  if (encode(kind, cursor) != text) return bad();
  return cursor;
}

} // namespace plumb::projection
