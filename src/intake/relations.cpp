// SPDX-License-Identifier: Apache-2.0
// Commands about what stands between documents: links of tasks, and the organisation.
#include "relations.hpp"

#include <plumb/event/event.hpp>
#include <plumb/event/json.hpp>
#include <plumb/intake/intake.hpp>

#include <algorithm>
#include <set>

namespace plumb::intake {

namespace {

using base::ErrorKind;
using base::Result;
using event::Json;
using journal::Transaction;

Result<void> check_ends(Transaction& transaction, ReadModel& read_model, const std::string& task_id,
                        const std::string& higher_task_id) {
  std::vector<std::string> documents[2];
  const std::string* const ends[2] = {&task_id, &higher_task_id};
  for (int i = 0; i < 2; ++i) {
    PLUMB_TRY_ASSIGN(documents[i],
                     read_model.documents_with_task(transaction.connection(),
                                                    transaction.authority_id(), *ends[i]));
    if (documents[i].empty())
      return base::fail(ErrorKind::NotFound, "intake.unknown_task", {{"task_id", *ends[i]}});
  }
  for (const auto& document : documents[0])
    if (std::find(documents[1].begin(), documents[1].end(), document) != documents[1].end())
      return base::fail(ErrorKind::InvalidInput, "intake.same_document");
  return {};
}

/// Whether `from` reaches `to` by going to higher plans.
Result<bool> reaches(Transaction& transaction, ReadModel& read_model, const std::string& from,
                     const std::string& to) {
  std::set<std::string> seen;
  std::vector<std::string> open = {from};
  while (!open.empty()) {
    const std::string at = std::move(open.back());
    open.pop_back();
    if (at == to) return true;
    if (!seen.insert(at).second) continue;
    PLUMB_TRY_ASSIGN(auto higher, read_model.higher_tasks(transaction.connection(),
                                                          transaction.authority_id(), at));
    open.insert(open.end(), higher.begin(), higher.end());
  }
  return false;
}

Result<void> append(Transaction& transaction, std::string_view stream, std::string_view type,
                    Json payload) {
  PLUMB_TRY_ASSIGN(const std::int64_t revision, transaction.revision(stream));
  PLUMB_TRY(transaction.append(stream, revision,
                               {{.type = std::string(type), .payload = payload.dump()}}));
  return {};
}

Result<bool> is_linked(Transaction& transaction, ReadModel& read_model, const std::string& task_id,
                       const std::string& higher_task_id) {
  PLUMB_TRY_ASSIGN(const auto higher, read_model.higher_tasks(transaction.connection(),
                                                              transaction.authority_id(), task_id));
  return std::find(higher.begin(), higher.end(), higher_task_id) != higher.end();
}

} // namespace

Result<void> link_in(Transaction& transaction, ReadModel& read_model, const std::string& task_id,
                     const std::string& higher_task_id) {
  PLUMB_TRY(check_ends(transaction, read_model, task_id, higher_task_id));
  PLUMB_TRY_ASSIGN(const bool linked, is_linked(transaction, read_model, task_id, higher_task_id));
  if (linked) return {};
  PLUMB_TRY_ASSIGN(const bool cycle, reaches(transaction, read_model, higher_task_id, task_id));
  if (cycle) return base::fail(ErrorKind::Conflict, "intake.link_cycle");
  return append(transaction, event::kLinksStream, event::kTaskLinked,
                Json::Object{{"task_id", task_id}, {"higher_task_id", higher_task_id}});
}

Result<void> unlink_in(Transaction& transaction, ReadModel& read_model, const std::string& task_id,
                       const std::string& higher_task_id) {
  PLUMB_TRY_ASSIGN(const bool linked, is_linked(transaction, read_model, task_id, higher_task_id));
  if (!linked) return base::fail(ErrorKind::NotFound, "intake.not_linked");
  return append(transaction, event::kLinksStream, event::kTaskUnlinked,
                Json::Object{{"task_id", task_id}, {"higher_task_id", higher_task_id}});
}

Result<UnitChanges> put_units_in(Transaction& transaction, ReadModel& read_model,
                                 const std::vector<organisation::Unit>& units, bool record) {
  PLUMB_TRY_ASSIGN(const auto tree,
                   read_model.tree(transaction.connection(), transaction.authority_id()));
  std::vector<organisation::Unit> all = tree->units();
  UnitChanges changes;
  Json::Array put;
  for (const auto& unit : units) {
    const organisation::Unit* present = tree->find(unit.id);
    if (present != nullptr && *present == unit) {
      ++changes.unchanged;
      continue;
    }
    ++(present == nullptr ? changes.added : changes.changed);
    if (present == nullptr)
      all.push_back(unit);
    else
      all[static_cast<std::size_t>(present - tree->units().data())] = unit;
    PLUMB_TRY_ASSIGN(auto json, event::parse_json(organisation::to_json(unit)));
    put.push_back(std::move(json));
  }
  PLUMB_TRY(organisation::Tree::build(std::move(all)));
  if (!record || put.empty()) return changes;
  PLUMB_TRY(append(transaction, event::kOrganisationStream, event::kUnitsChanged,
                   Json::Object{{"put", std::move(put)}, {"removed", Json::Array{}}}));
  return changes;
}

Result<void> delete_unit_in(Transaction& transaction, ReadModel& read_model,
                            const std::string& unit_id) {
  PLUMB_TRY_ASSIGN(const auto tree,
                   read_model.tree(transaction.connection(), transaction.authority_id()));
  if (tree->find(unit_id) == nullptr)
    return base::fail(ErrorKind::NotFound, "intake.unknown_unit", {{"unit_id", unit_id}});
  PLUMB_TRY_ASSIGN(
      const std::int64_t tasks,
      read_model.tasks_of_unit(transaction.connection(), transaction.authority_id(), unit_id));
  const auto units =
      std::count_if(tree->units().begin(), tree->units().end(), [&](const auto& unit) {
        return unit.parent == unit_id || std::find(unit.successors.begin(), unit.successors.end(),
                                                   unit_id) != unit.successors.end();
      });
  if (tasks > 0 || units > 0)
    return base::fail(ErrorKind::Conflict, "organisation.in_use",
                      {{"tasks", std::to_string(tasks)}, {"units", std::to_string(units)}});
  return append(transaction, event::kOrganisationStream, event::kUnitsChanged,
                Json::Object{{"put", Json::Array{}}, {"removed", Json::Array{unit_id}}});
}

} // namespace plumb::intake
