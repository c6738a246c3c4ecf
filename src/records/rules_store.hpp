// SPDX-License-Identifier: Apache-2.0
/// Which rules are known to an authority: the versions that were activated, loaded from the
/// archives in its journal and kept in memory, and the calendar made of the newest one's notices
/// and those recorded by people. Thread-safe.
#pragma once

#include "plumb/records/records.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plumb::records {

using storage::Connection;

struct Activation {
  std::string version;
  std::int64_t sequence = 0;
  std::int64_t activated_at = 0;
  Json packs; ///< [{id, version, sm3}]
};

/// How far an authority has come.
struct Progress {
  std::int64_t sequence = 0, rules_sequence = 0, calendar_sequence = 0;
};
[[nodiscard]] base::Result<Progress> progress_of(Connection& connection,
                                                 std::string_view authority_id);

/// What holds for an authority now. Immutable.
struct Standing {
  Progress progress;
  std::vector<Activation> activations; ///< newest first
  std::vector<RulebookPointer> books;  ///< the same order
  calendar::Calendar calendar;
  std::vector<std::string> recorded; ///< ids of notices that people recorded

  /// The newest rules in force on `day`; else the newest ones; null where there are none.
  [[nodiscard]] RulebookPointer in_force(Date day) const;
  [[nodiscard]] RulebookPointer newest() const { return books.empty() ? nullptr : books.front(); }
  /// Null where it was never activated.
  [[nodiscard]] RulebookPointer version(std::string_view version) const;
  [[nodiscard]] const std::string& jurisdiction() const;
};
using StandingPointer = std::shared_ptr<const Standing>;

class RulesStore {
public:
  /// As the connection sees it.
  [[nodiscard]] base::Result<StandingPointer> standing(Connection& connection,
                                                       std::string_view authority_id);
  /// What was read inside a transaction that is taken back must not be remembered.
  void forget();

private:
  [[nodiscard]] base::Result<RulebookPointer>
  load(Connection& connection, std::string_view authority_id, const Activation& activation);

  std::mutex mutex_;
  std::map<std::string, StandingPointer, std::less<>> standing_;
  std::map<std::string, RulebookPointer> books_; ///< by the hashes of their sources
};

/// Notices of `rules` and those recorded; of two with one id that of the rules counts.
[[nodiscard]] base::Result<calendar::Calendar>
merged_calendar(const pack::Rulebook* rules, const std::vector<calendar::Notice>& recorded);

} // namespace plumb::records
