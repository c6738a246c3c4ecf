// SPDX-License-Identifier: Apache-2.0
// One record, now or as it was, and what was recorded of it.
#include "fold.hpp"
#include "lookup.hpp"
#include "personal.hpp"
#include "render.hpp"
#include "state.hpp"
#include "visible.hpp"
#include "write.hpp"

namespace plumb::records {
namespace {

using base::Result;
using View = std::string_view;

/// What was known of a record at an instant.
Result<registers::Record> known_at(Connection& connection, View authority_id, View record_id,
                                   std::int64_t instant) {
  registers::Record record;
  bool any = false;
  const auto read =
      journal::Journal::visit(connection, authority_id, 0, registers::record_stream(record_id),
                              [&](const event::Event& event) -> Result<bool> {
                                if (event.recorded_at > instant) return false;
                                PLUMB_TRY(registers::apply(record, event));
                                any = true;
                                return true;
                              });
  PLUMB_TRY(read);
  if (!any) return unknown_record(record_id);
  return record;
}

/// The record without the steps that happened after a day. What was corrected since stays so: it
/// was always true.
Result<registers::Record> at_end_of(registers::Record record, Date day,
                                    const registers::Environment& environment,
                                    const Standing& standing) {
  const std::string record_id = record.record_id;
  const std::int64_t revision = record.revision;
  while (!record.steps.empty() && record.steps.back().on > day) {
    if (record.steps.size() == 1) return unknown_record(record_id);
    PLUMB_TRY_ASSIGN(const auto rules, applicable(standing, record));
    auto decision =
        registers::decide(*rules.book, &record, record_id,
                          registers::Annul{"as of " + base::to_string(day)}, environment);
    auto* accepted = std::get_if<registers::Accepted>(&decision);
    if (accepted == nullptr)
      return refused(*rules.book, std::get<std::vector<registers::Refusal>>(decision));
    record = std::move(accepted->record);
  }
  record.revision = revision;
  return record;
}

Result<registers::Record> past_record(Connection& connection, View authority_id, View record_id,
                                      const Past& past, const Standing& standing,
                                      std::int64_t now_ms) {
  registers::Record record;
  if (past.known_at) {
    PLUMB_TRY_ASSIGN(record, known_at(connection, authority_id, record_id, *past.known_at));
  } else {
    PLUMB_TRY_ASSIGN(record, known_record(connection, authority_id, record_id));
  }
  if (!past.as_of) return record;
  const auto environment = environment_of(standing, now_ms, {});
  return at_end_of(std::move(record), *past.as_of, environment, standing);
}

} // namespace

Result<registers::Record> Records::state(View authority_id, View record_id,
                                         const Past& past) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, authority_id));
  PLUMB_TRY_ASSIGN(auto record, past_record(*reader, authority_id, record_id, past, *standing,
                                            state_->clock.now_ms()));
  PLUMB_TRY_ASSIGN(const auto rules, applicable(*standing, record));
  std::vector<std::string> erased;
  PLUMB_TRY(unseal_personal(*reader, authority_id, *rules.declared, record.fields, erased));
  return record;
}

Result<Answer> Records::record(View authority_id, View record_id, const Past& past,
                               const Viewer& viewer, const registers::Actor& actor) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const bool seen, sees(*reader, authority_id, record_id, viewer));
  if (!seen) return unknown_record(record_id);
  PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, authority_id));
  const std::int64_t now_ms = state_->clock.now_ms();
  PLUMB_TRY_ASSIGN(const auto record,
                   past_record(*reader, authority_id, record_id, past, *standing, now_ms));
  PLUMB_TRY_ASSIGN(const auto rules, applicable(*standing, record));
  const bool now = !past.as_of && !past.known_at;
  auto environment = environment_of(*standing, now_ms, actor);
  Looker looker(*reader, authority_id, *standing, *rules.book, environment.today);
  environment.lookup = looker.functions();
  const Date day = now ? environment.today
                       : past.as_of.value_or(base::china_date(past.known_at.value_or(now_ms)));
  const auto newest = now ? standing->in_force(day) : standing->newest();
  Json detail = detail_json({.book = *rules.book,
                             .declared = *rules.declared,
                             .record = record,
                             .newest_rules = newest ? newest->version() : std::string(),
                             .calendar = environment.calendar,
                             .today = day,
                             .environment = now ? &environment : nullptr,
                             .as_of = past.as_of,
                             .known_at = past.known_at,
                             .actor = &actor});
  PLUMB_TRY(looker.done());
  PLUMB_TRY(complete_detail(*reader, authority_id, *standing, detail, viewer));
  return Answer{detail.dump(), record.revision, std::string(record_id)};
}

Result<std::string> Records::events(View authority_id, View record_id, std::int64_t after,
                                    std::size_t limit) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY(known_record(*reader, authority_id, record_id));
  std::string out = "{\"events\":[";
  std::size_t count = 0;
  std::int64_t last = 0;
  bool more = false;
  const auto read =
      journal::Journal::visit(*reader, authority_id, after, registers::record_stream(record_id),
                              [&](const event::Event& event) -> Result<bool> {
                                if (count == limit) {
                                  more = true;
                                  return false;
                                }
                                if (count++ > 0) out += ',';
                                append_json(out, event);
                                last = event.sequence;
                                return true;
                              });
  PLUMB_TRY(read);
  out += "],\"next_after\":" + (more ? std::to_string(last) : std::string("null")) + '}';
  return out;
}

} // namespace plumb::records
