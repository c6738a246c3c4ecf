// SPDX-License-Identifier: Apache-2.0
#include "subprocess.hpp"
#include "test_support.hpp"

#include <cstdio>
#include <cstdlib>

namespace plumb::document {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Numbered objects behind each other, with the table of their places.
std::string pdf_of(const std::vector<std::string>& objects,
                   const std::string& trailer_entries = {}) {
  std::string out = "%PDF-1.4\n";
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    places.push_back(out.size());
    out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const auto table = out.size();
  out += "xref\n0 " + std::to_string(objects.size() + 1) + "\n0000000000 65535 f \n";
  for (const auto place : places) {
    char line[32];
    std::snprintf(line, sizeof line, "%010zu 00000 n \n", place);
    out += line;
  }
  return out + "trailer\n<< /Size " + std::to_string(objects.size() + 1) + " /Root 1 0 R " +
         trailer_entries + " >>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
}

std::string stream(const std::string& content) {
  return "<< /Length " + std::to_string(content.size()) + " >>\nstream\n" + content + "\nendstream";
}

/// One page per entry; each entry is the page's drawing commands.
std::string pages_pdf(const std::vector<std::string>& pages, const std::string& trailer = {}) {
  std::string kids;
  std::vector<std::string> objects = {
      "<< /Type /Catalog /Pages 2 0 R >>", "",
      "<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /DescendantFonts [4 0 R] "
      "/ToUnicode 5 0 R >>",
      "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /CIDSystemInfo << /Registry (Adobe) "
      "/Ordering (Identity) /Supplement 0 >> /DW 1000 >>",
      stream("/CIDInit /ProcSet findresource begin begincmap\n1 begincodespacerange <0000> <FFFF> "
             "endcodespacerange\n1 beginbfrange <4E00> <9FFF> <4E00> endbfrange\n"
             "1 beginbfrange <0020> <007E> <0020> endbfrange\nendcmap end")};
  for (const auto& page : pages) {
    const auto number = objects.size() + 1;
    kids += std::to_string(number) + " 0 R ";
    objects.push_back("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents " +
                      std::to_string(number + 1) + " 0 R /Resources << /Font << /F 3 0 R >> >> >>");
    objects.push_back(stream(page));
  }
  objects[1] =
      "<< /Type /Pages /Kids [" + kids + "] /Count " + std::to_string(pages.size()) + " >>";
  return pdf_of(objects, trailer);
}

/// Text of BMP characters at a place on the page.
std::string show(int x, int y, const std::u16string& text) {
  std::string hex;
  for (const char16_t c : text) {
    char digits[8];
    std::snprintf(digits, sizeof digits, "%04X", static_cast<unsigned>(c));
    hex += digits;
  }
  return "BT /F 16 Tf " + std::to_string(x) + " " + std::to_string(y) + " Td <" + hex + "> Tj ET\n";
}

TEST(ReadPdf, GivesLinesWithTheirPagesAndIndents) {
  const auto document =
      read(pages_pdf({show(60, 700, u"青川原县工作方案") + show(92, 660, u"核对清单并按期报送"),
                      show(60, 700, u"第二页的内容在这里")}),
           "a.pdf");
  ASSERT_TRUE(document) << document.error().id;
  EXPECT_EQ(document->format, Format::Pdf);
  std::vector<Block> lines;
  for (const auto& block : document->blocks)
    if (!block.text.empty()) lines.push_back(block);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].text, "青川原县工作方案");
  EXPECT_THAT(lines[1].text, HasSubstr("  核对清单并按期报送"));
  EXPECT_EQ(lines[2].text, "第二页的内容在这里");
  EXPECT_EQ(lines[0].page, 1);
  EXPECT_EQ(lines[2].page, 2);
  EXPECT_EQ(document->properties.at("pages"), "2");
  EXPECT_FALSE(document->properties.contains("pages_without_text"));
}

TEST(ReadPdf, NamesPagesWithoutText) {
  const std::string full = show(60, 700, u"县直各部门应当按照职责分工抓好落实") +
                           show(60, 660, u"每季度报送一次进展情况年底前全面总结");
  const auto document = read(pages_pdf({full, "", full, ""}), "a.pdf");
  ASSERT_TRUE(document) << document.error().id;
  EXPECT_EQ(document->properties.at("pages_without_text"), "2,4");
}

