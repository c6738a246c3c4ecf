// SPDX-License-Identifier: Apache-2.0
// A parsed plan as a recorded proposal, and its match with the version that it supersedes.
#include "decide.hpp"

#include <plumb/base/utf8.hpp>
#include <plumb/plan/compare.hpp>

#include <optional>

namespace plumb::intake {

namespace {

using base::Result;
using base::Span;
using event::Json;

Json nullable(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}
Json nullable(const std::optional<base::Date>& date) {
  return date ? Json(base::to_string(*date)) : Json();
}

/// Turns byte spans of the parser into code points.
class Places {
public:
  explicit Places(std::string_view text) : index_(text) {}
  [[nodiscard]] std::optional<Span> place(Span bytes) const {
    if (bytes.empty()) return {};
    return index_.code_points(bytes);
  }
  [[nodiscard]] Json json(Span bytes) const {
    const Span span = index_.code_points(bytes);
    return Json::Array{std::int64_t{span.from}, std::int64_t{span.until}};
  }

private:
  base::CodePointIndex index_;
};

std::vector<TaskUnit> units_from(const std::vector<plan::Unit>& units, const Places& places) {
  std::vector<TaskUnit> out;
  out.reserve(units.size());
  for (const auto& unit : units)
    out.push_back({.text = unit.text,
                   .group = unit.group,
                   .inherited = unit.inherited,
                   .span = places.place(unit.span),
                   .confidence = unit.confidence});
  return out;
}

Target target_from(const plan::Target& target, const Places& places) {
  return {.text = target.text,
          .area = target.area,
          .subject = target.subject,
          .op = std::string(plan::to_string(target.op)),
          .value = target.value,
          .unit = target.unit,
          .span = places.place(target.span),
          .confidence = target.confidence};
}

Task task_from(const plan::Task& parsed, const Places& places) {
  Task task;
  task.number = parsed.number;
  task.area = parsed.area;
  task.objective = parsed.objective;
  task.title = parsed.title;
  task.text = parsed.text;
  task.items = parsed.items;
  task.lead = units_from(parsed.lead, places);
  task.responsible = units_from(parsed.responsible, places);
  task.supporting = units_from(parsed.supporting, places);
  for (const auto& deadline : parsed.deadlines)
    task.deadlines.push_back({.text = deadline.text,
                              .kind = std::string(plan::to_string(deadline.kind)),
                              .on = deadline.on,
                              .rule = deadline.rule,
                              .span = places.place(deadline.span),
                              .confidence = deadline.confidence});
  for (const auto& target : parsed.targets)
    task.targets.push_back(target_from(target, places));
  task.span = places.place(parsed.span);
  task.title_span = places.place(parsed.title_span);
  task.text_span = places.place(parsed.text_span);
  task.confidence = parsed.confidence;
  return task;
}

/// Everything but area, title and text that a version may change.
std::string details_of(const Task& task) {
  std::string out;
  const auto units = [&](const char* role, const std::vector<TaskUnit>& of) {
    out += role;
    for (const auto& unit : of)
      out += unit.text + ';';
  };
  units("lead:", task.lead);
  units("responsible:", task.responsible);
  units("supporting:", task.supporting);
  out += "deadlines:";
  for (const auto& deadline : task.deadlines)
    out += deadline.text + ';';
  out += "targets:";
  for (const auto& target : task.targets)
    out += target.text + ';';
  return out;
}

struct Side {
  std::vector<const Task*> tasks;
  std::vector<std::string> details = {};
  std::vector<plan::Comparable> comparable = {};

  void prepare() {
    details.reserve(tasks.size());
    for (const Task* task : tasks) {
      details.push_back(details_of(*task));
      comparable.push_back({task->area, task->title, task->text, details.back()});
    }
  }
};

/// What a person corrected in the earlier version holds for the same task of the later one. Places
/// inside the text are those of the new document where the value is still the parser's.
void take_over(const Task& before, Task& task) {
  Task old = before;
  forget_units(old);
  const auto places = [](auto& values, const auto& fresh) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const bool same = i < fresh.size() && fresh[i].text == values[i].text;
      values[i].span = same ? fresh[i].span : std::nullopt;
    }
  };
  places(old.lead, task.lead);
  places(old.responsible, task.responsible);
  places(old.supporting, task.supporting);
  places(old.deadlines, task.deadlines);
  places(old.targets, task.targets);
  old.span = task.span;
  old.title_span = task.title_span;
  old.text_span = task.text_span;
  old.number = task.number;
  task = std::move(old);
}

struct Matched {
  std::vector<std::string> carried, dropped;
};

