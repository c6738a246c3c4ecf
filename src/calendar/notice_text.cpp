// SPDX-License-Identifier: Apache-2.0
// Reads the running text of a notice: sentence by sentence, a festival from the heading in front,
// dates gathered until a word says what they are.
#include "notice_days.hpp"
#include "notice_scan.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <optional>
#include <set>
#include <span>

namespace plumb::calendar {

using base::ErrorKind;
using base::Result;

namespace {

constexpr int kRangeDaysMax = 60;
/// More dates than any sentence of a notice has.
constexpr std::size_t kDatesMax = 100;
constexpr std::size_t kHeadingMax = 30;

enum class Meaning { None, Rest, Work, Adjust };

/// A date or a range as written, both ends of it known.
struct Mention {
  Date from, until; ///< both included
  std::vector<int> weekdays_from, weekdays_until;
  bool open = false; ///< "…起": what follows holds from then on
  bool good = true;
  std::string text;
};

std::vector<std::u32string_view> sentences_of(std::u32string_view text) {
  std::vector<std::u32string_view> sentences;
  std::size_t from = 0;
  int depth = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    const char32_t c = at < text.size() ? text[at] : U'\n';
    if (c == U'(') ++depth;
    if (c == U')') depth = std::max(0, depth - 1);
    const bool ends = c == U'\n' || c == U'。' || (c == U';' && depth == 0);
    if (!ends) continue;
    depth = 0;
    if (at > from) sentences.push_back(text.substr(from, at - from));
    from = at + 1;
  }
  return sentences;
}

class Reader {
public:
  Reader(std::u32string text, int default_year) : text_(std::move(text)), year_(default_year) {}

  Result<NoticeProposal> read(std::string_view jurisdiction) {
    find_year();
    const std::u32string all = festivals_in(text_);
    if (all.empty())
      festival_ = base::to_utf8(find_anniversary(text_));
    else if (all.find(U'、') == all.npos)
      festival_ = base::to_utf8(all);
    for (const auto sentence : sentences_of(text_))
      PLUMB_TRY(read_sentence(sentence));
    if (days_.empty()) return base::fail(ErrorKind::InvalidInput, "calendar.no_days_found");
    NoticeProposal proposal;
    proposal.notice.id = base::to_utf8(find_document_number(text_));
    proposal.notice.title = title();
    proposal.notice.jurisdiction = jurisdiction;
    if (issued_) proposal.notice.notice_on = *issued_;
    days_.finish(year_, proposal);
    return proposal;
  }

private:
  /// "2026年" without a month: of the title, or of the first sentence that has one.
  void find_year() {
    for (const auto sentence : sentences_of(text_))
      for (const Word& word : scan_notice(sentence))
        if (word.kind == WordKind::Year) {
          year_ = word.year;
          return;
        }
    for (const auto sentence : sentences_of(text_)) {
      const auto words = scan_notice(sentence);
      const bool speaks = std::any_of(words.begin(), words.end(), [](const Word& word) {
        return word.kind == WordKind::Rest || word.kind == WordKind::Work;
      });
      for (const Word& word : words)
        if (speaks && word.kind == WordKind::Dated && word.year != 0) {
          // A holiday that begins in the old year belongs to the new one.
          year_ = word.year + (word.month == 12 ? 1 : 0);
          return;
        }
    }
    days_.warn("calendar.no_year", {{"year", std::to_string(year_)}});
  }

  [[nodiscard]] std::string title() const {
    constexpr std::size_t kTitleMax = 80;
    std::size_t from = 0;
    while (from < text_.size()) {
      const std::size_t until = std::min(text_.find(U'\n', from), text_.size());
      const auto line = std::u32string_view(text_).substr(from, until - from);
      if (line.size() <= kTitleMax &&
          (line.ends_with(U"通知") || line.ends_with(U"安排") || line.ends_with(U"公告")))
        return base::to_utf8(line);
      from = until + 1;
    }
    return {};
  }

