// SPDX-License-Identifier: Apache-2.0
#include <plumb/storage/storage.hpp>
#include <plumb/storage/testing.hpp>

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <thread>

namespace plumb::storage {
namespace {

using testing::fresh_database;
using testing::Place;

constexpr const char* kTable =
    "create table thing (id integer primary key, name text not null, size integer) strict";

TEST(Storage, OpensOnlyEnginesItKnows) {
  for (const char* url : {"", "sqlite:", "mysql://x", "postgres"}) {
    const auto database = Database::open(url);
    ASSERT_FALSE(database) << url;
    EXPECT_EQ(database.error().id, "storage.unknown_engine");
  }
  EXPECT_EQ(Database::open("sqlite:/nowhere/at/all/x.db").error().id, "storage.unavailable");
}

TEST(Storage, BindsEveryKindOfValueAndReadsItBack) {
  auto database = fresh_database();
  auto writer = *database->writer();
  ASSERT_TRUE(writer->run("create table v (n integer, t text, b blob) strict"));
  const std::string zero("a\0b", 3);
  ASSERT_TRUE(writer->run("insert into v values ($1, $2, $3)",
                          {std::int64_t{1} << 62, std::string_view("青川"), Blob{zero}}));
  ASSERT_TRUE(writer->run("insert into v values ($1, $2, $3)",
                          {std::monostate{}, std::string_view(), Blob{}}));
  int rows = 0;
  ASSERT_TRUE(writer->run("select n, t, b from v order by n nulls last", {}, [&](const Row& row) {
    if (rows++ == 0) {
      EXPECT_EQ(row.integer(0), std::int64_t{1} << 62);
      EXPECT_EQ(row.text(1), "青川");
      EXPECT_EQ(row.text(2), zero);
    } else {
      EXPECT_TRUE(row.is_null(0));
      EXPECT_FALSE(row.is_null(1));
      EXPECT_EQ(row.text(1), "");
    }
    return true;
  }));
  EXPECT_EQ(rows, 2);
}

TEST(Storage, NamesItsErrors) {
  auto database = fresh_database();
  auto writer = *database->writer();
  ASSERT_TRUE(writer->run(kTable));
  ASSERT_TRUE(writer->run("insert into thing values (1, 'a', null)"));
  EXPECT_EQ(writer->run("insert into thing values (1, 'b', null)").error().id,
            "storage.constraint");
  EXPECT_EQ(writer->run("insert into thing values (2, 'b', 'abc')").error().id,
            "storage.constraint");
  EXPECT_EQ(writer->run("selec").error().id, "storage.unavailable");
}

TEST(Storage, TransactionIsAllOrNothing) {
  auto database = fresh_database();
  auto writer = *database->writer();
  ASSERT_TRUE(writer->run(kTable));
  const auto failed = writer->transaction([&]() -> base::Result<void> {
    PLUMB_TRY(writer->run("insert into thing values (1, 'a', null)"));
    return base::fail(base::ErrorKind::Conflict, "test.no");
  });
  EXPECT_EQ(failed.error().id, "test.no");
  EXPECT_EQ(**writer->integer("select count(*) from thing"), 0);
  ASSERT_TRUE(writer->transaction([&]() -> base::Result<void> {
    PLUMB_TRY(writer->run("insert into thing values (1, 'a', null)"));
    EXPECT_FALSE(writer->savepoint([&]() -> base::Result<void> {
      PLUMB_TRY(writer->run("insert into thing values (2, 'b', null)"));
      return base::fail(base::ErrorKind::Conflict, "test.no");
    }));
    return {};
  }));
  EXPECT_EQ(**writer->integer("select max(id) from thing"), 1);
}

TEST(Storage, StatementMayRunInsideItself) {
  auto database = fresh_database();
  auto writer = *database->writer();
  ASSERT_TRUE(writer->run(kTable));
  ASSERT_TRUE(writer->batch("insert into thing values ($1, 'n', $2)", 2, 3,
                            [](std::size_t i, std::span<Value> values) {
                              values[0] = static_cast<std::int64_t>(i);
                              values[1] = static_cast<std::int64_t>(i * 10);
                            }));
  constexpr const char* kQuery = "select id from thing order by id";
  int pairs = 0;
  ASSERT_TRUE(writer->run(kQuery, {}, [&](const Row&) {
    EXPECT_TRUE(writer->run(kQuery, {}, [&](const Row&) { return ++pairs > 0; }));
    return true;
  }));
  EXPECT_EQ(pairs, 9);
}

TEST(Storage, ReaderKeepsSeeingOneState) {
  const Place place;
  auto database = place.open();
  ASSERT_TRUE((*database->writer())->run(kTable));
  {
    auto reader = *database->reader();
    EXPECT_EQ(**reader->integer("select count(*) from thing"), 0);
    std::thread([&] {
      EXPECT_TRUE((*database->writer())->run("insert into thing values (1, 'a', null)"));
    }).join();
    EXPECT_EQ(**reader->integer("select count(*) from thing"), 0);
    EXPECT_FALSE(reader->run("insert into thing values (2, 'b', null)"));
  }
  EXPECT_EQ(**(*database->reader())->integer("select count(*) from thing"), 1);
}

TEST(Storage, MoreThreadsThanReaders) {
  const Place place;
  auto database = place.open({.readers_max = 2});
  ASSERT_TRUE((*database->writer())->run(kTable));
  std::vector<std::thread> threads;
  for (int t = 0; t < 6; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i)
        EXPECT_TRUE((*database->reader())->integer("select count(*) from thing"));
    });
  for (auto& thread : threads)
    thread.join();
}

