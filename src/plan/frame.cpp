// SPDX-License-Identifier: Apache-2.0
#include "frame.hpp"

#include "frame_parts.hpp"

#include <algorithm>

namespace plumb::plan {
namespace {

bool is_top_heading(const Marker& marker) {
  return marker.style == Style::Part || marker.style == Style::Chapter ||
         marker.style == Style::HanComma || marker.style == Style::HanParen ||
         marker.style == Style::Article;
}

bool is_page_head(const text::Text& text, const text::Table& table) {
  for (std::size_t c = 0; c < table.cells.size() && c < 40; ++c) {
    const std::string words = squeeze(table.cells[c].span.of(text.text));
    if (starts_with_any(
            words, {"索引号", "发文字号", "文号", "成文日期", "发布日期", "主题分类", "发文机关"}))
      return true;
  }
  return false;
}

std::uint32_t find_first_heading(const Page& page) {
  // The fields of a page head are a table too; only a large one may hold the tasks.
  std::uint32_t table_from = static_cast<std::uint32_t>(page.text.size());
  for (const auto& table : page.source.tables)
    if (table.rows >= 3 && table.columns >= 3 && table.cells.size() >= 9 &&
        !is_page_head(page.source, table)) {
      table_from = table.span.from;
      break;
    }
  for (std::uint32_t i = 0; i < page.count(); ++i) {
    if (page.lines[i].span.from >= table_from) return i;
    if (page.lines[i].kind == LineKind::Cell) continue;
    if (is_top_heading(page.lines[i].marker) ||
        (page.lines[i].marker.style == Style::Arabic && page.lines[i].span.size() > 24))
      return i;
  }
  return page.count();
}

/// Where the text of the plan ends: page furniture below it.
void find_end(const Page& page, Frame& frame) {
  std::uint32_t last_heading = 0;
  for (std::uint32_t i = frame.body_from; i < page.count(); ++i)
    if (is_top_heading(page.lines[i].marker) || page.lines[i].kind == LineKind::Cell ||
        (page.lines[i].kind == LineKind::Role &&
         !starts_with_any(page.words(i), {"主办", "承办", "版权", "网站"})))
      last_heading = i;
  for (std::uint32_t i =
           std::max(frame.body_from, last_heading == 0 ? frame.body_from : last_heading + 1);
       i < page.count(); ++i) {
    if (!is_footer(page.words(i))) continue;
    frame.body_until = i;
    break;
  }
  // 主办单位:… of the web site looks like a role line; the footer began before it.
  for (std::uint32_t i = std::max(frame.body_from, last_heading); i < frame.body_until; ++i) {
    const auto line = page.words(i);
    if (line.size() < 400 && page.lines[i].marker.style == Style::None &&
        has_any(line, {"ICP备", "网站标识码", "公网安备", "版权所有", "网站主办"})) {
      std::uint32_t from = i;
      while (from > frame.body_from && i - from < 3 &&
             has_any(page.words(from - 1),
                     {"主办", "承办", "联系电话", "技术支持", "地址:", "地址："}) &&
             page.words(from - 1).size() < 240)
        --from;
      frame.body_until = from;
      break;
    }
  }
  for (std::uint32_t i = frame.body_until; i < page.count(); ++i)
    frame.why[i] = Why::PageChrome;
}

void name_lines_to_title(const Page& page, Frame& frame) {
  const std::uint32_t until = std::min(frame.body_from, page.count());
  bool notice = false;
  for (std::uint32_t i = 0; i < until; ++i) {
    if (frame.why[i] != Why::None) continue;
    const auto line = page.words(i);
    const auto last = glyph_before(line, line.size()).value;
    const bool addressee = is_colon(last) && line.size() > 12 &&
                           has_any(line, {"各", "局", "办", "政府", "单位", "部门", "委"});
    if (has_any(line, {"索引号", "索 引 号", "文号", "发布日期", "成文日期", "发文机关", "公开方式",
                       "效力状态", "责任部门", "主题分类", "所属分类", "发文字号", "有效性",
                       "体裁分类", "公文名称"}) &&
        line.size() < 400)
      frame.why[i] = Why::DocumentHead;
    else if (addressee ||
             has_any(line, {"印发给你们", "印发你们", "贯彻落实", "认真组织实施", "贯彻执行",
                            "此件", "的通知", "遵照执行"}) ||
             notice)
      frame.why[i] = is_chrome(line) ? Why::PageChrome : Why::Notice;
    else
      frame.why[i] = Why::PageChrome;
    notice = notice || addressee;
  }
}

std::uint32_t first_heading_after(const Page& page, const Frame& frame) {
  for (std::uint32_t i = frame.body_from; i < page.count(); ++i)
    if (page.lines[i].marker.style != Style::None || page.lines[i].kind == LineKind::Cell) return i;
  return page.count();
}

/// Between title and first heading: the plan's own introduction, or the notice if there is no
/// other text with the title.
void name_lines_to_heading(const Page& page, Frame& frame) {
  const std::uint32_t heading = std::min(first_heading_after(page, frame), frame.body_until);
  for (std::uint32_t i = frame.body_from; i < heading; ++i) {
    if (frame.why[i] != Why::None) continue;
    const auto line = page.words(i);
    const auto last = glyph_before(line, line.size()).value;
    if (is_chrome(line) && line.size() < 200)
      frame.why[i] = Why::PageChrome;
    else if (is_colon(last) && line.size() < 600 &&
             starts_with_any(line, {"各", "区", "市", "县", "机关"}))
      frame.why[i] = Why::Notice;
    else if (has_any(line, {"印发给你们", "印发你们", "此件公开", "此件主动公开", "此件依申请"}) &&
             line.size() < 900)
      frame.why[i] = Why::Notice;
  }
}

} // namespace

std::string_view to_string(Why why) {
  switch (why) {
  case Why::None:
    return "other";
  case Why::PageChrome:
    return "page_chrome";
  case Why::DocumentHead:
    return "document_head";
  case Why::Notice:
    return "notice";
  case Why::Preamble:
    return "preamble";
  case Why::Closing:
    return "closing";
  case Why::Signature:
    return "signature";
  case Why::Attachment:
    return "attachment";
  case Why::Heading:
    return "heading";
  case Why::Label:
    return "label";
  case Why::Steps:
    return "steps";
  case Why::TableHeader:
    return "table_header";
  case Why::DocumentWideRole:
    return "document_wide_role";
  case Why::ReportBody:
    return "report";
  case Why::ResponsiblePerson:
    return "responsible_person";
  case Why::NotPlan:
    return "not_a_plan";
  case Why::Other:
    return "other";
  }
  return "other";
}

Frame read_frame(const text::Text& text, const Lines& lines) {
  Page page{.source = text, .lines = lines.lines, .text = text.text};
  page.first_heading = find_first_heading(page);
  Frame frame;
  frame.why.assign(page.count(), Why::None);
  frame.body_until = page.count();
  read_title(page, frame);
  find_end(page, frame);
  read_document_number(page, frame);
  read_head_fields(page, frame);
  read_signature(page, frame);
  name_lines_to_title(page, frame);
  name_lines_to_heading(page, frame);
  read_period(page, frame);
  return frame;
}

} // namespace plumb::plan
