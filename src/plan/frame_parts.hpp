// SPDX-License-Identifier: Apache-2.0
/// The parts of the reading of a frame, one file each. They are read in the order in which they
/// stand here: each fills its part of the frame and may look at what stands in it already.
#pragma once

#include "frame.hpp"

namespace plumb::plan {

/// What the parts look at: the document as a page of lines.
struct Page {
  const text::Text& source;
  const std::vector<Line>& lines;
  std::string_view text;
  std::uint32_t first_heading = 0; ///< line of the first heading, or of a table of tasks

  [[nodiscard]] std::string_view words(std::uint32_t line) const {
    return lines[line].span.of(text);
  }
  [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(lines.size()); }
};

inline constexpr std::uint32_t kHeadLines = 400; ///< title and number stand no further down

/// title, title_span, title_in_body, body_from
void read_title(const Page& page, Frame& frame);
/// document_number and its span: X〔2024〕6号
void read_document_number(const Page& page, Frame& frame);
/// issuer, issued_on, dated: the fields 发文机关, 成文日期 … above the text
void read_head_fields(const Page& page, Frame& frame);
/// issuer, issued_on, dated: office and day below the notice or the text; attachments behind them
void read_signature(const Page& page, Frame& frame);
/// period_from, period_until, dates: the years that the title names
void read_period(const Page& page, Frame& frame);

/// Is the line nothing but the name of an office?
[[nodiscard]] bool names_office(const Page& page, std::uint32_t line);

} // namespace plumb::plan
