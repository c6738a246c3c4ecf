// SPDX-License-Identifier: Apache-2.0
// The head of the page: the document's number, and the fields that say who issued it and when.
#include "frame_parts.hpp"
#include "numerals.hpp"

#include <algorithm>

namespace plumb::plan {
namespace {

class NumberReader {
public:
  NumberReader(const Page& page, Frame& frame) : page_(page), frame_(frame) {}

  void read() {
    const std::uint32_t until =
        std::min({page_.count(), kHeadLines, std::max(frame_.body_from, page_.first_heading) + 1});
    int best = 0;
    for (std::uint32_t i = 0; i < until; ++i) {
      const auto line = page_.words(i);
      if (line.size() > 400 || !has(line, "号")) continue;
      for (const std::string_view label : {"发文字号", "文号", "文件编号", "文件字号", "字号"}) {
        const std::string squeezed = squeeze(line);
        const std::size_t at = line.find(label);
        if (at == std::string_view::npos || best >= 3) continue;
        const Span rest{page_.lines[i].span.from + static_cast<std::uint32_t>(at + label.size()),
                        page_.lines[i].span.until};
        if (const auto found = number_in(rest)) {
          take_number(*found);
          best = 3;
        }
      }
      if (best >= 2) continue;
      const auto found = number_in(page_.lines[i].span);
      if (!found) continue;
      // Its own line (perhaps in brackets), not a citation in a sentence.
      const auto outside =
          squeeze(std::string(line.substr(0, found->from - page_.lines[i].span.from)) +
                  std::string(line.substr(found->until - page_.lines[i].span.from)));
      if (best == 0 && stands_alone(page_.lines[i].span, *found)) {
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
        const std::string line = squeeze(page_.words(i));
        if (line.size() > 24 ||
            !starts_with_any(line, {"文号", "发文字号", "文件编号", "文件字号"}))
          continue;
        if (const auto found = number_in(page_.lines[i + 1].span)) take_number(*found);
      }
  }

private:
  /// X〔2024〕6号 with any brackets, or with one lost; the span without what precedes it.
  std::optional<Span> number_in(Span line) const {
    const auto text = line.of(page_.text);
    for (std::size_t at = text.find("号"); at != std::string_view::npos;
         at = text.find("号", at + 3)) {
      std::size_t i = line.from + at;
      std::size_t start = i;
      int digits = 0;
      while (start > line.from && is_space(glyph_before(page_.text, start).value))
        start -= glyph_before(page_.text, start).size;
      while (start > line.from && digit_value(glyph_before(page_.text, start).value) >= 0) {
        start -= glyph_before(page_.text, start).size;
        ++digits;
      }
      if (digits == 0) continue;
      if (glyph_before(page_.text, start).value == U'第') start -= 3;
      while (start > line.from && is_space(glyph_before(page_.text, start).value))
        start -= glyph_before(page_.text, start).size;
      if (is_close(glyph_before(page_.text, start).value))
        start -= glyph_before(page_.text, start).size;
      else if (digits < 5)
        continue;
      std::size_t year = start;
      int year_digits = 0;
      while (year > line.from && digit_value(glyph_before(page_.text, year).value) >= 0) {
        year -= glyph_before(page_.text, year).size;
        ++year_digits;
      }
      if (year_digits != 4) continue;
      if (year > line.from && is_open(glyph_before(page_.text, year).value))
        year -= glyph_before(page_.text, year).size;
      // The letters of the office: Chinese characters up to a blank or mark.
      std::size_t from = year;
      int letters = 0;
      while (from > line.from && letters < 16) {
        const auto c = glyph_before(page_.text, from);
        if (!base::is_han(c.value) && !(c.value >= 'A' && c.value <= 'Z')) break;
        from -= c.size;
        ++letters;
      }
      if (letters < 2) continue;
      return Span{static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(i + 3)};
    }
    return std::nullopt;
  }

  /// Between blanks, in a document whose lines were joined.
  bool stands_alone(Span line, Span number) const {
    const bool before =
        number.from == line.from || is_space(glyph_before(page_.text, number.from).value);
    const bool behind =
        number.until >= line.until || is_space(glyph(page_.text, number.until).value);
    return before && behind;
  }

  void take_number(Span span) {
    frame_.document_number_span = span;
    frame_.document_number = squeeze(span.of(page_.text));
  }

  const Page& page_;
  Frame& frame_;
};

class FieldReader {
public:
  FieldReader(const Page& page, Frame& frame) : page_(page), frame_(frame) {}

