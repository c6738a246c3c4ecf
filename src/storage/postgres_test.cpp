// SPDX-License-Identifier: Apache-2.0
// What only PostgreSQL does: text that turns schemas and URLs into its own, and a server that may
// go away.
#include "postgres_ddl.hpp"
#include "postgres_url.hpp"

#include <plumb/storage/testing.hpp>

#include <gtest/gtest.h>

namespace plumb::storage {
namespace {

TEST(PostgresDdl, PutsInItsOwnTypesAndLeavesTheRestAlone) {
  struct Case {
    const char* ours;
    const char* theirs;
  };
  for (const Case& c : {
           Case{"create table a (x integer not null, text text, b blob) strict",
                "create table a (x bigint not null, text text collate \"C\", b bytea) "},
           // A column may be called as a type is, and a key may name it.
           Case{"create table if not exists a (\n  text text not null, -- text, integer\n"
                "  integer integer,\n  primary key (text, integer)\n) strict, without rowid;",
                "create table if not exists a (\n  text text collate \"C\" not null, -- text, "
                "integer\n  integer bigint,\n  primary key (text, integer)\n)   ;"},
           Case{"create table a (x INTEGER check (x in (1, 2)), unique (x)) STRICT; create table b "
                "(y text default 'strict, integer')",
                "create table a (x bigint check (x in (1, 2)), unique (x)) ; create table b "
                "(y text collate \"C\" default 'strict, integer')"},
           Case{"alter table a add column text text not null default ''",
                "alter table a add column text text collate \"C\" not null default ''"},
           Case{"alter table a add y integer; alter table a rename column y to z",
                "alter table a add y bigint; alter table a rename column y to z"},
           Case{"create unique index i on a (text, integer) where text <> 'blob'",
                "create unique index i on a (text, integer) where text <> 'blob'"},
           Case{"update a set text = 'integer' /* blob; */ where integer = 1",
                "update a set text = 'integer' /* blob; */ where integer = 1"},
           Case{"drop table if exists strict", "drop table if exists strict"},
           Case{"create table q (z jsonb) strict", "create table q (z jsonb) "},
           Case{"", ""},
       })
    EXPECT_EQ(to_postgres(c.ours), c.theirs) << c.ours;
}

TEST(PostgresUrl, OurParameterIsTakenOut) {
  struct Case {
    const char* url;
    const char* conninfo;
    const char* schema;
  };
  for (const Case& c :
       {Case{"postgresql://u@h:5/d", "postgresql://u@h:5/d", ""},
        Case{"postgres://u@h/d?schema=plumb_1", "postgres://u@h/d", "plumb_1"},
        Case{"postgresql:///d?host=/tmp&schema=a&sslmode=require",
             "postgresql:///d?host=/tmp&sslmode=require", "a"},
        Case{"postgresql://h/d?schema=a&&user=b", "postgresql://h/d?user=b", "a"}}) {
    const auto url = parse_postgres_url(c.url);
    ASSERT_TRUE(url) << c.url;
    EXPECT_EQ(url->conninfo, c.conninfo) << c.url;
    EXPECT_EQ(url->schema, c.schema) << c.url;
  }
  for (const char* url : {"postgres://h/d?schema=", "postgres://h/d?schema=A",
                          "postgres://h/d?schema=a;drop", "postgres://h/d?schema=1a",
                          "postgres://h/d?schema=pg_x", "postgres://h/d?schema=a&schema=b"})
    EXPECT_EQ(parse_postgres_url(url).error().id, "storage.bad_url") << url;
}

TEST(PostgresUrl, AServerThatDoesNotAnswerIsUnavailable) {
  // Port 1 of the own machine: nobody listens there.
  EXPECT_EQ(Database::open("postgresql://nobody@127.0.0.1:1/none").error().id,
            "storage.unavailable");
}

class Postgres : public ::testing::Test {
protected:
  void SetUp() override {
    if (testing::engine() != Engine::Postgres)
      GTEST_SKIP() << "PLUMBLINE_TEST_DATABASE names no PostgreSQL";
  }
};

/// Ends the server's side of a connection from another one.
void cut(Database& database, Connection& victim) {
  const auto process = victim.integer("select pg_backend_pid()");
  ASSERT_TRUE(process && *process);
  auto reader = *database.reader();
  ASSERT_TRUE(reader->run("select pg_terminate_backend($1::int, 5000)", {**process}));
}

TEST_F(Postgres, NulInTextIsRefusedAndNotCut) {
  auto database = testing::fresh_database();
  auto writer = *database->writer();
  ASSERT_TRUE(writer->run("create table v (t text, b blob) strict"));
  const std::string zero("a\0b", 3);
  EXPECT_EQ(writer->run("insert into v values ($1, null)", {std::string_view(zero)}).error().id,
            "storage.constraint");
  EXPECT_EQ(writer->run("insert into v values ($1, null)", {std::string_view("\xFF")}).error().id,
            "storage.constraint");
  EXPECT_TRUE(writer->run("insert into v values (null, $1)", {Blob{zero}}));
  EXPECT_EQ(**writer->text("select b from v"), zero);
}

TEST_F(Postgres, NumbersOfEveryTypeAreRead) {
  auto database = testing::fresh_database();
  auto reader = *database->reader();
  EXPECT_EQ(**reader->integer("select sum(x::bigint) from generate_series(1, 4) x"), 10);
  EXPECT_EQ(**reader->integer("select -9223372036854775808"), INT64_MIN);
  EXPECT_EQ(**reader->integer("select 2 > 1"), 1);
  EXPECT_EQ(**reader->integer("select 2 < 1"), 0);
  EXPECT_EQ(*reader->integer("select null::bigint"), std::nullopt);
}

TEST_F(Postgres, SwallowedFaultFailsTheCommit) {
  auto database = testing::fresh_database();
  auto writer = *database->writer();
  ASSERT_TRUE(writer->run("create table v (n integer not null primary key) strict"));
  const auto done = writer->transaction([&]() -> base::Result<void> {
    PLUMB_TRY(writer->run("insert into v values (1)"));
    (void)writer->run("insert into v values (1)");
    return {};
  });
  EXPECT_EQ(done.error().id, "storage.unavailable");
  EXPECT_EQ(**writer->integer("select count(*) from v"), 0);
}

TEST_F(Postgres, LostConnectionIsUnavailableOnceAndThenBackAgain) {
  const testing::Place place;
  auto database = place.open({.readers_max = 1}), other = place.open();
  ASSERT_TRUE((*database->writer())->run("create table v (n integer) strict"));
  {
    auto writer = *database->writer();
    const auto done = writer->transaction([&]() -> base::Result<void> {
      PLUMB_TRY(writer->run("insert into v values (1)"));
      cut(*other, *writer);
      PLUMB_TRY(writer->run("insert into v values (2)"));
      return {};
    });
    EXPECT_EQ(done.error().id, "storage.unavailable");
  }
  {
    auto writer = *database->writer();
    EXPECT_TRUE(writer->run("insert into v values (3)"));
    EXPECT_EQ(**writer->integer("select sum(n) from v"), 3);
  }
  {
    auto reader = *database->reader();
    EXPECT_EQ(**reader->integer("select sum(n) from v"), 3);
    cut(*other, *reader);
    EXPECT_EQ(reader->integer("select sum(n) from v").error().id, "storage.unavailable");
  }
  EXPECT_EQ(**(*database->reader())->integer("select sum(n) from v"), 3);
}

TEST_F(Postgres, IdleConnectionThatWasCutIsReplacedUnseen) {
  const testing::Place place;
  auto database = place.open({.readers_max = 1}), other = place.open();
  std::int64_t process = 0;
  process = **(*database->reader())->integer("select pg_backend_pid()");
  {
    auto reader = *other->reader();
    ASSERT_TRUE(reader->run("select pg_terminate_backend($1::int, 5000)", {process}));
  }
  EXPECT_TRUE((*database->reader())->integer("select 1"));
}

TEST_F(Postgres, WhatTwoTransactionsCannotBothDoIsBusy) {
  const testing::Place place;
  auto first = place.open(), second = place.open({.busy_timeout_ms = 20});
  ASSERT_TRUE((*first->writer())->run("create table v (n integer) strict"));
  ASSERT_TRUE((*first->writer())->run("insert into v values (1)"));
  auto a = *first->writer();
  ASSERT_TRUE(a->run("begin"));
  ASSERT_TRUE(a->run("update v set n = 2"));
  EXPECT_EQ((*second->writer())->run("update v set n = 3").error().id, "storage.busy");
  ASSERT_TRUE(a->run("commit"));
}

TEST_F(Postgres, WhatALeaseLeftOpenIsTakenBack) {
  auto database = testing::fresh_database();
  ASSERT_TRUE((*database->writer())->run("create table v (n integer) strict"));
  {
    auto writer = *database->writer();
    ASSERT_TRUE(writer->run("begin"));
    ASSERT_TRUE(writer->run("insert into v values (1)"));
  }
  EXPECT_EQ(**(*database->writer())->integer("select count(*) from v"), 0);
}

} // namespace
} // namespace plumb::storage
