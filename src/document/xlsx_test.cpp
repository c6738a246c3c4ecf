// SPDX-License-Identifier: Apache-2.0
#include "test_support.hpp"
#include "xlsx_format.hpp"

namespace plumb::document {
namespace {

using test::Xlsx;
using test::xlsx_file;
using testing::ElementsAre;

TEST(FormatNumber, ShowsWhatTheCellShows) {
  struct Case {
    const char* raw;
    const char* code;
    const char* want;
  };
  const Case cases[] = {
      {"12", "", "12"},
      {"12.0", "", "12"},
      {"0.1", "", "0.1"},
      {"0.10000000000000001", "", "0.1"},
      {"-3.5", "", "-3.5"},
      {"1E+3", "", "1000"},
      {"1.5E-3", "", "0.0015"},
      {"123456789012345678", "", "123456789012346000"},
      {"0.99999999999999999", "", "1"},
      {"文字", "0.00", "文字"},
      {"1e999", "0", "1e999"},
      {"3.14159", "0.00", "3.14"},
      {"2.675", "0.00", "2.68"},
      {"9.995", "0.00", "10.00"},
      {"0.4", "0", "0"},
      {"-0.4", "0", "0"},
      {"1234567", "#,##0", "1,234,567"},
      {"1234.5", "#,##0.00", "1,234.50"},
      {"0.8", "0%", "80%"},
      {"0.80000000000000004", "0%", "80%"},
      {"1", "0%", "100%"},
      {"0.985", "0.0%", "98.5%"},
      {"7", "000", "007"},
      {"5", "0\"件\"", "5件"},
      {"1234", "0.0,\"千\"", "1.2千"},
      {"0.5", "#.##", ".5"},
      {"-2", "0;(0)", "(2)"},
      {"0", "0;-0;\"无\"", "0"},
      {"12", "@", "12"},
      {"12", "[Red]0.0", "12.0"},
      {"12", "[$¥-804]0", "¥12"},
      {"120000", "0.00E+00", "120000"},
      {"44165", "yyyy-mm-dd", "2020-11-30"},
      {"44165", "yyyy\"年\"m\"月\"d\"日\"", "2020年11月30日"},
      {"44165", "yyyy\"年\"m\"月\"d\"日\";@", "2020年11月30日"},
      {"44165", "[$-804]yyyy/m/d", "2020/11/30"},
      {"44165", "[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\"", "二〇二〇年十一月三十日"},
      {"44165", "m\"月\"d\"日\"", "11月30日"},
      {"44165", "aaaa", "星期一"},
      {"44165.5", "yyyy-mm-dd hh:mm", "2020-11-30 12:00"},
      {"44165.999999", "yyyy-mm-dd", "2020-12-01"},
      {"0.75", "h:mm", "18:00"},
      {"0.75", "h:mm AM/PM", "6:00 PM"},
      {"1.5", "[h]:mm:ss", "36:00:00"},
      {"1", "yyyy-mm-dd", "1900-01-01"},
      {"59", "yyyy-mm-dd", "1900-02-28"},
      {"61", "yyyy-mm-dd", "1900-03-01"},
      {"-1", "yyyy-mm-dd", "-1"},
      {"99999999", "yyyy-mm-dd", "99999999"},
  };
  for (const auto& c : cases)
    EXPECT_EQ(format_number(c.raw, c.code, false), c.want) << c.code;
  EXPECT_EQ(format_number("42703", "yyyy-mm-dd", true), "2020-11-30");
}

std::vector<std::string> read_texts(const Xlsx& xlsx) {
  return test::read_texts(xlsx_file(xlsx), "a.xlsx");
}

TEST(ReadXlsx, ReadsEveryKindOfCell) {
  EXPECT_THAT(
      read_texts(
          {.sheets =
               {{"表",
                 R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>)"
                 R"(<row r="2"><c r="A2"><v>3</v></c><c r="B2" s="1"><v>0.8</v></c>)"
                 R"(<c r="C2" t="b"><v>1</v></c><c r="D2" t="e"><v>#N/A</v></c></row>)"
                 R"(<row r="3"><c r="A3" t="inlineStr"><is><t>行内</t></is></c>)"
                 R"(<c r="B3" t="str"><f>A1</f><v>结果_x000D_&#10;二</v></c><c r="C3" s="2"><v>44165</v></c></row>)"}},
           .strings =
               R"(<si><t>序号</t></si><si><r><t>任</t></r><r><rPr/><t>务</t></r><rPh sb="0" eb="1"><t>レン</t></rPh></si>)",
           .styles =
               R"(<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>)"
               R"(<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="164"/></cellXfs>)"}),
      ElementsAre("[序号|任务||][3|80%|TRUE|#N/A][行内|结果\n二|2020年11月|]"));
}

TEST(ReadXlsx, ReadsMergedCellsAndTrimsTheEnd) {
  const auto document = read(
      xlsx_file(
          {.sheets =
               {{"台账",
                 R"(<row r="1"><c r="A1" t="str"><v>一级</v></c><c r="B1" t="str"><v>任务</v></c><c r="F1"/></row>)"
                 R"(<row r="2"><c r="A2" t="str"><v>职能</v></c><c r="B2" t="str"><v>甲</v></c></row>)"
                 R"(<row r="3"><c r="B3" t="str"><v>乙</v></c></row><row r="9"><c r="A9" s="1"/></row>)",
                 R"(<mergeCells><mergeCell ref="A2:A3"/><mergeCell ref="A1:A1"/><mergeCell ref="B3:F9"/><mergeCell ref="A3:B3"/></mergeCells>)"}}}),
      "a.xlsx");
  ASSERT_TRUE(document);
  const Table& table = document->blocks.at(0).table;
  EXPECT_EQ(table.name, "台账");
  EXPECT_TRUE(test::is_tiled(table));
  EXPECT_THAT(table.cells, ElementsAre(Cell{"一级", 0, 0, 1, 1}, Cell{"任务", 0, 1, 1, 1},
                                       Cell{"职能", 1, 0, 2, 1}, Cell{"甲", 1, 1, 1, 1},
                                       Cell{"乙", 2, 1, 1, 1}));
}

TEST(ReadXlsx, SkipsHiddenAndEmptySheetsAndKeepsTheirOrder) {
  EXPECT_THAT(
      read_texts(
          {.sheets = {{"空", ""},
                      {"二", "<row><c><v>2</v></c><c><v>3</v></c></row><row><c><v>4</v></c></row>"},
                      {"藏", "<row><c><v>9</v></c></row>", "", "state=\"hidden\""},
                      {"一", "<row><c><v>1</v></c></row>"}}}),
      ElementsAre("[2|3][4|]", "[1]"));
}

TEST(ReadXlsx, CountsDaysFrom1904WhereTheWorkbookSaysSo) {
  EXPECT_THAT(read_texts({.sheets = {{"a", "<row><c s=\"0\"><v>42703</v></c></row>"}},
                          .styles = "<cellXfs><xf numFmtId=\"14\"/></cellXfs>",
                          .workbook = "<workbookPr date1904=\"1\"/>"}),
              ElementsAre("[2020-11-30]"));
}

TEST(ReadXlsx, NotesFormulasWithoutAValue) {
  const auto document = read(
      xlsx_file({.sheets = {{"a", "<row><c><v>1</v></c><c><f>A1+1</f></c></row>"}}}), "a.xlsx");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->properties.at("formulas_without_value"), "1");
}

