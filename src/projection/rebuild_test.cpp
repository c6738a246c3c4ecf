// SPDX-License-Identifier: Apache-2.0
// Whatever people did, dropping every table and folding the journal again gives the same tables.
#include "schema.hpp"
#include "world.hpp"

#include <plumb/storage/catalogue.hpp>

#include <rapidcheck/gtest.h>

#include <algorithm>
#include <optional>

namespace plumb::projection {
namespace {

using intake::Op;
using testing::four_tasks;
using testing::World;

/// Everything the projection keeps, row by row; the text index by what it finds.
std::string contents(World& world) {
  std::string out;
  auto reader = *world.database->reader();
  for (const std::string_view table : kTables) {
    out += std::string(table) + '\n';
    std::vector<std::string> rows;
    std::string joined = "''";
    const auto columns = *storage::columns_of(*reader, table);
    for (const auto& column : columns)
      joined += "||'|'||" + column.name;
    EXPECT_TRUE(reader->run("select " + joined + " from " + std::string(table), {},
                            [&](const storage::Row& row) {
                              rows.emplace_back(row.text(0));
                              return true;
                            }));
    std::sort(rows.begin(), rows.end());
    for (const auto& row : rows)
      out += row + '\n';
  }
  for (const char* word : {"建立", "执法", "宣", "文字", "司法局", "插"}) {
    out += word;
    EXPECT_TRUE(world.projection->visit_json("a", {.text = word}, [&](std::string_view row) {
      out += row;
      return true;
    }));
  }
  return out;
}

struct Step {
  int what = 0, task = 0, other = 0;
  std::uint32_t at = 0;
};

/// So that a counterexample can be read.
std::ostream& operator<<(std::ostream& out, const Step& step) {
  return out << '{' << step.what << ',' << step.task << ',' << step.other << ',' << step.at << '}';
}

} // namespace
} // namespace plumb::projection

namespace rc {
template <> struct Arbitrary<plumb::projection::Step> {
  static Gen<plumb::projection::Step> arbitrary() {
    return gen::build<plumb::projection::Step>(
        gen::set(&plumb::projection::Step::what, gen::inRange(0, 14)),
        gen::set(&plumb::projection::Step::task, gen::inRange(0, 8)),
        gen::set(&plumb::projection::Step::other, gen::inRange(0, 8)),
        gen::set(&plumb::projection::Step::at, gen::inRange(0U, 120U)));
  }
};
} // namespace rc

