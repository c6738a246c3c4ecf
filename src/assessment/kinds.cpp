// SPDX-License-Identifier: Apache-2.0
#include "kinds.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace plumb::assessment {

std::string_view kind_title(std::string_view unit_kind) {
  using Title = std::pair<std::string_view, std::string_view>;
  constexpr std::array<Title, 13> kTitles{{{"authority", "本级党委政府"},
                                           {"party", "党委部门"},
                                           {"government", "政府工作部门"},
                                           {"institution", "事业单位"},
                                           {"peoples_organisation", "人民团体"},
                                           {"congress", "人大机关"},
                                           {"consultative", "政协机关"},
                                           {"judicial", "法院检察院"},
                                           {"township", "乡镇"},
                                           {"subdistrict", "街道"},
                                           {"vertical", "垂直管理单位"},
                                           {"enterprise", "国有企业"},
                                           {"other", "其他单位"}}};
  const auto* found = std::ranges::find(kTitles, unit_kind, &Title::first);
  return found == kTitles.end() ? unit_kind : found->second;
}

std::string kinds_in_words(const std::vector<std::string>& unit_kinds) {
  std::string out;
  for (const auto& kind : unit_kinds)
    out += (out.empty() ? "" : "、") + std::string(kind_title(kind));
  return out;
}

} // namespace plumb::assessment
