// SPDX-License-Identifier: Apache-2.0
#include "test_support.hpp"

#include <plumb/sheet/table.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace plumb::exchange {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Store;

constexpr const char* kCsv = "a.csv";

std::vector<std::string> outcomes(const ImportResult& result) {
  std::vector<std::string> out;
  for (const auto& row : result.rows) {
    switch (row.outcome) {
    case Outcome::Opened:
      out.emplace_back("opened");
      break;
    case Outcome::Changed:
      out.emplace_back("changed");
      break;
    case Outcome::Unchanged:
      out.emplace_back("unchanged");
      break;
    case Outcome::Failed:
      out.push_back("failed");
      for (const auto& fault : row.faults)
        out.back() += " " + fault.column + "=" + fault.fault;
      break;
    }
  }
  return out;
}

std::vector<std::string> texts_of(const sheet::Cells& cells, std::uint32_t row) {
  std::vector<std::string> out;
  for (std::uint32_t column = 0; column < cells.columns; ++column)
    out.emplace_back(cells.at(row, column));
  return out;
}

sheet::Cells read_back(const File& file) {
  const auto sheets = sheet::read_cells(file.bytes, file.name);
  EXPECT_TRUE(sheets.has_value());
  EXPECT_EQ(sheets->size(), 1U);
  return sheets->front();
}

class ExchangeTest : public ::testing::Test {
protected:
  ImportResult done(std::string_view bytes,
                    ImportRequest request = {.name = kCsv, .step = {}, .apply = true},
                    std::string register_id = "boat") {
    auto result = store_.import(bytes, request, std::move(register_id));
    EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().id);
    return result ? *std::move(result) : ImportResult{};
  }
  registers::Record state(const std::string& record_id) {
    const auto record = store_->state("default", record_id);
    EXPECT_TRUE(record.has_value());
    return record ? *record : registers::Record{};
  }
  Store store_;
};

TEST_F(ExchangeTest, TheTemplateHasWhatTheStepAsks) {
  const auto file = make_template(store_.place(), "");
  ASSERT_TRUE(file.has_value()) << file.error().id;
  EXPECT_EQ(file->name, "船只许可-导入模板.xlsx");
  EXPECT_THAT(texts_of(read_back(*file), 0),
              ElementsAre("记录编号", "开始日期", "船名＊", "类别＊", "用途", "座位", "收费",
                          "已查验", "建造日期", "管理单位", "协助单位", "说明", "船主", "原许可",
                          "航线"));
  const auto none = make_template(store_.place(), "decide");
  ASSERT_FALSE(none.has_value());
  EXPECT_EQ(none.error().id, "exchange.unknown_step");
  const auto unknown = make_template(store_.place("car"), "");
  ASSERT_FALSE(unknown.has_value());
  EXPECT_EQ(unknown.error().id, "records.unknown_register");
}

TEST_F(ExchangeTest, ATemplateFilledInIsReadBack) {
  const auto file = make_template(store_.place(), "apply");
  ASSERT_TRUE(file.has_value());
  const auto headings = texts_of(read_back(*file), 0);
  const auto csv = sheet::csv_row(headings) +
                   sheet::csv_row({"", "2026/2/27", "白鹭号", "渡船", "载人、载货", "12", "3.50",
                                   "是", "2020年5月1日", "交通局", "各镇", "第一行\n第二行", "某甲",
                                   "", "码头｜2026-03-01｜1.5\n对岸｜｜2"});
  const auto result = done(csv);
  EXPECT_THAT(outcomes(result), ElementsAre("opened"));
  EXPECT_TRUE(result.applied);
  EXPECT_EQ(result.rows[0].title, "白鹭号");
  const auto record = state(result.rows[0].record_id);
  EXPECT_EQ(base::to_string(record.opened_on), "2026-02-27");
  EXPECT_EQ(record.unit, "jtj");
  EXPECT_EQ(record.fields["kind"].text(), "ferry");
  EXPECT_EQ(record.fields["uses"].dump(), R"(["people","goods"])");
  EXPECT_EQ(record.fields["fee"].dump(), "3.5");
  EXPECT_EQ(record.fields["inspected"].dump(), "true");
  EXPECT_EQ(record.fields["unit"].text(), "jtj");
  EXPECT_EQ(record.fields["helpers"].dump(), R"(["qx","bs"])");
  EXPECT_EQ(record.fields["owner"].text(), "某甲");
  EXPECT_EQ(record.fields["routes"].dump(),
            R"([{"on":"2026-03-01","place":"码头","price":1.5},{"place":"对岸","price":2}])");
  // What is personal does not stand in the journal, not even in the origin of the record.
  const auto events = store_.journal().read("default", 0, 100);
  for (const auto& event : *events)
    EXPECT_EQ(event.payload.find("某甲"), std::string::npos);
}

