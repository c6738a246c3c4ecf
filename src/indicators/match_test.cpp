// SPDX-License-Identifier: Apache-2.0
#include "match.hpp"

#include <plumb/pack/pack.hpp>

#include <gtest/gtest.h>

#include <memory>

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
      EXPECT_GE(found[i].second, 50);
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
  for (const char* text : {"没有发生决口", "杜绝事故", "实现零发生", "决口的堤坝数量为零"})
    EXPECT_TRUE(forbids(text)) << text;
  for (const char* text : {"达到100%", "办结率不低于90%", ""})
    EXPECT_FALSE(forbids(text)) << text;
}

TEST(Match, TakesListedRatesApart) {
  using List = std::vector<std::string>;
  EXPECT_EQ(subjects_of("渡船登记率、年检率和持证率"), (List{"渡船登记率", "年检率", "持证率"}));
  EXPECT_EQ(subjects_of("渡船登记率以及年检率均保持"), (List{"渡船登记率", "年检率"}));
  EXPECT_EQ(subjects_of("渡船登记率、靠岸“准点率”"), (List{"渡船登记率", "靠岸“准点率"}));
  // What is no rate by itself belongs to the next one.
  for (const char* whole : {"渡船、渔船登记率", "登记率和持证人数", "渡船登记率", "", "、", "均"})
    EXPECT_EQ(subjects_of(whole).size(), 1U) << whole;
  EXPECT_EQ(subjects_of("渡船、渔船登记率"), (List{"渡船、渔船登记率"}));
}

/// Wishes of plans of an invented county, and what they mean among the indicators of the country.
class NationalMatch : public testing::Test {
protected:
  static void SetUpTestSuite() {
    const auto sources = pack::chain(PLUMB_SOURCE_DIR "/packs", "national");
    ASSERT_TRUE(sources.has_value());
    std::vector<pack::Diagnostic> faults;
    const auto rules = pack::Rulebook::load(*sources, faults);
    ASSERT_NE(rules, nullptr);
    matcher_ = std::make_unique<Matcher>(rules->indicators());
  }
  static void TearDownTestSuite() { matcher_.reset(); }
  static std::string first(const Written& written) {
    const auto found = matcher_->match(written);
    return found.empty() ? "" : found.front().first;
  }
  static std::unique_ptr<Matcher> matcher_;
};
std::unique_ptr<Matcher> NationalMatch::matcher_;

constexpr auto kAtLeast = Comparison::AtLeast;
constexpr auto kAtMost = Comparison::AtMost;

TEST_F(NationalMatch, FindsWhatPlansAskFor) {
  struct Case {
    const char *subject, *text, *unit;
    Comparison comparison;
    const char* wanted;
  };
  for (const auto& each : std::vector<Case>{
           // Services, markets, the government's word, the environment.
           {"全县政务服务事项网上可办率", "", "%", kAtLeast, "service_online_share"},
           {"企业开办时间", "企业开办时间压到2个工作日以内", "working_day", kAtMost,
            "company_opening_days"},
           {"办事材料精简比例", "申请材料精简比例30%", "%", kAtLeast, "service_papers_cut"},
           {"历史拖欠账款清偿率", "", "%", kAtLeast, "arrears_paid_share"},
           {"双随机抽查结果公开率", "", "%", kAtLeast, "random_result_public_share"},
           {"全县空气优良天数比例", "", "%", kAtLeast, "air_good_days_share"},
           {"涉企检查频次同比下降", "涉企检查频次同比下降10%", "%", kAtLeast,
            "company_inspections_cut"},
           // Enforcement and its supervision.
           {"行政执法案卷合格率", "", "%", kAtLeast, "case_file_pass_share"},
           {"行政执法“三项制度”落实率", "", "%", kAtLeast, "three_rules_share"},
           {"执法人员每人每年业务培训", "执法人员每人每年业务培训不少于60学时", "学时", kAtLeast,
            "officer_training_hours"},
           {"检察建议按时回复率", "", "%", kAtLeast, "procuratorial_advice_share"},
           {"审计发现问题整改率", "", "%", kAtLeast, "audit_rectified_share"},
           {"人民群众对行政执法工作的满意率", "", "%", kAtLeast, "enforcement_satisfaction"},
           {"代表建议和委员提案办结率", "", "%", kAtLeast, "proposal_closed_share"},
           {"生效裁判履行率", "", "%", kAtLeast, "judgment_performed_share"},
           // Disputes.
           {"行政诉讼败诉率", "行政诉讼败诉率不超过8%", "%", kAtMost, "litigation_lost_share"},
           {"经法定途径解决的纠纷占比", "经法定途径解决的纠纷占比85%", "%", kAtLeast,
            "disputes_legal_share"},
           {"行政复议案件调解和解率", "", "%", kAtLeast, "reconsideration_settled_share"},
           {"复议案件法定期限内办结率", "", "%", kAtLeast, "reconsideration_in_time_share"},
           {"初次信访事项及时受理率", "", "%", kAtLeast, "petition_accepted_share"},
           {"人民调解成功率", "", "%", kAtLeast, "people_mediation_share"},
           {"乡镇人民调解委员会", "乡镇人民调解委员会配2名以上专职人民调解员", "人", kAtLeast,
            "mediators_township_count"},
           // Learning and leadership: what is counted stands behind the number.
           {"", "领导班子成员旁听庭审不少于1次", "次", kAtLeast, "observation_count"},
           {"每年", "每年举办2次领导干部法治专题讲座", "次", kAtLeast, "leaders_study_count"},
           {"学法用法考试合格率", "", "%", kAtLeast, "law_exam_passed_share"},
           {"部门主要负责人述法率", "", "%", kAtLeast, "leader_law_report_share"},
           {"重大行政决策目录公布率", "", "%", kAtLeast, "decision_catalogue_published_share"},
       }) {
    SCOPED_TRACE(std::string(each.subject) + "|" + each.text);
    EXPECT_EQ(first({.subject = each.subject,
                     .text = each.text,
                     .unit = each.unit,
                     .comparison = each.comparison,
                     .number = true}),
              each.wanted);
  }
}

