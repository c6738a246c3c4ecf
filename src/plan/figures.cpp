// SPDX-License-Identifier: Apache-2.0
#include "figures_name.hpp"
#include "figures_number.hpp"
#include "figures_table.hpp"

#include <plumb/base/utf8.hpp>
#include <plumb/plan/figures.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace plumb::plan {

namespace {

using namespace figures;
using U32 = std::u32string_view;

// The clause that is shown with a figure, to either side: a text without punctuation must not be
// copied once per number.
constexpr std::size_t kClauseMax = 100;

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
bool is_letter(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}
bool is_dash(char32_t c) {
  return c == U'-' || c == U'—' || c == U'–' || c == U'~' || c == U'－' || c == U'―' || c == U'～';
}
bool is_sign(char32_t c) {
  return c == U'+' || c == U'×' || c == U'*' || c == U'/' || c == U'·' || c == U'•' || c == U':';
}

/// One number with its unit, before it has a name.
struct Counted {
  Number number;
  std::size_t until = 0;
  std::string unit;
  bool approximate = false;
  bool range_from = false; ///< 5 of 5-10台: counts what the other end counts
};

bool is_year(const Number& number) {
  return number.until - number.from == 4 && number.value.scale == 0 && number.value.units >= 1900 &&
         number.value.units <= 2099;
}

/// Verbs and words of amount after which 两个, 三项 are counted; elsewhere they are names
/// (三项制度).
bool follows_counting(const Line& line, std::size_t i) {
  constexpr auto kWords = std::to_array<U32>(
      {U"共",   U"了",   U"计",   U"新增", U"新建", U"建成", U"设立", U"成立", U"完成",
       U"开展", U"制定", U"出台", U"召开", U"举办", U"组织", U"审议", U"修订", U"废止",
       U"印发", U"查处", U"办理", U"受理", U"发现", U"提出", U"立案", U"取消", U"下放",
       U"承接", U"组建", U"培育", U"约",   U"近",   U"达",   U"有",   U"为",   U"选聘",
       U"聘请", U"配备", U"表彰", U"发布", U"公布", U"整改", U"解决", U"开设", U"打造",
       U"创建", U"获评", U"评选", U"纠正", U"撤销", U"化解", U"处理"});
  while (i > 0 && base::is_blank(line.at(i - 1)))
    --i;
  return std::any_of(kWords.begin(), kWords.end(), [&](U32 word) { return line.ends_at(i, word); });
}

/// Small Chinese numbers are mostly words (一是, 三项制度, 两法衔接, 十分); few are figures.
bool counts_in_chinese(const Line& line, const Number& number, const Unit& unit) {
  constexpr auto kPlainUnits = std::to_array<std::string_view>(
      {"次", "件", "名", "场", "起",   "家",   "份",   "户", "篇",   "台",
       "辆", "册", "宗", "例", "批次", "场次", "人次", "倍", "小时", "工作日"});
  if (begins_word(line, number.until) || unit.text == "分" || unit.text == "字") return false;
  const char32_t after = line.at(unit.until);
  // 十二届八次全会, 第三次会议: which one, not how many.
  if (line.before(number.from) == U'届' || line.holds(unit.until, U"全会")) return false;
  if (after == U'门' || after == U'曲' || after == U'班' || after == U'制') return false;
  if (number.approximate || number.value.units > 10 || number.value.scale > 0) return true;
  if (number.value.units <= 1) return false;
  if (follows_counting(line, number.from)) return true;
  return std::find(kPlainUnits.begin(), kPlainUnits.end(), unit.text) != kPlainUnits.end();
}

/// Article, date, time, telephone, document or model number: what stands right before tells.
bool is_part_of_a_name(const Line& line, std::size_t i) {
  std::size_t at = i;
  while (at > 0 && base::is_blank(line.at(at - 1)))
    --at;
  const char32_t before = line.before(at);
  if (before == U'第' || (before == U'之' && line.before(at - 1) != U'分') ||
      line.ends_at(at, U"前") || line.ends_at(at, U"编号"))
    return true;
  if (at != i) return false;
  if (is_letter(before) || before == U'〔' || before == U'[' || before == U'#' || before == U'№')
    return true;
  if (is_dash(before) || is_sign(before) || before == U'.')
    return is_digit(line.before(i - 1)) || is_letter(line.before(i - 1)) || before == U'+' ||
           before == U'×';
  return false;
}

/// What follows the digits makes them part of a name: 1+3, 2021-06-30, 5G, 3·15.
bool goes_on_as_name(const Line& line, std::size_t until) {
  const char32_t after = line.at(until), next = line.at(until + 1);
  if (is_letter(after)) return true;
  if (after == U'+' || after == U'×' || after == U'*') return true;
  return (is_sign(after) || is_dash(after)) && (is_digit(next) || is_letter(next));
}

class Reader {
public:
  Reader(const text::Text& text, std::vector<Figure>& out) : text_(text), out_(out) {}