/// Each row has one thing wrong with it, and changes nothing.
TEST_F(ExchangeTest, EveryKindOfFaultIsToldAtItsCell) {
  const std::string csv =
      "砚湖县船只一览\r\n"
      "记录编号,船 名 ＊,类别,座位,收费,已查验,建造日期,管理单位,说明,决定,备注栏\r\n"
      ",白鹭,渡船,10,1.5,是,2026-03-01,交通局,好的,,随便\r\n"
      ",甲,飞机,10,,,,,,,\r\n"
      ",乙,渡船,10,,,二月三十,,,,\r\n"
      ",,渡船,10,,,,,,,\r\n"
      ",丙,渡船,10,,,,水利厅,,,\r\n"
      ",一二三四五六七八九十一二三四五六七八九十一,渡船,10,,,,,,,\r\n"
      ",丁,渡船,十二个,,,,,,,\r\n"
      "没有的编号,戊,渡船,10,,,,,,,\r\n"
      ",己,渡船,0,,,,,,,\r\n"
      ",白鹭,渔船、网船,,,,,,,,\r\n"
      ",庚,渡船,10,,也许,,,,,\r\n"
      ",辛,渡船,900,,,,,,,\r\n"
      ",壬,渡船,10,1.234,,,,,,\r\n"
      ",癸,渡船,10,,,,,,同意,\r\n"
      ",,飞机,多,,,,,,,\r\n";
  const auto before = store_.events();
  const ImportRequest tried{.name = kCsv, .step = {}};
  const std::vector<std::string> want = {"opened",
                                         "failed 类别=choice",
                                         "failed 建造日期=date",
                                         "failed 船 名 ＊=missing",
                                         "failed 管理单位=unit",
                                         "failed 船 名 ＊=too_long",
                                         "failed 座位=number",
                                         "failed 记录编号=unknown_record",
                                         "failed =refused",
                                         "failed =duplicate",
                                         "failed 已查验=flag",
                                         "failed 座位=too_large",
                                         "failed 收费=scale",
                                         "failed 决定=not_asked",
                                         "failed 类别=choice 座位=number 船 名 ＊=missing"};
  const auto dry = done(csv, tried);
  EXPECT_EQ(outcomes(dry), want);
  EXPECT_EQ(store_.events(), before);
  EXPECT_EQ(dry.rows[0].record_id, "");
  EXPECT_FALSE(dry.applied);

  const auto result = done(csv);
  EXPECT_EQ(outcomes(result), want);
  EXPECT_EQ(result.rows[0].row, 3);
  EXPECT_THAT(result.ignored_columns, ElementsAre("备注栏"));
  EXPECT_THAT(result.rows[8].faults[0].detail, HasSubstr("渡船有座位"));
  EXPECT_THAT(result.rows[8].faults[0].detail, HasSubstr("《砚湖船只样例办法》第1条"));
  EXPECT_THAT(result.rows[9].faults[0].detail, HasSubstr("第 3 行"));
  // One record, whatever else was tried.
  const auto list = store_->list("default", "boat", {});
  ASSERT_TRUE(list.has_value());
  EXPECT_THAT(*list, HasSubstr("\"total\":1"));
  const auto json = event::parse_json(to_json(result));
  ASSERT_TRUE(json.has_value());
  EXPECT_EQ((*json)["counts"]["failed"].integer_or(0), 14);
  EXPECT_EQ((*json)["counts"]["opened"].integer_or(0), 1);
}

