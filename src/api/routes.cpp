// SPDX-License-Identifier: Apache-2.0
#include "route.hpp"

namespace plumb::api {
namespace {

constexpr BodyKind kNone = BodyKind::None;
constexpr BodyKind kJson = BodyKind::Json;
constexpr BodyKind kFile = BodyKind::File;

std::vector<std::string_view> with_filter(std::vector<std::string_view> others) {
  for (const std::string_view name : {"document", "area", "objective", "unit", "role", "due_from",
                                      "due_until", "deadline_kind", "q"})
    others.push_back(name);
  return others;
}

} // namespace

const std::vector<Route>& route_table() {
  static const std::vector<Route> table = {
      {"GET", "/healthz", "get_health", kNone, get_health, {}},
      {"GET", "/metrics", "get_metrics", kNone, get_metrics, {}},
      {"GET", "/api/openapi.yaml", "get_openapi", kNone, get_openapi, {}},
      {"POST", "/api/parse", "parse_document", kFile, parse_document, {"name", "pasted"}},
      {"POST", "/api/figures", "read_figures", kFile, read_figures, {"name", "pasted"}},
      {"GET", "/api/documents", "list_documents", kNone, list_documents, {"cursor", "limit"}},
      {"POST",
       "/api/documents",
       "import_document",
       kFile,
       import_document,
       {"name", "pasted", "supersedes", "higher"}},
      {"GET", "/api/documents/{document_id}", "get_draft", kNone, get_draft, {}},
      {"DELETE", "/api/documents/{document_id}", "discard_document", kNone, discard_document, {}},
      {"GET", "/api/documents/{document_id}/file", "get_file", kNone, get_file, {}},
      {"POST",
       "/api/documents/{document_id}/changes",
       "change_draft",
       kJson,
       change_draft,
       {},
       {"revision", "op", "task_id", "task_ids", "at", "fields", "document"}},
      {"POST",
       "/api/documents/{document_id}/approvals",
       "approve_tasks",
       kJson,
       approve_tasks,
       {},
       {"revision", "all", "area", "task_ids"}},
      {"POST",
       "/api/documents/{document_id}/withdrawals",
       "withdraw_approvals",
       kJson,
       withdraw_approvals,
       {},
       {"revision", "task_ids"}},
      {"GET",
       "/api/documents/{document_id}/comparison",
       "compare_documents",
       kNone,
       compare_documents,
       {"with"}},
      {"GET", "/api/documents/{document_id}/links", "get_links", kNone, get_links, {"higher"}},
      {"PUT", "/api/links/{task_id}/{higher_task_id}", "confirm_link", kNone, confirm_link, {}},
      {"DELETE", "/api/links/{task_id}/{higher_task_id}", "remove_link", kNone, remove_link, {}},
      {"GET", "/api/ledger", "list_ledger", kNone, list_ledger,
       with_filter({"sort", "cursor", "limit"})},
      {"GET", "/api/ledger/facets", "get_ledger_facets", kNone, get_ledger_facets, with_filter({})},
      {"GET", "/api/ledger/export", "export_ledger", kNone, export_ledger,
       with_filter({"format", "layout"})},
      {"POST", "/api/ledger/imports", "import_ledger", kFile, import_ledger, {"name", "apply"}},
      {"GET", "/api/tasks/{task_id}", "get_task", kNone, get_task, {}},
      {"POST",
       "/api/tasks/{task_id}/corrections",
       "correct_task",
       kJson,
       correct_task,
       {},
       {"fields", "reason"}},
      {"GET", "/api/organisation", "get_organisation", kNone, get_organisation, {"on"}},
      {"PUT", "/api/organisation/units/{unit_id}", "put_unit", kJson, put_unit, {}},
      {"DELETE", "/api/organisation/units/{unit_id}", "delete_unit", kNone, delete_unit, {}},
      {"POST",
       "/api/organisation/imports",
       "import_organisation",
       kFile,
       import_organisation,
       {"name", "apply"}},
      {"GET",
       "/api/organisation/export",
       "export_organisation",
       kNone,
       export_organisation,
       {"format"}},
      {"POST",
       "/api/organisation/resolutions",
       "resolve_names",
       kJson,
       resolve_names,
       {},
       {"names", "on"}},
      {"GET", "/api/proof/checkpoint", "get_checkpoint", kNone, get_checkpoint, {}},
      {"GET", "/api/proof/key", "get_checkpoint_key", kNone, get_checkpoint_key, {}},
      {"GET", "/api/proof/inclusion", "get_inclusion", kNone, get_inclusion, {"sequence", "size"}},
      {"GET", "/api/proof/consistency", "get_consistency", kNone, get_consistency, {"from", "to"}},
      {"GET", "/api/proof/entry/{sequence}", "get_proof_entry", kNone, get_proof_entry, {}},
      {"GET", "/api/journal", "list_events", kNone, list_events, {"after", "stream", "limit"}},
  };
  return table;
}

std::vector<RouteInfo> routes() {
  std::vector<RouteInfo> out;
  for (const Route& route : route_table())
    out.push_back({route.method, route.pattern, route.operation_id, route.body, route.query});
  return out;
}

} // namespace plumb::api
