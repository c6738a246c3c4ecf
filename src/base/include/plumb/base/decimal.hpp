// SPDX-License-Identifier: Apache-2.0
/// Exact decimal numbers as documents print them: 71.4 is 714 with one decimal place. No floating
/// point anywhere between the paper and the report.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plumb::base {

struct Decimal {
  std::int64_t units = 0;
  /// Digits after the point, 0–9. Always the shortest form: 80.0 is {80, 0}.
  int scale = 0;

  friend constexpr bool operator==(const Decimal&, const Decimal&) = default;
};

/// "12", "-0.5", "1,234.50" → exact value in its shortest form; nullopt if not a number, more than
/// nine decimals or too large for 18 digits.
[[nodiscard]] std::optional<Decimal> parse_decimal(std::string_view text);
/// Shortest plain form, also valid JSON: "71.4".
[[nodiscard]] std::string to_string(Decimal value);
/// Exact product with 10^power (12.9 × 10^4 = 129000); nullopt on overflow.
[[nodiscard]] std::optional<Decimal> shift(Decimal value, int power);

}  // namespace plumb::base
