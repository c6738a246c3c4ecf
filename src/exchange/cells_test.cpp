// SPDX-License-Identifier: Apache-2.0
#include "rows.hpp"
#include "test_support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace plumb::exchange {
namespace {

using pack::FieldType;

pack::Field field(FieldType type) {
  pack::Field out;
  out.id = "f";
  out.title = "项";
  out.type = type;
  out.scale = 2;
  out.choices = {{"a", "甲"}, {"b", "乙、丙"}, {"c", "丁；戊"}};
  pack::Field text, day, flag, list;
  text.id = "text";
  day.id = "day";
  day.type = FieldType::CivilDate;
  flag.id = "flag";
  flag.type = FieldType::Flag;
  list.id = "list";
  list.type = FieldType::Choices;
  list.choices = out.choices;
  out.columns = {text, day, flag, list};
  return out;
}

TEST(Cells, DatesInTheUsualWays) {
  struct Case {
    const char *text, *want;
  };
  const Case cases[] = {{"2026-03-01", "2026-03-01"},
                        {"2026/3/1", "2026-03-01"},
                        {"2026.3.1", "2026-03-01"},
                        {"2026年3月1日", "2026-03-01"},
                        {"2026 年 03 月 01 日", "2026-03-01"},
                        {"２０２６－０３－０１", "2026-03-01"},
                        {"20260301", "2026-03-01"},
                        {"46082", "2026-03-01"},
                        {"2026-03-01 00:00:00", "2026-03-01"},
                        {"2026/3/1 9:30", "2026-03-01"},
                        {"二〇二六年三月一日", "2026-03-01"},
                        {"二〇二六年十二月二十一日", "2026-12-21"},
                        {"二零二六年十月十日", "2026-10-10"},
                        {"2026年3月1号", "2026-03-01"},
                        {"2026-02-30", ""},
                        {"3月1日", ""},
                        {"2026年3月", ""},
                        {"26-3-1", ""},
                        {"2026", ""},
                        {"12", ""},
                        {"明天", ""},
                        {"-2026-3-1", ""},
                        {"2026-3-1-1", ""},
                        {"99999999999999999999", ""}};
  for (const auto& one : cases) {
    SCOPED_TRACE(one.text);
    const auto day = read_date(one.text);
    EXPECT_EQ(day ? base::to_string(*day) : "", one.want);
  }
}

TEST(Cells, EveryKindIsReadAndFaultsAreNamed) {
  const auto tree = testing::units();
  Names names(tree);
  struct Case {
    FieldType type;
    const char *text, *want, *fault;
  };
  const Case cases[] = {{FieldType::Flag, "是", "true", ""},
                        {FieldType::Flag, "√", "true", ""},
                        {FieldType::Flag, "０", "false", ""},
                        {FieldType::Flag, "FALSE", "false", ""},
                        {FieldType::Flag, "大概", "", "flag"},
                        {FieldType::Integer, "１，２００", "1200", ""},
                        {FieldType::Integer, "12人", "", "number"},
                        {FieldType::Integer, "1.5", "", "number"},
                        {FieldType::Decimal, "￥1,234.50", "1234.5", ""},
                        {FieldType::Decimal, "0.1", "0.1", ""},
                        {FieldType::Decimal, "98.5%", "", "number"},
                        {FieldType::Decimal, "1.234", "", "scale"},
                        {FieldType::Choice, " 甲 ", "\"a\"", ""},
                        {FieldType::Choice, "b", "\"b\"", ""},
                        {FieldType::Choice, "乙、丙", "\"b\"", ""},
                        {FieldType::Choice, "己", "", "choice"},
                        {FieldType::Choices, "甲、乙、丙", "", "choice"},
                        {FieldType::Choices, "甲；乙、丙", "[\"a\",\"b\"]", ""},
                        {FieldType::Choices, "甲;甲", "[\"a\"]", ""},
                        {FieldType::Choices, "甲\n丁；戊", "[\"a\",\"c\"]", ""},
                        {FieldType::Choices, "、", "", "choice"},
                        {FieldType::Unit, "交通局", "\"jtj\"", ""},
                        {FieldType::Unit, "jtj", "\"jtj\"", ""},
                        {FieldType::Unit, "砚湖县司法局", "\"sfj\"", ""},
                        {FieldType::Unit, "水利厅", "", "unit"},
                        {FieldType::Unit, "各镇", "", "unit"},
                        {FieldType::Units, "各镇", "[\"qx\",\"bs\"]", ""},
                        {FieldType::Units, "清溪镇, 交通局", "[\"qx\",\"jtj\"]", ""},
                        {FieldType::Units, "清溪镇、无名局", "", "unit"},
                        {FieldType::CivilDate, "2026年2月29日", "", "date"},
                        {FieldType::Text, "一\r\n二", "\"一\\n二\"", ""},
                        {FieldType::Rows, "甲｜2026/3/1｜是",
                         "[{\"day\":\"2026-03-01\",\"flag\":true,\"text\":\"甲\"}]", ""},
                        {FieldType::Rows, "甲\n\n乙｜｜否",
                         "[{\"text\":\"甲\"},{\"flag\":false,\"text\":\"乙\"}]", ""},
                        {FieldType::Rows, "甲｜某日", "", "date"},
                        {FieldType::Rows, "一｜｜｜｜五", "", "rows"}};
  for (const auto& one : cases) {
    SCOPED_TRACE(one.text);
    const auto read = read_cell(field(one.type), one.text, names);
    EXPECT_EQ(read.fault, one.fault) << read.value.dump();
    EXPECT_EQ(read.fault.empty() ? read.value.dump() : "", one.want);
  }
}

TEST(Cells, UnknownUnitsComeWithSimilarOnes) {
  const auto tree = testing::units();
  Names names(tree);
  const auto read = read_cell(field(FieldType::Unit), "砚湖县交通运输据", names);
  EXPECT_EQ(read.fault, "unit");
  EXPECT_THAT(read.detail, ::testing::HasSubstr("交通运输局"));
}

std::string any_text() {
  // Everything that could be taken for a mark.
  static const std::vector<std::string> kPieces = {"甲",  "、", "；",      "｜", "\n", "\\",
                                                   "\\n", ",",  "\"",      "'",  "=",  "-1",
                                                   " ",   "乙", "_x0041_", "|",  "\t"};
  std::string out;
  for (const auto piece : *rc::gen::container<std::vector<int>>(rc::gen::inRange<int>(0, 17)))
    out += kPieces[static_cast<std::size_t>(piece)];
  return out;
}

Json any_value(const pack::Field& declared) {
  switch (declared.type) {
  case FieldType::Text:
    return Json(any_text());
  case FieldType::Decimal:
    return Json(base::Decimal{*rc::gen::inRange<std::int64_t>(-100'000'000, 100'000'000), 0});
  case FieldType::CivilDate:
    return Json(base::to_string(
        base::add_days(base::make_date(1000, 1, 1), *rc::gen::inRange(0, 3'200'000))));
  case FieldType::Flag:
    return Json(*rc::gen::arbitrary<bool>());
  case FieldType::Choices: {
    Json::Array out;
    for (const auto& choice : declared.choices)
      if (*rc::gen::arbitrary<bool>()) out.emplace_back(choice.id);
    return Json(std::move(out));
  }
  case FieldType::Units: {
    Json::Array out;
    for (const char* id : {"zf", "jtj", "sfj", "qx", "unknown"})
      if (*rc::gen::arbitrary<bool>()) out.emplace_back(id);
    if (!out.empty() && out.back().text() == "unknown") out.pop_back();
    return Json(std::move(out));
  }
  default: {
    Json::Array rows;
    for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
      Json::Object row;
      for (const auto& column : declared.columns)
        if (*rc::gen::arbitrary<bool>()) row.emplace(column.id, any_value(column));
      rows.emplace_back(std::move(row));
    }
    return Json(std::move(rows));
  }
  }
}

RC_GTEST_PROP(Cells, WhatIsWrittenIsReadAsTheSame, ()) {
  static const auto tree = testing::units();
  Names names(tree);
  const auto type =
      *rc::gen::element(FieldType::Text, FieldType::Decimal, FieldType::CivilDate, FieldType::Flag,
                        FieldType::Choices, FieldType::Units, FieldType::Rows);
  const auto declared = field(type);
  const Json value = any_value(declared);
  const auto text = write_cell(declared, value, names);
  if (text.empty()) return; // an empty cell says nothing
  const auto read = read_cell(declared, text, names);
  RC_LOG(text);
  RC_ASSERT(read.fault == "");
  RC_ASSERT(same_value(declared, value, read.value));
}

} // namespace
} // namespace plumb::exchange
