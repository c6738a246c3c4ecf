// SPDX-License-Identifier: Apache-2.0
#include "fold.hpp"
#include "render.hpp"

#include <algorithm>

namespace plumb::records {
namespace {

pack::Citation citation_of(const std::string& text) {
  const auto mark = text.find('#');
  if (mark == std::string::npos) return {text, {}};
  return {text.substr(0, mark), text.substr(mark + 1)};
}

/// One of a clock's receipts with its citation as an object; null where there is none.
Json bound_json(const pack::Rulebook& book, const Json& receipt, const std::optional<Date>& on) {
  if (receipt.object() == nullptr) return {};
  Json::Object out = *receipt.object();
  const std::string words = receipt["words"].text();
  const auto citation = citation_of(receipt["cite"].text());
  Json cite = cite_json(book, citation);
  // The words of the day on which it was computed outlive the rules.
  if (cite.object() != nullptr && !words.empty()) cite.object()->insert_or_assign("words", words);
  out.insert_or_assign("cite", std::move(cite));
  out.erase("words");
  if (on || !out.contains("on")) out.insert_or_assign("on", date_or_null(on));
  return out;
}

std::string status_of(const registers::ClockState& clock, const pack::Clock* declared,
                      const Detail& detail) {
  if (!clock.running()) return "stopped";
  if (!clock.pauses.empty() && !clock.pauses.back().until) return "paused";
  if (clock.due_on && *clock.due_on < detail.today) return "overdue";
  const auto end = clock.due_on && clock.target_on ? std::min(*clock.due_on, *clock.target_on)
                   : clock.due_on                  ? *clock.due_on
                   : clock.target_on               ? *clock.target_on
                                                   : base::make_date(9999, 12, 31);
  const int days = declared == nullptr ? 3 : declared->warn_days;
  return end <= detail.calendar.nth_working_day(detail.today, std::max(days, 1)) ? "near"
                                                                                 : "running";
}

Json days_left(const registers::ClockState& clock, const Detail& detail) {
  if (!clock.running() || !clock.due_on) return {};
  const auto day_after = [](Date day) { return base::add_days(day, 1); };
  if (*clock.due_on >= detail.today)
    return detail.calendar.working_days(day_after(detail.today), day_after(*clock.due_on));
  return -detail.calendar.working_days(day_after(*clock.due_on), day_after(detail.today));
}

Json clock_json(const Detail& detail, const registers::ClockState& clock) {
  const auto* declared = detail.declared.clock(clock.clock);
  Json::Array pauses, extensions;
  for (const auto& pause : clock.pauses)
    pauses.emplace_back(
        Json::Object{{"from", base::to_string(pause.from)}, {"until", date_or_null(pause.until)}});
  for (const auto& extension : clock.receipts["extensions"].items())
    extensions.push_back(bound_json(detail.book, extension, std::nullopt));
  const auto bound = [&](const char* key, const std::optional<Date>& on) {
    return on ? bound_json(detail.book, clock.receipts[key], on) : Json();
  };
  Json::Object out{{"clock", clock.clock},
                   {"title", declared ? declared->title : clock.clock},
                   {"status", status_of(clock, declared, detail)},
                   {"started_on", base::to_string(clock.started_on)},
                   {"earliest", bound("earliest", clock.earliest_on)},
                   {"earliest_target", bound("earliest_target", clock.earliest_target_on)},
                   {"due", bound("due", clock.due_on)},
                   {"target", bound("target", clock.target_on)},
                   {"stopped_on", date_or_null(clock.stopped_on)},
                   {"pauses", std::move(pauses)},
                   {"extended", clock.extended},
                   {"extensions", std::move(extensions)},
                   {"working_days_left", days_left(clock, detail)}};
  if (!clock.receipts["before"].is_null()) out.emplace("before", clock.receipts["before"]);
  return out;
}

Json steps_json(const Detail& detail) {
  Json::Array out;
  for (const auto& step : detail.record.steps) {
    const auto* declared = detail.declared.step(step.step);
    out.emplace_back(Json::Object{{"step", step.step},
                                  {"title", declared ? declared->title : step.step},
                                  {"on", base::to_string(step.on)},
                                  {"recorded_at", base::china_time(step.recorded_at)},
                                  {"actor", step.actor},
                                  {"outside_reason", step.outside_reason},
                                  {"deemed", step.deemed}});
  }
  return out;
}

Json possible_json(const Detail& detail) {
  Json::Array out;
  if (detail.environment == nullptr) return out;
  const auto texts = [](const std::vector<std::string>& list) {
    Json::Array items;
    for (const auto& text : list)
      items.emplace_back(text);
    return items;
  };
  for (const auto& possible :
       registers::possible(detail.book, detail.record, *detail.environment)) {
    if (!registers::permits(detail.book, detail.declared, *possible.step, &detail.record,
                            detail.environment->actor))
      continue;
    Json::Array refusals;
    for (const auto& refusal : possible.refusals)
      refusals.push_back(refusal_json(detail.book, refusal));
    out.emplace_back(Json::Object{{"step", possible.step->id},
                                  {"title", possible.step->title},
                                  {"hint", possible.step->hint},
                                  {"to", possible.step->to},
                                  {"allowed", possible.refusals.empty()},
                                  {"required", texts(possible.step->required)},
                                  {"optional", texts(possible.step->optional)},
                                  {"dated", possible.step->dated},
                                  {"refusals", std::move(refusals)},
                                  {"missing", texts(possible.missing)}});
  }
  return out;
}

/// What somebody may beside the steps. Without roles: the program itself, which may everything.
Json may_json(const Detail& detail) {
  const auto* actor = detail.actor         ? detail.actor
                      : detail.environment ? &detail.environment->actor
                                           : nullptr;
  const auto has = [&](pack::Right right) {
    if (actor == nullptr || actor->roles.empty()) return true;
    return std::ranges::any_of(actor->roles, [&](const std::string& id) {
      const auto* role = detail.book.find_role(id);
      return role != nullptr && std::ranges::find(role->rights, right) != role->rights.end();
    });
  };
  return Json::Object{{"correct", has(pack::Right::Correct)},
                      {"annul", has(pack::Right::Correct)},
                      {"move", has(pack::Right::Move)},
                      {"personal", has(pack::Right::Personal)},
                      {"erase", has(pack::Right::Erase)}};
}

Json children_json(const Detail& detail) {
  Json::Array out;
  for (const auto& child : detail.record.children) {
    const auto* declared = detail.book.find_register(child.register_id);
    const auto* state = declared ? declared->state(child.state) : nullptr;
    out.emplace_back(
        Json::Object{{"record_id", child.record_id},
                     {"register", child.register_id},
                     {"register_title", declared ? declared->title : child.register_id},
                     {"title", child.title},
                     {"unit", child.unit},
                     {"state", child.state},
                     {"state_title", state ? state->title : child.state},
                     {"done", child.done},
                     {"final", child.final}});
  }
  return out;
}

const std::string* title_of_gate(const pack::Register& declared, std::string_view gate_id) {
  for (const auto& step : declared.steps)
    for (const auto& gate : step.gates)
      if (gate.id == gate_id) return &gate.title;
  return nullptr;
}

} // namespace

Json refusal_json(const pack::Rulebook& book, const registers::Refusal& refusal) {
  return Json::Object{{"code", registers::name_of(refusal.code)},
                      {"about", refusal.about},
                      {"title", refusal.title},
                      {"advice", refusal.advice},
                      {"cite", cite_json(book, refusal.cite)},
                      {"gist", gist_of(book, refusal.cite)},
                      {"earliest_on", date_or_null(refusal.earliest_on)},
                      {"details", refusal.details}};
}

base::Unexpected<base::Error> refused(const pack::Rulebook& book,
                                      const std::vector<registers::Refusal>& refusals) {
  Json::Array list;
  for (const auto& refusal : refusals)
    list.push_back(refusal_json(book, refusal));
  return base::fail(base::ErrorKind::Conflict, "registers.refused",
                    {{"refusals", Json(std::move(list)).dump()}});
}

Json breach_json(const pack::Rulebook& book, const pack::Register* declared,
                 const registers::Breach& breach) {
  std::string title = breach.about;
  if (declared != nullptr) {
    if (const auto* gate = title_of_gate(*declared, breach.about)) title = *gate;
    if (const auto* clock = declared->clock(breach.about); clock && breach.kind != "gate")
      title = clock->title;
  }
  Json cite = cite_json(book, breach.cite);
  if (cite.object() != nullptr && !breach.words.empty())
    cite.object()->insert_or_assign("words", breach.words);
  return Json::Object{{"kind", breach.kind},
                      {"about", breach.about},
                      {"title", title},
                      {"step", breach.step},
                      {"on", base::to_string(breach.on)},
                      {"cite", std::move(cite)},
                      {"binding", breach.binding},
                      {"reason", breach.reason}};
}

Json detail_json(const Detail& detail) {
  const auto& record = detail.record;
  const auto* state = detail.declared.state(record.state);
  Json::Array clocks, breaches, erased;
  for (const auto& clock : record.clocks)
    clocks.push_back(clock_json(detail, clock));
  for (const auto& breach : record.breaches)
    breaches.push_back(breach_json(detail.book, &detail.declared, breach));
  for (const auto& name : detail.erased)
    erased.emplace_back(name);
  return Json::Object{
      {"record_id", record.record_id},
      {"register", record.register_id},
      {"register_title", detail.declared.title},
      {"title", title_of(&detail.declared, record)},
      {"state", record.state},
      {"state_title", state ? state->title : record.state},
      {"final", state != nullptr && state->final},
      {"unit", record.unit},
      {"opened_on", base::to_string(record.opened_on)},
      {"rules", record.rules},
      {"newest_rules", detail.newest_rules},
      {"revision", record.revision},
      {"today", base::to_string(detail.today)},
      {"as_of", date_or_null(detail.as_of)},
      {"known_at", detail.known_at ? Json(base::china_time(*detail.known_at)) : Json()},
      {"fields", record.fields},
      {"erased", std::move(erased)},
      {"steps", steps_json(detail)},
      {"clocks", std::move(clocks)},
      {"breaches", std::move(breaches)},
      {"possible", possible_json(detail)},
      {"masked", Json::Array{}},
      {"parent", record.parent.empty() ? Json() : Json(Json::Object{{"record_id", record.parent}})},
      {"children", children_json(detail)},
      {"referred_by", Json::Array{}},
      {"may", may_json(detail)}};
}

} // namespace plumb::records
