// SPDX-License-Identifier: Apache-2.0
#include "notice_scan.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <optional>

namespace plumb::calendar {
namespace {

constexpr int kYearMin = 1900, kYearMax = 2199;

struct Phrase {
  std::u32string_view text;
  WordKind kind;
};
// Longer ones first where one begins with the other.
constexpr Phrase kPhrases[] = {
    {U"公休日调至", WordKind::MoveTo},
    {U"公休日调到", WordKind::MoveTo},
    {U"公休日移至", WordKind::MoveTo},
    {U"调休上班", WordKind::Work},
    {U"调休补班", WordKind::Work},
    {U"调休放假", WordKind::Rest},
    {U"放假调休", WordKind::Rest},
    {U"放假公休", WordKind::Rest},
    {U"与周末连休", WordKind::LongBreak},
    {U"和周末连休", WordKind::LongBreak},
    {U"连休", WordKind::LongBreak},
    {U"放假", WordKind::Rest},
    {U"补休", WordKind::Rest},
    {U"公休", WordKind::Rest},
    {U"休息", WordKind::Rest},
    {U"休假", WordKind::Rest},
    {U"假期", WordKind::Rest},
    {U"上班", WordKind::Work},
    {U"补班", WordKind::Work},
    {U"正常工作", WordKind::Work},
    {U"照常工作", WordKind::Work},
    {U"工作日", WordKind::Work},
    {U"调休", WordKind::Adjust},
    {U"改为", WordKind::ChangeTo},
    {U"调整为", WordKind::ChangeTo},
    {U"调整至", WordKind::MoveTo},
    {U"调整到", WordKind::MoveTo},
    {U"调至", WordKind::MoveTo},
    {U"调到", WordKind::MoveTo},
    {U"移至", WordKind::MoveTo},
    {U"延长", WordKind::Extend},
};

constexpr std::u32string_view kTraditional = U"週號節調補開齋國慶勞動發電辦與連農歷曆爾";
constexpr std::u32string_view kSimplified = U"周号节调补开斋国庆劳动发电办与连农历历尔";
static_assert(kTraditional.size() == kSimplified.size());

char32_t fold(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
  switch (c) {
  case U'~':
  case U'—':
  case U'–':
  case U'―':
  case U'‐':
  case U'‑':
  case U'−':
  case U'─':
  case U'〜':
    return U'-';
  case U'[':
  case U'【':
  case U'﹝':
    return U'〔';
  case U']':
  case U'】':
  case U'﹞':
    return U'〕';
  case U'∶':
  case U'︰':
    return U':';
  case U'|':
  case U'│':
    return U'\t';
  default:
    break;
  }
  const auto traditional = kTraditional.find(c);
  return traditional == kTraditional.npos ? c : kSimplified[traditional];
}

int digit_of(char32_t c) {
  constexpr std::u32string_view kDigits = U"零一二三四五六七八九";
  if (c == U'〇' || c == U'○') return 0;
  const auto at = kDigits.find(c);
  return at == kDigits.npos ? -1 : static_cast<int>(at);
}

int weekday_of(char32_t c) {
  constexpr std::u32string_view kDays = U"日一二三四五六";
  if (c == U'天') return 0;
  const auto at = kDays.find(c);
  return at == kDays.npos ? -1 : static_cast<int>(at);
}

class Scanner {
public:
  explicit Scanner(std::u32string_view text) : text_(text) {}

  std::vector<Word> scan() {
    while (at_ < text_.size())
      if (!count() && !date() && !weekday() && !phrase() && !mark()) ++at_;
    return std::move(words_);
  }

private:
  [[nodiscard]] char32_t peek(std::size_t at) const {
    return at < text_.size() ? text_[at] : U'\0';
  }
  [[nodiscard]] bool starts_with(std::size_t at, std::u32string_view what) const {
    return text_.substr(std::min(at, text_.size())).starts_with(what);
  }
  [[nodiscard]] static bool is_range(char32_t c) { return c == U'-' || c == U'至' || c == U'到'; }
  [[nodiscard]] Word* last() { return words_.empty() ? nullptr : &words_.back(); }
  [[nodiscard]] bool after_date() { return last() != nullptr && last()->kind == WordKind::Dated; }
  void push(Word word, std::size_t length) {
    word.text = text_.substr(at_, length);
    words_.push_back(std::move(word));
    at_ += length;
  }

