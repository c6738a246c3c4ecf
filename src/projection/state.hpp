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

  Cache<Hits> hits{3 << 20};
  Cache<std::string> facets{1 << 20};

  [[nodiscard]] static base::Result<AuthorityState> authority(storage::Connection& connection,
                                                              std::string_view authority_id);
  [[nodiscard]] base::Result<TreePointer>
  tree(storage::Connection& connection, std::string_view authority_id, std::int64_t revision);
  [[nodiscard]] base::Result<void> apply(storage::Connection& writer, const event::Event& event);
  /// Folds what the journal has and the tables have not; gives the number of events.
  [[nodiscard]] base::Result<std::int64_t> catch_up(storage::Connection& writer);
  void forget();

  [[nodiscard]] base::Result<std::shared_ptr<const Hits>>
  find(const LedgerQuery& query, const AuthorityState& authority, Sort sort);
};

} // namespace plumb::projection
