// SPDX-License-Identifier: Apache-2.0
#include "write.hpp"

#include "fold.hpp"
#include "personal.hpp"
#include "render.hpp"
#include "state.hpp"

#include <plumb/base/hash.hpp>

#include <algorithm>

namespace plumb::records {

using base::ErrorKind;
using base::Result;
using journal::Transaction;
using View = std::string_view;

namespace {

/// An answer travels through the journal's kept answers as one text: revision, id, body.
std::string pack_answer(const Answer& answer) {
  return std::to_string(answer.revision) + '\n' + answer.id + '\n' + answer.body;
}

Answer unpack_answer(std::string packed) {
  const auto first = packed.find('\n');
  const auto second = packed.find('\n', first + 1);
  Answer answer;
  answer.revision = std::stoll(packed.substr(0, first));
  answer.id = packed.substr(first + 1, second - first - 1);
  packed.erase(0, second + 1);
  answer.body = std::move(packed);
  return answer;
}

Json* fields_of(registers::Command& command) {
  if (auto* step = std::get_if<registers::TakeStep>(&command)) return &step->fields;
  if (auto* correct = std::get_if<registers::Correct>(&command)) return &correct->fields;
  return nullptr;
}

/// Text that tells one command from another under an idempotency key.
std::string request_of(View subject, const registers::Command& command, std::int64_t revision) {
  Json::Object out{{"revision", revision}};
  if (const auto* step = std::get_if<registers::TakeStep>(&command)) {
    out.emplace("step", step->step);
    out.emplace("on", date_or_null(step->on));
    out.emplace("fields", step->fields);
    if (step->outside_reason) out.emplace("outside_reason", *step->outside_reason);
  } else if (const auto* correct = std::get_if<registers::Correct>(&command)) {
    Json::Object days;
    for (const auto& [index, day] : correct->steps)
      days.emplace(std::to_string(index), base::to_string(day));
    out.emplace("correct", Json::Object{{"fields", correct->fields},
                                        {"reason", correct->reason},
                                        {"steps", std::move(days)}});
  } else if (const auto* annul = std::get_if<registers::Annul>(&command)) {
    out.emplace("annul", annul->reason);
  } else if (const auto* move = std::get_if<registers::Move>(&command)) {
    out.emplace("move", move->reason);
  }
  return "record\n" + std::string(subject) + '\n' + Json(std::move(out)).dump();
}

registers::Refusal unknown_reference(const pack::Field& field, View what) {
  registers::Refusal refusal;
  refusal.code = registers::RefusalCode::BadField;
  refusal.about = field.id;
  refusal.title = field.title;
  refusal.details = Json::Object{{"unknown", what}};
  return refusal;
}

Result<bool> exists(Connection& connection, View sql, View authority_id, View value) {
  PLUMB_TRY_ASSIGN(const auto found, connection.integer(sql, {authority_id, value}));
  return found.has_value();
}

/// Whether the files and records that a value names are there; empty where they are.
Result<std::string> missing_reference(Connection& connection, View authority_id,
                                      const pack::Field& field, const Json& value) {
  const auto file = [&](const Json& one) {
    return exists(connection, "select 1 from file where authority_id = $1 and sm3 = $2",
                  authority_id, one["sm3"].text());
  };
  if (field.type == pack::FieldType::File && !value.is_null()) {
    PLUMB_TRY_ASSIGN(const bool there, file(value));
    if (!there) return std::string("file");
  }
  if (field.type == pack::FieldType::Files)
    for (const auto& one : value.items()) {
      PLUMB_TRY_ASSIGN(const bool there, file(one));
      if (!there) return std::string("file");
    }
  if (field.type == pack::FieldType::Record && value.string() != nullptr) {
    PLUMB_TRY_ASSIGN(const bool there,
                     exists(connection,
                            "select 1 from record where authority_id = $1 and record_id = $2",
                            authority_id, value.text()));
    if (!there) return std::string("record");
  }
  return std::string();
}

Result<void> check_references(Connection& connection, View authority_id,
                              const std::vector<pack::Field>& declared, const Json& given,
                              std::vector<registers::Refusal>& refusals) {
  for (const auto& field : declared) {
    const Json& value = given[field.id];
    if (value.is_null()) continue;
    if (field.type == pack::FieldType::Rows)
      for (const auto& row : value.items())
        PLUMB_TRY(check_references(connection, authority_id, field.columns, row, refusals));
    PLUMB_TRY_ASSIGN(const auto missing, missing_reference(connection, authority_id, field, value));
    if (!missing.empty()) refusals.push_back(unknown_reference(field, missing));
  }
  return {};
}

} // namespace

registers::Environment environment_of(const Standing& standing, std::int64_t now_ms,
                                      const registers::Actor& actor) {
  registers::Environment out;
  out.now_ms = now_ms;
  out.today = base::china_date(now_ms);
  out.actor = actor;
  out.calendar = standing.calendar.view(standing.jurisdiction(), out.today);
  return out;
}

Result<std::string> render_now(const Standing& standing, const registers::Environment& environment,
                               const registers::Record& record, const Json* shown_fields) {
  PLUMB_TRY_ASSIGN(const auto rules, applicable(standing, record));
  registers::Record shown = record;
  if (shown_fields != nullptr && shown_fields->object() != nullptr)
    for (const auto& [name, value] : *shown_fields->object())
      if (!value.is_null()) shown.fields.object()->insert_or_assign(name, value);
  const auto newest = standing.in_force(environment.today);
  return detail_json({.book = *rules.book,
                      .declared = *rules.declared,
                      .record = shown,
                      .newest_rules = newest ? newest->version() : std::string(),
                      .calendar = environment.calendar,
                      .today = environment.today,
                      .environment = &environment})
      .dump();
}

Result<std::string> revealed(Connection& connection, View authority_id, const Standing& standing,
                             std::string body) {
  if (body.find("\"sealed\"") == std::string::npos) return body;
  PLUMB_TRY_ASSIGN(Json detail, event::parse_json(body));
  const auto book = standing.version(detail["rules"].text());
  PLUMB_TRY_ASSIGN(const auto* declared, find_register(book.get(), detail["register"].text()));
  std::vector<std::string> erased;
  Json fields = detail["fields"];
  PLUMB_TRY(unseal_personal(connection, authority_id, *declared, fields, erased));
  Json::Array names;
  for (auto& name : erased)
    names.emplace_back(std::move(name));
  detail.object()->insert_or_assign("fields", std::move(fields));
  detail.object()->insert_or_assign("erased", std::move(names));
  return detail.dump();
}

Result<registers::Accepted> Decider::decide(const pack::Rulebook& book,
                                            const pack::Register& declared,
                                            const registers::Record* record, View record_id,
                                            registers::Command command) {
  if (Json* fields = fields_of(command))
    PLUMB_TRY(seal_personal(transaction, declared, record_id, *fields));
  auto decision = registers::decide(book, record, record_id, command, environment);
  if (const auto* refusals = std::get_if<std::vector<registers::Refusal>>(&decision))
    return refused(book, *refusals);
  std::vector<registers::Refusal> unknown;
  if (const Json* fields = fields_of(command))
    PLUMB_TRY(check_references(connection, authority_id, declared.fields, *fields, unknown));
  if (!unknown.empty()) return refused(book, unknown);
  return std::get<registers::Accepted>(std::move(decision));
}

namespace {

/// Decides, records and answers; without a transaction only answers. The answer has personal data
/// sealed: it is kept for repetitions of the command, and an erasure must reach it.
Result<Answer> carry_out(Decider& decider, const Standing& standing, const pack::Rulebook& book,
                         const pack::Register& declared, const registers::Record* before,
                         const std::string& record_id, registers::Command command) {
  const Json given = fields_of(command) != nullptr ? *fields_of(command) : Json();
  PLUMB_TRY_ASSIGN(auto accepted,
                   decider.decide(book, declared, before, record_id, std::move(command)));
  registers::Record after = std::move(accepted.record);
  if (decider.transaction != nullptr) {
    PLUMB_TRY(decider.transaction->append(registers::record_stream(record_id),
                                          before ? before->revision : 0, accepted.events));
    PLUMB_TRY_ASSIGN(after, known_record(decider.connection, decider.authority_id, record_id));
  }
  PLUMB_TRY_ASSIGN(auto body, render_now(standing, decider.environment, after,
                                         decider.transaction == nullptr ? &given : nullptr));
  return Answer{std::move(body), after.revision, record_id};
}

Result<void> check_revision(const registers::Record& record, std::int64_t seen) {
  if (record.revision == seen) return {};
  return base::fail(ErrorKind::Conflict, "records.revision_conflict",
                    {{"revision", std::to_string(record.revision)}});
}

} // namespace

Result<Answer> Records::State::reveal(View authority_id, Answer answer) const {
  PLUMB_TRY_ASSIGN(const auto reader, database.reader());
  PLUMB_TRY_ASSIGN(const auto standing, rules.standing(*reader, authority_id));
  PLUMB_TRY_ASSIGN(answer.body, revealed(*reader, authority_id, *standing, std::move(answer.body)));
  return answer;
}

Result<Answer> Records::open_record(const journal::Context& context,
                                    const registers::TakeStep& opening,
                                    const registers::Actor& actor, bool dry_run) {
  const auto act = [&](Connection& connection, Transaction* transaction,
                       std::int64_t now_ms) -> Result<Answer> {
    PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(connection, context.authority_id));
    Decider decider{connection, transaction, context.authority_id,
                    environment_of(*standing, now_ms, actor)};
    const Date on = opening.on.value_or(decider.environment.today);
    const auto book = standing->in_force(on);
    PLUMB_TRY_ASSIGN(const auto* declared, find_register(book.get(), opening.register_id));
    return carry_out(decider, *standing, *book, *declared, nullptr, base::new_id(now_ms), opening);
  };
  if (dry_run) {
    PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
    return act(*reader, nullptr, state_->clock.now_ms());
  }
  PLUMB_TRY_ASSIGN(auto packed,
                   state_->journal.execute(
                       context, request_of(opening.register_id + ' ' + actor.unit, opening, 0),
                       [&](Transaction& transaction) -> Result<std::string> {
                         PLUMB_TRY_ASSIGN(
                             const auto answer,
                             act(transaction.connection(), &transaction, transaction.now_ms()));
                         return pack_answer(answer);
                       }));
  return state_->reveal(context.authority_id, unpack_answer(std::move(packed)));
}

