// SPDX-License-Identifier: Apache-2.0
#include "write.hpp"

#include "render.hpp"
#include "state.hpp"
#include "undertaking.hpp"

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

const Json* fields_of(const registers::Command& command) {
  if (const auto* step = std::get_if<registers::TakeStep>(&command)) return &step->fields;
  if (const auto* correct = std::get_if<registers::Correct>(&command)) return &correct->fields;
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
    if (!step->parent.empty()) out.emplace("parent", step->parent);
    if (!step->origin.kind.empty())
      out.emplace("origin", Json::Object{{"kind", step->origin.kind}, {"key", step->origin.key}});
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

namespace {

/// Schema RecordDetail, personal data sealed. `given`: values of a dry run to show in place of what
/// stands for them.
Result<std::string> render_now(const Standing& standing, const registers::Environment& environment,
                               const registers::Record& record, const Json* given) {
  PLUMB_TRY_ASSIGN(const auto rules, applicable(standing, record));
  registers::Record shown = record;
  if (given != nullptr && given->object() != nullptr)
    for (const auto& [name, value] : *given->object())
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

/// What the actor sees by its roles.
Viewer viewer_of(const Standing& standing, const registers::Actor& actor) {
  const auto book = standing.newest();
  if (actor.roles.empty() || book == nullptr || book->roles().empty()) return {};
  Viewer viewer{.all = false};
  for (const auto& id : actor.roles) {
    const auto* role = book->find_role(id);
    if (role == nullptr) continue;
    if (role->reach == pack::Reach::All) return {};
    if (role->reach == pack::Reach::None) continue;
    viewer.units.push_back(actor.unit);
    if (role->reach == pack::Reach::UnitAndBelow)
      viewer.units.insert(viewer.units.end(), actor.units.begin(), actor.units.end());
  }
  std::erase(viewer.units, std::string());
  viewer.units.emplace_back(kEveryone);
  return viewer;
}

/// Records that only a dry run opened: whoever asks would open them himself.
Result<Json::Array> unopened_children(Connection& connection, View authority_id,
                                      const Json& children) {
  Json::Array out;
  for (const auto& child : children.items()) {
    PLUMB_TRY_ASSIGN(
        const auto stored,
        connection.integer("select 1 from record where authority_id = $1 and record_id = $2",
                           {authority_id, View(child["record_id"].text())}));
    if (!stored) out.push_back(child);
  }
  return out;
}

/// The answer as the actor may see it.
Result<Answer> completed(Connection& connection, View authority_id, const Standing& standing,
                         Answer answer, const registers::Actor& actor, bool dry_run) {
  const Viewer viewer = viewer_of(standing, actor);
  PLUMB_TRY_ASSIGN(Json detail, event::parse_json(answer.body));
  Json::Array unopened;
  if (dry_run && !viewer.all) {
    PLUMB_TRY_ASSIGN(unopened, unopened_children(connection, authority_id, detail["children"]));
  }
  PLUMB_TRY(complete_detail(connection, authority_id, standing, detail, viewer));
  if (!unopened.empty()) {
    Json::Array children = detail["children"].items();
    std::ranges::move(unopened, std::back_inserter(children));
    detail.object()->insert_or_assign("children", std::move(children));
  }
  answer.body = detail.dump();
  return answer;
}

} // namespace

namespace {

/// Decides, records and answers; in a dry run only answers. The answer has personal data sealed: it
/// is kept for repetitions of the command, and an erasure must reach it.
Result<Answer> carry_out(Connection& connection, View authority_id, Undertaking& undertaking,
                         const pack::Rulebook& book, const pack::Register& declared,
                         const std::string& record_id, const registers::Command& command,
                         bool dry_run) {
  PLUMB_TRY(undertaking.decide(book, declared, record_id, command));
  PLUMB_TRY(undertaking.record());
  registers::Record after;
  if (dry_run) {
    PLUMB_TRY_ASSIGN(const auto* decided, undertaking.find(record_id));
    if (decided == nullptr) return unknown_record(record_id);
    after = *decided;
  } else {
    PLUMB_TRY_ASSIGN(after, known_record(connection, authority_id, record_id));
  }
  PLUMB_TRY_ASSIGN(const auto rules, applicable(undertaking.standing(), after));
  Looker looker(connection, authority_id, undertaking.standing(), *rules.book,
                undertaking.environment().today);
  registers::Environment environment = undertaking.environment();
  environment.lookup = looker.functions();
  PLUMB_TRY_ASSIGN(auto body, render_now(undertaking.standing(), environment, after,
                                         dry_run ? fields_of(command) : nullptr));
  return Answer{std::move(body), after.revision, record_id};
}

/// What a record came to know of those that it opened is no change that somebody must see first.
Result<void> check_revision(Connection& connection, View authority_id,
                            const registers::Record& record, std::int64_t seen) {
  if (record.revision == seen) return {};
  if (seen > 0 && seen < record.revision) {
    const std::string stream = registers::record_stream(record.record_id);
    PLUMB_TRY_ASSIGN(
        const auto changed,
        connection.integer("select 1 from event where authority_id = $1 and stream = "
                           "$2 and stream_revision > $3 and type <> $4 limit 1",
                           {authority_id, View(stream), seen, registers::kChildChanged}));
    if (!changed) return {};
  }
  return base::fail(ErrorKind::Conflict, "records.revision_conflict",
                    {{"revision", std::to_string(record.revision)}});
}

} // namespace

Result<Answer> Records::State::reveal(View authority_id, Answer answer,
                                      const registers::Actor& actor) const {
  PLUMB_TRY_ASSIGN(const auto reader, database.reader());
  PLUMB_TRY_ASSIGN(const auto standing, rules.standing(*reader, authority_id));
  return completed(*reader, authority_id, *standing, std::move(answer), actor, false);
}

Result<Answer> Records::open_record(const journal::Context& context,
                                    const registers::TakeStep& opening,
                                    const registers::Actor& actor, bool dry_run) {
  const auto act = [&](Connection& connection, Transaction* transaction,
                       std::int64_t now_ms) -> Result<Answer> {
    PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(connection, context.authority_id));
    Undertaking undertaking(connection, transaction, context.authority_id, standing,
                            environment_of(*standing, now_ms, actor));
    const auto book = standing->in_force(opening.on.value_or(undertaking.environment().today));
    PLUMB_TRY_ASSIGN(const auto* declared, find_register(book.get(), opening.register_id));
    return carry_out(connection, context.authority_id, undertaking, *book, *declared,
                     base::new_id(now_ms), opening, transaction == nullptr);
  };
  if (dry_run) {
    PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
    PLUMB_TRY_ASSIGN(auto answer, act(*reader, nullptr, state_->clock.now_ms()));
    PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, context.authority_id));
    return completed(*reader, context.authority_id, *standing, std::move(answer), actor, true);
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
  return state_->reveal(context.authority_id, unpack_answer(std::move(packed)), actor);
}

