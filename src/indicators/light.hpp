// SPDX-License-Identifier: Apache-2.0
/// Targets and lights: light_of is the public part.
#pragma once

#include "plumb/indicators/indicators.hpp"

#include <optional>
#include <string_view>

namespace plumb::indicators {

[[nodiscard]] bool meets(base::Decimal value, pack::Comparison comparison, base::Decimal wanted);
/// What is missing to meet the target, never negative, 0 where it is met; empty without a value.
[[nodiscard]] std::optional<base::Decimal> gap_of(const Value& value, const Target& target);
/// Red before yellow before green before grey.
[[nodiscard]] Light worse(Light left, Light right);
[[nodiscard]] std::string_view name_of(Light light); ///< as in the API

} // namespace plumb::indicators
