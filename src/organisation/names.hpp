// SPDX-License-Identifier: Apache-2.0
/// What is left of a written unit name after everything that varies by custom is set aside. Three
/// steps, each coarser: normal form (typing), shape (without the place), core (without the ending).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace plumb::organisation {

/// Half width, one kind of bracket, no blanks and quotes, without 等 and marks at the end.
[[nodiscard]] std::string normalise(std::string_view written);

/// The place whose units these are: 青川原县, and the word for its level, 县.
struct Place {
  std::string name;
  std::string stem;  ///< without the level; empty where that would be too short to recognise
  std::string level; ///< 县, 区, 市, 自治区 …
};
/// From the official name of an authority (…人民政府, 中共…委员会); false if it names no place.
[[nodiscard]] bool place_of(std::string_view normal_name, Place& place);

/// 青川原县司法局, 县司法局, 司法局 → 司法局; 县委宣传部 → 宣传部; 县府办 → 政府办公室. A name of
/// another level (市司法局 in a county) keeps its prefix. Without any place every level is set
/// aside.
[[nodiscard]] std::string shape_of(std::string_view normal, const std::vector<Place>& places);

/// Without 局, 委员会, 办公室 …; 政府办公室 and the like keep theirs, since 政府 is another unit.
[[nodiscard]] std::string core_of(std::string_view shape);

/// Removes the place in front, nothing else. For collective names: 全县各镇 → 各镇.
[[nodiscard]] std::string_view strip_place(std::string_view normal,
                                           const std::vector<Place>& places);

} // namespace plumb::organisation
