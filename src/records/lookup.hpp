// SPDX-License-Identifier: Apache-2.0
/// What a decision may ask about other records (registers::Lookup), answered from the derived
/// tables and, inside a command, from what it has decided so far.
#pragma once

#include "numbering.hpp"
#include "rules_store.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace plumb::records {

/// Records that a command has decided on but not yet appended, by id.
using Overlay = std::map<std::string, registers::Record, std::less<>>;

class Looker {
public:
  /// All arguments must outlive it, and it the functions that it gives. `overlay` null: none.
  Looker(Connection& connection, std::string_view authority_id, const Standing& standing,
         const pack::Rulebook& book, Date today, const Overlay* overlay = nullptr)
      : connection_(connection), authority_id_(authority_id), standing_(standing), book_(book),
        today_(today), overlay_(overlay) {}

  [[nodiscard]] registers::Lookup functions();
  /// A record other than `record_id` that has this number; empty: none.
  [[nodiscard]] base::Result<std::string>
  taken_by(const pack::Register& declared, const Numbered& number, std::string_view record_id);
  /// Records of a register that are not final and for which `where` (null: every one) holds,
  /// ascending by id.
  [[nodiscard]] base::Result<void>
  each_open(std::string_view register_id, const expression::Program* where,
            const std::function<void(registers::Record record, std::string_view title)>& on_record);
  /// The functions cannot say that reading failed: asked after deciding.
  [[nodiscard]] base::Result<void> done() const;

private:
  using Candidates = std::vector<registers::Candidate>;
  [[nodiscard]] base::Result<Candidates> candidates(std::string_view register_id,
                                                    const expression::Program* where);
  [[nodiscard]] base::Result<std::int64_t> next_number(std::string_view register_id,
                                                       const pack::Numbering& numbering,
                                                       std::string_view series, int year);

  Connection& connection_;
  std::string_view authority_id_;
  const Standing& standing_;
  const pack::Rulebook& book_;
  Date today_;
  const Overlay* overlay_;
  std::optional<base::Error> failed_ = {};
};

/// Whether a condition over a register holds for a record, parameters as in force on `on`.
[[nodiscard]] bool holds(const expression::Program& where, const pack::Rulebook& book,
                         const pack::Register& declared, const registers::Record& record, Date on);

} // namespace plumb::records
