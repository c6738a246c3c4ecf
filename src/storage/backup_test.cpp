// SPDX-License-Identifier: Apache-2.0
#include <plumb/storage/backup.hpp>
#include <plumb/storage/catalogue.hpp>
#include <plumb/storage/testing.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <thread>

namespace plumb::storage {
namespace {

using ::testing::ElementsAre;
using testing::fresh_database;
using ::testing::Pair;

constexpr std::array kSteps = {
    Migration{1, "create table fact (authority_id text not null, n integer not null, b blob, "
                 "primary key (authority_id, n)) strict"},
    Migration{2, "create table later (authority_id text not null primary key) strict;"
                 "alter table fact add column note text not null default 'none'"}};
constexpr std::array kModules = {TruthModule{"facts", kSteps}};

class Backup : public ::testing::Test {
protected:
  Backup() {
    std::string pattern = (std::filesystem::temp_directory_path() / "plumb-backup-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    file_ = (folder_ / "b.db").string();
  }
  ~Backup() override { std::filesystem::remove_all(folder_); }
  static void fill(Database& database, std::size_t steps, std::int64_t rows) {
    auto writer = *database.writer();
    ASSERT_TRUE(migrate(*writer, "facts", std::span(kSteps).first(steps)));
    ASSERT_TRUE(writer->script("create table derived (x integer) strict"));
    ASSERT_TRUE(writer->batch("insert into fact (authority_id, n, b) values ('a', $1, $2)", 2,
                              static_cast<std::size_t>(rows),
                              [](std::size_t i, std::span<Value> values) {
                                values[0] = static_cast<std::int64_t>(i);
                                values[1] = Blob{std::string_view("\0\xFF", 2)};
                              }));
  }
  /// Only the backup itself is left of what was written.
  [[nodiscard]] std::size_t files() const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder_))
      count += entry.exists() ? 1U : 0U;
    return count;
  }
  std::filesystem::path folder_;
  std::string file_;
};

TEST_F(Backup, HoldsTheTablesOfTruthAndIsReadIntoEitherEngine) {
  auto here = fresh_database();
  fill(*here, 2, 700);
  EXPECT_THAT(*write_backup(*here, file_, kModules),
              ElementsAre(Pair("fact", 700), Pair("later", 0)));
  EXPECT_EQ(files(), 1U);
  auto there = fresh_database();
  EXPECT_THAT(*read_backup(file_, *there, kModules),
              ElementsAre(Pair("fact", 700), Pair("later", 0)));
  auto reader = *there->reader();
  EXPECT_THAT(*tables_of(*reader), ElementsAre("fact", "later", "schema_version"));
  EXPECT_EQ(**reader->integer("select sum(n) from fact where note = 'none'"), 699 * 700 / 2);
  EXPECT_EQ(**reader->text("select b from fact where n = 5"), std::string_view("\0\xFF", 2));
  EXPECT_EQ(**schema_version(*reader, "facts"), 2);
  EXPECT_EQ(files(), 1U);
}

TEST_F(Backup, OfAnOlderSchemaIsBroughtForwardAfterwards) {
  auto here = fresh_database(), there = fresh_database();
  fill(*here, 1, 3);
  ASSERT_TRUE(write_backup(*here, file_, kModules));
  EXPECT_THAT(*read_backup(file_, *there, kModules), ElementsAre(Pair("fact", 3)));
  auto writer = *there->writer();
  ASSERT_TRUE(migrate(*writer, "facts", kSteps));
  EXPECT_EQ(**writer->integer("select count(*) from fact where note = 'none'"), 3);
}

TEST_F(Backup, RefusesWhatItCannotDoWhole) {
  auto here = fresh_database(), empty = fresh_database();
  EXPECT_EQ(write_backup(*empty, file_, kModules).error().id, "storage.no_schema");
  fill(*here, 2, 10);
  EXPECT_EQ(write_backup(*here, (folder_ / "no" / "b.db").string(), kModules).error().id,
            "storage.cannot_write");
  ASSERT_TRUE(write_backup(*here, file_, kModules));
  EXPECT_EQ(write_backup(*here, file_, kModules).error().id, "storage.file_exists");
  EXPECT_EQ(read_backup(file_, *here, kModules).error().id, "storage.not_empty");
  const std::array older = {TruthModule{"facts", std::span(kSteps).first(1)}};
  EXPECT_EQ(read_backup(file_, *empty, older).error().id, "storage.newer_schema");
  const std::array others = {TruthModule{"others", kSteps}};
  EXPECT_EQ(read_backup(file_, *empty, others).error().id, "storage.no_backup");
  EXPECT_EQ(read_backup(file_ + "x", *empty, kModules).error().id, "storage.no_backup");
  for (const auto size : {std::uintmax_t{0}, std::uintmax_t{100},
                          std::filesystem::file_size(file_) / 2 / 4096 * 4096}) {
    const std::string cut = (folder_ / ("cut" + std::to_string(size))).string();
    std::filesystem::copy_file(file_, cut);
    std::filesystem::resize_file(cut, size);
    EXPECT_EQ(read_backup(cut, *empty, kModules).error().id, "storage.no_backup") << size;
  }
  EXPECT_THAT(*tables_of(**empty->reader()), ElementsAre());
}

TEST_F(Backup, IsOneStateWhileOthersWrite) {
  const testing::Place place;
  auto here = place.open();
  fill(*here, 2, 1000);
  // Each transaction keeps the number of rows even.
  std::thread busy([&] {
    auto mine = place.open();
    for (std::int64_t i = 0; i < 15; ++i) {
      auto writer = *mine->writer();
      EXPECT_TRUE(writer->transaction([&]() -> base::Result<void> {
        PLUMB_TRY(writer->run("insert into fact (authority_id, n) values ('b', $1)", {2 * i}));
        PLUMB_TRY(writer->run("insert into fact (authority_id, n) values ('b', $1)", {2 * i + 1}));
        return {};
      }));
    }
  });
  for (int i = 0; i < 4; ++i) {
    const auto copied = write_backup(*here, file_ + std::to_string(i), kModules);
    EXPECT_TRUE(copied && copied->front().second % 2 == 0);
  }
  busy.join();
}

} // namespace
} // namespace plumb::storage
