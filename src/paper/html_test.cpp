// SPDX-License-Identifier: Apache-2.0
#include "example_test.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace plumb::paper {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Html, SaysWhatThingsAre) {
  const auto page = html(example());
  for (const char* want :
       {"<!DOCTYPE html>", "<html lang=\"zh-CN\">", "<h1>砚湖县2026年<br>法治政府建设情况报告</h1>",
        "<h2>一、主要举措和成效</h2>", "<h3>（一）完善制度体系。</h3>\n<p>清理文件三件。</p>",
        "<h3>（二）规范重大决策</h3>", "<h4>1.目录管理</h4>", "<caption>主要指标</caption>",
        "<th scope=\"col\">指标</th>", "<td><a href=\"#r1\">93.33%</a></td>",
        "<a href=\"/api/figures/f1?known=a&amp;b\">12件</a>",
        "<section class=\"annex across\" id=\"annex-2\">",
        "<a href=\"#annex-2\">附件2：逾期任务</a>", "<p class=\"right\">2027年3月20日</p>",
        "抄送：县委办公室", "云泽市人民政府：</p>"})
    EXPECT_THAT(page, HasSubstr(want));
  EXPECT_THAT(page, HasSubstr("size:A4"));
}

TEST(Html, HasNothingThatRunsOrLoads) {
  const auto page = html(example());
  for (const char* never : {"<script", "<link", "<img", " style=", " on", "@import", "url("})
    EXPECT_THAT(page.substr(page.find("<body>")), Not(HasSubstr(never)));
  EXPECT_THAT(page, HasSubstr("default-src 'none'; style-src 'unsafe-inline'"));
}

TEST(Html, FollowsOnlyHarmlessAddresses) {
  struct Case {
    const char* link;
    bool shown;
  };
  for (const Case& c : {Case{"/api/v1/figures?x=1", true},
                        {"#r1", true},
                        {"?known=2026", true},
                        {"https://example.org/a", true},
                        {"http://127.0.0.1:8080/", true},
                        {"javascript:alert(1)", false},
                        {"JavaScript:alert(1)", false},
                        {"//evil.example", false},
                        {"data:text/html,x", false},
                        {" /a", false},
                        {"/a\nb", false},
                        {"/a\\b", false},
                        {"ftp://x", false},
                        {"", false}}) {
    SCOPED_TRACE(c.link);
    Paper paper;
    paper.blocks = {Paragraph{Paragraph::Kind::Body, {{"数", c.link}}}};
    const auto page = html(paper);
    EXPECT_EQ(page.find("<a href") != std::string::npos, c.shown);
    EXPECT_THAT(page, HasSubstr("数"));
  }
}

TEST(Html, SpeaksEnglishWhereAsked) {
  EXPECT_THAT(html(example(), "en"), HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(html(example(), "en"), HasSubstr("Annex 2: 逾期任务"));
  EXPECT_THAT(html(example(), "\"><script>"), HasSubstr("<html lang=\"zh-CN\">"));
}

RC_GTEST_PROP(Html, NoBytesBecomeMarkup, (const std::string& bytes)) {
  const auto tags = [](const std::string& page) {
    return std::count(page.begin(), page.end(), '<');
  };
  Paper with = example(), without = example();
  const auto marked = bytes + "<script>&\"'";
  std::get<Table>(with.blocks[5]).rows[0][0].text = marked;
  with.copies_to += marked;
  // Only line feeds add tags.
  const auto feeds = std::count(marked.begin(), marked.end(), '\n') * 2;
  RC_ASSERT(tags(html(with)) == tags(html(without)) + feeds);
}

TEST(Text, IsOneLineForAParagraph) {
  Paper paper;
  paper.title = "报告";
  paper.blocks = {Paragraph{Paragraph::Kind::Body, {{"公布"}, {"12件", "/f"}}},
                  Table{"表", {"甲", "乙"}, {}, {{{"1"}, {"2"}}}}};
  paper.signed_by = "司法局";
  EXPECT_EQ(text(paper), "报告\n公布12件\n表\n甲 乙\n1 2\n司法局\n");
}

} // namespace
} // namespace plumb::paper
