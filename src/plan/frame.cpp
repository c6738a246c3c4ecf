// SPDX-License-Identifier: Apache-2.0
#include "frame.hpp"

#include "numerals.hpp"
#include "sections.hpp"

#include <algorithm>

namespace plumb::plan {
namespace {

constexpr std::uint32_t kHeadLines = 400; // a title stands no further down
constexpr std::size_t kLongestTitle = 90; // characters

bool is_top_heading(const Marker& marker) {
  return marker.style == Style::Part || marker.style == Style::Chapter ||
         marker.style == Style::HanComma || marker.style == Style::HanParen ||
         marker.style == Style::Article;
}

class FrameReader {
public:
  FrameReader(const text::Text& source, const Lines& lines)
      : source_(source), text_(source.text), lines_(lines.lines) {}

  Frame read() {
    frame_.why.assign(lines_.size(), Why::None);
    frame_.body_until = static_cast<std::uint32_t>(lines_.size());
    first_heading_ = find_first_heading();
    find_wanted();
    find_title();
    find_end();
    find_number();
    find_fields();
    find_signature();
    name_head_lines();
    find_period();
    return std::move(frame_);
  }

private:
  std::string_view words(std::uint32_t line) const { return lines_[line].span.of(text_); }
  std::uint32_t count() const { return static_cast<std::uint32_t>(lines_.size()); }

  std::uint32_t find_first_heading() const {
    // The fields of a page head are a table too; only a large one may hold the tasks.
    std::uint32_t table_from = static_cast<std::uint32_t>(text_.size());
    for (const auto& table : source_.tables)
      if (table.rows >= 3 && table.columns >= 3 && table.cells.size() >= 9 &&
          !is_page_head(table)) {
        table_from = table.span.from;
        break;
      }
    for (std::uint32_t i = 0; i < count(); ++i) {
      if (lines_[i].span.from >= table_from) return i;
      if (lines_[i].kind == LineKind::Cell) continue;
      if (is_top_heading(lines_[i].marker) ||
          (lines_[i].marker.style == Style::Arabic && lines_[i].span.size() > 24))
        return i;
    }
    return count();
  }

  bool is_page_head(const text::Table& table) const {
    for (std::size_t c = 0; c < table.cells.size() && c < 40; ++c) {
      const std::string words = squeeze(table.cells[c].span.of(text_));
      if (starts_with_any(words, {"索引号", "发文字号", "文号", "成文日期", "发布日期", "主题分类",
                                  "发文机关"}))
        return true;
    }
    return false;
  }

  /// The plan's name as the notice gives it: 关于印发《X》的通知, 现将《X》印发给你们.
  void find_wanted() {
    const std::uint32_t until = std::min({count(), kHeadLines, first_heading_ + 1});
    for (std::uint32_t i = 0; i < until; ++i) {
      const auto line = words(i);
      if (line.size() > 3000) continue;
      const std::size_t issue = line.find("印发");
      if (issue == std::string_view::npos && !has(line, "现将")) continue;
      // A long line that only cites is the intro of the plan itself.
      const std::size_t open = line.find("《");
      if (open != std::string_view::npos && (open < 200 || line.size() < 600)) {
        const std::size_t close = line.find("》", open);
        if (close == std::string_view::npos) continue;
        const Span inside{lines_[i].span.from + static_cast<std::uint32_t>(open) + 3,
                          lines_[i].span.from + static_cast<std::uint32_t>(close)};
        const bool near = (issue != std::string_view::npos &&
                           (issue < open ? open - issue <= 12 : issue - close <= 240)) ||
                          has(line.substr(0, open), "现将");
        if (near && is_plan_title(inside.of(text_))) {
          if (wanted_.empty()) wanted_ = inside;
          continue;
        }
      }
      if (issue == std::string_view::npos || line.size() > 360) continue;
      // 关于印发X的通知 without 《》
      const std::size_t until_notice = line.rfind("的通知");
      if (until_notice == std::string_view::npos || until_notice < issue + 12) continue;
      const Span inside{lines_[i].span.from + static_cast<std::uint32_t>(issue) + 6,
                        lines_[i].span.from + static_cast<std::uint32_t>(until_notice)};
      if (is_plan_title(inside.of(text_)) && wanted_.empty()) wanted_ = inside;
    }
  }

