// SPDX-License-Identifier: Apache-2.0
// Web editors lose the numerals of their own list fields: ()指导思想 stands for (一)指导思想, and a
// heading begins with 、. The number follows from the siblings. Document numbers lose a bracket:
// 【20206号 is 〔2020〕6号; 〔2020]6号 has two kinds. [2019]11号 and (2019)11号 are only variants.
#include "lines.hpp"
#include "marker.hpp"
#include "repairs.hpp"

#include <array>

namespace plumb::text {

namespace {

using base::Span;

struct Item {
  Marker marker;
  Span line;
};

std::vector<Item> outline(std::string_view text) {
  std::vector<Item> items;
  for_each_line(text, [&](Span line) {
    const Marker found = marker(line.of(text));
    switch (found.kind) {
    case MarkerKind::LostBracket:
    case MarkerKind::LostComma:
      // Only before words: `()` alone or in code is no heading.
      if (!base::is_han(after(text, line.from + found.until))) break;
      [[fallthrough]];
    case MarkerKind::HanComma:
    case MarkerKind::HanBracket:
    case MarkerKind::NumberBracket:
    case MarkerKind::Article:
      items.push_back({found, line});
      break;
    default:
      break;
    }
  });
  return items;
}

/// Numbers of one sequence of siblings, 0 where lost → the numbers they must have had. Certain
/// where counting from the first one meets every number that is left.
struct Sequence {
  std::vector<std::size_t> items; ///< indexes into the outline
  std::vector<std::uint32_t> numbers;
};

struct Answer {
  std::size_t item;
  std::uint32_t number;
  bool certain;
};

void solve(const Sequence& sequence, std::vector<Answer>& answers) {
  const auto& numbers = sequence.numbers;
  const bool known =
      std::any_of(numbers.begin(), numbers.end(), [](std::uint32_t n) { return n != 0; });
  for (std::size_t from = 0; from < numbers.size();) {
    if (numbers[from] != 0) {
      ++from;
      continue;
    }
    std::size_t until = from;
    while (until < numbers.size() && numbers[until] == 0)
      ++until;
    const std::uint32_t last = from == 0 ? 0 : numbers[from - 1];
    const auto lost = static_cast<std::uint32_t>(until - from);
    const bool certain = until < numbers.size() ? numbers[until] == last + lost + 1 : last > 0;
    for (std::size_t i = from; i < until; ++i)
      answers.push_back(
          {sequence.items[i], last + static_cast<std::uint32_t>(i - from) + 1, certain && known});
    from = until;
  }
}

class Numerals {
public:
  explicit Numerals(Draft& draft) : draft_(draft), items_(outline(draft.text)) {}
  void repair() {
    headings();
    bracketed();
    std::sort(answers_.begin(), answers_.end(),
              [](const Answer& a, const Answer& b) { return a.item < b.item; });
    Edits edits;
    for (const Answer& answer : answers_)
      write(answer, edits);
    for (const std::size_t i : open_) {
      const Item& item = items_[i];
      draft_.warn("text.suspicious_token",
                  {item.line.from + item.marker.from, item.line.from + item.marker.until});
    }
    edits.apply(draft_);
  }

private:
  void headings() {
    Sequence sequence;
    const auto close = [&] {
      const bool lost = std::count(sequence.numbers.begin(), sequence.numbers.end(), 0U) > 0;
      const bool known = std::any_of(sequence.numbers.begin(), sequence.numbers.end(),
                                     [](std::uint32_t n) { return n != 0; });
      if (lost && known) solve(sequence, answers_);
      if (lost && !known) open_.insert(open_.end(), sequence.items.begin(), sequence.items.end());
      sequence = {};
    };
    for (std::size_t i = 0; i < items_.size(); ++i) {
      const Marker& one = items_[i].marker;
      if (one.kind != MarkerKind::HanComma && one.kind != MarkerKind::LostComma) continue;
      if (one.kind == MarkerKind::HanComma && one.number == 1 && !sequence.items.empty()) {
        // 一、 after lost ones is a new list, unless a lost one is all there was.
        close();
      }
      sequence.items.push_back(i);
      sequence.numbers.push_back(one.number);
    }
    close();
  }

