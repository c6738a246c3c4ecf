// SPDX-License-Identifier: Apache-2.0
// A character that must have stood between digits: the dash of 20162020年, the 月 of 每年131日前.
// Repaired only if there is one way to do it, and never as certain.
#include "lines.hpp"
#include "repairs.hpp"

#include <plumb/base/date.hpp>

#include <array>

namespace plumb::text {

namespace {

using base::Span;

unsigned value(std::string_view digits) {
  unsigned out = 0;
  for (const char c : digits)
    out = out * 10 + static_cast<unsigned>(c - '0');
  return out;
}

void repair_years(std::string_view text, Span digits, Edits& edits) {
  constexpr unsigned kFirst = 1949, kLast = 2099, kLongest = 30;
  const unsigned from = value(digits.of(text).substr(0, 4)),
                 until = value(digits.of(text).substr(4));
  const bool plan = from >= kFirst && until <= kLast && from < until && until - from <= kLongest;
  if (plan) edits.insert(digits.from + 4, "—", RepairKind::LostCharacter, false);
}

/// How many digits the month has if there is one way to split month and day; 0 if none, 3 if both.
std::size_t split(std::string_view digits) {
  std::size_t found = 0;
  for (const std::size_t size : {std::size_t{1}, std::size_t{2}}) {
    const std::string_view month = digits.substr(0, size), day = digits.substr(size);
    if (day.empty() || day.size() > 2 || day.front() == '0' || month.front() == '0') continue;
    // A leap year, so that 29 February counts as a day.
    if (base::make_date(2020, value(month), value(day)).ok()) found += size;
  }
  return found;
}

void repair_month(Draft& draft, Span digits, Edits& edits) {
  constexpr std::string_view kDay = "日";
  const std::string_view text = draft.text;
  const std::string_view left = text.substr(0, digits.from);
  const std::string_view right = text.substr(digits.until + kDay.size());
  const bool limit =
      right.starts_with("前") || right.starts_with("之前") || right.starts_with("以前");
  const bool from_day =
      right.starts_with("起") || right.starts_with("至") || right.starts_with("印发");
  const bool year = left.ends_with("年") || left.ends_with("年的");
  // 于120日前 may well be a period of 120 days; 于131日前 is not.
  const bool on =
      left.ends_with("于") && limit && (digits.size() == 4 || text[digits.until - 1] != '0');
  if (!(year && (limit || from_day)) && !on) return;
  const std::size_t month = split(digits.of(text));
  if (month == 1 || month == 2)
    edits.insert(digits.from + static_cast<std::uint32_t>(month), "月", RepairKind::LostCharacter,
                 false);
  else if (month == 3)
    draft.warn("text.suspicious_token",
               {digits.from, digits.until + static_cast<std::uint32_t>(kDay.size())});
}

} // namespace

void repair_lost_in_numbers(Draft& draft) {
  Edits edits;
  const std::string_view text = draft.text;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end]))
      ++end;
    const Span digits{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
    const char left = at > 0 ? text[at - 1] : ' ';
    const bool alone = !is_letter(left) && left != '.' && left != '-' && left != '_' && left != '/';
    if (alone && digits.size() == 8 && text.substr(end).starts_with("年"))
      repair_years(text, digits, edits);
    else if (alone && (digits.size() == 3 || digits.size() == 4) &&
             text.substr(end).starts_with("日"))
      repair_month(draft, digits, edits);
    at = end;
  }
  edits.apply(draft);
}

} // namespace plumb::text
