// SPDX-License-Identifier: Apache-2.0
/// Content → what is read: the paper, its annexes, a chapter on the page, a chapter as plain text.
/// Pure.
#pragma once

#include "content.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::report {

/// A text in lines; one that cannot be read stands as it is written.
[[nodiscard]] std::vector<Line> lines_of(std::string_view text);
/// One line with words put in, such as a heading.
[[nodiscard]] std::string line_with_words(std::string_view text, const Content& content);

/// What texts name: figures by key, lists by name.
struct Named {
  std::map<std::string, FigureName, std::less<>> figures = {};
  std::map<std::string, ListBlock, std::less<>> lists = {};
  void add(const std::vector<Line>& lines);
};

[[nodiscard]] paper::Paper paper_of(const Content& content);
/// Figures as one sheet, each annex as another; its date is the content's, so that the same content
/// gives the same bytes. Errors: those of sheet.
[[nodiscard]] base::Result<std::string> workbook_of(const Content& content);
/// docx, html and xlsx.
[[nodiscard]] base::Result<Papers> papers_of(const Content& content);

/// Lines of a chapter with figures put in; tables are left out.
struct Plain {
  std::string text = {};
  std::vector<base::Span> live = {}; ///< where in it figures stand
};
[[nodiscard]] Plain plain(const Content& content, std::string_view text);
/// Array of schema ReportBlock.
[[nodiscard]] Json blocks_json(const Content& content, const std::vector<Line>& lines);

} // namespace plumb::report
