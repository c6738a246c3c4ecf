// SPDX-License-Identifier: Apache-2.0
#include "cursor.hpp"
#include "world.hpp"

#include <gmock/gmock.h>

#include <map>
#include <optional>
#include <set>

namespace plumb::projection {
namespace {

using ::testing::ElementsAre;
using testing::four_tasks;
using ::testing::IsEmpty;
using testing::TaskSpec;
using testing::World;

struct Approved : World {
  Approved() {
    put_county();
    document_id = import_id(four_tasks(), "要点");
    approve_all(document_id);
  }
  std::string document_id;
};

TEST(Ledger, FiltersByEveryMember) {
  Approved world;
  struct Case {
    const char* name;
    Filter filter;
    std::vector<std::string> want;
  };
  for (const Case& c : std::vector<Case>{
           {"everything", {}, {"建立", "开展", "组织", "编印"}},
           {"document", {.document = world.document_id}, {"建立", "开展", "组织", "编印"}},
           {"unknown document", {.document = "nothing"}, {}},
           {"area", {.area = "法治宣传"}, {"组织", "编印"}},
           {"unknown area", {.area = "没有"}, {}},
           {"objective", {.objective = "建强队伍"}, {"开展"}},
           {"unit", {.unit = "sfj"}, {"建立", "开展"}},
           {"member of a collective name", {.unit = "byz"}, {"组织"}},
           {"unit in a role", {.unit = "czj", .role = Role::Supporting}, {"建立"}},
           {"unit not in that role", {.unit = "czj", .role = Role::Lead}, {}},
           {"due from", {.due_from = base::make_date(2026, 7, 1)}, {"组织"}},
           {"due until", {.due_until = base::make_date(2026, 6, 30)}, {"建立"}},
           {"due range",
            {.due_from = base::make_date(2026, 1, 1), .due_until = base::make_date(2026, 12, 31)},
            {"建立", "组织"}},
           {"kind", {.deadline_kind = "standing"}, {"开展"}},
           {"no deadline", {.deadline_kind = "none"}, {"编印"}},
           {"text", {.text = "执法"}, {"建立", "开展"}},
           {"two words", {.text = "执法 台账"}, {"建立"}},
           {"one character", {.text = "宣"}, {"组织", "编印"}},
           {"text of a unit", {.text = "人社局"}, {"开展"}},
           {"only punctuation", {.text = "，。"}, {}},
           {"area and unit", {.area = "依法行政", .unit = "rsj"}, {"开展"}},
           {"text and unit", {.unit = "rsj", .text = "执法"}, {"开展"}},
           {"text and role", {.unit = "czj", .role = Role::Supporting, .text = "执法"}, {"建立"}},
           {"text and wrong role", {.unit = "czj", .role = Role::Lead, .text = "执法"}, {}},
           {"text and days",
            {.due_until = base::make_date(2026, 12, 31), .text = "执法"},
            {"建立"}},
           {"text and document",
            {.document = world.document_id, .text = "执法"},
            {"建立", "开展"}}}) {
    for (int repeat = 0; repeat < 2; ++repeat) { // the second time from the cache
      const auto page = world.ledger(c.filter);
      EXPECT_EQ(world.beginnings(page), c.want) << c.name;
      EXPECT_EQ(page["total"].integer_or(-1), static_cast<std::int64_t>(c.want.size())) << c.name;
    }
    std::size_t visited = 0;
    ASSERT_TRUE(world.projection->visit("a", c.filter, [&](const LedgerTask& row) {
      EXPECT_EQ(row.task.text.substr(0, 6), c.want.at(visited)) << c.name;
      ++visited;
      return true;
    }));
    EXPECT_EQ(visited, c.want.size()) << c.name;
    const auto facets = World::parse(world.projection->facets("a", c.filter)->json);
    EXPECT_EQ(facets["total"].integer_or(-1), static_cast<std::int64_t>(c.want.size())) << c.name;
  }
}

TEST(Ledger, SortsByDayWithUndatedLast) {
  Approved world;
  EXPECT_THAT(world.beginnings(world.ledger({}, Sort::Due)),
              ElementsAre("建立", "组织", "开展", "编印"));
  EXPECT_THAT(world.beginnings(world.ledger({.text = "执法"}, Sort::Due)),
              ElementsAre("建立", "开展"));
}

TEST(Ledger, PagesMeetEveryRowOnce) {
  World world;
  world.put_county();
  std::vector<TaskSpec> specs;
  for (int i = 0; i < 60; ++i)
    specs.push_back(
        {i % 2 == 0 ? "甲" : "乙",
         "第" + std::to_string(i) + "项台账工作",
         {"司法局"},
         {},
         i % 3 == 0 ? "期限" : "",
         i % 3 == 0 ? std::optional(base::make_date(2026, 1 + static_cast<unsigned>(i % 12), 1))
                    : std::nullopt});
  world.approve_all(world.import_id(specs, "甲"));
  for (const Sort sort : {Sort::Plan, Sort::Due})
    for (const Filter& filter : std::vector<Filter>{
             {}, {.area = "甲"}, {.text = "台账"}, {.unit = "sfj", .text = "工作"}}) {
      const auto whole = world.ledger(filter, sort, {}, 100);
      std::vector<std::string> ids, paged;
      for (const auto& row : whole["items"].items())
        ids.push_back(row["task_id"].text());
      std::string cursor;
      do {
        const auto page = world.ledger(filter, sort, cursor, 7);
        EXPECT_LE(page["items"].items().size(), 7U);
        for (const auto& row : page["items"].items())
          paged.push_back(row["task_id"].text());
        cursor = page["next_cursor"].text();
      } while (!cursor.empty());
      EXPECT_EQ(paged, ids);
      EXPECT_EQ(whole["total"].integer_or(0), static_cast<std::int64_t>(ids.size()));
    }
}

TEST(Ledger, LargeResultsAreWalkedWithoutAList) {
  World world;
  world.put_county();
  // More rows than the remembered lists hold, in two documents.
  std::vector<TaskSpec> specs;
  for (int i = 0; i < 2'200; ++i)
    specs.push_back({i % 2 == 0 ? "甲" : "乙",
                     "第" + std::to_string(i) + "项台账",
                     {"司法局"},
                     {},
                     "期限",
                     base::make_date(2026, 1 + static_cast<unsigned>(i % 12), 1)});
  world.approve_all(world.import_id(specs, "一"));
  world.approve_all(world.import_id(specs, "二"));
  for (const Sort sort : {Sort::Plan, Sort::Due})
    for (const Filter& filter : std::vector<Filter>{{},
                                                    {.unit = "sfj", .role = Role::Lead},
                                                    {.text = "台账"},
                                                    {.due_from = base::make_date(2026, 1, 1)}}) {
      std::size_t count = 0;
      std::string cursor;
      std::set<std::string> seen;
      do {
        const auto page = world.ledger(filter, sort, cursor, 500);
        EXPECT_EQ(page["total"].integer_or(0), 4'400);
        for (const auto& row : page["items"].items())
          seen.insert(row["task_id"].text());
        count += page["items"].items().size();
        cursor = page["next_cursor"].text();
      } while (!cursor.empty());
      EXPECT_EQ(count, 4'400U);
      EXPECT_EQ(seen.size(), 4'400U);
    }
}

TEST(Ledger, RefusesForeignCursorsAndImpossibleFilters) {
  Approved world;
  for (const char* cursor : {"x", "p", "u1.1", "p-1", "pZZ", "p01", "p1 "}) {
    const auto page = world.projection->ledger("a", {}, Sort::Plan, cursor, 5);
    ASSERT_FALSE(page) << cursor;
    EXPECT_EQ(page.error().id, "projection.bad_cursor");
  }
  EXPECT_EQ(world.projection->ledger("a", {.deadline_kind = "soon"}, Sort::Plan, {}, 5).error().id,
            "projection.bad_filter");
  EXPECT_EQ(world.projection->ledger("a", {.role = Role::Lead}, Sort::Plan, {}, 5).error().where,
            "role");
  EXPECT_EQ(world.projection->facets("a", {.text = std::string(1'001, 'x')}).error().where, "q");
}

TEST(Cursor, SurvivesTheRoundTrip) {
  for (const CursorKind kind :
       {CursorKind::Documents, CursorKind::LedgerByPlan, CursorKind::LedgerByDue})
    for (const std::int64_t place : {std::int64_t{0}, std::int64_t{35}, std::int64_t{1} << 62}) {
      const Cursor cursor{kind == CursorKind::LedgerByDue ? 20260101 : 0, place};
      EXPECT_EQ(*decode(kind, encode(kind, cursor)), cursor);
    }
}

TEST(Ledger, RowsAreWhatTheContractSays) {
  Approved world;
  const auto row = world.ledger()["items"].items().at(0);
  EXPECT_EQ(row["document_id"].text(), world.document_id);
  EXPECT_EQ(row["document_title"].text(), "要点");
  EXPECT_EQ(row["due_on"].text(), "2026-06-30");
  EXPECT_EQ(row["lead"].items()[0]["unit_ids"].items()[0].text(), "sfj");
  EXPECT_EQ(row["lead"].items()[0]["reason"].text(), "name");
  EXPECT_TRUE(row["title"].is_null());
  EXPECT_EQ(row["approved_at"].text(), "2026-03-01T08:00:00+08:00");
  const auto value = world.projection->ledger_task("a", row["task_id"].text());
  ASSERT_TRUE(value);
  EXPECT_EQ(value->approved_at, world.clock.now_ms());
  EXPECT_EQ(value->document_title, "要点");
  EXPECT_EQ(value->task.due_on(), base::make_date(2026, 6, 30));
  EXPECT_EQ(world.projection->ledger_task("a", "none").error().id, "intake.unknown_task");
}

TEST(Facets, CountUnderTheFilter) {
  Approved world;
  const auto all = World::parse(world.projection->facets("a", {})->json);
  EXPECT_EQ(all["documents"].items().at(0)["count"].integer_or(0), 4);
  EXPECT_EQ(all["documents"].items().at(0)["title"].text(), "要点");
  ASSERT_EQ(all["areas"].items().size(), 2U);
  EXPECT_EQ(all["areas"].items()[0]["title"].text(), "依法行政");
  EXPECT_EQ(all["areas"].items()[0]["objectives"].items().size(), 2U);
  EXPECT_EQ(all["areas"].items()[1]["objectives"].items().size(), 0U);
  EXPECT_EQ(all["deadline_kinds"].object()->size(), 3U);
  EXPECT_EQ(all["deadline_kinds"]["date"].integer_or(0), 2);
  const auto some = World::parse(world.projection->facets("a", {.unit = "sfj"})->json);
  EXPECT_EQ(some["areas"].items().size(), 1U);
  std::map<std::string, std::int64_t> units;
  for (const auto& unit : some["units"].items())
    units[unit["unit_id"].text()] = unit["count"].integer_or(0);
  EXPECT_EQ(units, (std::map<std::string, std::int64_t>{{"sfj", 2}, {"czj", 1}, {"rsj", 1}}));
}

TEST(Ledger, AuthoritiesDoNotSeeEachOther) {
  Approved world;
  world.context.authority_id = "b";
  ASSERT_TRUE(world.intake->put_units(world.context, testing::county()));
  const auto answer = world.import(four_tasks(), "另一个");
  ASSERT_TRUE(answer);
  ASSERT_TRUE(world.intake->approve(world.context, answer->id, {.revision = 1, .all = true}));
  for (const Filter& filter : std::vector<Filter>{{}, {.area = "依法行政"}, {.text = "执法"}}) {
    const auto a = World::parse(world.projection->ledger("a", filter, Sort::Plan, {}, 50)->json);
    const auto b = World::parse(world.projection->ledger("b", filter, Sort::Plan, {}, 50)->json);
    for (const auto& row : a["items"].items())
      EXPECT_EQ(row["document_title"].text(), "要点");
    for (const auto& row : b["items"].items())
      EXPECT_EQ(row["document_title"].text(), "另一个");
    EXPECT_EQ(a["total"], b["total"]);
  }
  EXPECT_EQ(world.projection->draft("a", answer->id).error().id, "intake.unknown_document");
}

TEST(Ledger, RevisionMovesWithTheLedgerOnly) {
  Approved world;
  const auto before = *world.projection->ledger_revision("a");
  world.import_id(four_tasks(), "还没审");
  EXPECT_EQ(*world.projection->ledger_revision("a"), before);
  ASSERT_TRUE(world.intake->withdraw(world.context, world.document_id,
                                     {.revision = world.revision(world.document_id),
                                      .task_ids = {world.task_id(world.document_id, 0)}}));
  EXPECT_GT(*world.projection->ledger_revision("a"), before);
  EXPECT_EQ(world.ledger()["total"].integer_or(0), 3);
  EXPECT_THAT(world.beginnings(world.ledger({.text = "台账"})), IsEmpty());
}

} // namespace
} // namespace plumb::projection
