// SPDX-License-Identifier: Apache-2.0
#include "check_plan.hpp"

#include <plumb/base/date.hpp>
#include <plumb/plan/plan.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace plumb::plan {
namespace {

Plan read(std::string_view text) {
  Plan plan = propose(text::from_plain(text));
  EXPECT_EQ(find_fault(plan), "");
  return plan;
}

std::string why(const Plan& plan, std::string_view words) {
  const std::size_t at = plan.source.text.find(words);
  for (const auto& leftover : plan.unassigned)
    if (at != std::string::npos && leftover.span.from <= at && at < leftover.span.until)
      return leftover.why;
  return "(a field)";
}

constexpr const char* kNotice = R"(首页 > 政务公开 > 文件
索 引 号 640001-103/2024-00012 文号 青法办发〔2024〕6号
发布日期 2024-03-20
责任部门 青川原县司法局

关于印发《青川原县2024年法治政府建设实施方案》的通知
字号: [小][大]
各乡镇党委、人民政府，县直各部门：
《青川原县2024年法治政府建设实施方案》已经会议审议通过，现印发给你们，请认真贯彻落实。
中共青川原县委全面依法治县委员会办公室
2024年3月12日
(此件公开发布)
青川原县2024年法治政府建设实施方案
为推进法治政府建设，根据《县委工作安排》(青党办发〔2023〕2号)，制定本方案。
一、总体要求
坚持依法行政。
二、重点任务
(一)推进政务公开
目标:公开更加及时。
具体措施:
1.公开权责清单。按程序公开。
牵头单位:县委编办
责任领导:某副县长
完成时限:6月底前
效果指标:
(1)清单公开率达到100%;
(2)没有发生泄密事件。
(二)规范执法行为
目标:执法更加规范。
具体措施:
2.开展案卷评查。合格率达到95%以上。
牵头单位:县司法局
完成时限:10月底前
三、工作要求
各单位要高度重视。
扫一扫在手机上查看
主办单位:青川原县人民政府办公室
)";

TEST(Propose, ReadsTheDocumentItself) {
  const Plan plan = read(kNotice);
  EXPECT_EQ(plan.title, "青川原县2024年法治政府建设实施方案");
  EXPECT_EQ(plan.document_number, "青法办发〔2024〕6号");
  EXPECT_EQ(plan.issuer, "中共青川原县委全面依法治县委员会办公室");
  ASSERT_TRUE(plan.issued_on);
  EXPECT_EQ(base::to_string(*plan.issued_on), "2024-03-12");
  ASSERT_TRUE(plan.period_until);
  EXPECT_EQ(base::to_string(*plan.period_until), "2024-12-31");
  EXPECT_EQ(plan.kind, Kind::Plan);
  ASSERT_EQ(plan.tasks.size(), 2U);
  EXPECT_TRUE(plan.tasks[1].responsible.empty());
}

TEST(Propose, KeepsGoalsAndIndicatorsOfAreas) {
  const Plan plan = read(kNotice);
  ASSERT_EQ(plan.areas.size(), 2U);
  EXPECT_EQ(plan.areas[0].title, "推进政务公开");
  EXPECT_EQ(plan.areas[0].goal, "公开更加及时。");
  ASSERT_EQ(plan.targets.size(), 2U);
  EXPECT_EQ(plan.targets[0].area, "推进政务公开");
  EXPECT_EQ(plan.targets[0].subject, "清单公开率");
  EXPECT_EQ(plan.targets[1].op, Operator::Equal);
  EXPECT_EQ(plan.targets[1].value, (base::Decimal{0, 0}));
  ASSERT_EQ(plan.tasks[1].targets.size(), 1U);
  EXPECT_EQ(plan.tasks[1].targets[0].op, Operator::AtLeast);
}

TEST(Propose, SaysWhyTheRestIsNoField) {
  const Plan plan = read(kNotice);
  EXPECT_EQ(why(plan, "首页 >"), "page_chrome");
  EXPECT_EQ(why(plan, "索 引 号"), "document_head");
  EXPECT_EQ(why(plan, "各乡镇党委"), "notice");
  EXPECT_EQ(why(plan, "为推进法治"), "preamble");
  EXPECT_EQ(why(plan, "坚持依法行政"), "preamble");
  EXPECT_EQ(why(plan, "二、重点任务"), "heading");
  EXPECT_EQ(why(plan, "具体措施"), "label");
  EXPECT_EQ(why(plan, "各单位要高度"), "closing");
  EXPECT_EQ(why(plan, "扫一扫"), "page_chrome");
  EXPECT_EQ(why(plan, "主办单位"), "page_chrome");
}