  void read(base::Span span, const CellContext* cell) {
    const Line line(text_.text, span);
    cell_ = cell;
    clause_from_ = previous_until_ = clause_name_from_ = clause_name_until_ = 0;
    figure_in_clause_ = false;
    std::vector<Counted> found;
    for (std::size_t i = 0; i < line.size();) {
      const std::size_t start = i;
      if (ends_clause(line, i) && !is_inside_number(line, i)) {
        flush(line, found, i);
        start_clause(i);
        ++i;
        continue;
      }
      if (line.masked(i)) {
        ++i;
        continue;
      }
      if (is_digit(line.at(i)))
        i = arabic(line, i, found);
      else if (is_chinese_digit(line.at(i)) || line.holds(i, U"百分之"))
        i = chinese(line, i, found);
      i = std::max(i, start + 1);
    }
    flush(line, found, line.size());
  }

private:
  static bool is_inside_number(const Line& line, std::size_t i) {
    return is_digit(line.before(i)) && is_digit(line.at(i + 1)) && line.at(i) == U':';
  }

  void start_clause(std::size_t stop) {
    // A clause without figures may name those of the next: 办理行政复议案件,共73件.
    clause_name_from_ = clause_from_;
    clause_name_until_ = figure_in_clause_ ? clause_from_ : stop;
    clause_from_ = previous_until_ = stop + 1;
    figure_in_clause_ = false;
  }

  /// Reads the number at `i`; returns where to go on.
  std::size_t arabic(const Line& line, std::size_t i, std::vector<Counted>& found) {
    std::size_t end = i;
    while (is_digit(line.at(end)))
      ++end;
    if (is_part_of_a_name(line, i)) return skip_number(line, end);
    auto number = read_digits(line, i);
    if (number && is_list_number(line, *number)) number = read_digits(line, end + 1);
    if (!number) return end;
    if (line.at(i) == U'0' && is_digit(line.at(i + 1))) return number->until; // 0512…
    if (const auto range = read_range(line, *number, found)) return *range;
    if (goes_on_as_name(line, number->until)) return skip_number(line, number->until);
    const bool overlaps = !found.empty() && found.back().until + 3 > i;
    if (line.ends_at(i, U"百分之") && !overlaps) {
      number->percent = true;
      number->from = i - 3;
    }
    return take(line, *number, found);
  }

  std::size_t chinese(const Line& line, std::size_t i, std::vector<Counted>& found) {
    std::size_t end = i;
    while (is_chinese_digit(line.at(end)))
      ++end;
    if (line.before(i) == U'第' || line.before(i) == U'之' || line.before(i) == U'前' ||
        line.before(i) == U'几' || line.before(i) == U'数' || line.before(i) == U'上')
      return end;
    if (line.holds(i, U"百分之") && is_digit(line.at(i + 3))) return i + 3;
    const auto number = read_chinese(line, i);
    if (!number) return end;
    if (number->percent) return take(line, *number, found);
    const auto unit = read_unit(line, number->until);
    if (!unit || !counts_in_chinese(line, *number, *unit)) return std::max(end, number->until);
    return take(line, *number, found);
  }

