// SPDX-License-Identifier: Apache-2.0
#include "intake_files.hpp"

#include "console.hpp"

#include <plumb/api/files.hpp>
#include <plumb/event/json.hpp>
#include <plumb/intake/intake.hpp>
#include <plumb/sheet/organisation_sheet.hpp>

#include <fmt/format.h>

namespace plumb::app {
namespace {

journal::Context who() {
  journal::Context out;
  out.actor = "command_line";
  return out;
}

void take_summary(Imported& out, const event::Json& summary) {
  out.title = summary["title"].text();
  out.kind = summary["kind"].text();
  out.revision = summary["revision"].integer_or(0);
  out.task_count = summary["task_count"].integer_or(0);
  out.approved_count = summary["approved_count"].integer_or(0);
}

base::Result<Imported> already_there(server::Store& store, const base::Error& error) {
  Imported out;
  out.already = true;
  for (const auto& [name, value] : error.args)
    if (name == "document_id") out.document_id = value;
  PLUMB_TRY_ASSIGN(const auto draft, store.projection().draft("default", out.document_id));
  PLUMB_TRY_ASSIGN(const auto json, event::parse_json(draft.json));
  take_summary(out, json);
  return out;
}

base::Result<void> approve(server::Store& store, Imported& imported) {
  intake::Approval all;
  all.revision = imported.revision;
  all.all = true;
  PLUMB_TRY_ASSIGN(const auto answer, store.intake().approve(who(), imported.document_id, all));
  PLUMB_TRY_ASSIGN(const auto json, event::parse_json(answer.body));
  take_summary(imported, json["summary"]);
  return {};
}

} // namespace

base::Result<Imported> import_file(server::Store& store, const Wanted& wanted,
                                   const document::Limits& limits) {
  PLUMB_TRY_ASSIGN(const auto bytes, read_input(wanted.file, limits.file_bytes));
  PLUMB_TRY_ASSIGN(const auto understood,
                   api::understand(bytes, name_of(wanted.file), false, limits));
  intake::Import import;
  import.name = name_of(wanted.file);
  import.format = document::to_string(understood.format);
  import.media_type = api::media_type(understood.format);
  import.bytes = bytes;
  import.plan = &understood.plan;
  import.supersedes = wanted.supersedes;
  import.higher = wanted.higher;
  const auto answer = store.intake().import_document(who(), import);
  if (!answer && answer.error().id == "intake.already_imported")
    return already_there(store, answer.error());
  if (!answer) return base::Unexpected{answer.error()};
  PLUMB_TRY_ASSIGN(const auto draft, event::parse_json(answer->body));
  Imported out;
  out.document_id = answer->id;
  take_summary(out, draft);
  if (wanted.approve && out.approved_count < out.task_count) PLUMB_TRY(approve(store, out));
  return out;
}

base::Result<void> import_units(server::Store& store, const std::string& file,
                                const document::Limits& limits) {
  PLUMB_TRY_ASSIGN(const auto bytes, read_input(file, limits.file_bytes));
  PLUMB_TRY_ASSIGN(const auto units, sheet::read_units(bytes, name_of(file)));
  PLUMB_TRY_ASSIGN(const auto changes, store.intake().put_units(who(), units));
  note(fmt::format(fmt::runtime(in_english() ? "{}: {} units added, {} changed, {} unchanged"
                                             : "{}：新增单位 {} 个，更新 {} 个，未变 {} 个"),
                   name_of(file), changes.added, changes.changed, changes.unchanged));
  return {};
}

std::string to_json(const Imported& imported, const std::string& file) {
  event::Json::Object out;
  out["file"] = file;
  out["document_id"] = imported.document_id;
  out["title"] = imported.title;
  out["kind"] = imported.kind;
  out["task_count"] = imported.task_count;
  out["approved_count"] = imported.approved_count;
  out["already_imported"] = imported.already;
  return event::Json(std::move(out)).dump();
}

std::string describe(const Imported& imported, const std::string& file) {
  const bool english = in_english();
  std::string line = name_of(file) + (english ? ": " : "：");
  if (imported.already) line += english ? "already imported, " : "此前已导入，";
  line += fmt::format(
      fmt::runtime(english ? "{}, {} tasks, {} approved" : "《{}》，任务 {} 项，已确认 {} 项"),
      imported.title, imported.task_count, imported.approved_count);
  return line;
}

} // namespace plumb::app
