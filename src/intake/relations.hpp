// SPDX-License-Identifier: Apache-2.0
/// Commands about what stands between documents, inside the journal's transaction.
#pragma once

#include <plumb/intake/intake.hpp>

namespace plumb::intake {

[[nodiscard]] base::Result<void> link_in(journal::Transaction& transaction, ReadModel& read_model,
                                         const std::string& task_id,
                                         const std::string& higher_task_id);
[[nodiscard]] base::Result<void> unlink_in(journal::Transaction& transaction, ReadModel& read_model,
                                           const std::string& task_id,
                                           const std::string& higher_task_id);
[[nodiscard]] base::Result<UnitChanges> put_units_in(journal::Transaction& transaction,
                                                     ReadModel& read_model,
                                                     const std::vector<organisation::Unit>& units,
                                                     bool record);
[[nodiscard]] base::Result<void> delete_unit_in(journal::Transaction& transaction,
                                                ReadModel& read_model, const std::string& unit_id);

} // namespace plumb::intake