Result<Answer> Records::change_record(const journal::Context& context, View record_id,
                                      const Change& change, const registers::Actor& actor,
                                      bool dry_run) {
  const auto act = [&](Connection& connection, Transaction* transaction,
                       std::int64_t now_ms) -> Result<Answer> {
    PLUMB_TRY_ASSIGN(const auto record, known_record(connection, context.authority_id, record_id));
    PLUMB_TRY(check_revision(record, change.revision));
    PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(connection, context.authority_id));
    PLUMB_TRY_ASSIGN(auto rules, applicable(*standing, record));
    Decider decider{connection, transaction, context.authority_id,
                    environment_of(*standing, now_ms, actor)};
    registers::Command command = change.command;
    if (auto* step = std::get_if<registers::TakeStep>(&command))
      step->register_id = record.register_id;
    if (std::holds_alternative<registers::Move>(command)) {
      rules.book = change.rules.empty() ? standing->in_force(decider.environment.today)
                                        : standing->version(change.rules);
      if (rules.book == nullptr)
        return base::fail(ErrorKind::NotFound, "records.unknown_rules",
                          {{"version", change.rules}});
      PLUMB_TRY_ASSIGN(rules.declared, find_register(rules.book.get(), record.register_id));
    }
    return carry_out(decider, *standing, *rules.book, *rules.declared, &record,
                     std::string(record_id), std::move(command));
  };
  if (dry_run) {
    PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
    return act(*reader, nullptr, state_->clock.now_ms());
  }
  const std::string request = request_of(record_id, change.command, change.revision) + change.rules;
  PLUMB_TRY_ASSIGN(auto packed,
                   state_->journal.execute(
                       context, request, [&](Transaction& transaction) -> Result<std::string> {
                         PLUMB_TRY_ASSIGN(
                             const auto answer,
                             act(transaction.connection(), &transaction, transaction.now_ms()));
                         return pack_answer(answer);
                       }));
  return state_->reveal(context.authority_id, unpack_answer(std::move(packed)));
}

Result<Answer> Records::erase_personal(const journal::Context& context, View record_id,
                                       std::int64_t revision, View reason) {
  if (reason.find_first_not_of(" \t\r\n") == View::npos)
    return base::fail(ErrorKind::InvalidInput, "records.no_reason");
  const std::string request = "erase " + std::string(record_id) + ' ' + std::string(reason);
  const auto erased = state_->journal.execute(
      context, request, [&](Transaction& transaction) -> Result<std::string> {
        PLUMB_TRY_ASSIGN(const auto record,
                         known_record(transaction.connection(), context.authority_id, record_id));
        PLUMB_TRY(check_revision(record, revision));
        PLUMB_TRY(transaction.erase(registers::record_stream(record_id), reason));
        return std::string();
      });
  if (!erased) return base::Unexpected{erased.error()};
  return record(context.authority_id, record_id);
}

} // namespace plumb::records
