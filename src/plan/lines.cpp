// SPDX-License-Identifier: Apache-2.0
#include "lines.hpp"

#include "deadline.hpp"
#include "roles.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace plumb::plan {
namespace {

constexpr std::size_t kLongLine = 240;       // bytes; shorter lines hold one heading at most
constexpr std::size_t kLongestClause = 2000; // bytes of one bracket

bool is_heading_style(Style style) {
  return style == Style::Part || style == Style::Chapter || style == Style::HanComma ||
         style == Style::HanParen;
}

class Splitter {
public:
  Splitter(std::string_view text, std::vector<Line>& out) : text_(text), out_(out) {}

  void line(Span span) {
    span = trimmed(span);
    if (span.empty()) return;
    const Marker marker = marker_of(span);
    const bool may_list = marker.style == Style::Arabic || marker.style == Style::ArabicParen;
    const bool may_hold = may_list || is_heading_style(marker.style);
    if (span.size() < kLongLine && !(may_hold && has_any(span.of(text_), {";", "；"}))) {
      push(span, marker, false);
      return;
    }
    cuts_.clear();
    if (may_list && find_list(span, marker)) {
      std::uint32_t from = span.from;
      for (const std::uint32_t cut : cuts_) {
        push_item({from, cut});
        from = cut;
      }
      push_item({from, span.until});
      return;
    }
    if (const Span list = list_behind_heading(span, marker); !list.empty()) {
      cuts_.clear();
      if (find_list(list, read_marker(text_, list))) {
        push_item({span.from, list.from});
        std::uint32_t from = list.from;
        for (const std::uint32_t cut : cuts_) {
          push_item({from, cut});
          from = cut;
        }
        push_item({from, span.until});
        return;
      }
    }
    cuts_.clear();
    if (span.size() < kLongLine) {
      push(span, marker, false);
      return;
    }
    if (!find_cuts(span, marker)) {
      push(span, marker, false);
      return;
    }
    std::uint32_t from = span.from;
    for (std::size_t c = 0, all = cuts_.size(); c < all; ++c) {
      const std::uint32_t cut = cuts_[c]; // a piece may append its own behind
      piece({from, cut});
      from = cut;
    }
    piece({from, span.until});
  }

private:
  Span trimmed(Span span) const {
    // Lines mostly begin and end with a character; the general trim decodes more.
    return base::trim(text_, span);
  }

  void push(Span span, const Marker& marker, bool run_on) {
    Line line;
    line.span = span;
    line.marker = marker;
    line.run_on = run_on;
    out_.push_back(line);
  }

  void push_item(Span span) {
    span = trimmed(span);
    if (!span.empty()) push(span, marker_of(span), true);
  }

  /// A part of a run-on text, which may hold a list itself.
  void piece(Span span) {
    span = trimmed(span);
    if (span.empty()) return;
    const Marker marker = marker_of(span);
    if (marker.style != Style::Arabic || !has_any(span.of(text_), {";", "；"})) {
      push(span, marker, true);
      return;
    }
    const std::size_t outer = cuts_.size();
    if (!find_list(span, marker)) cuts_.resize(outer);
    std::uint32_t from = span.from;
    for (std::size_t c = outer; c < cuts_.size(); ++c) {
      push_item({from, cuts_[c]});
      from = cuts_[c];
    }
    push_item({from, span.until});
    cuts_.resize(outer);
  }

  /// A bullet, or a character that was lost, may stand before the number.
  Marker marker_of(Span span) const {
    for (auto c = glyph(text_, span.from); span.from < span.until; c = glyph(text_, span.from)) {
      const bool bullet = (c.value >= U'■' && c.value <= U'◿') || c.value == U'★' ||
                          c.value == U'☆' || c.value == U'•' || c.value == '*' || c.value == '#' ||
                          (c.value >= 0xE000 && c.value <= 0xF8FF) || c.value == 0xFFFD ||
                          is_space(c.value);
      if (!bullet) break;
      span.from += c.size;
    }
    return read_marker(text_, span);
  }

