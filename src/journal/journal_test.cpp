// SPDX-License-Identifier: Apache-2.0
#include <plumb/base/hash.hpp>
#include <plumb/journal/journal.hpp>
#include <plumb/storage/testing.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <atomic>
#include <thread>
#include <unordered_map>

namespace plumb::journal {
namespace {

using base::Result;

const base::FixedClock kClock(1'767'225'600'000);

/// Counts what it was shown, in a table of its own.
class Counter final : public Fold {
public:
  Result<void> apply(storage::Connection& writer, const event::Event& event) override {
    if (event.type == "refused") return base::fail(base::ErrorKind::Conflict, "test.refused");
    PLUMB_TRY(writer.run("insert into counted values ($1)", {event.sequence}));
    return {};
  }
  void forget() override { ++forgotten; }
  int forgotten = 0;
};

struct Fixture {
  explicit Fixture(std::unique_ptr<storage::Database> given = storage::testing::fresh_database())
      : database(std::move(given)), journal(*Journal::open(*database, kClock)) {
    EXPECT_TRUE(
        (*database->writer())->run("create table if not exists counted (sequence integer) strict"));
    journal->add_fold(counter);
  }
  std::int64_t counted() {
    return **(*database->reader())->integer("select count(*) from counted");
  }

  Counter counter;
  std::unique_ptr<storage::Database> database;
  std::unique_ptr<Journal> journal;
};

event::NewEvent fact(std::string type = "happened", std::string payload = "{}") {
  return {.type = std::move(type), .payload = std::move(payload)};
}

TEST(Journal, ChainsEventsAndReadsThemBack) {
  Fixture f;
  const Context context{.authority_id = "a", .actor = "张三"};
  ASSERT_TRUE(f.journal->append(context, "s1", 0, {fact("one", R"({"n":1})"), fact("two")}));
  ASSERT_TRUE(f.journal->append(context, "s2", 0, {fact("three")}));
  ASSERT_TRUE(f.journal->append({.authority_id = "b"}, "s1", 0, {fact("other")}));
  const auto events = *f.journal->read("a", 0, 10);
  ASSERT_EQ(events.size(), 3U);
  std::string previous(event::kFirstHash);
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].sequence, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(events[i].hash, event::hash_of(events[i], previous));
    previous = events[i].hash;
  }
  EXPECT_EQ(events[0].actor, "张三");
  EXPECT_EQ(events[0].payload, R"({"n":1})");
  EXPECT_EQ(events[0].recorded_at, kClock.now_ms());
  EXPECT_EQ(f.journal->read("a", 1, 1)->at(0).type, "two");
  EXPECT_EQ(f.journal->read("a", 0, 10, "s2")->at(0).type, "three");
  EXPECT_EQ(f.journal->read("b", 0, 10)->at(0).sequence, 1);
  EXPECT_EQ(f.counted(), 4);
}

TEST(Journal, RefusesADecisionOnAnOldRevision) {
  Fixture f;
  ASSERT_TRUE(f.journal->append({}, "s", 0, {fact()}));
  const auto late = f.journal->append({}, "s", 0, {fact()});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().id, "journal.conflict");
  EXPECT_EQ(f.journal->read("default", 0, 10)->size(), 1U);
}

TEST(Journal, FoldThatRefusesTakesEverythingBack) {
  Fixture f;
  bool aborted = false;
  const auto answer =
      f.journal->execute({}, "", [&](Transaction& transaction) -> Result<std::string> {
        transaction.on_abort([&] { aborted = true; });
        PLUMB_TRY(transaction.put_file("bytes", "text/plain"));
        PLUMB_TRY(transaction.append("s", 0, {fact(), fact("refused")}));
        return std::string("done");
      });
  EXPECT_EQ(answer.error().id, "test.refused");
  EXPECT_TRUE(aborted);
  EXPECT_EQ(f.counter.forgotten, 1);
  EXPECT_EQ(f.counted(), 0);
  EXPECT_TRUE(f.journal->read("default", 0, 10)->empty());
  EXPECT_FALSE(*Journal::file(**f.database->reader(), "default", base::sm3_hex("bytes")));
}

