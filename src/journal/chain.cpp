// SPDX-License-Identifier: Apache-2.0
#include "chain.hpp"

namespace plumb::journal {

namespace {
constexpr std::size_t kHashDigits = 64;
} // namespace

void Block::add(const event::Event& event) {
  event::append_canonical(text_, event);
  ends_.push_back(text_.size());
  previous_ += event.hash;
}

Block::Hashed Block::hash() const {
  Hashed out{.first = first_,
             .bytes = static_cast<std::int64_t>(text_.size()),
             .leaves = {},
             .last_hash = {}};
  out.leaves.reserve(ends_.size());
  const std::string_view hashes = previous_, text = text_;
  std::size_t from = 0;
  for (std::size_t i = 0; i < ends_.size(); ++i) {
    const auto before = hashes.substr(i * kHashDigits, kHashDigits);
    const auto written = proof::from_hex(hashes.substr((i + 1) * kHashDigits, kHashDigits));
    const proof::Hash computed = proof::sm3(before, text.substr(from, ends_[i] - from));
    out.broken = written != computed;
    if (out.broken) break;
    out.leaves.push_back(proof::leaf_hash(proof::view(computed)));
    from = ends_[i];
  }
  out.last_hash = hashes.substr(out.leaves.size() * kHashDigits, kHashDigits);
  return out;
}

void BlockQueue::push(Block block) {
  blocks_.push_back(std::async(threads_ == 0 ? std::launch::deferred : std::launch::async,
                               [block = std::move(block)] { return block.hash(); }));
}

std::optional<Block::Hashed> BlockQueue::pop(bool all) {
  if (blocks_.empty() || (!all && blocks_.size() <= threads_)) return std::nullopt;
  auto hashed = blocks_.front().get();
  blocks_.pop_front();
  return hashed;
}

} // namespace plumb::journal