  bool title_shape(std::uint32_t i) const {
    const Line& line = lines_[i];
    if (line.kind != LineKind::Text || line.marker.style != Style::None ||
        line.span.size() > kLongestTitle * 3)
      return false;
    const auto text = words(i);
    if (has_any(text, {"。", ";", "；", "首页", ">", "来源", "附件:", "附件：", "?", "？"}))
      return false;
    if (starts_with_any(text, {"附件", "现将", "各", "抄送", "经", "根据", "按照", "为", "(此件",
                               "（此件", "发文", "索引"}))
      return false;
    const auto last = glyph_before(text, text.size()).value;
    if (is_colon(last) || is_comma(last) || is_enumeration_comma(last)) return false;
    return !is_chrome(text);
  }

  void set_title(Span span) {
    // Marks of a heading (## 标题, **标题**) are no part of it.
    while (!span.empty() &&
           (text_[span.from] == '#' || text_[span.from] == '*' || text_[span.from] == ' '))
      ++span.from;
    while (!span.empty() && (text_[span.until - 1] == '*' || text_[span.until - 1] == ' '))
      --span.until;
    skip_field_name(span);
    frame_.title_span = span;
    frame_.title = squeeze(span.of(text_));
  }

  /// 标题:X, 文件名称:X of a page head.
  void skip_field_name(Span& span) const {
    std::size_t letters = 0;
    for (std::size_t i = span.from; i < span.until && letters <= 6;) {
      const auto c = glyph(text_, i);
      if (is_colon(c.value)) {
        const std::string name = squeeze(text_.substr(span.from, i - span.from));
        for (const std::string_view known :
             {"标题", "名称", "中文名", "中文名称", "文件名称", "文件名", "文件标题", "公文名称",
              "信息名称", "题目", "信息标题", "题名"})
          if (name == known)
            span.from = static_cast<std::uint32_t>(skip_spaces(text_, i + c.size, span.until));
        return;
      }
      if (!is_space(c.value)) ++letters;
      i += c.size;
    }
  }

  void find_title() {
    const std::uint32_t limit = std::min(count(), kHeadLines);
    const std::string wanted = letters_only(wanted_.of(text_));
    // The notice's plan, standing as its own line: the last such line before much text follows.
    if (!wanted.empty()) {
      bool exact = false;
      for (std::uint32_t i = 0; i < limit; ++i) {
        if (!title_shape(i)) continue;
        for (std::uint32_t j = i; j < std::min({limit, i + 3, count()}); ++j) {
          if (j > i && !title_shape(j)) break;
          const Span span{lines_[i].span.from, lines_[j].span.until};
          if (span.size() > 400) break;
          const std::string own = letters_only(span.of(text_));
          if (exact && own != wanted && i <= title_last_) continue;
          if (own == wanted ||
              (own.size() >= 18 && own.size() < wanted.size() && wanted.ends_with(own)) ||
              (own.size() > wanted.size() && own.ends_with(wanted) &&
               own.size() < wanted.size() + 60 && !has(own, "印发") && !has(own, "现将"))) {
            set_title(span);
            title_last_ = j;
            frame_.body_from = j + 1;
            exact = own == wanted;
          }
        }
      }
    }
    if (frame_.title.empty()) find_title_by_shape(limit);
    if (!frame_.title.empty() && title_last_ + 1 < count()) {
      // （2021—2025年） on a line of its own belongs to the title.
      const Line& next = lines_[title_last_ + 1];
      const auto line = next.span.of(text_);
      if (line.size() < 60 && is_open(glyph(line, 0).value) &&
          is_close(glyph_before(line, line.size()).value) && has(line, "年") &&
          !has_any(line, {"月", "日"})) {
        set_title({frame_.title_span.from, next.span.until});
        frame_.body_from = std::max(frame_.body_from, ++title_last_ + 1);
      }
    }
    if (frame_.title.empty() && !wanted_.empty()) {
      set_title(wanted_);
      frame_.title_in_body = true;
      frame_.body_from = std::min(first_heading_, count());
    }
    if (frame_.title.empty()) {
      for (const char* key : {"ArticleTitle", "title"}) {
        const auto found = source_.properties.find(key);
        if (found != source_.properties.end() && !base::trim(found->second).empty()) {
          frame_.title = squeeze(without_site(base::trim(found->second)));
          break;
        }
      }
    }
  }

