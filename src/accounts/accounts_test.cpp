// SPDX-License-Identifier: Apache-2.0
#include "plumb/accounts/accounts.hpp"
#include "schema.hpp"
#include "secrets.hpp"

#include <plumb/journal/sealed.hpp>
#include <plumb/storage/testing.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plumb::accounts {
namespace {

constexpr const char* kHere = "127.0.0.1";
constexpr const char* kGood = "Wuhe-2026-zhi";
constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute;
constexpr std::string_view kWho = "default";

Limits quick() {
  Limits limits;
  limits.argon_operations = 1;
  limits.argon_bytes = 8192;
  return limits;
}

bool manages(const std::vector<std::string>& roles) {
  return std::find(roles.begin(), roles.end(), "coordinator") != roles.end();
}

class AccountsTest : public testing::Test {
protected:
  AccountsTest() { open(quick()); }
  ~AccountsTest() override { close(); }

  void open(const Limits& limits) {
    journal_ = *journal::Journal::open(*database_, clock_);
    accounts_ = *Accounts::open(*database_, *journal_, clock_, limits);
  }
  void close() {
    journal_.reset();
    accounts_.reset();
  }
  void set_up() {
    const auto code = accounts_->setup_code(kWho);
    ASSERT_TRUE(code.has_value());
    const auto first = accounts_->set_up(
        {}, *code, {.user_name = "lin", .name = "林一", .unit = "sfj", .roles = {"coordinator"}},
        kGood, kHere);
    ASSERT_TRUE(first.has_value()) << first.error().id;
    first_ = *first;
  }
  Accounts::Opened open_account(const std::string& user_name, const std::string& role = "clerk") {
    const auto opened = accounts_->open_account(
        {}, {.user_name = user_name, .name = "周二", .unit = "qx", .roles = {role}});
    EXPECT_TRUE(opened.has_value());
    return *opened;
  }
  std::string error_of_sign_in(const std::string& user_name, const std::string& password,
                               const std::string& remote = kHere) {
    const auto result = accounts_->sign_in({}, user_name, password, remote);
    return result ? "" : result.error().id;
  }
  std::string error_of_session(const std::string& token) {
    const auto result = accounts_->session(kWho, token);
    return result ? "" : result.error().id;
  }
  std::vector<std::string> types_of(const std::string& account_id) {
    std::vector<std::string> out;
    const auto events = journal_->read(kWho, 0, 1'000, "account:" + account_id);
    for (const auto& event : *events)
      out.push_back(event.type);
    return out;
  }
  /// Everything that the database holds as text, for secrets that must not be there.
  std::string everything() {
    std::string out;
    const auto reader = database_->reader();
    for (const char* table : {"event", "answer", "account", "account_session", "account_code",
                              "account_try", "account_address", "account_view", "private_value"})
      (void)(*reader)->run(std::string("select * from ") + table, {}, [&](const storage::Row& row) {
        for (int i = 0; i < (std::string_view(table) == "private_value" ? 5 : 4); ++i)
          out += std::string(row.text(i)) + "\n";
        return true;
      });
    const auto events = journal_->read(kWho, 0, 10'000);
    for (const auto& event : *events)
      out += event.payload + event.actor + "\n";
    return out;
  }

  base::FixedClock clock_{1'790'000'000'000};
  std::unique_ptr<storage::Database> database_ = storage::testing::fresh_database();
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<Accounts> accounts_;
  SignedIn first_;
};

TEST_F(AccountsTest, SetsTheFirstAccountUpOnceByItsCode) {
  EXPECT_TRUE(*accounts_->needs_setup(kWho));
  const auto void_code = *accounts_->setup_code(kWho);
  const auto code = *accounts_->setup_code(kWho);
  EXPECT_THAT(code, testing::MatchesRegex("[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}"));
  const NewAccount first{
      .user_name = "Lin", .name = "林一", .unit = "sfj", .roles = {"coordinator"}};
  EXPECT_EQ(accounts_->set_up({}, void_code, first, kGood, kHere).error().id, "accounts.bad_code");
  EXPECT_EQ(accounts_->set_up({}, code, first, "short", kHere).error().id,
            "accounts.weak_password");
  EXPECT_TRUE(*accounts_->needs_setup(kWho));
  std::string typed = code;
  std::erase(typed, '-');
  for (char& c : typed)
    if (c >= 'A') c = static_cast<char>(c + 32);
  const auto done = accounts_->set_up({}, typed, first, kGood, kHere);
  ASSERT_TRUE(done.has_value()) << done.error().id;
  EXPECT_FALSE(*accounts_->needs_setup(kWho));
  EXPECT_EQ(accounts_->session(kWho, done->token)->name, "林一");
  EXPECT_EQ(accounts_->set_up({}, code, first, kGood, kHere).error().id, "accounts.setup_done");
  EXPECT_EQ(accounts_->setup_code(kWho).error().id, "accounts.setup_done");
  EXPECT_THAT(types_of(done->account.account_id),
              testing::ElementsAre("account_opened", "password_set", "signed_in"));
  EXPECT_TRUE(*accounts_->needs_setup("another"));
}

TEST_F(AccountsTest, AnOldSetupCodeIsWorthNothing) {
  const auto code = *accounts_->setup_code(kWho);
  clock_.advance_ms(73 * kHour);
  EXPECT_EQ(
      accounts_->set_up({}, code, {"lin", "林一", "", {"coordinator"}}, kGood, kHere).error().id,
      "accounts.bad_code");
}

TEST_F(AccountsTest, SignsInByPasswordWhateverTheCaseOfTheName) {
  set_up();
  const auto session = accounts_->sign_in({}, "LIN", kGood, kHere);
  ASSERT_TRUE(session.has_value()) << session.error().id;
  EXPECT_EQ(session->token.size(), 43U);
  EXPECT_NE(session->token, first_.token);
  EXPECT_EQ(session->account.last_signed_in_at, clock_.now_ms());
  EXPECT_EQ(error_of_sign_in("lin", "wrong"), "accounts.bad_sign_in");
  EXPECT_EQ(error_of_sign_in("nobody", kGood), "accounts.bad_sign_in");
  EXPECT_EQ(error_of_sign_in("lin", ""), "accounts.bad_sign_in");
}

TEST_F(AccountsTest, FiveWrongTriesLockTheNameWhetherItExistsOrNot) {
  set_up();
  for (const std::string name : {"lin", "nobody"}) {
    SCOPED_TRACE(name);
    for (int i = 0; i < 5; ++i)
      EXPECT_EQ(error_of_sign_in(name, "wrong"), "accounts.bad_sign_in");
    // The right password is not told from a wrong one while the name is locked.
    EXPECT_EQ(error_of_sign_in(name, kGood), "accounts.locked");
    EXPECT_EQ(error_of_sign_in(name, "wrong"), "accounts.locked");
    EXPECT_EQ(accounts_->sign_in_by_code({}, name, "AAAA-BBBB-CCCC", kGood, kHere).error().id,
              "accounts.locked");
  }
  EXPECT_EQ(types_of(first_.account.account_id).back(), "sign_in_locked");
  EXPECT_EQ(error_of_session(first_.token), "");
  clock_.advance_ms(15 * kMinute + 1);
  EXPECT_EQ(error_of_sign_in("lin", "wrong"), "accounts.bad_sign_in");
  EXPECT_EQ(error_of_sign_in("lin", kGood), "");
  // Success forgets what went wrong before.
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(error_of_sign_in("lin", "wrong"), "accounts.bad_sign_in");
  EXPECT_EQ(error_of_sign_in("lin", kGood), "");
}

TEST_F(AccountsTest, OneAddressCannotTryManyNames) {
  set_up();
  for (int i = 0; i < 30; ++i)
    EXPECT_EQ(error_of_sign_in("n" + std::to_string(i), "wrong", "10.0.0.9"),
              "accounts.bad_sign_in");
  EXPECT_EQ(error_of_sign_in("lin", kGood, "10.0.0.9"), "accounts.too_many_tries");
  EXPECT_EQ(error_of_sign_in("lin", kGood, "10.0.0.8"), "");
  clock_.advance_ms(15 * kMinute + 1);
  EXPECT_EQ(error_of_sign_in("lin", kGood, "10.0.0.9"), "");
}

TEST_F(AccountsTest, SessionsEndWhenIdleAndAfterADay) {
  set_up();
  for (int i = 0; i < 15; ++i) {
    clock_.advance_ms(29 * kMinute);
    ASSERT_EQ(error_of_session(first_.token), "") << i;
  }
  // 7 h 15 min by now; used or not, eight hours are the end.
  clock_.advance_ms(29 * kMinute);
  EXPECT_EQ(error_of_session(first_.token), "");
  clock_.advance_ms(29 * kMinute);
  EXPECT_EQ(error_of_session(first_.token), "accounts.signed_out");
  const auto second = *accounts_->sign_in({}, "lin", kGood, kHere);
  clock_.advance_ms(30 * kMinute);
  EXPECT_EQ(error_of_session(second.token), "accounts.signed_out");
  EXPECT_EQ(error_of_session(""), "accounts.signed_out");
  EXPECT_EQ(error_of_session("made up"), "accounts.signed_out");
}

TEST_F(AccountsTest, SigningOutEndsOneSession) {
  set_up();
  const auto second = *accounts_->sign_in({}, "lin", kGood, kHere);
  EXPECT_TRUE(accounts_->sign_out({}, first_.token).has_value());
  EXPECT_EQ(error_of_session(first_.token), "accounts.signed_out");
  EXPECT_EQ(error_of_session(second.token), "");
  EXPECT_EQ(accounts_->sign_out({}, first_.token).error().id, "accounts.signed_out");
}

TEST_F(AccountsTest, ACodeIsForOneSignIn) {
  set_up();
  const auto opened = open_account("zhou");
  EXPECT_FALSE(opened.account.has_password);
  EXPECT_EQ(error_of_sign_in("zhou", ""), "accounts.bad_sign_in");
  const auto by_code = [&](const std::string& code, const std::string& password) {
    const auto result = accounts_->sign_in_by_code({}, "zhou", code, password, kHere);
    return result ? "" : result.error().id;
  };
  EXPECT_EQ(by_code("AAAA-BBBB-CCCC", kGood), "accounts.bad_code");
  // A refused password does not use the code up.
  EXPECT_EQ(by_code(opened.code, "Password123"), "accounts.weak_password");
  EXPECT_EQ(by_code(opened.code, kGood), "");
  EXPECT_EQ(by_code(opened.code, "Other-2026-pw"), "accounts.bad_code");
  EXPECT_EQ(error_of_sign_in("zhou", kGood), "");
  EXPECT_TRUE(accounts_->account(kWho, opened.account.account_id)->has_password);
  const auto late = accounts_->issue_code({}, opened.account.account_id);
  clock_.advance_ms(72 * kHour);
  EXPECT_EQ(by_code(late->code, "Other-2026-pw"), "accounts.bad_code");
}

TEST_F(AccountsTest, ACodeForAForgottenPasswordEndsTheSessions) {
  set_up();
  const auto code = *accounts_->issue_code({}, first_.account.account_id);
  const auto session = accounts_->sign_in_by_code({}, "lin", code.code, "Other-2026-pw", kHere);
  ASSERT_TRUE(session.has_value());
  EXPECT_EQ(error_of_session(first_.token), "accounts.signed_out");
  EXPECT_EQ(error_of_session(session->token), "");
  EXPECT_EQ(error_of_sign_in("lin", kGood), "accounts.bad_sign_in");
  EXPECT_EQ(error_of_sign_in("lin", "Other-2026-pw"), "");
}

TEST_F(AccountsTest, PasswordsAreOfSomeStrength) {
  set_up();
  const struct {
    const char* password;
    const char* reason;
  } cases[] = {
      {"Ab3!", "too_short"},
      {"abcdefgh12", "too_few_kinds"},
      {"zzyxbadmuw qowleri", ""}, // long enough for one kind and a blank
      {"My-LIN-4-ever", "has_user_name"},
      {"Password123!", "common"},
      {"P@ssw0rd2026", "common"},
      {"Qwerty12345!", "common"},
      {"1qaz@WSX3edc", "common"},
      {"Aa1!Aa1!Aa1!", "common"},
      {"2026-11-22-3", "common"},
      {"砚湖县法治建设2026a", ""},
      {"Q7-tree-walk", ""},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.password);
    const auto before = *accounts_->sign_in({}, "lin", kGood, kHere);
    const auto changed =
        accounts_->change_password({}, first_.account.account_id, before.token, kGood, c.password);
    EXPECT_EQ(changed ? "" : changed.error().args.front().second, c.reason);
    if (!changed) continue;
    const auto code = *accounts_->issue_code({}, first_.account.account_id);
    // Back to the usual one is not possible within five; open the next case with a fresh account.
    (void)code;
    close();
    database_ = storage::testing::fresh_database();
    open(quick());
    set_up();
  }
}

TEST_F(AccountsTest, FivePasswordsDoNotComeAgain) {
  set_up();
  const std::string id = first_.account.account_id;
  std::string now = kGood;
  const auto change = [&](const std::string& to) {
    const auto done = accounts_->change_password({}, id, first_.token, now, to);
    if (done) now = to;
    return done ? "" : done.error().args.front().second;
  };
  EXPECT_EQ(change(kGood), "used_before");
  for (int i = 1; i <= 4; ++i)
    EXPECT_EQ(change("Zheng-2026-" + std::to_string(i)), "");
  EXPECT_EQ(change(kGood), "used_before");
  EXPECT_EQ(change("Zheng-2026-5"), "");
  EXPECT_EQ(change(kGood), "");
}

TEST_F(AccountsTest, ChangingThePasswordEndsTheOtherSessions) {
  set_up();
  const auto other = *accounts_->sign_in({}, "lin", kGood, kHere);
  const std::string id = first_.account.account_id;
  EXPECT_EQ(accounts_->change_password({}, id, first_.token, "wrong", "Zheng-2026-1").error().id,
            "accounts.bad_sign_in");
  EXPECT_TRUE(accounts_->change_password({}, id, first_.token, kGood, "Zheng-2026-1").has_value());
  EXPECT_EQ(error_of_session(first_.token), "");
  EXPECT_EQ(error_of_session(other.token), "accounts.signed_out");
}

TEST_F(AccountsTest, OnlySoManyHashesAtOnce) {
  auto limits = quick();
  limits.hashes_at_once = 0;
  close();
  open(limits);
  EXPECT_EQ(error_of_sign_in("lin", kGood), "accounts.busy");
}

TEST_F(AccountsTest, ManagesAccounts) {
  set_up();
  const auto zhou = open_account("zhou");
  EXPECT_EQ(accounts_->open_account({}, {"ZHOU", "某", "", {"clerk"}}).error().id,
            "accounts.user_name_taken");
  const struct {
    NewAccount wanted;
    const char* field;
  } bad[] = {{{"", "某", "", {"clerk"}}, "user_name"},
             {{"a b", "某", "", {"clerk"}}, "user_name"},
             {{std::string(65, 'a'), "某", "", {"clerk"}}, "user_name"},
             {{"x\n", "某", "", {"clerk"}}, "user_name"},
             {{"x\xff", "某", "", {"clerk"}}, "user_name"},
             {{"x", "", "", {"clerk"}}, "name"},
             {{"x", "某", "", {}}, "roles"},
             {{"x", "某", "", {"clerk", "clerk"}}, "roles"},
             {{"x", "某", std::string(200, 'u'), {"clerk"}}, "unit"}};
  for (const auto& c : bad) {
    const auto result = accounts_->open_account({}, c.wanted);
    ASSERT_FALSE(result.has_value()) << c.field;
    EXPECT_EQ(result.error().id, "accounts.bad_field");
    EXPECT_EQ(result.error().args.front().second, c.field);
  }
  const auto session = *accounts_->sign_in_by_code({}, "zhou", zhou.code, kGood, kHere);
  const std::string id = zhou.account.account_id;
  auto changed = accounts_->change_account({}, id, {.name = "周三"}, manages);
  EXPECT_EQ(changed->name, "周三");
  EXPECT_EQ(error_of_session(session.token), "") << "another name ends nothing";
  changed = accounts_->change_account({}, id, {.unit = "zfb"}, manages);
  EXPECT_EQ(changed->unit, "zfb");
  EXPECT_EQ(error_of_session(session.token), "accounts.signed_out");
  changed = accounts_->change_account({}, id, {.closed = true}, manages);
  EXPECT_TRUE(changed->closed);
  EXPECT_EQ(error_of_sign_in("zhou", kGood), "accounts.bad_sign_in");
  EXPECT_EQ(accounts_->issue_code({}, id).error().id, "accounts.closed");
  EXPECT_FALSE(accounts_->change_account({}, id, {.closed = false}, manages)->closed);
  EXPECT_EQ(error_of_sign_in("zhou", kGood), "");
  EXPECT_EQ(accounts_->change_account({}, "none", {}, manages).error().id,
            "accounts.unknown_account");
  EXPECT_EQ(accounts_->list(kWho)->size(), 2U);
  EXPECT_EQ(accounts_->list("another")->size(), 0U);
}

TEST_F(AccountsTest, SomebodyWhoManagesAccountsRemains) {
  set_up();
  const std::string id = first_.account.account_id;
  const auto error = [&](const AccountChange& change) {
    const auto result = accounts_->change_account({}, id, change, manages);
    return result ? "" : result.error().id;
  };
  EXPECT_EQ(error({.closed = true}), "accounts.last_manager");
  EXPECT_EQ(error({.roles = {{"clerk"}}}), "accounts.last_manager");
  EXPECT_EQ(error({.unit = "zfb"}), "");
  const auto second = open_account("zhou", "coordinator");
  EXPECT_EQ(error({.closed = true}), "accounts.last_manager") << "the other cannot sign in yet";
  ASSERT_TRUE(accounts_->sign_in_by_code({}, "zhou", second.code, kGood, kHere).has_value());
  EXPECT_EQ(error({.closed = true}), "");
}

TEST_F(AccountsTest, ARepeatedOpeningGivesTheSameAccountAndAnotherCode) {
  set_up();
  const journal::Context keyed{.idempotency_key = "k"};
  const NewAccount wanted{"zhou", "周二", "qx", {"clerk"}};
  const auto one = accounts_->open_account(keyed, wanted);
  const auto two = accounts_->open_account(keyed, wanted);
  ASSERT_TRUE(one.has_value() && two.has_value());
  EXPECT_EQ(one->account.account_id, two->account.account_id);
  EXPECT_NE(one->code, two->code);
  EXPECT_EQ(accounts_->sign_in_by_code({}, "zhou", one->code, kGood, kHere).error().id,
            "accounts.bad_code");
  EXPECT_TRUE(accounts_->sign_in_by_code({}, "zhou", two->code, kGood, kHere).has_value());
}

TEST_F(AccountsTest, KeepsViews) {
  set_up();
  const auto zhou = open_account("zhou").account.account_id;
  const auto& lin = first_.account.account_id;
  auto mine = *accounts_->save_view({}, lin,
                                    {.view_id = {},
                                     .register_id = "task",
                                     .title = "临期",
                                     .query = "due=near",
                                     .shared = false});
  const auto shared = *accounts_->save_view({}, lin,
                                            {.view_id = {},
                                             .register_id = "task",
                                             .title = "逾期",
                                             .query = "due=overdue",
                                             .shared = true});
  EXPECT_EQ(accounts_->views(kWho, lin, "task")->size(), 2U);
  const auto seen = *accounts_->views(kWho, zhou, "");
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].title, "逾期");
  EXPECT_FALSE(seen[0].own);
  EXPECT_TRUE(accounts_->views(kWho, lin, "normative_document")->empty());
  mine.title = "快到期";
  EXPECT_TRUE(accounts_->save_view({}, lin, mine).has_value());
  EXPECT_EQ((*accounts_->views(kWho, lin, "task"))[0].title, "快到期");
  EXPECT_EQ(accounts_->save_view({}, zhou, shared).error().id, "accounts.unknown_view");
  EXPECT_EQ(accounts_->remove_view({}, zhou, shared.view_id).error().id, "accounts.unknown_view");
  EXPECT_TRUE(accounts_->remove_view({}, lin, shared.view_id).has_value());
  EXPECT_EQ(accounts_->views(kWho, lin, "task")->size(), 1U);
  EXPECT_EQ(
      accounts_
          ->save_view({}, lin, {.view_id = {}, .register_id = "task", .title = {}, .query = {}})
          .error()
          .id,
      "accounts.bad_field");
}

