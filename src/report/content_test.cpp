// SPDX-License-Identifier: Apache-2.0
// What is frozen comes back as it was; what a figure prints and where it opens.
#include "compose.hpp"
#include "live.hpp"

#include <plumb/sheet/table.hpp>

#include <gtest/gtest.h>

namespace plumb::report {
namespace {

using base::Decimal;
using base::make_date;
using indicators::Standing;
using indicators::Value;

Figure figure(FigureName name, std::string text, Value value) {
  name.key = key_of(name);
  return {.name = std::move(name),
          .text = std::move(text),
          .value = value,
          .as_of = make_date(2026, 12, 31),
          .known_on = make_date(2027, 1, 8),
          .rules = "national@1.0.0"};
}

Content sample() {
  Content out{.title = "砚湖县人民政府2026年\"报告\"",
              .number = "砚政〔2027〕3号",
              .addressee = "云泽市人民政府",
              .kind = "annual",
              .authority = "砚湖县人民政府",
              .unit_name = "渡口镇",
              .unit = "dz",
              .year = 2026,
              .as_of = make_date(2026, 12, 31),
              .known_on = make_date(2027, 1, 8),
              .rules = "national@1.0.0",
              .signed_by = "渡口镇人民政府",
              .signed_on = make_date(2027, 1, 9),
              .today = make_date(2027, 1, 9)};
  out.chapters = {{"results", "举措", "公布{{a}}，{{b|unit=lz|form=change}}。\n{{records:m}}"},
                  {"next", "安排", "{{next_year}}年继续。"}};
  for (const auto& one :
       {figure({.indicator = "a"}, "93.33%",
               {.standing = Standing::Value,
                .numerator = {14, 0},
                .denominator = Decimal{15, 0},
                .value = Decimal{9333, 2}}),
        figure(
            {.indicator = "b", .unit = "lz", .form = "change"}, "不适用",
            {.standing = Standing::NotApplicable, .numerator = {0, 0}, .denominator = Decimal{}}),
        figure({.indicator = "c", .period = "2022/2026"}, "未录入",
               {.standing = Standing::NotEntered})})
    out.figures.emplace(one.name.key, one);
  out.titles = {{"a", "审核率"}, {"b", "公布数"}, {"c", "满意度"}};
  out.measures = {"b"};
  out.lists = {{"records:m",
                {.caption = "文件",
                 .header = {"名称", "单位"},
                 .widths = {2, 1},
                 .rows = {{"甲", "乙\n丙"}}}}};
  out.annexes = {
      {"逾期任务", {.caption = "", .header = {"名称"}, .widths = {}, .rows = {{"修路"}}}}};
  return out;
}

Json fields_of(const Content& content, const Frozen& frozen) {
  Json::Array chapters;
  for (const auto& chapter : content.chapters)
    chapters.emplace_back(Json::Object{{"chapter", chapter.id}, {"text", chapter.text}});
  Json::Object out = frozen.fields;
  out.emplace("title", content.title);
  out.emplace("number", content.number);
  out.emplace("addressee", content.addressee);
  out.emplace("for_year", content.year);
  out.emplace("chapters", std::move(chapters));
  return out;
}

TEST(Content, ComesBackFromWhatWasFrozen) {
  const Content content = sample();
  const auto frozen = freeze(content);
  const auto back = thaw(fields_of(content, frozen), frozen.kept);
  ASSERT_TRUE(back.has_value()) << back.error().id;
  EXPECT_EQ(*back, content);
}

TEST(Content, TellsWhatOfItIsBroken) {
  const Content content = sample();
  const auto frozen = freeze(content);
  const Json good = fields_of(content, frozen);
  const auto with = [&](const char* name, Json value) {
    Json out = good;
    out.object()->insert_or_assign(name, std::move(value));
    return out;
  };
  const auto fault = [](const base::Result<Content>& thawed) {
    return thawed ? std::string("good") : thawed.error().id + " " + thawed.error().args[0].second;
  };
  EXPECT_EQ(fault(thaw(good, "{}")), "report.broken lists");
  EXPECT_EQ(fault(thaw(good, "no json")), "report.broken lists");
  EXPECT_EQ(fault(thaw(with("as_of", Json()), frozen.kept)), "report.broken as_of");
  EXPECT_EQ(fault(thaw(with("signed_on", "2026-13-01"), frozen.kept)), "report.broken signed_on");
  EXPECT_EQ(fault(thaw(with("figures", Json::Array{Json::Object{{"key", "a}}b"}}}), frozen.kept)),
            "report.broken figures.a}}b");
}

TEST(Content, PapersDependOnNothingElse) {
  const auto first = papers_of(sample()), second = papers_of(sample());
  ASSERT_TRUE(first.has_value() && second.has_value());
  EXPECT_TRUE(first->docx == second->docx);
  EXPECT_TRUE(first->html == second->html);
  EXPECT_TRUE(first->xlsx == second->xlsx);
  const std::string text = paper::text(paper_of(sample()));
  for (const auto* part : {"一、举措", "公布93.33%，不适用。", "二、安排", "2027年继续。", "乙",
                           "修路", "渡口镇人民政府", "2027年1月9日", "砚政〔2027〕3号"})
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  EXPECT_NE(first->html.find("/indicators/a?on=2026-12-31&amp;known_on=2027-01-08&amp;period=2026"
                             "&amp;unit=dz&amp;below=true"),
            std::string::npos)
      << first->html;
}

TEST(Content, WorkbookHasFiguresAndAnnexes) {
  const auto book = workbook_of(sample());
  ASSERT_TRUE(book.has_value());
  const auto cells = sheet::read_cells(*book, "a.xlsx");
  ASSERT_TRUE(cells.has_value());
  ASSERT_EQ(cells->size(), 2U);
  EXPECT_EQ((*cells)[0].name, "数据");
  const std::vector<std::string> wanted = {"a",  "审核率", "93.33%", "93.33",     "14",
                                           "15", "2026",   "dz",     "2026-12-31"};
  for (std::uint32_t i = 0; i < wanted.size(); ++i)
    EXPECT_EQ((*cells)[0].at(1, i), wanted[i]) << i;
  EXPECT_EQ((*cells)[0].at(3, 4), "") << "nobody entered it, so it has no numerator";
  EXPECT_EQ((*cells)[1].at(1, 0), "修路");
}

TEST(Figures, OpenWhereTheyWereCounted) {
  const Content content = sample();
  struct Case {
    FigureName name;
    std::string wanted;
  };
  const std::vector<Case> cases = {
      {{.indicator = "a"},
       "/indicators/a?on=2026-12-31&known_on=2027-01-08&period=2026&unit=dz&below=true"},
      {{.indicator = "a", .unit = "l z", .period = "2025"},
       "/indicators/a?on=2025-12-31&known_on=2027-01-08&period=2025&unit=l%20z&below=true"},
      {{.indicator = "c", .period = "2022/2026"},
       "/indicators/c?on=2026-12-31&known_on=2027-01-08&period=2022%2F2026&unit=dz&below=true"},
      {{.indicator = "b"}, ""}};
  for (const auto& one : cases)
    EXPECT_EQ(address_of({.name = one.name}, content), one.wanted);
}

TEST(Figures, TellChangesInWords) {
  const auto value = [](Decimal number) {
    return Value{.standing = Standing::Value, .numerator = number, .value = number};
  };
  struct Case {
    Value before, after;
    std::string unit, wanted;
  };
  const std::vector<Case> cases = {
      {value({9213, 2}), value({9333, 2}), "percent", "上升1.2个百分点"},
      {value({95, 0}), value({9333, 2}), "percent", "下降1.67个百分点"},
      {value({9, 0}), value({12, 0}), "item", "增加3件"},
      {value({12, 0}), value({9, 0}), "person", "减少3人"},
      {value({5, 1}), value({5, 1}), "item", "持平"},
      {{}, value({9, 0}), "item", "不适用"},
      {value({9, 0}), {.standing = Standing::NotEntered}, "item", "不适用"},
      {value({-900'000'000'000'000'000, 0}), value({900'000'000'000'000'000, 9}), "item",
       "不适用"}};
  for (const auto& one : cases)
    EXPECT_EQ(change_in_words(one.before, one.after, one.unit), one.wanted);
}

TEST(Titles, BreakBehindTheNameWhereTheyAreTooLong) {
  struct Case {
    std::string title, wanted;
  };
  const std::vector<Case> cases = {
      {"砚湖县人民政府2026年报告", "砚湖县人民政府2026年报告"},
      {"砚湖县人民政府2026年法治政府建设情况报告", "砚湖县人民政府\n2026年法治政府建设情况报告"},
      {"关于2026年法治政府建设任务进展情况和存在问题的通报",
       "关于2026年法治政府建设任务进展情况和存在问题的通报"},
      {"砚湖县人民政府\n关于2026年法治政府建设任务进展情况的报告",
       "砚湖县人民政府\n关于2026年法治政府建设任务进展情况的报告"}};
  for (const auto& one : cases) {
    Content content = sample();
    content.title = one.title;
    EXPECT_EQ(paper_of(content).title, one.wanted);
  }
}

TEST(Texts, ThatCannotBeReadStandAsWritten) {
  EXPECT_EQ(plain(sample(), "甲\n{{a").text, "甲\n{{a\n");
  EXPECT_EQ(plain(sample(), "{{year}}{{today}}{{nobody_knows}}").text,
            "20262027年1月9日【nobody_knows？】\n");
}

} // namespace
} // namespace plumb::report
