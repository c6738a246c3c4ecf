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
  /// id, title and notice_on filled in where the text has them (notice_on is not ok() where it has
  /// not); settles its year where four festivals or more are named.
  Notice notice;
  /// What a person should look at before confirming: calendar.weekday_mismatch{on,written},
  /// calendar.day_count_mismatch{name,written,counted}, calendar.no_year{year} (the default was
  /// taken), calendar.assumed_day{on,written} (a weekday without a date),
  /// calendar.ambiguous_day{on} (调休 of a weekend day, taken as worked),
  /// calendar.worked_on_weekday{on}, calendar.extension_without_start{until},
  /// calendar.several_notices{line}, calendar.no_document_number, calendar.no_notice_day.
  std::vector<base::Error> warnings;
};

/// Reads the running text of a notice:
/// "国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。"
/// — full-width and half-width forms, with or without weekdays, ranges across months and years, one
/// or several festivals, tables of them, the year from the title or `default_year`. Words that it
/// does not know are passed over. calendar.no_days_found, calendar.bad_date{text},
/// calendar.notice_too_long{limit_bytes}.
[[nodiscard]] base::Result<NoticeProposal> read_notice_text(std::string_view text, int default_year,
                                                            std::string_view jurisdiction);
/// Reads a table with a header line: date,kind,name[,weekday,notice_id,notice_on] in any order
/// (also 日期, 类型, 名称 …; comma or tab; kind holiday, workday or ordinary, also 节假日, 调休上班
/// …). calendar.bad_row{line,reason}: columns, date, kind, day_twice or notice_on;
/// calendar.no_days_found, calendar.notice_too_long{limit_bytes}.
[[nodiscard]] base::Result<NoticeProposal> read_notice_table(std::string_view csv,
                                                             std::string_view jurisdiction);

} // namespace plumb::calendar
