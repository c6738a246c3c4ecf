// SPDX-License-Identifier: Apache-2.0
/// The hashing of events, apart from reading them: blocks of canonical text are hashed by workers
/// while the next block is read. Each event is checked against the hash that is written down for
/// the one before it, so blocks need not wait for each other.
#pragma once

#include <plumb/event/event.hpp>
#include <plumb/proof/hash.hpp>

#include <cstdint>
#include <deque>
#include <future>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::journal {

/// Neighbouring events, ready to be hashed.
class Block {
public:
  Block(std::int64_t first, std::string_view previous_hash)
      : first_(first), previous_(previous_hash) {}
  /// The hash written down for the event must have 64 characters.
  void add(const event::Event& event);
  [[nodiscard]] bool empty() const { return ends_.empty(); }
  [[nodiscard]] std::size_t bytes() const { return text_.size(); }

  struct Hashed {
    std::int64_t first = 0;
    std::int64_t bytes = 0;
    std::vector<proof::Hash> leaves; ///< of the events that are what they say
    bool broken = false;             ///< the one after them is not
    std::string last_hash;           ///< written down for the last event
  };
  [[nodiscard]] Hashed hash() const;

private:
  std::int64_t first_;
  std::string previous_; ///< then the hashes that are written down, 64 characters each
  std::string text_;
  std::vector<std::size_t> ends_;
};

/// Hashes blocks on up to `threads` workers and gives them back in order.
class BlockQueue {
public:
  explicit BlockQueue(unsigned threads) : threads_(threads) {}
  void push(Block block);
  /// The oldest block; waits for it. Nullopt where there is none, or, without `all`, where there is
  /// still room for another.
  [[nodiscard]] std::optional<Block::Hashed> pop(bool all);

private:
  unsigned threads_;
  std::deque<std::future<Block::Hashed>> blocks_;
};

} // namespace plumb::journal
