// SPDX-License-Identifier: Apache-2.0
/// Registers that belong together, roles, duties that come again: what is read, and how layers
/// merge it.
#include "bundle.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plumb::pack {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto day = base::make_date;

Sections linked() {
  return sections_of(read_text(std::string(PLUMB_TESTDATA) + "/linked.txt"));
}

std::shared_ptr<const Rulebook> load(std::string_view changes) {
  std::vector<Diagnostic> faults;
  const auto rules = Rulebook::load(sources_of(linked(), sections_of(changes)), faults);
  EXPECT_EQ(shown(faults), "");
  return rules;
}

TEST(Links, AreRead) {
  const auto rules = load("");
  ASSERT_NE(rules, nullptr);
  const auto* errand = rules->find_register("errand");
  ASSERT_NE(errand, nullptr);
  EXPECT_THAT(errand->parties, ElementsAre("lead", "helpers", "visits.host"));
  EXPECT_THAT(errand->key, ElementsAre("title", "lead"));
  const auto* issue = errand->step("issue");
  ASSERT_NE(issue, nullptr);
  ASSERT_EQ(issue->spawns.size(), 3u);
  EXPECT_EQ(issue->spawns[0].register_id, "part");
  EXPECT_EQ(issue->spawns[0].link, "errand");
  EXPECT_EQ(issue->spawns[0].for_each, "lead");
  EXPECT_EQ(issue->spawns[2].fields[0], (std::pair<std::string, std::string>("unit", "each.host")));
  ASSERT_EQ(issue->assigns.size(), 1u);
  EXPECT_EQ(issue->assigns[0].pattern, "{series}〔{year}〕{number}号");
  const auto* draw = errand->step("draw");
  ASSERT_NE(draw, nullptr);
  ASSERT_TRUE(draw->draws);
  EXPECT_TRUE(draw->aside);
  EXPECT_TRUE(draw->draws->where);
  EXPECT_EQ(draw->draws->match.size(), 1u);
  EXPECT_EQ(draw->draws->count, "wanted");
  EXPECT_THAT(errand->step("report")->acts, ElementsAre("lead", "visits.host"));
  EXPECT_EQ(errand->step("close")->carries.at(0).step, "withdraw");
  EXPECT_EQ(errand->state("open")->stage, "办理");
  EXPECT_TRUE(errand->state("reported")->done);
  EXPECT_FALSE(errand->state("open")->done);
  const auto* due = errand->clock("due");
  EXPECT_EQ(due->until_field, "due_on");
  EXPECT_EQ(due->binding, Binding::Policy);
  EXPECT_EQ(due->cite, (Citation{"errand_rule", "3"}));
  ASSERT_EQ(errand->dossier.size(), 3u);
  EXPECT_TRUE(errand->dossier[1].required);
  EXPECT_TRUE(errand->dossier[2].optional);
}

} // namespace
} // namespace plumb::pack