TEST_F(ExchangeTest, TheErrorSheetIsMendedAndGivenInAgain) {
  const std::string csv =
      "船名,类别,座位,附注\r\n白鹭,渡船,10,一\r\n灰鹤,飞艇,=十,二\r\n黑鸢,渔船、网船,,三\r\n";
  const auto result = done(csv);
  EXPECT_THAT(outcomes(result), ElementsAre("opened", "failed 类别=choice 座位=number", "opened"));
  const auto file = error_sheet(store_.place(), csv, {.name = kCsv, .step = {}}, result);
  ASSERT_TRUE(file.has_value()) << file.error().id;
  const auto cells = read_back(*file);
  ASSERT_EQ(cells.rows, 2U);
  EXPECT_THAT(texts_of(cells, 0), ElementsAre("船名", "类别", "座位", "附注", "问题"));
  const auto row = texts_of(cells, 1);
  EXPECT_THAT(std::vector<std::string>(row.begin(), row.end() - 1),
              ElementsAre("灰鹤", "飞艇", "=十", "二"));
  EXPECT_THAT(row.back(), HasSubstr("类别：不在可选范围内"));
  EXPECT_THAT(row.back(), HasSubstr("座位：不是数字"));
  // Mended where it was red; the column of problems is not read back.
  const auto mended =
      sheet::csv_row(texts_of(cells, 0)) + sheet::csv_row({"灰鹤", "渡船", "10", "二", row.back()});
  const auto again = done(mended);
  EXPECT_THAT(outcomes(again), ElementsAre("opened"));
  EXPECT_THAT(again.ignored_columns, ElementsAre("附注"));
  // The whole of the first sheet once more: nobody is there twice.
  EXPECT_THAT(outcomes(done(csv)),
              ElementsAre("unchanged", "failed 类别=choice 座位=number", "unchanged"));
}

TEST_F(ExchangeTest, TheSameRowNeverOpensTwice) {
  const std::string boats = "船名,类别,座位\r\n白鹭,渡船,10\r\n";
  const auto first = done(boats);
  EXPECT_THAT(outcomes(first), ElementsAre("opened"));
  EXPECT_THAT(outcomes(done(boats)), ElementsAre("unchanged"));
  // By its key, with other values: a correction with its reason.
  const auto other = done("船名,类别,座位\r\n白鹭,渡船,12\r\n",
                          {.name = kCsv, .step = {}, .reason = "数错了", .apply = true});
  EXPECT_THAT(outcomes(other), ElementsAre("changed"));
  EXPECT_EQ(other.rows[0].record_id, first.rows[0].record_id);
  EXPECT_EQ(state(first.rows[0].record_id).fields["seats"].dump(), "12");
  EXPECT_THAT(store_.journal().read("default", 0, 100)->back().payload, HasSubstr("数错了"));
  // Empty cells take nothing away; the day of opening can be set right.
  const auto dated = done("船名,座位,开始日期\r\n白鹭,,2026-02-02\r\n");
  EXPECT_THAT(outcomes(dated), ElementsAre("changed"));
  EXPECT_EQ(base::to_string(state(first.rows[0].record_id).opened_on), "2026-02-02");
  EXPECT_EQ(state(first.rows[0].record_id).fields["seats"].dump(), "12");
}

TEST_F(ExchangeTest, WithoutAKeyTheRowItselfTells) {
  const std::string visits = "地点,走访日期,受访人\r\n白沙,2026/3/1,某甲\r\n白沙,2026/3/1,某乙\r\n";
  const ImportRequest request{.name = kCsv, .step = {}, .apply = true};
  const auto first = done(visits, request, "visit");
  EXPECT_THAT(outcomes(first), ElementsAre("opened", "opened"));
  // The same values written in another way are the same row, and personal ones count.
  const auto again = done(
      "受访人,走访日期,地点\r\n某乙,2026年3月1日,白沙\r\n某丙,20260301,白沙\r\n", request, "visit");
  EXPECT_THAT(outcomes(again), ElementsAre("unchanged", "opened"));
  EXPECT_EQ(again.rows[0].record_id, first.rows[1].record_id);
  // A record that was corrected since is not taken back to what the sheet said.
  const auto& id = first.rows[0].record_id;
  const auto corrected = store_->change_record(
      {}, id,
      {.revision = 1,
       .command = registers::Correct{.fields = Json::Object{{"place", "清溪"}},
                                     .steps = {},
                                     .reason = "记错"}},
      store_.actor, false);
  ASSERT_TRUE(corrected.has_value()) << corrected.error().id;
  EXPECT_THAT(outcomes(done(visits, request, "visit")), ElementsAre("unchanged", "unchanged"));
  EXPECT_EQ(state(id).fields["place"].text(), "清溪");
  // Another unit has visits of its own.
  store_.actor.unit = "sfj";
  EXPECT_THAT(outcomes(done(visits, request, "visit")), ElementsAre("opened", "opened"));
}

