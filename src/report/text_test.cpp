// SPDX-License-Identifier: Apache-2.0
#include <plumb/report/report.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace plumb::report {
namespace {

/// "2 words<year>words[key]" for each line: 1 body, 2 and 3 headings, L a list.
std::string said(std::string_view text) {
  const auto lines = parse_text(text);
  if (!lines) {
    std::string out = lines.error().id;
    for (const auto& [name, value] : lines.error().args)
      out += " " + name + "=" + value;
    return out;
  }
  std::string out;
  for (const auto& line : *lines) {
    if (!out.empty()) out += '\n';
    if (const auto* list = std::get_if<ListBlock>(&line.content)) {
      out += "L " + list->measure;
      for (const auto& name : list->indicators)
        out += " " + name;
      continue;
    }
    out += line.kind == paper::Paragraph::Kind::Heading2   ? "2 "
           : line.kind == paper::Paragraph::Kind::Heading3 ? "3 "
                                                           : "1 ";
    for (const auto& piece : std::get<std::vector<Piece>>(line.content)) {
      if (const auto* words = std::get_if<std::string>(&piece)) out += *words;
      if (const auto* word = std::get_if<Word>(&piece)) out += "<" + word->name + ">";
      if (const auto* name = std::get_if<FigureName>(&piece)) out += "[" + name->key + "]";
    }
  }
  return out;
}

struct Case {
  const char *text, *want;
};
void check_all(std::initializer_list<Case> cases) {
  for (const Case& c : cases) {
    SCOPED_TRACE(c.text);
    EXPECT_EQ(said(c.text), c.want);
  }
}

TEST(ReportText, ReadsLinesAndPieces) {
  check_all(
      {{"", ""},
       {"\n \n　\r\n", ""},
       {"全年公布{{normdoc_published}}，比上年{{normdoc_published|form=change}}。",
        "1 全年公布[normdoc_published]，比上年[normdoc_published|form=change]。"},
       {"　　{{year}}年，{{authority}}…\r\n\n{{today}}", "1 <year>年，<authority>…\n1 <today>"},
       {"{{a}}{{b}}", "1 [a][b]"},
       {"集合{1,2}和{ {a} }", "1 集合{1,2}和{ {a} }"},
       {"{{records:tasks_overdue}}", "L tasks_overdue"},
       {"  {{ records: tasks_overdue }}  ", "L tasks_overdue"},
       {"{{table:one two  three}}", "L  one two three"}});
}

TEST(ReportText, TellsHeadingsByTheirNumber) {
  check_all({{"（一）完善制度", "2 （一）完善制度"},
             {"(十二)完善制度", "2 (十二)完善制度"},
             {"（二十一）完善制度", "2 （二十一）完善制度"},
             {"（一 完善制度", "1 （一 完善制度"},
             {"（以下简称“办法”）", "1 （以下简称“办法”）"},
             {"（一百二十三四五）太长", "1 （一百二十三四五）太长"},
             {"（1）一点", "1 （1）一点"},
             {"1.目录管理", "3 1.目录管理"},
             {"12．目录管理", "3 12．目录管理"},
             {"1.", "3 1."},
             {"1.5万人参加", "1 1.5万人参加"},
             {"2026.前", "1 2026.前"},
             {"3、目录", "1 3、目录"},
             {"一是目录", "1 一是目录"},
             {"（一）办结{{cases}}", "2 （一）办结[cases]"}});
}

TEST(ReportText, EqualFiguresHaveOneKey) {
  check_all(
      {{"{{ a }}", "1 [a]"},
       {"{{a|form=value}}", "1 [a]"},
       {"{{a|form=bare|unit=sfj|period=2025}}", "1 [a|unit=sfj|period=2025|form=bare]"},
       {"{{a | period = 2025 | unit = sfj | form = bare}}", "1 [a|unit=sfj|period=2025|form=bare]"},
       {"{{a|period=2026-H1}}{{a|period=2026-Q3}}{{a|period=2026-11}}{{a|period=2022/2026}}",
        "1 [a|period=2026-H1][a|period=2026-Q3][a|period=2026-11][a|period=2022/2026]"},
       {"{{a|unit=司法局-1}}", "1 [a|unit=司法局-1]"}});
}

TEST(ReportText, TellsFaultsWithLineAndColumn) {
  check_all({
      {"好\n公布{{a", "report.bad_text line=2 column=3 reason=unclosed"},
      {"{{a\n}}", "report.bad_text line=1 column=1 reason=unclosed"},
      {"{{a{{b}}", "report.bad_text line=1 column=1 reason=unclosed"},
      {"共a}}件", "report.bad_text line=1 column=3 reason=unopened"},
      {"　{{}}", "report.bad_text line=1 column=4 reason=empty_name"},
      {"{{ }}", "report.bad_text line=1 column=3 reason=empty_name"},
      {"{{规范性文件}}", "report.bad_text line=1 column=3 reason=bad_name"},
      {"{{A}}", "report.bad_text line=1 column=3 reason=bad_name"},
      {"{{a b}}", "report.bad_text line=1 column=3 reason=bad_name"},
      {"{{a|}}", "report.bad_text line=1 column=5 reason=unknown_option"},
      {"{{a|as=1}}", "report.bad_text line=1 column=5 reason=unknown_option"},
      {"{{a|unit}}", "report.bad_text line=1 column=5 reason=unknown_option"},
      {"{{year|form=bare}}", "report.bad_text line=1 column=8 reason=unknown_option"},
      {"{{a|unit=}}", "report.bad_text line=1 column=5 reason=bad_unit"},
      {"{{a|unit=a b}}", "report.bad_text line=1 column=5 reason=bad_unit"},
      {"{{a|form=x}}", "report.bad_text line=1 column=5 reason=bad_form"},
      {"{{a|period=26}}", "report.bad_text line=1 column=5 reason=bad_period"},
      {"{{a|period=2026-Q5}}", "report.bad_text line=1 column=5 reason=bad_period"},
      {"{{a|unit=x|unit=x}}", "report.bad_text line=1 column=12 reason=repeated_option"},
      {"见{{records:a}}", "report.bad_text line=1 column=2 reason=not_alone"},
      {"{{records:a}}。", "report.bad_text line=1 column=1 reason=not_alone"},
      {"{{records:}}", "report.bad_text line=1 column=3 reason=empty_name"},
      {"{{records:a b}}", "report.bad_text line=1 column=11 reason=bad_name"},
      {"{{table:}}", "report.bad_text line=1 column=3 reason=empty_name"},
      {"{{table:a,b}}", "report.bad_text line=1 column=9 reason=bad_name"},
  });
}

RC_GTEST_PROP(ReportText, AKeyIsReadBackAsItself, ()) {
  const auto pick = [](std::initializer_list<const char*> all) {
    return std::string(*rc::gen::elementOf(std::vector<const char*>(all)));
  };
  std::vector<std::string> options = {pick({"unit=sfj", "unit=镇-1", ""}),
                                      pick({"period=2025", "period=2024-Q1", ""}),
                                      pick({"form=change", "form=bare", "form=value", ""})};
  std::rotate(options.begin(), options.begin() + *rc::gen::inRange(0, 3), options.end());
  std::string written = "{{normdoc";
  for (const auto& option : options)
    if (!option.empty()) written += "|" + option;
  const auto first = parse_text(written + "}}");
  RC_ASSERT(bool(first));
  const auto name = std::get<FigureName>(std::get<0>(first->front().content).front());
  const auto second = parse_text("{{" + name.key + "}}");
  RC_ASSERT(bool(second));
  RC_ASSERT(std::get<FigureName>(std::get<0>(second->front().content).front()) == name);
}

} // namespace
} // namespace plumb::report
