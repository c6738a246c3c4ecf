// SPDX-License-Identifier: Apache-2.0
/// What must hold for every plan, whatever the text: used by the tests and the fuzz target.
#pragma once

#include "scan.hpp"

#include <plumb/plan/plan.hpp>

#include <string>

namespace plumb::plan {

/// Empty if all holds, else what does not.
[[nodiscard]] std::string find_fault(const Plan& plan);

} // namespace plumb::plan
