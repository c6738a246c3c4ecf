// SPDX-License-Identifier: Apache-2.0
/// Threads that answer requests, with a bounded queue in front.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace plumb::server {

class WorkerPool {
public:
  using Task = std::function<void()>;

  WorkerPool(unsigned threads, std::size_t queue_max);
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  /// Finishes what is queued.
  ~WorkerPool();

  /// False, and `task` untouched, while the queue is full.
  [[nodiscard]] bool try_post(Task& task);

private:
  void work();

  std::size_t queue_max_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Task> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

} // namespace plumb::server
