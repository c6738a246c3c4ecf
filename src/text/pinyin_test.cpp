// SPDX-License-Identifier: Apache-2.0
#include "hanzi.hpp"
#include "pass_test.hpp"

namespace plumb::text {
namespace {

TEST(Pinyin, TakesReadingsOut) {
  const PassCase cases[] = {
      {"tone mark", "各縣(區(qū))人民政府", "各縣(區)人民政府"},
      {"simplified", "完善工作机(jī)制，明确权限。", "完善工作机制，明确权限。"},
      {"full-width brackets", "各区（qū）政府", "各区政府"},
      {"tone digit", "市政府法制机(ji1)构(gou4)", "市政府法制机构"},
      {"several", "進(jìn)一步強(qiáng)化監(jiān)督機(jī)制", "進一步強化監督機制"},
      {"script g", "強(qiánɡ)化", "強化"},
      {"combining mark", "區(qu\u0304)域", "區域"},
      {"plain letters, again and again", "区(qu)政府机(ji)构要发(fa)挥作用，依法执(zhi)法",
       "区政府机构要发挥作用，依法执法"},
      {"ü", "绿(lǜ)色发展", "绿色发展"},
  };
  for (const PassCase& one : cases)
    check_pass(one, repair_pinyin, RepairKind::Pinyin);
}

TEST(Pinyin, LeavesOtherBracketsAlone) {
  for (const char* text :
       {"移动应用程序(APP)", "应用(app)", "见表(a)和表(b)", "政府和社会资本合作（PPP）",
        "乡镇(街道)", "(a)总则", "清单(pin)码", "区(qu)政府", "垚(yáo)山镇", "变量(x1)", "系统(an)",
        "(xù)", "项目(e1)", "分类(ABC)", "方案(shì fàn)", "x(n)个(m)"}) {
    check_pass(untouched(text), repair_pinyin, RepairKind::Pinyin);
  }
}

TEST(Syllable, KnowsWhatPinyinAllows) {
  for (const char* good : {"a", "zhuàng", "lǜ", "nüè", "ér", "xiong2", "shi", "ńg", "wǒ", "yuān"})
    EXPECT_TRUE(parse_syllable(good)) << good;
  for (const char* bad :
       {"", "app", "bing2x", "qua", "xūè", "ab", "zhi6", "item", "fong", "q", "jü", "2"})
    EXPECT_FALSE(parse_syllable(bad)) << bad;
}

} // namespace
} // namespace plumb::text
