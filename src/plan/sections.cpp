// SPDX-License-Identifier: Apache-2.0
#include "sections.hpp"

#include <algorithm>
#include <iterator>

namespace plumb::plan {
namespace {

/// Without verbs and adverbs in front and marks around: 切实加强组织领导 → 组织领导.
std::string core_of(std::string_view title) {
  std::string words = letters_only(title);
  static constexpr std::string_view kFronts[] = {"进一步", "切实", "全面", "不断", "着力", "加强",
                                                 "强化",   "健全", "完善", "落实", "抓好", "明确",
                                                 "严格",   "压实", "做好", "提升", "深化", "狠抓",
                                                 "扎实",   "持续", "加大", "建立", "搞好", "注重"};
  std::string_view rest = words;
  for (bool again = true; again;) {
    again = false;
    for (const auto front : kFronts)
      if (rest.size() > front.size() + 3 && begins(rest, front)) {
        rest.remove_prefix(front.size());
        again = true;
      }
  }
  return std::string(rest);
}

/// Is the title made of these words only (与, 和, 及 and 的 between)?
template <std::size_t N>
bool made_of(std::string_view words, const std::string_view (&vocabulary)[N]) {
  if (words.empty()) return false;
  bool any = false;
  while (!words.empty()) {
    std::string_view best;
    for (const auto word : vocabulary)
      if (begins(words, word) && word.size() > best.size()) best = word;
    if (!best.empty()) {
      words.remove_prefix(best.size());
      any = true;
      continue;
    }
    bool glue = false;
    for (const std::string_view joint : {"和", "与", "及", "的", "以及"})
      if (words.starts_with(joint)) {
        words.remove_prefix(joint.size());
        glue = true;
        break;
      }
    if (!glue) return false;
  }
  return any;
}

constexpr std::string_view kPreamble[] = {
    "总体要求",     "指导思想", "基本原则", "工作原则", "工作目标",     "总体目标",    "主要目标",
    "目标要求",     "总体思路", "工作思路", "任务目标", "目标任务",     "衡量标准",    "总目标",
    "重要意义",     "工作背景", "背景意义", "总要求",   "基本要求",     "基本思路",    "适用范围",
    "编制依据",     "编制背景", "发展目标", "目标",     "原则",         "思路",        "总则",
    "总体安排",     "总体部署", "背景",     "意义",     "规划背景",     "现状",        "形势",
    "面临形势",     "发展基础", "整改目标", "目的意义", "工作依据",     "依据",        "创建目标",
    "总体目标任务", "行动目标", "创建原则", "实施原则", "认识",         "提高认识",    "思想认识",
    "提高思想认识", "统一思想", "提高站位", "政治站位", "提高政治站位", "工作要点目标"};

constexpr std::string_view kTasks[] = {
    "重点任务",     "主要任务",     "工作任务",     "具体任务",     "重点工作",     "工作重点",
    "主要措施",     "具体措施",     "工作措施",     "主要工作",     "主要内容",     "工作内容",
    "任务分工",     "任务措施",     "重点举措",     "主要举措",     "工作举措",     "任务安排",
    "重点内容",     "整改任务",     "整改措施",     "重点目标工作", "具体措施分工", "效果指标",
    "任务",         "措施",         "分工",         "重点措施",     "目标任务分工", "年度重点任务",
    "年度任务",     "重点任务分工", "工作安排",     "任务举措",     "重点事项",     "创建任务",
    "创建内容",     "行动内容",     "实施内容",     "任务清单",     "年度重点工作", "具体举措",
    "重点任务举措", "工作事项",     "具体工作",     "年度工作任务", "重点行动",     "主要任务分工",
    "任务分解",     "责任分工",     "职责分工",     "工作任务分工", "内容",         "重点改革任务",
    "具体内容",     "具体工作任务", "重点目标任务", "具体安排",     "具体工作安排", "推进措施",
    "落实措施",     "主要目标任务", "工作目标任务"};

constexpr std::string_view kClosing[] = {
    "组织领导",     "组织保障", "保障措施", "工作要求", "组织实施", "工作保障", "实施保障",
    "有关要求",     "相关要求", "几点要求", "保障机制", "附则",     "其他要求", "其他事项",
    "组织推进",     "督导检查", "督促检查", "监督考核", "考核评价", "督查考核", "督促落实",
    "责任落实",     "宣传引导", "落实责任", "监督检查", "组织协调", "督导考核", "考核督导",
    "推进机制",     "工作机制", "推进落实", "落实机制", "工作落实", "任务落实", "领导",
    "保障",         "督查",     "要求",     "组织",     "落实",     "考核",     "督导",
    "监督",         "宣传",     "统筹协调", "统筹",     "领导机制", "推动落实", "措施保障",
    "责任",         "机制",     "实施要求", "组织机构", "工作纪律", "纪律要求", "协调推进",
    "组织领导体制", "实施",     "督察",     "评估",     "监督评估", "跟踪问效", "跟踪督办",
    "领导小组",     "检查",     "工作督导", "经费保障", "总结",     "宣传推广", "督察考核",
    "落实落地"};

constexpr std::string_view kSteps[] = {
    "实施步骤", "工作步骤", "方法步骤", "进度安排", "时间安排", "推进步骤", "步骤",
    "时间步骤", "阶段安排", "实施阶段", "步骤安排", "方法",     "工作阶段", "活动安排",
    "时间进度", "实施进度", "工作进度", "时间节点", "推进计划", "工作程序", "实施方法",
    "整治步骤", "安排步骤", "工作流程", "时间",     "进度"};

} // namespace

bool looks_ahead(std::string_view title) {
  const std::string words = letters_only(title);
  if (has_any(words, {"下一步", "下步", "下阶段", "下一阶段", "下一年", "明年", "今后", "努力方向",
                      "工作打算", "工作设想", "主要安排", "工作展望", "改进措施", "改进方向",
                      "工作谋划", "下半年"}))
    return true;
  return has_any(words, {"工作安排", "工作计划", "工作思路", "重点工作", "工作重点", "重点任务",
                         "工作要点"}) &&
         has(words, "年");
}

Section classify_section(std::string_view title) {
  // 重点任务（列首位的为牵头单位）: the remark says nothing about the kind.
  if (const std::size_t open = std::min(title.find('('), title.find("（"));
      open != std::string_view::npos && open >= 12)
    title = title.substr(0, open);
  const std::string all = letters_only(title);
  if (all.empty()) return Section::Neutral;
  const std::string core = core_of(title);
  if (made_of(all, kPreamble) || made_of(core, kPreamble)) return Section::Preamble;
  if (made_of(all, kSteps)) return Section::Steps;
  if (made_of(all, kTasks)) return Section::Tasks;
  // 2025年重点任务, 法治政府建设重点工作任务: qualified, still a heading over areas.
  if (all.size() <= 60)
    for (const std::string_view word :
         {"重点任务", "主要任务", "工作任务", "重点工作", "重点目标工作", "具体措施", "任务分工",
          "主要措施", "重点工作任务", "工作措施"})
      if (all.ends_with(word) &&
          !starts_with_any(all, {"完成", "落实", "推进", "推动", "抓好", "做好", "聚焦"}))
        return Section::Tasks;
  if (made_of(core, kClosing)) return Section::Closing;
  if (all.size() <= 90 &&
      (starts_with_any(core, {"组织领导", "组织保障", "工作要求", "保障措施", "组织实施",
                              "督导检查", "督促检查", "监督检查", "考核评价", "督查考核",
                              "督导考核", "工作保障", "组织协调", "监督考核"}) ||
       ends_with_any(all, {"组织领导", "组织保障", "工作要求", "保障措施", "组织实施", "有关要求",
                           "相关要求", "几点要求", "工作保障", "实施保障", "组织保障机制",
                           "保障机制", "落实保障", "落实机制"})))
    return Section::Closing;
  if (all.size() <= 60 &&
      ends_with_any(all,
                    {"总体要求",       "指导思想", "工作目标", "总体目标", "主要目标", "基本原则",
                     "工作原则",       "总体思路", "目标要求", "重要意义", "基本要求", "重要性",
                     "重要性和紧迫性", "思想认识", "工作回顾", "主要成效", "存在问题", "存在的问题",
                     "主要问题",       "工作成效", "形势分析", "面临形势"}))
    return Section::Preamble;
  if (all.size() <= 45 &&
      ends_with_any(all, {"实施步骤", "工作步骤", "方法步骤", "进度安排", "时间安排", "推进步骤"}))
    return Section::Steps;
  return Section::Neutral;
}

namespace {

/// The title without （试行）, (2021—2025年), 的通知 … at its end.
std::string_view without_tail(std::string_view title) {
  title = base::trim(title);
  for (bool again = true; again;) {
    again = false;
    if (is_close(glyph_before(title, title.size()).value)) {
      const std::size_t open =
          std::max({title.rfind('('), title.rfind("（"), title.rfind("〔"), title.rfind('[')},
                   [](std::size_t a, std::size_t b) {
                     return (a == std::string_view::npos ? 0 : a + 1) <
                            (b == std::string_view::npos ? 0 : b + 1);
                   });
      if (open == std::string_view::npos || open == 0) break;
      title = base::trim(title.substr(0, open));
      again = true;
    } else if (title.ends_with("》") || title.ends_with("”")) {
      title = base::trim(title.substr(0, title.size() - 3));
      again = true;
    }
  }
  return title;
}

} // namespace

bool is_plan_title(std::string_view title) {
  const std::string words = squeeze(without_tail(title));
  if (is_report_title(title)) return false;
  return ends_with_any(words,
                       {"方案",     "计划",     "要点",     "意见",   "纲要",     "规划",
                        "台账",     "分工",     "分工表",   "任务表", "清单",     "安排",
                        "举措",     "行动",     "分解表",   "一览表", "任务书",   "措施",
                        "责任书",   "任务分解", "工作任务", "计划表", "安排表",   "推进表",
                        "工作重点", "重点工作", "重点任务", "任务",   "路线图",   "配档表",
                        "分工细则", "项目表",   "责任表",   "时间表", "实施细则", "若干规定措施",
                        "指标体系", "事项",     "目标",     "台帐",   "分解",     "打算",
                        "思路",     "实事",     "工程",     "大纲",   "指引",     "设想"});
}

bool is_report_title(std::string_view title) {
  const std::string words = squeeze(without_tail(title));
  // 2024年工作总结及2025年工作计划: the review comes first.
  if (has_any(words, {"总结及", "总结和", "总结与", "总结暨", "情况及", "情况和", "情况暨",
                      "报告及", "报告和", "总结、", "回顾及", "回顾和"}) &&
      ends_with_any(words, {"计划", "打算", "安排", "思路", "要点", "设想", "谋划"}))
    return true;
  return ends_with_any(words, {"报告", "总结", "汇报", "情况", "述法", "年报", "小结", "情况说明",
                               "自查", "情况报告", "报告书"});
}

bool is_other_title(std::string_view title) {
  const std::string words = squeeze(without_tail(title));
  return ends_with_any(words, {"条例", "办法", "规定", "规则", "细则", "讲话",     "致辞", "发言",
                               "公告", "公示", "批复", "答复", "复函", "会议纪要", "纪要", "通报",
                               "简报", "解读", "问答", "任免", "中标", "章程",     "标准", "指南",
                               "规范", "命令", "访谈", "启事", "制度", "准则",     "合同", "协议",
                               "说明", "公报", "公约", "图解"}) ||
         has_any(words, {"召开", "采购", "招标", "讲话", "解读", "招聘", "任免", "答记者问",
                         "会议通知", "会议的通知", "培训班的通知", "一图读懂"});
}

} // namespace plumb::plan
