// SPDX-License-Identifier: Apache-2.0
#include "postgres_url.hpp"

#include <algorithm>

namespace plumb::storage {

namespace {

constexpr std::string_view kSchema = "schema=";
constexpr std::size_t kNameMax = 63;

bool is_plain_name(std::string_view name) {
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && name.size() <= kNameMax && !(name[0] >= '0' && name[0] <= '9') &&
         !name.starts_with("pg_") && std::all_of(name.begin(), name.end(), good);
}

} // namespace

base::Result<PostgresUrl> parse_postgres_url(std::string_view url) {
  const auto bad = [](const char* reason) {
    return base::fail(base::ErrorKind::InvalidInput, "storage.bad_url", {{"reason", reason}});
  };
  PostgresUrl out;
  const auto question = url.find('?');
  out.conninfo = url.substr(0, question);
  if (question == std::string_view::npos) return out;
  char separator = '?';
  for (std::string_view rest = url.substr(question + 1); !rest.empty();) {
    const auto end = rest.find('&');
    const std::string_view parameter = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    if (parameter.starts_with(kSchema)) {
      if (!out.schema.empty()) return bad("schema is given twice");
      out.schema = parameter.substr(kSchema.size());
      if (!is_plain_name(out.schema)) return bad("schema must be lower-case letters, digits and _");
      continue;
    }
    if (parameter.empty()) continue;
    out.conninfo += separator;
    out.conninfo += parameter;
    separator = '&';
  }
  return out;
}

} // namespace plumb::storage
