// SPDX-License-Identifier: Apache-2.0
/// `postgresql://…` as libpq reads it, with our own parameter `schema` taken out.
#pragma once

#include <plumb/base/result.hpp>

#include <string>
#include <string_view>

namespace plumb::storage {

struct PostgresUrl {
  std::string conninfo; ///< for libpq
  std::string schema;   ///< empty: the server's search path
};

/// storage.bad_url{reason} where `schema` is no plain name ([a-z_][a-z0-9_]*, at most 63) or comes
/// twice.
[[nodiscard]] base::Result<PostgresUrl> parse_postgres_url(std::string_view url);

} // namespace plumb::storage
