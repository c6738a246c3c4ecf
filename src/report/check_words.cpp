// SPDX-License-Identifier: Apache-2.0
/// Parts that say nothing, numbers that nobody filled in, chapters of last year.
#include "check_parts.hpp"

#include <plumb/base/utf8.hpp>
#include <plumb/plan/compare.hpp>

#include <algorithm>
#include <array>

namespace plumb::report {
namespace {

using View = std::string_view;

bool counts(char32_t c) {
  return base::is_han(c) || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z') || (c >= 0xFF10 && c <= 0xFF19);
}

std::string letters_of(View text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto point = base::decode_utf8(text, at);
    at += point.size;
    if (counts(point.value)) base::append_utf8(out, point.value);
  }
  return out;
}

std::vector<View> split(View text, std::initializer_list<View> stops) {
  std::vector<View> out;
  std::size_t from = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t stop = 0;
    for (const View one : stops)
      if (text.substr(at).starts_with(one)) stop = one.size();
    if (stop == 0) {
      at += std::max<std::size_t>(1, base::decode_utf8(text, at).size);
      continue;
    }
    out.push_back(text.substr(from, at - from));
    at += stop;
    from = at;
  }
  out.push_back(text.substr(std::min(from, text.size())));
  return out;
}

/// 无, 暂无, 没有明显不足, 总体情况较好、未发现突出问题: a denial with what is denied at the end.
bool denies(const std::string& sentence) {
  constexpr std::size_t kLong = 40 * 3, kBetween = 9 * 3;
  for (const View whole : {"无", "暂无", "没有", "略", "不适用", "尚无", "无内容", "暂无内容"})
    if (sentence == whole) return true;
  if (sentence.size() > kLong) return false;
  for (const View thing : {"不足", "问题", "短板", "差距", "薄弱环节", "欠缺", "情况", "不足之处",
                           "弱项", "缺点", "需要说明的", "之处"}) {
    if (!sentence.ends_with(thing)) continue;
    const View rest = View(sentence).substr(0, sentence.size() - thing.size());
    const View close = rest.substr(rest.size() - std::min(rest.size(), kBetween));
    for (const View denial : {"没有", "暂无", "未发现", "不存在", "尚无", "无", "未出现", "未见"}) {
      const auto found = close.rfind(denial);
      if (found == View::npos) continue;
      const View between = close.substr(found + denial.size());
      // 无专人负责的问题 tells of one; only such words stand between a denial and its object.
      std::string left(between);
      for (const View filler : {"明显", "突出", "重大", "较大", "其他", "存在", "任何", "的", "大",
                                "严重", "什么", "和", "与", "不足", "问题", "原因", "短板"})
        for (auto at = left.find(filler); at != std::string::npos; at = left.find(filler))
          left.erase(at, filler.size());
      if (left.empty()) return true;
    }
  }
  return false;
}

/// （一）存在的不足 alone on its line: the name of a part, not a shortfall.
bool is_bare_heading(View line) {
  constexpr std::size_t kShort = 14;
  const View kept = base::trim(line);
  const auto letters = letters_of(kept);
  if (base::count_code_points(letters) > kShort) return false;
  constexpr std::array<View, 6> kEnds = {"不足", "原因", "问题", "情况", "短板", "差距"};
  return std::ranges::any_of(kEnds, [&](View end) { return letters.ends_with(end); });
}

/// A sentence without the number before it.
View without_number(View sentence) {
  sentence = base::trim(sentence);
  const auto wide = sentence.find("）");
  if (sentence.starts_with("（") && wide != View::npos && wide <= 15)
    return sentence.substr(wide + View("）").size());
  return sentence;
}

/// Praise that fills a part on shortfalls without naming one.
bool is_praise(const std::string& sentence) {
  constexpr std::size_t kLong = 20 * 3;
  if (sentence.size() > kLong) return false;
  for (const View end : {"较好", "良好", "很好", "正常", "顺利", "到位"})
    if (sentence.ends_with(end) && sentence.find("不") == std::string::npos &&
        sentence.find("未") == std::string::npos)
      return true;
  return false;
}

struct PlainParagraph {
  View words;
  std::size_t characters = 0;
};