  /// 方案_某县人民政府 and 方案 - 某网 of a web page's title without the name of the site.
  std::string_view without_site(std::string_view title) const {
    for (const std::string_view mark : {"_", "|", "｜", " - ", "——", "-"}) {
      const std::size_t at = mark == "——" ? title.rfind(mark) : title.find(mark);
      if (at == std::string_view::npos) continue;
      const auto before = base::trim(title.substr(0, at));
      if (count_letters(before) < 6) continue;
      const bool site = ends_with_any(
          base::trim(title), {"政府", "网", "网站", "门户", "局", "平台", "委员会", "政务公开"});
      if (site && (is_plan_title(before) || is_report_title(before) || is_other_title(before) ||
                   before.ends_with("通知")))
        return before;
    }
    return title;
  }

  bool wanted_has_end_of(std::string_view line) const {
    if (wanted_.empty() || line.size() < 18) return false;
    std::size_t from = line.size();
    for (int k = 0; k < 5; ++k)
      from -= glyph_before(line, from).size;
    return has(wanted_.of(text_), line.substr(from));
  }

  void find_title_by_shape(std::uint32_t limit) {
    const std::uint32_t until = std::min(limit, first_heading_);
    int best = 0;
    for (std::uint32_t i = 0; i < until; ++i) {
      if (!title_shape(i)) continue;
      const auto text = words(i);
      Span span = lines_[i].span;
      std::uint32_t first = i;
      const bool plan = is_plan_title(text);
      const bool other = is_report_title(text) || is_other_title(text) ||
                         base::trim(text).ends_with("通知") || text.ends_with("函");
      if (!plan && !other) continue;
      if (count_letters(text) < 4) continue;
      // A title over two or three lines begins where the line before cannot stand alone.
      for (int step = 0; step < 2 && first > 0; ++step) {
        const auto before = words(first - 1);
        const bool unfinished =
            ends_with_any(before, {"的", "和", "与", "及", "关于", "、", "建设", "工作"}) ||
            starts_with_any(before, {"关于"});
        // …or where the notice has the two lines as one name.
        const bool in_name = wanted_has_end_of(before) && !has_any(before, {"印发", "通知"});
        // (2023—2025年)实施方案 is the second line of a name.
        const bool goes_on = first == i && is_open(glyph(text, 0).value) && !unit_line(first - 1);
        const bool joins = title_shape(first - 1) && (unfinished || in_name || goes_on) &&
                           (goes_on || !is_plan_title(before)) && count_letters(before) >= 3 &&
                           (count_letters(text) < 14 || in_name || goes_on ||
                            before.ends_with("的") || before.starts_with("关于"));
        if (!joins || span.until - lines_[first - 1].span.from > 400) break;
        --first;
        span.from = lines_[first].span.from;
      }
      const bool notice = base::trim(text).ends_with("通知") || has(span.of(text_), "关于印发");
      // Later and plan-like wins: the notice comes before the plan.
      const int score = (plan && !notice ? 4 : notice ? 2 : 3);
      if (count_letters(span.of(text_)) < 6) continue;
      if (score >= best) {
        best = score;
        set_title(span);
        title_last_ = i;
        frame_.body_from = i + 1;
      }
    }
  }

