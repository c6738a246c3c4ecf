// SPDX-License-Identifier: Apache-2.0
/// Tables of counted cells. There are no migrations: a program with another number drops them all
/// and counts again. Days are numbers (20261122), as in buckets.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace plumb::indicators {

inline constexpr std::string_view kModule = "indicators";
inline constexpr std::int64_t kVersion = 3;

inline constexpr std::array<std::string_view, 3> kTables = {"measure_cell", "measure_entry",
                                                            "measure_shape"};

/// measure_cell is kept in the order of its key: what a board adds up lies together. `measure` is an
/// id (whole, no part) or, for the parts of a divided measure, its parts_name.
/// measure_entry is kept by record: what an event must be compared with, and a receipt's records in
/// their order; measure_entry_by_day finds those of a few days.
inline constexpr std::string_view kCreate = R"sql(
create table measure_cell (
  authority_id text not null,
  measure text not null,
  happened_level integer not null,
  known_level integer not null,
  happened integer not null,
  known integer not null,
  unit_id text not null,
  part text not null,
  amount integer not null,
  primary key (authority_id, measure, happened_level, known_level, happened, known, unit_id, part)
) strict, without rowid;
create table measure_entry (
  authority_id text not null,
  measure text not null,
  record_id text not null,
  sequence integer not null,
  unit_id text not null,
  part text not null,
  on_day integer not null,
  known_day integer not null,
  amount integer not null,
  primary key (authority_id, measure, record_id, sequence, unit_id, part, on_day)
) strict, without rowid;
create index measure_entry_by_day on measure_entry (authority_id, measure, on_day, record_id);
create table measure_shape (
  authority_id text not null,
  measure text not null,
  shape text not null,
  primary key (authority_id, measure)
) strict, without rowid;
)sql";

} // namespace plumb::indicators
