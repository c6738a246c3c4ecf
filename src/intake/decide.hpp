// SPDX-License-Identifier: Apache-2.0
/// Pure decisions: (draft, command, organisation) → facts to record, or a refusal. No clock, no
/// database, no randomness.
#pragma once

#include "draft.hpp"

#include <plumb/intake/command.hpp>
#include <plumb/organisation/organisation.hpp>

#include <map>
#include <string>
#include <vector>

namespace plumb::intake {

struct Decision {
  std::vector<event::NewEvent> events;
  std::vector<std::string> put, removed; ///< task ids that look different afterwards
};

[[nodiscard]] base::Result<Decision> decide(const Draft& draft, const Change& change,
                                            const organisation::Tree& tree);

/// The task ids that an approval selects and that are not approved yet, in order.
/// intake.nothing_selected, intake.unknown_task.
[[nodiscard]] base::Result<std::vector<std::string>> select(const Draft& draft,
                                                            const Approval& approval);
/// `notes`: what ledger rows of a superseded version already say, by task id.
[[nodiscard]] Decision approve(const Draft& draft, const std::vector<std::string>& task_ids,
                               const organisation::Tree& tree,
                               const std::map<std::string, Notes>& notes,
                               std::string_view carried_from = {});
[[nodiscard]] base::Result<Decision> withdraw(const Draft& draft, const Withdrawal& withdrawal);
[[nodiscard]] base::Result<Decision> discard(const Draft& draft);
/// No events where nothing would change.
[[nodiscard]] base::Result<Decision> correct(const Draft& draft, const Correction& correction,
                                             const organisation::Tree& tree);

/// A proposal as it is recorded, matched with the version it supersedes (null for none).
struct Proposal {
  event::NewEvent imported;
  Draft draft; ///< the state after `imported`
  /// Tasks that did not change and were approved before.
  std::vector<std::string> carried;
};
[[nodiscard]] base::Result<Proposal> propose(const Import& import, const std::string& document_id,
                                             const std::string& file, const Draft* superseded);

/// The two tasks that cutting at `at` gives; the second has no id yet. intake.bad_split.
[[nodiscard]] base::Result<std::pair<Task, Task>>
split(const Task& task, std::string_view document_text, std::uint32_t at);
/// One task out of neighbours; keeps the first one's id, number, title and place in the hierarchy.
[[nodiscard]] Task merge(const std::vector<const Task*>& tasks);

} // namespace plumb::intake
