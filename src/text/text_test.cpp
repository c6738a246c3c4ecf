// SPDX-License-Identifier: Apache-2.0
#include <plumb/text/text.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plumb::text {
namespace {

TEST(FromPlain, LeavesCleanTextAlone) {
  const std::string clean =
      "青川原县法治政府建设要点\n\n一、总体要求\n(一)指导思想。坚持依法行政(试行)。\n";
  const Text text = from_plain(clean);
  EXPECT_EQ(text.text, clean);
  EXPECT_TRUE(text.repairs.empty());
}

TEST(FromPlain, TakesReadingsOutAndSimplifies) {
  const Text text =
      from_plain("持續(xù)推進(jìn)各縣(區(qū))法治政府建設(shè)工作,強(qiáng)化監(jiān)督。");
  EXPECT_EQ(text.text, "持续推进各县(区)法治政府建设工作,强化监督。");
}

TEST(FromPlain, FindsPipeTables) {
  const Text text = from_plain("台账\n| 序号 | 任务 |\n|---|---|\n| 1 | 清理文件 |\n完\n");
  EXPECT_EQ(text.text, "台账\n序号\n任务\n1\n清理文件\n完\n");
  ASSERT_EQ(text.tables.size(), 1U);
  ASSERT_EQ(text.tables[0].cells.size(), 4U);
  EXPECT_EQ(text.tables[0].cells[3].span.of(text.text), "清理文件");
}

} // namespace
} // namespace plumb::text
