// SPDX-License-Identifier: Apache-2.0
/// Tasks of the ledger as records of a register. The write path tells whoever keeps them what it
/// has just recorded, inside the same transaction; an error takes the whole command back.
#pragma once

#include <plumb/base/result.hpp>
#include <plumb/intake/task.hpp>
#include <plumb/journal/journal.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::intake {

/// A task as the ledger has it. Its id is the record's.
struct TaskFact {
  const Task* task = nullptr;
  std::string document_id, document_title;
  std::optional<base::Date> approved_on = {}; ///< empty: today
};

class TaskRecords {
public:
  virtual ~TaskRecords() = default;
  /// Tasks came into the ledger, or passed to another document.
  [[nodiscard]] virtual base::Result<void> approved(journal::Transaction& transaction,
                                                    const std::vector<TaskFact>& tasks) = 0;
  [[nodiscard]] virtual base::Result<void> corrected(journal::Transaction& transaction,
                                                     const TaskFact& task,
                                                     std::string_view reason) = 0;
  /// Tasks went back to their draft.
  [[nodiscard]] virtual base::Result<void>
  withdrawn(journal::Transaction& transaction, const std::vector<std::string>& task_ids) = 0;
};

} // namespace plumb::intake