  /// 一、转变职能。1、…;2、…: from the 1 on, if nothing but a short heading stands before it.
  Span list_behind_heading(Span span, const Marker& marker) const {
    if (!is_heading_style(marker.style)) return {};
    std::size_t letters = 0;
    for (std::size_t i = marker.end; i < span.until && letters < 30; ++letters) {
      const auto c = glyph(text_, i);
      i += c.size;
      if (!is_full_stop(c.value) && !is_colon(c.value) && !is_space(c.value)) continue;
      const Span rest{static_cast<std::uint32_t>(skip_spaces(text_, i, span.until)), span.until};
      const Marker first = read_marker(text_, rest);
      const bool list = first.style == Style::Arabic || first.style == Style::ArabicParen;
      if (list && first.value == 1 && letters >= 3) return rest;
      if (is_full_stop(c.value)) return {};
    }
    return {};
  }

  /// 1、…;2、…;3、… in one paragraph: the numbers continue by one, each behind a mark that ends the
  /// item before it. Other headings in the line are not a list's business.
  bool find_list(Span span, const Marker& first) {
    int last = first.value;
    char32_t previous = 0;
    bool semicolons = false;
    for (std::size_t i = first.end; i < span.until;) {
      const auto c = glyph(text_, i);
      if (is_space(c.value)) {
        i += c.size;
        continue;
      }
      const bool may_begin = is_semicolon(previous) || is_full_stop(previous);
      if (may_begin && ((c.value >= '0' && c.value <= '9') || is_open(c.value) ||
                        is_han_numeral_start(c.value) || c.value == U'第')) {
        const Marker marker = read_marker(text_, {static_cast<std::uint32_t>(i), span.until});
        if (marker.style == first.style && marker.value == last + 1) {
          cuts_.push_back(static_cast<std::uint32_t>(i));
          semicolons = semicolons || is_semicolon(previous);
          last = marker.value;
          previous = 0;
          i = std::max<std::size_t>(marker.end, i + c.size);
          continue;
        }
        if (is_heading_style(marker.style)) return false;
      }
      previous = c.value;
      i += c.size;
    }
    return semicolons;
  }

  /// Places inside a long line where another heading begins. False if it is one paragraph.
  bool find_cuts(Span span, const Marker& first) {
    std::array<int, kStyles> last{};
    std::array<int, kStyles> latest{}; // numbers may run on across areas
    if (first.style != Style::None) last[static_cast<std::size_t>(first.style)] = first.value;
    bool heading = false;
    bool next_sibling = false;
    int run = 0; // 1. 2. 3. …
    int longest_run = 0;
    std::size_t since = 0; // letters since the last cut
    bool marks = false;    // punctuation since the last cut
    char32_t previous = 0;
    const std::size_t start = first.style == Style::None ? span.from : first.end;
    for (std::size_t i = start; i < span.until;) {
      const auto c = glyph(text_, i);
      if (is_space(c.value)) {
        const std::size_t next = skip_spaces(text_, i, span.until);
        const auto after = glyph(text_, next);
        // Blanks between Chinese characters part paragraphs of a run-on text.
        std::size_t date_end = 0;
        const bool signs_off = previous > 0x2000 && after.value < 0x80 && span.until - next < 60 &&
                               read_date(text_, next, date_end) &&
                               skip_spaces(text_, date_end, span.until) == span.until;
        const bool wide = next - i >= 2;
        if (signs_off || (previous > 0x2000 && (after.value > 0x2000 || wide) && next < span.until))
          blanks_.push_back(static_cast<std::uint32_t>(next));
        else if (is_open(after.value) && (previous > 0x2000 || is_clause_end(previous)) &&
                 read_marker(text_, {static_cast<std::uint32_t>(next), span.until}).style ==
                     Style::ArabicParen)
          blanks_.push_back(static_cast<std::uint32_t>(next));
        previous = ' ';
        i = next;
        continue;
      }
      const bool may_begin = c.value == '(' || c.value == U'（' || c.value == U'第' ||
                             c.value == U'〔' || (c.value >= '0' && c.value <= '9') ||
                             is_han_numeral_start(c.value);
      const bool sentence_before = is_full_stop(previous) || is_semicolon(previous) ||
                                   is_colon(previous) || previous == ' ' || is_close(previous) ||
                                   previous == U'》' || previous == U'”';
      if (may_begin && i > start && (sentence_before || (!marks && since >= 4 && since <= 30))) {
        const Marker marker = read_marker(text_, {static_cast<std::uint32_t>(i), span.until});
        const auto style = static_cast<std::size_t>(marker.style);
        const bool glued = !sentence_before || is_close(previous);
        const bool wanted = is_heading_style(marker.style) || marker.style == Style::Arabic;
        if (wanted && marker.value > 0 &&
            (marker.value == last[style] + 1 || marker.value == 1 ||
             marker.value == latest[style] + 1) &&
            !(glued && marker.style == Style::Arabic && !heading) && !is_semicolon(previous)) {
          if (is_heading_style(marker.style)) heading = true;
          if (marker.style == Style::Arabic)
            run = marker.value == 1 ? 1 : marker.value == run + 1 ? run + 1 : 0;
          longest_run = std::max(longest_run, run);
          if (marker.style == first.style && marker.value == first.value + 1) next_sibling = true;
          last[style] = latest[style] = marker.value;
          for (std::size_t deeper = style + 1; deeper < last.size(); ++deeper)
            last[deeper] = 0;
          cuts_.push_back(static_cast<std::uint32_t>(i));
          since = 0;
          marks = false;
          previous = 0;
          i = std::max<std::size_t>(marker.end, i + c.size);
          continue;
        }
      }
      if (sentence_before &&
          (c.value == U'效' || c.value == U'具' || c.value == U'目' || c.value == U'衡')) {
        const Label label = read_label(text_, i, span.until);
        if (label.colon && !is_role(label.kind)) cuts_.push_back(static_cast<std::uint32_t>(i));
      }
      marks = marks || is_clause_end(c.value);
      ++since;
      previous = c.value;
      i += c.size;
    }
    // A document in one line may number nothing but its tasks.
    if (longest_run >= 3 && span.size() * 3 > text_.size() * 2) heading = true;
    if (!heading && !next_sibling) {
      blanks_.clear();
      return false;
    }
    if (heading) cuts_.insert(cuts_.end(), blanks_.begin(), blanks_.end());
    blanks_.clear();
    std::sort(cuts_.begin(), cuts_.end());
    cuts_.erase(std::unique(cuts_.begin(), cuts_.end()), cuts_.end());
    return true;
  }

