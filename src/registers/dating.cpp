// SPDX-License-Identifier: Apache-2.0
#include "dating.hpp"

#include <algorithm>

namespace plumb::registers {
namespace {

using calendar::Bound;
using calendar::Period;

struct Dated {
  std::optional<Date> on;
  Json receipt; ///< null without a story, or where no calendar was needed
};

Json period_json(const Period& period) {
  return Json::Object{{"count", period.count},
                      {"unit", calendar::name_of(period.unit)},
                      {"bound", calendar::name_of(period.bound)}};
}

std::optional<Period> read_period(const Json& json) {
  const auto unit = calendar::parse_unit(json["unit"].text());
  const auto bound = calendar::parse_bound(json["bound"].text());
  const auto count = json["count"].integer_or(-1);
  if (!unit || !bound || count < 0 || count > 10000) return std::nullopt;
  return Period{static_cast<int>(count), *unit, *bound};
}

Json value_json(const pack::DatedValue& value) {
  return std::visit([](const auto& held) { return Json(held); }, value.value);
}

// What a value says about a day, with everything that shows where it comes from.
Json term(const pack::Rulebook& rules, const pack::Parameter& parameter,
          const pack::DatedValue& value, const std::string& pack_id, Bound bound) {
  Json::Object json{{"parameter", parameter.id},
                    {"title", parameter.title},
                    {"value", value_json(value)},
                    {"unit", value.unit},
                    {"operator", pack::name_of(parameter.op)},
                    {"binding", pack::name_of(parameter.binding)},
                    {"cite", cite_text(value.cite)},
                    {"words", rules.words(value.cite)},
                    {"pack", pack_id}};
  auto period = value.period(parameter.op);
  if (!period) return {}; // no measure of time
  period->bound = bound;
  json.emplace("period", period_json(*period));
  return json;
}

Dated date_of(const Json& terms, Date start, const std::vector<calendar::Pause>& pauses,
              const calendar::View& view, bool story) {
  const auto period = read_period(terms["period"]);
  if (!period) return {};
  if (!story) {
    const auto on = calendar::last_day(view, *period, start, pauses);
    return {on ? std::optional(*on) : std::nullopt, {}};
  }
  const auto receipt = calendar::compute(view, *period, start, pauses);
  if (!receipt) return {};
  return {receipt->last_day, to_json(*receipt)};
}

// Pauses of a period that starts later than the clock did.
std::vector<calendar::Pause> pauses_after(const std::vector<calendar::Pause>& pauses, Date start) {
  std::vector<calendar::Pause> later;
  for (auto pause : pauses) {
    if (*pause.until <= start) continue;
    pause.from = std::max(pause.from, start);
    later.push_back(pause);
  }
  return later;
}

// While a clock stands still its dates are told as they would be without the open pause.
std::vector<calendar::Pause> closed_pauses(const ClockState& clock) {
  std::vector<calendar::Pause> closed;
  for (const auto& pause : clock.pauses)
    if (pause.until && *pause.until > pause.from) closed.push_back(pause);
  return closed;
}

void set_receipt(Json& terms, Json receipt) {
  if (receipt.is_null())
    terms.object()->erase("receipt");
  else
    terms.object()->insert_or_assign("receipt", std::move(receipt));
}

void extend(std::optional<Date>& due, Json& extensions, const std::vector<calendar::Pause>& pauses,
            const calendar::View& view, bool story) {
  for (auto& extension : *extensions.array()) {
    if (!due || extension.object() == nullptr) return;
    auto dated = date_of(extension, *due, pauses_after(pauses, *due), view, story);
    if (!dated.on) return;
    due = dated.on;
    set_receipt(extension, std::move(dated.receipt));
  }
}

Json without_receipts(Json receipts) {
  if (receipts.object() == nullptr) return receipts;
  receipts.object()->erase("rules");
  for (auto& [key, value] : *receipts.object()) {
    if (value.object() != nullptr) value.object()->erase("receipt");
    if (value.array() == nullptr) continue;
    for (auto& item : *value.array())
      if (item.object() != nullptr) item.object()->erase("receipt");
  }
  return receipts;
}

template <class Visit> void for_each_receipt(const ClockState& clock, const Visit& visit) {
  for (const auto& which : kClockDates)
    visit(clock.receipts[which.key]["receipt"]);
  for (const auto& extension : clock.receipts["extensions"].items())
    visit(extension["receipt"]);
}

} // namespace

Json to_json(const calendar::Receipt& receipt) {
  Json::Array pauses, skipped, makeup_days;
  for (const auto& pause : receipt.pauses)
    pauses.emplace_back(
        Json::Object{{"from", base::to_string(pause.from)}, {"until", date_json(pause.until)}});
  for (const auto& run : receipt.skipped) {
    Json::Object item{{"from", base::to_string(run.from)},
                      {"until", base::to_string(run.until)},
                      {"reason", run.reason}};
    if (!run.name.empty()) item.emplace("name", run.name);
    if (!run.notice_id.empty()) item.emplace("notice_id", run.notice_id);
    skipped.emplace_back(std::move(item));
  }
  for (const auto day : receipt.makeup_days)
    makeup_days.emplace_back(base::to_string(day));
  return Json::Object{{"period", period_json(receipt.period)},
                      {"start", base::to_string(receipt.start)},
                      {"pauses", std::move(pauses)},
                      {"unmoved", base::to_string(receipt.unmoved)},
                      {"last_day", base::to_string(receipt.last_day)},
                      {"moved", receipt.moved},
                      {"skipped", std::move(skipped)},
                      {"makeup_days", std::move(makeup_days)},
                      {"days_counted", receipt.days_counted},
                      {"estimate", receipt.estimate},
                      {"jurisdiction", receipt.jurisdiction},
                      {"calendar_version", receipt.calendar_version},
                      {"known_on", base::to_string(receipt.known_on)}};
}

Json terms_of(const pack::Rulebook& rules, const pack::Clock& clock, Date start) {
  Json::Object receipts;
  const bool back = !clock.before_field.empty();
  const auto add = [&](const std::string& id, bool minimum) {
    if (id.empty()) return;
    const auto found = rules.parameter(id, start);
    const auto bound = back ? Bound::Before : minimum ? Bound::Min : Bound::Max;
    const auto put = [&](std::string_view key, const pack::Parameter* parameter,
                         const pack::DatedValue* value, const std::string& pack_id) {
      if (parameter == nullptr || value == nullptr) return;
      if (auto json = term(rules, *parameter, *value, pack_id, bound); !json.is_null())
        receipts.emplace(key, std::move(json));
    };
    const bool earliest = minimum && !back;
    put(earliest ? "earliest" : "due", found.parameter, found.value, found.pack_id);
    put(earliest ? "earliest_target" : "target", found.target_parameter, found.target,
        found.target_pack_id);
  };
  add(clock.minimum, true);
  add(clock.maximum, false);
  if (!clock.until_field.empty())
    receipts.emplace(
        "due",
        Json::Object{{"title", clock.title},
                     {"field", clock.until_field},
                     {"binding", pack::name_of(clock.binding)},
                     {"cite", cite_text(clock.cite)},
                     {"words", clock.cite.law.empty() ? std::string{} : rules.words(clock.cite)}});
  if (receipts.empty()) return {};
  receipts.emplace("rules", rules.version());
  if (back) receipts.emplace("before", Json::Object{{"field", clock.before_field}});
  return receipts;
}

Json extension_of(const pack::Rulebook& rules, const pack::Clock& clock, Date start) {
  if (clock.extension.empty()) return {};
  const auto found = rules.parameter(clock.extension, start);
  if (found.parameter == nullptr || found.value == nullptr) return {};
  return term(rules, *found.parameter, *found.value, found.pack_id, Bound::Max);
}

void set_dates(ClockState& clock, const calendar::View& view, bool story) {
  auto* receipts = clock.receipts.object();
  for (const auto& which : kClockDates)
    clock.*which.date = std::nullopt;
  if (receipts == nullptr) return;
  auto start = std::optional(clock.started_on);
  auto pauses = closed_pauses(clock);
  if (const auto before = receipts->find("before"); before != receipts->end()) {
    start = base::parse_date(before->second["date"].text());
    pauses.clear(); // what lies ahead is not moved by a pause
  }
  for (const auto& which : kClockDates) {
    const auto terms = receipts->find(which.key);
    if (terms == receipts->end() || terms->second.object() == nullptr) continue;
    if (terms->second.has("field")) { // the day is told, not counted
      clock.*which.date = base::parse_date(terms->second["date"].text());
      continue;
    }
    auto dated = start ? date_of(terms->second, *start, pauses, view, story) : Dated{};
    clock.*which.date = dated.on;
    set_receipt(terms->second, std::move(dated.receipt));
  }
  const auto extensions = receipts->find("extensions");
  if (extensions != receipts->end() && extensions->second.array() != nullptr)
    extend(clock.due_on, extensions->second, pauses, view, story);
}

ClockState as_of(const ClockState& clock, Date on, const calendar::View& view) {
  if (!clock.running() || clock.pauses.empty() || clock.pauses.back().until) return clock;
  auto then = clock;
  then.pauses.back().until = std::max(on, then.pauses.back().from);
  set_dates(then, view, true);
  return then;
}

bool same_ground(const ClockState& a, const ClockState& b) {
  return a.clock == b.clock && a.started_on == b.started_on && a.pauses == b.pauses &&
         without_receipts(a.receipts) == without_receipts(b.receipts);
}

bool other_calendar(const ClockState& clock, const calendar::View& view) {
  bool other = false;
  for_each_receipt(clock, [&](const Json& receipt) {
    if (receipt.is_null()) return;
    other = other || receipt["calendar_version"].text() != view.version() ||
            receipt["jurisdiction"].text() != view.jurisdiction();
  });
  return other;
}

bool any_estimate(const ClockState& clock) {
  bool any = false;
  for_each_receipt(
      clock, [&](const Json& receipt) { any = any || receipt["estimate"].boolean_or(false); });
  return any;
}

} // namespace plumb::registers
