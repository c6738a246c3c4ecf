// SPDX-License-Identifier: Apache-2.0
/// Between the ledger's tasks and the rows of a spreadsheet, in both directions: what a returned
/// row changes is found by comparing it with the row that an export would write now.
#pragma once

#include <plumb/intake/command.hpp>
#include <plumb/projection/projection.hpp>
#include <plumb/sheet/ledger_sheet.hpp>

#include <string>
#include <vector>

namespace plumb::api {

[[nodiscard]] sheet::LedgerRow to_row(const projection::LedgerTask& task);

/// One cell that a person changed, as printed.
struct ChangedField {
  std::string field, before, after;
};
struct RowChange {
  intake::TaskFields fields;
  std::vector<ChangedField> shown;
};
/// What differs between the task as it is and the returned row; columns that the sheet does not
/// have change nothing. Units keep who they are as long as their name stays; new deadlines and
/// targets are read by the same rules as those of a plan.
[[nodiscard]] RowChange changes_of(const projection::LedgerTask& task,
                                   const sheet::ReturnedRow& row);

} // namespace plumb::api
