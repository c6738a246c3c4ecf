// SPDX-License-Identifier: Apache-2.0
/// A place in a text. Inside the program offsets count bytes of UTF-8; everything that leaves it
/// (JSON, API, events) counts Unicode code points, as schema/plan.schema.json says.
#pragma once

#include <cstdint>
#include <string_view>

namespace plumb::base {

/// Half-open [from, until).
struct Span {
  std::uint32_t from = 0;
  std::uint32_t until = 0;

  [[nodiscard]] constexpr std::uint32_t size() const { return until - from; }
  [[nodiscard]] constexpr bool empty() const { return until <= from; }
  [[nodiscard]] constexpr std::string_view of(std::string_view text) const {
    return text.substr(from, until - from);
  }
  [[nodiscard]] constexpr bool contains(Span inner) const {
    return from <= inner.from && inner.until <= until;
  }
  friend constexpr auto operator<=>(const Span&, const Span&) = default;
};

}  // namespace plumb::base
