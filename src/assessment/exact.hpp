// SPDX-License-Identifier: Apache-2.0
/// Exact sums and shares of decimals, wide enough that nothing between the operands and the one
/// rounding at the end is lost. Results that no Decimal holds become the nearest that one does.
#pragma once

#include <plumb/base/decimal.hpp>

namespace plumb::assessment {

using base::Decimal;

__extension__ using Wide = __int128;

/// Less than, equal to or more than nought, as left is to right.
[[nodiscard]] int compare(Decimal left, Decimal right);
[[nodiscard]] Decimal smaller(Decimal left, Decimal right);
[[nodiscard]] Decimal clamped(Decimal value, Decimal low, Decimal high);

/// A sum of decimals, exact.
class Sum {
public:
  Sum() = default;
  explicit Sum(Decimal value) { add(value); }
  /// left − right
  Sum(Decimal left, Decimal right) {
    add(left);
    subtract(right);
  }
  void add(Decimal value);
  void subtract(Decimal value);
  [[nodiscard]] Decimal value() const;
  /// Half up (away from nought) to `scale` digits.
  [[nodiscard]] Decimal rounded(int scale) const;
  [[nodiscard]] bool positive() const { return nano_ > 0; }
  [[nodiscard]] Wide nano() const { return nano_; }

private:
  Wide nano_ = 0; ///< in units of 10^-9
};

/// left × right, at most `most`, half up to `scale` digits; negative operands count as nought.
[[nodiscard]] Decimal product(Decimal left, Decimal right, Decimal most, int scale);
/// What left × right leaves of `most`, at least nothing, half up to `scale` digits.
[[nodiscard]] Decimal remainder(Decimal most, Decimal left, Decimal right, int scale);
/// whole × part / parts, half up to `scale` digits: `part` is taken to lie between 0 and `parts`,
/// and nothing of nothing is nothing.
[[nodiscard]] Decimal share(Decimal whole, const Sum& part, const Sum& parts, int scale);

} // namespace plumb::assessment
