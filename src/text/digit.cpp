// SPDX-License-Identifier: Apache-2.0
// Numbers that scanning or typing broke: letters that look like digits (l00%, 9O%, l5日) and blanks
// between the digits of one number (2 0 2 0年, 1 00%, 7 1.4%). Only where what follows says that a
// number is meant. Full-width digits (１００％) are no damage; who reads numbers reads both.
#include "lines.hpp"
#include "repairs.hpp"

#include <array>

namespace plumb::text {

namespace {

using base::Span;

constexpr std::array<std::string_view, 20> kUnits{"%",  "％", "年", "月", "日", "号", "个",
                                                  "件", "次", "项", "条", "人", "名", "家",
                                                  "万", "亿", "元", "天", "户", "份"};

bool looks_like_digit(char c) {
  return c == 'l' || c == 'I' || c == 'O' || c == 'o';
}
char as_digit(char c) {
  return c == 'l' || c == 'I' ? '1' : c == 'O' || c == 'o' ? '0' : c;
}

std::string_view unit_at(std::string_view text, std::size_t at) {
  for (const std::string_view unit : kUnits)
    if (text.substr(at).starts_with(unit)) return unit;
  return {};
}

/// Whole part of digits with at most one point; large when there are many digits.
unsigned whole_part(std::string_view number) {
  unsigned value = 0;
  for (const char c : number) {
    if (c == '.' || value > 100'000'000) break;
    if (is_digit(c)) value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value;
}

bool in_range(std::string_view number, std::string_view unit) {
  const unsigned value = whole_part(number);
  if (number.front() == '0' && number.size() > 1 && number[1] != '.') return false;
  if (unit == "月") return value >= 1 && value <= 12;
  if (unit == "日") return value >= 1 && value <= 31;
  if (unit == "%" || unit == "％") return value <= 1000;
  return true;
}

bool is_part(char c) {
  return is_digit(c) || is_letter(c) || c == '_';
}

/// `l00%`: the word [from, until) before a unit.
void repair_letters(std::string_view text, Span word, Edits& edits) {
  const std::string_view was = word.of(text);
  std::size_t digits = 0, letters = 0;
  for (const char c : was) {
    if (is_digit(c))
      ++digits;
    else if (looks_like_digit(c))
      ++letters;
    else if (c != '.')
      return;
  }
  if (letters == 0 || was.find('.') != was.rfind('.')) return;
  const std::string_view unit = unit_at(text, word.until);
  if (unit.empty()) return;
  const bool percent = unit == "%" || unit == "％";
  // Without any digit only lO%-like words before a percent sign are numbers.
  if (digits == 0 && (!percent || letters < 2 || as_digit(was.front()) != '1')) return;
  std::string now(was);
  for (char& c : now)
    c = as_digit(c);
  // O3 is ozone.
  if (now.front() == '.' || now.back() == '.' || !in_range(now, unit)) return;
  if (word.from > 0 &&
      (text[word.from - 1] == '.' || text[word.from - 1] == '/' || text[word.from - 1] == '-' ||
       text[word.from - 1] == '#' || text[word.from - 1] == '@'))
    return;
  edits.replace(word, std::move(now), RepairKind::Digit);
}

/// The year of `2 0 2 0年`, `20 20年`.
bool is_year(std::string_view digits) {
  return digits.size() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
}

struct Groups {
  std::string joined;
  std::size_t count = 0;
  std::size_t second = 0; ///< where the second group begins in `joined`
  bool all_single = true;
};

/// `1 00%`, `2 0 2 0年`: groups of digits with single blanks between, before a unit.
void repair_blanks(std::string_view text, Span span, const Groups& groups, Edits& edits) {
  const std::string_view unit = unit_at(text, span.until);
  if (unit.empty() || groups.count < 2) return;
  const std::string_view before_it = text.substr(0, span.from);
  const char32_t left = before(text, span.from);
  const auto join = [&](bool certain) {
    edits.replace(span, groups.joined, RepairKind::Digit, certain);
  };
  if (unit == "年") {
    if (is_year(groups.joined) && !is_digit(span.from > 0 ? text[span.from - 1] : ' ')) join(true);
    return;
  }
  if (unit == "月" || unit == "日") {
    if (before_it.ends_with(unit == "月" ? "年" : "月") && groups.count == 2 && groups.all_single &&
        in_range(groups.joined, unit))
      join(true);
    return;
  }
  if (unit != "%" && unit != "％") return;
  // "表5 10%" are two numbers, and so is anything that does not grow out of a sentence.
  if (!base::is_han(left) || left == U'表' || left == U'图' || left == U'第' || left == U'件')
    return;
  if (whole_part(groups.joined) > 100 || groups.joined.front() == '0') return;
  const std::string_view second = std::string_view(groups.joined).substr(groups.second);
  const bool stands_alone = second.front() != '0' || second.starts_with("0.") || second == "0";
  join(!stands_alone || (groups.all_single && groups.count > 2));
}

} // namespace

void repair_digits(Draft& draft) {
  const std::string_view text = draft.text;
  Edits edits;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (!is_digit(c) && !looks_like_digit(c)) {
      // The rest of a word that began with another letter is no number.
      if (is_part(c))
        while (at < text.size() && is_part(text[at]))
          ++at;
      else
        ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && (is_part(text[end]) || (text[end] == '.' && end + 1 < text.size() &&
                                                        is_part(text[end + 1]))))
      ++end;
    const Span word{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
    bool digits_only = true;
    for (const char d : word.of(text))
      digits_only = digits_only && is_digit(d);
    if (!digits_only) {
      repair_letters(text, word, edits);
      at = end;
      continue;
    }
    Groups groups{std::string(word.of(text)), 1, word.size(), word.size() == 1};
    std::size_t until = end;
    bool pointed = false;
    while (!pointed && until + 1 < text.size() && text[until] == ' ' && is_digit(text[until + 1])) {
      std::size_t stop = until + 1;
      while (stop < text.size() &&
             (is_digit(text[stop]) || (text[stop] == '.' && !pointed && stop + 1 < text.size() &&
                                       is_digit(text[stop + 1])))) {
        pointed = pointed || text[stop] == '.';
        ++stop;
      }
      groups.all_single = groups.all_single && stop - until == 2;
      if (groups.joined.size() < 32)
        groups.joined += text.substr(until + 1, std::min<std::size_t>(stop - until - 1, 32));
      ++groups.count;
      until = stop;
    }
    if (until > end)
      repair_blanks(text, {word.from, static_cast<std::uint32_t>(until)}, groups, edits);
    at = until;
  }
  edits.apply(draft);
}

} // namespace plumb::text
