// SPDX-License-Identifier: Apache-2.0
/// Every running clock under another calendar, record by record, in constant memory.
#pragma once

#include "rules_store.hpp"

#include <string>
#include <string_view>

namespace plumb::records {

struct Recomputation {
  Json::Array changes; ///< the first kChangesShown, as schema NoticeResult has them
  std::int64_t changes_total = 0, records_total = 0;
};
inline constexpr std::size_t kChangesShown = 1'000;

/// `transaction` null: only says what would change.
[[nodiscard]] base::Result<Recomputation>
recompute_all(Connection& connection, journal::Transaction* transaction,
              std::string_view authority_id, const Standing& standing,
              const calendar::View& calendar, std::string_view cause);

} // namespace plumb::records
