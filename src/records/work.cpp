// SPDX-License-Identifier: Apache-2.0
// My work: one page of it, and its last days.
#include "work.hpp"

#include "fold.hpp"
#include "state.hpp"
#include "visible.hpp"
#include "write.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <array>
#include <tuple>

namespace plumb::records {
namespace {

using base::ErrorKind;
using base::Result;
using storage::Row;
using storage::Value;
using View = std::string_view;
using Place = std::pair<std::string, std::string>; ///< urgency, record id

/// Work is counted up to so many of each light; of what only the record tells so many are read.
constexpr std::size_t kCountedMax = 1'000, kLookedMax = 200;
/// Records looked at beyond a page's items, and at once.
constexpr std::size_t kSeenMax = 500, kSeenAtOnce = 50;
/// Last days that a calendar counts.
constexpr std::size_t kDaysCountedMax = 20'000;
constexpr std::array kLights = {Light::Overdue, Light::Near, Light::Normal, Light::Standing};

/// Where a page ended: the light and the record behind which the next one begins.
struct Cursor {
  std::size_t light = 0;
  Place after = {};
};

constexpr View kHex = "0123456789abcdef";

std::string write_cursor(const Cursor& cursor) {
  std::string out(1, static_cast<char>('0' + cursor.light));
  const std::string plain = cursor.after.first + '\n' + cursor.after.second;
  for (const char c : plain) {
    out += kHex[static_cast<unsigned char>(c) >> 4U];
    out += kHex[static_cast<unsigned char>(c) & 15U];
  }
  return out;
}

Result<Cursor> read_cursor(View text) {
  Cursor cursor;
  if (text.empty()) return cursor;
  const auto bad = base::fail(ErrorKind::InvalidInput, "records.bad_cursor");
  if (text[0] < '0' || text[0] >= static_cast<char>('0' + kLights.size()) || text.size() % 2 == 0)
    return bad;
  cursor.light = static_cast<std::size_t>(text[0] - '0');
  std::string plain;
  for (std::size_t i = 1; i < text.size(); i += 2) {
    const auto high = kHex.find(text[i]), low = kHex.find(text[i + 1]);
    if (high == View::npos || low == View::npos) return bad;
    plain += static_cast<char>(high * 16 + low);
  }
  const auto line = plain.find('\n');
  if (line == std::string::npos || plain.find('\0') != std::string::npos ||
      !base::is_valid_utf8(plain))
    return bad;
  cursor.after = {plain.substr(0, line), plain.substr(line + 1)};
  return cursor;
}

/// What a page shows of a record, read at once for many.
struct Shown {
  Json row;
  registers::Record record;
};

Result<std::map<std::string, Shown>> read_shown(Connection& connection, View authority_id,
                                                const std::vector<WorkKey>& keys) {
  std::map<std::string, Shown> out;
  constexpr std::size_t kAtOnce = 50;
  for (std::size_t from = 0; from < keys.size(); from += kAtOnce) {
    std::string sql = "select record_id, row, body from record where authority_id = $1 and "
                      "record_id in (";
    std::vector<Value> values{authority_id};
    // Always as many places, so that one prepared statement serves every page.
    for (std::size_t i = 0; i < kAtOnce; ++i) {
      values.emplace_back(View(keys[std::min(from + i, keys.size() - 1)].record_id));
      sql += (i == 0 ? "$" : ", $") + std::to_string(values.size());
    }
    std::optional<base::Error> failed;
    PLUMB_TRY(connection.run(sql + ')', values, [&](const Row& row) {
      auto json = event::parse_json(row.text(1));
      auto record = read_record(row.text(2));
      if (json && record)
        out.emplace(row.text(0), Shown{*std::move(json), *std::move(record)});
      else
        failed = json ? record.error() : json.error();
      return !failed;
    }));
    if (failed) return base::Unexpected{*failed};
  }
  return out;
}

/// The clock that ends next and whether it is what the record promised or what the law says.
const registers::ClockState* next_clock(const registers::Record& record, const Urgency& urgency) {
  for (const auto& clock : record.clocks)
    if (clock.running() && urgency.on &&
        (clock.due_on == urgency.on || clock.target_on == urgency.on))
      return &clock;
  return nullptr;
}

/// An instant of that day in China.
std::int64_t noon_of(Date day) {
  constexpr std::int64_t kDay = 24LL * 60 * 60 * 1000, kNoonInChina = 4LL * 60 * 60 * 1000;
  return std::chrono::sys_days{day}.time_since_epoch().count() * kDay + kNoonInChina;
}

class Page {
public:
  Page(Connection& connection, View authority_id, StandingPointer standing, const WorkQuery& query,
       Lights& lights)
      : connection_(connection), authority_id_(authority_id), standing_(std::move(standing)),
        query_(query), lights_(lights),
        reader_(connection, authority_id, *standing_, query, lights.today()),
        environment_(environment_of(*standing_, noon_of(lights.today()), query.actor)) {}

