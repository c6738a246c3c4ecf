// SPDX-License-Identifier: Apache-2.0
// Who is signed in: set-up, sign-in, sign-out, the own password. None of these answers is kept for
// repetitions, and none of what is typed is repeated in a problem.
#include "people.hpp"

namespace plumb::api {
namespace {

using base::ErrorKind;
using base::fail;
using event::Json;

std::string_view name_of_reach(const Person& person, const pack::Rulebook* rules) {
  int widest = 0;
  constexpr std::string_view kNames[] = {"none", "unit", "unit_and_below", "all"};
  for (const auto& id : person.account.roles)
    if (const auto* role = rules == nullptr ? nullptr : rules->find_role(id)) {
      const int reach = role->reach == pack::Reach::All            ? 3
                        : role->reach == pack::Reach::UnitAndBelow ? 2
                        : role->reach == pack::Reach::Unit         ? 1
                                                                   : 0;
      widest = std::max(widest, reach);
    }
  return kNames[widest];
}

Json rights_json(const std::vector<pack::Right>& rights) {
  Json::Array out;
  for (const auto right : rights)
    out.emplace_back(pack::name_of(right));
  return out;
}

/// Roles are told to whoever is signed in: they name offices.
Json roles_json(const Person& person, const pack::Rulebook* rules) {
  Json::Array out;
  if (!person.signed_in() || rules == nullptr) return out;
  for (const auto& role : rules->roles())
    out.emplace_back(Json::Object{{"id", role.id},
                                  {"title", role.title},
                                  {"gist", role.gist},
                                  {"reach", pack::name_of(role.reach)},
                                  {"rights", rights_json(role.rights)}});
  return out;
}

/// Schema Session.
base::Result<Response> session_response(const Work& work, const Person& person, int status = 200) {
  PLUMB_TRY_ASSIGN(const auto rules, work.parts.records.rules(work.parts.authority_id));
  bool setup_needed = false;
  if (!person.signed_in()) {
    PLUMB_TRY_ASSIGN(setup_needed, work.parts.accounts.needs_setup(work.parts.authority_id));
  }
  Json::Object out{{"signed_in", person.signed_in()},
                   {"setup_needed", setup_needed},
                   {"account", person.signed_in() ? account_json(person.account) : Json()},
                   {"rights", rights_json(person.rights)},
                   {"reach", name_of_reach(person, rules.get())},
                   {"roles", roles_json(person, rules.get())}};
  return json_response(Json(std::move(out)).dump(), status);
}

bool is_secure(const Work& work, const Request& request) {
  return work.parts.secure_cookies || request.header("x-forwarded-proto") == "https";
}

std::string cookie(const Work& work, const Request& request, std::string_view token) {
  std::string out =
      "plumbline_session=" + std::string(token) + "; Path=/; HttpOnly; SameSite=Strict";
  if (is_secure(work, request)) out += "; Secure";
  // Without an age it ends with the browser; the server ends it earlier.
  if (token.empty()) out += "; Max-Age=0";
  return out;
}

base::Result<Response> signed_in(const Work& work, const Call& call, accounts::SignedIn session,
                                 int status = 200) {
  PLUMB_TRY_ASSIGN(const auto person, person_of(work.parts, std::move(session.account)));
  PLUMB_TRY_ASSIGN(auto response, session_response(work, person, status));
  response.set("Set-Cookie", cookie(work, call.request, session.token));
  return response;
}

/// The peer, or whom a proxy on this machine names: only what runs here can reach the loopback.
std::string_view remote_of(const Request& request) {
  const std::string_view peer = request.remote;
  if (!peer.starts_with("127.") && peer != "::1") return peer;
  auto forwarded = request.header("x-forwarded-for");
  if (const auto comma = forwarded.rfind(','); comma != std::string_view::npos)
    forwarded.remove_prefix(comma + 1);
  while (forwarded.starts_with(' '))
    forwarded.remove_prefix(1);
  return forwarded.empty() || forwarded.size() > 64 ? peer : forwarded;
}

/// Without a key: answers that hold secrets are never kept.
journal::Context context_of(const Work& work, const Call& call) {
  journal::Context out;
  out.authority_id = work.parts.authority_id;
  if (call.person.signed_in()) out.actor = call.person.account.account_id;
  return out;
}

} // namespace

base::Result<Response> get_session(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(auto response, session_response(work, call.person));
  // A cookie that means nothing any more goes away.
  if (!call.person.signed_in() && !session_token(call.request).empty())
    response.set("Set-Cookie", cookie(work, call.request, ""));
  return response;
}

base::Result<Response> sign_in(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto body, Body::read(call));
  PLUMB_TRY_ASSIGN(const auto user_name, body.text("user_name"));
  PLUMB_TRY_ASSIGN(const auto password, body.text("password"));
  PLUMB_TRY_ASSIGN(auto session, work.parts.accounts.sign_in(context_of(work, call), user_name,
                                                             password, remote_of(call.request)));
  return signed_in(work, call, std::move(session));
}

base::Result<Response> sign_out(const Work& work, const Call& call) {
  PLUMB_TRY(work.parts.accounts.sign_out(context_of(work, call), session_token(call.request)));
  Response response = no_content();
  response.set("Set-Cookie", cookie(work, call.request, ""));
  return response;
}

base::Result<Response> sign_in_by_code(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto body, Body::read(call));
  PLUMB_TRY_ASSIGN(const auto user_name, body.text("user_name"));
  PLUMB_TRY_ASSIGN(const auto code, body.text("code"));
  PLUMB_TRY_ASSIGN(const auto password, body.text("password"));
  PLUMB_TRY_ASSIGN(auto session,
                   work.parts.accounts.sign_in_by_code(context_of(work, call), user_name, code,
                                                       password, remote_of(call.request)));
  return signed_in(work, call, std::move(session));
}

base::Result<Response> change_password(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto body, Body::read(call));
  PLUMB_TRY_ASSIGN(const auto before, body.text("old_password"));
  PLUMB_TRY_ASSIGN(const auto after, body.text("new_password"));
  PLUMB_TRY(work.parts.accounts.change_password(context_of(work, call),
                                                call.person.account.account_id,
                                                session_token(call.request), before, after));
  return no_content();
}

base::Result<Response> set_up(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto body, Body::read(call));
  accounts::NewAccount first;
  PLUMB_TRY_ASSIGN(const auto code, body.text("code"));
  PLUMB_TRY_ASSIGN(first.user_name, body.text("user_name"));
  PLUMB_TRY_ASSIGN(first.name, body.text("name"));
  PLUMB_TRY_ASSIGN(first.unit, body.text_or_empty("unit"));
  PLUMB_TRY_ASSIGN(const auto password, body.text("password"));
  PLUMB_TRY_ASSIGN(const auto rules, work.parts.records.rules(work.parts.authority_id));
  if (rules != nullptr)
    for (const auto& role : rules->roles())
      if (std::ranges::find(role.rights, pack::Right::Accounts) != role.rights.end())
        first.roles.push_back(role.id);
  if (first.roles.empty()) return fail(ErrorKind::Conflict, "accounts.no_roles");
  PLUMB_TRY_ASSIGN(auto session, work.parts.accounts.set_up(context_of(work, call), code, first,
                                                            password, remote_of(call.request)));
  return signed_in(work, call, std::move(session), 201);
}

} // namespace plumb::api