  static bool is_han_numeral_start(char32_t c) {
    switch (c) {
    case U'一':
    case U'二':
    case U'三':
    case U'四':
    case U'五':
    case U'六':
    case U'七':
    case U'八':
    case U'九':
    case U'十':
      return true;
    default:
      return false;
    }
  }

  std::string_view text_;
  std::vector<Line>& out_;
  std::vector<std::uint32_t> cuts_;
  std::vector<std::uint32_t> blanks_;
};

/// Start of a role label that ends at the colon `at`, glued to the sentence before or not.
std::size_t find_tail_label(std::string_view text, std::size_t from, std::size_t at) {
  const std::size_t low = at > from + 54 ? at - 54 : from;
  std::size_t start = at;
  while (start > low) {
    const auto c = glyph_before(text, start);
    if (is_clause_end(c.value) || is_space(c.value) || is_close(c.value) || is_open(c.value)) break;
    start -= c.size;
  }
  const Label label = read_label(text, start, at + 4);
  if (label.colon &&
      (is_role(label.kind) || label.kind == LabelKind::Deadline || label.kind == LabelKind::Person))
    return start;
  // …长效机制责任单位:司法局
  for (const std::string_view word :
       {"牵头单位", "责任单位", "配合单位", "牵头部门", "责任部门", "配合部门", "主办单位",
        "协办单位", "完成时限", "落实单位", "参与单位", "主要责任单位"}) {
    if (at >= low + word.size() && text.substr(at - word.size(), word.size()) == word) {
      std::size_t found = at - word.size();
      // 主要责任单位: the longer label.
      if (found >= low + 6 && text.substr(found - 6, 6) == "主要") found -= 6;
      return found;
    }
  }
  return std::string_view::npos;
}

/// 列第一位的为牵头单位, said once for the whole document.
bool says_first_leads(std::string_view words) {
  if (!has_any(words, {"第一", "首位"}) || !has(words, "牵头")) return false;
  for (const std::string_view first :
       {"首位", "第一位", "排名第一", "列第一", "第一个", "排第一", "排在第一", "位列第一",
        "第一责任单位", "第一责任部门", "第一单位", "排序第一"}) {
    const std::size_t at = words.find(first);
    if (at != std::string_view::npos && has(words.substr(at, 60), "牵头")) return true;
  }
  return false;
}

LineKind line_kind_of(const Label& label, std::size_t line_until) {
  switch (label.kind) {
  case LabelKind::Lead:
  case LabelKind::Responsible:
  case LabelKind::Supporting:
  case LabelKind::Combined:
    return LineKind::Role;
  case LabelKind::Deadline:
    return LineKind::Deadline;
  case LabelKind::Person:
    return LineKind::Person;
  case LabelKind::Goal:
    return label.colon ? LineKind::Goal : LineKind::Text;
  case LabelKind::Measures:
    return label.end >= line_until ? LineKind::Measures : LineKind::Text;
  case LabelKind::Effects:
    return label.end >= line_until ? LineKind::Effects : LineKind::Text;
  case LabelKind::None:
    break;
  }
  return LineKind::Text;
}

class ClauseFinder {
public:
  ClauseFinder(std::string_view text, Lines& out) : text_(text), out_(out) {}

