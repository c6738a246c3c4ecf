// SPDX-License-Identifier: Apache-2.0
#include "body.hpp"

#include <limits>

namespace plumb::api {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::size_t kIdMax = 200;

base::Unexpected<base::Error> bad_field(std::string_view name, std::string expected) {
  return fail(ErrorKind::InvalidInput, "api.bad_field",
              {{"field", std::string(name)}, {"expected", std::move(expected)}});
}

} // namespace

base::Result<Body> Body::of(const Call& call) {
  PLUMB_TRY_ASSIGN(auto json, event::parse_json(call.request.body));
  return Body(std::move(json));
}

base::Result<std::int64_t> Body::integer(std::string_view name, std::int64_t min,
                                         std::int64_t max) const {
  const auto* value = json_[name].integer();
  if (value == nullptr || *value < min || *value > max)
    return bad_field(name, std::to_string(min) + "–" + std::to_string(max));
  return *value;
}

base::Result<std::int64_t> Body::revision() const {
  return integer("revision", 0, std::numeric_limits<std::int64_t>::max());
}

base::Result<std::string> Body::text(std::string_view name, std::size_t bytes_max) const {
  const auto& value = json_[name];
  if (value.is_null()) return std::string();
  if (value.string() == nullptr || value.text().size() > bytes_max)
    return bad_field(name, "text of at most " + std::to_string(bytes_max) + " bytes");
  return value.text();
}

base::Result<std::string> Body::required(std::string_view name, std::size_t bytes_max) const {
  PLUMB_TRY_ASSIGN(auto value, text(name, bytes_max));
  if (value.empty()) return bad_field(name, "text");
  return value;
}

base::Result<std::optional<base::Date>> Body::day(std::string_view name) const {
  const auto& value = json_[name];
  if (value.is_null()) return std::optional<base::Date>();
  const auto day = base::parse_date(value.text());
  if (!day) return bad_field(name, "YYYY-MM-DD");
  return std::optional(*day);
}

base::Result<std::vector<std::string>> Body::texts(std::string_view name, std::size_t most) const {
  const auto& value = json_[name];
  std::vector<std::string> out;
  if (value.is_null()) return out;
  if (value.array() == nullptr || value.items().size() > most)
    return bad_field(name, "at most " + std::to_string(most) + " texts");
  for (const auto& item : value.items()) {
    if (item.string() == nullptr || item.text().empty() || item.text().size() > kIdMax)
      return bad_field(name, "texts of at most 200 bytes");
    out.push_back(item.text());
  }
  return out;
}

base::Result<void> check_register(const Work& work, const Call& call,
                                  std::string_view register_id) {
  PLUMB_TRY(check_visible(work, call));
  PLUMB_TRY_ASSIGN(const auto record,
                   work.parts.records.state(work.parts.authority_id, call.path[0]));
  if (record.register_id == register_id) return {};
  return fail(ErrorKind::NotFound, "api.not_found", {{"path", call.request.target.path}});
}

} // namespace plumb::api
