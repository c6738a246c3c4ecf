// SPDX-License-Identifier: Apache-2.0
#include "reading.hpp"

#include <plumb/intake/task.hpp>

#include <algorithm>
#include <array>

namespace plumb::intake {

namespace {

using base::Result;
using event::append_quoted;
using event::Json;

constexpr std::array<std::string_view, 5> kDeadlineKinds = {"date", "period", "recurring",
                                                            "standing", "relative"};
constexpr std::array<std::string_view, 6> kOperators = {"", "=", ">=", "<=", ">", "<"};
constexpr std::array<std::string_view, 10> kReasons = {
    "",           "name",      "former_name", "alias",  "shortened",
    "collective", "remainder", "everybody",   "chosen", "unresolved"};

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& values) {
  return std::find(values.begin(), values.end(), text) != values.end();
}

base::Decimal fraction(int percent) {
  return *base::shift({percent, 0}, -2);
}

Json nullable(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}
Json nullable(const std::optional<base::Date>& date) {
  return date ? Json(base::to_string(*date)) : Json();
}
Json nullable(const std::optional<base::Span>& span) {
  if (!span) return {};
  return Json::Array{std::int64_t{span->from}, std::int64_t{span->until}};
}
Json strings(const std::vector<std::string>& texts) {
  Json::Array out;
  for (const auto& text : texts)
    out.emplace_back(text);
  return out;
}

Json to_json(const TaskUnit& unit) {
  Json::Object out{{"text", unit.text},
                   {"group", unit.group},
                   {"inherited", unit.inherited},
                   {"span", nullable(unit.span)},
                   {"confidence", fraction(unit.confidence)}};
  if (!unit.unit_ids.empty() || !unit.reason.empty()) {
    out.emplace("unit_ids", strings(unit.unit_ids));
    out.emplace("reason", unit.reason);
  }
  return out;
}

Json to_json(const Deadline& deadline) {
  return Json::Object{
      {"text", deadline.text},           {"kind", deadline.kind},
      {"on", nullable(deadline.on)},     {"rule", nullable(deadline.rule)},
      {"span", nullable(deadline.span)}, {"confidence", fraction(deadline.confidence)}};
}

Json to_json(const Target& target) {
  return Json::Object{{"text", target.text},
                      {"area", nullable(target.area)},
                      {"subject", nullable(target.subject)},
                      {"operator", nullable(target.op)},
                      {"value", target.value ? Json(*target.value) : Json()},
                      {"unit", nullable(target.unit)},
                      {"span", nullable(target.span)},
                      {"confidence", fraction(target.confidence)}};
}

template <class T> Json list(const std::vector<T>& values) {
  Json::Array out;
  out.reserve(values.size());
  for (const auto& value : values)
    out.push_back(to_json(value));
  return out;
}

Result<TaskUnit> unit_from(const Json& json) {
  TaskUnit unit;
  Reading read(json);
  read.text("text", unit.text, Reading::Required);
  read.boolean("group", unit.group);
  read.boolean("inherited", unit.inherited);
  read.span("span", unit.span);
  read.percent("confidence", unit.confidence);
  read.texts("unit_ids", unit.unit_ids);
  read.text("reason", unit.reason);
  read.require("reason", is_one_of(unit.reason, kReasons));
  PLUMB_TRY(read.result());
  return unit;
}

Result<Deadline> deadline_from(const Json& json) {
  Deadline deadline;
  Reading read(json);
  read.text("text", deadline.text, Reading::Required);
  read.text("kind", deadline.kind);
  read.require("kind", is_one_of(deadline.kind, kDeadlineKinds));
  read.date("on", deadline.on);
  read.text("rule", deadline.rule);
  read.span("span", deadline.span);
  read.percent("confidence", deadline.confidence);
  PLUMB_TRY(read.result());
  return deadline;
}

Result<Target> target_from(const Json& json) {
  Target target;
  Reading read(json);
  read.text("text", target.text, Reading::Required);
  read.text("area", target.area);
  read.text("subject", target.subject);
  read.text("operator", target.op);
  read.require("operator", is_one_of(target.op, kOperators));
  read.decimal("value", target.value);
  read.text("unit", target.unit);
  read.span("span", target.span);
  read.percent("confidence", target.confidence);
  PLUMB_TRY(read.result());
  return target;
}

template <class F> void each_role(Task& task, F&& visit) {
  visit("lead", task.lead);
  visit("responsible", task.responsible);
  visit("supporting", task.supporting);
}

/// Visits (name, optional member of TaskFields, member of Task) for every field.
template <class Fields, class T, class F> void each_field(Fields& fields, T& task, F&& visit) {
  visit("number", fields.number, task.number);
  visit("area", fields.area, task.area);
  visit("objective", fields.objective, task.objective);
  visit("title", fields.title, task.title);
  visit("text", fields.text, task.text);
  visit("lead", fields.lead, task.lead);
  visit("responsible", fields.responsible, task.responsible);
  visit("supporting", fields.supporting, task.supporting);
  visit("deadlines", fields.deadlines, task.deadlines);
  visit("targets", fields.targets, task.targets);
  visit("progress", fields.progress, task.notes.progress);
  visit("problems", fields.problems, task.notes.problems);
  visit("evidence", fields.evidence, task.notes.evidence);
  visit("inspection", fields.inspection, task.notes.inspection);
}

void read_value(Reading& read, const char* name, std::optional<std::string>& out) {
  std::string text;
  read.text(name, text);
  out = std::move(text);
}
void read_value(Reading& read, const char* name, std::optional<std::vector<TaskUnit>>& out) {
  read.list(name, out.emplace(), unit_from);
}
void read_value(Reading& read, const char* name, std::optional<std::vector<Deadline>>& out) {
  read.list(name, out.emplace(), deadline_from);
}
void read_value(Reading& read, const char* name, std::optional<std::vector<Target>>& out) {
  read.list(name, out.emplace(), target_from);
}

Json written(const std::string& text) {
  return nullable(text);
}
template <class T> Json written(const std::vector<T>& values) {
  return list(values);
}

Json to_json(const Notes& notes) {
  Json::Object out;
  const auto add = [&](const char* name, const std::string& text) {
    if (!text.empty()) out.emplace(name, text);
  };
  add("progress", notes.progress);
  add("problems", notes.problems);
  add("evidence", notes.evidence);
  add("inspection", notes.inspection);
  return out;
}

Result<Notes> notes_from(const Json& json) {
  Notes notes;
  Reading read(json);
  read.text("progress", notes.progress);
  read.text("problems", notes.problems);
  read.text("evidence", notes.evidence);
  read.text("inspection", notes.inspection);
  PLUMB_TRY(read.result());
  return notes;
}

} // namespace

