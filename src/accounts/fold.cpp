// SPDX-License-Identifier: Apache-2.0
// Events of accounts → tables. Names and hashes stay sealed: the tables hold what the entry holds.
#include "secrets.hpp"
#include "state.hpp"

#include <string>

namespace plumb::accounts {
namespace {

constexpr Text kPrefix = "account:";

Result<void> opened(Connection& writer, const event::Event& event, Text account_id,
                    const Json& payload) {
  const std::string &user_name = payload["user_name"].text(), key = user_key(user_name),
                    name = payload["name"].dump(), roles = payload["roles"].dump();
  PLUMB_TRY(writer.run(
      "insert into account (authority_id, account_id, user_name, user_key, name, unit, roles, "
      "closed, opened_at, last_signed_in_at, passwords) values ($1, $2, $3, $4, $5, $6, $7, 0, $8, "
      "0, '[]')",
      {Text(event.authority_id), account_id, Text(user_name), Text(key), Text(name),
       Text(payload["unit"].text()), Text(roles), event.recorded_at}));
  return {};
}

Result<void> changed(Connection& writer, const event::Event& event, Text account_id,
                     const Json& payload) {
  const Text authority_id = event.authority_id;
  const auto set = [&](const std::string& column, const std::string& value) -> Result<void> {
    PLUMB_TRY(writer.run("update account set " + column +
                             " = $1 where authority_id = $2 and account_id = $3",
                         {Text(value), authority_id, account_id}));
    return {};
  };
  if (payload.has("name")) PLUMB_TRY(set("name", payload["name"].dump()));
  if (payload.has("unit")) PLUMB_TRY(set("unit", payload["unit"].text()));
  if (payload.has("roles")) PLUMB_TRY(set("roles", payload["roles"].dump()));
  return {};
}

Result<void> set_closed(Connection& writer, const event::Event& event, Text account_id,
                        std::int64_t closed) {
  PLUMB_TRY(writer.run("update account set closed = $1 where authority_id = $2 and account_id = $3",
                       {closed, Text(event.authority_id), account_id}));
  return {};
}

Result<void> password_set(Connection& writer, const event::Event& event, Text account_id,
                          const Json& payload) {
  PLUMB_TRY_ASSIGN(const auto known, find_account(writer, event.authority_id, account_id));
  Json::Array passwords{payload["hash"]};
  if (known)
    for (const auto& earlier : known->passwords.items())
      if (passwords.size() < kPasswordsKept) passwords.push_back(earlier);
  const std::string text = Json(std::move(passwords)).dump();
  PLUMB_TRY(
      writer.run("update account set passwords = $1 where authority_id = $2 and account_id = $3",
                 {Text(text), Text(event.authority_id), account_id}));
  return {};
}

Result<void> signed_in(Connection& writer, const event::Event& event, Text account_id) {
  PLUMB_TRY(writer.run(
      "update account set last_signed_in_at = $1 where authority_id = $2 and account_id = $3",
      {event.recorded_at, Text(event.authority_id), account_id}));
  return {};
}

Result<void> view_saved(Connection& writer, const event::Event& event, Text account_id,
                        const Json& payload) {
  PLUMB_TRY(writer.run(
      "insert into account_view (authority_id, view_id, account_id, register_id, title, query, "
      "shared) values ($1, $2, $3, $4, $5, $6, $7) on conflict (authority_id, view_id) do update "
      "set register_id = excluded.register_id, title = excluded.title, query = excluded.query, "
      "shared = excluded.shared",
      {Text(event.authority_id), Text(payload["view"].text()), account_id,
       Text(payload["register"].text()), Text(payload["title"].text()),
       Text(payload["query"].text()), std::int64_t{payload["shared"].boolean_or(false) ? 1 : 0}}));
  return {};
}

Result<void> view_removed(Connection& writer, const event::Event& event, const Json& payload) {
  PLUMB_TRY(writer.run("delete from account_view where authority_id = $1 and view_id = $2",
                       {Text(event.authority_id), Text(payload["view"].text())}));
  return {};
}

} // namespace

std::string stream_of(Text account_id) {
  return std::string(kPrefix).append(account_id);
}

Text account_of_stream(Text stream) {
  return stream.starts_with(kPrefix) ? stream.substr(kPrefix.size()) : Text();
}

Result<void> fold(Connection& writer, const event::Event& event) {
  const Text account_id = account_of_stream(event.stream);
  if (account_id.empty()) return {};
  PLUMB_TRY_ASSIGN(const Json payload, event::parse_json(event.payload));
  if (event.type == "account_opened") return opened(writer, event, account_id, payload);
  if (event.type == "account_changed") return changed(writer, event, account_id, payload);
  if (event.type == "account_closed") return set_closed(writer, event, account_id, 1);
  if (event.type == "account_reopened") return set_closed(writer, event, account_id, 0);
  if (event.type == "password_set") return password_set(writer, event, account_id, payload);
  if (event.type == "signed_in") return signed_in(writer, event, account_id);
  if (event.type == "view_saved") return view_saved(writer, event, account_id, payload);
  if (event.type == "view_removed") return view_removed(writer, event, payload);
  // Facts that no table shows: codes, sign-outs, locks, addresses.
  return {};
}

} // namespace plumb::accounts
