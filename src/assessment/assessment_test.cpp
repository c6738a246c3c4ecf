// SPDX-License-Identifier: Apache-2.0
#include "test_support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plumb::assessment {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// `reason:item.column` of each refusal; the error's id where it is another.
std::vector<std::string> reasons(const base::Result<records::Answer>& result) {
  if (result) return {"done"};
  if (result.error().id != "registers.refused") return {result.error().id};
  std::vector<std::string> out;
  const auto refusals = parsed(result.error().args.at(0).second);
  for (const auto& one : refusals.items()) {
    const auto& details = one["details"];
    EXPECT_FALSE(one["title"].text().empty());
    out.push_back(details["reason"].text().empty()
                      ? one["code"].text()
                      : details["reason"].text() + ":" + details["item"].text() + "." +
                            details["column"].text());
  }
  return out;
}

/// total/scored/full, deductions and bonus of a sheet.
std::string total_of_sheet(const Json& sheet) {
  const auto& total = sheet["total"];
  return (total["total"].is_null() ? "–" : total["total"].text()) + " " + total["scored"].text() +
         "/" + total["full"].text() + " -" + total["deducted"].text() + " +" +
         total["bonus"].text() + " open " + std::to_string(total["open"].integer_or(-1));
}

Json item_of(const Json& sheet, const std::string& id) {
  for (const auto& area : sheet["areas"].items())
    for (const auto& objective : area["objectives"].items())
      for (const auto& item : objective["items"].items())
        if (item["item"]["id"].text() == id) return item;
  return {};
}

/// unit rank total, as the round lists them.
std::vector<std::string> lines_of(const Json& round) {
  std::vector<std::string> out;
  for (const auto& kind : round["kinds"].items())
    for (const auto& sheet : kind["sheets"].items())
      out.push_back(sheet["unit"].text() + " " +
                    (sheet["rank"].is_null() ? "–" : std::to_string(sheet["rank"].integer_or(0))) +
                    " " + (sheet["total"].is_null() ? "–" : sheet["total"].text()));
  return out;
}

std::string self_rows(World& world, const std::string& marks = "4") {
  return R"([{"item":"chief","marks":)" + marks + R"(,"evidence":{"sm3":")" + world.file() +
         R"(","name":"佐证.txt"}},{"item":"mediation","marks":3,"note":"全年"}])";
}
const char* const kVerdicts = R"([{"item":"chief","marks":3.5},{"item":"mediation","marks":2}])";

/// A township scored by itself and verified, with these marks for its chief.
void score_and_verify(World& world, const std::string& of, const std::string& chief) {
  ASSERT_THAT(reasons(world.take(of, "self_score", "self_scores", self_rows(world), clerk(of))),
              ElementsAre("done"));
  ASSERT_THAT(reasons(world.take(of, "verify", "verified_scores",
                                 R"([{"item":"chief","marks":)" + chief +
                                     R"(},{"item":"mediation","marks":2}])",
                                 coordinator())),
              ElementsAre("done"));
}

/// And settled.
void carry_through(World& world, const std::string& of, const std::string& chief) {
  score_and_verify(world, of, chief);
  ASSERT_THAT(reasons(world.settle(of)), ElementsAre("done"));
}

TEST(Round, OpensOneSheetForEachUnitOfItsKinds) {
  World world;
  EXPECT_EQ(world.round()["may_open"], Json(true));
  const auto opened = world.open();
  EXPECT_THAT(lines_of(opened), ElementsAre("sfj – 0", "slj – 0", "qy – 0", "by – 0", "hx – 0"));
  EXPECT_EQ(opened["may_open"], Json(false));
  EXPECT_EQ(world.open(), opened) << "again it opens nothing";

  auto more = units();
  more.push_back(unit("dh", organisation::UnitKind::Township, "东湖镇"));
  more.push_back(unit("fy", organisation::UnitKind::Judicial, "砚湖县人民法院"));
  more[3].until = day("2026-06-01"); // 青岩镇 is no more, its sheet stays
  world.tree = tree_of(more);
  EXPECT_EQ(world.round()["may_open"], Json(true));
  EXPECT_EQ(lines_of(world.open()).size(), 6U);
  const auto listed = world->editions("default");
  ASSERT_TRUE(listed.has_value());
  EXPECT_EQ(parsed(*listed)["items"].items()[0]["opened"], Json(6));
}

