// SPDX-License-Identifier: Apache-2.0
#include "pass_test.hpp"

namespace plumb::text {
namespace {

TEST(LostNumber, OneWayToReadIsTaken) {
  const PassCase cases[] = {
      {"years", "建设规划(20212025年)", "建设规划(2021—2025年)", Sure::No},
      {"month", "每年131日前公开", "每年1月31日前公开", Sure::No},
      {"month of two digits", "每年1231日前报送", "每年12月31日前报送", Sure::No},
      {"of this year", "2026年630日前完成", "2026年6月30日前完成", Sure::No},
      {"after 于", "于331日前公布", "于3月31日前公布", Sure::No},
  };
  for (const PassCase& one : cases)
    check_pass(one, repair_lost_in_numbers, RepairKind::LostCharacter);
}

TEST(LostNumber, TwoWaysAreReported) {
  const Draft draft =
      check_pass(untouched("每年111日前报送"), repair_lost_in_numbers, RepairKind::LostCharacter);
  ASSERT_EQ(draft.warnings.size(), 1U);
  EXPECT_EQ(draft.of(draft.warnings[0].span), "111日");
}

TEST(LostNumber, LeavesNumbersAlone) {
  for (const char* text : {"应当于120日前告知", "180日内", "365日", "12345678年", "20252021年",
                           "2026年12月31日前", "编号20212025", "每年不少于120日", "2021—2025年",
                           "18991999年", "每年999日前", "20260630年"})
    check_pass(untouched(text), repair_lost_in_numbers, RepairKind::LostCharacter);
}

} // namespace
} // namespace plumb::text
