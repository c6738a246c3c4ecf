// SPDX-License-Identifier: Apache-2.0
/// The inside of Accounts: where it reads, and the small steps that several commands share.
#pragma once

#include "password.hpp"
#include "throttle.hpp"

#include <plumb/accounts/accounts.hpp>
#include <plumb/event/json.hpp>

#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::accounts {

using base::ErrorKind;
using base::fail;
using base::Result;
using event::Json;
using storage::Connection;
using storage::Row;
using Text = std::string_view;

/// Passwords that must not come again.
inline constexpr std::size_t kPasswordsKept = 5;
/// How often the last use of a session is written down.
inline constexpr std::int64_t kTouchEvery = 60'000;

/// An account as its table has it: with the sealed hashes of its passwords, newest first.
struct Known {
  Account account;
  Json passwords = Json::Array{};
};

struct Accounts::State {
  storage::Database& database;
  journal::Journal& journal;
  const base::Clock& clock;
  Limits limits;
  Hasher hasher{limits};
  Throttle throttle{limits.tries_of_address, limits.lock};
  std::mutex mutex = {};
  std::set<std::string, std::less<>> set_up = {}; ///< authorities known to have accounts

  [[nodiscard]] Result<void> catch_up(Connection& writer) const;
};

[[nodiscard]] std::string stream_of(Text account_id);
/// Empty for other streams.
[[nodiscard]] Text account_of_stream(Text stream);

[[nodiscard]] Result<void> fold(Connection& writer, const event::Event& event);

[[nodiscard]] Result<std::optional<Known>> find_account(Connection& connection, Text authority_id,
                                                        Text account_id);
[[nodiscard]] Result<std::optional<Known>> find_user(Connection& connection, Text authority_id,
                                                     Text user_name);
[[nodiscard]] Result<Known> known_account(Connection& connection, Text authority_id,
                                          Text account_id);
[[nodiscard]] Result<std::int64_t> count_accounts(Connection& connection, Text authority_id);
/// The hashes that were not erased, newest first.
[[nodiscard]] Result<std::vector<std::string>>
password_hashes(Connection& connection, Text authority_id, const Known& known);

/// Appends to the account's stream at its end.
[[nodiscard]] Result<void> record(journal::Transaction& transaction, Text account_id,
                                  std::vector<event::NewEvent> events);
[[nodiscard]] event::NewEvent new_event(Text type, Json::Object payload = {});
/// account_opened for a new account.
[[nodiscard]] Result<event::NewEvent> opened_event(journal::Transaction& transaction,
                                                   Text account_id, const NewAccount& wanted);
[[nodiscard]] Result<event::NewEvent> password_event(journal::Transaction& transaction,
                                                     Text account_id, const std::string& hash);

/// accounts.bad_field{field}.
[[nodiscard]] Result<void> check_new(const NewAccount& wanted);
[[nodiscard]] Result<void> check_name(Text name);
[[nodiscard]] Result<void> check_unit(Text unit);
[[nodiscard]] Result<void> check_roles(const std::vector<std::string>& roles);

/// Starts a session and gives its token.
[[nodiscard]] Result<std::string> start_session(Connection& writer, Text authority_id,
                                                Text account_id, std::int64_t now,
                                                const Limits& limits);
/// `but`: the digest of the one that stays; empty: none does.
[[nodiscard]] Result<void> end_sessions(Connection& writer, Text authority_id, Text account_id,
                                        Text but = {});
/// Keeps a new code for the account (empty: for the set-up) in place of the one before.
[[nodiscard]] Result<std::string> keep_code(Connection& writer, Text authority_id, Text account_id,
                                            std::int64_t until);
[[nodiscard]] Result<bool> code_fits(Connection& connection, Text authority_id, Text account_id,
                                     Text typed, std::int64_t now);
[[nodiscard]] Result<void> drop_code(Connection& writer, Text authority_id, Text account_id);

[[nodiscard]] base::Unexpected<base::Error> unknown_account(Text account_id);
[[nodiscard]] base::Unexpected<base::Error> until_error(Text id, std::int64_t until);

} // namespace plumb::accounts