  /// Where the text of the plan ends: page furniture below it.
  void find_end() {
    std::uint32_t last_heading = 0;
    for (std::uint32_t i = frame_.body_from; i < count(); ++i)
      if (is_top_heading(lines_[i].marker) || lines_[i].kind == LineKind::Cell ||
          (lines_[i].kind == LineKind::Role &&
           !starts_with_any(words(i), {"主办", "承办", "版权", "网站"})))
        last_heading = i;
    for (std::uint32_t i =
             std::max(frame_.body_from, last_heading == 0 ? frame_.body_from : last_heading + 1);
         i < count(); ++i) {
      if (!is_footer(words(i))) continue;
      frame_.body_until = i;
      break;
    }
    // 主办单位:… of the web site looks like a role line; the footer began before it.
    for (std::uint32_t i = std::max(frame_.body_from, last_heading); i < frame_.body_until; ++i) {
      const auto line = words(i);
      if (line.size() < 400 && lines_[i].marker.style == Style::None &&
          has_any(line, {"ICP备", "网站标识码", "公网安备", "版权所有", "网站主办"})) {
        std::uint32_t from = i;
        while (
            from > frame_.body_from && i - from < 3 &&
            has_any(words(from - 1), {"主办", "承办", "联系电话", "技术支持", "地址:", "地址："}) &&
            words(from - 1).size() < 240)
          --from;
        frame_.body_until = from;
        break;
      }
    }
    for (std::uint32_t i = frame_.body_until; i < count(); ++i)
      frame_.why[i] = Why::PageChrome;
  }

  // --- document number -------------------------------------------------------------------------

  /// X〔2024〕6号 with any brackets, or with one lost; the span without what precedes it.
  std::optional<Span> number_in(Span line) const {
    const auto text = line.of(text_);
    for (std::size_t at = text.find("号"); at != std::string_view::npos;
         at = text.find("号", at + 3)) {
      std::size_t i = line.from + at;
      std::size_t start = i;
      int digits = 0;
      while (start > line.from && is_space(glyph_before(text_, start).value))
        start -= glyph_before(text_, start).size;
      while (start > line.from && digit_value(glyph_before(text_, start).value) >= 0) {
        start -= glyph_before(text_, start).size;
        ++digits;
      }
      if (digits == 0) continue;
      if (glyph_before(text_, start).value == U'第') start -= 3;
      while (start > line.from && is_space(glyph_before(text_, start).value))
        start -= glyph_before(text_, start).size;
      if (is_close(glyph_before(text_, start).value))
        start -= glyph_before(text_, start).size;
      else if (digits < 5)
        continue;
      std::size_t year = start;
      int year_digits = 0;
      while (year > line.from && digit_value(glyph_before(text_, year).value) >= 0) {
        year -= glyph_before(text_, year).size;
        ++year_digits;
      }
      if (year_digits != 4) continue;
      if (year > line.from && is_open(glyph_before(text_, year).value))
        year -= glyph_before(text_, year).size;
      // The letters of the office: Chinese characters up to a blank or mark.
      std::size_t from = year;
      int letters = 0;
      while (from > line.from && letters < 16) {
        const auto c = glyph_before(text_, from);
        if (!base::is_han(c.value) && !(c.value >= 'A' && c.value <= 'Z')) break;
        from -= c.size;
        ++letters;
      }
      if (letters < 2) continue;
      return Span{static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(i + 3)};
    }
    return std::nullopt;
  }

