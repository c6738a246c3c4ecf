// SPDX-License-Identifier: Apache-2.0
/// A notice of holidays as people have it (the text of the notice, or a table) → Notice. What is
/// read is a proposal that a person confirms; every oddity is told.
#pragma once

#include <plumb/base/error.hpp>
#include <plumb/calendar/calendar.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace plumb::calendar {

struct NoticeProposal {
  Notice notice;                     ///< id, title, notice_on filled in where the text has them
  std::vector<base::Error> warnings; ///< calendar.weekday_mismatch{on,written},
                                     ///< calendar.day_count_mismatch{…}, calendar.no_year, …
};

/// Reads the running text of a notice:
/// "国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日 （周日）、10月10日（周六）上班。"
/// — full-width and half-width forms, with or without weekdays, ranges across months and years, one
/// or several festivals, the year from the title or `default_year`. calendar.no_days_found,
/// calendar.bad_date{text}.
[[nodiscard]] base::Result<NoticeProposal> read_notice_text(std::string_view text, int default_year,
                                                            std::string_view jurisdiction);
/// Reads a table with a header line: date,kind,name[,…] (comma or tab; kind holiday, workday or
/// ordinary; 节假日, 调休上班 and the like too). calendar.bad_row{line,reason}.
[[nodiscard]] base::Result<NoticeProposal> read_notice_table(std::string_view csv,
                                                             std::string_view jurisdiction);

} // namespace plumb::calendar
