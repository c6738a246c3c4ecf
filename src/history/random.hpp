// SPDX-License-Identifier: Apache-2.0
/// Chance that is the same everywhere for the same seed: SplitMix64 (Steele, Lea, Flood 2014),
/// whole numbers only. The standard library's distributions differ between its makers.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace plumb::history {

[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31U);
}

/// A number for a name, the same everywhere.
[[nodiscard]] constexpr std::uint64_t number_of(std::string_view name) {
  std::uint64_t number = 0;
  for (const char c : name)
    number = number * 131 + static_cast<unsigned char>(c);
  return number;
}

class Random {
public:
  /// Depends on every one of them and on their order.
  Random(std::initializer_list<std::uint64_t> seeds) {
    for (const auto seed : seeds)
      state_ = mixed(state_ ^ mixed(seed));
  }
  [[nodiscard]] std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    return mixed(state_);
  }
  /// 0 … n-1; n > 0.
  [[nodiscard]] int below(int n) {
    return static_cast<int>(next() % static_cast<std::uint64_t>(n));
  }
  /// Both inclusive.
  [[nodiscard]] int between(int least, int most) { return least + below(most - least + 1); }
  [[nodiscard]] bool percent(int p) { return below(100) < p; }

private:
  std::uint64_t state_ = 0;
};

} // namespace plumb::history
