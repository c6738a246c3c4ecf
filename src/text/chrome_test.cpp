// SPDX-License-Identifier: Apache-2.0
#include "pass_test.hpp"

namespace plumb::text {
namespace {

const std::string kBody = "各乡镇人民政府要把法治建设摆在全局工作的重要位置，定期听取工作汇报，及时"
                          "研究解决有关重大问题，做到部署到位、落实到位、检查到位。";
const std::string kHalf =
    "各部门要加强对执法人员的培训，组织参加法律知识考试，对不合格的人员应当按照规定";
const std::string kRest = "收回执法证件，不得从事行政执法活动。";

TEST(Chrome, PageNumbersInTheMiddleGo) {
  const PassCase cases[] = {
      {"dashes", kBody + "\n— 3 —\n" + kBody + "\n", kBody + "\n" + kBody + "\n"},
      {"hyphens", kBody + "\n-3-\n" + kBody + "\n", kBody + "\n" + kBody + "\n"},
      {"words", kBody + "\n第3页 共10页\n" + kBody + "\n", kBody + "\n" + kBody + "\n"},
      {"one blank line stays", kBody + "\n\n- 3 -\n\n" + kBody + "\n",
       kBody + "\n\n" + kBody + "\n"},
      {"a split sentence is joined", kHalf + "\n— 3 —\n" + kRest + "\n", kHalf + kRest + "\n"},
      {"with blank lines", kHalf + "\n\n— 3 —\n\n" + kRest + "\n", kHalf + kRest + "\n"},
      {"shares that count up", kBody + "\n1/3\n" + kBody + "\n2/3\n" + kBody + "\n",
       kBody + "\n" + kBody + "\n" + kBody + "\n"},
  };
  for (const PassCase& one : cases)
    check_pass(one, repair_chrome, RepairKind::Chrome);
}

TEST(Chrome, SiteFurnitureInTheMiddleGoes) {
  const PassCase cases[] = {
      {"line", kBody + "\n【打印正文】\n字号: [小][大]\n" + kBody + "\n",
       kBody + "\n" + kBody + "\n"},
      {"glued", "涉及抽查市场主体当前隐藏内容免费查看一千户，发现问题十件。",
       "涉及抽查市场主体一千户，发现问题十件。"},
  };
  for (const PassCase& one : cases)
    check_pass(one, repair_chrome, RepairKind::Chrome);
}

TEST(Chrome, EdgesAndContentStay) {
  for (const std::string& text : std::vector<std::string>{
           "【打印正文】\n字号: [小][大]\n" + kBody + "\n扫一扫 手机浏览\n",
           "— 3 —\n" + kBody + "\n", kBody + "\n— 3 —\n", "完成率\n3/10\n说明\n",
           "序号\n1\n任务\n2\n", "- 3月完成\n- 4月完成\n",
           "扫一扫二维码可以查看办事指南，方便群众办事。\n"})
    check_pass(untouched(text.c_str()), repair_chrome, RepairKind::Chrome);
}

TEST(Chrome, RunningHeadsOfPagesGo) {
  document::Document paper;
  paper.format = document::Format::Pdf;
  const auto line = [&](const std::string& text, int page) {
    document::Block block;
    block.text = text;
    block.page = page;
    paper.blocks.push_back(block);
  };
  for (int page = 1; page <= 4; ++page) {
    line("青川原县法治政府建设工作要点", page);
    line("　　" + std::to_string(page) + "." + kBody, page);
    line(std::to_string(page), page);
  }
  Draft draft = assemble(paper);
  const std::string before = draft.text;
  repair_chrome(draft);
  EXPECT_EQ(undo(draft.text, draft.repairs), before);
  std::string want = "青川原县法治政府建设工作要点\n";
  for (int page = 1; page <= 4; ++page)
    want += "　　" + std::to_string(page) + "." + kBody + "\n";
  // The last page number is at the edge.
  EXPECT_EQ(draft.text, want + "4\n");
}

} // namespace
} // namespace plumb::text
