// SPDX-License-Identifier: Apache-2.0
/// One event of the journal folded into the tables.
#pragma once

#include "ledger_fold.hpp"

#include <plumb/event/event.hpp>
#include <plumb/event/json.hpp>
#include <plumb/intake/read_model.hpp>
#include <plumb/intake/task.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace plumb::projection {

/// What is known of an authority before the event.
struct AuthorityState {
  std::int64_t ordinal = 0;
  std::int64_t sequence = 0;
  std::int64_t ledger_revision = 0;
  std::int64_t organisation_revision = 0;
};

/// A row of draft_task.
struct DraftRow {
  std::int64_t rank = 0;
  std::int64_t approved_at = 0;
  intake::Task task;
};

class DocumentFold {
public:
  using GetTree = std::function<base::Result<std::shared_ptr<const organisation::Tree>>()>;
  DocumentFold(storage::Connection& connection, const event::Event& event,
               AuthorityState& authority, GetTree tree)
      : connection_(connection), event_(event), authority_(authority), tree_(std::move(tree)),
        ledger_(connection, event.authority_id) {}

  [[nodiscard]] base::Result<void> apply();

private:
  using Json = event::Json;
  [[nodiscard]] base::Result<void> imported(const Json& payload);
  [[nodiscard]] base::Result<void> changed(const Json& payload);
  [[nodiscard]] base::Result<void> approved(const Json& payload);
  [[nodiscard]] base::Result<void> withdrawn(const Json& payload);
  [[nodiscard]] base::Result<void> corrected(const Json& payload);
  [[nodiscard]] base::Result<void> linked(const Json& payload, bool present);
  [[nodiscard]] base::Result<void> units_changed(const Json& payload);

  [[nodiscard]] base::Result<void> load_document();
  [[nodiscard]] base::Result<std::optional<DraftRow>> load(std::string_view task_id);
  [[nodiscard]] base::Result<void> store(const DraftRow& row);
  [[nodiscard]] base::Result<void> erase(const DraftRow& row);
  [[nodiscard]] base::Result<void> show(const DraftRow& row);
  [[nodiscard]] base::Result<void> hide(const DraftRow& row);
  [[nodiscard]] base::Result<void> rename_rows();
  [[nodiscard]] base::Result<void> set_header(const Json& fields);
  /// Ranks for tasks that are new in `order`; moves everybody where there is no room.
  [[nodiscard]] base::Result<void> set_order(const std::vector<std::string>& order,
                                             std::map<std::string, DraftRow>& fresh);
  [[nodiscard]] base::Result<void> renumber(const std::vector<std::string>& order,
                                            std::map<std::string, DraftRow>& fresh);
  void count_names(const intake::Task& task, std::int64_t by);
  [[nodiscard]] base::Result<void> write_names();
  [[nodiscard]] base::Result<void> count_unresolved(std::string_view document_id,
                                                    std::optional<base::Date> day);
  [[nodiscard]] base::Result<void> count_tasks();
  [[nodiscard]] base::Result<void> push_undo(const std::vector<std::string>& task_ids);
  [[nodiscard]] base::Result<void> pop_undo();
  [[nodiscard]] base::Result<void> prune_undo(const std::string& task_id);
  [[nodiscard]] base::Result<void> note_history(const std::string& task_id);
  [[nodiscard]] base::Result<void> run(std::string_view sql,
                                       std::initializer_list<storage::Value> values) {
    PLUMB_TRY(connection_.run(sql, values));
    return {};
  }
  [[nodiscard]] std::string_view authority_id() const { return event_.authority_id; }
  [[nodiscard]] LedgerRow ledger_row(const DraftRow& row) const;

  storage::Connection& connection_;
  const event::Event& event_;
  AuthorityState& authority_;
  GetTree tree_;
  LedgerFold ledger_;

  std::string document_id_, title_;
  std::int64_t document_ordinal_ = 0;
  std::optional<base::Date> day_;
  struct NameCount {
    std::int64_t count = 0, open = 0;
  };
  std::map<std::string, NameCount> names_;
  bool names_changed_ = false;
};

} // namespace plumb::projection
