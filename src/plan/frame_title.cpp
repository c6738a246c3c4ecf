// SPDX-License-Identifier: Apache-2.0
// The title of the plan: as the notice calls it, by its shape, or of the web page.
#include "frame_parts.hpp"
#include "sections.hpp"

#include <algorithm>

namespace plumb::plan {
namespace {

constexpr std::size_t kLongestTitle = 90; // characters

class TitleReader {
public:
  TitleReader(const Page& page, Frame& frame) : page_(page), frame_(frame) {}

  void read() {
    const std::uint32_t limit = std::min(page_.count(), kHeadLines);
    find_wanted();
    find_named(limit);
    if (frame_.title.empty()) find_by_shape(limit);
    add_years();
    if (frame_.title.empty() && !wanted_.empty()) {
      set_title(wanted_);
      frame_.title_in_body = true;
      frame_.body_from = std::min(page_.first_heading, page_.count());
    }
    if (frame_.title.empty()) take_web_title();
  }

private:
  /// The plan's name as the notice gives it: 关于印发《X》的通知, 现将《X》印发给你们.
  void find_wanted() {
    const std::uint32_t until = std::min({page_.count(), kHeadLines, page_.first_heading + 1});
    for (std::uint32_t i = 0; i < until; ++i) {
      const auto line = page_.words(i);
      if (line.size() > 3000) continue;
      const std::size_t issue = line.find("印发");
      if (issue == std::string_view::npos && !has(line, "现将")) continue;
      // A long line that only cites is the intro of the plan itself.
      const std::size_t open = line.find("《");
      if (open != std::string_view::npos && (open < 200 || line.size() < 600)) {
        const std::size_t close = line.find("》", open);
        if (close == std::string_view::npos) continue;
        const Span inside{page_.lines[i].span.from + static_cast<std::uint32_t>(open) + 3,
                          page_.lines[i].span.from + static_cast<std::uint32_t>(close)};
        const bool near = (issue != std::string_view::npos &&
                           (issue < open ? open - issue <= 12 : issue - close <= 240)) ||
                          has(line.substr(0, open), "现将");
        if (near && is_plan_title(inside.of(page_.text))) {
          if (wanted_.empty()) wanted_ = inside;
          continue;
        }
      }
      if (issue == std::string_view::npos || line.size() > 360) continue;
      // 关于印发X的通知 without 《》
      const std::size_t until_notice = line.rfind("的通知");
      if (until_notice == std::string_view::npos || until_notice < issue + 12) continue;
      const Span inside{page_.lines[i].span.from + static_cast<std::uint32_t>(issue) + 6,
                        page_.lines[i].span.from + static_cast<std::uint32_t>(until_notice)};
      if (is_plan_title(inside.of(page_.text)) && wanted_.empty()) wanted_ = inside;
    }
  }

  bool title_shape(std::uint32_t i) const {
    const Line& line = page_.lines[i];
    if (line.kind != LineKind::Text || line.marker.style != Style::None ||
        line.span.size() > kLongestTitle * 3)
      return false;
    const auto text = page_.words(i);
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
    while (!span.empty() && (page_.text[span.from] == '#' || page_.text[span.from] == '*' ||
                             page_.text[span.from] == ' '))
      ++span.from;
    while (!span.empty() &&
           (page_.text[span.until - 1] == '*' || page_.text[span.until - 1] == ' '))
      --span.until;
    skip_field_name(span);
    frame_.title_span = span;
    frame_.title = squeeze(span.of(page_.text));
  }

  /// 标题:X, 文件名称:X of a page head.
  void skip_field_name(Span& span) const {
    std::size_t letters = 0;
    for (std::size_t i = span.from; i < span.until && letters <= 6;) {
      const auto c = glyph(page_.text, i);
      if (is_colon(c.value)) {
        const std::string name = squeeze(page_.text.substr(span.from, i - span.from));
        for (const std::string_view known :
             {"标题", "名称", "中文名", "中文名称", "文件名称", "文件名", "文件标题", "公文名称",
              "信息名称", "题目", "信息标题", "题名"})
          if (name == known)
            span.from = static_cast<std::uint32_t>(skip_spaces(page_.text, i + c.size, span.until));
        return;
      }
      if (!is_space(c.value)) ++letters;
      i += c.size;
    }
  }

