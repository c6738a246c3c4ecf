// SPDX-License-Identifier: Apache-2.0
#include "visible.hpp"

#include "state.hpp"

#include <algorithm>

namespace plumb::records {

using base::ErrorKind;
using base::Result;
using storage::Row;
using storage::Value;
using View = std::string_view;

namespace {

/// So many values are asked for in one statement.
constexpr std::size_t kValuesMax = 200;

void append_place(std::string& sql, std::vector<Value>& values, View value) {
  values.emplace_back(value);
  sql += '$' + std::to_string(values.size());
}

void append_list(std::string& sql, std::vector<Value>& values,
                 const std::vector<std::string>& list) {
  sql += '(';
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) sql += ", ";
    append_place(sql, values, list[i]);
  }
  sql += ')';
}

} // namespace

void append_visible(std::string& sql, std::vector<Value>& values, View authority_id,
                    const Viewer& viewer, View record_id) {
  if (viewer.all) return;
  if (viewer.units.empty()) {
    sql += " and 1 = 0";
    return;
  }
  sql += " and exists (select 1 from record_party seen where seen.authority_id = ";
  append_place(sql, values, authority_id);
  sql += " and seen.record_id = ";
  sql += record_id;
  sql += " and seen.unit_id in ";
  append_list(sql, values, viewer.units);
  sql += ')';
}

Result<bool> sees(Connection& connection, View authority_id, View record_id, const Viewer& viewer) {
  std::string sql = "select 1 from record r where r.authority_id = $1 and r.record_id = $2";
  std::vector<Value> values{authority_id, record_id};
  append_visible(sql, values, authority_id, viewer, "r.record_id");
  bool found = false;
  PLUMB_TRY(connection.run(sql, values, [&](const Row&) {
    found = true;
    return false;
  }));
  return found;
}

Result<std::set<std::string>> visible_of(Connection& connection, View authority_id,
                                         const std::vector<std::string>& ids,
                                         const Viewer& viewer) {
  std::set<std::string> out;
  for (std::size_t from = 0; from < ids.size(); from += kValuesMax) {
    const std::vector<std::string> some(
        ids.begin() + static_cast<std::ptrdiff_t>(from),
        ids.begin() + static_cast<std::ptrdiff_t>(std::min(ids.size(), from + kValuesMax)));
    std::string sql = "select r.record_id from record r where r.authority_id = $1 and r.record_id "
                      "in ";
    std::vector<Value> values{authority_id};
    append_list(sql, values, some);
    append_visible(sql, values, authority_id, viewer, "r.record_id");
    PLUMB_TRY(connection.run(sql, values, [&](const Row& row) {
      out.emplace(row.text(0));
      return true;
    }));
  }
  return out;
}

Result<void> Records::check_visible(View authority_id, View record_id, const Viewer& viewer) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const bool seen, sees(*reader, authority_id, record_id, viewer));
  if (!seen) return unknown_record(record_id);
  return {};
}

Result<void> Records::check_file(View authority_id, View sm3, const Viewer& viewer) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  std::string sql = "select 1 from record_file f where f.authority_id = $1 and f.sm3 = $2";
  std::vector<Value> values{authority_id, sm3};
  append_visible(sql, values, authority_id, viewer, "f.record_id");
  bool found = false;
  PLUMB_TRY(reader->run(sql + " limit 1", values, [&](const Row&) {
    found = true;
    return false;
  }));
  if (!found)
    return base::fail(ErrorKind::NotFound, "records.unknown_file", {{"sm3", std::string(sm3)}});
  return {};
}

} // namespace plumb::records