  void line(std::uint32_t index) {
    Line& line = out_.lines[index];
    const bool labelled = label_line(index, line);
    if (!labelled && line.kind == LineKind::Text) inside(index, line);
    if (line.kind == LineKind::Text && line.marker.style == Style::None && !labelled)
      open_label_ = LabelKind::None;
    if (line.marker.style != Style::None) open_label_ = LabelKind::None;
  }

private:
  void add(std::uint32_t index, ClauseKind kind, LabelKind otherwise, Span whole, Span inside) {
    Clause clause;
    clause.line = index;
    clause.kind = kind;
    clause.otherwise = otherwise;
    clause.whole = whole;
    clause.inside = inside;
    out_.clauses.push_back(clause);
  }

  bool label_line(std::uint32_t index, Line& line) {
    const std::uint32_t from = line.marker.style == Style::None ? line.span.from : line.marker.end;
    // Labels open with one of few characters; most lines are told by the first.
    Label label = read_label(text_, from, line.span.until);
    if (label.kind == LabelKind::None && is_open(glyph(text_, from).value))
      return bracket_line(index, line, from);
    const bool numbered = line.marker.style != Style::None;
    if (numbered && !is_role(label.kind) && label.kind != LabelKind::Deadline) return false;
    if (label.kind != LabelKind::None && !label.colon &&
        (label.kind == LabelKind::Goal || (is_role(label.kind) && !next_is_value(index))))
      return false;
    const LineKind kind = line_kind_of(label, line.span.until);
    if (kind == LineKind::Role || kind == LineKind::Deadline || kind == LineKind::Person) {
      if (numbered) line.marker = {};
      line.kind = kind;
      open_label_ = label.kind;
      open_value_ = label.end >= line.span.until;
      last_ended_open_ = ends_open(line.span);
      add(index, ClauseKind::LabelLine, LabelKind::None, line.span, line.span);
      return true;
    }
    if (kind != LineKind::Text) {
      line.kind = kind;
      open_label_ = LabelKind::None;
      return true;
    }
    return continuation(index, line);
  }

  /// A label alone on its line counts when the next line is its value.
  bool next_is_value(std::uint32_t index) const {
    if (index + 1 >= out_.lines.size()) return false;
    const Line& next = out_.lines[index + 1];
    return next.marker.style == Style::None && next.span.size() < 300 &&
           is_unit_list(text_, next.span);
  }

  bool ends_open(Span span) const {
    const auto c = glyph_before(text_, span.until).value;
    return is_enumeration_comma(c) || is_comma(c) || is_colon(c);
  }

  /// Names that go on in the next line or cell.
  bool continuation(std::uint32_t index, Line& line) {
    if (open_label_ == LabelKind::None || line.marker.style != Style::None) return false;
    const bool short_line = line.span.size() < 400;
    const bool value = short_line && open_value_ && line.span.size() < 240;
    bool names = false;
    if (is_role(open_label_) && short_line)
      names = last_ended_open_ || is_unit_list(text_, line.span);
    if (!value && !names) return false;
    line.kind = open_label_ == LabelKind::Deadline ? LineKind::Deadline
                : open_label_ == LabelKind::Person ? LineKind::Person
                                                   : LineKind::Role;
    add(index, ClauseKind::LabelLine, open_label_, line.span, line.span);
    open_value_ = false;
    last_ended_open_ = ends_open(line.span);
    return true;
  }

