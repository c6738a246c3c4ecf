// SPDX-License-Identifier: Apache-2.0
/// What the write path must know beyond the one document a command is about, and how it words its
/// answers. The projection implements it; all calls run inside the command's transaction, on its
/// connection, after every fold was applied.
#pragma once

#include <plumb/base/result.hpp>
#include <plumb/organisation/organisation.hpp>
#include <plumb/storage/storage.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::intake {

/// What a command did to a draft.
struct Outcome {
  std::string document_id;
  std::vector<std::string> put, removed; ///< task ids
};

class ReadModel {
public:
  virtual ~ReadModel() = default;
  using Connection = storage::Connection;

  /// The document that was imported from these bytes and is not discarded.
  [[nodiscard]] virtual base::Result<std::optional<std::string>>
  document_with_file(Connection& connection, std::string_view authority_id,
                     std::string_view sm3) = 0;
  /// The document whose approval put this task into the ledger.
  [[nodiscard]] virtual base::Result<std::optional<std::string>>
  ledger_document(Connection& connection, std::string_view authority_id,
                  std::string_view task_id) = 0;
  /// The documents (not discarded) that have this task.
  [[nodiscard]] virtual base::Result<std::vector<std::string>>
  documents_with_task(Connection& connection, std::string_view authority_id,
                      std::string_view task_id) = 0;
  /// The tasks that a task is confirmed to carry out.
  [[nodiscard]] virtual base::Result<std::vector<std::string>>
  higher_tasks(Connection& connection, std::string_view authority_id, std::string_view task_id) = 0;
  /// The organisation as it is recorded now.
  [[nodiscard]] virtual base::Result<std::shared_ptr<const organisation::Tree>>
  tree(Connection& connection, std::string_view authority_id) = 0;
  /// How many ledger tasks name a unit.
  [[nodiscard]] virtual base::Result<std::int64_t> tasks_of_unit(Connection& connection,
                                                                 std::string_view authority_id,
                                                                 std::string_view unit_id) = 0;

  /// Schema ChangeResult, Draft and TaskDetail of openapi.yaml.
  [[nodiscard]] virtual base::Result<std::string>
  render_outcome(Connection& connection, std::string_view authority_id, const Outcome& outcome) = 0;
  [[nodiscard]] virtual base::Result<std::string> render_draft(Connection& connection,
                                                               std::string_view authority_id,
                                                               std::string_view document_id) = 0;
  [[nodiscard]] virtual base::Result<std::string>
  render_task(Connection& connection, std::string_view authority_id, std::string_view task_id) = 0;
};

} // namespace plumb::intake
