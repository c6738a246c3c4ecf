// SPDX-License-Identifier: Apache-2.0
#include <plumb/storage/storage.hpp>
#include <plumb/storage/terms.hpp>

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <thread>

namespace plumb::storage {
namespace {

/// A database file that goes away with the test.
class Folder {
public:
  Folder() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "plumb-storage-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] std::string file(const char* name) const { return (path_ / name).string(); }

private:
  std::filesystem::path path_;
};

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
  auto database = *Database::open("sqlite::memory:");
  auto writer = *database->writer();
  ASSERT_TRUE(writer->run("create table v (n integer, t text, b blob) strict"));
  const std::string zero("a\0b", 3);
  ASSERT_TRUE(writer->run("insert into v values ($1, $2, $3)",
                          {std::int64_t{1} << 62, std::string_view("青川"), Blob{zero}}));
  ASSERT_TRUE(writer->run("insert into v values ($1, $2, $3)",
                          {std::monostate{}, std::string_view(), Blob{}}));
  int rows = 0;
  ASSERT_TRUE(writer->run("select n, t, b from v order by rowid", {}, [&](const Row& row) {
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
  auto database = *Database::open("sqlite::memory:");
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
  auto database = *Database::open("sqlite::memory:");
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
  auto database = *Database::open("sqlite::memory:");
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
  const Folder folder;
  auto database = *Database::open("sqlite:" + folder.file("a.db"));
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
  const Folder folder;
  auto database = *Database::open("sqlite:" + folder.file("a.db"), {.readers_max = 2});
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
  const Folder folder;
  std::ofstream(folder.file("x.db")) << std::string(8192, 'x');
  EXPECT_EQ(Database::open("sqlite:" + folder.file("x.db")).error().id, "storage.corrupt");
}

TEST(Migrate, RunsEachStepOnceAndRefusesALaterSchema) {
  auto database = *Database::open("sqlite::memory:");
  auto writer = *database->writer();
  const std::array steps = {Migration{1, "create table a (x integer) strict"},
                            Migration{2, "alter table a add column y integer"}};
  ASSERT_TRUE(migrate(*writer, "m", std::span(steps).first(1)));
  ASSERT_TRUE(migrate(*writer, "m", steps));
  ASSERT_TRUE(migrate(*writer, "m", steps));
  EXPECT_TRUE(writer->run("insert into a values (1, 2)"));
  EXPECT_EQ(migrate(*writer, "m", std::span(steps).first(1)).error().id, "storage.newer_schema");
}

TEST(Search, FindsChineseByAnyTwoCharactersByOneAndByPhrase) {
  auto database = *Database::open("sqlite::memory:");
  auto writer = *database->writer();
  ASSERT_TRUE(writer->run("create virtual table f using fts5 (t, content='', tokenize='plumb')"));
  for (const auto& [id, text] :
       std::vector<std::pair<std::int64_t, std::string>>{{1, "建立行政执法台账，2026年底前完成"},
                                                         {2, "开展执法人员培训"},
                                                         {3, "今年2026项，司法局牵头"}})
    ASSERT_TRUE(
        writer->run("insert into f (rowid, t) values ($1, $2)", {id, std::string_view(text)}));
  struct Case {
    const char* query;
    std::vector<std::int64_t> want;
  };
  for (const Case& c :
       {Case{"执法", {1, 2}}, Case{"行政执法", {1}}, Case{"政法", {}}, Case{"账", {1}},
        Case{"牵", {3}}, Case{"执法 培训", {2}}, Case{"2026年", {1}}, Case{"今年2026", {3}},
        Case{"202", {1, 3}}, Case{"局牵", {3}}}) {
    std::vector<std::int64_t> found;
    ASSERT_TRUE(writer->run("select rowid from f where f match $1 order by rowid",
                            {std::string_view(fts5_expression(c.query))}, [&](const Row& row) {
                              found.push_back(row.integer(0));
                              return true;
                            }));
    EXPECT_EQ(found, c.want) << c.query;
  }
}

} // namespace
} // namespace plumb::storage
