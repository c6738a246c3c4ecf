// SPDX-License-Identifier: Apache-2.0
// The ledger of approved tasks: pages, facets, files out and in, corrections.
#include "ledger_rows.hpp"
#include "plumb/api/files.hpp"
#include "route.hpp"

#include <plumb/base/hash.hpp>

#include <nlohmann/json.hpp>

namespace plumb::api {
namespace {

using nlohmann::ordered_json;

/// Units of whose tasks the person sees; empty: every task's. Whoever is bound to no unit at all
/// sees those of a unit that nobody has: none.
std::vector<std::string> seen_units(const Call& call) {
  if (call.person.viewer.all) return {};
  std::vector<std::string> units = call.person.viewer.units;
  // No task is of everybody.
  std::erase(units, records::kEveryone);
  if (units.empty()) units.emplace_back();
  return units;
}

base::Result<projection::Filter> filter_of(const Call& call) {
  projection::Filter filter;
  filter.document = call.text("document");
  filter.area = call.text("area");
  filter.objective = call.text("objective");
  filter.unit = call.text("unit");
  if (const auto role = call.parameter("role"); !role.empty()) {
    const auto parsed = projection::parse_role(role);
    if (!parsed) return bad_parameter("role", "lead, responsible, supporting");
    filter.role = *parsed;
  }
  PLUMB_TRY_ASSIGN(filter.due_from, date(call, "due_from"));
  PLUMB_TRY_ASSIGN(filter.due_until, date(call, "due_until"));
  filter.deadline_kind = call.text("deadline_kind");
  filter.text = call.text("q");
  filter.units = seen_units(call);
  PLUMB_TRY(projection::check(filter));
  return filter;
}

/// One tag for all answers of the ledger that see the same tasks: the address tells them apart.
base::Result<std::string> ledger_tag(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const std::int64_t revision,
                   work.parts.projection.ledger_revision(work.parts.authority_id));
  std::string seen;
  for (const auto& unit : seen_units(call))
    seen += unit + '\n';
  if (!seen.empty()) seen = "-" + base::sm3_hex(seen).substr(0, 16);
  return "W/\"" + std::to_string(revision) + "-" + std::string(version()) + seen + "\"";
}

Response tagged(std::string body, std::string tag) {
  Response response = json_response(std::move(body));
  response.set("ETag", std::move(tag));
  response.set("Cache-Control", "private, no-cache");
  return response;
}

/// What the returned sheet says row by row, and the corrections that would follow.
struct Comparison {
  ordered_json rows = ordered_json::array();
  std::vector<intake::Correction> corrections;
  std::size_t unchanged = 0, failed = 0;
};

void add_failed(Comparison& out, const sheet::ReturnedRow& row, base::Error error,
                Language language) {
  ++out.failed;
  if (error.where.empty()) error.where = "row " + std::to_string(row.row);
  ordered_json entry;
  entry["row"] = row.row;
  entry["task_id"] = row.task_id.empty() ? ordered_json(nullptr) : ordered_json(row.task_id);
  entry["result"] = "failed";
  entry["fields"] = ordered_json::array();
  entry["problem"] = ordered_json::parse(problem_json(error, language, ""), nullptr, false);
  out.rows.push_back(std::move(entry));
}

void add_changed(Comparison& out, const sheet::ReturnedRow& row, RowChange change) {
  ordered_json entry;
  entry["row"] = row.row;
  entry["task_id"] = row.task_id;
  entry["result"] = "changed";
  auto& fields = entry["fields"] = ordered_json::array();
  for (const auto& field : change.shown)
    fields.push_back({{"field", field.field}, {"before", field.before}, {"after", field.after}});
  out.rows.push_back(std::move(entry));
  out.corrections.push_back({row.task_id, std::move(change.fields), {}});
}

base::Result<Comparison> compare_rows(const Work& work, const Call& call,
                                      const std::vector<sheet::ReturnedRow>& rows) {
  const Language language = call.language;
  Comparison out;
  for (const auto& row : rows) {
    auto task =
        work.parts.projection.ledger_task(work.parts.authority_id, row.task_id, seen_units(call));
    if (!task && task.error().kind != base::ErrorKind::NotFound)
      return base::Unexpected{std::move(task).error()};
    if (!task) {
      add_failed(out, row, task.error(), language);
      continue;
    }
    RowChange change = changes_of(*task, row);
    // The same check that applying would make, so that the preview promises nothing it cannot keep.
    if (auto valid = intake::fields_from_json(intake::to_json(change.fields)); !valid)
      add_failed(out, row, valid.error(), language);
    else if (change.shown.empty())
      ++out.unchanged;
    else
      add_changed(out, row, std::move(change));
  }
  return out;
}

} // namespace

