// SPDX-License-Identifier: Apache-2.0
// From import to ledger through the real write path, as a person would go.
#include "world.hpp"

#include <gmock/gmock.h>

#include <thread>

namespace plumb::projection {
namespace {

using intake::Op;
using ::testing::Contains;
using ::testing::ElementsAre;
using testing::four_tasks;
using ::testing::IsEmpty;
using testing::Json;
using testing::TaskSpec;
using testing::World;

std::vector<std::string> texts(const Json& list) {
  std::vector<std::string> out;
  for (const auto& item : list.items())
    out.push_back(item.text());
  return out;
}

const Json* find(const Json& list, const char* member, std::string_view value) {
  for (const auto& item : list.items())
    if (item[member].text() == value) return &item;
  return nullptr;
}

TEST(Import, GivesTheDraftWithNamesAndAttention) {
  World world;
  world.put_county();
  const auto answer = world.import(four_tasks(), "要点");
  ASSERT_TRUE(answer);
  const auto draft = World::parse(answer->body);
  EXPECT_EQ(draft, world.draft(answer->id));
  EXPECT_EQ(draft["document_id"].text(), answer->id);
  EXPECT_EQ(draft["title"].text(), "要点");
  EXPECT_EQ(draft["issued_on"].text(), "2026-03-01");
  EXPECT_EQ(draft["task_count"].integer_or(0), 4);
  EXPECT_EQ(draft["unresolved_count"].integer_or(0), 1);
  EXPECT_FALSE(draft["can_undo"].boolean_or(true));
  const auto& tasks = draft["tasks"].items();
  EXPECT_EQ(tasks[0]["state"].text(), "proposed");
  EXPECT_EQ(tasks[0]["lead"].items()[0]["unit_ids"].items()[0].text(), "sfj");
  EXPECT_THAT(texts(tasks[0]["attention"]), IsEmpty());
  EXPECT_THAT(texts(tasks[3]["attention"]), ElementsAre("unresolved_unit", "no_deadline"));
  const Json* name = find(draft["names"], "text", "司法局");
  ASSERT_NE(name, nullptr);
  EXPECT_EQ((*name)["count"].integer_or(0), 2);
  EXPECT_EQ((*find(draft["names"], "text", "某某协会"))["reason"].text(), "unresolved");
  EXPECT_EQ((*find(draft["names"], "text", "各镇"))["unit_ids"].items().size(), 2U);
}

TEST(Import, KeepsTheFileAndRefusesItTwice) {
  World world;
  const auto plan = testing::make_plan(four_tasks(), "要点");
  const intake::Import import{.name = "要点.txt",
                              .format = "text",
                              .media_type = "text/plain",
                              .bytes = "内容",
                              .plan = &plan};
  const auto first = world.intake->import_document(world.context, import);
  ASSERT_TRUE(first);
  const auto again = world.intake->import_document(world.context, import);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().id, "intake.already_imported");
  EXPECT_THAT(again.error().args,
              Contains(std::pair<std::string, std::string>("document_id", first->id)));
  const auto file = world.projection->file("a", first->id);
  ASSERT_TRUE(file);
  EXPECT_EQ(file->bytes, "内容");
  EXPECT_EQ(file->name, "要点.txt");
  ASSERT_TRUE(world.intake->discard(world.context, first->id));
  EXPECT_EQ(world.projection->draft("a", first->id).error().id, "intake.unknown_document");
  EXPECT_TRUE(world.intake->import_document(world.context, import));
}

TEST(Import, RepairsInsideATaskAskForAttention) {
  World world;
  auto plan = testing::make_plan(four_tasks(), "要点");
  const auto inside = [&](std::size_t task) {
    return base::Span{plan.tasks[task].span.from, plan.tasks[task].span.from + 3};
  };
  plan.source.repairs = {{text::RepairKind::LineBreak, inside(0), "", true},
                         {text::RepairKind::Digit, inside(1), "l0", true},
                         {text::RepairKind::LostCharacter, inside(2), "?", false}};
  plan.tasks[0].confidence = 79;
  const auto answer = world.intake->import_document(
      world.context,
      {.name = "a", .format = "text", .media_type = "", .bytes = "x", .plan = &plan});
  ASSERT_TRUE(answer);
  const auto draft = World::parse(answer->body);
  const auto attention = [&](std::size_t at) {
    return texts(draft["tasks"].items()[at]["attention"]);
  };
  EXPECT_THAT(attention(0), ElementsAre("low_confidence", "unresolved_unit"));
  EXPECT_THAT(attention(1), ElementsAre("repaired", "unresolved_unit"));
  EXPECT_THAT(attention(2), ElementsAre("repaired", "uncertain_repair", "unresolved_unit"));
  EXPECT_EQ(draft["repair_count"].integer_or(0), 3);
}

TEST(Change, AnswersWithWhatBecameOfIt) {
  World world;
  world.put_county();
  const auto id = world.import_id(four_tasks(), "要点");
  const auto answer =
      world.intake->change(world.context, id,
                           {.revision = 1,
                            .op = Op::MergeTasks,
                            .task_ids = {world.task_id(id, 0), world.task_id(id, 1)}});
  ASSERT_TRUE(answer) << answer.error().id;
  const auto result = World::parse(answer->body);
  EXPECT_EQ(answer->revision, 2);
  EXPECT_EQ(result["revision"].integer_or(0), 2);
  EXPECT_EQ(result["put"].items().size(), 1U);
  EXPECT_EQ(result["put"].items()[0]["state"].text(), "corrected");
  EXPECT_EQ(result["removed"].items().size(), 1U);
  EXPECT_EQ(result["order"].items().size(), 3U);
  EXPECT_EQ(result["summary"]["task_count"].integer_or(0), 3);
  EXPECT_TRUE(result["can_undo"].boolean_or(false));
  const auto stale = world.intake->change(world.context, id, {.revision = 1, .op = Op::Undo});
  EXPECT_EQ(stale.error().id, "intake.revision_conflict");
  EXPECT_THAT(stale.error().args, Contains(std::pair<std::string, std::string>("revision", "2")));
  ASSERT_TRUE(world.intake->change(world.context, id, {.revision = 2, .op = Op::Undo}));
  EXPECT_EQ(world.draft(id)["tasks"].items().size(), 4U);
}

TEST(Change, SameKeyActsOnce) {
  World world;
  const auto id = world.import_id(four_tasks(), "要点");
  auto context = world.context;
  context.idempotency_key = "k";
  const intake::Change change{.revision = 1, .op = Op::RemoveTask, .task_id = world.task_id(id, 0)};
  const auto first = world.intake->change(context, id, change);
  const auto again = world.intake->change(context, id, change);
  ASSERT_TRUE(first && again);
  EXPECT_EQ(first->body, again->body);
  EXPECT_EQ(first->revision, again->revision);
  EXPECT_EQ(world.revision(id), 2);
  EXPECT_EQ(world.intake->change(context, id, {.revision = 2, .op = Op::Undo}).error().id,
            "journal.key_reused");
}

TEST(Change, TitleOfApprovedDocumentReachesTheLedger) {
  World world;
  const auto id = world.import_id(four_tasks(), "要点");
  world.approve_all(id);
  const auto before = *world.projection->ledger_revision("a");
  ASSERT_TRUE(world.intake->change(
      world.context, id,
      {.revision = 2, .op = Op::SetDocument, .document = {.title = "工作要点"}}));
  const auto page = world.ledger();
  EXPECT_EQ(page["items"].items().size(), 4U);
  for (const auto& row : page["items"].items())
    EXPECT_EQ(row["document_title"].text(), "工作要点");
  EXPECT_GT(*world.projection->ledger_revision("a"), before);
}

TEST(Change, RoomBetweenTasksNeverRunsOut) {
  World world;
  const auto id = world.import_id(four_tasks(), "要点");
  ASSERT_TRUE(world.intake->approve(world.context, id,
                                    {.revision = 1, .task_ids = {world.task_id(id, 1)}}));
  const std::string first = world.task_id(id, 0);
  for (int i = 0; i < 30; ++i) {
    intake::Change change{.revision = world.revision(id), .op = Op::AddTask, .task_id = first};
    change.fields.text = "插入" + std::to_string(i);
    ASSERT_TRUE(world.intake->change(world.context, id, change));
  }
  const auto draft = world.draft(id);
  ASSERT_EQ(draft["tasks"].items().size(), 34U);
  EXPECT_EQ(draft["tasks"].items()[1]["text"].text(), "插入29");
  EXPECT_EQ(draft["tasks"].items()[30]["text"].text(), "插入0");
  EXPECT_EQ(draft["tasks"].items()[31]["state"].text(), "approved");
  EXPECT_EQ(world.ledger({.text = "培训"})["total"].integer_or(0), 1);
}

TEST(Units, NewUnitsResolveWhatIsNotApprovedYet) {
  World world;
  const auto id = world.import_id(four_tasks(), "要点");
  EXPECT_GT(world.draft(id)["unresolved_count"].integer_or(0), 4);
  world.put_county();
  EXPECT_EQ(world.draft(id)["unresolved_count"].integer_or(0), 1);
  EXPECT_EQ(world.draft(id)["tasks"].items()[0]["lead"].items()[0]["reason"].text(), "name");
  const auto organisation = World::parse(world.projection->organisation("a")->json);
  EXPECT_EQ(organisation["units"].items().size(), 6U);
  EXPECT_NE(find(organisation["units"], "name", "司法局"), nullptr);
}

TEST(Units, ChangesAreCountedAndFaultsRefused) {
  World world;
  auto units = testing::county();
  const auto tried = world.intake->put_units(world.context, units, false);
  ASSERT_TRUE(tried);
  EXPECT_EQ(tried->added, 6);
  EXPECT_EQ(world.projection->tree("a").operator*()->units().size(), 0U);
  world.put_county();
  units[0].aliases = {"司局"};
  const auto changed = world.intake->put_units(world.context, units);
  EXPECT_EQ(changed->changed, 1);
  EXPECT_EQ(changed->unchanged, 5);
  units[1].parent = "nobody";
  EXPECT_FALSE(world.intake->put_units(world.context, units));
  const auto id = world.import_id(four_tasks(), "要点");
  world.approve_all(id);
  EXPECT_EQ(world.intake->delete_unit(world.context, "sfj").error().id, "organisation.in_use");
  EXPECT_EQ(world.intake->delete_unit(world.context, "none").error().id, "intake.unknown_unit");
  ASSERT_TRUE(world.intake->withdraw(
      world.context, id,
      {.revision = 2, .task_ids = {world.task_id(id, 0), world.task_id(id, 1)}}));
  EXPECT_TRUE(world.intake->delete_unit(world.context, "sfj"));
  EXPECT_EQ(world.projection->unit("a", "sfj").error().id, "intake.unknown_unit");
}

TEST(Task, ShowsSourceHistoryAndLinks) {
  World world;
  world.put_county();
  const auto higher = world.import_id(four_tasks(), "上级要点");
  const auto lower = world.import_id({{"执法", "登记执法案件并建立行政执法台账。", {"司法局"}}},
                                     "下级要点", {}, higher);
  world.approve_all(higher);
  world.approve_all(lower);
  const std::string task = world.task_id(lower, 0), above = world.task_id(higher, 0);
  ASSERT_TRUE(world.intake->link(world.context, task, above));
  intake::TaskFields fields;
  fields.progress = "已建";
  ASSERT_TRUE(world.intake->correct_task(world.context,
                                         {.task_id = task, .fields = fields, .reason = "月报"}));
  const auto detail = World::parse(*world.projection->task("a", task));
  EXPECT_EQ(detail["progress"].text(), "已建");
  const auto& passage = detail["source"]["text"].text();
  EXPECT_NE(passage.find("登记执法案件"), std::string::npos);
  const auto draft = world.draft(lower);
  EXPECT_EQ(detail["source"]["offset"].integer_or(-1),
            draft["tasks"].items()[0]["span"].items()[0].integer_or(0));
  ASSERT_EQ(detail["history"].items().size(), 3U);
  EXPECT_EQ(detail["history"].items()[0]["type"].text(), "tasks_approved");
  EXPECT_EQ(detail["history"].items()[1]["type"].text(), "task_linked");
  EXPECT_EQ(detail["history"].items()[2]["reason"].text(), "月报");
  EXPECT_EQ(detail["history"].items()[2]["after"]["progress"].text(), "已建");
  EXPECT_EQ(detail["history"].items()[2]["actor"].text(), "张三");
  ASSERT_EQ(detail["higher"].items().size(), 1U);
  EXPECT_EQ(detail["higher"].items()[0]["task_id"].text(), above);
  EXPECT_EQ(World::parse(*world.projection->task("a", above))["lower"].items()[0]["task_id"].text(),
            task);
  EXPECT_EQ(world.projection->task("a", "none").error().id, "intake.unknown_task");
}

TEST(Correct, ReturnedSheetIsAllOrNothing) {
  World world;
  const auto id = world.import_id(four_tasks(), "要点");
  world.approve_all(id);
  const auto correction = [&](const std::string& task, const char* progress) {
    intake::Correction out{.task_id = task, .fields = {}, .reason = "回表"};
    out.fields.progress = progress;
    return out;
  };
  const auto failed = world.intake->correct_tasks(
      world.context, {correction(world.task_id(id, 0), "甲"), correction("none", "乙")});
  EXPECT_EQ(failed.error().id, "intake.unknown_task");
  EXPECT_TRUE(world.ledger()["items"].items()[0]["progress"].is_null());
  const auto done =
      world.intake->correct_tasks(world.context, {correction(world.task_id(id, 0), "甲"),
                                                  correction(world.task_id(id, 1), "乙"),
                                                  correction(world.task_id(id, 0), "甲")});
  ASSERT_TRUE(done);
  EXPECT_EQ(*done, 2);
  EXPECT_EQ(world.ledger()["items"].items()[1]["progress"].text(), "乙");
  // The next change works on the state that the failed batch left untouched.
  ASSERT_TRUE(world.intake->withdraw(
      world.context, id, {.revision = world.revision(id), .task_ids = {world.task_id(id, 0)}}));
}

TEST(Links, ProposedConfirmedAndMissing) {
  World world;
  const auto higher = world.import_id(four_tasks(), "上级要点");
  const auto lower = world.import_id(
      {{"执法", "建立行政执法台账，逐项登记案件。", {}}, {"其他", "修缮机关食堂屋顶。", {}}},
      "下级要点", {}, higher);
  auto links = World::parse(*world.projection->links("a", lower));
  EXPECT_EQ(links["higher"].text(), higher);
  ASSERT_EQ(links["links"].items().size(), 1U);
  EXPECT_FALSE(links["links"].items()[0]["confirmed"].boolean_or(true));
  EXPECT_EQ(links["unlinked"].items().size(), 1U);
  EXPECT_EQ(links["without_counterpart"].items().size(), 3U);
  const std::string task = world.task_id(lower, 1), above = world.task_id(higher, 2);
  ASSERT_TRUE(world.intake->link(world.context, task, above));
  ASSERT_TRUE(world.intake->link(world.context, task, above));
  links = World::parse(*world.projection->links("a", lower));
  EXPECT_EQ(links["links"].items().size(), 2U);
  EXPECT_EQ(links["unlinked"].items().size(), 0U);
  EXPECT_EQ(links["without_counterpart"].items().size(), 2U);
  EXPECT_EQ(world.intake->link(world.context, "none", above).error().id, "intake.unknown_task");
  EXPECT_EQ(world.intake->link(world.context, above, world.task_id(higher, 1)).error().id,
            "intake.same_document");
  EXPECT_EQ(world.intake->link(world.context, above, task).error().id, "intake.link_cycle");
  ASSERT_TRUE(world.intake->unlink(world.context, task, above));
  EXPECT_EQ(world.intake->unlink(world.context, task, above).error().id, "intake.not_linked");
  EXPECT_TRUE(World::parse(*world.projection->links("a", higher))["higher"].is_null());
  EXPECT_EQ(world.projection->links("a", lower, "none").error().id, "intake.unknown_document");
}

struct TwoVersions : World {
  TwoVersions() {
    put_county();
    first = import_id(four_tasks(), "要点");
    approve_all(first);
    kept = task_id(first, 0);
    changed = task_id(first, 1);
    dropped = task_id(first, 2);
    intake::TaskFields fields;
    fields.progress = "已完成一半";
    EXPECT_TRUE(
        intake->correct_task(context, {.task_id = kept, .fields = fields, .reason = "月报"}));
    EXPECT_TRUE(
        intake->correct_task(context, {.task_id = changed, .fields = fields, .reason = "月报"}));
    auto specs = four_tasks();
    specs[1].text = "开展执法人员培训，每人不少于八十学时。";
    specs.erase(specs.begin() + 2);
    specs.push_back({"法治宣传", "全新的任务，建设法治文化公园一处。", {"宣传部"}});
    second = import_id(specs, "要点(修订)", first);
  }
  std::string first, second, kept, changed, dropped;
};

TEST(Version, CarriesApprovalsOfTasksThatDidNotChange) {
  TwoVersions world;
  const auto draft = world.draft(world.second);
  EXPECT_EQ(draft["supersedes"].text(), world.first);
  EXPECT_EQ(world.draft(world.first)["superseded_by"].text(), world.second);
  const auto& tasks = draft["tasks"].items();
  ASSERT_EQ(tasks.size(), 4U);
  EXPECT_EQ(tasks[0]["state"].text(), "approved");
  EXPECT_EQ(tasks[0]["change"].text(), "same");
  EXPECT_EQ(tasks[0]["continues"].text(), world.kept);
  EXPECT_EQ(tasks[1]["change"].text(), "changed");
  EXPECT_NE(tasks[1]["state"].text(), "approved");
  EXPECT_EQ(tasks[3]["change"].text(), "added");
  ASSERT_EQ(draft["dropped"].items().size(), 1U);
  EXPECT_EQ(draft["dropped"].items()[0]["task_id"].text(), world.dropped);
  // The ledger keeps every row once, under its old id, with what was reported.
  EXPECT_EQ(world.ledger()["total"].integer_or(0), 4);
  const auto row = world.projection->ledger_task("a", world.kept);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->document_id, world.second);
  EXPECT_EQ(row->task.notes.progress, "已完成一半");
}

