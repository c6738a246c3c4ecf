// SPDX-License-Identifier: Apache-2.0
#include "columns.hpp"
#include "csv.hpp"

#include <plumb/document/document.hpp>
#include <plumb/sheet/ledger_sheet.hpp>
#include <plumb/sheet/organisation_sheet.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace plumb::sheet {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

LedgerRow row(int n, std::string area, std::string objective) {
  LedgerRow out;
  out.task_id = "d1-" + std::to_string(n);
  out.document_title = "砚湖县2026年法治政府建设工作方案";
  out.number = std::to_string(n);
  out.area = std::move(area);
  out.objective = std::move(objective);
  out.title = "规范文件管理";
  out.text = "清理现行文件。\n(1)逐件登记;";
  out.lead = {"县司法局"};
  out.responsible = {"各乡、镇人民政府"};
  out.supporting = {"县财政局", "各有关部门"};
  out.deadlines = {"2026年6月底前", "每年1月31日前"};
  out.due_on = base::make_date(2026, 6, 30);
  out.targets = {"报备率达到100%"};
  return out;
}

std::vector<LedgerRow> rows() {
  auto made = std::vector{row(1, "甲", "一"), row(2, "甲", "一"), row(3, "甲", "二"),
                          row(4, "乙", "二"), row(5, "乙", "二")};
  made[1].progress = "已完成初稿";
  made[2].text = "=1+1";
  made[3].lead.clear();
  made[4].inspection = "属实";
  return made;
}

std::string workbook(Layout layout) {
  auto writer = LedgerWriter::create(layout, "任务台账");
  EXPECT_TRUE(writer);
  for (const auto& r : rows())
    writer->add(r);
  auto bytes = writer->finish();
  EXPECT_TRUE(bytes);
  return *bytes;
}

std::string csv(Layout layout) {
  std::string out = csv_header(layout);
  for (const auto& r : rows())
    out += csv_line(layout, r);
  return out;
}

void expect_same(const std::vector<ReturnedRow>& got, Layout layout) {
  const auto want = rows();
  ASSERT_EQ(got.size(), want.size());
  for (std::size_t i = 0; i < want.size(); ++i) {
    SCOPED_TRACE(i);
    EXPECT_EQ(got[i].task_id, want[i].task_id);
    EXPECT_EQ(got[i].area, want[i].area);
    EXPECT_EQ(got[i].objective, want[i].objective);
    EXPECT_EQ(got[i].title, want[i].title);
    EXPECT_EQ(got[i].text, want[i].text);
    EXPECT_EQ(got[i].lead, want[i].lead);
    EXPECT_EQ(got[i].responsible, want[i].responsible);
    EXPECT_EQ(got[i].supporting, want[i].supporting);
    EXPECT_EQ(got[i].deadlines, want[i].deadlines);
    EXPECT_EQ(got[i].targets, want[i].targets);
    EXPECT_EQ(got[i].progress.has_value(), layout != Layout::Issuing);
    EXPECT_EQ(got[i].inspection.has_value(), layout == Layout::Inspection);
    EXPECT_EQ(got[i].progress.value_or(want[i].progress), want[i].progress);
    EXPECT_EQ(got[i].inspection.value_or(want[i].inspection), want[i].inspection);
  }
}

TEST(LedgerSheet, ComesBackWithoutLossInEveryLayout) {
  for (const Layout layout : {Layout::Issuing, Layout::Progress, Layout::Inspection}) {
    SCOPED_TRACE(static_cast<int>(layout));
    const auto xlsx = read_ledger(workbook(layout), "台账.xlsx");
    ASSERT_TRUE(xlsx) << xlsx.error().id;
    expect_same(*xlsx, layout);
    const auto text = read_ledger(csv(layout), "台账.csv");
    ASSERT_TRUE(text) << text.error().id;
    expect_same(*text, layout);
  }
}

TEST(LedgerSheet, MergesNeighboursAndKeepsAreasApart) {
  const auto document = document::read(workbook(Layout::Issuing), "台账.xlsx");
  ASSERT_TRUE(document);
  ASSERT_EQ(document->blocks.size(), 1U);
  std::vector<std::string> merged;
  for (const auto& cell : document->blocks[0].table.cells)
    if (cell.row_span > 1)
      merged.push_back(cell.text + "@" + std::to_string(cell.row) + "," +
                       std::to_string(cell.column) + "x" + std::to_string(cell.row_span));
  EXPECT_THAT(merged,
              testing::UnorderedElementsAre("甲@2,0x3", "一@2,1x2", "乙@5,0x2", "二@5,1x2"));
}

TEST(LedgerSheet, RefusesWhatIsNoLedger) {
  const struct {
    std::string bytes;
    const char* id;
  } cases[] = {
      {"名称,数量\r\n甲,1\r\n", "sheet.no_ledger_header"},
      {"任务编号,主要任务,牵头单位\r\n,甲,乙\r\n", "sheet.no_task_id"},
      {"任务编号,主要任务,牵头单位\r\nt1,甲,乙\r\nt1,丙,丁\r\n", "sheet.duplicate_task"},
      {"", "document.empty"},
  };
  for (const auto& c : cases) {
    const auto got = read_ledger(c.bytes, "台账.csv");
    ASSERT_FALSE(got) << c.id;
    EXPECT_EQ(got.error().id, c.id);
  }
}

