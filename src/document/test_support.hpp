// SPDX-License-Identifier: Apache-2.0
/// What the tests of this module share: packages built in memory, and short ways to look at
/// results.
#pragma once

#include <plumb/document/document.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plumb::document::test {

using Parts = std::vector<std::pair<std::string, std::string>>;

/// A zip of these parts; `stored` leaves them uncompressed.
inline std::string zip_of(const Parts& parts, bool stored = false) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* out = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(out);
  zip_t* archive = zip_open_from_source(out, ZIP_CREATE | ZIP_TRUNCATE, &error);
  for (const auto& [name, content] : parts) {
    const auto index = zip_file_add(archive, name.c_str(),
                                    zip_source_buffer(archive, content.data(), content.size(), 0),
                                    ZIP_FL_ENC_UTF_8);
    zip_file_set_mtime(archive, static_cast<zip_uint64_t>(index), 315532800, 0);
    if (stored)
      zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
  }
  EXPECT_EQ(zip_close(archive), 0);
  zip_stat_t stat;
  zip_source_stat(out, &stat);
  std::string bytes(stat.size, '\0');
  zip_source_open(out);
  zip_source_read(out, bytes.data(), bytes.size());
  zip_source_close(out);
  zip_source_free(out);
  return bytes;
}

inline std::string relationships(const std::vector<std::array<std::string, 3>>& entries) {
  std::string out =
      R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)";
  for (const auto& [id, type, target] : entries)
    out += "<Relationship Id=\"" + id +
           "\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/" + type +
           "\" Target=\"" + target + "\"/>";
  return out + "</Relationships>";
}

constexpr std::string_view kWordNames =
    R"(xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" )"
    R"(xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" )"
    R"(xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006")";

/// Inner XML of the parts of a docx; empty parts are left out.
struct Docx {
  std::string body;
  std::string styles = {};
  std::string numbering = {};
  std::string footnotes = {};
  std::string core = {};
  Parts more = {};
  std::vector<std::array<std::string, 3>> related = {};
};

inline Parts docx_parts(const Docx& docx) {
  const auto part = [](const char* element, const std::string& inner) {
    return "<w:" + std::string(element) + " " + std::string(kWordNames) + ">" + inner +
           "</w:" + element + ">";
  };
  Parts parts = {{"[Content_Types].xml", "<Types/>"},
                 {"_rels/.rels", relationships({{"rId1", "officeDocument", "word/document.xml"}})},
                 {"word/document.xml", part("document", "<w:body>" + docx.body + "</w:body>")},
                 {"word/_rels/document.xml.rels", relationships(docx.related)}};
  if (!docx.styles.empty()) parts.emplace_back("word/styles.xml", part("styles", docx.styles));
  if (!docx.numbering.empty())
    parts.emplace_back("word/numbering.xml", part("numbering", docx.numbering));
  if (!docx.footnotes.empty())
    parts.emplace_back("word/footnotes.xml", part("footnotes", docx.footnotes));
  if (!docx.core.empty())
    parts.emplace_back("docProps/core.xml", "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\">" +
                                                docx.core + "</cp:coreProperties>");
  parts.insert(parts.end(), docx.more.begin(), docx.more.end());
  return parts;
}
inline std::string docx_file(const Docx& docx) {
  return zip_of(docx_parts(docx));
}

/// A paragraph of one run; `properties` is the inside of w:pPr.
inline std::string word_paragraph(const std::string& text, const std::string& properties = {}) {
  return "<w:p><w:pPr>" + properties + "</w:pPr><w:r><w:t xml:space=\"preserve\">" + text +
         "</w:t></w:r></w:p>";
}

/// Inner XML of the parts of an xlsx with one sheet after another.
struct Xlsx {
  struct Sheet {
    std::string name;
    std::string data;            ///< inside of sheetData
    std::string behind = {};     ///< after sheetData: mergeCells
    std::string attributes = {}; ///< of the sheet element in the workbook
  };
  std::vector<Sheet> sheets;
  std::string strings = {}; ///< inside of sst
  std::string styles = {};  ///< inside of styleSheet
  std::string workbook = {};
};

