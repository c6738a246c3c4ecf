// SPDX-License-Identifier: Apache-2.0
// The calendar against its golden text and against the lines that RFC 5545 allows.
#include "icalendar.hpp"

#include <plumb/base/utf8.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

namespace plumb::api {
namespace {

using base::make_date;

/// Content lines, unfolded; empty where the text is not made of lines as the standard wants them.
std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto end = text.find("\r\n");
    if (end == std::string_view::npos || end > 75) return {};
    const auto line = text.substr(0, end);
    if (line.empty() || line.find_first_of("\r\n") != std::string_view::npos ||
        !base::is_valid_utf8(line))
      return {};
    text.remove_prefix(end + 2);
    if (line.front() != ' ')
      out.emplace_back(line);
    else if (out.empty())
      return {};
    else
      out.back() += line.substr(1);
  }
  return out;
}

TEST(ICalendarTest, OneEventForEachLastDay) {
  const auto text = icalendar_of("a1", make_date(2026, 3, 2), {{make_date(2026, 3, 5), 3}});
  std::string uid = text.substr(text.find("UID:") + 4, 32);
  EXPECT_EQ(uid.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_EQ(text, "BEGIN:VCALENDAR\r\n"
                  "VERSION:2.0\r\n"
                  "PRODID:-//Plumbline//Plumbline//ZH\r\n"
                  "CALSCALE:GREGORIAN\r\n"
                  "METHOD:PUBLISH\r\n"
                  "X-WR-CALNAME:待办\r\n"
                  "BEGIN:VEVENT\r\n"
                  "UID:" +
                      uid +
                      "@plumbline\r\n"
                      "DTSTAMP:20260302T000000Z\r\n"
                      "SEQUENCE:2252\r\n"
                      "DTSTART;VALUE=DATE:20260305\r\n"
                      "DTEND;VALUE=DATE:20260306\r\n"
                      "SUMMARY:待办 3 项截止\r\n"
                      "CLASS:PRIVATE\r\n"
                      "TRANSP:TRANSPARENT\r\n"
                      "BEGIN:VALARM\r\n"
                      "ACTION:DISPLAY\r\n"
                      "DESCRIPTION:待办 3 项截止\r\n"
                      "TRIGGER:-P3D\r\n"
                      "END:VALARM\r\n"
                      "END:VEVENT\r\n"
                      "END:VCALENDAR\r\n");
}

TEST(ICalendarTest, EventsKeepTheirNamesAndTellTheirOrder) {
  const auto find = [](const std::string& text, std::string_view name) {
    std::vector<std::string> out;
    for (const auto& line : lines_of(text))
      if (line.starts_with(name)) out.push_back(line.substr(name.size()));
    return out;
  };
  const std::vector<std::pair<base::Date, std::int64_t>> days = {
      {make_date(2026, 2, 28), 1}, {make_date(2026, 3, 1), 0}, {make_date(2026, 12, 31), 12}};
  const auto first = icalendar_of("a1", make_date(2026, 3, 2), days);
  const auto later = icalendar_of("a1", make_date(2026, 3, 3), {{make_date(2026, 12, 31), 11}});
  const auto other = icalendar_of("a2", make_date(2026, 3, 2), days);
  ASSERT_EQ(find(first, "UID:").size(), 2U) << "a day without work has no event";
  EXPECT_EQ(find(first, "UID:")[1], find(later, "UID:")[0]);
  EXPECT_LT(std::stoll(find(first, "SEQUENCE:")[1]), std::stoll(find(later, "SEQUENCE:")[0]));
  EXPECT_NE(find(first, "UID:"), find(other, "UID:"));
  EXPECT_EQ(find(first, "DTEND;VALUE=DATE:"), (std::vector<std::string>{"20260301", "20270101"}));
  std::vector<std::string> open;
  for (const auto& line : lines_of(first)) {
    if (line.starts_with("BEGIN:")) open.push_back(line.substr(6));
    if (line.starts_with("END:")) {
      ASSERT_FALSE(open.empty());
      EXPECT_EQ(open.back(), line.substr(4));
      open.pop_back();
    }
  }
  EXPECT_TRUE(open.empty());
}

TEST(ICalendarTest, LongLinesAreFoldedBetweenCharacters) {
  const std::string cases[] = {"A:", std::string(75, 'a'), std::string(76, 'a'),
                               std::string(1'000, 'x'), [] {
                                 std::string out = "SUMMARY:a";
                                 for (int i = 0; i < 200; ++i)
                                   out += "湖";
                                 return out;
                               }()};
  for (const auto& line : cases) {
    std::string out;
    append_content_line(out, line);
    EXPECT_EQ(lines_of(out), (std::vector<std::string>{line}));
  }
}

} // namespace
} // namespace plumb::api
