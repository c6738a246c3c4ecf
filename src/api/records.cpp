// SPDX-License-Identifier: Apache-2.0
// Records of registers: lists, one record now or in the past, and the commands on it.
#include "route.hpp"

#include <plumb/base/hash.hpp>
#include <plumb/records/records.hpp>

#include <algorithm>
#include <charconv>
#include <limits>

namespace plumb::api {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::size_t kExpressionMax = 2'000;
constexpr std::size_t kTextMax = 200 * 4;

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto comma = text.find(',');
    out.emplace_back(text.substr(0, comma));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return out;
}

base::Result<std::string> bounded(const Call& call, std::string_view name, std::size_t bytes_max) {
  auto value = call.text(name);
  if (value.size() > bytes_max)
    return bad_parameter(name, "at most " + std::to_string(bytes_max) + " bytes");
  return value;
}

base::Result<void> read_choices(const Call& call, records::Query& query) {
  const auto due = call.parameter("due");
  if (due == "overdue")
    query.due = records::Due::Overdue;
  else if (due == "near")
    query.due = records::Due::Near;
  else if (!due.empty())
    return bad_parameter("due", "overdue, near");
  const auto sort = call.parameter("sort");
  if (sort == "due")
    query.sort = records::Sort::Due;
  else if (!sort.empty() && sort != "newest")
    return bad_parameter("sort", "newest, due");
  if (!call.parameter("breaches").empty()) {
    PLUMB_TRY_ASSIGN(query.breaches, flag(call, "breaches"));
  }
  return {};
}

} // namespace

base::Result<records::Query> query_of(const Call& call) {
  records::Query query;
  PLUMB_TRY(read_choices(call, query));
  PLUMB_TRY_ASSIGN(const auto states, bounded(call, "state", kExpressionMax));
  query.states = split(states);
  PLUMB_TRY_ASSIGN(query.unit, bounded(call, "unit", kTextMax));
  PLUMB_TRY_ASSIGN(query.fields, bounded(call, "fields", kExpressionMax));
  PLUMB_TRY_ASSIGN(query.where, bounded(call, "where", kExpressionMax));
  PLUMB_TRY_ASSIGN(query.text, bounded(call, "q", kTextMax));
  PLUMB_TRY_ASSIGN(query.cursor, bounded(call, "cursor", kTextMax));
  PLUMB_TRY_ASSIGN(query.due_from, date(call, "due_from"));
  PLUMB_TRY_ASSIGN(query.due_until, date(call, "due_until"));
  PLUMB_TRY_ASSIGN(query.opened_from, date(call, "opened_from"));
  PLUMB_TRY_ASSIGN(query.opened_until, date(call, "opened_until"));
  PLUMB_TRY_ASSIGN(query.on, date(call, "on"));
  PLUMB_TRY_ASSIGN(query.limit, page_limit(call));
  return query;
}

namespace {

std::optional<int> digits(std::string_view text) {
  int out = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (fault != std::errc{} || end != text.data() + text.size() || out < 0) return std::nullopt;
  return out;
}

/// RFC 3339 with whole seconds or a fraction, to milliseconds. A blank stands for the plus that a
/// query string loses.
std::optional<std::int64_t> parse_instant(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't')) return std::nullopt;
  const auto day = base::parse_date(text.substr(0, 10));
  const auto hour = digits(text.substr(11, 2)), minute = digits(text.substr(14, 2)),
             second = digits(text.substr(17, 2));
  if (!day || !hour || !minute || !second || text[13] != ':' || text[16] != ':')
    return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  text.remove_prefix(19);
  std::int64_t thousandths = 0;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    int place = 100;
    if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
    for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1)) {
      thousandths += std::int64_t{text.front() - '0'} * place;
      place /= 10;
    }
  }
  std::int64_t offset = 0;
  if (text != "Z" && text != "z") {
    if (text.size() != 6 || text[3] != ':') return std::nullopt;
    const auto hours = digits(text.substr(1, 2)), minutes = digits(text.substr(4, 2));
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    if (text[0] != '+' && text[0] != ' ' && text[0] != '-') return std::nullopt;
    offset = (text[0] == '-' ? -1 : 1) * (*hours * 60 + *minutes);
  }
  const std::int64_t days = std::chrono::sys_days{*day}.time_since_epoch().count();
  const std::int64_t seconds = ((days * 24 + *hour) * 60 + *minute - offset) * 60 + *second;
  return seconds * 1000 + thousandths;
}

