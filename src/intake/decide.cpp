// SPDX-License-Identifier: Apache-2.0
#include "decide.hpp"

#include <plumb/base/utf8.hpp>
#include <plumb/intake/resolve.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace plumb::intake {

namespace {

using base::ErrorKind;
using base::Result;
using event::Json;

base::Unexpected<base::Error> unknown_task(std::string_view task_id) {
  return base::fail(ErrorKind::NotFound, "intake.unknown_task",
                    {{"task_id", std::string(task_id)}});
}
base::Unexpected<base::Error> nothing_selected() {
  return base::fail(ErrorKind::InvalidInput, "intake.nothing_selected");
}
base::Unexpected<base::Error> bad_field(std::string field) {
  return base::fail(ErrorKind::InvalidInput, "intake.bad_field", {{"field", field}}, field);
}

Json strings(const std::vector<std::string>& texts) {
  Json::Array out;
  for (const auto& text : texts)
    out.emplace_back(text);
  return out;
}

/// The task of a draft that may still be changed.
Result<const Task*> open_task(const Draft& draft, const std::string& task_id) {
  const Task* task = draft.find(task_id);
  if (task == nullptr) return unknown_task(task_id);
  if (draft.is_approved(task_id))
    return base::fail(ErrorKind::Conflict, "intake.task_approved", {{"task_id", task_id}});
  return task;
}

/// A person's choice stays; what the program once resolved is resolved again at approval.
Result<void> settle_units(std::optional<std::vector<TaskUnit>>& units,
                          const organisation::Tree& tree) {
  if (!units) return {};
  for (auto& unit : *units) {
    const bool chosen = !unit.unit_ids.empty() && (unit.reason == "chosen" || unit.reason.empty());
    if (!chosen) {
      unit.unit_ids.clear();
      unit.reason.clear();
      continue;
    }
    unit.reason = "chosen";
    for (const auto& id : unit.unit_ids)
      if (tree.find(id) == nullptr)
        return base::fail(ErrorKind::InvalidInput, "intake.unknown_unit", {{"unit_id", id}});
  }
  return {};
}

/// Who sends only a text that the task already has (a returned sheet) means the whole old value.
template <class T>
void keep_details(std::optional<std::vector<T>>& list, const std::vector<T>& before) {
  if (!list) return;
  for (auto& one : *list) {
    T bare;
    bare.text = one.text;
    if (!(one == bare)) continue;
    const auto old = std::find_if(before.begin(), before.end(),
                                  [&](const T& held) { return held.text == one.text; });
    if (old != before.end()) one = *old;
  }
}

void keep_details(TaskFields& fields, const Task& before) {
  keep_details(fields.lead, before.lead);
  keep_details(fields.responsible, before.responsible);
  keep_details(fields.supporting, before.supporting);
  keep_details(fields.deadlines, before.deadlines);
  keep_details(fields.targets, before.targets);
}

Result<void> settle(TaskFields& fields, const organisation::Tree& tree) {
  PLUMB_TRY(settle_units(fields.lead, tree));
  PLUMB_TRY(settle_units(fields.responsible, tree));
  PLUMB_TRY(settle_units(fields.supporting, tree));
  if (fields.text && base::trim(*fields.text).empty()) return bad_field("text");
  return {};
}

Decision changed(std::string_view op, const std::vector<Task>& put,
                 std::vector<std::string> removed,
                 const std::optional<std::vector<std::string>>& order, Json document = {}) {
  Decision decision;
  Json::Array tasks;
  for (const auto& task : put) {
    tasks.push_back(to_json(task));
    decision.put.push_back(task.task_id);
  }
  Json::Object payload{{"op", op}, {"put", std::move(tasks)}, {"removed", strings(removed)}};
  if (order) payload.emplace("order", strings(*order));
  if (!document.is_null()) payload.emplace("document", std::move(document));
  decision.events.push_back(
      {.type = std::string(event::kDraftChanged), .payload = Json(std::move(payload)).dump()});
  decision.removed = std::move(removed);
  return decision;
}

Result<Decision> set_document(const Draft& draft, const DocumentFields& fields) {
  Json::Object document;
  const auto text = [&](const char* name, const std::optional<std::string>& value,
                        const std::string& old) {
    if (value && *value != old) document.emplace(name, value->empty() ? Json() : Json(*value));
  };
  const Header& header = draft.header;
  text("title", fields.title, header.title);
  text("document_number", fields.document_number, header.document_number);
  text("issuer", fields.issuer, header.issuer);
  text("kind", fields.kind, header.kind);
  text("higher", fields.higher, header.higher);
  if (fields.title && base::trim(*fields.title).empty()) return bad_field("document.title");
  if (fields.higher == header.document_id)
    return base::fail(ErrorKind::InvalidInput, "intake.same_document");
  if (fields.issued_on && *fields.issued_on != header.issued_on)
    document.emplace("issued_on",
                     *fields.issued_on ? Json(base::to_string(**fields.issued_on)) : Json());
  if (document.empty()) return Decision{};
  return changed("set_document", {}, {}, {}, std::move(document));
}

Result<Decision> set_task(const Draft& draft, const Change& change,
                          const organisation::Tree& tree) {
  PLUMB_TRY_ASSIGN(const Task* before, open_task(draft, change.task_id));
  TaskFields fields = change.fields;
  keep_details(fields, *before);
  PLUMB_TRY(settle(fields, tree));
  Task task = *before;
  if (!apply(fields, task)) return Decision{};
  task.corrected = true;
  return changed("set_task", {task}, {}, {});
}

Result<Decision> split_task(const Draft& draft, const Change& change) {
  PLUMB_TRY_ASSIGN(const Task* before, open_task(draft, change.task_id));
  PLUMB_TRY_ASSIGN(auto parts, split(*before, draft.text, change.at));
  parts.second.task_id = draft.id_for(draft.last_number + 1);
  auto order = draft.order;
  order.insert(std::find(order.begin(), order.end(), change.task_id) + 1, parts.second.task_id);
  return changed("split_task", {parts.first, parts.second}, {}, order);
}

Result<Decision> merge_tasks(const Draft& draft, const Change& change) {
  const std::set<std::string> wanted(change.task_ids.begin(), change.task_ids.end());
  if (wanted.size() < 2) return nothing_selected();
  for (const auto& id : wanted)
    PLUMB_TRY(open_task(draft, id));
  auto order = draft.order;
  const auto first =
      std::find_if(order.begin(), order.end(), [&](const auto& id) { return wanted.contains(id); });
  const auto count = static_cast<std::ptrdiff_t>(wanted.size());
  if (order.end() - first < count ||
      !std::all_of(first, first + count, [&](const auto& id) { return wanted.contains(id); }))
    return base::fail(ErrorKind::InvalidInput, "intake.not_neighbours");
  std::vector<const Task*> tasks;
  for (auto at = first; at != first + count; ++at)
    tasks.push_back(draft.find(*at));
  std::vector<std::string> removed(first + 1, first + count);
  order.erase(first + 1, first + count);
  return changed("merge_tasks", {merge(tasks)}, std::move(removed), order);
}

Result<Decision> add_task(const Draft& draft, const Change& change,
                          const organisation::Tree& tree) {
  auto order = draft.order;
  auto at = order.end();
  Task task;
  if (!change.task_id.empty()) {
    const Task* behind = draft.find(change.task_id);
    if (behind == nullptr) return unknown_task(change.task_id);
    at = std::find(order.begin(), order.end(), change.task_id) + 1;
    task.area = behind->area;
    task.objective = behind->objective;
  }
  TaskFields fields = change.fields;
  PLUMB_TRY(settle(fields, tree));
  apply(fields, task);
  if (task.text.empty()) return bad_field("text");
  task.task_id = draft.id_for(draft.last_number + 1);
  task.corrected = true;
  task.change = draft.header.supersedes.empty() ? "" : "added";
  order.insert(at, task.task_id);
  return changed("add_task", {task}, {}, order);
}

Result<Decision> remove_task(const Draft& draft, const Change& change) {
  PLUMB_TRY(open_task(draft, change.task_id));
  auto order = draft.order;
  std::erase(order, change.task_id);
  return changed("remove_task", {}, {change.task_id}, order);
}

Result<Decision> undo(const Draft& draft) {
  if (draft.undo.empty()) return base::fail(ErrorKind::Conflict, "intake.nothing_to_undo");
  const Inverse& last = draft.undo.back();
  for (const auto& task : last.put)
    if (draft.is_approved(task.task_id))
      return base::fail(ErrorKind::Conflict, "intake.task_approved", {{"task_id", task.task_id}});
  for (const auto& id : last.removed)
    if (draft.is_approved(id))
      return base::fail(ErrorKind::Conflict, "intake.task_approved", {{"task_id", id}});
  return changed("undo", last.put, last.removed, last.order, last.document);
}

} // namespace

