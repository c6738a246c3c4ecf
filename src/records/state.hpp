// SPDX-License-Identifier: Apache-2.0
/// What the parts of this module share: the databases, the loaded rules, and reading one record.
#pragma once

#include "plumb/records/records.hpp"
#include "rules_store.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace plumb::records {

struct Records::State {
  storage::Database& database;
  journal::Journal& journal;
  const base::Clock& clock;
  Observer* observer = nullptr;
  mutable RulesStore rules = {};
  /// Occurrences of obligations that were refused, with day and rules: tried again on another.
  std::map<std::string, std::string, std::less<>> refused_occurrences = {};
  std::mutex refused_mutex = {};

  [[nodiscard]] Date today() const { return base::china_date(clock.now_ms()); }

  /// Folds one event; `event` is the next one of its authority (records.gap).
  [[nodiscard]] base::Result<void> apply(Connection& writer, const event::Event& event);
  /// Empty tables, and the observer knows.
  [[nodiscard]] base::Result<void> create_again(Connection& writer);
  [[nodiscard]] base::Result<std::int64_t> catch_up(Connection& writer);
  /// The answer of a command as the actor may see it.
  [[nodiscard]] base::Result<Answer> reveal(std::string_view authority_id, Answer answer,
                                            const registers::Actor& actor) const;
};

/// The state as stored (personal data sealed); nullopt where there is no such record.
[[nodiscard]] base::Result<std::optional<registers::Record>>
stored_record(Connection& connection, std::string_view authority_id, std::string_view record_id);
/// The same or records.unknown_record.
[[nodiscard]] base::Result<registers::Record>
known_record(Connection& connection, std::string_view authority_id, std::string_view record_id);
[[nodiscard]] base::Unexpected<base::Error> unknown_record(std::string_view record_id);

/// The rules a record goes by: records.unknown_rules, records.unknown_register.
struct Applicable {
  RulebookPointer book;
  const pack::Register* declared = nullptr;
};
[[nodiscard]] base::Result<Applicable> applicable(const Standing& standing,
                                                  const registers::Record& record);
[[nodiscard]] base::Result<const pack::Register*> find_register(const pack::Rulebook* book,
                                                                std::string_view register_id);

} // namespace plumb::records
