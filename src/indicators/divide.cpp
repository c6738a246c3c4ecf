// SPDX-License-Identifier: Apache-2.0
// Division and rounding without floating point, in 128 bits: the longest numerator (18 digits)
// brought to the scale of the denominator (9), to percent (2) and to the digits asked for (9) has
// 38 digits, which just fit.
#include "decimals.hpp"
#include "plumb/indicators/indicators.hpp"

#include <algorithm>

namespace plumb::indicators {
namespace {

using base::Decimal;
__extension__ using Wide = __int128;

constexpr std::int64_t kUnitsMax = 999'999'999'999'999'999;
constexpr int kScaleMax = 9;

Wide power_of_ten(int exponent) {
  Wide out = 1;
  for (; exponent > 0; --exponent)
    out *= 10;
  return out;
}

/// The value in units of a scale that is not smaller than its own.
Wide widened(Decimal value, int scale) {
  return Wide{value.units} * power_of_ten(scale - value.scale);
}

std::optional<Decimal> narrowed(Wide units, int scale) {
  while (scale > 0 && units % 10 == 0) {
    units /= 10;
    --scale;
  }
  if (units > kUnitsMax || units < -kUnitsMax) return std::nullopt;
  return Decimal{static_cast<std::int64_t>(units), scale};
}

/// `units` / `divisor`, rounded; the divisor is positive.
Wide round_quotient(Wide units, Wide divisor, pack::Rounding rounding) {
  const Wide whole = units / divisor;
  const Wide rest = units % divisor;
  const Wide twice = (rest < 0 ? -rest : rest) * 2;
  bool away = false;
  switch (rounding) {
  case pack::Rounding::Down:
    break;
  case pack::Rounding::HalfUp:
    away = twice >= divisor;
    break;
  case pack::Rounding::HalfEven:
    away = twice > divisor || (twice == divisor && whole % 2 != 0);
    break;
  }
  if (!away) return whole;
  return units < 0 ? whole - 1 : whole + 1;
}

/// Both sides of a fraction as whole numbers, the lower one positive.
struct Fraction {
  Wide upper = 0, lower = 1;
};
Fraction fraction(Decimal numerator, Decimal denominator, bool percent, int digits) {
  // Only the difference of the scales matters; the smaller one is taken off both.
  const int common = std::min(numerator.scale, denominator.scale);
  Fraction out{Wide{numerator.units} * power_of_ten(denominator.scale - common) *
                   (percent ? 100 : 1) * power_of_ten(digits),
               Wide{denominator.units} * power_of_ten(numerator.scale - common)};
  if (out.lower < 0) out = {-out.upper, -out.lower};
  return out;
}

} // namespace

Decimal shortest(std::int64_t units, int scale) {
  while (scale > 0 && units % 10 == 0) {
    units /= 10;
    --scale;
  }
  return {units, scale};
}

std::strong_ordering compare(Decimal left, Decimal right) {
  const int scale = std::max(left.scale, right.scale);
  const Wide difference = widened(left, scale) - widened(right, scale);
  return difference < 0   ? std::strong_ordering::less
         : difference > 0 ? std::strong_ordering::greater
                          : std::strong_ordering::equal;
}

std::optional<Decimal> minus(Decimal left, Decimal right) {
  const int scale = std::max(left.scale, right.scale);
  return narrowed(widened(left, scale) - widened(right, scale), scale);
}

std::optional<Decimal> plus(Decimal left, Decimal right) {
  return minus(left, {-right.units, right.scale});
}

Decimal rounded(Decimal value, int scale, pack::Rounding rounding) {
  if (value.scale <= scale) return shortest(value.units, value.scale);
  const Wide units = round_quotient(value.units, power_of_ten(value.scale - scale), rounding);
  return narrowed(units, scale).value_or(value);
}

std::optional<Quotient> quotient(Decimal numerator, Decimal denominator, bool percent, int digits) {
  const auto parts = fraction(numerator, denominator, percent, std::clamp(digits, 0, kScaleMax));
  const auto cut = narrowed(parts.upper / parts.lower, std::clamp(digits, 0, kScaleMax));
  if (!cut) return std::nullopt;
  return Quotient{*cut, parts.upper % parts.lower == 0};
}

Value divided(Decimal numerator, Decimal denominator, bool percent, int scale,
              pack::Rounding rounding) {
  Value out{.standing = Standing::NotApplicable,
            .numerator = numerator,
            .denominator = denominator,
            .value = {}};
  if (denominator.units == 0) return out;
  const int digits = std::clamp(scale, 0, kScaleMax);
  const auto parts = fraction(numerator, denominator, percent, digits);
  out.value = narrowed(round_quotient(parts.upper, parts.lower, rounding), digits);
  if (out.value) out.standing = Standing::Value;
  return out;
}

} // namespace plumb::indicators
