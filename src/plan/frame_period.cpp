// SPDX-License-Identifier: Apache-2.0
// The years that a plan is for, and the day from which its deadlines are counted.
#include "frame_parts.hpp"
#include "numerals.hpp"
#include "sections.hpp"

namespace plumb::plan {
namespace {

/// 为做好2024年…工作: the first year the introduction names outside titles of other documents.
int year_in_intro(const Page& page) {
  std::size_t seen = 0;
  for (std::uint32_t i = 0; i < page.count() && seen < 6000; ++i) {
    const Span span = page.lines[i].span;
    for (std::size_t k = span.from; k < span.until && seen < 6000;) {
      const auto c = glyph(page.text, k);
      ++seen;
      if (c.value == U'《') {
        const auto close = page.text.substr(k, 400).find("》");
        if (close != std::string_view::npos) {
          k += close + 3;
          continue;
        }
      }
      if (digit_value(c.value) == 2) {
        const auto number = read_arabic(page.text, k);
        if (number && number->size == 4 && number->value >= 2000 && number->value <= 2099 &&
            starts(page.text, k + 4, "年"))
          return number->value;
        k += number ? number->size : c.size;
        continue;
      }
      k += c.size;
    }
  }
  return 0;
}

} // namespace

void read_period(const Page& page, Frame& frame) {
  const std::string_view title = frame.title;
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
    frame.period_from = base::make_date(from, 1, 1);
    frame.period_until = base::make_date(until, 12, 31);
  }
  if (from != 0 && from == until)
    // A report of one year looks ahead to the next.
    frame.dates.year = is_report_title(title) && !is_plan_title(title) ? from + 1 : from;
  else if (frame.issued_on)
    frame.dates.year = static_cast<int>(frame.issued_on->year());
  else if (from != 0)
    frame.dates.year = from;
  else
    frame.dates.year = year_in_intro(page);
  // A plan of a year may be published on the web years later; only a date before its period
  // counts.
  if (frame.issued_on && frame.period_from && *frame.issued_on > *frame.period_until)
    frame.dates.issued_on.reset();
  if (frame.issued_on && !frame.dated) frame.dates.issued_on.reset();
}

} // namespace plumb::plan
