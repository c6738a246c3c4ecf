// SPDX-License-Identifier: Apache-2.0
#include "test_support.hpp"

#include <plumb/base/utf8.hpp>

namespace plumb::document {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> body_texts(const std::string& body) {
  return test::read_texts("<html><body>" + body + "</body></html>", "a.html");
}

TEST(ReadHtml, MakesParagraphsOfBlocksAndBreaks) {
  EXPECT_THAT(body_texts("前<p>一 <b>二</b>\n三</p><div>四<br>五<div>六</div>七</div><hr>八"),
              ElementsAre("前", "一 二三", "四", "五", "六", "七", "八"));
  // A line of Latin words keeps its blank, a wrapped Chinese line has none.
  EXPECT_THAT(body_texts("<p>green\nriver 与\n各乡镇</p>"), ElementsAre("green river 与各乡镇"));
  EXPECT_THAT(body_texts("<p>&nbsp;&nbsp;缩进&lt;&#12289;</p><p>　　全角缩进</p>"),
              ElementsAre("  缩进<、", "　　全角缩进"));
}

TEST(ReadHtml, KeepsLinesOfPreformattedText) {
  EXPECT_THAT(body_texts("<pre>一\n  二\n</pre>"), ElementsAre("一", "  二"));
}

TEST(ReadHtml, NumbersListsAsTheBrowserDoes) {
  EXPECT_THAT(body_texts("<ol><li>甲</li><li value=5>乙<ol type=a><li>子</li><li>丑</li></ol></li>"
                         "<li>丙</li></ol>"),
              ElementsAre("1.甲", "5.乙", "a.子", "b.丑", "6.丙"));
  EXPECT_THAT(
      body_texts("<ol type=I start=3><li>甲</li></ol><ol reversed><li>乙</li><li>丙</li></ol>"),
      ElementsAre("III.甲", "2.乙", "1.丙"));
  EXPECT_THAT(body_texts("<ol style=\"list-style-type: cjk-ideographic\"><li>甲</li></ol>"
                         "<ol style=\"list-style: none\"><li>乙</li></ol><ul><li>丙</li></ul>"),
              ElementsAre("一、甲", "乙", "丙"));
  // Typed numbers are not doubled.
  EXPECT_THAT(body_texts("<ol><li>1.甲</li><li>（二）乙</li><li>三、丙</li><li>2024年</li></ol>"),
              ElementsAre("1.甲", "（二）乙", "三、丙", "4.2024年"));
}

TEST(ReadHtml, DropsWhatIsNotShown) {
  EXPECT_THAT(body_texts("<p>见</p><script>var a='<p>x</p>';</script><style>p{}</style>"
                         "<p style='DISPLAY : none'>藏</p><p hidden>藏</p><noscript>无</noscript>"
                         "<select><option>选</option></select><button>按</button>"
                         "<ruby>县<rt>xiàn</rt></ruby><del>旧</del><!-- 注 -->"),
              ElementsAre("见", "县"));
}

TEST(ReadHtml, KnowsHeadingsAndCentredParagraphs) {
  const auto document =
      read("<h2>甲</h2><p align=center>乙</p><div style='text-align: center'><p>丙</p>"
           "<p align=left>丁</p></div><center>戊</center>",
           "a.html");
  ASSERT_TRUE(document);
  const std::vector<std::pair<int, bool>> want = {
      {2, false}, {0, true}, {0, true}, {0, false}, {0, true}};
  ASSERT_EQ(document->blocks.size(), want.size());
  for (std::size_t i = 0; i < want.size(); ++i) {
    EXPECT_EQ(document->blocks[i].heading_level, want[i].first) << i;
    EXPECT_EQ(document->blocks[i].centred, want[i].second) << i;
  }
}

TEST(ReadHtml, ReadsTablesWithMergedCells) {
  const auto document = read(
      "<table><caption>台账</caption><thead><tr><th>一级</th><th colspan=2>任务</th></tr></thead>"
      "<tr><td rowspan=3>职能</td><td>1</td><td>核对<br>清单</td></tr><tr><td>2</td></tr>"
      "<tr><td colspan=9>三</td></tr></table>",
      "a.html");
  ASSERT_TRUE(document);
  ASSERT_EQ(document->blocks.size(), 1U);
  const Table& table = document->blocks[0].table;
  EXPECT_EQ(table.name, "台账");
  EXPECT_TRUE(test::is_tiled(table));
  EXPECT_THAT(table.cells, ElementsAre(Cell{"一级", 0, 0, 1, 1}, Cell{"任务", 0, 1, 1, 2},
                                       Cell{"职能", 1, 0, 3, 1}, Cell{"1", 1, 1, 1, 1},
                                       Cell{"核对\n清单", 1, 2, 1, 1}, Cell{"2", 2, 1, 1, 1},
                                       Cell{"", 2, 2, 1, 1}, Cell{"三", 3, 1, 1, 2}));
}

TEST(ReadHtml, SurvivesImpossibleSpans) {
  for (const auto* table :
       {"<table><tr><td rowspan=0>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>",
        "<table><tr><td colspan=99999999 rowspan=99999999>甲</td></tr><tr><td>乙</td></tr></table>",
        "<table><tr><td>甲</td><td rowspan=2>乙</td></tr><tr><td colspan=3>丙</td></tr></table>",
        "<table><tr></tr><tr><td>甲</td><td>乙</td></tr><tr></tr></table>"}) {
    const auto document = read(table, "a.html");
    ASSERT_TRUE(document) << table;
    for (const auto& block : document->blocks)
      EXPECT_TRUE(test::is_tiled(block.table)) << table;
  }
}

TEST(ReadHtml, UnpacksLayoutTables) {
  std::string paragraphs;
  for (int i = 0; i < 8; ++i)
    paragraphs += "<p>第" + std::to_string(i) +
                  "段：县直各部门应当按照职责分工抓好落实，每季度报送一次进展情况，年底前全面总结并"
                  "公开。</p>";
  const auto whole = body_texts("<table><tr><td>左栏</td><td>" + paragraphs + "</td></tr></table>");
  EXPECT_EQ(whole.size(), 9U);
  EXPECT_THAT(body_texts("<table><tr><td><p>一</p><p>二</p></td></tr></table>"),
              ElementsAre("一", "二"));
  EXPECT_THAT(body_texts("<table><tr><td>标题</td></tr><tr><td><table><tr><td>甲</td><td>乙</td>"
                         "</tr></table></td></tr></table>"),
              ElementsAre("标题", "[甲|乙]"));
  // Text beside the cells is shown above the table.
  EXPECT_THAT(body_texts("<table>漏<tr><td>甲</td><td>乙</td></tr></table>"),
              ElementsAre("漏", "[甲|乙]"));
}

constexpr const char* kPage = R"(<!DOCTYPE html><html><head><meta charset="utf-8">
<title>云泽市2024年重点工作安排_青川原县人民政府</title>
<meta name="ArticleTitle" content="云泽市2024年重点工作安排"><meta name="PubDate" content="2024-03-01">
<meta name="ContentSource" content="县政府办"></head><body>
<div class="head"><a href="/">首页</a><a href="/1">要闻</a></div>
<ul class="menu"><li><a href="/2">政务公开</a></li><li><a href="/3">政务服务</a></li><li><a href="/4">互动交流</a></li></ul>
<div class="path">当前位置：<a href="/">首页</a> &gt; <a href="/5">文件</a></div>
<div class="info"><ul><li><b>索 引 号：</b>QCY/2024-7</li><li><b>发布日期：</b>2024-03-01</li></ul></div>
<h1>云泽市2024年重点工作安排</h1>
CONTENT
<div class="more"><ul><li><a href="/6">相关文件一</a></li><li><a href="/7">相关文件二</a></li></ul></div>
<div class="foot"><p>版权所有：青川原县人民政府 联系我们</p><p>技术支持：县信息中心</p></div>
</body></html>)";

