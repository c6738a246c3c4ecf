// SPDX-License-Identifier: Apache-2.0
// My work, its last days, reminders and the secret calendar; numbers and looks at personal data.
#include "icalendar.hpp"
#include "route.hpp"

#include <plumb/base/clock.hpp>
#include <plumb/event/json.hpp>

namespace plumb::api {
namespace {

using base::Date;
using base::ErrorKind;
using base::fail;
using event::Json;

constexpr std::size_t kCursorMax = 2'000, kReasonMax = 2'000, kNameMax = 200;
constexpr int kDaysMax = 400, kDaysShown = 42, kDaysBack = 31;
constexpr std::size_t kDueMax = 1'000;
constexpr std::string_view kFolder = "/ics/", kEnding = ".ics";

/// A day as the records count it: they have the clock.
base::Result<Date> today(const Work& work) {
  const Date none = base::make_date(1970, 1, 1);
  PLUMB_TRY_ASSIGN(const auto text,
                   work.parts.records.due_days(work.parts.authority_id, {.all = false, .units = {}},
                                               none, none, 1));
  PLUMB_TRY_ASSIGN(const auto page, event::parse_json(text));
  const auto day = base::parse_date(page["today"].text());
  return day.value_or(none);
}

records::WorkQuery work_of(const Person& person) {
  records::WorkQuery query;
  query.actor = person.actor;
  query.viewer = person.viewer;
  return query;
}

/// What is told once must not be kept on the way.
Response secret_response(std::string body) {
  Response response = json_response(std::move(body));
  response.set("Cache-Control", "no-store");
  return response;
}

base::Unexpected<base::Error> unknown_calendar(const Call& call) {
  return fail(ErrorKind::NotFound, "api.not_found", {{"path", call.request.target.path}});
}

} // namespace

base::Result<Response> list_work(const Work& work, const Call& call) {
  auto query = work_of(call.person);
  query.register_id = call.text("register");
  query.cursor = call.text("cursor");
  if (query.register_id.size() > kNameMax) return bad_parameter("register", "at most 200 bytes");
  if (query.cursor.size() > kCursorMax) return bad_parameter("cursor", "at most 2000 bytes");
  PLUMB_TRY_ASSIGN(query.limit, page_limit(call));
  PLUMB_TRY_ASSIGN(auto body, work.parts.records.work(work.parts.authority_id, query));
  return json_response(std::move(body));
}

base::Result<Response> list_due_days(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(auto from, date(call, "from"));
  PLUMB_TRY_ASSIGN(auto until, date(call, "until"));
  if (!from) {
    PLUMB_TRY_ASSIGN(from, today(work));
  }
  if (!until) until = base::add_days(*from, kDaysShown);
  if (*until < *from || base::add_days(*from, kDaysMax) < *until)
    return bad_parameter("until", "at most 400 days after from");
  PLUMB_TRY_ASSIGN(auto body,
                   work.parts.records.due_days(work.parts.authority_id, call.person.viewer, *from,
                                               *until, kDueMax));
  return json_response(std::move(body));
}

base::Result<Response> list_digests(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const std::size_t limit, page_limit(call));
  PLUMB_TRY_ASSIGN(auto body, work.parts.records.digests(work.parts.authority_id,
                                                         call.person.account.account_id, limit));
  return json_response(std::move(body));
}

base::Result<Response> get_calendar_address(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto made_at,
                   work.parts.accounts.calendar_address(work.parts.authority_id,
                                                        call.person.account.account_id));
  return json_response(
      Json(Json::Object{{"made_at", made_at ? Json(base::china_time(*made_at)) : Json()}}).dump());
}

base::Result<Response> make_calendar_address(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY_ASSIGN(const auto secret,
                   work.parts.accounts.make_calendar_address(who, call.person.account.account_id));
  const std::string path = std::string(kFolder) + secret + std::string(kEnding);
  return secret_response(Json(Json::Object{{"path", path}}).dump());
}

base::Result<Response> revoke_calendar_address(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY(work.parts.accounts.revoke_calendar_address(who, call.person.account.account_id));
  return no_content();
}

base::Result<Response> get_icalendar(const Work& work, const Call& call) {
  std::string_view secret = call.path[0];
  if (!secret.ends_with(kEnding) || secret.size() > kNameMax) return unknown_calendar(call);
  secret.remove_suffix(kEnding.size());
  auto account = work.parts.accounts.calendar_owner(work.parts.authority_id, secret);
  if (!account && account.error().id == "accounts.signed_out") return unknown_calendar(call);
  if (!account) return base::Unexpected{std::move(account).error()};
  if (account->closed) return unknown_calendar(call);
  PLUMB_TRY_ASSIGN(const auto person, person_of(work.parts, *std::move(account)));
  PLUMB_TRY_ASSIGN(const Date day, today(work));
  PLUMB_TRY_ASSIGN(const auto days,
                   work.parts.records.due_counts(work.parts.authority_id, work_of(person),
                                                 base::add_days(day, -kDaysBack),
                                                 base::add_days(day, kDaysMax)));
  Response response;
  response.body = icalendar_of(person.account.account_id, day, days);
  response.set("Content-Type", "text/calendar; charset=utf-8");
  response.set("Cache-Control", "private, no-cache");
  return response;
}

base::Result<Response> list_numbers(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(auto body, work.parts.records.numbers(work.parts.authority_id, call.path[0],
                                                         call.person.viewer));
  return json_response(std::move(body));
}

base::Result<Response> look_at_personal(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  const auto body = event::parse_json(call.request.body);
  const bool good = body && body->object() != nullptr &&
                    ((*body)["reason"].is_null() || (*body)["reason"].string() != nullptr) &&
                    (*body)["reason"].text().size() <= kReasonMax;
  if (!good)
    return fail(ErrorKind::InvalidInput, "api.bad_field",
                {{"field", "reason"}, {"expected", "text of at most 2000 bytes"}});
  PLUMB_TRY_ASSIGN(auto values, work.parts.records.look(who, call.path[0], call.person.viewer,
                                                        (*body)["reason"].text()));
  return secret_response(std::move(values));
}

} // namespace plumb::api
