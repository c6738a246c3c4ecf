// SPDX-License-Identifier: Apache-2.0
/// What the projection holds in memory: where it reads and what it remembers of earlier answers.
#pragma once

#include "cache.hpp"
#include "document_fold.hpp"
#include "ledger_query.hpp"

#include <plumb/projection/projection.hpp>

#include <mutex>
#include <vector>

namespace plumb::projection {

using TreePointer = std::shared_ptr<const organisation::Tree>;

struct Projection::State {
  storage::Database& database;
  journal::Journal& journal;

  std::mutex tree_mutex = {};
  struct KnownTree {
    std::string authority_id;
    std::int64_t revision;
    TreePointer tree;
  };
  std::vector<KnownTree> trees = {};

  /// Rows of a filter value, a text or a range of days; sorted results; totals of filters.
  Cache<RowList> lists{8 << 20};
  Cache<std::vector<Hit>> sorted{2 << 20};
  Cache<std::int64_t> totals{1 << 20};
  Cache<std::string> facets{1 << 20};

  [[nodiscard]] static base::Result<AuthorityState> authority(storage::Connection& connection,
                                                              std::string_view authority_id);
  [[nodiscard]] base::Result<TreePointer>
  tree(storage::Connection& connection, std::string_view authority_id, std::int64_t revision);
  [[nodiscard]] base::Result<void> apply(storage::Connection& writer, const event::Event& event);
  /// Folds what the journal has and the tables have not; gives the number of events.
  [[nodiscard]] base::Result<std::int64_t> catch_up(storage::Connection& writer);
  void forget();

  /// How many rows match a query whose lists are loaded.
  [[nodiscard]] std::int64_t total_of(const LedgerQuery& query, const AuthorityState& authority);
  /// All of them by day.
  [[nodiscard]] std::shared_ptr<const std::vector<Hit>> by_day(const LedgerQuery& query,
                                                               const AuthorityState& authority);
};

} // namespace plumb::projection