TEST(LedgerSheet, ReportsACellThatExcelCannotHold) {
  auto writer = LedgerWriter::create(Layout::Issuing, "任务台账");
  ASSERT_TRUE(writer);
  LedgerRow long_row = row(1, "甲", "一");
  long_row.text = std::string(40'000, 'x');
  writer->add(long_row);
  const auto bytes = writer->finish();
  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error().id, "sheet.cell_too_long");
}

TEST(Names, AreClosedByAStrongerMarkThanAnyInside) {
  for (const std::vector<std::string>& names : std::vector<std::vector<std::string>>{
           {"甲；乙"}, {"甲、乙"}, {"甲；乙", "丙"}, {"甲、乙；丙"}})
    EXPECT_EQ(split_names(join_names(names)), names) << names.front();
}

TEST(Names, SplitWhatPeopleType) {
  EXPECT_THAT(split_names("县司法局、县财政局,县审计局"),
              ElementsAre("县司法局", "县财政局", "县审计局"));
  EXPECT_THAT(split_names("各市、县人民政府；"), ElementsAre("各市、县人民政府"));
  EXPECT_THAT(split_names(" "), IsEmpty());
}

RC_GTEST_PROP(Names, JoinedCellsSplitIntoTheSameNames, ()) {
  const auto piece =
      rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::elementOf(std::string("abc,"))));
  const auto raw = *rc::gen::container<std::vector<std::string>>(piece);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    std::string name = "n" + raw[i];
    if (name.size() % 3 == 0) name += "、县";
    if (name.size() % 7 == 0) name += "；乙";
    names.push_back(name + "x");
  }
  RC_ASSERT(split_names(join_names(names)) == names);
}

TEST(Csv, NeverStartsAFormula) {
  for (const char* risky : {"=1+1", "+1", "-1", "@SUM(A1)", "'x"}) {
    const std::string cell = csv_cell(risky);
    EXPECT_EQ(cell.front(), '\'') << risky;
    EXPECT_EQ(csv_plain(cell), risky);
  }
  EXPECT_EQ(csv_cell("a\"b,c"), "\"a\"\"b,c\"");
}

std::vector<organisation::Unit> units() {
  organisation::Unit county{.id = "xzf",
                            .parent = "",
                            .kind = organisation::UnitKind::Authority,
                            .names = {{"砚湖县人民政府", {}, {}}},
                            .aliases = {"县政府"},
                            .from = {},
                            .until = {},
                            .successors = {},
                            .enforcement = false};
  organisation::Unit bureau{.id = "scj",
                            .parent = "xzf",
                            .kind = organisation::UnitKind::Government,
                            .names = {{"砚湖县工商局", {}, base::make_date(2019, 3, 1)},
                                      {"砚湖县市场监督管理局", base::make_date(2019, 3, 1), {}}},
                            .aliases = {"县市监局", "县市场监管局"},
                            .from = base::make_date(2010, 1, 1),
                            .until = {},
                            .successors = {},
                            .enforcement = true};
  return {county, bureau};
}

TEST(OrganisationSheet, ComesBackWithoutLoss) {
  const auto xlsx = units_to_xlsx(units());
  ASSERT_TRUE(xlsx);
  for (const auto& [bytes, name] :
       {std::pair{*xlsx, "机构.xlsx"}, {units_to_csv(units()), "机构.csv"}}) {
    const auto back = read_units(bytes, name);
    ASSERT_TRUE(back) << back.error().id;
    EXPECT_EQ(*back, units()) << name;
  }
}

TEST(OrganisationSheet, NamesEveryBadCellAtOnce) {
  const auto got = read_units(
      "编号,名称,类别,启用日期\r\na,甲局,外星机关,昨天\r\n,乙局,政府部门,\r\n", "机构.csv");
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().id, "sheet.bad_cells");
  EXPECT_THAT(got.error().args,
              ElementsAre(std::pair<std::string, std::string>("C2", "unknown_kind 外星机关"),
                          std::pair<std::string, std::string>("D2", "bad_date 昨天"),
                          std::pair<std::string, std::string>("A3", "empty_id")));
  EXPECT_EQ(read_units("甲,乙\r\n1,2\r\n", "机构.csv").error().id, "sheet.no_unit_header");
}

TEST(OrganisationSheet, ReadsDatesAsSpreadsheetsWriteThem) {
  const auto got =
      read_units("编号,名称,类别,启用日期\r\na,甲局,政府部门,2024/3/1\r\n", "机构.csv");
  ASSERT_TRUE(got);
  EXPECT_EQ(got->front().from, base::make_date(2024, 3, 1));
}

} // namespace
} // namespace plumb::sheet
