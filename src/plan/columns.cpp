// SPDX-License-Identifier: Apache-2.0
#include "columns.hpp"

#include <algorithm>

namespace plumb::plan {
namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// How near to what is actually done a column is.
int detail(std::string_view title) {
  if (has_any(title, {"措施", "举措", "做法", "三级指标", "具体任务", "任务内容", "工作内容",
                      "具体内容", "主要内容", "具体工作", "实施内容", "具体要求", "内容"}))
    return 3;
  if (has_any(title, {"任务", "事项", "重点工作", "工作", "问题"})) return 2;
  return 1;
}

} // namespace

Column column_of(std::string_view raw) {
  std::string title = squeeze(raw);
  if (const std::size_t open = std::min(title.find('('), title.find("（"));
      open != std::string::npos && open > 0)
    title.resize(open);
  while (!title.empty() && is_colon(glyph_before(title, title.size()).value))
    title.resize(title.size() - glyph_before(title, title.size()).size);
  if (title.empty() || title.size() > 60) return Column::Unknown;
  if (is_one_of(title, {"序号", "编号", "序", "任务编号", "任务序号", "号", "No.", "NO", "项目编号",
                        "项次"}))
    return Column::Number;
  if (has_any(title, {"完成情况", "进展",     "备注",     "佐证",     "分值", "督查情况",
                      "督察情况", "得分",     "落实情况", "联系方式", "电话", "存在问题",
                      "说明",     "评分",     "推进情况", "自评",     "销号", "计分",
                      "权重",     "数据来源", "支撑材料", "印证"}))
    return Column::Note;
  if (has(title, "单位") || has(title, "部门")) {
    switch (label_kind(title)) {
    case LabelKind::Lead:
      return Column::Lead;
    case LabelKind::Supporting:
      return Column::Supporting;
    case LabelKind::Combined:
      return Column::Combined;
    default:
      break;
    }
    if (has_any(title, {"配合", "协办", "参与", "参加", "协同"}) &&
        !has_any(title, {"责任", "牵头"}))
      return Column::Supporting;
    if (has_any(title, {"牵头", "主办"}))
      return has_any(title, {"责任", "配合"}) ? Column::Combined : Column::Lead;
    if (title.size() <= 45 && !has_any(title, {"名称"})) return Column::Responsible;
  }
  switch (label_kind(title)) {
  case LabelKind::Lead:
    return Column::Lead;
  case LabelKind::Responsible:
    return Column::Responsible;
  case LabelKind::Supporting:
    return Column::Supporting;
  case LabelKind::Combined:
    return Column::Combined;
  case LabelKind::Person:
    return Column::Person;
  case LabelKind::Deadline:
    return Column::Deadline;
  default:
    break;
  }
  if (has_any(title, {"时限", "时间", "期限", "时间节点", "进度安排"})) return Column::Deadline;
  if (is_one_of(title, {"责任人", "责任领导", "分管领导", "牵头领导", "联系人", "包抓领导"}))
    return Column::Person;
  if (is_one_of(title,
                {"一级指标", "类别",     "领域",     "工作领域", "任务类别", "方面",    "大类",
                 "板块",     "项目类别", "指标类别", "工作类别", "维度",     "分类",    "重点领域",
                 "类型",     "项目",     "工作项目", "章节",     "任务分类", "任务领域"}))
    return Column::Area;
  if (is_one_of(title, {"二级指标", "目标", "二级目标", "分项", "指标", "子项"}))
    return Column::Objective;
  if (is_one_of(title, {"完成标准", "考核标准", "评价标准", "工作目标", "预期成效",   "预期目标",
                        "成果形式", "验收标准", "完成目标", "目标要求", "目标值",     "衡量标准",
                        "效果指标", "工作要求", "工作成果", "成果",     "标志性成果", "预期成果",
                        "任务目标", "整改目标", "成效目标", "绩效目标"}))
    return Column::Target;
  if (is_one_of(title, {"任务", "内容", "措施", "事项", "工作", "举措", "三级指标", "目标与任务",
                        "目标任务", "重点任务及措施", "工作目标及任务"}))
    return Column::Task;
  if (title.size() <= 36 &&
      ends_with_any(title, {"任务", "措施", "举措", "内容", "事项", "重点工作", "主要工作",
                            "具体工作", "做法", "任务分解", "工作要点", "年度工作", "任务名称",
                            "事项名称", "工作安排", "具体要求", "测评要点", "整改问题"}))
    return Column::Task;
  return Column::Unknown;
}

LabelKind role_of(Column column) {
  switch (column) {
  case Column::Lead:
    return LabelKind::Lead;
  case Column::Responsible:
    return LabelKind::Responsible;
  case Column::Supporting:
    return LabelKind::Supporting;
  case Column::Combined:
    return LabelKind::Combined;
  default:
    return LabelKind::None;
  }
}

bool settle_columns(const std::vector<std::string>& titles, std::vector<Column>& columns) {
  const auto find = [&](Column kind) {
    for (std::size_t c = columns.size(); c-- > 0;)
      if (columns[c] == kind) return static_cast<int>(c);
    return -1;
  };
  if (find(Column::Task) < 0)
    for (const Column kind : {Column::Target, Column::Objective, Column::Area})
      if (const int c = find(kind); c >= 0) {
        columns[static_cast<std::size_t>(c)] = Column::Task;
        break;
      }
  int best = -1;
  int best_detail = 0;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (columns[c] != Column::Task) continue;
    const int d = detail(squeeze(titles[c]));
    if (d >= best_detail) {
      best = static_cast<int>(c);
      best_detail = d;
    }
  }
  if (best < 0) return false;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (columns[c] != Column::Task || static_cast<int>(c) == best) continue;
    if (static_cast<int>(c) > best)
      columns[c] = Column::Note;
    else if (find(Column::Area) < 0)
      columns[c] = Column::Area;
    else
      columns[c] = Column::Objective;
  }
  return true;
}

void settle_divided(const std::vector<std::string>& titles, std::vector<Column>& columns) {
  bool numbered = false;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    numbered = numbered || columns[c] == Column::Number;
    if (numbered && columns[c] == Column::Area && column_of(titles[c]) == Column::Task)
      columns[c] = Column::Objective;
  }
}

} // namespace plumb::plan