TEST_F(ExchangeTest, WhatOneDoesNotSeeIsNotThere) {
  const auto first = done("船名,类别,座位\r\n白鹭,渡船,10\r\n");
  const auto& id = first.rows[0].record_id;
  store_.actor.unit = "sfj";
  const ImportRequest request{
      .name = kCsv, .step = {}, .apply = true, .viewer = {.all = false, .units = {"sfj"}}};
  const auto by_number = done("记录编号,座位\r\n" + id + ",10\r\n", request);
  EXPECT_THAT(outcomes(by_number), ElementsAre("failed 记录编号=unknown_record"));
  EXPECT_EQ(by_number.rows[0].title, "");
  const auto by_key = done("船名,类别,座位\r\n白鹭,渡船,10\r\n", request);
  EXPECT_THAT(outcomes(by_key), ElementsAre("opened"));
  EXPECT_NE(by_key.rows[0].record_id, id);
  EXPECT_EQ(state(by_key.rows[0].record_id).unit, "sfj");
}

TEST_F(ExchangeTest, WhoMayNotCorrectChangesNothing) {
  done("船名,类别,座位\r\n白鹭,渡船,10\r\n");
  const auto before = store_.events();
  const ImportRequest request{
      .name = kCsv, .step = {}, .apply = true, .viewer = {}, .may_correct = false};
  EXPECT_THAT(outcomes(done("船名,类别,座位\r\n白鹭,渡船,11\r\n白鹭,渡船,10\r\n", request)),
              ElementsAre("failed =not_permitted", "failed =duplicate"));
  EXPECT_THAT(outcomes(done("船名,座位\r\n白鹭,10\r\n", request)), ElementsAre("unchanged"));
  EXPECT_EQ(store_.events(), before);
}

TEST_F(ExchangeTest, ARecordIsNamedByNumberOrKey) {
  const auto first = done("船名,类别,座位\r\n白鹭,渡船,10\r\n");
  const auto second = done("船名,类别,座位,原许可\r\n灰鹤,渡船,10,白鹭\r\n黑鸢,渡船,10,没有\r\n");
  EXPECT_THAT(outcomes(second), ElementsAre("opened", "failed 原许可=refused"));
  EXPECT_EQ(state(second.rows[0].record_id).fields["earlier"].text(), first.rows[0].record_id);
}

TEST_F(ExchangeTest, PastedRowsAndOtherEncodings) {
  EXPECT_THAT(outcomes(done("船名\t类别\t座位\n白鹭\t渡船\t10\n",
                            {.name = "pasted.tsv", .step = {}, .apply = true})),
              ElementsAre("opened"));
  // 船名,类别,座位 / 白鹭,渡船,10 in GB18030.
  EXPECT_THAT(outcomes(done("\xB4\xAC\xC3\xFB,\xC0\xE0\xB1\xF0,\xD7\xF9\xCE\xBB\r\n"
                            "\xB0\xD7\xF0\xD8,\xB6\xC9\xB4\xAC,10\r\n")),
              ElementsAre("unchanged"));
}

