// SPDX-License-Identifier: Apache-2.0
/// Puts a task together from the places the outline or a table gave it.
#pragma once

#include "frame.hpp"
#include "lines.hpp"
#include "roles.hpp"

#include <plumb/plan/plan.hpp>

namespace plumb::plan {

/// What all tasks of one document share while they are put together.
struct Context {
  std::string_view text;
  Lines& lines;
  Frame& frame;
  std::vector<text::Warning>& warnings;
};

void add_roles(Task& task, const Roles& roles, bool inherited = false);
/// Deadline fields a role clause held; what cannot be read is warned of (plan.unreadable_deadline).
void add_deadline_fields(Context& context, Task& task, const std::vector<Span>& fields);
/// Deadlines and targets that the sentences say.
void read_sentences(Context& context, Task& task, Span sentence);
/// One clause into the task; applies "the first one listed leads" where the document says so.
void add_clause(Context& context, Task& task, const Clause& clause);
/// 一是…二是…, ①…②…, (1)…(2)… inside one paragraph.
void read_inline_items(std::string_view text, Span paragraph, std::vector<std::string>& items);
/// Text of the lines [from, until) without clauses and labels; the head line begins at `head_from`.
void add_lines(Context& context, Task& task, std::uint32_t from, std::uint32_t until,
               std::uint32_t head_from);
/// `span` of a cell: text, and clauses in brackets at its end.
void add_cell_text(Context& context, Task& task, Span cell);
/// A task with a heading but no text is its heading; gives it roles named in its sentences.
void finish_task(Context& context, Task& task);

/// Where every task has an objective of its own, the objective names the task: 工作任务 | 具体内容.
/// Looks at tasks [from, end) of `tasks` and drops their objectives from `areas`.
void name_by_objective(std::vector<Task>& tasks, std::size_t from, std::vector<Area>& areas);

} // namespace plumb::plan
