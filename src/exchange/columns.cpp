// SPDX-License-Identifier: Apache-2.0
#include "columns.hpp"

#include "cells.hpp"
#include "rows.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace plumb::exchange {
namespace {

using base::ErrorKind;
using base::fail;
using base::Result;
using pack::FieldType;
using View = std::string_view;

/// Where people put a title, a unit and a date above the table.
constexpr std::uint32_t kHeaderSearchRows = 20;
/// A sheet of explanations may have one word in common with a register, hardly two in one row.
constexpr std::size_t kEnough = 2;

constexpr std::array kOwn = {Role::Record, Role::OpenedOn, Role::State, Role::Unit, Role::Problem};

View own_name(Role role) {
  switch (role) {
  case Role::Record:
    return "记录编号";
  case Role::OpenedOn:
    return "开始日期";
  case Role::State:
    return "状态";
  case Role::Unit:
    return "所属单位";
  case Role::Problem:
    return "问题";
  case Role::Field:
  case Role::Ignored:
    break;
  }
  return {};
}

/// Headings without the mark of a required one, blanks and width.
std::string key_of(View heading) {
  std::string out = plain(heading);
  std::erase(out, '*');
  for (const View mark : {"(必填)", "(选填)"})
    if (const auto at = out.find(mark); at != std::string::npos) out.erase(at, mark.size());
  return out;
}

using ByHeading = std::map<std::string, Column, std::less<>>;

/// Everything that a heading can be. Titles win over ids, fields over our own columns.
ByHeading headings_of(const pack::Register& declared) {
  ByHeading out;
  for (const auto& field : declared.fields) {
    Column column{Role::Field, {}, &field};
    out.try_emplace(key_of(heading_of(declared, field)), column);
  }
  for (const auto& field : declared.fields)
    out.try_emplace(key_of(field.id), Column{Role::Field, {}, &field});
  for (const Role role : kOwn)
    out.try_emplace(key_of(heading_of(declared, role)), Column{role, {}, nullptr});
  return out;
}

struct Header {
  std::uint32_t row = 0;
  std::size_t known = 0;
};

Header best_header(const ByHeading& headings, const sheet::Cells& cells) {
  Header best;
  for (std::uint32_t row = 0; row < std::min(cells.rows, kHeaderSearchRows); ++row) {
    std::set<std::string> seen;
    for (std::uint32_t column = 0; column < cells.columns; ++column) {
      auto key = key_of(cells.at(row, column));
      if (!key.empty() && headings.contains(key)) seen.insert(std::move(key));
    }
    if (seen.size() > best.known) best = {row, seen.size()};
  }
  return best;
}

std::vector<Column> columns_in(const ByHeading& headings, const sheet::Cells& cells,
                               std::uint32_t header) {
  std::vector<Column> out;
  for (std::uint32_t at = 0; at < cells.columns; ++at) {
    const std::string heading(cells.at(header, at));
    const auto found = headings.find(key_of(heading));
    Column column = found == headings.end() ? Column{} : found->second;
    // The same column twice: the second one cannot be meant.
    const bool twice = std::ranges::any_of(out, [&](const Column& before) {
      return column.role != Role::Ignored && before.role == column.role &&
             before.field == column.field;
    });
    if (twice || (column.field != nullptr && is_file(*column.field))) column = Column{};
    column.heading = heading;
    out.push_back(std::move(column));
  }
  return out;
}

View how_to_fill(const pack::Field& field) {
  switch (field.type) {
  case FieldType::Integer:
    return "整数";
  case FieldType::Decimal:
    return "数字";
  case FieldType::CivilDate:
    return "日期，如 2026-03-01";
  case FieldType::Flag:
    return "是 或 否";
  case FieldType::Choice:
    return "从列表中选一项";
  case FieldType::Choices:
    return "可填多项，用顿号分开";
  case FieldType::Unit:
    return "单位名称或简称";
  case FieldType::Units:
    return "可填多个单位，用顿号分开";
  case FieldType::Record:
    return "所指记录的编号";
  case FieldType::Rows:
    return "每行一条，各栏用 ｜ 分开";
  default:
    return {};
  }
}

std::string note_of(const pack::Field& field, bool required) {
  std::string out = required ? "必填" : "选填";
  if (const auto how = how_to_fill(field); !how.empty()) out += "；" + std::string(how);
  if (field.type == FieldType::Rows) {
    out += "：";
    for (std::size_t i = 0; i < field.columns.size(); ++i)
      out += (i > 0 ? "｜" : "") + field.columns[i].title;
  }
  if (!field.hint.empty()) out += "\n" + field.hint;
  if (field.personal) out += "\n个人信息：导入后单独保存，不会导出。";
  return out;
}

std::vector<std::string> unit_names(const organisation::Tree& tree) {
  Names names(tree);
  std::vector<std::string> out;
  for (const auto& id : tree.in_order({}))
    out.push_back(names.of(id));
  return out;
}

int width_of(const pack::Field& field) {
  switch (field.type) {
  case FieldType::LongText:
  case FieldType::Rows:
    return 40;
  case FieldType::Integer:
  case FieldType::Decimal:
  case FieldType::CivilDate:
    return 13;
  case FieldType::Flag:
    return 8;
  case FieldType::Units:
  case FieldType::Unit:
    return 24;
  default:
    return 20;
  }
}

} // namespace

