// SPDX-License-Identifier: Apache-2.0
#include "target.hpp"

#include "numerals.hpp"

#include <algorithm>

namespace plumb::plan {
namespace {

struct Bound {
  std::string_view word;
  Operator op;
};
/// In front of a number.
constexpr Bound kBefore[] = {{"不得少于", Operator::AtLeast}, {"不得低于", Operator::AtLeast},
                             {"不应少于", Operator::AtLeast}, {"不少于", Operator::AtLeast},
                             {"不低于", Operator::AtLeast},   {"不小于", Operator::AtLeast},
                             {"至少", Operator::AtLeast},     {"最少", Operator::AtLeast},
                             {"不得超过", Operator::AtMost},  {"最长不超过", Operator::AtMost},
                             {"不超过", Operator::AtMost},    {"不高于", Operator::AtMost},
                             {"不多于", Operator::AtMost},    {"不大于", Operator::AtMost},
                             {"最多", Operator::AtMost},      {"控制在", Operator::AtMost},
                             {"超过", Operator::MoreThan},    {"高于", Operator::MoreThan},
                             {"大于", Operator::MoreThan},    {"低于", Operator::LessThan},
                             {"小于", Operator::LessThan},    {"少于", Operator::LessThan}};
/// Words between what is measured and its number.
constexpr std::string_view kLinks[] = {
    "要达到", "均达到", "应达到", "须达到", "分别达到", "达到",   "均达",   "分别达", "达",
    "保持在", "稳定在", "提高到", "提升到", "提高至",   "提升至", "降低到", "下降到", "降至",
    "降到",   "控制在", "维持在", "实现",   "均为",     "为",     "至",     "到",     "在",
    "是",     "要",     "应",     "须",     "均",       "全部",   "分别",   "力争"};
constexpr std::string_view kLeading[] = {"确保", "实现", "力争", "保持", "保证", "使",
                                         "推动", "其中", "要",   "争取", "做到", "全面实现"};

struct Unit {
  std::string_view word, name;
};
/// Measures a count may have; longer before shorter.
constexpr Unit kUnits[] = {{"个工作日", "working_day"},
                           {"工作日", "working_day"},
                           {"个自然日", "day"},
                           {"日", "day"},
                           {"天", "day"},
                           {"个月", "month"},
                           {"小时", "小时"},
                           {"个学时", "学时"},
                           {"学时", "学时"},
                           {"课时", "课时"},
                           {"万元", "万元"},
                           {"亿元", "亿元"},
                           {"元", "元"},
                           {"人次", "人次"},
                           {"人", "人"},
                           {"名", "人"},
                           {"位", "人"},
                           {"场次", "场次"},
                           {"场", "场"},
                           {"次", "次"},
                           {"件", "件"},
                           {"个", "个"},
                           {"篇", "篇"},
                           {"期", "期"},
                           {"家", "家"},
                           {"台", "台"},
                           {"项", "项"},
                           {"份", "份"},
                           {"部", "部"},
                           {"条", "条"},
                           {"所", "所"},
                           {"支", "支"},
                           {"户", "户"},
                           {"处", "处"},
                           {"批", "批"},
                           {"轮", "轮"},
                           {"例", "例"},
                           {"起", "起"},
                           {"部门", "个"},
                           {"分", "分"},
                           {"遍", "次"},
                           {"周", "周"}};

const Unit* unit_at(std::string_view text, std::size_t at) {
  for (const auto& unit : kUnits)
    if (starts(text, at, unit.word)) return &unit;
  return nullptr;
}

class Reader {
public:
  Reader(std::string_view text, Span span, Span whole, std::vector<Target>& out)
      : text_(text.substr(0, span.until)), from_(span.from), clause_from_(span.from), whole_(whole),
        out_(out) {}

  void read() {
    for (std::size_t i = from_; i < text_.size();) {
      const auto c = glyph(text_, i);
      if ((traits(c.value) & (kDigit | kHanNumeral | kClauseEnd | kTargetWord)) == 0) {
        i += c.size;
        continue;
      }
      std::size_t end = 0;
      if (is_comma(c.value) || is_semicolon(c.value) || is_full_stop(c.value) || c.value == '\n') {
        clause_from_ = i + c.size;
      } else if (digit_value(c.value) >= 0) {
        end = number(i);
      } else if (c.value == U'百' && starts(text_, i, "百分之")) {
        end = spoken_percent(i);
      } else if (is_han_numeral(c.value) && c.value != U'零') {
        end = han_count(i);
      } else if (c.value == U'没' || c.value == U'未' || c.value == U'不' || c.value == U'零' ||
                 c.value == U'无') {
        end = zero_event(i);
      }
      i = end > i ? end : i + c.size;
    }
  }

private:
  struct Read {
    base::Decimal value;
    std::size_t end = 0;
  };

