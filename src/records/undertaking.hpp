// SPDX-License-Identifier: Apache-2.0
/// One command with everything that follows from it: records that a step opens or ends, and what
/// their parents come to know. Decided as a whole in memory, then appended: a refusal anywhere
/// leaves nothing behind, and a dry run sees exactly what would happen.
#pragma once

#include "lookup.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::records {

/// Steps that follow from steps are followed so far.
inline constexpr int kConsequenceDepthMax = 4;

class Undertaking {
public:
  /// `transaction` null: a dry run. The connection is the transaction's where there is one.
  Undertaking(Connection& connection, journal::Transaction* transaction, std::string authority_id,
              StandingPointer standing, registers::Environment environment);

  [[nodiscard]] const registers::Environment& environment() const { return environment_; }
  [[nodiscard]] const Standing& standing() const { return *standing_; }

  /// As it is, with what was decided here; null: there is no such record.
  [[nodiscard]] base::Result<const registers::Record*> find(std::string_view record_id);

  /// Decides and keeps what follows. `book` and its `declared` are those the command goes by; a
  /// record that is not there must be opened by it. registers.refused{refusals},
  /// records.too_deep{step}.
  [[nodiscard]] base::Result<void> decide(const pack::Rulebook& book,
                                          const pack::Register& declared,
                                          const std::string& record_id, registers::Command command);
  /// Facts that no command decided: steps that the law takes, with what follows from them.
  [[nodiscard]] base::Result<void> add(const std::string& record_id,
                                       const std::vector<event::NewEvent>& events);
  /// Tells the parents and appends everything (not in a dry run). Ends the undertaking.
  [[nodiscard]] base::Result<void> record();

private:
  struct Pending {
    std::string record_id;
    std::int64_t revision = 0; ///< before
    std::vector<event::NewEvent> events;
  };
  [[nodiscard]] base::Result<void> decide_one(const pack::Rulebook& book,
                                              const pack::Register& declared,
                                              const std::string& record_id,
                                              registers::Command command,
                                              const registers::Environment& environment, int depth);
  [[nodiscard]] base::Result<void> follow(const registers::Consequence& consequence, int depth);
  [[nodiscard]] base::Result<void> follow_all(const std::vector<registers::Consequence>& all,
                                              int depth);
  /// Units that a correction named: what earlier steps opened for the others is opened for them.
  [[nodiscard]] base::Result<void>
  follow_correction(const pack::Rulebook& book, const pack::Register& declared,
                    const std::string& record_id, const Json& corrected, Looker& looker, int depth);
  /// What the step that was taken back had carried along is taken back with it.
  [[nodiscard]] base::Result<void> follow_annulment(const pack::Register& declared,
                                                    const registers::Record& before,
                                                    const std::string& reason, int depth);
  [[nodiscard]] base::Result<void> check_annulment(const pack::Rulebook& book,
                                                   const registers::Record& record);
  [[nodiscard]] base::Result<void> check_given(const pack::Rulebook& book,
                                               const pack::Register& declared,
                                               const registers::Record* before,
                                               const registers::Record& after, const Json& fields,
                                               Looker& looker, int depth);
  [[nodiscard]] base::Result<void> check_references(const std::vector<pack::Field>& declared,
                                                    const Json& given,
                                                    std::vector<registers::Refusal>& refusals);
  [[nodiscard]] base::Result<std::string> missing_reference(const pack::Field& field,
                                                            const Json& value);
  [[nodiscard]] base::Result<void> put(const std::string& record_id, const event::NewEvent& event);
  [[nodiscard]] base::Result<void> tell_parents();
  void keep(const registers::Record* before, registers::Record after,
            std::vector<event::NewEvent> events);

  Connection& connection_;
  journal::Transaction* transaction_;
  std::string authority_id_;
  StandingPointer standing_;
  registers::Environment environment_;
  Overlay overlay_;                                            ///< every record that changed
  std::map<std::string, registers::Record, std::less<>> read_; ///< those that were only looked at
  std::vector<Pending> pending_;
  std::vector<std::string> changed_; ///< in order, each once
};

} // namespace plumb::records
