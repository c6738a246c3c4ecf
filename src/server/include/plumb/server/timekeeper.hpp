// SPDX-License-Identifier: Apache-2.0
/// Does something at once and then every so often, on a thread of its own, until it is told to
/// stop: what the passing of time alone changes.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace plumb::server {

class Timekeeper {
public:
  /// `work` must not throw; it is never called twice at the same time.
  Timekeeper(std::chrono::milliseconds every, std::function<void()> work);
  /// Waits for a call that is under way.
  ~Timekeeper();
  Timekeeper(const Timekeeper&) = delete;
  Timekeeper& operator=(const Timekeeper&) = delete;

private:
  struct State;
  std::unique_ptr<State> state_;
};

} // namespace plumb::server
