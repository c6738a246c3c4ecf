// SPDX-License-Identifier: Apache-2.0
// The rules in use, the calendar, and what would be if a rule were another.
#include "route.hpp"

#include <plumb/base/hash.hpp>
#include <plumb/event/json.hpp>
#include <plumb/records/records.hpp>

namespace plumb::api {
namespace {

using base::ErrorKind;
using base::fail;
using event::Json;

constexpr std::size_t kNameMax = 200;

base::Result<std::string> optional_name(const Call& call, std::string_view name) {
  auto value = call.text(name);
  if (value.size() > 1'000) return bad_parameter(name, "at most 1000 bytes");
  return value;
}

base::Result<std::string> jurisdiction_of(const Call& call) {
  auto value = call.text("jurisdiction");
  for (const char c : value) {
    const bool good =
        (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    if (!good) return bad_parameter("jurisdiction", "CN, CN-NX, …");
  }
  if (value.size() > kNameMax) return bad_parameter("jurisdiction", "CN, CN-NX, …");
  return value;
}

Json arguments_json(const base::Error& error) {
  Json::Object out;
  for (const auto& [name, value] : error.args)
    out.emplace(name, value);
  return out;
}

} // namespace

base::Result<Response> get_rules(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(auto answer,
                   work.parts.records.describe_rules(work.parts.authority_id, call.person.viewer));
  const std::string tag = "W/\"rules-" + base::sm3_hex(answer.body).substr(0, 32) + "\"";
  if (has_current(call.request, tag)) return not_modified(tag);
  Response response = json_response(std::move(answer.body));
  response.set("ETag", tag);
  response.set("Cache-Control", "private, no-cache");
  return response;
}

base::Result<Response> get_register(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto on, date(call, "on"));
  PLUMB_TRY_ASSIGN(const auto rules, optional_name(call, "rules"));
  PLUMB_TRY_ASSIGN(auto body, work.parts.records.describe_register(work.parts.authority_id,
                                                                   call.path[0], on, rules));
  return json_response(std::move(body));
}

base::Result<Response> list_parameters(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto on, date(call, "on"));
  PLUMB_TRY_ASSIGN(const auto rules, optional_name(call, "rules"));
  PLUMB_TRY_ASSIGN(const auto declared, optional_name(call, "register"));
  PLUMB_TRY_ASSIGN(auto body, work.parts.records.describe_parameters(work.parts.authority_id,
                                                                     declared, on, rules));
  return json_response(std::move(body));
}

base::Result<Response> get_calendar(const Work& work, const Call& call) {
  std::optional<int> year;
  if (!call.parameter("year").empty()) {
    PLUMB_TRY_ASSIGN(const auto asked, integer(call, "year", 0, 1949, 2149));
    year = static_cast<int>(asked);
  }
  PLUMB_TRY_ASSIGN(const auto known_on, date(call, "known_on"));
  PLUMB_TRY_ASSIGN(const auto jurisdiction, jurisdiction_of(call));
  PLUMB_TRY_ASSIGN(auto body, work.parts.records.describe_year(work.parts.authority_id, year,
                                                               jurisdiction, known_on));
  return json_response(std::move(body));
}

base::Result<Response> compute_due(const Work& work, const Call& call) {
  PLUMB_TRY(required(call, "count", 10));
  PLUMB_TRY_ASSIGN(const auto count, integer(call, "count", 0, 0, 10'000));
  PLUMB_TRY_ASSIGN(const auto unit_name, required(call, "unit", kNameMax));
  const auto unit = calendar::parse_unit(unit_name);
  if (!unit) return bad_parameter("unit", "working_day, calendar_day, week, month, year");
  const auto bound_name = call.parameter("bound");
  const auto bound = calendar::parse_bound(bound_name.empty() ? "max" : bound_name);
  if (!bound) return bad_parameter("bound", "max, min, before");
  PLUMB_TRY(required(call, "start", kNameMax));
  PLUMB_TRY_ASSIGN(const auto start, date(call, "start"));
  PLUMB_TRY_ASSIGN(const auto known_on, date(call, "known_on"));
  PLUMB_TRY_ASSIGN(const auto jurisdiction, jurisdiction_of(call));
  const calendar::Period period{static_cast<int>(count), *unit, *bound};
  PLUMB_TRY_ASSIGN(auto body, work.parts.records.compute_due(work.parts.authority_id, period,
                                                             *start, jurisdiction, known_on));
  return json_response(std::move(body));
}

base::Result<Response> read_notice(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto text, records::notice_text_from_json(call.request.body));
  PLUMB_TRY_ASSIGN(const auto proposal,
                   work.parts.records.read_notice(work.parts.authority_id, text));
  Json notice = records::to_json(proposal.notice);
  // What the text does not say is left for a person to fill in.
  if (!proposal.notice.notice_on.ok() || static_cast<int>(proposal.notice.notice_on.year()) == 0)
    notice.object()->insert_or_assign("notice_on", Json());
  Json::Array warnings;
  for (const auto& warning : proposal.warnings)
    warnings.emplace_back(Json::Object{{"id", warning.id},
                                       {"message", words(warning, call.language).detail},
                                       {"args", arguments_json(warning)}});
  return json_response(
      Json(Json::Object{{"notice", std::move(notice)}, {"warnings", std::move(warnings)}}).dump());
}

base::Result<Response> record_notice(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY_ASSIGN(const bool dry_run, flag(call, "dry_run"));
  PLUMB_TRY_ASSIGN(const auto notice, records::notice_command_from_json(call.request.body));
  PLUMB_TRY_ASSIGN(auto body, work.parts.records.record_notice(who, notice, dry_run));
  return json_response(std::move(body));
}

base::Result<Response> what_if(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto question, records::what_if_from_json(call.request.body));
  PLUMB_TRY_ASSIGN(auto body, work.parts.records.what_if(work.parts.authority_id, question));
  return json_response(std::move(body));
}

} // namespace plumb::api