  void find_number() {
    const std::uint32_t until =
        std::min({count(), kHeadLines, std::max(frame_.body_from, first_heading_) + 1});
    int best = 0;
    for (std::uint32_t i = 0; i < until; ++i) {
      const auto line = words(i);
      if (line.size() > 400 || !has(line, "号")) continue;
      for (const std::string_view label : {"发文字号", "文号", "文件编号", "文件字号", "字号"}) {
        const std::string squeezed = squeeze(line);
        const std::size_t at = line.find(label);
        if (at == std::string_view::npos || best >= 3) continue;
        const Span rest{lines_[i].span.from + static_cast<std::uint32_t>(at + label.size()),
                        lines_[i].span.until};
        if (const auto found = number_in(rest)) {
          take_number(*found);
          best = 3;
        }
      }
      if (best >= 2) continue;
      const auto found = number_in(lines_[i].span);
      if (!found) continue;
      // Its own line (perhaps in brackets), not a citation in a sentence.
      const auto outside = squeeze(std::string(line.substr(0, found->from - lines_[i].span.from)) +
                                   std::string(line.substr(found->until - lines_[i].span.from)));
      if (best == 0 && stands_alone(lines_[i].span, *found)) {
        take_number(*found);
        best = 1;
      }
      if (letters_only(outside).size() > 30 || has_any(line, {"《", "通知", "。"})) continue;
      if (!letters_only(outside).empty() && has_any(outside, {"索引", "发布", "日期"}) == false &&
          letters_only(outside).size() > 12)
        continue;
      take_number(*found);
      best = 2;
    }
    // A field whose value stands in the next line or cell.
    if (best == 0)
      for (std::uint32_t i = 0; i + 1 < until; ++i) {
        const std::string line = squeeze(words(i));
        if (line.size() > 24 ||
            !starts_with_any(line, {"文号", "发文字号", "文件编号", "文件字号"}))
          continue;
        if (const auto found = number_in(lines_[i + 1].span)) take_number(*found);
      }
  }

  /// Between blanks, in a document whose lines were joined.
  bool stands_alone(Span line, Span number) const {
    const bool before =
        number.from == line.from || is_space(glyph_before(text_, number.from).value);
    const bool behind = number.until >= line.until || is_space(glyph(text_, number.until).value);
    return before && behind;
  }

  void take_number(Span span) {
    frame_.document_number_span = span;
    frame_.document_number = squeeze(span.of(text_));
  }

  // --- fields of the page head -------------------------------------------------------------------

  /// The value behind a field name in a line: up to two blanks or the next field.
  std::optional<Span> field(std::uint32_t i, std::string_view name) const {
    const auto line = words(i);
    const std::size_t at = line.find(name);
    if (at == std::string_view::npos) return std::nullopt;
    // A field name begins the line or stands behind a blank.
    if (at > 0 && !is_space(glyph_before(line, at).value) &&
        !is_close(glyph_before(line, at).value))
      return std::nullopt;
    std::size_t from = lines_[i].span.from + at + name.size();
    bool colon = false;
    for (auto c = glyph(text_, from);
         from < lines_[i].span.until &&
         (is_space(c.value) || is_colon(c.value) || is_close(c.value) || c.value == '|');
         c = glyph(text_, from)) {
      colon = colon || is_colon(c.value) || is_space(c.value) || c.value == '|';
      from += c.size;
    }
    if (from >= lines_[i].span.until) {
      if (i + 1 < count() && words(i + 1).size() < 120 &&
          lines_[i + 1].marker.style != Style::HanComma)
        return lines_[i + 1].span;
      return std::nullopt;
    }
    if (!colon) return std::nullopt;
    std::size_t until = from;
    while (until < lines_[i].span.until && !is_space(glyph(text_, until).value) &&
           glyph(text_, until).value != '|')
      until += glyph(text_, until).size;
    return Span{static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(until)};
  }

  void find_fields() {
    const std::uint32_t until = std::min(
        {count(), kHeadLines, std::max(frame_.body_from, std::min(first_heading_, count()))});
    int date_rank = 0;
    for (std::uint32_t i = 0; i < until; ++i) {
      if (words(i).size() > 400) continue;
      for (const std::string_view name :
           {"发文机关", "发布机构", "发文单位", "责任部门", "制发机关", "发布机关", "发文机构",
            "公开机构", "公开主体", "发布单位", "制定机关", "信息来源"}) {
        if (!frame_.issuer.empty()) break;
        const auto value = field(i, name);
        if (!value || count_letters(value->of(text_)) < 3 || count_letters(value->of(text_)) > 40 ||
            has(value->of(text_), "http"))
          continue;
        frame_.issuer_span = *value;
        frame_.issuer = squeeze(value->of(text_));
      }
      const std::pair<std::string_view, int> kDates[] = {
          {"成文日期", 4}, {"发文日期", 4}, {"生成日期", 3}, {"印发日期", 3}, {"制发日期", 3},
          {"发布日期", 2}, {"公开日期", 2}, {"发布时间", 2}, {"时间", 1},     {"日期", 1}};
      for (const auto& [name, rank] : kDates) {
        if (rank <= date_rank) continue;
        const auto value = field(i, name);
        if (!value) continue;
        std::size_t end = 0;
        const auto date = read_date(text_, value->from, end);
        if (!date) continue;
        frame_.issued_on = date;
        frame_.issued_on_span = {value->from, static_cast<std::uint32_t>(end)};
        date_rank = rank;
      }
    }
    own_date_field_ = date_rank >= 4;
  }

