// SPDX-License-Identifier: Apache-2.0
#include "exact.hpp"

#include <algorithm>

namespace plumb::assessment {
namespace {

__extension__ using Unsigned = unsigned __int128;

constexpr int kScaleMax = 9;
constexpr std::int64_t kUnitsMax = 999'999'999'999'999'999;

/// 10^power; at most 10^27 is asked for.
Wide ten_to(int power) {
  Wide out = 1;
  for (; power > 0; --power)
    out *= 10;
  return out;
}

Wide nano_of(Decimal value) {
  return Wide{value.units} * ten_to(kScaleMax - value.scale);
}

/// Away from nought where it lies in the middle.
Wide divided_half_up(Wide value, Wide by) {
  const Wide half = by / 2;
  return value < 0 ? -((-value + half) / by) : (value + half) / by;
}

Decimal shortest(Wide units, int scale) {
  while (scale > 0 && units % 10 == 0) {
    units /= 10;
    --scale;
  }
  // Digits behind the point go before the number becomes another.
  while (scale > 0 && (units > kUnitsMax || units < -kUnitsMax)) {
    units = divided_half_up(units, 10);
    --scale;
  }
  return {static_cast<std::int64_t>(std::clamp(units, -Wide{kUnitsMax}, Wide{kUnitsMax})), scale};
}

int digits(int scale) {
  return std::clamp(scale, 0, kScaleMax);
}

struct Quotient {
  Unsigned whole = 0, rest = 0;
};

/// part × factor / parts for part ≤ parts: the product alone may have more than 128 bits, so the
/// factor is gone through bit by bit and the quotient grows with it.
Quotient proportion(Unsigned factor, Unsigned part, Unsigned parts) {
  Quotient out;
  const auto settle = [&] {
    out.whole += out.rest / parts;
    out.rest %= parts;
  };
  for (int bit = 127; bit >= 0; --bit) {
    out.whole <<= 1U;
    out.rest <<= 1U;
    settle();
    if (((factor >> static_cast<unsigned>(bit)) & 1U) == 0) continue;
    out.rest += part;
    settle();
  }
  return out;
}

} // namespace

int compare(Decimal left, Decimal right) {
  const Wide a = nano_of(left), b = nano_of(right);
  return (a > b ? 1 : 0) - (a < b ? 1 : 0);
}

Decimal smaller(Decimal left, Decimal right) {
  return compare(right, left) < 0 ? right : left;
}

Decimal clamped(Decimal value, Decimal low, Decimal high) {
  if (compare(value, low) < 0) return low;
  return smaller(value, high);
}

void Sum::add(Decimal value) {
  nano_ += nano_of(value);
}

void Sum::subtract(Decimal value) {
  nano_ -= nano_of(value);
}

Decimal Sum::value() const {
  return shortest(nano_, kScaleMax);
}

Decimal Sum::rounded(int scale) const {
  return shortest(divided_half_up(nano_, ten_to(kScaleMax - digits(scale))), digits(scale));
}

namespace {

/// A product and the limit that it is held against, in the same units.
struct Counted {
  Wide units = 0, limit = 0;
  int scale = 0;
};
Counted counted(Decimal left, Decimal right, Decimal most) {
  const int both = left.scale + right.scale, scale = std::max(both, most.scale);
  Counted out{.limit = Wide{most.units} * ten_to(scale - most.scale), .scale = scale};
  if (left.units <= 0 || right.units <= 0) return out;
  const Wide exact = Wide{left.units} * right.units;
  // Compared before it is brought to the common scale, so that it cannot become too wide.
  const Wide largest = out.limit / ten_to(scale - both);
  out.units = exact > largest ? out.limit : exact * ten_to(scale - both);
  return out;
}

Decimal rounded(Wide units, int scale, int wanted) {
  if (scale <= wanted) return shortest(units, scale);
  return shortest(divided_half_up(units, ten_to(scale - wanted)), wanted);
}

} // namespace

Decimal product(Decimal left, Decimal right, Decimal most, int scale) {
  const auto found = counted(left, right, most);
  return smaller(rounded(std::min(found.units, found.limit), found.scale, digits(scale)), most);
}

Decimal remainder(Decimal most, Decimal left, Decimal right, int scale) {
  const auto found = counted(left, right, most);
  const Wide left_over = std::max(found.limit - found.units, Wide{0});
  return smaller(rounded(left_over, found.scale, digits(scale)), most);
}

Decimal share(Decimal whole, const Sum& part, const Sum& parts, int scale) {
  if (whole.units <= 0 || part.nano() <= 0 || parts.nano() <= 0) return {};
  if (part.nano() >= parts.nano()) return whole;
  const int wanted = digits(scale), more = std::max(wanted - whole.scale, 0);
  const auto over = static_cast<Unsigned>(parts.nano());
  const auto exact = proportion(static_cast<Unsigned>(whole.units * ten_to(more)),
                                static_cast<Unsigned>(part.nano()), over);
  const auto units = static_cast<Wide>(exact.whole);
  // Behind digits that are cut off, what is left over is too little to matter.
  const Decimal out = whole.scale > wanted
                          ? rounded(units, whole.scale, wanted)
                          : shortest(units + (exact.rest >= over - exact.rest ? 1 : 0), wanted);
  return smaller(out, whole);
}

} // namespace plumb::assessment
