// SPDX-License-Identifier: Apache-2.0
#include "plumb/api/service.hpp"

#include "json_check.hpp"
#include "route.hpp"

#include <plumb/event/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>

namespace plumb::api {
namespace {

using base::ErrorKind;
using base::fail;

/// The values of {…} where the segments fit the pattern.
std::optional<std::vector<std::string>> fit(std::string_view pattern,
                                            const std::vector<std::string>& segments) {
  std::vector<std::string> values;
  std::size_t at = 0;
  pattern.remove_prefix(1);
  while (!pattern.empty()) {
    const auto slash = pattern.find('/');
    const auto part = pattern.substr(0, slash);
    pattern.remove_prefix(slash == std::string_view::npos ? pattern.size() : slash + 1);
    if (at == segments.size()) return std::nullopt;
    if (part.starts_with('{'))
      values.push_back(segments[at]);
    else if (part != segments[at])
      return std::nullopt;
    ++at;
  }
  if (at != segments.size()) return std::nullopt;
  return values;
}

struct Found {
  const Route* route = nullptr;
  std::vector<std::string> values;
};

base::Result<Found> find(const Request& request) {
  std::string allowed;
  if (!request.target.trailing_slash)
    for (const Route& route : route_table()) {
      auto values = fit(route.pattern, request.target.segments);
      if (!values) continue;
      if (route.method == request.method) return Found{&route, std::move(*values)};
      if (!allowed.empty()) allowed += ", ";
      allowed += route.method == "GET" ? "GET, HEAD" : route.method;
    }
  if (!allowed.empty())
    return fail(ErrorKind::InvalidInput, "api.method_not_allowed", {{"allowed", allowed}});
  return fail(ErrorKind::NotFound, "api.not_found", {{"path", request.target.path}});
}

base::Result<void> check_media_type(const Route& route, const Request& request) {
  const auto type = request.header("content-type");
  const auto essence = type.substr(0, type.find_first_of("; "));
  const bool good =
      route.body == BodyKind::Json ? essence == "application/json"
      : route.body == BodyKind::File
          ? !essence.starts_with("multipart/") && essence != "application/x-www-form-urlencoded"
          : true;
  if (good) return {};
  return fail(ErrorKind::InvalidInput, "api.unsupported_media_type",
              {{"expected",
                route.body == BodyKind::Json ? "application/json" : "application/octet-stream"}});
}

base::Result<void> check_query(const Route& route, const Request& request) {
  for (const auto& [name, value] : request.target.query)
    if (std::find(route.query.begin(), route.query.end(), name) == route.query.end())
      return fail(ErrorKind::InvalidInput, "api.unknown_parameter", {{"parameter", name}});
  return {};
}

/// Valid JSON, an object, and no member that the operation does not know: a misspelt one must not
/// be taken for one that was left out.
base::Result<void> check_body(const Route& route, const Request& request) {
  if (route.body == BodyKind::None) return {};
  if (request.body.empty()) return fail(ErrorKind::InvalidInput, "api.body_required");
  if (route.body != BodyKind::Json) return {};
  PLUMB_TRY(check_json(request.body));
  const auto json = event::parse_json(request.body);
  if (!json || json->object() == nullptr)
    return fail(ErrorKind::InvalidInput, "api.bad_field", {{"field", ""}, {"expected", "object"}});
  if (route.members.empty()) return {};
  for (const auto& [name, value] : *json->object())
    if (std::find(route.members.begin(), route.members.end(), name) == route.members.end())
      return fail(ErrorKind::InvalidInput, "api.unknown_field", {{"field", name}});
  return {};
}

/// What people call a right.
std::string_view title_of(pack::Right right, Language language) {
  struct Title {
    pack::Right right;
    std::string_view zh, en;
  };
  using pack::Right;
  static constexpr Title kTitles[] = {
      {Right::Plans, "导入和审核计划", "import and review plans"},
      {Right::Correct, "更正", "correct records"},
      {Right::Move, "改用新规则", "move records to newer rules"},
      {Right::Personal, "查看个人信息", "see personal data"},
      {Right::Erase, "删除个人信息", "erase personal data"},
      {Right::Organisation, "维护机构", "change the organisation"},
      {Right::Accounts, "管理账号", "manage accounts"},
      {Right::Calendar, "登记放假通知", "record notices of holidays"},
      {Right::WhatIf, "规则推演", "ask what if"},
      {Right::Journal, "查看日志", "read the journal"},
      {Right::Targets, "核对指标目标和往年数据", "match targets and figures to indicators"},
      {Right::Assess, "组织考核", "run assessments"},
      {Right::Reports, "汇总报告", "compile reports"}};
  for (const auto& title : kTitles)
    if (title.right == right) return language == Language::Chinese ? title.zh : title.en;
  return pack::name_of(right);
}

/// api.no_right{right,title}, accounts.signed_out, accounts.no_setup.
base::Result<void> check_access(const Parts& parts, const Route& route, const Person& person,
                                Language language) {
  if (route.access.kind == Access::Kind::Anyone) return {};
  if (!person.signed_in()) {
    PLUMB_TRY_ASSIGN(const bool nobody, parts.accounts.needs_setup(parts.authority_id));
    return fail(ErrorKind::Forbidden, nobody ? "accounts.no_setup" : "accounts.signed_out");
  }
  if (route.access.kind == Access::Kind::SignedIn || person.may(route.access.right)) return {};
  return fail(ErrorKind::Forbidden, "api.no_right",
              {{"right", std::string(pack::name_of(route.access.right))},
               {"title", std::string(title_of(route.access.right, language))}});
}

base::Result<Response> answer(const Work& work, const Request& request, const Found& found,
                              Language language) {
  // Who may not is not told what is wrong with what was sent.
  PLUMB_TRY_ASSIGN(const Person person, person_of(work.parts, request));
  PLUMB_TRY(check_access(work.parts, *found.route, person, language));
  PLUMB_TRY(check_media_type(*found.route, request));
  PLUMB_TRY(check_query(*found.route, request));
  PLUMB_TRY(check_body(*found.route, request));
  return found.route->handler(work, Call{request, person, found.values, language});
}

void log(const Request& request, const base::Error& error) {
  std::string line = error.id;
  for (const auto& [name, value] : error.args)
    line.append(" ").append(name).append("=").append(value);
  if (!error.where.empty()) line += " at " + error.where;
  std::fprintf(stderr, "plumbline: %s %s: %s (trace %s)\n", request.method.c_str(),
               request.target.path.c_str(), line.c_str(), request.trace_id.c_str());
}

base::Error internal(const Request& request, const char* what) {
  std::fprintf(stderr, "plumbline: %s %s: %s (trace %s)\n", request.method.c_str(),
               request.target.path.c_str(), what, request.trace_id.c_str());
  return {ErrorKind::Corrupt, "api.internal", {{"trace_id", request.trace_id}}};
}

/// The one place where exceptions of libraries end.
base::Result<Response> guarded(const Work& work, const Request& request, const Found& found,
                               Language language) {
  try {
    return answer(work, request, found, language);
  } catch (const std::exception& exception) {
    return base::Unexpected{internal(request, exception.what())};
  } catch (...) {
    return base::Unexpected{internal(request, "unknown exception")};
  }
}

} // namespace

struct Service::State {
  Parts parts;
  Metrics metrics;
};

Service::Service(Parts parts) : state_(new State{std::move(parts), {}}) {}
Service::~Service() = default;

Metrics& Service::metrics() {
  return state_->metrics;
}

base::Result<Service::Admission> Service::admit(const Request& head) const {
  PLUMB_TRY_ASSIGN(const Found found, find(head));
  PLUMB_TRY(check_media_type(*found.route, head));
  Admission out{found.route->operation_id, found.route->body, 4096};
  if (out.body == BodyKind::Json) out.body_limit = kJsonBodyMax;
  if (out.body == BodyKind::File) out.body_limit = state_->parts.limits.file_bytes;
  return out;
}

Response Service::handle(const Request& request) {
  const auto started = std::chrono::steady_clock::now();
  const Language language = choose_language(request.header("accept-language"));
  const auto found = find(request);
  const Work work{state_->parts, state_->metrics};
  auto result = found ? guarded(work, request, *found, language)
                      : base::Result<Response>(base::Unexpected{found.error()});
  if (!result && http_status(result.error()) >= 500 && result.error().id != "api.internal")
    log(request, result.error());
  Response response =
      result ? std::move(*result) : problem(result.error(), language, request.trace_id);
  if (!result && result.error().id == "api.method_not_allowed")
    response.set("Allow", result.error().args.front().second);
  if (response.header("cache-control").empty()) response.set("Cache-Control", "no-store");
  const auto spent = std::chrono::duration_cast<std::chrono::microseconds>(
                         std::chrono::steady_clock::now() - started)
                         .count();
  state_->metrics.record(found ? found->route->operation_id : "none", response.status,
                         static_cast<std::uint64_t>(spent));
  return response;
}

} // namespace plumb::api
