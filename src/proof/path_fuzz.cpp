// SPDX-License-Identifier: Apache-2.0
// Proofs of arbitrary bytes are refused, sizes of any kind are safe, and what the generator makes
// for sizes that the bytes choose is accepted.
#include <plumb/base/check.hpp>
#include <plumb/proof/tree.hpp>

#include <cstring>

namespace {

std::uint64_t take(const std::uint8_t*& data, std::size_t& size) {
  std::uint64_t value = 0;
  const std::size_t used = size < sizeof value ? size : sizeof value;
  std::memcpy(&value, data, used);
  data += used;
  size -= used;
  return value;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumb::proof;
  static const std::vector<Hash> leaves = [] {
    std::vector<Hash> out;
    for (int i = 0; i < 600; ++i)
      out.push_back(leaf_hash(std::to_string(i)));
    return out;
  }();
  const std::uint64_t first = take(data, size), second = take(data, size);
  std::vector<Hash> path(size / sizeof(Hash));
  if (!path.empty()) std::memcpy(path.data(), data, path.size() * sizeof(Hash));
  const Hash root = leaf_hash("another");
  PLUMB_CHECK(!verify_inclusion(leaves[0], first, second, path, root));
  if (first != second && first != 0)
    PLUMB_CHECK(!verify_consistency(first, second, leaves[0], root, path));
  MemorySource source(leaves);
  const std::uint64_t to = second % (leaves.size() + 1), from = to == 0 ? 0 : first % to;
  const Hash whole = *tree_root(source, to);
  PLUMB_CHECK(verify_consistency(from, to, *tree_root(source, from), whole,
                                 *consistency_proof(source, from, to)));
  if (to > 0)
    PLUMB_CHECK(
        verify_inclusion(leaves[from], from, to, *inclusion_proof(source, from, to), whole));
  return 0;
}
