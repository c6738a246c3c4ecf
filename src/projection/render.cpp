// SPDX-License-Identifier: Apache-2.0
#include "render.hpp"

#include <plumb/base/clock.hpp>

#include <algorithm>

namespace plumb::projection {

namespace {

using base::Result;
using event::append_quoted;
using event::Json;
using storage::Row;
using View = std::string_view;

/// Below this a person should look first.
constexpr int kConfidenceLow = 80;

void append_member(std::string& out, const char* name, View value) {
  out += ",\"";
  out += name;
  out += "\":";
  append_quoted(out, value);
}

void append_nullable_member(std::string& out, const char* name, View value) {
  out += ",\"";
  out += name;
  out += "\":";
  append_nullable(out, value);
}

void append_number(std::string& out, const char* name, std::int64_t value) {
  out += ",\"";
  out += name;
  out += "\":" + std::to_string(value);
}

bool is_unsure(const intake::Task& task) {
  const auto low = [](const auto& values) {
    return std::any_of(values.begin(), values.end(),
                       [](const auto& one) { return one.confidence < kConfidenceLow; });
  };
  return task.confidence < kConfidenceLow || low(task.lead) || low(task.responsible) ||
         low(task.supporting) || low(task.deadlines) || low(task.targets);
}

bool has_unresolved(const intake::Task& task) {
  for (const auto* units : {&task.lead, &task.responsible, &task.supporting})
    for (const auto& unit : *units)
      if (unit.reason == "unresolved") return true;
  return false;
}

Result<DraftRow> draft_row(const Row& row) {
  DraftRow out;
  out.rank = row.integer(0);
  out.approved_at = row.integer(1);
  PLUMB_TRY_ASSIGN(const Json json, event::parse_json(row.text(2)));
  PLUMB_TRY_ASSIGN(out.task, intake::task_from_json(json));
  return out;
}

} // namespace

void append_nullable(std::string& out, View text) {
  if (text.empty())
    out += "null";
  else
    append_quoted(out, text);
}

void append_list(std::string& out, const std::vector<std::string>& texts) {
  out += '[';
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) out += ',';
    append_quoted(out, texts[i]);
  }
  out += ']';
}

std::optional<base::Date> Summary::day() const {
  const auto issued = base::parse_date(issued_on);
  return issued ? issued : base::parse_date(period_from);
}

Summary summary_of(const Row& row) {
  Summary out;
  int column = 0;
  for (std::string* text : {&out.document_id, &out.name, &out.title, &out.document_number,
                            &out.issuer, &out.issued_on, &out.period_from, &out.kind, &out.format,
                            &out.file, &out.supersedes, &out.superseded_by, &out.higher})
    *text = row.text(column++);
  for (std::int64_t* number : {&out.ordinal, &out.imported_at, &out.revision, &out.task_count,
                               &out.approved_count, &out.unresolved_count, &out.repair_count})
    *number = row.integer(column++);
  return out;
}

Result<Summary> load_summary(storage::Connection& connection, View authority_id, View document_id) {
  std::optional<Summary> found;
  PLUMB_TRY(connection.run(std::string(kSummaryColumns) + "and document_id = $2",
                           {authority_id, document_id}, [&](const Row& row) {
                             found = summary_of(row);
                             return false;
                           }));
  if (!found)
    return base::fail(base::ErrorKind::NotFound, "intake.unknown_document",
                      {{"document_id", std::string(document_id)}});
  return *std::move(found);
}

void append_members(std::string& out, const Summary& summary) {
  out += "\"document_id\":";
  append_quoted(out, summary.document_id);
  append_member(out, "name", summary.name);
  append_member(out, "title", summary.title);
  append_nullable_member(out, "document_number", summary.document_number);
  append_nullable_member(out, "issuer", summary.issuer);
  append_nullable_member(out, "issued_on", summary.issued_on);
  append_member(out, "kind", summary.kind);
  append_member(out, "format", summary.format);
  append_member(out, "imported_at", base::china_time(summary.imported_at));
  append_number(out, "task_count", summary.task_count);
  append_number(out, "approved_count", summary.approved_count);
  append_number(out, "unresolved_count", summary.unresolved_count);
  append_number(out, "repair_count", summary.repair_count);
  append_nullable_member(out, "supersedes", summary.supersedes);
  append_nullable_member(out, "superseded_by", summary.superseded_by);
  append_nullable_member(out, "higher", summary.higher);
  append_number(out, "revision", summary.revision);
}

RepairPlaces::RepairPlaces(View repairs_json) {
  const auto json = event::parse_json(repairs_json);
  if (!json) return;
  places_.reserve(json->items().size());
  for (const auto& repair : json->items()) {
    const auto& ends = repair["span"].items();
    if (ends.size() != 2) continue;
    const View kind = repair["kind"].text();
    places_.push_back({{static_cast<std::uint32_t>(ends[0].integer_or(0)),
                        static_cast<std::uint32_t>(ends[1].integer_or(0))},
                       kind == "line_break" || kind == "chrome",
                       repair["certain"].boolean_or(true)});
  }
  std::sort(places_.begin(), places_.end(),
            [](const Place& a, const Place& b) { return a.span < b.span; });
}

RepairPlaces::Found RepairPlaces::in(base::Span span) const {
  Found found;
  // Repairs do not overlap, so the first one that could reach into the span is near its beginning.
  auto at = std::lower_bound(
      places_.begin(), places_.end(), span.from,
      [](const Place& place, std::uint32_t from) { return place.span.until < from; });
  for (; at != places_.end() && at->span.from < span.until; ++at) {
    const bool inside = at->span.until > span.from || at->span.from >= span.from;
    if (!inside || (at->plain && at->certain)) continue;
    found.any = true;
    found.uncertain |= !at->certain;
  }
  return found;
}

