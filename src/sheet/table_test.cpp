// SPDX-License-Identifier: Apache-2.0
#include <plumb/document/document.hpp>
#include <plumb/sheet/table.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zip.h>

namespace plumb::sheet {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Kind = TableColumn::Kind;

std::string part(const std::string& bytes, const char* name) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* archive = zip_open_from_source(source, ZIP_RDONLY, &error);
  zip_stat_t stat;
  std::string out;
  if (zip_stat(archive, name, 0, &stat) == 0) {
    out.resize(stat.size);
    zip_file_t* file = zip_fopen(archive, name, 0);
    EXPECT_EQ(zip_fread(file, out.data(), out.size()), static_cast<zip_int64_t>(out.size()));
    zip_fclose(file);
  }
  zip_discard(archive);
  return out;
}

std::vector<std::string> row_of(const Cells& cells, std::uint32_t row) {
  std::vector<std::string> out;
  for (std::uint32_t c = 0; c < cells.columns; ++c)
    out.emplace_back(cells.at(row, c));
  return out;
}

Cells read(const std::string& bytes, std::string_view name) {
  auto cells = read_cells(bytes, name);
  EXPECT_TRUE(cells.has_value()) << (cells ? "" : cells.error().id);
  EXPECT_EQ(cells->size(), 1U);
  return cells->at(0);
}

TEST(Table, WhatIsWrittenIsReadBack) {
  auto writer =
      TableWriter::create("名册",
                          {{.heading = "名称＊", .bold = true, .note = "必填"},
                           {.heading = "日期", .note = {}, .kind = Kind::Date},
                           {.heading = "金额", .note = {}, .kind = Kind::Number, .scale = 2},
                           {.heading = "人数", .note = {}, .kind = Kind::Number}},
                          10);
  ASSERT_TRUE(writer.has_value());
  const std::vector<std::vector<std::string>> rows = {
      {"=甲\n乙", "2026-03-01", "12.5", "100000000000"},
      {"'x _x0041_ \"y\"", "不定", "0.1", "-3"},
      {"", "1899-12-31", "1234567890123456.78", "约十人"}};
  for (const auto& row : rows)
    writer->add(row);
  const auto bytes = writer->finish();
  ASSERT_TRUE(bytes.has_value()) << bytes.error().id;
  const auto cells = read(*bytes, "a.xlsx");
  EXPECT_EQ(cells.name, "名册");
  ASSERT_EQ(cells.rows, 4U);
  EXPECT_EQ(row_of(cells, 0), (std::vector<std::string>{"名称＊", "日期", "金额", "人数"}));
  EXPECT_EQ(row_of(cells, 1),
            (std::vector<std::string>{"=甲\n乙", "2026-03-01", "12.50", "100000000000"}));
  EXPECT_EQ(row_of(cells, 2), (std::vector<std::string>{rows[1][0], "不定", "0.10", "-3"}));
  EXPECT_EQ(row_of(cells, 3), rows[2]);
  // Nothing that somebody typed becomes a formula.
  EXPECT_THAT(part(*bytes, "xl/worksheets/sheet1.xml"), Not(HasSubstr("<f>")));
}

TEST(Table, DropDownsAreListsInTheRuleOrOnAHiddenSheet) {
  std::vector<std::string> many;
  for (int i = 0; i < 100; ++i)
    many.push_back("砚湖县第" + std::to_string(i) + "单位");
  auto writer = TableWriter::create(
      "表",
      {{.heading = "是否", .note = "填是或否", .choices = {"是", "否"}, .only = true},
       {.heading = "单位", .note = {}, .choices = many}},
      50);
  ASSERT_TRUE(writer.has_value());
  const auto bytes = writer->finish();
  ASSERT_TRUE(bytes.has_value());
  const auto sheet = part(*bytes, "xl/worksheets/sheet1.xml");
  EXPECT_THAT(sheet, HasSubstr("<formula1>\"是,否\"</formula1>"));
  EXPECT_THAT(sheet, HasSubstr("<formula1>选项!$A$1:$A$100</formula1>"));
  EXPECT_THAT(sheet, HasSubstr("sqref=\"B2:B51\""));
  EXPECT_THAT(sheet, HasSubstr("state=\"frozen\""));
  EXPECT_THAT(part(*bytes, "xl/workbook.xml"), HasSubstr("state=\"hidden\""));
  EXPECT_THAT(part(*bytes, "xl/comments1.xml"), HasSubstr("填是或否"));
  // The lists are not read as a table.
  EXPECT_EQ(read(*bytes, "a.xlsx").rows, 1U);
}

