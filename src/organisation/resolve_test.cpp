// SPDX-License-Identifier: Apache-2.0
#include "invented_county.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

namespace plumb::organisation {
namespace {

using test::day;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

const Tree& county() {
  static const Tree tree = test::invented_county();
  return tree;
}

std::string said(const Resolution& resolution) {
  std::string out(to_string(resolution.reason));
  for (const std::string& id : resolution.units)
    out += " " + id;
  return out;
}

TEST(Resolve, ReadsOneUnit) {
  struct Case {
    const char *written, *on, *want;
  };
  const Case cases[] = {
      {"青川原县司法局", "2025-06-01", "name justice"},
      {" 青川原县 司法局、", "2025-06-01", "name justice"},
      {"青川原县市场监督管理局（知识产权局）", "2025-06-01", "name market"},
      {"青川原县市场监督管理局〔知识产权局〕等", "2025-06-01", "name market"},
      {"县里的办公室", "2025-06-01", "alias government_office"},
      {"城投公司", "2025-06-01", "alias works"},
      {"县司法局", "2025-06-01", "shortened justice"},
      {"司法局", "2025-06-01", "shortened justice"},
      {"青川原司法局", "2025-06-01", "shortened justice"},
      {"云泽市青川原县司法局", "2025-06-01", "shortened justice"},
      {"政府办", "2025-06-01", "shortened government_office"},
      {"政办", "2025-06-01", "shortened government_office"},
      {"县府办", "2025-06-01", "shortened government_office"},
      {"县政府办公室", "2025-06-01", "shortened government_office"},
      {"县人民政府", "2025-06-01", "shortened government"},
      {"县政府", "2025-06-01", "shortened government"},
      {"县委", "2025-06-01", "shortened committee"},
      {"县委办", "2025-06-01", "shortened party_office"},
      {"党办", "2025-06-01", "shortened party_office"},
      {"县委组织部", "2025-06-01", "shortened organisation"},
      {"宣传部", "2025-06-01", "shortened publicity"},
      {"县委政法委", "2025-06-01", "shortened political_legal"},
      {"县委编办", "2025-06-01", "shortened establishment"},
      {"编办", "2025-06-01", "shortened establishment"},
      {"县委网信办", "2025-06-01", "shortened cyberspace"},
      {"县委依法治县办", "2025-06-01", "shortened rule_of_law"},
      {"党校", "2025-06-01", "shortened school"},
      {"纪委监委", "2025-06-01", "shortened discipline"},
      {"县纪委监委", "2025-06-01", "alias discipline"},
      {"发改局", "2025-06-01", "shortened development"},
      {"发改委", "2025-06-01", "shortened development"},
      {"县发展改革局", "2025-06-01", "shortened development"},
      {"科技局", "2025-06-01", "shortened science"},
      {"工信局", "2025-06-01", "shortened industry"},
      {"公安分局", "2025-06-01", "shortened police"},
      {"人社局", "2025-06-01", "shortened labour"},
      {"县人力社保局", "2025-06-01", "shortened labour"},
      {"规自局", "2025-06-01", "shortened land"},
      {"自然资源局", "2025-06-01", "shortened land"},
      {"住建局", "2025-06-01", "shortened housing"},
      {"交通局", "2025-06-01", "shortened transport"},
      {"农业局", "2025-06-01", "shortened farming"},
      {"卫健委", "2025-06-01", "shortened health"},
      {"退役军人局", "2025-06-01", "shortened veterans"},
      {"应急局", "2025-06-01", "shortened emergency"},
      {"市场监管局", "2025-06-01", "shortened market"},
      {"县市场监督管理局", "2025-06-01", "shortened market"},
      {"市监局", "2025-06-01", "shortened market"},
      {"青川原县知识产权局", "2025-06-01", "shortened market"},
      {"知识产权局", "2025-06-01", "name market"},
      {"医保局", "2025-06-01", "shortened insurance"},
      {"审批服务管理局", "2025-06-01", "shortened approval"},
      {"审批局", "2025-06-01", "shortened approval"},
      {"城管局", "2025-06-01", "shortened city"},
      {"县综合执法局", "2025-06-01", "shortened city"},
      {"信访办", "2025-06-01", "shortened petitions"},
      {"文旅局", "2025-06-01", "shortened culture"},
      {"文广旅局", "2025-06-01", "shortened culture"},
      {"大数据局", "2025-06-01", "shortened data"},
      {"政务服务中心", "2025-06-01", "shortened service_hall"},
      {"网格化中心", "2025-06-01", "shortened grid"},
      {"经济开发区管委会", "2025-06-01", "shortened zone"},
      {"团县委", "2025-06-01", "unresolved"},
      {"团委", "2025-06-01", "shortened youth"},
      {"共青团青川原县委", "2025-06-01", "shortened youth"},
      {"妇联", "2025-06-01", "shortened women"},
      {"县工商联", "2025-06-01", "shortened industry_union"},
      {"总工会", "2025-06-01", "shortened union"},
      {"县人大办", "2025-06-01", "shortened congress"},
      {"人大常委会办公室", "2025-06-01", "shortened congress"},
      {"政协办", "2025-06-01", "shortened consultative"},
      {"县政协办公室", "2025-06-01", "shortened consultative"},
      {"法院", "2025-06-01", "shortened court"},
      {"县检察院", "2025-06-01", "shortened procuratorate"},
      {"县税务局", "2025-06-01", "shortened tax"},
      {"生态环境局", "2025-06-01", "shortened environment"},
      {"青川原生态环境分局", "2025-06-01", "shortened environment"},
      {"消防救援大队", "2025-06-01", "shortened fire"},
      {"安澜镇", "2025-06-01", "shortened anlan"},
      {"安澜镇政府", "2025-06-01", "shortened anlan"},
      {"青川原镇", "2025-06-01", "shortened qingchuanyuan"},
      {"滨河街道", "2025-06-01", "shortened binhe"},
      {"滨河街道办", "2025-06-01", "shortened binhe"},
      // An abbreviation in no table: the same characters in the same order.
      {"退役事务局", "2025-06-01", "shortened veterans"},
      {"审计厅", "2025-06-01", "shortened audit"},
      // Other days.
      {"青川原县信息中心", "2021-01-01", "name data"},
      {"青川原县信息中心", "2025-06-01", "former_name data"},
      {"青川原县大数据管理局", "2021-01-01", "former_name data"},
      {"旅游局", "2018-01-01", "shortened old_tourism"},
      {"青川原县旅游局", "2025-06-01", "former_name culture"},
      {"县旅游局", "2025-06-01", "former_name culture"},
      {"青川原县文化体育局", "2025-06-01", "former_name culture sports"},
      {"青川原县工商行政管理局", "2010-01-01", "name old_trade"},
      {"青川原县工商行政管理局", "2016-01-01", "former_name middle_market"},
      {"青川原县工商行政管理局", "2025-06-01", "former_name market"},
      {"工商局", "2025-06-01", "former_name market"},
      {"青川原县城北乡人民政府", "2025-06-01", "former_name chengbei"},
      {"城北街道", "2020-01-01", "former_name old_chengbei"},
      {"青川原县移民开发局", "2025-06-01", "unresolved"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(std::string(c.written) + " on " + c.on);
    EXPECT_EQ(said(county().resolve(c.written, day(c.on))), c.want);
  }
}

TEST(Resolve, ReadsNamesOfTodayWithoutADay) {
  EXPECT_EQ(said(county().resolve("青川原县大数据管理局", {})), "name data");
  EXPECT_EQ(said(county().resolve("青川原县信息中心", {})), "former_name data");
  EXPECT_EQ(said(county().resolve("旅游局", {})), "former_name culture");
}

TEST(Resolve, LeavesWhatItDoesNotKnow) {
  const char* unknown[] = {"",         "  ",   "、",       "海洋渔业局", "云泽市司法局", "市司法局",
                           "省财政厅", "张三", "有限公司", "县",         "第三方机构"};
  for (const char* written : unknown) {
    SCOPED_TRACE(written);
    const Resolution resolution = county().resolve(written, day("2025-06-01"));
    EXPECT_EQ(resolution.reason, Reason::Unresolved);
    EXPECT_THAT(resolution.units, IsEmpty());
  }
}

TEST(Resolve, SuggestsSimilarNames) {
  const auto first = [](std::string_view written) {
    const auto resolution = county().resolve(written, day("2025-06-01"));
    EXPECT_EQ(resolution.reason, Reason::Unresolved) << written;
    return resolution.suggestions.empty() ? std::string() : resolution.suggestions.front();
  };
  EXPECT_EQ(first("农村农业局"), "farming");
  EXPECT_EQ(first("卫生建康局"), "health");
  EXPECT_EQ(first("市司法局"), "justice");
  EXPECT_EQ(first("安谰镇政府"), "anlan");
  EXPECT_THAT(county().resolve("旅游开发局", day("2025-06-01")).suggestions,
              Not(Contains("old_tourism")));
}

TEST(Resolve, LeavesAnAmbiguousNameToAPerson) {
  auto units = test::invented_units();
  units.push_back(
      test::unit("second", "government", UnitKind::Government, "青川原县城市管理局", {}, true));
  const auto tree = Tree::build(std::move(units));
  ASSERT_TRUE(tree);
  const Resolution resolution = tree->resolve("城管局", day("2025-06-01"));
  EXPECT_EQ(resolution.reason, Reason::Unresolved);
  EXPECT_THAT(resolution.suggestions, ElementsAre("city", "second"));
  EXPECT_EQ(said(tree->resolve("城市管理局", day("2025-06-01"))), "shortened second");
}

std::vector<std::string> existing(std::initializer_list<UnitKind> kinds, std::string_view on) {
  std::vector<std::string> ids;
  for (const std::string& id : county().in_order(day(on)))
    if (std::find(kinds.begin(), kinds.end(), county().find(id)->kind) != kinds.end())
      ids.push_back(id);
  return ids;
}

TEST(Resolve, ReadsCollectiveNames) {
  using enum UnitKind;
  const auto all = {Party,       Government,   Institution, PeoplesOrganisation,
                    Congress,    Consultative, Judicial,    Township,
                    Subdistrict, Vertical,     Enterprise,  Other};
  const auto departments = {Party,    Government, Institution, PeoplesOrganisation,
                            Judicial, Vertical};
  struct Case {
    const char* written;
    Reason reason;
    std::vector<UnitKind> kinds;
  };
  const Case cases[] = {
      {"各镇(街)", Reason::Collective, {Township, Subdistrict}},
      {"各镇（街道）", Reason::Collective, {Township, Subdistrict}},
      {"各镇街", Reason::Collective, {Township, Subdistrict}},
      {"各乡镇（街道）", Reason::Collective, {Township, Subdistrict}},
      {"全县各乡镇、街道", Reason::Collective, {Township, Subdistrict}},
      {"各乡镇人民政府(街道办事处)", Reason::Collective, {Township, Subdistrict}},
      {"各乡镇人民政府、街道办事处", Reason::Collective, {Township, Subdistrict}},
      {"青川原县各乡镇党委政府", Reason::Collective, {Township}},
      {"各乡镇", Reason::Collective, {Township}},
      {"各街道", Reason::Collective, {Subdistrict}},
      {"各街道办事处", Reason::Collective, {Subdistrict}},
      {"各部门", Reason::Collective, {Government}},
      {"县政府各部门", Reason::Collective, {Government}},
      {"县直各部门", Reason::Collective, {Government}},
      {"各委、办、局", Reason::Collective, {Government}},
      {"各部门和各乡镇(街道)", Reason::Collective, {Government, Township, Subdistrict}},
      {"各党政部门", Reason::Collective, {Party, Government}},
      {"各垂直管理单位", Reason::Collective, {Vertical}},
      {"各人民团体", Reason::Collective, {PeoplesOrganisation}},
      {"各国有企业", Reason::Collective, {Enterprise}},
      {"各事业单位", Reason::Collective, {Institution}},
      {"各单位", Reason::Collective, all},
      {"县直各单位", Reason::Collective, all},
      {"各有关部门", Reason::Everybody, departments},
      {"县政府各相关部门", Reason::Everybody, departments},
      {"各行业主管部门", Reason::Everybody, departments},
      {"有关部门", Reason::Everybody, departments},
      {"各相关单位", Reason::Everybody, all},
      {"各成员单位", Reason::Everybody, all},
      {"有关乡镇(街道)", Reason::Everybody, {Township, Subdistrict}},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.written);
    const Resolution resolution = county().resolve(c.written, day("2025-06-01"));
    EXPECT_EQ(resolution.reason, c.reason);
    std::vector<std::string> want;
    for (const std::string& id : county().in_order(day("2025-06-01")))
      if (std::find(c.kinds.begin(), c.kinds.end(), county().find(id)->kind) != c.kinds.end())
        want.push_back(id);
    EXPECT_EQ(resolution.units, want);
  }
}

TEST(Resolve, TakesTheMembersOfTheDay) {
  EXPECT_THAT(county().resolve("各街道", day("2025-06-01")).units,
              ElementsAre("binhe", "chengnan", "chengbei"));
  EXPECT_THAT(county().resolve("各街道", day("2022-12-31")).units,
              ElementsAre("binhe", "chengnan"));
  EXPECT_THAT(county().resolve("各乡", day("2022-12-31")).units,
              ElementsAre("chating", "longtan", "old_chengbei"));
  EXPECT_THAT(county().resolve("各乡", day("2025-06-01")).units, ElementsAre("chating", "longtan"));
}

TEST(Resolve, ChecksTheNumberOfAGroup) {
  EXPECT_EQ(said(county().resolve("两乡", day("2025-06-01"))), "collective chating longtan");
  EXPECT_EQ(said(county().resolve("3个街道", day("2025-06-01"))),
            "collective binhe chengnan chengbei");
  const Resolution wrong = county().resolve("三乡", day("2025-06-01"));
  EXPECT_EQ(wrong.reason, Reason::Unresolved);
  EXPECT_THAT(wrong.suggestions, ElementsAre("chating", "longtan"));
}

TEST(Resolve, TakesEnforcementFromTheUnits) {
  for (const char* written :
       {"各行政执法部门", "各执法部门", "县级行政执法单位", "各行政执法机关"}) {
    SCOPED_TRACE(written);
    const auto units = county().resolve(written, day("2025-06-01")).units;
    EXPECT_FALSE(units.empty());
    for (const Unit& unit : county().units())
      EXPECT_EQ(std::count(units.begin(), units.end(), unit.id),
                unit.enforcement && unit.exists_on(day("2025-06-01")))
          << unit.id;
  }
}

TEST(Resolve, LeavesTheNamedOutOfTheRest) {
  const auto all = existing({UnitKind::Government}, "2025-06-01");
  for (const char* written : {"其他部门", "其它各部门", "县政府其他部门"}) {
    SCOPED_TRACE(written);
    const Resolution rest = county().resolve(written, day("2025-06-01"), {"justice", "anlan"});
    EXPECT_EQ(rest.reason, Reason::Remainder);
    EXPECT_EQ(rest.units.size(), all.size() - 1);
    EXPECT_THAT(rest.units, Not(Contains("justice")));
  }
  const Resolution towns = county().resolve("其他乡镇", day("2025-06-01"), {"anlan"});
  EXPECT_EQ(towns.reason, Reason::Remainder);
  EXPECT_EQ(towns.units.size(), existing({UnitKind::Township}, "2025-06-01").size() - 1);
  // 其他有关部门 names nobody for certain, but never those already named.
  const Resolution concerned = county().resolve("其他有关部门", day("2025-06-01"), {"justice"});
  EXPECT_EQ(concerned.reason, Reason::Everybody);
  EXPECT_THAT(concerned.units, Not(Contains("justice")));
}

TEST(Resolve, KnowsLowerGovernments) {
  auto units =
      std::vector<Unit>{test::unit("region", "", UnitKind::Authority, "云泽自治区人民政府"),
                        test::unit("justice", "region", UnitKind::Government, "云泽自治区司法厅"),
                        test::unit("first", "region", UnitKind::Authority, "青川原县人民政府"),
                        test::unit("second", "region", UnitKind::Authority, "白石市人民政府")};
  const auto tree = Tree::build(std::move(units));
  ASSERT_TRUE(tree);
  EXPECT_EQ(said(tree->resolve("各县〔市、区〕人民政府", {})), "collective first second");
  EXPECT_EQ(said(tree->resolve("自治区司法厅", {})), "shortened justice");
  EXPECT_EQ(said(tree->resolve("青川原县人民政府", {})), "name first");
}

TEST(Resolve, FindsEveryNameAndAliasOnEveryDayItIsInUse) {
  const char* days[] = {"2012-01-01", "2014-08-31", "2014-09-01", "2019-02-28", "2019-03-01",
                        "2022-04-30", "2022-05-01", "2022-12-31", "2023-01-01", "2025-06-01"};
  for (const char* on : days)
    for (const Unit& unit : county().units()) {
      if (!unit.exists_on(day(on))) continue;
      SCOPED_TRACE(unit.id + " on " + on);
      const std::string name(unit.name_on(day(on)));
      EXPECT_EQ(said(county().resolve(name, day(on))), "name " + unit.id);
      for (const std::string& alias : unit.aliases)
        EXPECT_EQ(said(county().resolve(alias, day(on))), "alias " + unit.id);
    }
}

RC_GTEST_PROP(ResolveProperties, UnitsAndSuggestionsExistOnThatDay, ()) {
  static const std::vector<std::string> parts{
      "各",   "县", "青川原县", "其他", "有关", "部门",     "单位", "镇",
      "街道", "(",  ")",        "人社", "司法", "旅游",     "工商", "局",
      "办",   "委", "政府",     "三",   "、",   "行政执法", "乡镇", "\xff"};
  std::string written;
  for (const auto at : *rc::gen::container<std::vector<std::size_t>>(
           rc::gen::inRange<std::size_t>(0, parts.size())))
    written += parts[at];
  const base::Date on = base::make_date(*rc::gen::inRange(2008, 2030), 6, 1);
  const Resolution resolution = county().resolve(written, on, {"justice"});
  const auto ids = county().in_order(on);
  const std::set<std::string> alive(ids.begin(), ids.end());
  for (const auto& id : resolution.units)
    RC_ASSERT(alive.contains(id));
  for (const auto& id : resolution.suggestions)
    RC_ASSERT(alive.contains(id));
  RC_ASSERT((resolution.reason == Reason::Unresolved) <= resolution.units.empty());
  std::set<std::string> once(resolution.units.begin(), resolution.units.end());
  RC_ASSERT(once.size() == resolution.units.size());
}

} // namespace
} // namespace plumb::organisation