TEST(Version, ApprovingAChangedTaskReplacesTheRow) {
  TwoVersions world;
  EXPECT_EQ(world.projection->ledger_task("a", world.changed)->document_id, world.first);
  ASSERT_TRUE(world.intake->approve(
      world.context, world.second,
      {.revision = world.revision(world.second), .task_ids = {world.changed}}));
  const auto row = world.projection->ledger_task("a", world.changed);
  EXPECT_EQ(row->document_id, world.second);
  EXPECT_NE(row->task.text.find("八十"), std::string::npos);
  EXPECT_EQ(row->task.notes.progress, "已完成一半");
  EXPECT_EQ(world.ledger()["total"].integer_or(0), 4);
  // The earlier version can no longer withdraw or approve what passed on.
  EXPECT_EQ(world.intake
                ->withdraw(world.context, world.first,
                           {.revision = world.revision(world.first), .task_ids = {world.changed}})
                .error()
                .id,
            "intake.not_approved");
  EXPECT_EQ(world.intake
                ->approve(world.context, world.first,
                          {.revision = world.revision(world.first), .task_ids = {world.changed}})
                .error()
                .id,
            "intake.held_by_other_document");
  // What was dropped stays until a person takes it out.
  ASSERT_TRUE(world.intake->withdraw(
      world.context, world.first,
      {.revision = world.revision(world.first), .task_ids = {world.dropped}}));
  EXPECT_EQ(world.draft(world.second)["dropped"].items().size(), 0U);
}

