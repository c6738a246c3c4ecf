// SPDX-License-Identifier: Apache-2.0
/// 2026年6月底前, 2026年底, 2026年第三季度, 2026-06-30前: by when, where the year is written.
#include "check_parts.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <array>

namespace plumb::report {
namespace {

using View = std::string_view;

constexpr std::size_t kHanBytes = 3;

/// Reads along a text; blanks between the parts of a date do not matter.
struct Cursor {
  View text;
  std::size_t at = 0;

  void skip_blanks() {
    while (at < text.size() && base::is_blank(base::decode_utf8(text, at).value))
      at += base::decode_utf8(text, at).size;
  }
  bool take(View words) {
    if (!text.substr(at).starts_with(words)) return false;
    at += words.size();
    return true;
  }
  bool take_any(std::initializer_list<View> all) {
    return std::ranges::any_of(all, [&](View words) { return take(words); });
  }
  bool take_unit(std::initializer_list<View> all) {
    skip_blanks();
    return take_any(all);
  }
  /// Arabic digits.
  std::optional<int> number(std::size_t digits_max) {
    std::size_t end = at;
    int out = 0;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9' && end - at < digits_max)
      out = out * 10 + (text[end++] - '0');
    if (end == at || (end < text.size() && text[end] >= '0' && text[end] <= '9'))
      return std::nullopt;
    at = end;
    return out;
  }
  /// 一 to 三十一.
  std::optional<int> chinese() {
    constexpr View kDigits = "一二三四五六七八九";
    const auto digit = [&]() -> int {
      const auto found =
          at + kHanBytes <= text.size() ? kDigits.find(text.substr(at, kHanBytes)) : View::npos;
      if (found == View::npos || found % kHanBytes != 0) return 0;
      at += kHanBytes;
      return static_cast<int>(found / kHanBytes) + 1;
    };
    const auto start = at;
    const int first = digit();
    if (take("十")) return (first == 0 ? 1 : first) * 10 + digit();
    if (first == 0) at = start;
    return first == 0 ? std::nullopt : std::optional(first);
  }
  std::optional<int> small() {
    skip_blanks();
    if (const auto arabic = number(2)) return arabic;
    return chinese();
  }
};

/// 2026 or 二〇二六 at the cursor.
std::optional<int> read_year(Cursor& cursor) {
  if (const auto arabic = cursor.number(4))
    return *arabic >= 1900 && *arabic < 2200 ? arabic : std::nullopt;
  constexpr View kDigits = "〇一二三四五六七八九";
  int out = 0;
  for (int i = 0; i < 4; ++i) {
    const auto found = cursor.at + kHanBytes <= cursor.text.size()
                           ? kDigits.find(cursor.text.substr(cursor.at, kHanBytes))
                           : View::npos;
    if (found == View::npos || found % kHanBytes != 0) return std::nullopt;
    out = out * 10 + static_cast<int>(found / kHanBytes);
    cursor.at += kHanBytes;
  }
  return out >= 1900 && out < 2200 ? std::optional(out) : std::nullopt;
}

bool takes_before(Cursor& cursor) {
  return cursor.take_any({"之前", "以前", "前"});
}

/// Behind the month: 底前, 末, 上旬, 前 (the day before the month begins), or 内.
std::optional<Date> end_in_month(Cursor& cursor, int year, unsigned month) {
  const auto whole = base::end_of_month(year, month);
  cursor.take("份");
  if (cursor.take_any({"底", "末"})) {
    takes_before(cursor);
    return whole;
  }
  constexpr std::array<std::pair<View, unsigned>, 3> kParts = {
      {{"上旬", 10U}, {"中旬", 20U}, {"下旬", 0U}}};
  for (const auto& [words, day] : kParts)
    if (cursor.take(words)) {
      takes_before(cursor);
      return day == 0 ? whole : base::make_date(year, month, day);
    }
  if (cursor.take_any({"内", "以内", "之内"})) return whole;
  // 6月前 is mostly said of the month itself, so that it has not passed before it ends.
  if (takes_before(cursor)) return whole;
  return std::nullopt;
}

/// Behind the year alone: 年底前, 年内, 上半年, 第三季度.
std::optional<Date> end_in_year(Cursor& cursor, int year) {
  const auto whole = base::end_of_month(year, 12);
  if (cursor.take_any({"底", "末", "内", "年底", "年末", "年内", "全年"})) {
    takes_before(cursor);
    return whole;
  }
  if (takes_before(cursor)) return whole;
  if (cursor.take_any({"上半年"})) return base::end_of_month(year, 6);
  if (cursor.take_any({"下半年"})) return whole;
  auto ahead = cursor;
  const bool ordinal = ahead.take("第");
  const auto quarter = ahead.small();
  if (quarter && *quarter >= 1 && *quarter <= 4 &&
      (ahead.take("季度") || (!ordinal && ahead.take("季")))) {
    cursor = ahead;
    takes_before(cursor);
    return base::end_of_month(year, static_cast<unsigned>(*quarter) * 3);
  }
  return std::nullopt;
}

/// A day on which something began or was, not one by which something is to be done.
bool tells_of_the_past(View text, std::size_t from, std::size_t until) {
  View before = text.substr(0, from);
  while (!before.empty() && base::is_blank(base::decode_utf8_before(text, before.size()).value))
    before.remove_suffix(base::decode_utf8_before(text, before.size()).size);
  for (const View word : {"自", "从", "截至", "截止", "截止到", "截至到", "早在", "原定", "原计划"})
    if (before.ends_with(word)) return true;
  const View behind = text.substr(until, std::min<std::size_t>(text.size() - until, 60));
  for (const View word :
       {"起",     "以来",   "以后",   "之后",   "后",     "施行", "起施行", "印发",
        "发布",   "公布",   "通过",   "实施的", "生效",   "修订", "修正",   "已",
        "召开的", "出台的", "的基础", "未能",   "未完成", "没有"})
    if (behind.starts_with(word)) return true;
  return false;
}

/// A full day is a deadline with 前 behind it, or where its clause says what will be done.
std::optional<Date> day_of_month(Cursor& cursor, int year, unsigned month) {
  auto ahead = cursor;
  const auto day = ahead.small();
  if (!day || *day < 1 || *day > 31 || !ahead.take_unit({"日", "号"})) return std::nullopt;
  const auto out = base::make_date(year, month, static_cast<unsigned>(*day));
  if (!out.ok()) return std::nullopt;
  cursor = ahead;
  takes_before(cursor);
  return out;
}

/// 2026-06-30, 2026.6.30, 2026/6/30 at the cursor, behind the year.
std::optional<Date> with_signs(Cursor& cursor, int year) {
  auto ahead = cursor;
  const char sign = ahead.at < ahead.text.size() ? ahead.text[ahead.at] : '\0';
  if (sign != '-' && sign != '.' && sign != '/') return std::nullopt;
  ++ahead.at;
  const auto month = ahead.number(2);
  if (!month || ahead.at >= ahead.text.size() || ahead.text[ahead.at] != sign) return std::nullopt;
  ++ahead.at;
  const auto day = ahead.number(2);
  if (!day) return std::nullopt;
  const auto out =
      base::make_date(year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
  if (!out.ok()) return std::nullopt;
  cursor = ahead;
  takes_before(cursor);
  return out;
}

/// Moves the cursor behind what it read.
std::optional<Date> read_day(Cursor& cursor) {
  const auto year = read_year(cursor);
  if (!year) return std::nullopt;
  if (auto day = with_signs(cursor, *year)) return day;
  cursor.skip_blanks();
  if (!cursor.take("年")) return std::nullopt;
  cursor.take("度");
  cursor.skip_blanks();
  auto ahead = cursor;
  if (const auto month = ahead.small(); month && ahead.take_unit({"月"})) {
    cursor = ahead;
    if (*month < 1 || *month > 12) return std::nullopt;
    const auto number = static_cast<unsigned>(*month);
    if (auto day = day_of_month(cursor, *year, number)) return day;
    return end_in_month(cursor, *year, number);
  }
  return end_in_year(cursor, *year);
}

/// 12026 is no year.
bool follows_a_digit(View text, std::size_t at) {
  return at > 0 && text[at - 1] >= '0' && text[at - 1] <= '9';
}

} // namespace

std::vector<NamedDay> read_days(View text) {
  std::vector<NamedDay> out;
  int titles = 0; // depth of 《》
  for (std::size_t at = 0; at < text.size();) {
    const auto point = base::decode_utf8(text, at);
    if (point.value == U'《') ++titles;
    if (point.value == U'》') titles = std::max(0, titles - 1);
    if (point.value == '\n') titles = 0;
    const bool begins =
        (point.value >= '1' && point.value <= '2') || point.value == U'二' || point.value == U'一';
    if (titles > 0 || !begins || follows_a_digit(text, at)) {
      at += point.size;
      continue;
    }
    Cursor cursor{text, at};
    const auto day = read_day(cursor);
    if (!day) {
      at += point.size;
      continue;
    }
    if (!tells_of_the_past(text, at, cursor.at))
      out.push_back({text.substr(at, cursor.at - at), at, *day});
    at = std::max(cursor.at, at + point.size);
  }
  return out;
}

} // namespace plumb::report