std::optional<base::Date> Task::due_on() const {
  std::optional<base::Date> earliest;
  for (const auto& deadline : deadlines)
    if (deadline.on && (!earliest || *deadline.on < *earliest)) earliest = deadline.on;
  return earliest;
}

Result<TaskFields> fields_from_json(const Json& json) {
  TaskFields fields;
  Task names;
  Reading read(json);
  std::size_t present = 0;
  each_field(fields, names, [&](const char* name, auto& field, auto&) {
    if (!json.has(name)) return;
    ++present;
    read_value(read, name, field);
  });
  if (json.object() != nullptr && present != json.object()->size())
    for (const auto& [name, value] : *json.object()) {
      bool known = false;
      each_field(fields, names, [&, key = std::string_view(name)](const char* field, auto&, auto&) {
        known |= key == field;
      });
      read.require(name, known);
    }
  read.require("text", !fields.text || !fields.text->empty());
  PLUMB_TRY(read.result());
  return fields;
}

Json to_json(const TaskFields& fields) {
  Json::Object out;
  Task names;
  each_field(fields, names, [&](const char* name, const auto& field, auto&) {
    if (field) out.emplace(name, written(*field));
  });
  return out;
}

TaskFields fields_of(const Task& task, const TaskFields& mask) {
  TaskFields out = mask;
  each_field(out, task, [](const char*, auto& field, const auto& member) {
    if (field) field = member;
  });
  return out;
}

