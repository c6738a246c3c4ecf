// SPDX-License-Identifier: Apache-2.0
#include "assemble.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plumb::text {
namespace {

document::Cell cell(std::string text, std::uint32_t row, std::uint32_t column,
                    std::uint32_t rows = 1) {
  document::Cell made;
  made.text = std::move(text);
  made.row = row;
  made.column = column;
  made.row_span = rows;
  return made;
}

TEST(Assemble, LaysTablesOutCellByCell) {
  document::Document paper;
  paper.format = document::Format::Docx;
  document::Block heading, table, end;
  heading.text = "任务台账";
  heading.heading_level = 1;
  table.kind = document::BlockKind::Table;
  table.table.rows = 2;
  table.table.columns = 3;
  table.table.cells = {cell("一级", 0, 0, 2), cell("1", 0, 1), cell("清理文件\n按期完成", 0, 2),
                       cell("", 1, 1), cell("县司法局", 1, 2)};
  end.text = "完";
  end.centred = true;
  paper.blocks = {heading, table, end};
  const Draft draft = assemble(paper);
  EXPECT_EQ(draft.text, "任务台账\n一级\n1\n清理文件\n按期完成\n\n县司法局\n完\n");
  ASSERT_EQ(draft.tables.size(), 1U);
  EXPECT_EQ(draft.of(draft.tables[0].span), "一级\n1\n清理文件\n按期完成\n\n县司法局");
  std::vector<std::string> cells;
  for (const Cell& one : draft.tables[0].cells)
    cells.emplace_back(draft.of(one.span));
  EXPECT_THAT(cells, testing::ElementsAre("一级", "1", "清理文件\n按期完成", "", "县司法局"));
  EXPECT_EQ(draft.tables[0].cells[0].row_span, 2U);
  ASSERT_EQ(draft.hints.size(), 2U);
  EXPECT_EQ(draft.of(draft.hints[0].line), "任务台账");
  EXPECT_TRUE(draft.hints[1].centred);
}

TEST(Assemble, FindsTablesDrawnInPlainText) {
  struct Case {
    const char* name;
    const char* in;
    const char* want;
    std::size_t tables;
  };
  for (const Case& one :
       {Case{"pipes", "前\n| 序号 | 任务 |\n| 1 | 清理 |\n后", "前\n序号\n任务\n1\n清理\n后", 1},
        Case{"blank lines between rows", "| 序号 | 任务 |\n\n| 1 | 清理 |\n\n后",
             "序号\n任务\n1\n清理\n\n后", 1},
        Case{"one row with a rule", "| 序号 | 任务 |\n|---|:-:|\n", "序号\n任务\n", 1},
        Case{"escaped pipe", "| a\\|b | c |\n| d | e |", "a|b\nc\nd\ne", 1},
        Case{"tabs", "序号\t任务\n1\t清理\n2\t公开\n", "序号\n任务\n1\n清理\n2\n公开\n", 1},
        Case{"two tab lines are too few", "序号\t任务\n1\t清理\n", "序号\t任务\n1\t清理\n", 0},
        Case{"indentation by tab", "\t一\n\t二\n\t三\n", "\t一\n\t二\n\t三\n", 0},
        Case{"a lone pipe line", "| 注 | 意 |\n正文", "| 注 | 意 |\n正文", 0},
        Case{"pipes inside a sentence", "a | b | c\nd | e | f\n", "a | b | c\nd | e | f\n", 0},
        Case{"other tab counts", "a\tb\nc\td\te\nf\tg\n", "a\tb\nc\td\te\nf\tg\n", 0}}) {
    SCOPED_TRACE(one.name);
    const Draft draft = assemble(one.in);
    EXPECT_EQ(draft.text, one.want);
    EXPECT_EQ(draft.tables.size(), one.tables);
    EXPECT_TRUE(draft.repairs.empty());
  }
}

TEST(Assemble, LinesOfATextFileMayDrawATable) {
  document::Document file;
  file.format = document::Format::Text;
  for (const char* line : {"题目", "|序号|任务|", "|1|清理|", "完"}) {
    document::Block block;
    block.text = line;
    file.blocks.push_back(block);
  }
  const Draft draft = assemble(file);
  EXPECT_EQ(draft.text, "题目\n序号\n任务\n1\n清理\n完\n");
  EXPECT_EQ(draft.tables.size(), 1U);
}

TEST(Assemble, LineEndingsAndByteOrderMarksAreNoText) {
  EXPECT_EQ(assemble("\xEF\xBB\xBF一\r\n二\r三\n").text, "一\n二\n三\n");
  EXPECT_EQ(assemble("").text, "");
}

} // namespace
} // namespace plumb::text