  /// () takes part in the list whose numbers stand around it: (一)(二) or (1)(2). Two sweeps,
  /// because the numbers behind decide first.
  void find_styles() {
    styles_.assign(items_.size(), MarkerKind::None);
    const auto sweep = [&](std::size_t i, MarkerKind& near, bool behind) {
      const Marker& one = items_[i].marker;
      if (one.kind == MarkerKind::LostBracket) {
        if (styles_[i] == MarkerKind::None) styles_[i] = near;
      } else if (one.kind == MarkerKind::HanBracket || one.kind == MarkerKind::NumberBracket) {
        // What begins at 1 behind is a list of its own below this item.
        near = behind && one.number == 1 ? MarkerKind::None : one.kind;
      } else {
        near = MarkerKind::None;
      }
    };
    MarkerKind near = MarkerKind::None;
    for (std::size_t i = items_.size(); i-- > 0;)
      sweep(i, near, true);
    near = MarkerKind::None;
    for (std::size_t i = 0; i < items_.size(); ++i)
      sweep(i, near, false);
  }
  [[nodiscard]] MarkerKind style(std::size_t i) const {
    return styles_[i] == MarkerKind::None ? MarkerKind::HanBracket : styles_[i];
  }

  void bracketed() {
    find_styles();
    std::array<Sequence, 2> open; // (一) and (1)
    const auto close = [&](std::size_t which) {
      Sequence& sequence = open[which];
      const auto lost = std::count(sequence.numbers.begin(), sequence.numbers.end(), 0U);
      if (lost > 0 && sequence.items.size() > 1) solve(sequence, answers_);
      if (lost > 0 && sequence.items.size() == 1) open_.push_back(sequence.items.front());
      sequence = {};
    };
    for (std::size_t i = 0; i < items_.size(); ++i) {
      const Marker& one = items_[i].marker;
      if (one.kind == MarkerKind::HanComma || one.kind == MarkerKind::LostComma ||
          one.kind == MarkerKind::Article) {
        close(0);
        close(1);
        continue;
      }
      const MarkerKind kind = one.kind == MarkerKind::LostBracket ? style(i) : one.kind;
      const std::size_t which = kind == MarkerKind::NumberBracket ? 1 : 0;
      if (which == 0) close(1); // (1) counts below (一)
      if (one.number == 1 && !open[which].items.empty()) close(which);
      open[which].items.push_back(i);
      open[which].numbers.push_back(one.number);
    }
    close(0);
    close(1);
  }

  void write(const Answer& answer, Edits& edits) const {
    const Item& item = items_[answer.item];
    const std::uint32_t from = item.line.from + item.marker.from;
    if (item.marker.kind == MarkerKind::LostComma) {
      edits.insert(from, han_number(answer.number), RepairKind::Bracket, answer.certain);
      return;
    }
    const std::string_view text = draft_.text;
    const std::uint32_t inside = from + (text[from] == '(' ? 1 : 3);
    const std::uint32_t close = item.line.from + item.marker.until -
                                (text[item.line.from + item.marker.until - 1] == ')' ? 1 : 3);
    std::string number = style(answer.item) == MarkerKind::NumberBracket
                             ? std::to_string(answer.number)
                             : han_number(answer.number);
    edits.replace({inside, close}, std::move(number), RepairKind::Bracket, answer.certain);
  }

