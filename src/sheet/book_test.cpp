// SPDX-License-Identifier: Apache-2.0
#include <plumb/sheet/book.hpp>
#include <plumb/sheet/table.hpp>

#include <gtest/gtest.h>

namespace plumb::sheet {
namespace {

TEST(Book, HasEachTableOnASheetOfItsOwn) {
  const std::vector<BookSheet> sheets = {
      {.name = "数据",
       .columns = {{.heading = "指标"}, {.heading = "值"}},
       .rows = {{"审核率", "93.33"}}},
      {.name = "逾期/任务", .columns = {{.heading = "名称"}}, .rows = {{"修路"}, {"架桥"}}},
      {.name = "逾期:任务", .columns = {{.heading = "名称"}}, .rows = {}}};
  const auto bytes = book(sheets, base::make_date(2026, 12, 31));
  ASSERT_TRUE(bytes.has_value());
  const auto cells = read_cells(*bytes, "a.xlsx");
  ASSERT_TRUE(cells.has_value());
  ASSERT_EQ(cells->size(), 3U);
  EXPECT_EQ((*cells)[0].name, "数据");
  EXPECT_EQ((*cells)[0].at(1, 1), "93.33");
  EXPECT_EQ((*cells)[1].name, "逾期_任务");
  EXPECT_EQ((*cells)[1].at(2, 0), "架桥");
  EXPECT_EQ((*cells)[2].name, "逾期_任务 2");
}

TEST(Book, GivesTheSameBytesForTheSameValues) {
  const std::vector<BookSheet> sheets = {
      {.name = std::string(40, 'a'), .columns = {{.heading = "x"}}, .rows = {{"1"}}}};
  const auto first = book(sheets, base::make_date(2026, 1, 2));
  const auto second = book(sheets, base::make_date(2026, 1, 2));
  const auto other = book(sheets, base::make_date(2026, 1, 3));
  ASSERT_TRUE(first.has_value() && second.has_value() && other.has_value());
  EXPECT_EQ(*first, *second);
  EXPECT_NE(*first, *other);
}

} // namespace
} // namespace plumb::sheet