  /// 1.5个部门 at the start of a line is item 1 and 5 departments.
  static bool is_list_number(const Line& line, const Number& number) {
    if (number.value.scale == 0 || number.from > 3) return false;
    for (std::size_t i = 0; i < number.from; ++i)
      if (!base::is_blank(line.at(i)) && line.at(i) != U'(') return false;
    const auto unit = read_unit(line, number.until);
    return unit && unit->text != "%" && unit->text != "倍" && unit->text != "元" &&
           line.before(number.until) >= U'0' && line.before(number.until) <= U'9';
  }

  static std::size_t skip_number(const Line& line, std::size_t i) {
    while (is_digit(line.at(i)) || is_letter(line.at(i)) ||
           ((is_sign(line.at(i)) || is_dash(line.at(i)) || line.at(i) == U'.') &&
            (is_digit(line.at(i + 1)) || is_letter(line.at(i + 1)))))
      ++i;
    return i;
  }

  /// 5-10件, 5至10件: two figures with the unit of the second; 2016—2020年 is none.
  std::optional<std::size_t> read_range(const Line& line, const Number& low,
                                        std::vector<Counted>& found) {
    const char32_t between = line.at(low.until);
    if (!is_dash(between) && between != U'至') return std::nullopt;
    std::size_t at = low.until + 1;
    while (is_dash(line.at(at)) && at < low.until + 3)
      ++at;
    if (!is_digit(line.at(at))) return std::nullopt;
    const auto high = read_digits(line, at);
    if (!high) return std::nullopt;
    const auto unit = read_unit(line, high->until);
    const bool dated = is_year(low) || is_year(*high);
    if (!unit || dated || begins_word(line, high->until) || line.at(at) == U'0')
      return skip_number(line, low.until + 1);
    found.push_back({low, low.until, unit->text, true, true});
    found.push_back({*high, unit->until, unit->text, true, false});
    return unit->until;
  }

  std::size_t take(const Line& line, Number number, std::vector<Counted>& found) {
    if (number.percent) {
      found.push_back(
          {number, number.until, "%", is_approximate(line, number.from, number.until), false});
      return number.until;
    }
    const auto unit = read_unit(line, number.until);
    if (!unit) {
      if (stands_alone(line, number)) found.push_back({number, number.until, {}, false, false});
      return number.until;
    }
    const bool word = begins_word(line, number.until) && unit->text != "部门" &&
                      (is_year(number) || line.at(number.until) == U'分');
    const bool time = unit->text == "分" &&
                      (line.before(number.from) == U'时' || line.before(number.from) == U'点');
    // 24小时 says "always".
    const bool always = unit->text == "小时" && number.value.units == 24 && number.value.scale == 0;
    if (word || time || always) return number.until;
    if (unit->text == "%" && is_dash(line.before(number.from)) &&
        !is_digit(line.before(number.from - 1))) {
      number.value.units = -number.value.units;
      --number.from;
    }
    // 无1件 says that there was none.
    if (number.value == base::Decimal{1, 0} && line.before(number.from) == U'无')
      number.value.units = 0;
    const bool rough = number.approximate || is_approximate(line, number.from, unit->until);
    found.push_back({number, unit->until, unit->text, rough, false});
    return unit->until;
  }

  /// A number without a unit is a figure where a value is stated (满意度指数为98.5) or in a table.
  bool stands_alone(const Line& line, const Number& number) const {
    if (cell_ != nullptr && cell_->only_number) return !is_year(number);
    if (number.until < line.size() && !ends_clause(line, number.until)) return false;
    if (is_year(number) || number.approximate || number.from == 0) return false;
    const char32_t before = line.before(number.from);
    return before == U'为' || before == U'达' || line.ends_at(number.from, U"达到");
  }

