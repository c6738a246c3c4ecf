// SPDX-License-Identifier: Apache-2.0
#include "target.hpp"

#include <gtest/gtest.h>

namespace plumb::plan {
namespace {

std::string read(std::string_view text) {
  std::vector<Target> found;
  read_targets(text, {0, static_cast<std::uint32_t>(text.size())}, {}, found);
  std::string out;
  for (const auto& target : found) {
    if (!out.empty()) out += "; ";
    out += target.subject + " " + std::string(to_string(target.op)) +
           (target.value ? base::to_string(*target.value) : "?") + target.unit;
  }
  return out;
}

TEST(Target, ReadsQuantities) {
  struct Case {
    const char* text;
    const char* want;
  };
  const Case cases[] = {
      {"规范性文件合法性审核率达到100%", "规范性文件合法性审核率 =100%"},
      {"公众满意度达到80%以上", "公众满意度 >=80%"},
      {"网上可办率不低于80％", "网上可办率 >=80%"},
      {"被撤销案件的发生率在5%以下", "被撤销案件的发生率 <=5%"},
      {"确保化解成功率保持在35%以上", "化解成功率 >=35%"},
      {"全年败诉率控制在8%以内", "全年败诉率 <=8%"},
      {"优良天数比例达71.4%", "优良天数比例 >=71.4%"},
      {"公开率达到百分之百", "公开率 =100%"},
      {"满意度超过百分之九十", "满意度 >90%"},
      {"复议工作人员数量不少于2人", "复议工作人员数量 >=2人"},
      {"由两名以上工作人员办理", "由 >=2人"},
      {"领导班子每年至少安排4次以上法治学习", "领导班子每年 >=4次"},
      {"承诺办理时限不超过5个工作日", "承诺办理时限 <=5working_day"},
      {"征求意见期限一般不少于30日", "征求意见期限一般 >=30day"},
      {"没有发生重大群体性事件", "重大群体性事件 =0"},
      {"实现行政执法零投诉", "投诉 =0"},
      {"报备率达100%、审查率达100%", "报备率 =100%; 审查率 =100%"},
      {"罚没收入1,200万元以上", "罚没收入 >=1200万元"},
  };
  for (const auto& test : cases)
    EXPECT_EQ(read(test.text), test.want) << test.text;
}

TEST(Target, LeavesOtherNumbersAlone) {
  for (const char* text : {"配备3台设备", "2024年3月5日", "近五年未发生的事项", "第3次会议",
                           "12345热线", "建立1+1+1模式", "青政办发〔2024〕11号", "十三届三中全会"})
    EXPECT_EQ(read(text), "") << text;
}

} // namespace
} // namespace plumb::plan
