// SPDX-License-Identifier: Apache-2.0
/// The text cut into lines that each say one thing: a numbered heading, a role line, a paragraph.
/// Paragraphs that several headings were run into (one-line documents, careless pasting) are cut at
/// the numbers. Every place that may name roles or a deadline is noted as a clause.
#pragma once

#include "labels.hpp"
#include "numbering.hpp"

#include <plumb/text/text.hpp>

#include <vector>

namespace plumb::plan {

enum class LineKind : std::uint8_t {
  Text,
  Role,     ///< 牵头单位:…
  Deadline, ///< 完成时限:…
  Person,   ///< 责任领导:…
  Goal,     ///< 目标:…
  Measures, ///< 具体措施: with nothing behind it
  Effects,  ///< 效果指标: with nothing behind it
  EffectItem,
  Chrome, ///< furniture of the web page
  Cell    ///< belongs to a table
};

struct Line {
  Span span; ///< without blanks at both ends, never empty
  Marker marker;
  LineKind kind = LineKind::Text;
  bool run_on = false; ///< cut out of a longer line
};

enum class ClauseKind : std::uint8_t { LabelLine, Bracket, Tail, Names };

/// Text that names roles or deadlines and is no part of what is to be done.
struct Clause {
  std::uint32_t line = 0;
  ClauseKind kind = ClauseKind::Bracket;
  LabelKind otherwise = LabelKind::None; ///< role of names that no label or verb precedes
  Span whole;                            ///< with its brackets
  Span inside;
};

struct Lines {
  std::vector<Line> lines;
  std::vector<Clause> clauses; ///< by line; Names only where they end their line
  bool first_leads = false;    ///< the document says once that the first one listed leads

  /// Clauses of the lines [from, until).
  [[nodiscard]] std::pair<std::size_t, std::size_t> clauses_of(std::uint32_t from,
                                                               std::uint32_t until) const;
};

[[nodiscard]] Lines read_lines(const text::Text& text);
/// Is this line furniture of a web page (分享到, 打印本页, 浏览次数 …)?
[[nodiscard]] bool is_chrome(std::string_view line);
/// Furniture that stands below a document.
[[nodiscard]] bool is_footer(std::string_view line);

} // namespace plumb::plan
