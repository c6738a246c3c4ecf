// SPDX-License-Identifier: Apache-2.0
#include "deadline.hpp"

#include "numerals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace plumb::plan {
namespace {

using base::Date;

/// How exactly a time is said.
enum class Grain { Year, YearEnd, Half, Quarter, Month, MonthEnd, TenDays, Day };

struct Time {
  int year = 0; ///< 0 not said
  int month = 12, day = 31;
  Grain grain = Grain::Year;
  std::size_t end = 0;
};

Date clamp(int year, int month, int day) {
  const auto last = base::end_of_month(year, static_cast<unsigned>(month));
  return std::min(base::make_date(year, static_cast<unsigned>(month), static_cast<unsigned>(day)),
                  last, [](Date a, Date b) { return a.day() < b.day(); });
}

bool is_year(int value) {
  return value >= 1990 && value <= 2099;
}

std::size_t blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && base::is_blank(glyph(text, at).value))
    at += glyph(text, at).size;
  return at;
}

/// 年底, 年末, 年终: what stands behind the 年 of a year or alone.
std::size_t year_end_word(std::string_view text, std::size_t at) {
  for (const std::string_view word : {"年底", "年末", "年终", "底", "末"})
    if (starts(text, at, word)) return word.size();
  return 0;
}

/// 6月底, 11月上旬, 3月15日, 十二月 at `at` (no year).
bool read_month(std::string_view text, std::size_t at, Time& time) {
  const auto number = read_number(text, at);
  if (!number || number->value < 1 || number->value > 12 || number->size > 6) return false;
  std::size_t i = blanks(text, at + number->size);
  if (!starts(text, i, "月")) return false;
  i += 3;
  if (starts(text, i, "份")) i += 3;
  time.month = number->value;
  time.grain = Grain::Month;
  time.day = 31;
  const std::size_t j = blanks(text, i);
  if (starts(text, j, "底") || starts(text, j, "末")) {
    time.grain = Grain::MonthEnd;
    i = j + 3;
  } else if (starts(text, j, "月底") || starts(text, j, "月末")) {
    time.grain = Grain::MonthEnd;
    i = j + 6;
  } else if (starts(text, j, "上旬") || starts(text, j, "初")) {
    time.grain = Grain::TenDays;
    time.day = 10;
    i = j + (starts(text, j, "初") ? 3 : 6);
  } else if (starts(text, j, "中旬")) {
    time.grain = Grain::TenDays;
    time.day = 20;
    i = j + 6;
  } else if (starts(text, j, "下旬")) {
    time.grain = Grain::TenDays;
    i = j + 6;
  } else if (const auto day = read_number(text, j); day && day->value >= 1 && day->value <= 31) {
    const std::size_t k = blanks(text, j + day->size);
    if (starts(text, k, "日") || starts(text, k, "号")) {
      time.grain = Grain::Day;
      time.day = day->value;
      i = k + 3;
    }
  }
  time.end = i;
  return true;
}

/// 第一季度, 二季度末, 上半年 at `at`.
bool read_part_of_year(std::string_view text, std::size_t at, Time& time) {
  if (starts(text, at, "上半年") || starts(text, at, "下半年")) {
    time.month = starts(text, at, "上") ? 6 : 12;
    time.day = 31;
    time.grain = Grain::Half;
    time.end = at + 9;
    return true;
  }
  if (starts(text, at, "前三季度")) {
    time.month = 9;
    time.day = 31;
    time.grain = Grain::Quarter;
    time.end = at + 12;
    return true;
  }
  std::size_t i = at;
  if (starts(text, i, "第")) i += 3;
  const auto number = read_number(text, i);
  if (!number || number->value < 1 || number->value > 4) return false;
  i = blanks(text, i + number->size);
  if (!starts(text, i, "季度")) return false;
  time.month = number->value * 3;
  time.day = 31;
  time.grain = Grain::Quarter;
  time.end = i + 6;
  if (starts(text, time.end, "末") || starts(text, time.end, "底")) {
    time.end += 3;
    time.grain = Grain::MonthEnd;
  }
  return true;
}

