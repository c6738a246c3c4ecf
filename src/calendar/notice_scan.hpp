// SPDX-License-Identifier: Apache-2.0
/// The words of a holiday notice that matter: dates, days of the week, "to", off, at work, how many
/// days. Everything else is passed over, so that the wording around them is free.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::calendar {

enum class WordKind {
  Dated,     ///< may lack year and month: those of the date before
  Year,      ///< "2026年" alone
  Range,     ///< 至, 到, dashes
  Rest,      ///< 放假, 休息, 补休 …
  Work,      ///< 上班, 补班 …
  Adjust,    ///< 调休 alone: off on a weekday, at work on a weekend
  ChangeTo,  ///< 改为: what was said before becomes what follows
  MoveTo,    ///< 调至: the days before are worked, those behind are off
  Extend,    ///< 延长
  From,      ///< 起
  Weekday,   ///< 周一, 星期一, without a date
  Count,     ///< 共3天
  LongBreak, ///< 与周末连休
  Comma,
  Cell, ///< a tab, |
};

/// Which year a date without one means, where the text says so.
enum class YearWord { None, Next, Last };

struct Word {
  WordKind kind = WordKind::Comma;
  int year = 0, month = 0, day = 0; ///< of a date (0: not written) or a Year
  int number = 0;                   ///< of a Count; of a Weekday 0 = Sunday
  bool is_label = false;            ///< followed by a colon: it speaks of what follows
  bool negated = false;             ///< 不上班
  YearWord year_word = YearWord::None;
  std::vector<int> weekdays = {}; ///< written behind a date
  std::u32string text = {};
};

/// One form for all the ways to write the same: half width, one kind of dash and bracket,
/// simplified characters, no blanks; the bars of a table are tabs.
[[nodiscard]] std::u32string fold_notice(std::string_view text);
/// The words of one sentence.
[[nodiscard]] std::vector<Word> scan_notice(std::u32string_view sentence);
/// A number in digits or in Chinese numerals at `at`: value and length; length 0 if there is none.
struct ScannedNumber {
  int value = 0;
  std::size_t length = 0;
  bool in_digits = true;
};
[[nodiscard]] ScannedNumber scan_number(std::u32string_view text, std::size_t at);

} // namespace plumb::calendar
