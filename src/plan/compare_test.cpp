// SPDX-License-Identifier: Apache-2.0
#include <plumb/plan/compare.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

namespace plumb::plan {
namespace {

Comparable task(std::string_view title, std::string_view text, std::string_view details = {},
                std::string_view area = "政府职能") {
  return {area, title, text, details};
}

/// "same 0>0, changed 1>2, added >3, dropped 2>".
std::string said(const std::vector<Match>& matches) {
  constexpr const char* kNames[] = {"same", "changed", "added", "dropped"};
  std::string out;
  for (const Match& match : matches) {
    if (!out.empty()) out += ", ";
    out += kNames[static_cast<int>(match.change)];
    out += ' ';
    if (match.before >= 0) out += std::to_string(match.before);
    out += '>';
    if (match.after >= 0) out += std::to_string(match.after);
  }
  return out;
}

const std::vector<Comparable> kPlan{
    task("公布权责清单", "各部门编制并公布权责清单，每季度动态调整一次。", "lead=编办"),
    task("压缩办理时限", "政务服务事项承诺时限压缩到法定时限的一半以内。", "lead=审批局"),
    task("规范文件制定", "规范性文件一律经过合法性审核，印发后十五日内报送备案。", "lead=司法局"),
    task("加强执法监督", "全年组织两次行政执法案卷评查，结果在全县通报。", "lead=司法局"),
    task("化解矛盾纠纷", "健全人民调解组织，做到小事不出村、大事不出镇。", "lead=司法局"),
};

TEST(Similarity, CountsSharedBigrams) {
  EXPECT_EQ(similarity("", ""), 100);
  EXPECT_EQ(similarity("", "公布清单"), 0);
  EXPECT_EQ(similarity("公布权责清单", "公布权责清单"), 100);
  EXPECT_EQ(similarity("公布、权责 清单。", "公布权责（清单）"), 100);
  EXPECT_EQ(similarity("ABC１２", "abc12"), 100);
  EXPECT_EQ(similarity("公布清单", "化解纠纷"), 0);
  EXPECT_EQ(similarity("公布清单", "公布目录"), 33);
  EXPECT_EQ(similarity("法", "法"), 100);
  EXPECT_EQ(similarity("法", "治"), 0);
}

TEST(CompareVersions, FindsNothingChanged) {
  EXPECT_EQ(said(compare_versions(kPlan, kPlan)),
            "same 0>0, same 1>1, same 2>2, same 3>3, same 4>4");
  EXPECT_EQ(said(compare_versions({}, {})), "");
}

TEST(CompareVersions, FindsAddedAndDropped) {
  auto later = kPlan;
  later.erase(later.begin() + 1);
  later.insert(later.begin() + 3,
               task("推进信用建设", "建立守信激励名单和失信惩戒名单。", "lead=发改局"));
  EXPECT_EQ(said(compare_versions(kPlan, later)),
            "same 0>0, dropped 1>, same 2>1, same 3>2, added >3, same 4>4");
  EXPECT_EQ(said(compare_versions(kPlan, {})),
            "dropped 0>, dropped 1>, dropped 2>, dropped 3>, dropped 4>");
  EXPECT_EQ(said(compare_versions({}, {kPlan[0]})), "added >0");
  // The first task dropped stands first.
  EXPECT_EQ(said(compare_versions({kPlan[0], kPlan[1]}, {kPlan[1]})), "dropped 0>, same 1>0");
}

TEST(CompareVersions, FindsChangedWordsRolesAndAreas) {
  auto later = kPlan;
  later[1].text = "政务服务事项承诺时限压缩到法定时限的三分之一以内。";
  later[2].details = "lead=政府办";
  later[3].area = "行政执法";
  const auto matches = compare_versions(kPlan, later);
  EXPECT_EQ(said(matches), "same 0>0, changed 1>1, changed 2>2, changed 3>3, same 4>4");
  EXPECT_GT(matches[1].similarity, 70);
  EXPECT_LT(matches[1].similarity, 100);
  EXPECT_EQ(matches[2].similarity, 100);
}

TEST(CompareVersions, FollowsAMovedTask) {
  auto later = kPlan;
  std::rotate(later.begin(), later.begin() + 1, later.end());
  EXPECT_EQ(said(compare_versions(kPlan, later)),
            "same 1>0, same 2>1, same 3>2, same 4>3, same 0>4");
}

TEST(CompareVersions, IgnoresNumbersAndPunctuation) {
  const std::vector<Comparable> before{
      task("3.公布清单", "（一）编制清单,按期公布;", "d", "一、政府职能"),
      task("第四条 压缩时限", "2、压缩时限", "d", "一、政府职能")};
  const std::vector<Comparable> after{
      task("12. 公布清单", "1.编制清单，按期公布；", "d", "二、政府职能"),
      task("第十五条 压缩时限", "（三）压缩时限", "d", "二、政府职能")};
  EXPECT_EQ(said(compare_versions(before, after)), "same 0>0, same 1>1");
  // 3年 and 5年 are no numbering.
  EXPECT_EQ(
      said(compare_versions({task("", "3年内全部完成整改")}, {task("", "5年内全部完成整改")})),
      "changed 0>0");
}

TEST(CompareVersions, KeepsTheLargerPartOfASplitTask) {
  const auto whole =
      task("", "规范性文件一律经过合法性审核，印发后十五日内报送备案，每两年清理一次。");
  const auto review = task("", "规范性文件一律经过合法性审核，印发后十五日内报送备案。");
  const auto cleanup = task("", "规范性文件每两年清理一次。");
  EXPECT_EQ(said(compare_versions({whole}, {review, cleanup})), "changed 0>0, added >1");
}

TEST(CompareVersions, PairsRepeatedTextsInOrder) {
  const auto repeated = task("", "按要求报送信息。", "d");
  EXPECT_EQ(said(compare_versions({repeated, repeated, kPlan[0]}, {repeated, kPlan[0], repeated})),
            "same 0>0, same 2>1, same 1>2");
  EXPECT_EQ(said(compare_versions({repeated}, {repeated, repeated})), "same 0>0, added >1");
}

TEST(CompareVersions, KnowsARewrittenTaskByItsNeighbours) {
  auto later = kPlan;
  later[2].title = "管好文件";
  later[2].text = "未经合法性审核的文件一律不得印发，备案率达到百分之百，规范性文件有错必纠。";
  EXPECT_EQ(said(compare_versions(kPlan, later)),
            "same 0>0, same 1>1, changed 2>2, same 3>3, same 4>4");
  // The same words elsewhere in the plan are a new task.
  const auto moved = later[2];
  later.erase(later.begin() + 2);
  later.push_back(moved);
  EXPECT_EQ(said(compare_versions(kPlan, later)),
            "same 0>0, same 1>1, dropped 2>, same 3>2, same 4>3, added >4");
}

TEST(CompareVersions, TakesLargeVersions) {
  constexpr int kTasks = 5'000;
  std::vector<std::string> before, after;
  for (int i = 0; i < kTasks; ++i) {
    const std::string number = std::to_string(i * 7919 % 100'003);
    before.push_back("推进法治政府建设工作，由第" + number + "组负责落实并按期报送" + number +
                     "号材料");
    after.push_back(before.back() + (i % 2 == 0 ? "" : "，结果予以公开"));
  }
  std::vector<Comparable> a, b;
  for (int i = 0; i < kTasks; ++i) {
    a.push_back(task("", before[static_cast<std::size_t>(i)]));
    b.push_back(task("", after[static_cast<std::size_t>(i)]));
  }
  const auto matches = compare_versions(a, b);
  ASSERT_EQ(matches.size(), static_cast<std::size_t>(kTasks));
  int right = 0;
  for (const Match& match : matches)
    right += match.before == match.after &&
             match.change == (match.after % 2 == 0 ? Change::Same : Change::Changed);
  EXPECT_GT(right, kTasks * 99 / 100);
}

TEST(ProposeLinks, FindsTheTaskThatIsCarriedOut) {
  const std::vector<Comparable> lower{
      task("加强执法监督", "全镇每半年组织一次行政执法案卷自查。"),
      task("", "镇规范性文件一律经过合法性审核，印发后报送备案。"),
      task("办好农民丰收节", "九月举办庆祝活动和农产品展销。"),
      task("开展案卷评查", "组织两次行政执法案卷评查。"),
      task("", ""),
  };
  const auto links = propose_links(lower, kPlan);
  ASSERT_EQ(links.size(), 3U);
  EXPECT_EQ(links[0].lower, 0);
  EXPECT_EQ(links[0].higher, 3);
  EXPECT_EQ(links[1].lower, 1);
  EXPECT_EQ(links[1].higher, 2);
  // Several tasks may carry out one.
  EXPECT_EQ(links[2].lower, 3);
  EXPECT_EQ(links[2].higher, 3);
  for (const Link& link : links)
    EXPECT_GE(link.similarity, 45);
  EXPECT_TRUE(propose_links(lower, kPlan, 101).empty());
  EXPECT_TRUE(propose_links(lower, {}).empty());
}

std::vector<std::string> any_texts() {
  static const std::vector<std::string> parts{"公布", "清单", "审核", "文件", "调解",
                                              "1.",   "，",   "法",   "\xff"};
  std::vector<std::string> texts;
  for (const auto& picks : *rc::gen::container<std::vector<std::vector<std::size_t>>>(
           rc::gen::container<std::vector<std::size_t>>(
               rc::gen::inRange<std::size_t>(0, parts.size())))) {
    std::string text;
    for (const auto at : picks)
      text += parts[at];
    texts.push_back(std::move(text));
  }
  return texts;
}

std::vector<Comparable> tasks_of(const std::vector<std::string>& texts) {
  std::vector<Comparable> tasks;
  for (const std::string& text : texts)
    tasks.push_back(task("", text));
  return tasks;
}

RC_GTEST_PROP(CompareProperties, EveryTaskStandsOnce, ()) {
  const auto before = any_texts(), after = any_texts();
  std::multiset<int> befores, afters;
  int last = -1;
  for (const Match& match : compare_versions(tasks_of(before), tasks_of(after))) {
    RC_ASSERT((match.before < 0) == (match.change == Change::Added));
    RC_ASSERT((match.after < 0) == (match.change == Change::Dropped));
    if (match.before >= 0) befores.insert(match.before);
    if (match.after < 0) continue;
    afters.insert(match.after);
    RC_ASSERT(match.after == last + 1);
    last = match.after;
  }
  RC_ASSERT(befores.size() == before.size());
  RC_ASSERT(std::set<int>(befores.begin(), befores.end()).size() == before.size());
  RC_ASSERT(afters.size() == after.size());
}

RC_GTEST_PROP(CompareProperties, AVersionIsTheSameAsItself, ()) {
  const auto texts = any_texts();
  for (const Match& match : compare_versions(tasks_of(texts), tasks_of(texts)))
    RC_ASSERT(match.change == Change::Same && match.similarity == 100);
}

RC_GTEST_PROP(CompareProperties, SimilarityIsSymmetric, ()) {
  const auto texts = any_texts();
  for (const auto& a : texts)
    for (const auto& b : texts)
      RC_ASSERT(similarity(a, b) == similarity(b, a));
}

} // namespace
} // namespace plumb::plan
