// SPDX-License-Identifier: Apache-2.0
// Random histories: what was counted live is what a rebuild counts, and every number, as of any day
// and as known on any day, is what the records' events come to one by one.
#include "invented_pack.hpp"
#include "state.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

namespace plumb::indicators {
namespace {

using event::Json;
using testing::day;
using testing::everything;

constexpr const char* kUnits[] = {"water", "east", "west", "hill", "lake", "old_dyke"};
constexpr const char* kAll[] = {"begun",  "bridges_begun", "finished", "finished_cost",
                                "helped", "open_now",      "late",     "open_in_time"};
/// Those of the sample, and a stock with both ends.
const std::string kMeasures = std::string(testing::kMeasures) +
                              "  - { id: open_in_time, title: 期限内在修数, register: "
                              "mending, from: opened_on, until: steps.finish.on, "
                              "through: due_on, unit: site }\n";

std::string any_unit() {
  return *rc::gen::elementOf(std::vector<std::string>(std::begin(kUnits), std::end(kUnits)));
}

Json::Object some_fields() {
  Json::Object out;
  const auto maybe = [] { return *rc::gen::inRange(0, 3) > 0; };
  if (maybe()) out.emplace("kind", *rc::gen::element<std::string>("dyke", "bridge"));
  if (maybe()) out.emplace("cost", base::Decimal{*rc::gen::inRange(1, 99) * 10 + 1, 2});
  if (maybe()) out.emplace("site", any_unit());
  if (maybe()) {
    std::set<std::string> helpers;
    for (int i = *rc::gen::inRange(0, 3); i > 0; --i)
      helpers.insert(any_unit());
    out.emplace("helpers", Json::Array(helpers.begin(), helpers.end()));
  }
  return out;
}

/// A history of one store; what the rules refuse is refused.
class History {
public:
  explicit History(storage::Database& database) : store_(database, "2025-11-20") {
    RC_ASSERT(store_.records().activate({}, testing::rules("1.0.0", kMeasures)).has_value());
  }

  void act() {
    const int kind = *rc::gen::inRange(0, 14);
    if (kind < 4 || ids_.empty()) return begin();
    const auto& id = *rc::gen::elementOf(ids_);
    if (kind < 6) {
      (void)store_.step(id, "note", with_last_day(some_fields()), late());
    } else if (kind < 8) {
      (void)store_.step(id, *rc::gen::element<std::string>("finish", "finish", "drop"), {}, late());
    } else if (kind < 10) {
      correct(id);
    } else if (kind == 10) {
      (void)store_.change(id, registers::Annul{"撤回"});
    } else if (kind == 11 && rules_ < 3) {
      other_rules();
    } else {
      today_ = base::add_days(today_, *rc::gen::inRange(1, 90));
      store_.until(today_);
    }
  }

  testing::Store& store() { return store_; }
  [[nodiscard]] Date today() const { return today_; }

private:
  /// The day of a step: today, or earlier and told late.
  std::string late() {
    return base::to_string(base::add_days(today_, -*rc::gen::element(0, 0, 0, 1, 3, 20, 60, 400)));
  }

  /// Every other time.
  Json::Object with_last_day(Json::Object fields) const {
    if (*rc::gen::inRange(0, 2) == 0)
      fields.emplace("due_on", base::to_string(base::add_days(today_, *rc::gen::inRange(-20, 60))));
    return fields;
  }

  void begin() {
    if (auto id = store_.begin(with_last_day(some_fields()), any_unit(), late()))
      ids_.push_back(*std::move(id));
  }

  void correct(const std::string& id) {
    registers::Correct command{.fields = some_fields(), .steps = {}, .reason = "更正"};
    if (*rc::gen::inRange(0, 2) == 0) command.steps.emplace(0, day(late()));
    (void)store_.change(id, command);
  }

  void other_rules() {
    auto measures = testing::replaced(
        kMeasures, "kind == 'bridge'",
        *rc::gen::element<std::string>("kind == 'dyke'", "cost > 5", "kind == 'bridge'"));
    if (*rc::gen::arbitrary<bool>())
      measures = testing::replaced(measures, "on: steps.begin.on, unit: helpers",
                                   "on: opened_on, unit: site");
    if (*rc::gen::arbitrary<bool>())
      measures = testing::replaced(measures, ", through: due_on", "");
    RC_ASSERT(store_.records()
                  .activate({}, testing::rules("1." + std::to_string(++rules_) + ".0", measures))
                  .has_value());
  }

