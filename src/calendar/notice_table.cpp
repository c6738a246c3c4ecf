// SPDX-License-Identifier: Apache-2.0
// Reads a table of days: a header line that names the columns, then one day a line.
#include "notice_days.hpp"
#include "notice_scan.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <optional>
#include <span>

namespace plumb::calendar {

using base::ErrorKind;
using base::Result;

namespace {

enum class Column { Other, On, Kind, Name, Weekday, NoticeId, NoticeOn };

struct Called {
  std::string_view name;
  Column column;
};
constexpr Called kColumns[] = {
    {"date", Column::On},
    {"on", Column::On},
    {"day", Column::On},
    {"日期", Column::On},
    {"kind", Column::Kind},
    {"type", Column::Kind},
    {"类型", Column::Kind},
    {"类别", Column::Kind},
    {"性质", Column::Kind},
    {"安排", Column::Kind},
    {"状态", Column::Kind},
    {"name", Column::Name},
    {"festival", Column::Name},
    {"名称", Column::Name},
    {"节日", Column::Name},
    {"节日名称", Column::Name},
    {"weekday", Column::Weekday},
    {"星期", Column::Weekday},
    {"周", Column::Weekday},
    {"notice_id", Column::NoticeId},
    {"notice_doc_no", Column::NoticeId},
    {"文号", Column::NoticeId},
    {"发文字号", Column::NoticeId},
    {"notice_on", Column::NoticeOn},
    {"notice_date", Column::NoticeOn},
    {"发文日期", Column::NoticeOn},
    {"成文日期", Column::NoticeOn},
};

enum class Said { Rest, Work, Ordinary, Adjust };
struct CalledKind {
  std::string_view name;
  Said said;
};
constexpr CalledKind kKinds[] = {
    {"holiday", Said::Rest},      {"off", Said::Rest},        {"rest", Said::Rest},
    {"节假日", Said::Rest},       {"法定节假日", Said::Rest}, {"放假", Said::Rest},
    {"休息", Said::Rest},         {"休息日", Said::Rest},     {"休", Said::Rest},
    {"放假调休", Said::Rest},     {"补休", Said::Rest},       {"公休", Said::Rest},
    {"假", Said::Rest},           {"调休放假", Said::Rest},   {"workday", Said::Work},
    {"work", Said::Work},         {"makeup_day", Said::Work}, {"makeup_workday", Said::Work},
    {"调休上班", Said::Work},     {"上班", Said::Work},       {"补班", Said::Work},
    {"班", Said::Work},           {"工作日", Said::Work},     {"调休工作日", Said::Work},
    {"ordinary", Said::Ordinary}, {"普通", Said::Ordinary},   {"平日", Said::Ordinary},
    {"正常", Said::Ordinary},     {"调休", Said::Adjust},
};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

/// The fields of a line, without quotes and blanks around them.
std::vector<std::string> fields_of(std::string_view line, char separator) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      const bool doubled = quoted && i + 1 < line.size() && line[i + 1] == '"';
      if (doubled) fields.back() += line[i++];
      quoted = doubled || !quoted;
    } else if (line[i] == separator && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += line[i];
    }
  }
  for (std::string& field : fields)
    field = std::string(base::trim(field));
  return fields;
}

/// 2026-01-01, 2026/1/1, 2026年1月1日, 20260101; nothing else beside it.
std::optional<Date> parse_day(std::string_view text) {
  constexpr std::size_t kCompact = 8;
  if (text.size() == kCompact && text.find_first_not_of("0123456789") == text.npos)
    return base::parse_date(std::string(text.substr(0, 4)) + '-' + std::string(text.substr(4, 2)) +
                            '-' + std::string(text.substr(6, 2)));
  const auto folded = fold_notice(text);
  const auto words = scan_notice(folded);
  if (words.size() != 1 || words[0].kind != WordKind::Dated || words[0].year == 0 ||
      words[0].text.size() != folded.size())
    return std::nullopt;
  constexpr int kMonthMax = 12, kDayMax = 31;
  if (words[0].month > kMonthMax || words[0].day > kDayMax) return std::nullopt;
  const Date date = base::make_date(words[0].year, static_cast<unsigned>(words[0].month),
                                    static_cast<unsigned>(words[0].day));
  return date.ok() ? std::optional(date) : std::nullopt;
}

