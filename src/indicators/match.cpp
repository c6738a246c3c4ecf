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

constexpr int kConfidenceMin = 50;
constexpr std::size_t kBriefCharacters = 6;
constexpr int kSureEnoughAlone = 70, kApart = 4;
/// What a pair is worth, in percent, that stands not in what is measured but around it. Of what is
/// no rate the thing counted often stands behind the number: 至少举办2期讲座.
constexpr int kOfSentence = 65, kOfCountedSentence = 85, kOfContext = 60, kOfArea = 20;
constexpr std::size_t kCandidatesMax = 5;
/// How alike two things are, from nothing to the same.
constexpr int kSame = 1'000;

/// Words that offices use for each other, the one on the right standing for both.
constexpr std::array<std::pair<View, View>, 28> kSameWords{{{"审查", "审核"},
                                                            {"审结", "办结"},
                                                            {"报备", "备案"},
                                                            {"人民群众", "公众"},
                                                            {"社会公众", "公众"},
                                                            {"群众", "公众"},
                                                            {"满意和基本满意", "满意"},
                                                            {"总体满意", "满意"},
                                                            {"总满意", "满意"},
                                                            {"满意率", "满意度"},
                                                            {"主要负责人", "负责人"},
                                                            {"比率", "率"},
                                                            {"比例", "率"},
                                                            {"覆盖面", "覆盖率"},
                                                            {"公布", "公开"},
                                                            {"公示", "公开"},
                                                            {"办复", "办结"},
                                                            {"结案", "办结"},
                                                            {"回复", "答复"},
                                                            {"途径", "渠道"},
                                                            {"督查", "督察"},
                                                            {"法制", "法治"},
                                                            {"入企", "涉企"},
                                                            {"按时", "按期"},
                                                            {"行政规范性文件", "规范性文件"},
                                                            {"工作人员", "人员"},
                                                            {"数量", "数"},
                                                            {"次数", "数"}}};
/// Words that say how much, when or where, not what.
constexpr std::array<View, 33> kHowMuch{
    "达到", "不低于", "不少于", "不高于", "不超过", "以上",   "以下", "全部", "必须",
    "力争", "确保",   "实现",   "应当",   "保持",   "左右",   "年度", "全年", "每年",
    "每月", "全区",   "全县",   "全市",   "每季度", "每半年", "县级", "市级", "年底前",
    "底前", "一般",   "至少",   "均达",   "原则上", "总数"};
constexpr std::array<View, 10> kForbidding{"没有发生", "不发生", "未发生",   "无发生", "零发生",
                                           "杜绝",     "不出现", "没有出现", "数为零", "数量为零"};
/// What a rate is a rate of, where several words say the same. Those of one row stand together.
constexpr std::array<std::array<View, 6>, 7> kDeciding{
    {{"满意", "好评"},
     {"下降", "减少", "压缩", "压减", "缩短", "精简"},
     {"办结", "答复", "回应"},
     {"反馈", "答复", "回应"},
     {"公开", "送达"},
     {"及时", "按期", "期限"},
     {"参加", "参学", "参考", "轮训", "培训"}}};
constexpr std::size_t kSatisfied = 0, kLessened = 1;

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
  if (written == word || written == unit) return true;
  const auto among = [&](std::initializer_list<View> words) {
    return std::ranges::find(words, written) != words.end();
  };
  if (unit == "calendar_day") return among({"日", "天", "day"});
  if (unit == "person") return among({"名", "位"});
  if (unit == "class_hour" || unit == "hour") return among({"学时", "课时", "小时"});
  // Things are counted with many words: 件, 艘, 场次. These are none of them.
  return (unit == "item" || unit == "count" || unit == "time") &&
         !among({"%",    "元",   "万元", "亿元",        "人",     "名", "位",    "人次",
                 "日",   "天",   "day",  "working_day", "工作日", "月", "month", "年",
                 "year", "小时", "hour", "学时",        "课时",   "分", "倍"});
}

