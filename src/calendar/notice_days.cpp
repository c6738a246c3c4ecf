// SPDX-License-Identifier: Apache-2.0
#include "notice_days.hpp"

#include "notice_scan.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <array>

namespace plumb::calendar {
namespace {

constexpr Date kFirst = base::make_date(1949, 1, 1);
constexpr Date kEnd = base::make_date(2150, 1, 1);
/// From so many festivals on a notice is taken for that of a whole year.
constexpr std::size_t kFestivalsOfAYear = 4;

struct Festival {
  std::u32string_view written, name;
};
// Longer forms first.
constexpr Festival kFestivals[] = {
    {U"元旦", U"元旦"},     {U"新年", U"元旦"},     {U"春节", U"春节"},
    {U"清明节", U"清明节"}, {U"清明", U"清明节"},   {U"劳动节", U"劳动节"},
    {U"五一", U"劳动节"},   {U"端午节", U"端午节"}, {U"端午", U"端午节"},
    {U"中秋节", U"中秋节"}, {U"中秋", U"中秋节"},   {U"国庆节", U"国庆节"},
    {U"国庆", U"国庆节"},   {U"开斋节", U"开斋节"}, {U"古尔邦节", U"古尔邦节"},
    {U"肉孜节", U"肉孜节"}, {U"三月三", U"三月三"}, {U"雪顿节", U"雪顿节"},
    {U"藏历年", U"藏历年"},
};

} // namespace

base::Result<void> check_notice_length(std::string_view text) {
  constexpr std::size_t kBytesMax = 256 * 1024;
  if (text.size() <= kBytesMax) return {};
  return base::fail(base::ErrorKind::LimitExceeded, "calendar.notice_too_long",
                    {{"limit_bytes", std::to_string(kBytesMax)}});
}

bool is_notice_day(Date on) {
  return on.ok() && kFirst <= on && on < kEnd;
}

int weekday_of(Date on) {
  return static_cast<int>(std::chrono::weekday{std::chrono::sys_days{on}}.c_encoding());
}

std::string weekday_name(int weekday) {
  constexpr std::array<const char*, 7> kNames{"周日", "周一", "周二", "周三",
                                              "周四", "周五", "周六"};
  return kNames[static_cast<std::size_t>(weekday) % kNames.size()];
}

void NoticeDays::say(Date on, DayKind kind, const std::string& name) {
  days_[on] = {on, kind, name};
}

void NoticeDays::say_worked(Date on, const std::string& name) {
  const int weekday = weekday_of(on);
  if (weekday == 0 || weekday == 6) {
    say(on, DayKind::MakeupDay, name);
    return;
  }
  warn("calendar.worked_on_weekday", {{"on", base::to_string(on)}});
  say(on, DayKind::Ordinary, name);
}

void NoticeDays::warn(std::string id, std::vector<std::pair<std::string, std::string>> args) {
  constexpr std::size_t kWarningsMax = 200;
  base::Error warning{base::ErrorKind::InvalidInput, std::move(id), std::move(args)};
  if (warnings_.size() < kWarningsMax &&
      std::find(warnings_.begin(), warnings_.end(), warning) == warnings_.end())
    warnings_.push_back(std::move(warning));
}

void NoticeDays::finish(int year, NoticeProposal& proposal) const {
  std::set<std::string_view> festivals;
  for (const auto& [on, day] : days_) {
    proposal.notice.days.push_back(day);
    if (!day.name.empty()) festivals.insert(day.name);
  }
  if (festivals.size() >= kFestivalsOfAYear) {
    proposal.notice.settles_from = base::make_date(year, 1, 1);
    proposal.notice.settles_until = base::make_date(year + 1, 1, 1);
  }
  proposal.warnings = warnings_;
  const auto tell = [&](const char* id) {
    proposal.warnings.push_back({base::ErrorKind::InvalidInput, id, {}});
  };
  if (proposal.notice.id.empty()) tell("calendar.no_document_number");
  if (!proposal.notice.notice_on.ok()) tell("calendar.no_notice_day");
}

std::u32string find_document_number(std::u32string_view text) {
  constexpr std::size_t kNameMax = 14;
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == U'(') ++depth;
    if (text[at] == U')') --depth;
    if (text[at] == U'\n') depth = 0;
    if (text[at] != U'〔') continue;
    const auto year = scan_number(text, at + 1);
    const std::size_t close = at + 1 + year.length;
    if (year.length != 4 || close >= text.size() || text[close] != U'〕') continue;
    const bool has_ordinal = close + 1 < text.size() && text[close + 1] == U'第';
    const std::size_t number_at = close + 1 + (has_ordinal ? 1 : 0);
    const auto number = scan_number(text, number_at);
    const std::size_t end = number_at + number.length;
    if (number.length == 0 || end >= text.size() || text[end] != U'号') continue;
    std::size_t from = at;
    while (from > 0 && at - from < kNameMax && base::is_han(text[from - 1]))
      --from;
    std::u32string_view name = text.substr(from, at - from);
    for (const std::u32string_view title : {U"通知", U"公告"})
      if (const auto found = name.rfind(title); found != name.npos)
        name = name.substr(found + title.size());
    // A reference to another document stands in brackets, behind its title or behind a "by".
    const bool is_reference = depth > 0 || name.empty() || (from > 0 && text[from - 1] == U'》') ||
                              name.starts_with(U"根据") || name.starts_with(U"按照") ||
                              name.starts_with(U"依据");
    if (is_reference) continue;
    return std::u32string(name) + std::u32string(text.substr(at, end + 1 - at));
  }
  return {};
}

std::u32string find_anniversary(std::u32string_view text) {
  constexpr std::u32string_view kAnniversary = U"纪念日";
  constexpr std::size_t kNameMax = 40;
  const auto found = text.find(kAnniversary);
  if (found == text.npos) return {};
  std::size_t from = found;
  const auto is_part = [&](char32_t c) { return base::is_han(c) || (c >= U'0' && c <= U'9'); };
  while (from > 0 && found - from < kNameMax && is_part(text[from - 1]))
    --from;
  std::u32string_view name = text.substr(from, found + kAnniversary.size() - from);
  for (const std::u32string_view before : {U"关于", U"现将", U"将"})
    if (const auto at = name.rfind(before); at != name.npos) name = name.substr(at + before.size());
  return std::u32string(name);
}

std::u32string festivals_in(std::u32string_view text) {
  std::u32string names;
  std::set<std::u32string_view> seen;
  for (std::size_t at = 0; at < text.size(); ++at)
    for (const Festival& each : kFestivals) {
      if (!text.substr(at).starts_with(each.written)) continue;
      if (seen.insert(each.name).second) {
        if (!names.empty()) names += U'、';
        names += each.name;
      }
      break;
    }
  return names;
}

} // namespace plumb::calendar
