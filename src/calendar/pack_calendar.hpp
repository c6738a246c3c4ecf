// SPDX-License-Identifier: Apache-2.0
/// For tests: the notices of packs/national/calendar. Reads exactly the shape in which these files
/// are written and stops at anything else; the program reads them through the pack loader.
#pragma once

#include <plumb/base/check.hpp>
#include <plumb/calendar/calendar.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::calendar {

inline Date must_parse(std::string_view text) {
  const auto date = base::parse_date(text);
  PLUMB_CHECK(date.has_value());
  return *date;
}

inline void read_pack_line(std::string_view line, std::vector<Notice>& notices) {
  const auto after = [&](std::string_view prefix) { return line.substr(prefix.size()); };
  constexpr std::string_view kOn = "      - { on: ", kKind = ", kind: ", kName = ", name: ";
  if (line.starts_with("  - id: ")) {
    notices.emplace_back().id = after("  - id: ");
  } else if (line.starts_with("    title: ")) {
    notices.back().title = after("    title: ");
  } else if (line.starts_with("    jurisdiction: ")) {
    notices.back().jurisdiction = after("    jurisdiction: ");
  } else if (line.starts_with("    notice_on: ")) {
    notices.back().notice_on = must_parse(after("    notice_on: "));
  } else if (line.starts_with("    settles_from: ")) {
    notices.back().settles_from = must_parse(after("    settles_from: "));
  } else if (line.starts_with("    settles_until: ")) {
    notices.back().settles_until = must_parse(after("    settles_until: "));
  } else if (line == "    provisional: true") {
    notices.back().provisional = true;
  } else if (line.starts_with(kOn)) {
    const auto kind = line.find(kKind), name = line.find(kName);
    PLUMB_CHECK(kind != line.npos && name != line.npos && line.ends_with(" }"));
    const auto word = line.substr(kind + kKind.size(), name - kind - kKind.size());
    PLUMB_CHECK(word == "holiday" || word == "makeup_day" || word == "ordinary");
    NoticeDay day;
    day.on = must_parse(line.substr(kOn.size(), kind - kOn.size()));
    day.kind = word == "holiday"      ? DayKind::Holiday
               : word == "makeup_day" ? DayKind::MakeupDay
                                      : DayKind::Ordinary;
    day.name = line.substr(name + kName.size(), line.size() - 2 - name - kName.size());
    notices.back().days.push_back(day);
  } else {
    PLUMB_CHECK(line.empty() || line == "notices:" || line == "    days:");
  }
}

inline std::vector<Notice> read_pack_notices() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(PLUMB_SOURCE_DIR "/packs/national/calendar"))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<Notice> notices;
  for (const auto& file : files) {
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
      line = line.substr(0, std::min(line.size(), line.find('#')));
      line.erase(line.find_last_not_of(' ') + 1);
      read_pack_line(line, notices);
    }
  }
  return notices;
}

inline const Calendar& pack_calendar() {
  static const Calendar calendar = *Calendar::make(read_pack_notices());
  return calendar;
}

} // namespace plumb::calendar