std::vector<PlainParagraph> paragraphs_of(View text) {
  constexpr std::size_t kCountMax = 2'000;
  std::vector<PlainParagraph> out;
  for (const View line : split(text, {"\n"})) {
    const View kept = base::trim(line);
    if (kept.empty() || out.size() == kCountMax) continue;
    out.push_back({kept, count_characters(kept)});
  }
  return out;
}

/// Whether it stood there last year; texts of very different length cannot be nearly the same.
bool stands_in(const PlainParagraph& one, const std::vector<PlainParagraph>& last_year) {
  constexpr int kNearlyTheSame = 90;
  constexpr std::size_t kComparedMax = 200;
  std::size_t compared = 0;
  for (const auto& other : last_year) {
    if (other.words == one.words) return true;
    if (other.characters * 5 < one.characters * 4 || one.characters * 5 < other.characters * 4)
      continue;
    if (++compared > kComparedMax) return false;
    if (plan::similarity(one.words, other.words) >= kNearlyTheSame) return true;
  }
  return false;
}

} // namespace

View find_bare_heading(View text) {
  View heading;
  for (const View line : split(text, {"\n"})) {
    const View kept = base::trim(line);
    if (kept.empty()) continue;
    const bool begins = is_second_heading(kept);
    if (begins && !heading.empty()) return heading;
    const bool whole = kept.find("。") != View::npos || kept.ends_with("；");
    heading = begins && !whole ? kept : View();
  }
  return heading;
}

std::size_t count_characters(View text) {
  std::size_t out = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto point = base::decode_utf8(text, at);
    at += point.size;
    if (counts(point.value)) ++out;
  }
  return out;
}

bool says_nothing(View text) {
  constexpr std::size_t kLeast = 12;
  std::size_t said = 0;
  for (const View line : split(text, {"\n"})) {
    if (is_bare_heading(line)) continue;
    for (const View sentence : split(line, {"。", "；", ";", "！", "，", ","})) {
      const auto letters = letters_of(without_number(sentence));
      if (denies(letters) || is_praise(letters)) continue;
      said += base::count_code_points(letters);
    }
  }
  return said < kLeast;
}

View find_placeholder(View text) {
  constexpr std::array<View, 7> kMarks = {"X", "x", "×", "＿", "_", "□", "Ｘ"};
  constexpr std::array<View, 24> kUnits = {"件", "个", "项", "次", "人",   "名", "场", "份",
                                           "部", "万", "元", "条", "起",   "年", "月", "日",
                                           "家", "户", "%",  "％", "件次", "亿", "期", "篇"};
  // What a template asks its writer for.
  for (const View asked : {"（请补充", "（请填写", "（请写明"})
    if (const auto at = text.find(asked); at != View::npos) {
      const auto close = text.find("）", at);
      const auto line = std::min(text.find('\n', at), text.size());
      return text.substr(at, (close < line ? close + View("）").size() : line) - at);
    }
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at, count = 0;
    for (bool more = true; more;) {
      more = false;
      for (const View mark : kMarks)
        if (text.substr(end).starts_with(mark)) {
          end += mark.size();
          ++count;
          more = true;
          break;
        }
    }
    const View behind = text.substr(end);
    if (count >= 2)
      for (const View unit : kUnits)
        if (behind.starts_with(unit)) return text.substr(at, end + unit.size() - at);
    at = end > at ? end : at + std::max<std::size_t>(1, base::decode_utf8(text, at).size);
  }
  return {};
}

std::optional<Repeated> find_repeated(View text, View last_year) {
  constexpr std::size_t kParagraphLeast = 40;
  const auto before = paragraphs_of(last_year);
  if (before.empty()) return std::nullopt;
  Repeated out;
  std::size_t all = 0, same = 0;
  for (const auto& one : paragraphs_of(text)) {
    all += one.characters;
    if (one.characters < kParagraphLeast || !stands_in(one, before)) continue;
    same += one.characters;
    if (out.first.empty()) out.first = one.words;
  }
  if (same == 0 || same * 2 < all) return std::nullopt;
  out.percent = static_cast<int>(same * 100 / all);
  return out;
}

} // namespace plumb::report
