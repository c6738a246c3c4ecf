// SPDX-License-Identifier: Apache-2.0
// Two documents side by side: what a version changed, and which tasks carry out a higher plan's.
#include "link_end.hpp"
#include "render.hpp"
#include "state.hpp"

#include <plumb/base/utf8.hpp>
#include <plumb/plan/compare.hpp>

#include <algorithm>
#include <map>

namespace plumb::projection {

namespace {

using base::Result;
using event::append_quoted;
using intake::Task;
using storage::Connection;
using storage::Row;
using View = std::string_view;

/// Length of the beginning of a text that stands for a missing title.
constexpr std::size_t kTitleCodePoints = 40;

std::string details_of(const Task& task) {
  std::string out;
  for (const auto* units : {&task.lead, &task.responsible, &task.supporting}) {
    for (const auto& unit : *units)
      out += unit.text + ';';
    out += '|';
  }
  for (const auto& deadline : task.deadlines)
    out += deadline.text + ';';
  out += '|';
  for (const auto& target : task.targets)
    out += target.text + ';';
  return out;
}

/// A document's tasks in the form that comparing wants.
struct Side {
  std::vector<DraftRow> rows;
  std::vector<std::string> details = {};
  std::vector<plan::Comparable> comparable = {};

  explicit Side(std::vector<DraftRow> of) : rows(std::move(of)) {
    details.reserve(rows.size());
    for (const auto& row : rows) {
      details.push_back(details_of(row.task));
      comparable.push_back({row.task.area, row.task.title, row.task.text, details.back()});
    }
  }
};

template <class T> bool same_texts(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(),
                    [](const T& x, const T& y) { return x.text == y.text; });
}

std::vector<std::string> differing(const Task& a, const Task& b) {
  std::vector<std::string> fields;
  const auto add = [&](bool differs, const char* name) {
    if (differs) fields.emplace_back(name);
  };
  add(a.number != b.number, "number");
  add(a.area != b.area, "area");
  add(a.objective != b.objective, "objective");
  add(a.title != b.title, "title");
  add(a.text != b.text, "text");
  add(!same_texts(a.lead, b.lead), "lead");
  add(!same_texts(a.responsible, b.responsible), "responsible");
  add(!same_texts(a.supporting, b.supporting), "supporting");
  add(!same_texts(a.deadlines, b.deadlines), "deadlines");
  add(!same_texts(a.targets, b.targets), "targets");
  return fields;
}

View name_of(plan::Change change) {
  switch (change) {
  case plan::Change::Same:
    return "same";
  case plan::Change::Changed:
    return "changed";
  case plan::Change::Added:
    return "added";
  case plan::Change::Dropped:
    return "dropped";
  }
  return "";
}

} // namespace

Result<std::optional<LinkEnd>> load_link_end(Connection& connection, View authority_id,
                                             View task_id) {
  std::optional<LinkEnd> end;
  std::string text;
  PLUMB_TRY(
      connection.run("select d.document_id, d.title, t.task from draft_task t join document d "
                     "on d.authority_id = t.authority_id and d.document_id = t.document_id "
                     "where t.authority_id = $1 and t.task_id = $2 and d.discarded = 0 "
                     "order by d.ordinal desc limit 1",
                     {authority_id, task_id}, [&](const Row& row) {
                       end = LinkEnd{std::string(row.text(0)), std::string(row.text(1)), {}};
                       text = row.text(2);
                       return false;
                     }));
  if (end) {
    PLUMB_TRY_ASSIGN(const auto json, event::parse_json(text));
    PLUMB_TRY_ASSIGN(end->task, intake::task_from_json(json));
  }
  return end;
}

void append_link_end(std::string& out, const LinkEnd& end) {
  const Task& task = end.task;
  std::string title = task.title;
  if (title.empty()) {
    const base::CodePointIndex index(task.text);
    title = task.text.substr(0, index.bytes(kTitleCodePoints));
  }
  out += "{\"task_id\":";
  append_quoted(out, task.task_id);
  out += ",\"document_id\":";
  append_quoted(out, end.document_id);
  out += ",\"document_title\":";
  append_quoted(out, end.document_title);
  out += ",\"number\":";
  append_nullable(out, task.number);
  out += ",\"area\":";
  append_nullable(out, task.area);
  out += ",\"title\":";
  append_quoted(out, title);
  out += ",\"text\":";
  append_quoted(out, task.text);
  out += '}';
}

Result<std::string> Projection::comparison(View authority_id, View document_id, View with) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto authority, State::authority(*reader, authority_id));
  PLUMB_TRY_ASSIGN(const auto tree,
                   state_->tree(*reader, authority_id, authority.organisation_revision));
  PLUMB_TRY_ASSIGN(auto after_summary, load_summary(*reader, authority_id, document_id));
  const std::string other(with.empty() ? View(after_summary.supersedes) : with);
  if (other.empty()) return base::fail(base::ErrorKind::NotFound, "projection.nothing_to_compare");
  PLUMB_TRY_ASSIGN(auto before_summary, load_summary(*reader, authority_id, other));
  PLUMB_TRY_ASSIGN(auto before_view,
                   DraftView::open(*reader, authority_id, std::move(before_summary), tree));
  PLUMB_TRY_ASSIGN(auto after_view,
                   DraftView::open(*reader, authority_id, std::move(after_summary), tree));
  PLUMB_TRY_ASSIGN(auto before_rows, before_view.rows());
  PLUMB_TRY_ASSIGN(auto after_rows, after_view.rows());
  const Side before(std::move(before_rows)), after(std::move(after_rows));

  std::string out = "{\"before\":{";
  append_members(out, before_view.summary());
  out += "},\"after\":{";
  append_members(out, after_view.summary());
  out += "},\"rows\":[";
  bool first = true;
  for (const auto& match : plan::compare_versions(before.comparable, after.comparable)) {
    if (!std::exchange(first, false)) out += ',';
    out += "{\"change\":\"";
    out += name_of(match.change);
    out += "\",\"similarity\":" + std::to_string(match.similarity) + ",\"fields\":";
    const DraftRow* old =
        match.before < 0 ? nullptr : &before.rows[static_cast<std::size_t>(match.before)];
    const DraftRow* now =
        match.after < 0 ? nullptr : &after.rows[static_cast<std::size_t>(match.after)];
    append_list(out, old != nullptr && now != nullptr ? differing(old->task, now->task)
                                                      : std::vector<std::string>());
    if (old != nullptr) {
      out += ",\"before\":";
      before_view.append_task(out, *old);
    }
    if (now != nullptr) {
      out += ",\"after\":";
      after_view.append_task(out, *now);
    }
    out += '}';
  }
  out += "]}";
  return out;
}

