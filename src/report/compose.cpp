// SPDX-License-Identifier: Apache-2.0
#include "compose.hpp"

#include "live.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <array>

namespace plumb::report {

using base::Result;

namespace {

/// What stands where a text names something that there is not; a report with one is not signed.
std::string unknown(std::string_view name) {
  return "【" + std::string(name) + "？】";
}

std::string text_of(const Piece& piece, const Content& content) {
  if (const auto* text = std::get_if<std::string>(&piece)) return *text;
  if (const auto* word = std::get_if<Word>(&piece)) return print(*word, content);
  const auto& name = std::get<FigureName>(piece);
  const auto found = content.figures.find(name.key);
  return found == content.figures.end() ? unknown(name.key) : found->second.text;
}

/// A title that does not fit into one line breaks behind the name that it begins with, so that no
/// single character is left for the second.
std::string title_of(const Content& content) {
  constexpr std::size_t kHalvesMax = 38; // 19 characters of two-size type, Latin ones half as wide
  std::size_t halves = 0;
  for (std::size_t at = 0; at < content.title.size();) {
    const auto point = base::decode_utf8(content.title, at);
    at += point.size;
    halves += point.value < 0x80 ? 1 : 2;
  }
  if (halves <= kHalvesMax || content.title.find('\n') != std::string::npos) return content.title;
  for (const auto& name : {content.unit_name, content.authority})
    if (!name.empty() && content.title.starts_with(name) && content.title.size() > name.size())
      return name + '\n' + content.title.substr(name.size());
  return content.title;
}

/// 一, 十, 十一, 二十三
std::string counted(std::size_t number) {
  constexpr std::array<std::string_view, 10> kDigits = {"",   "一", "二", "三", "四",
                                                        "五", "六", "七", "八", "九"};
  if (number >= 100) return std::to_string(number);
  std::string out;
  if (number >= 20) out += kDigits[number / 10];
  if (number >= 10) out += "十";
  return out + std::string(kDigits[number % 10]);
}

paper::Table table_of(const ListTable& list) {
  paper::Table out{
      .caption = list.caption, .header = list.header, .widths = list.widths, .rows = {}};
  for (const auto& row : list.rows) {
    std::vector<paper::Run> cells;
    for (const auto& cell : row)
      cells.push_back({.text = cell});
    out.rows.push_back(std::move(cells));
  }
  return out;
}

paper::Run run_of(const Piece& piece, const Content& content) {
  paper::Run out{.text = text_of(piece, content)};
  const auto* name = std::get_if<FigureName>(&piece);
  const auto found = name == nullptr ? content.figures.end() : content.figures.find(name->key);
  if (found != content.figures.end()) out.link = address_of(found->second, content);
  return out;
}

void append_lines(std::vector<paper::Block>& out, const std::vector<Line>& lines,
                  const Content& content) {
  for (const auto& line : lines) {
    if (const auto* list = std::get_if<ListBlock>(&line.content)) {
      const auto found = content.lists.find(name_of(*list));
      if (found != content.lists.end())
        out.emplace_back(table_of(found->second));
      else
        out.emplace_back(paper::Paragraph{.runs = {{.text = unknown(name_of(*list))}}});
      continue;
    }
    paper::Paragraph paragraph{.kind = line.kind, .runs = {}};
    for (const auto& piece : std::get<std::vector<Piece>>(line.content))
      paragraph.runs.push_back(run_of(piece, content));
    out.emplace_back(std::move(paragraph));
  }
}

std::string_view kind_name(paper::Paragraph::Kind kind) {
  return kind == paper::Paragraph::Kind::Heading2   ? "heading2"
         : kind == paper::Paragraph::Kind::Heading3 ? "heading3"
                                                    : "body";
}

Json texts_json(const std::vector<std::string>& texts) {
  Json::Array out;
  for (const auto& text : texts)
    out.emplace_back(text);
  return out;
}

Json table_block(const std::string& name, const Content& content) {
  const auto found = content.lists.find(name);
  if (found == content.lists.end())
    return Json::Object{{"kind", "body"},
                        {"pieces", Json::Array{Json::Object{{"text", unknown(name)}}}}};
  Json::Array rows;
  for (const auto& row : found->second.rows)
    rows.push_back(texts_json(row));
  return Json::Object{{"kind", "table"},
                      {"caption", found->second.caption},
                      {"header", texts_json(found->second.header)},
                      {"rows", std::move(rows)}};
}

} // namespace

std::vector<Line> lines_of(std::string_view text) {
  if (auto lines = parse_text(text)) return *std::move(lines);
  std::vector<Line> out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    if (end > at)
      out.push_back({.content = std::vector<Piece>{std::string(text.substr(at, end - at))}});
    at = end + 1;
  }
  return out;
}