TEST(Round, NeedsAnEditionUnitsAndTheRight) {
  World world;
  const auto error = [](const auto& result) { return result ? "done" : result.error().id; };
  EXPECT_EQ(error(world->open_round({}, world.tree, "sample_1999", coordinator())),
            "assessment.unknown_edition");
  EXPECT_EQ(error(world->round("default", world.tree, "sample_1999", {})),
            "assessment.unknown_edition");
  EXPECT_EQ(error(world->edition("default", "sample_1999")), "assessment.unknown_edition");
  EXPECT_EQ(error(world->edition_changes("default", "sample_1999")), "assessment.unknown_edition");
  EXPECT_EQ(error(world->open_round({}, world.tree, "sample_2026", clerk("qy"))),
            "registers.refused");
  world.tree = tree_of({unit("yh", organisation::UnitKind::Authority, "砚湖县人民政府")});
  EXPECT_EQ(error(world->open_round({}, world.tree, "sample_2026", coordinator())),
            "assessment.not_ready");
  EXPECT_TRUE(lines_of(world.round()).empty());
}

TEST(Sheet, ScoresLiveNumbersOfTheUnitAlone) {
  World world;
  world.open();
  EXPECT_EQ(total_of_sheet(world.sheet("qy")), "0 0/4 -0 +0 open 2")
      << "no share of nothing, but not inspected twice either";
  world.inspect("qy", true, "2026-03-02");
  world.inspect("qy", true, "2026-04-02");
  world.inspect("qy", false, "2026-05-02");
  world.inspect("by", true, "2026-03-02");
  world.inspect("by", true, "2025-12-31");
  const auto sheet = world.sheet("qy");
  EXPECT_EQ(item_of(sheet, "share")["value"]["text"], Json("66.67%"));
  EXPECT_EQ(item_of(sheet, "share")["value"]["denominator"], Json("3"));
  EXPECT_EQ(item_of(sheet, "share")["marks"], Json("2"));
  EXPECT_EQ(item_of(sheet, "twice")["marks"], Json("4"));
  EXPECT_EQ(item_of(sheet, "failed")["marks"], Json("0.5"));
  EXPECT_EQ(item_of(sheet, "minutes")["applies"], Json(false)) << "it is for departments";
  EXPECT_EQ(total_of_sheet(sheet), "59.5 6/10 -0.5 +0 open 2");
  EXPECT_EQ(item_of(world.sheet("by"), "twice")["marks"], Json("0"))
      << "last year's does not count";
  // A list of all is scored like each sheet alone.
  const auto round = world.round();
  for (const auto& kind : round["kinds"].items())
    for (const auto& line : kind["sheets"].items())
      EXPECT_EQ(line["total"], world.sheet(line["unit"].text())["total"]["total"]);
}

TEST(Sheet, CountsUntilTheYearEnds) {
  World world;
  world.open();
  EXPECT_EQ(world.sheet("qy")["counted_on"], Json("2026-11-22"));
  world.until("2027-03-01");
  world.inspect("qy", false, "2026-12-31");
  world.inspect("qy", false, "2027-01-01");
  const auto sheet = world.sheet("qy");
  EXPECT_EQ(sheet["counted_on"], Json("2026-12-31"));
  EXPECT_EQ(item_of(sheet, "failed")["marks"], Json("0.5"));
}