/// The year in front of a time: 2024年, 二〇二四年, 今年, 次年; gives where it ends.
std::size_t read_year(std::string_view text, std::size_t at, const DateContext& context,
                      int& year) {
  for (const auto& [word, step] : std::initializer_list<std::pair<std::string_view, int>>{
           {"今年", 0}, {"当年", 0}, {"本年", 0}, {"明年", 1}, {"次年", 1}}) {
    if (!starts(text, at, word)) continue;
    if (context.year == 0) return 0;
    year = context.year + step;
    std::size_t end = at + word.size();
    if (starts(text, end, "度")) end += 3;
    return end;
  }
  const auto number = read_number(text, at);
  if (!number || !is_year(number->value)) return 0;
  const std::size_t i = blanks(text, at + number->size);
  if (!starts(text, i, "年") || starts(text, i, "年度")) return 0;
  year = number->value;
  return i + 3;
}

/// 2024-06-30, 2024.6.30, 2024/6 at `at`.
bool read_numeric(std::string_view text, std::size_t at, Time& time) {
  const auto year = read_arabic(text, at);
  if (!year || !is_year(year->value) || year->size != 4) return false;
  std::size_t i = at + year->size;
  const auto mark = glyph(text, i);
  if (mark.value != '-' && mark.value != '.' && mark.value != '/' && mark.value != U'．')
    return false;
  const auto month = read_arabic(text, i + mark.size);
  if (!month || month->value < 1 || month->value > 12 || month->size > 2) return false;
  time.year = year->value;
  time.month = month->value;
  time.day = 31;
  time.grain = Grain::Month;
  time.end = i = i + mark.size + month->size;
  const auto again = glyph(text, i);
  if (again.value != mark.value) return true;
  const auto day = read_arabic(text, i + again.size);
  if (!day || day->value < 1 || day->value > 31 || day->size > 2) return true;
  time.day = day->value;
  time.grain = Grain::Day;
  time.end = i + again.size + day->size;
  return true;
}

/// Any time at `at`; with its year where it is said.
bool read_time(std::string_view text, std::size_t at, const DateContext& context, Time& time) {
  if (read_numeric(text, at, time)) return true;
  int year = 0;
  std::size_t i = read_year(text, at, context, year);
  time = Time{};
  if (i > 0) {
    time.year = year;
    i = blanks(text, i);
    if (read_month(text, i, time) || read_part_of_year(text, i, time)) return true;
    time.month = 12;
    time.day = 31;
    if (const std::size_t word = year_end_word(text, i); word > 0) {
      time.grain = Grain::YearEnd;
      time.end = i + word;
      return true;
    }
    if (starts(text, i, "内")) {
      time.grain = Grain::YearEnd;
      time.end = i + 3;
      return true;
    }
    time.grain = Grain::Year;
    time.end = i;
    return true;
  }
  if (read_month(text, at, time) || read_part_of_year(text, at, time)) return true;
  for (const std::string_view word : {"年底", "年末", "年终", "年内"}) {
    if (!starts(text, at, word)) continue;
    time.month = 12;
    time.day = 31;
    time.grain = Grain::YearEnd;
    time.end = at + word.size();
    return true;
  }
  return false;
}

/// Length of a word like 前 / 之前 / 以前 at `at`.
std::size_t before_word(std::string_view text, std::size_t at) {
  for (const std::string_view word : {"底前", "之前", "以前", "前", "底之前", "末前", "止"})
    if (starts(text, at, word)) return word.size();
  return 0;
}

std::size_t range_mark(std::string_view text, std::size_t at) {
  std::size_t i = blanks(text, at);
  for (const std::string_view mark : {"——", "至", "到", "—", "－", "-", "–", "~", "～", "―"})
    if (starts(text, i, mark)) return blanks(text, i + mark.size());
  return 0;
}

class Reader {
public:
  Reader(std::string_view text, Span span, const DateContext& context, Place place,
         std::vector<Deadline>& out)
      : text_(text.substr(0, span.until)), from_(span.from), context_(context), place_(place),
        out_(out) {}