/// Whether one of the person's roles begins records of that unit by this step.
bool opens_for(const pack::Rulebook& rules, const pack::Step& step, const Person& person,
               const std::string& unit) {
  return std::ranges::any_of(person.account.roles, [&](const std::string& id) {
    const auto* role = rules.find_role(id);
    if (role == nullptr) return false;
    if (!step.by.empty() && std::ranges::find(step.by, id) == step.by.end()) return false;
    switch (role->reach) {
    case pack::Reach::All:
      return true;
    case pack::Reach::UnitAndBelow:
      return std::ranges::find(person.actor.units, unit) != person.actor.units.end();
    case pack::Reach::Unit:
      return unit == person.account.unit;
    case pack::Reach::None:
      return false;
    }
    return false;
  });
}

/// The computed step that gives this field; null: people give it.
const pack::Step* computed_by(const pack::Register& declared, std::string_view field) {
  const auto asks = [&](const pack::Step& step) {
    return step.computed && (std::ranges::find(step.required, field) != step.required.end() ||
                             std::ranges::find(step.optional, field) != step.optional.end());
  };
  const auto found = std::ranges::find_if(declared.steps, asks);
  return found == declared.steps.end() ? nullptr : &*found;
}

/// The computed step that a command would take, correct or, without the right of those who run it,
/// take back; null: none.
const pack::Step* touches_computed(const pack::Register& declared, const registers::Record& record,
                                   const registers::Command& command, const Person& person) {
  if (const auto* correct = std::get_if<registers::Correct>(&command)) {
    for (const auto& [field, value] : *correct->fields.object())
      if (const auto* step = computed_by(declared, field)) return step;
    return nullptr;
  }
  const pack::Step* step = nullptr;
  if (const auto* taken = std::get_if<registers::TakeStep>(&command))
    step = declared.step(taken->step);
  else if (std::holds_alternative<registers::Annul>(command) && !record.steps.empty() &&
           !person.may(pack::Right::Assess) && !person.may(pack::Right::Reports))
    step = declared.step(record.steps.back().step);
  return step != nullptr && step->computed ? step : nullptr;
}

/// What the program computes is changed by the operation made for it alone.
base::Result<void> refuse_computed_change(const Work& work, const Call& call,
                                          const registers::Command& command) {
  PLUMB_TRY_ASSIGN(const auto rules, work.parts.records.rules(work.parts.authority_id));
  const auto has_computed = [](const pack::Register& declared) {
    return std::ranges::any_of(declared.steps, &pack::Step::computed);
  };
  if (rules == nullptr || std::ranges::none_of(rules->registers(), has_computed)) return {};
  PLUMB_TRY_ASSIGN(const auto record,
                   work.parts.records.state(work.parts.authority_id, call.path[0]));
  const auto* declared = rules->find_register(record.register_id);
  const auto* step =
      declared == nullptr ? nullptr : touches_computed(*declared, record, command, call.person);
  if (step == nullptr) return {};
  return fail(ErrorKind::Conflict, "records.computed_step", {{"step", step->title}});
}

using Reader = base::Result<records::Change> (*)(std::string_view);

base::Result<Response> change(const Work& work, const Call& call, Reader reader) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY_ASSIGN(const bool dry_run, flag(call, "dry_run"));
  PLUMB_TRY(check_visible(work, call));
  PLUMB_TRY_ASSIGN(const auto wanted, reader(call.request.body));
  PLUMB_TRY(refuse_computed_change(work, call, wanted.command));
  PLUMB_TRY_ASSIGN(auto answer, work.parts.records.change_record(who, call.path[0], wanted,
                                                                 call.person.actor, dry_run));
  return record_response(std::move(answer));
}

} // namespace

std::string tag_of(std::string_view body) {
  return "W/\"" + base::sm3_hex(body).substr(0, 32) + "\"";
}

Response record_response(records::Answer answer, int status) {
  std::string tag = tag_of(answer.body);
  Response response = json_response(std::move(answer.body), status);
  response.set("ETag", std::move(tag));
  response.set("Cache-Control", "private, no-cache");
  return response;
}

Response record_now(const Call& call, records::Answer answer) {
  if (auto tag = tag_of(answer.body); has_current(call.request, tag))
    return not_modified(std::move(tag));
  return record_response(std::move(answer));
}

base::Result<void> check_visible(const Work& work, const Call& call) {
  return work.parts.records.check_visible(work.parts.authority_id, call.path[0],
                                          call.person.viewer);
}

