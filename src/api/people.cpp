// SPDX-License-Identifier: Apache-2.0
#include "people.hpp"

namespace plumb::api {
namespace {

using base::ErrorKind;
using base::fail;
using event::Json;

auto bad_field(std::string_view field, std::string_view expected) {
  return fail(ErrorKind::InvalidInput, "api.bad_field",
              {{"field", std::string(field)}, {"expected", std::string(expected)}});
}

} // namespace

Json account_json(const accounts::Account& account) {
  Json::Array roles;
  for (const auto& role : account.roles)
    roles.emplace_back(role);
  return Json::Object{
      {"account_id", account.account_id},
      {"user_name", account.user_name},
      {"name", account.name},
      {"unit", account.unit},
      {"roles", std::move(roles)},
      {"closed", account.closed},
      {"has_password", account.has_password},
      {"opened_at", base::china_time(account.opened_at)},
      {"last_signed_in_at", account.last_signed_in_at == 0
                                ? Json()
                                : Json(base::china_time(account.last_signed_in_at))}};
}

base::Result<Body> Body::read(const Call& call) {
  Body out;
  auto json = event::parse_json(call.request.body);
  if (!json) return bad_field("", "numbers of at most 18 digits");
  out.json_ = *std::move(json);
  return out;
}

base::Result<std::string> Body::text(std::string_view name) const {
  if (!json_.has(name))
    return fail(ErrorKind::InvalidInput, "api.missing_field", {{"field", std::string(name)}});
  return text_or_empty(name);
}

base::Result<std::string> Body::text_or_empty(std::string_view name) const {
  if (!json_.has(name)) return std::string();
  if (json_[name].string() == nullptr) return bad_field(name, "text");
  return *json_[name].string();
}

base::Result<bool> Body::flag(std::string_view name) const {
  if (!json_.has(name)) return false;
  if (json_[name].boolean() == nullptr) return bad_field(name, "true, false");
  return *json_[name].boolean();
}

base::Result<std::vector<std::string>> Body::texts(std::string_view name) const {
  std::vector<std::string> out;
  if (!json_.has(name))
    return fail(ErrorKind::InvalidInput, "api.missing_field", {{"field", std::string(name)}});
  if (json_[name].array() == nullptr) return bad_field(name, "array of texts");
  for (const auto& item : json_[name].items()) {
    if (item.string() == nullptr) return bad_field(name, "array of texts");
    out.push_back(*item.string());
  }
  return out;
}

} // namespace plumb::api