DraftView::DraftView(storage::Connection& connection, View authority_id, Summary summary,
                     std::shared_ptr<const organisation::Tree> tree, View repairs)
    : connection_(connection), authority_id_(authority_id), summary_(std::move(summary)),
      tree_(std::move(tree)), resolver_(*tree_, summary_.day()), repairs_(repairs) {}

Result<DraftView> DraftView::open(storage::Connection& connection, View authority_id,
                                  Summary summary, std::shared_ptr<const organisation::Tree> tree) {
  PLUMB_TRY_ASSIGN(
      const auto repairs,
      connection.text(
          "select repairs from document_source where authority_id = $1 and document_id = $2",
          {authority_id, View(summary.document_id)}));
  return DraftView(connection, authority_id, std::move(summary), std::move(tree),
                   repairs.value_or("[]"));
}

Result<std::vector<DraftRow>> DraftView::rows() const {
  std::vector<DraftRow> rows;
  std::optional<base::Error> failed;
  PLUMB_TRY(
      connection_.run("select rank, approved_at, task from draft_task where authority_id = $1 "
                      "and document_id = $2 order by rank",
                      {View(authority_id_), View(summary_.document_id)}, [&](const Row& found) {
                        auto row = draft_row(found);
                        if (row)
                          rows.push_back(*std::move(row));
                        else
                          failed = row.error();
                        return !failed;
                      }));
  if (failed) return base::Unexpected{*failed};
  return rows;
}

Result<std::optional<DraftRow>> DraftView::row(View task_id) const {
  std::optional<Result<DraftRow>> row;
  PLUMB_TRY(connection_.run(
      "select rank, approved_at, task from draft_task where authority_id = $1 "
      "and document_id = $2 and task_id = $3",
      {View(authority_id_), View(summary_.document_id), task_id}, [&](const Row& found) {
        row = draft_row(found);
        return false;
      }));
  if (!row) return std::optional<DraftRow>();
  PLUMB_TRY(*row);
  return std::optional<DraftRow>(**std::move(row));
}

Result<bool> DraftView::can_undo() const {
  PLUMB_TRY_ASSIGN(
      const auto ids,
      connection_.text(
          "select task_ids from draft_undo where authority_id = $1 and document_id = $2 "
          "order by depth desc limit 1",
          {View(authority_id_), View(summary_.document_id)}));
  if (!ids) return false;
  PLUMB_TRY_ASSIGN(const Json json, event::parse_json(*ids));
  for (const auto& id : json.items()) {
    PLUMB_TRY_ASSIGN(
        const auto approved,
        connection_.integer("select approved_at from draft_task where authority_id = $1 "
                            "and document_id = $2 and task_id = $3",
                            {View(authority_id_), View(summary_.document_id), View(id.text())}));
    if (approved.value_or(0) != 0) return false;
  }
  return true;
}

void DraftView::append_task(std::string& out, DraftRow row) {
  intake::Task& task = row.task;
  const bool approved = row.approved_at != 0;
  if (!approved) resolver_.resolve(task);
  out += "{\"task_id\":";
  append_quoted(out, task.task_id);
  out += ',';
  append_shared_members(out, task);
  out += ",\"state\":\"";
  out += approved ? "approved" : task.corrected ? "corrected" : "proposed";
  out += "\",\"attention\":[";
  bool first = true;
  const auto attention = [&](bool holds, const char* why) {
    if (!holds) return;
    if (!first) out += ',';
    first = false;
    out += '"';
    out += why;
    out += '"';
  };
  if (!approved) {
    const auto repaired = task.span ? repairs_.in(*task.span) : RepairPlaces::Found{};
    attention(is_unsure(task), "low_confidence");
    attention(repaired.any, "repaired");
    attention(repaired.uncertain, "uncertain_repair");
    attention(has_unresolved(task), "unresolved_unit");
    attention(task.lead.empty() && task.responsible.empty(), "no_lead");
    attention(task.deadlines.empty(), "no_deadline");
  }
  out += ']';
  append_nullable_member(out, "continues", task.continues);
  append_nullable_member(out, "change", task.change);
  const auto note = [&](const char* name, const std::string& text) {
    if (!text.empty()) append_member(out, name, text);
  };
  note("progress", task.notes.progress);
  note("problems", task.notes.problems);
  note("evidence", task.notes.evidence);
  note("inspection", task.notes.inspection);
  out += '}';
}

void append_resolution(std::string& out, View text, const organisation::Resolution& resolution,
                       std::int64_t count) {
  out += "{\"text\":";
  append_quoted(out, text);
  out += ",\"reason\":\"";
  out += organisation::to_string(resolution.reason);
  out += "\",\"unit_ids\":";
  append_list(out, resolution.units);
  out += ",\"suggestions\":";
  append_list(out, resolution.suggestions);
  if (count >= 0) append_number(out, "count", count);
  out += '}';
}

Result<void> DraftView::append_names(std::string& out) {
  out += '[';
  bool first = true;
  PLUMB_TRY(connection_.run(
      "select text, count from document_name where authority_id = $1 and document_id = $2 "
      "order by count desc, text",
      {View(authority_id_), View(summary_.document_id)}, [&](const Row& row) {
        if (!std::exchange(first, false)) out += ',';
        const std::string text(row.text(0));
        append_resolution(out, text, resolver_.resolve(text), row.integer(1));
        return true;
      }));
  out += ']';
  return {};
}

} // namespace plumb::projection
