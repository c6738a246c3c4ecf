// SPDX-License-Identifier: Apache-2.0
#include "chain.hpp"
#include "kept_checkpoints.hpp"
#include "references.hpp"
#include "row.hpp"

#include <plumb/journal/sealed.hpp>
#include <plumb/journal/tree.hpp>
#include <plumb/journal/verify.hpp>

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace plumb::journal {

namespace {

using base::Result;
using storage::Connection;
using storage::Row;

/// Events read at once: their text is in memory together.
constexpr std::int64_t kPage = 256;
constexpr std::int64_t kFilePage = 8;

/// Nullopt: nothing wrong.
using Finding = std::optional<Fault>;

/// One pass over the journal of an authority.
class Verifier {
public:
  Verifier(Connection& reader, std::string_view authority_id, const VerifyOptions& options)
      : reader_(reader), authority_id_(authority_id), options_(options),
        checkpoints_(authority_id, options), references_(reader, authority_id),
        queue_(options.threads) {}

  Result<Verification> run() {
    out_.last_hash = event::kFirstHash;
    PLUMB_TRY_ASSIGN(out_.fault, all());
    out_.sealed = references_.sealed();
    out_.erased = references_.erased();
    out_.published = checkpoints_.published();
    out_.checkpoints = checkpoints_.kept();
    out_.signatures = checkpoints_.signatures();
    return std::move(out_);
  }

private:
  Result<Finding> all() {
    PLUMB_TRY_ASSIGN(const Head newest, head(reader_, authority_id_));
    total_ = newest.sequence;
    PLUMB_TRY(checkpoints_.load(reader_));
    PLUMB_TRY_ASSIGN(Finding fault, events());
    if (fault) return fault;
    out_.root = proof::to_hex(tree_.root());
    PLUMB_TRY_ASSIGN(fault, surplus_tiles());
    if (fault) return fault;
    fault = checkpoints_.check(out_.events);
    if (fault) return fault;
    PLUMB_TRY_ASSIGN(fault, references_.finish());
    if (fault) return fault;
    return files();
  }

  Result<Finding> events() {
    std::string previous(event::kFirstHash);
    for (std::int64_t after = 0;;) {
      Block block(after + 1, previous);
      PLUMB_TRY_ASSIGN(const Finding fault, read_page(after, previous, block));
      const bool last = block.empty() || fault.has_value();
      if (!block.empty()) queue_.push(std::move(block));
      while (const auto hashed = queue_.pop(last)) {
        PLUMB_TRY_ASSIGN(const Finding earlier, take(*hashed));
        if (earlier) return earlier;
      }
      if (fault) return fault;
      PLUMB_TRY_ASSIGN(const Finding reference, references_.check());
      if (reference) {
        // Whatever is wrong with the events themselves comes first.
        while (const auto hashed = queue_.pop(true)) {
          PLUMB_TRY_ASSIGN(const Finding earlier, take(*hashed));
          if (earlier) return earlier;
        }
        return reference;
      }
      if (last) return Finding();
      if (options_.progress) options_.progress(out_.events, total_);
    }
  }

  /// Adds the next events to `block`; a fault ends it before the event that has it.
  Result<Finding> read_page(std::int64_t& after, std::string& previous, Block& block) {
    Finding fault;
    const auto step = [&](const Row& row) {
      read_event(row, event_);
      const auto wrong = [&](const char* what) {
        fault = Fault{event_.sequence, what};
        return false;
      };
      if (event_.sequence != after + 1) return wrong("gap");
      if (event_.hash.size() != event::kFirstHash.size()) return wrong("hash");
      if (row.integer(kStreamRevisionColumn) != ++revisions_[event_.stream])
        return wrong("stream_revision");
      block.add(event_);
      references_.note(event_);
      ++after;
      previous = event_.hash;
      return true;
    };
    static const std::string sql =
        std::string(kSelectEvents) + "and sequence > $2 order by sequence limit $3";
    PLUMB_TRY(reader_.run(sql, {std::string_view(authority_id_), after, kPage}, step));
    return fault;
  }

  Result<Finding> take(const Block::Hashed& hashed) {
    out_.hashed_bytes += hashed.bytes;
    for (const auto& leaf : hashed.leaves) {
      tree_.add(leaf);
      ++out_.events;
      PLUMB_TRY_ASSIGN(const Finding tile, check_tiles());
      if (tile) return tile;
      if (auto fault = checkpoints_.compare(tree_)) return fault;
    }
    if (hashed.broken) return Finding(Fault{out_.events + 1, "hash"});
    out_.last_hash = hashed.last_hash;
    return Finding();
  }

  /// The tiles that the newest event completes.
  Result<Finding> check_tiles() {
    std::uint64_t size = tree_.size();
    for (unsigned level = 1; size % proof::kTileWidth == 0; ++level) {
      size /= proof::kTileWidth;
      const auto tile = static_cast<std::int64_t>(size) - 1;
      PLUMB_TRY_ASSIGN(
          const auto kept,
          reader_.text("select hash from tree_tile where authority_id = $1 and level = $2 and "
                       "tile = $3",
                       {std::string_view(authority_id_), std::int64_t{level}, tile}));
      if (!kept || *kept != proof::to_hex(tree_.completed(level * proof::kTileBits)))
        return Finding(tile_fault(level, tile));
      ++out_.tiles;
    }
    return Finding();
  }

  [[nodiscard]] Fault tile_fault(std::int64_t level, std::int64_t tile) const {
    return {out_.events, "tile", "tile " + std::to_string(level) + "/" + std::to_string(tile)};
  }

  /// A tile beyond the end tells of events that were cut off.
  Result<Finding> surplus_tiles() {
    PLUMB_TRY_ASSIGN(const auto count,
                     reader_.integer("select count(*) from tree_tile where authority_id = $1",
                                     {std::string_view(authority_id_)}));
    if (count.value_or(0) == out_.tiles) return Finding();
    Finding fault;
    PLUMB_TRY(reader_.run("select level, tile from tree_tile where authority_id = $1 "
                          "order by level, tile",
                          {std::string_view(authority_id_)}, [&](const Row& row) {
                            const auto level = row.integer(0), tile = row.integer(1);
                            const bool fits = level >= 1 && level <= 7 && tile >= 0 &&
                                              tile < out_.events >> (level * proof::kTileBits);
                            if (!fits) fault = tile_fault(level, tile);
                            return fits;
                          }));
    return fault;
  }

  Result<Finding> files() {
    for (std::string after;;) {
      Finding fault;
      std::int64_t read = 0;
      std::string name;
      const auto step = [&](const Row& row) {
        const auto bytes = row.text(2);
        name = row.text(0);
        if (name != proof::to_hex(proof::sm3(bytes)) ||
            row.integer(1) != static_cast<std::int64_t>(bytes.size()))
          fault = Fault{0, "file", "file " + name};
        ++read;
        return !fault.has_value();
      };
      PLUMB_TRY(reader_.run("select sm3, size, bytes from file where authority_id = $1 and "
                            "sm3 > $2 order by sm3 limit $3",
                            {std::string_view(authority_id_), std::string_view(after), kFilePage},
                            step));
      if (fault || read == 0) return fault;
      out_.files += read;
      after = name;
    }
  }

  Connection& reader_;
  std::string authority_id_;
  const VerifyOptions& options_;
  KeptCheckpoints checkpoints_;
  References references_;
  BlockQueue queue_;
  proof::Accumulator tree_;
  std::unordered_map<std::string, std::int64_t> revisions_;
  event::Event event_;
  std::int64_t total_ = 0;
  Verification out_;
};

} // namespace

Result<Verification> verify(Connection& reader, std::string_view authority_id,
                            const VerifyOptions& options) {
  return Verifier(reader, authority_id, options).run();
}

} // namespace plumb::journal