  /// A line that is nothing but a bracket: (牵头单位:…).
  bool bracket_line(std::uint32_t index, Line& line, std::uint32_t from) {
    if (line.marker.style != Style::None) return false;
    const std::size_t close = find_close(text_, from, line.span.until, kLongestClause);
    if (close == std::string_view::npos) return false;
    const std::size_t behind = skip_marks(close + glyph(text_, close).size, line.span.until);
    if (behind < line.span.until) return false;
    const Span inner{from + glyph(text_, from).size, static_cast<std::uint32_t>(close)};
    if (!clause_inside(inner)) return false;
    line.kind = LineKind::Role;
    add(index, ClauseKind::Bracket, LabelKind::None, line.span, inner);
    return true;
  }

  std::size_t skip_marks(std::size_t at, std::size_t until) const {
    while (at < until) {
      const auto c = glyph(text_, at);
      if (!is_space(c.value) && !is_full_stop(c.value) && !is_semicolon(c.value) &&
          !is_comma(c.value))
        break;
      at += c.size;
    }
    return at;
  }

  bool clause_inside(Span inner) const {
    return is_role_clause(text_, inner) || is_deadline_inside(inner);
  }

  bool is_deadline_inside(Span inner) const {
    const auto words = inner.of(text_);
    if (words.size() > 90 || words.size() < 6) return false;
    if (starts_with_any(words, {"长期", "持续推进", "持续开展", "持续坚持", "全年"})) return true;
    const bool digit = digit_value(glyph(words, 0).value) >= 0 ||
                       starts_with_any(words, {"年底", "每", "上半年", "下半年", "第"});
    return digit && has_any(words, {"前", "完成", "月底", "年底"}) &&
           !has_any(words, {"《", "〔", "号", "会议", "以前年度"});
  }

  void inside(std::uint32_t index, Line& line) {
    const char* bytes = text_.data();
    for (std::size_t i = line.span.from; i < line.span.until;) {
      const auto b = static_cast<unsigned char>(bytes[i]);
      if (b >= 0x80) {
        // Only （ 【 〔 ［ and ： matter: EF BC 88, E3 80 90, E3 80 94, EF BC BB, EF BC 9A.
        const bool maybe = b == 0xEF || (b == 0xE3 && i + 2 < text_.size() &&
                                         static_cast<unsigned char>(bytes[i + 1]) == 0x80);
        if (!maybe) {
          i += b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : b >= 0xC0 ? 2 : 1;
          continue;
        }
      } else if (b != '(' && b != '[' && b != ':') {
        ++i;
        continue;
      }
      const auto c = glyph(text_, i);
      if (is_open(c.value) && i >= line.marker.end) {
        const std::size_t next = bracket(index, line, i, c.size);
        i = next > i ? next : i + c.size;
        continue;
      }
      if (is_colon(c.value)) {
        const std::size_t from =
            find_tail_label(text_, std::max(line.span.from, line.marker.end), i);
        if (from != std::string_view::npos) {
          const Span tail{static_cast<std::uint32_t>(from), line.span.until};
          if (from > line.span.from) {
            add(index, ClauseKind::Tail, LabelKind::None, tail, tail);
            const Label label = read_label(text_, from, line.span.until);
            open_label_ = label.kind;
            open_value_ = label.end >= line.span.until;
            last_ended_open_ = ends_open(line.span);
            return;
          }
        }
      }
      i += c.size;
    }
  }

