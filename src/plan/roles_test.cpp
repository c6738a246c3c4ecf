// SPDX-License-Identifier: Apache-2.0
#include "roles.hpp"

#include <gtest/gtest.h>

namespace plumb::plan {
namespace {

std::string names(const std::vector<Unit>& units) {
  std::string out;
  for (const auto& unit : units)
    out += (out.empty() ? "" : "|") + unit.text + (unit.group ? "*" : "");
  return out;
}

std::string read(std::string_view text, LabelKind otherwise = LabelKind::None) {
  const Roles roles = read_roles(text, {0, static_cast<std::uint32_t>(text.size())}, otherwise);
  std::string out =
      "L:" + names(roles.lead) + " R:" + names(roles.responsible) + " S:" + names(roles.supporting);
  for (const Span span : roles.deadlines)
    out += " D:" + std::string(span.of(text));
  return out;
}

TEST(Roles, ReadsLabelsVerbsAndLists) {
  struct Case {
    const char* clause;
    const char* want;
  };
  const Case cases[] = {
      {"牵头单位:县司法局;责任单位:县财政局、县审计局", "L:县司法局 R:县财政局|县审计局 S:"},
      {"牵 头 单 位：县司法局，县财政局", "L:县司法局|县财政局 R: S:"},
      {"责责任部门:其他部门、各街道按职责分别负责", "L: R:其他部门*|各街道* S:"},
      {"配合单位:市场监管局、财政局等部门", "L: R: S:市场监管局|财政局"},
      {"责任单位:区司法局、区信访局等部门以及各街道按职责分工负责",
       "L: R:区司法局|区信访局|各街道* S:"},
      {"牵头单位:自治区政府办公厅、司法厅,责任单位:自治区政府各部门",
       "L:自治区政府办公厅|司法厅 R:自治区政府各部门* S:"},
      {"县司法局牵头,县财政局、各乡镇(街道)配合", "L:县司法局 R: S:县财政局|各乡镇(街道)*"},
      {"由县司法局牵头负责，县审计局参与", "L:县司法局 R: S:县审计局"},
      {"县司法局牵头县财政局配合", "L:县司法局 R: S:县财政局"},
      {"县司法局会同县财政局负责", "L:县司法局 R: S:县财政局"},
      {"县司法局、县财政局、各镇街按照职责分工负责", "L: R:县司法局|县财政局|各镇街* S:"},
      {"省司法厅、省发展改革委等有关部门按职责分工负责，各市州人民政府落实",
       "L: R:省司法厅|省发展改革委|各市州人民政府* S:"},
      {"责任单位:各区、县级市人民政府", "L: R:各区、县级市人民政府* S:"},
      {"责任单位:各相关市、县〔区〕人民政府", "L: R:各相关市、县〔区〕人民政府* S:"},
      {"责任单位:各县(市、区)人民政府,各开发区管委会",
       "L: R:各县(市、区)人民政府*|各开发区管委会* S:"},
      {"责任单位:各部门、单位", "L: R:各部门、单位* S:"},
      {"责任单位:区委、区政府", "L: R:区委|区政府 S:"},
      {"责任单位:发展和改革局、人力资源和社会保障局、文化和旅游局和住房和城乡建设局",
       "L: R:发展和改革局|人力资源和社会保障局|文化和旅游局|住房和城乡建设局 S:"},
      {"责任单位:县农业农村和水利局及各乡镇", "L: R:县农业农村和水利局|各乡镇* S:"},
      {"牵头单位:政协办、人大办", "L:政协办|人大办 R: S:"},
      {"牵头、责任部门:县司法局、县财政局", "L:县司法局 R:县财政局 S:"},
      {"责任单位:县司法局;完成时限:2024年6月底前", "L: R:县司法局 S: D:2024年6月底前"},
      {"责任单位：县司法局，责任人：张某某", "L: R:县司法局 S:"},
      {"县司法局牵头,2024年6月底前完成", "L:县司法局 R: S: D:2024年6月底前完成"},
      {"牵头单位:县司法局。以下各项任务,各乡镇均为责任单位,不再一一列出", "L:县司法局 R: S:"},
      {"主办单位:县司法局 协办单位:县教育局", "L:县司法局 R: S:县教育局"},
      {"责任单位:无", "L: R: S:"},
  };
  for (const auto& test : cases)
    EXPECT_EQ(read(test.clause), test.want) << test.clause;
}

TEST(Roles, CellsTakeTheRoleOfTheirColumn) {
  EXPECT_EQ(read("县司法局\n县财政局", LabelKind::Supporting), "L: R: S:县司法局|县财政局");
  EXPECT_EQ(read("牵头单位:县司法局\n责任单位:各乡镇", LabelKind::Combined),
            "L:县司法局 R:各乡镇* S:");
  EXPECT_EQ(read("县司法局 县财政局", LabelKind::Responsible), "L: R:县司法局|县财政局 S:");
}

TEST(Roles, NotesTheDocumentWideSentence) {
  const std::string_view text = "牵头单位:县司法局。以下各项任务,各乡镇均为责任单位,不再一一列出";
  const Roles roles =
      read_roles(text, {0, static_cast<std::uint32_t>(text.size())}, LabelKind::None);
  EXPECT_EQ(roles.document_wide.of(text), "以下各项任务,各乡镇均为责任单位,不再一一列出");
}

TEST(Roles, TellsClausesFromRemarks) {
  for (const std::string_view clause :
       {"牵头单位:县司法局", "县司法局牵头", "县司法局、县财政局按职责分工负责", "责任部门：各部门",
        "县司法局牵头,各乡镇配合,6月底前完成"})
    EXPECT_TRUE(is_role_clause(clause, {0, static_cast<std::uint32_t>(clause.size())})) << clause;
  for (const std::string_view remark :
       {"综合办", "含乡镇、街道", "2021—2025年", "以下简称《工作方案》",
        "由县司法局负责解释工作的具体问题", "试行", "贯彻落实情况", "谁执法谁负责"})
    EXPECT_FALSE(is_role_clause(remark, {0, static_cast<std::uint32_t>(remark.size())})) << remark;
}

TEST(Roles, ReadsASentenceThatNamesTheLead) {
  const std::string_view text = "建立联席会议制度,由县司法局牵头,县财政局配合,定期会商。";
  const Roles roles = read_roles_in_sentence(text, {0, static_cast<std::uint32_t>(text.size())});
  EXPECT_EQ(names(roles.lead), "县司法局");
  EXPECT_EQ(names(roles.supporting), "县财政局");
  const std::string_view model = "建立由乡镇统筹、司法所牵头、法律顾问协助的工作模式。";
  EXPECT_TRUE(read_roles_in_sentence(model, {0, static_cast<std::uint32_t>(model.size())}).empty());
}

TEST(Labels, KnowsWhatALabelMeans) {
  struct Case {
    const char* word;
    LabelKind want;
  };
  const Case cases[] = {{"牵头单位", LabelKind::Lead},
                        {"主办部门", LabelKind::Lead},
                        {"主要责任单位", LabelKind::Lead},
                        {"责任主体", LabelKind::Responsible},
                        {"落实单位", LabelKind::Responsible},
                        {"分工", LabelKind::Responsible},
                        {"协办单位", LabelKind::Supporting},
                        {"参加单位", LabelKind::Supporting},
                        {"牵头、责任部门", LabelKind::Combined},
                        {"责任领导", LabelKind::Person},
                        {"责任人", LabelKind::Person},
                        {"完成时限", LabelKind::Deadline},
                        {"时间节点", LabelKind::Deadline},
                        {"效果指标", LabelKind::Effects},
                        {"目标", LabelKind::Goal},
                        {"具体措施", LabelKind::Measures},
                        {"建立制度", LabelKind::None},
                        {"单位", LabelKind::None}};
  for (const auto& test : cases)
    EXPECT_EQ(label_kind(test.word), test.want) << test.word;
}

} // namespace
} // namespace plumb::plan
