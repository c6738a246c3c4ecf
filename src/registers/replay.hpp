// SPDX-License-Identifier: Apache-2.0
// The steps of a record taken once more, on other days or under other rules.
#pragma once

#include "carry_out.hpp"

namespace plumb::registers {

/// The record as if the corrected values had always been so; its days and clocks are still as told.
[[nodiscard]] Record corrected(const Record& record, const Json::Object& fields);

struct Replayed {
  Record record;
  std::vector<Refusal> refusals; ///< a day out of order; under other rules all that they refuse
};
/// `told`: life_of(record); in Mode::WhatIf only states and fields matter. `days`: one for each
/// step. `reason` is given to breaches that only come to light now.
[[nodiscard]] Replayed replay(const Setting& setting, std::span<const Record> told,
                              std::span<const Date> days, std::string_view reason);

} // namespace plumb::registers
