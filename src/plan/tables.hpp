// SPDX-License-Identifier: Apache-2.0
/// Tasks out of tables: those whose cells the document kept, and those flattened into one cell per
/// line. Merged and repeated cells are filled down and marked as inherited.
#pragma once

#include "assemble.hpp"

namespace plumb::plan {

struct TableTasks {
  std::vector<Task> tasks;
  std::vector<Area> areas;
  std::vector<Span> headers; ///< cells that name columns
  Span title;                ///< a row above the header that names the table as a plan
  bool with_roles = false;
};

/// All tables of the text that hold tasks.
[[nodiscard]] TableTasks read_tables(Context& context, const std::vector<text::Table>& tables);
/// Flattened tables; their lines become LineKind::Cell.
[[nodiscard]] TableTasks read_flattened(Context& context);

} // namespace plumb::plan
