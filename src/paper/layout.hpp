// SPDX-License-Identifier: Apache-2.0
/// Measures of GB/T 9704-2012 in twips (1/20 pt) and the fixed parts of a docx that follow it.
#pragma once

#include <plumb/paper/paper.hpp>

#include <string>
#include <string_view>

namespace plumb::paper {

/// A4; 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm.
inline constexpr int kPageWidth = 11906, kPageHeight = 16838;
inline constexpr int kTop = 2098, kBottom = 1984, kLeft = 1588, kRight = 1474;
inline constexpr int kTextWidth = kPageWidth - kLeft - kRight;
/// Of a page that lies across: the same page turned a quarter to the left when it is bound.
inline constexpr int kTextWidthAcross = kPageHeight - kBottom - kTop;
/// 16 pt less a quarter of a point: 28 characters in a line. 28.95 pt: 22 lines on a page.
inline constexpr int kLine = 579, kTightening = -5, kCharacter = 315;

/// What a part that holds a frame declares, with a space before.
inline constexpr std::string_view kFrameNamespaces =
    " xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\""
    " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""
    " xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\""
    " xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"";

[[nodiscard]] std::string styles_xml(const Fonts& fonts);
[[nodiscard]] std::string settings_xml();
[[nodiscard]] std::string fonts_xml(const Fonts& fonts);
/// Page number —1— outside of the text: right on odd pages, left on even ones.
[[nodiscard]] std::string footer_xml(bool even);
/// The same place on a page that lies across: its left edge, turned, in a frame of the header.
[[nodiscard]] std::string across_header_xml(bool even);
/// A drawing (content of a run) with paragraphs at the foot of the text; its height in twips.
[[nodiscard]] std::string foot_frame_xml(std::string_view paragraphs, int height);
[[nodiscard]] std::string empty_footer_xml();
[[nodiscard]] std::string empty_header_xml();
[[nodiscard]] std::string content_types_xml();
[[nodiscard]] std::string package_relations_xml();
[[nodiscard]] std::string document_relations_xml();
[[nodiscard]] std::string core_xml(const Paper& paper);

} // namespace plumb::paper
