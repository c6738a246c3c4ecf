// SPDX-License-Identifier: Apache-2.0
/// Is the document a plan at all? A law, a speech or a news item may be numbered just as well.
#pragma once

#include "outline.hpp"

#include <plumb/plan/plan.hpp>

namespace plumb::plan {

struct Findings {
  const Frame& frame;
  const Outline& outline;
  const std::vector<Task>& tasks;
  std::size_t in_tables = 0;
  bool report = false;
};

[[nodiscard]] Kind decide_kind(const Findings& findings);

} // namespace plumb::plan
