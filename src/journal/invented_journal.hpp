// SPDX-License-Identifier: Apache-2.0
/// For tests: a journal of an invented county with everything in it that can be tampered with.
#pragma once

#include <plumb/event/json.hpp>
#include <plumb/journal/journal.hpp>
#include <plumb/storage/testing.hpp>

#include <gtest/gtest.h>

namespace plumb::journal {

/// 600 events of authority `yanhu` (and three of `other`): a file at event 2, sealed values of two
/// people at 3 and 4, the first of whom is erased at 5; checkpoints at 5, 300 and 600.
struct InventedJournal {
  static constexpr const char* kAuthority = "yanhu";
  static constexpr std::int64_t kEvents = 600;

  explicit InventedJournal(std::unique_ptr<storage::Database> given)
      : database(std::move(given)), journal(*Journal::open(*database, clock)),
        key(std::make_shared<const proof::SigningKey>(*proof::SigningKey::generate())) {
    journal->use_key(key);
    people();
    published.push_back(*journal->checkpoint(kAuthority));
    filler(295);
    published.push_back(*journal->checkpoint(kAuthority));
    filler(300);
    published.push_back(*journal->checkpoint(kAuthority));
    EXPECT_TRUE(journal->append({.authority_id = "other"}, "s", 0, {fact(1), fact(2), fact(3)}));
  }
  InventedJournal() : InventedJournal(storage::testing::fresh_database()) {}

  static event::NewEvent fact(std::int64_t n) {
    return {.type = n % 2 == 0 ? "counted" : "noted",
            .payload = event::Json(event::Json::Object{{"n", n}}).dump(),
            .effective_on = base::make_date(2026, 3, 1)};
  }
  [[nodiscard]] Context context() const {
    return {.authority_id = kAuthority, .actor = "办事员甲"};
  }

  /// What anybody who kept the public key and the checkpoints can find out.
  [[nodiscard]] Verification verify(bool with_published = false, unsigned threads = 0) const {
    VerifyOptions options{.keys = {key->public_key()}, .threads = threads};
    if (with_published) options.published = published;
    return *journal->verify(kAuthority, options);
  }
  void sql(const std::string& text) const {
    const auto writer = database->writer();
    const auto done = (*writer)->script(text);
    EXPECT_TRUE(done) << text << (done ? "" : done.error().id);
  }
  [[nodiscard]] std::string text(const std::string& query) const {
    return (*(*database->reader())->text(query)).value_or("");
  }

  base::FixedClock clock{1'767'225'600'000};
  std::unique_ptr<storage::Database> database;
  std::unique_ptr<Journal> journal;
  std::shared_ptr<const proof::SigningKey> key;
  std::vector<proof::Note> published;
  std::string file;

private:
  void people() {
    const auto done =
        journal->execute(context(), "", [&](Transaction& t) -> base::Result<std::string> {
          PLUMB_TRY(t.append("s0", 0, {fact(1)}));
          PLUMB_TRY_ASSIGN(file, t.put_file("附件", "text/plain"));
          PLUMB_TRY(
              t.append("s1", 0,
                       {{.type = "attached",
                         .payload = event::Json(event::Json::Object{{"file", file}}).dump()}}));
          for (const char* subject : {"p1", "p2"}) {
            PLUMB_TRY_ASSIGN(auto sealed,
                             t.seal(subject, event::Json(event::Json::Object{{"name", "王某"}})));
            PLUMB_TRY_ASSIGN(const auto at, t.revision("people"));
            PLUMB_TRY(
                t.append("people", at,
                         {{.type = "applied",
                           .payload = event::Json(event::Json::Object{{"who", sealed}}).dump()}}));
          }
          PLUMB_TRY(t.erase("p1", "本人申请"));
          return std::string();
        });
    EXPECT_TRUE(done);
  }
  void filler(std::int64_t count) {
    const auto done =
        journal->execute(context(), "", [&](Transaction& t) -> base::Result<std::string> {
          for (std::int64_t i = 0; i < count; i += 5) {
            const std::string stream = "s" + std::to_string(2 + i % 3);
            PLUMB_TRY_ASSIGN(const auto at, t.revision(stream));
            std::vector<event::NewEvent> events;
            for (std::int64_t k = i; k < i + 5; ++k)
              events.push_back(fact(k));
            PLUMB_TRY(t.append(stream, at, events));
          }
          return std::string();
        });
    EXPECT_TRUE(done);
  }
};

} // namespace plumb::journal