  /// A line that is nothing but a date.
  std::optional<base::Date> date_line(std::uint32_t i, Span& span) const {
    const Span line = lines_[i].span;
    if (line.size() > 90) return std::nullopt;
    std::size_t at = line.from;
    if (is_open(glyph(text_, at).value)) at += glyph(text_, at).size;
    std::size_t end = 0;
    const auto date = read_date(text_, at, end);
    if (!date) return std::nullopt;
    const auto rest = letters_only(text_.substr(end, line.until - end));
    if (!rest.empty() && !has_any(rest, {"印发", "发布"})) return std::nullopt;
    span = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
    return date;
  }

  bool unit_line(std::uint32_t i) const {
    const auto line = words(i);
    if (line.size() > 150 || lines_[i].marker.style != Style::None ||
        lines_[i].kind == LineKind::Cell)
      return false;
    std::string name = squeeze(line);
    for (const std::string_view tail :
         {"(代章)", "（代章）", "(代)", "（代）", "(章)", "（章）", "(盖章)", "（盖章）"})
      if (name.ends_with(tail)) name.resize(name.size() - tail.size());
    if (has_any(name, {"。", ":", "：", ",", "，", "《"})) return false;
    return ends_with_any(name,
                         {"局",   "委",   "办",     "厅",   "政府", "办公室", "委员会", "小组",
                          "中心", "院",   "部",     "署",   "会",   "处",     "站",     "乡",
                          "镇",   "街道", "办事处", "党组", "支队", "大队",   "公司"});
  }

  void find_signature() {
    // Of the notice, before the plan's own title; or at the very end.
    bool found = false;
    const std::uint32_t head_until = std::min(frame_.body_from, count());
    for (std::uint32_t i = 0; i < head_until && !found; ++i)
      found = sign(i, 0);
    const std::uint32_t tail_from =
        frame_.body_until > frame_.body_from + 12 ? frame_.body_until - 12 : frame_.body_from;
    for (std::uint32_t i = frame_.body_until; i > tail_from; --i) {
      if (!sign(i - 1, frame_.body_from)) continue;
      // What follows the signature (copies, attachments) is no task either.
      std::uint32_t from = i - 1;
      while (from > frame_.body_from && i - from < 4 && unit_line(from - 1))
        --from;
      for (std::uint32_t k = from; k < frame_.body_until; ++k)
        frame_.why[k] = k < i ? Why::Signature : Why::Attachment;
      break;
    }
    // 附件:… after the last section.
    for (std::uint32_t i = frame_.body_until; i > tail_from; --i) {
      const auto line = words(i - 1);
      if (!line.starts_with("附件") || line.size() > 400 || lines_[i - 1].kind == LineKind::Cell)
        continue;
      bool only_names = true;
      for (std::uint32_t k = i; k < frame_.body_until; ++k)
        only_names = only_names && words(k).size() < 240 && lines_[k].kind != LineKind::Cell;
      if (!only_names) break;
      for (std::uint32_t k = i - 1; k < frame_.body_until; ++k)
        if (frame_.why[k] == Why::None) frame_.why[k] = Why::Attachment;
      break;
    }
    while (frame_.body_until > frame_.body_from && frame_.why[frame_.body_until - 1] != Why::None)
      --frame_.body_until;
    if (frame_.issued_on) {
      frame_.dates.issued_on = frame_.issued_on;
    }
  }

