// SPDX-License-Identifier: Apache-2.0
/// What other tables repeat of one record: its parties, running clocks, links, files, numbers,
/// origin and key. Computed from the state alone, so that only differences are written.
#pragma once

#include "numbering.hpp"
#include "rules_store.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace plumb::records {

struct Derived {
  std::int64_t ordinal = 0;
  std::string state;
  bool final = false;
  std::optional<std::string> next_due_on = {};
  std::string urgency = {};
  std::set<std::string> parties = {};
  std::map<std::string, std::string> clocks = {};           ///< clock → day
  std::set<std::pair<std::string, std::string>> links = {}; ///< to, field
  std::set<std::string> files = {};                         ///< SM3
  std::set<Numbered> numbers = {};
  std::optional<registers::Origin> origin = {};
  std::optional<std::string> key_hash = {};
};

/// `declared` null: what the record itself tells.
[[nodiscard]] Derived derived_of(const pack::Register* declared, const registers::Record& record,
                                 std::int64_t ordinal, bool final);
/// Writes what differs; `before` null: everything.
[[nodiscard]] base::Result<void> put_derived(Connection& writer, std::string_view authority_id,
                                             const registers::Record& record, const Derived* before,
                                             const Derived& after);
/// Deletes everything of a register's records.
[[nodiscard]] base::Result<void> clear_derived(Connection& writer, std::string_view authority_id,
                                               std::string_view register_id);
/// Equal texts give equal rows for equal records.
[[nodiscard]] std::string derived_shape(const pack::Register& declared);

/// What tells the record from others on import: SM3 of its key's values; nullopt where the register
/// has no key, a part of it is personal, or all values are empty.
[[nodiscard]] std::optional<std::string> key_hash_of(const pack::Register& declared,
                                                     const Json& fields);
/// The earlier of last day and target of a clock that runs and does not stand still.
[[nodiscard]] std::optional<Date> end_of(const registers::ClockState& clock);

} // namespace plumb::records
