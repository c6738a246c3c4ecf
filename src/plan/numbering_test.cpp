// SPDX-License-Identifier: Apache-2.0
#include "numbering.hpp"
#include "numerals.hpp"

#include <gtest/gtest.h>

namespace plumb::plan {
namespace {

TEST(Numerals, ReadsBothScripts) {
  struct Case {
    const char* text;
    int want;
  };
  const Case cases[] = {{"12", 12},   {"１２", 12},   {"十", 10},        {"十二", 12},
                        {"二十", 20}, {"二十一", 21}, {"一百零三", 103}, {"二〇二五", 2025},
                        {"两", 2},    {"九十九", 99}};
  for (const auto& test : cases) {
    const auto number = read_number(test.text, 0);
    ASSERT_TRUE(number) << test.text;
    EXPECT_EQ(number->value, test.want) << test.text;
  }
  EXPECT_FALSE(read_number("甲", 0));
}

TEST(Numbering, RecognisesMarkers) {
  struct Case {
    const char* line;
    Style style;
    int value;
    const char* printed;
  };
  const Case cases[] = {{"一、总体要求", Style::HanComma, 1, "一"},
                        {"十二、其他", Style::HanComma, 12, "十二"},
                        {"一．总体要求", Style::HanComma, 1, "一"},
                        {"（一）健全机制", Style::HanParen, 1, "一"},
                        {"(十一) 健全机制", Style::HanParen, 11, "十一"},
                        {"()指导思想", Style::HanParen, 0, ""},
                        {"、工作要求", Style::HanComma, 0, ""},
                        {"1.加强管理", Style::Arabic, 1, "1"},
                        {"12．加强管理", Style::Arabic, 12, "12"},
                        {"3、加强管理", Style::Arabic, 3, "3"},
                        {"7", Style::Arabic, 7, "7"},
                        {"4 健全机制", Style::Arabic, 4, "4"},
                        {"（1）完善程序", Style::ArabicParen, 1, "1"},
                        {"(2)完善程序", Style::ArabicParen, 2, "2"},
                        {"1)完善程序", Style::HalfParen, 1, "1"},
                        {"1.2 完善程序", Style::Dotted, 2, "1.2"},
                        {"1.2.3 完善程序", Style::Dotted3, 3, "1.2.3"},
                        {"①完善程序", Style::Circled, 1, "①"},
                        {"第一章 总则", Style::Chapter, 1, "第一章"},
                        {"第二部分 任务", Style::Part, 2, "第二部分"},
                        {"第三条 各部门应当", Style::Article, 3, "第三条"},
                        {"a)完善程序", Style::Letter, 1, "a"},
                        {"㈠健全机制", Style::HanParen, 1, "㈠"},
                        {"⒊加强管理", Style::Arabic, 3, "⒊"},
                        {"2、9月底前完成清理", Style::Arabic, 2, "2"},
                        {"2、 9 月底前完成清理", Style::Arabic, 2, "2"},
                        {"1、2024年底前完成清理", Style::Arabic, 1, "1"},
                        {"6、7月底前分两批完成", Style::None, 0, ""}};
  for (const auto& test : cases) {
    const std::string_view line = test.line;
    const Marker marker = read_marker(line, {0, static_cast<std::uint32_t>(line.size())});
    EXPECT_EQ(marker.style, test.style) << line;
    EXPECT_EQ(marker.value, test.value) << line;
    EXPECT_EQ(marker.printed.of(line), test.printed) << line;
  }
}

TEST(Numbering, LeavesOtherNumbersAlone) {
  for (const std::string_view line :
       {"2024年5月", "2024.5.6", "1.5万元", "12.4%", "一、二批次", "三、四中全会", "第一章的规定",
        "100%完成", "3月底前", "5个工作日", "一是加强", "(试行)", "（综合办）", "80以上",
        "1、2号楼"})
    EXPECT_EQ(read_marker(line, {0, static_cast<std::uint32_t>(line.size())}).style, Style::None)
        << line;
}

} // namespace
} // namespace plumb::plan
