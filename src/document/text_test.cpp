// SPDX-License-Identifier: Apache-2.0
#include "test_support.hpp"

namespace plumb::document {
namespace {

using test::read_texts;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(ReadText, GivesOneBlockPerLineWhateverEndsIt) {
  EXPECT_THAT(read_texts("青川原县\r\n\r\n　　一、总体要求  \n二、任务\r三、保障", "a.txt"),
              ElementsAre("青川原县", "", "　　一、总体要求", "二、任务", "三、保障"));
}

TEST(ReadText, CountsPagesAtFormFeeds) {
  const auto document = read("第一页\n\f第二页\n尾\f\n第三页\n", "a.txt");
  ASSERT_TRUE(document);
  EXPECT_THAT(test::texts(*document), ElementsAre("第一页", "第二页", "尾", "第三页"));
  EXPECT_EQ(document->blocks[0].page, 1);
  EXPECT_EQ(document->blocks[1].page, 2);
  EXPECT_EQ(document->blocks[2].page, 2);
  EXPECT_EQ(document->blocks[3].page, 3);
}

TEST(ReadText, HasNoPagesWithoutFormFeeds) {
  const auto document = read("一行\n", "a.txt");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->blocks[0].page, 0);
  EXPECT_EQ(document->format, Format::Text);
  EXPECT_THAT(document->properties, IsEmpty());
}

TEST(ReadText, ReadsCommaSeparatedFilesAsOneTable) {
  EXPECT_THAT(read_texts("序号,任务,牵头单位\n1,\"核对\"\"清单\"\",公布\n结果\",司法局\n2,培训\n",
                         "任务.csv"),
              ElementsAre("[序号|任务|牵头单位][1|核对\"清单\",公布\n结果|司法局][2|培训|]"));
  EXPECT_THAT(read_texts("序号\t任务\n1\t甲,乙\n", "任务.csv"),
              ElementsAre("[序号|任务][1|甲,乙]"));
  // Only the name makes a text with commas a table.
  EXPECT_THAT(read_texts("序号,任务\n1,甲\n", "任务.txt"), ElementsAre("序号,任务", "1,甲"));
  EXPECT_THAT(read_texts("没有列\n第二行\n", "任务.csv"), ElementsAre("没有列", "第二行"));
}

std::vector<std::string> pasted(std::string_view text) {
  const auto document = read_pasted(text);
  if (!document) return {"error " + document.error().id};
  return test::texts(*document);
}

TEST(ReadPasted, MakesTablesOfSpreadsheetRows) {
  EXPECT_THAT(pasted("说明\n序号\t任务\n1\t核对\n\n后记"),
              ElementsAre("说明", "[序号|任务][1|核对]", "", "后记"));
}

TEST(ReadPasted, UnderstandsQuotedCellsWithLineBreaks) {
  EXPECT_THAT(pasted("1\t\"第一段\r\n第二\"\"段\"\"\"\t甲\r\n2\t\"引用\"的话\t乙\r\n"),
              ElementsAre("[1|第一段\n第二\"段\"|甲][2|\"引用\"的话|乙]"));
}

TEST(ReadPasted, LeavesIndentedAndLonelyTabsAlone) {
  EXPECT_THAT(pasted("\t一、总体要求\n\t二、任务"), ElementsAre("\t一、总体要求", "\t二、任务"));
  EXPECT_THAT(pasted("牵头单位\t司法局"), ElementsAre("牵头单位\t司法局"));
}

TEST(ReadPasted, RefusesWhatIsNotText) {
  EXPECT_THAT(pasted(" \n "), ElementsAre("error document.empty"));
  EXPECT_THAT(pasted("\xB7\xA8"), ElementsAre("error document.undecodable"));
  EXPECT_EQ(read_pasted("1\t2\t3\n4\t5\t6\n", {.table_cells = 5}).error().id,
            "document.too_many_cells");
  EXPECT_EQ(read_pasted("12345", {.file_bytes = 4}).error().id, "document.too_large");
}

} // namespace
} // namespace plumb::document
