// SPDX-License-Identifier: Apache-2.0
#include "columns.hpp"

#include <plumb/base/utf8.hpp>

#include <array>
#include <optional>

namespace plumb::sheet {

namespace {

constexpr std::array kColumns{
    ColumnInfo{Column::Area, "一级指标", 14, false, false, true},
    ColumnInfo{Column::Objective, "二级指标", 14, false, false, true},
    ColumnInfo{Column::Number, "序号", 6, false, false, false},
    ColumnInfo{Column::Title, "任务名称", 20, false, false, false},
    ColumnInfo{Column::Text, "主要任务", 48, false, false, false},
    ColumnInfo{Column::Lead, "牵头单位", 16, false, false, false},
    ColumnInfo{Column::Responsible, "责任单位", 18, false, false, false},
    ColumnInfo{Column::Supporting, "配合单位", 18, false, false, false},
    ColumnInfo{Column::Deadlines, "完成时限", 16, false, false, false},
    ColumnInfo{Column::DueOn, "到期日", 11, false, false, false},
    ColumnInfo{Column::Targets, "目标值", 22, false, false, false},
    ColumnInfo{Column::Progress, "进展情况", 36, true, false, false},
    ColumnInfo{Column::Problems, "存在问题", 24, true, false, false},
    ColumnInfo{Column::Evidence, "佐证材料", 24, true, false, false},
    ColumnInfo{Column::Inspection, "核查结论", 28, true, true, false},
    ColumnInfo{Column::Document, "来源文件", 16, false, false, false},
    ColumnInfo{Column::TaskId, "任务编号", 18, false, false, false},
};

struct OtherName {
  std::string_view name;
  Column column;
};
constexpr std::array kOtherNames{
    OtherName{"领域", Column::Area},           OtherName{"目标", Column::Objective},
    OtherName{"任务", Column::Title},          OtherName{"任务内容", Column::Text},
    OtherName{"牵头部门", Column::Lead},       OtherName{"责任部门", Column::Responsible},
    OtherName{"配合部门", Column::Supporting}, OtherName{"时限", Column::Deadlines},
    OtherName{"进展", Column::Progress},       OtherName{"问题", Column::Problems},
    OtherName{"佐证", Column::Evidence},       OtherName{"督查情况", Column::Inspection},
};

constexpr std::array<std::string_view, 3> kSeparators{"、", "；", "\n"};

bool holds(const std::vector<std::string>& parts, std::string_view separator) {
  for (const auto& part : parts) {
    if (part.find(separator) != std::string::npos) return true;
    if (separator == "、" && part.find_first_of(",") != std::string::npos) return true;
    if (separator == "、" && part.find("，") != std::string::npos) return true;
    if (separator == "；" && part.find(';') != std::string::npos) return true;
  }
  return false;
}

std::string join_from(const std::vector<std::string>& parts, std::size_t first_separator) {
  if (parts.empty()) return {};
  // A cell is split at its strongest mark, so the mark that parts it must be stronger than any
  // inside.
  std::size_t level = first_separator;
  for (std::size_t inside = first_separator; inside + 1 < kSeparators.size(); ++inside)
    if (holds(parts, kSeparators[inside])) level = inside + 1;
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += kSeparators[level];
    out += parts[i];
  }
  // A single part that contains a weaker separator says by its end which one parts this cell.
  if (parts.size() == 1 && level > first_separator) out += kSeparators[level];
  return out;
}

std::vector<std::string> split_at(std::string_view cell,
                                  std::initializer_list<std::string_view> marks) {
  std::vector<std::string> out;
  std::size_t from = 0;
  const auto push = [&](std::size_t until) {
    const auto part = base::trim(cell.substr(from, until - from));
    if (!part.empty()) out.emplace_back(part);
  };
  for (std::size_t at = 0; at < cell.size();) {
    std::size_t size = 0;
    for (const auto mark : marks)
      if (cell.substr(at).starts_with(mark)) size = mark.size();
    if (size > 0) {
      push(at);
      from = at + size;
    }
    at += size > 0 ? size : 1;
  }
  push(cell.size());
  return out;
}

std::vector<std::string> split_from(std::string_view cell, bool names) {
  if (cell.find('\n') != std::string_view::npos) return split_at(cell, {"\n"});
  if (cell.find("；") != std::string_view::npos || cell.find(';') != std::string_view::npos)
    return split_at(cell, {"；", ";"});
  if (names) return split_at(cell, {"、", "，", ","});
  return split_at(cell, {"\n"});
}

} // namespace

std::span<const ColumnInfo> all_columns() {
  return kColumns;
}

std::vector<ColumnInfo> columns_of(Layout layout) {
  std::vector<ColumnInfo> out;
  for (const auto& info : kColumns) {
    if (info.inspection && layout != Layout::Inspection) continue;
    if (info.progress && layout == Layout::Issuing) continue;
    out.push_back(info);
  }
  return out;
}

std::optional<Column> column_named(std::string_view header) {
  std::string name; // people stretch short headings: 序 号
  for (std::size_t at = 0; at < header.size();) {
    const auto c = base::decode_utf8(header, at);
    if (!base::is_blank(c.value) && c.value != '\n') name += header.substr(at, c.size);
    at += c.size;
  }
  for (const auto& info : kColumns)
    if (info.name == name) return info.column;
  for (const auto& other : kOtherNames)
    if (other.name == name) return other.column;
  return std::nullopt;
}

std::string join_names(const std::vector<std::string>& names) {
  return join_from(names, 0);
}
std::vector<std::string> split_names(std::string_view cell) {
  return split_from(cell, true);
}
std::string join_clauses(const std::vector<std::string>& clauses) {
  return join_from(clauses, 1);
}
std::vector<std::string> split_clauses(std::string_view cell) {
  return split_from(cell, false);
}

std::string cell_text(Column column, const LedgerRow& row) {
  switch (column) {
  case Column::Area:
    return row.area;
  case Column::Objective:
    return row.objective;
  case Column::Number:
    return row.number;
  case Column::Title:
    return row.title;
  case Column::Text:
    return row.text;
  case Column::Lead:
    return join_names(row.lead);
  case Column::Responsible:
    return join_names(row.responsible);
  case Column::Supporting:
    return join_names(row.supporting);
  case Column::Deadlines:
    return join_clauses(row.deadlines);
  case Column::DueOn:
    return row.due_on ? base::to_string(*row.due_on) : std::string{};
  case Column::Targets:
    return join_clauses(row.targets);
  case Column::Progress:
    return row.progress;
  case Column::Problems:
    return row.problems;
  case Column::Evidence:
    return row.evidence;
  case Column::Inspection:
    return row.inspection;
  case Column::Document:
    return row.document_title;
  case Column::TaskId:
    return row.task_id;
  }
  return {};
}

} // namespace plumb::sheet
