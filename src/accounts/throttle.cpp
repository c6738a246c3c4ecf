// SPDX-License-Identifier: Apache-2.0
#include "throttle.hpp"

namespace plumb::accounts {
namespace {

/// Beyond it the oldest is forgotten: memory stays bounded whoever knocks.
constexpr std::size_t kAddressesMax = 10'000;

} // namespace

std::optional<std::int64_t> Throttle::waits(std::string_view address, std::int64_t now) {
  const std::lock_guard lock(mutex_);
  const auto found = tries_.find(address);
  if (found == tries_.end()) return std::nullopt;
  const std::int64_t until = found->second.since + window_;
  if (now >= until) {
    tries_.erase(found);
    return std::nullopt;
  }
  if (found->second.count < tries_max_) return std::nullopt;
  return until;
}

void Throttle::wrong(std::string_view address, std::int64_t now) {
  const std::lock_guard lock(mutex_);
  auto found = tries_.find(address);
  if (found == tries_.end()) {
    std::erase_if(tries_, [&](const auto& one) {
      return tries_.size() >= kAddressesMax && one.second.since + window_ <= now;
    });
    if (tries_.size() >= kAddressesMax) {
      auto oldest = tries_.begin();
      for (auto at = tries_.begin(); at != tries_.end(); ++at)
        if (at->second.since < oldest->second.since) oldest = at;
      tries_.erase(oldest);
    }
    found = tries_.emplace(std::string(address), Tries{now, 0}).first;
  }
  if (now >= found->second.since + window_) found->second = Tries{now, 0};
  ++found->second.count;
}

} // namespace plumb::accounts
