// SPDX-License-Identifier: Apache-2.0
/// Collects the days of a notice that is being read, from text or table.
#pragma once

#include <plumb/calendar/notice.hpp>

#include <map>
#include <set>

namespace plumb::calendar {

class NoticeDays {
public:
  /// A day that is named twice is what was said last.
  void say(Date on, DayKind kind, const std::string& name);
  /// Someone is told to work: a make-up day at a weekend; an ordinary day otherwise, which is worth
  /// a warning.
  void say_worked(Date on, const std::string& name);
  void warn(std::string id, std::vector<std::pair<std::string, std::string>> args);
  /// The days in order. A notice that speaks of many festivals settles its year.
  void finish(int year, NoticeProposal& proposal) const;
  [[nodiscard]] bool empty() const { return days_.empty(); }
  [[nodiscard]] bool holds(Date on) const { return days_.contains(on); }
  [[nodiscard]] bool is_holiday(Date on) const {
    const auto found = days_.find(on);
    return found != days_.end() && found->second.kind == DayKind::Holiday;
  }

private:
  std::map<Date, NoticeDay> days_;
  std::vector<base::Error> warnings_;
};

/// calendar.notice_too_long{limit_bytes}.
[[nodiscard]] base::Result<void> check_notice_length(std::string_view text);
/// In the range that a calendar takes.
[[nodiscard]] bool is_notice_day(Date on);
/// "周四", for warnings.
[[nodiscard]] std::string weekday_name(int weekday);
[[nodiscard]] int weekday_of(Date on);
/// The document number in its usual form, 国办发明电〔2025〕7号; empty if there is none outside
/// brackets and references.
[[nodiscard]] std::u32string find_document_number(std::u32string_view text);
/// "…70周年纪念日" of a text that names no festival; empty if there is none.
[[nodiscard]] std::u32string find_anniversary(std::u32string_view text);
/// The festivals named in a text, in order, as 国庆节、中秋节; empty if none is known.
[[nodiscard]] std::u32string festivals_in(std::u32string_view text);

} // namespace plumb::calendar
