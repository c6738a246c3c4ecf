// SPDX-License-Identifier: Apache-2.0
/// The number a line begins with: 一、 (一) 1. (1) ① 第一章 1.1 and their variants. Says nothing
/// about which level of the plan a style is; that is the outline's business.
#pragma once

#include "scan.hpp"

#include <cstdint>

namespace plumb::plan {

/// From the outermost to the innermost as documents nest them by custom.
enum class Style : std::uint8_t {
  None,
  Part,        ///< 第一部分, 第一篇
  Chapter,     ///< 第一章
  Section,     ///< 第一节
  HanComma,    ///< 一、
  HanParen,    ///< (一)
  Article,     ///< 第一条
  Bare,        ///< a heading without a number
  Arabic,      ///< 1. 1、 1
  Dotted,      ///< 1.1
  Dotted3,     ///< 1.1.1
  HalfParen,   ///< 1)
  ArabicParen, ///< (1)
  Circled,     ///< ①
  Letter       ///< a) A.
};
inline constexpr int kStyles = static_cast<int>(Style::Letter) + 1;

struct Marker {
  Style style = Style::None;
  int value = 0;         ///< 0 where the document lost it: ()指导思想
  Span printed;          ///< the number itself, without brackets and trailing mark
  std::uint32_t end = 0; ///< offset behind the marker and the blanks after it
};

/// The marker at the start of `line`, or Style::None. A year, a decimal or a date is no marker.
[[nodiscard]] Marker read_marker(std::string_view text, Span line);

} // namespace plumb::plan
