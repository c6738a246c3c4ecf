// SPDX-License-Identifier: Apache-2.0
/// The journal of an authority as a Merkle tree: leaf n - 1 is the hash of event n. Hashes of 256,
/// 256^2 … neighbouring leaves are kept as tiles, written in the transaction of the event that
/// completes them, so that a proof reads a few hundred rows whatever the length of the journal.
#pragma once

#include <plumb/base/result.hpp>
#include <plumb/proof/tree.hpp>
#include <plumb/storage/storage.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace plumb::journal {

/// The newest event of an authority; sequence 0 and event::kFirstHash where there is none.
struct Head {
  std::int64_t sequence = 0;
  std::string hash;
};
[[nodiscard]] base::Result<Head> head(storage::Connection& connection,
                                      std::string_view authority_id);

/// The leaf of an event in the tree.
[[nodiscard]] base::Result<proof::Hash> leaf_of(std::string_view event_hash);

/// Reads leaves and tiles; use one value within one snapshot.
class TreeSource final : public proof::NodeSource {
public:
  TreeSource(storage::Connection& connection, std::string_view authority_id)
      : connection_(connection), authority_id_(authority_id) {}
  [[nodiscard]] base::Result<void> read(unsigned level, std::uint64_t from, std::size_t count,
                                        std::vector<proof::Hash>& out) override;

private:
  storage::Connection& connection_;
  std::string authority_id_;
};

} // namespace plumb::journal
