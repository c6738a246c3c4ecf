// SPDX-License-Identifier: Apache-2.0
#include "test_support.hpp"

namespace plumb::document {
namespace {

using test::Docx;
using test::docx_file;
using test::read_texts;
using test::word_paragraph;
using testing::ElementsAre;

std::vector<std::string> body_texts(const std::string& body) {
  return read_texts(docx_file({.body = body}), "a.docx");
}

std::string run(const std::string& inner) {
  return "<w:r>" + inner + "</w:r>";
}

TEST(ReadDocx, JoinsRunsAndSplitsAtBreaks) {
  EXPECT_THAT(
      body_texts("<w:p>" + run("<w:t>青川</w:t>") + run("<w:t>原县</w:t><w:tab/><w:t>甲</w:t>") +
                 run("<w:br/><w:t>第二行</w:t>") + "</w:p><w:p/>" + word_paragraph("末段 ")),
      ElementsAre("青川原县 甲", "第二行", "", "末段"));
}

TEST(ReadDocx, ShowsWhatIsSeenAfterTheChangesAreAccepted) {
  EXPECT_THAT(body_texts("<w:p><w:del>" + run("<w:delText>旧</w:delText>") + "</w:del><w:ins>" +
                         run("<w:t>新</w:t>") + "</w:ins><w:moveFrom>" + run("<w:t>移走</w:t>") +
                         "</w:moveFrom><w:moveTo>" + run("<w:t>移来</w:t>") + "</w:moveTo></w:p>"),
              ElementsAre("新移来"));
  EXPECT_THAT(body_texts("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + run("<w:t>前半</w:t>") +
                         "</w:p>" + word_paragraph("后半")),
              ElementsAre("前半后半"));
}

TEST(ReadDocx, LeavesHiddenTextAndFieldCodesOut) {
  EXPECT_THAT(body_texts("<w:p>" + run("<w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t>") +
                         run("<w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>可见</w:t>") +
                         run("<w:fldChar w:fldCharType=\"begin\"/>") +
                         run("<w:instrText>PAGEREF</w:instrText><w:t>代码</w:t>") +
                         run("<w:fldChar w:fldCharType=\"separate\"/>") + run("<w:t>结果</w:t>") +
                         run("<w:fldChar w:fldCharType=\"end\"/>") + "</w:p>"),
              ElementsAre("可见结果"));
  // A field whose end was deleted must not swallow what follows.
  EXPECT_THAT(body_texts("<w:p>" + run("<w:fldChar w:fldCharType=\"begin\"/>") + "</w:p>" +
                         word_paragraph("还在")),
              ElementsAre("", "还在"));
}

TEST(ReadDocx, ReadsTextBoxesOnceAndContentControls) {
  const std::string box = "<wps:txbx xmlns:wps=\"x\"><w:txbxContent>" + word_paragraph("框内") +
                          "</w:txbxContent></wps:txbx>";
  EXPECT_THAT(body_texts("<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>" + box +
                         "</w:drawing></mc:Choice><mc:Fallback><w:pict>" + box +
                         "</w:pict></mc:Fallback></mc:AlternateContent></w:r>" +
                         run("<w:t>框外</w:t>") + "</w:p><w:sdt><w:sdtPr/><w:sdtContent>" +
                         word_paragraph("控件") + "</w:sdtContent></w:sdt>"),
              ElementsAre("框外", "框内", "控件"));
}

TEST(ReadDocx, ReadsDrawnLettering) {
  EXPECT_THAT(body_texts("<w:p><w:r><w:pict><v:shape xmlns:v=\"v\"><v:textpath "
                         "string=\"青川原县文件\"/></v:shape></w:pict></w:r></w:p>"),
              ElementsAre("", "青川原县文件"));
}

TEST(ReadDocx, MapsSymbolsAndSpecialCharacters) {
  EXPECT_THAT(body_texts("<w:p>" + run("<w:sym w:font=\"Wingdings 2\" w:char=\"F052\"/>") +
                         run("<w:t>是</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>否</w:t>") +
                         "<w:hyperlink>" + run("<w:t>链接</w:t>") + "</w:hyperlink></w:p>"),
              ElementsAre("☑是-否链接"));
}

TEST(ReadDocx, PutsFootnotesBehindTheBody) {
  EXPECT_THAT(
      read_texts(
          docx_file(
              {.body = "<w:p>" + run("<w:t>正文</w:t><w:footnoteReference w:id=\"2\"/>") + "</w:p>",
               .footnotes = "<w:footnote w:type=\"separator\" w:id=\"0\"><w:p>" +
                            run("<w:separator/>") + "</w:p></w:footnote>" +
                            "<w:footnote w:id=\"2\">" + word_paragraph("注释") + "</w:footnote>"}),
          "a.docx"),
      ElementsAre("正文", "", "注释"));
}

TEST(ReadDocx, KnowsHeadingsAndCentredParagraphs) {
  const std::string styles =
      R"(<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>)"
      R"(<w:style w:type="paragraph" w:styleId="c"><w:name w:val="我的标题"/><w:basedOn w:val="1"/>)"
      R"(<w:pPr><w:jc w:val="center"/></w:pPr></w:style>)"
      R"(<w:style w:type="paragraph" w:styleId="o"><w:name w:val="x"/>)"
      R"(<w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>)";
  const auto document =
      read(docx_file({.body = word_paragraph("a", "<w:pStyle w:val=\"1\"/>") +
                              word_paragraph("b", "<w:pStyle w:val=\"c\"/>") +
                              word_paragraph("c", "<w:pStyle w:val=\"o\"/>") +
                              word_paragraph("d", "<w:outlineLvl w:val=\"0\"/>") +
                              word_paragraph("e", "<w:pStyle w:val=\"c\"/><w:outlineLvl "
                                                  "w:val=\"9\"/><w:jc w:val=\"left\"/>"),
                      .styles = styles,
                      .core = "<dc:title> 青川原县工作方案 </dc:title>"}),
           "a.docx");
  ASSERT_TRUE(document);
  const std::vector<std::pair<int, bool>> want = {
      {1, false}, {1, true}, {3, false}, {1, false}, {0, false}};
  ASSERT_EQ(document->blocks.size(), want.size());
  for (std::size_t i = 0; i < want.size(); ++i) {
    EXPECT_EQ(document->blocks[i].heading_level, want[i].first) << i;
    EXPECT_EQ(document->blocks[i].centred, want[i].second) << i;
  }
  EXPECT_EQ(document->properties.at("title"), "青川原县工作方案");
}

std::string cell(const std::string& text, const std::string& properties = {}) {
  return "<w:tc><w:tcPr>" + properties + "</w:tcPr>" + word_paragraph(text) + "</w:tc>";
}
std::string row(const std::string& cells, const std::string& properties = {}) {
  return "<w:tr><w:trPr>" + properties + "</w:trPr>" + cells + "</w:tr>";
}

TEST(ReadDocx, ReadsMergedCells) {
  const auto document = read(
      docx_file({.body = "<w:tbl>" + row(cell("指标", "<w:gridSpan w:val=\"2\"/>") + cell("牵头")) +
                         row(cell("一", "<w:vMerge w:val=\"restart\"/>") + cell("任务一") +
                             cell("司法局", "<w:vMerge w:val=\"restart\"/>")) +
                         row(cell("", "<w:vMerge/>") + cell("任务二") +
                             cell("", "<w:vMerge w:val=\"continue\"/>")) +
                         row(cell("删", ""), "<w:del/>") + "</w:tbl>"}),
      "a.docx");
  ASSERT_TRUE(document);
  ASSERT_EQ(document->blocks.size(), 1U);
  const Table& table = document->blocks[0].table;
  EXPECT_TRUE(test::is_tiled(table));
  EXPECT_THAT(table.cells, ElementsAre(Cell{"指标", 0, 0, 1, 2}, Cell{"牵头", 0, 2, 1, 1},
                                       Cell{"一", 1, 0, 2, 1}, Cell{"任务一", 1, 1, 1, 1},
                                       Cell{"司法局", 1, 2, 2, 1}, Cell{"任务二", 2, 1, 1, 1}));
}

TEST(ReadDocx, FlattensNestedTablesAndUnpacksFrames) {
  const std::string inner =
      "<w:tbl>" + row(cell("甲") + cell("乙")) + row(cell("丙") + cell("丁")) + "</w:tbl>";
  EXPECT_THAT(
      body_texts("<w:tbl>" + row(cell("外") + "<w:tc>" + inner + "<w:p/></w:tc>") + "</w:tbl>"),
      ElementsAre("[外|甲 乙\n丙 丁]"));
  EXPECT_THAT(
      body_texts("<w:tbl>" +
                 row("<w:tc>" + word_paragraph("框中一") + word_paragraph("框中二") + "</w:tc>") +
                 "</w:tbl>"),
      ElementsAre("框中一", "框中二"));
}

TEST(ReadDocx, ReadsEmbeddedPages) {
  EXPECT_THAT(read_texts(docx_file({.body = "<w:altChunk r:id=\"c\"/>",
                                    .more = {{"word/page.html",
                                              "<html><body><p>嵌入的页</p></body></html>"}},
                                    .related = {{"c", "aFChunk", "page.html"}}}),
                         "a.docx"),
              ElementsAre("嵌入的页"));
}

} // namespace
} // namespace plumb::document