bool apply(const TaskFields& fields, Task& task) {
  bool changed = false;
  each_field(fields, task, [&](const char*, const auto& field, auto& member) {
    if (!field || *field == member) return;
    member = *field;
    changed = true;
  });
  return changed;
}

Json to_json(const Task& task) {
  Json::Object out{{"task_id", task.task_id},
                   {"number", nullable(task.number)},
                   {"area", nullable(task.area)},
                   {"objective", nullable(task.objective)},
                   {"title", nullable(task.title)},
                   {"text", task.text},
                   {"items", strings(task.items)},
                   {"lead", list(task.lead)},
                   {"responsible", list(task.responsible)},
                   {"supporting", list(task.supporting)},
                   {"deadlines", list(task.deadlines)},
                   {"targets", list(task.targets)},
                   {"span", nullable(task.span)},
                   {"title_span", nullable(task.title_span)},
                   {"text_span", nullable(task.text_span)},
                   {"confidence", fraction(task.confidence)},
                   {"corrected", task.corrected}};
  if (!task.continues.empty()) out.emplace("continues", task.continues);
  if (!task.change.empty()) out.emplace("change", task.change);
  if (!(task.notes == Notes{})) out.emplace("notes", to_json(task.notes));
  return out;
}

Result<Task> task_from_json(const Json& json) {
  Task task;
  Reading read(json);
  read.text("task_id", task.task_id, Reading::Required);
  read.text("number", task.number);
  read.text("area", task.area);
  read.text("objective", task.objective);
  read.text("title", task.title);
  read.text("text", task.text);
  read.texts("items", task.items);
  each_role(task, [&](const char* name, auto& units) { read.list(name, units, unit_from); });
  read.list("deadlines", task.deadlines, deadline_from);
  read.list("targets", task.targets, target_from);
  read.span("span", task.span);
  read.span("title_span", task.title_span);
  read.span("text_span", task.text_span);
  read.percent("confidence", task.confidence);
  read.boolean("corrected", task.corrected);
  read.text("continues", task.continues);
  read.text("change", task.change);
  if (json.has("notes")) {
    auto notes = notes_from(json["notes"]);
    read.require("notes", notes.has_value());
    if (notes) task.notes = *std::move(notes);
  }
  PLUMB_TRY(read.result());
  return task;
}

Json approval_of(const Task& task) {
  const auto units = [](const std::vector<TaskUnit>& of) {
    Json::Array out;
    for (const auto& unit : of)
      out.push_back(Json::Object{{"unit_ids", strings(unit.unit_ids)}, {"reason", unit.reason}});
    return out;
  };
  Json::Object out{{"task_id", task.task_id},
                   {"units", Json::Object{{"lead", units(task.lead)},
                                          {"responsible", units(task.responsible)},
                                          {"supporting", units(task.supporting)}}}};
  if (!(task.notes == Notes{})) out.emplace("notes", to_json(task.notes));
  return out;
}

Result<void> apply_approval(const Json& approval, Task& task) {
  Reading read(approval);
  const Json& units = approval["units"];
  each_role(task, [&](const char* name, std::vector<TaskUnit>& of) {
    const auto& recorded = units[name].items();
    read.require(name, recorded.size() == of.size());
    for (std::size_t i = 0; i < std::min(of.size(), recorded.size()); ++i) {
      of[i].unit_ids.clear();
      for (const auto& id : recorded[i]["unit_ids"].items())
        of[i].unit_ids.push_back(id.text());
      of[i].reason = recorded[i]["reason"].text();
    }
  });
  PLUMB_TRY(read.result());
  if (approval.has("notes")) {
    PLUMB_TRY_ASSIGN(task.notes, notes_from(approval["notes"]));
  }
  return {};
}