TEST(Steps, CheckEachRowAndLoseNothing) {
  World world;
  world.open();
  const auto self = [&](const std::string& rows) {
    return reasons(world.take("qy", "self_score", "self_scores", rows, clerk("qy")));
  };
  EXPECT_THAT(self(R"([{"item":"chief","marks":5.01},{"item":"chief","marks":1},
                       {"item":"share","marks":1},{"item":"minutes","marks":1},{"item":"no","marks":1},
                       {"item":"mediation"},{"item":"praise","marks":-1}])"),
              ElementsAre("marks:chief.marks", "no_evidence:chief.evidence", "twice:chief.item",
                          "automatic:share.item", "other_kind:minutes.item", "unknown_item:no.item",
                          "no_marks:mediation.marks", "marks:praise.marks"));
  EXPECT_THAT(self(R"([{"item":"mediation","marks":1.125}])"),
              ElementsAre("scale:mediation.marks"));
  EXPECT_THAT(self(R"([{"item":"mediation","marks":"3"}])"), ElementsAre("type:."))
      << "types are told by registers";
  EXPECT_EQ(world.revision("qy"), 1);
  EXPECT_THAT(reasons(world.take("qy", "self_score", "self_scores", self_rows(world), clerk("by"))),
              ElementsAre("not_permitted"));
  EXPECT_THAT(reasons(world.take("qy", "verify", "verified_scores", kVerdicts, coordinator())),
              ElementsAre("wrong_state"));
  EXPECT_THAT(reasons(world.take("qy", "settle", "settled_scores", "[]", coordinator())),
              ElementsAre("records.bad_field"))
      << "settling has its own operation";
  EXPECT_THAT(self(self_rows(world)), ElementsAre("done"));
  const auto sheet = world.sheet("qy");
  EXPECT_EQ(sheet["state"], Json("scored"));
  EXPECT_EQ(item_of(sheet, "chief")["self"]["marks"], Json("4"));
  EXPECT_EQ(item_of(sheet, "chief")["self"]["evidence"].items().size(), 1U);
  EXPECT_TRUE(item_of(sheet, "chief")["marks"].is_null()) << "what the unit says is no verdict";
}

TEST(Steps, VerdictsCoverEverythingJudged) {
  World world;
  world.open();
  ASSERT_THAT(reasons(world.take("qy", "self_score", "self_scores",
                                 R"([{"item":"praise","marks":1,"more_evidence":{"sm3":")" +
                                     world.file() + R"("}}])",
                                 clerk("qy"))),
              ElementsAre("done"));
  const auto verify = [&](const std::string& rows) {
    return reasons(world.take("qy", "verify", "verified_scores", rows, coordinator()));
  };
  EXPECT_THAT(verify(kVerdicts), ElementsAre("missing_item:praise.item"));
  EXPECT_THAT(verify(R"([{"item":"chief","marks":3},{"item":"praise","marks":0}])"),
              ElementsAre("missing_item:mediation.item"));
  EXPECT_THAT(verify(R"([{"item":"chief","marks":3},{"item":"praise","marks":0},
                         {"item":"mediation"}])"),
              ElementsAre("no_marks:mediation.marks"));
  EXPECT_THAT(verify(R"([{"item":"chief","marks":3},{"item":"praise","marks":1},
                         {"item":"mediation","note":"撤并，不适用"}])"),
              ElementsAre("done"));
  EXPECT_EQ(item_of(world.sheet("qy"), "mediation")["applies"], Json(true)) << "it can be appealed";
  // What does not apply leaves the full marks: 3 of 5 and 0 of 4, and one for the praise.
  EXPECT_EQ(total_of_sheet(world.sheet("qy")), "34.33 3/9 -0 +1 open 0");
}

TEST(Steps, AppealsAreHeardOneByOne) {
  World world;
  world.open();
  score_and_verify(world, "qy", "3.5");
  const auto appeal = [&](const std::string& rows) {
    return reasons(world.take("qy", "appeal", "appeals", rows, clerk("qy")));
  };
  EXPECT_THAT(appeal(R"([{"item":"praise","wanted":1,"reason":"有"},
                         {"item":"chief","wanted":9,"reason":" "},{"item":"share","reason":"有"}])"),
              ElementsAre("not_verified:praise.item", "marks:chief.wanted",
                          "no_reason:chief.reason", "automatic:share.item"));
  EXPECT_THAT(appeal(R"([{"item":"chief","wanted":5,"reason":"有新材料"},
                         {"item":"mediation","reason":"漏算"}])"),
              ElementsAre("done"));
  const auto decide = [&](const std::string& rows) {
    return reasons(world.take("qy", "decide_appeal", "appeal_decisions", rows, coordinator()));
  };
  EXPECT_THAT(decide(R"([{"item":"chief","granted":true,"reason":"属实"}])"),
              ElementsAre("no_marks:chief.marks", "missing_item:mediation.item"));
  EXPECT_THAT(decide(R"([{"item":"chief","granted":true,"marks":4.5,"reason":"属实"},
                         {"item":"mediation","granted":false,"marks":4,"reason":"不属实"}])"),
              ElementsAre("not_granted:mediation.marks"))
      << "what is not granted leaves the marks as they were";
  EXPECT_THAT(decide(R"([{"item":"chief","granted":true,"marks":4.5,"reason":"属实"},
                         {"item":"mediation","granted":false,"reason":"不属实"}])"),
              ElementsAre("done"));
  const auto sheet = world.sheet("qy");
  EXPECT_EQ(item_of(sheet, "chief")["marks"], Json("4.5"));
  EXPECT_EQ(item_of(sheet, "chief")["verified"]["marks"], Json("3.5")) << "nothing is written over";
  EXPECT_EQ(item_of(sheet, "mediation")["marks"], Json("2"));
  // Verifying again is the last word then.
  ASSERT_THAT(reasons(world.take("qy", "verify", "verified_scores", kVerdicts, coordinator())),
              ElementsAre("done"));
  EXPECT_EQ(item_of(world.sheet("qy"), "chief")["marks"], Json("3.5"));
}

