// SPDX-License-Identifier: Apache-2.0
/// Tables of this module: those derived from the journal, which another version drops and folds
/// again, and those that only last for a while (sessions, codes, wrong tries, secret addresses),
/// which are migrated and never hold anything but the SHA-256 of what somebody has.
#pragma once

#include <plumb/storage/storage.hpp>

#include <array>
#include <cstdint>
#include <string_view>

namespace plumb::accounts {

inline constexpr std::string_view kModule = "accounts";
inline constexpr std::int64_t kVersion = 1;
inline constexpr std::array<std::string_view, 2> kTables = {"account", "account_view"};
inline constexpr std::string_view kCreate = R"sql(
create table account (
  authority_id text not null,
  account_id text not null,
  user_name text not null,
  user_key text not null,
  name text not null,
  unit text not null,
  roles text not null,
  closed integer not null,
  opened_at integer not null,
  last_signed_in_at integer not null,
  passwords text not null,
  primary key (authority_id, account_id)
) strict;
create unique index account_user_key on account (authority_id, user_key);
create table account_view (
  authority_id text not null,
  view_id text not null,
  account_id text not null,
  register_id text not null,
  title text not null,
  query text not null,
  shared integer not null,
  primary key (authority_id, view_id)
) strict;
create index account_view_register on account_view (authority_id, register_id, view_id);
)sql";

inline constexpr std::string_view kKeptModule = "accounts_kept";
inline constexpr std::array<storage::Migration, 1> kKept = {{{1, R"sql(
create table account_session (
  authority_id text not null,
  digest text not null,
  account_id text not null,
  started_at integer not null,
  used_at integer not null,
  primary key (authority_id, digest)
) strict;
create index account_session_owner on account_session (authority_id, account_id);
create table account_code (
  authority_id text not null,
  account_id text not null,
  digest text not null,
  until integer not null,
  primary key (authority_id, account_id)
) strict;
create table account_try (
  authority_id text not null,
  name_digest text not null,
  wrong integer not null,
  last_at integer not null,
  locked_until integer not null,
  primary key (authority_id, name_digest)
) strict;
create table account_address (
  authority_id text not null,
  account_id text not null,
  digest text not null,
  made_at integer not null,
  primary key (authority_id, account_id)
) strict;
create unique index account_address_digest on account_address (authority_id, digest);
)sql"}}};

} // namespace plumb::accounts
