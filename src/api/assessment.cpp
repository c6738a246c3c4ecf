// SPDX-License-Identifier: Apache-2.0
// Editions of indicator systems, rounds of assessment and the sheets of units.
#include "plumb/assessment/assessment.hpp"

#include "body.hpp"
#include "route.hpp"
#include "table_response.hpp"

#include <plumb/event/json.hpp>

namespace plumb::api {
namespace {

constexpr std::string_view kSheets = "assessment_sheet";

} // namespace

base::Result<Response> list_editions(const Work& work, const Call&) {
  PLUMB_TRY_ASSIGN(auto body, work.parts.assessment.editions(work.parts.authority_id));
  return json_response(std::move(body));
}

base::Result<Response> get_edition(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(auto body, work.parts.assessment.edition(work.parts.authority_id, call.path[0]));
  return json_response(std::move(body));
}

base::Result<Response> get_edition_changes(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(auto body,
                   work.parts.assessment.edition_changes(work.parts.authority_id, call.path[0]));
  return json_response(std::move(body));
}

base::Result<Response> get_round(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto tree, work.parts.projection.tree(work.parts.authority_id));
  PLUMB_TRY_ASSIGN(auto body, work.parts.assessment.round(work.parts.authority_id, *tree,
                                                          call.path[0], call.person.viewer));
  return json_response(std::move(body));
}

base::Result<Response> open_round(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY_ASSIGN(const auto tree, work.parts.projection.tree(work.parts.authority_id));
  PLUMB_TRY_ASSIGN(auto body,
                   work.parts.assessment.open_round(who, *tree, call.path[0], call.person.actor));
  return json_response(std::move(body));
}

base::Result<Response> export_round(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto format, table_format(call));
  PLUMB_TRY_ASSIGN(const auto tree, work.parts.projection.tree(work.parts.authority_id));
  PLUMB_TRY_ASSIGN(const auto rows, work.parts.assessment.table(work.parts.authority_id, *tree,
                                                                call.path[0], call.person.viewer));
  PLUMB_TRY_ASSIGN(const auto text,
                   work.parts.assessment.edition(work.parts.authority_id, call.path[0]));
  PLUMB_TRY_ASSIGN(const auto edition, event::parse_json(text));
  return table_response(rows, edition["title"].text() + "得分", format);
}

base::Result<Response> get_sheet(const Work& work, const Call& call) {
  PLUMB_TRY(check_register(work, call, kSheets));
  PLUMB_TRY_ASSIGN(const auto tree, work.parts.projection.tree(work.parts.authority_id));
  PLUMB_TRY_ASSIGN(auto answer,
                   work.parts.assessment.sheet(work.parts.authority_id, *tree, call.path[0],
                                               call.person.viewer, call.person.actor));
  return record_now(call, std::move(answer));
}

base::Result<Response> take_sheet_step(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY_ASSIGN(const bool dry_run, flag(call, "dry_run"));
  PLUMB_TRY(check_register(work, call, kSheets));
  PLUMB_TRY_ASSIGN(const auto wanted, records::step_from_json(call.request.body));
  PLUMB_TRY_ASSIGN(const auto tree, work.parts.projection.tree(work.parts.authority_id));
  PLUMB_TRY_ASSIGN(auto answer, work.parts.assessment.take(who, *tree, call.path[0], wanted,
                                                           call.person.actor, dry_run));
  return record_response(std::move(answer));
}

base::Result<Response> settle_sheet(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY_ASSIGN(const bool dry_run, flag(call, "dry_run"));
  PLUMB_TRY(check_register(work, call, kSheets));
  PLUMB_TRY_ASSIGN(const Body body, Body::of(call));
  PLUMB_TRY_ASSIGN(const auto revision, body.revision());
  PLUMB_TRY_ASSIGN(const auto tree, work.parts.projection.tree(work.parts.authority_id));
  PLUMB_TRY_ASSIGN(auto answer, work.parts.assessment.settle(who, *tree, call.path[0], revision,
                                                             call.person.actor, dry_run));
  return record_response(std::move(answer));
}

} // namespace plumb::api
