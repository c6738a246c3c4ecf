// SPDX-License-Identifier: Apache-2.0
// Reports with live figures, from the first text to the filed papers, and the figures of old ones.
#include "body.hpp"
#include "plumb/api/files.hpp"
#include "plumb/report/report.hpp"
#include "route.hpp"

#include <algorithm>

namespace plumb::api {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::string_view kReports = "report";
constexpr std::size_t kIdMax = 200, kNameMax = std::size_t{255} * 4, kSignerMax = 800;
constexpr std::size_t kContributorsMax = 500, kFindingsMax = 100;
constexpr std::size_t kPreviewMax = 400'000; ///< 100,000 characters
constexpr std::int64_t kYearMin = 1990, kYearMax = 2100;

base::Unexpected<base::Error> unknown_unit(const std::string& id) {
  return fail(ErrorKind::NotFound, "indicators.unknown_unit", {{"id", id}});
}

/// Who asks other units for parts compiles a report for more than the own unit.
base::Result<void> check_contributors(const organisation::Tree& tree, const Person& person,
                                      const std::vector<std::string>& contributors) {
  for (const auto& unit : contributors) {
    if (tree.find(unit) == nullptr) return unknown_unit(unit);
    const bool covered = person.viewer.all ||
                         std::ranges::find(person.viewer.units, unit) != person.viewer.units.end();
    if (!covered && !person.may(pack::Right::Reports))
      return fail(ErrorKind::Forbidden, "api.other_unit", {{"unit", unit}});
  }
  return {};
}

/// `25年报告.docx` → `25年报告`.
std::string stem(const std::string& name) {
  const auto point = name.rfind('.');
  return point == std::string::npos || point == 0 ? name : name.substr(0, point);
}

Response created(records::Answer answer, std::string_view folder) {
  const std::string place = std::string(folder) + percent_encode(answer.id);
  Response response = record_response(std::move(answer), 201);
  response.set("Location", place);
  return response;
}

} // namespace

base::Result<Response> read_baseline(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto name, required(call, "name", kNameMax));
  PLUMB_TRY_ASSIGN(const bool pasted, flag(call, "pasted"));
  PLUMB_TRY(required(call, "year", kIdMax));
  PLUMB_TRY_ASSIGN(const auto year, integer(call, "year", 0, kYearMin, kYearMax));
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY_ASSIGN(const auto text, read_text(call.request.body, name, pasted, work.parts.limits));
  // The paper is kept first, as a command of its own under a key of its own.
  journal::Context keeping = who;
  if (!keeping.idempotency_key.empty()) keeping.idempotency_key += " file";
  PLUMB_TRY_ASSIGN(const auto kept, work.parts.records.put_file(keeping, name, call.request.body,
                                                                "application/octet-stream"));
  PLUMB_TRY_ASSIGN(auto answer,
                   work.parts.reports.read_baseline(who, text, kept.sm3, static_cast<int>(year),
                                                    stem(name), call.person.actor));
  return created(std::move(answer), "/api/records/");
}

base::Result<Response> list_report_templates(const Work& work, const Call&) {
  PLUMB_TRY_ASSIGN(auto body, work.parts.reports.templates(work.parts.authority_id));
  return json_response(std::move(body));
}

base::Result<Response> begin_report(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY_ASSIGN(const Body body, Body::of(call));
  PLUMB_TRY_ASSIGN(const auto chosen, body.required("template", kIdMax));
  PLUMB_TRY_ASSIGN(const auto year, body.integer("year", kYearMin, kYearMax));
  PLUMB_TRY_ASSIGN(auto unit, body.text("unit", kIdMax));
  PLUMB_TRY_ASSIGN(const auto contributors, body.texts("contributors", kContributorsMax));
  PLUMB_TRY_ASSIGN(const auto tree, work.parts.projection.tree(work.parts.authority_id));
  if (unit.empty()) unit = call.person.account.unit;
  if (!unit.empty() && tree->find(unit) == nullptr) return unknown_unit(unit);
  PLUMB_TRY_ASSIGN(const auto actor, opener(work, call, kReports, "begin", unit));
  PLUMB_TRY(check_contributors(*tree, call.person, contributors));
  PLUMB_TRY_ASSIGN(auto answer, work.parts.reports.begin(who, *tree, chosen, static_cast<int>(year),
                                                         unit, contributors, actor));
  return created(std::move(answer), "/api/reports/");
}

base::Result<Response> get_report(const Work& work, const Call& call) {
  PLUMB_TRY(check_register(work, call, kReports));
  PLUMB_TRY_ASSIGN(const auto tree, work.parts.projection.tree(work.parts.authority_id));
  PLUMB_TRY_ASSIGN(auto answer,
                   work.parts.reports.report(work.parts.authority_id, *tree, call.path[0],
                                             call.person.viewer, call.person.actor));
  return record_now(call, std::move(answer));
}

