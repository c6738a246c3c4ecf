// SPDX-License-Identifier: Apache-2.0
/// What a viewer sees: records in which one of its units takes part. Everything that reads records
/// for a person goes through here.
#pragma once

#include "rules_store.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::records {

/// Appends ` and exists (…)` to a condition: that a unit of the viewer takes part in the record
/// whose id the SQL expression `record_id` gives. Nothing where the viewer sees everything.
/// `authority_id` and the viewer must live until the statement runs.
void append_visible(std::string& sql, std::vector<storage::Value>& values,
                    std::string_view authority_id, const Viewer& viewer,
                    std::string_view record_id);

/// Whether there is such a record and the viewer sees it.
[[nodiscard]] base::Result<bool> sees(Connection& connection, std::string_view authority_id,
                                      std::string_view record_id, const Viewer& viewer);
/// Those of the records that the viewer sees.
[[nodiscard]] base::Result<std::set<std::string>> visible_of(Connection& connection,
                                                             std::string_view authority_id,
                                                             const std::vector<std::string>& ids,
                                                             const Viewer& viewer);

} // namespace plumb::records
