// SPDX-License-Identifier: Apache-2.0
/// Personal data of records: put apart before anything is decided, so that neither facts nor
/// derived tables ever hold it, and put back only for whoever looks at one record.
#pragma once

#include "rules_store.hpp"

#include <string>
#include <vector>

namespace plumb::records {

/// Replaces personal values in `fields` by what stands for them: sealed in the transaction, or
/// (without one, for a dry run) by a placeholder. The person is known as `record:<id>`. Values that
/// are no good for their field stay as they are: deciding refuses them.
[[nodiscard]] base::Result<void> seal_personal(journal::Transaction* transaction,
                                               const pack::Register& declared,
                                               std::string_view record_id, Json& fields);

/// Replaces what stands for personal values by them; names of fields whose data is gone (they
/// become null) are added to `erased`.
[[nodiscard]] base::Result<void> unseal_personal(Connection& connection,
                                                 std::string_view authority_id,
                                                 const pack::Register& declared, Json& fields,
                                                 std::vector<std::string>& erased);

} // namespace plumb::records
