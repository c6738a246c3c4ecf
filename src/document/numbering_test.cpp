// SPDX-License-Identifier: Apache-2.0
#include "numerals.hpp"
#include "test_support.hpp"

namespace plumb::document {
namespace {

using test::docx_file;
using test::read_texts;
using test::word_paragraph;
using testing::ElementsAre;

TEST(Numeral, CountsInEveryStyle) {
  struct Case {
    std::uint32_t number;
    NumeralStyle style;
    const char* want;
  };
  const Case cases[] = {
      {0, NumeralStyle::Decimal, "0"},
      {7, NumeralStyle::DecimalZero, "07"},
      {12, NumeralStyle::DecimalZero, "12"},
      {12, NumeralStyle::DecimalFullWidth, "１２"},
      {1994, NumeralStyle::UpperRoman, "MCMXCIV"},
      {4, NumeralStyle::LowerRoman, "iv"},
      {4000, NumeralStyle::LowerRoman, "4000"},
      {28, NumeralStyle::UpperLetter, "BB"},
      {3, NumeralStyle::LowerLetter, "c"},
      {28, NumeralStyle::LowerAlphabetic, "ab"},
      {26, NumeralStyle::UpperAlphabetic, "Z"},
      {1, NumeralStyle::ChineseCounting, "一"},
      {10, NumeralStyle::ChineseCounting, "十"},
      {11, NumeralStyle::ChineseCounting, "十一"},
      {20, NumeralStyle::ChineseCounting, "二十"},
      {99, NumeralStyle::ChineseCounting, "九十九"},
      {101, NumeralStyle::ChineseCounting, "一百零一"},
      {110, NumeralStyle::ChineseCounting, "一百一十"},
      {1010, NumeralStyle::ChineseCounting, "一千零一十"},
      {10000, NumeralStyle::ChineseCounting, "一万"},
      {10010, NumeralStyle::ChineseCounting, "一万零一十"},
      {120345, NumeralStyle::ChineseCounting, "十二万零三百四十五"},
      {12, NumeralStyle::ChineseLegal, "壹拾贰"},
      {103, NumeralStyle::TraditionalLegal, "壹佰零參"},
      {10, NumeralStyle::IdeographDigits, "一〇"},
      {2024, NumeralStyle::IdeographDigits, "二〇二四"},
      {2, NumeralStyle::HeavenlyStems, "乙"},
      {11, NumeralStyle::HeavenlyStems, "11"},
      {12, NumeralStyle::EarthlyBranches, "亥"},
      {1, NumeralStyle::EnclosedCircle, "①"},
      {20, NumeralStyle::EnclosedCircle, "⑳"},
      {21, NumeralStyle::EnclosedCircle, "㉑"},
      {36, NumeralStyle::EnclosedCircle, "㊱"},
      {50, NumeralStyle::EnclosedCircle, "㊿"},
      {51, NumeralStyle::EnclosedCircle, "51"},
      {3, NumeralStyle::EnclosedParen, "⑶"},
      {3, NumeralStyle::EnclosedFullStop, "⒊"},
      {3, NumeralStyle::EnclosedIdeograph, "㊂"},
      {5, NumeralStyle::Dash, "- 5 -"},
      {11, NumeralStyle::Ordinal, "11th"},
      {22, NumeralStyle::Ordinal, "22nd"},
      {3, NumeralStyle::None, ""},
  };
  for (const auto& c : cases)
    EXPECT_EQ(numeral(c.number, c.style), c.want);
}

std::string level(int index, const std::string& format, const std::string& text,
                  const std::string& more = {}) {
  return "<w:lvl w:ilvl=\"" + std::to_string(index) +
         "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" + format + "\"/><w:lvlText w:val=\"" + text +
         "\"/>" + more + "</w:lvl>";
}
std::string abstract(int id, const std::string& levels) {
  return "<w:abstractNum w:abstractNumId=\"" + std::to_string(id) + "\">" + levels +
         "</w:abstractNum>";
}
std::string list(int id, int abstract_id, const std::string& overrides = {}) {
  return "<w:num w:numId=\"" + std::to_string(id) + "\"><w:abstractNumId w:val=\"" +
         std::to_string(abstract_id) + "\"/>" + overrides + "</w:num>";
}
std::string item(int list_id, int index, const std::string& text) {
  return word_paragraph(text, "<w:numPr><w:ilvl w:val=\"" + std::to_string(index) +
                                  "\"/><w:numId w:val=\"" + std::to_string(list_id) +
                                  "\"/></w:numPr>");
}
std::vector<std::string> numbered(const std::string& numbering, const std::string& body,
                                  const std::string& styles = {}) {
  return read_texts(docx_file({.body = body, .styles = styles, .numbering = numbering}), "a.docx");
}

TEST(Numbering, NumbersTheLevelsOfAnOfficialDocument) {
  const auto numbering =
      abstract(0, level(0, "chineseCountingThousand", "%1、") +
                      level(1, "chineseCounting", "（%2）") + level(2, "decimal", "%3.") +
                      level(3, "decimalEnclosedCircle", "%4")) +
      list(1, 0);
  EXPECT_THAT(numbered(numbering, item(1, 0, "要求") + item(1, 1, "目标") + item(1, 1, "原则") +
                                      item(1, 2, "甲") + item(1, 3, "子") + item(1, 3, "丑") +
                                      item(1, 2, "乙") + item(1, 0, "任务") + item(1, 1, "清单") +
                                      item(1, 2, "丙")),
              ElementsAre("一、要求", "（一）目标", "（二）原则", "1.甲", "①子", "②丑", "2.乙",
                          "二、任务", "（一）清单", "1.丙"));
}

TEST(Numbering, WritesMultiLevelNumbersWithABlankBehindDigits) {
  const auto numbering =
      abstract(0, level(0, "chineseCounting", "第%1章") +
                      level(1, "decimal", "%1.%2", "<w:isLgl/>") +
                      level(2, "lowerLetter", "%3)", "<w:suff w:val=\"nothing\"/>") +
                      level(3, "decimal", "%4", "<w:suff w:val=\"nothing\"/>")) +
      list(1, 0);
  EXPECT_THAT(numbered(numbering, item(1, 0, "总则") + item(1, 1, "甲") + item(1, 2, "乙") +
                                      item(1, 3, "丙") + item(1, 1, "丁")),
              ElementsAre("第一章 总则", "1.1 甲", "a)乙", "1丙", "1.2 丁"));
}

TEST(Numbering, FollowsStartAndRestartRules) {
  const auto numbering =
      abstract(0, level(0, "chineseCounting", "%1、") +
                      level(1, "decimal", "%2.", "<w:lvlRestart w:val=\"0\"/>") +
                      level(2, "decimal", "(%3)", "<w:lvlRestart w:val=\"1\"/>")) +
      list(1, 0) +
      list(2, 0, "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride>") +
      list(3, 0);
  // Tasks go on counting across chapters; level 2 restarts at chapters only.
  EXPECT_THAT(numbered(numbering, item(1, 0, "a") + item(1, 1, "b") + item(1, 2, "c") +
                                      item(1, 1, "d") + item(1, 2, "e") + item(1, 0, "f") +
                                      item(1, 1, "g") + item(1, 2, "h")),
              ElementsAre("一、a", "1.b", "(1)c", "2.d", "(2)e", "二、f", "3.g", "(1)h"));
  // Another list on the same definition goes on; an override starts anew, once.
  EXPECT_THAT(numbered(numbering, item(1, 0, "a") + item(3, 0, "b") + item(2, 0, "c") +
                                      item(2, 0, "d") + item(1, 0, "e")),
              ElementsAre("一、a", "二、b", "五、c", "六、d", "七、e"));
}

TEST(Numbering, ReplacesLevelsInOneList) {
  const auto numbering = abstract(0, level(0, "decimal", "%1.")) +
                         list(1, 0,
                              "<w:lvlOverride w:ilvl=\"0\">" +
                                  level(0, "ideographTraditional", "%1、") + "</w:lvlOverride>");
  EXPECT_THAT(numbered(numbering, item(1, 0, "a") + item(1, 0, "b")),
              ElementsAre("甲、a", "乙、b"));
}

TEST(Numbering, ComesFromParagraphStyles) {
  const std::string styles =
      R"(<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>)"
      R"(<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>)"
      R"(<w:style w:type="paragraph" w:styleId="child"><w:name w:val="x"/><w:basedOn w:val="h2"/></w:style>)";
  const auto numbering =
      abstract(0, level(0, "chineseCounting", "%1、", "<w:pStyle w:val=\"h1\"/>") +
                      level(1, "chineseCounting", "（%2）", "<w:pStyle w:val=\"h2\"/>")) +
      list(1, 0);
  const auto styled = [](const std::string& style, const std::string& text,
                         const std::string& more = {}) {
    return word_paragraph(text, "<w:pStyle w:val=\"" + style + "\"/>" + more);
  };
  EXPECT_THAT(numbered(numbering,
                       styled("h1", "a") + styled("h2", "b") + styled("child", "c") +
                           styled("h1", "d", "<w:numPr><w:numId w:val=\"0\"/></w:numPr>") +
                           styled("h1", "e"),
                       styles),
              ElementsAre("一、a", "（一）b", "（二）c", "d", "二、e"));
}

TEST(Numbering, FollowsLinksToNumberingStyles) {
  const std::string styles =
      R"(<w:style w:type="numbering" w:styleId="n"><w:name w:val="n"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>)";
  const auto numbering = abstract(0, "<w:numStyleLink w:val=\"n\"/>") +
                         abstract(1, level(0, "chineseCounting", "%1、")) + list(1, 0) + list(2, 1);
  EXPECT_THAT(numbered(numbering, item(1, 0, "a") + item(2, 0, "b"), styles),
              ElementsAre("一、a", "二、b"));
}

TEST(Numbering, CountsEmptyItemsAndDropsDeletedOnes) {
  const auto numbering = abstract(0, level(0, "decimal", "%1.")) + list(1, 0);
  const std::string deleted =
      "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr><w:rPr><w:del/>"
      "</w:rPr></w:pPr><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>";
  EXPECT_THAT(numbered(numbering, item(1, 0, "a") + item(1, 0, "") + deleted + item(1, 0, "c")),
              ElementsAre("1.a", "", "3.c"));
}

TEST(Numbering, ShowsBulletsAndHidesNoneLevels) {
  const auto numbering = abstract(0, level(0, "bullet", "\xEF\x82\xB7") + level(1, "bullet", "◆") +
                                         level(2, "none", "")) +
                         list(1, 0);
  EXPECT_THAT(numbered(numbering, item(1, 0, "a") + item(1, 1, "b") + item(1, 2, "c")),
              ElementsAre("• a", "◆ b", "c"));
}

TEST(Numbering, StandsBehindAPageBreak) {
  const auto numbering = abstract(0, level(0, "decimal", "%1.")) + list(1, 0);
  auto body = item(1, 0, "a");
  body.insert(body.find("<w:r>"), "<w:r><w:br w:type=\"page\"/></w:r>");
  EXPECT_THAT(numbered(numbering, body), ElementsAre("", "1.a"));
}

TEST(Numbering, SurvivesReferencesToNothing) {
  EXPECT_THAT(numbered("", item(7, 0, "a")), ElementsAre("a"));
  const auto numbering = abstract(0, "<w:numStyleLink w:val=\"n\"/>") + list(1, 0) + list(2, 9);
  EXPECT_THAT(numbered(numbering, item(1, 0, "a") + item(1, 8, "b") + item(2, 0, "c")),
              ElementsAre("a", "b", "c"));
}

TEST(Numbering, NumbersParagraphsInTables) {
  const auto numbering = abstract(0, level(0, "decimal", "%1.")) + list(1, 0);
  EXPECT_THAT(numbered(numbering, "<w:tbl><w:tr><w:tc>" + item(1, 0, "a") + item(1, 0, "b") +
                                      "</w:tc><w:tc>" + item(1, 0, "c") + "</w:tc></w:tr></w:tbl>"),
              ElementsAre("[1.a\n2.b|3.c]"));
}

} // namespace
} // namespace plumb::document
