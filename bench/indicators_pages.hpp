// SPDX-License-Identifier: Apache-2.0
// Pages that are read over the cells of a store: one of a receipt, the list of a round of
// assessment, one sheet of it.
#pragma once

#include "indicators_world.hpp"
#include "measuring.hpp"

#include <cstdint>

namespace plumb::bench {

struct ReceiptPage {
  std::int64_t records = 0; ///< behind the number; fifty stand on the page
  Measured page;
};
/// Acts out some records of the indicator's register first: those stand on the first page, and only
/// what stands on a page is looked up.
[[nodiscard]] ReceiptPage receipt_page(Store& store, const organisation::Tree& tree,
                                       const pack::Rulebook& rules,
                                       const pack::Indicator& indicator, double at_least_s);

struct Round {
  std::int64_t sheets = 0, settled = 0;
  double opened_s = 0;
  Measured list, sheet;
};
/// Opens a round for every unit and settles half of its sheets: those have places, the others are
/// scored while they are read.
[[nodiscard]] Round assessment_round(Store& store, const organisation::Tree& tree,
                                     double at_least_s);

} // namespace plumb::bench
