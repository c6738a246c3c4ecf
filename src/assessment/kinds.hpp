// SPDX-License-Identifier: Apache-2.0
/// Editions gone through, and what of them applies to whom.
#pragma once

#include <plumb/pack/editions.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace plumb::assessment {

/// Whether the item is scored for units of this kind.
[[nodiscard]] bool is_for(const pack::Edition& edition, const pack::AssessmentItem& item,
                          std::string_view unit_kind);
template <class Visitor> void visit_items(const pack::Edition& edition, Visitor&& on_item) {
  for (const auto& area : edition.areas)
    for (const auto& objective : area.objectives)
      for (const auto& item : objective.items)
        on_item(area, item);
}

} // namespace plumb::assessment
