// SPDX-License-Identifier: Apache-2.0
#include "damage.hpp"
#include "pass_test.hpp"

namespace plumb::text {
namespace {

TEST(Traditional, ConvertsWhatIsWrittenInIt) {
  const PassCase cases[] = {
      {"line", "強化監督檢查", "强化监督检查"},
      {"phrase decides", "成效顯著，乾部隊伍建設與乾隆年間檔案整理",
       "成效显著，干部队伍建设与乾隆年间档案整理"},
      {"heading in a simplified document",
       "關於印發實施方案的通知\n" +
           std::string("各乡镇人民政府要认真贯彻落实本方案的各项要求，确保按期完成。\n"),
       "关于印发实施方案的通知\n各乡镇人民政府要认真贯彻落实本方案的各项要求，确保按期完成。\n"},
  };
  for (const PassCase& one : cases)
    check_pass(one, repair_traditional, RepairKind::Traditional);
}

TEST(Traditional, LeavesSingleCharactersOfSimplifiedTextAlone) {
  for (const char* text :
       {"乾坤湾景区", "会议由李昇同志主持，各乡镇、各部门主要负责人参加。", "著作权", "瞭望台",
        "於潜镇", "碧波荡漾，峯回路转，青川原县依法行政工作取得新的进展，群众满意度不断提高。"})
    check_pass(untouched(text), repair_traditional, RepairKind::Traditional);
}

TEST(Traditional, BringsBackMainlandWords) {
  check_pass({"two Taiwanese words", "持續最佳化營商環境，推進「網際網路+監管」和線上辦理。",
              "持续优化营商环境，推进「互联网+监管」和在线办理。"},
             repair_traditional, RepairKind::Traditional);
  check_pass({"one proves nothing", "編製計畫程式，強化監督檢查。", "编制计划程式，强化监督检查。"},
             repair_traditional, RepairKind::Traditional);
}

TEST(Traditional, RecoversEverySentence) {
  std::string clean, traditional;
  for (const std::string& line : clean_sentences()) {
    if (simplify(to_traditional(line)) != line) continue;
    clean += line + '\n';
    traditional += to_traditional(line) + '\n';
  }
  check_pass({"document", traditional, clean}, repair_traditional, RepairKind::Traditional);
}

TEST(Traditional, KeepsTheKindOfEarlierRepairs) {
  Draft draft = assemble("持續(xù)強(qiáng)化監督檢查");
  repair_pinyin(draft);
  repair_traditional(draft);
  EXPECT_EQ(draft.text, "持续强化监督检查");
  EXPECT_EQ(undo(draft.text, draft.repairs), "持續(xù)強(qiáng)化監督檢查");
  std::size_t readings = 0;
  for (const Repair& repair : draft.repairs)
    readings += repair.kind == RepairKind::Pinyin ? 1 : 0;
  EXPECT_EQ(readings, 2U);
}

} // namespace
} // namespace plumb::text