/// What speaks for and against beside the name, in thousandths.
int fitting(const Written& written, View unit, IndicatorKind kind, Indicator::Better better) {
  int out = kSame;
  const auto times = [&](int percent) { out = out * percent / 100; };
  if (!written.unit.empty() && !unit.empty()) times(same_unit(written.unit, unit) ? 105 : 50);
  if (written.comparison == Comparison::AtLeast && better == Indicator::Better::Lower) times(70);
  if (written.comparison == Comparison::AtMost && better == Indicator::Better::Higher) times(70);
  const bool forbidden = forbids(written.text.empty() ? written.subject : written.text);
  // Of figures from elsewhere nobody says that they must be nothing: that fewer are better, and
  // that they are counted, says it.
  const bool zero = kind == IndicatorKind::Zero ||
                    (kind == IndicatorKind::Entered && better == Indicator::Better::Lower &&
                     (unit == "item" || unit == "person"));
  if (forbidden && !written.number)
    times(zero ? 115 : 50);
  else if (kind == IndicatorKind::Zero && written.number)
    times(60);
  return out;
}

bool has_any(View text, std::span<const View> words) {
  return std::ranges::any_of(
      words, [&](View word) { return !word.empty() && text.find(word) != View::npos; });
}

/// The text in the words that stand for all that mean the same.
std::string in_same_words(View text) {
  std::string out;
  for (const auto& run : runs_of(text))
    for (const char32_t c : run)
      base::append_utf8(out, c);
  return out;
}

/// What a written rate is a rate of: the two characters before the last 率 or 度. Empty: no rate.
std::string head_of(View subject) {
  std::u32string all = base::to_utf32(in_same_words(subject));
  if (all.size() < 3 || (all.back() != U'率' && all.back() != U'度')) return {};
  // 审核覆盖率 is the rate of what was reviewed.
  constexpr std::u32string_view kCovered = U"覆盖率";
  if (all.size() >= 5 && all.ends_with(kCovered)) all.erase(all.size() - 3, 2);
  std::string out;
  for (const char32_t c : all.substr(all.size() - 3, 2))
    base::append_utf8(out, c);
  return out;
}

/// Whether names of an indicator are about what the rate is of, in thousandths.
int deciding(const Written& written, View names) {
  const std::string subject =
      in_same_words(written.subject.empty() ? written.text : written.subject);
  const std::string sentence = in_same_words(written.text);
  int out = kSame;
  for (const auto row : {kSatisfied, kLessened}) {
    const bool wanted = has_any(subject, kDeciding[row]);
    const bool told = has_any(names, kDeciding[row]);
    if (wanted && !told) out = out * 40 / 100;
    if (told && !wanted && !has_any(sentence, kDeciding[row])) out = out * 50 / 100;
  }
  const auto head = head_of(written.subject);
  if (head.empty() || names.find(head) != View::npos) return out;
  for (const auto& row : kDeciding)
    if (has_any(head, row) && has_any(names, row)) return out;
  return out * 55 / 100;
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
  return has_any(text, kForbidding);
}

std::vector<std::string> subjects_of(View subject) {
  std::vector<std::string> out;
  for (const View joint : {"且", "并", "其"})
    if (subject.starts_with(joint)) subject.remove_prefix(joint.size());
  std::string all(subject);
  for (bool cut = true; cut;) {
    cut = false;
    for (const View tail : {"均", "都", "分别", "保持", "稳定", "持续", "控制", "”", "在", " "})
      if (all.ends_with(tail)) {
        all.resize(all.size() - tail.size());
        cut = true;
      }
  }
  for (const View joint : {"率以及", "率及", "率和", "率与", "率，", "率,"})
    replace_all(all, joint, "率、");
  constexpr View kJoint = "、";
  for (std::size_t from = 0; from <= all.size();) {
    const auto at = std::min(all.find(kJoint, from), all.size());
    out.push_back(all.substr(from, at - from));
    // One part that is no rate by itself belongs to the next: 司法建议、检察建议回复率.
    if (!out.back().ends_with("率")) return {std::string(subject)};
    from = at + kJoint.size();
  }
  return out;
}