TEST(Propose, JoinsATitleOverTwoLines) {
  const Plan plan = read(
      "云泽市人民政府文件\n云政发〔2025〕3号\n关于进一步加强乡镇依法行政工作的\n实施意见\n各乡镇："
      "\n"
      "为加强工作，提出如下意见。\n一、健全决策机制\n1.落实决策程序。公开征求意见。\n2."
      "加强审核。坚持集体讨论。\n"
      "二、规范执法行为\n1.加强培训。每年不少于40学时。\n云泽市人民政府\n二〇二五年二月八日\n");
  EXPECT_EQ(plan.title, "关于进一步加强乡镇依法行政工作的实施意见");
  EXPECT_EQ(plan.document_number, "云政发〔2025〕3号");
  EXPECT_EQ(plan.issuer, "云泽市人民政府");
  ASSERT_TRUE(plan.issued_on);
  EXPECT_EQ(base::to_string(*plan.issued_on), "2025-02-08");
  EXPECT_EQ(plan.tasks.size(), 3U);
  EXPECT_EQ(why(plan, "1.加强"), "(a field)");
}

TEST(Propose, TakesTheNumberOfTheDocumentNotOfTheOneItCites) {
  const Plan plan =
      read("青川原县2024年工作方案\n根据《关于做好工作的通知》(云政发〔2023〕9号)"
           "要求，制定本方案。\n一、任务一。责任单位：县司法局\n二、任务二。责任单位：县财政局\n");
  EXPECT_EQ(plan.document_number, "");
}

TEST(Propose, ReadsThePeriodOfTheTitle) {
  for (const char* title : {"云泽市法治建设规划（2021—2025年）", "云泽市“十四五”法治建设规划",
                            "云泽市法治建设规划（2021-2025年）"}) {
    const Plan plan = read(std::string(title) + "\n一、健全制度。修订规则。责任单位：市司法局\n二、"
                                                "规范执法。开展培训。责任单位：市司法局\n");
    ASSERT_TRUE(plan.period_from && plan.period_until) << title;
    EXPECT_EQ(base::to_string(*plan.period_from) + base::to_string(*plan.period_until),
              "2021-01-012025-12-31");
  }
}

TEST(Propose, TitleAndNumberOfThePageHead) {
  struct Head {
    const char* head;
    const char* title;
    const char* number;
  };
  const Head heads[] = {
      {"中文名：云泽市2022年法治工作要点\n", "云泽市2022年法治工作要点", ""},
      {"标 题：云泽市2022年法治工作要点\n", "云泽市2022年法治工作要点", ""},
      {"云泽市提升执法质量三年行动计划\n（2023—2025年）实施方案\n",
       "云泽市提升执法质量三年行动计划（2023—2025年）实施方案", ""},
      {"各区政府：\n《云泽市三年行动计划（2023—2025年）实施方案》已经同意，现印发给你们。\n"
       "云泽市三年行动计划\n（2023—2025年）实施方案\n",
       "云泽市三年行动计划（2023—2025年）实施方案", ""},
      {"来源：市政府办 时间：2018-04-11 云政发〔2018〕11号 各区政府：\n云泽市2018年法治工作要点\n",
       "云泽市2018年法治工作要点", "云政发〔2018〕11号"},
  };
  for (const auto& [head, title, number] : heads) {
    SCOPED_TRACE(head);
    const Plan plan = read(std::string(head) + "一、健全制度。修订规则。责任单位：市司法局\n"
                                               "二、公开目录。公布清单。责任单位：市司法局\n");
    EXPECT_EQ(plan.title, title);
    EXPECT_EQ(plan.document_number, number);
    EXPECT_EQ(find_fault(plan), "");
  }
}

TEST(Propose, TitleOfTheWebPageWithoutTheSite) {
  const std::pair<const char*, const char*> titles[] = {
      {"云泽市2026年行动方案_云泽市人民政府", "云泽市2026年行动方案"},
      {"云泽市2026年行动方案 - 政务公开 - 云泽市政府网", "云泽市2026年行动方案"},
      {"云泽市行动方案（2026——2027年）——云泽市司法局", "云泽市行动方案（2026——2027年）"},
      {"云泽市法治政府建设——2026年工作要点", "云泽市法治政府建设——2026年工作要点"}};
  for (const auto& [given, want] : titles) {
    text::Text source = text::from_plain("一、健全制度。修订规则。责任单位：市司法局\n"
                                         "二、公开目录。公布清单。责任单位：市司法局\n");
    source.properties["title"] = given;
    EXPECT_EQ(propose(std::move(source)).title, want) << given;
  }
}