Result<Answer> Records::change_record(const journal::Context& context, View record_id,
                                      const Change& change, const registers::Actor& actor,
                                      bool dry_run) {
  const auto act = [&](Connection& connection, Transaction* transaction,
                       std::int64_t now_ms) -> Result<Answer> {
    PLUMB_TRY_ASSIGN(const auto record, known_record(connection, context.authority_id, record_id));
    PLUMB_TRY(check_revision(connection, context.authority_id, record, change.revision));
    PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(connection, context.authority_id));
    PLUMB_TRY_ASSIGN(auto rules, applicable(*standing, record));
    Undertaking undertaking(connection, transaction, context.authority_id, standing,
                            environment_of(*standing, now_ms, actor));
    registers::Command command = change.command;
    if (auto* step = std::get_if<registers::TakeStep>(&command))
      step->register_id = record.register_id;
    if (std::holds_alternative<registers::Move>(command)) {
      rules.book = change.rules.empty() ? standing->in_force(undertaking.environment().today)
                                        : standing->version(change.rules);
      if (rules.book == nullptr)
        return base::fail(ErrorKind::NotFound, "records.unknown_rules",
                          {{"version", change.rules}});
      PLUMB_TRY_ASSIGN(rules.declared, find_register(rules.book.get(), record.register_id));
    }
    return carry_out(connection, context.authority_id, undertaking, *rules.book, *rules.declared,
                     std::string(record_id), command, transaction == nullptr);
  };
  if (dry_run) {
    PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
    PLUMB_TRY_ASSIGN(auto answer, act(*reader, nullptr, state_->clock.now_ms()));
    PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, context.authority_id));
    return completed(*reader, context.authority_id, *standing, std::move(answer), actor, true);
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
  return state_->reveal(context.authority_id, unpack_answer(std::move(packed)), actor);
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
        PLUMB_TRY(check_revision(transaction.connection(), context.authority_id, record, revision));
        PLUMB_TRY(transaction.erase(registers::record_stream(record_id), reason));
        return std::string();
      });
  if (!erased) return base::Unexpected{erased.error()};
  return record(context.authority_id, record_id);
}

} // namespace plumb::records
