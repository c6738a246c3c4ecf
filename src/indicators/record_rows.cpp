// SPDX-License-Identifier: Apache-2.0
#include "record_rows.hpp"

#include <algorithm>

namespace plumb::indicators {
namespace {

using storage::Row;
using Bound = storage::Value;
using View = std::string_view;

/// So many records are asked for in one statement.
constexpr std::size_t kAtOnce = 50;

std::string place(std::vector<Bound>& values, Bound value) {
  values.push_back(value);
  return '$' + std::to_string(values.size());
}

} // namespace

Result<ListedById> listed_of(Connection& connection, View authority_id,
                             std::span<const std::string> ids) {
  ListedById out;
  for (std::size_t from = 0; from < ids.size(); from += kAtOnce) {
    std::string sql = "select record_id, register_id, title, state, unit, rules from record where "
                      "authority_id = $1 and record_id in (";
    std::vector<Bound> values{authority_id};
    // Always as many places, so that one prepared statement serves every page.
    for (std::size_t i = 0; i < kAtOnce; ++i)
      sql += (i == 0 ? "" : ", ") + place(values, View(ids[std::min(from + i, ids.size() - 1)]));
    PLUMB_TRY(connection.run(sql + ')', values, [&](const Row& row) {
      out.emplace(row.text(0), Listed{std::string(row.text(1)), std::string(row.text(2)),
                                      std::string(row.text(3)), std::string(row.text(4)),
                                      std::string(row.text(5))});
      return true;
    }));
  }
  return out;
}

std::string seen_sql(std::vector<Bound>& values, View authority_id, const records::Viewer& viewer,
                     View record_id) {
  if (viewer.all) return "1";
  if (viewer.units.empty()) return "0";
  std::string sql = "case when exists (select 1 from record_party seen where seen.authority_id = ";
  sql += place(values, authority_id) + " and seen.record_id = " + std::string(record_id) +
         " and seen.unit_id in (";
  for (std::size_t i = 0; i < viewer.units.size(); ++i)
    sql += (i == 0 ? "" : ", ") + place(values, View(viewer.units[i]));
  return sql + ")) then 1 else 0 end";
}

Result<ClockEnds> running_ends(Connection& connection, View authority_id,
                               const records::Viewer& viewer, std::optional<Date> from, Date until,
                               std::size_t limit) {
  const std::string first = from ? base::to_string(*from) : std::string(),
                    last = base::to_string(until);
  const auto condition = [&](std::vector<Bound>& values) {
    std::string sql = " from record_clock c where c.authority_id = " + place(values, authority_id);
    if (from) sql += " and c.due_on >= " + place(values, View(first));
    sql += " and c.due_on <= " + place(values, View(last));
    if (!viewer.all)
      sql += " and " + seen_sql(values, authority_id, viewer, "c.record_id") + " = 1";
    return sql;
  };
  ClockEnds out;
  std::vector<Bound> values;
  std::string sql = "select count(*)" + condition(values);
  PLUMB_TRY(connection.run(sql, values, [&](const Row& row) {
    out.total = row.integer(0);
    return false;
  }));
  values.clear();
  sql = "select c.record_id, c.clock, c.due_on" + condition(values);
  sql += " order by c.due_on, c.record_id, c.clock limit " +
         place(values, static_cast<std::int64_t>(limit));
  PLUMB_TRY(connection.run(sql, values, [&](const Row& row) {
    if (const auto on = base::parse_date(row.text(2)))
      out.items.push_back({std::string(row.text(0)), std::string(row.text(1)), *on});
    return true;
  }));
  return out;
}

Result<std::vector<registers::Record>>
known_records(const Question& question, View register_id,
              const std::function<bool(const registers::Record&)>& wanted) {
  std::vector<registers::Record> out;
  if (question.source.records == nullptr || !question.book->find_register(register_id)) return out;
  const auto& known_on = question.asked.known_on;
  std::vector<registers::Record> now;
  PLUMB_TRY(question.source.records->visit(question.authority_id, register_id, {},
                                           [&](const registers::Record& record) {
                                             if (known_on)
                                               now.push_back(record);
                                             else if (wanted(record))
                                               out.push_back(record);
                                             return true;
                                           }));
  for (const auto& record : now) {
    auto then = question.source.records->state(question.authority_id, record.record_id,
                                               {.known_at = end_of_day_ms(*known_on)});
    if (!then) {
      if (then.error().id == "records.unknown_record") continue; // nobody knew of it
      return base::Unexpected{then.error()};
    }
    if (wanted(*then)) out.push_back(*std::move(then));
  }
  return out;
}

std::int64_t end_of_day_ms(Date day) {
  constexpr std::int64_t kDay = 86'400'000, kChina = 8LL * 3'600'000;
  return (std::chrono::sys_days{day}.time_since_epoch().count() + 1) * kDay - kChina - 1;
}

} // namespace plumb::indicators
