// SPDX-License-Identifier: Apache-2.0
// How a number stands to what it should be.
#include "light.hpp"

#include "decimals.hpp"

namespace plumb::indicators {

using base::Decimal;
using pack::Comparison;

bool meets(Decimal value, Comparison comparison, Decimal wanted) {
  const auto order = compare(value, wanted);
  switch (comparison) {
  case Comparison::AtLeast:
    return order >= 0;
  case Comparison::AtMost:
    return order <= 0;
  case Comparison::Equal:
    return order == 0;
  }
  return false;
}

std::optional<Decimal> gap_of(const Value& value, const Target& target) {
  if (value.standing != Standing::Value || !value.value) return std::nullopt;
  if (meets(*value.value, target.comparison, target.value)) return Decimal{};
  auto gap = minus(target.value, *value.value);
  // What is too much counts like what is missing.
  if (gap && gap->units < 0) gap->units = -gap->units;
  return gap;
}

Light light_of(const pack::Indicator& indicator, const Value& value, const Target& target, Date on,
               Date period_until) {
  if (value.standing != Standing::Value || !value.value) return Light::Grey;
  if (meets(*value.value, target.comparison, target.value)) return Light::Green;
  const bool broken =
      indicator.kind == pack::IndicatorKind::Zero ||
      (indicator.kind == pack::IndicatorKind::Ceiling && target.comparison == Comparison::AtMost);
  const bool passed = on > target.due_on.value_or(period_until);
  return broken || passed ? Light::Red : Light::Yellow;
}

Light worse(Light left, Light right) {
  const auto rank = [](Light light) {
    switch (light) {
    case Light::Red:
      return 0;
    case Light::Yellow:
      return 1;
    case Light::Green:
      return 2;
    case Light::Grey:
      return 3;
    }
    return 3;
  };
  return rank(left) <= rank(right) ? left : right;
}

std::string_view name_of(Light light) {
  switch (light) {
  case Light::Green:
    return "green";
  case Light::Yellow:
    return "yellow";
  case Light::Red:
    return "red";
  case Light::Grey:
    return "grey";
  }
  return "grey";
}

} // namespace plumb::indicators