TEST_F(NationalMatch, ReadsWhatStandsAround) {
  struct Case {
    const char *subject, *text, *context, *area, *wanted;
  };
  for (const auto& each : std::vector<Case>{
           {"公开率", "规范性文件审核率、公开率均达到100%", "", "", "normdoc_publication_share"},
           {"公开率", "重大行政决策除保密的外，公开率达到100%", "", "",
            "decision_publication_share"},
           {"审查率", "审查率达到100%", "落实公平竞争审查。出台政策措施先审查，", "规范性文件",
            "normdoc_fair_share"},
           {"合格率", "合格率达到95%", "组织国家工作人员学法用法考试，", "",
            "law_exam_passed_share"},
           {"合格率", "合格率达到95%", "开展行政执法案卷评查，", "", "case_file_pass_share"},
           {"按期答复率", "按期答复率达到100%", "办理政府信息公开申请，", "",
            "disclosure_in_time_share"},
           {"按期答复率", "按期答复率达到100%", "初次信访事项及时受理率达到100%，", "",
            "petition_answered_share"},
           {"出庭率", "出庭率达到100%", "落实行政机关负责人出庭应诉制度，", "",
            "head_appearance_share"},
           {"责任追究率", "对领导干部违法干预行政执法、妨碍行政机关工作秩序的，责任追究率达到100%",
            "", "", "interference_accountability_share"},
           // Nothing around says of what: nothing is told.
           {"按期办结率", "按期办结率达到98%", "建设一体平台，群众一网提交，", "数字政府", ""},
           {"公开率", "公开率达到100%", "整理清单，集中发布，", "提质增效", ""},
           {"满意度", "满意度达到90%", "优化流程，", "数字政府", ""},
       }) {
    SCOPED_TRACE(std::string(each.subject) + "|" + each.text + "|" + each.context);
    EXPECT_EQ(first({.subject = each.subject,
                     .text = each.text,
                     .unit = "%",
                     .comparison = kAtLeast,
                     .number = true,
                     .context = each.context,
                     .area = each.area}),
              each.wanted);
  }
}

TEST_F(NationalMatch, FindsWhatMustNotHappen) {
  struct Case {
    const char *subject, *text, *wanted;
  };
  for (const auto& each : std::vector<Case>{
           {"因违法决策引发的群体性事件", "没有发生因违法决策引发的群体性事件",
            "mass_incidents_decisions"},
           {"重大行政决策被责令纠正的情形", "没有发生重大行政决策被责令纠正的情形",
            "decision_stopped_zero"},
           {"规范性文件违法设定行政许可、行政处罚的情形",
            "没有发生规范性文件违法设定行政许可、行政处罚的情形", "normdoc_forbidden_content"},
           {"", "被备案审查机关纠正的规范性文件数量为零", "normdoc_corrected_zero"},
           {"部门推诿损害群众权益的事件", "没有发生部门推诿损害群众权益的事件", ""},
       }) {
    SCOPED_TRACE(each.text);
    EXPECT_EQ(first({.subject = each.subject, .text = each.text, .comparison = Comparison::Equal}),
              each.wanted);
  }
}

TEST_F(NationalMatch, IsSilentWhereThereIsNone) {
  struct Case {
    const char *subject, *text, *unit;
  };
  for (const auto& each : std::vector<Case>{
           {"渡口视频监控接入率", "", "%"},
           {"听证告知书送达率", "", "%"},
           {"需求满足率", "需求满足率不低于90%", "%"},
           {"抽查比例", "抽查比例不低于20%", "%"},
           {"审核时间", "文件审核时间不少于5个工作日", "working_day"},
           {"单次执法", "单次执法不得少于两人", "人"},
           {"征求意见期限", "征求意见期限不少于30日", "day"},
           {"", "基本完成事业单位改革任务", ""},
           {"每年对出庭应诉、复议纠错、旁听庭审情况",
            "每年对出庭应诉、复议纠错、旁听庭审情况至少通报1次", "次"},
       }) {
    SCOPED_TRACE(std::string(each.subject) + "|" + each.text);
    EXPECT_EQ(first({.subject = each.subject,
                     .text = each.text,
                     .unit = each.unit,
                     .comparison = kAtLeast,
                     .number = *each.unit != 0}),
              "");
  }
}

} // namespace
} // namespace plumb::indicators