TEST(Version, IsComparedAndCannotBeSupersededTwice) {
  TwoVersions world;
  const auto comparison = World::parse(*world.projection->comparison("a", world.second));
  std::vector<std::string> changes;
  for (const auto& row : comparison["rows"].items())
    changes.push_back(row["change"].text());
  EXPECT_THAT(changes,
              ::testing::UnorderedElementsAre("same", "changed", "dropped", "same", "added"));
  const Json* changed = find(comparison["rows"], "change", "changed");
  EXPECT_THAT(texts((*changed)["fields"]), ElementsAre("text"));
  EXPECT_EQ(world.import(four_tasks(), "第三版", world.first).error().id,
            "intake.already_superseded");
  EXPECT_EQ(world.projection->comparison("a", world.first).error().id,
            "projection.nothing_to_compare");
}

TEST(Version, DiscardedOneGivesItsPlaceBack) {
  World world;
  const auto first = world.import_id(four_tasks(), "要点");
  const auto second = world.import_id(four_tasks(), "修订", first);
  EXPECT_EQ(world.draft(first)["superseded_by"].text(), second);
  ASSERT_TRUE(world.intake->discard(world.context, second));
  EXPECT_TRUE(world.draft(first)["superseded_by"].is_null());
  EXPECT_TRUE(world.import(four_tasks(), "再修订", first));
}