TEST_F(ExchangeTest, SheetsThatAreNoneAreToldAsAWhole) {
  const auto id_of = [&](std::string_view bytes, const std::string& name) {
    const auto result = store_.import(bytes, {.name = name, .step = {}});
    return result ? std::string() : result.error().id;
  };
  EXPECT_EQ(id_of("甲,乙\r\n1,2\r\n", kCsv), "exchange.no_columns");
  EXPECT_EQ(id_of("", kCsv), "document.empty");
  EXPECT_EQ(id_of("<html><body>船名</body></html>", "a.html"), "document.unknown_format");
  std::string many = "船名,类别\r\n";
  for (int i = 0; i <= 50'000; ++i)
    many += "甲,渡船\r\n";
  EXPECT_EQ(id_of(many, kCsv), "exchange.too_many_rows");
  // The same columns twice: the second one is told.
  const auto twice = store_.import("船名,类别,船名\r\n", {.name = kCsv, .step = {}});
  ASSERT_TRUE(twice.has_value());
  EXPECT_THAT(twice->ignored_columns, ElementsAre("船名"));
}

TEST_F(ExchangeTest, AKeyForTheWholeSheetNamesEachRow) {
  store_.context.idempotency_key = "einmal";
  const std::string visits = "地点\r\n白沙\r\n清溪\r\n";
  const ImportRequest request{.name = kCsv, .step = {}, .apply = true};
  EXPECT_THAT(outcomes(done(visits, request, "visit")), ElementsAre("opened", "opened"));
  EXPECT_THAT(outcomes(done(visits, request, "visit")), ElementsAre("unchanged", "unchanged"));
}

TEST_F(ExchangeTest, WhatIsExportedComesBackUnchanged) {
  // [snippet round trip]
  const auto opened =
      done("船名,类别,用途,座位,收费,已查验,建造日期,管理单位,协助单位,说明,船主,航线\r\n"
           "白鹭,渡船,人、货,10,0.1,否,1999/12/31,sfj,清溪镇、交通局,\"=一\n二\",某甲,甲｜｜1\r\n"
           "'灰鹤,渔船、网船,,,-0,是,,,,,,\r\n");
  ASSERT_EQ(outcomes(opened).front(), "opened");
  const auto before = store_.events();
  for (const auto format : {Format::Xlsx, Format::Csv}) {
    const auto file = export_records(store_.place(), {}, format);
    ASSERT_TRUE(file.has_value()) << file.error().id;
    EXPECT_EQ(file->bytes.find("某甲"), std::string::npos);
    const auto result = done(file->bytes, {.name = file->name, .step = {}, .apply = true});
    EXPECT_THAT(outcomes(result), ElementsAre("unchanged", "unchanged"));
    EXPECT_THAT(result.ignored_columns, ElementsAre("材料"));
  }
  EXPECT_EQ(store_.events(), before);
  // [snippet round trip]
}

/// Values that registers take are the same after any way out and in.
RC_GTEST_PROP(Exchange, ExportAndImportChangeNothing, ()) {
  Store store;
  const auto text = [] {
    static const std::vector<std::string> kPieces = {
        "甲", "=", "'", "\"", "\n", " ", ",", "、", "；", "｜", "\\", "_x0041_", "1", "\t", "-"};
    std::string out = "船";
    for (const auto piece : *rc::gen::container<std::vector<int>>(rc::gen::inRange<int>(0, 15)))
      if (out.size() < 15) out += kPieces[static_cast<std::size_t>(piece)];
    return out;
  };
  const int count = *rc::gen::inRange(1, 4);
  for (int i = 0; i < count; ++i) {
    Json::Object fields{
        {"name", text() + std::to_string(i)}, {"kind", "fishing"}, {"remarks", text()}};
    if (*rc::gen::arbitrary<bool>()) fields.emplace("seats", *rc::gen::inRange(0, 501));
    if (*rc::gen::arbitrary<bool>())
      fields.emplace("fee", base::parse_decimal(std::to_string(*rc::gen::inRange(0, 1'000'000)) +
                                                "." + std::to_string(*rc::gen::inRange(10, 100)))
                                .value());
    if (*rc::gen::arbitrary<bool>()) fields.emplace("uses", Json::Array{"mixed", "goods"});
    if (*rc::gen::arbitrary<bool>()) fields.emplace("helpers", Json::Array{"bs", "zf"});
    if (*rc::gen::arbitrary<bool>())
      fields.emplace("routes", Json::Array{Json::Object{{"place", text()}, {"price", 2}},
                                           Json::Object{{"on", "2026-03-01"}}});
    const auto done = store->open_record(
        {}, {.register_id = "boat", .step = "apply", .fields = fields}, store.actor, false);
    RC_ASSERT(done.has_value());
  }
  const auto before = store.events();
  for (const auto format : {Format::Xlsx, Format::Csv}) {
    const auto file = export_records(store.place(), {}, format);
    RC_ASSERT(file.has_value());
    const auto result = store.import(file->bytes, {.name = file->name, .step = {}, .apply = true});
    RC_ASSERT(result.has_value());
    RC_ASSERT(result->rows.size() == static_cast<std::size_t>(count));
    for (const auto& row : result->rows)
      RC_ASSERT(row.outcome == Outcome::Unchanged);
  }
  RC_ASSERT(store.events() == before);
}

} // namespace
} // namespace plumb::exchange