TEST(Propose, OneUnitLeadsWhereTheFirstListedLeads) {
  const Plan plan = read("云泽市2026年督察方案\n一、重点任务（列在首位的单位为牵头单位）\n"
                         "1.督察决策程序。查阅全部档案。责任单位：市司法局、市审计局\n"
                         "2.汇总督察结果。年底前形成报告。责任单位：市司法局\n");
  ASSERT_EQ(plan.tasks.size(), 2U);
  ASSERT_EQ(plan.tasks[1].lead.size(), 1U);
  EXPECT_EQ(plan.tasks[1].lead[0].text, "市司法局");
  EXPECT_TRUE(plan.tasks[1].responsible.empty());
}

TEST(Propose, WarnsOfARoleForTheWholeDocument) {
  const Plan plan = read("青川原县2024年工作方案\n一、重点任务\n1.健全制度。修订规则。(牵头单位:"
                         "县司法局。以下各项任务,各乡镇均为责任单位,不再一一列出)\n2."
                         "规范执法。开展培训。(牵头单位:县司法局)\n");
  ASSERT_EQ(plan.tasks.size(), 2U);
  EXPECT_TRUE(plan.tasks[1].responsible.empty());
  EXPECT_TRUE(std::any_of(plan.warnings.begin(), plan.warnings.end(),
                          [](const auto& w) { return w.id == "plan.document_wide_role"; }));
}

TEST(Propose, RefusesWhatIsNoPlan) {
  const char* texts[] = {
      "",
      "今天天气很好。",
      "青川原县行政执法条例\n第一章 总则\n第一条 为了规范执法，制定本条例。\n第二条 "
      "本条例适用于本县。\n第三条 执法应当公正。\n第二章 执法\n第四条 执法人员应当持证。\n第五条 "
      "应当出示证件。\n",
      "我县召开法治建设推进会\n3月5日，会议强调三点意见。一、提高认识。二、压实责任。三、加强监督。"
      "与会人员进行了讨论。\n",
      "关于召开2024年法治工作会议的通知\n各单位：\n一、会议时间。3月5日上午9时。\n二、会议地点。县"
      "政府二楼。\n三、参会人员。各单位负责人。\n",
      "在全县法治建设会议上的讲话\n同志们：\n一、充分肯定成绩。去年工作扎实。\n二、认清形势。任务艰"
      "巨。\n三、抓好落实。大家要努力。\n",
      "青川原县执法装备采购公告\n一、项目概况。采购记录仪20台。\n二、资格要求。具备独立法人资格。\n"
      "三、报名时间。5月6日前。\n",
      "《云泽市法治建设实施方案》政策解读\n一、出台背景。为了推进工作。\n二、主要内容。共八个方面。"
      "\n三、下一步工作。抓好落实。\n",
  };
  for (const char* text : texts) {
    const Plan plan = read(text);
    EXPECT_EQ(plan.kind, Kind::Other) << text;
    EXPECT_TRUE(plan.tasks.empty()) << text;
    EXPECT_TRUE(plan.areas.empty()) << text;
    EXPECT_TRUE(std::any_of(plan.warnings.begin(), plan.warnings.end(), [](const auto& w) {
      return w.id == "plan.not_a_plan";
    })) << text;
  }
}

text::Text with_table(const std::vector<std::vector<std::string>>& rows,
                      const std::vector<text::Cell>& spans = {}) {
  text::Text text;
  text.text = "青川原县2024年法治建设任务分解表\n";
  text::Table table;
  table.rows = static_cast<std::uint32_t>(rows.size());
  table.columns = static_cast<std::uint32_t>(rows[0].size());
  table.span.from = static_cast<std::uint32_t>(text.text.size());
  for (std::uint32_t r = 0; r < table.rows; ++r)
    for (std::uint32_t c = 0; c < table.columns; ++c) {
      if (rows[r][c] == "^") continue; // covered by the cell above
      text::Cell cell;
      cell.row = r;
      cell.column = c;
      for (std::uint32_t below = r + 1; below < table.rows && rows[below][c] == "^"; ++below)
        ++cell.row_span;
      cell.span.from = static_cast<std::uint32_t>(text.text.size());
      text.text += rows[r][c];
      cell.span.until = static_cast<std::uint32_t>(text.text.size());
      text.text += "\n";
      table.cells.push_back(cell);
    }
  (void)spans;
  table.span.until = static_cast<std::uint32_t>(text.text.size());
  text.tables.push_back(table);
  return text;
}

