// SPDX-License-Identifier: Apache-2.0
// Set-up, sign-in, sessions. What is answered to a wrong try never depends on whether there is such
// an account: names are counted and locked whether they exist or not, and a locked name is told so
// whatever the password is.
#include "secrets.hpp"
#include "state.hpp"

#include <plumb/base/hash.hpp>

namespace plumb::accounts {
namespace {

constexpr Text kSetUp = ""; // the account of the set-up code

auto bad_sign_in() {
  return fail(ErrorKind::Forbidden, "accounts.bad_sign_in");
}
auto bad_code() {
  return fail(ErrorKind::Forbidden, "accounts.bad_code");
}
auto signed_out() {
  return fail(ErrorKind::Forbidden, "accounts.signed_out");
}

std::string name_digest(Text user_name) {
  return digest_of("user_name " + user_key(user_name));
}

Result<std::int64_t> locked_until(Connection& connection, Text authority_id, Text user_name) {
  PLUMB_TRY_ASSIGN(const auto until,
                   connection.integer("select locked_until from account_try where authority_id = "
                                      "$1 and name_digest = $2",
                                      {authority_id, Text(name_digest(user_name))}));
  return until.value_or(0);
}

Result<void> forget_tries(Connection& writer, Text authority_id, Text user_name) {
  PLUMB_TRY(writer.run("delete from account_try where authority_id = $1 and name_digest = $2",
                       {authority_id, Text(name_digest(user_name))}));
  return {};
}

/// Counts a wrong try; until when the name is locked by it, or 0.
Result<std::int64_t> count_try(Connection& writer, Text authority_id, Text user_name,
                               std::int64_t now, const Limits& limits) {
  // Old ones go, so that made-up names cannot fill the table.
  PLUMB_TRY(writer.run("delete from account_try where authority_id = $1 and last_at < $2 and "
                       "locked_until < $3",
                       {authority_id, now - limits.lock, now}));
  const std::string digest = name_digest(user_name);
  PLUMB_TRY_ASSIGN(const auto before,
                   writer.integer("select wrong from account_try where authority_id = $1 and "
                                  "name_digest = $2 and locked_until = 0",
                                  {authority_id, Text(digest)}));
  const std::int64_t wrong = before.value_or(0) + 1;
  const std::int64_t until = wrong >= limits.tries ? now + limits.lock : 0;
  PLUMB_TRY(writer.run(
      "insert into account_try (authority_id, name_digest, wrong, last_at, locked_until) values "
      "($1, $2, $3, $4, $5) on conflict (authority_id, name_digest) do update set wrong = "
      "excluded.wrong, last_at = excluded.last_at, locked_until = excluded.locked_until",
      {authority_id, Text(digest), wrong, now, until}));
  return until;
}

journal::Context acting(const journal::Context& context, Text actor) {
  auto out = context;
  if (!actor.empty()) out.actor = actor;
  // Answers of these commands hold secrets: none is kept for repetitions.
  out.idempotency_key.clear();
  return out;
}

Json::Object from(Text remote) {
  return {{"from", std::string(remote.substr(0, 64))}};
}

} // namespace

// --- rows that last for a while ---

Result<std::string> start_session(Connection& writer, Text authority_id, Text account_id,
                                  std::int64_t now, const Limits& limits) {
  PLUMB_TRY(writer.run("delete from account_session where authority_id = $1 and (started_at < $2 "
                       "or used_at < $3)",
                       {authority_id, now - limits.absolute, now - limits.idle}));
  std::string token = new_token();
  PLUMB_TRY(writer.run("insert into account_session (authority_id, digest, account_id, started_at, "
                       "used_at) values ($1, $2, $3, $4, $5)",
                       {authority_id, Text(digest_of(token)), account_id, now, now}));
  return token;
}

Result<void> end_sessions(Connection& writer, Text authority_id, Text account_id, Text but) {
  PLUMB_TRY(writer.run("delete from account_session where authority_id = $1 and account_id = $2 "
                       "and digest <> $3",
                       {authority_id, account_id, but}));
  return {};
}

Result<std::string> keep_code(Connection& writer, Text authority_id, Text account_id,
                              std::int64_t until) {
  std::string code = new_code();
  PLUMB_TRY(writer.run(
      "insert into account_code (authority_id, account_id, digest, until) values ($1, $2, $3, $4) "
      "on conflict (authority_id, account_id) do update set digest = excluded.digest, until = "
      "excluded.until",
      {authority_id, account_id, Text(digest_of(normal_code(code))), until}));
  return code;
}

Result<bool> code_fits(Connection& connection, Text authority_id, Text account_id, Text typed,
                       std::int64_t now) {
  PLUMB_TRY_ASSIGN(const auto known,
                   connection.text("select digest from account_code where authority_id = $1 and "
                                   "account_id = $2 and until > $3",
                                   {authority_id, account_id, now}));
  return known && *known == digest_of(normal_code(typed));
}

Result<void> drop_code(Connection& writer, Text authority_id, Text account_id) {
  PLUMB_TRY(writer.run("delete from account_code where authority_id = $1 and account_id = $2",
                       {authority_id, account_id}));
  return {};
}

// --- the first account ---

Result<bool> Accounts::needs_setup(Text authority_id) const {
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->set_up.contains(authority_id)) return false;
  }
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto count, count_accounts(*reader, authority_id));
  if (count == 0) return true;
  const std::lock_guard lock(state_->mutex);
  state_->set_up.emplace(authority_id);
  return false;
}

