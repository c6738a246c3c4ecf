// SPDX-License-Identifier: Apache-2.0
#include "example_test.hpp"
#include "xml.hpp"
#include "zip.hpp"

#include <plumb/base/utf8.hpp>

#include <gtest/gtest.h>
#include <pugixml.hpp>
#include <rapidcheck/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace plumb::paper {
namespace {

std::map<std::string, std::string> parts(const Paper& paper, const Fonts& fonts = {}) {
  const auto bytes = docx(paper, fonts);
  EXPECT_TRUE(bytes);
  return bytes ? unzip(*bytes) : std::map<std::string, std::string>();
}

pugi::xml_document parsed(const std::string& xml) {
  pugi::xml_document out;
  const auto result = out.load_buffer(xml.data(), xml.size(), pugi::parse_full);
  EXPECT_TRUE(result) << result.description() << " at " << result.offset;
  return out;
}

/// "style: words" of each paragraph, | for a break.
std::string outline(const pugi::xml_document& document) {
  std::string out;
  for (const auto& found : document.select_nodes("//w:body//w:p")) {
    const auto node = found.node();
    out += node.child("w:pPr").child("w:pStyle").attribute("w:val").value();
    out += ": ";
    for (const auto& word : node.select_nodes("./w:r/*")) {
      if (std::string_view(word.node().name()) == "w:t") out += word.node().text().get();
      if (std::string_view(word.node().name()) == "w:br") out += '|';
    }
    out += '\n';
  }
  return out;
}

TEST(Docx, HasEveryPartThatIsNamed) {
  const auto all = parts(example());
  const auto types = parsed(all.at("[Content_Types].xml"));
  int named = 0;
  for (const auto& found : types.select_nodes("//Override")) {
    const std::string path = found.node().attribute("PartName").value();
    EXPECT_TRUE(all.contains(path.substr(1))) << path;
    ++named;
  }
  EXPECT_EQ(named, 11);
  const auto relations = parsed(all.at("word/_rels/document.xml.rels"));
  std::map<std::string, std::string> targets;
  for (const auto& found : relations.select_nodes("//Relationship")) {
    const auto target = std::string("word/") + found.node().attribute("Target").value();
    EXPECT_TRUE(all.contains(target)) << target;
    targets[found.node().attribute("Id").value()] = target;
  }
  const auto document = parsed(all.at("word/document.xml"));
  for (const auto& found : document.select_nodes("//w:footerReference | //w:headerReference"))
    EXPECT_TRUE(targets.contains(found.node().attribute("r:id").value()));
  for (const auto& [path, content] : all)
    parsed(content);
}

TEST(Docx, EveryStyleThatIsUsedExists) {
  const auto all = parts(example());
  std::set<std::string> known;
  const auto styles = parsed(all.at("word/styles.xml"));
  for (const auto& found : styles.select_nodes("//w:style"))
    known.insert(found.node().attribute("w:styleId").value());
  for (const auto& [path, content] : all) {
    if (!path.starts_with("word/") || !path.ends_with(".xml")) continue;
    const auto xml = parsed(content);
    for (const auto& found : xml.select_nodes("//w:pStyle | //w:rStyle | //w:basedOn"))
      EXPECT_TRUE(known.contains(found.node().attribute("w:val").value()))
          << path << " " << found.node().attribute("w:val").value();
  }
}

TEST(Docx, KeepsTheMeasuresOfTheStandardInTheStyle) {
  const auto all = parts(example());
  const auto styles = parsed(all.at("word/styles.xml"));
  const auto normal = styles.select_node("//w:style[@w:styleId='Normal']").node();
  EXPECT_STREQ(normal.child("w:rPr").child("w:spacing").attribute("w:val").value(), "-5");
  EXPECT_STREQ(normal.child("w:rPr").child("w:sz").attribute("w:val").value(), "32");
  EXPECT_STREQ(normal.child("w:pPr").child("w:spacing").attribute("w:line").value(), "579");
  EXPECT_STREQ(normal.child("w:pPr").child("w:spacing").attribute("w:lineRule").value(), "exact");
  const auto document = parsed(all.at("word/document.xml"));
  EXPECT_EQ(document.select_nodes("//w:p/w:r/w:rPr/w:spacing").size(), 0U);
  EXPECT_EQ(document.select_nodes("//w:docGrid").size(), 0U);
  const auto section = document.select_node("//w:body/w:sectPr").node();
  EXPECT_STREQ(section.child("w:pgMar").attribute("w:top").value(), "2098");
  EXPECT_STREQ(section.child("w:pgMar").attribute("w:bottom").value(), "1984");
  EXPECT_STREQ(section.child("w:pgMar").attribute("w:left").value(), "1588");
  EXPECT_STREQ(section.child("w:pgMar").attribute("w:right").value(), "1474");
  EXPECT_TRUE(parsed(all.at("word/settings.xml")).select_node("//w:evenAndOddHeaders"));
}

TEST(Docx, PutsEverythingInItsPlace) {
  EXPECT_EQ(outline(parsed(parts(example()).at("word/document.xml"))),
            "RedHead: 砚湖县人民政府文件\nNormal: \nNormal: \nNumberOnLine: 砚政发〔2027〕6号\n"
            "Normal: \nNormal: \nTitle: 砚湖县2026年|法治政府建设情况报告\nNormal: \n"
            "Addressee: 云泽市人民政府：\nBody: 全年公布规范性文件12件。\n"
            "Heading1: 一、主要举措和成效\nHeading2: （一）完善制度体系。清理文件三件。\n"
            "Heading2: （二）规范重大决策\nHeading3: 1.目录管理\nTableCaption: 主要指标\n"
            "TableHead: 指标\nTableHead: 实际\nTableCentred: 合法性审核率\nTableCentred: 93.33%\n"
            "Gap: \nNormal: \nAnnexList: 附件：1.指标说明\nAnnexList: 2.逾期任务\nNormal: \n"
            "Normal: \nSignature: 砚湖县人民政府\nSignature: 2027年3月20日\nAnnexMark: 附件1\n"
            "Normal: \nTitle: 指标说明\nNormal: \nBody: 说明。\nAnnexMark: 附件2\nNormal: \n"
            "Title: 逾期任务\nNormal: \nTableHead: 序号\nTableHead: 任务\nTableCentred: 1\n"
            "TableCentred: 修订目录\nGap: \nGap: \nImprintLine: \nImprint: 抄送：县委办公室。\n"
            "ImprintLine: \nImprint: 砚湖县人民政府办公室2027年3月20日印发\nImprintLine: \n");
}

TEST(Docx, TurnsThePageForAWideAnnexAndBack) {
  const auto document = parsed(parts(example()).at("word/document.xml"));
  std::string orientations;
  for (const auto& found : document.select_nodes("//w:sectPr/w:pgSz"))
    orientations += found.node().attribute("w:orient") ? 'L' : 'P';
  // Text with the first annex, the wide one, the imprint.
  EXPECT_EQ(orientations, "PLP");
  auto no_imprint = example();
  no_imprint.copies_to.clear();
  no_imprint.printed_by.clear();
  const auto shorter = parsed(parts(no_imprint).at("word/document.xml"));
  EXPECT_EQ(shorter.select_nodes("//w:sectPr").size(), 2U);
  EXPECT_EQ(shorter.select_nodes("//w:pageBreakBefore").size(), 1U);
}

TEST(Docx, RepeatsTheHeaderOfATableAndFillsTheText) {
  const auto document = parsed(parts(example()).at("word/document.xml"));
  EXPECT_EQ(document.select_nodes("//w:tr[w:trPr/w:tblHeader]").size(), 2U);
  int width = 0;
  std::string widths;
  for (const auto& found : document.select_nodes("(//w:tbl)[1]/w:tblGrid/w:gridCol")) {
    width += found.node().attribute("w:w").as_int();
    widths += std::string(found.node().attribute("w:w").value()) + " ";
  }
  EXPECT_EQ(width, 8844);
  EXPECT_EQ(widths, "6633 2211 ");
}

TEST(Docx, OnlyTheFirstSentenceOfAHeadingLineHasItsFont) {
  const auto document = parsed(parts(example()).at("word/document.xml"));
  std::string found;
  for (const auto& node : document.select_nodes("//w:p[w:pPr/w:pStyle/@w:val='Heading2']/w:r"))
    found += std::string(node.node().child("w:t").text().get()) +
             (node.node().child("w:rPr") ? "*" : "") + "\n";
  EXPECT_EQ(found, "（一）完善制度体系。\n清理文件三件。*\n（二）规范重大决策\n");
}

TEST(Docx, TheDayStandsFourCharactersFromTheRightAndTheNameAboveIt) {
  struct Case {
    const char *name, *day, *rights;
  };
  // 2027年3月20日 takes 5 Chinese characters and a half more: six and a half.
  for (const Case& c :
       {Case{"砚湖县人民政府", "2027年3月20日", "1260 1260 "},
        Case{"县政府", "2027年12月20日", "1890 1260 "},
        Case{"砚湖县人民政府和云泽市生态环境局联合工作组办公室", "2027年3月1日", "0 2835 "}}) {
    SCOPED_TRACE(c.name);
    Paper paper;
    paper.signed_by = c.name;
    paper.signed_on = c.day;
    const auto document = parsed(parts(paper).at("word/document.xml"));
    std::string rights;
    for (const auto& found :
         document.select_nodes("//w:p[w:pPr/w:pStyle/@w:val='Signature']/w:pPr/w:ind"))
      rights += std::string(found.node().attribute("w:right").value()) + " ";
    EXPECT_EQ(rights, c.rights);
  }
}

TEST(Docx, OneAnnexHasNoNumber) {
  Paper paper;
  paper.annexes = {{"问题清单", false, {}}};
  EXPECT_EQ(outline(parsed(parts(paper).at("word/document.xml"))),
            "Normal: \nAnnexList: 附件：问题清单\nAnnexMark: 附件\nNormal: \nTitle: 问题清单\n"
            "Normal: \n");
}

TEST(Docx, AnEmptyPaperIsAPage) {
  EXPECT_EQ(outline(parsed(parts({}).at("word/document.xml"))), "Normal: \n");
}

TEST(Docx, IsTheGoldenDocument) {
  Paper paper;
  paper.title = "情况通报";
  paper.addressee = "各镇人民政府";
  paper.blocks = {paragraph(Paragraph::Kind::Body, "现将有关情况通报如下。"),
                  Table{"", {"单位", "件数"}, {}, {{{"自然资源局"}, {"3"}}}}};
  paper.signed_by = "砚湖县司法局";
  paper.signed_on = "2026年11月22日";
  const auto got = parts(paper).at("word/document.xml");
  const std::string path = std::string(PLUMB_TESTDATA) + "/golden/small.xml";
  if (std::getenv("PLUMB_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << got;
  std::ifstream file(path);
  std::stringstream want;
  want << file.rdbuf();
  EXPECT_EQ(got, want.str());
}

TEST(Docx, TheSameValueGivesTheSameBytes) {
  const auto first = docx(example()), second = docx(example());
  ASSERT_TRUE(first && second);
  EXPECT_EQ(*first, *second);
  auto other = example();
  std::get<Paragraph>(other.blocks[0]).runs[1].text = "13件";
  EXPECT_NE(*first, *docx(other));
  // A link is nothing that docx shows.
  other = example();
  std::get<Paragraph>(other.blocks[0]).runs[1].link = "/elsewhere";
  EXPECT_EQ(*first, *docx(other));
}

TEST(Docx, NamesTheFontsOfTheOffice) {
  Fonts fonts;
  fonts.body = "仿宋\"<&";
  const auto all = parts(example(), fonts);
  for (const auto& [path, content] : all)
    parsed(content);
  EXPECT_NE(all.at("word/styles.xml").find("仿宋&quot;&lt;&amp;"), std::string::npos);
}

TEST(Docx, RefusesWhatNoProgramShows) {
  Paper paper;
  paper.blocks = {Table{"", std::vector<std::string>(64, "列"), {}, {}}};
  const auto wide = docx(paper);
  ASSERT_FALSE(wide);
  EXPECT_EQ(wide.error().id, "paper.cannot_write");
  EXPECT_EQ(wide.error().args[0].second, "too_many_columns");
  paper.blocks = {paragraph(Paragraph::Kind::Body, std::string(30U << 20U, 'a'))};
  const auto large = docx(paper);
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().args[0].second, "too_large");
}

TEST(Docx, RowsOfAnyLengthMakeAWholeTable) {
  Paper paper;
  paper.blocks = {Table{"", {"一", "二"}, {1}, {{}, {{"a"}, {"b"}, {"c"}}}},
                  Table{"空", {}, {}, {}}};
  const auto document = parsed(parts(paper).at("word/document.xml"));
  EXPECT_EQ(document.select_nodes("//w:tbl").size(), 1U);
  for (const auto& row : document.select_nodes("//w:tr"))
    EXPECT_EQ(row.node().select_nodes("./w:tc").size(), 3U);
}

TEST(Xml, LeavesOutWhatItCannotHold) {
  struct Case {
    std::string in, want;
  };
  const Case cases[] = {
      {"a\x01\x08\x0B\x1F z", "a z"},
      {std::string("a\0b", 3), "ab"},
      {"a\tb\r\nc", "a b\nc"},
      {"\xC2\x85\x7F|", "|"},
      {"\xFF\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
      {"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"}, // half of a pair
      {"\xEF\xBF\xBE\xEF\xBF\xBF|", "|"},                       // no characters
      {"甲\xE2\x80\xAE乙\xE2\x81\xA6", "甲乙"},                 // reading direction
      {"𠀀〇", "𠀀〇"},
  };
  for (const auto& c : cases)
    EXPECT_EQ(clean(c.in), c.want);
  EXPECT_EQ(escaped("<a b=\"c\" d='e'>&"), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;");
}

RC_GTEST_PROP(Xml, AnyBytesBecomeAPaperThatCanBeRead, (const std::string& bytes)) {
  Paper paper = example();
  paper.title = paper.red_head = paper.printed_by = paper.copies_to = bytes;
  paper.blocks.push_back(paragraph(Paragraph::Kind::Heading2, bytes));
  paper.blocks.push_back(Table{bytes, {bytes}, {}, {{{bytes}}}});
  const auto made = docx(paper);
  RC_ASSERT(bool(made));
  for (const auto& [path, content] : unzip(*made)) {
    pugi::xml_document document;
    RC_ASSERT(bool(document.load_buffer(content.data(), content.size())));
    RC_ASSERT(base::is_valid_utf8(content));
  }
}

TEST(Zip, IsReadByOthersAndSumsAreRight) {
  EXPECT_EQ(crc32("123456789"), 0xCBF43926U); // the usual check value
  const auto bytes = zip({{"a.xml", "<a/>"}, {"b/c.xml", ""}});
  ASSERT_TRUE(bytes);
  const auto back = unzip(*bytes);
  ASSERT_EQ(back.size(), 2U);
  EXPECT_EQ(back.at("a.xml"), "<a/>");
  EXPECT_EQ(back.at("b/c.xml"), "");
}

} // namespace
} // namespace plumb::paper