base::Result<Response> list_ledger(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto filter, filter_of(call));
  projection::Sort sort = projection::Sort::Plan;
  if (const auto wanted = call.parameter("sort"); !wanted.empty()) {
    const auto parsed = projection::parse_sort(wanted);
    if (!parsed) return bad_parameter("sort", "plan, due");
    sort = *parsed;
  }
  PLUMB_TRY_ASSIGN(const std::size_t limit, page_limit(call));
  PLUMB_TRY_ASSIGN(auto tag, ledger_tag(work, call));
  if (has_current(call.request, tag)) return not_modified(std::move(tag));
  PLUMB_TRY_ASSIGN(auto page, work.parts.projection.ledger(work.parts.authority_id, filter, sort,
                                                           call.parameter("cursor"), limit));
  return tagged(std::move(page.json), std::move(tag));
}

base::Result<Response> get_ledger_facets(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto filter, filter_of(call));
  PLUMB_TRY_ASSIGN(auto tag, ledger_tag(work, call));
  if (has_current(call.request, tag)) return not_modified(std::move(tag));
  PLUMB_TRY_ASSIGN(auto facets, work.parts.projection.facets(work.parts.authority_id, filter));
  return tagged(std::move(facets.json), std::move(tag));
}

base::Result<Response> export_ledger(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto filter, filter_of(call));
  const auto wanted = call.parameter("format");
  const auto format = parse_export_format(wanted.empty() ? "xlsx" : wanted);
  if (!format) return bad_parameter("format", "xlsx, csv, json");
  const auto layout = call.parameter("layout");
  PLUMB_TRY_ASSIGN(auto file, export_ledger(work.parts.projection, work.parts.authority_id, filter,
                                            *format, layout.empty() ? "issuing" : layout));
  Response response = download(file.media_type, file.file_name);
  response.body = std::move(file.bytes);
  response.file = std::move(file.file);
  return response;
}

base::Result<Response> import_ledger(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto name, required(call, "name", std::size_t{255} * 4));
  PLUMB_TRY_ASSIGN(const bool apply, flag(call, "apply"));
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY_ASSIGN(const auto rows, sheet::read_ledger(call.request.body, name));
  PLUMB_TRY_ASSIGN(auto comparison, compare_rows(work, call, rows));
  // All or none: a sheet that was half taken over cannot be mended and sent again.
  const bool applied = apply && comparison.failed == 0;
  if (applied && !comparison.corrections.empty()) {
    for (auto& correction : comparison.corrections)
      correction.reason = "导入 " + name;
    PLUMB_TRY(work.parts.intake.correct_tasks(who, comparison.corrections));
  }
  ordered_json out;
  out["applied"] = applied;
  out["changed"] = comparison.corrections.size();
  out["unchanged"] = comparison.unchanged;
  out["failed"] = comparison.failed;
  out["rows"] = std::move(comparison.rows);
  return json_response(out.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
}

base::Result<Response> get_task(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(auto body, work.parts.projection.task(work.parts.authority_id, call.path[0],
                                                         seen_units(call)));
  return json_response(std::move(body));
}

base::Result<Response> correct_task(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY_ASSIGN(const auto correction,
                   intake::correction_from_json(call.path[0], call.request.body));
  const auto units = seen_units(call);
  PLUMB_TRY(work.parts.projection.ledger_task(work.parts.authority_id, call.path[0], units));
  PLUMB_TRY_ASSIGN(auto answer, work.parts.intake.correct_task(who, correction));
  if (units.empty()) return json_response(std::move(answer.body));
  // The same without the ends of links that the person does not see.
  return get_task(work, call);
}

} // namespace plumb::api
