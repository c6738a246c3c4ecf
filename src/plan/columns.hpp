// SPDX-License-Identifier: Apache-2.0
/// What a column of a task table holds, by its title.
#pragma once

#include "labels.hpp"

#include <vector>

namespace plumb::plan {

enum class Column : std::uint8_t {
  Unknown,
  Number,
  Area,
  Objective,
  Task,
  Lead,
  Responsible,
  Supporting,
  Combined,
  Person,
  Deadline,
  Target,
  Note
};

[[nodiscard]] Column column_of(std::string_view title);
[[nodiscard]] LabelKind role_of(Column column);
/// Among several columns that may hold the task the most detailed one does; those before it become
/// area and objective. False if no column can hold a task.
[[nodiscard]] bool settle_columns(const std::vector<std::string>& titles,
                                  std::vector<Column>& columns);

/// Rows across the table (一、…) are the areas: a column of tasks that stood in for the area, behind
/// the number, is the objective then.
void settle_divided(const std::vector<std::string>& titles, std::vector<Column>& columns);

} // namespace plumb::plan