Result<std::string> Accounts::setup_code(Text authority_id) {
  std::string code;
  const auto done = state_->journal.exclusively([&](Connection& writer) -> Result<void> {
    PLUMB_TRY_ASSIGN(const auto count, count_accounts(writer, authority_id));
    if (count > 0) return fail(ErrorKind::Conflict, "accounts.setup_done");
    const std::int64_t until = state_->clock.now_ms() + state_->limits.code_valid;
    PLUMB_TRY_ASSIGN(code, keep_code(writer, authority_id, kSetUp, until));
    return {};
  });
  PLUMB_TRY(done);
  return code;
}

namespace {

Result<void> check_setup(Connection& connection, Text authority_id, Text code, std::int64_t now) {
  PLUMB_TRY_ASSIGN(const auto count, count_accounts(connection, authority_id));
  if (count > 0) return fail(ErrorKind::Conflict, "accounts.setup_done");
  PLUMB_TRY_ASSIGN(const bool fits, code_fits(connection, authority_id, kSetUp, code, now));
  if (!fits) return bad_code();
  return {};
}

} // namespace

Result<SignedIn> Accounts::set_up(const journal::Context& context, Text code,
                                  const NewAccount& first, Text password, Text remote) {
  const std::int64_t now = state_->clock.now_ms();
  const Text authority_id = context.authority_id;
  if (const auto until = state_->throttle.waits(remote, now))
    return until_error("accounts.too_many_tries", *until);
  {
    // Before anything costly: nobody without the code gets further.
    PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
    if (const auto good = check_setup(*reader, authority_id, code, now); !good) {
      if (good.error().id == "accounts.bad_code") state_->throttle.wrong(remote, now);
      return base::Unexpected{good.error()};
    }
  }
  PLUMB_TRY(check_new(first));
  PLUMB_TRY(check_password(password, first.user_name));
  PLUMB_TRY_ASSIGN(const std::string hash, state_->hasher.hash(password));
  const std::string account_id = base::new_id(now);
  const auto token = state_->journal.execute(
      acting(context, account_id), {},
      [&](journal::Transaction& transaction) -> Result<std::string> {
        Connection& writer = transaction.connection();
        PLUMB_TRY(check_setup(writer, authority_id, code, now));
        PLUMB_TRY_ASSIGN(auto opened, opened_event(transaction, account_id, first));
        PLUMB_TRY_ASSIGN(auto secret, password_event(transaction, account_id, hash));
        PLUMB_TRY(
            record(transaction, account_id,
                   {std::move(opened), std::move(secret), new_event("signed_in", from(remote))}));
        PLUMB_TRY(drop_code(writer, authority_id, kSetUp));
        return start_session(writer, authority_id, account_id, now, state_->limits);
      });
  PLUMB_TRY(token);
  PLUMB_TRY_ASSIGN(auto account, this->account(authority_id, account_id));
  return SignedIn{*token, std::move(account)};
}

// --- signing in ---

namespace {

/// What is known of a name before anything is compared.
struct Attempt {
  std::optional<Known> known;
  std::vector<std::string> hashes;
  bool code_fits = false;
  [[nodiscard]] bool open() const { return known && !known->account.closed; }
};

Result<Attempt> attempt(Accounts::State& state, Text authority_id, Text user_name, Text code,
                        Text remote) {
  const std::int64_t now = state.clock.now_ms();
  if (const auto until = state.throttle.waits(remote, now))
    return until_error("accounts.too_many_tries", *until);
  PLUMB_TRY_ASSIGN(const auto reader, state.database.reader());
  PLUMB_TRY_ASSIGN(const auto locked, locked_until(*reader, authority_id, user_name));
  if (locked > now) return until_error("accounts.locked", locked);
  Attempt out;
  PLUMB_TRY_ASSIGN(out.known, find_user(*reader, authority_id, user_name));
  if (!out.open()) return out;
  PLUMB_TRY_ASSIGN(out.hashes, password_hashes(*reader, authority_id, *out.known));
  if (!code.empty()) {
    PLUMB_TRY_ASSIGN(out.code_fits, accounts::code_fits(*reader, authority_id,
                                                        out.known->account.account_id, code, now));
  }
  return out;
}

/// Counts a wrong try and locks the name where there were too many.
Result<void> wrong_try(Accounts::State& state, const journal::Context& context, Text user_name,
                       const Attempt& tried, Text remote) {
  const std::int64_t now = state.clock.now_ms();
  state.throttle.wrong(remote, now);
  const auto counted = state.journal.execute(
      acting(context, {}), {}, [&](journal::Transaction& transaction) -> Result<std::string> {
        PLUMB_TRY_ASSIGN(const auto until, count_try(transaction.connection(), context.authority_id,
                                                     user_name, now, state.limits));
        if (until > 0 && tried.known)
          PLUMB_TRY(record(transaction, tried.known->account.account_id,
                           {new_event("sign_in_locked", {{"until", until}})}));
        return std::string();
      });
  PLUMB_TRY(counted);
  return {};
}

} // namespace

