// SPDX-License-Identifier: Apache-2.0
/// What became no field, with the reason: nothing of a document is dropped silently.
#pragma once

#include "assemble.hpp"
#include "outline.hpp"

namespace plumb::plan {

/// Every character of the text that is not blank is either inside a field's span or in here.
[[nodiscard]] std::vector<Leftover> find_leftovers(const Context& context, const Outline& outline,
                                                   const Plan& plan,
                                                   const std::vector<Span>& table_headers);

} // namespace plumb::plan
