// SPDX-License-Identifier: Apache-2.0
#include "invented_county.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plumb::organisation {
namespace {

using test::day;
using test::unit;
using testing::ElementsAre;
using testing::Pair;

TEST(Unit, KnowsItsNameOnADay) {
  Unit office = unit("office", "", UnitKind::Government, "甲局");
  office.names = {{"甲局", {}, day("2019-03-01")}, {"乙局", day("2019-03-01"), {}}};
  EXPECT_EQ(office.name_on(day("2019-02-28")), "甲局");
  EXPECT_EQ(office.name_on(day("2019-03-01")), "乙局");
  EXPECT_EQ(office.name_on({}), "乙局");
  office.names = {{"甲局", day("2010-01-01"), day("2011-01-01")},
                  {"乙局", day("2019-03-01"), day("2020-01-01")}};
  EXPECT_EQ(office.name_on(day("2000-01-01")), "甲局");
  EXPECT_EQ(office.name_on(day("2015-01-01")), "甲局");
  EXPECT_EQ(office.name_on(day("2030-01-01")), "乙局");
}

TEST(Unit, ExistsFromItsFirstDayToTheDayBeforeTheLast) {
  Unit office = unit("office", "", UnitKind::Government, "甲局");
  EXPECT_TRUE(office.exists_on({}));
  office.from = day("2010-01-01");
  office.until = day("2019-03-01");
  EXPECT_FALSE(office.exists_on(day("2009-12-31")));
  EXPECT_TRUE(office.exists_on(day("2010-01-01")));
  EXPECT_TRUE(office.exists_on(day("2019-02-28")));
  EXPECT_FALSE(office.exists_on(day("2019-03-01")));
  EXPECT_FALSE(office.exists_on({}));
}

TEST(Tree, ReportsAllFaultsAtOnce) {
  auto units = std::vector<Unit>{
      unit("a", "", UnitKind::Authority, "甲县人民政府"),
      unit("a", "a", UnitKind::Government, "甲县一局"),
      unit("b", "nowhere", UnitKind::Government, " 、"),
      unit("", "a", UnitKind::Government, "甲县二局"),
      unit("c", "d", UnitKind::Government, "甲县三局", {"三办"}),
      unit("d", "c", UnitKind::Government, "甲县四局", {"三办", "甲县三局"}),
      unit("e", "a", UnitKind::Government, "甲县五局"),
      unit("f", "a", UnitKind::Government, "甲县六局"),
      unit("g", "a", UnitKind::Government, "甲县七局"),
  };
  units[6].successors = {"gone", "f"};
  units[6].from = day("2020-01-01");
  units[6].until = day("2020-01-01");
  units[7].successors = {"e"};
  units[8].names = {{"甲县七局", {}, day("2020-01-01")}, {"甲县新七局", day("2019-01-01"), {}}};
  const auto tree = Tree::build(std::move(units));
  ASSERT_FALSE(tree);
  EXPECT_EQ(tree.error().id, "organisation.bad_tree");
  EXPECT_THAT(tree.error().args,
              ElementsAre(Pair("row 2", "duplicate_id a"), Pair("row 3", "empty_name b"),
                          Pair("row 3", "unknown_parent nowhere"), Pair("row 4", "empty_id"),
                          Pair("row 5", "cycle c"), Pair("row 6", "alias_taken 三办"),
                          Pair("row 6", "alias_taken 甲县三局"), Pair("row 7", "bad_period e"),
                          Pair("row 7", "unknown_successor gone"), Pair("row 7", "cycle e"),
                          Pair("row 9", "bad_period 甲县新七局")));
}

TEST(Tree, LetsAnAliasPassToASuccessor) {
  auto units =
      std::vector<Unit>{unit("old", "", UnitKind::Government, "甲县环境保护局", {"环保局"}),
                        unit("new", "", UnitKind::Government, "甲县生态环境局", {"环保局"})};
  units[0].until = day("2019-03-01");
  units[0].successors = {"new"};
  units[1].from = day("2019-03-01");
  const auto tree = Tree::build(std::move(units));
  ASSERT_TRUE(tree);
  EXPECT_THAT(tree->resolve("环保局", day("2018-01-01")).units, ElementsAre("old"));
  EXPECT_THAT(tree->resolve("环保局", day("2020-01-01")).units, ElementsAre("new"));
}

TEST(Tree, KeepsUnitsAndFindsThem) {
  const Tree tree = test::invented_county();
  EXPECT_EQ(tree.units(), test::invented_units());
  ASSERT_NE(tree.find("justice"), nullptr);
  EXPECT_EQ(tree.find("justice")->names.front().name, "青川原县司法局");
  EXPECT_EQ(tree.find("nobody"), nullptr);
  EXPECT_EQ(Tree().find("justice"), nullptr);
  EXPECT_EQ(Tree().resolve("司法局", {}).reason, Reason::Unresolved);
}

TEST(Tree, OrdersChildrenAfterTheirParent) {
  auto units = std::vector<Unit>{
      unit("late_child", "root", UnitKind::Government, "甲县一局"),
      unit("other_root", "", UnitKind::Authority, "乙县人民政府"),
      unit("root", "", UnitKind::Authority, "甲县人民政府"),
      unit("grandchild", "late_child", UnitKind::Institution, "甲县一局中心"),
      unit("second", "root", UnitKind::Government, "甲县二局"),
  };
  const auto tree = Tree::build(std::move(units));
  ASSERT_TRUE(tree);
  EXPECT_THAT(tree->in_order({}),
              ElementsAre("other_root", "root", "late_child", "grandchild", "second"));
}

TEST(Tree, TakesALongChain) {
  std::vector<Unit> units;
  for (int i = 0; i < 20'000; ++i) {
    units.push_back(unit("u" + std::to_string(i), i == 0 ? "" : "u" + std::to_string(i - 1),
                         UnitKind::Other, "单位" + std::to_string(i)));
    if (i > 0) units[static_cast<std::size_t>(i) - 1].successors = {units.back().id};
  }
  EXPECT_TRUE(Tree::build(std::move(units)));
}

} // namespace
} // namespace plumb::organisation
