// SPDX-License-Identifier: Apache-2.0
#include "pass_test.hpp"

namespace plumb::text {
namespace {

TEST(Digit, RepairsLettersAndBlanksInNumbers) {
  const PassCase cases[] = {
      {"l for 1", "公开率达到l00%。", "公开率达到100%。"},
      {"I for 1", "达到I00%", "达到100%"},
      {"O for 0", "不低于9O%，1OO%覆盖", "不低于90%，100%覆盖"},
      {"letters only", "达到lOO%", "达到100%"},
      {"point", "提高9l.5%", "提高91.5%"},
      {"day", "每月l5日前", "每月15日前"},
      {"year", "2O2O年", "2020年"},
      {"count", "共1l项", "共11项"},
      {"year with blanks", "到2 0 2 0年", "到2020年"},
      {"year in two parts", "到20 26年底", "到2026年底"},
      {"percent", "抽查结果1 00%公示", "抽查结果100%公示"},
      {"percent with point", "满意率7 1.4%", "满意率71.4%", Sure::No},
      {"month", "2026年1 2月底", "2026年12月底"},
      {"day with blank", "12月3 1日", "12月31日"},
  };
  for (const PassCase& one : cases)
    check_pass(one, repair_digits, RepairKind::Digit);
}

TEST(Digit, LeavesNumbersAndWordsAlone) {
  for (const char* text :
       {"5 10",      "表5 10%",       "1 2 3 4",    "100 %",       "O3日最大8小时浓度",
        "CO2排放",   "5G基站100个",   "IO端口",     "OA系统",      "H7N9",
        "１００％",  "2026 年",       "第1 2条",    "10% 20%",     "A1 00%",
        "序号1 2月", "电话0123 4567", "版本v1.0.1", "占比 3 100%", "2026年6月30日 2026年7月1日",
        "O2O模式",   "l'état",        "Ol项",       "10l.2.3%"})
    check_pass(untouched(text), repair_digits, RepairKind::Digit);
}

} // namespace
} // namespace plumb::text
