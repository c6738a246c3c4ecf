// SPDX-License-Identifier: Apache-2.0
// Lines that were broken at a fixed width (a text file typed like on a typewriter, a PDF) are
// joined into paragraphs. Whether a file is broken so shows in its lines: many end in the middle of
// a sentence at nearly the same width and none is wider. A single break inside a sentence is joined
// only if the words on both sides of it stand together elsewhere in the document.
#include "lines.hpp"
#include "marker.hpp"
#include "repairs.hpp"

#include <unordered_map>

namespace plumb::text {

namespace {

using base::Span;

// Display columns: an ideograph takes two.
constexpr std::size_t kWidthMin = 36, kWidthMax = 140;
constexpr std::size_t kTolerance = 6;
constexpr std::uint32_t kWide = 1000; // wider than any width looked for
constexpr std::size_t kFullLinesMin = 4;
constexpr std::size_t kStrayLine = 40;    // characters in front of a stray break
constexpr std::size_t kTermSize = 12;     // bytes of four ideographs
constexpr std::size_t kStrayRestMax = 30; // characters behind it

struct Line {
  Span span;
  Span words;
  std::uint32_t width = 0;      ///< of the words, with the indentation
  std::uint32_t characters = 0; ///< the same in characters
  std::uint32_t indent = 0;     ///< columns of blanks in front
  bool in_table = false;
  bool columns = false; ///< gaps inside: a table drawn with blanks
  bool page_start = false;
};

/// Columns by the lead bytes: from U+2000 on (E2 and above) a character takes two.
std::uint32_t width_of(std::string_view text) {
  std::uint32_t width = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    width += byte < 0x80 || (byte >= 0xC0 && byte < 0xE2) ? 1U : byte >= 0xE2 ? 2U : 0U;
  }
  return width;
}

bool has_columns(std::string_view words) {
  std::size_t gaps = 0;
  for (std::size_t at = words.find("  "); at != std::string_view::npos; at = words.find("  ", at)) {
    ++gaps;
    while (at < words.size() && words[at] == ' ')
      ++at;
  }
  return gaps >= 2 || words.find('\t') != std::string_view::npos;
}

bool is_stop(char32_t c) {
  return std::u32string_view(U"。！？；：!?;:").find(c) != std::u32string_view::npos;
}

/// Labels that begin a line of their own in plans.
bool is_role(std::string_view words) {
  const std::string_view label = words.substr(0, words.find_first_of(":\xEF"));
  for (const std::string_view word :
       {"单位", "部门", "时限", "目标", "措施", "指标", "责任人", "完成时间"})
    if (label.ends_with(word)) return true;
  return false;
}

std::vector<Line> measure(const Draft& draft) {
  std::vector<Line> lines;
  std::size_t table = 0, page = 0;
  for_each_line(draft.text, [&](Span span) {
    Line line;
    line.span = span;
    line.words = base::trim(draft.text, span);
    if (line.words.empty()) line.words = {span.until, span.until};
    while (table < draft.tables.size() && draft.tables[table].span.until < span.from)
      ++table;
    line.in_table = table < draft.tables.size() && draft.tables[table].span.from <= span.from;
    while (page < draft.page_starts.size() && draft.page_starts[page] <= span.from) {
      line.page_start = true;
      ++page;
    }
    lines.push_back(line);
  });
  // A column takes two bytes at most: where many lines are longer than that, nobody broke them and
  // nothing need be measured.
  constexpr std::size_t kBytesMax = 2 * (kWidthMax + kTolerance);
  std::size_t words = 0, wide = 0;
  for (const Line& line : lines) {
    words += line.words.empty() ? 0 : 1;
    wide += line.words.size() > kBytesMax ? 1 : 0;
  }
  const bool measured = draft.lines_of_file && wide * 25 <= words;
  for (Line& line : lines) {
    if (line.words.empty()) continue;
    line.width = line.characters = kWide;
    if (line.words.size() > kBytesMax || !measured) continue;
    line.indent = width_of(draft.of({line.span.from, line.words.from}));
    line.width = line.indent + width_of(draft.of(line.words));
    line.characters = static_cast<std::uint32_t>(
        base::count_code_points(draft.of({line.span.from, line.words.until})));
    line.columns = has_columns(draft.of(line.words));
  }
  return lines;
}

class Wrapped {
public:
  explicit Wrapped(Draft& draft) : draft_(draft), lines_(measure(draft)) {}

