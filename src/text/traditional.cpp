// SPDX-License-Identifier: Apache-2.0
// A mirror site serves the document in traditional characters. Whether a text is written in them
// is decided by characters that no simplified text uses: those outside GB 2312 that have a
// simplified form. 乾, 瞭 or 著 alone prove nothing and stay; in a traditional text they are
// converted with their phrase.
#include "hanzi.hpp"
#include "lines.hpp"
#include "repairs.hpp"

#include <unordered_set>

namespace plumb::text {

namespace {

using base::Span;

struct Usage {
  std::size_t han = 0;
  std::size_t traditional = 0;
  std::unordered_set<char32_t> distinct;

  /// A heading of four characters counts as well as a page does.
  [[nodiscard]] bool is_traditional() const {
    return (distinct.size() >= 5 && traditional * 50 >= han) ||
           (distinct.size() >= 2 && traditional * 6 >= han);
  }
};

/// Adds what the text shows; quick where it shows nothing.
void count(std::string_view text, Usage& usage) {
  const Gbk& gbk = Gbk::get();
  for (std::size_t at = 0; at < text.size();) {
    if (!may_be_han(text[at])) {
      ++at;
      continue;
    }
    const char32_t c = han_at(text, at);
    at += 3;
    ++usage.han;
    if (gbk.is_gb2312_han(c) || simplify(c) == c) continue;
    ++usage.traditional;
    usage.distinct.insert(c);
  }
}

/// Some mirror sites put mainland words into Taiwanese ones too. Two such words are enough: no text
/// of a mainland office has one.
bool is_taiwanese(std::string_view text) {
  int found = 0;
  for (const std::string_view word : {"最佳化", "網際網路", "網路", "入口網站", "人工智慧", "程式",
                                      "資訊", "智慧財產", "軟體", "資料庫"})
    found += text.find(word) != std::string_view::npos ? 1 : 0;
  return found >= 2;
}

/// One edit for each run of characters that changed, cut where an earlier repair begins or ends so
/// that its kind is kept.
void convert_line(const Draft& draft, Span line, bool taiwanese, std::size_t& next_repair,
                  Edits& edits) {
  const std::string_view was = draft.of(line);
  const std::string now = taiwanese ? simplify_from_taiwan(was) : simplify(was);
  if (now == was) return;
  if (base::count_code_points(was) != base::count_code_points(now)) {
    edits.replace(line, now, RepairKind::Traditional);
    return;
  }
  const auto& repairs = draft.repairs;
  while (next_repair < repairs.size() && repairs[next_repair].span.until < line.from)
    ++next_repair;
  std::size_t r = next_repair;
  std::optional<Span> run;
  std::string converted;
  const auto flush = [&] {
    if (run) edits.replace(*run, std::move(converted), RepairKind::Traditional);
    run.reset();
    converted.clear();
  };
  for (std::size_t at = 0, to = 0; at < was.size();) {
    const base::CodePoint a = base::decode_utf8(was, at), b = base::decode_utf8(now, to);
    const auto place = static_cast<std::uint32_t>(line.from + at);
    while (r < repairs.size() && repairs[r].span.until < place)
      ++r;
    const bool border =
        r < repairs.size() && (repairs[r].span.until == place || repairs[r].span.from == place);
    if (border || a.value == b.value) flush();
    if (a.value != b.value) {
      if (!run) run = Span{place, place};
      run->until = place + a.size;
      base::append_utf8(converted, b.value);
    }
    at += a.size;
    to += b.size;
  }
  flush();
}

} // namespace

void repair_traditional(Draft& draft) {
  Usage all;
  count(draft.text, all);
  if (all.distinct.size() < 2) return;
  const bool whole = all.is_traditional();
  const bool taiwanese = whole && is_taiwanese(draft.text);
  Edits edits;
  std::size_t next_repair = 0;
  for_each_line(draft.text, [&](Span line) {
    if (!whole) {
      Usage here;
      count(draft.of(line), here);
      if (!here.is_traditional()) return;
    }
    convert_line(draft, line, taiwanese, next_repair, edits);
  });
  edits.apply(draft);
}

} // namespace plumb::text