  Draft& draft_;
  std::vector<Item> items_;
  std::vector<Answer> answers_;
  std::vector<MarkerKind> styles_;
  std::vector<std::size_t> open_;
};

constexpr std::array<std::string_view, 5> kOpen{"〔", "【", "[", "(", "（"};
constexpr std::array<std::string_view, 5> kClose{"〕", "】", "]", ")", "）"};

/// Index of the bracket that `text` begins with, or npos.
std::size_t bracket_at(const std::array<std::string_view, 5>& set, std::string_view text) {
  for (std::size_t i = 0; i < set.size(); ++i)
    if (text.starts_with(set[i])) return i;
  return std::string_view::npos;
}
std::size_t bracket_before(const std::array<std::string_view, 5>& set, std::string_view text) {
  for (std::size_t i = 0; i < set.size(); ++i)
    if (text.ends_with(set[i])) return i;
  return std::string_view::npos;
}

bool is_year(std::string_view digits) {
  return digits.size() >= 4 && (digits.starts_with("19") || digits.starts_with("20"));
}

/// The digits [from, until) of a document number: year, bracket, number, 号.
void repair_document_number(std::string_view text, Span digits, Edits& edits) {
  constexpr std::size_t kNone = std::string_view::npos;
  const std::string_view year = digits.of(text);
  const std::string_view left = text.substr(0, digits.from), right = text.substr(digits.until);
  const std::size_t open = bracket_before(kOpen, left);
  const auto open_size = static_cast<std::uint32_t>(open == kNone ? 0 : kOpen[open].size());
  if (!base::is_han(before(text, digits.from - open_size)) || digits.from == open_size) return;
  if (!is_year(year)) return;
  const Span open_span{digits.from - open_size, digits.from};

  if (right.starts_with("号") && open != kNone && open <= 2 && year.size() >= 5 &&
      year.size() <= 8 && year[4] != '0') {
    // 【20206号: the closing bracket is lost; where the year ends is a guess.
    edits.replace({open_span.from, digits.until},
                  "〔" + std::string(year.substr(0, 4)) + "〕" + std::string(year.substr(4)),
                  RepairKind::Bracket, false);
    return;
  }
  if (year.size() != 4) return;
  const std::size_t close = bracket_at(kClose, right);
  if (close == kNone) return;
  const std::string_view tail = right.substr(kClose[close].size());
  std::size_t size = 0;
  while (size < tail.size() && is_digit(tail[size]))
    ++size;
  if (size == 0 || size > 5 || !tail.substr(size).starts_with("号")) return;
  // ( and （ pair with each other's partner in sloppy but undamaged text.
  const auto family = [](std::size_t i) { return i >= 3 ? std::size_t{3} : i; };
  const Span close_span{digits.until,
                        digits.until + static_cast<std::uint32_t>(kClose[close].size())};
  if (open == kNone) {
    if (close > 2) return; // 办法2020)3号 says too little
    edits.insert(digits.from, std::string(kOpen[close]), RepairKind::Bracket);
  } else if (family(open) != family(close)) {
    edits.replace(open_span, "〔", RepairKind::Bracket);
    edits.replace(close_span, "〕", RepairKind::Bracket);
  }
}

/// Is there a bracket without content or a line that begins with 、?
bool may_have_lost_numerals(std::string_view text) {
  const auto empty = [&](std::size_t at) {
    const char32_t c = after(text, at);
    return c == ')' || c == U'）' || base::is_blank(c);
  };
  const auto any = [&](std::string_view open) {
    for (std::size_t at = find_text(text, open); at != std::string_view::npos;
         at = find_text(text, open, at + 1))
      if (empty(at + open.size())) return true;
    return false;
  };
  if (any("(") || any("（")) return true;
  bool found = false;
  for_each_line(text,
                [&](Span line) { found = found || base::trim(line.of(text)).starts_with("、"); });
  return found;
}

} // namespace

void repair_numerals(Draft& draft) {
  if (!may_have_lost_numerals(draft.text)) return;
  Numerals(draft).repair();
}

void repair_document_numbers(Draft& draft) {
  const std::string_view text = draft.text;
  Edits edits;
  for (std::size_t at = find_text(text, "号"); at != std::string_view::npos;
       at = find_text(text, "号", at + 1)) {
    // 号 stands behind digits: those of the number, or of year and number together.
    std::size_t from = at;
    while (from > 0 && is_digit(text[from - 1]) && at - from < 10)
      --from;
    if (from == at || (from > 0 && is_digit(text[from - 1]))) continue;
    Span digits{static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(at)};
    const std::size_t close = bracket_before(kClose, text.substr(0, from));
    if (close != std::string_view::npos) {
      const std::size_t year_until = from - kClose[close].size();
      std::size_t year_from = year_until;
      while (year_from > 0 && is_digit(text[year_from - 1]) && year_until - year_from < 5)
        --year_from;
      digits = {static_cast<std::uint32_t>(year_from), static_cast<std::uint32_t>(year_until)};
    }
    if (digits.from >= 6 && digits.from - 6 >= edits.end())
      repair_document_number(text, digits, edits);
  }
  edits.apply(draft);
}

} // namespace plumb::text
