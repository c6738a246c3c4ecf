// SPDX-License-Identifier: Apache-2.0
/// The words in front of a colon that say what follows: 牵头单位, 完成时限, 效果指标 … Written with
/// blanks between the characters, joined (牵头、责任部门), or misspelt (责责任部门).
#pragma once

#include "scan.hpp"

#include <cstdint>

namespace plumb::plan {

enum class LabelKind : std::uint8_t {
  None,
  Lead,
  Responsible,
  Supporting,
  Combined, ///< 牵头、责任部门: the first one listed leads
  Person,   ///< 责任领导, 责任人: no unit
  Deadline,
  Goal,     ///< 目标
  Measures, ///< 具体措施
  Effects,  ///< 效果指标
};
[[nodiscard]] constexpr bool is_role(LabelKind kind) {
  return kind == LabelKind::Lead || kind == LabelKind::Responsible ||
         kind == LabelKind::Supporting || kind == LabelKind::Combined;
}

struct Label {
  LabelKind kind = LabelKind::None;
  Span word;
  std::uint32_t end = 0; ///< behind the colon and blanks
  bool colon = false;
};

/// What a squeezed word means as a label or as the title of a table column.
[[nodiscard]] LabelKind label_kind(std::string_view squeezed);
/// The label at `at`, with its colon; or a label that is all there is up to `until`.
[[nodiscard]] Label read_label(std::string_view text, std::size_t at, std::size_t until);

} // namespace plumb::plan
