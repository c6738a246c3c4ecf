// SPDX-License-Identifier: Apache-2.0
/// The write path: a command of a person → decided against what is recorded → events, or a refusal.
/// Deciding itself is pure (draft.hpp); this class only loads the state, appends the events and
/// answers with what the person should see next, all in one transaction. Thread-safe.
///
/// Errors beside those of storage and journal (kind Conflict, NotFound or InvalidInput as the name
/// says):
///   intake.unknown_document, intake.unknown_task{task_id}, intake.unknown_unit{unit_id},
///   intake.revision_conflict{revision} (the draft's present one), intake.task_approved{task_id},
///   intake.not_approved{task_id}, intake.nothing_selected, intake.bad_field{field},
///   intake.bad_json, intake.not_neighbours, intake.bad_split, intake.nothing_to_undo,
///   intake.already_imported{document_id}, intake.has_approved_tasks{count},
///   intake.held_by_other_document{task_id,document_id} (a later version's task is in the ledger),
///   intake.already_superseded{document_id}, intake.same_document, intake.link_cycle,
///   intake.not_linked, organisation.in_use, organisation.* (faults of the tree)
#pragma once

#include <plumb/base/clock.hpp>
#include <plumb/base/result.hpp>
#include <plumb/intake/command.hpp>
#include <plumb/intake/read_model.hpp>
#include <plumb/intake/task_records.hpp>
#include <plumb/journal/journal.hpp>
#include <plumb/organisation/organisation.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::intake {

/// What the API sends back.
struct Answer {
  std::string body;          ///< JSON, as the operation's schema says
  std::int64_t revision = 0; ///< of the draft, where there is one
  std::string id = {};       ///< import: the new document
};

/// What a change of several units came to.
struct UnitChanges {
  std::int64_t added = 0, changed = 0, unchanged = 0;
};

class Intake {
public:
  /// All must outlive it. `read_model` must be a fold of the same journal; `task_records` (may be
  /// null) is told what becomes of the ledger's tasks, in the same transaction.
  Intake(journal::Journal& journal, ReadModel& read_model, TaskRecords* task_records = nullptr);
  ~Intake();
  Intake(const Intake&) = delete;
  Intake& operator=(const Intake&) = delete;

  /// Body: schema Draft.
  [[nodiscard]] base::Result<Answer> import_document(const journal::Context& context,
                                                     const Import& import);
  /// Body of these three: schema ChangeResult.
  [[nodiscard]] base::Result<Answer> change(const journal::Context& context,
                                            std::string_view document_id, const Change& change);
  [[nodiscard]] base::Result<Answer>
  approve(const journal::Context& context, std::string_view document_id, const Approval& approval);
  [[nodiscard]] base::Result<Answer> withdraw(const journal::Context& context,
                                              std::string_view document_id,
                                              const Withdrawal& withdrawal);
  [[nodiscard]] base::Result<void> discard(const journal::Context& context,
                                           std::string_view document_id);

  /// Body: schema TaskDetail.
  [[nodiscard]] base::Result<Answer> correct_task(const journal::Context& context,
                                                  const Correction& correction);
  /// All or none (a returned sheet); gives the number of tasks that changed.
  [[nodiscard]] base::Result<std::int64_t>
  correct_tasks(const journal::Context& context, const std::vector<Correction>& corrections);

  /// Confirming twice or taking back twice is no error for `link` and intake.not_linked for
  /// `unlink`.
  [[nodiscard]] base::Result<void> link(const journal::Context& context, std::string_view task_id,
                                        std::string_view higher_task_id);
  [[nodiscard]] base::Result<void> unlink(const journal::Context& context, std::string_view task_id,
                                          std::string_view higher_task_id);

  /// Creates or replaces units: all or none. With `apply` false only says what would change (and
  /// which faults the tree would have).
  [[nodiscard]] base::Result<UnitChanges> put_units(const journal::Context& context,
                                                    const std::vector<organisation::Unit>& units,
                                                    bool apply = true);
  /// organisation.in_use{tasks,units}, intake.unknown_unit.
  [[nodiscard]] base::Result<void> delete_unit(const journal::Context& context,
                                               std::string_view unit_id);

private:
  struct State;
  std::unique_ptr<State> state_;
};

} // namespace plumb::intake
