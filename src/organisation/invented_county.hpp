// SPDX-License-Identifier: Apache-2.0
/// The invented county that the tests resolve names against: 青川原县 in 云泽市, with the reforms
/// of 2014 and 2019 and a township that became a subdistrict in 2023.
#pragma once

#include <plumb/base/check.hpp>
#include <plumb/organisation/organisation.hpp>

namespace plumb::organisation::test {

inline Unit unit(std::string id, std::string parent, UnitKind kind, std::string name,
                 std::vector<std::string> aliases = {}, bool enforcement = false) {
  Unit made;
  made.id = std::move(id);
  made.parent = std::move(parent);
  made.kind = kind;
  made.names.push_back({std::move(name), {}, {}});
  made.aliases = std::move(aliases);
  made.enforcement = enforcement;
  return made;
}

inline base::Date day(std::string_view text) {
  const auto parsed = base::parse_date(text);
  PLUMB_CHECK(parsed.has_value());
  return *parsed;
}

inline std::vector<Unit> invented_units() {
  using enum UnitKind;
  std::vector<Unit> units;
  const auto party = [&](std::string id, std::string name, std::vector<std::string> aliases = {}) {
    units.push_back(
        unit(std::move(id), "committee", Party, "中共青川原县委" + name, std::move(aliases)));
  };
  const auto department = [&](std::string id, std::string name, bool enforcement = false,
                              std::vector<std::string> aliases = {}) {
    units.push_back(unit(std::move(id), "government", Government, "青川原县" + name,
                         std::move(aliases), enforcement));
  };
  const auto other = [&](std::string id, UnitKind kind, std::string name,
                         std::vector<std::string> aliases = {}, bool enforcement = false) {
    units.push_back(
        unit(std::move(id), "government", kind, std::move(name), std::move(aliases), enforcement));
  };

  units.push_back(unit("committee", "", Authority, "中共青川原县委员会"));
  party("party_office", "办公室");
  party("organisation", "组织部");
  party("publicity", "宣传部");
  party("united_front", "统战部");
  party("political_legal", "政法委员会");
  party("establishment", "机构编制委员会办公室");
  party("cyberspace", "网络安全和信息化委员会办公室");
  party("rule_of_law", "全面依法治县委员会办公室");
  party("school", "党校");
  units.push_back(unit("discipline", "committee", Party,
                       "中共青川原县纪律检查委员会青川原县监察委员会", {"县纪委监委"}));

  units.push_back(unit("government", "", Authority, "青川原县人民政府"));
  department("government_office", "人民政府办公室", false, {"县里的办公室"});
  department("development", "发展和改革局");
  department("education", "教育局", true);
  department("science", "科学技术局");
  department("industry", "工业和信息化局", true);
  department("police", "公安局", true);
  department("civil_affairs", "民政局", true);
  department("justice", "司法局");
  department("finance", "财政局", true);
  department("labour", "人力资源和社会保障局", true);
  department("land", "自然资源和规划局", true);
  department("housing", "住房和城乡建设局", true);
  department("transport", "交通运输局", true);
  department("water", "水利局", true);
  department("farming", "农业农村局", true);
  department("commerce", "商务局", true);
  department("health", "卫生健康局", true);
  department("veterans", "退役军人事务局");
  department("emergency", "应急管理局", true);
  department("audit", "审计局", true);
  department("market", "市场监督管理局(知识产权局)", true);
  department("statistics", "统计局", true);
  department("insurance", "医疗保障局", true);
  department("approval", "行政审批服务管理局");
  department("city", "综合行政执法局", true);
  department("petitions", "信访局");

  // Reforms: dates of the invented county.
  department("culture", "文化广电和旅游局", true);
  units.back().from = day("2019-03-01");
  department("old_culture", "文化体育局", true);
  department("old_tourism", "旅游局");
  for (std::size_t i = units.size() - 2; i < units.size(); ++i) {
    units[i].until = day("2019-03-01");
    units[i].successors = {"culture"};
  }
  units[units.size() - 2].successors.push_back("sports");
  department("old_trade", "工商行政管理局", true);
  units.back().until = day("2014-09-01");
  units.back().successors = {"middle_market"};
  department("middle_market", "市场和质量监督管理局", true);
  units.back().from = day("2014-09-01");
  units.back().until = day("2019-03-01");
  units.back().successors = {"market"};
  department("data", "大数据管理局");
  units.back().names = {{"青川原县信息中心", {}, day("2022-05-01")},
                        {"青川原县大数据管理局", day("2022-05-01"), {}}};
  department("closed", "移民开发局");
  units.back().until = day("2016-01-01");

  other("sports", Institution, "青川原县体育发展中心");
  units.back().from = day("2019-03-01");
  other("service_hall", Institution, "青川原县政务服务中心");
  other("grid", Institution, "青川原县网格化管理中心");
  other("zone", Institution, "青川原县经济开发区管理委员会");
  other("union", PeoplesOrganisation, "青川原县总工会");
  other("youth", PeoplesOrganisation, "中国共产主义青年团青川原县委员会");
  other("women", PeoplesOrganisation, "青川原县妇女联合会");
  other("industry_union", PeoplesOrganisation, "青川原县工商业联合会");
  other("congress", Congress, "青川原县人民代表大会常务委员会办公室");
  other("consultative", Consultative, "中国人民政治协商会议青川原县委员会办公室");
  other("court", Judicial, "青川原县人民法院");
  other("procuratorate", Judicial, "青川原县人民检察院");
  other("tax", Vertical, "国家税务总局青川原县税务局", {"税务局"}, true);
  other("environment", Vertical, "云泽市生态环境局青川原分局", {"县生态环境分局"}, true);
  other("fire", Vertical, "青川原县消防救援大队");
  other("works", Enterprise, "青川原县城市建设投资有限公司", {"城投公司"});

  for (const auto& [id, name] :
       std::vector<std::pair<std::string, std::string>>{{"anlan", "安澜镇"},
                                                        {"shuangqiao", "双桥镇"},
                                                        {"baishi", "白石镇"},
                                                        {"yunling", "云岭镇"},
                                                        {"heping", "和畅镇"},
                                                        {"qingchuanyuan", "青川原镇"},
                                                        {"chating", "茶亭乡"},
                                                        {"longtan", "龙潭乡"}})
    other(id, Township, "青川原县" + name + "人民政府");
  other("binhe", Subdistrict, "青川原县滨河街道办事处");
  other("chengnan", Subdistrict, "青川原县城南街道办事处");
  other("chengbei", Subdistrict, "青川原县城北街道办事处");
  units.back().from = day("2023-01-01");
  other("old_chengbei", Township, "青川原县城北乡人民政府");
  units.back().until = day("2023-01-01");
  units.back().successors = {"chengbei"};
  return units;
}

inline Tree invented_county() {
  auto tree = Tree::build(invented_units());
  PLUMB_CHECK(tree.has_value());
  return *std::move(tree);
}

} // namespace plumb::organisation::test
