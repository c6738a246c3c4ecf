// SPDX-License-Identifier: Apache-2.0
/// The numbered lines of the body as a tree, and the decision which of its nodes are tasks. The
/// level of a task differs from document to document; it is decided once for the whole document
/// from where roles and deadlines stand, or, without any, from where the text is.
#pragma once

#include "frame.hpp"
#include "lines.hpp"
#include "sections.hpp"

#include <vector>

namespace plumb::plan {

struct Node {
  Style style = Style::None;
  int value = 0;
  int parent = -1;
  std::uint32_t line = 0;
  std::uint32_t own_until = 0; ///< line of the next node, whatever its level
  std::uint32_t until = 0;     ///< behind the last line of the subtree
  Span printed;
  Span title; ///< empty where the line has no heading sentence
  Span rest;  ///< of the head line, behind the title
  Section section = Section::Neutral;
  bool active = false;    ///< may hold tasks
  bool container = false; ///< has tasks below
  bool task = false;
  bool has_children = false;
  /// 问题一 with 整改措施 (1)(2) below: role and time lines behind them are meant for each.
  bool shares_roles = false;
};

struct Effect {
  std::uint32_t line = 0;
  int area = -1; ///< node
};

struct Outline {
  std::vector<Node> nodes;
  std::vector<Effect> effects;
  Style task_style = Style::None;
  bool continuing = false; ///< task numbers run on across areas
  bool signals = false;    ///< the document names roles or deadlines
};

/// The heading sentence of a numbered line: up to the first full stop, colon or blank that ends a
/// heading, or the whole line.
void split_heading(std::string_view text, Span line, Span& title, Span& rest);

[[nodiscard]] Outline read_outline(std::string_view text, Lines& lines, const Frame& frame,
                                   bool report);

} // namespace plumb::plan