  Result<std::string> render();

private:
  struct Counts {
    std::array<std::int64_t, 4> lights = {};
    std::map<std::string, std::int64_t> registers = {};
    bool capped = false;
  };
  Result<void> visit_light(std::size_t light, const Place& after,
                           const std::function<bool(const WorkKey&)>& on_key);
  Result<std::vector<WorkKey>> checked(std::vector<WorkKey> keys, bool& capped);
  Result<Counts> count();
  Result<void> fill(std::size_t light, const Place& after, Cursor& last);
  [[nodiscard]] int warn_days_max() const;
  [[nodiscard]] bool concerns(const WorkKey& key, const Applicable& rules,
                              const registers::Record& record);
  [[nodiscard]] std::vector<const pack::Step*> steps_of(const Applicable& rules,
                                                        const registers::Record& record) const;
  [[nodiscard]] Json item_json(const WorkKey& key, const Applicable& rules, const Shown& shown);

  Connection& connection_;
  View authority_id_;
  StandingPointer standing_;
  const WorkQuery& query_;
  Lights& lights_;
  WorkReader reader_;
  registers::Environment environment_;
  Json::Array items_;
  bool more_ = false;
  std::size_t seen_ = 0;                         ///< records looked at for this page
  std::optional<std::vector<WorkKey>> all_ = {}; ///< where there are few
};

Result<void> Page::visit_light(std::size_t light, const Place& after,
                               const std::function<bool(const WorkKey&)>& on_key) {
  if (all_) {
    for (const auto& key : *all_)
      if (lights_.of(key.urgency) == kLights[light] &&
          std::tie(key.urgency, key.record_id) > std::tie(after.first, after.second) &&
          !on_key(key))
        break;
    return {};
  }
  const std::string today = urgency_from(lights_.today());
  const std::string far = urgency_from(base::add_days(lights_.near_until(warn_days_max()), 1));
  const Light wanted = kLights[light];
  const View from = wanted == Light::Overdue    ? View()
                    : wanted == Light::Standing ? kUrgencyStanding
                                                : View(today);
  const View until = wanted == Light::Overdue    ? View(today)
                     : wanted == Light::Near     ? View(far)
                     : wanted == Light::Standing ? kUrgencyEnd
                                                 : kUrgencyStanding;
  return reader_.visit(from, until, after, [&](const WorkKey& key) {
    return lights_.of(key.urgency) != wanted || on_key(key);
  });
}

/// The longest warning of any rules that a record may go by.
int Page::warn_days_max() const {
  int days = 3;
  for (const auto& book : standing_->books)
    for (const auto& declared : book->registers())
      for (const auto& clock : declared.clocks)
        days = std::max(days, clock.warn_days);
  return std::min(days, 99);
}

std::vector<const pack::Step*> Page::steps_of(const Applicable& rules,
                                              const registers::Record& record) const {
  auto steps = registers::awaited(*rules.declared, record.state);
  std::erase_if(steps, [&](const pack::Step* step) {
    return !registers::permits(*rules.book, *rules.declared, *step, &record, query_.actor);
  });
  // What the law still holds back waits for somebody else, or for time.
  if (std::ranges::none_of(steps, [](const auto* step) { return may_be_held_back(*step); }))
    return steps;
  for (const auto& entry : registers::possible(*rules.book, record, environment_))
    if (!entry.refusals.empty()) std::erase(steps, entry.step);
  return steps;
}

/// Late, and the person's own unit takes part.
bool Page::concerns(const WorkKey& key, const Applicable& rules, const registers::Record& record) {
  if (lights_.of(key.urgency) != Light::Overdue || query_.actor.unit.empty()) return false;
  const auto parties = registers::parties_of(*rules.declared, record);
  return std::ranges::find(parties, query_.actor.unit) != parties.end();
}

/// Without those of which only the record tells that they are no work; more than a few hundred of
/// them are believed.
Result<std::vector<WorkKey>> Page::checked(std::vector<WorkKey> keys, bool& capped) {
  std::vector<WorkKey> doubtful;
  for (const auto& key : keys)
    if (reader_.needs_look(key)) doubtful.push_back(key);
  if (doubtful.size() > kLookedMax) {
    capped = true;
    doubtful.resize(kLookedMax);
  }
  if (doubtful.empty()) return keys;
  PLUMB_TRY_ASSIGN(const auto shown, read_shown(connection_, authority_id_, doubtful));
  std::set<std::string> out;
  for (const auto& key : doubtful) {
    const auto found = shown.find(key.record_id);
    if (found == shown.end()) continue;
    const auto rules = applicable(*standing_, found->second.record);
    if (!rules || (steps_of(*rules, found->second.record).empty() &&
                   !concerns(key, *rules, found->second.record)))
      out.insert(key.record_id);
  }
  std::erase_if(keys, [&](const WorkKey& key) { return out.contains(key.record_id); });
  return keys;
}

Result<Page::Counts> Page::count() {
  Counts counts;
  std::vector<WorkKey> keys;
  const auto collect = [&](const WorkKey& key) {
    keys.push_back(key);
    return keys.size() <= kCountedMax;
  };
  const auto add = [&](const std::vector<WorkKey>& some) {
    for (const auto& key : some) {
      ++counts.lights[static_cast<std::size_t>(lights_.of(key.urgency))];
      ++counts.registers[key.register_id];
    }
  };
  PLUMB_TRY(reader_.visit("", kUrgencyEnd, {}, collect));
  if (keys.size() <= kCountedMax) {
    PLUMB_TRY_ASSIGN(all_, checked(std::move(keys), counts.capped));
    add(*all_);
    return counts;
  }
  // Too many: each light by itself, so that what is late does not hide the rest.
  counts.capped = true;
  for (std::size_t light = 0; light < kLights.size(); ++light) {
    keys.clear();
    PLUMB_TRY(visit_light(light, {}, collect));
    if (keys.size() > kCountedMax) keys.resize(kCountedMax);
    PLUMB_TRY_ASSIGN(const auto sure, checked(std::move(keys), counts.capped));
    add(sure);
    keys = {};
  }
  return counts;
}

Json Page::item_json(const WorkKey& key, const Applicable& rules, const Shown& shown) {
  const auto& record = shown.record;
  const auto urgency = read_urgency(key.urgency);
  const auto* state = rules.declared->state(record.state);
  const auto* clock = next_clock(record, urgency);
  const auto* declared = clock ? rules.declared->clock(clock->clock) : nullptr;
  Json::Array steps;
  for (const auto* step : steps_of(rules, record))
    steps.emplace_back(Json::Object{{"id", step->id}, {"title", step->title}});
  Json days;
  if (urgency.on)
    days = static_cast<std::int64_t>(
        (std::chrono::sys_days{*urgency.on} - std::chrono::sys_days{lights_.today()}).count());
  return Json::Object{{"record_id", record.record_id},
                      {"register", record.register_id},
                      {"register_title", rules.declared->title},
                      {"title", shown.row["title"]},
                      {"state", record.state},
                      {"state_title", state ? state->title : record.state},
                      {"unit", record.unit},
                      {"light", name_of(lights_.of(urgency))},
                      {"clock", clock ? Json(declared ? declared->title : clock->clock) : Json()},
                      {"binding", urgency.on ? Json(pack::name_of(urgency.binding)) : Json()},
                      {"due_on", urgency.on ? Json(base::to_string(*urgency.on)) : Json()},
                      {"days_left", std::move(days)},
                      {"steps", std::move(steps)},
                      {"revision", record.revision},
                      {"breach_count", static_cast<std::int64_t>(record.breaches.size())}};
}

/// Items of one light behind `after`, until the page is full.
Result<void> Page::fill(std::size_t light, const Place& after, Cursor& last) {
  Place from = after;
  for (;;) {
    const std::size_t wanted = std::max(query_.limit + 1, kSeenAtOnce);
    std::vector<WorkKey> keys;
    PLUMB_TRY(visit_light(light, from, [&](const WorkKey& key) {
      keys.push_back(key);
      return keys.size() < wanted;
    }));
    if (keys.empty()) return {};
    PLUMB_TRY_ASSIGN(const auto shown, read_shown(connection_, authority_id_, keys));
    seen_ += keys.size();
    for (const auto& key : keys) {
      const auto found = shown.find(key.record_id);
      if (found == shown.end()) continue;
      PLUMB_TRY_ASSIGN(const auto rules, applicable(*standing_, found->second.record));
      if (steps_of(rules, found->second.record).empty() &&
          !concerns(key, rules, found->second.record))
        continue;
      if (items_.size() == query_.limit) {
        more_ = true;
        return {};
      }
      items_.push_back(item_json(key, rules, found->second));
      last = {light, {key.urgency, key.record_id}};
    }
    if (keys.size() < wanted) return {};
    from = {keys.back().urgency, keys.back().record_id};
    // Where the law holds nearly everything back, a page may be short: the next one goes on here.
    if (seen_ > query_.limit + kSeenMax) {
      last = {light, from};
      more_ = true;
      return {};
    }
  }
}

Result<std::string> Page::render() {
  PLUMB_TRY_ASSIGN(const auto cursor, read_cursor(query_.cursor));
  PLUMB_TRY_ASSIGN(const auto counts, count());
  Cursor last;
  for (std::size_t light = cursor.light; light < kLights.size() && !more_; ++light)
    PLUMB_TRY(fill(light, light == cursor.light ? cursor.after : Place(), last));
  Json::Array registers;
  if (const auto book = standing_->newest())
    for (const auto& declared : book->registers())
      if (const auto found = counts.registers.find(declared.id); found != counts.registers.end())
        registers.emplace_back(
            Json::Object{{"id", declared.id}, {"title", declared.title}, {"count", found->second}});
  Json::Object lights;
  std::int64_t total = 0;
  for (std::size_t i = 0; i < kLights.size(); ++i) {
    lights.emplace(name_of(kLights[i]), counts.lights[i]);
    total += counts.lights[i];
  }
  return Json(Json::Object{{"today", base::to_string(lights_.today())},
                           {"items", std::move(items_)},
                           {"next_cursor", more_ ? Json(write_cursor(last)) : Json()},
                           {"total", total},
                           {"counts", std::move(lights)},
                           {"counts_capped", counts.capped},
                           {"registers", std::move(registers)}})
      .dump();
}

} // namespace

Result<std::string> Records::work(View authority_id, const WorkQuery& query) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, authority_id));
  const Date today = state_->today();
  Lights lights(standing->calendar.view(standing->jurisdiction(), today), today);
  return Page(*reader, authority_id, standing, query, lights).render();
}

