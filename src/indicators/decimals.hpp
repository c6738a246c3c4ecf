// SPDX-License-Identifier: Apache-2.0
/// Exact sums and comparisons of decimals; quotients to any digit.
#pragma once

#include <plumb/base/decimal.hpp>
#include <plumb/pack/measures.hpp>

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace plumb::indicators {

/// Without zeros at the end: 80.0 is {80, 0}.
[[nodiscard]] base::Decimal shortest(std::int64_t units, int scale);
[[nodiscard]] std::strong_ordering compare(base::Decimal left, base::Decimal right);
/// nullopt where the difference has more than 18 digits.
[[nodiscard]] std::optional<base::Decimal> minus(base::Decimal left, base::Decimal right);
[[nodiscard]] std::optional<base::Decimal> plus(base::Decimal left, base::Decimal right);
/// Rounded to so many digits behind the point.
[[nodiscard]] base::Decimal rounded(base::Decimal value, int scale, pack::Rounding rounding);

/// numerator / denominator × (percent ? 100 : 1), cut after `digits` digits. nullopt where it has
/// more than 18 digits; the denominator is not 0.
struct Quotient {
  base::Decimal cut;
  bool exact = true; ///< nothing was cut off
};
[[nodiscard]] std::optional<Quotient> quotient(base::Decimal numerator, base::Decimal denominator,
                                               bool percent, int digits);

} // namespace plumb::indicators
