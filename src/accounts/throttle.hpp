// SPDX-License-Identifier: Apache-2.0
/// Wrong tries of one address over all names, in memory: whoever tries one password on many names
/// never locks any of them.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace plumb::accounts {

class Throttle {
public:
  Throttle(int tries_max, std::int64_t window) : tries_max_(tries_max), window_(window) {}
  /// Until when the address has to wait; empty: it may try.
  [[nodiscard]] std::optional<std::int64_t> waits(std::string_view address, std::int64_t now);
  void wrong(std::string_view address, std::int64_t now);

private:
  struct Tries {
    std::int64_t since = 0;
    int count = 0;
  };
  int tries_max_;
  std::int64_t window_;
  std::mutex mutex_;
  std::map<std::string, Tries, std::less<>> tries_;
};

} // namespace plumb::accounts
