// SPDX-License-Identifier: Apache-2.0
#include "tiles.hpp"

#include <plumb/event/event.hpp>
#include <plumb/journal/tree.hpp>

#include <optional>

namespace plumb::journal {

namespace {

using base::Result;
using storage::Connection;
using storage::Row;

auto corrupt(std::string_view what, std::int64_t number) {
  return base::fail(base::ErrorKind::Corrupt, "storage.corrupt",
                    {{std::string(what), std::to_string(number)}});
}

Result<void> build(Connection& writer, std::string_view authority_id, unsigned level,
                   std::int64_t from, std::int64_t until) {
  TreeSource source(writer, authority_id);
  std::vector<proof::Hash> nodes;
  for (std::int64_t tile = from; tile < until; ++tile) {
    nodes.clear();
    PLUMB_TRY(source.read(level - 1, static_cast<std::uint64_t>(tile) * proof::kTileWidth,
                          proof::kTileWidth, nodes));
    if (nodes.size() != proof::kTileWidth) return corrupt("tile", tile);
    const std::string hash = proof::to_hex(proof::complete_root(nodes));
    PLUMB_TRY(writer.run("insert into tree_tile (authority_id, level, tile, hash) "
                         "values ($1, $2, $3, $4)",
                         {authority_id, std::int64_t{level}, tile, std::string_view(hash)}));
  }
  return {};
}

/// The first tile of the level that is not there, counted from the last that is.
Result<std::int64_t> next_tile(Connection& connection, std::string_view authority_id,
                               unsigned level) {
  PLUMB_TRY_ASSIGN(
      const auto last,
      connection.integer("select max(tile) from tree_tile where authority_id = $1 and level = $2",
                         {authority_id, std::int64_t{level}}));
  return last ? *last + 1 : 0;
}

} // namespace

Result<Head> head(Connection& connection, std::string_view authority_id) {
  Head head{0, std::string(event::kFirstHash)};
  PLUMB_TRY(connection.run(
      "select sequence, hash from event where authority_id = $1 order by sequence desc limit 1",
      {authority_id}, [&](const Row& row) {
        head = {row.integer(0), std::string(row.text(1))};
        return false;
      }));
  return head;
}

Result<proof::Hash> leaf_of(std::string_view event_hash) {
  const auto hash = proof::from_hex(event_hash);
  if (!hash)
    return base::fail(base::ErrorKind::Corrupt, "storage.corrupt",
                      {{"hash", std::string(event_hash.substr(0, 64))}});
  return proof::leaf_hash(proof::view(*hash));
}

Result<void> TreeSource::read(unsigned level, std::uint64_t from, std::size_t count,
                              std::vector<proof::Hash>& out) {
  // Events count from 1, leaves and tiles from 0.
  const auto first = static_cast<std::int64_t>(from) + (level == 0 ? 1 : 0);
  std::int64_t expected = first;
  std::optional<base::Error> failed;
  const auto take = [&](const Row& row) {
    if (row.integer(0) != expected) return false;
    ++expected;
    if (level == 0) {
      auto leaf = leaf_of(row.text(1));
      if (leaf) out.push_back(*leaf);
      if (!leaf) failed = leaf.error();
    } else if (const auto hash = proof::from_hex(row.text(1))) {
      out.push_back(*hash);
    } else {
      failed = corrupt("tile", row.integer(0)).value;
    }
    return !failed;
  };
  const auto until = first + static_cast<std::int64_t>(count);
  PLUMB_TRY(level == 0
                ? connection_.run("select sequence, hash from event where authority_id = $1 and "
                                  "sequence >= $2 and sequence < $3 order by sequence",
                                  {std::string_view(authority_id_), first, until}, take)
                : connection_.run(
                      "select tile, hash from tree_tile where authority_id = $1 and "
                      "level = $2 and tile >= $3 and tile < $4 order by tile",
                      {std::string_view(authority_id_), std::int64_t{level}, first, until}, take));
  if (failed) return base::Unexpected{std::move(*failed)};
  return {};
}

Result<void> complete_tiles(Connection& writer, std::string_view authority_id, std::int64_t before,
                            std::int64_t after) {
  unsigned level = 0;
  for (;;) {
    before >>= proof::kTileBits;
    after >>= proof::kTileBits;
    if (before == after) return {};
    PLUMB_TRY(build(writer, authority_id, ++level, before, after));
  }
}

Result<void> build_missing_tiles(Connection& writer, std::string_view authority_id) {
  PLUMB_TRY_ASSIGN(const Head newest, head(writer, authority_id));
  bool missing = false;
  unsigned level = 0;
  for (auto count = newest.sequence >> proof::kTileBits; count > 0; count >>= proof::kTileBits) {
    PLUMB_TRY_ASSIGN(const auto next, next_tile(writer, authority_id, ++level));
    missing = missing || next < count;
  }
  if (!missing) return {};
  return writer.transaction([&]() -> Result<void> {
    PLUMB_TRY(writer.lock(authority_id));
    PLUMB_TRY_ASSIGN(const Head now, head(writer, authority_id));
    level = 0;
    for (auto count = now.sequence >> proof::kTileBits; count > 0; count >>= proof::kTileBits) {
      PLUMB_TRY_ASSIGN(const auto next, next_tile(writer, authority_id, ++level));
      PLUMB_TRY(build(writer, authority_id, level, next, count));
    }
    return {};
  });
}

} // namespace plumb::journal
