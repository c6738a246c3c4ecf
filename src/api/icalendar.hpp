// SPDX-License-Identifier: Apache-2.0
/// Last days as iCalendar (RFC 5545). A calendar goes to programs of others and lies about in them,
/// so it tells how many things end on a day and nothing of what they are.
#pragma once

#include <plumb/base/date.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plumb::api {

/// `owner` makes the events of one person's calendar differ from those of another's; it is hashed.
/// An event keeps its UID from day to day; `today` is DTSTAMP and, as days, SEQUENCE.
[[nodiscard]] std::string
icalendar_of(std::string_view owner, base::Date today,
             const std::vector<std::pair<base::Date, std::int64_t>>& days);
/// A content line with its end; folded so that no line has more than 75 octets and no character is
/// cut.
void append_content_line(std::string& out, std::string_view line);

} // namespace plumb::api
