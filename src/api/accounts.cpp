// SPDX-License-Identifier: Apache-2.0
// Who may sign in, who is who, and the views that people keep.
#include "people.hpp"

#include <plumb/organisation/organisation.hpp>

namespace plumb::api {
namespace {

using base::ErrorKind;
using base::fail;
using event::Json;

constexpr std::size_t kIdMax = 128;

auto bad_field(std::string_view field, std::string_view expected) {
  return fail(ErrorKind::InvalidInput, "api.bad_field",
              {{"field", std::string(field)}, {"expected", std::string(expected)}});
}

/// A role that no rules know would silently allow nothing.
base::Result<void> check_roles(const Work& work, const std::vector<std::string>& roles) {
  PLUMB_TRY_ASSIGN(const auto rules, work.parts.records.rules(work.parts.authority_id));
  if (rules == nullptr || rules->roles().empty())
    return fail(ErrorKind::Conflict, "accounts.no_roles");
  for (const auto& role : roles)
    if (rules->find_role(role) == nullptr) {
      std::string known;
      for (const auto& one : rules->roles())
        known += (known.empty() ? "" : ", ") + one.id;
      return bad_field("roles", known);
    }
  return {};
}

base::Result<void> check_unit(const Work& work, const std::string& unit) {
  if (unit.empty()) return {};
  PLUMB_TRY_ASSIGN(const auto tree, work.parts.projection.tree(work.parts.authority_id));
  if (tree->find(unit) == nullptr) return bad_field("unit", "a unit of the organisation");
  return {};
}

Response with_code(const accounts::Accounts::Opened& opened) {
  return json_response(
      Json(Json::Object{{"account", account_json(opened.account)}, {"code", opened.code}}).dump(),
      201);
}

Json view_json(const accounts::View& view) {
  return Json::Object{{"view_id", view.view_id}, {"register", view.register_id},
                      {"title", view.title},     {"query", view.query},
                      {"shared", view.shared},   {"own", view.own}};
}

Response items(Json::Array list) {
  return json_response(Json(Json::Object{{"items", std::move(list)}}).dump());
}

} // namespace

base::Result<Response> list_accounts(const Work& work, const Call&) {
  PLUMB_TRY_ASSIGN(const auto all, work.parts.accounts.list(work.parts.authority_id));
  Json::Array out;
  for (const auto& account : all)
    out.push_back(account_json(account));
  return items(std::move(out));
}

base::Result<Response> open_account(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY_ASSIGN(const auto body, Body::read(call));
  accounts::NewAccount wanted;
  PLUMB_TRY_ASSIGN(wanted.user_name, body.text("user_name"));
  PLUMB_TRY_ASSIGN(wanted.name, body.text("name"));
  PLUMB_TRY_ASSIGN(wanted.unit, body.text("unit"));
  PLUMB_TRY_ASSIGN(wanted.roles, body.texts("roles"));
  PLUMB_TRY(check_roles(work, wanted.roles));
  PLUMB_TRY(check_unit(work, wanted.unit));
  PLUMB_TRY_ASSIGN(const auto opened, work.parts.accounts.open_account(who, wanted));
  return with_code(opened);
}

base::Result<Response> change_account(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY_ASSIGN(const auto body, Body::read(call));
  accounts::AccountChange change;
  if (body.has("name")) {
    PLUMB_TRY_ASSIGN(change.name, body.text("name"));
  }
  if (body.has("unit")) {
    PLUMB_TRY_ASSIGN(change.unit, body.text("unit"));
    PLUMB_TRY(check_unit(work, *change.unit));
  }
  if (body.has("roles")) {
    PLUMB_TRY_ASSIGN(change.roles, body.texts("roles"));
    PLUMB_TRY(check_roles(work, *change.roles));
  }
  if (body.has("closed")) {
    PLUMB_TRY_ASSIGN(change.closed, body.flag("closed"));
  }
  PLUMB_TRY_ASSIGN(const auto rules, work.parts.records.rules(work.parts.authority_id));
  const auto manages = [&](const std::vector<std::string>& roles) {
    return std::ranges::any_of(roles, [&](const std::string& id) {
      const auto* role = rules == nullptr ? nullptr : rules->find_role(id);
      return role != nullptr &&
             std::ranges::find(role->rights, pack::Right::Accounts) != role->rights.end();
    });
  };
  PLUMB_TRY_ASSIGN(const auto account,
                   work.parts.accounts.change_account(who, call.path[0], change, manages));
  return json_response(account_json(account).dump());
}

base::Result<Response> issue_code(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY_ASSIGN(const auto opened, work.parts.accounts.issue_code(who, call.path[0]));
  return with_code(opened);
}

base::Result<Response> list_people(const Work& work, const Call&) {
  PLUMB_TRY_ASSIGN(const auto all, work.parts.accounts.list(work.parts.authority_id));
  Json::Array out;
  for (const auto& account : all)
    out.emplace_back(Json::Object{
        {"account_id", account.account_id}, {"name", account.name}, {"unit", account.unit}});
  return items(std::move(out));
}

base::Result<Response> list_views(const Work& work, const Call& call) {
  const auto register_id = call.parameter("register");
  if (register_id.size() > kIdMax) return bad_parameter("register", "at most 128 bytes");
  PLUMB_TRY_ASSIGN(const auto all,
                   work.parts.accounts.views(work.parts.authority_id,
                                             call.person.account.account_id, register_id));
  Json::Array out;
  for (const auto& view : all)
    out.push_back(view_json(view));
  return items(std::move(out));
}

base::Result<Response> save_view(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY_ASSIGN(const auto body, Body::read(call));
  accounts::View view;
  PLUMB_TRY_ASSIGN(view.view_id, body.text_or_empty("view_id"));
  PLUMB_TRY_ASSIGN(view.register_id, body.text("register"));
  PLUMB_TRY_ASSIGN(view.title, body.text("title"));
  PLUMB_TRY_ASSIGN(view.query, body.text("query"));
  PLUMB_TRY_ASSIGN(view.shared, body.flag("shared"));
  PLUMB_TRY_ASSIGN(const auto saved,
                   work.parts.accounts.save_view(who, call.person.account.account_id, view));
  return json_response(view_json(saved).dump());
}

base::Result<Response> remove_view(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY(work.parts.accounts.remove_view(who, call.person.account.account_id, call.path[0]));
  return no_content();
}

} // namespace plumb::api
