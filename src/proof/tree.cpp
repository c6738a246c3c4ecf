// SPDX-License-Identifier: Apache-2.0
#include <plumb/base/check.hpp>
#include <plumb/proof/tree.hpp>

#include <algorithm>
#include <bit>

namespace plumb::proof {

namespace {

using base::Result;

auto bad_size(std::uint64_t size) {
  return base::fail(base::ErrorKind::InvalidInput, "proof.bad_size",
                    {{"size", std::to_string(size)}});
}

/// The root of the complete subtree of 2^level leaves that is the index-th of its level: folded
/// from the nodes of the tile level at or below.
Result<Hash> complete_subtree(NodeSource& source, unsigned level, std::uint64_t index) {
  const unsigned above = level % kTileBits;
  const std::size_t count = std::size_t{1} << above;
  std::vector<Hash> nodes;
  nodes.reserve(count);
  PLUMB_TRY(source.read(level / kTileBits, index << above, count, nodes));
  if (nodes.size() != count)
    return base::fail(
        base::ErrorKind::Corrupt, "proof.missing_nodes",
        {{"level", std::to_string(level / kTileBits)}, {"from", std::to_string(index << above)}});
  return complete_root(nodes);
}

/// MTH(D[from:until]) of RFC 6962. `from` is a multiple of the largest power of two that is not
/// above until - from, as it is for every node of a tree.
Result<Hash> range_root(NodeSource& source, std::uint64_t from, std::uint64_t until) {
  std::vector<Hash> parts;
  while (from < until) {
    const auto level = static_cast<unsigned>(std::bit_width(until - from)) - 1;
    PLUMB_TRY_ASSIGN(const Hash part, complete_subtree(source, level, from >> level));
    parts.push_back(part);
    from += 1ULL << level;
  }
  Hash root = parts.back();
  for (std::size_t i = parts.size() - 1; i-- > 0;)
    root = node_hash(parts[i], root);
  return root;
}

/// The largest power of two below `size`; size > 1.
std::uint64_t split_of(std::uint64_t size) {
  return 1ULL << (std::bit_width(size - 1) - 1);
}

/// PATH(m, D[n]) without recursion: the siblings on the way down, lowest first.
Result<std::vector<Hash>> path_to(NodeSource& source, std::uint64_t index, std::uint64_t size) {
  std::vector<Hash> path;
  std::uint64_t from = 0, until = size;
  while (until - from > 1) {
    const std::uint64_t middle = from + split_of(until - from);
    const bool left = index < middle;
    PLUMB_TRY_ASSIGN(const Hash sibling,
                     left ? range_root(source, middle, until) : range_root(source, from, middle));
    path.push_back(sibling);
    (left ? until : from) = middle;
  }
  std::reverse(path.begin(), path.end());
  return path;
}

} // namespace

Result<void> MemorySource::read(unsigned level, std::uint64_t from, std::size_t count,
                                std::vector<Hash>& out) {
  const unsigned bits = level * kTileBits;
  if (bits >= 64 || from + count > leaves_.size() >> bits)
    return base::fail(base::ErrorKind::Corrupt, "proof.missing_nodes",
                      {{"level", std::to_string(level)}, {"from", std::to_string(from)}});
  for (std::size_t i = 0; i < count; ++i)
    out.push_back(complete_root(leaves_.subspan((from + i) << bits, std::size_t{1} << bits)));
  return {};
}

Hash complete_root(std::span<const Hash> nodes) {
  PLUMB_CHECK(std::has_single_bit(nodes.size()));
  if (nodes.size() == 1) return nodes.front();
  std::vector<Hash> level;
  level.reserve(nodes.size() / 2);
  for (std::size_t i = 0; i < nodes.size(); i += 2)
    level.push_back(node_hash(nodes[i], nodes[i + 1]));
  for (std::size_t left = level.size(); left > 1; left /= 2)
    for (std::size_t i = 0; i < left / 2; ++i)
      level[i] = node_hash(level[2 * i], level[2 * i + 1]);
  return level.front();
}

Result<Hash> tree_root(NodeSource& source, std::uint64_t size) {
  if (size > kSizeMax) return bad_size(size);
  if (size == 0) return empty_root();
  return range_root(source, 0, size);
}

Result<std::vector<Hash>> inclusion_proof(NodeSource& source, std::uint64_t index,
                                          std::uint64_t size) {
  if (size > kSizeMax) return bad_size(size);
  if (index >= size)
    return base::fail(base::ErrorKind::InvalidInput, "proof.bad_index",
                      {{"index", std::to_string(index)}, {"size", std::to_string(size)}});
  return path_to(source, index, size);
}

Result<std::vector<Hash>> consistency_proof(NodeSource& source, std::uint64_t from,
                                            std::uint64_t to) {
  if (to > kSizeMax || from > to) return bad_size(from > to ? from : to);
  if (from == 0 || from == to) return std::vector<Hash>();
  // SUBPROOF(m, D[n], b): down to the subtree in which the old tree ends, siblings on the way.
  std::vector<Hash> path;
  std::uint64_t begin = 0, end = to;
  while (from != end) {
    const std::uint64_t middle = begin + split_of(end - begin);
    const bool left = from <= middle;
    PLUMB_TRY_ASSIGN(const Hash sibling,
                     left ? range_root(source, middle, end) : range_root(source, begin, middle));
    path.push_back(sibling);
    (left ? end : begin) = middle;
  }
  // Where the old tree is itself that subtree, its root is known to the verifier.
  if (begin != 0) {
    PLUMB_TRY_ASSIGN(const Hash node, range_root(source, begin, end));
    path.push_back(node);
  }
  std::reverse(path.begin(), path.end());
  return path;
}

bool verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                      std::span<const Hash> path, const Hash& root) {
  if (index >= size) return false;
  std::uint64_t node = index, last = size - 1;
  Hash computed = leaf;
  for (const Hash& sibling : path) {
    if (last == 0) return false;
    if ((node & 1) != 0 || node == last) {
      computed = node_hash(sibling, computed);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      computed = node_hash(computed, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && computed == root;
}

bool verify_consistency(std::uint64_t from, std::uint64_t to, const Hash& from_root,
                        const Hash& to_root, std::span<const Hash> path) {
  if (from > to) return false;
  if (from == 0) return path.empty() && from_root == empty_root();
  if (from == to) return path.empty() && from_root == to_root;
  if (path.empty()) return false;
  std::uint64_t node = from - 1, last = to - 1;
  const auto shift = static_cast<unsigned>(std::countr_one(node));
  node >>= shift;
  last >>= shift;
  // A power of two is a complete subtree: the proof leaves its root out.
  std::size_t next = std::has_single_bit(from) ? 0 : 1;
  Hash old_root = next == 0 ? from_root : path[0], new_root = old_root;
  for (; next < path.size(); ++next) {
    const Hash& sibling = path[next];
    if (last == 0) return false;
    if ((node & 1) != 0 || node == last) {
      old_root = node_hash(sibling, old_root);
      new_root = node_hash(sibling, new_root);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      new_root = node_hash(new_root, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && old_root == from_root && new_root == to_root;
}

void Accumulator::add(const Hash& leaf) {
  last_[0] = leaf;
  stack_.push_back(leaf);
  const auto completed = static_cast<unsigned>(std::countr_one(size_));
  ++size_;
  for (unsigned level = 1; level <= completed; ++level) {
    const Hash right = stack_.back();
    stack_.pop_back();
    stack_.back() = node_hash(stack_.back(), right);
    last_[level] = stack_.back();
  }
}

Hash Accumulator::root() const {
  if (stack_.empty()) return empty_root();
  Hash root = stack_.back();
  for (std::size_t i = stack_.size() - 1; i-- > 0;)
    root = node_hash(stack_[i], root);
  return root;
}

} // namespace plumb::proof