  testing::Store store_;
  Date today_ = day("2025-11-20");
  std::vector<std::string> ids_;
  int rules_ = 0;
};

/// All contributions that were known by the end of a day, one by one from the events.
using Known = std::map<std::string, std::vector<std::pair<std::string, Contribution>>>;

Known known_by(History& history, std::optional<Date> known) {
  const auto book = history.store().records().rules("default", day("9999-12-31"));
  RC_ASSERT(book.has_value());
  std::map<std::string, registers::Record> records;
  const auto events = history.store().journal().read("default", 0, 1'000'000);
  RC_ASSERT(events.has_value());
  for (const auto& event : *events) {
    const auto id = registers::record_of_stream(event.stream);
    if (id.empty() || (known && *known < base::china_date(event.recorded_at))) continue;
    RC_ASSERT(registers::apply(records[std::string(id)], event).has_value());
  }
  Known out;
  const auto* declared = (*book)->find_register("mending");
  for (const auto& [id, record] : records) {
    const auto values = registers::values_of(*declared, record, record.opened_on);
    for (const auto& measure : (*book)->measures())
      for (auto& one : contributions_of(measure, *declared, record, values))
        out[measure.id].emplace_back(id, std::move(one));
  }
  return out;
}

/// Who has a unit's work on a day; told apart from the program's own way.
std::string heir(const std::string& unit, Date on) {
  std::string now = unit;
  if (now == "old_dyke" && on >= day("2025-01-01")) now = "east";
  if ((now == "east" || now == "west") && on >= day("2026-07-01")) now = "lake";
  return now;
}

struct Expected {
  std::int64_t sum = 0;
  std::map<std::string, std::int64_t> records;
};

Expected expected(const Known& known, const pack::Measure& measure, const Asked& asked,
                  const Period& period) {
  Expected out;
  const auto found = known.find(measure.id);
  if (found == known.end()) return out;
  for (const auto& [id, one] : found->second) {
    if (!measure.stock() && one.on < period.from) continue;
    if (one.on > *asked.on || one.on > period.until) continue;
    if (!asked.part.empty() && !measure.by.empty() && one.part != asked.part) continue;
    const auto unit = asked.structure == Structure::Now ? heir(one.unit, *asked.on) : one.unit;
    if (!asked.units.empty() && unit != asked.units.front()) continue;
    out.sum += one.amount;
    out.records[id] += one.amount;
  }
  std::erase_if(out.records, [](const auto& one) { return one.second == 0; });
  return out;
}

Asked any_question(Date today) {
  Asked asked;
  asked.on = base::add_days(today, -*rc::gen::inRange(-40, 500));
  if (*rc::gen::inRange(0, 3) > 0)
    asked.known_on = base::add_days(today, -*rc::gen::inRange(-10, 300));
  if (*rc::gen::arbitrary<bool>()) asked.units = {any_unit()};
  if (*rc::gen::inRange(0, 3) == 0) asked.part = "dyke";
  if (*rc::gen::arbitrary<bool>()) asked.structure = Structure::Now;
  using pack::PeriodKind;
  const auto kind =
      *rc::gen::element(PeriodKind::Day, PeriodKind::Month, PeriodKind::Quarter,
                        PeriodKind::HalfYear, PeriodKind::Year, PeriodKind::FiveYears);
  asked.period = period_of(kind, base::add_days(*asked.on, -*rc::gen::element(0, 0, 0, 100)));
  return asked;
}

std::int64_t units_of(const base::Decimal& value, int scale) {
  std::int64_t units = value.units;
  for (int i = value.scale; i < scale; ++i)
    units *= 10;
  return units;
}

RC_GTEST_PROP(CellsProperty, LiveIsRebuiltIsOneByOne, ()) {
  const auto database = storage::testing::fresh_database();
  History history(*database);
  for (int i = *rc::gen::inRange(1, 40); i > 0; --i)
    history.act();
  auto& store = history.store();
  const auto live = everything(*database);
  RC_CLASSIFY(live.find("finished|") != std::string::npos, "finished");
  RC_CLASSIFY(live.find("|-1|") != std::string::npos, "taken away");
  const auto book = store.records().rules("default", day("9999-12-31"));
  RC_ASSERT(book.has_value());
  for (int i = 0; i < 4; ++i) {
    const auto asked = any_question(history.today());
    const auto known = known_by(history, asked.known_on);
    const auto* opened =
        *rc::gen::elementOf(std::vector<const char*>(std::begin(kAll), std::end(kAll)));
    for (const auto* id : kAll) {
      const auto& measure = *(*book)->find_measure(id);
      const auto wanted = expected(known, measure, asked, *asked.period);
      const auto amount = store->amount("default", store.units(), id, asked);
      RC_ASSERT(amount.has_value());
      RC_ASSERT(units_of(*amount, measure.scale()) == wanted.sum);
      if (id != opened) continue;
      const auto behind = store->records_behind("default", store.units(), id, asked);
      RC_ASSERT(behind.has_value());
      std::map<std::string, std::int64_t> records;
      for (const auto& [record, added] : *behind)
        records.emplace(record, units_of(added, measure.scale()));
      RC_ASSERT(records == wanted.records);
    }
  }
  RC_ASSERT(store->rebuild().has_value());
  RC_ASSERT(everything(*database) == live);
  RC_ASSERT(store->start(store.records()).has_value());
  RC_ASSERT(everything(*database) == live);
  // Records that are filled again tell every event again.
  RC_ASSERT(store.records().rebuild().has_value());
  RC_ASSERT(everything(*database) == live);
}

struct Listed {
  std::vector<std::string> ids;
  std::int64_t total = 0, hidden = 0;
};
/// All pages of one side of a receipt.
Listed listed(testing::Store& store, const char* indicator, const char* side, const Asked& asked,
              const records::Viewer& viewer, std::size_t limit) {
  Listed out;
  std::string cursor;
  do {
    const auto answer =
        store->receipt("default", store.units(), indicator, asked, side, viewer, cursor, limit);
    RC_ASSERT(answer.has_value());
    const auto page = event::parse_json(*answer);
    RC_ASSERT(page.has_value());
    RC_ASSERT((*page)["records"].items().size() <= limit);
    for (const auto& one : (*page)["records"].items())
      out.ids.push_back(one["record_id"].text());
    out.total = (*page)["total"].integer_or(-1);
    out.hidden = (*page)["hidden"].integer_or(-1);
    cursor = (*page)["next_cursor"].text();
  } while (!cursor.empty());
  return out;
}

RC_GTEST_PROP(ReceiptProperty, PagesAreTheWholeAndItsTotal, ()) {
  const auto database = storage::testing::fresh_database();
  History history(*database);
  for (int i = *rc::gen::inRange(1, 30); i > 0; --i)
    history.act();
  const auto asked = any_question(history.today());
  const records::Viewer narrow{.all = false, .units = {any_unit()}};
  for (const auto& viewer : {records::Viewer{}, narrow})
    for (const char* indicator : {"begun_count", "bridge_share", "cost_sum", "cost_average",
                                  "help_ratio", "late_zero", "all_helped"})
      for (const char* side : {"numerator", "denominator", "against"}) {
        auto& store = history.store();
        const auto whole = listed(store, indicator, side, asked, viewer, 500);
        const auto paged = listed(store, indicator, side, asked, viewer, 2);
        RC_ASSERT(paged.ids == whole.ids);
        RC_ASSERT(paged.total == whole.total);
        RC_ASSERT(std::ssize(whole.ids) == whole.total - whole.hidden);
        RC_CLASSIFY(whole.ids.size() > 2, side);
      }
}

/// Cells without a history: entries on any days, read back over any span.
RC_GTEST_PROP(CellsProperty, StretchesAddUpTheirDays, ()) {
  const auto database = storage::testing::fresh_database();
  testing::Store store(*database);
  pack::Measure measure;
  measure.id = "m";
  const auto any_day = [] { return base::add_days(day("2023-12-20"), *rc::gen::inRange(0, 800)); };
  std::vector<std::pair<Contribution, Date>> all;
  CellSums sums;
  for (int i = *rc::gen::inRange(0, 60); i > 0; --i) {
    const Contribution one{any_unit(), "", any_day(), *rc::gen::inRange(-5, 9)};
    all.emplace_back(one, any_day());
    sums.add("m", one, all.back().second);
  }
  const auto writer = database->writer();
  RC_ASSERT(add_cells(**writer, "default", sums).has_value());
  for (int i = 0; i < 20; ++i) {
    Wanted wanted{&measure, {.from = {}, .until = any_day(), .known = {}}};
    if (*rc::gen::inRange(0, 4) > 0) wanted.days.from = any_day();
    if (*rc::gen::inRange(0, 4) > 0) wanted.days.known = any_day();
    std::map<std::string, std::int64_t> expected;
    for (const auto& [one, known] : all)
      if ((!wanted.days.from || *wanted.days.from <= one.on) && one.on <= wanted.days.until &&
          (!wanted.days.known || known <= *wanted.days.known))
        expected[one.unit] += one.amount;
    std::erase_if(expected, [](const auto& one) { return one.second == 0; });
    // Nothing was recorded behind the last day; or nobody says so.
    const auto today = *rc::gen::arbitrary<bool>()
                           ? std::nullopt
                           : std::optional(base::add_days(day("2023-12-20"), 800));
    const auto read =
        amounts_of(**writer, "default", std::span(&wanted, 1), Grain::Unit, {}, today);
    RC_ASSERT(read.has_value());
    std::map<std::string, std::int64_t> found;
    for (const auto& one : read->front())
      found.emplace(one.unit, one.amount);
    RC_ASSERT(found == expected);
  }
}

} // namespace
} // namespace plumb::indicators