  /// 共3天, 共计三天, 放假3天.
  bool count() {
    std::size_t at = at_;
    if (starts_with(at, U"共计"))
      at += 2;
    else if (starts_with(at, U"共"))
      at += 1;
    else if (at_ < 2 || text_.substr(at_ - 2, 2) != U"放假")
      return false;
    const auto number = scan_number(text_, at);
    const char32_t unit = peek(at + number.length);
    if (number.length == 0 || (unit != U'天' && unit != U'日')) return false;
    Word word;
    word.kind = WordKind::Count;
    word.number = number.value;
    push(word, at + number.length + 1 - at_);
    return true;
  }

  bool date() {
    const auto first = scan_number(text_, at_);
    if (first.length == 0) return false;
    // A number is read from its first digit only.
    if (at_ > 0 && scan_number(text_, at_ - 1).length > 1) {
      at_ += first.length;
      return true;
    }
    const std::size_t behind = at_ + first.length;
    std::optional<Word> found;
    std::size_t end = behind;
    if (peek(behind) == U'年' && kYearMin <= first.value && first.value <= kYearMax)
      found = year_date(first, end);
    else if (peek(behind) == U'月')
      found = month_date(first, end);
    else if (peek(behind) == U'日' || peek(behind) == U'号')
      found = day_date(first, end);
    else if (first.in_digits)
      found = short_date(first, end);
    const bool is_lunar = at_ >= 2 && text_.substr(at_ - 2, 2) == U"农历";
    if (!found || is_lunar) {
      at_ = found ? end : behind;
      return true;
    }
    if (const auto from = at_ - std::min<std::size_t>(at_, 2); from + 2 == at_) {
      const auto before = text_.substr(from, 2);
      if (before == U"次年" || before == U"明年" || before == U"翌年")
        found->year_word = YearWord::Next;
      if (before == U"上年" || before == U"去年") found->year_word = YearWord::Last;
    }
    const bool is_date = found->kind == WordKind::Dated;
    push(std::move(*found), end - at_);
    if (is_date) {
      knows_month_ = true;
      annotation();
    }
    return true;
  }

  /// 2026年, 2026年1月1日.
  std::optional<Word> year_date(const ScannedNumber& year, std::size_t& end) {
    Word word;
    const std::size_t behind = at_ + year.length + 1;
    const auto month = scan_number(text_, behind);
    std::size_t end_of_day = 0;
    if (month.length > 0 && peek(behind + month.length) == U'月')
      if (auto found = day_of_month(month, behind, end_of_day)) {
        end = end_of_day;
        found->year = year.value;
        return found;
      }
    word.kind = WordKind::Year;
    word.year = year.value;
    end = behind;
    return word;
  }

  std::optional<Word> month_date(const ScannedNumber& month, std::size_t& end) {
    return day_of_month(month, at_, end);
  }

  /// The day behind `month`, which begins at `at`: 1月1日, and without 日 before a range or list.
  std::optional<Word> day_of_month(const ScannedNumber& month, std::size_t at, std::size_t& end) {
    const std::size_t behind = at + month.length + 1;
    const auto day = scan_number(text_, behind);
    if (day.length == 0) return std::nullopt;
    end = behind + day.length;
    const char32_t next = peek(end);
    if (next == U'日' || next == U'号')
      ++end;
    else if (!day.in_digits ||
             !((is_range(next) || next == U'、') && scan_number(text_, end + 1).length > 0))
      return std::nullopt;
    Word word;
    word.kind = WordKind::Dated;
    word.month = month.value;
    word.day = day.value;
    return word;
  }

