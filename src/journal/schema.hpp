// SPDX-License-Identifier: Apache-2.0
/// Tables of the journal. A released step is never edited.
#pragma once

#include <plumb/storage/storage.hpp>

#include <array>

namespace plumb::journal {

inline constexpr std::array kSchema = {
    storage::Migration{1, R"sql(
create table event (
  authority_id text not null,
  sequence integer not null,
  id text not null,
  stream text not null,
  stream_revision integer not null,
  type text not null,
  version integer not null,
  recorded_at integer not null,
  effective_on text,
  actor text not null,
  payload text not null,
  hash text not null,
  primary key (authority_id, sequence),
  unique (authority_id, stream, stream_revision)
) strict;
create table file (
  authority_id text not null,
  sm3 text not null,
  media_type text not null,
  size integer not null,
  bytes blob not null,
  primary key (authority_id, sm3)
) strict;
create table answer (
  authority_id text not null,
  idempotency_key text not null,
  request text not null,
  body text not null,
  recorded_at integer not null,
  primary key (authority_id, idempotency_key)
) strict;
create index answer_recorded_at on answer (authority_id, recorded_at);
)sql"},
    // Hashes of 256, 256^2 … neighbouring events; signed statements; personal data, which events
    // hold only as a salted hash.
    storage::Migration{2, R"sql(
create table tree_tile (
  authority_id text not null,
  level integer not null,
  tile integer not null,
  hash text not null,
  primary key (authority_id, level, tile)
) strict;
create table checkpoint (
  authority_id text not null,
  number integer not null,
  size integer not null,
  root text not null,
  signed_at integer not null,
  key_id text not null,
  note text not null,
  primary key (authority_id, number)
) strict;
create table private_value (
  authority_id text not null,
  item_id text not null,
  subject_id text not null,
  salt text not null,
  value text not null,
  primary key (authority_id, item_id)
) strict;
create index private_value_subject on private_value (authority_id, subject_id);
)sql"}};

} // namespace plumb::journal
