// SPDX-License-Identifier: Apache-2.0
/// What stands at the beginning of a line: 一、 (一) 1. (1) ① 第三条, a label such as 牵头单位:, or
/// the remains of one whose number got lost.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plumb::text {

enum class MarkerKind {
  None,
  HanComma,      ///< 一、
  HanBracket,    ///< (一) or （一）
  NumberBracket, ///< (1)
  NumberDot,     ///< 1. 1、 1．
  Circled,       ///< ①
  Article,       ///< 第三条, 第二章
  LostComma,     ///< 、 with nothing in front
  LostBracket,   ///< () with nothing inside
  Label,         ///< 牵头单位:
  Dash           ///< ——, -, • and the like
};

struct Marker {
  MarkerKind kind = MarkerKind::None;
  std::uint32_t number = 0; ///< 0 where there is none
  std::uint32_t from = 0;   ///< behind the blanks in front
  std::uint32_t until = 0;  ///< behind the marker
};

/// The marker of a line (blanks in front are skipped).
[[nodiscard]] Marker marker(std::string_view line);

/// 1 → 一, 12 → 十二; up to 99.
[[nodiscard]] std::string han_number(std::uint32_t number);
/// 十二 → 12; 0 if it is no number up to 99.
[[nodiscard]] std::uint32_t parse_han_number(std::string_view text);

} // namespace plumb::text
