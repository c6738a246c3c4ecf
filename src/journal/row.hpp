// SPDX-License-Identifier: Apache-2.0
/// An event as a row of its table.
#pragma once

#include <plumb/event/event.hpp>
#include <plumb/storage/storage.hpp>

#include <limits>
#include <string_view>

namespace plumb::journal {

/// Followed by further conditions; $1 is the authority.
inline constexpr std::string_view kSelectEvents =
    "select authority_id, sequence, id, stream, type, version, recorded_at, effective_on, actor, "
    "payload, hash, stream_revision from event where authority_id = $1 ";
inline constexpr int kStreamRevisionColumn = 11;

/// Reuses the memory of `event`.
inline void read_event(const storage::Row& row, event::Event& event) {
  event.authority_id = row.text(0);
  event.sequence = row.integer(1);
  event.id = row.text(2);
  event.stream = row.text(3);
  event.type = row.text(4);
  event.recorded_at = row.integer(6);
  event.effective_on = row.is_null(7) ? std::nullopt : base::parse_date(row.text(7));
  // What nobody could have recorded must not be read as something that somebody did.
  const auto version = row.integer(5);
  const bool possible = version >= 0 && version <= std::numeric_limits<int>::max() &&
                        row.is_null(7) == !event.effective_on;
  event.version = possible ? static_cast<int>(version) : std::numeric_limits<int>::min();
  event.actor = row.text(8);
  event.payload = row.text(9);
  event.hash = row.text(10);
}

} // namespace plumb::journal