  void read() {
    const std::uint32_t until =
        std::min({page_.count(), kHeadLines,
                  std::max(frame_.body_from, std::min(page_.first_heading, page_.count()))});
    int date_rank = 0;
    for (std::uint32_t i = 0; i < until; ++i) {
      if (page_.words(i).size() > 400) continue;
      for (const std::string_view name :
           {"发文机关", "发布机构", "发文单位", "责任部门", "制发机关", "发布机关", "发文机构",
            "公开机构", "公开主体", "发布单位", "制定机关", "信息来源"}) {
        if (!frame_.issuer.empty()) break;
        const auto value = field(i, name);
        if (!value || count_letters(value->of(page_.text)) < 3 ||
            count_letters(value->of(page_.text)) > 40 || has(value->of(page_.text), "http"))
          continue;
        frame_.issuer_span = *value;
        frame_.issuer = squeeze(value->of(page_.text));
      }
      const std::pair<std::string_view, int> kDates[] = {
          {"成文日期", 4}, {"发文日期", 4}, {"生成日期", 3}, {"印发日期", 3}, {"制发日期", 3},
          {"发布日期", 2}, {"公开日期", 2}, {"发布时间", 2}, {"时间", 1},     {"日期", 1}};
      for (const auto& [name, rank] : kDates) {
        if (rank <= date_rank) continue;
        const auto value = field(i, name);
        if (!value) continue;
        std::size_t end = 0;
        const auto date = read_date(page_.text, value->from, end);
        if (!date) continue;
        frame_.issued_on = date;
        frame_.issued_on_span = {value->from, static_cast<std::uint32_t>(end)};
        date_rank = rank;
      }
    }
    frame_.dated = date_rank >= 4;
  }

private:
  /// The value behind a field name in a line: up to two blanks or the next field.
  std::optional<Span> field(std::uint32_t i, std::string_view name) const {
    const auto line = page_.words(i);
    const std::size_t at = line.find(name);
    if (at == std::string_view::npos) return std::nullopt;
    // A field name begins the line or stands behind a blank.
    if (at > 0 && !is_space(glyph_before(line, at).value) &&
        !is_close(glyph_before(line, at).value))
      return std::nullopt;
    std::size_t from = page_.lines[i].span.from + at + name.size();
    bool colon = false;
    for (auto c = glyph(page_.text, from);
         from < page_.lines[i].span.until &&
         (is_space(c.value) || is_colon(c.value) || is_close(c.value) || c.value == '|');
         c = glyph(page_.text, from)) {
      colon = colon || is_colon(c.value) || is_space(c.value) || c.value == '|';
      from += c.size;
    }
    if (from >= page_.lines[i].span.until) {
      if (i + 1 < page_.count() && page_.words(i + 1).size() < 120 &&
          page_.lines[i + 1].marker.style != Style::HanComma)
        return page_.lines[i + 1].span;
      return std::nullopt;
    }
    if (!colon) return std::nullopt;
    std::size_t until = from;
    while (until < page_.lines[i].span.until && !is_space(glyph(page_.text, until).value) &&
           glyph(page_.text, until).value != '|')
      until += glyph(page_.text, until).size;
    return Span{static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(until)};
  }

  const Page& page_;
  Frame& frame_;
};

} // namespace

void read_document_number(const Page& page, Frame& frame) {
  NumberReader(page, frame).read();
}

void read_head_fields(const Page& page, Frame& frame) {
  FieldReader(page, frame).read();
}

} // namespace plumb::plan