  /// The festival that a sentence is about: its heading, or what it names before its first date.
  bool find_festival(std::u32string_view sentence) {
    const auto colon = sentence.find(U':');
    if (colon != sentence.npos && colon <= kHeadingMax && colon > 0) {
      const auto heading = sentence.substr(0, colon);
      const auto words = scan_notice(heading);
      const bool has_date = std::any_of(words.begin(), words.end(), [](const Word& word) {
        return word.kind == WordKind::Dated;
      });
      const std::u32string known = festivals_in(heading);
      if (!has_date && !known.empty()) return name_festival(known);
      if (!has_date && words.empty() && (heading.ends_with(U"节") || heading.ends_with(U"纪念日")))
        return name_festival(std::u32string(without_number(heading)));
    }
    std::size_t before = 0;
    while (before < sentence.size() && !(sentence[before] >= U'0' && sentence[before] <= U'9'))
      ++before;
    const bool short_line = before == sentence.size() && before <= kHeadingMax / 2;
    if (before == sentence.size() && !short_line) return false;
    const std::u32string known = festivals_in(sentence.substr(0, before));
    return !known.empty() && name_festival(known);
  }

  bool name_festival(const std::u32string& name) {
    festival_ = base::to_utf8(name);
    return true;
  }

  /// "七、" and "(七)" and "7." in front.
  static std::u32string_view without_number(std::u32string_view heading) {
    constexpr std::u32string_view kMarks = U"、.()0123456789一二三四五六七八九十";
    std::size_t at = 0;
    while (at < heading.size() && kMarks.find(heading[at]) != kMarks.npos)
      ++at;
    const bool is_numbered = at > 0 && kMarks.substr(0, 4).find(heading[at - 1]) != kMarks.npos;
    return is_numbered ? heading.substr(at) : heading;
  }

  Result<void> read_sentence(std::u32string_view sentence) {
    const bool has_festival = find_festival(sentence);
    pending_.clear();
    said_.clear();
    label_ = Meaning::None;
    date_.reset();
    rested_.clear();
    rested_last_ = 0;
    moves_ = extends_ = counts_ = breaks_ = false;
    const auto words = scan_notice(sentence);
    read_columns(words);
    std::size_t column = 0;
    for (std::size_t at = 0; at < words.size(); ++at) {
      if (words[at].kind == WordKind::Cell) {
        PLUMB_TRY(flush(column < columns_.size() ? columns_[column] : Meaning::None));
        ++column;
        continue;
      }
      PLUMB_TRY(read_word(words, at));
    }
    if (column > 0) return flush(column < columns_.size() ? columns_[column] : Meaning::None);
    if (label_ != Meaning::None) return flush(label_);
    if (has_festival || counts_ || breaks_ || moves_ || extends_) return flush(Meaning::Rest);
    note_issue_day(words);
    return {};
  }

  /// The header of a table: what the dates in each column mean.
  void read_columns(std::span<const Word> words) {
    const auto has = [&](WordKind kind) {
      return std::any_of(words.begin(), words.end(),
                         [&](const Word& word) { return word.kind == kind; });
    };
    if (!has(WordKind::Cell)) {
      columns_.clear();
      return;
    }
    if (has(WordKind::Dated)) return;
    std::vector<Meaning> columns(1, Meaning::None);
    for (const Word& word : words) {
      if (word.kind == WordKind::Cell) columns.push_back(Meaning::None);
      if (word.kind == WordKind::Rest && columns.back() != Meaning::Work)
        columns.back() = Meaning::Rest;
      if (word.kind == WordKind::Work) columns.back() = Meaning::Work;
      if (word.kind == WordKind::Adjust) columns.back() = Meaning::Adjust;
    }
    if (std::any_of(columns.begin(), columns.end(),
                    [](Meaning meaning) { return meaning != Meaning::None; }))
      columns_ = std::move(columns);
  }

  Result<void> read_word(const std::vector<Word>& words, std::size_t& at) {
    const Word& word = words[at];
    switch (word.kind) {
    case WordKind::Dated:
      read_dates(words, at);
      return {};
    case WordKind::Rest:
    case WordKind::Work:
    case WordKind::Adjust:
      return read_meaning(word);
    case WordKind::LongBreak:
      breaks_ = true;
      return flush(Meaning::Rest);
    case WordKind::ChangeTo:
      if (pending_.empty()) pending_ = said_;
      return {};
    case WordKind::MoveTo:
      moves_ = true;
      if (pending_.empty()) pending_ = said_;
      return flush(Meaning::Work);
    case WordKind::Extend:
      extends_ = true;
      return {};
    case WordKind::Comma:
      if (!moves_ && !extends_) return {};
      if (pending_.empty()) return {};
      moves_ = false;
      return flush(Meaning::Rest);
    case WordKind::Weekday:
      assume_date(word);
      return {};
    case WordKind::Count:
      return check_count(word);
    case WordKind::From:
      if (!pending_.empty()) pending_.back().open = true;
      return {};
    case WordKind::Range:
    case WordKind::Year:
    case WordKind::Cell:
      return {};
    }
    return {};
  }