TEST(Documents, AreListedNewestFirstInPages) {
  World world;
  std::vector<std::string> ids;
  for (int i = 0; i < 5; ++i)
    ids.push_back(world.import_id(four_tasks(), "第" + std::to_string(i)));
  ASSERT_TRUE(world.intake->discard(world.context, ids[3]));
  std::vector<std::string> listed;
  std::string cursor;
  do {
    const auto page = World::parse(*world.projection->documents("a", cursor, 2));
    for (const auto& item : page["items"].items())
      listed.push_back(item["document_id"].text());
    cursor = page["next_cursor"].text();
  } while (!cursor.empty());
  EXPECT_THAT(listed, ElementsAre(ids[4], ids[2], ids[1], ids[0]));
  EXPECT_EQ(world.projection->documents("a", "p1", 2).error().id, "projection.bad_cursor");
}

TEST(Events, AreReadInPagesAndByStream) {
  World world;
  world.put_county();
  const auto id = world.import_id(four_tasks(), "要点");
  world.approve_all(id);
  const auto page = World::parse(*world.projection->events("a", 0, {}, 2));
  EXPECT_EQ(page["events"].items().size(), 2U);
  EXPECT_EQ(page["next_after"].integer_or(0), 2);
  EXPECT_TRUE(World::parse(*world.projection->events("a", 2, {}, 2))["next_after"].is_null());
  EXPECT_EQ(World::parse(*world.projection->events("a", 0, id, 9))["events"].items().size(), 2U);
  EXPECT_EQ(
      World::parse(*world.projection->events("a", 0, "organisation", 9))["events"].items().size(),
      1U);
  EXPECT_FALSE(world.journal->verify("a")->fault);
}