  void flush(const Line& line, std::vector<Counted>& found, std::size_t clause_until) {
    for (std::size_t i = 0; i < found.size(); ++i) {
      const std::size_t next = i + 1 < found.size() ? found[i + 1].number.from : clause_until;
      add(line, found[i], clause_until, next);
      if (i > 0 && found[i - 1].range_from) out_[out_.size() - 2].name = out_.back().name;
      previous_until_ = found[i].until;
      figure_in_clause_ = true;
    }
    found.clear();
  }

  void add(const Line& line, const Counted& counted, std::size_t clause_until, std::size_t next) {
    Figure figure;
    const Place place{
        std::max(clause_from_, counted.number.from - std::min(counted.number.from, kClauseMax)),
        std::min(clause_until, counted.until + kClauseMax),
        counted.number.from,
        counted.until,
        previous_until_,
        next,
        counted.unit == "%" || counted.unit == "‰" || counted.unit == "百分点"};
    figure.name = name_of(line, place);
    if (figure.name.empty()) figure.name = inherited_name(line);
    figure.value = counted.number.value;
    figure.unit = counted.unit;
    figure.approximate = counted.approximate;
    figure.span = line.bytes(counted.number.from, counted.until);
    const base::Span clause = line.bytes(place.clause_from, place.clause_until);
    figure.text = base::trim(clause.of(text_.text));
    if (cell_ != nullptr && cell_->only_number) {
      figure.name = cell_->name;
      if (figure.unit.empty()) figure.unit = cell_->unit;
    }
    out_.push_back(std::move(figure));
  }

  std::string inherited_name(const Line& line) const {
    if (figure_in_clause_) return out_.back().name;
    const std::size_t from =
        std::max(clause_name_from_, clause_name_until_ - std::min(clause_name_until_, kClauseMax));
    return clause_name_until_ > from ? name_of_clause(line, from, clause_name_until_)
                                     : std::string();
  }

  const text::Text& text_;
  std::vector<Figure>& out_;
  const CellContext* cell_ = nullptr;
  std::size_t clause_from_ = 0, previous_until_ = 0;
  std::size_t clause_name_from_ = 0, clause_name_until_ = 0;
  bool figure_in_clause_ = false;
};

} // namespace

std::vector<Figure> read_figures(const text::Text& text) {
  std::vector<Figure> out;
  Reader reader(text, out);
  const std::vector<CellContext> cells = cell_contexts(text);
  auto cell = cells.begin();
  const std::string_view all = text.text;
  for (std::size_t from = 0; from < all.size();) {
    const std::size_t until = std::min(all.find('\n', from), all.size());
    const base::Span span{static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(until)};
    while (cell != cells.end() && cell->span.until <= span.from)
      ++cell;
    const bool inside = cell != cells.end() && cell->span.from < span.until;
    reader.read(span, inside ? &*cell : nullptr);
    from = until + 1;
  }
  return out;
}

std::string to_json(const std::vector<Figure>& figures, const text::Text& text) {
  const base::CodePointIndex index(text.text);
  const auto quoted = [](const std::string& words) {
    return nlohmann::json(words).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  };
  std::string out = "[";
  for (const Figure& figure : figures) {
    const base::Span span = index.code_points(figure.span);
    // By hand, since the exact decimal must not pass through a floating-point number.
    out += out.size() > 1 ? ",\n" : "\n";
    out += "{\"name\":" + quoted(figure.name) + ",\"value\":" + base::to_string(figure.value) +
           ",\"unit\":" + quoted(figure.unit) + ",\"text\":" + quoted(figure.text) + ",\"span\":[" +
           std::to_string(span.from) + "," + std::to_string(span.until) +
           "],\"approximate\":" + (figure.approximate ? "true" : "false") + "}";
  }
  return out + (figures.empty() ? "]" : "\n]");
}

} // namespace plumb::plan