  /// The place behind the bracket at `at` if it is a clause (or names no roles at all).
  std::size_t bracket(std::uint32_t index, const Line& line, std::size_t at, std::uint32_t size) {
    const std::size_t close = find_close(text_, at, line.span.until, kLongestClause);
    if (close == std::string_view::npos) return unclosed(index, line, at, size);
    const std::size_t end = close + glyph(text_, close).size;
    const Span inner{static_cast<std::uint32_t>(at + size), static_cast<std::uint32_t>(close)};
    if (inner.size() < 6) return end;
    const Span whole{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
    if (clause_inside(inner)) {
      add(index, ClauseKind::Bracket, LabelKind::None, whole, inner);
      return end;
    }
    const bool last = skip_marks(end, line.span.until) >= line.span.until;
    const bool after_sentence = is_full_stop(glyph_before(text_, at).value);
    if ((last || after_sentence) && inner.size() < 900 && is_unit_list(text_, inner))
      add(index, ClauseKind::Names, LabelKind::None, whole, inner);
    return end;
  }

  /// (牵头单位:A,责任单位:B with its closing bracket lost at the end of the line.
  std::size_t unclosed(std::uint32_t index, const Line& line, std::size_t at, std::uint32_t size) {
    if (line.span.until - at > kLongestClause) return 0;
    const Span inner{static_cast<std::uint32_t>(at + size), line.span.until};
    const Label label = read_label(text_, inner.from, inner.until);
    if (!label.colon || !is_role(label.kind)) return 0;
    add(index, ClauseKind::Bracket, LabelKind::None,
        {static_cast<std::uint32_t>(at), line.span.until}, inner);
    return line.span.until;
  }

  std::string_view text_;
  Lines& out_;
  LabelKind open_label_ = LabelKind::None;
  bool open_value_ = false;
  bool last_ended_open_ = false;
};

} // namespace

std::pair<std::size_t, std::size_t> Lines::clauses_of(std::uint32_t from,
                                                      std::uint32_t until) const {
  const auto by_line = [](const Clause& clause, std::uint32_t line) { return clause.line < line; };
  const auto first = std::lower_bound(clauses.begin(), clauses.end(), from, by_line);
  const auto last = std::lower_bound(first, clauses.end(), until, by_line);
  return {static_cast<std::size_t>(first - clauses.begin()),
          static_cast<std::size_t>(last - clauses.begin())};
}

bool is_footer(std::string_view line) {
  if (line.size() > 240) return false;
  return has_any(line,
                 {"扫一扫",    "扫描二维码",   "相关链接", "相关文档",  "相关阅读",   "相关稿件",
                  "上一篇",    "下一篇",       "版权所有", "ICP备",     "公网安备",   "网站标识码",
                  "猜你喜欢",  "推荐访问",     "返回顶部", "友情链接",  "关闭窗口",   "打印本页",
                  "技术支持:", "技术支持：",   "网站地图", "联系我们",  "智能机器人", "分享到",
                  "分享至",    "手机浏览",     "责任编辑", "相关文件:", "相关解读",   "附件下载",
                  "【关闭】",  "政府网站找错", "相关附件"});
}

bool is_chrome(std::string_view line) {
  if (line.size() > 240) return false;
  if (is_footer(line)) return true;
  return has_any(line, {"当前位置",    "您的位置", "字号",     "字体:",    "字体：",   "浏览次数",
                        "点击数",      "访问次数", "【打印",   "[打印",    "打印正文", "无障碍",
                        "设为首页",    "加入收藏", "微信扫",   "朋友圈",   "新媒体",   "欢迎访问",
                        "首页>",       "首页 >",   "首页 >",   "阅读次数", "点击量",   "浏览量",
                        "【字体",      "[字体",    "投稿作者", "网友投稿", "网站首页", "二维码",
                        "Produced By", "收藏本页", "保护视力"});
}

Lines read_lines(const text::Text& source) {
  Lines out;
  const std::string_view text = source.text;
  out.lines.reserve(text.size() / 120 + 16);
  Splitter splitter(text, out.lines);
  auto table = source.tables.begin();
  for (std::size_t from = 0; from < text.size();) {
    const void* found = std::memchr(text.data() + from, '\n', text.size() - from);
    const std::size_t until =
        found == nullptr ? text.size()
                         : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
    const std::size_t first = out.lines.size();
    splitter.line({static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(until)});
    while (table != source.tables.end() && table->span.until <= from)
      ++table;
    if (table != source.tables.end() && table->span.from <= from && from < table->span.until)
      for (std::size_t i = first; i < out.lines.size(); ++i)
        out.lines[i].kind = LineKind::Cell;
    from = until + 1;
  }
  ClauseFinder finder(text, out);
  for (std::uint32_t i = 0; i < out.lines.size(); ++i) {
    if (out.lines[i].kind == LineKind::Cell) continue;
    const auto words = out.lines[i].span.of(text);
    // Said near the beginning, in a remark, or in a bracket anywhere.
    const bool remark = i < 100 || starts_with_any(words, {"注", "备注", "说明", "以上", "*"}) ||
                        (words.size() < 240 && (has(words, "（") || has(words, "(")));
    if (!out.first_leads && remark && words.size() < 1500)
      out.first_leads = says_first_leads(words);
    finder.line(i);
  }
  return out;
}

} // namespace plumb::plan