TEST(Threads, ReadersAndWritersTogether) {
  const storage::testing::Place place;
  {
    World world(place.open());
    world.put_county();
    const auto id = world.import_id(four_tasks(), "要点");
    world.approve_all(id);
    const std::string task = world.task_id(id, 0);
    std::vector<std::thread> threads;
    for (int t = 0; t < 3; ++t)
      threads.emplace_back([&, t] {
        for (int i = 0; i < 20; ++i) {
          intake::Correction correction{.task_id = task, .fields = {}, .reason = "并发"};
          correction.fields.progress = std::to_string(t) + "-" + std::to_string(i);
          EXPECT_TRUE(world.intake->correct_task(world.context, correction));
        }
      });
    for (int t = 0; t < 3; ++t)
      threads.emplace_back([&] {
        for (int i = 0; i < 60; ++i) {
          const auto page = world.projection->ledger("a", {.text = "台账"}, Sort::Plan, {}, 10);
          EXPECT_TRUE(page && World::parse(page->json)["total"].integer_or(0) == 1);
          EXPECT_TRUE(world.projection->facets("a", {.unit = "sfj"}));
          EXPECT_TRUE(world.projection->draft("a", id));
        }
      });
    for (auto& thread : threads)
      thread.join();
    EXPECT_EQ(world.revision(id), 62);
    EXPECT_FALSE(world.journal->verify("a")->fault);
  }
}

