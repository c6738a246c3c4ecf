// SPDX-License-Identifier: Apache-2.0
#include <plumb/proof/tree.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

namespace plumb::proof {
namespace {

// The definitions of RFC 6962 section 2.1, word for word, as the model.
std::uint64_t split(std::uint64_t n) {
  std::uint64_t k = 1;
  while (2 * k < n)
    k *= 2;
  return k;
}
Hash mth(std::span<const Hash> d) {
  if (d.empty()) return sm3("");
  if (d.size() == 1) return d[0];
  const auto k = split(d.size());
  return sm3("\1", std::string(view(mth(d.first(k)))) + std::string(view(mth(d.subspan(k)))));
}
std::vector<Hash> path(std::uint64_t m, std::span<const Hash> d) {
  if (d.size() == 1) return {};
  const auto k = split(d.size());
  auto out = m < k ? path(m, d.first(k)) : path(m - k, d.subspan(k));
  out.push_back(m < k ? mth(d.subspan(k)) : mth(d.first(k)));
  return out;
}
std::vector<Hash> subproof(std::uint64_t m, std::span<const Hash> d, bool b) {
  if (m == d.size()) return b ? std::vector<Hash>() : std::vector<Hash>{mth(d)};
  const auto k = split(d.size());
  auto out = m <= k ? subproof(m, d.first(k), b) : subproof(m - k, d.subspan(k), false);
  out.push_back(m <= k ? mth(d.subspan(k)) : mth(d.first(k)));
  return out;
}

std::vector<Hash> leaves(std::size_t count) {
  std::vector<Hash> out;
  for (std::size_t i = 0; i < count; ++i)
    out.push_back(leaf_hash("leaf " + std::to_string(i)));
  return out;
}

/// Counts what a proof reads, from tiles as the journal keeps them.
class TileSource final : public NodeSource {
public:
  explicit TileSource(std::span<const Hash> leaves) {
    levels_.emplace_back(leaves.begin(), leaves.end());
    while (levels_.back().size() >= kTileWidth) {
      std::vector<Hash> above;
      const std::span<const Hash> nodes = levels_.back();
      for (std::size_t i = 0; i + kTileWidth <= nodes.size(); i += kTileWidth)
        above.push_back(complete_root(nodes.subspan(i, kTileWidth)));
      levels_.push_back(std::move(above));
    }
  }
  base::Result<void> read(unsigned level, std::uint64_t from, std::size_t count,
                          std::vector<Hash>& out) override {
    EXPECT_LE(count, 255U);
    EXPECT_LT(level, levels_.size());
    EXPECT_LE(from + count, levels_[level].size());
    read_ += count;
    const auto first = levels_[level].begin() + static_cast<std::ptrdiff_t>(from);
    out.insert(out.end(), first, first + static_cast<std::ptrdiff_t>(count));
    return {};
  }
  [[nodiscard]] std::size_t read() const { return read_; }

private:
  std::vector<std::vector<Hash>> levels_;
  std::size_t read_ = 0;
};

TEST(Sm3, IsThatOfTheStandard) {
  // GB/T 32905-2016, appendix A.
  EXPECT_EQ(to_hex(sm3("abc")), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  std::string long_text;
  for (int i = 0; i < 16; ++i)
    long_text += "abcd";
  EXPECT_EQ(to_hex(sm3(long_text)),
            "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
  EXPECT_EQ(sm3("ab", "c"), sm3("abc"));
  EXPECT_EQ(empty_root(), sm3(""));
}

TEST(Hash, LeafAndNodeAreApart) {
  const Hash a = leaf_hash("a"), b = leaf_hash("b");
  EXPECT_EQ(a, sm3(std::string_view("\0a", 2)));
  EXPECT_EQ(node_hash(a, b), sm3("\1" + std::string(view(a)) + std::string(view(b))));
  EXPECT_NE(node_hash(a, b), leaf_hash(std::string(view(a)) + std::string(view(b))));
}

TEST(Hash, TextsGoBackStrictly) {
  const Hash hash = sm3("x");
  EXPECT_EQ(from_hex(to_hex(hash)), hash);
  EXPECT_EQ(from_hex(to_hex(hash).substr(1)), std::nullopt);
  EXPECT_EQ(from_hex(std::string(64, 'A')), std::nullopt);
  EXPECT_EQ(from_hex(std::string(64, 'g')), std::nullopt);
  for (const char* text : {"", "f", "fo", "foo", "foob", "fooba", "foobar"})
    EXPECT_EQ(from_base64(to_base64(text)), text);
  EXPECT_EQ(to_base64("fooba"), "Zm9vYmE=");
  for (const char* bad : {"Zm9", "Zm9vYmF=", "Zm9v====", "Zm=v", "Zm9v\n", "=", "Zm-v"})
    EXPECT_EQ(from_base64(bad), std::nullopt) << bad;
}

TEST(Tree, RootsAndProofsAreThoseOfTheDefinitionForAllSmallSizes) {
  const auto all = leaves(70);
  MemorySource source(all);
  Accumulator accumulator;
  for (std::size_t n = 0; n <= all.size(); ++n) {
    const auto d = std::span<const Hash>(all).first(n);
    const Hash root = mth(d);
    ASSERT_EQ(*tree_root(source, n), root) << n;
    ASSERT_EQ(accumulator.root(), root) << n;
    for (std::size_t m = 0; m < n; ++m) {
      const auto found = *inclusion_proof(source, m, n);
      ASSERT_EQ(found, path(m, d)) << m << " of " << n;
      ASSERT_TRUE(verify_inclusion(all[m], m, n, found, root)) << m << " of " << n;
    }
    for (std::size_t m = 1; m <= n; ++m) {
      const auto found = *consistency_proof(source, m, n);
      ASSERT_EQ(found, subproof(m, d, true)) << m << " to " << n;
      ASSERT_TRUE(verify_consistency(m, n, mth(d.first(m)), root, found)) << m << " to " << n;
    }
    if (n < all.size()) accumulator.add(all[n]);
    EXPECT_EQ(accumulator.size(), std::min(n + 1, all.size()));
  }
}

TEST(Tree, SizesAroundTilesAgreeWithTheDefinition) {
  const auto all = leaves(1030);
  TileSource source(all);
  for (const std::size_t n :
       {255U, 256U, 257U, 511U, 512U, 513U, 767U, 768U, 1023U, 1024U, 1025U, 1030U}) {
    const auto d = std::span<const Hash>(all).first(n);
    const Hash root = mth(d);
    EXPECT_EQ(*tree_root(source, n), root) << n;
    for (const std::size_t m : {std::size_t{0}, std::size_t{254}, n / 2, n - 2, n - 1}) {
      EXPECT_EQ(*inclusion_proof(source, m, n), path(m, d)) << m << " of " << n;
      EXPECT_EQ(*consistency_proof(source, m + 1, n), subproof(m + 1, d, true)) << m;
    }
  }
}

TEST(Tree, LargeTreeIsProvedFromFewRows) {
  const auto all = leaves(70'000); // more than one tile of tiles
  TileSource source(all);
  const Hash root = *tree_root(source, all.size());
  Accumulator accumulator;
  for (const auto& leaf : all)
    accumulator.add(leaf);
  EXPECT_EQ(accumulator.root(), root);
  for (const std::uint64_t index : {0U, 255U, 256U, 65'535U, 65'536U, 69'887U, 69'888U, 69'999U}) {
    const auto before = source.read();
    const auto found = *inclusion_proof(source, index, all.size());
    EXPECT_LE(source.read() - before, 3 * 255U);
    EXPECT_TRUE(verify_inclusion(all[index], index, all.size(), found, root)) << index;
  }
  const auto before = source.read();
  const auto found = *consistency_proof(source, 65'537, all.size());
  EXPECT_LE(source.read() - before, 3 * 255U);
  EXPECT_TRUE(verify_consistency(65'537, all.size(), *tree_root(source, 65'537), root, found));
}

TEST(Accumulator, KnowsCompletedSubtrees) {
  const auto all = leaves(512);
  Accumulator accumulator;
  for (std::size_t i = 0; i < all.size(); ++i) {
    accumulator.add(all[i]);
    if ((i + 1) % 256 != 0) continue;
    EXPECT_EQ(accumulator.completed(kTileBits),
              mth(std::span<const Hash>(all).subspan(i - 255, 256)));
  }
}

TEST(Proof, RefusesImpossibleRanges) {
  const auto all = leaves(3);
  MemorySource source(all);
  EXPECT_EQ(inclusion_proof(source, 3, 3).error().id, "proof.bad_index");
  EXPECT_EQ(inclusion_proof(source, 0, kSizeMax + 1).error().id, "proof.bad_size");
  EXPECT_EQ(consistency_proof(source, 3, 2).error().id, "proof.bad_size");
  EXPECT_EQ(tree_root(source, 4).error().id, "proof.missing_nodes");
  EXPECT_TRUE(consistency_proof(source, 0, 3)->empty());
  EXPECT_TRUE(consistency_proof(source, 3, 3)->empty());
  EXPECT_FALSE(verify_inclusion(all[0], 0, 0, {}, all[0]));
  EXPECT_FALSE(verify_inclusion(all[0], ~0ULL, ~0ULL, {}, all[0]));
  EXPECT_TRUE(verify_inclusion(all[0], 0, 1, {}, all[0]));
  EXPECT_TRUE(verify_consistency(0, 3, empty_root(), *tree_root(source, 3), {}));
  EXPECT_FALSE(verify_consistency(0, 3, all[0], *tree_root(source, 3), {}));
  EXPECT_FALSE(verify_consistency(3, 2, all[0], all[0], {}));
  EXPECT_FALSE(verify_consistency(1, ~0ULL, all[0], all[0], {}));
}

/// Each single change of a valid proof must be refused.
RC_GTEST_PROP(Proof, AnyChangeIsRefused, ()) {
  const auto n = *rc::gen::inRange<std::size_t>(2, 400);
  const auto all = leaves(n);
  MemorySource source(all);
  const Hash root = *tree_root(source, n);
  const auto index = *rc::gen::inRange<std::size_t>(0, n);
  auto found = *inclusion_proof(source, index, n);
  RC_ASSERT(verify_inclusion(all[index], index, n, found, root));
  const auto other = *rc::gen::inRange<std::size_t>(0, n);
  if (other != index) {
    RC_ASSERT(!verify_inclusion(all[other], index, n, found, root));
    RC_ASSERT(!verify_inclusion(all[index], other, n, found, root));
  }
  const auto from = *rc::gen::inRange<std::size_t>(1, n);
  auto steps = *consistency_proof(source, from, n);
  const Hash old_root = *tree_root(source, from);
  RC_ASSERT(verify_consistency(from, n, old_root, root, steps));
  Hash edited = old_root;
  edited[7] ^= 1;
  RC_ASSERT(!verify_consistency(from, n, edited, root, steps));
  RC_ASSERT(!verify_consistency(from, n, old_root, edited, steps));
  for (auto* proof : {&found, &steps}) {
    const auto at = *rc::gen::inRange<std::size_t>(0, proof->size());
    (*proof)[at][*rc::gen::inRange<std::size_t>(0, 32)] ^= 1;
  }
  RC_ASSERT(!verify_inclusion(all[index], index, n, found, root));
  RC_ASSERT(!verify_consistency(from, n, old_root, root, steps));
  found = *inclusion_proof(source, index, n);
  found.push_back(root);
  RC_ASSERT(!verify_inclusion(all[index], index, n, found, root));
  found.resize(found.size() - 2);
  RC_ASSERT(!verify_inclusion(all[index], index, n, found, root));
}

RC_GTEST_PROP(Proof, RandomSizesAgreeWithTheDefinition, ()) {
  const auto n = *rc::gen::inRange<std::size_t>(1, 3000);
  const auto all = leaves(n);
  TileSource source(all);
  const auto m = *rc::gen::inRange<std::size_t>(0, n);
  RC_ASSERT(*tree_root(source, n) == mth(all));
  RC_ASSERT(*inclusion_proof(source, m, n) == path(m, all));
  RC_ASSERT(*consistency_proof(source, m + 1, n) == subproof(m + 1, all, true));
}

} // namespace
} // namespace plumb::proof
