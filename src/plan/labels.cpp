// SPDX-License-Identifier: Apache-2.0
#include "labels.hpp"

#include <algorithm>
#include <array>

namespace plumb::plan {
namespace {

constexpr std::size_t kLongestLabel = 20; // characters

/// Pieces that role, person and deadline labels are made of; longer before shorter.
constexpr std::string_view kPieces[] = {
    "主要责任", "第一责任", "主体责任", "直接责任", "共同责任", "具体责任", "责任人员", "责任",
    "牵头",     "主办",     "主责",     "主要",     "负责",     "配合",     "协办",     "协同",
    "协助",     "协作",     "参加",     "参与",     "落实",     "完成",     "承办",     "承担",
    "实施",     "主管",     "支持",     "支撑",     "涉及",     "分工",     "任务",     "工作",
    "整改",     "督办",     "督导",     "市级",     "区级",     "县级",     "省级",     "镇级",
    "具体",     "执行",     "推进",     "组织",     "联系",     "分管",     "包抓",     "包保",
    "单位",     "部门",     "主体",     "机关",     "处室",     "科室",     "股室",     "机构",
    "站所",     "办所",     "领导",     "同志",     "人员",     "时间",     "时限",     "期限",
    "节点",     "要求",     "进度",     "安排",     "截止",     "日期",     "办结",     "时序",
    "年限",     "计划",     "目标",     "人",       "方",       "责",       "及",       "和",
    "与",       "、",       "/",        "(",        ")",        "（",       "）",       "或",
    "各"};

bool made_of_pieces(std::string_view word) {
  while (!word.empty()) {
    const auto* piece = std::find_if(std::begin(kPieces), std::end(kPieces),
                                     [&](std::string_view p) { return begins(word, p); });
    if (piece == std::end(kPieces)) return false;
    word.remove_prefix(piece->size());
  }
  return true;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

} // namespace

LabelKind label_kind(std::string_view word) {
  if (word.empty()) return LabelKind::None;
  if (is_one_of(word,
                {"目标", "工作目标", "总体目标", "任务目标", "主要目标", "总目标", "整改目标"}))
    return LabelKind::Goal;
  if (is_one_of(word,
                {"具体措施", "工作措施", "主要措施", "工作举措", "推进措施", "工作任务", "主要任务",
                 "重点任务", "工作内容", "任务内容", "措施", "重点措施", "具体任务", "主要举措",
                 "重点工作", "具体举措", "落实措施", "保障措施", "整改措施"}))
    return LabelKind::Measures;
  if (is_one_of(word,
                {"效果指标", "衡量标准", "考核指标", "评价指标", "预期效果", "预期成效", "预期目标",
                 "绩效目标", "量化指标", "成效指标", "目标值", "工作成效", "达到效果", "绩效指标",
                 "目标指标", "主要指标", "工作指标", "成效标准", "效果标准"}))
    return LabelKind::Effects;
  if (!made_of_pieces(word)) return LabelKind::None;
  if (has_any(word, {"时限", "时间", "期限", "节点", "进度", "日期", "时序", "年限"}))
    return LabelKind::Deadline;
  if (has_any(word, {"领导", "责任人", "联系人", "负责人", "牵头人", "人员", "同志", "分管", "包抓",
                     "包保", "承办人"}) &&
      !has_any(word, {"责任人单位"}))
    return has(word, "单位") || has(word, "部门")
               ? (has(word, "牵头") ? LabelKind::Lead : LabelKind::Responsible)
               : LabelKind::Person;
  const bool noun = has_any(word, {"单位", "部门", "主体", "机关", "处室", "科室", "股室", "站所",
                                   "办所", "机构", "分工", "方"});
  if (!noun &&
      !is_one_of(word, {"牵头", "责任", "配合", "主办", "协办", "负责", "参与", "参加", "协助"}))
    return LabelKind::None;
  const bool lead = has_any(word, {"牵头", "主办", "主责", "主要责任", "第一责任"});
  const bool supporting =
      has_any(word, {"配合", "协办", "协同", "协助", "协作", "参加", "参与", "支持", "支撑"});
  const bool responsible = has_any(word, {"责任", "负责", "落实", "完成", "承办", "承担", "实施",
                                          "分工", "主管", "涉及", "整改", "执行"}) &&
                           !has_any(word, {"主要责任", "第一责任"});
  if (lead && (supporting || responsible)) {
    // 牵头责任单位 is one notion, 牵头、责任部门 are two in one column.
    const bool joined = has_any(word, {"、", "及", "和", "与", "/", "(", "（"});
    return joined ? LabelKind::Combined : LabelKind::Lead;
  }
  if (lead) return LabelKind::Lead;
  if (responsible) return LabelKind::Responsible;
  if (supporting) return LabelKind::Supporting;
  return LabelKind::None;
}

Label read_label(std::string_view text, std::size_t at, std::size_t until) {
  // Most places have no colon near: find that out before anything else.
  std::array<char, 4 * kLongestLabel> word;
  std::size_t length = 0;
  std::size_t letters = 0;
  std::size_t i = skip_spaces(text, at, until);
  if ((traits(glyph(text, i).value) & kLabelWord) == 0) return {};
  const std::size_t from = i;
  std::size_t word_until = from;
  bool colon = false;
  while (i < until && letters <= kLongestLabel) {
    const auto c = glyph(text, i);
    if (is_colon(c.value)) {
      colon = true;
      break;
    }
    if (is_comma(c.value) || is_semicolon(c.value) || is_full_stop(c.value) || c.value == '\n')
      return {};
    if (!is_space(c.value)) {
      if (length + c.size > word.size()) return {};
      for (std::uint32_t k = 0; k < c.size; ++k)
        word[length++] = text[i + k];
      ++letters;
      word_until = i + c.size;
    }
    i += c.size;
  }
  if (!colon && i < until) return {};
  const LabelKind kind = label_kind({word.data(), length});
  if (kind == LabelKind::None) return {};
  Label label;
  label.kind = kind;
  label.word = {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(word_until)};
  label.colon = colon;
  if (colon) i += glyph(text, i).size;
  label.end = static_cast<std::uint32_t>(skip_spaces(text, i, until));
  return label;
}

} // namespace plumb::plan