// What each remembers of earlier answers (trees, lists, totals, facets) is the other's to change.
TEST(Servers, TwoOnOneDatabaseSeeWhatTheOtherDid) {
  const storage::testing::Place place;
  World first(place.open()), second(place.open());
  first.put_county();
  EXPECT_EQ((*second.projection->tree("a"))->units().size(), testing::county().size());
  const auto id = first.import_id(four_tasks(), "要点");
  EXPECT_EQ(second.ledger()["total"].integer_or(-1), 0);
  second.approve_all(id);
  for (World* world : {&first, &second}) {
    EXPECT_EQ(world->ledger()["total"].integer_or(-1), 4);
    EXPECT_EQ(world->ledger({.unit = "sfj"})["total"].integer_or(-1),
              first.ledger({.unit = "sfj"})["total"].integer_or(-2));
  }
  auto units = testing::county();
  units.push_back(units.back());
  units.back().id = "new";
  units.back().names.front().name = "新镇";
  ASSERT_TRUE(second.intake->put_units(second.context, units));
  EXPECT_NE((*first.projection->tree("a"))->find("new"), nullptr);
  // Both decide on the same revision: one of them is told.
  const auto revision = first.revision(id);
  const std::string task = first.task_id(id, 0);
  ASSERT_TRUE(
      first.intake->withdraw(first.context, id, {.revision = revision, .task_ids = {task}}));
  const auto late =
      second.intake->withdraw(second.context, id, {.revision = revision, .task_ids = {task}});
  EXPECT_FALSE(late);
  EXPECT_EQ(second.ledger()["total"].integer_or(-1), 3);
  ASSERT_TRUE(second.projection->rebuild());
  EXPECT_EQ(first.ledger()["total"].integer_or(-1), 3);
  EXPECT_FALSE(first.journal->verify("a")->fault);
}