TEST_F(AccountsTest, CalendarAddressesCanBeRevoked) {
  set_up();
  const auto& lin = first_.account.account_id;
  EXPECT_FALSE(accounts_->calendar_address(kWho, lin)->has_value());
  const auto one = *accounts_->make_calendar_address({}, lin);
  const auto two = *accounts_->make_calendar_address({}, lin);
  EXPECT_EQ(accounts_->calendar_owner(kWho, one).error().id, "accounts.signed_out");
  EXPECT_EQ(accounts_->calendar_owner(kWho, two)->account_id, lin);
  EXPECT_EQ(accounts_->calendar_owner("another", two).error().id, "accounts.signed_out");
  EXPECT_EQ(accounts_->calendar_address(kWho, lin)->value(), clock_.now_ms());
  EXPECT_TRUE(accounts_->revoke_calendar_address({}, lin).has_value());
  EXPECT_EQ(accounts_->calendar_owner(kWho, two).error().id, "accounts.signed_out");
  EXPECT_FALSE(accounts_->calendar_address(kWho, lin)->has_value());
}

TEST_F(AccountsTest, NothingSecretIsKept) {
  const auto code = *accounts_->setup_code(kWho);
  close();
  open(quick());
  const auto first = *accounts_->set_up({.idempotency_key = "s"}, code,
                                        {"lin", "林一", "sfj", {"coordinator"}}, kGood, kHere);
  const auto opened =
      *accounts_->open_account({.idempotency_key = "o"}, {"zhou", "周二", "qx", {"clerk"}});
  const auto session = *accounts_->sign_in({.idempotency_key = "i"}, "lin", kGood, kHere);
  const auto secret =
      *accounts_->make_calendar_address({.idempotency_key = "c"}, first.account.account_id);
  const auto all = everything();
  for (const std::string& hidden : {std::string(kGood), code, normal_code(code), opened.code,
                                    normal_code(opened.code), first.token, session.token, secret})
    EXPECT_THAT(all, testing::Not(testing::HasSubstr(hidden)));
  const auto events = *journal_->read(kWho, 0, 1'000);
  for (const auto& event : events) {
    EXPECT_THAT(event.payload, testing::Not(testing::HasSubstr("林一")));
    EXPECT_THAT(event.payload, testing::Not(testing::HasSubstr("argon2id")));
  }
  EXPECT_THAT(all, testing::HasSubstr("$argon2id$"));
}

TEST_F(AccountsTest, ErasingAPersonLeavesTheAccountWithoutName) {
  set_up();
  const auto& lin = first_.account.account_id;
  const auto erased = journal_->execute(
      {}, {}, [&](journal::Transaction& transaction) -> base::Result<std::string> {
        PLUMB_TRY(transaction.erase("account:" + lin, "离职"));
        return std::string();
      });
  ASSERT_TRUE(erased.has_value());
  EXPECT_EQ(accounts_->account(kWho, lin)->name, "");
  EXPECT_EQ(error_of_sign_in("lin", kGood), "accounts.bad_sign_in");
  EXPECT_FALSE(journal_->verify(kWho)->fault.has_value());
}

TEST_F(AccountsTest, RebuildGivesTheSame) {
  set_up();
  const auto zhou = open_account("zhou");
  ASSERT_TRUE(accounts_->sign_in_by_code({}, "zhou", zhou.code, kGood, kHere).has_value());
  (void)accounts_->change_account({}, zhou.account.account_id,
                                  {.name = "周三", .roles = {{"a", "b"}}, .closed = true}, manages);
  (void)accounts_->save_view({}, first_.account.account_id,
                             {.view_id = {}, .register_id = "task", .title = "临期", .query = "x"});
  const auto pending = open_account("wu");
  const auto dump = [&] {
    std::string out;
    const auto reader = database_->reader();
    for (const auto& [table, columns] : {std::pair{"account", 11}, {"account_view", 7}})
      (void)(*reader)->run(std::string("select * from ") + table + " order by 1, 2", {},
                           [&, count = columns](const storage::Row& row) {
                             for (int i = 0; i < count; ++i)
                               out += (table == std::string_view("account") && i >= 7 && i <= 9
                                           ? std::to_string(row.integer(i))
                                           : std::string(row.text(i))) +
                                      "|";
                             out += "\n";
                             return true;
                           });
    return out;
  };
  const auto before = dump();
  EXPECT_THAT(before, testing::HasSubstr("zhou"));
  EXPECT_EQ(*accounts_->rebuild(), 3);
  EXPECT_EQ(dump(), before);
  EXPECT_EQ(error_of_session(first_.token), "") << "sessions stay";
  EXPECT_TRUE(accounts_->sign_in_by_code({}, "wu", pending.code, kGood, kHere).has_value())
      << "codes stay";
}

} // namespace
} // namespace plumb::accounts
