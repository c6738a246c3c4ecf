// SPDX-License-Identifier: Apache-2.0
#include "deadline.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace plumb::plan {
namespace {

std::string read(std::string_view text, Place place, int year = 2024) {
  std::vector<Deadline> found;
  read_deadlines(text, {0, static_cast<std::uint32_t>(text.size())}, {year, std::nullopt}, place,
                 found);
  std::string out;
  for (const auto& deadline : found) {
    if (!out.empty()) out += " ";
    out += to_string(deadline.kind);
    if (deadline.on) out += ":" + base::to_string(*deadline.on);
    if (!deadline.rule.empty()) out += ":" + deadline.rule;
  }
  return out;
}

struct Case {
  const char* text;
  const char* want;
};

TEST(Deadline, ReadsFields) {
  const Case cases[] = {
      {"2024年6月底前", "date:2024-06-30"},
      {"2024 年 6 月底前", "date:2024-06-30"},
      {"6月底", "date:2024-06-30"},
      {"12月底前完成", "date:2024-12-31"},
      {"2024年2月底", "date:2024-02-29"},
      {"2024年年底前", "date:2024-12-31"},
      {"年底前", "date:2024-12-31"},
      {"2024年", "date:2024-12-31"},
      {"2024年9月", "date:2024-09-30"},
      {"11月上旬", "date:2024-11-10"},
      {"11月中旬", "date:2024-11-20"},
      {"11月下旬", "date:2024-11-30"},
      {"第三季度末", "date:2024-09-30"},
      {"一季度", "date:2024-03-31"},
      {"上半年", "date:2024-06-30"},
      {"二〇二四年六月底前", "date:2024-06-30"},
      {"十二月底前", "date:2024-12-31"},
      {"2024-06-15", "date:2024-06-15"},
      {"2024.6.15", "date:2024-06-15"},
      {"2024年3月至5月", "period:2024-05-31"},
      {"2024年3月1日—4月15日", "period:2024-04-15"},
      {"2024年11月至2025年2月", "period:2025-02-28"},
      {"长期坚持", "standing"},
      {"持续推进", "standing"},
      {"全年", "standing"},
      {"立行立改", "relative"},
      {"每年1月31日前", "recurring:FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=-1"},
      {"每年3月15日前", "recurring:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15"},
      {"每年第一季度", "recurring:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1"},
      {"每年6月底前和11月底前", "recurring:FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=-1 "
                                "recurring:FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=-1"},
      {"每年", "recurring:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"},
      {"每月5日前", "recurring:FREQ=MONTHLY;BYMONTHDAY=5"},
      {"每月", "recurring:FREQ=MONTHLY;BYMONTHDAY=-1"},
      {"每季度末", "recurring:FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"},
      {"每季度首月10日前", "recurring:FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10"},
      {"每半年", "recurring:FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1"},
      {"每周五", "recurring:FREQ=WEEKLY;BYDAY=FR"},
      {"按月报送", "recurring:FREQ=MONTHLY;BYMONTHDAY=-1"},
      {"自印发之日起30日内", "relative"},
  };
  for (const auto& test : cases)
    EXPECT_EQ(read(test.text, Place::Field), test.want) << test.text;
}

TEST(Deadline, ReadsSentences) {
  const Case cases[] = {
      {"2024年10月底前,完成清单的动态调整", "date:2024-10-31"},
      {"到2024年年底,基本建成监督体系", "date:2024-12-31"},
      {"到2025年,体系更加完善", "date:2025-12-31"},
      {"2025年前全面完成", "date:2024-12-31"},
      {"年内完成改造", "date:2024-12-31"},
      {"于4月15日前报送", "date:2024-04-15"},
      {"11月上旬,各单位进行总结", "date:2024-11-10"},
      {"上半年、下半年各1次", "date:2024-06-30 date:2024-12-31"},
      {"2024年年底前制定目录;2025年年底前开展清理", "date:2024-12-31 date:2025-12-31"},
      {"每月报送信息不少于1篇", "recurring:FREQ=MONTHLY;BYMONTHDAY=-1"},
      {"每年第一季度向县委报告", "recurring:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1"},
      {"收到通知后5个工作日内答复", "relative"},
  };
  for (const auto& test : cases)
    EXPECT_EQ(read(test.text, Place::Sentence), test.want) << test.text;
}

TEST(Deadline, LeavesOtherTimesAlone) {
  for (const char* text : {"有效期一般为5年,有效期届满自行失效",
                           "有效期至2028年12月31日",
                           "自2024年1月1日起施行",
                           "2025年起纳入年度计划",
                           "结合2024年机构改革",
                           "2024年,组织开展检查",
                           "一年内发生多起",
                           "近三年内",
                           "征求意见时间不少于7个工作日",
                           "《实施纲要(2021—2025年)》",
                           "按照《2024年6月底前工作清单》(青政发〔2024〕6号)执行",
                           "每年至少组织一次评查",
                           "总结上半年工作",
                           "持续推进制度建设",
                           "“12·4”国家宪法日",
                           "年底考核",
                           "近五年未发生的事项",
                           "5年前制定的文件",
                           "第一季度的工作情况",
                           "2019年6月底前已经完成",
                           "前期准备"})
    EXPECT_EQ(read(text, Place::Sentence), "") << text;
}

TEST(Deadline, WithoutAYearTheDayStaysOpen) {
  std::vector<Deadline> found;
  const std::string_view text = "6月底前";
  read_deadlines(text, {0, 12}, {}, Place::Field, found);
  (void)text;
  ASSERT_EQ(found.size(), 1U);
  EXPECT_FALSE(found[0].on);
  EXPECT_LE(found[0].confidence, 90);
}

TEST(Deadline, ReadsFullDates) {
  struct Full {
    const char* text;
    const char* want;
  };
  const Full cases[] = {{"2024年3月7日", "2024-03-07"},
                        {"二〇二四年三月七日", "2024-03-07"},
                        {"二○二四年十二月三十一日", "2024-12-31"},
                        {"2024-03-07", "2024-03-07"},
                        {"2024/3/7", "2024-03-07"},
                        {"2024年2月30日", ""},
                        {"2024年3月", ""}};
  for (const auto& test : cases) {
    std::size_t end = 0;
    const auto date = read_date(test.text, 0, end);
    EXPECT_EQ(date ? base::to_string(*date) : "", test.want) << test.text;
  }
}

} // namespace
} // namespace plumb::plan
