// SPDX-License-Identifier: Apache-2.0
/// Tables of the projection. There are no migrations: a program with another number (it is in
/// schema_version) drops them all and folds the journal again.
///
/// A ledger row has a `position`: authority, document and rank packed into one integer
/// (position.hpp), so that plan order is key order, a document is a range, and SQLite's full-text
/// index (which knows only row numbers) is partitioned by authority without a column of its own.
/// `posting` lists the rows of each filter value (`filter_key`: an area, an objective, a unit, a
/// kind of deadline), in plan order and by due day; `count` in filter_key makes single filters and
/// the unfiltered facets free.
#pragma once

#include <plumb/storage/text_index.hpp>

#include <array>
#include <string_view>

namespace plumb::projection {

inline constexpr std::int64_t kVersion = 3;
/// Where schema_version has it.
inline constexpr std::string_view kModule = "projection";

inline constexpr std::array<std::string_view, 13> kTables = {"projection_state",
                                                             "document",
                                                             "document_source",
                                                             "document_name",
                                                             "draft_task",
                                                             "draft_undo",
                                                             "task",
                                                             "task_keys",
                                                             "filter_key",
                                                             "posting",
                                                             "task_link",
                                                             "task_history",
                                                             "unit"};
/// What is searched in the ledger, by position.
inline const storage::TextIndex kTaskText("task_text");

inline constexpr std::string_view kCreate = R"sql(
create table projection_state (
  authority_id text not null primary key,
  ordinal integer not null,
  sequence integer not null,
  ledger_revision integer not null,
  organisation_revision integer not null
) strict;
create table document (
  authority_id text not null,
  document_id text not null,
  ordinal integer not null,
  name text not null,
  title text not null,
  document_number text not null,
  issuer text not null,
  issued_on text not null,
  period_from text not null,
  kind text not null,
  format text not null,
  file text not null,
  imported_at integer not null,
  supersedes text not null,
  superseded_by text not null,
  higher text not null,
  revision integer not null,
  task_count integer not null,
  approved_count integer not null,
  unresolved_count integer not null,
  repair_count integer not null,
  discarded integer not null,
  primary key (authority_id, document_id)
) strict;
create unique index document_ordinal on document (authority_id, ordinal);
create index document_file on document (authority_id, file);
create table document_source (
  authority_id text not null,
  document_id text not null,
  text text not null,
  repairs text not null,
  parts text not null,
  dropped text not null,
  primary key (authority_id, document_id)
) strict;
create table document_name (
  authority_id text not null,
  document_id text not null,
  text text not null,
  count integer not null,
  open_count integer not null,
  primary key (authority_id, document_id, text)
) strict, without rowid;
create table draft_task (
  authority_id text not null,
  document_id text not null,
  task_id text not null,
  rank integer not null,
  approved_at integer not null,
  task text not null,
  primary key (authority_id, document_id, task_id)
) strict;
create index draft_task_rank on draft_task (authority_id, document_id, rank, approved_at);
create index draft_task_id on draft_task (authority_id, task_id, document_id);
create table draft_undo (
  authority_id text not null,
  document_id text not null,
  depth integer not null,
  task_ids text not null,
  primary key (authority_id, document_id, depth)
) strict;
create table task (
  authority_id text not null,
  position integer not null,
  task_id text not null,
  document_id text not null,
  row text not null,
  primary key (authority_id, position)
) strict;
create unique index task_id on task (authority_id, task_id);
create table task_keys (
  authority_id text not null,
  position integer not null,
  keys text not null,
  primary key (authority_id, position)
) strict, without rowid;
create table filter_key (
  authority_id text not null,
  key_id integer not null,
  name text not null,
  count integer not null,
  primary key (authority_id, key_id)
) strict, without rowid;
create unique index filter_key_name on filter_key (authority_id, name);
create table posting (
  authority_id text not null,
  key_id integer not null,
  position integer not null,
  due_day integer not null,
  roles integer not null,
  primary key (authority_id, key_id, position)
) strict, without rowid;
create index posting_due on posting (authority_id, key_id, due_day, position, roles);
create table task_link (
  authority_id text not null,
  task_id text not null,
  higher_task_id text not null,
  primary key (authority_id, task_id, higher_task_id)
) strict, without rowid;
create index task_link_higher on task_link (authority_id, higher_task_id, task_id);
create table task_history (
  authority_id text not null,
  task_id text not null,
  sequence integer not null,
  primary key (authority_id, task_id, sequence)
) strict, without rowid;
create table unit (
  authority_id text not null,
  unit_id text not null,
  ordinal integer not null,
  unit text not null,
  primary key (authority_id, unit_id)
) strict;
)sql";

} // namespace plumb::projection
