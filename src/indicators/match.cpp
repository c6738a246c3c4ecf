// SPDX-License-Identifier: Apache-2.0
#include "match.hpp"

#include "plumb/indicators/words.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <map>
#include <set>

namespace plumb::indicators {
namespace {

using pack::Comparison;
using pack::Indicator;
using pack::IndicatorKind;
using View = std::string_view;
using Pairs = std::vector<std::u32string>;

constexpr int kConfidenceMin = 30;
constexpr std::size_t kCandidatesMax = 5;
/// How alike two things are, from nothing to the same.
constexpr int kSame = 1'000;

/// Words that offices use for each other, the one on the right standing for both.
constexpr std::array<std::pair<View, View>, 10> kSameWords{{{"审查", "审核"},
                                                            {"报备", "备案"},
                                                            {"人民群众", "公众"},
                                                            {"社会公众", "公众"},
                                                            {"群众", "公众"},
                                                            {"满意率", "满意度"},
                                                            {"主要负责人", "负责人"},
                                                            {"比率", "率"},
                                                            {"比例", "率"},
                                                            {"覆盖面", "覆盖率"}}};
/// Words that say how much, not what.
constexpr std::array<View, 16> kHowMuch{"达到", "不低于", "不少于", "不高于", "不超过", "以上",
                                        "以下", "全部",   "必须",   "力争",   "确保",   "实现",
                                        "应当", "保持",   "左右",   "年度"};
constexpr std::array<View, 8> kForbidding{"没有发生", "不发生", "未发生", "无发生",
                                          "零发生",   "杜绝",   "不出现", "没有出现"};

void replace_all(std::string& text, View from, View to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

bool is_letter(char32_t c) {
  return base::is_han(c) || (c >= 'a' && c <= 'z');
}

/// Runs of characters that mean something, in lower case; numbers and signs part them.
std::vector<std::u32string> runs_of(View written) {
  std::string text(written);
  for (const auto& word : kHowMuch)
    replace_all(text, word, " ");
  for (const auto& [from, to] : kSameWords)
    replace_all(text, from, to);
  std::vector<std::u32string> out;
  std::u32string run;
  for (const char32_t raw : base::to_utf32(text)) {
    const char32_t c = raw >= 'A' && raw <= 'Z' ? raw + 32 : raw;
    // 的 joins words without meaning anything.
    if (c == U'的') continue;
    if (is_letter(c)) {
      run += c;
    } else if (!run.empty()) {
      out.push_back(std::move(run));
      run.clear();
    }
  }
  if (!run.empty()) out.push_back(std::move(run));
  return out;
}

void add_pairs(std::set<std::u32string>& out, const std::u32string& run) {
  if (run.size() == 1) out.insert(run);
  for (std::size_t i = 0; i + 1 < run.size(); ++i)
    out.insert(run.substr(i, 2));
}

Pairs pairs_of(View text) {
  std::set<std::u32string> out;
  for (const auto& run : runs_of(text))
    add_pairs(out, run);
  return {out.begin(), out.end()};
}

/// The pairs of each clause by itself and of all together.
std::vector<Pairs> clauses_of(View text) {
  std::vector<Pairs> out;
  std::string clause;
  const auto finish = [&] {
    if (auto pairs = pairs_of(clause); !pairs.empty()) out.push_back(std::move(pairs));
    clause.clear();
  };
  for (const char32_t c : base::to_utf32(text)) {
    constexpr std::u32string_view kEnds = U",，。；;：:、\n()（）";
    if (kEnds.find(c) != std::u32string_view::npos)
      finish();
    else
      base::append_utf8(clause, c);
  }
  finish();
  if (out.size() > 1) out.push_back(pairs_of(text));
  return out;
}

bool same_unit(View written, View unit) {
  if (written == "％" || written == "个百分点") written = "%";
  const std::string word = unit_word(unit);
  return written == word || written == unit ||
         ((written == "日" || written == "天") && (unit == "calendar_day")) ||
         ((written == "个" || written == "项" || written == "份" || written == "次" ||
           written == "件" || written == "起" || written == "例") &&
          (unit == "item" || unit == "count" || unit == "time"));
}

/// What speaks for and against beside the name, in thousandths.
int fitting(const Written& written, View unit, IndicatorKind kind, Indicator::Better better) {
  int out = kSame;
  const auto times = [&](int percent) { out = out * percent / 100; };
  if (!written.unit.empty() && !unit.empty()) times(same_unit(written.unit, unit) ? 105 : 60);
  if (written.comparison == Comparison::AtLeast && better == Indicator::Better::Lower) times(70);
  if (written.comparison == Comparison::AtMost && better == Indicator::Better::Higher) times(70);
  const bool forbidden = forbids(written.text.empty() ? written.subject : written.text);
  const bool zero = kind == IndicatorKind::Zero;
  if (forbidden && !written.number)
    times(zero ? 115 : 60);
  else if (zero && written.number)
    times(60);
  return out;
}

/// How rare a pair is that stands in `times` of `count` indicators: the logarithm of 1 + count /
/// times to the base 2, in 64ths.
std::int64_t rarity(std::int64_t count, std::int64_t times) {
  constexpr int kFraction = 6, kScale = 10;
  const auto ratio = static_cast<std::uint64_t>(((count + times) << kScale) / times);
  const int whole = static_cast<int>(std::bit_width(ratio)) - 1;
  const auto rest = (ratio << kFraction >> whole) - (1U << kFraction);
  return ((whole - kScale) << kFraction) + static_cast<std::int64_t>(rest);
}

} // namespace

bool forbids(View text) {
  return std::ranges::any_of(kForbidding, [&](View word) { return text.find(word) != View::npos; });
}

Matcher::Matcher(std::span<const Indicator> indicators) {
  std::map<std::u32string, int> seen; // in how many indicators
  for (const auto& indicator : indicators) {
    Candidate candidate{indicator.id, indicator.unit, indicator.kind, indicator.better, {}};
    std::set<std::u32string> all;
    const auto add = [&](const std::string& name) {
      auto pairs = pairs_of(name);
      all.insert(pairs.begin(), pairs.end());
      if (!pairs.empty()) candidate.names.push_back({std::move(pairs)});
    };
    add(indicator.title);
    for (const auto& alias : indicator.aliases)
      add(alias);
    for (const auto& pair : all)
      ++seen[pair];
    candidates_.push_back(std::move(candidate));
  }
  const auto count = static_cast<std::int64_t>(indicators.size());
  for (const auto& [pair, times] : seen)
    weights_.emplace_back(pair, rarity(count, times));
  // A pair that no name has: it says something else, but perhaps nothing of weight.
  unknown_ = std::max<std::int64_t>(1, rarity(count, 1) / 2);
  for (auto& candidate : candidates_)
    for (auto& name : candidate.names)
      for (const auto& pair : name.pairs)
        name.weight += weight(pair);
}

std::int64_t Matcher::weight(const std::u32string& pair) const {
  const auto found =
      std::ranges::lower_bound(weights_, pair, {}, &std::pair<std::u32string, std::int64_t>::first);
  return found != weights_.end() && found->first == pair ? found->second : unknown_;
}

/// In thousandths: how much of the name is found, and (less) how much of what is written belongs to
/// it.
int Matcher::alike(const Name& name, const Pairs& pairs) const {
  std::int64_t shared = 0, whole = 0;
  for (const auto& pair : pairs) {
    const auto one = weight(pair);
    whole += one;
    if (std::ranges::binary_search(name.pairs, pair)) shared += one;
  }
  if (shared == 0) return 0;
  return static_cast<int>((3 * (shared * kSame / name.weight) + shared * kSame / whole) / 4);
}

int Matcher::best(const Candidate& candidate, const Pairs& subject,
                  const std::vector<Pairs>& clauses) const {
  int out = 0;
  for (const auto& name : candidate.names) {
    int text = 0;
    for (const auto& clause : clauses)
      text = std::max(text, alike(name, clause));
    if (subject.empty()) {
      // Of a sentence of many clauses each could be another thing.
      out = std::max(out, clauses.size() > 1 ? text * 95 / 100 : text);
      continue;
    }
    // The subject says what is meant; the sentence around it, of what it is one.
    const int own = alike(name, subject);
    out = std::max(out, clauses.empty() ? own : (3 * own + text) / 4);
  }
  return out;
}

std::vector<std::pair<std::string, int>> Matcher::match(const Written& written) const {
  const auto clauses = clauses_of(written.text);
  const auto subject = pairs_of(written.subject);
  std::vector<std::pair<int, std::size_t>> found; // how sure (negative), which candidate
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    const auto& candidate = candidates_[i];
    const int sure = best(candidate, subject, clauses) *
                     fitting(written, candidate.unit, candidate.kind, candidate.better) / kSame;
    const int confidence = std::min(100, (sure + 5) / 10);
    if (confidence >= kConfidenceMin) found.emplace_back(-confidence, i);
  }
  std::ranges::sort(found); // of equal ones the first that the rules tell
  if (found.size() > kCandidatesMax) found.resize(kCandidatesMax);
  std::vector<std::pair<std::string, int>> out;
  for (const auto& [confidence, i] : found)
    out.emplace_back(candidates_[i].id, -confidence);
  return out;
}

} // namespace plumb::indicators
