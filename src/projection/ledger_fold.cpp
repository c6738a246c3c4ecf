// SPDX-License-Identifier: Apache-2.0
#include "ledger_fold.hpp"

#include "position.hpp"
#include "schema.hpp"

#include <plumb/base/clock.hpp>
#include <plumb/event/json.hpp>

#include <utility>

namespace plumb::projection {

namespace {

using base::Result;
using event::append_quoted;
using storage::Value;

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
  const std::int64_t due_day = due_day_of(task);
  std::string ids;
  for (const auto& [name, use] : keys_of(task, row.document_id)) {
    PLUMB_TRY_ASSIGN(Key * held, key(name));
    ++held->delta;
    ids += std::to_string(held->id) + ' ';
    if (use.posted) postings_.push_back({held->id, row.position, due_day, use.roles});
  }
  added_.push_back({row.position, task.task_id, std::string(row.document_id), row_json(row, task),
                    std::move(ids), search_text(task)});
  return {};
}

Result<void> LedgerFold::remove(std::int64_t position, const intake::Task& task,
                                std::string_view document_id) {
  touched_ = true;
  for (const auto& [name, use] : keys_of(task, document_id)) {
    PLUMB_TRY_ASSIGN(Key * held, key(name));
    --held->delta;
    if (use.posted) removed_postings_.push_back({held->id, position, 0, 0});
  }
  removed_.push_back({position, search_text(task)});
  return {};
}

Result<void> LedgerFold::flush_removed() {
  const std::string_view authority(authority_id_);
  PLUMB_TRY(connection_.batch(
      "delete from posting where authority_id = $1 and key_id = $2 and position = $3", 3,
      removed_postings_.size(), [&](std::size_t i, std::span<Value> values) {
        values[0] = authority;
        values[1] = removed_postings_[i].key_id;
        values[2] = removed_postings_[i].position;
      }));
  const auto place = [&](std::size_t i, std::span<Value> values) {
    values[0] = authority;
    values[1] = removed_[i].position;
  };
  for (const std::string_view sql :
       {"delete from task_keys where authority_id = $1 and position = $2",
        "delete from task where authority_id = $1 and position = $2"})
    PLUMB_TRY(connection_.batch(sql, 2, removed_.size(), place));
  PLUMB_TRY(kTaskText.remove(connection_, authority, removed_.size(), [&](std::size_t i) {
    return storage::TextIndex::Entry{removed_[i].position, removed_[i].text};
  }));
  removed_postings_.clear();
  removed_.clear();
  return {};
}

Result<void> LedgerFold::flush_added() {
  const std::string_view authority(authority_id_);
  PLUMB_TRY(connection_.batch("insert into posting (authority_id, key_id, position, due_day, "
                              "roles) values ($1, $2, $3, $4, $5)",
                              5, postings_.size(), [&](std::size_t i, std::span<Value> values) {
                                const Posting& posting = postings_[i];
                                values[0] = authority;
                                values[1] = posting.key_id;
                                values[2] = posting.position;
                                values[3] = posting.due_day;
                                values[4] = posting.roles;
                              }));
  PLUMB_TRY(connection_.batch("insert into task (authority_id, position, task_id, document_id, "
                              "row) values ($1, $2, $3, $4, $5)",
                              5, added_.size(), [&](std::size_t i, std::span<Value> values) {
                                const Added& added = added_[i];
                                values[0] = authority;
                                values[1] = added.position;
                                values[2] = std::string_view(added.task_id);
                                values[3] = std::string_view(added.document_id);
                                values[4] = std::string_view(added.row);
                              }));
  PLUMB_TRY(
      connection_.batch("insert into task_keys (authority_id, position, keys) values ($1, $2, $3)",
                        3, added_.size(), [&](std::size_t i, std::span<Value> values) {
                          values[0] = authority;
                          values[1] = added_[i].position;
                          values[2] = std::string_view(added_[i].keys);
                        }));
  PLUMB_TRY(kTaskText.put(connection_, authority, added_.size(), [&](std::size_t i) {
    return storage::TextIndex::Entry{added_[i].position, added_[i].text};
  }));
  postings_.clear();
  added_.clear();
  return {};
}

Result<void> LedgerFold::flush() {
  PLUMB_TRY(flush_removed());
  PLUMB_TRY(flush_added());
  std::vector<Key> changed;
  for (auto& [name, held] : keys_)
    if (held.delta != 0) changed.push_back({held.id, std::exchange(held.delta, 0)});
  return connection_.batch(
      "update filter_key set count = count + $1 where authority_id = $2 and key_id = $3", 3,
      changed.size(), [&](std::size_t i, std::span<Value> values) {
        values[0] = changed[i].delta;
        values[1] = std::string_view(authority_id_);
        values[2] = changed[i].id;
      });
}

} // namespace plumb::projection