Matcher::Matcher(std::span<const Indicator> indicators) {
  std::map<std::u32string, int> seen; // in how many indicators
  for (const auto& indicator : indicators) {
    Candidate candidate{indicator.id, indicator.unit, indicator.kind, indicator.better, {}, {}, {}};
    std::set<std::u32string> all;
    const auto add = [&](const std::string& name) {
      auto pairs = pairs_of(name);
      all.insert(pairs.begin(), pairs.end());
      candidate.joined += in_same_words(name) + ' ';
      if (!pairs.empty())
        candidate.names.push_back(
            {std::move(pairs), 0, base::count_code_points(name) <= kBriefCharacters});
    };
    add(indicator.title);
    for (const auto& alias : indicator.aliases)
      add(alias);
    for (const auto& pair : all)
      ++seen[pair];
    candidate.pairs.assign(all.begin(), all.end());
    candidates_.push_back(std::move(candidate));
  }
  const auto count = static_cast<std::int64_t>(indicators.size());
  for (const auto& [pair, times] : seen)
    weights_.emplace_back(pair, rarity(count, times));
  // A pair that no name has: it says something else, but perhaps nothing of weight.
  unknown_ = std::max<std::int64_t>(1, rarity(count, 1) / 3);
  rare_ = std::max<std::int64_t>(1, rarity(count, 3));
  for (auto& candidate : candidates_)
    for (auto& name : candidate.names) {
      name.weight = weight(name.pairs);
      name.brief = name.brief && std::ranges::all_of(name.pairs, [&](const auto& pair) {
                     return weight(pair) < rarity(count, 1);
                   });
    }
}

std::int64_t Matcher::weight(const std::u32string& pair) const {
  const auto found =
      std::ranges::lower_bound(weights_, pair, {}, &std::pair<std::u32string, std::int64_t>::first);
  return found != weights_.end() && found->first == pair ? found->second : unknown_;
}

std::int64_t Matcher::weight(const Pairs& pairs) const {
  std::int64_t out = 0;
  for (const auto& pair : pairs)
    out += weight(pair);
  return out;
}

std::int64_t Matcher::shared(const Pairs& some, const Pairs& others) const {
  std::int64_t out = 0;
  for (const auto& pair : some)
    if (std::ranges::binary_search(others, pair)) out += weight(pair);
  return out;
}

/// In thousandths: how much of the name is found; less where only the rest of the sentence or what
/// stands around says it.
int Matcher::found(const Name& name, const Parts& parts, bool told_apart) const {
  const auto own = shared(parts.subject, name.pairs);
  if (own == 0) return 0;
  const auto around =
      shared(parts.sentence, name.pairs) * (parts.counted ? kOfCountedSentence : kOfSentence) +
      shared(parts.context, name.pairs) * kOfContext + shared(parts.area, name.pairs) * kOfArea;
  const auto out =
      std::min<std::int64_t>(kSame, (own * 100 + around) * kSame / (name.weight * 100));
  return static_cast<int>(told_apart || own * 4 >= name.weight * 3 ? out : out * 65 / 100);
}

/// In thousandths: how much of what is written belongs to the indicator.
int Matcher::belonging(const Candidate& candidate, const Parts& parts) const {
  const auto own = shared(parts.subject, candidate.pairs), whole = weight(parts.subject);
  auto out = own * kSame / whole;
  const auto others = shared(parts.sentence, candidate.pairs), rest = weight(parts.sentence);
  // 每年至少举办2期讲座: what is counted stands behind the number.
  if (parts.counted) out = std::max(out, (own + others) * kSame / (whole + rest));
  // What else the sentence says is often another target, but may tell two alike ones apart.
  if (rest != 0) out = (out * 70 + others * kSame / rest * 30) / 100;
  return static_cast<int>(out);
}