TEST(ReadPdf, RefusesScannedEncryptedAndBrokenFiles) {
  EXPECT_EQ(test::error_of(pages_pdf({"", ""}), "a.pdf"), "document.pdf_without_text");
  EXPECT_EQ(test::error_of(pages_pdf({show(60, 700, u"第一页"), ""}), "a.pdf"),
            "document.pdf_without_text");
  const std::string key(64, 'A');
  EXPECT_EQ(
      test::error_of(pages_pdf({show(60, 700, u"第一页")},
                               "/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
                               "/O <" +
                                   key + "> /U <" + key + "> >>"),
                     "a.pdf"),
      "document.encrypted");
  EXPECT_EQ(test::error_of("%PDF-1.4\nrubbish", "a.pdf"), "document.damaged");
  const auto whole = pages_pdf({show(60, 700, u"青川原县工作方案")});
  EXPECT_EQ(test::error_of(whole.substr(0, 80), "a.pdf"), "document.damaged");
}

TEST(ReadPdf, LimitsTheTextItTakes) {
  Limits limits;
  limits.unpacked_bytes = 10;
  EXPECT_EQ(test::error_of(pages_pdf({show(60, 700, u"青川原县工作方案")}), "a.pdf", limits),
            "document.too_large");
}

TEST(ReadPdf, SaysWhenTheProgramIsMissing) {
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", "/nowhere", 1);
  const auto document = read(pages_pdf({show(60, 700, u"青川原县工作方案")}), "a.pdf");
  ::setenv("PATH", path.c_str(), 1);
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().id, "document.pdf_tool_missing");
  EXPECT_EQ(document.error().kind, base::ErrorKind::Unavailable);
}

TEST(ReadPdf, NeverLosesTheTextOfFontsThatAreNotEmbedded) {
  // 核对清单并按期报送进展 in GBK, drawn with a font that only its encoding describes.
  const std::string drawing =
      "BT /F 16 Tf 60 700 Td <BACBB6D4C7E5B5A5B2A2B0B4C6DAB1A8CBCDBDF8D5B9> Tj ET";
  const auto document = read(
      pdf_of({"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
              "<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /GBK-EUC-H /DescendantFonts "
              "[4 0 R] >>",
              "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /F /CIDSystemInfo << /Registry "
              "(Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 >>",
              "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 6 0 R /Resources << "
              "/Font << /F 3 0 R >> >> >>",
              stream(drawing)}),
      "a.pdf");
  // Read where poppler-data is installed; elsewhere the answer says what to install.
  if (document) {
    EXPECT_EQ(document->blocks.at(0).text, "核对清单并按期报送进展");
  } else {
    EXPECT_EQ(document.error().id, "document.pdf_tool_missing");
    EXPECT_EQ(document.error().args[1].second, "poppler-data");
  }
}

TEST(RunOnFile, HandsOverTheFileAndNothingElse) {
  const auto run =
      run_on_file({"sh", "-c", "cat \"$0\"; cat; echo said >&2; exit 4"}, "bytes", {}, {});
  ASSERT_TRUE(run);
  EXPECT_EQ(run->end, ProcessEnd::Exited);
  EXPECT_EQ(run->exit_code, 4);
  EXPECT_EQ(run->output, "bytes");
  EXPECT_EQ(run->messages, "said\n");
}

TEST(RunOnFile, StopsWhatGoesTooFar) {
  ProcessLimits small;
  small.output_bytes = 1000;
  EXPECT_EQ(run_on_file({"yes"}, "", {}, small)->end, ProcessEnd::OutputTooLarge);
  ProcessLimits hurried;
  hurried.wall_seconds = 0;
  EXPECT_EQ(run_on_file({"yes"}, "", {}, hurried)->end, ProcessEnd::TimeOut);
  EXPECT_EQ(run_on_file({"sh", "-c", "kill -SEGV $$"}, "", {}, {})->end, ProcessEnd::Crashed);
  EXPECT_EQ(run_on_file({"no-such-program-here"}, "", {}, {})->end, ProcessEnd::ToolMissing);
}

} // namespace
} // namespace plumb::document