  std::optional<Read> decimal(std::size_t at) const {
    std::string digits;
    std::size_t i = at;
    bool point = false;
    while (i < text_.size() && digits.size() < 16) {
      const auto c = glyph(text_, i);
      if (const int d = digit_value(c.value); d >= 0) {
        digits.push_back(static_cast<char>('0' + d));
      } else if (!point && (c.value == '.' || c.value == U'．') &&
                 digit_value(glyph(text_, i + c.size).value) >= 0) {
        point = true;
        digits.push_back('.');
      } else if (c.value == ',' && digit_value(glyph(text_, i + 1).value) >= 0 &&
                 digit_value(glyph(text_, i + 2).value) >= 0 &&
                 digit_value(glyph(text_, i + 3).value) >= 0 &&
                 digit_value(glyph(text_, i + 4).value) < 0 && !point) {
        // thousands
      } else {
        break;
      }
      i += c.size;
    }
    const auto value = base::parse_decimal(digits);
    if (!value) return std::nullopt;
    return Read{*value, i};
  }

  std::size_t number(std::size_t at) {
    const auto value = decimal(at);
    if (!value) {
      std::size_t i = at;
      while (digit_value(glyph(text_, i).value) >= 0)
        i += glyph(text_, i).size;
      return i;
    }
    std::size_t i = value->end;
    while (base::is_blank(glyph(text_, i).value))
      i += glyph(text_, i).size;
    const auto mark = glyph(text_, i);
    if (mark.value == '%' || mark.value == U'％' || mark.value == U'﹪') {
      add(at, i + mark.size, value->value, "%", true);
      return i + mark.size;
    }
    return count(at, value->end, value->value);
  }

  std::size_t spoken_percent(std::size_t at) {
    const std::size_t from = at + 9;
    if (starts(text_, from, "百")) {
      add(at, from + 3, {100, 0}, "%", true);
      return from + 3;
    }
    const auto number = read_number(text_, from);
    if (!number) return from;
    add(at, from + number->size, {number->value, 0}, "%", true);
    return from + number->size;
  }

  std::size_t han_count(std::size_t at) {
    const auto number = read_han(text_, at);
    if (!number || number->value <= 0) return 0;
    return count(at, at + number->size, {number->value, 0});
  }

  /// A number with a counted unit is a target only where a bound stands by it.
  std::size_t count(std::size_t at, std::size_t end, base::Decimal value) {
    std::size_t i = end;
    while (base::is_blank(glyph(text_, i).value))
      i += glyph(text_, i).size;
    const Unit* unit = unit_at(text_, i);
    if (unit == nullptr) return end;
    const std::size_t until = i + unit->word.size();
    // 3月, 5日, 第3次, 12个部门 without a bound are no targets.
    if (glyph_before(text_, at).value == U'第' || glyph_before(text_, at).value == U'月')
      return until;
    const auto after = text_.substr(until);
    const bool upper = starts_with_any(after, {"以上", "及以上", "(含)以上"});
    const bool lower = starts_with_any(after, {"以下", "以内", "之内", "及以下"});
    const bool quantity_unit = unit->name == "day" && unit->word == "日";
    Bound bound = bound_before(at, 24);
    if (bound.op == Operator::None && !upper && !lower) return until;
    if (bound.op == Operator::None && quantity_unit) return until;
    if (has(unit->word, "年")) return until;
    add(at, until, value, unit->name, false);
    return until;
  }

  /// A bound up to `reach` bytes in front, in the same clause: 至少安排4次 has a verb between.
  Bound bound_before(std::size_t at, std::size_t reach) const {
    const std::size_t low = std::max<std::size_t>(clause_from_, at > reach ? at - reach : 0);
    if (low >= at) return {"", Operator::None};
    std::size_t start = low;
    while (start < at && (static_cast<unsigned char>(text_[start]) & 0xC0) == 0x80)
      ++start;
    const auto left = text_.substr(start, at - start);
    Bound best{"", Operator::None};
    std::size_t best_at = 0;
    for (const auto& bound : kBefore) {
      const std::size_t found = left.rfind(bound.word);
      if (found == std::string_view::npos) continue;
      // Another number between belongs to the bound.
      bool digits = false;
      for (std::size_t k = found + bound.word.size(); k < left.size(); ++k)
        digits = digits || (left[k] >= '0' && left[k] <= '9');
      if (digits) continue;
      if (best.op == Operator::None || found + bound.word.size() > best_at + best.word.size() ||
          (found + bound.word.size() == best_at + best.word.size() &&
           bound.word.size() > best.word.size())) {
        best = bound;
        best_at = found;
      }
    }
    return best;
  }

