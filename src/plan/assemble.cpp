// SPDX-License-Identifier: Apache-2.0
#include "assemble.hpp"

#include "numerals.hpp"
#include "target.hpp"

#include <algorithm>
#include <unordered_set>

namespace plumb::plan {
namespace {

void append_text(Task& task, std::string_view text, Span piece, bool new_line) {
  piece = base::trim(text, piece);
  if (piece.empty()) return;
  if (!task.text.empty() && new_line) task.text.push_back('\n');
  task.text.append(piece.of(text));
  if (task.text_span.empty()) task.text_span = piece;
  task.text_span.until = std::max(task.text_span.until, piece.until);
}

bool only_marks(std::string_view words) {
  for (std::size_t i = 0; i < words.size();) {
    const auto c = glyph(words, i);
    if (!is_space(c.value) && !is_punctuation(c.value)) return false;
    i += c.size;
  }
  return true;
}

} // namespace

void add_roles(Task& task, const Roles& roles, bool inherited) {
  const auto add = [&](std::vector<Unit>& to, const std::vector<Unit>& from) {
    for (auto unit : from) {
      const bool known =
          std::any_of(to.begin(), to.end(), [&](const Unit& u) { return u.text == unit.text; });
      if (known) continue;
      unit.inherited = inherited;
      if (inherited) unit.confidence = std::min(unit.confidence, 85);
      to.push_back(std::move(unit));
    }
  };
  add(task.lead, roles.lead);
  add(task.responsible, roles.responsible);
  add(task.supporting, roles.supporting);
}

void add_deadline_fields(Context& context, Task& task, const std::vector<Span>& fields) {
  for (const Span field : fields) {
    const std::size_t before = task.deadlines.size();
    read_deadlines(context.text, field, context.frame.dates, Place::Field, task.deadlines);
    if (task.deadlines.size() == before && count_letters(field.of(context.text)) > 1 && before == 0)
      context.warnings.push_back({"plan.unreadable_deadline", field});
  }
}

void read_sentences(Context& context, Task& task, Span sentence) {
  std::vector<Deadline> said;
  read_deadlines(context.text, sentence, context.frame.dates, Place::Sentence, said);
  for (auto& deadline : said) {
    const bool known =
        std::any_of(task.deadlines.begin(), task.deadlines.end(), [&](const Deadline& d) {
          return d.kind == deadline.kind && d.on == deadline.on && d.rule == deadline.rule &&
                 (d.on || !d.rule.empty());
        });
    if (!known) task.deadlines.push_back(std::move(deadline));
  }
  read_targets(context.text, sentence, {}, task.targets);
}

void add_clause(Context& context, Task& task, const Clause& clause) {
  const Confidence confidence = clause.kind == ClauseKind::Names       ? 75
                                : clause.kind == ClauseKind::LabelLine ? 97
                                                                       : 93;
  const LabelKind otherwise =
      clause.kind == ClauseKind::Names ? LabelKind::Responsible : clause.otherwise;
  Roles roles = read_roles(context.text, clause.inside, otherwise, confidence);
  if (context.lines.first_leads && roles.lead.empty() && roles.supporting.empty() &&
      !roles.responsible.empty() && task.lead.empty()) {
    roles.lead.push_back(roles.responsible.front());
    roles.responsible.erase(roles.responsible.begin());
  }
  if (!roles.document_wide.empty())
    context.warnings.push_back({"plan.document_wide_role", roles.document_wide});
  add_roles(task, roles);
  add_deadline_fields(context, task, roles.deadlines);
}

void read_inline_items(std::string_view text, Span paragraph, std::vector<std::string>& items) {
  static constexpr std::string_view kFirst[] = {"一是", "二是", "三是", "四是", "五是",
                                                "六是", "七是", "八是", "九是", "十是"};
  static constexpr std::string_view kCircled[] = {"①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "⑩"};
  const auto words = paragraph.of(text);
  const auto split = [&](const auto& marks) {
    std::vector<std::size_t> at;
    std::size_t from = 0;
    for (const auto mark : marks) {
      const std::size_t found = words.find(mark, from);
      if (found == std::string_view::npos) break;
      at.push_back(found);
      from = found + mark.size();
    }
    if (at.size() < 2) return false;
    for (std::size_t i = 0; i < at.size(); ++i) {
      const std::size_t until = i + 1 < at.size() ? at[i + 1] : words.size();
      items.emplace_back(base::trim(words.substr(at[i], until - at[i])));
    }
    return true;
  };
  if (!split(kFirst)) split(kCircled);
}

void add_lines(Context& context, Task& task, std::uint32_t from, std::uint32_t until,
               std::uint32_t head_from) {
  const auto text = context.text;
  auto [clause, last_clause] = context.lines.clauses_of(from, until);
  for (std::uint32_t i = from; i < until; ++i) {
    const Line& line = context.lines.lines[i];
    if (context.frame.why[i] != Why::None) continue;
    if (line.kind == LineKind::Effects || line.kind == LineKind::EffectItem ||
        line.kind == LineKind::Cell)
      continue;
    task.span.until = std::max(task.span.until, line.span.until);
    std::uint32_t at = i == from ? head_from : line.span.from;
    bool new_line = true;
    bool whole_line = false;
    for (; clause < last_clause && context.lines.clauses[clause].line == i; ++clause) {
      const Clause& here = context.lines.clauses[clause];
      if (here.kind == ClauseKind::LabelLine) {
        add_clause(context, task, here);
        whole_line = true;
        continue;
      }
      if (here.whole.from > at) {
        const Span piece{at, here.whole.from};
        append_text(task, text, piece, new_line);
        read_sentences(context, task, piece);
        new_line = false;
      }
      add_clause(context, task, here);
      at = std::max(at, here.whole.until);
    }
    if (whole_line || line.kind == LineKind::Role || line.kind == LineKind::Deadline ||
        line.kind == LineKind::Person || line.kind == LineKind::Measures)
      continue;
    if (at >= line.span.until) continue;
    const Span piece{at, line.span.until};
    if (only_marks(piece.of(text))) continue;
    append_text(task, text, piece, new_line);
    read_sentences(context, task, piece);
    if (line.span.size() < 20'000) read_inline_items(text, piece, task.items);
  }
}

void add_cell_text(Context& context, Task& task, Span cell) {
  const auto text = context.text;
  std::uint32_t at = cell.from;
  const auto keep = [&](std::uint32_t until) {
    const Span piece = base::trim(text, {at, until});
    if (piece.empty() || only_marks(piece.of(text))) return;
    append_text(task, text, piece, false);
    read_sentences(context, task, piece);
  };
  for (std::size_t i = cell.from; i < cell.until;) {
    const auto c = glyph(text, i);
    if (!is_open(c.value)) {
      i += c.size;
      continue;
    }
    const std::size_t close = find_close(text, i, cell.until, 1500);
    if (close == std::string_view::npos) {
      i += c.size;
      continue;
    }
    const std::size_t end = close + glyph(text, close).size;
    const Span inside{static_cast<std::uint32_t>(i + c.size), static_cast<std::uint32_t>(close)};
    if (is_role_clause(text, inside)) {
      keep(static_cast<std::uint32_t>(i));
      Clause clause;
      clause.whole = {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(end)};
      clause.inside = inside;
      add_clause(context, task, clause);
      at = static_cast<std::uint32_t>(end);
    }
    i = end;
  }
  keep(cell.until);
  read_inline_items(text, cell, task.items);
}

void finish_task(Context& context, Task& task) {
  if (task.text.empty() && !task.title.empty()) {
    task.text = task.title;
    task.text_span = task.title_span;
    task.title.clear();
    task.title_span = {};
  }
  if (task.lead.empty() && task.responsible.empty() && task.supporting.empty() &&
      task.text_span.size() < 20'000)
    add_roles(task, read_roles_in_sentence(context.text, task.text_span));
}

void name_by_objective(std::vector<Task>& tasks, std::size_t from, std::vector<Area>& areas) {
  if (tasks.size() < from + 2) return;
  for (std::size_t i = from; i < tasks.size(); ++i) {
    if (tasks[i].objective.empty() || !tasks[i].title.empty()) return;
    if (i > from && tasks[i].objective_span == tasks[i - 1].objective_span) return;
  }
  std::unordered_set<std::uint32_t> names;
  for (std::size_t i = from; i < tasks.size(); ++i) {
    Task& task = tasks[i];
    names.insert(task.objective_span.from);
    task.title = std::move(task.objective);
    task.title_span = task.objective_span;
    task.objective.clear();
    task.objective_span = {};
    task.span.from = std::min(task.span.from, task.title_span.from);
  }
  std::erase_if(areas, [&](const Area& area) { return names.contains(area.span.from); });
}

} // namespace plumb::plan
