// SPDX-License-Identifier: Apache-2.0
/// The columns of a register's sheet: what they are called, and which of them a sheet has.
#pragma once

#include "plumb/exchange/exchange.hpp"

#include <plumb/sheet/table.hpp>

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::exchange {

enum class Role { Record, OpenedOn, State, Unit, Problem, Field, Ignored };
struct Column {
  Role role = Role::Ignored;
  std::string heading; ///< as it is written, or as the sheet has it
  const pack::Field* field = nullptr;
};

/// The rules in force and one of their registers; pointers live as long as `book`.
struct Declared {
  records::RulebookPointer book;
  const pack::Register* register_ = nullptr;
};
/// records.no_rules, records.unknown_register{id}.
[[nodiscard]] base::Result<Declared> find_declared(const Place& place);
/// exchange.unknown_step{step}.
[[nodiscard]] base::Result<const pack::Step*> find_opening(const pack::Register& declared,
                                                           std::string_view step);
/// Fields that a sheet fills for this step: without files and what the step gives by itself.
[[nodiscard]] std::vector<const pack::Field*> asked_by(const pack::Register& declared,
                                                       const pack::Step& step);
[[nodiscard]] bool is_required(const pack::Step& step, const pack::Field& field);

/// Title of the field; with its id where another column has the same title.
[[nodiscard]] std::string heading_of(const pack::Register& declared, const pack::Field& field);
/// 记录编号, 开始日期, 状态, 所属单位, 问题.
[[nodiscard]] std::string heading_of(const pack::Register& declared, Role role);

/// A sheet whose headings were understood.
struct Found {
  const sheet::Cells* cells = nullptr;
  std::uint32_t header = 0; ///< its row
  std::vector<Column> columns;
  [[nodiscard]] std::vector<std::string> ignored() const;
};
/// The sheet with a row of headings among its first ones. exchange.no_columns,
/// exchange.several_sheets{sheets}.
[[nodiscard]] base::Result<Found> find_columns(const pack::Register& declared,
                                               const std::vector<sheet::Cells>& sheets);

/// How a field's column looks in a workbook, with drop-downs where it has values to choose from.
[[nodiscard]] sheet::TableColumn table_column(const pack::Register& declared,
                                              const pack::Field& field,
                                              const organisation::Tree& tree, bool required);

} // namespace plumb::exchange
