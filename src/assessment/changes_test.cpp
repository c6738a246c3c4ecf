// SPDX-License-Identifier: Apache-2.0
#include "samples.hpp"
#include "words.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace plumb::assessment {
namespace {

using namespace testing;

std::string_view name_of(Change::What what) {
  constexpr std::string_view kNames[] = {"added", "removed", "marks", "standard",
                                         "kinds", "scoring", "moved", "title"};
  return kNames[static_cast<std::size_t>(what)];
}

std::string lines(const std::vector<Change>& all) {
  std::string out;
  for (const auto& one : all)
    out += std::string(name_of(one.what)) + ' ' + one.item + " [" + one.before + "] → [" +
           one.after + "]\n";
  return out;
}

pack::Edition before() {
  return edition({{judged("a", "6"), automatic("b", "4", linear("80", "100"))},
                  {judged("c", "3", Kind::Bonus)}});
}

TEST(Changes, NothingWhereNothingChanged) {
  EXPECT_EQ(lines(changes(before(), before())), "");
  auto other = before();
  other.areas[0].objectives[0].items[0].unit_kinds = {"township", "government"};
  EXPECT_EQ(lines(changes(before(), other)), "") << "the same kinds, told another way";
}

TEST(Changes, TellEachThingInWords) {
  auto after = before();
  auto& first = after.areas[0].objectives[0].items;
  first[0].marks = number("5.5");
  first[0].standard = "有材料才得分";
  first[0].unit_kinds = {"township"};
  first[0].evidence = true;
  first[0].title = "另一个名称";
  first[1].automatic->full_at = number("95");
  EXPECT_EQ(lines(changes(before(), after)),
            "marks a [6分] → [5.5分]\n"
            "standard a [由评定人按材料打分] → [有材料才得分]\n"
            "kinds a [政府工作部门、乡镇] → [乡镇]\n"
            "scoring a [由人评定] → [由人评定，须附佐证材料]\n"
            "title a [项目a] → [另一个名称]\n"
            "scoring b [sample_share：80不得分，100得4分，之间按比例计算] → "
            "[sample_share：80不得分，95得4分，之间按比例计算]\n");
}

TEST(Changes, AddedRemovedMoved) {
  auto after = before();
  auto moved = after.areas[1].objectives[0].items[0];
  after.areas[1].objectives[0].items = {judged("d", "2", Kind::Deduction)};
  after.areas[0].objectives[0].items[0] = moved;
  EXPECT_EQ(lines(changes(before(), after)),
            "moved c [领域area_2—目标area_2] → [领域area_1—目标area_1]\n"
            "added d [] → [项目d（最多扣2分）]\n"
            "removed a [项目a（6分）] → []\n");
}

TEST(Changes, SameTitleUnderAnotherIdIsTheSameItem) {
  auto after = before();
  auto& item = after.areas[0].objectives[0].items[0];
  item.id = "renamed";
  item.marks = number("7");
  EXPECT_EQ(lines(changes(before(), after)), "marks renamed [6分] → [7分]\n");
}

TEST(Changes, AnIdIsBelievedBeforeATitle) {
  auto after = before();
  auto& items = after.areas[0].objectives[0].items;
  items.insert(items.begin(), judged("new", "1"));
  items[0].title = items[1].title; // two of the same title; one of them has the old id
  const auto all = changes(before(), after);
  EXPECT_EQ(lines(all), "added new [] → [项目a（1分）]\n");
}

TEST(Changes, KindOfMarksIsAChangeOfScoring) {
  auto after = before();
  after.areas[1].objectives[0].items[0].kind = Kind::Scored;
  const auto all = changes(before(), after);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].what, Change::What::Scoring);
  EXPECT_NE(all[0].before, all[0].after);
}

TEST(Words, OfEveryForm) {
  const struct {
    pack::AssessmentItem item;
    const char* unit;
    const char* want;
  } cases[] = {
      {judged("a", "1"), "percent", "由人评定"},
      {automatic("a", "6", linear("80", "100")), "percent", "80%不得分，100%得6分，之间按比例计算"},
      {automatic("a", "5", each(Form::DeductEach, "0.5")), "item",
       "满分5分，每一个扣0.5分，扣完为止"},
      {automatic("a", "5", each(Form::DeductEach, "0.5"), Kind::Deduction), "item",
       "每一个扣0.5分，最多扣5分"},
      {automatic("a", "2", each(Form::AddEach, "1"), Kind::Bonus), "item", "每一个加1分，最多2分"},
      {automatic("a", "3", met()), "", "达到目标得3分，否则不得分"},
      {automatic("a", "3", met(), Kind::Deduction), "", "达到目标不扣分，否则扣3分"},
  };
  for (const auto& one : cases)
    EXPECT_EQ(scoring_in_words(one.item, one.unit), one.want);
}

} // namespace
} // namespace plumb::assessment