TEST(Table, ABadCellIsRedAndSaysWhy) {
  auto writer =
      TableWriter::create("表", {{.heading = "甲", .note = {}}, {.heading = "乙", .note = {}}}, 0);
  ASSERT_TRUE(writer.has_value());
  writer->add({"1", "坏"}, {{1, "不在可选范围内"}});
  writer->add({"2", "好"});
  const auto bytes = writer->finish();
  ASSERT_TRUE(bytes.has_value());
  EXPECT_THAT(part(*bytes, "xl/comments1.xml"), HasSubstr("ref=\"B2\""));
  EXPECT_THAT(part(*bytes, "xl/comments1.xml"), HasSubstr("不在可选范围内"));
  EXPECT_THAT(part(*bytes, "xl/styles.xml"), HasSubstr("FFC7CE"));
  EXPECT_EQ(row_of(read(*bytes, "a.xlsx"), 1), (std::vector<std::string>{"1", "坏"}));
}

TEST(Table, CsvComesBack) {
  const std::vector<std::string> row = {"=1+1", "'", "a,\"b\"\r\n", "-5", "", "甲"};
  const auto bytes =
      std::string(kByteOrderMark) + csv_row({"a", "b", "c", "d", "e", "f"}) + csv_row(row);
  EXPECT_EQ(row_of(read(bytes, "a.csv"), 1),
            (std::vector<std::string>{"=1+1", "'", "a,\"b\"", "-5", "", "甲"}));
}

TEST(Table, PastedRowsMayBeShortAndQuoted) {
  const auto cells =
      read("船名\t类别\t说明\r\n白鹭\t渡船\t\"一\n\"\"二\"\"\"\r\n\"灰鹤\"号\t渔船\r\n\r\n单\n",
           "pasted.tsv");
  ASSERT_EQ(cells.rows, 5U);
  EXPECT_EQ(row_of(cells, 1), (std::vector<std::string>{"白鹭", "渡船", "一\n\"二\""}));
  EXPECT_EQ(row_of(cells, 2), (std::vector<std::string>{"\"灰鹤\"号", "渔船", ""}));
  EXPECT_TRUE(cells.is_empty(3));
  EXPECT_EQ(row_of(cells, 4), (std::vector<std::string>{"单", "", ""}));
}

TEST(Table, OtherEncodingsOneColumnAndOtherFiles) {
  // 船名,类别 and 白鹭,渡船 in GB18030.
  const std::string gb =
      "\xB4\xAC\xC3\xFB,\xC0\xE0\xB1\xF0\r\n\xB0\xD7\xF0\xD8,\xB6\xC9\xB4\xAC\r\n";
  EXPECT_EQ(row_of(read(gb, "a.csv"), 1), (std::vector<std::string>{"白鹭", "渡船"}));
  EXPECT_EQ(row_of(read("船名\r\n白鹭\r\n", "a.csv"), 1), (std::vector<std::string>{"白鹭"}));
  const auto html = read_cells("<html><body><p>船名</p></body></html>", "a.html");
  ASSERT_FALSE(html.has_value());
  EXPECT_EQ(html.error().id, "document.unknown_format");
}

} // namespace
} // namespace plumb::sheet
