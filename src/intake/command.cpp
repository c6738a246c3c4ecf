// SPDX-License-Identifier: Apache-2.0
#include "reading.hpp"

#include <plumb/base/utf8.hpp>
#include <plumb/intake/command.hpp>

#include <algorithm>
#include <array>

namespace plumb::intake {

namespace {

using base::Result;
using event::Json;

constexpr std::array<std::pair<std::string_view, Op>, 7> kOps = {{{"set_document", Op::SetDocument},
                                                                  {"set_task", Op::SetTask},
                                                                  {"split_task", Op::SplitTask},
                                                                  {"merge_tasks", Op::MergeTasks},
                                                                  {"add_task", Op::AddTask},
                                                                  {"remove_task", Op::RemoveTask},
                                                                  {"undo", Op::Undo}}};
constexpr std::int64_t kRevisionMax = std::int64_t{1} << 53;

Result<Json> object_from(std::string_view text) {
  auto json = event::parse_json(text);
  if (!json || json->object() == nullptr)
    return base::fail(base::ErrorKind::InvalidInput, "intake.bad_json");
  return json;
}

Result<DocumentFields> document_from(const Json& json) {
  DocumentFields fields;
  Reading read(json);
  const auto text = [&](const char* name, std::optional<std::string>& out) {
    if (!json.has(name)) return;
    std::string value;
    read.text(name, value);
    out = std::move(value);
  };
  text("title", fields.title);
  text("document_number", fields.document_number);
  text("issuer", fields.issuer);
  text("higher", fields.higher);
  text("kind", fields.kind);
  if (json.has("issued_on")) read.date("issued_on", fields.issued_on.emplace());
  read.require("kind", !fields.kind || *fields.kind == "plan" || *fields.kind == "ledger" ||
                           *fields.kind == "report" || *fields.kind == "other");
  PLUMB_TRY(read.result());
  return fields;
}

} // namespace

Result<Change> change_from_json(std::string_view text) {
  PLUMB_TRY_ASSIGN(const Json json, object_from(text));
  Change change;
  Reading read(json);
  read.integer("revision", change.revision, 0, kRevisionMax);
  std::string op;
  read.text("op", op, Reading::Required);
  const auto found =
      std::find_if(kOps.begin(), kOps.end(), [&](const auto& known) { return known.first == op; });
  read.require("op", found != kOps.end());
  PLUMB_TRY(read.result());
  change.op = found->second;
  const bool one =
      change.op == Op::SetTask || change.op == Op::SplitTask || change.op == Op::RemoveTask;
  read.text("task_id", change.task_id, one ? Reading::Required : Reading::Optional);
  read.texts("task_ids", change.task_ids);
  if (change.op == Op::SplitTask) {
    std::int64_t at = 0;
    read.integer("at", at);
    change.at = static_cast<std::uint32_t>(at);
  }
  PLUMB_TRY(read.result());
  if (change.op == Op::SetTask || change.op == Op::AddTask) {
    PLUMB_TRY_ASSIGN(change.fields, fields_from_json(json["fields"]));
  }
  if (change.op == Op::SetDocument) {
    PLUMB_TRY_ASSIGN(change.document, document_from(json["document"]));
  }
  return change;
}

Result<Approval> approval_from_json(std::string_view text) {
  PLUMB_TRY_ASSIGN(const Json json, object_from(text));
  Approval approval;
  Reading read(json);
  read.integer("revision", approval.revision, 0, kRevisionMax);
  read.boolean("all", approval.all);
  if (json.has("area")) read.text("area", approval.area.emplace());
  read.texts("task_ids", approval.task_ids);
  PLUMB_TRY(read.result());
  if (int{approval.all} + int{approval.area.has_value()} + int{!approval.task_ids.empty()} != 1)
    return base::fail(base::ErrorKind::InvalidInput, "intake.nothing_selected");
  return approval;
}

Result<Withdrawal> withdrawal_from_json(std::string_view text) {
  PLUMB_TRY_ASSIGN(const Json json, object_from(text));
  Withdrawal withdrawal;
  Reading read(json);
  read.integer("revision", withdrawal.revision, 0, kRevisionMax);
  read.texts("task_ids", withdrawal.task_ids);
  PLUMB_TRY(read.result());
  if (withdrawal.task_ids.empty())
    return base::fail(base::ErrorKind::InvalidInput, "intake.nothing_selected");
  return withdrawal;
}

Result<Correction> correction_from_json(std::string_view task_id, std::string_view text) {
  PLUMB_TRY_ASSIGN(const Json json, object_from(text));
  Correction correction{.task_id = std::string(task_id), .fields = {}, .reason = {}};
  PLUMB_TRY_ASSIGN(correction.fields, fields_from_json(json["fields"]));
  Reading read(json);
  read.text("reason", correction.reason, Reading::Required);
  read.require("reason", !base::trim(correction.reason).empty());
  PLUMB_TRY(read.result());
  if (correction.fields.empty())
    return base::fail(base::ErrorKind::InvalidInput, "intake.nothing_selected");
  return correction;
}

} // namespace plumb::intake
