// SPDX-License-Identifier: Apache-2.0
#include "record.hpp"

#include <algorithm>

namespace plumb::registers {
namespace {

constexpr std::string_view kStreamPrefix = "record:";

// Absent and empty are one: stored records and facts stay short.
void put_text(Json::Object& object, std::string_view key, std::string_view text) {
  if (!text.empty()) object.emplace(key, text);
}
void put(Json::Object& object, std::string_view key, Json value) {
  if (!value.is_null()) object.emplace(key, std::move(value));
}

Json step_json(const StepDone& step) {
  Json::Object json;
  put_text(json, "step", step.step);
  put(json, "on", base::to_string(step.on));
  json.emplace("recorded_at", step.recorded_at);
  put_text(json, "actor", step.actor);
  put_text(json, "outside_reason", step.outside_reason);
  if (step.deemed) json.emplace("deemed", true);
  put_text(json, "rules", step.rules);
  put(json, "undo", step.undo);
  put(json, "children", step.children);
  return json;
}

StepDone read_step(const Json& json, std::string& bad) {
  Reader reader{json, bad};
  StepDone step;
  step.step = reader.needed("step");
  step.on = reader.needed_date("on");
  step.recorded_at = reader.number("recorded_at");
  step.actor = reader.text("actor");
  step.outside_reason = reader.text("outside_reason");
  step.deemed = reader.flag("deemed");
  step.rules = reader.text("rules");
  if (const auto undo = reader.object("undo"); !undo.empty()) step.undo = undo;
  if (auto children = reader.object("children"); !children.empty())
    step.children = std::move(children);
  return step;
}

// Members of a clock that differ, as they were; null stands for an absent one.
Json::Object former_members(const Json& before, const Json& after) {
  Json::Object former;
  for (const auto& [key, value] : *after.object())
    if (before[key] != value) former.emplace(key, before[key]);
  for (const auto& [key, value] : *before.object())
    if (!after.has(key)) former.emplace(key, value);
  return former;
}

} // namespace

std::string record_stream(std::string_view record_id) {
  return std::string(kStreamPrefix) + std::string(record_id);
}

std::string_view record_of_stream(std::string_view stream) {
  return stream.starts_with(kStreamPrefix) ? stream.substr(kStreamPrefix.size())
                                           : std::string_view{};
}

std::string cite_text(const pack::Citation& cite) {
  return cite.law.empty() ? std::string{} : cite.law + "#" + cite.article;
}

pack::Citation read_cite(std::string_view text) {
  const auto mark = text.find('#');
  if (mark == std::string_view::npos) return {std::string(text), {}};
  return {std::string(text.substr(0, mark)), std::string(text.substr(mark + 1))};
}

Json date_json(const std::optional<Date>& date) {
  return date ? Json(base::to_string(*date)) : Json();
}

Json to_json(const ClockState& clock) {
  Json::Object json;
  json.emplace("clock", clock.clock);
  json.emplace("started_on", base::to_string(clock.started_on));
  for (const auto& which : kClockDates)
    put(json, which.name, date_json(clock.*which.date));
  put(json, "stopped_on", date_json(clock.stopped_on));
  Json::Array pauses;
  for (const auto& pause : clock.pauses) {
    Json::Object item;
    put(item, "from", base::to_string(pause.from));
    put(item, "until", date_json(pause.until));
    pauses.emplace_back(std::move(item));
  }
  if (!pauses.empty()) json.emplace("pauses", std::move(pauses));
  if (clock.extended != 0) json.emplace("extended", clock.extended);
  put(json, "receipts", clock.receipts);
  return json;
}

ClockState read_clock(const Json& json, std::string& bad) {
  Reader reader{json, bad};
  ClockState clock;
  clock.clock = reader.needed("clock");
  clock.started_on = reader.needed_date("started_on");
  for (const auto& which : kClockDates)
    clock.*which.date = reader.date(which.name);
  clock.stopped_on = reader.date("stopped_on");
  for (const auto& item : reader.list("pauses")) {
    Reader pause{item, bad};
    clock.pauses.push_back({pause.needed_date("from"), pause.date("until")});
  }
  const auto extended = reader.number("extended");
  if (extended < 0 || extended > 1000) reader.blame("extended");
  clock.extended = static_cast<int>(std::clamp<std::int64_t>(extended, 0, 1000));
  if (auto receipts = reader.object("receipts"); !receipts.empty())
    clock.receipts = std::move(receipts);
  return clock;
}

Json to_json(const Breach& breach) {
  Json::Object json;
  put_text(json, "kind", breach.kind);
  put_text(json, "about", breach.about);
  put_text(json, "step", breach.step);
  put(json, "on", base::to_string(breach.on));
  put_text(json, "cite", cite_text(breach.cite));
  put_text(json, "binding", breach.binding);
  put_text(json, "reason", breach.reason);
  put_text(json, "words", breach.words);
  return json;
}

Breach read_breach(const Json& json, std::string& bad) {
  Reader reader{json, bad};
  Breach breach;
  breach.kind = reader.needed("kind");
  breach.about = reader.text("about");
  breach.step = reader.text("step");
  breach.on = reader.needed_date("on");
  breach.cite = read_cite(reader.text("cite"));
  breach.binding = reader.text("binding");
  breach.reason = reader.text("reason");
  breach.words = reader.text("words");
  return breach;
}

Json to_json(const Origin& origin) {
  return Json::Object{{"kind", origin.kind}, {"key", origin.key}};
}

Origin read_origin(Reader& reader) {
  const auto& json = reader.from["origin"];
  if (json.is_null()) return {};
  if (json.object() == nullptr) reader.blame("origin");
  Reader origin{json, reader.bad};
  return {origin.text("kind"), origin.text("key")};
}

Json to_json(const Child& child) {
  Json::Object json;
  put_text(json, "register_id", child.register_id);
  put_text(json, "record_id", child.record_id);
  put_text(json, "key", child.key);
  put_text(json, "title", child.title);
  put_text(json, "unit", child.unit);
  put_text(json, "state", child.state);
  if (child.done) json.emplace("done", true);
  if (child.final) json.emplace("final", true);
  return json;
}

Child read_child(const Json& json, std::string& bad) {
  Reader reader{json, bad};
  Child child;
  child.register_id = reader.needed("register_id");
  child.record_id = reader.needed("record_id");
  child.key = reader.text("key");
  child.title = reader.text("title");
  child.unit = reader.text("unit");
  child.state = reader.text("state");
  child.done = reader.flag("done");
  child.final = reader.flag("final");
  return child;
}

Json counts_of(const std::vector<Child>& children) {
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> counts;
  for (const auto& child : children) {
    auto& [count, done] = counts[child.register_id];
    ++count;
    if (child.done || child.final) ++done;
  }
  if (counts.empty()) return {};
  Json::Object json;
  for (const auto& [register_id, both] : counts)
    json.emplace(register_id, Json::Object{{"count", both.first}, {"done", both.second}});
  return json;
}

std::vector<Child> children_of(const Json& counts) {
  constexpr std::size_t kMost = 10'000; // stored counts are whatever they are
  std::vector<Child> children;
  if (counts.object() == nullptr) return children;
  for (const auto& [register_id, both] : *counts.object()) {
    const auto done = both["done"].integer_or(0);
    for (std::int64_t i = 0; i < both["count"].integer_or(0) && children.size() < kMost; ++i) {
      Child child{.register_id = register_id,
                  .record_id = register_id + "/" + std::to_string(i),
                  .title = {},
                  .unit = {},
                  .state = {}};
      child.done = i < done;
      children.push_back(std::move(child));
    }
  }
  return children;
}

Json to_json(const Record& record) {
  Json::Array steps;
  for (const auto& step : record.steps)
    steps.push_back(step_json(step));
  Json::Object json{{"record_id", record.record_id},
                    {"register_id", record.register_id},
                    {"rules", record.rules},
                    {"state", record.state},
                    {"opened_on", base::to_string(record.opened_on)},
                    {"unit", record.unit},
                    {"fields", record.fields},
                    {"steps", std::move(steps)},
                    {"clocks", list_json(record.clocks)},
                    {"breaches", list_json(record.breaches)},
                    {"revision", record.revision}};
  put_text(json, "parent", record.parent);
  if (record.origin != Origin{}) json.emplace("origin", to_json(record.origin));
  if (!record.children.empty()) json.emplace("children", list_json(record.children));
  return json;
}

base::Result<Record> record_from_json(const Json& json) {
  std::string bad = json.object() == nullptr ? "record" : "";
  Reader reader{json, bad};
  Record record;
  record.record_id = reader.needed("record_id");
  record.register_id = reader.needed("register_id");
  record.rules = reader.text("rules");
  record.state = reader.text("state");
  record.opened_on = reader.needed_date("opened_on");
  record.unit = reader.text("unit");
  record.fields = reader.object("fields");
  for (const auto& item : reader.list("steps"))
    record.steps.push_back(read_step(item, bad));
  for (const auto& item : reader.list("clocks"))
    record.clocks.push_back(read_clock(item, bad));
  for (const auto& item : reader.list("breaches"))
    record.breaches.push_back(read_breach(item, bad));
  record.revision = reader.number("revision");
  record.parent = reader.text("parent");
  record.origin = read_origin(reader);
  for (const auto& item : reader.list("children"))
    record.children.push_back(read_child(item, bad));
  if (!bad.empty())
    return base::fail(base::ErrorKind::Corrupt, "registers.bad_record", {{"field", bad}});
  return record;
}

ClockState* find_clock(Record& record, std::string_view id) {
  const auto found = std::ranges::find(record.clocks, id, &ClockState::clock);
  return found == record.clocks.end() ? nullptr : &*found;
}
const ClockState* find_clock(const Record& record, std::string_view id) {
  const auto found = std::ranges::find(record.clocks, id, &ClockState::clock);
  return found == record.clocks.end() ? nullptr : &*found;
}

void put_child(Record& record, Child child) {
  const auto former = std::ranges::find(record.children, child.record_id, &Child::record_id);
  if (former != record.children.end())
    *former = std::move(child);
  else
    record.children.push_back(std::move(child));
}

void put_clock(Record& record, ClockState clock) {
  if (auto* former = find_clock(record, clock.clock))
    *former = std::move(clock);
  else
    record.clocks.push_back(std::move(clock));
}

void put_fields(Json& fields, const Json::Object& values) {
  if (fields.object() == nullptr) fields = Json::Object{};
  for (const auto& [name, value] : values) {
    if (value.is_null())
      fields.object()->erase(name);
    else
      fields.object()->insert_or_assign(name, value);
  }
}

Json undo_of(const Record& before, const Record& after) {
  Json::Object undo;
  if (before.state != after.state) undo.emplace("state", before.state);
  Json::Object fields;
  if (const auto* values = after.fields.object())
    for (const auto& [name, value] : *values)
      if (before.fields[name] != value) fields.emplace(name, before.fields[name]);
  if (const auto* values = before.fields.object())
    for (const auto& [name, value] : *values)
      if (!after.fields.has(name)) fields.emplace(name, value);
  if (!fields.empty()) undo.emplace("fields", std::move(fields));
  Json::Object clocks;
  for (const auto& clock : after.clocks) {
    const auto* former = find_clock(before, clock.clock);
    if (former == nullptr)
      clocks.emplace(clock.clock, nullptr);
    else if (*former != clock)
      clocks.emplace(clock.clock, former_members(to_json(*former), to_json(clock)));
  }
  if (!clocks.empty()) undo.emplace("clocks", std::move(clocks));
  undo.emplace("breaches", static_cast<std::int64_t>(before.breaches.size()));
  return undo;
}

Record without_newest(const Record& record) {
  Record before = record;
  if (before.steps.empty()) return before;
  const Json undo = before.steps.back().undo;
  before.steps.pop_back();
  if (before.steps.empty())
    before.state.clear();
  else if (const auto* state = undo["state"].string())
    before.state = *state;
  if (const auto* fields = undo["fields"].object()) put_fields(before.fields, *fields);
  if (const auto* clocks = undo["clocks"].object()) {
    for (const auto& [id, members] : *clocks) {
      if (members.is_null())
        std::erase_if(before.clocks, [&](const auto& c) { return c.clock == id; });
      auto* clock = find_clock(before, id);
      if (clock == nullptr || members.object() == nullptr) continue;
      auto json = to_json(*clock);
      put_fields(json, *members.object());
      std::string bad;
      if (auto former = read_clock(json, bad); bad.empty()) *clock = std::move(former);
    }
  }
  const auto breaches = undo["breaches"].integer_or(0);
  if (breaches >= 0 && static_cast<std::size_t>(breaches) < before.breaches.size())
    before.breaches.resize(static_cast<std::size_t>(breaches));
  return before;
}

std::vector<Record> life_of(const Record& record) {
  std::vector<Record> life;
  for (auto at = record; !at.steps.empty();) {
    life.push_back(at);
    at = without_newest(at);
  }
  std::ranges::reverse(life);
  return life;
}

std::vector<ClockChange> changes_between(const std::vector<ClockState>& before,
                                         const std::vector<ClockState>& after) {
  std::vector<ClockChange> changes;
  const auto compare = [&](const ClockState* was, const ClockState* is) {
    for (const auto& which : kClockDates) {
      const auto old_date = was != nullptr ? was->*which.date : std::nullopt;
      const auto new_date = is != nullptr ? is->*which.date : std::nullopt;
      if (old_date != new_date)
        changes.push_back(
            {was != nullptr ? was->clock : is->clock, std::string(which.name), old_date, new_date});
    }
  };
  const auto find = [](const auto& list, const std::string& id) -> const ClockState* {
    const auto found = std::ranges::find(list, id, &ClockState::clock);
    return found == list.end() ? nullptr : &*found;
  };
  for (const auto& clock : after)
    compare(find(before, clock.clock), &clock);
  for (const auto& clock : before)
    if (find(after, clock.clock) == nullptr) compare(&clock, nullptr);
  return changes;
}

Json to_json(const std::vector<ClockChange>& changes) {
  Json::Array list;
  for (const auto& change : changes)
    list.emplace_back(Json::Object{{"clock", change.clock},
                                   {"which", change.which},
                                   {"before", date_json(change.before)},
                                   {"after", date_json(change.after)}});
  return list;
}

} // namespace plumb::registers
