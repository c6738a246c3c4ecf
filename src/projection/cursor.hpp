// SPDX-License-Identifier: Apache-2.0
/// Where the next page begins, as an opaque word for clients.
#pragma once

#include <plumb/base/result.hpp>
#include <plumb/projection/projection.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace plumb::projection {

/// The last row of the page before; for documents only `position` (the ordinal) counts.
struct Cursor {
  std::int64_t due_day = 0;
  std::int64_t position = 0;
  friend bool operator==(const Cursor&, const Cursor&) = default;
};

enum class CursorKind { Documents, LedgerByPlan, LedgerByDue };

[[nodiscard]] std::string encode(CursorKind kind, const Cursor& cursor);
/// projection.bad_cursor for anything that encode() did not make for this kind.
[[nodiscard]] base::Result<Cursor> decode(CursorKind kind, std::string_view text);

} // namespace plumb::projection
