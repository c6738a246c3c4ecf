// SPDX-License-Identifier: Apache-2.0
#include "test_support.hpp"

#include <plumb/base/utf8.hpp>

#include <rapidcheck/gtest.h>

namespace plumb::document {
namespace {

using std::string_view_literals::operator""sv;
using test::docx_file;
using test::error_of;
using test::word_paragraph;
using test::xlsx_file;
using test::zip_of;

const std::string& good_docx() {
  static const std::string file = docx_file(
      {.body = word_paragraph("青川原县工作方案") + "<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc>" +
               word_paragraph("甲") + "</w:tc></w:tr></w:tbl>"});
  return file;
}
const std::string& good_xlsx() {
  static const std::string file =
      xlsx_file({.sheets = {{"表", "<row><c t=\"s\"><v>0</v></c></row>"}},
                 .strings = "<si><t>任务</t></si>"});
  return file;
}
constexpr std::string_view kGoodHtml =
    "<html><head><title>方案</title></head><body><ol><li>甲</li></ol><table><tr><td rowspan=2>乙"
    "</td><td>丙</td></tr><tr><td>丁</td></tr></table></body></html>";

/// An OLE2 file with a directory entry of this name.
std::string old_office(std::string_view entry) {
  std::string out = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(512, '\0');
  for (const char c : entry) {
    out += c;
    out += '\0';
  }
  return out + std::string(512, '\0');
}

TEST(Read, JudgesByContentAndNotesAWrongEnding) {
  struct Case {
    std::string bytes;
    const char* name;
    Format format;
    const char* wrong_ending;
  };
  const Case cases[] = {
      {good_docx(), "a.docx", Format::Docx, ""},
      {good_docx(), "A.DOCX", Format::Docx, ""},
      {good_docx(), "a.txt", Format::Docx, "txt"},
      {good_docx(), "a.doc", Format::Docx, "doc"},
      {good_xlsx(), "a.xlsx", Format::Xlsx, ""},
      {good_xlsx(), "a.xls", Format::Xlsx, "xls"},
      {std::string(kGoodHtml), "a.html", Format::Html, ""},
      {std::string(kGoodHtml), "a.xls", Format::Html, "xls"},
      {"县政府文件", "a.txt", Format::Text, ""},
      {"县政府文件", "a.md", Format::Text, ""},
      {"县政府文件", "folder.d/noending", Format::Text, ""},
      {"县政府文件", "a.pdf", Format::Text, "pdf"},
      {"条款 a < b 且 <br> 只是文字", "a.txt", Format::Text, ""},
  };
  for (const auto& c : cases) {
    const auto document = read(c.bytes, c.name);
    ASSERT_TRUE(document) << c.name;
    EXPECT_EQ(document->format, c.format) << c.name;
    const auto noted = document->properties.find("wrong_ending");
    EXPECT_EQ(noted == document->properties.end() ? "" : noted->second, c.wrong_ending) << c.name;
  }
}

TEST(Read, NamesTheFaultOfEveryFileItRefuses) {
  struct Case {
    std::string bytes;
    const char* name;
    const char* id;
    const char* argument; // value of the first argument
  };
  const Case cases[] = {
      {"", "a.txt", "document.empty", ""},
      {" \n\t\n", "a.txt", "document.empty", ""},
      {"<html><body></body></html>", "a.html", "document.empty", ""},
      {docx_file({.body = "<w:p/>"}), "a.docx", "document.empty", ""},
      {old_office("EncryptedPackage"), "a.docx", "document.encrypted", ""},
      {old_office("WordDocument"), "a.docx", "document.legacy_format", "doc"},
      {old_office("WordDocument"), "a.wps", "document.legacy_format", "wps"},
      {old_office("Workbook"), "a.xls", "document.legacy_format", "xls"},
      {old_office("PowerPoint Document"), "a.ppt", "document.legacy_format", "ppt"},
      {"{\\rtf1\\ansi text}", "a.doc", "document.legacy_format", "rtf"},
      {"MIME-Version: 1.0\nContent-Type: multipart/related\n\n", "a.doc", "document.legacy_format",
       "mht"},
      {"<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w/>", "a.doc",
       "document.legacy_format", "xml"},
      {zip_of({{"xl/workbook.bin", "x"}}), "a.xlsx", "document.legacy_format", "xlsb"},
      {zip_of({{"OFD.xml", "<x/>"}}), "a.docx", "document.unknown_format", "ofd"},
      {zip_of({{"mimetype", "application/vnd.oasis.opendocument.text"}}), "a.odt",
       "document.unknown_format", "odt"},
      {zip_of({{"readme", "x"}}), "a.zip", "document.unknown_format", "zip"},
      {std::string("\x89PNG\r\n\x1A\n\0\0"sv), "a.pdf", "document.unknown_format", "png"},
      {std::string("\x01\x02\x00\x03\x04\x05\x06\x07\x0E\x0F\x10\x11"sv), "a.txt",
       "document.unknown_format", ""},
      {zip_of({{"word/styles.xml", "<x/>"}}), "a.docx", "document.damaged", "word/document.xml"},
      {zip_of({{"word/document.xml", "<w:document><w:body>"}}), "a.docx", "document.damaged",
       "word/document.xml"},
      {zip_of({{"word/document.xml", "<w:document/>"}}), "a.docx", "document.damaged",
       "word/document.xml"},
      {zip_of({{"xl/workbook.xml", "<workbook/>"}}), "a.xlsx", "document.damaged",
       "xl/workbook.xml"},
      {"PK\x03\x04 and then nothing", "a.docx", "document.damaged", "zip"},
  };
  for (const auto& c : cases) {
    const auto document = read(c.bytes, c.name);
    ASSERT_FALSE(document) << c.name << ' ' << c.id;
    EXPECT_EQ(document.error().id, c.id) << c.name;
    if (*c.argument != '\0') {
      ASSERT_FALSE(document.error().args.empty()) << c.id;
      EXPECT_EQ(document.error().args[0].second, c.argument) << c.id;
    }
  }
}

TEST(Read, RefusesBeforeItUnpacks) {
  const std::string spaces(4 << 20, ' ');
  const auto bomb = zip_of({{"word/document.xml", spaces}});
  EXPECT_EQ(error_of(bomb, "a.docx"), "document.zip_bomb");
  Limits limits;
  limits.compression_ratio = 100'000;
  EXPECT_EQ(error_of(bomb, "a.docx", limits), "document.damaged");
  limits.unpacked_bytes = 1 << 20;
  EXPECT_EQ(error_of(bomb, "a.docx", limits), "document.zip_bomb");
  limits = {};
  limits.parts = 2;
  EXPECT_EQ(error_of(good_docx(), "a.docx", limits), "document.zip_bomb");
  limits = {};
  limits.file_bytes = good_docx().size() - 1;
  const auto large = read(good_docx(), "a.docx", limits);
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().id, "document.too_large");
  EXPECT_EQ(large.error().args[0].second, std::to_string(good_docx().size() - 1));
  EXPECT_EQ(large.error().args[1].second, std::to_string(good_docx().size()));
}

/// Writes a little-endian number over every occurrence of the entry's size fields.
std::string with_declared_size(std::string bytes, std::uint32_t from, std::uint32_t to) {
  std::string old_value;
  std::string new_value;
  for (int shift = 0; shift < 32; shift += 8) {
    old_value += static_cast<char>(from >> shift & 0xFFU);
    new_value += static_cast<char>(to >> shift & 0xFFU);
  }
  for (auto at = bytes.find(old_value); at != std::string::npos; at = bytes.find(old_value, at + 4))
    bytes.replace(at, 4, new_value);
  return bytes;
}

TEST(Read, RefusesPartsThatHoldMoreThanTheyDeclare) {
  const std::string content =
      "<w:document><w:body>" + std::string(100'000, ' ') + "</w:body></w:document>";
  const auto honest = zip_of({{"word/document.xml", content}});
  const auto liar = with_declared_size(honest, static_cast<std::uint32_t>(content.size()), 64);
  ASSERT_NE(honest, liar);
  EXPECT_THAT(error_of(liar, "a.docx"), testing::AnyOf("document.zip_bomb", "document.damaged"));
}

TEST(Read, RefusesNestingWithoutEnd) {
  std::string open;
  std::string close;
  for (int i = 0; i < 400; ++i) {
    open += "<w:sdt><w:sdtContent>";
    close.insert(0, "</w:sdtContent></w:sdt>");
  }
  EXPECT_EQ(error_of(docx_file({.body = open + "<w:p/>" + close}), "a.docx"), "document.too_deep");
}

TEST(Read, CountsTheCellsOfAllTablesTogether) {
  const std::string table =
      "<w:tbl><w:tr><w:tc>" + word_paragraph("甲") + "</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>";
  Limits limits;
  limits.table_cells = 3;
  EXPECT_EQ(error_of(docx_file({.body = table}), "a.docx", limits), "none");
  EXPECT_EQ(error_of(docx_file({.body = table + table}), "a.docx", limits),
            "document.too_many_cells");
}

TEST(Read, KnowsNoEntities) {
  EXPECT_EQ(test::read_texts(docx_file({.body = word_paragraph("&xxe;甲")}), "a.docx")[0],
            "&xxe;甲");
}

TEST(Read, GivesValidUtf8FromBrokenParts) {
  const auto texts =
      test::read_texts(docx_file({.body = word_paragraph("甲\xFF乙&#xD800;")}), "a.docx");
  for (const auto& text : texts)
    EXPECT_TRUE(base::is_valid_utf8(text));
  EXPECT_THAT(texts[0], testing::HasSubstr("乙"));
}

/// Whatever comes in: an error with an id of ours, or a document that keeps its promises.
void check_promises(std::string_view bytes, std::string_view name) {
  Limits limits;
  limits.unpacked_bytes = 8 << 20;
  const auto document = read(bytes, name, limits);
  if (!document) {
    RC_ASSERT(document.error().id.starts_with("document."));
    return;
  }
  RC_ASSERT(!document->blocks.empty());
  for (const auto& block : document->blocks) {
    RC_ASSERT(base::is_valid_utf8(block.text));
    RC_ASSERT(block.text.find('\n') == std::string::npos);
    RC_ASSERT(block.heading_level >= 0 && block.heading_level <= 9);
    if (block.kind == BlockKind::Table) RC_ASSERT(test::is_tiled(block.table));
  }
}

/// The file cut short, with some bytes changed.
std::string damage(std::string bytes) {
  if (*rc::gen::inRange(0, 3) == 0)
    bytes.resize(
        static_cast<std::size_t>(*rc::gen::inRange<int>(0, static_cast<int>(bytes.size()))));
  const int changes = *rc::gen::inRange(0, 12);
  for (int i = 0; i < changes && !bytes.empty(); ++i) {
    const auto at = *rc::gen::inRange<int>(0, static_cast<int>(bytes.size()));
    bytes[static_cast<std::size_t>(at)] = static_cast<char>(*rc::gen::inRange(0, 256));
  }
  return bytes;
}

RC_GTEST_PROP(ReadDamaged, KeepsItsPromisesForDocx, ()) {
  check_promises(damage(good_docx()), "a.docx");
}
RC_GTEST_PROP(ReadDamaged, KeepsItsPromisesForXlsx, ()) {
  check_promises(damage(good_xlsx()), "a.xlsx");
}
RC_GTEST_PROP(ReadDamaged, KeepsItsPromisesForHtml, ()) {
  check_promises(damage(std::string(kGoodHtml)), "a.html");
}
RC_GTEST_PROP(ReadDamaged, KeepsItsPromisesForDocumentXml, ()) {
  // Damage behind the zip's checksum.
  test::Docx docx{.body = word_paragraph("甲", "<w:numPr><w:numId w:val=\"1\"/></w:numPr>") +
                          "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p/>"
                          "</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>" +
                          word_paragraph("乙") + "</w:tc></w:tr></w:tbl>",
                  .numbering =
                      "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt "
                      "w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum>"
                      "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"};
  auto parts = test::docx_parts(docx);
  for (auto& [name, content] : parts)
    if (name.starts_with("word/")) content = damage(content);
  check_promises(zip_of(parts), "a.docx");
}
RC_GTEST_PROP(ReadDamaged, KeepsItsPromisesForSheets, ()) {
  auto parts =
      test::xlsx_parts({.sheets = {{"表",
                                    "<row r=\"1\"><c r=\"A1\" s=\"0\"><v>44165.5</v></c><c "
                                    "r=\"B1\" t=\"s\"><v>0</v></c></row>",
                                    "<mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>"}},
                        .strings = "<si><t>任务_x000D_</t></si>",
                        .styles = "<numFmts><numFmt numFmtId=\"164\" "
                                  "formatCode=\"[DBNum1]yyyy&quot;年&quot;m\"/></numFmts>"
                                  "<cellXfs><xf numFmtId=\"164\"/></cellXfs>"});
  for (auto& [name, content] : parts)
    if (name.starts_with("xl/")) content = damage(content);
  check_promises(zip_of(parts), "a.xlsx");
}

} // namespace
} // namespace plumb::document
