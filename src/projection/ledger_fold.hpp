// SPDX-License-Identifier: Apache-2.0
/// Puts rows into the ledger's tables and takes them out, with every index over them.
#pragma once

#include <plumb/base/result.hpp>
#include <plumb/intake/task.hpp>
#include <plumb/storage/storage.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::projection {

/// Bits of posting.roles.
inline constexpr std::int64_t kLeadBit = 1, kResponsibleBit = 2, kSupportingBit = 4;

/// Names of filter keys.
inline const std::string kEveryTask = "*";
[[nodiscard]] inline std::string area_key(std::string_view title) {
  return "a:" + std::string(title);
}
[[nodiscard]] inline std::string objective_key(std::string_view title) {
  return "o:" + std::string(title);
}
[[nodiscard]] inline std::string unit_key(std::string_view unit_id) {
  return "u:" + std::string(unit_id);
}
[[nodiscard]] inline std::string kind_key(std::string_view kind) {
  return "k:" + std::string(kind);
}
/// Only counted, for the facets: a document, an objective within its area.
[[nodiscard]] inline std::string document_key(std::string_view document_id) {
  return "d:" + std::string(document_id);
}
[[nodiscard]] inline std::string area_objective_key(std::string_view area,
                                                    std::string_view objective) {
  return "n:" + std::string(area) + '\n' + std::string(objective);
}

struct LedgerRow {
  std::int64_t position = 0;
  std::string_view document_id, document_title;
  std::int64_t approved_at = 0;
};

[[nodiscard]] std::int64_t due_day_of(const intake::Task& task);
/// Schema LedgerTask.
[[nodiscard]] std::string row_json(const LedgerRow& row, const intake::Task& task);

/// Works on one event; flush() writes what it gathered, in few round trips: first the rows that
/// leave, then those that come.
class LedgerFold {
public:
  LedgerFold(storage::Connection& connection, std::string_view authority_id)
      : connection_(connection), authority_id_(authority_id) {}

  [[nodiscard]] base::Result<void> insert(const LedgerRow& row, const intake::Task& task);
  /// `task` as it was inserted.
  [[nodiscard]] base::Result<void> remove(std::int64_t position, const intake::Task& task,
                                          std::string_view document_id);
  [[nodiscard]] base::Result<void> flush();
  [[nodiscard]] bool touched() const { return touched_; }

private:
  struct Key {
    std::int64_t id = 0, delta = 0;
  };
  struct Posting {
    std::int64_t key_id, position, due_day, roles;
  };
  struct Added {
    std::int64_t position;
    std::string task_id, document_id, row, keys, text;
  };
  struct Removed {
    std::int64_t position;
    std::string text;
  };
  [[nodiscard]] base::Result<Key*> key(const std::string& name);
  [[nodiscard]] base::Result<void> flush_removed();
  [[nodiscard]] base::Result<void> flush_added();

  storage::Connection& connection_;
  std::string authority_id_;
  std::map<std::string, Key> keys_;
  std::vector<Posting> postings_, removed_postings_;
  std::vector<Added> added_;
  std::vector<Removed> removed_;
  std::int64_t last_id_ = -1;
  bool touched_ = false;
};

} // namespace plumb::projection