std::string line_with_words(std::string_view text, const Content& content) {
  std::string out;
  for (const auto& line : lines_of(text))
    if (const auto* pieces = std::get_if<std::vector<Piece>>(&line.content))
      for (const auto& piece : *pieces)
        out += text_of(piece, content);
  return out;
}

void Named::add(const std::vector<Line>& lines) {
  for (const auto& line : lines) {
    if (const auto* list = std::get_if<ListBlock>(&line.content)) {
      lists.emplace(name_of(*list), *list);
      continue;
    }
    for (const auto& piece : std::get<std::vector<Piece>>(line.content))
      if (const auto* name = std::get_if<FigureName>(&piece)) figures.emplace(name->key, *name);
  }
}

paper::Paper paper_of(const Content& content) {
  paper::Paper out{.number = content.number,
                   .title = title_of(content),
                   .addressee = content.addressee,
                   .blocks = {}};
  std::size_t number = 0;
  for (const auto& chapter : content.chapters) {
    const auto lines = lines_of(chapter.text);
    if (lines.empty()) continue;
    if (!chapter.title.empty())
      out.blocks.emplace_back(
          paper::Paragraph{.kind = paper::Paragraph::Kind::Heading1,
                           .runs = {{.text = counted(++number) + "、" + chapter.title}}});
    append_lines(out.blocks, lines, content);
  }
  out.signed_by = content.signed_by;
  if (content.signed_on) out.signed_on = in_words(*content.signed_on);
  for (const auto& annex : content.annexes) {
    ListTable table = annex.table;
    if (table.caption == annex.title) table.caption.clear();
    out.annexes.push_back(
        {.title = annex.title, .landscape = table.header.size() > 5, .blocks = {table_of(table)}});
  }
  return out;
}

Result<Papers> papers_of(const Content& content) {
  const auto paper = paper_of(content);
  Papers out;
  PLUMB_TRY_ASSIGN(out.docx, paper::docx(paper));
  out.html = paper::html(paper);
  PLUMB_TRY_ASSIGN(out.xlsx, workbook_of(content));
  return out;
}

Plain plain(const Content& content, std::string_view text) {
  Plain out;
  for (const auto& line : lines_of(text)) {
    const auto* pieces = std::get_if<std::vector<Piece>>(&line.content);
    if (pieces == nullptr) continue;
    for (const auto& piece : *pieces) {
      const auto from = static_cast<std::uint32_t>(out.text.size());
      out.text += text_of(piece, content);
      if (std::holds_alternative<FigureName>(piece))
        out.live.push_back({from, static_cast<std::uint32_t>(out.text.size())});
    }
    out.text += '\n';
  }
  return out;
}

Json blocks_json(const Content& content, const std::vector<Line>& lines) {
  Json::Array out;
  for (const auto& line : lines) {
    if (const auto* list = std::get_if<ListBlock>(&line.content)) {
      out.push_back(table_block(name_of(*list), content));
      continue;
    }
    Json::Array pieces;
    for (const auto& piece : std::get<std::vector<Piece>>(line.content)) {
      Json::Object one{{"text", text_of(piece, content)}};
      if (const auto* name = std::get_if<FigureName>(&piece)) one.emplace("figure", name->key);
      pieces.emplace_back(std::move(one));
    }
    out.emplace_back(Json::Object{{"kind", kind_name(line.kind)}, {"pieces", std::move(pieces)}});
  }
  return out;
}

} // namespace plumb::report