TEST(Steps, RepetitionIsGivenTheFirstAnswer) {
  World world;
  world.open();
  const journal::Context once{.idempotency_key = "again"};
  const std::string rows = self_rows(world);
  const registers::TakeStep step{.register_id = {},
                                 .step = "self_score",
                                 .fields = Json::Object{{"self_scores", parsed(rows)}}};
  const records::Change change{world.revision("qy"), step, {}};
  const auto take = [&](const journal::Context& context) {
    return world->take(context, world.tree, world.sheet_of("qy"), change, clerk("qy"), false);
  };
  const auto first = take(once), second = take(once);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->revision, second->revision);
  EXPECT_THAT(reasons(take({})), ElementsAre("records.revision_conflict"));
  const records::Change early{world.revision("qy") + 1, step, {}};
  EXPECT_THAT(reasons(world->take({}, world.tree, world.sheet_of("qy"), early, clerk("qy"), false)),
              ElementsAre("records.revision_conflict"));

  ASSERT_THAT(reasons(world.take("qy", "verify", "verified_scores", kVerdicts, coordinator())),
              ElementsAre("done"));
  const auto revision = world.revision("qy");
  const journal::Context settled{.idempotency_key = "settled"};
  const auto settle = [&](const journal::Context& context) {
    return world->settle(context, world.tree, world.sheet_of("qy"), revision, coordinator(), false);
  };
  const auto one = settle(settled);
  ASSERT_TRUE(one.has_value());
  world.inspect("qy", true, "2026-03-02");
  const auto two = settle(settled);
  ASSERT_TRUE(two.has_value());
  EXPECT_EQ(one->body, two->body);
  EXPECT_THAT(reasons(settle({})), ElementsAre("records.revision_conflict"));
}

TEST(Steps, DryRunChangesNothing) {
  World world;
  world.open();
  const auto tried =
      world.take("qy", "self_score", "self_scores", self_rows(world), clerk("qy"), true);
  ASSERT_THAT(reasons(tried), ElementsAre("done"));
  EXPECT_EQ(item_of(parsed(tried->body), "chief")["self"]["marks"], Json("4"));
  EXPECT_EQ(world.sheet("qy")["state"], Json("issued"));
  EXPECT_EQ(world.revision("qy"), 1);
}

TEST(Settling, WaitsForEveryVerdict) {
  World world;
  world.open();
  EXPECT_THAT(reasons(world.settle("qy")), ElementsAre("wrong_state"));
  EXPECT_THAT(reasons(world->settle({}, world.tree, world.sheet_of("qy"), 1, clerk("qy"), false)),
              ElementsAre("not_permitted", "wrong_state"));
  score_and_verify(world, "qy", "3.5");
  // Between verdict and settlement the edition gets one item more.
  std::string edition = kEdition;
  const std::string last = "              - { id: praise";
  edition.insert(edition.find(last),
                 "              - { id: extra, title: 新增一项, standard: 评定, marks: 2 }\n");
  world.activate(rules(edition, "1.1.0"));
  const auto open = world.settle("qy");
  ASSERT_THAT(reasons(open), ElementsAre("assessment.not_ready"));
  EXPECT_EQ(open.error().args.at(0).second, "新增一项");
}