Result<Declared> find_declared(const Place& place) {
  Declared out;
  PLUMB_TRY_ASSIGN(out.book, place.records.rules(place.authority_id));
  if (out.book == nullptr) return fail(ErrorKind::NotFound, "records.no_rules");
  out.register_ = out.book->find_register(place.register_id);
  if (out.register_ == nullptr)
    return fail(ErrorKind::NotFound, "records.unknown_register", {{"id", place.register_id}});
  return out;
}

Result<const pack::Step*> find_opening(const pack::Register& declared, View step) {
  for (const auto& one : declared.steps)
    if (one.opens && (step.empty() || one.id == step)) return &one;
  return fail(ErrorKind::InvalidInput, "exchange.unknown_step", {{"step", std::string(step)}});
}

std::vector<const pack::Field*> asked_by(const pack::Register& declared, const pack::Step& step) {
  std::set<std::string> given;
  for (const auto& numbering : step.assigns)
    given.insert(numbering.field);
  if (step.draws) given.insert({step.draws->into, step.draws->receipt});
  std::vector<const pack::Field*> out;
  for (const auto* list : {&step.required, &step.optional})
    for (const auto& id : *list) {
      const auto* field = declared.field(id);
      if (field == nullptr || is_file(*field) || given.contains(id)) continue;
      if (std::ranges::find(out, field) == out.end()) out.push_back(field);
    }
  return out;
}

bool is_required(const pack::Step& step, const pack::Field& field) {
  return std::ranges::find(step.required, field.id) != step.required.end();
}

std::string heading_of(const pack::Register& declared, const pack::Field& field) {
  const auto title = key_of(field.title);
  const auto same = std::ranges::count_if(
      declared.fields, [&](const pack::Field& other) { return key_of(other.title) == title; });
  return same > 1 ? field.title + "（" + field.id + "）" : field.title;
}

std::string heading_of(const pack::Register& declared, Role role) {
  std::string name(own_name(role));
  const bool taken = std::ranges::any_of(declared.fields, [&](const pack::Field& field) {
    return key_of(field.title) == name || key_of(field.id) == name;
  });
  return taken ? name + "（登记簿）" : name;
}

std::vector<std::string> Found::ignored() const {
  std::vector<std::string> out;
  for (const auto& column : columns)
    if (column.role == Role::Ignored && !column.heading.empty()) out.push_back(column.heading);
  return out;
}

Result<Found> find_columns(const pack::Register& declared,
                           const std::vector<sheet::Cells>& sheets) {
  const auto headings = headings_of(declared);
  const sheet::Cells* chosen = nullptr;
  Header header;
  std::vector<std::string> candidates;
  for (const auto& cells : sheets) {
    const auto best = best_header(headings, cells);
    if (best.known >= kEnough) candidates.push_back(cells.name);
    if (best.known > header.known) {
      chosen = &cells;
      header = best;
    }
  }
  if (candidates.size() > 1) {
    std::string names;
    for (const auto& name : candidates)
      names += (names.empty() ? "" : "、") + name;
    return fail(ErrorKind::InvalidInput, "exchange.several_sheets", {{"sheets", names}});
  }
  if (chosen == nullptr) return fail(ErrorKind::InvalidInput, "exchange.no_columns");
  return Found{chosen, header.row, columns_in(headings, *chosen, header.row)};
}

sheet::TableColumn table_column(const pack::Register& declared, const pack::Field& field,
                                const organisation::Tree& tree, bool required) {
  sheet::TableColumn out;
  out.heading = heading_of(declared, field) + (required ? "＊" : "");
  out.width = width_of(field);
  out.bold = required;
  out.note = note_of(field, required);
  if (field.type == FieldType::CivilDate) out.kind = sheet::TableColumn::Kind::Date;
  if (field.type == FieldType::Integer || field.type == FieldType::Decimal)
    out.kind = sheet::TableColumn::Kind::Number;
  if (field.type == FieldType::Decimal) out.scale = field.scale;
  out.only = field.type == FieldType::Choice || field.type == FieldType::Flag;
  if (field.type == FieldType::Flag) out.choices = {"是", "否"};
  if (field.type == FieldType::Choice || field.type == FieldType::Choices)
    for (const auto& choice : field.choices)
      out.choices.push_back(choice.title);
  if (field.type == FieldType::Unit || field.type == FieldType::Units)
    out.choices = unit_names(tree);
  return out;
}

} // namespace plumb::exchange
