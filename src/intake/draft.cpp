// SPDX-License-Identifier: Apache-2.0
#include "draft.hpp"

#include "reading.hpp"

#include <algorithm>
#include <charconv>

namespace plumb::intake {

namespace {

using base::Result;
using event::Json;

Result<std::vector<Task>> tasks_from(const Json& list) {
  std::vector<Task> tasks;
  tasks.reserve(list.items().size());
  for (const auto& item : list.items()) {
    PLUMB_TRY_ASSIGN(auto task, task_from_json(item));
    tasks.push_back(std::move(task));
  }
  return tasks;
}

std::vector<std::string> texts_of(const Json& list) {
  std::vector<std::string> texts;
  texts.reserve(list.items().size());
  for (const auto& item : list.items())
    texts.push_back(item.text());
  return texts;
}

void note_number(Draft& draft, std::string_view task_id) {
  const std::string& document_id = draft.header.document_id;
  if (task_id.size() <= document_id.size() + 1 || !task_id.starts_with(document_id)) return;
  const std::string_view digits = task_id.substr(document_id.size() + 1);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error == std::errc{} && end == digits.data() + digits.size())
    draft.last_number = std::max(draft.last_number, number);
}

Result<void> imported(const Json& payload, Draft& draft) {
  Reading read(payload);
  Header& header = draft.header;
  read.text("document_id", header.document_id, Reading::Required);
  read.text("name", header.name);
  read.text("format", header.format);
  read.text("file", header.file);
  read.text("supersedes", header.supersedes);
  read.date("period_from", header.period_from);
  read.date("period_until", header.period_until);
  draft.text = payload["text"].text();
  PLUMB_TRY(read.result());
  PLUMB_TRY(apply_header(payload, header));
  PLUMB_TRY_ASSIGN(auto tasks, tasks_from(payload["tasks"]));
  for (auto& task : tasks) {
    note_number(draft, task.task_id);
    draft.order.push_back(task.task_id);
    draft.tasks.insert_or_assign(task.task_id, std::move(task));
  }
  return {};
}

/// Keeps the parser's own proposal when a person first changes fields of a task; a task that was
/// cut or joined is no longer the one that the document has.
void keep_proposed(Draft& draft, std::string_view op, const Task& before) {
  if (op == "set_task") {
    if (!before.corrected) draft.proposed.emplace(before.task_id, before);
  } else if (op != "undo") {
    draft.proposed.erase(before.task_id);
  }
}

Result<void> changed(const Json& payload, Draft& draft) {
  const std::string& op = payload["op"].text();
  const bool undoes = op == "undo";
  Inverse inverse;
  PLUMB_TRY_ASSIGN(auto tasks, tasks_from(payload["put"]));
  for (const auto& id : texts_of(payload["removed"])) {
    if (const auto at = draft.tasks.find(id); at != draft.tasks.end()) {
      inverse.put.push_back(std::move(at->second));
      draft.tasks.erase(at);
    }
  }
  for (auto& task : tasks) {
    note_number(draft, task.task_id);
    const auto at = draft.tasks.find(task.task_id);
    if (at == draft.tasks.end()) {
      inverse.removed.push_back(task.task_id);
      draft.tasks.emplace(task.task_id, std::move(task));
    } else {
      keep_proposed(draft, op, at->second);
      inverse.put.push_back(std::exchange(at->second, std::move(task)));
    }
  }
  if (payload.has("order")) inverse.order = std::exchange(draft.order, texts_of(payload["order"]));
  if (payload.has("document")) {
    inverse.document = header_fields(draft.header, payload["document"]);
    PLUMB_TRY(apply_header(payload["document"], draft.header));
  }
  if (!undoes)
    draft.undo.push_back(std::move(inverse));
  else if (!draft.undo.empty())
    draft.undo.pop_back();
  return {};
}

Result<void> approved(const Json& payload, Draft& draft) {
  for (const auto& approval : payload["tasks"].items()) {
    const auto at = draft.tasks.find(approval["task_id"].text());
    if (at == draft.tasks.end())
      return base::fail(base::ErrorKind::Corrupt, "intake.bad_event", {}, "task_id");
    PLUMB_TRY(apply_approval(approval, at->second));
    draft.approved.insert(at->first);
  }
  return {};
}

void withdrawn(const Json& payload, Draft& draft) {
  for (const auto& id : payload["task_ids"].items()) {
    draft.approved.erase(id.text());
    if (const auto at = draft.tasks.find(id.text()); at != draft.tasks.end())
      forget_units(at->second);
  }
}

Result<void> corrected(const Json& payload, Draft& draft) {
  const auto at = draft.tasks.find(payload["task_id"].text());
  if (at == draft.tasks.end())
    return base::fail(base::ErrorKind::Corrupt, "intake.bad_event", {}, "task_id");
  PLUMB_TRY_ASSIGN(const auto fields, fields_from_json(payload["after"]));
  keep_proposed(draft, "set_task", at->second);
  apply(fields, at->second);
  at->second.corrected = true;
  // Taking an older change of this task back would silently undo the correction as well.
  for (std::size_t i = draft.undo.size(); i-- > 0;) {
    const auto& put = draft.undo[i].put;
    const auto& removed = draft.undo[i].removed;
    const bool touches = std::any_of(put.begin(), put.end(),
                                     [&](const Task& task) { return task.task_id == at->first; }) ||
                         std::find(removed.begin(), removed.end(), at->first) != removed.end();
    if (!touches) continue;
    draft.undo.erase(draft.undo.begin(), draft.undo.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    break;
  }
  return {};
}

} // namespace

const Task* Draft::find(std::string_view task_id) const {
  const auto at = tasks.find(std::string(task_id));
  return at == tasks.end() ? nullptr : &at->second;
}

std::string Draft::id_for(std::int64_t number) const {
  return header.document_id + '-' + std::to_string(number);
}

bool Draft::can_undo() const {
  if (undo.empty()) return false;
  const Inverse& last = undo.back();
  return std::none_of(last.put.begin(), last.put.end(),
                      [&](const Task& task) { return is_approved(task.task_id); }) &&
         std::none_of(last.removed.begin(), last.removed.end(),
                      [&](const auto& id) { return is_approved(id); });
}

Result<void> apply_header(const Json& fields, Header& header) {
  Reading read(fields);
  const auto text = [&](const char* name, std::string& out) {
    if (!fields.has(name)) return;
    out.clear();
    read.text(name, out);
  };
  text("title", header.title);
  text("document_number", header.document_number);
  text("issuer", header.issuer);
  text("kind", header.kind);
  text("higher", header.higher);
  if (fields.has("issued_on")) read.date("issued_on", header.issued_on);
  return read.result();
}

Json header_fields(const Header& header, const Json& mask) {
  Json::Object out;
  const auto text = [&](const char* name, const std::string& value) {
    if (mask.has(name)) out.emplace(name, value.empty() ? Json() : Json(value));
  };
  text("title", header.title);
  text("document_number", header.document_number);
  text("issuer", header.issuer);
  text("kind", header.kind);
  text("higher", header.higher);
  if (mask.has("issued_on"))
    out.emplace("issued_on", header.issued_on ? Json(base::to_string(*header.issued_on)) : Json());
  return out;
}

Result<void> apply(std::string_view type, const Json& payload, Draft& draft) {
  if (type == event::kDocumentImported) return imported(payload, draft);
  if (type == event::kDraftChanged) return changed(payload, draft);
  if (type == event::kTasksApproved || type == event::kApprovalsCarried)
    return approved(payload, draft);
  if (type == event::kTaskCorrected) return corrected(payload, draft);
  if (type == event::kApprovalsWithdrawn || type == event::kTasksSuperseded)
    withdrawn(payload, draft);
  else if (type == event::kDocumentSuperseded)
    draft.superseded_by = payload["by"].text();
  else if (type == event::kDocumentRestored)
    draft.superseded_by.clear();
  else if (type == event::kDocumentDiscarded)
    draft.discarded = true;
  return {};
}

Result<void> apply(const event::Event& event, Draft& draft) {
  ++draft.revision;
  const auto done = [&]() -> Result<void> {
    PLUMB_TRY_ASSIGN(const Json payload, event::parse_json(event.payload));
    return apply(event.type, payload, draft);
  }();
  if (done) return {};
  return base::fail(base::ErrorKind::Corrupt, "intake.bad_event",
                    {{"sequence", std::to_string(event.sequence)}, {"reason", done.error().id}},
                    done.error().where);
}

} // namespace plumb::intake
