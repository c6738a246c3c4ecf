// SPDX-License-Identifier: Apache-2.0
// Looking at personal data: that somebody looks is a fact before he sees anything.
#include "personal.hpp"
#include "render.hpp"
#include "state.hpp"
#include "visible.hpp"

namespace plumb::records {
namespace {

using base::Result;
using journal::Transaction;
using View = std::string_view;

constexpr View kSeen = "personal_seen";

bool has_personal(const pack::Field& field) {
  if (field.personal) return true;
  if (field.type != pack::FieldType::Rows) return false;
  for (const auto& column : field.columns)
    if (column.personal) return true;
  return false;
}

/// The fields that hold personal values, sealed.
Json::Object personal_fields(const pack::Register& declared, const registers::Record& record) {
  Json::Object out;
  for (const auto& field : declared.fields)
    if (has_personal(field) && !record.fields[field.id].is_null())
      out.emplace(field.id, record.fields[field.id]);
  return out;
}

} // namespace

Result<std::string> Records::look(const journal::Context& context, View record_id,
                                  const Viewer& viewer, View reason) {
  const auto checked = [&](Connection& connection) -> Result<registers::Record> {
    PLUMB_TRY_ASSIGN(const bool seen, sees(connection, context.authority_id, record_id, viewer));
    if (!seen) return unknown_record(record_id);
    return known_record(connection, context.authority_id, record_id);
  };
  const std::string request = "look\n" + std::string(record_id) + '\n' + std::string(reason);
  const auto note = [&](Transaction& transaction) -> Result<std::string> {
    PLUMB_TRY_ASSIGN(const auto record, checked(transaction.connection()));
    PLUMB_TRY_ASSIGN(const auto standing,
                     state_->rules.standing(transaction.connection(), context.authority_id));
    PLUMB_TRY_ASSIGN(const auto rules, applicable(*standing, record));
    Json::Array names;
    for (const auto& [name, value] : personal_fields(*rules.declared, record))
      names.emplace_back(name);
    if (names.empty()) return std::string();
    const std::string stream = "look:" + std::string(record_id);
    PLUMB_TRY_ASSIGN(const auto revision, transaction.revision(stream));
    const Json payload(Json::Object{{"fields", std::move(names)}, {"reason", reason}});
    PLUMB_TRY(transaction.append(stream, revision,
                                 {{.type = std::string(kSeen), .payload = payload.dump()}}));
    return std::string();
  };
  PLUMB_TRY(state_->journal.execute(context, request, note));
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto record, checked(*reader));
  PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, context.authority_id));
  PLUMB_TRY_ASSIGN(const auto rules, applicable(*standing, record));
  Json fields = personal_fields(*rules.declared, record);
  std::vector<std::string> erased;
  PLUMB_TRY(unseal_personal(*reader, context.authority_id, *rules.declared, fields, erased));
  return Json(Json::Object{{"record_id", record_id}, {"fields", std::move(fields)}}).dump();
}

} // namespace plumb::records