TEST(Servers, WriteAtTheSameTime) {
  const storage::testing::Place place;
  World first(place.open({.busy_timeout_ms = 60'000})),
      second(place.open({.busy_timeout_ms = 60'000}));
  first.put_county();
  const auto id = first.import_id(four_tasks(), "要点");
  first.approve_all(id);
  const std::string task = first.task_id(id, 0);
  std::vector<std::thread> threads;
  for (World* world : {&first, &second})
    threads.emplace_back([&, world] {
      for (int i = 0; i < 15; ++i) {
        intake::Correction correction{.task_id = task, .fields = {}, .reason = "并发"};
        correction.fields.progress = std::to_string(i) + (world == &first ? "甲" : "乙");
        EXPECT_TRUE(world->intake->correct_task(world->context, correction));
        EXPECT_EQ(world->ledger({.text = "台账"})["total"].integer_or(-1), 1);
      }
    });
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(first.revision(id), 32);
  EXPECT_EQ(second.revision(id), 32);
  EXPECT_FALSE(second.journal->verify("a")->fault);
  EXPECT_EQ(first.projection->ledger("a", {}, Sort::Plan, {}, 50)->json,
            second.projection->ledger("a", {}, Sort::Plan, {}, 50)->json);
}

} // namespace
} // namespace plumb::projection
