// SPDX-License-Identifier: Apache-2.0
#include "pass_test.hpp"

#include <plumb/base/utf8.hpp>

namespace plumb::text {
namespace {

TEST(Characters, InvisibleOnesGo) {
  const PassCase cases[] = {
      {"zero width", "依法\u200B行政\u2060工作", "依法行政工作"},
      {"control", std::string("依法\x02行政\x7F"), "依法行政"},
      {"byte order mark inside", "依法\uFEFF行政", "依法行政"},
      {"soft hyphen", "法\u00AD治", "法治"},
      {"line separator", "第一行\u2028第二行", "第一行\n第二行"},
      {"vertical tab", "第一行\x0B第二行", "第一行\n第二行"},
  };
  for (const PassCase& one : cases)
    check_pass(one, repair_characters, RepairKind::Other);
}

TEST(Characters, PrivateOnesBecomeWhatTheyShowed) {
  const PassCase cases[] = {
      {"bullet", "\uF06C加强领导", "●加强领导"},
      {"bullet in front of a number", "任务\n \uF06C 二、主要任务", "任务\n  二、主要任务"},
      {"check mark", "\uF0FC已完成", "✓已完成"},
      {"space of Chinese Windows", "姓\uE5E5名", "姓　名"},
      {"unknown", "法治\uE123政府", "法治政府", Sure::No},
      {"replacement character", "污染防治的重\uFFFD\uFFFD", "污染防治的重", Sure::No},
  };
  for (const PassCase& one : cases) {
    const Draft draft = check_pass(one, repair_characters, RepairKind::LostCharacter);
    EXPECT_EQ(draft.warnings.empty(), one.sure == Sure::Yes) << one.name;
  }
}

TEST(Characters, BytesThatAreNoUtf8AreMarked) {
  Draft draft = assemble("法治\xFF政府\xE4\xB8");
  EXPECT_TRUE(base::is_valid_utf8(draft.text));
  repair_characters(draft);
  EXPECT_EQ(draft.text, "法治政府");
  EXPECT_EQ(draft.warnings.size(), 2U);
}

TEST(Characters, MaskedNamesAreReportedOnly) {
  Draft draft = check_pass(untouched("坚持以******为指导，***部署。\n***\n**重点**"),
                           repair_characters, RepairKind::Other);
  ASSERT_EQ(draft.warnings.size(), 2U);
  EXPECT_EQ(draft.warnings[0].id, "text.masked");
  EXPECT_EQ(draft.of(draft.warnings[0].span), "******");
}

TEST(Characters, ABoxInsideAWordIsReported) {
  const Draft draft =
      check_pass(untouched("加强法□建设\n□是 □否\n是□否□\n"), repair_characters, RepairKind::Other);
  ASSERT_EQ(draft.warnings.size(), 1U);
  EXPECT_EQ(draft.of(draft.warnings[0].span), "□");
  EXPECT_EQ(draft.warnings[0].span.from, std::string("加强法").size());
}

TEST(Characters, LeavesOrdinaryOnesAlone) {
  for (const char* text : {"全角　空格和\u00A0不断行空格", "家庭👨‍👩‍👧", "制表\t符",
                           "①②③ ■□▲ → ≥ ± ℃ × ÷ α β", "é ü ñ", "【】〔〕《〈〉》「」"})
    check_pass(untouched(text), repair_characters, RepairKind::Other);
}

} // namespace
} // namespace plumb::text