base::Result<registers::Actor> opener(const Work& work, const Call& call,
                                      std::string_view register_id, std::string_view step_id,
                                      const std::string& unit) {
  registers::Actor actor = call.person.actor;
  if (unit.empty() || unit == actor.unit) return actor;
  PLUMB_TRY_ASSIGN(const auto rules, work.parts.records.rules(work.parts.authority_id));
  const auto* declared = rules == nullptr ? nullptr : rules->find_register(register_id);
  const auto* step = declared == nullptr ? nullptr : declared->step(step_id);
  // What is not known is refused where the others are, in its own words.
  if (step != nullptr && !opens_for(*rules, *step, call.person, unit))
    return fail(ErrorKind::Forbidden, "api.other_unit", {{"unit", unit}});
  actor.unit = unit;
  return actor;
}

base::Result<void> refuse_computed(const Work& work, std::string_view register_id,
                                   std::string_view step_id) {
  PLUMB_TRY_ASSIGN(const auto rules, work.parts.records.rules(work.parts.authority_id));
  const auto* declared = rules == nullptr ? nullptr : rules->find_register(register_id);
  if (declared == nullptr) return {};
  const auto* step = declared->step(step_id);
  if (step_id.empty()) {
    const auto first = std::ranges::find_if(declared->steps, &pack::Step::opens);
    step = first == declared->steps.end() ? nullptr : &*first;
  }
  if (step == nullptr || !step->computed) return {};
  return fail(ErrorKind::Conflict, "records.computed_step", {{"step", step->title}});
}

base::Result<Response> list_records(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(auto query, query_of(call));
  query.viewer = call.person.viewer;
  PLUMB_TRY_ASSIGN(auto body,
                   work.parts.records.list(work.parts.authority_id, call.path[0], query));
  return json_response(std::move(body));
}

base::Result<Response> open_record(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY_ASSIGN(const bool dry_run, flag(call, "dry_run"));
  PLUMB_TRY_ASSIGN(const auto opening, records::open_from_json(call.path[0], call.request.body));
  PLUMB_TRY(refuse_computed(work, call.path[0], opening.step.step));
  PLUMB_TRY_ASSIGN(const auto actor,
                   opener(work, call, call.path[0], opening.step.step, opening.unit));
  PLUMB_TRY_ASSIGN(auto answer, work.parts.records.open_record(who, opening.step, actor, dry_run));
  const std::string place = "/api/records/" + percent_encode(answer.id);
  Response response = record_response(std::move(answer), dry_run ? 200 : 201);
  if (!dry_run) response.set("Location", place);
  return response;
}

base::Result<Response> get_record(const Work& work, const Call& call) {
  records::Past past;
  PLUMB_TRY_ASSIGN(past.as_of, date(call, "as_of"));
  if (const auto text = call.parameter("known_at"); !text.empty()) {
    past.known_at = parse_instant(text);
    if (!past.known_at) return bad_parameter("known_at", "2026-11-22T09:30:00+08:00");
  }
  PLUMB_TRY_ASSIGN(auto answer,
                   work.parts.records.record(work.parts.authority_id, call.path[0], past,
                                             call.person.viewer, call.person.actor));
  return record_now(call, std::move(answer));
}

base::Result<Response> take_step(const Work& work, const Call& call) {
  return change(work, call, records::step_from_json);
}

base::Result<Response> correct_record(const Work& work, const Call& call) {
  return change(work, call, records::correction_from_json);
}

base::Result<Response> annul_step(const Work& work, const Call& call) {
  return change(work, call, records::annulment_from_json);
}

base::Result<Response> erase_personal(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY(check_visible(work, call));
  // The same members as an annulment: the revision that was seen, and a reason.
  PLUMB_TRY_ASSIGN(const auto wanted, records::annulment_from_json(call.request.body));
  PLUMB_TRY_ASSIGN(auto answer, work.parts.records.erase_personal(
                                    who, call.path[0], wanted.revision,
                                    std::get<registers::Annul>(wanted.command).reason));
  return record_response(std::move(answer));
}

base::Result<Response> move_record(const Work& work, const Call& call) {
  return change(work, call, records::move_from_json);
}

base::Result<Response> list_record_events(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const std::int64_t after,
                   integer(call, "after", 0, 0, std::numeric_limits<std::int64_t>::max()));
  PLUMB_TRY_ASSIGN(const std::size_t limit, page_limit(call));
  PLUMB_TRY(check_visible(work, call));
  PLUMB_TRY_ASSIGN(auto body,
                   work.parts.records.events(work.parts.authority_id, call.path[0], after, limit));
  return json_response(std::move(body));
}

} // namespace plumb::api
