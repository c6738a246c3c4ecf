// SPDX-License-Identifier: Apache-2.0
// Units, names and aliases.
#include "route.hpp"

#include <plumb/event/json.hpp>
#include <plumb/organisation/organisation.hpp>
#include <plumb/sheet/organisation_sheet.hpp>

#include <fmt/format.h>

namespace plumb::api {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::size_t kNamesMax = 1'000;

auto bad_field(std::string field, std::string expected) {
  return fail(ErrorKind::InvalidInput, "api.bad_field",
              {{"field", std::move(field)}, {"expected", std::move(expected)}});
}

struct Names {
  std::vector<std::string> names;
  std::optional<base::Date> on;
};

base::Result<Names> names_from_json(std::string_view body) {
  const auto json = event::parse_json(body);
  if (!json) return bad_field("", "numbers of at most 18 digits");
  Names out;
  if (const auto& on = (*json)["on"]; !on.is_null()) {
    if (on.string() == nullptr) return bad_field("on", "YYYY-MM-DD");
    out.on = base::parse_date(*on.string());
    if (!out.on) return bad_field("on", "YYYY-MM-DD");
  }
  const auto* list = (*json)["names"].array();
  if (list == nullptr || list->size() > kNamesMax)
    return bad_field("names", "array of at most 1000");
  for (const auto& name : *list) {
    if (name.string() == nullptr || name.string()->size() > 1'000)
      return bad_field("names", "array of at most 1000");
    out.names.push_back(*name.string());
  }
  return out;
}

} // namespace

base::Result<Response> get_organisation(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto on, date(call, "on"));
  PLUMB_TRY_ASSIGN(auto answer, work.parts.projection.organisation(work.parts.authority_id, on));
  return json_response(std::move(answer.json));
}

base::Result<Response> put_unit(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  // `name` is the name of a day, for reading only; whoever sends a unit back sends it along.
  auto json = event::parse_json(call.request.body);
  if (!json) return bad_field("", "numbers of at most 18 digits");
  json->object()->erase("name");
  PLUMB_TRY_ASSIGN(const auto unit, organisation::unit_from_json(json->dump()));
  if (unit.id != call.path[0]) return bad_field("id", call.path[0]);
  PLUMB_TRY(work.parts.intake.put_units(who, {unit}));
  PLUMB_TRY_ASSIGN(auto body, work.parts.projection.unit(work.parts.authority_id, unit.id));
  return json_response(std::move(body));
}

base::Result<Response> delete_unit(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY(work.parts.intake.delete_unit(who, call.path[0]));
  return no_content();
}

base::Result<Response> import_organisation(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto name, required(call, "name", std::size_t{255} * 4));
  PLUMB_TRY_ASSIGN(const bool apply, flag(call, "apply"));
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY_ASSIGN(const auto units, sheet::read_units(call.request.body, name));
  PLUMB_TRY_ASSIGN(const auto changes, work.parts.intake.put_units(who, units, apply));
  return json_response(fmt::format(R"({{"added":{},"changed":{},"unchanged":{},"applied":{}}})",
                                   changes.added, changes.changed, changes.unchanged, apply));
}

base::Result<Response> export_organisation(const Work& work, const Call& call) {
  const auto format = call.parameter("format");
  PLUMB_TRY_ASSIGN(const auto tree, work.parts.projection.tree(work.parts.authority_id));
  if (format.empty() || format == "xlsx") {
    PLUMB_TRY_ASSIGN(auto bytes, sheet::units_to_xlsx(tree->units()));
    Response response =
        download("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "单位.xlsx");
    response.body = std::move(bytes);
    return response;
  }
  if (format == "csv") {
    Response response = download("text/csv; charset=utf-8", "单位.csv");
    response.body = sheet::units_to_csv(tree->units());
    return response;
  }
  if (format != "json") return bad_parameter("format", "xlsx, csv, json");
  Response response = download("application/json", "单位.json");
  response.body = "[";
  for (const auto& unit : tree->units())
    response.body += (response.body.size() > 1 ? ",\n" : "\n") + organisation::to_json(unit);
  response.body += "\n]\n";
  return response;
}

base::Result<Response> resolve_names(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto asked, names_from_json(call.request.body));
  PLUMB_TRY_ASSIGN(
      auto body, work.parts.projection.resolutions(work.parts.authority_id, asked.names, asked.on));
  return json_response(std::move(body));
}

} // namespace plumb::api