Result<SignedIn> Accounts::sign_in(const journal::Context& context, Text user_name, Text password,
                                   Text remote) {
  const Text authority_id = context.authority_id;
  PLUMB_TRY_ASSIGN(const Attempt tried, attempt(*state_, authority_id, user_name, {}, remote));
  PLUMB_TRY_ASSIGN(
      const bool good,
      state_->hasher.verify(tried.hashes.empty() ? Text() : Text(tried.hashes.front()), password));
  if (!good) {
    PLUMB_TRY(wrong_try(*state_, context, user_name, tried, remote));
    return bad_sign_in();
  }
  const std::string account_id = tried.known->account.account_id;
  std::int64_t locked = 0;
  const auto token = state_->journal.execute(
      acting(context, account_id), {},
      [&](journal::Transaction& transaction) -> Result<std::string> {
        Connection& writer = transaction.connection();
        // As it is now: another try may have locked it, or a manager closed it, meanwhile.
        PLUMB_TRY_ASSIGN(locked, locked_until(writer, authority_id, user_name));
        if (locked > transaction.now_ms()) return until_error("accounts.locked", locked);
        PLUMB_TRY_ASSIGN(const auto known, known_account(writer, authority_id, account_id));
        if (known.account.closed || known.passwords != tried.known->passwords) return bad_sign_in();
        PLUMB_TRY(record(transaction, account_id, {new_event("signed_in", from(remote))}));
        PLUMB_TRY(forget_tries(writer, authority_id, user_name));
        return start_session(writer, authority_id, account_id, transaction.now_ms(),
                             state_->limits);
      });
  PLUMB_TRY(token);
  PLUMB_TRY_ASSIGN(auto account, this->account(authority_id, account_id));
  return SignedIn{*token, std::move(account)};
}

namespace {

Result<void> check_new_password(Accounts::State& state, Text password, const Account& account,
                                const std::vector<std::string>& earlier) {
  PLUMB_TRY(check_password(password, account.user_name));
  PLUMB_TRY_ASSIGN(const bool used, state.hasher.any_of(earlier, password));
  if (used)
    return fail(ErrorKind::InvalidInput, "accounts.weak_password", {{"reason", "used_before"}});
  return {};
}

} // namespace

Result<SignedIn> Accounts::sign_in_by_code(const journal::Context& context, Text user_name,
                                           Text code, Text password, Text remote) {
  const Text authority_id = context.authority_id;
  PLUMB_TRY_ASSIGN(const Attempt tried, attempt(*state_, authority_id, user_name, code, remote));
  if (!tried.code_fits) {
    PLUMB_TRY(wrong_try(*state_, context, user_name, tried, remote));
    return bad_code();
  }
  // A password that is refused does not use the code up.
  PLUMB_TRY(check_new_password(*state_, password, tried.known->account, tried.hashes));
  PLUMB_TRY_ASSIGN(const std::string hash, state_->hasher.hash(password));
  const std::string account_id = tried.known->account.account_id;
  const auto token = state_->journal.execute(
      acting(context, account_id), {},
      [&](journal::Transaction& transaction) -> Result<std::string> {
        Connection& writer = transaction.connection();
        const std::int64_t now = transaction.now_ms();
        PLUMB_TRY_ASSIGN(const bool fits,
                         accounts::code_fits(writer, authority_id, account_id, code, now));
        if (!fits) return bad_code();
        PLUMB_TRY_ASSIGN(auto secret, password_event(transaction, account_id, hash));
        PLUMB_TRY(record(transaction, account_id,
                         {std::move(secret), new_event("signed_in", from(remote))}));
        PLUMB_TRY(drop_code(writer, authority_id, account_id));
        PLUMB_TRY(forget_tries(writer, authority_id, user_name));
        PLUMB_TRY(end_sessions(writer, authority_id, account_id));
        return start_session(writer, authority_id, account_id, now, state_->limits);
      });
  PLUMB_TRY(token);
  PLUMB_TRY_ASSIGN(auto account, this->account(authority_id, account_id));
  return SignedIn{*token, std::move(account)};
}

