// SPDX-License-Identifier: Apache-2.0
#include "marker.hpp"
#include "pass_test.hpp"

namespace plumb::text {
namespace {

TEST(Numerals, FollowFromTheSiblings) {
  const PassCase cases[] = {
      {"around a known one",
       "一、总体要求\n()指导思想\n(二)总体目标\n()基本原则\n()衡量标准\n二、任务\n",
       "一、总体要求\n(一)指导思想\n(二)总体目标\n(三)基本原则\n(四)衡量标准\n二、任务\n"},
      {"full-width", "（一）甲方面\n（）乙方面\n（三）丙方面\n",
       "（一）甲方面\n（二）乙方面\n（三）丙方面\n"},
      {"blank inside", "(一)甲方面\n( )乙方面\n(三)丙方面\n",
       "(一)甲方面\n(二)乙方面\n(三)丙方面\n"},
      {"Arabic numbers", "(1)甲方面\n()乙方面\n(3)丙方面\n", "(1)甲方面\n(2)乙方面\n(3)丙方面\n"},
      {"heading at the end", "一、甲方面\n二、乙方面\n、工作要求\n",
       "一、甲方面\n二、乙方面\n三、工作要求\n"},
      {"heading in front", "、甲方面\n二、乙方面\n", "一、甲方面\n二、乙方面\n"},
      {"tenth", "九、甲方面\n、乙方面\n十一、丙方面\n", "九、甲方面\n十、乙方面\n十一、丙方面\n"},
      {"list below a list", "(一)甲方面\n(1)子项目\n()乙方面\n(三)丙方面\n",
       "(一)甲方面\n(1)子项目\n(二)乙方面\n(三)丙方面\n"},
      {"does not add up", "(一)甲方面\n()乙方面\n(五)丙方面\n",
       "(一)甲方面\n(二)乙方面\n(五)丙方面\n", Sure::No},
      {"none is left", "()甲方面\n()乙方面\n", "(一)甲方面\n(二)乙方面\n", Sure::No},
  };
  for (const PassCase& one : cases)
    check_pass(one, repair_numerals, RepairKind::Bracket);
}

TEST(Numerals, AloneAreOnlyReported) {
  const Draft draft =
      check_pass(untouched("()指导思想是依法行政\n"), repair_numerals, RepairKind::Bracket);
  ASSERT_EQ(draft.warnings.size(), 1U);
  EXPECT_EQ(draft.of(draft.warnings[0].span), "()");
}

TEST(Numerals, LeaveOtherBracketsAlone) {
  for (const char* text : {"main()\n", "签字( )\n", "调用f()后\n", "（一）甲\n（二）乙\n",
                           "一、甲\n二、乙\n一、丙\n", "是( )否( )\n", "()\n"})
    check_pass(untouched(text), repair_numerals, RepairKind::Bracket);
}

TEST(Numerals, ManyOfThemTakeLinearTime) {
  std::string many = "(一)甲方面\n";
  for (int i = 0; i < 100'000; ++i)
    many += "()乙方面\n";
  Draft draft = assemble(many);
  repair_numerals(draft);
  EXPECT_EQ(undo(draft.text, draft.repairs), many);
}

TEST(DocumentNumbers, GetTheirBracketsBack) {
  const PassCase cases[] = {
      {"lost closing", "(青党编发【20206号)", "(青党编发〔2020〕6号)", Sure::No},
      {"lost closing, longer", "青政办发〔2026118号", "青政办发〔2026〕118号", Sure::No},
      {"lost opening", "青政办发2026〕18号", "青政办发〔2026〕18号"},
      {"mixed", "青政办发〔2026]18号", "青政办发〔2026〕18号"},
      {"mixed the other way", "青政办发[2026〕18号", "青政办发〔2026〕18号"},
  };
  for (const PassCase& one : cases)
    check_pass(one, repair_document_numbers, RepairKind::Bracket);
}

TEST(DocumentNumbers, VariantsStay) {
  for (const char* text : {"青政办发〔2026〕18号", "青政办发[2026]18号", "青政办发【2026】18号",
                           "青政办发（2026）18号", "青政办发(2026)18号", "青政办发（2026)18号",
                           "解放路20206号", "第2026号", "公告2026年第3号", "（20206号）", "18号"})
    check_pass(untouched(text), repair_document_numbers, RepairKind::Bracket);
}

TEST(Marker, ReadsTheBeginningOfALine) {
  struct Case {
    const char* line;
    MarkerKind kind;
    std::uint32_t number;
  };
  for (const Case& one :
       {Case{"十二、任务", MarkerKind::HanComma, 12},
        Case{"　　（三）任务", MarkerKind::HanBracket, 3},
        Case{"(12)任务", MarkerKind::NumberBracket, 12}, Case{"3.任务", MarkerKind::NumberDot, 3},
        Case{"3.5%的", MarkerKind::None, 0}, Case{"第三条 任务", MarkerKind::Article, 0},
        Case{"牵头单位:县司法局", MarkerKind::Label, 0}, Case{"③任务", MarkerKind::Circled, 3},
        Case{"、任务", MarkerKind::LostComma, 0}, Case{"( )任务", MarkerKind::LostBracket, 0},
        Case{"任务一、二", MarkerKind::None, 0}, Case{"(试行)", MarkerKind::None, 0}}) {
    SCOPED_TRACE(one.line);
    EXPECT_EQ(static_cast<int>(marker(one.line).kind), static_cast<int>(one.kind));
    EXPECT_EQ(marker(one.line).number, one.number);
  }
  for (std::uint32_t number = 1; number <= 99; ++number)
    EXPECT_EQ(parse_han_number(han_number(number)), number);
}

} // namespace
} // namespace plumb::text
