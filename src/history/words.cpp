// SPDX-License-Identifier: Apache-2.0
// What things are called.
#include "random.hpp"
#include "world.hpp"

#include <plumb/base/hash.hpp>

#include <array>

namespace plumb::history {
namespace {

using Words = std::array<const char*, 12>;

constexpr Words kDoing{"编制", "修订", "公布", "清理", "推行", "完善",
                       "开展", "组织", "落实", "建立", "检查", "规范"};
constexpr Words kTasks{"权责清单",         "行政执法公示",     "重大执法决定法制审核",
                       "行政裁量权基准",   "柔性执法清单",     "公平竞争审查",
                       "法律顾问制度",     "年度普法计划",     "行政复议规范化",
                       "执法人员资格培训", "政务公开标准目录", "证明事项清单"};
constexpr Words kMatters{"停车场",   "犬只",     "户外广告", "农贸市场", "河道采砂", "电动自行车",
                         "物业服务", "公共租赁", "养老服务", "校车安全", "烟花爆竹", "建筑垃圾"};
constexpr Words kProjects{"县城供水管网改造", "湖滨公园建设", "公交线网调整", "老旧小区改造",
                          "中心城区停车收费", "县医院迁建",   "生活垃圾分类", "义务教育学区划分",
                          "农村公路升级",     "供热价格调整", "工业园区规划", "湿地保护范围划定"};
constexpr Words kDuties{"法治政府建设信息", "行政执法统计",     "普法工作小结",
                        "行政诉讼情况",     "规范性文件清单",   "政务公开报表",
                        "矛盾纠纷排查",     "证明事项清理进展", "执法监督月报",
                        "法律顾问履职情况", "公平竞争审查台账", "行政复议答复情况"};

std::string_view one_of(const Words& words, Random& random) {
  return words.at(static_cast<std::size_t>(random.below(int(words.size()))));
}

} // namespace

std::string title_of(std::string_view register_id, std::int64_t number, std::uint64_t seed,
                     const organisation::Unit& unit, Date on) {
  Random random{seed, static_cast<std::uint64_t>(number), 3};
  const auto serial = std::to_string(number + 1);
  const auto year = std::to_string(static_cast<int>(on.year()));
  std::string title;
  const auto add = [&](std::string_view text) { title += text; };
  if (register_id == "normative_document") {
    add("砚湖县");
    add(one_of(kMatters, random));
    add(random.percent(50) ? "管理办法" : "实施细则");
    add("（");
  } else if (register_id == "major_decision") {
    add(one_of(kProjects, random));
    add("（");
  } else if (register_id == "duty") {
    add(year);
    add("年");
    add(one_of(kDuties, random));
    add("（");
  } else if (register_id == "legal_staff") {
    add(random.percent(50) ? "合法性审核岗" : "法制工作岗");
    add("（");
  } else if (register_id == "external_figure") {
    add(random.percent(50) ? "群众法治满意度调查" : "营商环境评价得分");
    add("（");
  } else if (register_id == "issuing_body") {
    return std::string(unit.name_on(on));
  } else {
    add(one_of(kDoing, random));
    add(one_of(kTasks, random));
    add("（");
  }
  return title + "第" + serial + "号）";
}

const std::vector<Paper>& papers() {
  static const std::vector<Paper> all = [] {
    std::vector<Paper> made;
    constexpr Words kNames{"会议纪要", "送审稿",   "起草说明", "公示截图", "审核意见", "评估报告",
                           "工作简报", "清单文本", "调查报告", "归档目录", "请示件",   "情况报告"};
    for (const auto* name : kNames) {
      const std::string bytes =
          std::string("砚湖县（虚构）") + name + "\n本件为演示材料，所述单位、事项均属虚构。\n";
      made.push_back({std::string(name) + ".txt", "text/plain", bytes, base::sm3_hex(bytes)});
    }
    return made;
  }();
  return all;
}

} // namespace plumb::history
