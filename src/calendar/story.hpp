// SPDX-License-Identifier: Apache-2.0
/// How a last day came about, told from the two days it lies between.
#pragma once

#include "view_state.hpp"

#include <plumb/calendar/period.hpp>

#include <vector>

namespace plumb::calendar {

/// Half-open.
struct Run {
  Day from = 0, until = 0;
};

/// Fills in what was skipped and made up for, and whether that is settled. `paused` is sorted and
/// its runs are apart.
void tell(const View& view, const std::vector<Run>& paused, Receipt& receipt);

} // namespace plumb::calendar
