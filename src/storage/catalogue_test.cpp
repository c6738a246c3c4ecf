// SPDX-License-Identifier: Apache-2.0
#include <plumb/storage/catalogue.hpp>
#include <plumb/storage/testing.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace plumb::storage {
namespace {

using ::testing::ElementsAre;

constexpr std::array kSteps = {
    Migration{1, "create table b (k text not null, n integer, bytes blob, primary key (k, n)) "
                 "strict; -- create table no (x integer);\ncreate index b_n on b (n);"},
    Migration{2, "create table if not exists a (x integer not null primary key) strict;"
                 "create table gone (x integer) strict; drop table if exists gone"}};

TEST(Catalogue, TellsTablesColumnsAndKeys) {
  auto database = testing::fresh_database();
  auto writer = *database->writer();
  ASSERT_TRUE(migrate(*writer, "m", kSteps));
  EXPECT_THAT(*tables_of(*writer), ElementsAre("a", "b", "schema_version"));
  EXPECT_THAT(*columns_of(*writer, "b"),
              ElementsAre(Column{"k", ColumnType::Text}, Column{"n", ColumnType::Integer},
                          Column{"bytes", ColumnType::Blob}));
  EXPECT_THAT(*columns_of(*writer, "none"), ElementsAre());
  EXPECT_THAT(*primary_key_of(*writer, "b"), ElementsAre("k", "n"));
  EXPECT_THAT(tables_created(kSteps), ElementsAre("b", "a"));
}

TEST(Catalogue, CopiesEveryRowBothWays) {
  auto here = testing::fresh_database();
  auto there = *Database::open("sqlite::memory:");
  const std::string zero("\0\xFF'\\x", 5);
  auto writer = *here->writer();
  ASSERT_TRUE(migrate(*writer, "m", kSteps));
  ASSERT_TRUE(migrate(**there->writer(), "m", kSteps));
  ASSERT_TRUE(writer->batch("insert into b values ($1, $2, $3)", 3, 700,
                            [&](std::size_t i, std::span<Value> values) {
                              values[0] = std::string_view("砚湖 \\x41 '");
                              values[1] = static_cast<std::int64_t>(i) - 350;
                              values[2] = i % 2 == 0 ? Value(Blob{zero}) : Value(std::monostate{});
                            }));
  const auto sum = [](Connection& connection) {
    std::string out;
    EXPECT_TRUE(connection.run("select k, n, bytes from b order by n", {}, [&](const Row& row) {
      out += std::string(row.text(0)) + std::to_string(row.integer(1));
      out += row.is_null(2) ? "null" : std::string(row.text(2));
      return true;
    }));
    return out;
  };
  const std::string before = sum(*writer);
  EXPECT_EQ(*copy_rows(*writer, **there->writer(), "b"), 700);
  EXPECT_EQ(sum(**there->writer()), before);
  ASSERT_TRUE(writer->run("delete from b"));
  EXPECT_EQ(*copy_rows(**there->writer(), *writer, "b"), 700);
  EXPECT_EQ(sum(*writer), before);
}

TEST(Catalogue, OtherColumnsAreNotCopied) {
  auto here = testing::fresh_database(), there = testing::fresh_database();
  ASSERT_TRUE((*here->writer())->run("create table t (x integer) strict"));
  ASSERT_TRUE((*there->writer())->run("create table t (x text) strict"));
  EXPECT_EQ(copy_rows(**here->writer(), **there->writer(), "t").error().id,
            "storage.other_columns");
  EXPECT_EQ(copy_rows(**here->writer(), **there->writer(), "none").error().id,
            "storage.other_columns");
}

} // namespace
} // namespace plumb::storage
