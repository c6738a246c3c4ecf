// SPDX-License-Identifier: Apache-2.0
// One page for leaders: what is late, whose, why; what comes in 30 days; indicators against their
// targets.
#include "answers.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace plumb::indicators {
namespace {

using View = std::string_view;

constexpr std::size_t kItemsMax = 200;
constexpr int kDaysAhead = 30;
constexpr int kTrendPoints = 8;
/// Fields in which units say why something is not done, the most telling first.
constexpr std::array<View, 5> kReasons{"delay_reason", "problems", "return_reason", "inspection",
                                       "progress"};

/// The end of a clock and the record as it stood.
struct Item {
  registers::Record record;
  std::string clock;
  Date due_on{};
  bool target = false; ///< it is the stricter local target that ends then
};
/// So many of them in all, those listed first.
struct Items {
  std::vector<Item> items;
  std::int64_t total = 0;
};

int days_between(Date from, Date until) {
  return static_cast<int>((std::chrono::sys_days{until} - std::chrono::sys_days{from}).count());
}

/// The end that the page tells of a clock on a day: what the law says where it is over already (or
/// stands alone), else the target. Empty where it does not run then.
struct End {
  Date on{};
  bool target = false;
};
std::optional<End> end_of(const registers::ClockState& clock, Date on) {
  if (clock.started_on > on || (clock.stopped_on && *clock.stopped_on <= on)) return std::nullopt;
  if (clock.due_on && (*clock.due_on < on || !clock.target_on)) return End{*clock.due_on, false};
  if (clock.target_on) return End{*clock.target_on, true};
  return std::nullopt;
}

const registers::ClockState* clock_of(const registers::Record& record, View id) {
  const auto found = std::ranges::find(record.clocks, id, &registers::ClockState::clock);
  return found == record.clocks.end() ? nullptr : &*found;
}

std::string reason_of(const pack::Register& declared, const registers::Record& record) {
  for (const auto& id : kReasons) {
    const auto* field = declared.field(id);
    if (field == nullptr || field->personal) continue;
    if (const auto& text = record.fields[id].text(); !text.empty())
      return field->title + "：" + text;
  }
  const auto* state = declared.state(record.state);
  return state != nullptr ? state->title : record.state;
}

class Page {
public:
  Page(const Question& question, const records::Viewer& viewer)
      : question_(question), viewer_(viewer) {}

  Result<std::string> render();

private:
  [[nodiscard]] bool now() const {
    return question_.on == question_.today && !question_.asked.known_on;
  }
  /// Ends within [from, until] (`from` empty: whenever before).
  Result<Items> ends(std::optional<Date> from, Date until) const {
    return now() ? running(from, until) : past(from, until);
  }
  Result<Items> running(std::optional<Date> from, Date until) const;
  Result<Items> past(std::optional<Date> from, Date until) const;
  Result<void> look_back(const pack::Register& declared, std::optional<Date> from, Date until,
                         std::vector<Item>& out) const;
  Result<std::optional<registers::Record>> then(const registers::Record& record) const;
  Result<Json> items_json(const Items& items) const;
  Result<Json> indicators_json() const;