namespace {

/// Links of one document to one higher document, as they are found.
class LinkTable {
public:
  LinkTable(const Side& lower, const Side& higher, const Summary& lower_summary,
            const Summary& higher_summary)
      : lower_(lower), higher_(higher), lower_summary_(lower_summary),
        higher_summary_(higher_summary), linked_(lower.rows.size()), reached_(higher.rows.size()) {}

  void add(std::size_t task, std::size_t higher, int similarity, bool confirmed) {
    if (!std::exchange(first_, false)) out_ += ',';
    linked_[task] = reached_[higher] = true;
    out_ += "{\"task\":";
    append_link_end(out_, end(lower_, task, lower_summary_));
    out_ += ",\"higher\":";
    append_link_end(out_, end(higher_, higher, higher_summary_));
    out_ += ",\"similarity\":" + std::to_string(similarity);
    out_ += confirmed ? ",\"confirmed\":true}" : ",\"confirmed\":false}";
  }
  [[nodiscard]] bool is_linked(std::size_t task) const { return linked_[task]; }

  [[nodiscard]] std::string finish() && {
    std::string out = "{\"higher\":";
    append_quoted(out, higher_summary_.document_id);
    out += ",\"links\":[" + out_ + "],\"unlinked\":[";
    append_rest(out, linked_, lower_, lower_summary_);
    out += "],\"without_counterpart\":[";
    append_rest(out, reached_, higher_, higher_summary_);
    out += "]}";
    return out;
  }

private:
  static LinkEnd end(const Side& side, std::size_t at, const Summary& summary) {
    return {summary.document_id, summary.title, side.rows[at].task};
  }
  static void append_rest(std::string& out, const std::vector<bool>& taken, const Side& side,
                          const Summary& summary) {
    bool first = true;
    for (std::size_t i = 0; i < taken.size(); ++i) {
      if (taken[i]) continue;
      if (!std::exchange(first, false)) out += ',';
      append_link_end(out, end(side, i, summary));
    }
  }

  const Side& lower_;
  const Side& higher_;
  const Summary& lower_summary_;
  const Summary& higher_summary_;
  std::vector<bool> linked_, reached_;
  std::string out_;
  bool first_ = true;
};

} // namespace

Result<std::string> Projection::links(View authority_id, View document_id, View higher) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto authority, State::authority(*reader, authority_id));
  PLUMB_TRY_ASSIGN(const auto tree,
                   state_->tree(*reader, authority_id, authority.organisation_revision));
  PLUMB_TRY_ASSIGN(auto lower_summary, load_summary(*reader, authority_id, document_id));
  const std::string other(higher.empty() ? View(lower_summary.higher) : higher);
  if (other.empty())
    return std::string(R"({"higher":null,"links":[],"unlinked":[],"without_counterpart":[]})");
  PLUMB_TRY_ASSIGN(auto higher_summary, load_summary(*reader, authority_id, other));
  PLUMB_TRY_ASSIGN(const auto lower_view,
                   DraftView::open(*reader, authority_id, std::move(lower_summary), tree));
  PLUMB_TRY_ASSIGN(const auto higher_view,
                   DraftView::open(*reader, authority_id, std::move(higher_summary), tree));
  PLUMB_TRY_ASSIGN(auto lower_rows, lower_view.rows());
  PLUMB_TRY_ASSIGN(auto higher_rows, higher_view.rows());
  const Side lower(std::move(lower_rows)), upper(std::move(higher_rows));

  std::map<std::string_view, std::size_t> at;
  for (std::size_t i = 0; i < upper.rows.size(); ++i)
    at.emplace(upper.rows[i].task.task_id, i);
  LinkTable table(lower, upper, lower_view.summary(), higher_view.summary());
  for (std::size_t i = 0; i < lower.rows.size(); ++i)
    PLUMB_TRY(
        reader->run("select higher_task_id from task_link where authority_id = $1 and task_id = $2 "
                    "order by higher_task_id",
                    {authority_id, View(lower.rows[i].task.task_id)}, [&](const Row& row) {
                      if (const auto found = at.find(row.text(0)); found != at.end())
                        table.add(i, found->second,
                                  plan::similarity(lower.rows[i].task.text,
                                                   upper.rows[found->second].task.text),
                                  true);
                      return true;
                    }));
  for (const auto& link : plan::propose_links(lower.comparable, upper.comparable)) {
    const auto task = static_cast<std::size_t>(link.lower);
    if (!table.is_linked(task))
      table.add(task, static_cast<std::size_t>(link.higher), link.similarity, false);
  }
  return std::move(table).finish();
}

} // namespace plumb::projection