  bool sign(std::uint32_t i, std::uint32_t lowest) {
    Span span;
    const auto date = date_line(i, span);
    if (!date) return false;
    const bool named = i > lowest && unit_line(i - 1);
    const bool bracketed = is_open(glyph(text_, lines_[i].span.from).value);
    if (!named && !bracketed) return false;
    if (!own_date_field_) {
      frame_.issued_on = date;
      frame_.issued_on_span = span;
      own_date_field_ = true;
    }
    if (named) {
      Span unit = lines_[i - 1].span;
      for (const std::string_view tail :
           {"(代章)", "（代章）", "(盖章)", "（盖章）", "(章)", "（章）"})
        if (unit.of(text_).ends_with(tail)) unit.until -= static_cast<std::uint32_t>(tail.size());
      unit = base::trim(text_, unit);
      frame_.issuer_span = unit;
      frame_.issuer = squeeze(unit.of(text_));
      frame_.why[i - 1] = Why::Signature;
    }
    frame_.why[i] = Why::Signature;
    return true;
  }

  void name_head_lines() {
    const std::uint32_t until = std::min(frame_.body_from, count());
    bool notice = false;
    for (std::uint32_t i = 0; i < until; ++i) {
      if (frame_.why[i] != Why::None) continue;
      const auto line = words(i);
      const auto last = glyph_before(line, line.size()).value;
      const bool addressee = is_colon(last) && line.size() > 12 &&
                             has_any(line, {"各", "局", "办", "政府", "单位", "部门", "委"});
      if (has_any(line, {"索引号", "索 引 号", "文号", "发布日期", "成文日期", "发文机关",
                         "公开方式", "效力状态", "责任部门", "主题分类", "所属分类", "发文字号",
                         "有效性", "体裁分类", "公文名称"}) &&
          line.size() < 400)
        frame_.why[i] = Why::DocumentHead;
      else if (addressee ||
               has_any(line, {"印发给你们", "印发你们", "贯彻落实", "认真组织实施", "贯彻执行",
                              "此件", "的通知", "遵照执行"}) ||
               notice)
        frame_.why[i] = is_chrome(line) ? Why::PageChrome : Why::Notice;
      else
        frame_.why[i] = Why::PageChrome;
      notice = notice || addressee;
    }
    // Between title and first heading: the plan's own introduction, or the notice if there is no
    // other text with the title.
    const std::uint32_t heading = std::min(first_heading_after(), frame_.body_until);
    for (std::uint32_t i = frame_.body_from; i < heading; ++i) {
      if (frame_.why[i] != Why::None) continue;
      const auto line = words(i);
      const auto last = glyph_before(line, line.size()).value;
      if (is_chrome(line) && line.size() < 200)
        frame_.why[i] = Why::PageChrome;
      else if (is_colon(last) && line.size() < 600 &&
               starts_with_any(line, {"各", "区", "市", "县", "机关"}))
        frame_.why[i] = Why::Notice;
      else if (has_any(line,
                       {"印发给你们", "印发你们", "此件公开", "此件主动公开", "此件依申请"}) &&
               line.size() < 900)
        frame_.why[i] = Why::Notice;
    }
  }

  std::uint32_t first_heading_after() const {
    for (std::uint32_t i = frame_.body_from; i < count(); ++i)
      if (lines_[i].marker.style != Style::None || lines_[i].kind == LineKind::Cell) return i;
    return count();
  }

  // --- period ------------------------------------------------------------------------------------