TEST(Tables, FillsMergedCellsDown) {
  const Plan plan = propose(
      with_table({{"一级指标", "二级指标", "序号", "主要任务", "牵头单位", "配合单位", "完成时限"},
                  {"一、依法决策", "1.健全程序", "1", "公布决策目录，公布率达到100%。",
                   "县政府办公室", "各部门", "3月底前"},
                  {"^", "^", "2", "落实公众参与。", "^", "^", "长期坚持"},
                  {"^", "2.加强评估", "3", "开展后评估。", "县司法局", "", "11月上旬"}}));
  EXPECT_EQ(find_fault(plan), "");
  EXPECT_EQ(plan.kind, Kind::Ledger);
  ASSERT_EQ(plan.tasks.size(), 3U);
  EXPECT_EQ(plan.tasks[1].area, "依法决策");
  EXPECT_EQ(plan.tasks[1].objective, "健全程序");
  ASSERT_EQ(plan.tasks[1].lead.size(), 1U);
  EXPECT_TRUE(plan.tasks[1].lead[0].inherited);
  EXPECT_EQ(plan.tasks[1].lead[0].text, "县政府办公室");
  EXPECT_FALSE(plan.tasks[0].lead[0].inherited);
  EXPECT_EQ(plan.tasks[2].objective, "加强评估");
  EXPECT_TRUE(plan.tasks[2].supporting.empty());
  ASSERT_EQ(plan.tasks[2].deadlines.size(), 1U);
  EXPECT_EQ(base::to_string(*plan.tasks[2].deadlines[0].on), "2024-11-10");
  EXPECT_EQ(plan.tasks[0].targets.size(), 1U);
}

TEST(Tables, TakesTheMostDetailedColumnAsTask) {
  const Plan plan =
      propose(with_table({{"序号", "重点任务", "具体措施", "责任单位", "责任人", "备注"},
                          {"1", "政务公开", "公开权责清单。", "县委编办、各部门", "某甲", ""},
                          {"2", "", "公开财政信息。", "", "某乙", ""},
                          {"序号", "重点任务", "具体措施", "责任单位", "责任人", "备注"},
                          {"3", "规范执法", "开展执法培训。", "县司法局", "", ""}}));
  EXPECT_EQ(find_fault(plan), "");
  ASSERT_EQ(plan.tasks.size(), 3U);
  EXPECT_EQ(plan.tasks[1].text, "公开财政信息。");
  EXPECT_EQ(plan.tasks[1].area, "政务公开");
  ASSERT_EQ(plan.tasks[1].responsible.size(), 2U);
  EXPECT_TRUE(plan.tasks[1].responsible[0].inherited);
  EXPECT_EQ(plan.tasks[2].number, "3");
  EXPECT_EQ(plan.tasks[2].area, "规范执法");
}

TEST(Tables, OtherTablesHoldNoTasks) {
  const Plan plan = propose(
      with_table({{"姓名", "职务", "电话"}, {"某甲", "科长", "000"}, {"某乙", "科员", "001"}}));
  EXPECT_TRUE(plan.tasks.empty());
}

TEST(Json, FollowsTheSchema) {
  const Plan plan = read(kNotice);
  const auto json = nlohmann::json::parse(to_json(plan));
  EXPECT_EQ(json["kind"], "plan");
  EXPECT_EQ(json["issued_on"], "2024-03-12");
  EXPECT_EQ(json["period"]["from"], "2024-01-01");
  EXPECT_EQ(json["tasks"][0]["number"], "1");
  EXPECT_EQ(json["tasks"][0]["deadlines"][0]["on"], "2024-06-30");
  EXPECT_EQ(json["tasks"][0]["objective"], nullptr);
  EXPECT_EQ(json["targets"][0]["value"], 100);
  EXPECT_EQ(json["targets"][0]["operator"], "=");
  // Spans count code points.
  const auto text = base::to_utf32(json["text"].get<std::string>());
  const auto span = json["tasks"][0]["lead"][0]["span"];
  EXPECT_EQ(base::to_utf8(text.substr(span[0].get<std::size_t>(),
                                      span[1].get<std::size_t>() - span[0].get<std::size_t>())),
            "县委编办");
}

TEST(Json, EscapesWhatJsonCannotHold) {
  Plan plan;
  plan.source.text = "a\"b\\c\n\x01\xFF";
  const auto json = nlohmann::json::parse(to_json(plan));
  EXPECT_EQ(json["text"], "a\"b\\c\n\x01\xEF\xBF\xBD");
  EXPECT_EQ(json["title"], nullptr);
}

