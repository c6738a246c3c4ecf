// SPDX-License-Identifier: Apache-2.0
/// Connections that are kept open and lent out, the same for every engine. Thread-safe.
#pragma once

#include <plumb/base/result.hpp>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace plumb::storage {

template <class T> class Pool {
public:
  using Open = std::function<base::Result<std::unique_ptr<T>>()>;
  Pool(int open_max, Open open) : open_max_(open_max), open_one_(std::move(open)) {}

  /// Waits where all are lent out.
  [[nodiscard]] base::Result<std::unique_ptr<T>> take() {
    std::unique_lock lock(mutex_);
    given_back_.wait(lock, [&] { return !idle_.empty() || open_ < open_max_; });
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
    ++open_;
    lock.unlock();
    auto opened = open_one_();
    if (!opened) forget_one();
    return opened;
  }

  void give(std::unique_ptr<T> connection) {
    const std::lock_guard lock(mutex_);
    // The most recently used one first: its caches are warm and the others can stay cold.
    idle_.push_back(std::move(connection));
    given_back_.notify_one();
  }

  /// A connection that was taken is gone.
  void forget_one() {
    const std::lock_guard lock(mutex_);
    --open_;
    given_back_.notify_one();
  }

private:
  int open_max_;
  Open open_one_;
  std::mutex mutex_;
  std::condition_variable given_back_;
  std::vector<std::unique_ptr<T>> idle_;
  int open_ = 0;
};

} // namespace plumb::storage