/// Whether anything rare points at this one: 按期办结率 is one of cases, letters and calls alike.
bool Matcher::is_told_apart(const Candidate& candidate, const Parts& parts) const {
  if (parts.sentence.empty() && parts.context.empty() && parts.area.empty()) return true;
  for (const auto& pair : parts.subject)
    if (weight(pair) >= rare_ && std::ranges::binary_search(candidate.pairs, pair)) return true;
  return shared(parts.sentence, candidate.pairs) + shared(parts.context, candidate.pairs) +
             shared(parts.area, candidate.pairs) >=
         rare_ * 9 / 5;
}

int Matcher::best(const Candidate& candidate, const Parts& parts) const {
  const bool told_apart = is_told_apart(candidate, parts);
  int full = 0, brief = 0;
  for (const auto& name : candidate.names) {
    int& out = name.brief ? brief : full;
    out = std::max(out, found(name, parts, told_apart));
  }
  // 公开率 alone is of many things: what stands around must speak of this one.
  if (full != 0 && (!parts.sentence.empty() || !parts.context.empty() || !parts.area.empty()))
    brief = (brief * 40 + full * 60) / 100;
  const int fits = belonging(candidate, parts);
  return std::max(full * (400 + fits * 600 / kSame), brief * fits) / kSame;
}

std::vector<std::pair<std::string, int>> Matcher::match(const Written& written) const {
  const auto without = [](const Pairs& some, const Pairs& others) {
    Pairs out;
    std::ranges::set_difference(some, others, std::back_inserter(out));
    return out;
  };
  const auto clauses = clauses_of(written.text);
  std::string around = written.text; // without what is measured, so that no pair spans both
  if (!written.subject.empty()) replace_all(around, written.subject, " ");
  const Pairs sentence = pairs_of(around), context = pairs_of(written.context),
              area = pairs_of(written.area);
  const bool counted = written.number && head_of(written.subject).empty();
  std::vector<Parts> readings;
  const auto add = [&](const Pairs& subject) {
    Parts parts{subject, without(sentence, subject), {}, {}, counted};
    parts.context = without(without(context, subject), sentence);
    parts.area = without(without(without(area, subject), sentence), context);
    readings.push_back(std::move(parts));
  };
  if (const auto subject = pairs_of(written.subject); !subject.empty())
    add(subject);
  else
    for (const auto& clause : clauses)
      add(clause);
  // Of a sentence of many clauses each could be another thing.
  const int sure_of_reading = readings.size() > 1 ? 95 : 100;
  std::vector<std::pair<int, std::size_t>> found; // how sure (negative), which candidate
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    const auto& candidate = candidates_[i];
    int sure = 0;
    for (const auto& parts : readings)
      sure = std::max(sure, best(candidate, parts) * sure_of_reading / 100);
    if (sure == 0) continue;
    sure = sure * fitting(written, candidate.unit, candidate.kind, candidate.better) / kSame;
    sure = sure * deciding(written, candidate.joined) / kSame;
    const int confidence = std::min(100, (sure + 5) / 10);
    if (confidence >= kConfidenceMin) found.emplace_back(-confidence, i);
  }
  std::ranges::sort(found); // of equal ones the first that the rules tell
  // Nothing speaks for one of them more than for another, and nothing much for either.
  if (found.size() > 1 && -found[0].first < kSureEnoughAlone &&
      found[1].first - found[0].first < kApart)
    found.clear();
  if (found.size() > kCandidatesMax) found.resize(kCandidatesMax);
  std::vector<std::pair<std::string, int>> out;
  for (const auto& [confidence, i] : found)
    out.emplace_back(candidates_[i].id, -confidence);
  return out;
}

} // namespace plumb::indicators