TEST(Settling, FreezesWhatItWasSettledWith) {
  World world;
  world.open();
  world.inspect("qy", true, "2026-03-02");
  const auto changed = world.inspect("qy", false, "2026-04-02");
  carry_through(world, "qy", "3.5");
  const auto before = world.sheet("qy");
  EXPECT_EQ(before["settled"], Json(true));
  EXPECT_EQ(total_of_sheet(before), "49.5 9.5/19 -0.5 +0 open 0");
  EXPECT_EQ(item_of(before, "share")["value"]["value"], Json("50"));

  // A record behind it is corrected, another one is added, the day moves on: it stays.
  registers::Correct correct{.fields = Json::Object{{"passed", true}}, .reason = "记错了"};
  const auto state = world.records().state("default", changed);
  ASSERT_TRUE(state.has_value());
  ASSERT_TRUE(world.records()
                  .change_record({}, changed, {state->revision, correct, {}}, {}, false)
                  .has_value());
  world.inspect("qy", false, "2026-05-02");
  world.until("2027-02-01");
  EXPECT_EQ(world.sheet("qy"), before);
  EXPECT_EQ(item_of(world.sheet("by"), "share")["value"]["standing"], Json("not_applicable"));

  // So it does where the edition changes, and where it is gone.
  std::string edition = kEdition;
  edition.replace(edition.find("marks: 6"), 8, "marks: 9");
  world.activate(rules(edition, "1.1.0"));
  EXPECT_EQ(total_of_sheet(world.sheet("qy")), total_of_sheet(before));
  EXPECT_EQ(item_of(world.sheet("qy"), "share")["item"]["marks"], Json("6"));
  EXPECT_EQ(item_of(world.sheet("by"), "share")["item"]["marks"], Json("9"));
  world.activate(rules("", "1.2.0"));
  const auto alone = world.sheet("qy");
  EXPECT_EQ(total_of_sheet(alone), total_of_sheet(before));
  EXPECT_EQ(item_of(alone, "chief")["marks"], Json("3.5"));
  EXPECT_EQ(item_of(alone, "share")["item"]["title"], Json("合格率"));
  EXPECT_THAT(reasons(world->sheet("default", world.tree, world.sheet_of("by"), {}, {})),
              ElementsAre("assessment.unknown_edition"));
}

TEST(Settling, DryRunTellsTheTotal) {
  World world;
  world.open();
  score_and_verify(world, "qy", "3.5");
  const auto tried = world.settle("qy", true);
  ASSERT_THAT(reasons(tried), ElementsAre("done"));
  EXPECT_EQ(parsed(tried->body)["settled"], Json(true));
  EXPECT_EQ(world.sheet("qy")["settled"], Json(false));
}

TEST(Ranks, AreAmongSettledSheetsOfAKind) {
  World world;
  world.open();
  carry_through(world, "qy", "2");
  carry_through(world, "by", "4");
  EXPECT_THAT(lines_of(world.round()),
              ElementsAre("sfj – 0", "slj – 0", "by 1 46.15", "qy 2 30.77", "hx – 0"));
  carry_through(world, "hx", "4");
  EXPECT_THAT(lines_of(world.round()),
              ElementsAre("sfj – 0", "slj – 0", "by 1 46.15", "hx 1 46.15", "qy 3 30.77"));
  // A unit sees its own line with its place, and nothing of the others.
  const records::Viewer own{.all = false, .units = {"qy"}};
  EXPECT_THAT(lines_of(world.round(own)), ElementsAre("qy 3 30.77"));
  EXPECT_EQ(world.round(own)["may_open"], Json(false));
  EXPECT_THAT(reasons(world->sheet("default", world.tree, world.sheet_of("by"), own, clerk("qy"))),
              ElementsAre("records.unknown_record"));

  const auto table = world->table("default", world.tree, "sample_2026", {});
  ASSERT_TRUE(table.has_value());
  EXPECT_THAT(table->at(0), ElementsAre("名次", "单位", "类别", "状态", "检查情况", "人员", "扣分",
                                        "加分", "总分"));
  EXPECT_THAT(table->at(3),
              ElementsAre("1", "白崖镇", "乡镇", "已定分", "0", "6", "0", "0", "46.15"));
  const auto mine = world->table("default", world.tree, "sample_2026", own);
  ASSERT_TRUE(mine.has_value());
  EXPECT_EQ(mine->size(), 2U);
}