Matched match(const Draft& before, std::vector<Task>& tasks) {
  Side old_side, new_side;
  for (const auto& id : before.order) {
    const auto proposed = before.proposed.find(id);
    old_side.tasks.push_back(proposed == before.proposed.end() ? before.find(id)
                                                               : &proposed->second);
  }
  for (const auto& task : tasks)
    new_side.tasks.push_back(&task);
  old_side.prepare();
  new_side.prepare();
  Matched matched;
  for (const auto& pair : plan::compare_versions(old_side.comparable, new_side.comparable)) {
    if (pair.change == plan::Change::Dropped) {
      const auto& id = before.order[static_cast<std::size_t>(pair.before)];
      if (before.is_approved(id)) matched.dropped.push_back(id);
      continue;
    }
    Task& task = tasks[static_cast<std::size_t>(pair.after)];
    if (pair.change == plan::Change::Added) {
      task.change = "added";
      continue;
    }
    const Task& old = *before.find(before.order[static_cast<std::size_t>(pair.before)]);
    const bool same = pair.change == plan::Change::Same;
    if (same && old.corrected) take_over(old, task);
    task.notes = {};
    task.task_id = old.task_id;
    task.continues = old.task_id;
    task.change = same ? "same" : "changed";
    if (same && before.is_approved(old.task_id)) matched.carried.push_back(old.task_id);
  }
  return matched;
}

} // namespace

Result<Proposal> propose(const Import& import, const std::string& document_id,
                         const std::string& file, const Draft* superseded) {
  const plan::Plan& plan = *import.plan;
  const Places places(plan.source.text);
  std::vector<Task> tasks;
  tasks.reserve(plan.tasks.size());
  for (const auto& parsed : plan.tasks)
    tasks.push_back(task_from(parsed, places));
  Matched matched;
  if (superseded != nullptr) matched = match(*superseded, tasks);

  Json::Array task_list, repairs, areas, targets, unassigned, warnings, dropped;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    // A task that continues an earlier one keeps its id, and with it its place in the ledger.
    if (tasks[i].task_id.empty()) tasks[i].task_id = document_id + '-' + std::to_string(i + 1);
    task_list.push_back(to_json(tasks[i]));
  }
  for (const auto& repair : plan.source.repairs)
    repairs.push_back(Json::Object{{"kind", text::to_string(repair.kind)},
                                   {"span", places.json(repair.span)},
                                   {"before", repair.before},
                                   {"certain", repair.certain}});
  for (const auto& area : plan.areas)
    areas.push_back(Json::Object{{"number", nullable(area.number)},
                                 {"title", area.title},
                                 {"goal", nullable(area.goal)},
                                 {"span", places.json(area.span)}});
  for (const auto& target : plan.targets) {
    Task holder;
    holder.targets.push_back(target_from(target, places));
    targets.push_back(to_json(holder)["targets"].items()[0]);
  }
  for (const auto& leftover : plan.unassigned)
    unassigned.push_back(Json::Object{{"span", places.json(leftover.span)}, {"why", leftover.why}});
  for (const auto& warning : plan.warnings)
    warnings.push_back(Json::Object{{"id", warning.id}, {"span", places.json(warning.span)}});
  for (const auto& id : matched.dropped)
    dropped.emplace_back(id);

  const Json payload = Json::Object{{"document_id", document_id},
                                    {"name", import.name},
                                    {"format", import.format},
                                    {"file", file},
                                    {"title", plan.title.empty() ? import.name : plan.title},
                                    {"document_number", nullable(plan.document_number)},
                                    {"issuer", nullable(plan.issuer)},
                                    {"issued_on", nullable(plan.issued_on)},
                                    {"period_from", nullable(plan.period_from)},
                                    {"period_until", nullable(plan.period_until)},
                                    {"kind", plan::to_string(plan.kind)},
                                    {"supersedes", nullable(import.supersedes)},
                                    {"higher", nullable(import.higher)},
                                    {"text", plan.source.text},
                                    {"repairs", std::move(repairs)},
                                    {"areas", std::move(areas)},
                                    {"tasks", std::move(task_list)},
                                    {"targets", std::move(targets)},
                                    {"unassigned", std::move(unassigned)},
                                    {"warnings", std::move(warnings)},
                                    {"dropped", std::move(dropped)}};
  Proposal proposal;
  proposal.imported = {.type = std::string(event::kDocumentImported),
                       .payload = payload.dump(),
                       .effective_on = plan.issued_on};
  proposal.carried = std::move(matched.carried);
  // The state as a replay would see it: whatever cannot be read back must not be recorded.
  proposal.draft.revision = 1;
  PLUMB_TRY(apply(event::kDocumentImported, payload, proposal.draft));
  return proposal;
}

} // namespace plumb::intake
