// SPDX-License-Identifier: Apache-2.0
#include "assemble.hpp"
#include "kind.hpp"
#include "leftover.hpp"
#include "outline.hpp"
#include "tables.hpp"
#include "target.hpp"

#include <algorithm>
#include <functional>
#include <unordered_set>

namespace plumb::plan {
namespace {

/// The beginning of what a task says, for telling whether two places hold the same one.
std::string beginning(const Task& task, std::size_t bytes) {
  // Marks and blanks take less than twice the room of the words.
  const std::string_view text = task.text;
  std::string words = letters_only(task.title + std::string(text.substr(0, 3 * bytes)));
  if (words.size() > bytes) words.resize(bytes);
  return words;
}

/// A table behind the text often holds the text's tasks again.
bool says_the_same(const std::vector<Task>& tasks, const TableTasks& one, const TableTasks& other) {
  if (one.tasks.empty() && other.tasks.empty()) return false;
  std::unordered_set<std::string> known;
  for (const auto& task : tasks)
    known.insert(beginning(task, 24));
  std::size_t same = 0;
  std::size_t all = 0;
  for (const auto* table : {&one, &other})
    for (const auto& task : table->tasks) {
      ++all;
      same += known.contains(beginning(task, 24));
    }
  return all > 0 && same * 2 >= all;
}

/// A saved page may hold its document twice.
void drop_repetitions(std::vector<Task>& tasks) {
  const std::hash<std::string_view> hash;
  std::unordered_set<std::size_t> seen;
  seen.reserve(tasks.size());
  std::erase_if(tasks, [&](const Task& task) {
    if (task.text.size() < 90) return false;
    std::size_t key = hash(task.text);
    for (const std::string_view part : {std::string_view(task.title), std::string_view(task.area),
                                        std::string_view(task.objective)})
      key = key * 0x9E3779B97F4A7C15ULL + hash(part);
    return !seen.insert(key).second;
  });
}

/// Brackets that hold nothing but names count as roles where the document says so or does so all
/// the time; elsewhere they are remarks.
void settle_names(Lines& lines, const Frame& frame) {
  std::size_t names = 0;
  std::size_t others = 0;
  for (const auto& clause : lines.clauses) {
    if (clause.line < frame.body_from || clause.line >= frame.body_until) continue;
    (clause.kind == ClauseKind::Names ? names : others) += 1;
  }
  const bool count = names > 0 && (lines.first_leads || (names >= 3 && names >= others));
  if (count) {
    for (auto& clause : lines.clauses)
      if (clause.kind == ClauseKind::Names) {
        clause.kind = ClauseKind::Bracket;
        clause.otherwise = LabelKind::Responsible;
      }
    return;
  }
  std::erase_if(lines.clauses,
                [](const Clause& clause) { return clause.kind == ClauseKind::Names; });
}

class Narrative {
public:
  Narrative(Context& context, const Outline& outline, Plan& plan)
      : context_(context), outline_(outline), plan_(plan) {}

  void read() {
    const auto& nodes = outline_.nodes;
    sibling_containers();
    for (std::size_t n = 0; n < nodes.size(); ++n) {
      if (nodes[n].container && !is_generic(nodes[n])) add_area(n);
      if (nodes[n].task) add_task(n);
    }
    if (tasks().empty() && outline_.signals && nodes.empty())
      split_paragraphs(context_.frame.body_from, context_.frame.body_until, -1);
    inherit_across();
    add_effects();
  }

  /// Duties with a date among the closing provisions.
  void read_closing() {
    const auto& nodes = outline_.nodes;
    for (std::size_t n = 0; n < nodes.size(); ++n) {
      const Node& node = nodes[n];
      if (node.active || node.parent < 0 || node.has_children) continue;
      const Node& parent = nodes[static_cast<std::size_t>(node.parent)];
      if (parent.active || parent.section != Section::Closing) continue;
      Task task = read_task(n);
      const bool reports = has_any(task.text, {"报送", "上报", "报告", "总结", "汇总", "制定",
                                               "提交", "反馈", "填报", "通报"});
      const bool dated =
          std::any_of(task.deadlines.begin(), task.deadlines.end(), [](const Deadline& d) {
            return (d.kind == DeadlineKind::Date || d.kind == DeadlineKind::Recurring ||
                    d.kind == DeadlineKind::Period) &&
                   d.confidence >= 80;
          });
      if (!reports || !dated) continue;
      task.area = squeeze(parent.title.of(context_.text));
      task.area_span = parent.title;
      task.confidence = 60;
      tasks().push_back(std::move(task));
    }
  }

private:
  std::vector<Task>& tasks() { return plan_.tasks; }
  std::string_view text() const { return context_.text; }

