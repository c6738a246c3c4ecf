// SPDX-License-Identifier: Apache-2.0
// One task of the ledger with where it came from, what happened to it, and what it is linked to.
#include "ledger_query.hpp"
#include "link_end.hpp"
#include "render.hpp"
#include "state.hpp"

#include <plumb/base/clock.hpp>
#include <plumb/base/utf8.hpp>

namespace plumb::projection {

namespace {

using base::Result;
using event::append_quoted;
using storage::Connection;
using storage::Row;
using View = std::string_view;

Result<void> append_source(std::string& out, Connection& connection, View authority_id,
                           View document_id, const std::optional<base::Span>& span) {
  out += ",\"source\":";
  std::optional<std::string> text;
  if (span) {
    PLUMB_TRY_ASSIGN(text,
                     connection.text("select text from document_source where authority_id = $1 "
                                     "and document_id = $2",
                                     {authority_id, document_id}));
  }
  if (!text) {
    out += "null";
    return {};
  }
  const base::CodePointIndex index(*text);
  const base::Span bytes{index.bytes(span->from), index.bytes(span->until)};
  if (bytes.until > text->size() || bytes.empty()) {
    out += "null";
    return {};
  }
  out += "{\"offset\":" + std::to_string(span->from) + ",\"text\":";
  append_quoted(out, bytes.of(*text));
  out += '}';
  return {};
}

void append_event(std::string& out, const event::Event& event) {
  out += "{\"sequence\":" + std::to_string(event.sequence) + ",\"type\":";
  append_quoted(out, event.type);
  out += ",\"recorded_at\":";
  append_quoted(out, base::china_time(event.recorded_at));
  out += ",\"actor\":";
  append_quoted(out, event.actor);
  if (event.type == event::kTaskCorrected) {
    if (const auto payload = event::parse_json(event.payload)) {
      out += ",\"reason\":";
      append_quoted(out, (*payload)["reason"].text());
      out += ",\"before\":";
      (*payload)["before"].dump_to(out);
      out += ",\"after\":";
      (*payload)["after"].dump_to(out);
    }
  }
  out += '}';
}

Result<void> append_history(std::string& out, Connection& connection, View authority_id,
                            View task_id) {
  out += ",\"history\":[";
  std::vector<std::int64_t> sequences;
  PLUMB_TRY(
      connection.run("select sequence from task_history where authority_id = $1 and task_id = $2 "
                     "order by sequence",
                     {authority_id, task_id}, [&](const Row& row) {
                       sequences.push_back(row.integer(0));
                       return true;
                     }));
  for (std::size_t i = 0; i < sequences.size(); ++i) {
    if (i > 0) out += ',';
    const auto read = journal::Journal::visit(connection, authority_id, sequences[i] - 1, {},
                                              [&](const event::Event& event) -> Result<bool> {
                                                append_event(out, event);
                                                return false;
                                              });
    PLUMB_TRY(read);
  }
  out += ']';
  return {};
}

Result<void> append_ends(std::string& out, const char* name, Connection& connection,
                         View authority_id, View sql, View task_id,
                         const std::vector<std::string>& units) {
  std::vector<std::string> ids;
  PLUMB_TRY(connection.run(sql, {authority_id, task_id}, [&](const Row& row) {
    ids.emplace_back(row.text(0));
    return true;
  }));
  out += ",\"";
  out += name;
  out += "\":[";
  bool first = true;
  for (const auto& id : ids) {
    PLUMB_TRY_ASSIGN(const bool seen, concerns(connection, authority_id, id, units));
    if (!seen) continue;
    PLUMB_TRY_ASSIGN(const auto end, load_link_end(connection, authority_id, id));
    if (!end) continue;
    if (!std::exchange(first, false)) out += ',';
    append_link_end(out, *end);
  }
  out += ']';
  return {};
}

Result<std::string> render_detail(Connection& connection, View authority_id, View task_id,
                                  const std::vector<std::string>& units = {}) {
  std::string out, document_id;
  PLUMB_TRY(
      connection.run("select row, document_id from task where authority_id = $1 and task_id = $2",
                     {authority_id, task_id}, [&](const Row& row) {
                       out = row.text(0);
                       document_id = row.text(1);
                       return false;
                     }));
  if (out.empty())
    return base::fail(base::ErrorKind::NotFound, "intake.unknown_task",
                      {{"task_id", std::string(task_id)}});
  PLUMB_TRY_ASSIGN(const auto json, event::parse_json(out));
  PLUMB_TRY_ASSIGN(const auto task, intake::task_from_json(json));
  out.pop_back(); // the object goes on
  PLUMB_TRY(append_source(out, connection, authority_id, document_id, task.span));
  PLUMB_TRY(append_history(out, connection, authority_id, task_id));
  PLUMB_TRY(
      append_ends(out, "higher", connection, authority_id,
                  "select higher_task_id from task_link where authority_id = $1 and task_id = $2 "
                  "order by higher_task_id",
                  task_id, units));
  PLUMB_TRY(
      append_ends(out, "lower", connection, authority_id,
                  "select task_id from task_link where authority_id = $1 and higher_task_id = $2 "
                  "order by task_id",
                  task_id, units));
  out += '}';
  return out;
}

} // namespace

Result<std::string> Projection::task(View authority_id, View task_id,
                                     const std::vector<std::string>& units) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const bool seen, concerns(*reader, authority_id, task_id, units));
  if (!seen)
    return base::fail(base::ErrorKind::NotFound, "intake.unknown_task",
                      {{"task_id", std::string(task_id)}});
  return render_detail(*reader, authority_id, task_id, units);
}

Result<std::string> Projection::render_task(Connection& connection, View authority_id,
                                            View task_id) {
  return render_detail(connection, authority_id, task_id);
}

} // namespace plumb::projection
