// SPDX-License-Identifier: Apache-2.0
#include "route.hpp"

#include <charconv>

namespace plumb::api {

using base::ErrorKind;
using base::fail;

std::string_view Call::parameter(std::string_view name) const {
  const auto found = request.target.query.find(name);
  return found == request.target.query.end() ? std::string_view{} : found->second;
}

base::Unexpected<base::Error> bad_parameter(std::string_view name, std::string_view expected) {
  return fail(ErrorKind::InvalidInput, "api.bad_parameter",
              {{"parameter", std::string(name)}, {"expected", std::string(expected)}});
}

base::Result<std::string> required(const Call& call, std::string_view name, std::size_t bytes_max) {
  const auto value = call.parameter(name);
  if (value.empty())
    return fail(ErrorKind::InvalidInput, "api.missing_parameter",
                {{"parameter", std::string(name)}});
  if (value.size() > bytes_max)
    return bad_parameter(name, "at most " + std::to_string(bytes_max) + " bytes");
  return std::string(value);
}

base::Result<bool> flag(const Call& call, std::string_view name) {
  const auto value = call.parameter(name);
  if (value.empty() || value == "false") return false;
  if (value == "true") return true;
  return bad_parameter(name, "true, false");
}

base::Result<std::optional<base::Date>> date(const Call& call, std::string_view name) {
  const auto value = call.parameter(name);
  if (value.empty()) return std::optional<base::Date>{};
  const auto day = base::parse_date(value);
  if (!day) return bad_parameter(name, "YYYY-MM-DD");
  return day;
}

base::Result<std::int64_t> integer(const Call& call, std::string_view name, std::int64_t otherwise,
                                   std::int64_t min, std::int64_t max) {
  const auto value = call.parameter(name);
  if (value.empty()) return otherwise;
  std::int64_t out = 0;
  const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), out);
  if (fault != std::errc{} || end != value.data() + value.size() || out < min || out > max)
    return bad_parameter(name, std::to_string(min) + "–" + std::to_string(max));
  return out;
}

base::Result<std::size_t> page_limit(const Call& call) {
  PLUMB_TRY_ASSIGN(const std::int64_t limit, integer(call, "limit", 50, 1, 500));
  return static_cast<std::size_t>(limit);
}

base::Result<journal::Context> context(const Parts& parts, const Call& call) {
  journal::Context out;
  out.authority_id = parts.authority_id;
  const auto key = call.request.header("idempotency-key");
  if (key.size() > 128) return bad_parameter("Idempotency-Key", "at most 128 characters");
  for (const char c : key)
    if (c < 0x20 || c > 0x7E) return bad_parameter("Idempotency-Key", "printable ASCII");
  if (call.person.signed_in()) out.actor = call.person.account.account_id;
  // What was answered to somebody may not be what somebody else may see.
  if (!key.empty()) out.idempotency_key = out.actor + ' ' + std::string(key);
  return out;
}

bool has_current(const Request& request, std::string_view tag) {
  std::string_view list = request.header("if-none-match");
  if (list == "*") return true;
  while (!list.empty()) {
    const auto comma = list.find(',');
    auto entry = list.substr(0, comma);
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    while (entry.starts_with(' '))
      entry.remove_prefix(1);
    while (entry.ends_with(' '))
      entry.remove_suffix(1);
    if (entry == tag) return true;
  }
  return false;
}

Response not_modified(std::string tag) {
  Response response;
  response.status = 304;
  response.set("ETag", std::move(tag));
  response.set("Cache-Control", "private, no-cache");
  return response;
}

Response download(std::string media_type, std::string_view file_name) {
  Response response;
  response.set("Content-Type", std::move(media_type));
  response.set("Content-Disposition", content_disposition(file_name));
  return response;
}

Response no_content() {
  Response response;
  response.status = 204;
  return response;
}

} // namespace plumb::api