  bool is_generic(const Node& node) const {
    return node.section == Section::Tasks || node.section == Section::Forward;
  }

  void sibling_containers() {
    const auto& nodes = outline_.nodes;
    container_below_.assign(nodes.size() + 1, false);
    for (const auto& node : nodes)
      if (node.container && !is_generic(node))
        container_below_[static_cast<std::size_t>(node.parent + 1)] = true;
    splits_.assign(nodes.size(), false);
    for (std::size_t n = 0; n < nodes.size(); ++n) {
      splits_[n] = nodes[n].task && !nodes[n].has_children && nodes[n].rest.empty() &&
                   paragraphs_with_roles(nodes[n]) >= 2;
      if (splits_[n]) container_below_[static_cast<std::size_t>(nodes[n].parent + 1)] = true;
    }
  }

  /// What an area is called: its heading, or the beginning of its text.
  Span name_of(const Node& node) const {
    if (!node.title.empty()) return node.title;
    Span name = node.rest;
    std::size_t letters = 0;
    for (std::size_t i = name.from; i < name.until;) {
      const auto c = glyph(text(), i);
      if (is_clause_end(c.value) || ++letters > 60) {
        name.until = static_cast<std::uint32_t>(i);
        break;
      }
      i += c.size;
    }
    return name;
  }

  void add_area(std::size_t n) {
    const Node& node = outline_.nodes[n];
    Area area;
    area.number = std::string(node.printed.of(text()));
    const Span name = name_of(node);
    area.title = squeeze(name.of(text()));
    area.span = {context_.lines.lines[node.line].span.from,
                 node.rest.empty() ? context_.lines.lines[node.line].span.until
                                   : std::max(name.until, node.title.until)};
    for (std::uint32_t i = node.line + 1; i < node.own_until; ++i) {
      const Line& line = context_.lines.lines[i];
      if (line.kind != LineKind::Goal || context_.frame.why[i] != Why::None) continue;
      const Label label = read_label(text(), line.span.from, line.span.until);
      area.goal = std::string(base::trim(text().substr(label.end, line.span.until - label.end)));
      area.span.until = std::max(area.span.until, line.span.until);
      break;
    }
    plan_.areas.push_back(std::move(area));
  }

  void place(Task& task, std::size_t n) const {
    const auto& nodes = outline_.nodes;
    std::vector<int> above; // outermost last
    int generic = -1;
    for (int p = nodes[n].parent; p >= 0; p = nodes[static_cast<std::size_t>(p)].parent) {
      if (is_generic(nodes[static_cast<std::size_t>(p)])) {
        if (generic < 0) generic = p;
        continue;
      }
      above.push_back(p);
    }
    const auto set = [&](std::string& name, Span& span, int node) {
      span = name_of(nodes[static_cast<std::size_t>(node)]);
      name = squeeze(span.of(text()));
    };
    if (!above.empty()) {
      set(task.area, task.area_span, above.back());
      if (above.size() >= 2) set(task.objective, task.objective_span, above.front());
      return;
    }
    const bool beside_areas = container_below_[static_cast<std::size_t>(nodes[n].parent + 1)];
    if (generic >= 0 && !beside_areas)
      set(task.area, task.area_span, generic);
    else if (!nodes[n].title.empty())
      set(task.area, task.area_span, static_cast<int>(n));
  }