Result<std::vector<std::pair<Date, std::int64_t>>>
Records::due_counts(View authority_id, const WorkQuery& query, Date from, Date until) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, authority_id));
  WorkReader work(*reader, authority_id, *standing, query, state_->today());
  std::vector<std::pair<Date, std::int64_t>> out;
  std::size_t seen = 0;
  PLUMB_TRY(work.visit(urgency_from(from), urgency_from(base::add_days(until, 1)), {},
                       [&](const WorkKey& key) {
                         if (const auto on = read_urgency(key.urgency).on) {
                           if (out.empty() || out.back().first != *on) out.emplace_back(*on, 0);
                           ++out.back().second;
                         }
                         return ++seen < kDaysCountedMax;
                       }));
  return out;
}

Result<std::string> Records::due_days(View authority_id, const Viewer& viewer, Date from,
                                      Date until, std::size_t limit) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, authority_id));
  const Date today = state_->today();
  Lights lights(standing->calendar.view(standing->jurisdiction(), today), today);
  const std::string first = base::to_string(from), last = base::to_string(until),
                    behind = urgency_from(base::add_days(until, 1));
  std::string sql;
  std::vector<Value> values;
  const auto place = [&](Value value) {
    values.push_back(value);
    return '$' + std::to_string(values.size());
  };
  sql = "select c.due_on, c.record_id, c.clock, r.register_id, r.title, r.rules from ";
  if (!viewer.all) {
    // The records of its units that end by then, then their clocks: those of others are many.
    sql += "(select distinct record_id from record_party where authority_id = ";
    sql += place(authority_id) + " and unit_id in (";
    for (std::size_t i = 0; i < viewer.units.size(); ++i)
      sql += (i > 0 ? ", " : "") + place(View(viewer.units[i]));
    if (viewer.units.empty()) sql += place(View());
    sql += ") and final = 0 and urgency < " + place(View(behind)) + ") p cross join ";
  }
  sql += "record_clock c cross join record r where c.authority_id = " + place(authority_id);
  if (!viewer.all) sql += " and c.record_id = p.record_id";
  sql += " and c.due_on >= " + place(View(first));
  sql += " and c.due_on <= " + place(View(last));
  sql += " and r.authority_id = " + place(authority_id) + " and r.record_id = c.record_id";
  sql += " order by c.due_on, c.record_id, c.clock limit " +
         place(static_cast<std::int64_t>(limit) + 1);
  Json::Array items;
  bool truncated = false;
  PLUMB_TRY(reader->run(sql, values, [&](const Row& row) {
    if (items.size() == limit) {
      truncated = true;
      return false;
    }
    const std::string register_id(row.text(3));
    auto book = standing->version(row.text(5));
    if (book == nullptr) book = standing->newest();
    const auto* declared = book ? book->find_register(register_id) : nullptr;
    const auto* clock = declared ? declared->clock(row.text(2)) : nullptr;
    Urgency urgency{.on = base::parse_date(row.text(0))};
    if (clock != nullptr) urgency.warn_days = clock->warn_days;
    items.emplace_back(
        Json::Object{{"on", std::string(row.text(0))},
                     {"record_id", std::string(row.text(1))},
                     {"register", register_id},
                     {"register_title", declared ? declared->title : register_id},
                     {"title", std::string(row.text(4))},
                     {"clock_title", clock ? clock->title : std::string(row.text(2))},
                     {"light", name_of(lights.of(urgency))}});
    return true;
  }));
  return Json(Json::Object{{"today", base::to_string(today)},
                           {"items", std::move(items)},
                           {"truncated", truncated}})
      .dump();
}

} // namespace plumb::records