  /// 3日, of the month before. 号 also ends document numbers.
  std::optional<Word> day_date(const ScannedNumber& day, std::size_t& end) {
    const char32_t before = at_ > 0 ? text_[at_ - 1] : U'\0';
    if (!knows_month_ || before == U'〕' || before == U'第') return std::nullopt;
    end = at_ + day.length + 1;
    Word word;
    word.kind = WordKind::Dated;
    word.day = day.value;
    return word;
  }

  /// 2026-01-01, 2026/1/1, 10.1, and the bare 7 of 10月1-7日 or 10.1-7.
  std::optional<Word> short_date(const ScannedNumber& first, std::size_t& end) {
    Word word;
    word.kind = WordKind::Dated;
    const std::size_t behind = at_ + first.length;
    const char32_t mark = peek(behind);
    const auto second = scan_number(text_, behind + 1);
    const bool parted =
        (mark == U'-' || mark == U'/' || mark == U'.') && second.length > 0 && second.in_digits;
    if (parted && kYearMin <= first.value && first.value <= kYearMax) {
      const std::size_t behind_second = behind + 1 + second.length;
      const auto third = scan_number(text_, behind_second + 1);
      if (peek(behind_second) != mark || third.length == 0) return std::nullopt;
      word.year = first.value;
      word.month = second.value;
      word.day = third.value;
      end = behind_second + 1 + third.length;
      return word;
    }
    if (parted && mark != U'-' && first.value <= 12 && ends_date(behind + 1 + second.length)) {
      word.month = first.value;
      word.day = second.value;
      end = behind + 1 + second.length;
      return word;
    }
    const char32_t before = at_ > 0 ? text_[at_ - 1] : U'\0';
    const bool goes_on = (is_range(before) || before == U'、') && words_.size() > 0;
    if (!goes_on || !ends_date(behind)) return std::nullopt;
    const Word& previous = words_.back().kind == WordKind::Range && words_.size() > 1
                               ? words_[words_.size() - 2]
                               : words_.back();
    if (previous.kind != WordKind::Dated) return std::nullopt;
    word.day = first.value;
    return word;
  }

  [[nodiscard]] bool ends_date(std::size_t at) const {
    constexpr std::u32string_view kFollows = U"-至到(、,周星放休上调补公和及与;:\t";
    return at >= text_.size() || kFollows.find(text_[at]) != kFollows.npos;
  }

  /// What stands behind a date: (周四), (农历正月初一、星期二), 星期四. Brackets with dates of
  /// their own are text.
  void annotation() {
    if (peek(at_) != U'(' && peek(at_) != U'〔') {
      const int weekday = weekday_at(at_);
      if (weekday >= 0) words_.back().weekdays.push_back(weekday);
      return;
    }
    constexpr std::size_t kLengthMax = 60;
    const auto inside = text_.substr(at_, kLengthMax);
    const auto length = inside.find(inside.front() == U'(' ? U')' : U'〕');
    if (length == inside.npos) return;
    const std::size_t close = at_ + length;
    std::vector<int> weekdays;
    for (std::size_t at = at_ + 1; at < close; ++at) {
      const auto number = scan_number(text_, at);
      if (number.length > 0 && peek(at + number.length) == U'月' &&
          scan_number(text_, at + number.length + 1).length > 0 && number.in_digits)
        return;
      std::size_t end = at;
      if (const int weekday = weekday_word(at, end); weekday >= 0) weekdays.push_back(weekday);
    }
    words_.back().weekdays = std::move(weekdays);
    at_ = close + 1;
  }

  /// 周四, 星期四, 礼拜四 at `at`: moves `end` behind it.
  [[nodiscard]] int weekday_word(std::size_t at, std::size_t& end) const {
    std::size_t behind = at;
    if (starts_with(at, U"星期") || starts_with(at, U"礼拜"))
      behind += 2;
    else if (starts_with(at, U"周"))
      behind += 1;
    else
      return -1;
    const int weekday = behind < text_.size() ? weekday_of(text_[behind]) : -1;
    if (weekday >= 0) end = behind + 1;
    return weekday;
  }
  int weekday_at(std::size_t at) {
    std::size_t end = at;
    const int weekday = weekday_word(at, end);
    if (weekday >= 0) at_ = end;
    return weekday;
  }

