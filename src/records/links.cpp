// SPDX-License-Identifier: Apache-2.0
// What a record shows beside its own state: masked values, and records that belong to it, as far as
// the viewer sees them.
#include "personal.hpp"
#include "render.hpp"
#include "state.hpp"
#include "visible.hpp"

#include <algorithm>

namespace plumb::records {
namespace {

using base::Result;
using storage::Row;
using storage::Value;
using View = std::string_view;

constexpr std::int64_t kReferredMax = 100;

/// Schema RecordLink.
Json link_json(const Standing& standing, const std::string& record_id,
               const std::string& register_id, const std::string& title,
               const std::string& state_id) {
  const auto book = standing.newest();
  const auto* declared = book ? book->find_register(register_id) : nullptr;
  const auto* state = declared ? declared->state(state_id) : nullptr;
  return Json::Object{{"record_id", record_id},
                      {"register", register_id},
                      {"register_title", declared ? declared->title : register_id},
                      {"title", title},
                      {"state_title", state ? state->title : state_id}};
}

/// The title of a field, or of a column `rows.column`.
std::string title_of_field(const Standing& standing, const std::string& register_id, View name) {
  const auto book = standing.newest();
  const auto* declared = book ? book->find_register(register_id) : nullptr;
  if (declared == nullptr) return std::string(name);
  const auto dot = name.find('.');
  const auto* field = declared->field(name.substr(0, dot));
  if (field == nullptr) return std::string(name);
  std::string out = field->title;
  if (dot == View::npos) return out;
  const auto at = std::ranges::find(field->columns, name.substr(dot + 1), &pack::Field::id);
  return at == field->columns.end() ? out : out + " · " + at->title;
}

Result<Json> parent_json(Connection& connection, View authority_id, const Standing& standing,
                         View record_id, const Viewer& viewer) {
  std::string sql = "select r.record_id, r.register_id, r.title, r.state from record r where "
                    "r.authority_id = $1 and r.record_id = $2";
  std::vector<Value> values{authority_id, record_id};
  append_visible(sql, values, authority_id, viewer, "r.record_id");
  Json out;
  PLUMB_TRY(connection.run(sql, values, [&](const Row& row) {
    out = link_json(standing, std::string(row.text(0)), std::string(row.text(1)),
                    std::string(row.text(2)), std::string(row.text(3)));
    return false;
  }));
  return out;
}

Result<Json> referred_json(Connection& connection, View authority_id, const Standing& standing,
                           View record_id, const Viewer& viewer) {
  std::string sql = "select r.record_id, r.register_id, r.title, r.state, l.field from record_link "
                    "l cross join record r where l.authority_id = $1 and l.to_record = $2 and "
                    "r.authority_id = l.authority_id and r.record_id = l.from_record";
  std::vector<Value> values{authority_id, record_id};
  append_visible(sql, values, authority_id, viewer, "l.from_record");
  values.emplace_back(kReferredMax);
  sql += " order by l.from_record desc, l.field limit $" + std::to_string(values.size());
  Json::Array out;
  PLUMB_TRY(connection.run(sql, values, [&](const Row& row) {
    const std::string register_id(row.text(1));
    Json link = link_json(standing, std::string(row.text(0)), register_id, std::string(row.text(2)),
                          std::string(row.text(3)));
    link.object()->insert_or_assign("field_title",
                                    title_of_field(standing, register_id, row.text(4)));
    out.push_back(std::move(link));
    return true;
  }));
  return Json(std::move(out));
}

Result<Json> seen_children(Connection& connection, View authority_id, const Json& children,
                           const Viewer& viewer) {
  std::vector<std::string> ids;
  for (const auto& child : children.items())
    ids.push_back(child["record_id"].text());
  if (ids.empty() || viewer.all) return children;
  PLUMB_TRY_ASSIGN(const auto seen, visible_of(connection, authority_id, ids, viewer));
  Json::Array out;
  for (const auto& child : children.items())
    if (seen.contains(child["record_id"].text())) out.push_back(child);
  return Json(std::move(out));
}

Json names_json(const std::vector<std::string>& names) {
  Json::Array out;
  for (const auto& name : names)
    out.emplace_back(name);
  return out;
}

} // namespace

Result<void> complete_detail(Connection& connection, View authority_id, const Standing& standing,
                             Json& detail, const Viewer& viewer) {
  const auto book = standing.version(detail["rules"].text());
  PLUMB_TRY_ASSIGN(const auto* declared, find_register(book.get(), detail["register"].text()));
  auto& out = *detail.object();
  Json fields = detail["fields"];
  std::vector<std::string> erased;
  PLUMB_TRY(unseal_personal(connection, authority_id, *declared, fields, erased));
  out.insert_or_assign("masked", names_json(mask_personal(*declared, fields)));
  out.insert_or_assign("erased", names_json(erased));
  out.insert_or_assign("fields", std::move(fields));
  const std::string record_id = detail["record_id"].text();
  if (!detail["parent"].is_null()) {
    const std::string parent = detail["parent"]["record_id"].text();
    PLUMB_TRY_ASSIGN(auto link, parent_json(connection, authority_id, standing, parent, viewer));
    out.insert_or_assign("parent", std::move(link));
  }
  PLUMB_TRY_ASSIGN(auto children,
                   seen_children(connection, authority_id, detail["children"], viewer));
  out.insert_or_assign("children", std::move(children));
  PLUMB_TRY_ASSIGN(auto referred,
                   referred_json(connection, authority_id, standing, record_id, viewer));
  out.insert_or_assign("referred_by", std::move(referred));
  return {};
}

} // namespace plumb::records
