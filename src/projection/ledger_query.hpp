// SPDX-License-Identifier: Apache-2.0
/// A filter as what answers it. Each filter value, each text and each range of days is a sorted
/// list of rows that is remembered until the ledger changes; a page is their intersection from the
/// cursor on. Where lists would be too long to hold, the rarest one is walked in the database
/// instead.
#pragma once

#include "cache.hpp"
#include "cursor.hpp"
#include "document_fold.hpp"

#include <plumb/projection/projection.hpp>
#include <plumb/storage/storage.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace plumb::projection {

/// One matching row without its content.
struct Hit {
  std::int64_t due_day = 0, position = 0;
  friend bool operator==(const Hit&, const Hit&) = default;
};

/// Rows in plan order. `due_days` is empty where the source of the list does not know them.
struct RowList {
  std::vector<std::int64_t> positions;
  std::vector<std::int32_t> due_days;
  [[nodiscard]] std::size_t bytes() const {
    return positions.capacity() * sizeof(std::int64_t) + due_days.capacity() * sizeof(std::int32_t);
  }
};
using RowListPointer = std::shared_ptr<const RowList>;

/// A list longer than this is walked in the database.
inline constexpr std::size_t kRowListMax = 250'000;

class LedgerQuery {
public:
  /// Looks the filter's values up. A value that no task has gives a query without rows.
  [[nodiscard]] static base::Result<LedgerQuery> prepare(storage::Connection& connection,
                                                         std::string_view authority_id,
                                                         const AuthorityState& authority,
                                                         const Filter& filter);

  /// Finds the lists whose intersection is the result; false where one would be too long. `due`:
  /// the caller needs the days of the rows.
  [[nodiscard]] base::Result<bool> load(Cache<RowList>& lists, bool due);
  /// After load(): the rows behind `after` in plan order; false from `visit` stops.
  void intersect(std::int64_t after, const std::function<bool(const Hit&)>& visit) const;

  /// After load(): the rows behind `after` by day; false from `visit` stops. For results with many
  /// rows: walks the days of the rarest filter value and looks the other lists up.
  [[nodiscard]] base::Result<void> each_by_day(const Cursor* after,
                                               const std::function<bool(const Hit&)>& visit) const;

  /// Rows by walking the database: those behind `after` (nullptr: from the start) with their JSON.
  /// A text can only be walked in plan order.
  [[nodiscard]] base::Result<void>
  each_row(Sort sort, const Cursor* after,
           const std::function<bool(const Hit&, std::string_view)>& visit) const;
  /// The same without their JSON, in plan order.
  [[nodiscard]] base::Result<void> each_hit(const std::function<bool(const Hit&)>& visit) const;

  [[nodiscard]] bool nothing() const { return nothing_; }
  [[nodiscard]] bool has_text() const { return !match_.empty(); }
  /// The number of rows where the tables already have it; then walking meets only matching rows.
  [[nodiscard]] std::optional<std::int64_t> known_total() const;
  /// One word for one filter of one authority, for caches.
  [[nodiscard]] const std::string& key() const { return key_; }
  /// Whether the filter leaves every task in.
  [[nodiscard]] bool everything() const { return everything_; }

private:
  struct Statement;
  struct FilterKey {
    std::int64_t id = 0, count = 0, roles = 0;
  };
  LedgerQuery() = default;
  [[nodiscard]] base::Result<bool> add_key(const std::string& name, std::int64_t roles);
  [[nodiscard]] base::Result<bool> add_scope(const std::vector<std::string>& units);
  [[nodiscard]] base::Result<RowListPointer> scope_list(Cache<RowList>& lists) const;
  void append_scope(Statement& statement) const;
  [[nodiscard]] base::Result<RowListPointer> list(Cache<RowList>& lists, const std::string& name,
                                                  const Statement& statement, bool sorted) const;
  [[nodiscard]] base::Result<RowListPointer> key_list(Cache<RowList>& lists,
                                                      const FilterKey& key) const;
  [[nodiscard]] base::Result<RowListPointer> due_list(Cache<RowList>& lists) const;
  [[nodiscard]] base::Result<RowListPointer> text_list(Cache<RowList>& lists) const;
  [[nodiscard]] Statement walk(Sort sort, const Cursor* after, const char* columns) const;
  /// SQLite keeps no statistics here and would take the key: the order by day must be its index's.
  [[nodiscard]] std::string_view by_due_index() const;
  void append_matches(Statement& statement, std::int64_t first, std::int64_t last) const;

  storage::Connection* connection_ = nullptr;
  storage::Engine engine_ = storage::Engine::Sqlite;
  std::int64_t revision_ = 0;
  std::string authority_id_, key_, match_;
  std::vector<FilterKey> keys_;       ///< rarest first, never empty
  std::vector<std::int64_t> scope_;   ///< keys of which a row must have one; empty: every row
  std::vector<RowListPointer> lists_; ///< shortest first
  std::int64_t authority_ = 0, first_ = 0, last_ = 0;
  std::int64_t due_from_ = 0, due_until_ = 0;
  bool by_due_ = false, by_document_ = false, nothing_ = false, everything_ = false,
       filtered_ = false;
};

/// Whether one of the units has a role in the task; always where there are none.
[[nodiscard]] base::Result<bool> concerns(storage::Connection& connection,
                                          std::string_view authority_id, std::string_view task_id,
                                          const std::vector<std::string>& units);

} // namespace plumb::projection
