// SPDX-License-Identifier: Apache-2.0
/// Figures that somebody typed, beside what the register has under that name.
#include "check_parts.hpp"

#include <plumb/base/utf8.hpp>
#include <plumb/plan/figures.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <span>

namespace plumb::report {
namespace {

using base::Decimal;
using View = std::string_view;

std::vector<plan::Figure> figures_of(std::string words) {
  text::Text text;
  text.text = std::move(words);
  return plan::read_figures(text);
}

/// a < b by sign, exactly; scales may differ by nine at most.
int compare(Decimal a, Decimal b) {
  __extension__ using Wide = __int128;
  Wide left = a.units, right = b.units;
  for (int i = a.scale; i < b.scale; ++i)
    left *= 10;
  for (int i = b.scale; i < a.scale; ++i)
    right *= 10;
  return left < right ? -1 : (left > right ? 1 : 0);
}

/// value × by / over, cut to nine digits; only for bounds.
Decimal scaled(Decimal value, int by, int over) {
  __extension__ using Wide = __int128;
  const auto units = static_cast<Wide>(value.units) * by / over;
  return {static_cast<std::int64_t>(units), value.scale};
}

/// The place of the last digit that is written: 1 of 36件, 0.01 of 93.33%, 100 of 2.35万.
struct Precision {
  int power = 0;        ///< 10^power
  bool rounded = false; ///< says itself that it is cut: 万, 亿, or decimals
};
Precision precision_of(View written) {
  Precision out;
  if (const auto point = written.find('.'); point != View::npos) {
    for (std::size_t i = point + 1; i < written.size() && written[i] >= '0' && written[i] <= '9';
         ++i)
      --out.power;
  }
  if (written.find("亿") != View::npos) out.power += 8;
  if (written.find("万") != View::npos) out.power += 4;
  out.rounded = written.find("亿") != View::npos || written.find("万") != View::npos ||
                written.find('.') != View::npos;
  return out;
}

Decimal power_of_ten(int power) {
  Decimal out{1, 0};
  for (; power > 0 && power < 18; --power)
    out.units *= 10;
  if (power < 0) out.scale = std::min(-power, 9);
  return out;
}

/// |a - b| × 2 ≤ step, without leaving the range of numbers.
bool is_within_half(Decimal a, Decimal b, Decimal step) {
  __extension__ using Wide = __int128;
  const int scale = std::max({a.scale, b.scale, step.scale});
  const auto widened = [&](Decimal value) {
    Wide out = value.units;
    for (; value.scale < scale; ++value.scale)
      out *= 10;
    return out;
  };
  const Wide gap = widened(a) - widened(b);
  return (gap < 0 ? -gap : gap) * 2 <= widened(step);
}

/// Whether the known value, rounded to the digits that were written, is the written one. A whole
/// 100 % or nothing is never a rounding.
bool is_rounding(const plan::Figure& written, View words, Decimal known) {
  const auto precision = precision_of(words);
  if (!precision.rounded) return false;
  if (written.unit == "%" && (written.value == Decimal{100, 0} || written.value.units == 0))
    return false;
  // Half of a step; ties go either way, since offices round both ways.
  return is_within_half(known, written.value, power_of_ten(precision.power));
}

/// 300余: 300 to 399; 近200: 180 to 200; 超过90: from 90 on; 约50: 45 to 55.
bool is_about(const plan::Figure& written, View text, Decimal known) {
  constexpr std::size_t kAround = 15; // bytes: five characters
  const auto from = written.span.from - std::min<std::size_t>(written.span.from, kAround);
  const View before = text.substr(from, written.span.from - from);
  const View inside = written.span.of(text);
  const View behind = text.substr(written.span.until, kAround);
  const auto has = [](View where, std::initializer_list<View> words) {
    return std::ranges::any_of(words, [&](View word) { return where.find(word) != View::npos; });
  };
  const Decimal value = written.value;
  if (has(inside, {"余", "多"}) || behind.starts_with("余") || behind.starts_with("多")) {
    std::int64_t step = 1;
    for (auto units = value.units; value.scale == 0 && units != 0 && units % 10 == 0; units /= 10)
      step *= 10;
    const Decimal until{value.units + step, value.scale};
    return compare(known, value) >= 0 && compare(known, until) < 0;
  }
  if (behind.starts_with("以上") || has(before, {"超", "逾", "至少", "不少于", "突破"}))
    return compare(known, value) >= 0 && compare(known, scaled(value, 3, 2)) <= 0;
  if (before.ends_with("近") || has(before, {"接近"}))
    return compare(known, value) <= 0 && compare(known, scaled(value, 9, 10)) >= 0;
  return compare(known, scaled(value, 11, 10)) <= 0 && compare(known, scaled(value, 9, 10)) >= 0;
}

/// What stands between the sentence's begin and the number.
View sentence_before(View text, std::size_t at) {
  std::size_t from = 0;
  for (const View stop : {"。", "；", "\n", ";"})
    if (const auto found = text.substr(0, at).rfind(stop); found != View::npos)
      from = std::max(from, found + stop.size());
  return text.substr(from, at - from);
}
View clause_before(View text, std::size_t at) {
  View sentence = sentence_before(text, at);
  for (const View stop : {"，", ",", "、"})
    if (const auto found = sentence.rfind(stop); found != View::npos)
      sentence.remove_prefix(found + stop.size());
  return sentence;
}

/// Growth, a part, an aim, another year: not the register's number of this year.
bool says_something_else(View text, const plan::Figure& figure, int year) {
  const View clause = clause_before(text, figure.span.from);
  for (const View word :
       {"增",   "减",     "下降", "上升", "提高", "降低", "提升",   "同比",   "环比",   "比上",
        "较上", "压缩",   "其中", "目标", "力争", "确保", "不低于", "不少于", "不超过", "计划",
        "要求", "平均每", "每",   "上年", "去年", "往年", "累计",   "历年"})
    if (clause.find(word) != View::npos) return true;
  const View behind = text.substr(figure.span.until, 30);
  for (const View word : {"的目标", "目标", "以内", "的要求"})
    if (behind.starts_with(word)) return true;
  const View sentence = sentence_before(text, figure.span.from);
  for (const View word : {"上年", "去年", "上一年度"})
    if (sentence.find(word) != View::npos) return true;
  // The year that stands closest before it.
  for (auto found = sentence.rfind("年"); found != View::npos && found >= 4;
       found = found == 0 ? View::npos : sentence.rfind("年", found - 1)) {
    int written = 0;
    bool digits = true;
    for (std::size_t i = found - 4; i < found; ++i) {
      digits = digits && sentence[i] >= '0' && sentence[i] <= '9';
      written = written * 10 + (sentence[i] - '0');
    }
    if (digits) return year != 0 && written != year;
  }
  return false;
}

/// Takes one of the words away where the text ends with it.
bool cut_end(View& text, std::span<const View> words) {
  for (const View word : words)
    if (text.ends_with(word)) {
      text.remove_suffix(word.size());
      return true;
    }
  return false;
}
bool cut_begin(View& text, std::span<const View> words) {
  for (const View word : words)
    if (text.starts_with(word)) {
      text.remove_prefix(word.size());
      return true;
    }
  return false;
}

/// 2026年, 2026年度 in front. Parts of a year stay: they are other numbers than the year's.
bool cut_year(View& text) {
  constexpr View kYear = "年";
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9')
    ++digits;
  if (digits != 4 || !text.substr(digits).starts_with(kYear)) return false;
  text.remove_prefix(digits + kYear.size());
  constexpr std::array<View, 4> kTails{"度", "全年", "以来", "内"};
  cut_begin(text, kTails);
  return true;
}

/// What stands right before the number, without what only says that it is counted: 全县公布的镇规
/// 共5件 → 公布的镇规.
View words_right_before(View text, std::size_t at) {
  constexpr std::array<View, 28> kBetween{"数量", "总数", "总量", "共计", "共有", "总计", "合计",
                                          "总共", "一共", "达到", "达",   "为",   "是",   "有",
                                          "共",   "计",   "已",   "仅",   "均",   "约",   "近",
                                          "逾",   "超过", "了",   "：",   ":",    " ",    "\t"};
  constexpr std::array<View, 22> kOpening{"今年以来", "今年",     "全年", "年内", "本年度", "本年",
                                          "截至目前", "截至年底", "目前", "一是", "二是",   "三是",
                                          "全县",     "全市",     "全区", "全旗", "全省",   "我县",
                                          "我区",     "依法",     " ",    "　"};
  View words = clause_before(text, at);
  while (cut_end(words, kBetween)) {
  }
  while (cut_begin(words, kOpening) || cut_year(words)) {
  }
  return words;
}

struct Found {
  std::string name, now; ///< as it is written, as the register has it; empty: not known
};
/// What the register has under the name of the figure, or under the words right before it.
Found find_known(View text, const plan::Figure& figure, const Known& known) {
  constexpr std::size_t kNameMin = 3 * 3; // bytes: three characters
  if (auto now = known(figure.name, figure.unit, Naming::Alike); !now.empty())
    return {figure.name, std::move(now)};
  const auto words = words_right_before(text, figure.span.from);
  if (words.size() < kNameMin) return {};
  return {std::string(words), known(plain_name(words), figure.unit, Naming::Exact)};
}

bool is_live(base::Span span, const std::vector<base::Span>& live) {
  return std::ranges::any_of(
      live, [&](base::Span one) { return one.from < span.until && span.from < one.until; });
}

std::size_t line_of(View text, std::size_t at) {
  return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, at), '\n'));
}

