// SPDX-License-Identifier: Apache-2.0
/// Reads collective names (各镇(街), 其他部门, 区政府各有关部门) as a description of members. A
/// name is collective only if every word of it is understood; otherwise it is left to the reading
/// of names.
#pragma once

#include "names.hpp"

#include <plumb/organisation/organisation.hpp>

#include <optional>
#include <set>
#include <string_view>
#include <vector>

namespace plumb::organisation {

struct Group {
  Reason reason = Reason::Collective; ///< Collective, Remainder or Everybody
  std::set<UnitKind> kinds;           ///< empty with enforcement: of any kind
  bool everyone = false;              ///< 各单位: every kind
  bool enforcement = false;           ///< only units with enforcement power
  bool zones = false;                 ///< 开发区, 园区: known by their names
  bool lower_authorities = false;     ///< 各县(市、区)人民政府: governments below the root
  /// 各镇 without 乡 and 街道: the word the member's name must hold; empty for any.
  std::string_view township_word;
  std::optional<int> count; ///< 两镇, 12个镇(街道)
};

[[nodiscard]] std::optional<Group> read_group(std::string_view normal,
                                              const std::vector<Place>& places);

} // namespace plumb::organisation
