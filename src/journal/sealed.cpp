// SPDX-License-Identifier: Apache-2.0
#include <plumb/base/hash.hpp>
#include <plumb/journal/journal.hpp>
#include <plumb/journal/sealed.hpp>
#include <plumb/proof/hash.hpp>

namespace plumb::journal {

namespace {

using base::Result;
using event::Json;
using storage::Connection;
using storage::Row;

struct Kept {
  std::string subject_id, salt, value;
};

Result<std::optional<Kept>> kept(Connection& connection, std::string_view authority_id,
                                 std::string_view item_id) {
  std::optional<Kept> out;
  PLUMB_TRY(connection.run("select subject_id, salt, value from private_value "
                           "where authority_id = $1 and item_id = $2",
                           {authority_id, item_id}, [&](const Row& row) {
                             out = Kept{std::string(row.text(0)), std::string(row.text(1)),
                                        std::string(row.text(2))};
                             return false;
                           }));
  return out;
}

bool is_sealed(const Json& json) {
  return json.object() != nullptr && json.object()->size() == 1 && json["sealed"].has("item");
}

} // namespace

Result<std::string> sealed_hash(std::string_view salt, std::string_view subject_id,
                                std::string_view value) {
  const auto bytes = proof::from_hex(salt);
  if (!bytes) return base::fail(base::ErrorKind::Corrupt, "storage.corrupt", {{"salt", ""}});
  std::string head(proof::view(*bytes));
  head += subject_id;
  head += '\0';
  return proof::to_hex(proof::sm3(head, value));
}

Result<std::optional<Json>> unseal(Connection& connection, std::string_view authority_id,
                                   const Json& sealed) {
  if (!is_sealed(sealed)) return base::fail(base::ErrorKind::InvalidInput, "journal.not_sealed");
  const auto& item = sealed["sealed"]["item"].text();
  PLUMB_TRY_ASSIGN(const auto found, kept(connection, authority_id, item));
  if (!found) return std::optional<Json>();
  const auto hash = sealed_hash(found->salt, found->subject_id, found->value);
  auto value = event::parse_json(found->value);
  if (!hash || *hash != sealed["sealed"]["hash"].text() || !value)
    return base::fail(base::ErrorKind::Corrupt, "storage.corrupt", {{"item", item}});
  return std::optional<Json>(*std::move(value));
}

Result<Json> unseal_all(Connection& connection, std::string_view authority_id,
                        const Json& payload) {
  if (is_sealed(payload)) {
    PLUMB_TRY_ASSIGN(auto value, unseal(connection, authority_id, payload));
    return value ? *std::move(value) : Json(Json::Object{{"erased", true}});
  }
  if (const auto* members = payload.object()) {
    Json::Object out;
    for (const auto& [name, member] : *members) {
      PLUMB_TRY_ASSIGN(out[name], unseal_all(connection, authority_id, member));
    }
    return Json(std::move(out));
  }
  if (const auto* elements = payload.array()) {
    Json::Array out;
    for (const auto& element : *elements) {
      PLUMB_TRY_ASSIGN(auto value, unseal_all(connection, authority_id, element));
      out.push_back(std::move(value));
    }
    return Json(std::move(out));
  }
  return payload;
}

Result<Json> Transaction::seal(std::string_view subject_id, const Json& value) {
  const std::string item = base::new_id(now_ms_);
  const std::string salt = proof::to_hex(proof::random_bytes());
  const std::string text = value.dump();
  PLUMB_TRY_ASSIGN(const std::string hash, sealed_hash(salt, subject_id, text));
  PLUMB_TRY(connection_.run("insert into private_value (authority_id, item_id, subject_id, salt, "
                            "value) values ($1, $2, $3, $4, $5)",
                            {std::string_view(authority_id_), std::string_view(item), subject_id,
                             std::string_view(salt), std::string_view(text)}));
  return Json(Json::Object{{"sealed", Json::Object{{"hash", hash}, {"item", item}}}});
}

Result<std::int64_t> Transaction::erase(std::string_view subject_id, std::string_view reason) {
  Json::Array items;
  PLUMB_TRY(connection_.run("select item_id from private_value where authority_id = $1 and "
                            "subject_id = $2 order by item_id",
                            {std::string_view(authority_id_), subject_id}, [&](const Row& row) {
                              items.emplace_back(row.text(0));
                              return true;
                            }));
  if (items.empty()) return 0;
  const auto count = static_cast<std::int64_t>(items.size());
  PLUMB_TRY(connection_.run("delete from private_value where authority_id = $1 and subject_id = $2",
                            {std::string_view(authority_id_), subject_id}));
  Json payload(Json::Object{{"items", std::move(items)},
                            {"reason", std::string(reason)},
                            {"subject", std::string(subject_id)}});
  PLUMB_TRY_ASSIGN(const auto at, revision(event::kPersonalDataStream));
  PLUMB_TRY(append(event::kPersonalDataStream, at,
                   {{.type = std::string(event::kPersonalDataErased), .payload = payload.dump()}}));
  return count;
}

} // namespace plumb::journal
