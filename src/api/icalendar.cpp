// SPDX-License-Identifier: Apache-2.0
#include "icalendar.hpp"

#include <plumb/base/hash.hpp>
#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <chrono>

namespace plumb::api {
namespace {

constexpr std::size_t kLineMax = 75;

std::string basic(base::Date day) {
  std::string out = base::to_string(day);
  std::erase(out, '-');
  return out;
}

/// Grows from day to day: a later calendar replaces an earlier one.
std::int64_t sequence_of(base::Date today) {
  return (std::chrono::sys_days{today} - std::chrono::sys_days{base::make_date(2020, 1, 1)})
      .count();
}

void append_event(std::string& out, std::string_view owner, base::Date today, base::Date on,
                  std::int64_t count) {
  const auto line = [&](const std::string& text) { append_content_line(out, text); };
  const std::string title = "待办 " + std::to_string(count) + " 项截止";
  const std::string key = std::string(owner) + ' ' + base::to_string(on);
  line("BEGIN:VEVENT");
  line("UID:" + base::sm3_hex(key).substr(0, 32) + "@plumbline");
  line("DTSTAMP:" + basic(today) + "T000000Z");
  line("SEQUENCE:" + std::to_string(std::max<std::int64_t>(sequence_of(today), 0)));
  line("DTSTART;VALUE=DATE:" + basic(on));
  line("DTEND;VALUE=DATE:" + basic(base::add_days(on, 1)));
  line("SUMMARY:" + title);
  line("CLASS:PRIVATE");
  line("TRANSP:TRANSPARENT");
  line("BEGIN:VALARM");
  line("ACTION:DISPLAY");
  line("DESCRIPTION:" + title);
  line("TRIGGER:-P3D");
  line("END:VALARM");
  line("END:VEVENT");
}

} // namespace

void append_content_line(std::string& out, std::string_view line) {
  std::size_t room = kLineMax;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t size = std::max<std::size_t>(base::decode_utf8(line, at).size, 1);
    if (size > room) {
      out += "\r\n ";
      room = kLineMax - 1;
    }
    out += line.substr(at, size);
    room -= size;
    at += size;
  }
  out += "\r\n";
}

std::string icalendar_of(std::string_view owner, base::Date today,
                         const std::vector<std::pair<base::Date, std::int64_t>>& days) {
  std::string out;
  const auto line = [&](std::string_view text) { append_content_line(out, text); };
  line("BEGIN:VCALENDAR");
  line("VERSION:2.0");
  line("PRODID:-//Plumbline//Plumbline//ZH");
  line("CALSCALE:GREGORIAN");
  line("METHOD:PUBLISH");
  line("X-WR-CALNAME:待办");
  for (const auto& [on, count] : days)
    if (count > 0) append_event(out, owner, today, on, count);
  line("END:VCALENDAR");
  return out;
}

} // namespace plumb::api
