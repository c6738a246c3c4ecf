// SPDX-License-Identifier: Apache-2.0
/// Tables derived from the events of registers, rules and the calendar. There are no migrations: a
/// program with another number drops them all and folds the journal again. Beside them each
/// register has a typed table `register_<id>` generated from its pack (typed_table.hpp).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace plumb::records {

inline constexpr std::int64_t kVersion = 3;

inline constexpr std::array<std::string_view, 6> kTables = {"records_state",   "rules_version",
                                                            "calendar_notice", "record",
                                                            "record_count",    "register_shape"};

inline constexpr std::string_view kCreate = R"sql(
create table records_state (
  authority_id text not null primary key,
  number integer not null,
  sequence integer not null,
  rules_sequence integer not null,
  calendar_sequence integer not null
) strict;
create table rules_version (
  authority_id text not null,
  version text not null,
  sequence integer not null,
  activated_at integer not null,
  packs text not null,
  primary key (authority_id, version)
) strict;
create table calendar_notice (
  authority_id text not null,
  notice_id text not null,
  sequence integer not null,
  notice text not null,
  primary key (authority_id, notice_id)
) strict;
create table record (
  authority_id text not null,
  record_id text not null,
  register_id text not null,
  ordinal integer not null,
  state text not null,
  unit text not null,
  opened_on text not null,
  next_due_on text,
  running integer not null,
  breach_count integer not null,
  revision integer not null,
  rules text not null,
  title text not null,
  row text not null,
  body text not null,
  primary key (authority_id, record_id)
) strict;
create index record_ordinal on record (authority_id, register_id, ordinal, state);
create index record_by_state on record (authority_id, register_id, state, ordinal);
create index record_by_unit on record (authority_id, register_id, unit, ordinal, state);
create index record_by_opening on record (authority_id, register_id, opened_on, ordinal);
create index record_by_due on record (authority_id, register_id, next_due_on, ordinal, state)
  where next_due_on is not null;
create index record_with_breach on record (authority_id, register_id, ordinal)
  where breach_count > 0;
create index record_running on record (authority_id, record_id) where running > 0;
create table record_count (
  authority_id text not null,
  register_id text not null,
  state text not null,
  count integer not null,
  primary key (authority_id, register_id, state)
) strict;
create table register_shape (
  authority_id text not null,
  register_id text not null,
  shape text not null,
  primary key (authority_id, register_id)
) strict;
)sql";

} // namespace plumb::records