  /// The notice's plan, standing as its own line: the last such line before much text follows.
  void find_named(std::uint32_t limit) {
    const std::string wanted = letters_only(wanted_.of(page_.text));
    if (wanted.empty()) return;
    bool exact = false;
    for (std::uint32_t i = 0; i < limit; ++i) {
      if (!title_shape(i)) continue;
      for (std::uint32_t j = i; j < std::min(limit, i + 3); ++j) {
        if (j > i && !title_shape(j)) break;
        const Span span{page_.lines[i].span.from, page_.lines[j].span.until};
        if (span.size() > 400) break;
        const std::string own = letters_only(span.of(page_.text));
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

  /// （2021—2025年） on a line of its own belongs to the title.
  void add_years() {
    if (frame_.title.empty() || title_last_ + 1 >= page_.count()) return;
    const Line& next = page_.lines[title_last_ + 1];
    const auto line = next.span.of(page_.text);
    if (line.size() < 60 && is_open(glyph(line, 0).value) &&
        is_close(glyph_before(line, line.size()).value) && has(line, "年") &&
        !has_any(line, {"月", "日"})) {
      set_title({frame_.title_span.from, next.span.until});
      frame_.body_from = std::max(frame_.body_from, ++title_last_ + 1);
    }
  }

  void take_web_title() {
    for (const char* key : {"ArticleTitle", "title"}) {
      const auto found = page_.source.properties.find(key);
      if (found != page_.source.properties.end() && !base::trim(found->second).empty()) {
        frame_.title = squeeze(without_site(base::trim(found->second)));
        break;
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
    return has(wanted_.of(page_.text), line.substr(from));
  }

  void find_by_shape(std::uint32_t limit) {
    const std::uint32_t until = std::min(limit, page_.first_heading);
    int best = 0;
    for (std::uint32_t i = 0; i < until; ++i) {
      if (!title_shape(i)) continue;
      const auto text = page_.words(i);
      Span span = page_.lines[i].span;
      std::uint32_t first = i;
      const bool plan = is_plan_title(text);
      const bool other = is_report_title(text) || is_other_title(text) ||
                         base::trim(text).ends_with("通知") || text.ends_with("函");
      if (!plan && !other) continue;
      if (count_letters(text) < 4) continue;
      // A title over two or three lines begins where the line before cannot stand alone.
      for (int step = 0; step < 2 && first > 0; ++step) {
        const auto before = page_.words(first - 1);
        const bool unfinished =
            ends_with_any(before, {"的", "和", "与", "及", "关于", "、", "建设", "工作"}) ||
            starts_with_any(before, {"关于"});
        // …or where the notice has the two lines as one name.
        const bool in_name = wanted_has_end_of(before) && !has_any(before, {"印发", "通知"});
        // (2023—2025年)实施方案 is the second line of a name.
        const bool goes_on =
            first == i && is_open(glyph(text, 0).value) && !names_office(page_, first - 1);
        const bool joins = title_shape(first - 1) && (unfinished || in_name || goes_on) &&
                           (goes_on || !is_plan_title(before)) && count_letters(before) >= 3 &&
                           (count_letters(text) < 14 || in_name || goes_on ||
                            before.ends_with("的") || before.starts_with("关于"));
        if (!joins || span.until - page_.lines[first - 1].span.from > 400) break;
        --first;
        span.from = page_.lines[first].span.from;
      }
      const bool notice =
          base::trim(text).ends_with("通知") || has(span.of(page_.text), "关于印发");
      // Later and plan-like wins: the notice comes before the plan.
      const int score = (plan && !notice ? 4 : notice ? 2 : 3);
      if (count_letters(span.of(page_.text)) < 6) continue;
      if (score >= best) {
        best = score;
        set_title(span);
        title_last_ = i;
        frame_.body_from = i + 1;
      }
    }
  }

  const Page& page_;
  Frame& frame_;
  Span wanted_; ///< the name in the notice
  std::uint32_t title_last_ = 0;
};

} // namespace

void read_title(const Page& page, Frame& frame) {
  TitleReader(page, frame).read();
}

} // namespace plumb::plan