  Task read_task(std::size_t n) {
    const auto& nodes = outline_.nodes;
    const Node& node = nodes[n];
    Task task;
    task.number = std::string(node.printed.of(text()));
    task.span = context_.lines.lines[node.line].span;
    task.title = squeeze(node.title.of(text()));
    task.title_span = node.title;
    task.confidence = outline_.signals ? 90 : 80;
    read_sentences(context_, task, node.title);
    place(task, n);
    std::uint32_t head =
        node.title.empty()
            ? (node.rest.empty() ? context_.lines.lines[node.line].span.from : node.rest.from)
            : node.title.until;
    // Behind the mark that ends the heading.
    while (head < context_.lines.lines[node.line].span.until) {
      const auto c = glyph(text(), head);
      if (!is_full_stop(c.value) && !is_colon(c.value) && !is_space(c.value) &&
          !is_comma(c.value) && c.value != U'】' && c.value != '*')
        break;
      head += c.size;
    }
    add_lines(context_, task, node.line, node.until, head);
    for (std::size_t k = n + 1; k < nodes.size() && nodes[k].line < node.until; ++k)
      if (nodes[k].parent == static_cast<int>(n)) task.items.push_back(item_of(nodes[k]));
    if (task.lead.empty() && task.responsible.empty() && task.supporting.empty())
      inherit_from_headings(task, node);
    finish_task(context_, task);
    return task;
  }

  /// Roles that stand behind the heading of an area are meant for its tasks.
  void inherit_from_headings(Task& task, const Node& node) {
    for (int p = node.parent; p >= 0; p = outline_.nodes[static_cast<std::size_t>(p)].parent) {
      const Node& above = outline_.nodes[static_cast<std::size_t>(p)];
      const auto [from, until] = context_.lines.clauses_of(above.line, above.own_until);
      if (from == until) continue;
      Task heading;
      for (std::size_t c = from; c < until; ++c)
        add_clause(context_, heading, context_.lines.clauses[c]);
      Roles roles;
      roles.lead = heading.lead;
      roles.responsible = heading.responsible;
      roles.supporting = heading.supporting;
      if (roles.empty()) continue;
      add_roles(task, roles, true);
      if (task.deadlines.empty()) task.deadlines = heading.deadlines;
      return;
    }
  }

  std::string item_of(const Node& node) const {
    std::string item(node.title.of(text()));
    if (!node.title.empty() && !node.rest.empty()) {
      const auto between = text().substr(node.title.until, node.rest.from - node.title.until);
      item.append(base::trim(between));
    }
    item.append(node.rest.of(text()));
    return item;
  }

  void add_task(std::size_t n) {
    const Node& node = outline_.nodes[n];
    if (splits_[n]) {
      add_area(n);
      split_paragraphs(node.line + 1, node.until, static_cast<int>(n));
      return;
    }
    Task task = read_task(n);
    if (task.text.empty()) return;
    share_roles(task, node.parent);
    if (is_own_area(task, node)) {
      Area area;
      area.number = task.number;
      area.title = task.area;
      area.span = task.area_span;
      plan_.areas.push_back(std::move(area));
    }
    tasks().push_back(std::move(task));
  }

  /// Role and time lines behind the last of several measures are meant for each of them.
  void share_roles(Task& task, int parent) {
    if (parent < 0 || !outline_.nodes[static_cast<std::size_t>(parent)].shares_roles) return;
    if (shared_of_ != parent) {
      const Node& above = outline_.nodes[static_cast<std::size_t>(parent)];
      shared_of_ = parent;
      shared_ = {};
      const auto [from, until] = context_.lines.clauses_of(above.line, above.until);
      for (std::size_t c = from; c < until; ++c)
        if (context_.lines.clauses[c].kind == ClauseKind::LabelLine)
          add_clause(context_, shared_, context_.lines.clauses[c]);
    }
    if (task.lead.empty() && task.responsible.empty() && task.supporting.empty()) {
      Roles roles;
      roles.lead = shared_.lead;
      roles.responsible = shared_.responsible;
      roles.supporting = shared_.supporting;
      add_roles(task, roles, true);
    }
    const bool dated = std::any_of(task.deadlines.begin(), task.deadlines.end(),
                                   [](const Deadline& d) { return d.on.has_value(); });
    if (dated) return;
    for (const auto& deadline : shared_.deadlines)
      if (std::none_of(task.deadlines.begin(), task.deadlines.end(),
                       [&](const Deadline& d) { return d.span == deadline.span; }))
        task.deadlines.push_back(deadline);
  }

