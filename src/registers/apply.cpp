// SPDX-License-Identifier: Apache-2.0
#include "record.hpp"

#include <algorithm>

namespace plumb::registers {
namespace {

// A fact as the journal hands it back, or as it was just decided.
struct Fact {
  std::string_view type;
  const Json& payload;
  std::string_view record_id;
  std::int64_t recorded_at = 0;
  std::string_view actor;
};

std::vector<ClockState> read_clocks(Reader& reader) {
  std::vector<ClockState> clocks;
  for (const auto& item : reader.list("clocks")) {
    clocks.push_back(read_clock(item, reader.bad));
    if (std::ranges::count(clocks, clocks.back().clock, &ClockState::clock) > 1)
      reader.blame("clocks");
  }
  return clocks;
}

std::vector<Breach> read_breaches(Reader& reader) {
  std::vector<Breach> breaches;
  for (const auto& item : reader.list("breaches"))
    breaches.push_back(read_breach(item, reader.bad));
  return breaches;
}

void apply_step(const Record& before, Record& record, const Fact& fact, Reader& reader) {
  StepDone done{.step = reader.needed("step"), .on = reader.needed_date("on")};
  done.recorded_at = fact.recorded_at;
  done.actor = fact.actor;
  done.outside_reason = reader.text("outside_reason");
  done.deemed = reader.flag("deemed");
  done.rules = reader.text("rules");
  if (before.steps.empty()) {
    if (!before.record_id.empty() && before.record_id != fact.record_id) reader.blame("record_id");
    record.record_id = fact.record_id;
    record.register_id = reader.needed("register_id");
    record.unit = reader.text("unit");
    record.parent = reader.text("parent");
    record.origin = read_origin(reader);
    record.rules = done.rules;
    record.opened_on = done.on;
  } else if (reader.from.has("register_id")) {
    reader.blame("register_id"); // a record begins once
  }
  record.state = reader.text("state");
  put_fields(record.fields, reader.object("fields"));
  for (auto& clock : read_clocks(reader))
    put_clock(record, std::move(clock));
  for (auto& breach : read_breaches(reader))
    record.breaches.push_back(std::move(breach));
  record.steps.push_back(std::move(done));
  record.steps.back().undo = undo_of(before, record);
  record.steps.back().children = counts_of(before.children);
}

void apply_correction(Record& record, Reader& reader) {
  const auto& steps = reader.list("steps");
  if (steps.size() != record.steps.size()) reader.blame("steps");
  record.opened_on = reader.needed_date("opened_on");
  put_fields(record.fields, reader.object("fields"));
  for (std::size_t i = 0; i < steps.size() && i < record.steps.size(); ++i) {
    Reader step{steps[i], reader.bad};
    record.steps[i].on = step.needed_date("on");
    auto undo = step.object("undo");
    record.steps[i].undo = undo.empty() ? Json() : Json(std::move(undo));
  }
  record.clocks = read_clocks(reader);
  record.breaches = read_breaches(reader);
}

void apply_annulment(Record& record, Reader& reader) {
  if (record.steps.size() < 2 || record.steps.back().step != reader.needed("step")) {
    reader.blame("step");
    return;
  }
  record.steps.pop_back();
  record.state = reader.text("state");
  put_fields(record.fields, reader.object("fields"));
  record.clocks = read_clocks(reader);
  record.breaches = read_breaches(reader);
}

base::Result<void> apply_fact(Record& record, const Fact& fact) {
  std::string bad;
  Reader reader{fact.payload, bad};
  auto next = record;
  const bool opens = fact.type == kStepTaken;
  if (fact.payload.object() == nullptr || (record.steps.empty() && !opens)) reader.blame("payload");
  if (opens)
    apply_step(record, next, fact, reader);
  else if (fact.type == kRecordCorrected)
    apply_correction(next, reader);
  else if (fact.type == kStepAnnulled)
    apply_annulment(next, reader);
  else if (fact.type == kClocksRecomputed)
    for (auto& clock : read_clocks(reader))
      put_clock(next, std::move(clock));
  else if (fact.type == kChildChanged)
    put_child(next, read_child(fact.payload, bad));
  else if (fact.type == kRecordMoved)
    next.rules = reader.needed("rules");
  else
    reader.blame("type");
  if (!bad.empty())
    return base::fail(base::ErrorKind::Corrupt, "registers.bad_event",
                      {{"type", std::string(fact.type)}, {"field", bad}});
  ++next.revision;
  record = std::move(next);
  return {};
}

base::Result<void> apply_text(Record& record, std::string_view type, const std::string& payload,
                              std::string_view record_id, std::int64_t recorded_at,
                              std::string_view actor) {
  const auto json = event::parse_json(payload);
  if (!json)
    return base::fail(base::ErrorKind::Corrupt, "registers.bad_event",
                      {{"type", std::string(type)}, {"field", "payload"}});
  return apply_fact(record, {type, *json, record_id, recorded_at, actor});
}

} // namespace

base::Result<void> apply(Record& record, const event::Event& event) {
  return apply_text(record, event.type, event.payload, record_of_stream(event.stream),
                    event.recorded_at, event.actor);
}

base::Result<void> apply(Record& record, const event::NewEvent& event, std::string_view record_id,
                         std::int64_t recorded_at, std::string_view actor) {
  return apply_text(record, event.type, event.payload, record_id, recorded_at, actor);
}

} // namespace plumb::registers