Result<Decision> decide(const Draft& draft, const Change& change, const organisation::Tree& tree) {
  switch (change.op) {
  case Op::SetDocument:
    return set_document(draft, change.document);
  case Op::SetTask:
    return set_task(draft, change, tree);
  case Op::SplitTask:
    return split_task(draft, change);
  case Op::MergeTasks:
    return merge_tasks(draft, change);
  case Op::AddTask:
    return add_task(draft, change, tree);
  case Op::RemoveTask:
    return remove_task(draft, change);
  case Op::Undo:
    return undo(draft);
  }
  return nothing_selected();
}

Result<std::vector<std::string>> select(const Draft& draft, const Approval& approval) {
  std::vector<std::string> selected;
  const std::set<std::string> wanted(approval.task_ids.begin(), approval.task_ids.end());
  for (const auto& id : wanted)
    if (draft.find(id) == nullptr) return unknown_task(id);
  for (const auto& id : draft.order) {
    const bool chosen = approval.all || (approval.area && draft.find(id)->area == *approval.area) ||
                        wanted.contains(id);
    if (chosen && !draft.is_approved(id)) selected.push_back(id);
  }
  if (selected.empty()) return nothing_selected();
  return selected;
}

Decision approve(const Draft& draft, const std::vector<std::string>& task_ids,
                 const organisation::Tree& tree, const std::map<std::string, Notes>& notes,
                 std::string_view carried_from) {
  UnitResolver resolver(tree, draft.header.day());
  Json::Array approvals;
  for (const auto& id : task_ids) {
    Task task = *draft.find(id);
    resolver.resolve(task);
    if (const auto at = notes.find(id); at != notes.end()) task.notes = at->second;
    approvals.push_back(approval_of(task));
  }
  Json::Object payload{{"tasks", std::move(approvals)}};
  if (!carried_from.empty()) payload.emplace("from", carried_from);
  Decision decision;
  decision.events.push_back(
      {.type = std::string(carried_from.empty() ? event::kTasksApproved : event::kApprovalsCarried),
       .payload = Json(std::move(payload)).dump()});
  decision.put = task_ids;
  return decision;
}

