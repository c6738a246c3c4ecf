// SPDX-License-Identifier: Apache-2.0
// What goes back after an import: the answer for every row, and the sheet of those that failed.
#include "cells.hpp"
#include "columns.hpp"

#include <algorithm>
#include <array>

namespace plumb::exchange {
namespace {

using base::Result;
using View = std::string_view;

struct FaultWords {
  View fault, words;
};
constexpr std::array kFaults = {
    FaultWords{"type", "类型不对"},
    FaultWords{"number", "不是数字"},
    FaultWords{"date", "不是日期"},
    FaultWords{"flag", "只能填是或否"},
    FaultWords{"choice", "不在可选范围内"},
    FaultWords{"unit", "没有这个单位"},
    FaultWords{"too_long", "过长"},
    FaultWords{"too_small", "小于允许的最小值"},
    FaultWords{"too_large", "大于允许的最大值"},
    FaultWords{"scale", "小数位数过多"},
    FaultWords{"characters", "含有无法保存的字符"},
    FaultWords{"unknown_column", "没有这一栏"},
    FaultWords{"too_many", "过多或重复"},
    FaultWords{"rows", "格式不对"},
    FaultWords{"missing", "必填"},
    FaultWords{"not_asked", "这一步不填"},
    FaultWords{"hidden", "不能用表格更正"},
    FaultWords{"unknown_record", "没有这条记录"},
    FaultWords{"duplicate", "重复的行"},
    FaultWords{"refused", "不予办理"},
    FaultWords{"not_permitted", "没有权限"},
};

std::string words_of(const CellFault& fault) {
  const auto found = std::ranges::find(kFaults, View(fault.fault), &FaultWords::fault);
  std::string out(found == kFaults.end() ? View(fault.fault) : found->words);
  if (!fault.detail.empty()) out += "：" + fault.detail;
  return out;
}

std::vector<sheet::Mark> marks_of(const Found& found, const RowResult& row) {
  std::vector<sheet::Mark> out;
  for (const auto& fault : row.faults) {
    if (fault.column.empty()) continue;
    const auto column = std::ranges::find(found.columns, fault.column, &Column::heading);
    if (column == found.columns.end()) continue;
    const auto at = static_cast<std::size_t>(column - found.columns.begin());
    const auto before = std::ranges::find(out, at, &sheet::Mark::column);
    if (before == out.end())
      out.push_back({at, words_of(fault)});
    else
      before->note += "\n" + words_of(fault);
  }
  return out;
}

std::string problem_of(const RowResult& row) {
  std::string out;
  for (const auto& fault : row.faults) {
    if (!out.empty()) out += "\n";
    if (!fault.column.empty()) out += fault.column + "：";
    out += words_of(fault);
  }
  return out;
}

/// The columns as they came, without an earlier 问题.
struct Shape {
  std::vector<sheet::TableColumn> columns;
  std::vector<std::uint32_t> from; ///< index in the sheet
};

Shape shape_of(const pack::Register& declared, const pack::Step& opening, const Found& found,
               const organisation::Tree& tree) {
  Shape out;
  for (std::uint32_t at = 0; at < found.columns.size(); ++at) {
    const auto& column = found.columns[at];
    if (column.role == Role::Problem) continue;
    sheet::TableColumn made;
    if (column.field != nullptr)
      made = table_column(declared, *column.field, tree, is_required(opening, *column.field));
    // What is written here is what somebody typed: it stays text.
    made.kind = sheet::TableColumn::Kind::Text;
    made.heading = column.heading;
    out.columns.push_back(std::move(made));
    out.from.push_back(at);
  }
  sheet::TableColumn problem;
  problem.heading = heading_of(declared, Role::Problem);
  problem.width = 48;
  out.columns.push_back(std::move(problem));
  return out;
}

View name_of(Outcome outcome) {
  switch (outcome) {
  case Outcome::Opened:
    return "opened";
  case Outcome::Changed:
    return "changed";
  case Outcome::Unchanged:
    return "unchanged";
  case Outcome::Failed:
    break;
  }
  return "failed";
}

} // namespace

Result<File> error_sheet(const Place& place, View bytes, const ImportRequest& request,
                         const ImportResult& result) {
  PLUMB_TRY_ASSIGN(const auto declared, find_declared(place));
  PLUMB_TRY_ASSIGN(const auto* opening, find_opening(*declared.register_, request.step));
  PLUMB_TRY_ASSIGN(const auto sheets, sheet::read_cells(bytes, request.name));
  PLUMB_TRY_ASSIGN(const auto found, find_columns(*declared.register_, sheets));
  auto shape = shape_of(*declared.register_, *opening, found, place.tree);
  const auto failed = std::ranges::count(result.rows, Outcome::Failed, &RowResult::outcome);
  const auto width = shape.columns.size();
  PLUMB_TRY_ASSIGN(auto writer, sheet::TableWriter::create("需要更正的行", std::move(shape.columns),
                                                           static_cast<std::uint32_t>(failed)));
  for (const auto& row : result.rows) {
    const auto at = static_cast<std::uint32_t>(row.row - 1);
    if (row.outcome != Outcome::Failed || at >= found.cells->rows) continue;
    std::vector<std::string> cells;
    cells.reserve(width);
    for (const auto column : shape.from)
      cells.emplace_back(found.cells->at(at, column));
    cells.push_back(problem_of(row));
    auto marks = marks_of(found, row);
    for (auto& mark : marks)
      mark.column = static_cast<std::size_t>(
          std::ranges::find(shape.from, static_cast<std::uint32_t>(mark.column)) -
          shape.from.begin());
    writer.add(cells, marks);
  }
  PLUMB_TRY_ASSIGN(auto out, writer.finish());
  return File{declared.register_->title + "-需要更正的行.xlsx",
              "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", std::move(out)};
}

std::string to_json(const ImportResult& result) {
  Json::Array rows;
  std::array<std::int64_t, 4> counts{};
  for (const auto& row : result.rows) {
    ++counts[static_cast<std::size_t>(row.outcome)];
    Json::Array faults;
    for (const auto& fault : row.faults)
      faults.emplace_back(Json::Object{{"column", fault.column},
                                       {"detail", fault.detail},
                                       {"fault", fault.fault},
                                       {"field", fault.field}});
    rows.emplace_back(Json::Object{{"faults", std::move(faults)},
                                   {"outcome", name_of(row.outcome)},
                                   {"record_id", row.record_id},
                                   {"row", row.row},
                                   {"title", row.title}});
  }
  Json::Array ignored(result.ignored_columns.begin(), result.ignored_columns.end());
  Json::Object told;
  for (const auto outcome :
       {Outcome::Opened, Outcome::Changed, Outcome::Unchanged, Outcome::Failed})
    told.emplace(name_of(outcome), counts[static_cast<std::size_t>(outcome)]);
  return Json(Json::Object{{"applied", result.applied},
                           {"counts", std::move(told)},
                           {"ignored_columns", std::move(ignored)},
                           {"rows", std::move(rows)}})
      .dump();
}

} // namespace plumb::exchange