  bool is_own_area(const Task& task, const Node& node) const {
    return !task.area.empty() && task.area_span == node.title && !node.title.empty();
  }

  /// Paragraphs of a node that each end in their own roles.
  std::size_t paragraphs_with_roles(const Node& node) const {
    std::size_t groups = 0;
    bool text_since = false;
    for (std::uint32_t i = node.line + 1; i < node.until && groups < 2; ++i) {
      const Line& line = context_.lines.lines[i];
      if (context_.frame.why[i] != Why::None) continue;
      const auto [from, until] = context_.lines.clauses_of(i, i + 1);
      if (line.kind == LineKind::Text && line.span.size() > 45) text_since = true;
      if (from < until && text_since) {
        ++groups;
        text_since = false;
      }
    }
    return groups;
  }

  /// Unnumbered tasks: each paragraph (or run of them) up to its roles.
  void split_paragraphs(std::uint32_t from, std::uint32_t until, int node) {
    std::uint32_t start = from;
    bool has_text = false;
    bool has_clause = false;
    const auto flush = [&](std::uint32_t end) {
      while (start < end && (context_.frame.why[start] != Why::None))
        ++start;
      if (start >= end || !has_text || (!has_clause && node < 0)) {
        start = end;
        return;
      }
      if (!has_clause && !tasks().empty()) {
        start = end;
        return;
      }
      Task task;
      task.span = context_.lines.lines[start].span;
      task.confidence = 75;
      Span title, rest;
      split_heading(text(), context_.lines.lines[start].span, title, rest);
      std::uint32_t head = task.span.from;
      if (!title.empty() && !rest.empty()) {
        task.title = squeeze(title.of(text()));
        task.title_span = title;
        head = rest.from;
      }
      if (node >= 0) {
        place(task, static_cast<std::size_t>(node));
        const Span name = name_of(outline_.nodes[static_cast<std::size_t>(node)]);
        const int parent = outline_.nodes[static_cast<std::size_t>(node)].parent;
        if (task.area.empty() || parent < 0 ||
            is_generic(outline_.nodes[static_cast<std::size_t>(parent)])) {
          task.area = squeeze(name.of(text()));
          task.area_span = name;
        } else if (task.area_span != name) {
          task.objective = squeeze(name.of(text()));
          task.objective_span = name;
        }
      }
      add_lines(context_, task, start, end, head);
      finish_task(context_, task);
      if (!task.text.empty()) tasks().push_back(std::move(task));
      start = end;
      has_text = has_clause = false;
    };
    for (std::uint32_t i = from; i < until; ++i) {
      if (context_.frame.why[i] != Why::None) continue;
      const Line& line = context_.lines.lines[i];
      const bool is_text = line.kind == LineKind::Text;
      if (is_text && has_clause) flush(i);
      if (is_text) has_text = true;
      const auto [first, last] = context_.lines.clauses_of(i, i + 1);
      has_clause = has_clause || first < last;
    }
    flush(until);
  }

  /// Numbers run on and only one task below an objective names roles: they are meant for all of it.
  void inherit_across() {
    if (!outline_.continuing) return;
    auto& all = tasks();
    for (std::size_t i = 0; i < all.size();) {
      std::size_t until = i + 1;
      while (until < all.size() && all[until].area_span == all[i].area_span &&
             all[until].objective_span == all[i].objective_span)
        ++until;
      std::size_t with = 0;
      std::size_t which = i;
      for (std::size_t k = i; k < until; ++k)
        if (!all[k].lead.empty() || !all[k].responsible.empty()) {
          ++with;
          which = k;
        }
      if (with == 1 && until - i > 1 && (which == i || which + 1 == until)) {
        Roles roles;
        roles.lead = all[which].lead;
        roles.responsible = all[which].responsible;
        roles.supporting = all[which].supporting;
        for (std::size_t k = i; k < until; ++k)
          if (k != which) add_roles(all[k], roles, true);
      }
      i = until;
    }
  }

