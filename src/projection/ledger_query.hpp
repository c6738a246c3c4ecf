// SPDX-License-Identifier: Apache-2.0
/// A filter as the statements that answer it. The rarest filter value leads, the others are looked
/// up row by row; full text and filter values meet inside the text index.
#pragma once

#include "cursor.hpp"
#include "document_fold.hpp"

#include <plumb/projection/projection.hpp>
#include <plumb/storage/storage.hpp>

#include <functional>
#include <string>
#include <vector>

namespace plumb::projection {

/// One matching row without its content.
struct Hit {
  std::int64_t due_day = 0, position = 0;
  friend bool operator==(const Hit&, const Hit&) = default;
};

/// How many rows match, and which where they are few.
struct Hits {
  std::int64_t total = 0;
  bool complete = false; ///< `rows` are all of them, in the order asked for
  std::vector<Hit> rows;
};

class LedgerQuery {
public:
  /// Looks the filter's values up. A value that no task has gives a query without rows.
  [[nodiscard]] static base::Result<LedgerQuery> prepare(storage::Connection& connection,
                                                         std::string_view authority_id,
                                                         const AuthorityState& authority,
                                                         const Filter& filter);

  /// Matching rows without their content, in plan order.
  [[nodiscard]] base::Result<void> each_hit(const std::function<bool(const Hit&)>& visit) const;
  /// Matching rows behind `after` (nullptr: from the start) with their JSON.
  [[nodiscard]] base::Result<void>
  each_row(Sort sort, const Cursor* after,
           const std::function<bool(const Hit&, std::string_view)>& visit) const;
  [[nodiscard]] bool nothing() const { return nothing_; }
  [[nodiscard]] bool has_text() const { return !match_.empty(); }
  /// The number of rows where the tables already have it.
  [[nodiscard]] std::optional<std::int64_t> known_total() const;
  /// One word for one filter, for caches.
  [[nodiscard]] const std::string& key() const { return key_; }
  /// Whether the filter leaves every task in.
  [[nodiscard]] bool everything() const { return everything_; }
  [[nodiscard]] storage::Connection& connection() const { return *connection_; }

private:
  struct Statement;
  struct FilterKey {
    std::int64_t id = 0, count = 0, roles = 0;
  };
  LedgerQuery() = default;
  [[nodiscard]] base::Result<bool> add_key(const std::string& name, std::int64_t roles);
  [[nodiscard]] base::Result<std::optional<FilterKey>> find_key(const std::string& name) const;
  void restrict_rows(Statement& statement, const char* table) const;

  storage::Connection* connection_ = nullptr;
  std::string authority_id_, key_, match_;
  std::vector<FilterKey> keys_; ///< rarest first, never empty
  std::int64_t first_ = 0, last_ = 0;
  std::int64_t due_from_ = 0, due_until_ = 0;
  bool by_due_ = false, by_document_ = false, nothing_ = false, everything_ = false;
};

} // namespace plumb::projection
