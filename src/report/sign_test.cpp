// SPDX-License-Identifier: Apache-2.0
// Signing: what keeps a report from it, what is frozen, and that the filed papers can be made again
// whatever happens to the records, the rules and the tables.
#include "test_support.hpp"

#include <plumb/base/hash.hpp>

#include <gtest/gtest.h>

namespace plumb::report {
namespace {

using testing::found;
using testing::Json;
using testing::json;
using testing::Store;

const std::vector<std::string> kOver = {"figure_not_applicable", "part_missing", "too_short"};

class SignTest : public ::testing::Test {
protected:
  SignTest() : database_(storage::testing::fresh_database()), store_(*database_) {
    store_.load();
    store_.publish("渔船停泊规定", "dz", "2026-03-01", true);
    late_ = store_.publish("路灯管理规定", "lz", "2026-07-01", false);
    id_ = store_.begin()["record_id"].text();
  }
  void complete_and_sign(const Signature& signature = {}) {
    store_.complete(id_);
    const auto done = store_.sign(id_, kOver, false, signature);
    ASSERT_TRUE(done.has_value()) << done.error().id << " "
                                  << (done.error().args.empty() ? "" : done.error().args[0].second);
  }
  Json check() {
    const auto made = store_->compare_filed("default", store_.units(), id_, {});
    EXPECT_TRUE(made.has_value()) << made.error().id;
    return made ? json(*made) : Json();
  }
  std::unique_ptr<storage::Database> database_;
  Store store_;
  std::string late_, id_;
};

TEST_F(SignTest, RefusesWhatIsNotReady) {
  const auto refused = store_.sign(id_, kOver);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().id, "report.not_ready");
  const Json checks = json(refused.error().args.at(0).second);
  EXPECT_FALSE(checks.items().empty());
  EXPECT_EQ(found(checks, "chapter", "shortfalls")["chapter"].text(), "shortfalls")
      << checks.dump();
  EXPECT_EQ(store_.report(id_)["state"].text(), "drafting");
}

TEST_F(SignTest, FaultsInTextsCannotBeSignedOver) {
  store_.complete(id_);
  ASSERT_TRUE(store_
                  .revise(id_, Json(Json::Array{Json::Object{{"chapter", "results"},
                                                             {"text", "公布{{nothing}}件"}}}))
                  .has_value());
  const auto refused = store_.sign(id_, {"unknown_figure"});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().id, "report.not_ready");
}

TEST_F(SignTest, TypedFiguresAreComparedAndSignedOverOnlyByName) {
  store_.complete(id_);
  ASSERT_TRUE(store_
                  .revise(id_, Json(Json::Array{Json::Object{
                                   {"chapter", "results"},
                                   {"text", "镇规公布数为5件，审核率{{charter_share}}。"}}}))
                  .has_value());
  const Json report = store_.report(id_);
  const Json differs = found(report["findings"], "id", "figure_differs");
  ASSERT_FALSE(differs.is_null()) << report["findings"].dump();
  EXPECT_FALSE(differs["blocks"].boolean_or(true));
  EXPECT_EQ(differs["arguments"]["known"].text(), "2件");
  const auto refused = store_.sign(id_, kOver);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().id, "report.not_ready");
  auto over = kOver;
  over.emplace_back("figure_differs");
  ASSERT_TRUE(store_.sign(id_, over).has_value());
  EXPECT_EQ(store_.records().state("default", id_)->fields["signed_over"].text(), "figure_differs");
}

TEST_F(SignTest, FreezesFiguresListsAndPapers) {
  complete_and_sign({.signed_by = "砚湖县人民政府办公室", .signed_on = testing::day("2026-12-21")});
  const Json report = store_.report(id_);
  EXPECT_EQ(report["state"].text(), "signed");
  EXPECT_TRUE(report["signed"].boolean_or(false));
  EXPECT_EQ(report["signed_on"].text(), "2026-12-21");
  ASSERT_EQ(report["files"].items().size(), 3U);
  EXPECT_TRUE(report["findings"].items().empty());
  const auto record = store_.records().state("default", id_);
  ASSERT_TRUE(record.has_value());
  const Json share = found(record->fields["figures"], "key", "charter_share");
  EXPECT_EQ(share["text"].text(), "50%");
  EXPECT_EQ(share["numerator"].text(), "1");
  EXPECT_EQ(share["denominator"].text(), "2");
  EXPECT_EQ(share["value"].text(), "50");
  EXPECT_EQ(record->fields["known_on"].text(), "2026-12-20");
  EXPECT_EQ(record->fields["counted_by"].text(), "national@1.0.0");
  EXPECT_EQ(record->fields["signed_by"].text(), "砚湖县人民政府办公室");
  const auto papers = store_.papers(id_);
  for (const auto& [field, bytes] :
       {std::pair{"document", papers.docx}, std::pair{"page", papers.html},
        std::pair{"annex", papers.xlsx}}) {
    const auto file = store_.records().file("default", record->fields[field]["sm3"].text());
    ASSERT_TRUE(file.has_value()) << field;
    EXPECT_TRUE(file->bytes == bytes) << field;
    EXPECT_EQ(record->fields[field]["size"].integer_or(0), static_cast<std::int64_t>(bytes.size()));
  }
  EXPECT_NE(papers.html.find("known_on=2026-12-20"), std::string::npos);
  EXPECT_NE(papers.html.find("2026年12月21日"), std::string::npos);
  EXPECT_TRUE(check()["same"].boolean_or(false));
}

