// SPDX-License-Identifier: Apache-2.0
/// The rows of records that receipts and the leaders' page list: read for many at once from the
/// tables that `records` keeps in the same database, filtered by what the viewer sees.
#pragma once

#include "state.hpp"

#include <functional>

namespace plumb::indicators {

/// What lists show of a record.
struct Listed {
  std::string register_id, title, state, unit, rules;
};
using ListedById = std::map<std::string, Listed, std::less<>>;
/// Those of the records that exist, whoever sees them.
[[nodiscard]] Result<ListedById> listed_of(Connection& connection, std::string_view authority_id,
                                           std::span<const std::string> ids);

/// An SQL value that is 1 where the viewer sees the record whose id the expression `record_id`
/// gives, else 0; appends its values.
[[nodiscard]] std::string seen_sql(std::vector<storage::Value>& values,
                                   std::string_view authority_id, const records::Viewer& viewer,
                                   std::string_view record_id);

/// The end of a running clock: the earlier of its last day and its target.
struct ClockEnd {
  std::string record_id, clock;
  Date on{};
};
struct ClockEnds {
  std::vector<ClockEnd> items; ///< earliest first, at most `limit`
  std::int64_t total = 0;
};
/// Ends within [from, until] (`from` empty: whenever before) of clocks that run now.
[[nodiscard]] Result<ClockEnds> running_ends(Connection& connection, std::string_view authority_id,
                                             const records::Viewer& viewer,
                                             std::optional<Date> from, Date until,
                                             std::size_t limit);

/// The register's records as known on `known_on` (empty: as they are now) for which `wanted` holds,
/// newest first. None where the rules have no such register.
[[nodiscard]] Result<std::vector<registers::Record>>
known_records(const Question& question, std::string_view register_id,
              const std::function<bool(const registers::Record&)>& wanted);

/// The last instant of a day in China, as events carry it.
[[nodiscard]] std::int64_t end_of_day_ms(Date day);

} // namespace plumb::indicators
