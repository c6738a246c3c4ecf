// SPDX-License-Identifier: Apache-2.0
// What a page or a site put into the middle of the text: page numbers, running heads of PDF pages,
// buttons and notes of a site. At the edges (before the body begins, after it ends) such lines
// stay: they are for the plan module to leave over. Where one of them splits a sentence, the halves
// are joined again.
#include "lines.hpp"
#include "marker.hpp"
#include "repairs.hpp"

#include <array>
#include <functional>
#include <unordered_map>

namespace plumb::text {

namespace {

using base::Span;

constexpr std::size_t kBodyLine = 40;    // characters of a line that is certainly body
constexpr std::size_t kSplitLine = 20;   // characters of a line that may be half a sentence
constexpr std::size_t kSiteLineMax = 90; // bytes
constexpr std::size_t kEdgeLines = 3;    // lines of a page that may be head or foot

/// Lines that a site adds, whole or (ending in *) by how they begin.
constexpr std::array<std::string_view, 30> kSiteLines{"【打印正文】",  "【打印】",
                                                      "[打印]",        "【关闭】",
                                                      "【关闭窗口】",  "【打印本页】【关闭窗口】",
                                                      "打印本页",      "关闭窗口",
                                                      "返回顶部",      "回到顶部",
                                                      "字号:*",        "字号：*",
                                                      "【字体:*",      "【字体：*",
                                                      "字体:[*",       "扫一扫*",
                                                      "用微信扫*",     "微信扫一扫*",
                                                      "分享到:*",      "分享到：*",
                                                      "分享至*",       "点击查看更多",
                                                      "展开全文",      "阅读全文",
                                                      "点击阅读全文",  "当前隐藏内容免费查看",
                                                      "本文隐藏内容*", "上一篇:*",
                                                      "下一篇:*",      "相关阅读*"};
/// Glued into a sentence; distinct enough to be taken out anywhere. All but the first begin with
/// 【.
constexpr std::array<std::string_view, 5> kSitePhrases{
    "当前隐藏内容免费查看", "【打印正文】", "【打印本页】", "【关闭窗口】", "【我要纠错】"};

struct Line {
  Span span;
  std::string_view words; ///< without blanks at the ends
  bool in_table = false;
};

bool is_site_line(std::string_view words) {
  if (words.size() > kSiteLineMax) return false;
  return std::any_of(kSiteLines.begin(), kSiteLines.end(), [&](std::string_view known) {
    return known.ends_with('*') ? words.starts_with(known.substr(0, known.size() - 1))
                                : words == known;
  });
}

/// The number in 第3页, — 3 —, -3-, Page 3 of 10; with `slashed` also 3/10. 0 if it is none.
unsigned page_number(std::string_view words, bool& slashed) {
  slashed = false;
  const auto strip = [&](std::string_view what) {
    if (!words.starts_with(what)) return false;
    words = base::trim(words.substr(what.size()));
    return true;
  };
  const auto digits = [&] {
    unsigned value = 0;
    std::size_t size = 0;
    while (size < words.size() && size < 5 && is_digit(words[size]))
      value = value * 10 + static_cast<unsigned>(words[size++] - '0');
    words = base::trim(words.substr(size));
    return value;
  };
  if (words.size() > 40) return 0;
  const auto dash = [&] {
    return strip("—") || strip("–") || strip("－") || strip("─") || strip("-");
  };
  if (strip("第")) {
    const unsigned number = digits();
    if (number == 0 || !strip("页")) return 0;
    strip(",") || strip("，") || strip("/");
    if (words.empty()) return number;
    return strip("共") && digits() > 0 && strip("页") && words.empty() ? number : 0;
  }
  if (strip("Page ") || strip("page ")) {
    const unsigned number = digits();
    if (words.empty()) return number;
    return strip("of") && digits() > 0 && words.empty() ? number : 0;
  }
  bool dashed = false;
  while (dash())
    dashed = true;
  const unsigned number = digits();
  if (number == 0) return 0;
  if (!dashed) {
    if (!strip("/")) return 0;
    slashed = true;
    return digits() >= number && words.empty() ? number : 0;
  }
  bool closed = false;
  while (dash())
    closed = true;
  return closed && words.empty() ? number : 0;
}

bool ends_sentence(std::string_view words) {
  const char32_t last = before(words, words.size());
  for (const char32_t c : std::u32string_view(U"。！？；：!?;:.”》）)】〕…"))
    if (c == last) return true;
  return false;
}

class Chrome {
public:
  explicit Chrome(Draft& draft) : draft_(draft), text_(draft.text) {
    std::size_t t = 0;
    for_each_line(text_, [&](Span span) {
      while (t < draft.tables.size() && draft.tables[t].span.until < span.from)
        ++t;
      const bool in_table = t < draft.tables.size() && draft.tables[t].span.from <= span.from;
      lines_.push_back({span, base::trim(span.of(text_)), in_table});
    });
    doomed_.assign(lines_.size(), false);
  }

