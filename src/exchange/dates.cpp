// SPDX-License-Identifier: Apache-2.0
#include "cells.hpp"

#include <plumb/base/utf8.hpp>

#include <array>
#include <charconv>

namespace plumb::exchange {
namespace {

using base::Date;
using View = std::string_view;

/// Days as spreadsheets count them, 1955 to 2119: other numbers are no dates that anybody meant.
constexpr int kSerialFrom = 20'000, kSerialUntil = 80'000;

std::optional<int> whole(View digits) {
  int out = 0;
  const auto* end = digits.data() + digits.size();
  const auto [at, fault] = std::from_chars(digits.data(), end, out);
  if (fault != std::errc{} || at != end || digits.empty() || digits.front() == '-')
    return std::nullopt;
  return out;
}

std::optional<Date> day_of(std::optional<int> year, std::optional<int> month,
                           std::optional<int> day) {
  if (!year || !month || !day || *year < 1000 || *year > 9999 || *month > 12 || *day > 31)
    return std::nullopt;
  const Date out =
      base::make_date(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
  return out.ok() ? std::optional(out) : std::nullopt;
}

/// 二〇二六 → 2026, 二十一 → 21; everything else stays.
std::string with_digits(View text) {
  static constexpr std::array<View, 11> kDigits = {"〇", "一", "二", "三", "四", "五",
                                                   "六", "七", "八", "九", "零"};
  std::string out;
  bool digit_before = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto size = base::decode_utf8(text, at).size;
    const View character = text.substr(at, size);
    at += size;
    int digit = -1;
    for (std::size_t i = 0; i < kDigits.size(); ++i)
      if (character == kDigits[i]) digit = static_cast<int>(i % 10);
    if (character == "十") {
      // Tens: 十 alone is 10, 十二 is 12, 二十 is 20, 二十二 is 22.
      bool digit_follows = false;
      for (std::size_t i = 1; i < 10; ++i)
        digit_follows = digit_follows || text.substr(at).starts_with(kDigits[i]);
      out += digit_before ? "" : "1";
      if (!digit_follows) out += '0';
      digit_before = true;
    } else if (digit >= 0) {
      out += static_cast<char>('0' + digit);
      digit_before = true;
    } else {
      out += character;
      digit_before = false;
    }
  }
  return out;
}

/// A time of day that somebody's program has put behind the date.
View without_time(View text) {
  const auto at = text.find_first_of("T ");
  if (at == View::npos || text.find(':', at) == View::npos) return text;
  return text.substr(0, at);
}

std::optional<Date> by_marks(View text, char mark) {
  const auto first = text.find(mark);
  const auto second = first == View::npos ? first : text.find(mark, first + 1);
  if (second == View::npos) return std::nullopt;
  return day_of(whole(text.substr(0, first)), whole(text.substr(first + 1, second - first - 1)),
                whole(text.substr(second + 1)));
}

std::optional<Date> by_words(View text) {
  constexpr View kYear = "年", kMonth = "月";
  const auto year = text.find(kYear), month = text.find(kMonth);
  if (year == View::npos || month == View::npos || month < year) return std::nullopt;
  auto day = text.substr(month + kMonth.size());
  if (!day.ends_with("日") && !day.ends_with("号")) return std::nullopt;
  day.remove_suffix(View("日").size());
  return day_of(whole(text.substr(0, year)),
                whole(text.substr(year + kYear.size(), month - year - kYear.size())), whole(day));
}

} // namespace

std::optional<Date> read_date(View text) {
  const std::string kept = plain(without_time(base::trim(text)));
  if (const auto number = whole(kept)) {
    if (kept.size() == 8) return day_of(*number / 10'000, *number / 100 % 100, *number % 100);
    if (*number < kSerialFrom || *number >= kSerialUntil) return std::nullopt;
    return base::add_days(base::make_date(1899, 12, 30), *number);
  }
  for (const char mark : {'-', '/', '.'})
    if (const auto day = by_marks(kept, mark)) return day;
  if (const auto day = by_words(kept)) return day;
  return by_words(with_digits(kept));
}

} // namespace plumb::exchange
