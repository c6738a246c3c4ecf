// SPDX-License-Identifier: Apache-2.0
// What each person keeps for itself: saved views and the secret address of a calendar.
#include "secrets.hpp"
#include "state.hpp"

#include <plumb/base/hash.hpp>
#include <plumb/base/utf8.hpp>

namespace plumb::accounts {
namespace {

constexpr std::size_t kTitleMax = 200, kQueryMax = 4'000, kIdMax = 128;
constexpr std::int64_t kViewsMax = 200; // of one person

auto bad_field(Text field) {
  return fail(ErrorKind::InvalidInput, "accounts.bad_field", {{"field", std::string(field)}});
}

bool fits(Text text, std::size_t bytes_max) {
  return text.size() <= bytes_max && base::is_valid_utf8(text);
}

Result<void> check(const View& view) {
  if (view.register_id.empty() || !fits(view.register_id, kIdMax)) return bad_field("register");
  if (view.title.empty() || !fits(view.title, kTitleMax)) return bad_field("title");
  if (!fits(view.query, kQueryMax)) return bad_field("query");
  if (!fits(view.view_id, kIdMax)) return bad_field("view_id");
  return {};
}

auto unknown_view(Text view_id) {
  return fail(ErrorKind::NotFound, "accounts.unknown_view",
              {{"view_id", std::string(view_id.substr(0, kIdMax))}});
}

/// accounts.unknown_view for those of others too: only their owner changes them.
Result<void> check_own(Connection& connection, Text authority_id, Text account_id, Text view_id) {
  PLUMB_TRY_ASSIGN(const auto owner,
                   connection.text("select account_id from account_view where authority_id = $1 "
                                   "and view_id = $2",
                                   {authority_id, view_id}));
  if (!owner || *owner != account_id) return unknown_view(view_id);
  return {};
}

Json::Object payload_of(const View& view) {
  return {{"view", view.view_id},
          {"register", view.register_id},
          {"title", view.title},
          {"query", view.query},
          {"shared", view.shared}};
}

} // namespace

Result<std::vector<View>> Accounts::views(Text authority_id, Text account_id,
                                          Text register_id) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  std::vector<View> out;
  PLUMB_TRY(reader->run(
      "select view_id, register_id, title, query, shared, account_id from account_view where "
      "authority_id = $1 and (account_id = $2 or shared = 1) order by register_id, title, view_id",
      {authority_id, account_id}, [&](const Row& row) {
        if (register_id.empty() || row.text(1) == register_id)
          out.push_back({.view_id = std::string(row.text(0)),
                         .register_id = std::string(row.text(1)),
                         .title = std::string(row.text(2)),
                         .query = std::string(row.text(3)),
                         .shared = row.integer(4) != 0,
                         .own = row.text(5) == account_id});
        return true;
      }));
  return out;
}

Result<View> Accounts::save_view(const journal::Context& context, Text account_id,
                                 const View& view) {
  PLUMB_TRY(check(view));
  const auto view_id = state_->journal.execute(
      context, "save_view " + std::string(account_id) + Json(payload_of(view)).dump(),
      [&](journal::Transaction& transaction) -> Result<std::string> {
        Connection& writer = transaction.connection();
        auto saved = view;
        if (saved.view_id.empty()) {
          PLUMB_TRY_ASSIGN(
              const auto count,
              writer.integer("select count(*) from account_view where authority_id = $1 and "
                             "account_id = $2",
                             {Text(context.authority_id), account_id}));
          if (count.value_or(0) >= kViewsMax)
            return fail(ErrorKind::Conflict, "accounts.too_many_views",
                        {{"limit", std::to_string(kViewsMax)}});
          saved.view_id = base::new_id(transaction.now_ms());
        } else {
          PLUMB_TRY(check_own(writer, context.authority_id, account_id, saved.view_id));
        }
        PLUMB_TRY(record(transaction, account_id, {new_event("view_saved", payload_of(saved))}));
        return saved.view_id;
      });
  PLUMB_TRY(view_id);
  View out = view;
  out.view_id = *view_id;
  out.own = true;
  return out;
}

Result<void> Accounts::remove_view(const journal::Context& context, Text account_id, Text view_id) {
  const auto done = state_->journal.execute(
      context, "remove_view " + std::string(account_id) + " " + std::string(view_id),
      [&](journal::Transaction& transaction) -> Result<std::string> {
        PLUMB_TRY(check_own(transaction.connection(), context.authority_id, account_id, view_id));
        PLUMB_TRY(record(transaction, account_id,
                         {new_event("view_removed", {{"view", std::string(view_id)}})}));
        return std::string();
      });
  PLUMB_TRY(done);
  return {};
}

Result<std::string> Accounts::make_calendar_address(const journal::Context& context,
                                                    Text account_id) {
  // Told once and kept nowhere, so a repetition makes another one.
  auto plain = context;
  plain.idempotency_key.clear();
  std::string secret = new_token();
  const auto done = state_->journal.execute(
      plain, {}, [&](journal::Transaction& transaction) -> Result<std::string> {
        Connection& writer = transaction.connection();
        PLUMB_TRY(known_account(writer, context.authority_id, account_id));
        PLUMB_TRY(writer.run(
            "insert into account_address (authority_id, account_id, digest, made_at) values ($1, "
            "$2, $3, $4) on conflict (authority_id, account_id) do update set digest = "
            "excluded.digest, made_at = excluded.made_at",
            {Text(context.authority_id), account_id, Text(digest_of(secret)),
             transaction.now_ms()}));
        PLUMB_TRY(record(transaction, account_id, {new_event("calendar_address_made")}));
        return std::string();
      });
  PLUMB_TRY(done);
  return secret;
}

Result<void> Accounts::revoke_calendar_address(const journal::Context& context, Text account_id) {
  auto plain = context;
  plain.idempotency_key.clear();
  const auto done = state_->journal.execute(
      plain, {}, [&](journal::Transaction& transaction) -> Result<std::string> {
        PLUMB_TRY_ASSIGN(const auto gone,
                         transaction.connection().run(
                             "delete from account_address where authority_id = $1 and account_id "
                             "= $2",
                             {Text(context.authority_id), account_id}));
        if (gone > 0)
          PLUMB_TRY(record(transaction, account_id, {new_event("calendar_address_revoked")}));
        return std::string();
      });
  PLUMB_TRY(done);
  return {};
}

Result<std::optional<std::int64_t>> Accounts::calendar_address(Text authority_id,
                                                               Text account_id) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  return reader->integer(
      "select made_at from account_address where authority_id = $1 and account_id = $2",
      {authority_id, account_id});
}

Result<Account> Accounts::calendar_owner(Text authority_id, Text secret) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto account_id,
                   reader->text("select account_id from account_address where authority_id = $1 "
                                "and digest = $2",
                                {authority_id, Text(digest_of(secret))}));
  std::optional<Known> known;
  if (account_id) {
    PLUMB_TRY_ASSIGN(known, find_account(*reader, authority_id, *account_id));
  }
  if (!known || known->account.closed) return fail(ErrorKind::Forbidden, "accounts.signed_out");
  return std::move(known->account);
}

} // namespace plumb::accounts