  void read() {
    const std::size_t first_new = out_.size();
    for (std::size_t i = from_; i < text_.size();) {
      const auto c = glyph(text_, i);
      if ((traits(c.value) & (kDigit | kHanNumeral | kTimeWord)) == 0) {
        i += c.size;
        continue;
      }
      if (c.value == U'《') {
        i = skip_title(i);
        continue;
      }
      std::size_t end = 0;
      switch (c.value) {
      case U'每':
        end = recurring(i);
        break;
      case U'按':
        if (place_ == Place::Field) end = recurring_by(i);
        break;
      case U'年':
      case U'今':
      case U'当':
      case U'本':
      case U'明':
      case U'次':
      case U'上':
      case U'下':
      case U'第':
      case U'前':
        end = dated(i);
        break;
      default:
        if (digit_value(c.value) >= 0 || is_han_numeral(c.value)) {
          end = relative(i);
          if (end == 0) end = dated(i);
          if (end == 0) end = skip_number(i);
        }
      }
      i = end > i ? end : i + c.size;
    }
    if (place_ == Place::Field && out_.size() == first_new) standing();
  }

private:
  std::string_view behind(std::size_t at, std::size_t most) const {
    const std::size_t from = at > from_ + most ? at - most : from_;
    return text_.substr(from, at - from);
  }

  std::size_t skip_title(std::size_t at) const {
    const std::size_t close = text_.substr(at, 400).find("》");
    if (close == std::string_view::npos) return at + 3;
    std::size_t end = at + close + 3;
    // The number of the cited document follows in brackets.
    if (is_open(glyph(text_, end).value)) {
      const std::size_t bracket = find_close(text_, end, text_.size(), 200);
      if (bracket != std::string_view::npos) end = bracket + glyph(text_, bracket).size;
    }
    return end;
  }

  std::size_t skip_number(std::size_t at) const {
    const auto number = read_number(text_, at);
    return number ? at + number->size : 0;
  }

  void add(std::size_t from, std::size_t until, DeadlineKind kind, std::optional<Date> on,
           std::string rule, Confidence confidence) {
    Deadline deadline;
    deadline.span = {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(until)};
    deadline.text = std::string(base::trim(deadline.span.of(text_)));
    deadline.kind = kind;
    deadline.on = on;
    deadline.rule = std::move(rule);
    deadline.confidence = place_ == Place::Field ? std::max(confidence, 90) : confidence;
    if (deadline.on && !deadline.on->ok()) return;
    const bool known = std::any_of(out_.begin(), out_.end(), [&](const Deadline& d) {
      return d.kind == kind && d.on == deadline.on && d.rule == deadline.rule &&
             (deadline.on || !deadline.rule.empty() || d.text == deadline.text);
    });
    if (!known) out_.push_back(std::move(deadline));
  }

  std::optional<Date> day_of(const Time& time, bool strictly_before) const {
    int year = time.year != 0 ? time.year : context_.year;
    if (year == 0) return std::nullopt;
    if (time.grain == Grain::Year && strictly_before) return base::make_date(year - 1, 12, 31);
    if (time.grain == Grain::Month && strictly_before) {
      // 6月前: before June begins.
      const int month = time.month == 1 ? 12 : time.month - 1;
      return base::end_of_month(time.month == 1 ? year - 1 : year, static_cast<unsigned>(month));
    }
    return clamp(year, time.month, time.day);
  }

  /// A date in a sentence that lies before the document was issued tells of the past.
  bool is_past(const std::optional<Date>& on) const {
    if (place_ == Place::Field || !on) return false;
    // A plan revised in the middle of its year still holds what fell due before.
    int year = context_.year;
    if (context_.issued_on && (year == 0 || static_cast<int>(context_.issued_on->year()) < year))
      year = static_cast<int>(context_.issued_on->year());
    return year != 0 && static_cast<int>(on->year()) < year;
  }

  bool validity_near(std::size_t at, std::size_t end) const {
    const auto left = behind(at, 45);
    const auto last_mark = std::max({left.rfind("。"), left.rfind("；"), left.rfind(";")});
    const auto clause = last_mark == std::string_view::npos ? left : left.substr(last_mark);
    if (has_any(clause, {"有效期", "试行期", "任期"})) return true;
    const auto right = text_.substr(end, std::min<std::size_t>(text_.size() - end, 24));
    return starts_with_any(right, {"起施行", "起执行", "起实施", "起试行", "施行", "起生效", "失效",
                                   "废止", "印发", "发布的", "出台的"});
  }

