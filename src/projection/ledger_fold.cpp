// SPDX-License-Identifier: Apache-2.0
#include "ledger_fold.hpp"

#include "position.hpp"

#include <plumb/base/clock.hpp>
#include <plumb/event/json.hpp>

namespace plumb::projection {

namespace {

using base::Result;
using event::append_quoted;

struct KeyUse {
  std::int64_t roles = 0;
  bool posted = true; ///< false: only counted, without a list of its own
};

/// Filter keys of a task, with the roles in which a unit has it.
std::map<std::string, KeyUse> keys_of(const intake::Task& task, std::string_view document_id) {
  std::map<std::string, KeyUse> keys;
  keys[kEveryTask];
  keys[document_key(document_id)].posted = false;
  if (!task.area.empty()) {
    keys[area_key(task.area)];
    keys[area_objective_key(task.area, task.objective)].posted = false;
  }
  if (!task.objective.empty()) keys[objective_key(task.objective)];
  for (const auto& deadline : task.deadlines)
    keys[kind_key(deadline.kind)];
  if (task.deadlines.empty()) keys[kind_key("none")];
  const auto units = [&](const std::vector<intake::TaskUnit>& of, std::int64_t bit) {
    for (const auto& unit : of) {
      // 各有关部门 has no fixed members: it must not put the task on everybody's list.
      if (unit.reason == "everybody") continue;
      for (const auto& id : unit.unit_ids)
        keys[unit_key(id)].roles |= bit;
    }
  };
  units(task.lead, kLeadBit);
  units(task.responsible, kResponsibleBit);
  units(task.supporting, kSupportingBit);
  return keys;
}

/// What the full-text index holds of a task.
std::string search_text(const intake::Task& task) {
  std::string out;
  for (const std::string* part :
       {&task.number, &task.area, &task.objective, &task.title, &task.text}) {
    out += *part;
    out += '\n';
  }
  for (const auto* units : {&task.lead, &task.responsible, &task.supporting})
    for (const auto& unit : *units) {
      out += unit.text;
      out += '\n';
    }
  return out;
}

void append_note(std::string& out, const char* name, const std::string& text) {
  if (text.empty()) return;
  out += ",\"";
  out += name;
  out += "\":";
  append_quoted(out, text);
}

} // namespace

std::int64_t due_day_of(const intake::Task& task) {
  const auto due = task.due_on();
  if (!due) return kNoDueDay;
  return std::int64_t{static_cast<int>(due->year())} * 10'000 +
         std::int64_t{static_cast<unsigned>(due->month())} * 100 +
         static_cast<unsigned>(due->day());
}

std::string row_json(const LedgerRow& row, const intake::Task& task) {
  std::string out;
  out.reserve(1024 + task.text.size());
  out += "{\"task_id\":";
  append_quoted(out, task.task_id);
  out += ",\"document_id\":";
  append_quoted(out, row.document_id);
  out += ",\"document_title\":";
  append_quoted(out, row.document_title);
  out += ',';
  append_shared_members(out, task);
  const auto due = task.due_on();
  out += due ? ",\"due_on\":\"" + base::to_string(*due) + '"' : std::string(",\"due_on\":null");
  out += ",\"approved_at\":\"" + base::china_time(row.approved_at) + '"';
  append_note(out, "progress", task.notes.progress);
  append_note(out, "problems", task.notes.problems);
  append_note(out, "evidence", task.notes.evidence);
  append_note(out, "inspection", task.notes.inspection);
  out += '}';
  return out;
}

Result<LedgerFold::Key*> LedgerFold::key(const std::string& name) {
  if (const auto at = keys_.find(name); at != keys_.end()) return &at->second;
  const std::string_view authority(authority_id_);
  PLUMB_TRY_ASSIGN(
      const auto found,
      connection_.integer("select key_id from filter_key where authority_id = $1 and name = $2",
                          {authority, std::string_view(name)}));
  if (found) return &keys_.emplace(name, Key{*found, 0}).first->second;
  if (last_id_ < 0) {
    PLUMB_TRY_ASSIGN(
        const auto last,
        connection_.integer("select max(key_id) from filter_key where authority_id = $1",
                            {authority}));
    last_id_ = last.value_or(0);
  }
  PLUMB_TRY(connection_.run(
      "insert into filter_key (authority_id, key_id, name, count) values ($1, $2, $3, 0)",
      {authority, ++last_id_, std::string_view(name)}));
  return &keys_.emplace(name, Key{last_id_, 0}).first->second;
}

Result<void> LedgerFold::insert(const LedgerRow& row, const intake::Task& task) {
  touched_ = true;
  const std::string_view authority(authority_id_);
  const std::int64_t due_day = due_day_of(task);
  std::string ids;
  for (const auto& [name, use] : keys_of(task, row.document_id)) {
    PLUMB_TRY_ASSIGN(Key * held, key(name));
    ++held->delta;
    ids += std::to_string(held->id) + ' ';
    if (!use.posted) continue;
    PLUMB_TRY(connection_.run("insert into posting (authority_id, key_id, position, due_day, "
                              "roles) values ($1, $2, $3, $4, $5)",
                              {authority, held->id, row.position, due_day, use.roles}));
  }
  PLUMB_TRY(connection_.run("insert into task (position, authority_id, task_id, document_id, row) "
                            "values ($1, $2, $3, $4, $5)",
                            {row.position, authority, std::string_view(task.task_id),
                             row.document_id, std::string_view(row_json(row, task))}));
  PLUMB_TRY(connection_.run("insert into task_keys (position, keys) values ($1, $2)",
                            {row.position, std::string_view(ids)}));
  PLUMB_TRY(connection_.run("insert into task_text (rowid, text) values ($1, $2)",
                            {row.position, std::string_view(search_text(task))}));
  return {};
}

Result<void> LedgerFold::remove(std::int64_t position, const intake::Task& task,
                                std::string_view document_id) {
  touched_ = true;
  const std::string_view authority(authority_id_);
  for (const auto& [name, use] : keys_of(task, document_id)) {
    PLUMB_TRY_ASSIGN(Key * held, key(name));
    --held->delta;
    if (!use.posted) continue;
    PLUMB_TRY(connection_.run(
        "delete from posting where authority_id = $1 and key_id = $2 and position = $3",
        {authority, held->id, position}));
  }
  // A contentless index forgets a row only when told exactly what it was given.
  PLUMB_TRY(
      connection_.run("insert into task_text (task_text, rowid, text) values ('delete', $1, $2)",
                      {position, std::string_view(search_text(task))}));
  PLUMB_TRY(connection_.run("delete from task_keys where position = $1", {position}));
  PLUMB_TRY(connection_.run("delete from task where position = $1", {position}));
  return {};
}

Result<void> LedgerFold::flush() {
  for (auto& [name, held] : keys_) {
    if (held.delta == 0) continue;
    PLUMB_TRY(connection_.run(
        "update filter_key set count = count + $1 where authority_id = $2 and key_id = $3",
        {held.delta, std::string_view(authority_id_), held.id}));
    held.delta = 0;
  }
  return {};
}

} // namespace plumb::projection