TEST(ReadXlsx, RefusesImpossiblePlacesAndTooManyCells) {
  const auto error = [](const std::string& data, const Limits& limits = {}) {
    return test::error_of(xlsx_file({.sheets = {{"a", data}}}), "a.xlsx", limits);
  };
  EXPECT_EQ(error("<row><c t=\"s\"><v>7</v></c></row>"), "document.damaged");
  EXPECT_EQ(error("<row r=\"0\"><c><v>1</v></c></row>"), "document.damaged");
  EXPECT_EQ(error("<row r=\"1\"><c r=\"A2\"><v>1</v></c></row>"), "document.damaged");
  EXPECT_EQ(error("<row r=\"1\"><c r=\"ZZZZ1\"><v>1</v></c></row>"), "document.damaged");
  EXPECT_EQ(error("<row r=\"1048577\"><c><v>1</v></c></row>"), "document.damaged");
  EXPECT_EQ(error("<row r=\"1\"><c><v>1</v></c></row><row r=\"1048576\"><c "
                  "r=\"XFD1048576\"><v>1</v></c></row>"),
            "document.too_many_cells");
  EXPECT_EQ(error("<row><c><v>1</v></c><c><v>1</v></c></row>", {.table_cells = 1}),
            "document.too_many_cells");
}

} // namespace
} // namespace plumb::document