void forget_units(Task& task) {
  each_role(task, [](const char*, std::vector<TaskUnit>& units) {
    for (auto& unit : units) {
      if (unit.reason == "chosen") continue;
      unit.unit_ids.clear();
      unit.reason.clear();
    }
  });
}

namespace {

void append_nullable(std::string& out, const std::string& text) {
  if (text.empty())
    out += "null";
  else
    append_quoted(out, text);
}

void append_strings(std::string& out, const std::vector<std::string>& texts) {
  out += '[';
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) out += ',';
    append_quoted(out, texts[i]);
  }
  out += ']';
}

void append_span_and_confidence(std::string& out, const std::optional<base::Span>& span,
                                int confidence) {
  out += ",\"span\":";
  if (span)
    out += '[' + std::to_string(span->from) + ',' + std::to_string(span->until) + ']';
  else
    out += "null";
  out += ",\"confidence\":" + base::to_string(fraction(confidence));
}

void append(std::string& out, const TaskUnit& unit) {
  out += "{\"text\":";
  append_quoted(out, unit.text);
  out += unit.group ? ",\"group\":true" : ",\"group\":false";
  out += unit.inherited ? ",\"inherited\":true" : ",\"inherited\":false";
  append_span_and_confidence(out, unit.span, unit.confidence);
  if (!unit.reason.empty()) {
    out += ",\"unit_ids\":";
    append_strings(out, unit.unit_ids);
    out += ",\"reason\":\"" + unit.reason + '"';
  }
  if (!unit.suggestions.empty()) {
    out += ",\"suggestions\":";
    append_strings(out, unit.suggestions);
  }
  out += '}';
}

void append(std::string& out, const Deadline& deadline) {
  out += "{\"text\":";
  append_quoted(out, deadline.text);
  out += ",\"kind\":\"" + deadline.kind + "\",\"on\":";
  append_nullable(out, deadline.on ? base::to_string(*deadline.on) : std::string());
  out += ",\"rule\":";
  append_nullable(out, deadline.rule);
  append_span_and_confidence(out, deadline.span, deadline.confidence);
  out += '}';
}

void append(std::string& out, const Target& target) {
  out += "{\"text\":";
  append_quoted(out, target.text);
  out += ",\"area\":";
  append_nullable(out, target.area);
  out += ",\"subject\":";
  append_nullable(out, target.subject);
  out += ",\"operator\":";
  append_nullable(out, target.op);
  out += ",\"value\":" + (target.value ? base::to_string(*target.value) : std::string("null")) +
         ",\"unit\":";
  append_nullable(out, target.unit);
  append_span_and_confidence(out, target.span, target.confidence);
  out += '}';
}

template <class T>
void append_list(std::string& out, const char* name, const std::vector<T>& values) {
  out += ",\"";
  out += name;
  out += "\":[";
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) out += ',';
    append(out, values[i]);
  }
  out += ']';
}

} // namespace

void append_shared_members(std::string& out, const Task& task) {
  out += "\"number\":";
  append_nullable(out, task.number);
  out += ",\"area\":";
  append_nullable(out, task.area);
  out += ",\"objective\":";
  append_nullable(out, task.objective);
  out += ",\"title\":";
  append_nullable(out, task.title);
  out += ",\"text\":";
  append_quoted(out, task.text);
  out += ",\"items\":";
  append_strings(out, task.items);
  append_list(out, "lead", task.lead);
  append_list(out, "responsible", task.responsible);
  append_list(out, "supporting", task.supporting);
  append_list(out, "deadlines", task.deadlines);
  append_list(out, "targets", task.targets);
  append_span_and_confidence(out, task.span, task.confidence);
}

} // namespace plumb::intake
