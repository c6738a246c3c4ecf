// SPDX-License-Identifier: Apache-2.0
// Invented editions and numbers for tests.
#pragma once

#include "plumb/assessment/assessment.hpp"

#include <plumb/base/check.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plumb::assessment::testing {

using Kind = pack::AssessmentItem::Kind;
using Form = pack::AutomaticScore::Form;

inline Decimal number(std::string_view text) {
  const auto value = base::parse_decimal(text);
  PLUMB_CHECK(value.has_value());
  return *value;
}

inline indicators::Value value_of(std::string_view text) {
  indicators::Value out;
  if (text == "not_entered") {
    out.standing = indicators::Standing::NotEntered;
  } else if (!text.empty()) {
    out.standing = indicators::Standing::Value;
    out.value = number(text);
    out.numerator = *out.value;
  }
  return out;
}

inline pack::AssessmentItem judged(std::string id, std::string_view marks, Kind kind = Kind::Scored,
                                   std::vector<std::string> unit_kinds = {}) {
  pack::AssessmentItem item;
  item.title = "项目" + id;
  item.id = std::move(id);
  item.standard = "由评定人按材料打分";
  item.kind = kind;
  item.marks = number(marks);
  item.unit_kinds = std::move(unit_kinds);
  return item;
}

inline pack::AssessmentItem automatic(std::string id, std::string_view marks,
                                      pack::AutomaticScore score, Kind kind = Kind::Scored,
                                      std::vector<std::string> unit_kinds = {}) {
  auto item = judged(std::move(id), marks, kind, std::move(unit_kinds));
  if (score.indicator.empty()) score.indicator = "sample_share";
  item.automatic = std::move(score);
  return item;
}

inline pack::AutomaticScore linear(std::string_view none_at, std::string_view full_at) {
  return {.indicator = {},
          .form = Form::Linear,
          .none_at = number(none_at),
          .full_at = number(full_at)};
}
inline pack::AutomaticScore each(Form form, std::string_view marks) {
  return {.indicator = {}, .form = form, .each = number(marks)};
}
inline pack::AutomaticScore met() {
  return {.indicator = {}, .form = Form::Met};
}

/// One area with one objective for each list of items.
inline pack::Edition edition(std::vector<std::vector<pack::AssessmentItem>> areas) {
  pack::Edition out;
  out.id = "sample_2026";
  out.title = "样例体系";
  out.year = 2026;
  out.unit_kinds = {"government", "township"};
  out.bonus_max = {5, 0};
  int count = 0;
  for (auto& items : areas) {
    const std::string id = "area_" + std::to_string(++count);
    out.areas.push_back({id, "领域" + id, {{id + "_first", "目标" + id, std::move(items)}}});
  }
  return out;
}

inline ItemScore scored(std::string item, std::string_view marks) {
  ItemScore out;
  out.item = std::move(item);
  out.marks = number(marks);
  out.verified = out.marks;
  return out;
}

} // namespace plumb::assessment::testing
