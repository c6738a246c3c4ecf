// SPDX-License-Identifier: Apache-2.0
/// The Merkle tree of RFC 6962 section 2.1 over hashes that are read where they lie: roots,
/// inclusion and consistency proofs, and their verification (RFC 9162 section 2.1). A tile is the
/// root of 256 neighbouring nodes of the level below; whoever keeps one row per full tile answers
/// every proof from a few hundred rows, whatever the size of the tree.
#pragma once

#include <plumb/base/result.hpp>
#include <plumb/proof/hash.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace plumb::proof {

/// Binary levels in one tile level: 256 nodes.
inline constexpr unsigned kTileBits = 8;
inline constexpr std::uint64_t kTileWidth = 1ULL << kTileBits;
/// Sizes above are refused: 2^56 leaves are seven tile levels.
inline constexpr std::uint64_t kSizeMax = 1ULL << 56;

/// Where hashes are read from.
class NodeSource {
public:
  virtual ~NodeSource() = default;
  /// Appends the hashes of `count` neighbouring complete subtrees of 256^`level` leaves, beginning
  /// with the `from`-th (from 0); level 0 are the leaves. At most 256 at once. An answer with
  /// another count is proof.missing_nodes.
  [[nodiscard]] virtual base::Result<void> read(unsigned level, std::uint64_t from,
                                                std::size_t count, std::vector<Hash>& out) = 0;
};

/// Hashes in memory; level 0 only, computes the others. For tests and small trees.
class MemorySource final : public NodeSource {
public:
  explicit MemorySource(std::span<const Hash> leaves) : leaves_(leaves) {}
  [[nodiscard]] base::Result<void> read(unsigned level, std::uint64_t from, std::size_t count,
                                        std::vector<Hash>& out) override;

private:
  std::span<const Hash> leaves_;
};

/// The root of a complete subtree from its 2^n nodes.
[[nodiscard]] Hash complete_root(std::span<const Hash> nodes);

/// The root of the first `size` leaves. proof.bad_size, proof.missing_nodes and what `source`
/// reports, here and below.
[[nodiscard]] base::Result<Hash> tree_root(NodeSource& source, std::uint64_t size);
/// The audit path of leaf `index` (from 0) in the tree of `size` leaves, lowest node first.
/// proof.bad_index where index >= size.
[[nodiscard]] base::Result<std::vector<Hash>>
inclusion_proof(NodeSource& source, std::uint64_t index, std::uint64_t size);
/// That the tree of `to` leaves begins with the tree of `from` leaves. Empty for from 0 and
/// from = to. proof.bad_size where from > to.
[[nodiscard]] base::Result<std::vector<Hash>>
consistency_proof(NodeSource& source, std::uint64_t from, std::uint64_t to);

/// RFC 9162 section 2.1.3.2. Any input is safe.
[[nodiscard]] bool verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                                    std::span<const Hash> path, const Hash& root);
/// RFC 9162 section 2.1.4.2; from 0 holds for every tree. Any input is safe.
[[nodiscard]] bool verify_consistency(std::uint64_t from, std::uint64_t to, const Hash& from_root,
                                      const Hash& to_root, std::span<const Hash> path);

/// Adds leaves one by one and keeps only the roots of complete subtrees: the root of a long journal
/// without its leaves in memory.
class Accumulator {
public:
  void add(const Hash& leaf);
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] Hash root() const;
  /// The root of the complete subtree of 2^`level` leaves that the last leaf completed; size() must
  /// be a multiple of that.
  [[nodiscard]] const Hash& completed(unsigned level) const { return last_[level]; }

private:
  std::uint64_t size_ = 0;
  std::vector<Hash> stack_; ///< roots of complete subtrees, largest first
  std::array<Hash, 65> last_{};
};

} // namespace plumb::proof