  void repair() {
    mark_page_numbers();
    mark_running_heads();
    mark_site_lines();
    Edits edits;
    const std::vector<Span> glued = find_phrases();
    std::size_t next = 0;
    for (std::size_t i = 0; i < lines_.size();) {
      if (!doomed_[i]) {
        take_out_phrases(lines_[i], next, glued, edits);
        ++i;
        continue;
      }
      std::size_t end = i;
      while (end < lines_.size() && (doomed_[end] || lines_[end].words.empty()))
        ++end;
      if (end < lines_.size() && i > 0) take_out(i, end, edits);
      i = end;
    }
    edits.apply(draft_);
  }

private:
  void mark_page_numbers() {
    std::vector<std::size_t> slashed_lines;
    std::vector<unsigned> slashed_numbers;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (lines_[i].in_table || lines_[i].words.size() > 40 || lines_[i].words.empty()) continue;
      bool slashed = false;
      const unsigned number = page_number(lines_[i].words, slashed);
      if (number == 0) continue;
      if (slashed) {
        slashed_lines.push_back(i);
        slashed_numbers.push_back(number);
      } else {
        doomed_[i] = true;
      }
    }
    // 3/10 alone may be a share or a date; several that count up are pages.
    if (slashed_lines.size() >= 2 &&
        std::is_sorted(slashed_numbers.begin(), slashed_numbers.end(), std::less_equal<>()))
      for (const std::size_t i : slashed_lines)
        doomed_[i] = true;
  }

  /// Indexes of the first or last few lines with words of each page.
  [[nodiscard]] std::vector<std::vector<std::size_t>> edges(bool heads) const {
    std::vector<std::vector<std::size_t>> pages(draft_.page_starts.size() + 1);
    std::size_t page = 0;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      while (page < draft_.page_starts.size() && lines_[i].span.from >= draft_.page_starts[page])
        ++page;
      if (lines_[i].words.empty() || lines_[i].in_table) continue;
      auto& known = pages[page];
      known.push_back(i);
      if (known.size() > kEdgeLines) {
        if (heads)
          known.pop_back();
        else
          known.erase(known.begin());
      }
    }
    return pages;
  }

  /// The first or last line of a page that is not its number.
  [[nodiscard]] std::size_t outermost(const std::vector<std::size_t>& page, bool heads) const {
    const auto is_text = [&](std::size_t i) { return !doomed_[i]; };
    if (heads) {
      const auto found = std::find_if(page.begin(), page.end(), is_text);
      return found == page.end() ? lines_.size() : *found;
    }
    const auto found = std::find_if(page.rbegin(), page.rend(), is_text);
    return found == page.rend() ? lines_.size() : *found;
  }

  void mark_running_heads() {
    if (draft_.page_starts.empty()) return;
    for (const bool heads : {true, false}) {
      const auto pages = edges(heads);
      std::unordered_map<std::string_view, std::size_t> count;
      for (const auto& page : pages)
        for (const std::size_t i : page)
          ++count[lines_[i].words];
      const std::size_t enough = std::max<std::size_t>(2, (pages.size() * 6 + 9) / 10);
      for (std::size_t p = 0; p < pages.size(); ++p)
        for (const std::size_t i : pages[p])
          // The first one stays: it may be the title. Two pages prove it only at their very edges.
          if (count[lines_[i].words] >= enough && (p > 0 || !heads) &&
              (pages.size() >= 3 || i == outermost(pages[p], heads)))
            doomed_[i] = true;
      mark_bare_numbers(pages, heads);
    }
  }