Result<Decision> withdraw(const Draft& draft, const Withdrawal& withdrawal) {
  Decision decision;
  const std::set<std::string> wanted(withdrawal.task_ids.begin(), withdrawal.task_ids.end());
  for (const auto& id : wanted) {
    if (draft.find(id) == nullptr) return unknown_task(id);
    if (!draft.is_approved(id))
      return base::fail(ErrorKind::Conflict, "intake.not_approved", {{"task_id", id}});
    decision.put.push_back(id);
  }
  if (decision.put.empty()) return nothing_selected();
  decision.events.push_back(
      {.type = std::string(event::kApprovalsWithdrawn),
       .payload = Json(Json::Object{{"task_ids", strings(decision.put)}}).dump()});
  return decision;
}

Result<Decision> discard(const Draft& draft) {
  if (!draft.approved.empty())
    return base::fail(ErrorKind::Conflict, "intake.has_approved_tasks",
                      {{"count", std::to_string(draft.approved.size())}});
  Decision decision;
  decision.events.push_back({.type = std::string(event::kDocumentDiscarded), .payload = "{}"});
  return decision;
}

Result<Decision> correct(const Draft& draft, const Correction& correction,
                         const organisation::Tree& tree) {
  const Task* before = draft.find(correction.task_id);
  if (before == nullptr || !draft.is_approved(correction.task_id))
    return unknown_task(correction.task_id);
  if (base::trim(correction.reason).empty()) return bad_field("reason");
  TaskFields fields = correction.fields;
  keep_details(fields, *before);
  PLUMB_TRY(settle(fields, tree));
  UnitResolver resolver(tree, draft.header.day());
  for (auto* units : std::array{&fields.lead, &fields.responsible, &fields.supporting})
    if (*units) {
      resolver.resolve(**units);
      for (auto& unit : **units)
        unit.suggestions.clear();
    }
  Task after = *before;
  if (!apply(fields, after)) return Decision{};
  Decision decision;
  Json::Object payload{{"task_id", correction.task_id},
                       {"reason", correction.reason},
                       {"before", to_json(fields_of(*before, fields))},
                       {"after", to_json(fields)}};
  decision.events.push_back(
      {.type = std::string(event::kTaskCorrected), .payload = Json(std::move(payload)).dump()});
  decision.put.push_back(correction.task_id);
  return decision;
}

} // namespace plumb::intake
