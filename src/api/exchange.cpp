// SPDX-License-Identifier: Apache-2.0
// Registers as spreadsheets: templates, exports, imports and what went wrong with them.
#include "plumb/api/files.hpp"
#include "route.hpp"

#include <plumb/exchange/exchange.hpp>
#include <plumb/organisation/organisation.hpp>

namespace plumb::api {
namespace {

using exchange::Format;
using exchange::ImportRequest;

constexpr std::size_t kNameMax = std::size_t{255} * 4, kReasonMax = 2'000, kStepMax = 200;

/// What an exchange needs from the program; the tree lives as long as this.
struct Setting {
  std::shared_ptr<const organisation::Tree> tree;
  exchange::Place place;
};

base::Result<Setting> setting_of(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(auto tree, work.parts.projection.tree(work.parts.authority_id));
  const organisation::Tree& names = *tree;
  return Setting{std::move(tree),
                 {work.parts.records, work.parts.authority_id, names, call.path[0]}};
}

base::Result<ImportRequest> request_of(const Work& work, const Call& call) {
  ImportRequest out;
  PLUMB_TRY_ASSIGN(out.name, required(call, "name", kNameMax));
  out.step = call.text("step");
  if (out.step.size() > kStepMax) return bad_parameter("step", "at most 200 bytes");
  out.reason = call.text("reason");
  if (out.reason.size() > kReasonMax) return bad_parameter("reason", "at most 2000 bytes");
  out.viewer = call.person.viewer;
  out.may_correct = call.person.may(pack::Right::Correct);
  PLUMB_TRY(refuse_computed(work, call.path[0], out.step));
  return out;
}

Response file_response(exchange::File file) {
  Response response = download(file.media_type, file.name);
  response.body = std::move(file.bytes);
  return response;
}

/// In constant memory.
base::Result<Response> export_as_csv(const exchange::Place& place, const records::Query& query) {
  PLUMB_TRY_ASSIGN(const auto name, exchange::export_name(place));
  PLUMB_TRY_ASSIGN(auto file, TemporaryFile::create());
  PLUMB_TRY(exchange::export_csv(place, query, [&](std::string_view part) { file.write(part); }));
  Response response = download("text/csv; charset=utf-8", name + ".csv");
  PLUMB_TRY_ASSIGN(response.file, file.finish());
  return response;
}

} // namespace

base::Result<Response> get_import_template(const Work& work, const Call& call) {
  PLUMB_TRY(refuse_computed(work, call.path[0], call.parameter("step")));
  PLUMB_TRY_ASSIGN(const auto setting, setting_of(work, call));
  PLUMB_TRY_ASSIGN(auto file, exchange::make_template(setting.place, call.parameter("step")));
  return file_response(std::move(file));
}

base::Result<Response> export_records(const Work& work, const Call& call) {
  const auto format = call.parameter("format");
  if (!format.empty() && format != "xlsx" && format != "csv")
    return bad_parameter("format", "xlsx, csv");
  PLUMB_TRY_ASSIGN(auto query, query_of(call));
  query.viewer = call.person.viewer;
  PLUMB_TRY_ASSIGN(const auto setting, setting_of(work, call));
  if (format == "csv") return export_as_csv(setting.place, query);
  PLUMB_TRY_ASSIGN(auto file, exchange::export_records(setting.place, query, Format::Xlsx));
  return file_response(std::move(file));
}

base::Result<Response> import_records(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(auto request, request_of(work, call));
  PLUMB_TRY_ASSIGN(request.apply, flag(call, "apply"));
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY_ASSIGN(const auto setting, setting_of(work, call));
  PLUMB_TRY_ASSIGN(const auto result,
                   exchange::import_records(work.parts.records, setting.place, who,
                                            call.person.actor, call.request.body, request));
  return json_response(exchange::to_json(result));
}

base::Result<Response> make_error_sheet(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto request, request_of(work, call));
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY_ASSIGN(const auto setting, setting_of(work, call));
  PLUMB_TRY_ASSIGN(const auto result,
                   exchange::import_records(work.parts.records, setting.place, who,
                                            call.person.actor, call.request.body, request));
  PLUMB_TRY_ASSIGN(auto file,
                   exchange::error_sheet(setting.place, call.request.body, request, result));
  return file_response(std::move(file));
}

} // namespace plumb::api