  void add(std::size_t at, std::size_t end, base::Decimal value, std::string_view unit,
           bool percent) {
    Target target;
    const Bound bound = bound_before(at, percent ? 18 : 24);
    const auto after = text_.substr(end);
    target.op = bound.op;
    target.confidence = 90;
    if (starts_with_any(after, {"以上", "及以上", "(含)以上"})) {
      target.op = Operator::AtLeast;
      end += after.starts_with("以上") ? 6 : after.starts_with("及以上") ? 9 : 0;
    } else if (starts_with_any(after, {"以下", "以内", "之内", "及以下"})) {
      target.op = Operator::AtMost;
      end += after.starts_with("及") ? 9 : 6;
    } else if (target.op == Operator::None) {
      const bool reached =
          has_any(text_.substr(at > 12 ? at - 12 : 0, std::min<std::size_t>(12, at)), {"达"});
      target.op = percent && value == base::Decimal{100, 0} ? Operator::Equal
                  : reached                                 ? Operator::AtLeast
                                                            : Operator::Equal;
      if (value != base::Decimal{100, 0}) target.confidence = 70;
    }
    target.value = value;
    target.unit = std::string(unit);
    target.subject = subject(at, bound);
    finish(std::move(target), at, end);
  }

  std::string subject(std::size_t at, const Bound& bound) const {
    // What is measured stands near its number; a bound keeps clauses without end from costing
    // squares.
    std::size_t low = at > clause_from_ + 180 ? at - 180 : clause_from_;
    while (low < at && (static_cast<unsigned char>(text_[low]) & 0xC0) == 0x80)
      ++low;
    std::string_view left = base::trim(text_.substr(low, at - low));
    // 报备率达100%、审查率达100%: what stands behind the quantity before.
    for (const std::string_view before : {"%", "％"})
      if (const std::size_t found = left.rfind(before); found != std::string_view::npos)
        left.remove_prefix(found + before.size());
    while (!left.empty() &&
           (is_punctuation(glyph(left, 0).value) || is_space(glyph(left, 0).value)))
      left.remove_prefix(glyph(left, 0).size);
    if (!bound.word.empty())
      if (const std::size_t found = left.rfind(bound.word); found != std::string_view::npos)
        left = base::trim(left.substr(0, found));
    for (bool again = true; again;) {
      again = false;
      for (const auto link : kLinks)
        if (left.size() > link.size() && left.ends_with(link)) {
          left = base::trim(left.substr(0, left.size() - link.size()));
          again = true;
        }
    }
    for (bool again = true; again;) {
      again = false;
      for (const auto lead : kLeading)
        if (left.size() > lead.size() + 3 && left.starts_with(lead)) {
          left = base::trim(left.substr(lead.size()));
          again = true;
        }
    }
    return std::string(left);
  }

  /// 没有发生…, 未发生…, 零投诉, 不发生….
  std::size_t zero_event(std::size_t at) {
    std::size_t behind = 0;
    for (const std::string_view word : {"没有发生", "未发生", "不发生", "未出现", "没有出现",
                                        "不出现", "零发生", "零投诉", "零事故", "无发生"})
      if (starts(text_, at, word)) behind = word.size();
    if (behind == 0) return 0;
    // 近五年未发生的 is a description.
    std::size_t end = at + behind;
    if (starts(text_, end, "的") || starts(text_, end, "过")) return end;
    while (end < text_.size() && !is_clause_end(glyph(text_, end).value))
      end += glyph(text_, end).size;
    Target target;
    target.op = Operator::Equal;
    target.value = base::Decimal{0, 0};
    target.subject = std::string(base::trim(starts(text_, at, "零")
                                                ? text_.substr(at + 3, behind - 3)
                                                : text_.substr(at + behind, end - at - behind)));
    target.confidence = 80;
    finish(std::move(target), at, end);
    return end;
  }

  void finish(Target target, std::size_t at, std::size_t end) {
    if (!whole_.empty()) {
      if (out_.size() > first_ + kMostPerSentence) return;
      target.span = whole_;
      target.text = std::string(whole_.of(text_));
    } else {
      std::size_t until = end;
      const std::size_t most = end + 300;
      while (until < text_.size() && until < most && !is_clause_end(glyph(text_, until).value))
        until += glyph(text_, until).size;
      std::size_t from = std::min(clause_from_, at);
      if (at > from + 600) from = at - 600;
      while (from < at && (static_cast<unsigned char>(text_[from]) & 0xC0) == 0x80)
        ++from;
      target.span =
          base::trim(text_, {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(until)});
      target.text = std::string(target.span.of(text_));
    }
    out_.push_back(std::move(target));
  }

  std::string_view text_;
  std::size_t from_;
  std::size_t clause_from_;
  static constexpr std::size_t kMostPerSentence = 50;
  Span whole_;
  std::vector<Target>& out_;
  std::size_t first_ = out_.size();
};

} // namespace

void read_targets(std::string_view text, Span span, Span whole, std::vector<Target>& out) {
  if (span.empty()) return;
  Reader(text, span, whole, out).read();
}

} // namespace plumb::plan