// --- sessions ---

namespace {

struct Session {
  std::string account_id;
  std::int64_t used_at = 0;
};

/// One that has not ended by now.
Result<std::optional<Session>> find_session(Connection& connection, Text authority_id, Text digest,
                                            std::int64_t now, const Limits& limits) {
  std::optional<Session> out;
  PLUMB_TRY(connection.run("select account_id, used_at from account_session where authority_id = "
                           "$1 and digest = $2 and started_at > $3 and used_at > $4",
                           {authority_id, digest, now - limits.absolute, now - limits.idle},
                           [&](const Row& row) {
                             out = Session{std::string(row.text(0)), row.integer(1)};
                             return false;
                           }));
  return out;
}

} // namespace

Result<Account> Accounts::session(Text authority_id, Text token) {
  if (token.empty() || token.size() > 128) return signed_out();
  const std::int64_t now = state_->clock.now_ms();
  const std::string digest = digest_of(token);
  std::optional<Session> found;
  std::optional<Known> known;
  {
    PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
    PLUMB_TRY_ASSIGN(found, find_session(*reader, authority_id, digest, now, state_->limits));
    if (!found) return signed_out();
    PLUMB_TRY_ASSIGN(known, find_account(*reader, authority_id, found->account_id));
  }
  if (!known || known->account.closed) return signed_out();
  if (now - found->used_at >= kTouchEvery) {
    const auto touched = state_->journal.exclusively([&](Connection& writer) -> Result<void> {
      PLUMB_TRY(writer.run("update account_session set used_at = $1 where authority_id = $2 and "
                           "digest = $3 and used_at < $4",
                           {now, authority_id, Text(digest), now}));
      return {};
    });
    // Who may read may go on reading where nothing can be written just now.
    (void)touched;
  }
  return std::move(known->account);
}

Result<void> Accounts::sign_out(const journal::Context& context, Text token) {
  const std::string digest = digest_of(token);
  const auto done = state_->journal.execute(
      acting(context, {}), {}, [&](journal::Transaction& transaction) -> Result<std::string> {
        Connection& writer = transaction.connection();
        PLUMB_TRY_ASSIGN(const auto session, find_session(writer, context.authority_id, digest,
                                                          transaction.now_ms(), state_->limits));
        if (!session) return signed_out();
        PLUMB_TRY(writer.run("delete from account_session where authority_id = $1 and digest = $2",
                             {Text(context.authority_id), Text(digest)}));
        PLUMB_TRY(record(transaction, session->account_id, {new_event("signed_out")}));
        return std::string();
      });
  PLUMB_TRY(done);
  return {};
}

Result<void> Accounts::change_password(const journal::Context& context, Text account_id, Text token,
                                       Text old_password, Text new_password) {
  const Text authority_id = context.authority_id;
  std::optional<Known> known;
  std::vector<std::string> hashes;
  {
    PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
    PLUMB_TRY_ASSIGN(known, known_account(*reader, authority_id, account_id));
    PLUMB_TRY_ASSIGN(const auto locked,
                     locked_until(*reader, authority_id, known->account.user_name));
    if (locked > state_->clock.now_ms()) return until_error("accounts.locked", locked);
    PLUMB_TRY_ASSIGN(hashes, password_hashes(*reader, authority_id, *known));
  }
  PLUMB_TRY_ASSIGN(
      const bool good,
      state_->hasher.verify(hashes.empty() ? Text() : Text(hashes.front()), old_password));
  if (!good) {
    // Who found an open session must not find the password by it.
    PLUMB_TRY(wrong_try(*state_, context, known->account.user_name,
                        Attempt{.known = known, .hashes = {}, .code_fits = false}, {}));
    return bad_sign_in();
  }
  PLUMB_TRY(check_new_password(*state_, new_password, known->account, hashes));
  PLUMB_TRY_ASSIGN(const std::string hash, state_->hasher.hash(new_password));
  const auto done = state_->journal.execute(
      acting(context, account_id), {},
      [&](journal::Transaction& transaction) -> Result<std::string> {
        PLUMB_TRY_ASSIGN(auto secret, password_event(transaction, account_id, hash));
        PLUMB_TRY(record(transaction, account_id, {std::move(secret)}));
        PLUMB_TRY(drop_code(transaction.connection(), authority_id, account_id));
        PLUMB_TRY(
            end_sessions(transaction.connection(), authority_id, account_id, digest_of(token)));
        return std::string();
      });
  PLUMB_TRY(done);
  return {};
}

} // namespace plumb::accounts