  bool follows(std::size_t at, std::initializer_list<std::string_view> words) const {
    const std::size_t i = blanks(text_, at);
    for (const auto word : words)
      if (starts(text_, i, word)) return true;
    return false;
  }

  bool preceded(std::size_t at, std::initializer_list<std::string_view> words) const {
    const auto left = base::trim(behind(at, 15));
    return ends_with_any(left, words);
  }

  std::size_t dated(std::size_t at) {
    Time time;
    if (!read_time(text_, at, context_, time)) return 0;
    // 一年内, 近三年内, 两年底…: not the end of a year. 12月4日 in “12·4” never gets here.
    if (starts(text_, at, "年")) {
      const auto c = glyph_before(text_, at).value;
      if (at > from_ &&
          (digit_value(c) >= 0 || is_han_numeral(c) || c == U'近' || c == U'半' || c == U'几' ||
           c == U'数' || c == U'多' || c == U'每' || c == U'往' || c == U'去' || c == U'届'))
        return time.end;
    }
    if (starts(text_, at, "前") && time.grain != Grain::Quarter) return 0;
    if (const std::size_t end = range(at, time); end > 0) return end;
    std::size_t end = time.end;
    const std::size_t tail = blanks(text_, end);
    const std::size_t before = before_word(text_, tail);
    // 前 also begins 前置, 前期, 前后.
    const bool is_before =
        before > 0 && !follows(tail, {"前期", "前置", "前后", "前列", "前三", "前瞻", "前往"});
    if (is_before) end = tail + before;
    if (follows(end, {"起", "开始", "以来", "以后", "至今", "后", "始"}) && !is_before) return end;
    if (validity_near(at, end)) return end;
    const auto on = day_of(time, is_before && before <= 6 && !starts(text_, tail, "底"));
    Confidence confidence = 0;
    if (place_ == Place::Field)
      confidence = 95;
    else
      confidence = in_sentence(at, end, time, is_before);
    if (confidence == 0 || is_past(on)) return end;
    if (!on) confidence = std::min(confidence, 40);
    if (time.year == 0 && place_ == Place::Sentence) confidence = std::min(confidence, 85);
    add(at, end, DeadlineKind::Date, on, {}, confidence);
    return end;
  }

  /// How sure it is that a time in a sentence is a deadline; 0 if it is none.
  Confidence in_sentence(std::size_t at, std::size_t end, const Time& time, bool is_before) const {
    const bool until = preceded(
        at, {"到", "至", "截至", "截止", "截止到", "力争", "力争到", "确保", "不晚于", "不迟于"});
    const bool on_or_in = preceded(at, {"于", "在", "定于"}) || until;
    const bool acts = follows(end, {"完成", "组织", "开展", "启动", "召开", "制定", "出台", "实现",
                                    "建成", "全面", "基本", "形成", "报送", "上报", "向", "将"});
    const bool comma = is_comma(glyph(text_, end).value);
    const auto left = glyph_before(text_, at).value;
    const bool opens = at == from_ || is_clause_end(left) || is_space(left);
    switch (time.grain) {
    case Grain::Day:
      return is_before ? 92 : on_or_in ? 75 : 0;
    case Grain::MonthEnd:
      return is_before ? 92 : 85;
    case Grain::TenDays:
      return is_before || comma || acts || on_or_in ? 85 : 60;
    case Grain::YearEnd:
      if (is_before) return 92;
      return time.year != 0 || until || on_or_in || acts || starts(text_, at, "年内") ? 80 : 0;
    case Grain::Month:
      return is_before ? 70 : (acts && !comma) || on_or_in ? 60 : 0;
    case Grain::Quarter:
    case Grain::Half:
      // 上半年、下半年各一次: twice.
      if (follows(end, {"、下半年", "和下半年", "及下半年"}) && opens) return 65;
      if (starts(text_, at, "下半年") && follows(end, {"各"}) &&
          preceded(at, {"上半年、", "上半年和", "上半年及"}))
        return 65;
      // 上一季度, 总结上半年工作, 上半年、下半年各一次: no time to be done by.
      if (follows(end, {"和", "、", "各", "及", "与", "或", "工作", "情况", "总结", "报告", "的",
                        "数据", "指标", "以来"}))
        return 0;
      if (preceded(at,
                   {"上", "总结", "本", "该", "当", "下", "上一", "结合", "每", "为", "、", "和"}))
        return 0;
      if (is_before || follows(end, {"内"})) return 85;
      return comma || acts || on_or_in || opens ? 65 : 60;
    case Grain::Year:
      return is_before ? 70 : until && !follows(end, {"度", "末"}) ? 70 : 0;
    }
    return 0;
  }

