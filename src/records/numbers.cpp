// SPDX-License-Identifier: Apache-2.0
// Numbers that a register has given, series by series, and what is missing among them.
#include "numbering.hpp"
#include "state.hpp"
#include "visible.hpp"

#include <map>
#include <tuple>

namespace plumb::records {
namespace {

using base::Result;
using storage::Row;
using View = std::string_view;

/// More gaps than this are a series that was begun in the middle.
constexpr std::size_t kGapsMax = 1'000;

struct Given {
  std::int64_t number = 0;
  std::string record_id, title, state;
};
using Series = std::tuple<std::string, std::string, std::int64_t>; ///< field, series, year

Json gaps_json(const std::vector<Given>& given) {
  Json::Array out;
  std::int64_t next = 1;
  for (const auto& one : given) {
    for (; next < one.number && out.size() < kGapsMax; ++next)
      out.emplace_back(next);
    if (next <= one.number) next = one.number + 1;
  }
  return out;
}

} // namespace

Result<std::string> Records::numbers(View authority_id, View register_id,
                                     const Viewer& viewer) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, authority_id));
  const auto book = standing->newest();
  PLUMB_TRY_ASSIGN(const auto* declared, find_register(book.get(), register_id));
  std::map<Series, std::vector<Given>> found;
  std::vector<std::string> ids;
  PLUMB_TRY(reader->run(
      "select n.field, n.series, n.year, n.number, n.record_id, r.title, r.state from "
      "record_number n join record r on r.authority_id = n.authority_id and r.record_id = "
      "n.record_id where n.authority_id = $1 and n.register_id = $2 order by n.field, n.series, "
      "n.year, n.number, n.record_id",
      {authority_id, register_id}, [&](const Row& row) {
        ids.emplace_back(row.text(4));
        found[{std::string(row.text(0)), std::string(row.text(1)), row.integer(2)}].push_back(
            {row.integer(3), ids.back(), std::string(row.text(5)), std::string(row.text(6))});
        return true;
      }));
  std::set<std::string> seen;
  if (!viewer.all) {
    PLUMB_TRY_ASSIGN(seen, visible_of(*reader, authority_id, ids, viewer));
  }
  Json::Array items;
  // Series by name, in each the newest year first.
  for (auto at = found.begin(); at != found.end();) {
    const auto& [field, series, year] = at->first;
    auto until = at;
    while (until != found.end() && std::get<0>(until->first) == field &&
           std::get<1>(until->first) == series)
      ++until;
    for (auto one = until; one != at;) {
      --one;
      Json::Array records;
      for (const auto& given : one->second) {
        if (!viewer.all && !seen.contains(given.record_id)) continue;
        const auto* state = declared->state(given.state);
        records.emplace_back(Json::Object{{"number", given.number},
                                          {"record_id", given.record_id},
                                          {"title", given.title},
                                          {"state", given.state},
                                          {"state_title", state ? state->title : given.state}});
      }
      // Of a series in which it sees nothing a viewer learns nothing.
      if (records.empty()) continue;
      items.emplace_back(Json::Object{{"field", field},
                                      {"series", series},
                                      {"year", std::get<2>(one->first)},
                                      {"last", one->second.back().number},
                                      {"gaps", gaps_json(one->second)},
                                      {"records", std::move(records)}});
    }
    at = until;
  }
  return Json(Json::Object{{"items", std::move(items)}}).dump();
}

} // namespace plumb::records