  void add_effects() {
    for (const auto& effect : outline_.effects) {
      const Line& line = context_.lines.lines[effect.line];
      Span item{line.marker.style == Style::None ? line.span.from : line.marker.end,
                line.span.until};
      item = base::trim(text(), item);
      const std::size_t before = plan_.targets.size();
      read_targets(text(), item, item, plan_.targets);
      if (plan_.targets.size() == before) {
        Target target;
        target.text = std::string(item.of(text()));
        target.span = item;
        target.confidence = 85;
        plan_.targets.push_back(std::move(target));
      }
      for (std::size_t t = before; t < plan_.targets.size(); ++t)
        if (effect.area >= 0)
          plan_.targets[t].area =
              squeeze(name_of(outline_.nodes[static_cast<std::size_t>(effect.area)]).of(text()));
    }
  }

  Context& context_;
  const Outline& outline_;
  Plan& plan_;
  std::vector<bool> container_below_;
  std::vector<bool> splits_;
  int shared_of_ = -1; // node that shared_ was read for
  Task shared_;
};

} // namespace

Plan propose(text::Text source) {
  Plan plan;
  plan.source = std::move(source);
  const std::string_view text = plan.source.text;
  plan.warnings = plan.source.warnings;
  Lines lines = read_lines(plan.source);
  Frame frame = read_frame(plan.source, lines);
  settle_names(lines, frame);
  Context context{text, lines, frame, plan.warnings};

  const bool report = is_report_title(frame.title) && !is_plan_title(frame.title);
  TableTasks tables = read_tables(context, plan.source.tables);
  TableTasks flattened = read_flattened(context);
  if (!is_plan_title(frame.title) && !tables.title.empty()) {
    frame.title = squeeze(tables.title.of(text));
    frame.title_span = tables.title;
  }
  const Outline outline = read_outline(text, lines, frame, report);
  Narrative narrative(context, outline, plan);
  narrative.read();
  const bool narrative_roles =
      std::any_of(plan.tasks.begin(), plan.tasks.end(),
                  [](const Task& task) { return !task.lead.empty() || !task.responsible.empty(); });
  std::size_t in_tables = tables.tasks.size() + flattened.tasks.size();
  // A table of tasks with roles below a text without: the table says the same, completely.
  const bool repeated = !narrative_roles && (tables.with_roles || flattened.with_roles) &&
                        in_tables >= 3 && in_tables * 2 >= plan.tasks.size();
  const bool same =
      !repeated && !plan.tasks.empty() && says_the_same(plan.tasks, tables, flattened);
  if (same) {
    for (auto* table : {&tables, &flattened}) {
      table->tasks.clear();
      table->areas.clear();
    }
    in_tables = 0;
  }
  if (repeated) {
    plan.tasks.clear();
    plan.areas.clear();
  } else if (!report) {
    narrative.read_closing();
  }
  for (auto* found : {&tables, &flattened}) {
    std::move(found->tasks.begin(), found->tasks.end(), std::back_inserter(plan.tasks));
    std::move(found->areas.begin(), found->areas.end(), std::back_inserter(plan.areas));
  }
  std::sort(plan.tasks.begin(), plan.tasks.end(),
            [](const Task& a, const Task& b) { return a.span < b.span; });
  std::sort(plan.areas.begin(), plan.areas.end(),
            [](const Area& a, const Area& b) { return a.span < b.span; });

  drop_repetitions(plan.tasks);

  plan.title = frame.title;
  plan.title_span = frame.title_span;
  plan.document_number = frame.document_number;
  plan.document_number_span = frame.document_number_span;
  plan.issuer = frame.issuer;
  plan.issuer_span = frame.issuer_span;
  plan.issued_on = frame.issued_on;
  plan.issued_on_span = frame.issued_on_span;
  plan.period_from = frame.period_from;
  plan.period_until = frame.period_until;

  plan.kind = decide_kind({frame, outline, plan.tasks, in_tables, report});
  if (plan.kind == Kind::Other) {
    plan.tasks.clear();
    plan.areas.clear();
    plan.targets.clear();
    plan.warnings.push_back({"plan.not_a_plan", {}});
  }
  std::vector<Span> headers = std::move(tables.headers);
  headers.insert(headers.end(), flattened.headers.begin(), flattened.headers.end());
  plan.unassigned = find_leftovers(context, outline, plan, headers);
  return plan;
}

} // namespace plumb::plan
