// SPDX-License-Identifier: Apache-2.0
/// Tables derived from the events of registers, rules and the calendar. There are no migrations: a
/// program with another number drops them all and folds the journal again. Beside them each
/// register has a typed table `register_<id>` generated from its pack (typed_table.hpp).
///
/// record_party   units that take part in a record, with what lists of work sort by (`urgency`:
///                work.hpp)
/// record_clock   running clocks that do not stand still: the earlier of last day and target
/// record_link    records that a record names in a field (`field` or `rows.column`)
/// record_file    files that a record holds
/// record_number  what stands in numbered fields, read by the pattern (numbering.hpp)
/// record_origin  obligations and imports that a record was opened for; a spawned one is found by
///                its parent
/// record_key     values of Register::key, hashed (derived.hpp)
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace plumb::records {

inline constexpr std::int64_t kVersion = 5;

inline constexpr std::array<std::string_view, 14> kTables = {
    "records_state",  "rules_version", "calendar_notice", "record",      "record_count",
    "register_shape", "record_party",  "record_clock",    "record_link", "record_file",
    "record_number",  "record_origin", "record_key",      "digest"};

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
  final integer not null,
  parent text not null,
  urgency text not null,
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
create index record_open on record (authority_id, register_id, final, next_due_on, ordinal);
create index record_by_urgency on record (authority_id, register_id, state, urgency, record_id);
create table record_party (
  authority_id text not null,
  record_id text not null,
  unit_id text not null,
  register_id text not null,
  ordinal integer not null,
  state text not null,
  final integer not null,
  next_due_on text,
  urgency text not null,
  primary key (authority_id, record_id, unit_id)
) strict;
create index record_party_ordinal on record_party
  (authority_id, unit_id, register_id, ordinal, state);
create index record_party_due on record_party
  (authority_id, unit_id, register_id, next_due_on, ordinal, state) where next_due_on is not null;
create index record_party_urgency on record_party
  (authority_id, unit_id, final, urgency, record_id, register_id, state);
create table record_clock (
  authority_id text not null,
  record_id text not null,
  clock text not null,
  register_id text not null,
  due_on text not null,
  primary key (authority_id, record_id, clock)
) strict;
create index record_clock_due on record_clock (authority_id, due_on, record_id);
create table record_link (
  authority_id text not null,
  to_record text not null,
  from_record text not null,
  field text not null,
  primary key (authority_id, to_record, from_record, field)
) strict;
create table record_file (
  authority_id text not null,
  sm3 text not null,
  record_id text not null,
  primary key (authority_id, sm3, record_id)
) strict;
create table record_number (
  authority_id text not null,
  register_id text not null,
  field text not null,
  series text not null,
  year integer not null,
  number integer not null,
  record_id text not null,
  primary key (authority_id, register_id, field, series, year, number, record_id)
) strict;
create table record_origin (
  authority_id text not null,
  kind text not null,
  key text not null,
  record_id text not null,
  primary key (authority_id, kind, key, record_id)
) strict;
create table record_key (
  authority_id text not null,
  register_id text not null,
  key_hash text not null,
  ordinal integer not null,
  record_id text not null,
  primary key (authority_id, register_id, key_hash, ordinal, record_id)
) strict;
create table digest (
  authority_id text not null,
  account_id text not null,
  on_day text not null,
  given_at integer not null,
  digest text not null,
  primary key (authority_id, account_id, on_day)
) strict;
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
