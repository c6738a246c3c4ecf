// SPDX-License-Identifier: Apache-2.0
// The invented 砚湖县: no real place.
#include "plumb/history/history.hpp"
#include "random.hpp"

#include <algorithm>
#include <array>

namespace plumb::history {
namespace {

using organisation::DatedName;
using organisation::Unit;
using organisation::UnitKind;

struct Department {
  const char *id, *name;
  bool enforcement;
};
constexpr std::array<Department, 30> kDepartments{{{"office", "政府办公室", false},
                                                   {"justice", "司法局", false},
                                                   {"finance", "财政局", true},
                                                   {"development", "发展和改革局", true},
                                                   {"education", "教育局", true},
                                                   {"police", "公安局", true},
                                                   {"civil_affairs", "民政局", true},
                                                   {"labour", "人力资源和社会保障局", true},
                                                   {"land", "自然资源局", true},
                                                   {"environment", "生态环境局", true},
                                                   {"housing", "住房和城乡建设局", true},
                                                   {"transport", "交通运输局", true},
                                                   {"water", "水务局", true},
                                                   {"agriculture", "农业农村局", true},
                                                   {"commerce", "商务局", true},
                                                   {"culture", "文化旅游局", true},
                                                   {"health", "卫生健康局", true},
                                                   {"veterans", "退役军人事务局", false},
                                                   {"emergency", "应急管理局", true},
                                                   {"audit", "审计局", true},
                                                   {"market", "市场监督管理局", true},
                                                   {"statistics", "统计局", true},
                                                   {"medical_insurance", "医疗保障局", true},
                                                   {"city", "城市管理局", true},
                                                   {"forestry", "林业局", true},
                                                   {"services", "审批服务管理局", true},
                                                   {"science", "科学技术局", true},
                                                   {"grain", "粮食和储备局", true},
                                                   {"petitions", "信访局", false},
                                                   {"sport", "体育局", true}}};
constexpr std::array<const char*, 20> kFirst{"云", "石", "清", "柳", "双", "白", "长",
                                             "青", "古", "东", "南", "松", "竹", "莲",
                                             "新", "平", "金", "大", "望", "高"};
constexpr std::array<const char*, 16> kSecond{"桥", "塘", "溪", "岭", "坪", "湾", "渡", "井",
                                              "洲", "堰", "坡", "口", "林", "川", "台", "源"};
constexpr std::array<const char*, 6> kBodies{"综合执法大队", "服务中心",   "质量检测站",
                                             "信息中心",     "法规研究室", "监督所"};

Unit make_unit(std::string id, std::string parent, UnitKind kind, std::string name) {
  Unit unit;
  unit.id = std::move(id);
  unit.parent = std::move(parent);
  unit.kind = kind;
  unit.names.push_back({std::move(name), std::nullopt, std::nullopt});
  return unit;
}

/// Each place has a name of its own: the pairs are gone through in steps that meet none twice.
std::string place_name(int n, std::uint64_t seed) {
  constexpr int kPairs = int(kFirst.size() * kSecond.size());
  constexpr int kStep = 77; // has no factor in common with 320
  const int at = static_cast<int>((static_cast<std::uint64_t>(n) * kStep + mixed(seed) % kPairs) %
                                  static_cast<std::uint64_t>(kPairs));
  return std::string(kFirst[static_cast<std::size_t>(at) % kFirst.size()]) +
         kSecond[static_cast<std::size_t>(at) / kFirst.size()];
}

void add_places(std::vector<Unit>& units, int townships, int subdistricts, std::uint64_t seed) {
  for (int i = 0; i < townships + subdistricts; ++i) {
    const bool town = i < townships;
    const auto id = (town ? "town_" : "street_") + std::to_string(town ? i + 1 : i - townships + 1);
    units.push_back(make_unit(id, "county", town ? UnitKind::Township : UnitKind::Subdistrict,
                              place_name(i, seed) + (town ? "镇" : "街道办事处")));
    units.back().enforcement = true;
  }
}

Date day_between(const Plan& plan, int percent) {
  const auto days = (std::chrono::sys_days{plan.until} - std::chrono::sys_days{plan.from}).count();
  return base::add_days(plan.from, static_cast<int>(days * percent / 100));
}

/// What a bureau of that name is called after a reform.
std::string renamed(std::string_view name) {
  constexpr std::string_view kBureau = "局", kManaging = "管理局";
  if (name.ends_with(kManaging))
    return std::string(name.substr(0, name.size() - kManaging.size())).append(kBureau);
  if (name.ends_with(kBureau))
    return std::string(name.substr(0, name.size() - kBureau.size())).append(kManaging);
  return std::string(name) + "（综合）";
}

/// Every twelfth unit at the tree's foot goes into the next of its kind, every ninth gets another
/// name.
void reform(std::vector<Unit>& units, const Plan& plan) {
  Random random{plan.seed, 0xc0};
  for (std::size_t i = 2; i + 1 < units.size(); ++i) {
    auto& unit = units[i];
    auto& next = units[i + 1];
    const bool place = unit.kind == UnitKind::Township || unit.kind == UnitKind::Institution;
    if (i % 12 == 11 && place && next.kind == unit.kind && next.parent == unit.parent) {
      unit.until = day_between(plan, random.between(25, 75));
      unit.successors = {next.id};
    } else if (i % 9 == 8 && unit.kind == UnitKind::Government) {
      const auto day = day_between(plan, random.between(20, 80));
      const auto name = unit.names.front().name;
      unit.names = {DatedName{name, std::nullopt, day},
                    DatedName{renamed(name), day, std::nullopt}};
      unit.aliases = {name.substr(0, name.size() - 3) + "部门"};
    }
  }
}

} // namespace

std::vector<Unit> county(const Plan& plan) {
  const int wanted = std::clamp(plan.units, 8, 400);
  std::vector<Unit> units{make_unit("county", "", UnitKind::Authority, "砚湖县人民政府")};
  const int departments = std::min<int>(wanted * 45 / 100, kDepartments.size());
  const int townships = wanted * 35 / 100, subdistricts = std::max(1, wanted * 8 / 100);
  for (int i = 0; i < departments; ++i) {
    const auto& one = kDepartments.at(static_cast<std::size_t>(i));
    units.push_back(
        make_unit(one.id, "county", UnitKind::Government, std::string("砚湖县") + one.name));
    units.back().enforcement = one.enforcement;
    units.back().aliases = {std::string("县") + one.name};
  }
  add_places(units, townships, subdistricts, plan.seed);
  for (int i = 0; std::ssize(units) < wanted; ++i) {
    const auto& parent = kDepartments.at(static_cast<std::size_t>(i % (departments - 2) + 2));
    const auto body = static_cast<std::size_t>(i / (departments - 2));
    const auto round = body / kBodies.size();
    units.push_back(make_unit(
        std::string(parent.id) + "_" + std::to_string(body + 1), parent.id, UnitKind::Institution,
        std::string("砚湖县") + parent.name + kBodies.at(body % kBodies.size()) +
            (round == 0 ? std::string() : "第" + std::to_string(round + 1) + "分部")));
  }
  reform(units, plan);
  return units;
}

} // namespace plumb::history