  void repair() {
    Edits edits;
    if (find_width()) join_all(edits);
    if (edits.empty()) join_stray(edits);
    edits.apply(draft_);
  }

private:
  [[nodiscard]] char32_t first(const Line& line) const {
    return after(draft_.text, line.words.from);
  }
  [[nodiscard]] char32_t last(const Line& line) const {
    return before(draft_.text, line.words.until);
  }
  [[nodiscard]] bool is_text(const Line& line) const {
    return !line.words.empty() && !line.in_table && !line.columns;
  }
  /// In columns, or in characters where the file was broken by counting those.
  [[nodiscard]] std::uint32_t size(const Line& line) const {
    return by_characters_ ? line.characters : line.width;
  }
  [[nodiscard]] std::uint32_t tolerance() const {
    return by_characters_ ? kTolerance / 2 : kTolerance;
  }
  [[nodiscard]] bool is_full(const Line& line) const { return size(line) + tolerance() >= width_; }
  /// Not even one more character had its place.
  [[nodiscard]] bool is_brimful(const Line& line) const {
    return size(line) + tolerance() / 3 >= width_;
  }
  /// A line that breaks off in front of more text.
  [[nodiscard]] bool is_open(std::size_t i) const {
    const std::size_t next = next_of(i);
    return is_text(lines_[i]) && !is_stop(last(lines_[i])) && next < lines_.size() &&
           starts_with(lines_[next]) == MarkerKind::None;
  }
  [[nodiscard]] MarkerKind starts_with(const Line& line) const {
    return marker(draft_.of(line.words)).kind;
  }
  /// The next line with words, across the blank lines of a page border; lines_.size() if there is
  /// none.
  [[nodiscard]] std::size_t next_of(std::size_t i) const {
    std::size_t next = i + 1;
    if (next < lines_.size() && !lines_[next].words.empty()) return next;
    while (next < lines_.size() && lines_[next].words.empty() && !lines_[next].page_start)
      ++next;
    bool page = next < lines_.size() && lines_[next].page_start;
    while (page && next < lines_.size() && lines_[next].words.empty())
      ++next;
    return page ? next : lines_.size();
  }

  /// Sets the width that no line exceeds; false if there is none of a usual size.
  bool find_widest() {
    std::vector<std::uint32_t> widths;
    const std::size_t unit = by_characters_ ? 2 : 1;
    for (const Line& line : lines_)
      if (is_text(line) && line.width > kWidthMin / 2) widths.push_back(size(line));
    lines_of_text_ = widths.size();
    if (widths.size() < kFullLinesMin) return false;
    std::sort(widths.begin(), widths.end());
    // Lines that a page border split are whole again and wider than the rest.
    const std::size_t joined = std::min(draft_.page_starts.size(), widths.size() / 10);
    const std::size_t widest = widths.size() - 1 - joined;
    width_ = widths[widest - widest / 50];
    return width_ * unit >= kWidthMin && width_ * unit <= kWidthMax &&
           widths[widest] <= width_ + tolerance();
  }