/// One number as it is printed: 93.33%, 12件, 230.15万元.
std::optional<plan::Figure> printed(const std::string& words) {
  auto found = figures_of("数量为" + words);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

bool differs(View text, const plan::Figure& figure, const std::string& known) {
  const auto value = printed(known);
  // Nothing to divide by is no 100 %.
  if (!value) return known == "不适用";
  if (value->unit != figure.unit) return false;
  if (compare(value->value, figure.value) == 0) return false;
  if (figure.approximate) return !is_about(figure, text, value->value);
  return !is_rounding(figure, figure.span.of(text), value->value);
}

} // namespace

std::string plain_name(View name) {
  constexpr std::array<View, 5> kEnds{"数量", "总数", "次数", "件数", "数"};
  constexpr std::array<View, 7> kNothing{"的", " ", "　", "“", "”", "《", "》"};
  std::string out;
  for (View rest = name; !rest.empty();) {
    if (cut_begin(rest, kNothing)) continue;
    const auto size = std::max<std::size_t>(1, base::decode_utf8(rest, 0).size);
    out += rest.substr(0, size);
    rest.remove_prefix(size);
  }
  View cut = out;
  if (cut_end(cut, kEnds) && !cut.empty()) out.resize(cut.size());
  return out;
}

int year_written_about(View text, Date today) {
  std::map<int, int> times;
  for (auto found = text.find("年"); found != View::npos; found = text.find("年", found + 1)) {
    if (found < 4) continue;
    int year = 0;
    bool digits = true;
    for (std::size_t i = found - 4; i < found; ++i) {
      digits = digits && text[i] >= '0' && text[i] <= '9';
      year = year * 10 + (text[i] - '0');
    }
    if (digits && year >= 2000 && year <= static_cast<int>(today.year())) ++times[year];
  }
  int out = 0, most = 0;
  for (const auto& [year, count] : times)
    if (count >= most) {
      out = year;
      most = count;
    }
  return out;
}

std::vector<Difference> find_differences(const std::string& text,
                                         const std::vector<base::Span>& live, int year,
                                         const Known& known) {
  constexpr std::size_t kFoundMax = 100;
  std::vector<Difference> out;
  std::set<std::pair<std::string, std::string>> told;
  for (const auto& figure : figures_of(text)) {
    if (figure.name.empty() || figure.unit.empty() || is_live(figure.span, live)) continue;
    if (says_something_else(text, figure, year)) continue;
    const auto [name, now] = find_known(text, figure, known);
    if (now.empty() || !differs(text, figure, now)) continue;
    const std::string written(figure.span.of(text));
    if (!told.emplace(name, written).second) continue;
    out.push_back({name, written, now, figure.unit, figure.text, line_of(text, figure.span.from)});
    if (out.size() == kFoundMax) break;
  }
  return out;
}

} // namespace plumb::report