std::string page(const std::string& content) {
  std::string out = kPage;
  out.replace(out.find("CONTENT"), 7, content);
  return out;
}

TEST(ReadHtml, FindsTheDocumentInAPage) {
  const std::string article = "<p>各乡镇人民政府：</p><p>一、核对权责清单，十一月底前完成。</"
                              "p><p>（牵头单位：县司法局）</p>"
                              "<p>县政府办</p>";
  for (const auto& content : {"<div id=\"zoom\">" + article + "</div>",
                              "<div class=\"x TRS_Editor\">" + article + "</div>",
                              "<article>" + article + "</article>"}) {
    const auto document = read(page(content), "a.html");
    ASSERT_TRUE(document);
    EXPECT_THAT(test::texts(*document), ElementsAre("索 引 号：QCY/2024-7", "发布日期：2024-03-01",
                                                    "云泽市2024年重点工作安排", "各乡镇人民政府：",
                                                    "一、核对权责清单，十一月底前完成。",
                                                    "（牵头单位：县司法局）", "县政府办"));
    EXPECT_EQ(document->properties.at("ArticleTitle"), "云泽市2024年重点工作安排");
    EXPECT_EQ(document->properties.at("PubDate"), "2024-03-01");
    EXPECT_EQ(document->properties.at("ContentSource"), "县政府办");
    EXPECT_EQ(document->properties.at("title"), "云泽市2024年重点工作安排_青川原县人民政府");
  }
}