  const Question& question_;
  const records::Viewer& viewer_;
};

Result<Items> Page::running(std::optional<Date> from, Date until) const {
  ClockEnds ends;
  {
    PLUMB_TRY_ASSIGN(const auto reader, question_.source.database.reader());
    PLUMB_TRY_ASSIGN(
        ends, running_ends(*reader, question_.authority_id, viewer_, from, until, kItemsMax));
  }
  Items out{.items = {}, .total = ends.total};
  for (const auto& end : ends.items) {
    PLUMB_TRY_ASSIGN(auto record,
                     question_.source.records->state(question_.authority_id, end.record_id));
    const auto* clock = clock_of(record, end.clock);
    if (clock == nullptr) continue;
    const auto told = end_of(*clock, question_.on);
    out.items.push_back(
        {std::move(record), end.clock, told ? told->on : end.on, told && told->target});
  }
  return out;
}

/// The record as it was known; empty where nobody knew of it, or it had come to its end by the day.
Result<std::optional<registers::Record>> Page::then(const registers::Record& record) const {
  records::Past past{.as_of = question_.on};
  if (question_.asked.known_on) past.known_at = end_of_day_ms(*question_.asked.known_on);
  auto known = question_.source.records->state(question_.authority_id, record.record_id, past);
  if (!known) {
    if (known.error().id == "records.unknown_record") return std::optional<registers::Record>();
    // Steps that the rules would not take back: as it is known, whatever the day.
    past.as_of.reset();
    known = question_.source.records->state(question_.authority_id, record.record_id, past);
    PLUMB_TRY(known);
  }
  const auto* declared = question_.book->find_register(known->register_id);
  const auto* state = declared ? declared->state(known->state) : nullptr;
  if (state != nullptr && state->final) return std::optional<registers::Record>();
  return std::optional(*std::move(known));
}

/// Of one register, those whose clocks ran on the day as far as is known now; of what was known by
/// an earlier day anything may have been told otherwise since, so every record is asked. The state
/// of the day decides.
Result<void> Page::look_back(const pack::Register& declared, std::optional<Date> from, Date until,
                             std::vector<Item>& out) const {
  if (declared.clocks.empty()) return {};
  std::string where;
  if (!question_.asked.known_on)
    for (const auto& clock : declared.clocks) {
      const std::string name = "clocks." + clock.id;
      where += (where.empty() ? "(" : " or (") + name + ".started_on is not empty and (" + name +
               ".stopped_on is empty or " + name + ".stopped_on > " +
               base::to_string(question_.on) + "))";
    }
  records::Query query;
  query.where = where;
  query.viewer = viewer_;
  std::vector<registers::Record> found;
  PLUMB_TRY(question_.source.records->visit(question_.authority_id, declared.id, query,
                                            [&](const registers::Record& record) {
                                              found.push_back(record);
                                              return true;
                                            }));
  for (const auto& record : found) {
    PLUMB_TRY_ASSIGN(const auto known, then(record));
    if (!known) continue;
    for (const auto& clock : known->clocks) {
      const auto end = end_of(clock, question_.on);
      if (!end || end->on > until || (from && end->on < *from)) continue;
      out.push_back({*known, clock.clock, end->on, end->target});
    }
  }
  return {};
}

Result<Items> Page::past(std::optional<Date> from, Date until) const {
  Items out;
  for (const auto& declared : question_.book->registers())
    PLUMB_TRY(look_back(declared, from, until, out.items));
  std::ranges::sort(out.items, [](const Item& left, const Item& right) {
    return std::tie(left.due_on, left.record.record_id) <
           std::tie(right.due_on, right.record.record_id);
  });
  out.total = static_cast<std::int64_t>(out.items.size());
  if (out.items.size() > kItemsMax) out.items.erase(out.items.begin() + kItemsMax, out.items.end());
  return out;
}

Result<Json> Page::items_json(const Items& items) const {
  std::vector<std::string> ids;
  for (const auto& item : items.items)
    ids.push_back(item.record.record_id);
  ListedById titles;
  if (!ids.empty()) {
    PLUMB_TRY_ASSIGN(const auto reader, question_.source.database.reader());
    PLUMB_TRY_ASSIGN(titles, listed_of(*reader, question_.authority_id, ids));
  }
  Json::Array out;
  for (const auto& item : items.items) {
    const auto& record = item.record;
    const auto* declared = question_.book->find_register(record.register_id);
    const auto* state = clock_of(record, item.clock);
    if (declared == nullptr || state == nullptr) continue;
    const auto* clock = declared->clock(item.clock);
    const Json& terms = state->receipts[item.target ? "target" : "due"];
    const auto binding = terms["binding"].text();
    const bool law =
        std::ranges::any_of(std::array{pack::Binding::Statutory, pack::Binding::PartyRule,
                                       pack::Binding::Policy, pack::Binding::LocalRule},
                            [&](pack::Binding one) { return pack::name_of(one) == binding; });
    auto unit = record.unit;
    // What was opened for somebody else stands in its own field.
    if (const auto& own = record.fields["unit"].text(); !own.empty()) unit = own;
    const auto title = titles.find(record.record_id);
    out.emplace_back(
        Json::Object{{"record_id", record.record_id},
                     {"register", record.register_id},
                     {"register_title", declared->title},
                     {"title", title == titles.end() ? std::string() : title->second.title},
                     {"unit", unit},
                     {"unit_name", unit_name(question_.tree, unit, question_.on)},
                     {"due_on", base::to_string(item.due_on)},
                     {"days", std::abs(days_between(item.due_on, question_.on))},
                     {"clock_title", clock ? clock->title : item.clock},
                     {"law", law},
                     {"words", terms["words"].text()},
                     {"why", reason_of(*declared, record)}});
  }
  return Json(std::move(out));
}

Result<Json> Page::indicators_json() const {
  PLUMB_TRY_ASSIGN(const auto answers, Answers::read(question_, {}));
  PLUMB_TRY_ASSIGN(auto rows, answers.rows(all_indicators(*question_.book)));
  std::erase_if(rows, [](const BoardRow& row) { return row.targets.empty(); });
  // Of equal lights in the order of the rules, in which the indicators lie one behind the other.
  std::ranges::sort(rows, [](const BoardRow& left, const BoardRow& right) {
    if (left.light == right.light) return std::less<>()(left.indicator, right.indicator);
    return worse(left.light, right.light) == left.light;
  });
  std::vector<const pack::Indicator*> indicators;
  for (const auto& row : rows)
    indicators.push_back(row.indicator);
  PLUMB_TRY_ASSIGN(auto points, trends(question_, answers, indicators, kTrendPoints));
  Json::Array out;
  for (std::size_t i = 0; i < rows.size(); ++i)
    out.push_back(answers.row_json(rows[i], std::move(points[i])));
  return Json(std::move(out));
}

Result<std::string> Page::render() {
  PLUMB_TRY_ASSIGN(const auto late, ends({}, base::add_days(question_.on, -1)));
  PLUMB_TRY_ASSIGN(const auto coming, ends(question_.on, base::add_days(question_.on, kDaysAhead)));
  PLUMB_TRY_ASSIGN(auto late_items, items_json(late));
  PLUMB_TRY_ASSIGN(auto coming_items, items_json(coming));
  PLUMB_TRY_ASSIGN(auto indicators, indicators_json());
  return Json(Json::Object{{"on", base::to_string(question_.on)},
                           {"known_on", date_json(question_.asked.known_on)},
                           {"late_total", late.total},
                           {"late", std::move(late_items)},
                           {"coming_total", coming.total},
                           {"coming", std::move(coming_items)},
                           {"indicators", std::move(indicators)}})
      .dump();
}

} // namespace

Result<std::string> Indicators::leader_page(View authority_id, const organisation::Tree& tree,
                                            const Asked& asked,
                                            const records::Viewer& viewer) const {
  PLUMB_TRY_ASSIGN(const auto question, question_of(*state_, authority_id, tree, asked));
  return Page(question, viewer).render();
}

} // namespace plumb::indicators