TEST(Storage, FileThatIsNoDatabaseIsCorrupt) {
  if (testing::engine() != Engine::Sqlite) GTEST_SKIP() << "one engine keeps a single file";
  const Place place;
  std::ofstream(place.url().substr(std::string_view("sqlite:").size())) << std::string(8192, 'x');
  EXPECT_EQ(Database::open(place.url()).error().id, "storage.corrupt");
}

TEST(Migrate, RunsEachStepOnceAndRefusesALaterSchema) {
  auto database = fresh_database();
  auto writer = *database->writer();
  const std::array steps = {Migration{1, "create table a (x integer) strict"},
                            Migration{2, "alter table a add column y integer"}};
  ASSERT_TRUE(migrate(*writer, "m", std::span(steps).first(1)));
  ASSERT_TRUE(migrate(*writer, "m", steps));
  ASSERT_TRUE(migrate(*writer, "m", steps));
  EXPECT_TRUE(writer->run("insert into a values (1, 2)"));
  EXPECT_EQ(migrate(*writer, "m", std::span(steps).first(1)).error().id, "storage.newer_schema");
}

TEST(Migrate, SeveralProgramsMayStartAtOnce) {
  const Place place;
  const std::array steps = {Migration{1, "create table a (x integer) strict"}};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      auto database = place.open();
      EXPECT_TRUE(migrate(**database->writer(), "m", steps));
    });
  for (auto& thread : threads)
    thread.join();
  auto database = place.open();
  EXPECT_EQ(**schema_version(**database->reader(), "m"), 1);
  EXPECT_EQ(*schema_version(**database->reader(), "other"), std::nullopt);
}

/// Rows 0 … count-1.
std::unique_ptr<Database> numbered(std::int64_t count) {
  auto database = fresh_database();
  auto writer = *database->writer();
  EXPECT_TRUE(writer->run(kTable));
  EXPECT_TRUE(writer->batch("insert into thing values ($1, 'n', $2)", 2,
                            static_cast<std::size_t>(count),
                            [](std::size_t i, std::span<Value> values) {
                              const auto n = static_cast<std::int64_t>(i);
                              values[0] = n;
                              values[1] = i % 3 == 0 ? Value(std::monostate{}) : Value(n * 10);
                            }));
  return database;
}

