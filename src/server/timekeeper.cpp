// SPDX-License-Identifier: Apache-2.0
#include "plumb/server/timekeeper.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace plumb::server {

struct Timekeeper::State {
  std::mutex mutex = {};
  std::condition_variable woken = {};
  bool stopping = false;
  std::thread thread = {};

  void run(std::chrono::milliseconds every, const std::function<void()>& work) {
    std::unique_lock lock(mutex);
    while (!stopping) {
      lock.unlock();
      work();
      lock.lock();
      woken.wait_for(lock, every, [this] { return stopping; });
    }
  }
};

Timekeeper::Timekeeper(std::chrono::milliseconds every, std::function<void()> work)
    : state_(std::make_unique<State>()) {
  state_->thread = std::thread(
      [state = state_.get(), every, work = std::move(work)] { state->run(every, work); });
}

Timekeeper::~Timekeeper() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->woken.notify_all();
  state_->thread.join();
}

} // namespace plumb::server