inline Parts xlsx_parts(const Xlsx& xlsx) {
  constexpr std::string_view kNames =
      R"(xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" )"
      R"(xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships")";
  const std::string names(kNames);
  std::string sheets;
  std::vector<std::array<std::string, 3>> related = {{"s", "sharedStrings", "sharedStrings.xml"},
                                                     {"t", "styles", "styles.xml"}};
  Parts parts = {{"_rels/.rels", relationships({{"rId1", "officeDocument", "xl/workbook.xml"}})}};
  int number = 0;
  for (const auto& sheet : xlsx.sheets) {
    const auto id = std::to_string(++number);
    sheets += "<sheet name=\"" + sheet.name + "\" sheetId=\"" + id + "\" r:id=\"rId" + id + "\" " +
              sheet.attributes + "/>";
    related.push_back({"rId" + id, "worksheet", "worksheets/sheet" + id + ".xml"});
    parts.emplace_back("xl/worksheets/sheet" + id + ".xml", "<worksheet " + names + "><sheetData>" +
                                                                sheet.data + "</sheetData>" +
                                                                sheet.behind + "</worksheet>");
  }
  parts.emplace_back("xl/workbook.xml", "<workbook " + names + ">" + xlsx.workbook + "<sheets>" +
                                            sheets + "</sheets></workbook>");
  parts.emplace_back("xl/_rels/workbook.xml.rels", relationships(related));
  if (!xlsx.strings.empty())
    parts.emplace_back("xl/sharedStrings.xml", "<sst " + names + ">" + xlsx.strings + "</sst>");
  if (!xlsx.styles.empty())
    parts.emplace_back("xl/styles.xml",
                       "<styleSheet " + names + ">" + xlsx.styles + "</styleSheet>");
  return parts;
}
inline std::string xlsx_file(const Xlsx& xlsx) {
  return zip_of(xlsx_parts(xlsx));
}

/// Paragraph texts in order; a table shows as its rows, cells in order: "[a|b][c]".
inline std::vector<std::string> texts(const Document& document) {
  std::vector<std::string> out;
  for (const auto& block : document.blocks) {
    if (block.kind == BlockKind::Paragraph) {
      out.push_back(block.text);
      continue;
    }
    std::string table;
    for (std::uint32_t row = 0; row < block.table.rows; ++row) {
      table += '[';
      bool first = true;
      for (const auto& cell : block.table.cells)
        if (cell.row == row) {
          table += (first ? "" : "|") + cell.text;
          first = false;
        }
      table += ']';
    }
    out.push_back(table);
  }
  return out;
}

inline std::vector<std::string> read_texts(std::string_view bytes, std::string_view name) {
  const auto document = read(bytes, name);
  if (!document) return {"error " + document.error().id};
  return texts(*document);
}

inline std::string error_of(std::string_view bytes, std::string_view name,
                            const Limits& limits = {}) {
  const auto document = read(bytes, name, limits);
  return document ? "none" : document.error().id;
}

/// Cells cover the rectangle exactly once, in order.
inline bool is_tiled(const Table& table) {
  std::vector<int> covered(std::size_t{table.rows} * table.columns, 0);
  std::uint64_t last = 0;
  for (const auto& cell : table.cells) {
    const auto place = std::uint64_t{cell.row} * table.columns + cell.column;
    if (&cell != &table.cells.front() && place <= last) return false;
    last = place;
    for (std::uint32_t row = cell.row; row < cell.row + cell.row_span; ++row)
      for (std::uint32_t column = cell.column; column < cell.column + cell.column_span; ++column) {
        if (row >= table.rows || column >= table.columns) return false;
        ++covered[std::size_t{row} * table.columns + column];
      }
  }
  return std::all_of(covered.begin(), covered.end(), [](int count) { return count == 1; });
}

} // namespace plumb::document::test