TEST(Storage, ReadsAResultOfAnyLength) {
  constexpr const char* kQuery = "select id, size from thing where id >= $1 order by id";
  // Around what one round trip brings, and more than a cursor fetches at once.
  for (const std::int64_t count : {0, 1, 63, 64, 65, 66, 1100, 2500}) {
    auto database = numbered(count);
    auto reader = *database->reader();
    std::int64_t seen = 0, asked = 0;
    ASSERT_TRUE(reader->run(kQuery, {std::int64_t{0}}, [&](const Row& row) {
      EXPECT_EQ(row.integer(0), seen++);
      EXPECT_EQ(row.is_null(1), row.integer(0) % 3 == 0);
      // The same question again in between.
      if (row.integer(0) % 100 == 0) {
        EXPECT_TRUE(reader->run(kQuery, {count - 80}, [&](const Row&) { return ++asked > 0; }));
      }
      return true;
    }));
    EXPECT_EQ(seen, count);
    EXPECT_EQ(asked, (count + 99) / 100 * std::min<std::int64_t>(count, 80));
    seen = 0;
    ASSERT_TRUE(reader->run(kQuery, {std::int64_t{0}}, [&](const Row&) { return ++seen < 70; }));
    EXPECT_EQ(seen, std::min<std::int64_t>(count, 70));
    EXPECT_EQ(**reader->integer("select count(*) from thing"), count);
  }
}

TEST(Storage, BatchReportsItsFaultAndTheTransactionTakesItBack) {
  auto database = fresh_database();
  auto writer = *database->writer();
  ASSERT_TRUE(writer->run(kTable));
  const auto done = writer->transaction([&] {
    return writer->batch("insert into thing values ($1, 'n', null)", 1, 600,
                         [](std::size_t i, std::span<Value> values) {
                           values[0] = static_cast<std::int64_t>(i == 500 ? 3 : i);
                         });
  });
  EXPECT_EQ(done.error().id, "storage.constraint");
  EXPECT_EQ(**writer->integer("select count(*) from thing"), 0);
}

TEST(Storage, FailedStatementInASavepointHarmsNothingElse) {
  auto database = fresh_database();
  auto writer = *database->writer();
  ASSERT_TRUE(writer->run(kTable));
  ASSERT_TRUE(writer->transaction([&]() -> base::Result<void> {
    PLUMB_TRY(writer->run("insert into thing values (1, 'a', null)"));
    const auto inner = writer->savepoint([&]() -> base::Result<void> {
      PLUMB_TRY(writer->run("insert into thing values (2, 'b', null)"));
      PLUMB_TRY(writer->run("insert into thing values (1, 'b', null)"));
      return {};
    });
    EXPECT_EQ(inner.error().id, "storage.constraint");
    PLUMB_TRY(writer->run("insert into thing values (3, 'c', null)"));
    return {};
  }));
  EXPECT_EQ(**writer->integer("select sum(id) from thing"), 4);
}

TEST(Storage, ComparesTextByteByByte) {
  auto database = fresh_database();
  auto writer = *database->writer();
  ASSERT_TRUE(writer->run("create table v (t text not null primary key) strict, without rowid"));
  for (const char* text : {"b", "B", "a", "_", "法", "执", "é", "Z"})
    ASSERT_TRUE(writer->run("insert into v values ($1)", {std::string_view(text)}));
  std::string order;
  ASSERT_TRUE(writer->run("select t from v order by t", {}, [&](const Row& row) {
    order += row.text(0);
    return true;
  }));
  EXPECT_EQ(order, "BZ_abé执法");
}

TEST(Storage, TwoDatabasesOnOnePlaceTakeTurns) {
  const Place place;
  auto first = place.open(), second = place.open({.busy_timeout_ms = 20});
  ASSERT_TRUE((*first->writer())->run(kTable));
  {
    auto writer = *first->writer();
    ASSERT_TRUE(writer->transaction([&]() -> base::Result<void> {
      PLUMB_TRY(writer->lock("county"));
      PLUMB_TRY(writer->run("insert into thing values (1, 'a', null)"));
      auto other = *second->writer();
      const auto refused = other->transaction([&]() -> base::Result<void> {
        PLUMB_TRY(other->lock("county"));
        return {};
      });
      EXPECT_EQ(refused.error().id, "storage.busy");
      return {};
    }));
  }
  auto other = *second->writer();
  ASSERT_TRUE(other->transaction([&]() -> base::Result<void> {
    PLUMB_TRY(other->lock("county"));
    EXPECT_EQ(**other->integer("select count(*) from thing"), 1);
    return {};
  }));
}

} // namespace
} // namespace plumb::storage
