// SPDX-License-Identifier: Apache-2.0
/// What a record lacks that counts against an indicator, in words.
#pragma once

#include "state.hpp"

namespace plumb::indicators {

/// `record` as it was on the question's day; `days`: those that the numerator counts. Empty where
/// it cannot be told.
[[nodiscard]] std::string lacks_in_words(const pack::Rulebook& book,
                                         const pack::Indicator& indicator,
                                         const registers::Record& record, Date on,
                                         const Days& days);

} // namespace plumb::indicators
