// SPDX-License-Identifier: Apache-2.0
/// What can be checked by counting: 100%, 80%以上, 不少于2人, 不超过5个工作日, 没有发生….
#pragma once

#include "scan.hpp"

#include <plumb/plan/plan.hpp>

#include <vector>

namespace plumb::plan {

/// Appends a target for each quantity in `span`; its text is the clause, or `whole` if that is not
/// empty (an effect indicator keeps its full sentence).
void read_targets(std::string_view text, Span span, Span whole, std::vector<Target>& out);

} // namespace plumb::plan
