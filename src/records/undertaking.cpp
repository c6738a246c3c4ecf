// SPDX-License-Identifier: Apache-2.0
#include "undertaking.hpp"

#include "fold.hpp"
#include "personal.hpp"
#include "render.hpp"
#include "state.hpp"

#include <plumb/base/hash.hpp>

#include <algorithm>

namespace plumb::records {
namespace {

using base::ErrorKind;
using base::Result;
using registers::Refusal;
using View = std::string_view;

Json* fields_of(registers::Command& command) {
  if (auto* step = std::get_if<registers::TakeStep>(&command)) return &step->fields;
  if (auto* correct = std::get_if<registers::Correct>(&command)) return &correct->fields;
  return nullptr;
}

Refusal bad_field(const pack::Field& field, Json::Object details) {
  Refusal refusal;
  refusal.code = registers::RefusalCode::BadField;
  refusal.about = field.id;
  refusal.title = field.title;
  refusal.details = Json(std::move(details));
  return refusal;
}

/// Of a step that followed from another, the refusal tells on which register it was.
base::Unexpected<base::Error> refused_at(int depth, const pack::Rulebook& book,
                                         const pack::Register& declared,
                                         std::vector<Refusal> refusals) {
  if (depth > 0)
    for (auto& refusal : refusals) {
      Json::Object details;
      if (refusal.details.object() != nullptr)
        details = *refusal.details.object();
      else if (!refusal.details.is_null())
        details.emplace("parts", refusal.details);
      details.insert_or_assign("register", declared.id);
      details.insert_or_assign("register_title", declared.title);
      refusal.details = Json(std::move(details));
    }
  return refused(book, refusals);
}

} // namespace

Undertaking::Undertaking(Connection& connection, journal::Transaction* transaction,
                         std::string authority_id, StandingPointer standing,
                         registers::Environment environment)
    : connection_(connection), transaction_(transaction), authority_id_(std::move(authority_id)),
      standing_(std::move(standing)), environment_(std::move(environment)) {}

Result<const registers::Record*> Undertaking::find(View record_id) {
  if (const auto at = overlay_.find(record_id); at != overlay_.end()) return &at->second;
  if (const auto at = read_.find(record_id); at != read_.end()) return &at->second;
  PLUMB_TRY_ASSIGN(auto stored, stored_record(connection_, authority_id_, record_id));
  if (!stored) return nullptr;
  return &read_.emplace(std::string(record_id), *std::move(stored)).first->second;
}

void Undertaking::keep(const registers::Record* before, registers::Record after,
                       std::vector<event::NewEvent> events) {
  const std::string id = after.record_id;
  if (!pending_.empty() && pending_.back().record_id == id)
    std::ranges::move(events, std::back_inserter(pending_.back().events));
  else
    pending_.push_back({id, before ? before->revision : 0, std::move(events)});
  if (std::ranges::find(changed_, id) == changed_.end()) changed_.push_back(id);
  overlay_.insert_or_assign(id, std::move(after));
}

Result<std::string> Undertaking::missing_reference(const pack::Field& field, const Json& value) {
  const auto has_file = [&](const Json& one) -> Result<bool> {
    PLUMB_TRY_ASSIGN(const auto found,
                     connection_.integer("select 1 from file where authority_id = $1 and sm3 = $2",
                                         {View(authority_id_), View(one["sm3"].text())}));
    return found.has_value();
  };
  if (field.type == pack::FieldType::File && !value.is_null()) {
    PLUMB_TRY_ASSIGN(const bool there, has_file(value));
    if (!there) return std::string("file");
  }
  if (field.type == pack::FieldType::Files)
    for (const auto& one : value.items()) {
      PLUMB_TRY_ASSIGN(const bool there, has_file(one));
      if (!there) return std::string("file");
    }
  if (field.type == pack::FieldType::Record && value.string() != nullptr &&
      !overlay_.contains(value.text())) {
    PLUMB_TRY_ASSIGN(
        const auto found,
        connection_.integer("select 1 from record where authority_id = $1 and record_id = $2",
                            {View(authority_id_), View(value.text())}));
    if (!found) return std::string("record");
  }
  return std::string();
}

Result<void> Undertaking::check_references(const std::vector<pack::Field>& declared,
                                           const Json& given, std::vector<Refusal>& refusals) {
  for (const auto& field : declared) {
    const Json& value = given[field.id];
    if (value.is_null()) continue;
    if (field.type == pack::FieldType::Rows)
      for (const auto& row : value.items())
        PLUMB_TRY(check_references(field.columns, row, refusals));
    PLUMB_TRY_ASSIGN(const auto missing, missing_reference(field, value));
    if (!missing.empty()) refusals.push_back(bad_field(field, {{"unknown", missing}}));
  }
  return {};
}

Result<void> Undertaking::check_given(const pack::Rulebook& book, const pack::Register& declared,
                                      const registers::Record* before,
                                      const registers::Record& after, const Json& fields,
                                      Looker& looker, int depth) {
  std::vector<Refusal> refusals;
  PLUMB_TRY(check_references(declared.fields, fields, refusals));
  for (const auto& numbering : numberings_of(declared)) {
    const auto number = read_number(numbering, after.fields);
    if (!number || (before && read_number(numbering, before->fields) == number)) continue;
    PLUMB_TRY_ASSIGN(const auto other, looker.taken_by(declared, *number, after.record_id));
    const auto* field = declared.field(numbering.field);
    if (!other.empty() && field != nullptr)
      refusals.push_back(bad_field(*field, {{"taken_by", other}}));
  }
  if (!refusals.empty()) return refused_at(depth, book, declared, std::move(refusals));
  return {};
}

/// A step that opened records is taken back only while nobody has gone on with them. They stay as
/// they are: taking the step again finds them by their keys and opens none twice.
Result<void> Undertaking::check_annulment(const pack::Rulebook& book,
                                          const registers::Record& record) {
  if (record.steps.size() < 2 || record.children.empty()) return {};
  const auto& newest = record.steps.back();
  for (const auto& child : record.children) {
    if (!child.key.starts_with(newest.step + '/')) continue;
    PLUMB_TRY_ASSIGN(const auto* opened, find(child.record_id));
    if (opened == nullptr || opened->steps.size() < 2) continue;
    // Of a step that is taken again and again, only the newest time counts.
    if (opened->steps.front().recorded_at != newest.recorded_at) continue;
    Refusal refusal;
    refusal.code = registers::RefusalCode::AlreadyDone;
    refusal.about = child.register_id;
    refusal.title = child.title;
    refusal.advice = "由此步骤生成的事项已有办理，请先将其撤回";
    refusal.details = Json::Object{{"register", child.register_id}, {"record_id", child.record_id}};
    return refused(book, {refusal});
  }
  return {};
}

Result<void> Undertaking::decide_one(const pack::Rulebook& book, const pack::Register& declared,
                                     const std::string& record_id, registers::Command command,
                                     const registers::Environment& environment, int depth) {
  PLUMB_TRY_ASSIGN(const auto* found, find(record_id));
  std::optional<registers::Record> before;
  if (found != nullptr) before = *found;
  if (Json* fields = fields_of(command))
    PLUMB_TRY(seal_personal(transaction_, declared, record_id, *fields));
  if (before && std::holds_alternative<registers::Annul>(command))
    PLUMB_TRY(check_annulment(book, *before));
  Looker looker(connection_, authority_id_, *standing_, book, environment.today, &overlay_);
  registers::Environment asked = environment;
  asked.lookup = looker.functions();
  auto decision = registers::decide(book, before ? &*before : nullptr, record_id, command, asked);
  PLUMB_TRY(looker.done());
  if (auto* refusals = std::get_if<std::vector<Refusal>>(&decision))
    return refused_at(depth, book, declared, std::move(*refusals));
  auto& accepted = std::get<registers::Accepted>(decision);
  const Json* given = fields_of(command);
  PLUMB_TRY(check_given(book, declared, before ? &*before : nullptr, accepted.record,
                        given ? *given : Json(), looker, depth));
  keep(before ? &*before : nullptr, std::move(accepted.record), std::move(accepted.events));
  const auto consequences = std::move(accepted.consequences);
  PLUMB_TRY(follow_all(consequences, depth + 1));
  if (const auto* correct = std::get_if<registers::Correct>(&command))
    PLUMB_TRY(follow_correction(book, declared, record_id, correct->fields, looker, depth + 1));
  if (const auto* annul = std::get_if<registers::Annul>(&command); annul && before)
    PLUMB_TRY(follow_annulment(declared, *before, annul->reason, depth + 1));
  return looker.done();
}

Result<void> Undertaking::follow_all(const std::vector<registers::Consequence>& all, int depth) {
  for (const auto& consequence : all)
    PLUMB_TRY(follow(consequence, depth));
  return {};
}

namespace {

/// The field that a spawned record was opened for a value of; its key is `step/index/value`.
std::string source_of(const pack::Step& step, const registers::Consequence& consequence) {
  const auto& key = consequence.step.origin.key;
  for (std::size_t i = 0; i < step.spawns.size(); ++i)
    if (key.starts_with(step.id + '/' + std::to_string(i) + '/')) return step.spawns[i].for_each;
  return {};
}

} // namespace

Result<void> Undertaking::follow_correction(const pack::Rulebook& book,
                                            const pack::Register& declared,
                                            const std::string& record_id, const Json& corrected,
                                            Looker& looker, int depth) {
  PLUMB_TRY_ASSIGN(const auto* found, find(record_id));
  if (found == nullptr || is_final(*standing_, *found)) return {};
  const registers::Record record = *found;
  std::set<std::string> seen;
  for (std::size_t i = record.steps.size(); i > 0; --i) {
    const auto* step = declared.step(record.steps[i - 1].step);
    if (step == nullptr || step->spawns.empty() || !seen.insert(step->id).second) continue;
    registers::Record then = record;
    then.steps.resize(i);
    for (auto& consequence : registers::consequences_of(book, then, looker.functions())) {
      if (!consequence.record_id.empty() || !corrected.has(source_of(*step, consequence))) continue;
      // Nobody could have done anything about it before today.
      consequence.step.on = environment_.today;
      consequence.step.outside_reason.reset();
      PLUMB_TRY(follow(consequence, depth));
    }
  }
  return {};
}

Result<void> Undertaking::follow_annulment(const pack::Register& declared,
                                           const registers::Record& before,
                                           const std::string& reason, int depth) {
  if (before.steps.empty()) return {};
  const auto& newest = before.steps.back();
  const auto* step = declared.step(newest.step);
  if (step == nullptr || step->carries.empty()) return {};
  for (const auto& child : before.children) {
    const auto carried = [&](const pack::Carry& carry) {
      return carry.register_id == child.register_id;
    };
    const auto carry = std::ranges::find_if(step->carries, carried);
    if (carry == step->carries.end()) continue;
    PLUMB_TRY_ASSIGN(const auto* record, find(child.record_id));
    if (record == nullptr || record->steps.size() < 2 || record->steps.back().step != carry->step ||
        record->steps.back().recorded_at != newest.recorded_at)
      continue;
    PLUMB_TRY_ASSIGN(const auto rules, applicable(*standing_, *record));
    registers::Environment environment = environment_;
    environment.actor = {.id = environment_.actor.id, .roles = {}, .unit = record->unit};
    PLUMB_TRY(decide_one(*rules.book, *rules.declared, child.record_id, registers::Annul{reason},
                         environment, depth));
  }
  return {};
}

Result<void> Undertaking::follow(const registers::Consequence& consequence, int depth) {
  if (depth > kConsequenceDepthMax)
    return base::fail(ErrorKind::Conflict, "records.too_deep", {{"step", consequence.step.step}});
  registers::Environment environment = environment_;
  environment.actor = {.id = environment_.actor.id, .roles = {}, .unit = consequence.unit};
  if (consequence.record_id.empty()) {
    const auto book = standing_->in_force(consequence.step.on.value_or(environment.today));
    PLUMB_TRY_ASSIGN(const auto* declared, find_register(book.get(), consequence.step.register_id));
    return decide_one(*book, *declared, base::new_id(environment.now_ms), consequence.step,
                      environment, depth);
  }
  PLUMB_TRY_ASSIGN(const auto* record, find(consequence.record_id));
  if (record == nullptr) return unknown_record(consequence.record_id);
  PLUMB_TRY_ASSIGN(const auto rules, applicable(*standing_, *record));
  registers::TakeStep step = consequence.step;
  step.register_id = record->register_id;
  environment.actor.unit = record->unit;
  return decide_one(*rules.book, *rules.declared, consequence.record_id, std::move(step),
                    environment, depth);
}

Result<void> Undertaking::decide(const pack::Rulebook& book, const pack::Register& declared,
                                 const std::string& record_id, registers::Command command) {
  return decide_one(book, declared, record_id, std::move(command), environment_, 0);
}

Result<void> Undertaking::put(const std::string& record_id, const event::NewEvent& event) {
  PLUMB_TRY_ASSIGN(const auto* found, find(record_id));
  if (found == nullptr) return unknown_record(record_id);
  const registers::Record before = *found;
  registers::Record after = before;
  PLUMB_TRY(registers::apply(after, event, record_id, environment_.now_ms, environment_.actor.id));
  keep(&before, std::move(after), {event});
  return {};
}

Result<void> Undertaking::add(const std::string& record_id,
                              const std::vector<event::NewEvent>& events) {
  for (const auto& event : events) {
    PLUMB_TRY(put(record_id, event));
    if (event.type != registers::kStepTaken) continue;
    const registers::Record record = overlay_.find(record_id)->second;
    PLUMB_TRY_ASSIGN(const auto rules, applicable(*standing_, record));
    Looker looker(connection_, authority_id_, *standing_, *rules.book, environment_.today,
                  &overlay_);
    PLUMB_TRY(follow_all(registers::consequences_of(*rules.book, record, looker.functions()), 1));
    PLUMB_TRY(looker.done());
  }
  return {};
}

Result<void> Undertaking::tell_parents() {
  // A parent that comes to know something is not a change that its own parent hears of.
  const std::vector<std::string> changed = changed_;
  for (const auto& id : changed) {
    const registers::Record child = overlay_.find(id)->second;
    if (child.parent.empty()) continue;
    PLUMB_TRY_ASSIGN(const auto* parent, find(child.parent));
    if (parent == nullptr) continue;
    PLUMB_TRY_ASSIGN(const auto rules, applicable(*standing_, child));
    if (const auto event = registers::child_event(*rules.declared, *parent, child))
      PLUMB_TRY(put(child.parent, *event));
  }
  return {};
}

Result<void> Undertaking::record() {
  PLUMB_TRY(tell_parents());
  if (transaction_ == nullptr) return {};
  for (const auto& pending : pending_)
    PLUMB_TRY(transaction_->append(registers::record_stream(pending.record_id), pending.revision,
                                   pending.events));
  pending_.clear();
  return {};
}

} // namespace plumb::records