TEST_F(SignTest, PapersStayWhenTheirRecordsMove) {
  complete_and_sign();
  const auto before = store_.papers(id_);
  store_.until("2027-02-03");
  ASSERT_TRUE(store_.change(late_, registers::Annul{"录错"}).has_value());
  const auto after = store_.papers(id_);
  EXPECT_TRUE(before.docx == after.docx);
  EXPECT_TRUE(before.html == after.html);
  EXPECT_TRUE(before.xlsx == after.xlsx);
  const Json report = store_.report(id_);
  const Json share = found(report["figures"], "key", "charter_share");
  EXPECT_EQ(share["text"].text(), "50%");
  EXPECT_EQ(share["now"].text(), "100%");
  EXPECT_TRUE(found(report["figures"], "key", "charter_count|form=change")["now"].is_null() ||
              found(report["figures"], "key", "charter_count|form=change")["now"].text() !=
                  found(report["figures"], "key", "charter_count|form=change")["text"].text());
  EXPECT_TRUE(check()["same"].boolean_or(false));
}

TEST_F(SignTest, PapersStayWhenAllTablesAreMadeAgainAndTheRulesForgetTheTemplate) {
  complete_and_sign();
  const auto before = store_.papers(id_);
  ASSERT_TRUE(store_.records().rebuild().has_value());
  ASSERT_TRUE(store_.indicators().rebuild().has_value());
  EXPECT_TRUE(check()["same"].boolean_or(false));
  store_.load(testing::rules("2.0.0", R"(
reports:
  - id: other
    title: 别的
    kind: circular
    heading: "别的"
    chapters:
      - { id: facts, title: 情况 }
)"));
  const auto after = store_.papers(id_);
  EXPECT_TRUE(before.docx == after.docx);
  EXPECT_TRUE(before.html == after.html);
  EXPECT_TRUE(before.xlsx == after.xlsx);
  const Json report = store_.report(id_);
  EXPECT_EQ(report["kind"].text(), "annual");
  EXPECT_EQ(report["chapters"].items()[0]["title"].text(), "主要举措");
}

TEST_F(SignTest, ComparingTellsWhatIsNoLongerWhatWasFiled) {
  complete_and_sign();
  ASSERT_TRUE(store_
                  .change(id_, registers::Correct{.fields = Json::Object{{"title", "改过的题目"}},
                                                  .steps = {},
                                                  .reason = "题目有误"})
                  .has_value());
  const Json checked = check();
  EXPECT_FALSE(checked["same"].boolean_or(true));
  EXPECT_NE(checked["files"].items()[0]["filed"].text(),
            checked["files"].items()[0]["made"].text());
}

TEST_F(SignTest, DryRunDoesEverythingButWrite) {
  store_.complete(id_);
  const auto before = store_.records().state("default", id_);
  const auto shown = store_.sign(id_, kOver, true);
  ASSERT_TRUE(shown.has_value()) << shown.error().id;
  EXPECT_TRUE(json(shown->body)["signed"].boolean_or(false));
  EXPECT_EQ(json(shown->body)["files"].items().size(), 3U);
  const auto after = store_.records().state("default", id_);
  ASSERT_TRUE(before.has_value() && after.has_value());
  EXPECT_EQ(*before, *after);
  const auto file =
      store_.records().file("default", json(shown->body)["files"].items()[0]["sm3"].text());
  EXPECT_FALSE(file.has_value());
}

TEST_F(SignTest, SignsOnceEvenWhereTheAnswerGotLost) {
  store_.complete(id_);
  const journal::Context context{.actor = "统筹", .idempotency_key = "k1"};
  const auto revision = store_.records().state("default", id_)->revision;
  const auto sign = [&](std::int64_t seen, const journal::Context& who) {
    const auto answer =
        store_->sign(who, store_.units(), id_, seen, kOver, Store::coordinator(), false);
    return answer ? "revision " + std::to_string(answer->revision) : answer.error().id;
  };
  EXPECT_EQ(sign(revision - 1, {.actor = "统筹", .idempotency_key = "k0"}),
            "records.revision_conflict");
  EXPECT_EQ(sign(revision, context), "revision " + std::to_string(revision + 1));
  EXPECT_EQ(sign(revision, context), "revision " + std::to_string(revision + 1));
  EXPECT_EQ(sign(revision + 1, {}), "report.not_drafting");
}

TEST_F(SignTest, OnlyWhoMaySignsAndChangesNothingAfterwards) {
  store_.complete(id_);
  const auto revision = store_.records().state("default", id_)->revision;
  auto inspector = Store::coordinator();
  inspector.roles = {"inspector"};
  const auto refused = store_->sign({}, store_.units(), id_, revision, kOver, inspector, false);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().id, "registers.refused");
  const auto unsigned_yet = store_->compare_filed("default", store_.units(), id_, {});
  ASSERT_FALSE(unsigned_yet.has_value());
  EXPECT_EQ(unsigned_yet.error().id, "report.not_signed");
  complete_and_sign();
  EXPECT_FALSE(
      store_.revise(id_, Json(Json::Array{Json::Object{{"chapter", "next"}, {"text", "改"}}})));
}

TEST_F(SignTest, NextYearsReportStandsBesideIt) {
  complete_and_sign();
  store_.until("2027-12-20");
  store_.publish("渡船规定", "dz", "2027-05-01", true);
  const Json next = store_.begin("yearly", "xzf", {}, 2027);
  EXPECT_NE(next["chapters"].items()[0]["last_year"].text().find("公布镇规2件"), std::string::npos);
  EXPECT_EQ(found(next["figures"], "key", "charter_count")["reported"].text(), "2件");
  const auto& table = next["chapters"].items()[0]["blocks"].items()[2];
  EXPECT_EQ(table["rows"].items()[0].items()[4].text(), "2件");
  const Json other = store_.begin("yearly", "dz", {}, 2027);
  EXPECT_EQ(other["chapters"].items()[0]["last_year"].text(), "") << "of another unit";
}

} // namespace
} // namespace plumb::report