TEST(Sheet, TellsWhatThePersonMayDo) {
  World world;
  world.open();
  const auto id = world.sheet_of("qy");
  const auto own = world->sheet("default", world.tree, id, {}, clerk("qy"));
  ASSERT_TRUE(own.has_value());
  EXPECT_EQ(parsed(own->body)["possible"], parsed(R"(["self_score"])"));
  const auto foreign = world->sheet("default", world.tree, id, {}, clerk("by"));
  ASSERT_TRUE(foreign.has_value());
  EXPECT_EQ(parsed(foreign->body)["possible"], parsed("[]"));
  const auto other = world.inspect("qy", true, "2026-03-02");
  EXPECT_THAT(reasons(world->sheet("default", world.tree, other, {}, coordinator())),
              ElementsAre("assessment.unknown_round"));
  EXPECT_THAT(reasons(world->sheet("default", world.tree, "nobody", {}, coordinator())),
              ElementsAre("records.unknown_record"));
}

// --- packs ---

std::vector<std::string> faults_of_edition(const std::string& edition) {
  std::vector<pack::Diagnostic> faults;
  const auto loaded = pack::Rulebook::load(rules(edition), faults);
  std::vector<std::string> out;
  for (const auto& fault : faults)
    if (fault.severity == pack::Severity::Error) out.push_back(fault.error.id);
  EXPECT_EQ(loaded == nullptr, !out.empty());
  return out;
}

TEST(Editions, UseOfTheProgramIsNoItem) {
  EXPECT_TRUE(faults_of_edition(kEdition).empty());
  for (const char* what : {"每周登录系统五次得满分", "上传材料二十份以上得满分", "按点击次数计分",
                           "number of logins in the month"}) {
    std::string edition = kEdition;
    edition.replace(edition.find("按材料评定"), std::string("按材料评定").size(), what);
    EXPECT_THAT(faults_of_edition(edition), ElementsAre("pack.usage_measured")) << what;
  }
}

TEST(Editions, OfTheInventedCountyTellEveryKindOfChange) {
  const auto sources = pack::chain(PLUMB_SOURCE_DIR "/packs", "sample_county");
  ASSERT_TRUE(sources.has_value());
  std::vector<pack::Diagnostic> faults;
  const auto loaded = pack::Rulebook::load(*sources, faults);
  for (const auto& fault : faults)
    EXPECT_NE(fault.severity, pack::Severity::Error)
        << fault.file << ':' << fault.line << ' ' << fault.error.id;
  ASSERT_NE(loaded, nullptr);
  const auto *before = loaded->find_edition("county_2025"),
             *after = loaded->find_edition("county_2026");
  ASSERT_TRUE(before != nullptr && after != nullptr);
  std::set<Change::What> kinds;
  for (const auto& change : changes(*before, *after))
    kinds.insert(change.what);
  EXPECT_EQ(kinds.size(), 8U);
  EXPECT_EQ(after->areas.size(), 8U);
}

TEST(Editions, AreToldWithTheirScoring) {
  World world;
  const auto detail = world->edition("default", "sample_2026");
  ASSERT_TRUE(detail.has_value());
  const auto json = parsed(*detail);
  EXPECT_EQ(json["areas"].items()[0]["marks"], Json("10")) << "deductions add nothing";
  const auto& item = json["areas"].items()[0]["objectives"].items()[0]["items"].items()[0];
  EXPECT_EQ(item["automatic"]["words"], Json("50%不得分，100%得6分，之间按比例计算"));
  EXPECT_EQ(item["automatic"]["indicator_title"], Json("检查合格率"));
  const auto none = world->edition_changes("default", "sample_2026");
  ASSERT_TRUE(none.has_value());
  EXPECT_EQ(*none, R"({"after":"sample_2026","before":"","items":[]})");
}

} // namespace
} // namespace plumb::assessment