namespace plumb::projection {
namespace {

/// "none" where the document has no tasks or is discarded.
std::string first_task(World& world, const std::string& document_id) {
  const auto draft = world.projection->draft("a", document_id);
  if (!draft) return "none";
  const auto json = World::parse(draft->json);
  return json["tasks"].items().empty() ? "none" : json["tasks"].items()[0]["task_id"].text();
}

/// Does one thing that a person could do; many are refused, which must change nothing.
void act(World& world, std::vector<std::string>& documents, const Step& step) {
  const std::string document = documents[static_cast<std::size_t>(step.other) % documents.size()];
  const auto draft = world.projection->draft("a", document);
  if (!draft) return;
  const auto json = World::parse(draft->json);
  const auto& tasks = json["tasks"].items();
  const std::string task =
      tasks.empty() ? "none"
                    : tasks[static_cast<std::size_t>(step.task) % tasks.size()]["task_id"].text();
  const std::string next =
      tasks.empty()
          ? "none"
          : tasks[static_cast<std::size_t>(step.task + 1) % tasks.size()]["task_id"].text();
  const std::int64_t revision = draft->revision;
  intake::Change change{
      .revision = revision, .task_id = task, .task_ids = {task, next}, .at = step.at};
  change.fields.text = "文字" + std::to_string(step.at) + "。插入一句。";
  if (step.at % 3 == 0) change.fields.lead = std::vector<intake::TaskUnit>{{.text = "财政局"}};
  change.document.title = "标题" + std::to_string(step.at % 4);
  if (step.at % 2 == 0) change.document.issued_on = std::optional(base::make_date(2026, 5, 1));
  intake::Correction correction{.task_id = task, .fields = {}, .reason = "更正"};
  correction.fields.text = "更正文字" + std::to_string(step.at);
  correction.fields.progress = "进展";
  switch (step.what) {
  case 0:
  case 1:
  case 2:
  case 3:
  case 4:
  case 5:
  case 6:
    change.op = static_cast<Op>(step.what);
    (void)world.intake->change(world.context, document, change);
    break;
  case 7:
    (void)world.intake->approve(world.context, document, {.revision = revision, .all = true});
    break;
  case 8:
    (void)world.intake->approve(world.context, document,
                                {.revision = revision, .task_ids = {task}});
    break;
  case 9:
    (void)world.intake->withdraw(world.context, document,
                                 {.revision = revision, .task_ids = {task}});
    break;
  case 10:
    (void)world.intake->correct_task(world.context, correction);
    break;
  case 11: {
    auto specs = four_tasks();
    specs[step.at % 4].text += "补充一句。";
    if (const auto answer = world.import(specs, "修订", document)) documents.push_back(answer->id);
    break;
  }
  case 12: {
    auto units = testing::county();
    units[step.at % units.size()].aliases = {"别名" + std::to_string(step.at)};
    (void)world.intake->put_units(world.context, units);
    break;
  }
  case 13:
    if (step.at % 4 == 0)
      (void)world.intake->discard(world.context, document);
    else
      (void)world.intake->link(world.context, task, first_task(world, documents.front()));
    break;
  default:
    break;
  }
}

RC_GTEST_PROP(Rebuild, GivesWhatFoldingOneByOneGave, (const std::vector<Step>& steps)) {
  World world;
  world.put_county();
  std::vector<std::string> documents = {world.import_id(four_tasks(), "要点")};
  for (const Step& step : steps)
    act(world, documents, step);
  const std::string before = contents(world);
  const auto count = world.projection->rebuild();
  RC_ASSERT(count.has_value());
  RC_ASSERT(contents(world) == before);
  RC_ASSERT(!world.journal->verify("a")->fault);
  // Total, facets and rows agree with each other.
  const auto page = world.ledger({}, Sort::Plan, {}, 500);
  RC_ASSERT(page["total"].integer_or(-1) ==
            static_cast<std::int64_t>(page["items"].items().size()));
  for (const char* unit : {"sfj", "czj", "byz"}) {
    const auto some = world.ledger({.unit = unit}, Sort::Due, {}, 500);
    RC_ASSERT(some["total"].integer_or(-1) ==
              static_cast<std::int64_t>(some["items"].items().size()));
  }
}

TEST(Rebuild, KeepsAuthoritiesApart) {
  World world;
  const auto first = world.import_id(four_tasks(), "甲");
  world.approve_all(first);
  world.context.authority_id = "b";
  const auto second = world.import(four_tasks(), "乙");
  ASSERT_TRUE(second);
  ASSERT_TRUE(world.intake->approve(world.context, second->id, {.revision = 1, .all = true}));
  const std::string before = contents(world);
  ASSERT_EQ(*world.projection->rebuild(), 4);
  EXPECT_EQ(contents(world), before);
}

TEST(Open, CatchesUpWithAJournalThatIsAhead) {
  const storage::testing::Place place;
  std::string before;
  {
    World world(place.open());
    world.put_county();
    world.approve_all(world.import_id(four_tasks(), "甲"));
    before = contents(world);
    // A program with other tables was here.
    ASSERT_TRUE(storage::set_schema_version(**world.database->writer(), kModule, 1));
  }
  {
    World world(place.open());
    EXPECT_EQ(contents(world), before);
    EXPECT_EQ(world.ledger()["total"].integer_or(0), 4);
    ASSERT_TRUE(storage::set_schema_version(**world.database->writer(), kModule, kVersion + 1));
  }
  const auto database = place.open();
  const base::FixedClock clock{0};
  const auto journal = *journal::Journal::open(*database, clock);
  EXPECT_EQ(Projection::open(*database, *journal).error().id, "storage.newer_schema");
}

} // namespace
} // namespace plumb::projection
