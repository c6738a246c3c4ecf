// SPDX-License-Identifier: Apache-2.0
/// Parts that units write for a report, and how they come into its chapters.
#pragma once

#include "draft.hpp"

#include <set>

namespace plumb::report {

struct Part {
  std::string record_id, unit, name, state, state_title;
  bool accepted = false, withdrawn = false, merged = false;
};

/// The line under which a unit's part stands in a chapter: 【县司法局】
[[nodiscard]] std::string part_line(std::string_view unit_name);
/// A part's text as it stands in the report: figures without a unit are those of the part's unit.
[[nodiscard]] std::string of_unit(std::string_view text, std::string_view unit);

/// Parts of a report in the order in which they were asked for. A part is merged once any revision
/// of the chapters had the line of its unit, so that whoever works it into the text, or takes it
/// out, does not get it again.
[[nodiscard]] base::Result<std::vector<Part>> parts_of(const records::Records& records,
                                                       std::string_view authority_id,
                                                       const organisation::Tree& tree,
                                                       const Draft& draft);
/// Findings for those that are awaited, or accepted and not merged.
[[nodiscard]] std::vector<Finding> missing(const std::vector<Part>& parts);

} // namespace plumb::report
