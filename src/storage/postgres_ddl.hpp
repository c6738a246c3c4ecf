// SPDX-License-Identifier: Apache-2.0
/// Tables are written once, in the dialect of SQLite's STRICT tables. This is the one place that
/// knows what PostgreSQL calls the same:
///
///   column type   integer  bigint
///                 text     text collate "C"   compared byte by byte, as SQLite does
///                 blob     bytea
///   table option  strict, without rowid       nothing
///
/// Only `create table` and `alter table … add [column]` are touched; every other statement is the
/// same on both engines and passes through unchanged.
#pragma once

#include <string>
#include <string_view>

namespace plumb::storage {

[[nodiscard]] std::string to_postgres(std::string_view script);

} // namespace plumb::storage
