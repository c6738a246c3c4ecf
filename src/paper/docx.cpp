// SPDX-License-Identifier: Apache-2.0
/// A paper as docx: paragraphs carry styles, hardly anything else.
#include "layout.hpp"
#include "xml.hpp"
#include "zip.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>

namespace plumb::paper {
namespace {

constexpr std::size_t kColumnsMax = 63; // what Word can show
constexpr std::size_t kDocumentBytesMax = 96ULL << 20;

base::Unexpected<base::Error> cannot_write(std::string reason) {
  const auto kind =
      reason == "too_large" ? base::ErrorKind::LimitExceeded : base::ErrorKind::InvalidInput;
  return base::fail(kind, "paper.cannot_write", {{"reason", std::move(reason)}});
}

std::string number(int value) {
  return std::to_string(value);
}

/// A run; line feeds become breaks.
std::string run(std::string_view text, std::string_view properties = {}) {
  if (text.empty()) return {};
  std::string out = "<w:r>";
  if (!properties.empty()) out.append("<w:rPr>").append(properties).append("</w:rPr>");
  for (;;) {
    const auto end = text.find('\n');
    const auto words = escaped(text.substr(0, end));
    if (!words.empty()) out += "<w:t xml:space=\"preserve\">" + words + "</w:t>";
    if (end == std::string_view::npos) return out + "</w:r>";
    out += "<w:br/>";
    text.remove_prefix(end + 1);
  }
}

std::string paragraph(std::string_view style, std::string_view content,
                      std::string_view properties = {}) {
  std::string out = "<w:p><w:pPr><w:pStyle w:val=\"";
  out.append(style).append("\"/>").append(properties).append("</w:pPr>");
  return out.append(content).append("</w:p>");
}

std::string empty_line() {
  return paragraph("Normal", {});
}

std::string joined(const std::vector<Run>& runs) {
  std::string out;
  for (const auto& one : runs)
    out += one.text;
  return out;
}

/// A heading with text behind it on its line: only its first sentence has the heading's font.
std::string heading_runs(const std::vector<Run>& runs) {
  const auto all = joined(runs);
  const auto sentence = first_sentence(all);
  std::size_t left = sentence.rest.empty() ? all.size() : sentence.first.size();
  std::string out;
  for (const auto& one : runs) {
    const auto heading = std::min(left, one.text.size());
    left -= heading;
    out += run(std::string_view(one.text).substr(0, heading));
    out += run(std::string_view(one.text).substr(heading), "<w:rStyle w:val=\"BodyText\"/>");
  }
  return out;
}

std::string right_indent(int half_characters) {
  // Half characters first: WPS and Word know the hundredths, LibreOffice the twips.
  return "<w:ind w:rightChars=\"" + number(half_characters * 50) + "\" w:right=\"" +
         number(half_characters * kCharacter / 2) + "\"/>";
}

std::string block_xml(const Paragraph& one) {
  std::string words;
  for (const auto& piece : one.runs)
    words += run(piece.text);
  switch (one.kind) {
  case Paragraph::Kind::Heading1:
    return paragraph("Heading1", words);
  case Paragraph::Kind::Heading2: {
    const bool whole = first_sentence(joined(one.runs)).rest.empty();
    // Text behind the heading: a paragraph as any other, which may stand last on its page.
    return paragraph("Heading2", heading_runs(one.runs), whole ? "" : "<w:keepNext w:val=\"0\"/>");
  }
  case Paragraph::Kind::Heading3:
    return paragraph("Heading3", words);
  case Paragraph::Kind::Plain:
    return paragraph("Addressee", words);
  case Paragraph::Kind::Right:
    return paragraph("Signature", words, right_indent(8));
  case Paragraph::Kind::Body:
    break;
  }
  return paragraph("Body", words);
}

std::size_t columns_of(const Table& table) {
  std::size_t out = table.header.size();
  for (const auto& row : table.rows)
    out = std::max(out, row.size());
  return out;
}

/// What the columns would like: a half character of 12 pt takes 120 twips, other fonts some more.
std::vector<std::int64_t> natural_widths(const Table& table, std::size_t columns) {
  constexpr int kNarrowest = 4, kWidest = 48, kHalf = 150, kMargins = 120;
  std::vector<std::int64_t> out(columns, kNarrowest * kHalf + kMargins);
  const auto widen = [&](std::size_t column, std::string_view text) {
    const std::int64_t wanted = std::min(half_widths(text), kWidest) * kHalf + kMargins;
    out[column] = std::max(out[column], wanted);
  };
  for (std::size_t i = 0; i < table.header.size(); ++i)
    widen(i, table.header[i]);
  for (const auto& row : table.rows)
    for (std::size_t i = 0; i < row.size(); ++i)
      widen(i, row[i].text);
  return out;
}

/// Where there is too little room, numbers and days keep theirs and sentences break.
std::vector<std::int64_t> spared(std::vector<std::int64_t> parts, int text_width) {
  constexpr std::int64_t kKept = 1'950;
  std::int64_t kept = 0, rest = 0;
  for (const auto part : parts)
    (part <= kKept ? kept : rest) += part;
  if (kept + rest <= text_width || rest == 0 || kept > text_width / 2) return parts;
  for (auto& part : parts)
    if (part > kKept) part = std::max<std::int64_t>(1, part * (text_width - kept) / rest);
  return parts;
}

/// Widths of the columns that together fill the text: as asked for, or by what they hold.
std::vector<int> widths_of(const Table& table, std::size_t columns, int text_width) {
  std::vector<std::int64_t> parts;
  if (table.widths.size() == columns)
    for (const int width : table.widths)
      parts.push_back(std::clamp(width, 1, 10'000));
  else
    parts = spared(natural_widths(table, columns), text_width);
  std::int64_t total = 0;
  for (const auto part : parts)
    total += part;
  std::vector<int> out;
  std::int64_t so_far = 0, from = 0;
  for (const auto part : parts) {
    so_far += part;
    const auto until = so_far * text_width / total;
    out.push_back(static_cast<int>(until - from));
    from = until;
  }
  return out;
}

/// A column of short words or numbers stands in the middle, one with sentences begins at the left.
std::vector<bool> centred_columns(const Table& table, std::size_t columns) {
  constexpr int kShort = 20;
  std::vector<bool> out(columns, true);
  for (const auto& row : table.rows)
    for (std::size_t i = 0; i < row.size(); ++i)
      if (half_widths(row[i].text) > kShort) out[i] = false;
  return out;
}

std::string cell_xml(int width, std::string_view style, std::string_view text) {
  return "<w:tc><w:tcPr><w:tcW w:w=\"" + number(width) +
         "\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>" + paragraph(style, run(text)) +
         "</w:tc>";
}

std::string table_xml(const Table& table, int text_width) {
  const auto columns = columns_of(table);
  std::string out;
  if (!table.caption.empty()) out += paragraph("TableCaption", run(table.caption));
  if (columns == 0) return out;
  const auto widths = widths_of(table, columns, text_width);
  out += "<w:tbl><w:tblPr><w:tblW w:w=\"" + number(text_width) + "\" w:type=\"dxa\"/>" +
         "<w:jc w:val=\"center\"/><w:tblBorders>";
  for (const auto* side : {"top", "left", "bottom", "right", "insideH", "insideV"})
    out.append("<w:").append(side).append(
        " w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>");
  out += "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar>"
         "<w:left w:w=\"57\" w:type=\"dxa\"/><w:right w:w=\"57\" w:type=\"dxa\"/>"
         "</w:tblCellMar></w:tblPr><w:tblGrid>";
  for (const int width : widths)
    out += "<w:gridCol w:w=\"" + number(width) + "\"/>";
  out += "</w:tblGrid>";
  if (!table.header.empty()) {
    out += "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>";
    for (std::size_t i = 0; i < columns; ++i)
      out += cell_xml(widths[i], "TableHead",
                      i < table.header.size() ? std::string_view(table.header[i]) : "");
    out += "</w:tr>";
  }
  const auto centred = centred_columns(table, columns);
  for (const auto& row : table.rows) {
    out += "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
    for (std::size_t i = 0; i < columns; ++i)
      out += cell_xml(widths[i], centred[i] ? "TableCentred" : "TableText",
                      i < row.size() ? std::string_view(row[i].text) : "");
    out += "</w:tr>";
  }
  return out + "</w:tbl>" + paragraph("Gap", {});
}

std::string head_xml(const Paper& paper) {
  std::string out;
  if (!paper.red_head.empty()) {
    const int letters = std::max(1, (half_widths(paper.red_head) + 1) / 2);
    const int half_points = std::clamp(kTextWidth / 11 / letters, 44, 100);
    const auto size = number(half_points);
    out += paragraph("RedHead", run(paper.red_head, "<w:sz w:val=\"" + size +
                                                        "\"/><w:szCs w:val=\"" + size + "\"/>"));
    // Two lines below comes the number, 4 mm below it the red line, two lines below that the title.
    out += empty_line() + empty_line() + paragraph("NumberOnLine", run(paper.number));
    out += empty_line() + empty_line();
  } else if (!paper.number.empty()) {
    out += paragraph("Number", run(paper.number)) + empty_line();
  }
  if (!paper.title.empty()) out += paragraph("Title", run(paper.title)) + empty_line();
  if (!paper.addressee.empty()) {
    const bool open = !paper.addressee.ends_with("：") && !paper.addressee.ends_with(":");
    out += paragraph("Addressee", run(paper.addressee + (open ? "：" : "")));
  }
  return out;
}

/// 附件：1.… with the following ones under it.
std::string annex_list_xml(const std::vector<Annex>& annexes) {
  if (annexes.empty()) return {};
  const auto indent = [](int left, int hanging) {
    return "<w:ind w:leftChars=\"" + number(left * 100) + "\" w:left=\"" +
           number(left * kCharacter) + "\" w:hangingChars=\"" + number(hanging * 100) +
           "\" w:hanging=\"" + number(hanging * kCharacter) + "\"/>";
  };
  std::string out = empty_line();
  if (annexes.size() == 1)
    return out + paragraph("AnnexList", run("附件：" + annexes[0].title), indent(5, 3));
  for (std::size_t i = 0; i < annexes.size(); ++i) {
    const auto words = std::to_string(i + 1) + "." + annexes[i].title;
    out += i == 0 ? paragraph("AnnexList", run("附件：" + words), indent(6, 4))
                  : paragraph("AnnexList", run(words), indent(6, 1));
  }
  return out;
}

/// The day stands four characters from the right, the name in the middle above it.
std::string signature_xml(const Paper& paper) {
  if (paper.signed_by.empty() && paper.signed_on.empty()) return {};
  const int name = half_widths(paper.signed_by), day = half_widths(paper.signed_on);
  int day_right = 8, name_right = 8 + (day - name) / 2;
  if (name_right < 0) {
    day_right = std::min((name - day) / 2, 40);
    name_right = 0;
  }
  std::string out = empty_line() + empty_line();
  if (!paper.signed_by.empty())
    out += paragraph("Signature", run(paper.signed_by), "<w:keepNext/>" + right_indent(name_right));
  if (!paper.signed_on.empty())
    out += paragraph("Signature", run(paper.signed_on), right_indent(day_right));
  return out;
}

/// The last lines of the last page: thick lines above and below, a thin one between. In a frame
/// that stands at the foot of the text.
std::string imprint_xml(const Paper& paper) {
  const bool copies = !paper.copies_to.empty(), printed = !paper.printed_by.empty();
  if (!copies && !printed) return {};
  // Lines of their own: those of a paragraph would begin where its text does.
  const auto line = [](std::string_view eighths) {
    return paragraph("ImprintLine", {},
                     "<w:pBdr><w:top w:val=\"single\" w:sz=\"" + std::string(eighths) +
                         "\" w:space=\"0\" w:color=\"000000\"/></w:pBdr>");
  };
  std::string lines = line("8");
  int height = 0;
  if (copies) {
    // 26 characters of 14 pt stand in a line behind 抄送：
    height += (half_widths(paper.copies_to) + 2 + 51) / 52;
    lines += paragraph(
        "Imprint", run("抄送：" + paper.copies_to + (paper.copies_to.ends_with("。") ? "" : "。")),
        "<w:ind w:left=\"1120\" w:right=\"280\" w:hanging=\"840\"/>");
    lines += line(printed ? "6" : "8");
  }
  if (printed) {
    ++height;
    const auto view = std::string_view(paper.printed_by);
    const auto tab = view.find('\t');
    auto words = run(view.substr(0, tab));
    if (tab != std::string_view::npos) words += "<w:r><w:tab/></w:r>" + run(view.substr(tab + 1));
    lines += paragraph("Imprint", words,
                       "<w:tabs><w:tab w:val=\"right\" w:pos=\"" + number(kTextWidth - 280) +
                           "\"/></w:tabs>") +
             line("8");
  }
  return paragraph("Gap", "<w:r>" + foot_frame_xml(lines, height * kLine + 3 * 40) + "</w:r>");
}

std::string section_xml(bool across) {
  const auto reference = [](std::string_view part, std::string_view type, std::string_view id) {
    return "<w:" + std::string(part) + "Reference w:type=\"" + std::string(type) + "\" r:id=\"" +
           std::string(id) + "\"/>";
  };
  std::string out = "<w:sectPr>";
  for (const auto* type : {"default", "even"}) {
    const bool even = type[0] == 'e';
    out += reference("header", type,
                     !across ? "headerNone" : (even ? "headerEvenAcross" : "headerOddAcross"));
    out += reference("footer", type, across ? "footerNone" : (even ? "footerEven" : "footerOdd"));
  }
  const auto size = [](int width, int height, std::string_view more) {
    return "<w:type w:val=\"nextPage\"/><w:pgSz w:w=\"" + number(width) + "\" w:h=\"" +
           number(height) + "\"" + std::string(more) + "/>";
  };
  const auto margins = [](int top, int right, int bottom, int left) {
    // The dash of the page number lies 7 mm (397) below the text, in the middle of a line of 280.
    return "<w:pgMar w:top=\"" + number(top) + "\" w:right=\"" + number(right) + "\" w:bottom=\"" +
           number(bottom) + "\" w:left=\"" + number(left) + "\" w:header=\"567\" w:footer=\"" +
           number(std::max(bottom - 397 - 140, 300)) + "\" w:gutter=\"0\"/>";
  };
  if (across)
    out += size(kPageHeight, kPageWidth, " w:orient=\"landscape\"") +
           margins(kLeft, kTop, kRight, kBottom);
  else
    out += size(kPageWidth, kPageHeight, "") + margins(kTop, kRight, kBottom, kLeft);
  return out + "<w:cols w:space=\"0\"/></w:sectPr>";
}

/// Ends the section with what stands last; an extra paragraph could make a page of its own.
void end_section(std::string& out, bool across) {
  constexpr std::string_view kEnd = "</w:pPr>";
  out.insert(out.rfind(kEnd), section_xml(across));
}

std::string document_xml(const Paper& paper) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document "
                    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
                    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/"
                    "relationships\"" +
                    std::string(kFrameNamespaces) + "><w:body>";
  const auto add = [&](const std::vector<Block>& blocks, int text_width) {
    for (const auto& block : blocks)
      out += std::holds_alternative<Table>(block) ? table_xml(std::get<Table>(block), text_width)
                                                  : block_xml(std::get<Paragraph>(block));
  };
  const auto start = out.size();
  out += head_xml(paper);
  add(paper.blocks, kTextWidth);
  out += annex_list_xml(paper.annexes) + signature_xml(paper);
  if (out.size() == start) out += empty_line();
  bool across = false;
  for (std::size_t i = 0; i < paper.annexes.size(); ++i) {
    const auto& annex = paper.annexes[i];
    const auto mark = paper.annexes.size() == 1 ? "附件" : "附件" + std::to_string(i + 1);
    const bool turns = annex.landscape != across;
    if (turns) end_section(out, across);
    across = annex.landscape;
    out += paragraph("AnnexMark", run(mark), turns ? "" : "<w:pageBreakBefore/>") + empty_line();
    if (!annex.title.empty()) out += paragraph("Title", run(annex.title)) + empty_line();
    add(annex.blocks, across ? kTextWidthAcross : kTextWidth);
  }
  if (const auto imprint = imprint_xml(paper); !imprint.empty()) {
    if (across) end_section(out, across);
    across = false;
    out += imprint;
  }
  return out + section_xml(across) + "</w:body></w:document>";
}

bool has_too_many_columns(const std::vector<Block>& blocks) {
  return std::ranges::any_of(blocks, [](const Block& block) {
    const auto* table = std::get_if<Table>(&block);
    return table != nullptr && columns_of(*table) > kColumnsMax;
  });
}

} // namespace

base::Result<std::string> docx(const Paper& paper, const Fonts& fonts) {
  if (has_too_many_columns(paper.blocks) ||
      std::ranges::any_of(paper.annexes,
                          [](const Annex& annex) { return has_too_many_columns(annex.blocks); }))
    return cannot_write("too_many_columns");
  // Marking up makes text at most some fifty times as long where a table has empty cells only.
  if (text(paper).size() > kDocumentBytesMax / 4) return cannot_write("too_large");
  auto document = document_xml(paper);
  if (document.size() > kDocumentBytesMax) return cannot_write("too_large");
  auto bytes = zip({{"[Content_Types].xml", content_types_xml()},
                    {"_rels/.rels", package_relations_xml()},
                    {"docProps/core.xml", core_xml(paper)},
                    {"word/document.xml", std::move(document)},
                    {"word/styles.xml", styles_xml(fonts)},
                    {"word/settings.xml", settings_xml()},
                    {"word/fontTable.xml", fonts_xml(fonts)},
                    {"word/footer1.xml", footer_xml(false)},
                    {"word/footer2.xml", footer_xml(true)},
                    {"word/footer3.xml", empty_footer_xml()},
                    {"word/header1.xml", across_header_xml(false)},
                    {"word/header2.xml", across_header_xml(true)},
                    {"word/header3.xml", empty_header_xml()},
                    {"word/_rels/document.xml.rels", document_relations_xml()}});
  if (!bytes) return cannot_write("too_large");
  return std::move(*bytes);
}

} // namespace plumb::paper