TEST(ReadHtml, NeverLosesPartsOfADocumentThatIsSpreadOverThePage) {
  std::string first;
  std::string second;
  for (int i = 0; i < 12; ++i)
    first += "<p>第一部分第" + std::to_string(i) + "句，应当保留。</p>";
  for (int i = 0; i < 12; ++i)
    second += "<p>第二部分第" + std::to_string(i) + "句，应当保留。</p>";
  const auto texts = test::read_texts(page("<div class=a>" + first + "</div><div class=b>" +
                                           second + "<p>落款：县政府办</p></div>"),
                                      "a.html");
  EXPECT_THAT(texts, Contains("第一部分第0句，应当保留。"));
  EXPECT_THAT(texts, Contains("第二部分第11句，应当保留。"));
  EXPECT_THAT(texts, Not(Contains(HasSubstr("互动交流"))));
}

TEST(ReadHtml, KeepsAnAnnexBesideTheArticle) {
  std::string annex;
  for (int i = 1; i <= 9; ++i)
    annex += "<p>" + std::to_string(i) + ".核对</p>";
  std::string article;
  for (int i = 0; i < 6; ++i)
    article += "<p>各乡镇应当认真组织实施并按期报送。</p>";
  const auto texts =
      test::read_texts(page("<div id=zoom>" + article +
                            "</div><div class=b><p>清单如下，按序核对，逐项报送结果，不得遗漏。"
                            "</p>" +
                            annex + "</div>"),
                       "a.html");
  EXPECT_THAT(texts, Contains("9.核对"));
  EXPECT_THAT(texts, Not(Contains(HasSubstr("互动交流"))));
  EXPECT_THAT(texts, Not(Contains(HasSubstr("版权所有"))));
}

TEST(ReadHtml, KeepsATitleInAHeader) {
  EXPECT_THAT(test::read_texts(page("<header><h1>青川原县年度工作方案</h1></header><article><p>一、"
                                    "核对清单，按期报送。</p></article>"),
                               "a.html"),
              Contains("青川原县年度工作方案"));
}

TEST(ReadHtml, KeepsEverythingOfAPageWithoutMenus) {
  EXPECT_THAT(body_texts("<p>通知</p><div>短</div><p>见<a href='x'>附表</a></p>"),
              ElementsAre("通知", "短", "见附表"));
}

TEST(ReadHtml, KeepsWholePagesInAForm) {
  EXPECT_THAT(body_texts("<form><p>第一条</p><p>第二条</p></form>"),
              ElementsAre("第一条", "第二条"));
}

TEST(ReadHtml, ChoosesTheEncodingByBytesBeforeWhatThePageClaims) {
  // "核对清单，按期报送" in GBK.
  const std::string gbk =
      "\xBA\xCB\xB6\xD4\xC7\xE5\xB5\xA5\xA3\xAC\xB0\xB4\xC6\xDA\xB1\xA8\xCB\xCD";
  for (const char* charset : {"gb2312", "GBK", "utf-8", "big5x"}) {
    const auto document =
        read("<html><head><meta http-equiv=Content-Type content=\"text/html; charset=" +
                 std::string(charset) + "\"></head><body><p>" + gbk + "</p></body></html>",
             "a.htm");
    ASSERT_TRUE(document) << charset;
    EXPECT_EQ(document->encoding, "GB18030");
    EXPECT_THAT(test::texts(*document), ElementsAre("核对清单，按期报送"));
  }
  const auto utf8 = read("<meta charset=gb2312><p>核对清单</p>", "a.htm");
  ASSERT_TRUE(utf8);
  EXPECT_EQ(utf8->encoding, "UTF-8");
}

TEST(ReadHtml, RefusesNestingWithoutEnd) {
  std::string deep;
  for (int i = 0; i < 300; ++i)
    deep += "<div>";
  EXPECT_EQ(test::error_of(deep + "底", "a.html"), "document.too_deep");
  Limits limits;
  limits.nesting = 1000;
  EXPECT_EQ(test::error_of(deep + "底", "a.html", limits), "none");
}

TEST(ReadHtml, RefusesTooManyCells) {
  Limits limits;
  limits.table_cells = 3;
  EXPECT_EQ(test::error_of("<table><tr><td>1<td>2<tr><td>3<td>4</table>", "a.html", limits),
            "document.too_many_cells");
}

} // namespace
} // namespace plumb::document
