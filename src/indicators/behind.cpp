// SPDX-License-Identifier: Apache-2.0
#include "behind.hpp"

#include <algorithm>

namespace plumb::indicators {
namespace {

using storage::Row;
using Bound = storage::Value;
using View = std::string_view;

/// Units are told to the database where they are few.
constexpr std::size_t kUnitsMax = 200;

std::string place(std::vector<Bound>& values, Bound value) {
  values.push_back(value);
  return '$' + std::to_string(values.size());
}

/// Adds up the entries of one record.
class Adder {
public:
  explicit Adder(std::string record_id) { behind_.record_id = std::move(record_id); }
  void add(const Entry& entry, const std::string& under) {
    behind_.amount += entry.amount;
    behind_.seen = entry.seen;
    days_[entry.on] += entry.amount;
    units_[under] += entry.amount;
  }
  [[nodiscard]] Behind done() {
    // A stock that no longer counts has a day with as much taken away.
    for (const auto& [day, amount] : days_)
      if (amount != 0 && (amount > 0) == (behind_.amount > 0)) {
        behind_.on = day;
        break;
      }
    std::int64_t most = 0;
    for (const auto& [unit, amount] : units_)
      if (std::abs(amount) > most) {
        most = std::abs(amount);
        behind_.unit = unit;
      }
    return std::move(behind_);
  }
  [[nodiscard]] const std::string& record_id() const { return behind_.record_id; }
  [[nodiscard]] bool counts() const { return behind_.amount != 0; }

private:
  Behind behind_;
  std::map<Date, std::int64_t> days_;
  std::map<std::string, std::int64_t> units_;
};

/// Ids of the units that are asked for, where the database can be told.
std::optional<std::vector<std::string>> asked_units(const Question& question, const Units& units) {
  if (units.everything()) return std::nullopt;
  std::vector<std::string> out;
  for (const auto& unit : question.tree.units())
    if (units.under(unit.id)) out.push_back(unit.id);
  if (units.under({})) out.emplace_back();
  if (out.size() > kUnitsMax) return std::nullopt;
  return out;
}

} // namespace

Date day_of(std::int64_t number) {
  return base::make_date(static_cast<int>(number / 10'000),
                         static_cast<unsigned>(number / 100 % 100),
                         static_cast<unsigned>(number % 100));
}

Result<void> visit_entries(Connection& connection, const Question& question,
                           const pack::Measure& measure, const Days& days,
                           const records::Viewer& viewer, const Slice& slice,
                           const std::function<bool(const Entry&)>& on_entry) {
  std::vector<Bound> values;
  const Units units(question);
  const auto only = asked_units(question, units);
  std::string sql = "select e.record_id, e.sequence, e.unit_id, e.part, e.on_day, e.known_day, "
                    "e.amount, ";
  sql += seen_sql(values, question.authority_id, viewer, "e.record_id");
  sql += " from measure_entry e where e.authority_id = " + place(values, question.authority_id);
  sql += " and e.measure = " + place(values, View(measure.id));
  if (!slice.after.empty()) sql += " and e.record_id > " + place(values, View(slice.after));
  if (!slice.through.empty()) sql += " and e.record_id <= " + place(values, View(slice.through));
  // A sum is not looked up in the index of days.
  const std::string on_day = slice.dense ? " and e.on_day + 0" : " and e.on_day";
  if (days.from) sql += on_day + " >= " + place(values, bucket_of(*days.from, Level::Day));
  sql += on_day + " <= " + place(values, bucket_of(days.until, Level::Day));
  if (days.known) sql += " and e.known_day <= " + place(values, bucket_of(*days.known, Level::Day));
  if (!question.asked.part.empty() && !measure.by.empty())
    sql += " and e.part = " + place(values, View(question.asked.part));
  if (only) {
    sql += " and e.unit_id in (";
    for (std::size_t i = 0; i < only->size(); ++i)
      sql += (i == 0 ? "" : ", ") + place(values, View((*only)[i]));
    if (only->empty()) sql += "null";
    sql += ')';
  }
  sql += " order by e.record_id, e.sequence";
  PLUMB_TRY(connection.run(sql, values, [&](const Row& row) {
    return on_entry({.record_id = std::string(row.text(0)),
                     .unit = std::string(row.text(2)),
                     .part = std::string(row.text(3)),
                     .sequence = row.integer(1),
                     .amount = row.integer(6),
                     .on = day_of(row.integer(4)),
                     .known = day_of(row.integer(5)),
                     .seen = row.integer(7) != 0});
  }));
  return {};
}

Result<void> visit_behind(Connection& connection, const Question& question,
                          const pack::Measure& measure, const Days& days,
                          const records::Viewer& viewer, const Slice& slice,
                          const std::function<bool(const Behind&)>& on_record) {
  const Units units(question);
  std::optional<Adder> adder;
  const auto goes_on = [&] { return !adder || !adder->counts() || on_record(adder->done()); };
  bool stopped = false;
  PLUMB_TRY(
      visit_entries(connection, question, measure, days, viewer, slice, [&](const Entry& entry) {
        const auto* under = units.under(entry.unit);
        if (under == nullptr) return true;
        if (!adder || adder->record_id() != entry.record_id) {
          stopped = !goes_on();
          if (stopped) return false;
          adder.emplace(entry.record_id);
        }
        adder->add(entry, *under);
        return true;
      }));
  if (!stopped) goes_on();
  return {};
}

} // namespace plumb::indicators