TEST(Properties, AnyMixtureOfLinesKeepsTheInvariants) {
  static const std::vector<std::string> kPieces = {"一、",
                                                   "二、",
                                                   "（一）",
                                                   "(二)",
                                                   "1.",
                                                   "2．",
                                                   "（1）",
                                                   "①",
                                                   "第一章 ",
                                                   "第二条 ",
                                                   "牵头单位：",
                                                   "责任单位:",
                                                   "县司法局",
                                                   "、",
                                                   "各乡镇（街道）",
                                                   "和",
                                                   "县财政局",
                                                   "完成时限：",
                                                   "6月底前",
                                                   "长期坚持",
                                                   "2024年",
                                                   "100%",
                                                   "不少于2人",
                                                   "。",
                                                   "；",
                                                   "，",
                                                   "\n",
                                                   "\n\n",
                                                   "  ",
                                                   "(",
                                                   ")",
                                                   "（",
                                                   "）",
                                                   "【",
                                                   "】",
                                                   "效果指标：",
                                                   "目标：",
                                                   "具体措施：",
                                                   "健全工作机制",
                                                   "开展执法培训",
                                                   "总体要求",
                                                   "重点任务",
                                                   "组织保障",
                                                   "序号",
                                                   "主要任务",
                                                   "牵头单位",
                                                   "完成时限",
                                                   "附件：",
                                                   "青川原县2024年法治建设方案",
                                                   "关于印发《",
                                                   "》的通知",
                                                   "青政发〔2024〕6号",
                                                   "2024年3月1日",
                                                   "青川原县人民政府",
                                                   "扫一扫",
                                                   "1",
                                                   "2",
                                                   "每年1月31日前",
                                                   "没有发生",
                                                   "牵头",
                                                   "配合",
                                                   "按职责分工负责",
                                                   "由",
                                                   "\t",
                                                   "x",
                                                   "\xEE\x80\x80"};
  rc::check("invariants", [] {
    const auto picks = *rc::gen::container<std::vector<std::size_t>>(
        rc::gen::inRange<std::size_t>(0, kPieces.size()));
    std::string text;
    for (const auto pick : picks)
      text += kPieces[pick];
    const Plan plan = propose(text::from_plain(text));
    RC_ASSERT(find_fault(plan) == "");
    RC_ASSERT(nlohmann::json::accept(to_json(plan)));
  });
}

TEST(Properties, ManyBracketsAndLabelsStayLinear) {
  // Would take minutes if any step looked back over everything before.
  for (const std::string_view unit :
       {"(", "（一）", "一、", "牵头单位:", "100%、", "《", "由", "每", "没有发生", "1.",
        "责任单位:县司法局,", "和", "2024年"}) {
    std::string text = "青川原县2024年工作方案\n";
    while (text.size() < 400'000)
      text += unit;
    const Plan plan = propose(text::from_plain(text));
    EXPECT_LE(plan.tasks.size(), text.size());
  }
}

// The labelled documents are no part of the program; where they lie beside it they must give these.
TEST(Documents, GiveAllTheirTasks) {
  const auto folder = std::filesystem::path(PLUMB_SOURCE_DIR).parent_path() / "shared" / "seeds";
  if (!std::filesystem::is_directory(folder))
    GTEST_SKIP() << "no labelled documents beside the source tree";
  struct Expected {
    const char* prefix;
    std::size_t tasks, areas, targets;
    Kind kind;
  };
  for (const Expected& want :
       {Expected{"000", 29, 8, 37, Kind::Plan}, Expected{"001", 12, 2, 0, Kind::Report},
        Expected{"002", 94, 9, 0, Kind::Ledger}, Expected{"003", 30, 8, 0, Kind::Plan},
        Expected{"004", 24, 6, 0, Kind::Plan}})
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (!entry.path().filename().string().starts_with(want.prefix)) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(in), {}};
      const Plan plan = read(bytes);
      const auto firm = std::count_if(plan.tasks.begin(), plan.tasks.end(),
                                      [](const Task& task) { return task.confidence > 60; });
      EXPECT_EQ(static_cast<std::size_t>(firm), want.tasks) << want.prefix;
      EXPECT_EQ(plan.kind, want.kind) << want.prefix;
      std::vector<std::string> texts;
      for (const auto& target : plan.targets)
        if (texts.empty() || texts.back() != target.text) texts.push_back(target.text);
      EXPECT_EQ(texts.size(), want.targets) << want.prefix;
      std::vector<std::string> areas;
      for (const auto& task : plan.tasks)
        if (task.confidence > 60 && std::find(areas.begin(), areas.end(), task.area) == areas.end())
          areas.push_back(task.area);
      EXPECT_EQ(areas.size(), want.areas) << want.prefix;
    }
}

} // namespace
} // namespace plumb::plan
