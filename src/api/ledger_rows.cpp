// SPDX-License-Identifier: Apache-2.0
#include "ledger_rows.hpp"

#include <plumb/base/utf8.hpp>
#include <plumb/plan/plan.hpp>
#include <plumb/text/text.hpp>

#include <algorithm>

namespace plumb::api {
namespace {

template <class T> std::vector<std::string> texts(const std::vector<T>& list) {
  std::vector<std::string> out;
  out.reserve(list.size());
  for (const T& item : list)
    out.push_back(item.text);
  return out;
}

std::string joined(const std::vector<std::string>& list, std::string_view separator) {
  std::string out;
  for (const auto& item : list) {
    if (!out.empty()) out += separator;
    out += item;
  }
  return out;
}

/// A one-task plan around a clause, so that the clause is read by the rules for plans. The year
/// completes dates without one.
plan::Plan plan_around(std::string_view text, std::string_view deadline, std::string_view year) {
  std::string page(year);
  page += "年重点任务安排\n一、重点任务\n1.";
  page += text;
  page += "\n牵头单位：某局\n";
  if (!deadline.empty()) page.append("完成时限：").append(deadline).append("\n");
  page += "2.完成其他事项。\n牵头单位：某局\n";
  return plan::propose(text::from_plain(page));
}

std::string year_of(const projection::LedgerTask& task) {
  if (const auto due = task.task.due_on()) return std::to_string(static_cast<int>(due->year()));
  return base::to_string(base::china_date(task.approved_at)).substr(0, 4);
}

intake::Deadline read_deadline(const std::string& text, const std::string& year) {
  intake::Deadline out{.text = text};
  const auto plan = plan_around("完成一项工作。", text, year);
  if (plan.tasks.empty() || plan.tasks.front().deadlines.size() != 1) return out;
  const auto& read = plan.tasks.front().deadlines.front();
  out.kind = plan::to_string(read.kind);
  out.on = read.on;
  out.rule = read.rule;
  return out;
}

intake::Target read_target(const std::string& text, const std::string& year) {
  intake::Target out{.text = text};
  const auto plan = plan_around(text + "。", "", year);
  if (plan.tasks.empty() || plan.tasks.front().targets.size() != 1) return out;
  const auto& read = plan.tasks.front().targets.front();
  out.subject = read.subject;
  out.op = plan::to_string(read.op);
  out.value = read.value;
  out.unit = read.unit;
  return out;
}

/// The new list: entries whose text stays are kept as they are, others are made from their text.
template <class T, class Make>
std::vector<T> merged(const std::vector<T>& old, const std::vector<std::string>& wanted,
                      const Make& make) {
  std::vector<T> out;
  std::vector<bool> used(old.size(), false);
  for (const auto& text : wanted) {
    std::size_t i = 0;
    while (i < old.size() && (used[i] || old[i].text != text))
      ++i;
    if (i < old.size()) used[i] = true;
    out.push_back(i < old.size() ? old[i] : make(text));
  }
  return out;
}

class Differ {
public:
  Differ(const projection::LedgerTask& task, const sheet::ReturnedRow& row)
      : task_(task), row_(row), now_(to_row(task)) {}

  RowChange run() {
    text("number", now_.number, row_.number, out_.fields.number);
    text("area", now_.area, row_.area, out_.fields.area);
    text("objective", now_.objective, row_.objective, out_.fields.objective);
    text("title", now_.title, row_.title, out_.fields.title);
    text("text", now_.text, row_.text, out_.fields.text);
    units("lead", task_.task.lead, row_.lead, out_.fields.lead);
    units("responsible", task_.task.responsible, row_.responsible, out_.fields.responsible);
    units("supporting", task_.task.supporting, row_.supporting, out_.fields.supporting);
    const std::string year = year_of(task_);
    list("deadlines", task_.task.deadlines, row_.deadlines, out_.fields.deadlines, "；",
         [&](const std::string& clause) { return read_deadline(clause, year); });
    list("targets", task_.task.targets, row_.targets, out_.fields.targets, "；",
         [&](const std::string& clause) { return read_target(clause, year); });
    text("progress", now_.progress, row_.progress, out_.fields.progress);
    text("problems", now_.problems, row_.problems, out_.fields.problems);
    text("evidence", now_.evidence, row_.evidence, out_.fields.evidence);
    text("inspection", now_.inspection, row_.inspection, out_.fields.inspection);
    return std::move(out_);
  }

private:
  void text(std::string_view field, const std::string& before,
            const std::optional<std::string>& after, std::optional<std::string>& change) {
    if (!after || base::trim(*after) == base::trim(before)) return;
    change = *after;
    out_.shown.push_back({std::string(field), before, *after});
  }

  template <class T, class Make>
  void list(std::string_view field, const std::vector<T>& before,
            const std::optional<std::vector<std::string>>& after,
            std::optional<std::vector<T>>& change, std::string_view separator, const Make& make) {
    if (!after) return;
    const auto old = texts(before);
    if (old == *after) return;
    change = merged(before, *after, make);
    out_.shown.push_back({std::string(field), joined(old, separator), joined(*after, separator)});
  }

  void units(std::string_view field, const std::vector<intake::TaskUnit>& before,
             const std::optional<std::vector<std::string>>& after,
             std::optional<std::vector<intake::TaskUnit>>& change) {
    list(field, before, after, change, "、",
         [](const std::string& name) { return intake::TaskUnit{.text = name}; });
  }

  const projection::LedgerTask& task_;
  const sheet::ReturnedRow& row_;
  sheet::LedgerRow now_;
  RowChange out_;
};

} // namespace

sheet::LedgerRow to_row(const projection::LedgerTask& ledger_task) {
  const intake::Task& task = ledger_task.task;
  sheet::LedgerRow row;
  row.task_id = task.task_id;
  row.document_title = ledger_task.document_title;
  row.number = task.number;
  row.area = task.area;
  row.objective = task.objective;
  row.title = task.title;
  row.text = task.text;
  row.lead = texts(task.lead);
  row.responsible = texts(task.responsible);
  row.supporting = texts(task.supporting);
  row.deadlines = texts(task.deadlines);
  row.due_on = task.due_on();
  row.targets = texts(task.targets);
  row.progress = task.notes.progress;
  row.problems = task.notes.problems;
  row.evidence = task.notes.evidence;
  row.inspection = task.notes.inspection;
  return row;
}

RowChange changes_of(const projection::LedgerTask& task, const sheet::ReturnedRow& row) {
  return Differ(task, row).run();
}

} // namespace plumb::api
