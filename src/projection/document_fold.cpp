// SPDX-License-Identifier: Apache-2.0
#include "document_fold.hpp"

#include "position.hpp"

#include <plumb/intake/resolve.hpp>

namespace plumb::projection {

namespace {

using base::Result;
using event::Json;
using intake::Task;
using storage::Row;
using View = std::string_view;

base::Unexpected<base::Error> bad_event(const event::Event& event, std::string where) {
  return base::fail(base::ErrorKind::Corrupt, "projection.bad_event",
                    {{"sequence", std::to_string(event.sequence)}}, std::move(where));
}

std::vector<std::string> texts_of(const Json& list) {
  std::vector<std::string> texts;
  for (const auto& item : list.items())
    texts.push_back(item.text());
  return texts;
}

Result<Task> parse_task(View text) {
  PLUMB_TRY_ASSIGN(const Json json, event::parse_json(text));
  return intake::task_from_json(json);
}

} // namespace

Result<void> DocumentFold::apply() {
  PLUMB_TRY_ASSIGN(const Json payload, event::parse_json(event_.payload));
  const auto& type = event_.type;
  document_id_ = event::document_of_stream(event_.stream);
  if (document_id_.empty()) {
    if (type == event::kUnitsChanged) PLUMB_TRY(units_changed(payload));
    if (type == event::kTaskLinked || type == event::kTaskUnlinked)
      PLUMB_TRY(linked(payload, type == event::kTaskLinked));
    return {};
  }
  if (type == event::kDocumentImported) {
    PLUMB_TRY(imported(payload));
  } else {
    PLUMB_TRY(load_document());
    PLUMB_TRY(run(
        "update document set revision = revision + 1 where authority_id = $1 and document_id = $2",
        {authority_id(), View(document_id_)}));
  }
  const auto set = [&](View sql, View value) {
    return run(sql, {value, authority_id(), View(document_id_)});
  };
  if (type == event::kDraftChanged) PLUMB_TRY(changed(payload));
  if (type == event::kTasksApproved || type == event::kApprovalsCarried)
    PLUMB_TRY(approved(payload));
  if (type == event::kApprovalsWithdrawn || type == event::kTasksSuperseded)
    PLUMB_TRY(withdrawn(payload));
  if (type == event::kTaskCorrected) PLUMB_TRY(corrected(payload));
  if (type == event::kDocumentSuperseded)
    PLUMB_TRY(
        set("update document set superseded_by = $1 where authority_id = $2 and document_id = $3",
            payload["by"].text()));
  if (type == event::kDocumentRestored)
    PLUMB_TRY(set(
        "update document set superseded_by = $1 where authority_id = $2 and document_id = $3", ""));
  if (type == event::kDocumentDiscarded)
    PLUMB_TRY(run("update document set discarded = 1 where authority_id = $1 and document_id = $2",
                  {authority_id(), View(document_id_)}));
  PLUMB_TRY(write_names());
  PLUMB_TRY(count_tasks());
  PLUMB_TRY(ledger_.flush());
  if (ledger_.touched()) authority_.ledger_revision = event_.sequence;
  return {};
}

Result<void> DocumentFold::imported(const Json& payload) {
  const auto& text = [&](const char* name) { return View(payload[name].text()); };
  if (payload["document_id"].text() != document_id_) return bad_event(event_, "document_id");
  title_ = text("title");
  day_ = base::parse_date(text("issued_on"));
  if (!day_) day_ = base::parse_date(text("period_from"));
  PLUMB_TRY_ASSIGN(const auto last,
                   connection_.integer("select max(ordinal) from document where authority_id = $1",
                                       {authority_id()}));
  document_ordinal_ = last.value_or(0) + 1;
  if (document_ordinal_ >= kDocumentsMax)
    return base::fail(base::ErrorKind::LimitExceeded, "projection.too_many_documents");
  PLUMB_TRY(run(
      "insert into document (authority_id, document_id, ordinal, name, title, document_number, "
      "issuer, "
      "issued_on, period_from, kind, format, file, imported_at, supersedes, superseded_by, higher, "
      "revision, task_count, approved_count, unresolved_count, repair_count, discarded) values "
      "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '', $15, 1, 0, 0, 0, $16, 0)",
      {authority_id(), View(document_id_), document_ordinal_, text("name"), View(title_),
       text("document_number"), text("issuer"), text("issued_on"), text("period_from"),
       text("kind"), text("format"), text("file"), event_.recorded_at, text("supersedes"),
       text("higher"), static_cast<std::int64_t>(payload["repairs"].items().size())}));
  std::string parts;
  for (const char* name : {"areas", "targets", "unassigned", "warnings"}) {
    parts += std::string(parts.empty() ? "\"" : ",\"") + name + "\":";
    payload[name].dump_to(parts);
  }
  PLUMB_TRY(
      run("insert into document_source (authority_id, document_id, text, repairs, parts, dropped) "
          "values ($1, $2, $3, $4, $5, $6)",
          {authority_id(), View(document_id_), text("text"), View(payload["repairs"].dump()),
           View(parts), View(payload["dropped"].dump())}));
  std::int64_t rank = 0;
  for (const auto& json : payload["tasks"].items()) {
    DraftRow row;
    PLUMB_TRY_ASSIGN(row.task, intake::task_from_json(json));
    row.rank = rank += kRankStep;
    if (rank > kRankMax)
      return base::fail(base::ErrorKind::LimitExceeded, "projection.too_many_tasks");
    PLUMB_TRY(store(row));
    count_names(row.task, 1);
  }
  names_changed_ = true;
  return {};
}

Result<void> DocumentFold::load_document() {
  bool found = false;
  PLUMB_TRY(connection_.run("select ordinal, title, issued_on, period_from from document "
                            "where authority_id = $1 and document_id = $2",
                            {authority_id(), View(document_id_)}, [&](const Row& row) {
                              found = true;
                              document_ordinal_ = row.integer(0);
                              title_ = row.text(1);
                              day_ = base::parse_date(row.text(2));
                              if (!day_) day_ = base::parse_date(row.text(3));
                              return false;
                            }));
  if (!found) return bad_event(event_, "stream");
  return {};
}

Result<std::optional<DraftRow>> DocumentFold::load(View task_id) {
  std::optional<DraftRow> row;
  std::string text;
  PLUMB_TRY(connection_.run("select rank, approved_at, task from draft_task "
                            "where authority_id = $1 and document_id = $2 and task_id = $3",
                            {authority_id(), View(document_id_), task_id}, [&](const Row& found) {
                              row.emplace();
                              row->rank = found.integer(0);
                              row->approved_at = found.integer(1);
                              text = found.text(2);
                              return false;
                            }));
  if (row) {
    PLUMB_TRY_ASSIGN(row->task, parse_task(text));
  }
  return row;
}

Result<void> DocumentFold::store(const DraftRow& row) {
  return run("insert into draft_task (authority_id, document_id, task_id, rank, approved_at, task) "
             "values ($1, $2, $3, $4, $5, $6) on conflict (authority_id, document_id, task_id) do "
             "update set "
             "rank = excluded.rank, approved_at = excluded.approved_at, task = excluded.task",
             {authority_id(), View(document_id_), View(row.task.task_id), row.rank, row.approved_at,
              View(to_json(row.task).dump())});
}

Result<void> DocumentFold::erase(const DraftRow& row) {
  return run("delete from draft_task where authority_id = $1 and document_id = $2 and task_id = $3",
             {authority_id(), View(document_id_), View(row.task.task_id)});
}

LedgerRow DocumentFold::ledger_row(const DraftRow& row) const {
  return {.position = position(authority_.ordinal, document_ordinal_, row.rank),
          .document_id = document_id_,
          .document_title = title_,
          .approved_at = row.approved_at};
}

Result<void> DocumentFold::show(const DraftRow& row) {
  return ledger_.insert(ledger_row(row), row.task);
}

Result<void> DocumentFold::hide(const DraftRow& row) {
  return ledger_.remove(ledger_row(row).position, row.task, document_id_);
}

Result<void> DocumentFold::changed(const Json& payload) {
  std::vector<std::string> touched;
  for (const auto& id : texts_of(payload["removed"])) {
    PLUMB_TRY_ASSIGN(const auto row, load(id));
    if (!row) continue;
    if (row->approved_at != 0) return bad_event(event_, "removed");
    count_names(row->task, -1);
    PLUMB_TRY(erase(*row));
    touched.push_back(id);
  }
  std::map<std::string, DraftRow> fresh;
  for (const auto& json : payload["put"].items()) {
    DraftRow row;
    PLUMB_TRY_ASSIGN(row.task, intake::task_from_json(json));
    PLUMB_TRY_ASSIGN(const auto before, load(row.task.task_id));
    touched.push_back(row.task.task_id);
    count_names(row.task, 1);
    if (!before) {
      fresh.emplace(row.task.task_id, std::move(row));
      continue;
    }
    if (before->approved_at != 0) return bad_event(event_, "put");
    count_names(before->task, -1);
    row.rank = before->rank;
    PLUMB_TRY(store(row));
  }
  if (payload.has("order")) PLUMB_TRY(set_order(texts_of(payload["order"]), fresh));
  for (const auto& [id, row] : fresh) {
    if (row.rank == 0) return bad_event(event_, "order");
    PLUMB_TRY(store(row));
  }
  for (const auto& id : touched)
    PLUMB_TRY(note_history(id));
  if (payload.has("document")) PLUMB_TRY(set_header(payload["document"]));
  return payload["op"].text() == "undo" ? pop_undo() : push_undo(touched);
}

Result<void> DocumentFold::set_order(const std::vector<std::string>& order,
                                     std::map<std::string, DraftRow>& fresh) {
  if (fresh.empty()) return {};
  std::map<std::string, std::int64_t, std::less<>> ranks;
  PLUMB_TRY(connection_.run(
      "select task_id, rank from draft_task where authority_id = $1 and document_id = $2",
      {authority_id(), View(document_id_)}, [&](const Row& row) {
        ranks.emplace(row.text(0), row.integer(1));
        return true;
      }));
  std::int64_t left = 0;
  for (std::size_t i = 0; i < order.size();) {
    if (const auto at = ranks.find(order[i]); at != ranks.end()) {
      left = at->second;
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < order.size() && !ranks.contains(order[end]))
      ++end;
    const auto count = static_cast<std::int64_t>(end - i);
    const std::int64_t right =
        end < order.size() ? ranks.find(order[end])->second : left + kRankStep * (count + 1);
    const std::int64_t gap = (right - left) / (count + 1);
    if (gap < 1) return renumber(order, fresh);
    for (; i < end; ++i) {
      const auto at = fresh.find(order[i]);
      if (at == fresh.end()) return bad_event(event_, "order");
      at->second.rank = left += gap;
    }
  }
  return {};
}

Result<void> DocumentFold::renumber(const std::vector<std::string>& order,
                                    std::map<std::string, DraftRow>& fresh) {
  std::vector<DraftRow> moved;
  std::int64_t rank = 0;
  for (const auto& id : order) {
    rank += kRankStep;
    if (const auto at = fresh.find(id); at != fresh.end()) {
      at->second.rank = rank;
      continue;
    }
    PLUMB_TRY_ASSIGN(const auto row, load(id));
    if (!row) return bad_event(event_, "order");
    // Two rows never share a position: the old ones all leave before the first new one comes.
    if (row->approved_at != 0) PLUMB_TRY(hide(*row));
    moved.push_back(*row);
    moved.back().rank = rank;
  }
  if (rank > kRankMax)
    return base::fail(base::ErrorKind::LimitExceeded, "projection.too_many_tasks");
  for (const auto& row : moved) {
    PLUMB_TRY(store(row));
    if (row.approved_at != 0) PLUMB_TRY(show(row));
  }
  return {};
}

Result<void> DocumentFold::set_header(const Json& fields) {
  for (const auto& [name, column] : {std::pair{"title", "title"},
                                     {"document_number", "document_number"},
                                     {"issuer", "issuer"},
                                     {"kind", "kind"},
                                     {"higher", "higher"},
                                     {"issued_on", "issued_on"}}) {
    if (!fields.has(name)) continue;
    PLUMB_TRY(run(std::string("update document set ") + column +
                      " = $1 where authority_id = $2 and document_id = $3",
                  {View(fields[name].text()), authority_id(), View(document_id_)}));
  }
  if (fields.has("issued_on")) names_changed_ = true;
  const std::string before = title_;
  PLUMB_TRY(load_document());
  return before == title_ ? Result<void>() : rename_rows();
}

Result<void> DocumentFold::rename_rows() {
  PLUMB_TRY(ledger_.flush());
  std::vector<std::string> ids;
  PLUMB_TRY(
      connection_.run("select task_id from draft_task where authority_id = $1 and document_id = $2 "
                      "and approved_at > 0 order by rank",
                      {authority_id(), View(document_id_)}, [&](const Row& row) {
                        ids.emplace_back(row.text(0));
                        return true;
                      }));
  for (const auto& id : ids) {
    PLUMB_TRY_ASSIGN(const auto row, load(id));
    const LedgerRow place = ledger_row(*row);
    PLUMB_TRY(run("update task set row = $1 where authority_id = $2 and position = $3",
                  {View(row_json(place, row->task)), authority_id(), place.position}));
  }
  // The titles are in the facets too.
  if (!ids.empty()) authority_.ledger_revision = event_.sequence;
  return {};
}

Result<void> DocumentFold::approved(const Json& payload) {
  for (const auto& approval : payload["tasks"].items()) {
    PLUMB_TRY_ASSIGN(auto row, load(approval["task_id"].text()));
    if (!row || row->approved_at != 0) return bad_event(event_, "tasks");
    PLUMB_TRY(intake::apply_approval(approval, row->task));
    row->approved_at = event_.recorded_at;
    PLUMB_TRY(store(*row));
    PLUMB_TRY(show(*row));
    PLUMB_TRY(note_history(row->task.task_id));
  }
  return {};
}

Result<void> DocumentFold::withdrawn(const Json& payload) {
  for (const auto& id : texts_of(payload["task_ids"])) {
    PLUMB_TRY_ASSIGN(auto row, load(id));
    if (!row || row->approved_at == 0) return bad_event(event_, "task_ids");
    PLUMB_TRY(hide(*row));
    intake::forget_units(row->task);
    row->approved_at = 0;
    PLUMB_TRY(store(*row));
    PLUMB_TRY(note_history(id));
  }
  return {};
}

Result<void> DocumentFold::corrected(const Json& payload) {
  const std::string& id = payload["task_id"].text();
  PLUMB_TRY_ASSIGN(auto row, load(id));
  if (!row || row->approved_at == 0) return bad_event(event_, "task_id");
  PLUMB_TRY_ASSIGN(const auto fields, intake::fields_from_json(payload["after"]));
  PLUMB_TRY(hide(*row));
  count_names(row->task, -1);
  intake::apply(fields, row->task);
  row->task.corrected = true;
  count_names(row->task, 1);
  PLUMB_TRY(store(*row));
  PLUMB_TRY(show(*row));
  PLUMB_TRY(note_history(id));
  return prune_undo(id);
}

Result<void> DocumentFold::linked(const Json& payload, bool present) {
  const View lower = payload["task_id"].text(), higher = payload["higher_task_id"].text();
  PLUMB_TRY(run(
      present ? "insert into task_link (authority_id, task_id, higher_task_id) values ($1, $2, $3) "
                "on conflict do nothing"
              : "delete from task_link where authority_id = $1 and task_id = $2 and higher_task_id "
                "= $3",
      {authority_id(), lower, higher}));
  PLUMB_TRY(note_history(std::string(lower)));
  return note_history(std::string(higher));
}

Result<void> DocumentFold::units_changed(const Json& payload) {
  for (const auto& id : texts_of(payload["removed"]))
    PLUMB_TRY(run("delete from unit where authority_id = $1 and unit_id = $2",
                  {authority_id(), View(id)}));
  PLUMB_TRY_ASSIGN(const auto last,
                   connection_.integer("select max(ordinal) from unit where authority_id = $1",
                                       {authority_id()}));
  std::int64_t ordinal = last.value_or(0);
  for (const auto& unit : payload["put"].items())
    PLUMB_TRY(run("insert into unit (authority_id, unit_id, ordinal, unit) values ($1, $2, $3, $4) "
                  "on conflict (authority_id, unit_id) do update set unit = excluded.unit",
                  {authority_id(), View(unit["id"].text()), ++ordinal, View(unit.dump())}));
  authority_.organisation_revision = event_.sequence;
  struct Open {
    std::string document_id;
    std::optional<base::Date> day;
  };
  std::vector<Open> documents;
  PLUMB_TRY(connection_.run(
      "select document_id, issued_on, period_from from document where authority_id = $1 "
      "order by ordinal",
      {authority_id()}, [&](const Row& row) {
        auto day = base::parse_date(row.text(1));
        if (!day) day = base::parse_date(row.text(2));
        documents.push_back({std::string(row.text(0)), day});
        return true;
      }));
  for (const auto& document : documents)
    PLUMB_TRY(count_unresolved(document.document_id, document.day));
  return {};
}

void DocumentFold::count_names(const Task& task, std::int64_t by) {
  for (const auto* units : {&task.lead, &task.responsible, &task.supporting})
    for (const auto& unit : *units) {
      auto& counted = names_[unit.text];
      counted.count += by;
      if (unit.reason != "chosen") counted.open += by;
    }
}

Result<void> DocumentFold::write_names() {
  for (const auto& [text, by] : names_) {
    if (by.count == 0 && by.open == 0) continue;
    names_changed_ = true;
    PLUMB_TRY(run(
        "insert into document_name (authority_id, document_id, text, count, open_count) "
        "values ($1, $2, $3, $4, $5) on conflict (authority_id, document_id, text) do update set "
        "count = document_name.count + excluded.count, "
        "open_count = document_name.open_count + excluded.open_count",
        {authority_id(), View(document_id_), View(text), by.count, by.open}));
    PLUMB_TRY(run("delete from document_name where authority_id = $1 and document_id = $2 and text "
                  "= $3 and count = 0",
                  {authority_id(), View(document_id_), View(text)}));
  }
  return names_changed_ ? count_unresolved(document_id_, day_) : Result<void>();
}

Result<void> DocumentFold::count_unresolved(View document_id, std::optional<base::Date> day) {
  PLUMB_TRY_ASSIGN(const auto tree, tree_());
  intake::UnitResolver resolver(*tree, day);
  std::int64_t unresolved = 0;
  PLUMB_TRY(
      connection_.run("select text from document_name where authority_id = $1 and document_id = $2 "
                      "and open_count > 0",
                      {authority_id(), document_id}, [&](const Row& row) {
                        const auto& found = resolver.resolve(std::string(row.text(0)));
                        if (found.reason == organisation::Reason::Unresolved) ++unresolved;
                        return true;
                      }));
  return run(
      "update document set unresolved_count = $1 where authority_id = $2 and document_id = $3",
      {unresolved, authority_id(), document_id});
}

Result<void> DocumentFold::count_tasks() {
  return run(
      "update document set task_count = counted.tasks, approved_count = counted.approved from "
      "(select count(*) as tasks, count(*) filter (where approved_at > 0) as approved from "
      "draft_task "
      "where authority_id = $1 and document_id = $2) as counted "
      "where document.authority_id = $1 and document.document_id = $2",
      {authority_id(), View(document_id_)});
}

Result<void> DocumentFold::push_undo(const std::vector<std::string>& task_ids) {
  Json::Array ids;
  for (const auto& id : task_ids)
    ids.emplace_back(id);
  return run("insert into draft_undo (authority_id, document_id, depth, task_ids) select $1, $2, "
             "coalesce(max(depth), 0) + 1, $3 from draft_undo where authority_id = $1 and "
             "document_id = $2",
             {authority_id(), View(document_id_), View(Json(std::move(ids)).dump())});
}

Result<void> DocumentFold::pop_undo() {
  return run("delete from draft_undo where authority_id = $1 and document_id = $2 and depth = "
             "(select max(depth) from draft_undo where authority_id = $1 and document_id = $2)",
             {authority_id(), View(document_id_)});
}

Result<void> DocumentFold::prune_undo(const std::string& task_id) {
  std::int64_t depth = 0;
  PLUMB_TRY(connection_.run(
      "select depth, task_ids from draft_undo where authority_id = $1 and document_id = $2 "
      "order by depth desc",
      {authority_id(), View(document_id_)}, [&](const Row& row) {
        const auto ids = event::parse_json(row.text(1));
        for (const auto& id : ids ? ids->items() : Json::Array{})
          if (id.text() == task_id) depth = row.integer(0);
        return depth == 0;
      }));
  return run("delete from draft_undo where authority_id = $1 and document_id = $2 and depth <= $3",
             {authority_id(), View(document_id_), depth});
}

Result<void> DocumentFold::note_history(const std::string& task_id) {
  return run("insert into task_history (authority_id, task_id, sequence) values ($1, $2, $3) on "
             "conflict do nothing",
             {authority_id(), View(task_id), event_.sequence});
}

} // namespace plumb::projection
