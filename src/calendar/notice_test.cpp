// SPDX-License-Identifier: Apache-2.0
// The samples are our own words in the manner of the notices of many years.
#include "pack_calendar.hpp"

#include <plumb/calendar/notice.hpp>

#include <gtest/gtest.h>

#include <map>

namespace plumb::calendar {
namespace {

Date on(std::string_view text) {
  return must_parse(text);
}

/// "+" off, "!" make-up day, "=" ordinary; runs of days of one kind and name are joined.
std::string told(const std::vector<NoticeDay>& days) {
  std::string text;
  for (std::size_t i = 0; i < days.size();) {
    std::size_t end = i + 1;
    while (end < days.size() && days[end].kind == days[i].kind && days[end].name == days[i].name &&
           days[end].on == base::add_days(days[end - 1].on, 1))
      ++end;
    text += days[i].kind == DayKind::Holiday ? "+" : days[i].kind == DayKind::MakeupDay ? "!" : "=";
    text += base::to_string(days[i].on);
    if (end > i + 1) text += ".." + base::to_string(days[end - 1].on);
    text += " " + days[i].name + "\n";
    i = end;
  }
  return text;
}

std::string ids(const std::vector<base::Error>& warnings) {
  std::string text;
  for (const base::Error& warning : warnings) {
    if (warning.id == "calendar.no_document_number" || warning.id == "calendar.no_notice_day")
      continue;
    text += warning.id.substr(sizeof("calendar.") - 1);
    for (const auto& [name, value] : warning.args)
      text += " " + name + "=" + value;
    text += "\n";
  }
  return text;
}

struct Case {
  const char* about;
  const char* text;
  const char* days;
  const char* warnings = "";
};

void expect_read(const Case& want, int default_year = 2026) {
  SCOPED_TRACE(want.about);
  const auto got = read_notice_text(want.text, default_year, "CN");
  ASSERT_TRUE(got) << got.error().id;
  EXPECT_EQ(told(got->notice.days), want.days);
  EXPECT_EQ(ids(got->warnings), want.warnings);
}

TEST(NoticeText, ReadsTheStylesOfAllYears) {
  const Case cases[] = {
      {"ranges, weekdays in brackets, make-up days behind",
       "2026年安排如下。\n七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。"
       "9月20日（周日）、10月10日（周六）上班。",
       "!2026-09-20 国庆节\n+2026-10-01..2026-10-07 国庆节\n!2026-10-10 国庆节\n"},
      {"weekdays written out, lunar days in the brackets",
       "2025年安排如下。\n二、春节：1月28日（农历除夕、星期二）至2月4日（农历正月初七、星期二）放假"
       "调休，共8天。"
       "1月26日（星期日）、2月8日（星期六）上班。",
       "!2025-01-26 春节\n+2025-01-28..2025-02-04 春节\n!2025-02-08 春节\n"},
      {"one day, and a weekend that it touches",
       "2019年安排如下。\n三、清明节：4月5日放假，与周末连休。\n四、中秋节：9月13日（周五）放假，与"
       "周末连休，共3天。",
       "+2019-04-05 清明节\n+2019-09-13 中秋节\n"},
      {"a day made up for on a Monday",
       "2014年安排如下。\n三、清明节：4月5日放假，4月7日（星期一）补休。",
       "+2014-04-05 清明节\n+2014-04-07 清明节\n"},
      {"the Monday alone, without its date",
       "2015年安排如下。\n端午节：6月20日（周六）放假，周一补休。",
       "+2015-06-20 端午节\n+2015-06-22 端午节\n", "assumed_day on=2015-06-22 written=周一\n"},
      {"over the end of a year, both years written",
       "2019年安排如下。\n一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星"
       "期六）上班。",
       "!2018-12-29 元旦\n+2018-12-30..2019-01-01 元旦\n"},
      {"over the end of a year, no year written",
       "2019年安排如下。\n一、元旦：12月30日至1月1日放假调休，共3天。12月29日（周六）上班。",
       "!2018-12-29 元旦\n+2018-12-30..2019-01-01 元旦\n"},
      {"over the end of a year, the next one by a word",
       "2016年安排如下。\n七、国庆节：10月1日放假。\n八、元旦：2016年12月31日至次年1月2日放假调休，"
       "共3天。",
       "+2016-10-01 国庆节\n+2016-12-31..2017-01-02 元旦\n"},
      {"several days of one month in a list",
       "2013年安排如下。\n春节：2月9日至15日放假调休，共7天。2月16日（星期六）、17日（星期日）上班"
       "。",
       "+2013-02-09..2013-02-15 春节\n!2013-02-16..2013-02-17 春节\n"},
      {"two festivals in one",
       "2020年安排如下。\n六、国庆节、中秋节：10月1日至8日放假调休，共8天。9月27日（星期日）、10月1"
       "0日（星期六）上班。",
       "!2020-09-27 国庆节、中秋节\n+2020-10-01..2020-10-08 国庆节、中秋节\n!2020-10-10 "
       "国庆节、中秋节\n"},
      {"a change in mid-year: the festival stands in the title only",
       "关于调整2019年劳动节假期的通知\n经研究，5月1日至4日放假调休，共4天。4月28日（星期日）、5月5"
       "日（星期日）上班。",
       "!2019-04-28 劳动节\n+2019-05-01..2019-05-04 劳动节\n!2019-05-05 劳动节\n"},
      {"a day of remembrance, told again day by day",
       "关于抗战胜利70周年纪念日调休放假的通知\n2015年9月3日至5日调休放假，共3天。其中9月3日（星期"
       "四）放假，"
       "9月4日（星期五）调休，9月6日（星期日）上班。",
       "+2015-09-03..2015-09-05 抗战胜利70周年纪念日\n!2015-09-06 抗战胜利70周年纪念日\n"},
      {"a holiday made longer: only its new end is known",
       "关于延长2020年春节假期的通知\n延长2020年春节假期至2月2日（农历正月初九、星期日），2月3日（"
       "星期一）起正常上班。",
       "+2020-02-02 春节\n", "extension_without_start until=2020-02-02\n"},
      {"taken back by a later sentence",
       "关于2020年春节安排的补充通知\n1月30日、31日放假，2月1日（星期六）由上班改为放假。",
       "+2020-01-30..2020-02-01 春节\n"},
      {"days of rest moved, as in former times",
       "2010年安排如下。\n元旦：1月1日放假。\n中秋节：9月19日（星期日）、25日（星期六）公休日调至9"
       "月23日（星期四）、24日（星期五），"
       "9月22日至24日放假，共3天。",
       "+2010-01-01 元旦\n!2010-09-19 中秋节\n+2010-09-22..2010-09-24 中秋节\n!2010-09-25 "
       "中秋节\n"},
      {"the rest day of a festival on a Sunday moved",
       "2008年安排如下。\n元旦：1月1日放假。\n中秋节：9月13日—15日放假3天。其中：9月14日（农历八月"
       "十五）为节日当天，"
       "9月14日（星期日）公休日调至9月15日（星期一）。",
       "+2008-01-01 元旦\n+2008-09-13..2008-09-15 中秋节\n"},
      {"half-width, dashes, no weekdays, no verbs but a count",
       "2026年假期\n1. 元旦:1月1日-3日,共3天; 1月4日上班\n2. 劳动节: 5月1-5日放假调休, 共5天; "
       "5月9日上班",
       "+2026-01-01..2026-01-03 元旦\n!2026-01-04 元旦\n+2026-05-01..2026-05-05 劳动节\n"
       "!2026-05-09 劳动节\n"},
      {"full-width digits and blanks everywhere",
       "２０２６年放假\n端午节： ６ 月 １９ 日（ 周五 ）至 ２１ 日（ 周日 ）放 假 ， 共 ３ 天 。",
       "+2026-06-19..2026-06-21 端午节\n"},
      {"Chinese numerals",
       "二〇二六年放假\n国庆节：十月一日至七日放假调休，共七天。九月二十日、十月十日上班。",
       "!2026-09-20 国庆节\n+2026-10-01..2026-10-07 国庆节\n!2026-10-10 国庆节\n"},
      {"traditional characters",
       "2026年安排如下。\n勞動節：5月1日（週五）至5日（週二）放假調休，共5天。5月9日（週六）上班。",
       "+2026-05-01..2026-05-05 劳动节\n!2026-05-09 劳动节\n"},
      {"labels in front of the days",
       "2026年国庆节\n放假时间：10月1日至10月7日；调休上班：9月20日、10月10日",
       "!2026-09-20 国庆节\n+2026-10-01..2026-10-07 国庆节\n!2026-10-10 国庆节\n"},
      {"one sentence with commas, the range in brackets",
       "2026年春节（2月15日至2月23日）放假9天，2月14日（周六）和2月28日（周六）照常上班",
       "!2026-02-14 春节\n+2026-02-15..2026-02-23 春节\n!2026-02-28 春节\n"},
      {"numbers only",
       "2026年清明节：4.4-4.6放假，共3天。\n劳动节：2026-05-01至2026-05-05放假，2026/5/9上班",
       "+2026-04-04..2026-04-06 清明节\n+2026-05-01..2026-05-05 劳动节\n!2026-05-09 劳动节\n"},
      {"a table copied from a page",
       "2026年\n节日\t放假时间\t调休上班日期\t天数\n元旦\t1月1日-"
       "3日\t1月4日（周日）\t3天\n清明节\t4月4日-6日\t无\t3天\n"
       "| 国庆节 | 10月1日～7日 | 9月20日、10月10日 | 7天 |",
       "+2026-01-01..2026-01-03 元旦\n!2026-01-04 元旦\n+2026-04-04..2026-04-06 清明节\n"
       "!2026-09-20 国庆节\n+2026-10-01..2026-10-07 国庆节\n!2026-10-10 国庆节\n"},
      {"a region's own festival",
       "2020年安排如下。\n五、开斋节：5月25日至26日放假。七、古尔邦节：7月30日至31日放假。",
       "+2020-05-25..2020-05-26 开斋节\n+2020-07-30..2020-07-31 古尔邦节\n"},
      {"no festival: the days alone", "2026年3月2日至3日放假，2月28日上班。",
       "!2026-02-28 \n+2026-03-02..2026-03-03 \n"},
      {"at work on a weekday after all", "2026年元旦：1月1日放假，1月2日（周五）不放假。",
       "+2026-01-01 元旦\n=2026-01-02 元旦\n", "worked_on_weekday on=2026-01-02\n"},
      {"the year of the caller", "元旦：1月1日放假。", "+2026-01-01 元旦\n", "no_year year=2026\n"},
      {"a wrong weekday", "2026年元旦：1月1日（周五）至3日（周六）放假。",
       "+2026-01-01..2026-01-03 元旦\n", "weekday_mismatch on=2026-01-01 written=周五\n"},
      {"weekdays of a range told together", "2026年元旦：1月1日至3日（周四至周日）放假。",
       "+2026-01-01..2026-01-03 元旦\n", "weekday_mismatch on=2026-01-03 written=周日\n"},
      {"a wrong count", "2026年元旦：1月1日至3日放假，共4天。", "+2026-01-01..2026-01-03 元旦\n",
       "day_count_mismatch name=元旦 written=4 counted=3\n"},
      {"调休 of a Sunday means work",
       "2026年元旦：1月1日放假，1月2日（周五）调休，1月4日（周日）调休。",
       "+2026-01-01..2026-01-02 元旦\n!2026-01-04 元旦\n", "ambiguous_day on=2026-01-04\n"},
  };
  for (const Case& each : cases)
    expect_read(each);
}

TEST(NoticeText, ReadsAWholeNotice) {
  const auto got = read_notice_text(R"(
    云泽省人民政府办公厅关于2026年部分节假日安排的通知
    云政办发明电〔2025〕31号
各市、县人民政府，省政府各部门：
    根据国务院办公厅的通知（国办发明电〔2025〕7号），2026年各节日安排如下。
    一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
    二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
    三、清明节：4月4日（周六）至6日（周一）放假，共3天。
    四、泽水节：6月1日（周一）放假1天。
    五、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
    放假期间请安排值班，遇有大事按规定报告。
                                   云泽省人民政府办公厅
                                     2025年11月10日
  )",
                                    2020, "CN-YZ");
  ASSERT_TRUE(got) << got.error().id;
  EXPECT_EQ(got->notice.id, "云政办发明电〔2025〕31号");
  EXPECT_EQ(got->notice.title, "云泽省人民政府办公厅关于2026年部分节假日安排的通知");
  EXPECT_EQ(got->notice.jurisdiction, "CN-YZ");
  EXPECT_EQ(got->notice.notice_on, on("2025-11-10"));
  EXPECT_EQ(got->notice.settles_from, on("2026-01-01"));
  EXPECT_EQ(got->notice.settles_until, on("2027-01-01"));
  EXPECT_TRUE(got->warnings.empty()) << got->warnings.front().id;
  EXPECT_EQ(told(got->notice.days),
            "+2026-01-01..2026-01-03 元旦\n!2026-01-04 元旦\n!2026-02-14 春节\n"
            "+2026-02-15..2026-02-23 春节\n!2026-02-28 春节\n"
            "+2026-04-04..2026-04-06 清明节\n+2026-06-01 泽水节\n"
            "!2026-09-20 国庆节\n+2026-10-01..2026-10-07 国庆节\n"
            "!2026-10-10 国庆节\n");
  EXPECT_TRUE(Calendar::make({got->notice}));
}

TEST(NoticeText, RefusesWhatIsNoNotice) {
  struct Refused {
    const char *text, *id;
  };
  const Refused cases[] = {
      {"", "calendar.no_days_found"},
      {"砚湖县人民政府2025年11月4日", "calendar.no_days_found"},
      {"放假期间安排值班。", "calendar.no_days_found"},
      {"2026年元旦：2月30日放假。", "calendar.bad_date"},
      {"2026年元旦：13月1日放假。", "calendar.bad_date"},
      {"2026年元旦：257月1日放假。", "calendar.bad_date"},
      {"2026年元旦：1月257日放假。", "calendar.bad_date"},
      {"2026年国庆节：10月7日至1日放假。", "calendar.bad_date"},
      {"2026年元旦：1月1日至12月31日放假。", "calendar.bad_date"},
      {"1948年元旦：1月1日放假。", "calendar.bad_date"},
      {"\xFF\xFE\x80", "calendar.no_days_found"},
  };
  for (const Refused& want : cases) {
    const auto got = read_notice_text(want.text, 2026, "CN");
    EXPECT_EQ(got ? "" : got.error().id, want.id) << want.text;
  }
}

TEST(NoticeText, IsBounded) {
  const std::string long_text(256 * 1024 + 1, ' ');
  EXPECT_EQ(read_notice_text(long_text, 2026, "CN").error().id, "calendar.notice_too_long");
  EXPECT_EQ(read_notice_table(long_text, "CN").error().id, "calendar.notice_too_long");
  // Hostile texts of full length: each would take minutes if a step looked back over all before it.
  for (const std::string part :
       {"周一", "1月1日（", "1日", "（", "改为", "1月1日放假改为", "1、", "共", "放假："}) {
    std::string text = "2026年元旦：1月1日放假";
    if (part == "1日") text = "周一";
    while (text.size() + part.size() <= 256 * 1024)
      text += part;
    (void)read_notice_text(text, 2026, "CN");
  }
  std::string dates = "2026年元旦：1月1日";
  for (int i = 0; i < 200; ++i)
    dates += "、1日";
  EXPECT_EQ(read_notice_text(dates + "放假", 2026, "CN").error().id, "calendar.bad_date");
}

TEST(NoticeTable, ReadsTables) {
  const std::string want = "!2026-01-04 元旦\n+2026-10-01..2026-10-02 国庆节\n=2026-10-09 国庆节\n";
  const char* tables[] = {
      "date,kind,name\n2026-01-04,workday,元旦\n2026-10-01,holiday,国庆节\n2026-10-02,holiday,"
      "国庆节\n"
      "2026-10-09,ordinary,国庆节\n",
      "\xEF\xBB\xBFName\tDate\tKind\r\n元旦\t2026/1/4\tmakeup_day\r\n\r\n国庆节\t2026.10.1\toff\r\n"
      "国庆节\t2026-10-02\tRest\r\n国庆节\t20261009\tordinary\r\n",
      "日期,星期,类型,节日\n2026年1月4日,周日,调休上班,元旦\n2026年10月1日,星期四,节假日,国庆节\n"
      "\"2026年10月2日\",五,放假,\"国庆节\"\n２０２６年１０月９日,周五,正常,国庆节",
  };
  for (const char* table : tables) {
    const auto got = read_notice_table(table, "CN-YZ");
    ASSERT_TRUE(got) << got.error().id << table;
    EXPECT_EQ(told(got->notice.days), want);
    EXPECT_EQ(got->notice.jurisdiction, "CN-YZ");
    EXPECT_EQ(ids(got->warnings), "");
  }
}

TEST(NoticeTable, TellsWhatIsOdd) {
  const auto got = read_notice_table("date,kind,name,weekday,文号,notice_on\n"
                                     "2026-01-01,holiday,元旦,周五,甲〔2025〕1号,2025-11-04\n"
                                     "2026-01-02,上班,元旦,,甲〔2025〕1号,2025-11-04\n"
                                     "2026-01-04,调休,元旦,,乙〔2025〕2号,2025-11-05\n",
                                     "CN");
  ASSERT_TRUE(got) << got.error().id;
  EXPECT_EQ(told(got->notice.days), "+2026-01-01 元旦\n=2026-01-02 元旦\n!2026-01-04 元旦\n");
  EXPECT_EQ(ids(got->warnings), "weekday_mismatch on=2026-01-01 written=周五\n"
                                "worked_on_weekday on=2026-01-02\n"
                                "ambiguous_day on=2026-01-04\nseveral_notices line=4\n");
  EXPECT_EQ(got->notice.id, "甲〔2025〕1号");
  EXPECT_EQ(got->notice.notice_on, on("2025-11-04"));
}

TEST(NoticeTable, RefusesWithLineAndReason) {
  struct Refused {
    const char *table, *line, *reason;
  };
  const Refused cases[] = {
      {"date,name\n2026-01-01,元旦\n", "1", "columns"},
      {"date,date,kind\n", "1", "columns"},
      {"date,kind\n2026-01-01,holiday,元旦\n", "2", "columns"},
      {"date,kind\n\n2026-02-30,holiday\n", "3", "date"},
      {"date,kind\n2026-02-01x,holiday\n", "2", "date"},
      {"date,kind\n1月1日,holiday\n", "2", "date"},
      {"date,kind\n1948-02-01,holiday\n", "2", "date"},
      {"date,kind\n2026-01-01\n", "2", "kind"},
      {"date,kind\n2026-01-01,party\n", "2", "kind"},
      {"date,kind\n2026-01-01,holiday\n2026-01-01,holiday\n", "3", "day_twice"},
      {"date,kind,notice_on\n2026-01-01,holiday,yesterday\n", "2", "notice_on"},
  };
  for (const Refused& want : cases) {
    const auto got = read_notice_table(want.table, "CN");
    ASSERT_FALSE(got) << want.table;
    EXPECT_EQ(got.error().id, "calendar.bad_row");
    EXPECT_EQ(got.error().args[0].second, want.line);
    EXPECT_EQ(got.error().args[1].second, want.reason);
  }
  EXPECT_EQ(read_notice_table("", "CN").error().id, "calendar.no_days_found");
  EXPECT_EQ(read_notice_table("date,kind\n", "CN").error().id, "calendar.no_days_found");
}

// Each notice of the pack, rendered into text in several manners, is read back to the same days.

struct Style {
  const char* about;
  bool with_weekdays, with_year, number_months, half_width, apart;
};

std::string date_in(const Style& style, Date date, int year, const Date* before) {
  const int y = static_cast<int>(date.year());
  const bool new_month =
      before == nullptr || before->month() != date.month() || before->year() != date.year();
  std::string text;
  if (style.with_year || y != year) text += std::to_string(y) + "年";
  if (new_month || style.number_months || !text.empty())
    text += std::to_string(static_cast<unsigned>(date.month())) + "月";
  text += std::to_string(static_cast<unsigned>(date.day())) + "日";
  if (style.with_weekdays) {
    constexpr const char* kNames[] = {"日", "一", "二", "三", "四", "五", "六"};
    const auto weekday = std::chrono::weekday{std::chrono::sys_days{date}}.c_encoding();
    text += std::string(style.half_width ? "(" : "（") + "星期" + kNames[weekday] +
            (style.half_width ? ")" : "）");
  }
  return text;
}

std::string render(const Notice& notice, const Style& style) {
  const int year = static_cast<int>(notice.days.back().on.year());
  const std::string stop = style.apart ? "\n" : style.half_width ? ";" : "。";
  std::vector<std::string> order;
  std::map<std::string, std::vector<NoticeDay>> by_name;
  for (const NoticeDay& day : notice.days) {
    if (!by_name.contains(day.name)) order.push_back(day.name);
    by_name[day.name].push_back(day);
  }
  std::string text = "关于" + std::to_string(year) + "年放假的通知\n" + notice.id + "\n";
  int number = 0;
  for (const std::string& name : order) {
    text += std::to_string(++number) + (style.half_width ? "." : "、") + name +
            (style.half_width ? ":" : "：");
    std::string worked;
    const auto& days = by_name[name];
    const Date* before_worked = nullptr;
    for (const NoticeDay& day : days) {
      if (day.kind != DayKind::MakeupDay) continue;
      worked += (worked.empty() ? "" : "、") + date_in(style, day.on, year, before_worked);
      before_worked = &day.on;
    }
    for (std::size_t i = 0; i < days.size();) {
      std::size_t end = i + 1;
      if (days[i].kind == DayKind::Holiday) {
        while (end < days.size() && days[end].kind == DayKind::Holiday &&
               days[end].on == base::add_days(days[end - 1].on, 1))
          ++end;
        text += date_in(style, days[i].on, year, nullptr);
        if (end > i + 1)
          text +=
              (style.half_width ? "-" : "至") + date_in(style, days[end - 1].on, year, &days[i].on);
        text += "放假，共" + std::to_string(end - i) + "天" + stop;
      }
      i = end;
    }
    if (!worked.empty()) text += worked + "上班" + stop;
    text += "\n";
  }
  const Date issued = notice.notice_on;
  return text + "办公厅\n" + std::to_string(static_cast<int>(issued.year())) + "年" +
         std::to_string(static_cast<unsigned>(issued.month())) + "月" +
         std::to_string(static_cast<unsigned>(issued.day())) + "日\n";
}

TEST(NoticeRoundTrip, TextOfEveryNoticeOfThePack) {
  const Style styles[] = {
      {"with weekdays", true, false, false, false, false},
      {"bare", false, false, false, false, false},
      {"years written", true, true, true, false, false},
      {"months written, half width", true, false, true, true, false},
      {"one statement a line", false, false, true, false, true},
  };
  int read = 0;
  for (const Notice& notice : read_pack_notices())
    for (const Style& style : styles) {
      SCOPED_TRACE(notice.id + " " + style.about);
      const std::string text = render(notice, style);
      const auto got = read_notice_text(text, 1999, notice.jurisdiction);
      ASSERT_TRUE(got) << got.error().id << text;
      EXPECT_EQ(told(got->notice.days), told(notice.days)) << text;
      EXPECT_EQ(got->notice.notice_on, notice.notice_on);
      EXPECT_EQ(ids(got->warnings), "") << text;
      if (notice.id.ends_with("号")) {
        EXPECT_EQ(got->notice.id, notice.id);
      }
      if (notice.settles_from && notice.jurisdiction == "CN") {
        EXPECT_EQ(got->notice.settles_from, notice.settles_from);
        EXPECT_EQ(got->notice.settles_until, notice.settles_until);
      }
      ++read;
    }
  EXPECT_EQ(read, 21 * 5);
}

TEST(NoticeRoundTrip, TableOfEveryNoticeOfThePack) {
  for (const Notice& notice : read_pack_notices()) {
    std::string table = "date,kind,name,notice_id,notice_on\n";
    for (const NoticeDay& day : notice.days)
      table += base::to_string(day.on) +
               (day.kind == DayKind::Holiday ? ",holiday," : ",workday,") + day.name + "," +
               notice.id + "," + base::to_string(notice.notice_on) + "\n";
    const auto got = read_notice_table(table, notice.jurisdiction);
    ASSERT_TRUE(got) << notice.id;
    EXPECT_EQ(got->notice.days, notice.days);
    EXPECT_EQ(got->notice.id, notice.id);
    EXPECT_EQ(got->notice.notice_on, notice.notice_on);
  }
}

} // namespace
} // namespace plumb::calendar