  bool weekday() {
    std::size_t end = at_;
    const int found = weekday_word(at_, end);
    if (found < 0) return false;
    Word word;
    word.kind = WordKind::Weekday;
    word.number = found;
    push(word, end - at_);
    return true;
  }

  bool phrase() {
    for (const Phrase& each : kPhrases) {
      if (!starts_with(at_, each.text)) continue;
      Word word;
      word.kind = each.kind;
      word.negated =
          at_ > 0 && (text_[at_ - 1] == U'不' || (at_ > 1 && text_.substr(at_ - 2, 2) == U"不再"));
      word.is_label = is_label(at_ + each.text.size());
      push(word, each.text.size());
      return true;
    }
    return false;
  }

  /// 放假时间: and the like.
  [[nodiscard]] bool is_label(std::size_t at) const {
    constexpr std::u32string_view kBetween = U"日期时间安排的为";
    constexpr std::size_t kBetweenMax = 5;
    for (std::size_t i = at; i < text_.size() && i <= at + kBetweenMax; ++i) {
      if (text_[i] == U':') return true;
      if (kBetween.find(text_[i]) == kBetween.npos) return false;
    }
    return false;
  }

  bool mark() {
    const char32_t c = text_[at_];
    Word word;
    if (c == U',' || c == U'，')
      word.kind = WordKind::Comma;
    else if (c == U'\t')
      word.kind = WordKind::Cell;
    else if (c == U'起' && after_date())
      word.kind = WordKind::From;
    else if (is_range(c) && (after_date() || (last() != nullptr && last()->kind == WordKind::From)))
      word.kind = WordKind::Range;
    else
      return false;
    if (word.kind == WordKind::Range && after_date()) {
      std::size_t length = 1;
      while (is_range(peek(at_ + length)))
        ++length;
      push(word, length);
      return true;
    }
    push(word, 1);
    return true;
  }

  std::u32string_view text_;
  std::size_t at_ = 0;
  std::vector<Word> words_;
  bool knows_month_ = false; ///< a date stands before
};

} // namespace

ScannedNumber scan_number(std::u32string_view text, std::size_t at) {
  constexpr std::size_t kDigitsMax = 4;
  ScannedNumber number;
  const auto is_digit = [&](std::size_t i) {
    return i < text.size() && text[i] >= U'0' && text[i] <= U'9';
  };
  while (is_digit(at + number.length) && number.length <= kDigitsMax) {
    number.value = number.value * 10 + static_cast<int>(text[at + number.length] - U'0');
    ++number.length;
  }
  if (number.length > 0) return number;
  number.in_digits = false;
  int units = 0;
  bool has_ten = false;
  for (; at + number.length < text.size() && number.length <= kDigitsMax; ++number.length) {
    const char32_t c = text[at + number.length];
    if (c == U'十' && !has_ten) {
      number.value = number.length == 0 ? 10 : units * 10;
      units = 0;
      has_ten = true;
    } else if (c == U'廿' && number.length == 0) {
      number.value = 20;
      has_ten = true;
    } else if (const int digit = digit_of(c); digit >= 0) {
      units = (has_ten ? 0 : units * 10) + digit;
    } else {
      break;
    }
  }
  number.value += units;
  return number;
}

std::u32string fold_notice(std::string_view text) {
  std::u32string out;
  out.reserve(text.size() / 2);
  for (std::size_t at = 0; at < text.size();) {
    const auto point = base::decode_utf8(text, at);
    at += point.size;
    const char32_t c = fold(point.value);
    // The bar in front of a row parts nothing.
    if (point.value == U'|' && (out.empty() || out.back() == U'\n')) continue;
    if (c == U'\t' || (!base::is_blank(c) && c != U'\v' && c != U'\f')) out += c;
  }
  return out;
}

std::vector<Word> scan_notice(std::u32string_view sentence) {
  return Scanner(sentence).scan();
}

} // namespace plumb::calendar