  void find_period() {
    const std::string_view title = frame_.title;
    int from = 0;
    int until = 0;
    for (std::size_t i = 0; i < title.size();) {
      const auto number = read_number(title, i);
      if (!number || number->value < 1990 || number->value > 2099) {
        i += number ? number->size : glyph(title, i).size;
        continue;
      }
      i += number->size;
      const bool year_word = starts(title, i, "年");
      std::size_t j = year_word ? i + 3 : i;
      std::size_t mark = 0;
      for (const std::string_view m : {"——", "—", "-", "－", "至", "到", "~", "～", "–"})
        if (starts(title, j, m)) {
          mark = j + m.size();
          break;
        }
      const auto second = mark > 0 ? read_number(title, mark) : std::nullopt;
      if (second && second->value >= number->value && second->value <= 2099) {
        from = number->value;
        until = second->value;
        break;
      }
      // 20162020年 lost its dash; a single number needs its 年.
      if (year_word && from == 0) from = until = number->value;
    }
    if (from == 0)
      for (const auto& [word, start] : std::initializer_list<std::pair<std::string_view, int>>{
               {"十三五", 2016}, {"十四五", 2021}, {"十五五", 2026}})
        if (has(title, word)) {
          from = start;
          until = start + 4;
        }
    if (from != 0) {
      frame_.period_from = base::make_date(from, 1, 1);
      frame_.period_until = base::make_date(until, 12, 31);
    }
    if (from != 0 && from == until)
      // A report of one year looks ahead to the next.
      frame_.dates.year = is_report_title(title) && !is_plan_title(title) ? from + 1 : from;
    else if (frame_.issued_on)
      frame_.dates.year = static_cast<int>(frame_.issued_on->year());
    else if (from != 0)
      frame_.dates.year = from;
    else
      frame_.dates.year = year_in_intro();
    // A plan of a year may be published on the web years later; only a date before its period
    // counts.
    if (frame_.issued_on && frame_.period_from && *frame_.issued_on > *frame_.period_until)
      frame_.dates.issued_on.reset();
    if (frame_.issued_on && !own_date_field_) frame_.dates.issued_on.reset();
  }

  /// 为做好2024年…工作: the first year the introduction names outside titles of other documents.
  int year_in_intro() const {
    std::size_t seen = 0;
    for (std::uint32_t i = 0; i < count() && seen < 6000; ++i) {
      const Span span = lines_[i].span;
      for (std::size_t k = span.from; k < span.until && seen < 6000;) {
        const auto c = glyph(text_, k);
        ++seen;
        if (c.value == U'《') {
          const auto close = text_.substr(k, 400).find("》");
          if (close != std::string_view::npos) {
            k += close + 3;
            continue;
          }
        }
        if (digit_value(c.value) == 2) {
          const auto number = read_arabic(text_, k);
          if (number && number->size == 4 && number->value >= 2000 && number->value <= 2099 &&
              starts(text_, k + 4, "年"))
            return number->value;
          k += number ? number->size : c.size;
          continue;
        }
        k += c.size;
      }
    }
    return 0;
  }

  const text::Text& source_;
  std::string_view text_;
  const std::vector<Line>& lines_;
  Frame frame_;
  std::uint32_t first_heading_ = 0;
  Span wanted_;
  std::uint32_t title_last_ = 0;
  bool own_date_field_ = false;
};

} // namespace

std::string_view to_string(Why why) {
  switch (why) {
  case Why::None:
    return "other";
  case Why::PageChrome:
    return "page_chrome";
  case Why::DocumentHead:
    return "document_head";
  case Why::Notice:
    return "notice";
  case Why::Preamble:
    return "preamble";
  case Why::Closing:
    return "closing";
  case Why::Signature:
    return "signature";
  case Why::Attachment:
    return "attachment";
  case Why::Heading:
    return "heading";
  case Why::Label:
    return "label";
  case Why::Steps:
    return "steps";
  case Why::TableHeader:
    return "table_header";
  case Why::DocumentWideRole:
    return "document_wide_role";
  case Why::ReportBody:
    return "report";
  case Why::ResponsiblePerson:
    return "responsible_person";
  case Why::NotPlan:
    return "not_a_plan";
  case Why::Other:
    return "other";
  }
  return "other";
}

Frame read_frame(const text::Text& text, const Lines& lines) {
  return FrameReader(text, lines).read();
}

} // namespace plumb::plan