  /// How many lines break off right at the width.
  [[nodiscard]] std::size_t count_brimful() const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < lines_.size(); ++i)
      count += is_text(lines_[i]) && is_brimful(lines_[i]) && is_open(i) ? 1 : 0;
    return count;
  }

  /// True if the file is broken at a fixed width; sets it and the usual indentation.
  bool find_width() {
    if (!draft_.lines_of_file) return false;
    by_characters_ = true;
    const bool by_characters = find_widest();
    const std::size_t brimful = by_characters ? count_brimful() : 0;
    by_characters_ = false;
    if (!find_widest() || count_brimful() < brimful) {
      if (!by_characters) return false;
      by_characters_ = true;
      (void)find_widest();
    }
    std::vector<std::uint32_t> indents;
    std::size_t full = 0, open = 0;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (!is_text(lines_[i]) || !is_full(lines_[i])) continue;
      ++full;
      if (!is_open(i)) continue;
      ++open;
      indents.push_back(lines_[next_of(i)].indent);
    }
    // Plans have many short lines (roles, deadlines): where nearly all full lines break off in the
    // middle of a sentence, fewer of them are proof enough.
    const std::size_t full_tenths_min = open * 10 >= full * 7 ? 2 : 4;
    if (open < kFullLinesMin || open * 2 < full || full * 10 < lines_of_text_ * full_tenths_min)
      return false;
    // Most lines behind a full one go on with its sentence: they show the left margin.
    std::sort(indents.begin(), indents.end());
    std::size_t best = 0;
    for (std::size_t i = 0; i < indents.size();) {
      std::size_t same = i;
      while (same < indents.size() && indents[same] == indents[i])
        ++same;
      if (same - i > best) {
        best = same - i;
        margin_ = indents[i];
      }
      i = same;
    }
    const auto count = std::count_if(lines_.begin(), lines_.end(), [&](const Line& line) {
      return is_text(line) && line.indent >= margin_ + 2;
    });
    indents_paragraphs_ = count >= 2;
    return true;
  }

  [[nodiscard]] bool continues(const Line& line, const Line& next) const {
    if (!is_text(line) || !is_text(next) || !is_full(line)) return false;
    if (next.indent >= margin_ + 2) return false;
    const MarkerKind kind = starts_with(next);
    // 机构： may also end a sentence; where paragraphs are indented this is no label.
    const bool label =
        kind == MarkerKind::Label && (!indents_paragraphs_ || is_role(draft_.of(next.words)));
    if (label ||
        (kind != MarkerKind::None && kind != MarkerKind::Label && kind != MarkerKind::LostComma))
      return false;
    if (!is_stop(last(line))) return true;
    // After a full stop only the missing indentation tells that the paragraph goes on; a signature
    // or a heading is not indented either, but is short and ends without a stop.
    const bool sentence =
        std::u32string_view(U"。！？!?").find(last(line)) != std::u32string_view::npos;
    return indents_paragraphs_ && is_brimful(line) &&
           (!sentence || is_full(next) || is_stop(last(next)));
  }

  void join_all(Edits& edits) const {
    for (std::size_t i = 0; i + 1 < lines_.size(); ++i) {
      const std::size_t next = next_of(i);
      if (next >= lines_.size() || !continues(lines_[i], lines_[next])) continue;
      const bool words = first(lines_[next]) < 0x80 && last(lines_[i]) < 0x80 &&
                         is_letter(static_cast<char>(first(lines_[next]))) &&
                         (is_letter(static_cast<char>(last(lines_[i]))) || last(lines_[i]) == ',');
      edits.replace({lines_[i].words.until, lines_[next].words.from}, words ? " " : "",
                    RepairKind::LineBreak);
    }
  }

  struct Stray {
    Span gap;
    std::string term; ///< two characters from each side
    bool known = false;
  };

  /// Breaks that may stand inside a sentence: a long line that ends without a stop, behind it the
  /// short rest that ends with one.
  [[nodiscard]] std::vector<Stray> stray_breaks() const {
    constexpr std::size_t kTwo = kTermSize / 2;
    std::vector<Stray> found;
    for (std::size_t i = 0; i + 1 < lines_.size(); ++i) {
      const Line& line = lines_[i];
      if (!is_text(line) || line.words.size() < 3 * kStrayLine || !base::is_han(last(line)))
        continue;
      const std::size_t next = lines_[i + 1].words.empty() ? i + 2 : i + 1;
      if (next >= lines_.size() || !is_text(lines_[next])) continue;
      const Line& rest = lines_[next];
      if (rest.words.size() > 3 * kStrayRestMax || rest.words.size() < kTwo ||
          last(rest) != U'。' || !base::is_han(first(rest)) ||
          starts_with(rest) != MarkerKind::None)
        continue;
      // A title has no clauses.
      const std::string_view words = draft_.of(line.words);
      if (words.find("，") == std::string_view::npos && words.find(',') == std::string_view::npos &&
          words.find("。") == std::string_view::npos)
        continue;
      std::string term(words.substr(words.size() - kTwo));
      term += draft_.of(rest.words).substr(0, kTwo);
      if (std::all_of(term.begin(), term.end(), [](char c) { return c < 0; }))
        found.push_back({{line.words.until, rest.words.from}, std::move(term)});
    }
    return found;
  }

  /// Joins those whose term stands elsewhere in the document.
  void join_stray(Edits& edits) const {
    std::vector<Stray> breaks = stray_breaks();
    if (breaks.empty()) return;
    std::unordered_multimap<std::string_view, Stray*> wanted;
    for (Stray& one : breaks)
      wanted.emplace(one.term, &one);
    const std::string_view text = draft_.text;
    for (std::size_t at = 0; at + kTermSize <= text.size() && !wanted.empty(); ++at) {
      if (!may_be_han(text[at])) continue;
      for (auto found = wanted.find(text.substr(at, kTermSize)); found != wanted.end();
           found = wanted.find(text.substr(at, kTermSize))) {
        found->second->known = true;
        wanted.erase(found);
      }
      at += 2;
    }
    for (const Stray& one : breaks)
      if (one.known && one.gap.from >= edits.end())
        edits.remove(one.gap, RepairKind::LineBreak, false);
  }

  Draft& draft_;
  std::vector<Line> lines_;
  std::uint32_t width_ = 0, margin_ = 0;
  bool indents_paragraphs_ = false, by_characters_ = false;
  std::size_t lines_of_text_ = 0;
};

} // namespace

void repair_line_breaks(Draft& draft) {
  Wrapped(draft).repair();
}

} // namespace plumb::text
