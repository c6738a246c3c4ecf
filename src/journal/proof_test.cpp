// SPDX-License-Identifier: Apache-2.0
// The journal as a tree, its checkpoints, and personal data apart.
#include "invented_journal.hpp"

#include <plumb/journal/sealed.hpp>
#include <plumb/journal/tables.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace plumb::journal {
namespace {

using base::Result;
using event::Json;

std::vector<proof::Hash> leaves(const Journal& journal, std::string_view authority_id) {
  std::vector<proof::Hash> out;
  const auto events = *journal.read(authority_id, 0, 100'000);
  for (const auto& event : events)
    out.push_back(*leaf_of(event.hash));
  return out;
}

TEST(Tree, ProvesEveryEventFromTilesAndLeaves) {
  const InventedJournal world;
  const auto all = leaves(*world.journal, InventedJournal::kAuthority);
  proof::MemorySource model(all);
  const auto reader = *world.database->reader();
  TreeSource source(*reader, InventedJournal::kAuthority);
  for (const std::uint64_t size : {1U, 5U, 255U, 256U, 257U, 300U, 511U, 512U, 513U, 600U}) {
    ASSERT_EQ(*proof::tree_root(source, size), *proof::tree_root(model, size)) << size;
    for (const std::uint64_t index : {std::uint64_t{0}, size / 2, size - 1})
      EXPECT_EQ(*proof::inclusion_proof(source, index, size),
                *proof::inclusion_proof(model, index, size));
    EXPECT_EQ(*proof::consistency_proof(source, size, 600),
              *proof::consistency_proof(model, size, 600));
  }
  EXPECT_EQ(proof::tree_root(source, 601).error().id, "proof.missing_nodes");
}

TEST(Tree, OpeningBuildsTheTilesOfAnOlderJournal) {
  const InventedJournal world;
  const auto before = world.text("select hash from tree_tile where tile = 1");
  ASSERT_EQ(before.size(), 64U);
  world.sql("delete from tree_tile where tile = 1");
  ASSERT_TRUE(Journal::open(*world.database, world.clock));
  EXPECT_EQ(world.text("select hash from tree_tile where tile = 1"), before);
  world.sql("delete from tree_tile");
  ASSERT_TRUE(Journal::open(*world.database, world.clock));
  EXPECT_FALSE(world.verify(true).fault);
}

TEST(Tree, TilesOfTilesAppearWithTheEventThatCompletesThem) {
  const auto database = storage::testing::fresh_database();
  const base::FixedClock clock(1'767'225'600'000);
  const auto journal = *Journal::open(*database, clock);
  std::vector<event::NewEvent> events(65'535, {.type = "noted", .payload = "{}"});
  ASSERT_TRUE(journal->append({}, "s", 0, events));
  const auto count = [&](std::int64_t level) {
    return **(*database->reader())
                 ->integer("select count(*) from tree_tile where level = $1", {level});
  };
  EXPECT_EQ(count(1), 255);
  EXPECT_EQ(count(2), 0);
  ASSERT_TRUE(journal->append({}, "s", 65'535, {events.front(), events.front()}));
  EXPECT_EQ(count(1), 256);
  EXPECT_EQ(count(2), 1);
  const auto found = *journal->verify("default", {.threads = 2});
  EXPECT_FALSE(found.fault);
  EXPECT_EQ(found.tiles, 257);
  const auto reader = *database->reader();
  TreeSource source(*reader, "default");
  EXPECT_EQ(proof::to_hex(*proof::tree_root(source, 65'537)), found.root);
}

TEST(Checkpoint, IsSignedOnceForEachLength) {
  const InventedJournal world;
  const auto& notes = world.published;
  ASSERT_EQ(notes.size(), 3U);
  for (std::size_t i = 0; i < notes.size(); ++i) {
    EXPECT_TRUE(world.key->public_key().verifies(notes[i]));
    EXPECT_EQ(notes[i].checkpoint.number, i + 1);
    EXPECT_EQ(notes[i].checkpoint.previous,
              i == 0 ? proof::Hash{} : proof::text_hash(notes[i - 1].checkpoint));
    EXPECT_EQ(notes[i].checkpoint.signed_at, world.clock.now_ms());
  }
  const auto again = world.journal->checkpoint(InventedJournal::kAuthority);
  EXPECT_EQ(proof::to_text(*again), proof::to_text(notes[2]));
  const auto reader = *world.database->reader();
  EXPECT_EQ(proof::to_text(**Journal::newest_checkpoint(*reader, InventedJournal::kAuthority)),
            proof::to_text(notes[2]));
  EXPECT_FALSE(*Journal::newest_checkpoint(*reader, "other"));
}

TEST(Checkpoint, NeedsEventsAndAKey) {
  const InventedJournal world;
  EXPECT_EQ(world.journal->checkpoint("nobody").error().id, "journal.empty");
  const auto unsigned_journal = *Journal::open(*world.database, world.clock);
  EXPECT_EQ(unsigned_journal->key(), nullptr);
  EXPECT_EQ(unsigned_journal->checkpoint("other").error().id, "journal.no_key");
  // What was signed before is given all the same.
  EXPECT_TRUE(unsigned_journal->checkpoint(InventedJournal::kAuthority));
}

TEST(Sealed, IsReadBackAndGoneAfterErasing) {
  const InventedJournal world;
  const auto events = *world.journal->read(InventedJournal::kAuthority, 2, 3);
  const auto erased = *event::parse_json(events[0].payload);
  const auto kept = *event::parse_json(events[1].payload);
  EXPECT_EQ(events[2].type, event::kPersonalDataErased);
  EXPECT_THAT(events[2].payload, testing::Not(testing::HasSubstr("王某")));
  EXPECT_THAT(events[1].payload, testing::Not(testing::HasSubstr("王某")));
  const auto reader = *world.database->reader();
  const auto value = *unseal(*reader, InventedJournal::kAuthority, kept["who"]);
  ASSERT_TRUE(value);
  EXPECT_EQ((*value)["name"].text(), "王某");
  EXPECT_FALSE(*unseal(*reader, InventedJournal::kAuthority, erased["who"]));
  EXPECT_EQ(unseal_all(*reader, InventedJournal::kAuthority, kept)->dump(),
            R"({"who":{"name":"王某"}})");
  EXPECT_EQ(unseal_all(*reader, InventedJournal::kAuthority, erased)->dump(),
            R"({"who":{"erased":true}})");
  EXPECT_EQ(unseal(*reader, InventedJournal::kAuthority, kept).error().id, "journal.not_sealed");
}

TEST(Sealed, IsNotReadWhereItIsNotWhatWasRecorded) {
  const InventedJournal world;
  const auto kept =
      *event::parse_json(world.journal->read(InventedJournal::kAuthority, 3, 1)->at(0).payload);
  world.sql("update private_value set value = '{\"name\":\"李某\"}'");
  const auto reader = *world.database->reader();
  EXPECT_EQ(unseal(*reader, InventedJournal::kAuthority, kept["who"]).error().id,
            "storage.corrupt");
}

TEST(Sealed, EqualValuesHaveDifferentHashes) {
  const InventedJournal world;
  const auto events = *world.journal->read(InventedJournal::kAuthority, 2, 2);
  const auto first = *event::parse_json(events[0].payload),
             second = *event::parse_json(events[1].payload);
  EXPECT_NE(first["who"]["sealed"]["hash"].text(), second["who"]["sealed"]["hash"].text());
}

TEST(Sealed, ErasingNobodyRecordsNothing) {
  const InventedJournal world;
  const auto answer =
      world.journal->execute(world.context(), "", [](Transaction& t) -> Result<std::string> {
        PLUMB_TRY_ASSIGN(const auto count, t.erase("p1", "again"));
        return std::to_string(count);
      });
  EXPECT_EQ(*answer, "0");
  EXPECT_TRUE(world.journal->read(InventedJournal::kAuthority, 600, 1)->empty());
}

TEST(Sealed, LaterEntriesMayStillPointToWhatWasErased) {
  const InventedJournal world;
  const auto old = world.journal->read(InventedJournal::kAuthority, 2, 1)->at(0).payload;
  ASSERT_TRUE(world.journal->append(world.context(), "copy", 0, {{.type = "x", .payload = old}}));
  EXPECT_FALSE(world.verify().fault);
}

TEST(Transaction, StaysWithinOneAuthority) {
  // While the first command holds the writer, commands of two authorities queue up behind it.
  const storage::testing::Place place;
  const auto database = place.open();
  const base::FixedClock clock(1'767'225'600'000);
  const auto journal = *Journal::open(*database, clock);
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&, t] {
      const Context context{.authority_id = t % 2 == 0 ? "a" : "b"};
      for (int i = 0; i < 20; ++i) {
        const auto done =
            journal->execute(context, "", [&](Transaction& transaction) -> Result<std::string> {
              const std::string stream = "s" + std::to_string(t);
              PLUMB_TRY_ASSIGN(const auto at, transaction.revision(stream));
              PLUMB_TRY(transaction.append(stream, at, {{.type = "x", .payload = "{}"}}));
              // One of them fails after it wrote: it must leave the others' numbers alone.
              if (i % 7 == 3) return base::fail(base::ErrorKind::Conflict, "test.refused");
              return std::string();
            });
        EXPECT_EQ(done.has_value(), i % 7 != 3);
      }
    });
  for (auto& thread : threads)
    thread.join();
  for (const char* authority_id : {"a", "b"}) {
    const auto found = *journal->verify(authority_id);
    EXPECT_FALSE(found.fault) << found.fault->what;
    EXPECT_EQ(found.events, 4 * 17);
  }
}

TEST(Transaction, CannotSucceedAfterAnAppendThatFailedHalfWay) {
  class Refusing final : public Fold {
  public:
    Result<void> apply(storage::Connection&, const event::Event& event) override {
      if (event.type == "bad") return base::fail(base::ErrorKind::Conflict, "test.refused");
      return {};
    }
  } fold;
  const auto database = storage::testing::fresh_database();
  const base::FixedClock clock(1'767'225'600'000);
  const auto journal = *Journal::open(*database, clock);
  journal->add_fold(fold);
  const auto answer = journal->execute({}, "", [](Transaction& t) -> Result<std::string> {
    (void)t.append("s", 0, {{.type = "bad", .payload = "{}"}});
    return std::string("all is well");
  });
  EXPECT_EQ(answer.error().id, "test.refused");
  EXPECT_TRUE(journal->read("default", 0, 1)->empty());
}

TEST(Servers, TwoOnOneDatabaseContinueOneChain) {
  const storage::testing::Place place;
  const auto one = place.open(), two = place.open();
  const base::FixedClock clock(1'767'225'600'000);
  const auto first = *Journal::open(*one, clock), second = *Journal::open(*two, clock);
  std::vector<std::thread> threads;
  for (Journal* journal : {first.get(), second.get()})
    threads.emplace_back([journal] {
      for (int i = 0; i < 150; ++i)
        EXPECT_TRUE(journal->execute({}, "", [](Transaction& t) -> Result<std::string> {
          PLUMB_TRY_ASSIGN(const auto at, t.revision("s"));
          PLUMB_TRY(t.append("s", at, {{.type = "x", .payload = "{}"}}));
          return std::string();
        }));
    });
  for (auto& thread : threads)
    thread.join();
  const auto found = *first->verify("default");
  EXPECT_FALSE(found.fault);
  EXPECT_EQ(found.events, 300);
  EXPECT_EQ(found.tiles, 1);
}

TEST(Tables, HaveTheAuthorityFirstInTheirKey) {
  const InventedJournal world;
  std::string schema;
  for (const auto& step : schema_steps())
    schema += step.sql;
  for (const std::string table :
       {"event", "file", "answer", "tree_tile", "checkpoint", "private_value"}) {
    const auto at = schema.find("create table " + table + " (");
    ASSERT_NE(at, std::string::npos) << table;
    const auto key = schema.find("primary key (", at);
    EXPECT_TRUE(schema.substr(key).starts_with("primary key (authority_id, ")) << table;
    EXPECT_TRUE((*world.database->reader())
                    ->integer("select count(*) from " + table + " where authority_id = 'yanhu'"));
  }
}

} // namespace
} // namespace plumb::journal
