// SPDX-License-Identifier: Apache-2.0
#include "match.hpp"

#include <gtest/gtest.h>

namespace plumb::indicators {
namespace {

using pack::Comparison;
using pack::Indicator;
using pack::IndicatorKind;

Indicator indicator(std::string id, std::string title, IndicatorKind kind, std::string unit,
                    std::vector<std::string> aliases = {},
                    Indicator::Better better = Indicator::Better::Higher) {
  Indicator out;
  out.id = std::move(id);
  out.title = std::move(title);
  out.kind = kind;
  out.unit = std::move(unit);
  out.aliases = std::move(aliases);
  out.better = better;
  return out;
}

const std::vector<Indicator>& some() {
  static const std::vector<Indicator> indicators{
      indicator("boat_licence_share", "渡船持证率", IndicatorKind::Share, "percent"),
      indicator("boat_review_share", "渡船证书合法性审核率", IndicatorKind::Share, "percent",
                {"渡船证书审核率"}),
      indicator("boat_filing_share", "渡船证书备案率", IndicatorKind::Share, "percent"),
      indicator("boat_days", "渡船办证平均天数", IndicatorKind::Average, "calendar_day", {},
                Indicator::Better::Lower),
      indicator("boat_count", "登记渡船数", IndicatorKind::Count, "item"),
      indicator("sinking_zero", "渡船沉没事故", IndicatorKind::Zero, "item", {},
                Indicator::Better::Lower),
      indicator("ferry_satisfaction", "公众对渡船的满意度", IndicatorKind::Entered, "percent")};
  return indicators;
}

TEST(Match, FindsWhatIsMeant) {
  const Matcher matcher(some());
  struct Case {
    Written written;
    const char* wanted;
  };
  for (const auto& each : std::vector<Case>{
           {{"渡船持证率", "渡船持证率达到100%", "%", Comparison::Equal, true},
            "boat_licence_share"},
           // Offices use one word for another.
           {{"渡船证书合法性审查率", "", "%", Comparison::Equal, true}, "boat_review_share"},
           {{"渡船证书报备率", "渡船证书报备率达到100%", "%", Comparison::Equal, true},
            "boat_filing_share"},
           {{"人民群众对渡船的满意率", "", "%", Comparison::AtLeast, true}, "ferry_satisfaction"},
           // Several in one sentence: the subject says which.
           {{"渡船证书审核率", "渡船持证率达到100%，渡船证书审核率达到90%", "%",
             Comparison::AtLeast, true},
            "boat_review_share"},
           {{"", "全年没有发生渡船沉没事故", "", Comparison::Equal, false}, "sinking_zero"},
           {{"渡船办证时间", "渡船办证平均不超过5天", "天", Comparison::AtMost, true}, "boat_days"},
           {{"登记渡船", "", "艘", {}, true}, "boat_count"},
       }) {
    SCOPED_TRACE(each.written.subject + each.written.text);
    const auto found = matcher.match(each.written);
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found.front().first, each.wanted);
    for (std::size_t i = 0; i < found.size(); ++i) {
      EXPECT_GE(found[i].second, 30);
      EXPECT_LE(found[i].second, 100);
      if (i > 0) {
        EXPECT_LE(found[i].second, found[i - 1].second);
      }
    }
    EXPECT_LE(found.size(), 5U);
  }
}

TEST(Match, IsSureOfTheSameWordsAndSilentAboutOthers) {
  const Matcher matcher(some());
  EXPECT_GE(matcher.match({.subject = "渡船持证率", .unit = "%"}).front().second, 95);
  for (const char* text : {"", "100%", "，。", "村民大会每季度召开", "ABC", "\xff\xfe"})
    EXPECT_TRUE(matcher.match({.subject = text}).empty()) << text;
  // Another unit makes it doubtful.
  const auto other = matcher.match({.subject = "渡船持证率", .unit = "人"});
  EXPECT_TRUE(other.empty() || other.front().second < 70);
  // Nothing to choose from.
  EXPECT_TRUE(Matcher({}).match({.subject = "渡船持证率"}).empty());
}

TEST(Match, KnowsWhatForbids) {
  for (const char* text : {"没有发生决口", "杜绝事故", "实现零发生"})
    EXPECT_TRUE(forbids(text)) << text;
  for (const char* text : {"达到100%", "办结率不低于90%", ""})
    EXPECT_FALSE(forbids(text)) << text;
}

} // namespace
} // namespace plumb::indicators
