// SPDX-License-Identifier: Apache-2.0
// Every manipulation that somebody with the database's password can make, made.
#include "invented_journal.hpp"

#include <plumb/journal/sealed.hpp>

#include <gtest/gtest.h>

namespace plumb::journal {
namespace {

const std::string kMine = " authority_id = 'yanhu' and ";

TEST(Verify, FindsNothingInAnUntouchedJournal) {
  const InventedJournal world;
  for (const unsigned threads : {0U, 1U, 3U}) {
    const auto found = world.verify(true, threads);
    EXPECT_FALSE(found.fault) << found.fault->what << ' ' << found.fault->place;
    EXPECT_EQ(found.events, InventedJournal::kEvents);
    EXPECT_EQ(found.tiles, 2);
    EXPECT_EQ(found.files, 1);
    EXPECT_EQ(found.checkpoints, 3);
    EXPECT_EQ(found.published, 3);
    EXPECT_EQ(found.signatures, 6);
    EXPECT_EQ(found.sealed, 1);
    EXPECT_EQ(found.erased, 1);
    EXPECT_EQ(found.root, proof::to_hex(world.published.back().checkpoint.root));
    EXPECT_EQ(found.last_hash,
              world.text("select hash from event where" + kMine + "sequence = 600"));
  }
  EXPECT_FALSE(world.journal->verify("other")->fault);
  EXPECT_EQ(world.journal->verify("nobody")->events, 0);
}

struct Manipulation {
  const char* name;
  std::string sql;
  std::int64_t sequence;
  const char* what;
  std::string place = {};
  bool needs_published = false;
};

std::vector<Manipulation> manipulations() {
  const auto edit = [](const std::string& set, int sequence) {
    return "update event set " + set + " where" + kMine + "sequence = " + std::to_string(sequence);
  };
  // Later rows first, so that no two have one number on the way.
  const std::string everywhere_later = "update event set sequence = sequence + 10000 where" + kMine;
  return {
      {"edit payload", edit("payload = '{\"n\":999}'", 400), 400, "hash"},
      {"edit payload, same meaning", edit("payload = replace(payload, ':', ': ')", 7), 7, "hash"},
      {"edit actor", edit("actor = 'x'", 1), 1, "hash"},
      {"edit time", edit("recorded_at = recorded_at + 1", 600), 600, "hash"},
      {"edit effective day", edit("effective_on = '2026-03-02'", 256), 256, "hash"},
      {"remove effective day", edit("effective_on = null", 257), 257, "hash"},
      {"add effective day", edit("effective_on = '2026-03-02'", 2), 2, "hash"},
      {"add nonsense for a day", edit("effective_on = 'soon'", 2), 2, "hash"},
      {"edit type", edit("type = 'x'", 10), 10, "hash"},
      {"edit id", edit("id = 'x'", 10), 10, "hash"},
      {"edit version", edit("version = 2", 10), 10, "hash"},
      {"edit version by 2^32", edit("version = 4294967297", 10), 10, "hash"},
      {"edit stream", edit("stream = 'x', stream_revision = 1", 599), 599, "hash"},
      {"edit stream revision", edit("stream_revision = 5000", 300), 300, "stream_revision"},
      {"edit hash", edit("hash = '" + std::string(64, '0') + "'", 20), 20, "hash"},
      {"cut hash", edit("hash = 'x'", 20), 20, "hash"},
      {"delete one", "delete from event where" + kMine + "sequence = 77", 78, "gap"},
      {"delete the first", "delete from event where" + kMine + "sequence = 1", 2, "gap"},
      {"delete one and close the gap",
       "delete from event where" + kMine + "sequence = 595; " + everywhere_later +
           "sequence > 595; update event set sequence = sequence - 10001 where" + kMine +
           "sequence > 10000",
       595, "hash"},
      {"insert",
       everywhere_later + "sequence > 100; update event set sequence = sequence - 9999 where" +
           kMine +
           "sequence > 10000; insert into event (authority_id, sequence, id, stream, "
           "stream_revision, type, version, recorded_at, actor, payload, hash) values ('yanhu', "
           "101, 'id', 'new', 1, 'noted', 1, 1767225600000, 'x', '{}', '" +
           std::string(64, 'a') + "')",
       101, "hash"},
      {"append",
       "insert into event (authority_id, sequence, id, stream, stream_revision, type, version, "
       "recorded_at, actor, payload, hash) values ('yanhu', 601, 'id', 'new', 1, 'noted', 1, "
       "1767225600000, 'x', '{}', '" +
           std::string(64, 'a') + "')",
       601, "hash"},
      {"swap two",
       "update event set sequence = 10000 where" + kMine +
           "sequence = 2; update event set sequence = 2 where" + kMine +
           "sequence = 3; update event set sequence = 3 where" + kMine + "sequence = 10000",
       2, "hash"},
      {"move to another authority",
       "update event set authority_id = 'other' where" + kMine + "sequence = 50", 51, "gap"},
      {"delete the newest", "delete from event where" + kMine + "sequence > 590", 590, "cut_off",
       "checkpoint 3"},
      {"delete the newest and their tile",
       "delete from event where" + kMine + "sequence > 310; delete from tree_tile where" + kMine +
           "tile > 0",
       310, "cut_off", "checkpoint 3"},
      {"delete the newest, their tile not", "delete from event where" + kMine + "sequence > 310",
       310, "tile", "tile 1/1"},
      {"delete the newest and their checkpoint",
       "delete from event where" + kMine + "sequence > 590; delete from checkpoint where" + kMine +
           "number = 3",
       590, "cut_off", "published 3", true},
      {"delete everything of the authority",
       "delete from event where authority_id = 'yanhu'; delete from tree_tile; delete from "
       "checkpoint; delete from private_value; delete from file",
       0, "cut_off", "published 1", true},
      {"edit a tile", "update tree_tile set hash = '" + std::string(64, '0') + "' where tile = 1",
       512, "tile", "tile 1/1"},
      {"delete a tile", "delete from tree_tile where tile = 0", 256, "tile", "tile 1/0"},
      {"add a tile",
       "insert into tree_tile (authority_id, level, tile, hash) values ('yanhu', 2, 0, '" +
           std::string(64, '0') + "')",
       600, "tile", "tile 2/0"},
      {"edit a checkpoint's size", "update checkpoint set size = 299 where number = 2", 299,
       "checkpoint_note", "checkpoint 2"},
      {"edit a checkpoint's root",
       "update checkpoint set root = '" + std::string(64, '0') + "' where number = 1", 5,
       "checkpoint_note", "checkpoint 1"},
      {"edit a checkpoint's time", "update checkpoint set signed_at = 0 where number = 1", 5,
       "checkpoint_note", "checkpoint 1"},
      {"edit a checkpoint's text",
       "update checkpoint set note = replace(note, 'time 2026-01-01T08:00:00', "
       "'time 2026-01-01T08:00:01'), signed_at = signed_at + 1000 where number = 2",
       300, "checkpoint_signature", "checkpoint 2"},
      {"edit a checkpoint into nonsense", "update checkpoint set note = 'x' where number = 2", 300,
       "checkpoint_note", "checkpoint 2"},
      {"delete a checkpoint", "delete from checkpoint where number = 2", 600, "checkpoint_missing",
       "checkpoint 3"},
      {"delete the first checkpoint", "delete from checkpoint where number = 1", 300,
       "checkpoint_missing", "checkpoint 2"},
      {"delete the newest checkpoint", "delete from checkpoint where number = 3", 600,
       "checkpoint_missing", "published 3", true},
      {"edit a file", "update file set bytes = x'00', size = 1", 0, "file", "file SM3"},
      {"edit a file's size", "update file set size = 1", 0, "file", "file SM3"},
      {"delete a file", "delete from file", 2, "file_missing", "file SM3"},
      {"edit a sealed value", "update private_value set value = '{\"name\":\"李某\"}'", 4,
       "sealed_value", "item P2"},
      {"edit a salt", "update private_value set salt = '" + std::string(64, '0') + "'", 4,
       "sealed_value", "item P2"},
      {"give a sealed value to another person", "update private_value set subject_id = 'p3'", 4,
       "sealed_value", "item P2"},
      {"delete a sealed value", "delete from private_value", 4, "sealed_lost", "item P2"},
      {"add a sealed value",
       "insert into private_value (authority_id, item_id, subject_id, salt, value) values "
       "('yanhu', 'extra', 'p9', '" +
           std::string(64, '0') + "', '1')",
       0, "sealed_extra", "item extra"},
      {"bring an erased value back",
       "insert into private_value (authority_id, item_id, subject_id, salt, value) select "
       "authority_id, 'P1', 'p1', salt, value from private_value",
       3, "sealed_value", "item P1"},
  };
}

std::string item_of(const InventedJournal& world, int sequence) {
  const std::string payload = world.text("select payload from event where" + kMine +
                                         "sequence = " + std::to_string(sequence));
  return (*event::parse_json(payload))["who"]["sealed"]["item"].text();
}

void replace(std::string& text, std::string_view from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

TEST(Verify, FindsEveryManipulationAndNamesItsPlace) {
  for (auto c : manipulations()) {
    SCOPED_TRACE(c.name);
    const InventedJournal world;
    const std::string first = item_of(world, 3), second = item_of(world, 4);
    for (std::string* text : {&c.sql, &c.place}) {
      replace(*text, "SM3", world.file);
      replace(*text, "'P1'", "'" + first + "'");
      replace(*text, "item P1", "item " + first);
      replace(*text, "item P2", "item " + second);
    }
    if (storage::testing::engine() == storage::Engine::Postgres) replace(c.sql, "x'00'", "'\\x00'");
    world.sql(c.sql);
    if (c.needs_published) {
      EXPECT_FALSE(world.verify().fault) << "found without a published checkpoint too";
    }
    for (const unsigned threads : {0U, 2U}) {
      const auto found = world.verify(c.needs_published, threads);
      ASSERT_TRUE(found.fault);
      EXPECT_EQ(found.fault->what, c.what);
      EXPECT_EQ(found.fault->sequence, c.sequence);
      EXPECT_EQ(found.fault->place, c.place);
      EXPECT_LE(found.events, InventedJournal::kEvents);
    }
  }
}

/// Edits event `from` and writes all hashes after it anew, as somebody who knows the program would.
void rewrite(const InventedJournal& world, std::int64_t from) {
  const auto authority = InventedJournal::kAuthority;
  auto events = *world.journal->read(authority, 0, 1000);
  std::string previous(event::kFirstHash);
  world.sql("delete from tree_tile");
  for (auto& event : events) {
    if (event.sequence == from) event.payload = R"({"n":12345})";
    event.hash = event::hash_of(event, previous);
    previous = event.hash;
    world.sql("update event set payload = '" + event.payload + "', hash = '" + event.hash +
              "' where" + kMine + "sequence = " + std::to_string(event.sequence));
  }
  // Opening builds the tiles of the new history.
  EXPECT_TRUE(Journal::open(*world.database, world.clock));
}

TEST(Verify, FindsAHistoryThatWasRewrittenThroughout) {
  InventedJournal world;
  rewrite(world, 100);
  const auto found = world.verify();
  ASSERT_TRUE(found.fault);
  EXPECT_EQ(found.fault->what, "rewritten");
  EXPECT_EQ(found.fault->sequence, 300);
  EXPECT_EQ(found.fault->place, "checkpoint 2");
}

TEST(Verify, FindsARewrittenHistoryWhoseCheckpointsWereMadeAgain) {
  InventedJournal world;
  rewrite(world, 100);
  world.sql("delete from checkpoint where" + kMine + "number > 0");
  // With a key of their own: it is not the one that is known.
  world.journal->use_key(std::make_shared<const proof::SigningKey>(*proof::SigningKey::generate()));
  ASSERT_TRUE(world.journal->checkpoint(InventedJournal::kAuthority));
  EXPECT_EQ(world.verify().fault->what, "checkpoint_signature");
  EXPECT_EQ(world.verify(true).fault->place, "published 2");
  // With the program's key, from inside: only what was published tells.
  world.sql("delete from checkpoint");
  world.journal->use_key(world.key);
  ASSERT_TRUE(world.journal->checkpoint(InventedJournal::kAuthority));
  EXPECT_FALSE(world.verify().fault);
  const auto found = world.verify(true);
  ASSERT_TRUE(found.fault);
  EXPECT_EQ(found.fault->what, "rewritten");
  EXPECT_EQ(found.fault->place, "published 2");
}

TEST(Verify, DoesNotTrustAForgedPublishedCheckpoint) {
  const InventedJournal world;
  proof::Note forged = world.published[1];
  forged.signature[10] = static_cast<char>(forged.signature[10] ^ 1);
  const auto found = *world.journal->verify(
      InventedJournal::kAuthority, {.keys = {world.key->public_key()}, .published = {forged}});
  ASSERT_TRUE(found.fault);
  EXPECT_EQ(found.fault->what, "checkpoint_signature");
  EXPECT_EQ(found.fault->place, "published 1");
}

TEST(Verify, TellsHowFarItIs) {
  const InventedJournal world;
  std::int64_t calls = 0, last = 0;
  VerifyOptions options;
  options.progress = [&](std::int64_t done, std::int64_t total) {
    ++calls;
    EXPECT_LE(last, done);
    EXPECT_EQ(total, InventedJournal::kEvents);
    last = done;
  };
  ASSERT_TRUE(world.journal->verify(InventedJournal::kAuthority, options));
  EXPECT_EQ(calls, 3);
}

} // namespace
} // namespace plumb::journal
