// SPDX-License-Identifier: Apache-2.0
#include "personal.hpp"

#include <plumb/journal/sealed.hpp>

namespace plumb::records {
namespace {

using base::Result;

bool is_sealed(const Json& value) {
  return value.object() != nullptr && value.object()->size() == 1 && value.has("sealed");
}

/// Calls `replace` for each personal value of the fields, those in rows included.
Result<void> each_personal(const std::vector<pack::Field>& declared, Json& fields,
                           const std::function<Result<void>(const pack::Field&, Json&)>& replace) {
  if (fields.object() == nullptr) return {};
  for (const auto& field : declared) {
    const auto at = fields.object()->find(field.id);
    if (at == fields.object()->end() || at->second.is_null()) continue;
    if (field.personal) {
      PLUMB_TRY(replace(field, at->second));
    } else if (field.type == pack::FieldType::Rows && at->second.array() != nullptr) {
      for (auto& row : *at->second.array())
        PLUMB_TRY(each_personal(field.columns, row, replace));
    }
  }
  return {};
}

} // namespace

Result<void> seal_personal(journal::Transaction* transaction, const pack::Register& declared,
                           std::string_view record_id, Json& fields) {
  const std::string subject = registers::record_stream(record_id);
  return each_personal(
      declared.fields, fields, [&](const pack::Field& field, Json& value) -> Result<void> {
        // What claims to be sealed already did not come from here.
        if (is_sealed(value)) {
          value = Json::Array{};
          return {};
        }
        if (!registers::fault_of(field, value).empty()) return {};
        if (transaction == nullptr) {
          value = Json::Object{{"sealed", Json::Object{{"hash", ""}, {"item", ""}}}};
          return {};
        }
        PLUMB_TRY_ASSIGN(value, transaction->seal(subject, value));
        return {};
      });
}

Result<void> unseal_personal(Connection& connection, std::string_view authority_id,
                             const pack::Register& declared, Json& fields,
                             std::vector<std::string>& erased) {
  return each_personal(
      declared.fields, fields, [&](const pack::Field& field, Json& value) -> Result<void> {
        if (!is_sealed(value)) return {};
        PLUMB_TRY_ASSIGN(auto plain, journal::unseal(connection, authority_id, value));
        if (!plain) erased.push_back(field.id);
        value = plain ? *std::move(plain) : Json();
        return {};
      });
}

} // namespace plumb::records
