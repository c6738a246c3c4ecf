// SPDX-License-Identifier: Apache-2.0
#include "figures_name.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <array>

namespace plumb::plan::figures {

namespace {

using U32 = std::u32string_view;

constexpr std::size_t kNameMax = 28;

// Between what is counted and the number.
constexpr auto kLinks = std::to_array<U32>({
    U"分别达到", U"分别达",   U"分别为",   U"提高到",   U"提高至", U"提升到", U"提升至", U"上升到",
    U"上升至",   U"增长到",   U"增长至",   U"增加到",   U"增加至", U"下降到", U"下降至", U"降低到",
    U"降低至",   U"降到",     U"降至",     U"压缩到",   U"压缩至", U"压减到", U"压减至", U"缩短至",
    U"缩减至",   U"升至",     U"扩大到",   U"扩大至",   U"保持在", U"稳定在", U"控制在", U"达到了",
    U"达到",     U"已达",     U"高达",     U"多达",     U"均达",   U"都达",   U"达",     U"约为",
    U"仅为",     U"均为",     U"都为",     U"为",       U"是",     U"均",     U"都",     U"共计",
    U"总计",     U"合计",     U"累计",     U"共有",     U"总共",   U"一共",   U"共",     U"大约",
    U"约",       U"将近",     U"接近",     U"近",       U"超过",   U"超",     U"逾",     U"不少于",
    U"不低于",   U"不超过",   U"至少",     U"数量",     U"计",     U"有",     U"各",     U"全部",
    U"仅",       U"已",       U"了",       U"到",       U"至",     U"在",     U"以",     U"的",
    U"保持",     U"连续两年", U"连续三年", U"连续多年", U"多年",   U":",      U"=",      U"(",
    U"—",        U"-",        U"~",        U"+",        U"、",     U"和",     U"及",     U"与",
    U"或",       U"以及",     U"其中",     U"则",       U"即",     U"还",     U"就",     U"也",
    U"两个",     U"三个",     U"四个",     U"按照",     U"按",     U"由",     U"要",     U"应",
    U"一般",     U"无",       U"没有",
});

// In front of what is counted: when, how, and verbs that only say that it is counted. Verbs that
// tell two figures apart (办结, 审结, 取消, 废止, 新增) stay.
constexpr auto kOpeners = std::to_array<U32>({
    U"截至目前", U"截止目前", U"截至",   U"截止", U"目前",   U"全年", U"年内", U"今年以来", U"今年",
    U"去年",     U"本年度",   U"上年度", U"本年", U"近年来", U"当年", U"期间", U"同期",     U"其中",
    U"另外",     U"此外",     U"同时",   U"并且", U"并",     U"还",   U"也",   U"又",       U"再",
    U"且",       U"而",       U"共计",   U"总计", U"合计",   U"累计", U"共有", U"总共",     U"一共",
    U"共",       U"现有",     U"已有",   U"拥有", U"已",     U"均",   U"先后", U"依法",     U"及时",
    U"按时",     U"按期",     U"分别",   U"分批", U"集中",   U"统一", U"全面", U"积极",     U"认真",
    U"切实",     U"主动",     U"我省",   U"我市", U"我县",   U"我区", U"我州", U"我镇",     U"我局",
    U"全省",     U"全市",     U"全县",   U"全区", U"全州",   U"全镇", U"全局", U"全系统",   U"有",
    U"对",       U"为",       U"了",     U"的",   U"、",     U",",    U"将",   U"在",       U"从",
    U"和",       U"及",       U"与",     U"以及", U"一是",   U"二是", U"三是", U"四是",     U"五是",
    U"六是",     U"七是",     U"八是",   U"九是", U"十是",
});
constexpr auto kVerbs = std::to_array<U32>({
    U"受理", U"办理", U"收到", U"接到", U"接收", U"理清", U"梳理", U"保留", U"发布",
    U"公布", U"公开", U"完成", U"开展", U"举办", U"组织", U"召开", U"提供", U"解答",
    U"配备", U"配置", U"建立", U"建成", U"建设", U"成立", U"设立", U"组建", U"制定",
    U"出台", U"印发", U"编制", U"查出", U"发现", U"提出", U"承接", U"涉及", U"安排",
    U"聘请", U"聘任", U"培育", U"培养", U"发送", U"推送", U"编发", U"发放", U"实现",
    U"形成", U"明确", U"确定", U"引入", U"投入", U"更新", U"处理", U"发生", U"成功举办",
});

// A phrase after 件, 人 … that begins so does not name what is counted.
constexpr auto kNoNoun = std::to_array<U32>({
    U"的",   U"并",   U"和",   U"及",   U"与",   U"或",   U"以及", U"以上", U"以下", U"左右",
    U"上下", U"之多", U"进行", U"开展", U"参加", U"参与", U"参考", U"出现", U"提出", U"予以",
    U"得到", U"被",   U"已",   U"均",   U"全部", U"都",   U"未",   U"无",   U"按",   U"于",
    U"是",   U"为",   U"占",   U"达",   U"较",   U"同比", U"环比", U"比",   U"由",   U"从",
    U"向",   U"在",   U"到",   U"至",   U"获",   U"通过", U"纳入", U"列入", U"移送", U"依法",
    U"其中", U"等",   U"之",   U"起",   U"受",   U"办",   U"转",   U"增",   U"减",   U"下降",
    U"上升", U"升",   U"降",   U"提高", U"压减", U"压缩", U"缩短", U"缩减", U"精简", U"延长",
    U"属",   U"系",   U"因",   U"经",   U"以",   U"不",   U"没有", U"且",   U"而",   U"也",
    U"还",   U"则",   U"共",   U"约",   U"近",   U"(",    U")",    U"、",   U"~",    U"-",
    U"—",    U"来",   U"用",   U"给",   U"把",   U"将",   U"对",   U"同",   U"使",   U"让",
    U"每",   U"内",   U"外",   U"后",   U"前",   U"以内", U"以外", U"后续", U"左",   U"次",
    U"多",   U"余",   U"超",   U"期间", U"时",
});

// Nouns that begin like one of the above.
constexpr auto kNouns = std::to_array<U32>({
    U"办法",   U"办公",   U"办事",   U"内设",     U"内部", U"外部", U"外商",   U"外资",   U"前沿",
    U"后备",   U"多功能", U"多元",   U"时政",     U"转型", U"增值", U"减税",   U"降费",   U"升级",
    U"同级",   U"对象",   U"对外",   U"在编",     U"在建", U"在职", U"经营",   U"经济",   U"经费",
    U"经办",   U"不动产", U"不良",   U"用人",     U"用地", U"因公", U"共享",   U"共青",   U"公共",
    U"属地",   U"系统",   U"系列",   U"和谐",     U"与会", U"被征", U"被申请", U"被执行", U"被诉",
    U"转移",   U"受援",   U"受理点", U"受理窗口", U"每月", U"将军", U"起诉",   U"比赛",   U"到期",
    U"向社会", U"以案",   U"等级",   U"并联",     U"从业", U"按揭", U"是非",   U"减证",   U"升降",
    U"降解",   U"压缩机", U"无障碍", U"无证",     U"无人", U"无诉", U"未成年", U"未结",   U"获奖",
    U"获得感", U"通过率", U"超标",   U"超限",     U"近郊", U"左岸",
});

// Where a name that follows the number ends.
constexpr auto kNounEnds = std::to_array<U32>({
    U"的",   U"进行", U"开展", U"参加", U"参与", U"带头", U"在线", U"提出", U"纳入",
    U"予以", U"被",   U"已",   U"并",   U"均",   U"全部", U"得到", U"受到", U"获得",
    U"荣获", U"实现", U"、",   U"(",    U":",    U"以及", U"占",   U"达",   U"旁听",
});

constexpr auto kApproximate =
    std::to_array<U32>({U"近", U"约", U"逾", U"超", U"超过", U"超出", U"大约", U"约为", U"将近",
                        U"接近", U"不足", U"不到", U"不少于", U"不低于", U"达近"});

U32 trim(U32 text) {
  const auto loose = [](char32_t c) { return base::is_blank(c) || c == U'　' || c == U'|'; };
  while (!text.empty() && loose(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && loose(text.back()))
    text.remove_suffix(1);
  return text;
}

template <class List> std::size_t longest_prefix(const List& list, U32 text) {
  std::size_t best = 0;
  for (const U32 word : list)
    if (word.size() > best && text.starts_with(word)) best = word.size();
  return best;
}

template <class List> std::size_t longest_suffix(const List& list, U32 text) {
  std::size_t best = 0;
  for (const U32 word : list)
    if (word.size() > best && text.ends_with(word)) best = word.size();
  return best;
}

/// 2020年, 2020年度, 2020年底, 1—11月, 9月底 in front.
std::size_t date_prefix(U32 text) {
  std::size_t i = 0;
  while (i < text.size() && ((text[i] >= U'0' && text[i] <= U'9') || text[i] == U'-' ||
                             text[i] == U'—' || text[i] == U'至'))
    ++i;
  if (i == 0 || i >= text.size()) return 0;
  if (text[i] != U'年' && text[i] != U'月' && text[i] != U'日') return 0;
  ++i;
  for (const U32 tail : {U"度以来", U"以来", U"度", U"底", U"末", U"初", U"份", U"期间", U"全年"})
    if (U32(text.substr(i)).starts_with(tail)) return i + tail.size();
  return i;
}

/// (1), (十二), 3. in front.
std::size_t list_number(U32 text) {
  const bool bracket = text.starts_with(U"(");
  std::size_t i = bracket ? 1 : 0;
  const std::size_t from = i;
  while (i < text.size() && i < from + 3 &&
         ((text[i] >= U'0' && text[i] <= U'9') ||
          U32(U"一二三四五六七八九十").find(text[i]) != U32::npos))
    ++i;
  if (i == from || i >= text.size()) return 0;
  if (bracket) return text[i] == U')' ? i + 1 : 0;
  return text[i] == U'.' || text[i] == U'、' ? i + 1 : 0;
}

/// 清理了, 研究制定了: done, and what follows is counted.
std::size_t completed_verb(U32 text) {
  for (std::size_t i = 1; i <= 5 && i + 3 <= text.size(); ++i)
    if (text[i] == U'了' && text[i + 1] != U'解') return i + 1;
  return 0;
}

U32 strip_links(U32 text) {
  text = trim(text);
  for (std::size_t size = longest_suffix(kLinks, text); size > 0 && !text.empty();
       size = longest_suffix(kLinks, text)) {
    // 公共 ends in 共, 占有 in 有; only a link if something stands before it or it is all there is.
    if (size == 1 &&
        (text.ends_with(U"公共") || text.ends_with(U"占有") || text.ends_with(U"国有") ||
         text.ends_with(U"附近") || text.ends_with(U"审计") || text.ends_with(U"统计") ||
         text.ends_with(U"存在") || text.ends_with(U"行为") || text.ends_with(U"目的") ||
         text.ends_with(U"会计") || text.ends_with(U"设计") || text.ends_with(U"参与") ||
         text.ends_with(U"首都") || text.ends_with(U"可以")))
      break;
    text = trim(text.substr(0, text.size() - size));
  }
  return text;
}

U32 strip_openers(U32 text) {
  while (true) {
    text = trim(text);
    if (const std::size_t date = date_prefix(text); date > 0 && date < text.size()) {
      text.remove_prefix(date);
      continue;
    }
    if (const std::size_t number = list_number(text); number > 0 && number < text.size()) {
      text.remove_prefix(number);
      continue;
    }
    if (const std::size_t done = completed_verb(text); done > 0) {
      text.remove_prefix(done);
      continue;
    }
    if (const std::size_t size = longest_prefix(kOpeners, text);
        size > 0 && text.size() >= size + 2) {
      text.remove_prefix(size);
      continue;
    }
    // 办理率 and 受理数量 are names; 发现问题 says more than 问题.
    const std::size_t verb = longest_prefix(kVerbs, text);
    if (verb == 0 || text.size() < verb + 3 || text.substr(verb).starts_with(U"率") ||
        text.substr(verb).starts_with(U"数量"))
      return text;
    text.remove_prefix(verb);
  }
}

std::string shorten(U32 text) {
  text = trim(text);
  if (text.size() > kNameMax) {
    text.remove_prefix(text.size() - kNameMax);
    // Rather a whole part of a list than the end of a word.
    if (const std::size_t part = text.find(U'、'); part != U32::npos && part + 3 < text.size())
      text.remove_prefix(part + 1);
  }
  return base::to_utf8(text);
}

/// Nothing but when and how: the counted thing must follow the number.
bool only_openers(U32 text) {
  text = trim(text);
  while (!text.empty()) {
    std::size_t size = date_prefix(text);
    if (size == 0) size = longest_prefix(kOpeners, text);
    if (size == 0) size = longest_prefix(kVerbs, text);
    if (size == 0) return false;
    text = trim(text.substr(size));
  }
  return true;
}

/// 36家单位共办理案件90件: where the sum begins; npos if 共 is part of a word (公共, 共同).
std::size_t find_sum(U32 text) {
  for (std::size_t i = text.size(); i-- > 0;) {
    if (text[i] != U'共') continue;
    const bool word =
        (i > 0 && (text[i - 1] == U'公' || text[i - 1] == U'总' || text[i - 1] == U'中')) ||
        (i + 1 < text.size() && U32(U"同享青建治产识和商管筑通").find(text[i + 1]) != U32::npos);
    if (!word) return i;
  }
  return U32::npos;
}

/// What can name the number in front of it: from the figure before, an open bracket or 共 on. A
/// list without numbers of its own (取消、下放事项7项) is one phrase.
U32 before_number(const Line& line, const Place& place) {
  const std::size_t from = std::max(place.clause_from, place.previous_until);
  U32 text = line.points(from, place.from);
  int depth = 0;
  for (std::size_t i = text.size(); i > 0; --i) {
    if (text[i - 1] == U')') ++depth;
    if (text[i - 1] == U'(' && --depth < 0) {
      text.remove_prefix(i);
      break;
    }
  }
  if (const std::size_t sum = find_sum(text); sum != U32::npos && sum + 3 < text.size())
    text.remove_prefix(text[sum + 1] == U'计' || text[sum + 1] == U'有' ? sum + 2 : sum + 1);
  return text;
}

U32 after_number(const Line& line, const Place& place) {
  const std::size_t until = std::min(place.clause_until, place.next_from);
  U32 text = trim(line.points(place.until, std::max(place.until, until)));
  for (const U32 word : {U"以上", U"以下", U"左右", U"上下"})
    if (text.starts_with(word)) text = trim(text.substr(word.size()));
  const bool noun = longest_prefix(kNouns, text) > 0;
  if (text.empty() || (!noun && longest_prefix(kNoNoun, text) > 0)) return {};
  std::size_t end = std::min(text.size(), kNameMax);
  for (std::size_t i = 1; i < end; ++i) {
    if (text[i] == U')') end = i;
    if (i >= 2 && longest_prefix(kNounEnds, text.substr(i)) > 0) end = i;
  }
  text = text.substr(0, end);
  if (const std::size_t sum = find_sum(text); sum != U32::npos && sum > 1)
    text = text.substr(0, sum);
  for (const U32 tail : {U"以及", U"及", U"和", U"与", U"等", U"或", U"为", U"共"})
    if (text.size() > tail.size() + 1 && text.ends_with(tail)) text.remove_suffix(tail.size());
  return trim(text);
}

} // namespace

bool ends_clause(const Line& line, std::size_t i) {
  switch (line.at(i)) {
  case U',':
  case U'，':
  case U';':
  case U'。':
  case U'!':
  case U'?':
  case U'\t':
  case U'|':
  case U':':
  case U'｜':
    return true;
  default:
    return false;
  }
}

std::string name_of(const Line& line, const Place& place) {
  const U32 raw = before_number(line, place);
  const U32 before = strip_openers(strip_links(raw));
  if (place.percent) {
    if (!before.empty() && !only_openers(before)) return shorten(before);
    if (place.previous_until <= place.clause_from) return shorten(after_number(line, place));
    // 占政府采购170万元的14.4%: the share is named by what stands before the first number.
    const U32 clause = strip_openers(strip_links(
        line.points(place.clause_from,
                    std::max(place.clause_from, std::min(place.previous_until, place.from)))));
    std::size_t digits = 0;
    while (digits < clause.size() && !(clause[digits] >= U'0' && clause[digits] <= U'9'))
      ++digits;
    return digits < clause.size() && clause.starts_with(U"占") ? shorten(clause.substr(0, digits))
                                                               : std::string();
  }
  const U32 after = after_number(line, place);
  if (!after.empty()) return shorten(after);
  if (!before.empty() && !only_openers(before)) return shorten(before);
  // 563人参考, 9425人参加网考: what they did is all the name there is.
  const U32 rest = trim(line.points(
      place.until, std::max(place.until, std::min(place.clause_until, place.next_from))));
  const bool did = rest.starts_with(U"出现") || rest.starts_with(U"参") ||
                   rest.starts_with(U"旁听") || rest.starts_with(U"获") ||
                   rest.starts_with(U"通过");
  if (did) return base::to_utf8(rest.substr(0, kNameMax));
  return shorten(before);
}

std::string name_of_clause(const Line& line, std::size_t from, std::size_t until) {
  return shorten(strip_openers(strip_links(line.points(from, until))));
}

bool is_approximate(const Line& line, std::size_t from, std::size_t until) {
  std::size_t i = from;
  while (i > 0 && base::is_blank(line.at(i - 1)))
    --i;
  for (const U32 word : kApproximate)
    if (line.ends_at(i, word)) return true;
  for (const U32 word : {U"以上", U"以下", U"左右", U"上下", U"之多"})
    if (line.holds(until, word)) return true;
  return false;
}

} // namespace plumb::plan::figures