class Table {
public:
  Result<NoticeProposal> read(std::string_view csv, std::string_view jurisdiction) {
    if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
    for (int line = 1; !csv.empty(); ++line) {
      const auto end = std::min(csv.find('\n'), csv.size());
      const auto text = base::trim(csv.substr(0, end));
      csv.remove_prefix(std::min(end + 1, csv.size()));
      if (text.empty()) continue;
      PLUMB_TRY(columns_.empty() ? read_header(text, line) : read_row(text, line));
    }
    if (days_.empty()) return base::fail(ErrorKind::InvalidInput, "calendar.no_days_found");
    proposal_.notice.jurisdiction = jurisdiction;
    days_.finish(last_year_, proposal_);
    return std::move(proposal_);
  }

private:
  static base::Unexpected<base::Error> bad_row(int line, const char* reason) {
    return base::fail(ErrorKind::InvalidInput, "calendar.bad_row",
                      {{"line", std::to_string(line)}, {"reason", reason}});
  }

  Result<void> read_header(std::string_view line, int number) {
    separator_ = line.find('\t') == line.npos ? ',' : '\t';
    for (const std::string& field : fields_of(line, separator_)) {
      const auto found =
          std::find_if(std::begin(kColumns), std::end(kColumns),
                       [name = lower(field)](const Called& called) { return called.name == name; });
      columns_.push_back(found == std::end(kColumns) ? Column::Other : found->column);
    }
    for (const Column needed : {Column::On, Column::Kind})
      if (std::count(columns_.begin(), columns_.end(), needed) != 1)
        return bad_row(number, "columns");
    return {};
  }

  [[nodiscard]] std::string_view field(std::span<const std::string> fields, Column column) const {
    for (std::size_t i = 0; i < columns_.size() && i < fields.size(); ++i)
      if (columns_[i] == column) return fields[i];
    return {};
  }

  Result<void> read_row(std::string_view line, int number) {
    const auto fields = fields_of(line, separator_);
    if (fields.size() > columns_.size()) return bad_row(number, "columns");
    const auto on = parse_day(field(fields, Column::On));
    if (!on || !is_notice_day(*on)) return bad_row(number, "date");
    if (days_.holds(*on)) return bad_row(number, "day_twice");
    const auto kind = std::find_if(std::begin(kKinds), std::end(kKinds),
                                   [name = lower(field(fields, Column::Kind))](
                                       const CalledKind& called) { return called.name == name; });
    if (kind == std::end(kKinds)) return bad_row(number, "kind");
    say(*on, kind->said, std::string(field(fields, Column::Name)));
    check_weekday(*on, field(fields, Column::Weekday));
    last_year_ = static_cast<int>(on->year());
    return read_notice(fields, number);
  }

  void say(Date on, Said said, const std::string& name) {
    const int weekday = weekday_of(on);
    const bool is_weekend = weekday == 0 || weekday == 6;
    if (said == Said::Work || (said == Said::Adjust && is_weekend))
      days_.say_worked(on, name);
    else
      days_.say(on, said == Said::Ordinary ? DayKind::Ordinary : DayKind::Holiday, name);
    if (said == Said::Adjust && is_weekend)
      days_.warn("calendar.ambiguous_day", {{"on", base::to_string(on)}});
  }

  void check_weekday(Date on, std::string_view written) {
    const auto words = scan_notice(fold_notice(written));
    if (words.size() == 1 && words[0].kind == WordKind::Weekday &&
        words[0].number != weekday_of(on))
      days_.warn("calendar.weekday_mismatch",
                 {{"on", base::to_string(on)}, {"written", weekday_name(words[0].number)}});
  }

  Result<void> read_notice(std::span<const std::string> fields, int number) {
    const auto id = field(fields, Column::NoticeId);
    Notice& notice = proposal_.notice;
    if (!id.empty() && !notice.id.empty() && notice.id != id)
      days_.warn("calendar.several_notices", {{"line", std::to_string(number)}});
    if (notice.id.empty()) notice.id = id;
    if (const auto text = field(fields, Column::NoticeOn); !text.empty()) {
      const auto on = parse_day(text);
      if (!on) return bad_row(number, "notice_on");
      if (!notice.notice_on.ok()) notice.notice_on = *on;
    }
    return {};
  }

  char separator_ = ',';
  std::vector<Column> columns_;
  NoticeDays days_;
  NoticeProposal proposal_;
  int last_year_ = 0;
};

} // namespace

Result<NoticeProposal> read_notice_table(std::string_view csv, std::string_view jurisdiction) {
  PLUMB_TRY(check_notice_length(csv));
  return Table().read(csv, jurisdiction);
}

} // namespace plumb::calendar
