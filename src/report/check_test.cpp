// SPDX-License-Identifier: Apache-2.0
#include "check_parts.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace plumb::report {
namespace {

using base::make_date;

constexpr Date kToday = make_date(2027, 1, 20);

/// What the register of an invented county has.
std::string known(std::string_view name, std::string_view unit, Naming naming) {
  struct Row {
    const char *name, *unit, *printed;
  };
  for (const Row& row : {Row{"规范性文件", "件", "12件"},
                         {"规范性文件合法性审核率", "%", "93.33%"},
                         {"合法性审核率", "%", "93.33%"},
                         {"备案率", "%", "不适用"},
                         {"挽回损失", "元", "2301500元"},
                         {"参训人员", "人", "1234人"},
                         {"复议案件", "件", "36件"},
                         {"公开率", "%", "99.97%"},
                         {"办理时限", "工作日", "7.5个工作日"},
                         {"公布的镇规", "件", "3件"},
                         {"公布的镇规审核率", "%", "90%"},
                         {"参加旁听庭审的人数", "人", "40人"}})
    if ((naming == Naming::Exact ? plain_name(row.name) : row.name) == name && row.unit == unit)
      return row.printed;
  return {};
}

pack::ReportTemplate annual() {
  pack::ReportTemplate out{.id = "annual", .title = "年度报告", .heading = {}, .chapters = {}};
  out.chapters = {{.id = "results", .title = "主要举措和成效", .hint = {}, .characters_min = 10},
                  {.id = "shortfalls", .title = "存在的不足和原因", .hint = {}, .shortfalls = true},
                  {.id = "next", .title = "下一年度主要安排", .hint = {}, .outlook = true},
                  {.id = "other", .title = "其他情况", .hint = {}, .required = false}};
  return out;
}

constexpr const char* kShortfalls = "行政执法队伍力量不足，镇街执法人员流动性大，原因是编制少。";

std::vector<CheckedChapter> whole() {
  return {{.id = "results", .text = "2026年公布规范性文件12件，全部经过审核。"},
          {.id = "shortfalls", .text = kShortfalls},
          {.id = "next", .text = "2027年6月底前完成清理。"}};
}

/// "id!(arguments)" with ! where it blocks.
std::string said(const std::vector<Finding>& findings) {
  std::string out;
  for (const auto& one : findings) {
    out += (out.empty() ? "" : "; ") + one.id + (one.blocks ? "!" : "") + " " + one.chapter;
  }
  return out;
}
std::string said(std::vector<CheckedChapter> chapters) {
  return said(check(annual(), chapters, kToday, known));
}

TEST(Check, FindsNothingInAWholeReport) {
  EXPECT_EQ(said(whole()), "");
}

TEST(Check, MissesWhatMustBeThere) {
  auto chapters = whole();
  chapters.erase(chapters.begin() + 2);
  EXPECT_EQ(said(chapters), "chapter_missing! next");
  chapters = whole();
  chapters[0].text = " 。\n　";
  EXPECT_EQ(said(chapters), "chapter_missing! results");
  chapters = whole();
  chapters[0].text = "成效明显。";
  EXPECT_EQ(said(chapters), "too_short results");
  EXPECT_EQ(said(check(annual(), {}, kToday, known)),
            "chapter_missing! results; shortfalls_empty! shortfalls; chapter_missing! next");
}

TEST(Check, FindingsCarryWhatTheirWordsNeed) {
  auto chapters = whole();
  chapters[0].text = "第一行说明情况如下。\n2026年公布规范性文件13件。";
  const auto found = check(annual(), chapters, kToday, known);
  ASSERT_EQ(found.size(), 1U);
  const std::vector<std::pair<std::string, std::string>> want = {
      {"name", "规范性文件"},
      {"written", "13件"},
      {"known", "12件"},
      {"line", "2"},
      {"text", "2026年公布规范性文件13件"}};
  EXPECT_EQ(found[0].arguments, want);
}

TEST(Check, TellsEmptyShortfallsFromRealOnes) {
  struct Case {
    const char* text;
    bool nothing;
  };
  for (const Case& c : {
           Case{"", true},
           {"无。", true},
           {"暂无", true},
           {"没有。", true},
           {"略", true},
           {"（一）存在的不足\n无\n（二）原因\n无", true},
           {"（一）无", true},
           {"2026年，未发现明显问题。", true},
           {"总体情况良好，没有突出的问题。", true},
           {"各项工作进展顺利，不存在短板。", true},
           {"我局法治政府建设工作总体较好，暂无不足和问题。", true},
           {"人手不足。", true}, // says something, but too little
           {kShortfalls, false},
           {"执法人员没有形成常态化培训机制，案卷质量不高。", false},
           {"部分单位对存在问题没有及时整改，督促还不到位。", false},
           {"没有专人负责备案工作，报送不及时的情况时有发生。", false},
           {"虽然没有重大问题，但是镇街法制审核力量仍然薄弱。", false},
           {"无证执法现象仍未杜绝，主要原因是换证培训滞后。", false},
           {"（一）行政执法监督不够有力，未实现各领域全覆盖", false},
           {"一是基层力量不足，二是数字化程度不高。", false},
       }) {
    SCOPED_TRACE(c.text);
    EXPECT_EQ(says_nothing(c.text), c.nothing);
  }
}

TEST(Check, ComparesTypedFiguresWithTheRegister) {
  struct Case {
    const char *text, *want; ///< "name written known"
  };
  for (const Case& c : {
           Case{"2026年公布规范性文件13件。", "规范性文件 13件 12件"},
           {"2026年公布规范性文件12件。", ""},
           {"公布规范性文件十三件。", "规范性文件 十三件 12件"},
           {"公布规范性文件１２件。", ""},
           {"规范性文件合法性审核率100%。", "规范性文件合法性审核率 100% 93.33%"},
           {"规范性文件合法性审核率93.33%。", ""},
           {"规范性文件合法性审核率93.3%。", ""},
           {"规范性文件合法性审核率93.4%。", "规范性文件合法性审核率 93.4% 93.33%"},
           {"规范性文件合法性审核率93%。", "规范性文件合法性审核率 93% 93.33%"},
           {"公开率100.0%。", "公开率 100.0% 99.97%"}, // never rounded up to the whole
           {"备案率100%。", "备案率 100% 不适用"},
           {"挽回损失230.15万元。", ""},
           {"挽回损失230万元。", ""},
           {"挽回损失2301500元。", ""},
           {"挽回损失9999999999.99亿元。", "挽回损失 9999999999.99亿元 2301500元"},
           {"挽回损失0.000000001元。", "挽回损失 0.000000001元 2301500元"},
           {"挽回损失231万元。", "挽回损失 231万元 2301500元"},
           {"参训人员1200余人。", ""},
           {"参训人员1300余人。", "参训人员 1300余人 1234人"},
           {"参训人员1100余人。", "参训人员 1100余人 1234人"},
           {"参训人员约1250人。", ""},
           {"参训人员约1500人。", "参训人员 1500人 1234人"},
           {"参训人员超过1200人。", ""},
           {"参训人员超过1300人。", "参训人员 1300人 1234人"},
           {"参训人员近1300人。", ""},
           {"参训人员近1200人。", "参训人员 1200人 1234人"},
           // Another unit, another year, growth, parts, aims, other names.
           {"公布规范性文件13份。", ""},
           {"2025年公布规范性文件13件。", ""},
           {"上年公布规范性文件13件。", ""},
           {"公布规范性文件比上年增加3件。", ""},
           {"其中规范性文件3件。", ""},
           {"力争规范性文件合法性审核率达到100%。", ""},
           {"清理规章13件。", ""},
           {"2025年公布规范性文件9件，2026年公布规范性文件13件。", "规范性文件 13件 12件"},
           {"公布规范性文件13件。又公布规范性文件13件。", "规范性文件 13件 12件"},
       }) {
    SCOPED_TRACE(c.text);
    std::string got;
    for (const auto& one : find_differences(c.text, {}, 2026, known))
      got += (got.empty() ? "" : "; ") + one.name + " " + one.written + " " + one.known;
    EXPECT_EQ(got, c.want);
  }
}

TEST(Check, KnowsANameRightBeforeTheNumber) {
  struct Case {
    const char *text, *want; ///< written figures that differ
  };
  for (const Case& c : {
           Case{"公布的镇规5件。", "5件"},
           {"公布的镇规共5件。", "5件"},
           {"公布的镇规共计5件。", "5件"},
           {"公布的镇规达5件。", "5件"},
           {"公布的镇规为5件。", "5件"},
           {"公布的镇规：5件。", "5件"},
           {"公布的镇规数量为5件。", "5件"},
           {"公布的镇规总数达到5件。", "5件"},
           {"公布镇规5件。", "5件"},
           {"全县公布的镇规已有 5 件。", "5件"},
           {"2026年，全年公布的镇规五件。", "五件"},
           {"2026年全县公布的镇规5件，修订章程2件。", "5件"},
           {"公布的镇规审核率100%。", "100%"},
           {"参加旁听庭审的45人。", ""}, // 的 does not end a name
           {"参加旁听庭审的人数45人。", "45人"},
           // The same as in the register, or about so.
           {"公布的镇规3件。", ""},
           {"公布的镇规共3件。", ""},
           {"公布的镇规近3件。", ""},
           // Dates, numbers of documents and articles, ordinals.
           {"公布的镇规〔2026〕5号已经生效。", ""},
           {"公布的镇规第5条作了规定。", ""},
           {"公布的镇规第5件是章程。", ""},
           {"公布的镇规5月5日起施行。", ""},
           {"公布的镇规，第五次修订。", ""},
           // Of something else, of a part, of another time or place.
           {"公布的镇规占文件总数的5%。", ""},
           {"公布的镇规中5件涉及企业。", ""},
           {"公布的镇规清理5件。", ""},
           {"公布的镇规目录5件。", ""},
           {"未公布的镇规5件。", ""},
           {"上半年公布的镇规5件。", ""},
           {"1—6月公布的镇规5件。", ""},
           {"县水务局公布的镇规5件。", ""},
           {"2025年公布的镇规5件。", ""},
           {"公布的镇规增加5件。", ""},
           {"其中公布的镇规5件。", ""},
           {"修改和公布的镇规5件。", ""},
           {"公布的镇规5份。", ""},
           {"公布的镇规5件次。", ""},
       }) {
    SCOPED_TRACE(c.text);
    std::string got;
    for (const auto& one : find_differences(c.text, {}, 2026, known)) {
      got += (got.empty() ? "" : " ") + one.written;
      EXPECT_FALSE(one.name.empty());
    }
    std::erase(got, ' ');
    EXPECT_EQ(got, c.want);
  }
}

TEST(Check, PlainNamesLeaveOutWhatTellsNothing) {
  EXPECT_EQ(plain_name("公布的镇规数"), "公布镇规");
  EXPECT_EQ(plain_name("公布 镇规 总数"), "公布镇规");
  EXPECT_EQ(plain_name("“镇规”审核率"), "镇规审核率");
  EXPECT_EQ(plain_name("数"), "数");
  EXPECT_EQ(plain_name(""), "");
}

TEST(Check, FiguresThatTheProgramPutInAreRight) {
  const std::string text = "公布规范性文件13件。";
  const auto at = static_cast<std::uint32_t>(text.find("13"));
  EXPECT_EQ(find_differences(text, {}, 2026, known).size(), 1U);
  EXPECT_EQ(find_differences(text, {{at, at + 5}}, 2026, known).size(), 0U);
  EXPECT_EQ(find_differences(text, {{0, at}}, 2026, known).size(), 1U);
}

TEST(Check, KnowsTheYearThatAReportIsAbout) {
  EXPECT_EQ(year_written_about("2026年……2025年……2026年", kToday), 2026);
  EXPECT_EQ(year_written_about("2028年2028年2026年", kToday), 2026);
  EXPECT_EQ(year_written_about("今年", kToday), 0);
}

TEST(Check, ReadsDaysThatHaveAYear) {
  struct Case {
    const char *text, *want;
  };
  for (const Case& c : {
           Case{"2026年6月底前完成", "2026-06-30"},
           {"2026年6月30日前完成", "2026-06-30"},
           {"于2026年6月3日召开会议", "2026-06-03"},
           {"2026年12月底", "2026-12-31"},
           {"2026年2月末前", "2026-02-28"},
           {"2026年底前建成", "2026-12-31"},
           {"2026年年底前建成", "2026-12-31"},
           {"2026年内完成", "2026-12-31"},
           {"2026年上半年完成", "2026-06-30"},
           {"2026年第三季度完成", "2026-09-30"},
           {"2026年3季度完成", "2026-09-30"},
           {"2026年11月上旬", "2026-11-10"},
           {"2026年9月前", "2026-09-30"},
           {"二〇二六年六月三十日前", "2026-06-30"},
           {"2026 年 6 月 30 日之前", "2026-06-30"},
           {"2026-06-30前", "2026-06-30"},
           {"2026.6.30前", "2026-06-30"},
           {"2026年3月底前、2027年底前", "2026-03-31 2027-12-31"},
           // No days by which something is to be done.
           {"2026年工作安排", ""},
           {"2026年6月", ""},
           {"6月底前完成", ""},
           {"年底前完成", ""},
           {"自2026年3月1日起施行", ""},
           {"2026年3月1日施行的条例", ""},
           {"2026年3月1日以来", ""},
           {"截至2026年12月31日", ""},
           {"《实施方案（2021年底前）》", ""},
           {"2021—2025年规划", ""},
           {"在2026年3月1日印发的方案", ""},
           {"12026年6月底前", ""},
           {"2026年13月底前", ""},
           {"2026年2月30日前", ""},
           {"文号〔2026〕6号", ""},
       }) {
    SCOPED_TRACE(c.text);
    std::string got;
    for (const auto& day : read_days(c.text))
      got += (got.empty() ? "" : " ") + base::to_string(day.last);
    EXPECT_EQ(got, c.want);
  }
}

TEST(Check, TellsPassedDaysInWhatComesNextOnly) {
  auto chapters = whole();
  chapters[2].text = "2026年底前完成清理。2027年1月20日前完成评估。2027年1月19日前完成公布。";
  const auto found = check(annual(), chapters, kToday, known);
  EXPECT_EQ(said(found), "date_passed next; date_passed next");
  EXPECT_EQ(found[0].arguments[0].second, "2026年底前");
  EXPECT_EQ(found[1].arguments[1].second, "2027-01-19");
  chapters = whole();
  chapters[0].text += "2026年底前完成清理。";
  EXPECT_EQ(said(chapters), "");
}

TEST(Check, FiguresOfAnOutlookAreAims) {
  auto chapters = whole();
  chapters[2].text = "公布规范性文件20件，合法性审核率100%。";
  EXPECT_EQ(said(chapters), "");
}

TEST(Check, FindsChaptersOfLastYear) {
  const std::string
      first = "深入推进依法行政，健全行政规范性文件制定程序，严格落实评估论证、公开征求意见、"
              "合法性审核、集体审议决定等程序要求。",
      second = "全面推行行政执法公示、执法全过程记录、重大执法决定法制审核制度，组织开展案卷"
               "评查，及时通报发现的共性问题。",
      fresh = "新建镇级公共法律服务站六个，上线远程服务终端，群众办理公证平均少跑两趟，"
              "全年共服务群众三千余人次。";
  struct Case {
    std::string text, last_year;
    int percent;
  };
  for (const Case& c : {
           Case{first + "\n" + second, first + "\n" + second, 100},
           {first + "\n" + fresh, first, 50},
           {fresh, first, 0},
           {fresh + "\n" + fresh.substr(3) + "\n" + first, first, 0}, // a third
           {first, "", 0},
           {"深入推进依法行政。", "深入推进依法行政。", 0}, // too short to tell
       }) {
    SCOPED_TRACE(c.text);
    const auto found = find_repeated(c.text, c.last_year);
    EXPECT_EQ(found.has_value(), c.percent != 0);
    if (found) {
      EXPECT_NEAR(found->percent, c.percent, 5);
    }
  }
  // Changed in some words: nearly the same; in half of them: not.
  auto near = first;
  near.replace(near.find("深入推进"), 12, "全面推进");
  EXPECT_TRUE(find_repeated(near, first));
  EXPECT_FALSE(find_repeated(first.substr(0, 60) + fresh.substr(0, 90), first));
  auto chapters = whole();
  chapters[0].text = chapters[0].last_year = first;
  EXPECT_EQ(said(chapters), "repeated results");
}

TEST(Check, FindsHeadingsWithNothingBelow) {
  struct Case {
    const char *text, *heading;
  };
  for (const Case& c : {Case{"（一）甲\n内容。\n（二）乙\n内容。", ""},
                        {"（一）甲\n（二）乙\n内容。", "（一）甲"},
                        {"（一）甲\n内容。\n（二）乙\n\n", "（二）乙"},
                        {"（一）做好甲事。\n（二）做好乙事。", ""},
                        {"没有标题", ""}})
    EXPECT_EQ(find_bare_heading(c.text), c.heading) << c.text;
  auto chapters = whole();
  chapters[0].text += "\n（一）行政决策\n";
  EXPECT_EQ(said(chapters), "bare_heading results");
}

TEST(Check, FindsNumbersThatNobodyFilledIn) {
  for (const char* text :
       {"公布文件XX件", "公布文件××件", "投入____万元", "占□□%", "20XX年", "（请补充主要原因）"})
    EXPECT_FALSE(find_placeholder(text).empty()) << text;
  for (const char* text : {"公布文件12件", "王××案", "3×4件", "MAX项目", "见 https://x.example"})
    EXPECT_TRUE(find_placeholder(text).empty()) << text;
  auto chapters = whole();
  chapters[0].text += "\n受理复议案件XX件。";
  const auto found = check(annual(), chapters, kToday, known);
  EXPECT_EQ(said(found), "bad_text! results");
  EXPECT_EQ(found[0].arguments[0].second, "2");
}

RC_GTEST_PROP(Check, AnyTextIsChecked, (const std::vector<std::string>& words)) {
  std::string text;
  for (const auto& word : words)
    text += word + *rc::gen::elementOf(std::vector<std::string>{
                       "2026年", "月底前", "12件", "无", "不足", "XX", "《", "规范性文件", "\n",
                       "。", "第", "季度", "93.3%", "约"});
  std::vector<CheckedChapter> chapters = whole();
  for (auto& chapter : chapters)
    chapter.text = chapter.last_year = text;
  for (const auto& one : check(annual(), chapters, kToday, known))
    RC_ASSERT(!one.id.empty());
}

} // namespace
} // namespace plumb::report