  /// 2024年3月至5月, 3月—6月, 2021—2025年.
  std::size_t range(std::size_t at, const Time& first) {
    const std::size_t second_at = range_mark(text_, first.end);
    if (second_at == 0) return 0;
    Time second;
    if (!read_time(text_, second_at, context_, second)) {
      // 3月5日至20日
      const auto day = read_number(text_, second_at);
      if (first.grain != Grain::Day || !day || day->value > 31 ||
          !starts(text_, second_at + day->size, "日"))
        return 0;
      second = first;
      second.day = day->value;
      second.end = second_at + day->size + 3;
    }
    if (second.year == 0) second.year = first.year;
    std::size_t end = second.end;
    end += before_word(text_, end);
    const bool years = first.grain == Grain::Year && second.grain == Grain::Year;
    if ((years && place_ == Place::Sentence) || validity_near(at, end)) return end;
    const auto on = day_of(second, false);
    if (!is_past(on)) add(at, end, DeadlineKind::Period, on, {}, on ? 80 : 40);
    return end;
  }

  std::size_t recurring(std::size_t at) {
    std::size_t i = at + 3;
    if (starts(text_, i, "个")) i += 3;
    struct Every {
      std::string_view word, rule;
    };
    static constexpr Every kEvery[] = {{"半年", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1"},
                                       {"两周", "FREQ=WEEKLY;INTERVAL=2"},
                                       {"2周", "FREQ=WEEKLY;INTERVAL=2"},
                                       {"半个月", "FREQ=MONTHLY;BYMONTHDAY=15,-1"},
                                       {"半月", "FREQ=MONTHLY;BYMONTHDAY=15,-1"},
                                       {"两个月", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1"},
                                       {"两月", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1"},
                                       {"两年", "FREQ=YEARLY;INTERVAL=2;BYMONTH=12;BYMONTHDAY=31"},
                                       {"工作日", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"},
                                       {"天", "FREQ=DAILY"},
                                       {"日", "FREQ=DAILY"}};
    if (starts(text_, i, "年")) return every_year(at, i + 3);
    if (starts(text_, i, "季度") || starts(text_, i, "季"))
      return every_quarter(at, i + (starts(text_, i, "季度") ? 6 : 3));
    if (starts(text_, i, "月")) return every_month(at, i + 3);
    if (starts(text_, i, "周") || starts(text_, i, "星期"))
      return every_week(at, i + (starts(text_, i, "周") ? 3 : 6));
    for (const auto& every : kEvery) {
      if (!starts(text_, i, every.word)) continue;
      const std::size_t end = i + every.word.size();
      // 每日, 每天 in a sentence describe a habit, not an appointment.
      if (every.rule == "FREQ=DAILY" && place_ == Place::Sentence) return end;
      add(at, end, DeadlineKind::Recurring, std::nullopt, std::string(every.rule), 80);
      return end;
    }
    return 0;
  }

  std::size_t recurring_by(std::size_t at) {
    // 按月, 按季度 in a deadline field.
    std::size_t i = at + 3;
    if (starts(text_, i, "月")) return every_month(at, i + 3);
    if (starts(text_, i, "季度")) return every_quarter(at, i + 6);
    if (starts(text_, i, "季")) return every_quarter(at, i + 3);
    if (starts(text_, i, "周")) return every_week(at, i + 3);
    if (starts(text_, i, "年")) return every_year(at, i + 3);
    return 0;
  }

  std::size_t every_year(std::size_t at, std::size_t i) {
    if (starts(text_, i, "度")) i += 3;
    i = blanks(text_, i);
    if (starts(text_, i, "的")) i += 3;
    if (starts(text_, i, "于") || starts(text_, i, "在")) i += 3;
    Time time;
    bool found = read_month(text_, i, time) || read_part_of_year(text_, i, time);
    if (!found && (starts(text_, i, "年底") || starts(text_, i, "年末") ||
                   starts(text_, i, "年终") || starts(text_, i, "底") || starts(text_, i, "末"))) {
      time.month = 12;
      time.day = 31;
      time.grain = Grain::YearEnd;
      time.end = i + (starts(text_, i, "年") ? 6 : 3);
      found = true;
    }
    if (!found) {
      if (place_ == Place::Field)
        add(at, i, DeadlineKind::Recurring, std::nullopt, "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31",
            80);
      return i;
    }
    const std::size_t before = before_word(text_, time.end);
    const std::size_t end = time.end + before;
    int month = time.month;
    int day = time.day;
    if (time.grain == Grain::Month && before > 0) {
      month = month == 1 ? 12 : month - 1;
    }
    if (time.grain != Grain::Day && time.grain != Grain::TenDays) day = 31;
    const int last = static_cast<int>(
        static_cast<unsigned>(base::end_of_month(2023, static_cast<unsigned>(month)).day()));
    const std::string rule = day >= last
                                 ? fmt::format("FREQ=YEARLY;BYMONTH={};BYMONTHDAY=-1", month)
                                 : fmt::format("FREQ=YEARLY;BYMONTH={};BYMONTHDAY={}", month, day);
    add(at, end, DeadlineKind::Recurring, std::nullopt, rule, 90);
    // 每年6月底前和11月底前
    for (const std::string_view joint : {"和", "、", "与", "及"}) {
      if (!starts(text_, end, joint)) continue;
      Time second;
      const std::size_t next = end + joint.size();
      if (read_month(text_, next, second) || read_part_of_year(text_, next, second))
        return every_year(next, next);
    }
    return end;
  }

  /// A day of the month behind 每月: 5日前, 底, 25号, 上旬; -1 is the last day.
  int day_of_month(std::size_t& i) const {
    std::size_t j = blanks(text_, i);
    if (starts(text_, j, "的")) j += 3;
    if (starts(text_, j, "底") || starts(text_, j, "末")) {
      i = j + 3 + before_word(text_, j + 3);
      return -1;
    }
    for (const auto& [word, day] : std::initializer_list<std::pair<std::string_view, int>>{
             {"上旬", 10}, {"中旬", 20}, {"下旬", -1}, {"初", 10}}) {
      if (!starts(text_, j, word)) continue;
      i = j + word.size();
      i += before_word(text_, i);
      return day;
    }
    const auto number = read_number(text_, j);
    if (!number || number->value < 1 || number->value > 31) return -1;
    const std::size_t k = blanks(text_, j + number->size);
    if (!starts(text_, k, "日") && !starts(text_, k, "号")) return -1;
    i = k + 3;
    i += before_word(text_, i);
    return number->value;
  }

  std::size_t every_month(std::size_t at, std::size_t i) {
    const int day = day_of_month(i);
    add(at, i, DeadlineKind::Recurring, std::nullopt,
        fmt::format("FREQ=MONTHLY;BYMONTHDAY={}", day), 85);
    return i;
  }

  std::size_t every_quarter(std::size_t at, std::size_t i) {
    std::string_view months = "3,6,9,12";
    std::size_t j = i;
    for (const std::string_view first : {"首月", "第一个月", "首个月", "的第一个月"})
      if (starts(text_, j, first)) {
        months = "1,4,7,10";
        j += first.size();
        break;
      }
    for (const std::string_view last : {"最后一个月", "末月", "第三个月"})
      if (starts(text_, j, last)) {
        j += last.size();
        break;
      }
    const int day = day_of_month(j);
    add(at, j, DeadlineKind::Recurring, std::nullopt,
        fmt::format("FREQ=YEARLY;BYMONTH={};BYMONTHDAY={}", months, day), 85);
    return j;
  }

  std::size_t every_week(std::size_t at, std::size_t i) {
    static constexpr std::string_view kDays[] = {"一", "二", "三", "四", "五", "六", "日"};
    static constexpr std::string_view kCodes[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    std::string rule = "FREQ=WEEKLY";
    for (std::size_t d = 0; d < std::size(kDays); ++d)
      if (starts(text_, i, kDays[d]) && !starts(text_, i + 3, "次")) {
        rule += fmt::format(";BYDAY={}", kCodes[d]);
        i += 3;
        break;
      }
    i += before_word(text_, i);
    add(at, i, DeadlineKind::Recurring, std::nullopt, rule, 80);
    return i;
  }

  /// 自印发之日起30日内, 收到通知后5个工作日内.
  std::size_t relative(std::size_t at) {
    const auto number = read_number(text_, at);
    if (!number || number->value <= 0) return 0;
    std::size_t i = blanks(text_, at + number->size);
    if (starts(text_, i, "个")) i += 3;
    bool unit = false;
    for (const std::string_view word : {"工作日", "自然日", "月", "日", "天", "周", "小时", "年"})
      if (starts(text_, i, word)) {
        i += word.size();
        unit = true;
        break;
      }
    if (!unit) return 0;
    std::size_t within = 0;
    for (const std::string_view word : {"之内", "以内", "内"})
      if (starts(text_, i, word)) within = word.size();
    if (within == 0) return 0;
    const std::size_t end = i + within;
    std::string_view left = base::trim(behind(at, 90));
    if (!ends_with_any(left, {"之日起", "日起", "后", "后的", "起", "之后", "当日起"})) return 0;
    if (ends_with_any(left, {"此后", "今后", "然后"})) return end;
    // Back to where the clause begins.
    std::size_t from = at;
    while (from > from_) {
      const auto c = glyph_before(text_, from);
      if (is_clause_end(c.value) || is_open(c.value) || at - from > 80) break;
      from -= c.size;
    }
    const auto clause = text_.substr(from, at - from);
    const bool document = has_any(
        clause, {"印发", "下发", "发文", "发布之日", "收到", "接到", "通知", "方案", "意见"});
    if (has_any(clause, {"有效期"})) return end;
    add(from, end, DeadlineKind::Relative, std::nullopt, {}, document ? 85 : 55);
    return end;
  }

  void standing() {
    const Span span = base::trim(
        text_, {static_cast<std::uint32_t>(from_), static_cast<std::uint32_t>(text_.size())});
    const std::string words = squeeze(span.of(text_));
    if (words.size() > 60) return;
    if (has_any(words, {"长期", "持续", "常态", "全年", "经常", "始终", "日常", "一直", "贯穿"}))
      add(span.from, span.until, DeadlineKind::Standing, std::nullopt, {}, 95);
    else if (has_any(words, {"立即", "立行立改", "即时", "即知即改", "即行", "适时", "及时"}))
      add(span.from, span.until, DeadlineKind::Relative, std::nullopt, {}, 90);
  }

  std::string_view text_;
  std::size_t from_;
  const DateContext& context_;
  Place place_;
  std::vector<Deadline>& out_;
};

} // namespace

void read_deadlines(std::string_view text, Span span, const DateContext& context, Place place,
                    std::vector<Deadline>& out) {
  if (span.empty()) return;
  Reader(text, span, context, place, out).read();
}

std::optional<Date> read_date(std::string_view text, std::size_t at, std::size_t& end) {
  Time time;
  if (!read_time(text, at, DateContext{}, time)) return std::nullopt;
  if (time.grain != Grain::Day || time.year == 0) return std::nullopt;
  const Date date = base::make_date(time.year, static_cast<unsigned>(time.month),
                                    static_cast<unsigned>(time.day));
  if (!date.ok()) return std::nullopt;
  end = time.end;
  return date;
}

} // namespace plumb::plan