  /// Numbers alone on a line, last or first of their page, that grow by one with each page.
  void mark_bare_numbers(const std::vector<std::vector<std::size_t>>& pages, bool heads) {
    std::vector<std::size_t> found;
    long long offset = 0;
    for (std::size_t p = 0; p < pages.size(); ++p) {
      if (pages[p].empty()) continue;
      const std::size_t i = heads ? pages[p].front() : pages[p].back();
      const std::string_view words = lines_[i].words;
      if (words.size() > 4 || !std::all_of(words.begin(), words.end(), is_digit)) continue;
      long long number = 0;
      for (const char c : words)
        number = number * 10 + (c - '0');
      const long long here = number - static_cast<long long>(p);
      if (found.empty()) offset = here;
      if (here != offset) return;
      found.push_back(i);
    }
    if (found.size() < 2 || found.size() * 10 < pages.size() * 6) return;
    for (const std::size_t i : found)
      doomed_[i] = true;
  }

  void mark_site_lines() {
    const auto is_body = [&](const Line& line) {
      return !line.in_table && line.words.size() >= 3 * kBodyLine &&
             (line.words.find("。") != std::string_view::npos ||
              line.words.find("，") != std::string_view::npos ||
              line.words.find(',') != std::string_view::npos);
    };
    std::size_t first = lines_.size(), last = 0;
    for (std::size_t i = 0; i < lines_.size(); ++i)
      if (is_body(lines_[i])) {
        first = std::min(first, i);
        last = i;
      }
    for (std::size_t i = first + 1; i < last; ++i)
      if (!lines_[i].in_table && !lines_[i].words.empty() && is_site_line(lines_[i].words))
        doomed_[i] = true;
  }

  /// Places of the site phrases, ascending.
  [[nodiscard]] std::vector<Span> find_phrases() const {
    std::vector<Span> found;
    for (const std::string_view anchor : {kSitePhrases[0], kSitePhrases[1].substr(0, 3)})
      for (std::size_t at = find_text(text_, anchor); at != std::string_view::npos;
           at = find_text(text_, anchor, at + anchor.size()))
        for (const std::string_view phrase : kSitePhrases)
          if (text_.substr(at).starts_with(phrase))
            found.push_back(
                {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + phrase.size())});
    std::sort(found.begin(), found.end());
    return found;
  }

  /// Takes the phrases out that are glued into this line.
  void take_out_phrases(const Line& line, std::size_t& next, const std::vector<Span>& found,
                        Edits& edits) const {
    for (; next < found.size() && found[next].from < line.span.until; ++next)
      if (found[next].from >= line.span.from && line.words.size() > found[next].size())
        edits.remove(found[next], RepairKind::Chrome);
  }

  /// Takes out the lines [from, end), all of them furniture or blank.
  void take_out(std::size_t from, std::size_t end, Edits& edits) const {
    std::size_t before_it = from;
    while (before_it > 0 && lines_[before_it - 1].words.empty())
      --before_it;
    if (before_it == 0) return; // nothing but blank lines in front: the edge
    const Line& left = lines_[before_it - 1];
    const Line& right = lines_[end];
    const Marker next = marker(right.span.of(text_));
    const bool indented =
        right.words.data() != text_.data() + right.span.from && draft_.page_starts.empty();
    const bool split = !left.in_table && !right.in_table && !ends_sentence(left.words) &&
                       left.words.size() >= 3 * kSplitLine && next.kind == MarkerKind::None &&
                       !indented && base::is_han(after(right.words, 0)) &&
                       base::is_han(before(left.words, left.words.size()));
    if (split) {
      const auto cut =
          static_cast<std::uint32_t>(left.words.data() + left.words.size() - text_.data());
      const auto go_on = static_cast<std::uint32_t>(right.words.data() - text_.data());
      if (cut >= edits.end()) edits.remove({cut, go_on}, RepairKind::Chrome);
      return;
    }
    // Keep one of the blank lines that stood around.
    std::size_t stop = end;
    if (before_it == from)
      while (stop > from && !doomed_[stop - 1])
        --stop;
    edits.remove({lines_[from].span.from, lines_[stop].span.from}, RepairKind::Chrome);
  }

  Draft& draft_;
  std::string_view text_;
  std::vector<Line> lines_;
  std::vector<bool> doomed_;
};

} // namespace

void repair_chrome(Draft& draft) {
  Chrome(draft).repair();
}

} // namespace plumb::text