TEST(Journal, SameKeyGivesTheSameAnswerAndActsOnce) {
  Fixture f;
  const Context context{.idempotency_key = "k1"};
  int ran = 0;
  const auto command = [&](Transaction& transaction) -> Result<std::string> {
    PLUMB_TRY_ASSIGN(const auto revision, transaction.revision("s"));
    PLUMB_TRY(transaction.append("s", revision, {fact()}));
    return "answer " + std::to_string(++ran);
  };
  EXPECT_EQ(*f.journal->execute(context, "request", command), "answer 1");
  EXPECT_EQ(*f.journal->execute(context, "request", command), "answer 1");
  EXPECT_EQ(f.journal->execute(context, "another", command).error().id, "journal.key_reused");
  EXPECT_EQ(*f.journal->execute({.authority_id = "b", .idempotency_key = "k1"}, "request", command),
            "answer 2");
  EXPECT_EQ(f.journal->read("default", 0, 10)->size(), 1U);
}

TEST(Journal, FailedCommandCanBeTriedAgainWithTheSameKey) {
  Fixture f;
  const Context context{.idempotency_key = "k1"};
  EXPECT_FALSE(f.journal->append(context, "s", 3, {fact()}));
  EXPECT_TRUE(f.journal->execute(
      context, "again", [](Transaction&) -> Result<std::string> { return std::string("ok"); }));
}

TEST(Journal, ThreadsAppendWithoutLossOrGap) {
  const storage::testing::Place place;
  {
    Fixture f(place.open());
    constexpr int kThreads = 8, kEach = 25;
    std::atomic<int> conflicts = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t)
      threads.emplace_back([&, t] {
        for (int i = 0; i < kEach; ++i) {
          // Neighbouring threads share a key: exactly one of the two acts.
          const Context context{.idempotency_key = std::to_string(t / 2) + "-" + std::to_string(i)};
          const auto answer =
              f.journal->execute(context, "", [&](Transaction& transaction) -> Result<std::string> {
                PLUMB_TRY_ASSIGN(const auto revision, transaction.revision("s"));
                PLUMB_TRY(transaction.append("s", revision, {fact()}));
                return std::to_string(revision);
              });
          EXPECT_TRUE(answer);
          if (!f.journal->append({}, "s", 0, {fact()})) ++conflicts;
        }
      });
    for (auto& thread : threads)
      thread.join();
    EXPECT_EQ(f.journal->read("default", 0, 1000)->size(), std::size_t{kThreads / 2 * kEach});
    EXPECT_EQ(f.counted(), kThreads / 2 * kEach);
    EXPECT_EQ(conflicts, kThreads * kEach);
    const auto verification = *f.journal->verify("default");
    EXPECT_FALSE(verification.fault);
    EXPECT_EQ(verification.events, kThreads / 2 * kEach);
  }
}

TEST(File, IsCheckedWhenRead) {
  Fixture f;
  ASSERT_TRUE(f.journal->execute({}, "", [](Transaction& transaction) {
    return transaction.put_file("bytes", "text/plain");
  }));
  const std::string sm3 = base::sm3_hex("bytes");
  const auto file = *Journal::file(**f.database->reader(), "default", sm3);
  ASSERT_TRUE(file);
  EXPECT_EQ(file->bytes, "bytes");
  EXPECT_EQ(file->media_type, "text/plain");
  ASSERT_TRUE((*f.database->writer())->run("update file set bytes = $1", {storage::Blob{"x"}}));
  EXPECT_EQ(Journal::file(**f.database->reader(), "default", sm3).error().id, "storage.corrupt");
}

RC_GTEST_PROP(Journal, AnyAppendsGiveAChainThatVerifies,
              (const std::vector<std::uint8_t>& streams)) {
  Fixture f;
  std::unordered_map<int, std::int64_t> revisions;
  for (const auto stream : streams) {
    auto& revision = revisions[stream % 3];
    RC_ASSERT(
        f.journal->append({}, "s" + std::to_string(stream % 3), revision, {fact()}).has_value());
    ++revision;
  }
  const auto verification = *f.journal->verify("default");
  RC_ASSERT(!verification.fault);
  RC_ASSERT(verification.events == static_cast<std::int64_t>(streams.size()));
}

} // namespace
} // namespace plumb::journal
