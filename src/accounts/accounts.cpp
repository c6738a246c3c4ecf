// SPDX-License-Identifier: Apache-2.0
#include "plumb/accounts/accounts.hpp"

#include "schema.hpp"
#include "secrets.hpp"
#include "state.hpp"

#include <plumb/base/hash.hpp>
#include <plumb/base/utf8.hpp>
#include <plumb/journal/sealed.hpp>

#include <algorithm>

namespace plumb::accounts {
namespace {

constexpr std::size_t kNameMax = 64, kRolesMax = 16, kIdMax = 128;
constexpr Text kSelect = "select account_id, user_name, name, unit, roles, closed, opened_at, "
                         "last_signed_in_at, passwords from account where authority_id = $1 ";

Result<void> create_again(Connection& writer) {
  for (const Text table : kTables)
    PLUMB_TRY(writer.script("drop table if exists " + std::string(table)));
  PLUMB_TRY(writer.script(kCreate));
  return storage::set_schema_version(writer, kModule, kVersion);
}

/// Rows as they are; names are opened by whoever holds no statement any more.
Result<std::vector<Known>> select(Connection& connection, const std::string& rest,
                                  std::initializer_list<storage::Value> values) {
  std::vector<Known> found;
  std::vector<std::string> texts;
  PLUMB_TRY(connection.run(std::string(kSelect) + rest, values, [&](const Row& row) {
    Known known;
    auto& account = known.account;
    account.account_id = row.text(0);
    account.user_name = row.text(1);
    account.name = row.text(2);
    account.unit = row.text(3);
    account.closed = row.integer(5) != 0;
    account.opened_at = row.integer(6);
    account.last_signed_in_at = row.integer(7);
    if (const auto roles = event::parse_json(row.text(4)))
      for (const auto& role : roles->items())
        account.roles.push_back(role.text());
    if (auto passwords = event::parse_json(row.text(8))) known.passwords = *std::move(passwords);
    account.has_password = !known.passwords.items().empty();
    found.push_back(std::move(known));
    return true;
  }));
  return found;
}

Result<void> open_names(Connection& connection, Text authority_id, std::vector<Known>& found) {
  for (auto& known : found) {
    PLUMB_TRY_ASSIGN(const Json sealed, event::parse_json(known.account.name));
    PLUMB_TRY_ASSIGN(const auto name, journal::unseal(connection, authority_id, sealed));
    known.account.name = name ? name->text() : std::string();
  }
  return {};
}

Result<std::optional<Known>> one(Connection& connection, Text authority_id, Text column,
                                 Text value) {
  PLUMB_TRY_ASSIGN(auto found, select(connection, "and " + std::string(column) + " = $2",
                                      {authority_id, value}));
  PLUMB_TRY(open_names(connection, authority_id, found));
  if (found.empty()) return std::optional<Known>();
  return std::optional<Known>(std::move(found.front()));
}

auto bad_field(Text field) {
  return fail(ErrorKind::InvalidInput, "accounts.bad_field", {{"field", std::string(field)}});
}

std::size_t length_of(Text text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool has_control(Text text) {
  return std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

bool well_formed(Text text, std::size_t length_max) {
  return base::is_valid_utf8(text) && length_of(text) <= length_max && !has_control(text);
}

} // namespace

base::Unexpected<base::Error> unknown_account(Text account_id) {
  return fail(ErrorKind::NotFound, "accounts.unknown_account",
              {{"account_id", std::string(account_id.substr(0, kIdMax))}});
}

base::Unexpected<base::Error> until_error(Text id, std::int64_t until) {
  return fail(ErrorKind::LimitExceeded, std::string(id), {{"until", base::china_time(until)}});
}

Result<std::optional<Known>> find_account(Connection& connection, Text authority_id,
                                          Text account_id) {
  return one(connection, authority_id, "account_id", account_id);
}

Result<std::optional<Known>> find_user(Connection& connection, Text authority_id, Text user_name) {
  return one(connection, authority_id, "user_key", user_key(user_name));
}

Result<Known> known_account(Connection& connection, Text authority_id, Text account_id) {
  PLUMB_TRY_ASSIGN(auto found, find_account(connection, authority_id, account_id));
  if (!found) return unknown_account(account_id);
  return *std::move(found);
}

Result<std::int64_t> count_accounts(Connection& connection, Text authority_id) {
  PLUMB_TRY_ASSIGN(
      const auto count,
      connection.integer("select count(*) from account where authority_id = $1", {authority_id}));
  return count.value_or(0);
}

Result<std::vector<std::string>> password_hashes(Connection& connection, Text authority_id,
                                                 const Known& known) {
  std::vector<std::string> out;
  for (const auto& sealed : known.passwords.items()) {
    PLUMB_TRY_ASSIGN(const auto hash, journal::unseal(connection, authority_id, sealed));
    if (hash) out.push_back(hash->text());
  }
  return out;
}

event::NewEvent new_event(Text type, Json::Object payload) {
  return {.type = std::string(type), .payload = Json(std::move(payload)).dump()};
}

Result<void> record(journal::Transaction& transaction, Text account_id,
                    std::vector<event::NewEvent> events) {
  const std::string stream = stream_of(account_id);
  PLUMB_TRY_ASSIGN(const auto revision, transaction.revision(stream));
  PLUMB_TRY(transaction.append(stream, revision, events));
  return {};
}

namespace {

Json roles_json(const std::vector<std::string>& roles) {
  Json::Array out;
  for (const auto& role : roles)
    out.emplace_back(role);
  return out;
}

} // namespace

Result<event::NewEvent> opened_event(journal::Transaction& transaction, Text account_id,
                                     const NewAccount& wanted) {
  PLUMB_TRY_ASSIGN(Json name, transaction.seal(stream_of(account_id), Json(wanted.name)));
  return new_event("account_opened", {{"user_name", wanted.user_name},
                                      {"unit", wanted.unit},
                                      {"roles", roles_json(wanted.roles)},
                                      {"name", std::move(name)}});
}

Result<event::NewEvent> password_event(journal::Transaction& transaction, Text account_id,
                                       const std::string& hash) {
  PLUMB_TRY_ASSIGN(Json sealed, transaction.seal(stream_of(account_id), Json(hash)));
  return new_event("password_set", {{"hash", std::move(sealed)}});
}

Result<void> check_name(Text name) {
  if (name.empty() || !well_formed(name, kNameMax)) return bad_field("name");
  return {};
}

Result<void> check_unit(Text unit) {
  if (!well_formed(unit, kIdMax)) return bad_field("unit");
  return {};
}

Result<void> check_roles(const std::vector<std::string>& roles) {
  if (roles.empty() || roles.size() > kRolesMax) return bad_field("roles");
  for (const auto& role : roles)
    if (role.empty() || !well_formed(role, kIdMax) || std::ranges::count(roles, role) != 1)
      return bad_field("roles");
  return {};
}

Result<void> check_new(const NewAccount& wanted) {
  const bool good = !wanted.user_name.empty() && well_formed(wanted.user_name, kNameMax) &&
                    wanted.user_name.find(' ') == std::string::npos;
  if (!good) return bad_field("user_name");
  PLUMB_TRY(check_name(wanted.name));
  PLUMB_TRY(check_unit(wanted.unit));
  return check_roles(wanted.roles);
}

// --- opening ---

Accounts::Accounts(std::unique_ptr<State> state) : state_(std::move(state)) {}
Accounts::~Accounts() = default;

Result<void> Accounts::State::catch_up(Connection& writer) const {
  PLUMB_TRY_ASSIGN(const auto authorities, journal::Journal::authorities(writer));
  for (const auto& authority_id : authorities) {
    // Another server may be appending right now; what it folds itself is not to be folded twice.
    PLUMB_TRY(writer.lock(authority_id));
    const auto replayed = journal::Journal::visit(writer, authority_id, 0, {},
                                                  [&](const event::Event& event) -> Result<bool> {
                                                    PLUMB_TRY(fold(writer, event));
                                                    return true;
                                                  });
    PLUMB_TRY(replayed);
  }
  return {};
}

Result<std::unique_ptr<Accounts>> Accounts::open(storage::Database& database,
                                                 journal::Journal& journal,
                                                 const base::Clock& clock, const Limits& limits) {
  std::unique_ptr<Accounts> accounts(new Accounts(std::unique_ptr<State>(
      new State{.database = database, .journal = journal, .clock = clock, .limits = limits})));
  {
    PLUMB_TRY_ASSIGN(const auto writer, database.writer());
    PLUMB_TRY(storage::migrate(*writer, kKeptModule, kKept));
  }
  const auto ready = journal.exclusively([&](Connection& writer) -> Result<void> {
    PLUMB_TRY(writer.lock(storage::kSchemaLock));
    PLUMB_TRY_ASSIGN(const auto version, storage::schema_version(writer, kModule));
    if (version.value_or(0) > kVersion)
      return fail(ErrorKind::Unavailable, "storage.newer_schema",
                  {{"module", std::string(kModule)}, {"found", std::to_string(*version)}});
    // Whoever appends facts of accounts folds them in the same transaction, so that tables of this
    // version are never behind.
    if (version == kVersion) return {};
    PLUMB_TRY(create_again(writer));
    return accounts->state_->catch_up(writer);
  });
  PLUMB_TRY(ready);
  journal.add_fold(*accounts);
  return accounts;
}

Result<std::int64_t> Accounts::rebuild() {
  std::int64_t count = 0;
  const auto done = state_->journal.exclusively([&](Connection& writer) -> Result<void> {
    PLUMB_TRY(writer.lock(storage::kSchemaLock));
    PLUMB_TRY(create_again(writer));
    PLUMB_TRY(state_->catch_up(writer));
    PLUMB_TRY_ASSIGN(const auto accounts, writer.integer("select count(*) from account"));
    count = accounts.value_or(0);
    return {};
  });
  PLUMB_TRY(done);
  return count;
}

Result<void> Accounts::apply(Connection& writer, const event::Event& event) {
  return fold(writer, event);
}

void Accounts::forget() {
  const std::lock_guard lock(state_->mutex);
  state_->set_up.clear();
}

// --- accounts ---

Result<std::vector<Account>> Accounts::list(Text authority_id) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(auto found, select(*reader, "order by opened_at, account_id", {authority_id}));
  PLUMB_TRY(open_names(*reader, authority_id, found));
  std::vector<Account> out;
  for (auto& known : found)
    out.push_back(std::move(known.account));
  return out;
}

Result<Account> Accounts::account(Text authority_id, Text account_id) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(auto known, known_account(*reader, authority_id, account_id));
  return std::move(known.account);
}

namespace {

std::string request_of(const NewAccount& wanted) {
  return "open_account " + Json(Json::Object{{"user_name", wanted.user_name},
                                             {"name", wanted.name},
                                             {"unit", wanted.unit},
                                             {"roles", roles_json(wanted.roles)}})
                               .dump();
}

Result<std::string> issue(journal::Transaction& transaction, Text account_id,
                          const Limits& limits) {
  const std::int64_t until = transaction.now_ms() + limits.code_valid;
  PLUMB_TRY(record(transaction, account_id, {new_event("code_issued", {{"until", until}})}));
  return keep_code(transaction.connection(), transaction.authority_id(), account_id, until);
}

} // namespace

Result<Accounts::Opened> Accounts::open_account(const journal::Context& context,
                                                const NewAccount& wanted) {
  PLUMB_TRY(check_new(wanted));
  // What is kept for a repetition names the account only; a repetition gets a code of its own.
  std::string code;
  const auto account_id = state_->journal.execute(
      context, request_of(wanted), [&](journal::Transaction& transaction) -> Result<std::string> {
        PLUMB_TRY_ASSIGN(const auto taken, find_user(transaction.connection(), context.authority_id,
                                                     wanted.user_name));
        if (taken)
          return fail(ErrorKind::Conflict, "accounts.user_name_taken",
                      {{"user_name", wanted.user_name}});
        std::string fresh = base::new_id(transaction.now_ms());
        PLUMB_TRY_ASSIGN(auto opened, opened_event(transaction, fresh, wanted));
        PLUMB_TRY(record(transaction, fresh, {std::move(opened)}));
        PLUMB_TRY_ASSIGN(code, issue(transaction, fresh, state_->limits));
        return fresh;
      });
  PLUMB_TRY(account_id);
  if (code.empty()) {
    auto again = context;
    again.idempotency_key.clear();
    return issue_code(again, *account_id);
  }
  PLUMB_TRY_ASSIGN(auto opened, account(context.authority_id, *account_id));
  return Opened{std::move(opened), std::move(code)};
}

Result<Accounts::Opened> Accounts::issue_code(const journal::Context& context, Text account_id) {
  // Not repeatable: a code is kept nowhere, so that a repetition could not tell it again.
  auto plain = context;
  plain.idempotency_key.clear();
  const auto code = state_->journal.execute(
      plain, {}, [&](journal::Transaction& transaction) -> Result<std::string> {
        PLUMB_TRY_ASSIGN(const auto known,
                         known_account(transaction.connection(), context.authority_id, account_id));
        if (known.account.closed)
          return fail(ErrorKind::Conflict, "accounts.closed",
                      {{"user_name", known.account.user_name}});
        return issue(transaction, account_id, state_->limits);
      });
  PLUMB_TRY(code);
  PLUMB_TRY_ASSIGN(auto opened, account(context.authority_id, account_id));
  return Opened{std::move(opened), *code};
}

// --- changing ---

namespace {

using Manages = std::function<bool(const std::vector<std::string>& roles)>;

/// Somebody who can sign in now and manage accounts must remain.
Result<void> check_manager(Connection& connection, Text authority_id, const Account& before,
                           const Account& after, const Manages& manages) {
  const auto counts = [&](const Account& account) {
    return !account.closed && account.has_password && manages(account.roles);
  };
  if (!counts(before) || counts(after)) return {};
  PLUMB_TRY_ASSIGN(const auto all, select(connection, "", {authority_id}));
  for (const auto& known : all)
    if (known.account.account_id != before.account_id && counts(known.account)) return {};
  return fail(ErrorKind::Conflict, "accounts.last_manager");
}

Result<void> check_change(const AccountChange& change) {
  if (change.name) PLUMB_TRY(check_name(*change.name));
  if (change.unit) PLUMB_TRY(check_unit(*change.unit));
  if (change.roles) PLUMB_TRY(check_roles(*change.roles));
  return {};
}

Account changed(Account account, const AccountChange& change) {
  if (change.name) account.name = *change.name;
  if (change.unit) account.unit = *change.unit;
  if (change.roles) account.roles = *change.roles;
  if (change.closed) account.closed = *change.closed;
  return account;
}

Result<std::vector<event::NewEvent>> events_of(journal::Transaction& transaction,
                                               const Account& before, const Account& after) {
  Json::Object members;
  if (before.name != after.name) {
    PLUMB_TRY_ASSIGN(members["name"],
                     transaction.seal(stream_of(before.account_id), Json(after.name)));
  }
  if (before.unit != after.unit) members["unit"] = after.unit;
  if (before.roles != after.roles) members["roles"] = roles_json(after.roles);
  std::vector<event::NewEvent> out;
  if (!members.empty()) out.push_back(new_event("account_changed", std::move(members)));
  if (before.closed != after.closed)
    out.push_back(new_event(after.closed ? "account_closed" : "account_reopened"));
  return out;
}

std::string request_of(Text account_id, const AccountChange& change) {
  Json::Object wanted{{"account_id", std::string(account_id)}};
  if (change.name) wanted["name"] = *change.name;
  if (change.unit) wanted["unit"] = *change.unit;
  if (change.roles) wanted["roles"] = roles_json(*change.roles);
  if (change.closed) wanted["closed"] = *change.closed;
  return "change_account " + Json(std::move(wanted)).dump();
}

} // namespace

Result<Account> Accounts::change_account(const journal::Context& context, Text account_id,
                                         const AccountChange& change, const Manages& manages) {
  PLUMB_TRY(check_change(change));
  const auto done = state_->journal.execute(
      context, request_of(account_id, change),
      [&](journal::Transaction& transaction) -> Result<std::string> {
        Connection& writer = transaction.connection();
        PLUMB_TRY_ASSIGN(const auto known, known_account(writer, context.authority_id, account_id));
        const Account& before = known.account;
        const Account after = changed(before, change);
        PLUMB_TRY(check_manager(writer, context.authority_id, before, after, manages));
        PLUMB_TRY_ASSIGN(auto events, events_of(transaction, before, after));
        PLUMB_TRY(record(transaction, account_id, std::move(events)));
        const bool less = after.closed || before.unit != after.unit || before.roles != after.roles;
        if (less) PLUMB_TRY(end_sessions(writer, context.authority_id, account_id));
        if (after.closed) {
          PLUMB_TRY(drop_code(writer, context.authority_id, account_id));
          PLUMB_TRY(
              writer.run("delete from account_address where authority_id = $1 and account_id = $2",
                         {Text(context.authority_id), account_id}));
        }
        return std::string(account_id);
      });
  PLUMB_TRY(done);
  return account(context.authority_id, account_id);
}

} // namespace plumb::accounts