  Result<void> read_meaning(const Word& word) {
    Meaning meaning = word.kind == WordKind::Rest   ? Meaning::Rest
                      : word.kind == WordKind::Work ? Meaning::Work
                                                    : Meaning::Adjust;
    if (word.negated && meaning != Meaning::Adjust)
      meaning = meaning == Meaning::Rest ? Meaning::Work : Meaning::Rest;
    if (word.is_label) {
      PLUMB_TRY(flush(label_));
      label_ = meaning;
      return {};
    }
    return flush(meaning);
  }

  /// A date, or both ends of a range, at words[at]; leaves `at` on its last word.
  void read_dates(const std::vector<Word>& words, std::size_t& at) {
    Mention mention;
    const Word& first = words[at];
    mention.from = place(first, nullptr);
    mention.until = mention.from;
    mention.weekdays_from = first.weekdays;
    mention.text = base::to_utf8(first.text);
    std::size_t next = at + 1;
    if (next < words.size() && words[next].kind == WordKind::From) ++next;
    if (next + 1 < words.size() && words[next].kind == WordKind::Range &&
        words[next + 1].kind == WordKind::Dated) {
      const Word& last = words[next + 1];
      mention.until = place(last, &mention.from);
      mention.weekdays_until = last.weekdays;
      mention.text += "至" + base::to_utf8(last.text);
      at = next + 1;
    }
    mention.good = is_notice_day(mention.from) && is_notice_day(mention.until) &&
                   mention.from <= mention.until &&
                   std::chrono::sys_days{mention.until} - std::chrono::sys_days{mention.from} <
                       std::chrono::days{kRangeDaysMax} &&
                   pending_.size() < kDatesMax;
    if (pending_.size() > kDatesMax) return;
    pending_.push_back(std::move(mention));
  }

  /// A written date with the year and month that it leaves out. The end of a range is never before
  /// its beginning if another year can be meant.
  Date place(const Word& word, const Date* range_from) {
    constexpr int kMonthMax = 12, kDayMax = 31;
    int year = word.year, month = word.month;
    if (month == 0 && date_) {
      month = static_cast<int>(static_cast<unsigned>(date_->month()));
      year = static_cast<int>(date_->year());
    }
    if (year == 0) year = year_of(word, month, range_from);
    // No such day; std::chrono would cut larger numbers off.
    if (month > kMonthMax || word.day > kDayMax) month = 0;
    date_ = base::make_date(year, static_cast<unsigned>(month), static_cast<unsigned>(word.day));
    return *date_;
  }

  [[nodiscard]] int year_of(const Word& word, int month, const Date* range_from) const {
    constexpr int kDecember = 12, kJanuary = 1;
    if (word.year_word == YearWord::Last) return year_ - 1;
    if (word.year_word == YearWord::Next)
      return (date_ ? static_cast<int>(date_->year()) : year_) + 1;
    if (range_from != nullptr) {
      const int from = static_cast<int>(range_from->year());
      return month < static_cast<int>(static_cast<unsigned>(range_from->month())) ? from + 1 : from;
    }
    if (date_) {
      // Within a sentence a date follows the one before it.
      const int before = static_cast<int>(date_->year());
      const auto month_before = static_cast<unsigned>(date_->month());
      if (month == kJanuary && month_before == kDecember) return before + 1;
      if (month == kDecember && month_before == kJanuary && festival_ == kNewYear)
        return before - 1;
      return before;
    }
    return month == kDecember && festival_ == kNewYear ? year_ - 1 : year_;
  }

  /// "周一补休": the first Monday after the date before.
  void assume_date(const Word& word) {
    if (!date_ || !date_->ok()) return;
    Date date = base::add_days(*date_, 1);
    while (weekday_of(date) != word.number)
      date = base::add_days(date, 1);
    Mention mention;
    mention.from = mention.until = date;
    mention.text = base::to_utf8(word.text);
    mention.good = is_notice_day(date);
    days_.warn("calendar.assumed_day", {{"on", base::to_string(date)}, {"written", mention.text}});
    pending_.push_back(std::move(mention));
  }