base::Result<Response> revise_report(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY(check_register(work, call, kReports));
  PLUMB_TRY_ASSIGN(const Body body, Body::of(call));
  PLUMB_TRY_ASSIGN(const auto revision, body.revision());
  PLUMB_TRY_ASSIGN(const auto tree, work.parts.projection.tree(work.parts.authority_id));
  PLUMB_TRY_ASSIGN(auto answer, work.parts.reports.revise(who, *tree, call.path[0], revision,
                                                          call.request.body, call.person.actor));
  return record_response(std::move(answer));
}

base::Result<Response> merge_report_parts(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY(check_register(work, call, kReports));
  PLUMB_TRY_ASSIGN(const Body body, Body::of(call));
  PLUMB_TRY_ASSIGN(const auto revision, body.revision());
  PLUMB_TRY_ASSIGN(const auto tree, work.parts.projection.tree(work.parts.authority_id));
  PLUMB_TRY_ASSIGN(auto answer, work.parts.reports.merge_parts(who, *tree, call.path[0], revision,
                                                               call.person.actor));
  return record_response(std::move(answer));
}

base::Result<Response> preview_report(const Work& work, const Call& call) {
  PLUMB_TRY(check_register(work, call, kReports));
  PLUMB_TRY_ASSIGN(const Body body, Body::of(call));
  PLUMB_TRY_ASSIGN(const auto text, body.text("text", kPreviewMax));
  PLUMB_TRY_ASSIGN(const auto tree, work.parts.projection.tree(work.parts.authority_id));
  PLUMB_TRY_ASSIGN(auto preview,
                   work.parts.reports.preview(work.parts.authority_id, *tree, call.path[0], text,
                                              call.person.viewer));
  return json_response(std::move(preview));
}

base::Result<Response> get_report_paper(const Work& work, const Call& call) {
  struct Format {
    std::string_view name, media_type;
    std::string report::Papers::* bytes;
  };
  static constexpr Format kFormats[] = {
      {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
       &report::Papers::docx},
      {"html", "text/html; charset=utf-8", &report::Papers::html},
      {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
       &report::Papers::xlsx}};
  auto wanted = call.parameter("format");
  if (wanted.empty()) wanted = "docx";
  const auto format = std::ranges::find(kFormats, wanted, &Format::name);
  if (format == std::end(kFormats)) return bad_parameter("format", "docx, html, xlsx");
  PLUMB_TRY(check_register(work, call, kReports));
  PLUMB_TRY_ASSIGN(const auto tree, work.parts.projection.tree(work.parts.authority_id));
  PLUMB_TRY_ASSIGN(auto papers, work.parts.reports.papers(work.parts.authority_id, *tree,
                                                          call.path[0], call.person.viewer));
  PLUMB_TRY_ASSIGN(const auto record,
                   work.parts.records.state(work.parts.authority_id, call.path[0]));
  const auto& title = record.fields["title"].text();
  Response response = download(std::string(format->media_type),
                               (title.empty() ? "报告" : title) + "." + std::string(wanted));
  // Texts in it were written by people.
  response.set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
  response.body = std::move(papers.*(format->bytes));
  return response;
}

base::Result<Response> sign_report(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY_ASSIGN(const bool dry_run, flag(call, "dry_run"));
  PLUMB_TRY(check_register(work, call, kReports));
  PLUMB_TRY_ASSIGN(const Body body, Body::of(call));
  PLUMB_TRY_ASSIGN(const auto revision, body.revision());
  PLUMB_TRY_ASSIGN(const auto over, body.texts("over", kFindingsMax));
  report::Signature signature;
  PLUMB_TRY_ASSIGN(signature.signed_by, body.text("signed_by", kSignerMax));
  PLUMB_TRY_ASSIGN(signature.signed_on, body.day("signed_on"));
  PLUMB_TRY_ASSIGN(const auto tree, work.parts.projection.tree(work.parts.authority_id));
  PLUMB_TRY_ASSIGN(auto answer, work.parts.reports.sign(who, *tree, call.path[0], revision, over,
                                                        call.person.actor, dry_run, signature));
  return record_response(std::move(answer));
}

base::Result<Response> check_report(const Work& work, const Call& call) {
  PLUMB_TRY(check_register(work, call, kReports));
  PLUMB_TRY_ASSIGN(const auto tree, work.parts.projection.tree(work.parts.authority_id));
  PLUMB_TRY_ASSIGN(auto body, work.parts.reports.compare_filed(work.parts.authority_id, *tree,
                                                               call.path[0], call.person.viewer));
  return json_response(std::move(body));
}

} // namespace plumb::api
