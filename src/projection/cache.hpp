// SPDX-License-Identifier: Apache-2.0
/// Answers that hold until the ledger changes, the least recently used ones forgotten beyond a
/// budget of bytes. Thread-safe.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace plumb::projection {

template <class T> class Cache {
public:
  explicit Cache(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  [[nodiscard]] std::shared_ptr<const T> find(const std::string& key, std::int64_t revision) {
    const std::lock_guard lock(mutex_);
    const auto at = by_key_.find(key);
    if (at == by_key_.end() || at->second->revision != revision) return nullptr;
    entries_.splice(entries_.begin(), entries_, at->second);
    return at->second->value;
  }

  void put(const std::string& key, std::int64_t revision, std::shared_ptr<const T> value,
           std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    if (const auto at = by_key_.find(key); at != by_key_.end()) drop(at->second);
    const std::size_t size = bytes + 2 * key.size() + kOverhead;
    if (size > bytes_max_) return;
    entries_.push_front({key, revision, std::move(value), size});
    by_key_.emplace(key, entries_.begin());
    bytes_ += size;
    while (bytes_ > bytes_max_)
      drop(std::prev(entries_.end()));
  }

  void clear() {
    const std::lock_guard lock(mutex_);
    by_key_.clear();
    entries_.clear();
    bytes_ = 0;
  }

private:
  static constexpr std::size_t kOverhead = 200;
  struct Entry {
    std::string key;
    std::int64_t revision;
    std::shared_ptr<const T> value;
    std::size_t bytes;
  };
  void drop(typename std::list<Entry>::iterator at) {
    bytes_ -= at->bytes;
    by_key_.erase(at->key);
    entries_.erase(at);
  }

  std::mutex mutex_;
  std::list<Entry> entries_;
  std::unordered_map<std::string, typename std::list<Entry>::iterator> by_key_;
  std::size_t bytes_max_, bytes_ = 0;
};

} // namespace plumb::projection