  /// Says of all dates gathered what they are.
  Result<void> flush(Meaning meaning) {
    if (pending_.empty() || meaning == Meaning::None) return {};
    if (meaning == Meaning::Rest) rested_last_ = 0;
    for (const Mention& mention : pending_) {
      if (!mention.good)
        return base::fail(ErrorKind::InvalidInput, "calendar.bad_date", {{"text", mention.text}});
      check_weekdays(mention);
      if (extends_ && meaning == Meaning::Rest)
        days_.warn("calendar.extension_without_start", {{"until", base::to_string(mention.until)}});
      if (mention.open && meaning == Meaning::Work) continue; // everyday work begins again
      for (Date on = mention.from; on <= mention.until; on = base::add_days(on, 1))
        say(on, meaning, mention.from == mention.until);
    }
    said_ = std::move(pending_);
    pending_.clear();
    return {};
  }

  void say(Date on, Meaning meaning, bool is_single) {
    const int weekday = weekday_of(on);
    const bool is_weekend = weekday == 0 || weekday == 6;
    if (meaning == Meaning::Adjust && is_weekend && is_single) {
      days_.warn("calendar.ambiguous_day", {{"on", base::to_string(on)}});
      meaning = Meaning::Work;
    }
    if (meaning == Meaning::Work) {
      // The rest day of a Sunday that is a festival may be moved; the festival stays.
      if (moves_ && days_.is_holiday(on)) return;
      days_.say_worked(on, festival_);
    } else {
      days_.say(on, DayKind::Holiday, festival_);
      rested_.insert(on);
      ++rested_last_;
    }
  }

  void check_weekdays(const Mention& mention) {
    const auto check = [&](Date on, int written) {
      if (weekday_of(on) != written)
        days_.warn("calendar.weekday_mismatch",
                   {{"on", base::to_string(on)}, {"written", weekday_name(written)}});
    };
    if (!mention.weekdays_from.empty()) check(mention.from, mention.weekdays_from.front());
    if (mention.weekdays_until.size() > 1) // 1月1日至3日(周四至周六)
      check(mention.from, mention.weekdays_until.front());
    if (!mention.weekdays_until.empty()) check(mention.until, mention.weekdays_until.back());
  }

  /// "共3天" speaks of the days off before it. Weekends that a holiday touches may be meant too.
  Result<void> check_count(const Word& word) {
    counts_ = true;
    if (!pending_.empty()) PLUMB_TRY(flush(label_ == Meaning::None ? Meaning::Rest : label_));
    const int weekend = breaks_ ? 2 : 0, rested = static_cast<int>(rested_.size());
    const bool fits = rested <= word.number && word.number <= rested + weekend;
    if (rested > 0 && !fits && word.number != rested_last_)
      days_.warn("calendar.day_count_mismatch", {{"name", festival_},
                                                 {"written", std::to_string(word.number)},
                                                 {"counted", std::to_string(rested)}});
    return {};
  }

  /// A full date that says nothing of holidays: the last one is the day of the notice.
  void note_issue_day(std::span<const Word> words) {
    for (const Mention& mention : pending_)
      if (mention.good && mention.from == mention.until && words.size() == 1 && words[0].year != 0)
        issued_ = mention.from;
  }

  static constexpr std::string_view kNewYear = "元旦";

  std::u32string text_;
  int year_;
  NoticeDays days_;
  std::string festival_;
  std::optional<Date> issued_;
  std::vector<Meaning> columns_;
  // Of the sentence:
  std::vector<Mention> pending_, said_;
  Meaning label_ = Meaning::None;
  std::optional<Date> date_; ///< the last date, for what the next one leaves out
  std::set<Date> rested_;
  int rested_last_ = 0; ///< days of the last statement
  bool moves_ = false, extends_ = false, counts_ = false, breaks_ = false;
};

} // namespace

Result<NoticeProposal> read_notice_text(std::string_view text, int default_year,
                                        std::string_view jurisdiction) {
  PLUMB_TRY(check_notice_length(text));
  return Reader(fold_notice(text), default_year).read(jurisdiction);
}

} // namespace plumb::calendar
