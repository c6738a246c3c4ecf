// SPDX-License-Identifier: Apache-2.0
/// What the operations on rounds and sheets share.
#pragma once

#include "sheet.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace plumb::assessment {

[[nodiscard]] base::Unexpected<base::Error> unknown_edition(std::string_view edition_id);
[[nodiscard]] base::Unexpected<base::Error> not_ready(std::string what);

/// The day and the rules that an operation goes by.
struct Place {
  Date today{};
  records::RulebookPointer rules;
  const pack::Register* declared = nullptr; ///< of sheets
};
[[nodiscard]] base::Result<Place> place_of(const records::Records& records,
                                           std::string_view authority_id);
/// Sheets of an edition (empty: of all) that the viewer sees, without those that were dropped.
[[nodiscard]] base::Result<std::vector<SheetRecord>>
sheets_of(const records::Records& records, std::string_view authority_id, const Place& place,
          std::string_view edition_id, const records::Viewer& viewer);
[[nodiscard]] base::Result<SheetState> state_of(const pack::Rulebook& rules,
                                                const SheetRecord& sheet, Numbers& numbers);
/// Schema AssessmentSheet from one of RecordDetail.
[[nodiscard]] base::Result<records::Answer> sheet_answer(const indicators::Indicators& indicators,
                                                         const pack::Rulebook& rules,
                                                         std::string_view authority_id,
                                                         const organisation::Tree& tree,
                                                         const records::Answer& answer);

} // namespace plumb::assessment
