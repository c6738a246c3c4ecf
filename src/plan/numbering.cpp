// SPDX-License-Identifier: Apache-2.0
#include "numbering.hpp"

#include "numerals.hpp"

namespace plumb::plan {
namespace {

Marker done(std::string_view text, Span line, Style style, int value, std::size_t from,
            std::size_t until, std::size_t end) {
  Marker marker;
  marker.style = style;
  marker.value = value;
  marker.printed = {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(until)};
  marker.end = static_cast<std::uint32_t>(skip_spaces(text, end, line.until));
  return marker;
}

/// 第一章 第二条 第三部分
Marker read_ordinal(std::string_view text, Span line) {
  const std::size_t from = skip_spaces(text, line.from + 3, line.until);
  const auto number = read_number(text, from);
  if (!number || number->value <= 0) return {};
  const std::size_t at = skip_spaces(text, from + number->size, line.until);
  struct Word {
    std::string_view word;
    Style style;
  };
  static constexpr Word kWords[] = {{"部分", Style::Part},  {"篇", Style::Part},
                                    {"编", Style::Part},    {"章", Style::Chapter},
                                    {"节", Style::Section}, {"条", Style::Article}};
  for (const auto& word : kWords) {
    if (!starts(text, at, word.word)) continue;
    std::size_t end = at + word.word.size();
    const auto next = glyph(text, end);
    // 第一章的规定 in a sentence is no heading; a heading's mark or blank or verb follows.
    if (next.value == U'的' || next.value == U'规' || next.value == U'至' || next.value == U'款')
      return {};
    if (is_colon(next.value) || is_enumeration_comma(next.value)) end += next.size;
    return done(text, line, word.style, number->value, line.from, at + word.word.size(), end);
  }
  return {};
}

/// (一) （1） 〔二〕 and the damaged () that lost its numeral
Marker read_parenthesised(std::string_view text, Span line) {
  std::size_t at = skip_spaces(text, line.from + glyph(text, line.from).size, line.until);
  const auto opened = glyph(text, at);
  if (is_close(opened.value)) {
    const std::size_t end = at + opened.size;
    if (base::is_han(glyph(text, end).value))
      return done(text, line, Style::HanParen, 0, line.from, line.from, end);
    return {};
  }
  const auto number = read_number(text, at);
  if (!number) return {};
  const std::size_t from = at;
  at = skip_spaces(text, at + number->size, line.until);
  const auto closed = glyph(text, at);
  if (!is_close(closed.value) || closed.value == ']' || closed.value == U'］') return {};
  if (number->value <= 0 || number->value > 199) return {};
  std::size_t end = at + closed.size;
  const auto next = glyph(text, end);
  if (is_enumeration_comma(next.value) || next.value == '.' || next.value == U'．')
    end += next.size;
  return done(text, line, number->han ? Style::HanParen : Style::ArabicParen, number->value, from,
              from + number->size, end);
}

Marker read_han_comma(std::string_view text, Span line) {
  const auto number = read_han(text, line.from);
  if (!number || number->value <= 0 || number->value > 199) return {};
  std::size_t at = line.from + number->size;
  const std::size_t mark_at = skip_spaces(text, at, line.until);
  const auto mark = glyph(text, mark_at);
  if (mark_at >= line.until) return {};
  const bool comma = is_enumeration_comma(mark.value) || mark.value == '.' || mark.value == U'．';
  if (!comma) return {};
  // 一、二批…, 三、四中全会: a list of numerals, no heading.
  const std::size_t after = skip_spaces(text, mark_at + mark.size, line.until);
  if (const auto second = read_han(text, after); second && second->value > 0) {
    const auto behind = glyph(text, after + second->size).value;
    if (is_enumeration_comma(behind) || behind == U'批' || behind == U'级' || behind == U'届' ||
        behind == U'中' || behind == U'次' || behind == U'类')
      return {};
  }
  return done(text, line, Style::HanComma, number->value, line.from, at, mark_at + mark.size);
}

Marker read_arabic_marker(std::string_view text, Span line) {
  const auto number = read_arabic(text, line.from);
  if (!number || number->value > 999) return {};
  std::size_t at = line.from + number->size;
  const bool blank_before_mark = is_space(glyph(text, at).value);
  const std::size_t mark_at = skip_spaces(text, at, line.until);
  if (mark_at >= line.until) {
    // A number alone on its line: a cell of a flattened table.
    return number->value > 0
               ? done(text, line, Style::Arabic, number->value, line.from, at, line.until)
               : Marker{};
  }
  auto mark = glyph(text, mark_at);
  if (mark.value == '.' || mark.value == U'．') {
    std::size_t next = mark_at + mark.size;
    const auto second = read_arabic(text, next);
    if (!second) {
      const std::size_t behind = skip_spaces(text, next, line.until);
      return number->value > 0 && behind < line.until
                 ? done(text, line, Style::Arabic, number->value, line.from, at, next)
                 : Marker{};
    }
    // 1.1 heading, but not 1.5 万, 12.4, 2024.5.6.
    if (number->value > 60 || number->value == 0 || second->value > 60 || second->size > 2)
      return {};
    next += second->size;
    auto behind = glyph(text, next);
    Style style = Style::Dotted;
    int value = second->value;
    if (behind.value == '.' || behind.value == U'．') {
      if (const auto third = read_arabic(text, next + behind.size); third && third->value < 60) {
        style = Style::Dotted3;
        value = third->value;
        next += behind.size + third->size;
        behind = glyph(text, next);
      } else if (third) {
        return {};
      }
    }
    const std::size_t printed_until = next;
    if (is_enumeration_comma(behind.value) || behind.value == '.' || behind.value == U'．')
      next += behind.size;
    const auto first = glyph(text, skip_spaces(text, next, line.until));
    if (first.value == U'万' || first.value == U'亿' || first.value == '%' ||
        first.value == U'％' || first.value == U'个' || first.value == U'元' ||
        first.value == U'倍' || !base::is_han(first.value))
      if (first.value != U'“' && first.value != U'《') return {};
    return done(text, line, style, value, line.from, printed_until, next);
  }
  if (number->value == 0) return {};
  if (is_enumeration_comma(mark.value)) {
    const std::size_t behind = skip_spaces(text, mark_at + mark.size, line.until);
    // 1、2号 is a list of numbers; 2、9月底前 and 2、2024年 begin with a time.
    if (const auto second = read_arabic(text, behind)) {
      const std::size_t unit = skip_spaces(text, behind + second->size, line.until);
      const bool year = second->size == 4 && starts(text, unit, "年");
      const bool month =
          second->value != number->value + 1 &&
          (starts(text, unit, "月底") || starts(text, unit, "月末") || starts(text, unit, "月前"));
      if (!year && !month) return {};
    } else if (digit_value(glyph(text, behind).value) >= 0) {
      return {};
    }
    return done(text, line, Style::Arabic, number->value, line.from, at, mark_at + mark.size);
  }
  if (is_close(mark.value) && (mark.value == ')' || mark.value == U'）'))
    return done(text, line, Style::HalfParen, number->value, line.from, at, mark_at + mark.size);
  if (blank_before_mark && base::is_han(mark.value) && number->value < 200) {
    // "3 健全…": a number set off by a blank only; "3 月" and "3 个" are quantities.
    static constexpr std::u32string_view kCounted =
        U"年月日个项件次人名家场部条篇期万亿元位户处所支级类种批时点天周岁";
    if (kCounted.find(mark.value) == std::u32string_view::npos)
      return done(text, line, Style::Arabic, number->value, line.from, at, mark_at);
  }
  return {};
}

} // namespace

Marker read_marker(std::string_view text, Span line) {
  const auto first = glyph(text, line.from);
  if (line.empty()) return {};
  if (first.value == '(' || first.value == U'（' || first.value == U'〔' || first.value == U'﹝')
    return read_parenthesised(text, line);
  if (first.value == U'第') return read_ordinal(text, line);
  if (digit_value(first.value) >= 0) return read_arabic_marker(text, line);
  if (is_han_numeral(first.value)) return read_han_comma(text, line);
  if (is_enumeration_comma(first.value)) {
    // 、工作要求: the numeral was lost.
    const std::size_t at = line.from + first.size;
    const bool heading = base::is_han(glyph(text, at).value) && line.size() < 120;
    return heading ? done(text, line, Style::HanComma, 0, line.from, line.from, at) : Marker{};
  }
  const auto circled = [&](char32_t base_point) {
    return done(text, line, Style::Circled, static_cast<int>(first.value - base_point) + 1,
                line.from, line.from + first.size, line.from + first.size);
  };
  if (first.value >= U'①' && first.value <= U'⑳') return circled(U'①');
  if (first.value >= U'㈠' && first.value <= U'㈩') {
    auto marker = circled(U'㈠');
    marker.style = Style::HanParen;
    return marker;
  }
  if (first.value >= U'⑴' && first.value <= U'⒇') {
    auto marker = circled(U'⑴');
    marker.style = Style::ArabicParen;
    return marker;
  }
  if (first.value >= U'⒈' && first.value <= U'⒛') {
    auto marker = circled(U'⒈');
    marker.style = Style::Arabic;
    return marker;
  }
  const bool lower = first.value >= 'a' && first.value <= 'z';
  const bool upper = first.value >= 'A' && first.value <= 'Z';
  if (lower || upper) {
    const auto mark = glyph(text, line.from + first.size);
    if (mark.value == '.' || mark.value == U'．' || mark.value == ')' || mark.value == U'）' ||
        is_enumeration_comma(mark.value)) {
      const std::size_t end = line.from + first.size + mark.size;
      if (base::is_han(glyph(text, skip_spaces(text, end, line.until)).value))
        return done(text, line, Style::Letter,
                    static_cast<int>(first.value - (lower ? 'a' : 'A')) + 1, line.from,
                    line.from + first.size, end);
    }
  }
  return {};
}

} // namespace plumb::plan
