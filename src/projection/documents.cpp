// SPDX-License-Identifier: Apache-2.0
// Documents under review: the list, one draft, what a command did to it.
#include "cursor.hpp"
#include "render.hpp"
#include "state.hpp"

namespace plumb::projection {

using base::Result;
using event::append_quoted;
using storage::Connection;
using storage::Row;
using View = std::string_view;

Result<std::string> Projection::documents(View authority_id, View cursor, std::size_t limit) const {
  Cursor before{.position = std::numeric_limits<std::int64_t>::max()};
  if (!cursor.empty()) {
    PLUMB_TRY_ASSIGN(before, decode(CursorKind::Documents, cursor));
  }
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  std::string out = "{\"items\":[";
  std::size_t count = 0;
  std::int64_t last = 0;
  bool more = false;
  PLUMB_TRY(reader->run(std::string(kSummaryColumns) + "and ordinal < $2 order by ordinal desc",
                        {authority_id, before.position}, [&](const Row& row) {
                          if (count == limit) {
                            more = true;
                            return false;
                          }
                          const Summary summary = summary_of(row);
                          out += count++ > 0 ? ",{" : "{";
                          append_members(out, summary);
                          out += '}';
                          last = summary.ordinal;
                          return true;
                        }));
  out += "],\"next_cursor\":";
  if (more)
    append_quoted(out, encode(CursorKind::Documents, {0, last}));
  else
    out += "null";
  out += '}';
  return out;
}

namespace {

/// Rows of the ledger that the superseded version still holds and the new one no longer has.
Result<void> append_dropped(std::string& out, Connection& connection, View authority_id,
                            const Summary& summary, View dropped_json) {
  out += '[';
  PLUMB_TRY_ASSIGN(const auto dropped, event::parse_json(dropped_json));
  bool first = true;
  for (const auto& id : dropped.items()) {
    PLUMB_TRY_ASSIGN(
        const auto row,
        connection.text("select row from task where authority_id = $1 and task_id = $2 "
                        "and document_id = $3",
                        {authority_id, View(id.text()), View(summary.supersedes)}));
    if (!row) continue;
    if (!std::exchange(first, false)) out += ',';
    out += *row;
  }
  out += ']';
  return {};
}

Result<Versioned> render(Connection& connection, View authority_id, View document_id,
                         std::shared_ptr<const organisation::Tree> tree) {
  PLUMB_TRY_ASSIGN(auto summary, load_summary(connection, authority_id, document_id));
  PLUMB_TRY_ASSIGN(auto view,
                   DraftView::open(connection, authority_id, std::move(summary), std::move(tree)));
  std::string out = "{";
  append_members(out, view.summary());
  std::string dropped;
  PLUMB_TRY(connection.run("select text, repairs, parts, dropped from document_source "
                           "where authority_id = $1 and document_id = $2",
                           {authority_id, document_id}, [&](const Row& row) {
                             out += ",\"text\":";
                             append_quoted(out, row.text(0));
                             out += ",\"repairs\":";
                             out += row.text(1);
                             out += ',';
                             out += row.text(2);
                             dropped = row.text(3);
                             return false;
                           }));
  out += ",\"dropped\":";
  PLUMB_TRY(append_dropped(out, connection, authority_id, view.summary(), dropped));
  out += ",\"names\":";
  PLUMB_TRY(view.append_names(out));
  PLUMB_TRY_ASSIGN(const bool can_undo, view.can_undo());
  out += can_undo ? ",\"can_undo\":true" : ",\"can_undo\":false";
  out += ",\"tasks\":[";
  PLUMB_TRY_ASSIGN(auto rows, view.rows());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i > 0) out += ',';
    view.append_task(out, std::move(rows[i]));
  }
  out += "]}";
  return Versioned{std::move(out), view.summary().revision};
}

} // namespace

Result<Versioned> Projection::draft(View authority_id, View document_id) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto authority, State::authority(*reader, authority_id));
  PLUMB_TRY_ASSIGN(auto tree, state_->tree(*reader, authority_id, authority.organisation_revision));
  return render(*reader, authority_id, document_id, std::move(tree));
}

Result<std::string> Projection::render_draft(Connection& connection, View authority_id,
                                             View document_id) {
  PLUMB_TRY_ASSIGN(auto units, tree(connection, authority_id));
  PLUMB_TRY_ASSIGN(auto rendered, render(connection, authority_id, document_id, std::move(units)));
  return std::move(rendered.json);
}

Result<std::string> Projection::render_outcome(Connection& connection, View authority_id,
                                               const intake::Outcome& outcome) {
  PLUMB_TRY_ASSIGN(auto units, tree(connection, authority_id));
  PLUMB_TRY_ASSIGN(auto summary, load_summary(connection, authority_id, outcome.document_id));
  PLUMB_TRY_ASSIGN(auto view,
                   DraftView::open(connection, authority_id, std::move(summary), std::move(units)));
  std::string out = "{\"revision\":" + std::to_string(view.summary().revision) + ",\"put\":[";
  bool first = true;
  for (const auto& id : outcome.put) {
    PLUMB_TRY_ASSIGN(auto row, view.row(id));
    if (!row) continue;
    if (!std::exchange(first, false)) out += ',';
    view.append_task(out, *std::move(row));
  }
  out += "],\"removed\":";
  append_list(out, outcome.removed);
  out += ",\"order\":[";
  first = true;
  PLUMB_TRY(connection.run(
      "select task_id from draft_task where authority_id = $1 and document_id = $2 order by rank",
      {authority_id, View(outcome.document_id)}, [&](const Row& row) {
        if (!std::exchange(first, false)) out += ',';
        append_quoted(out, row.text(0));
        return true;
      }));
  PLUMB_TRY_ASSIGN(const bool can_undo, view.can_undo());
  out += can_undo ? "],\"can_undo\":true" : "],\"can_undo\":false";
  out += ",\"summary\":{";
  append_members(out, view.summary());
  out += "}}";
  return out;
}

Result<DocumentFile> Projection::file(View authority_id, View document_id) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto summary, load_summary(*reader, authority_id, document_id));
  PLUMB_TRY_ASSIGN(auto file, journal::Journal::file(*reader, authority_id, summary.file));
  if (!file)
    return base::fail(base::ErrorKind::Corrupt, "storage.corrupt", {{"file", summary.file}});
  return DocumentFile{summary.name, std::move(file->media_type), std::move(file->bytes)};
}

} // namespace plumb::projection
