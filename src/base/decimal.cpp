// SPDX-License-Identifier: Apache-2.0
#include <plumb/base/decimal.hpp>

#include <limits>

namespace plumb::base {

namespace {

constexpr int kScaleMax = 9;
constexpr std::int64_t kUnitsMax = 999'999'999'999'999'999;

Decimal shortest(Decimal value) {
  while (value.scale > 0 && value.units % 10 == 0) {
    value.units /= 10;
    --value.scale;
  }
  return value;
}

}  // namespace

std::optional<Decimal> parse_decimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  Decimal value;
  bool point = false, digit = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '.' && !point && digit) {
      point = true;
    } else if (c == ',' && !point && digit && i + 3 < text.size()) {
      continue;
    } else if (c >= '0' && c <= '9') {
      if (value.units > (kUnitsMax - (c - '0')) / 10 || value.scale == kScaleMax) return std::nullopt;
      value.units = value.units * 10 + (c - '0');
      value.scale += point ? 1 : 0;
      digit = true;
    } else {
      return std::nullopt;
    }
  }
  if (!digit || text.back() == '.') return std::nullopt;
  if (negative) value.units = -value.units;
  return shortest(value);
}

std::string to_string(Decimal value) {
  std::string digits = std::to_string(value.units < 0 ? -value.units : value.units);
  if (value.scale > 0) {
    const auto scale = static_cast<std::size_t>(value.scale);
    if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
    digits.insert(digits.size() - scale, ".");
  }
  return (value.units < 0 ? "-" : "") + digits;
}

std::optional<Decimal> shift(Decimal value, int power) {
  for (; power > 0; --power) {
    if (value.scale > 0) {
      --value.scale;
    } else {
      if (value.units > kUnitsMax / 10 || value.units < -kUnitsMax / 10) return std::nullopt;
      value.units *= 10;
    }
  }
  for (; power < 0; ++power) {
    if (value.units % 10 == 0)
      value.units /= 10;
    else if (++value.scale > kScaleMax)
      return std::nullopt;
  }
  return shortest(value);
}

}  // namespace plumb::base
