// SPDX-License-Identifier: Apache-2.0
/// Events of records → entries and cells, in the transaction of the event.
#include "count.hpp"
#include "schema.hpp"
#include "state.hpp"

#include <algorithm>

namespace plumb::indicators {
namespace {

using storage::Row;
using storage::Value;
using View = std::string_view;

/// What was counted of a record so far, by measure, each ascending.
using Held = std::map<std::string, std::vector<Contribution>, std::less<>>;

Result<Held> held_of(Connection& connection, View authority_id, View record_id,
                     const std::vector<const pack::Measure*>& measures) {
  std::string sql = "select measure, unit_id, part, on_day, cast(sum(amount) as bigint) from "
                    "measure_entry where authority_id = $1 and record_id = $2 and measure in (";
  std::vector<Value> values{authority_id, record_id};
  for (const auto* measure : measures) {
    values.emplace_back(View(measure->id));
    sql += (values.size() > 3 ? ", $" : "$") + std::to_string(values.size());
  }
  sql += ") group by measure, unit_id, part, on_day";
  Held held;
  PLUMB_TRY(connection.run(sql, values, [&](const Row& row) {
    if (const auto amount = row.integer(4); amount != 0)
      held[std::string(row.text(0))].push_back(
          {std::string(row.text(1)), std::string(row.text(2)), date_of(row.integer(3)), amount});
    return true;
  }));
  for (auto& [measure, contributions] : held)
    std::ranges::sort(contributions);
  return held;
}

} // namespace

Result<CountingPointer> Indicators::State::counting_of(Connection& writer, View authority_id,
                                                       const records::RulebookPointer& book) {
  {
    const std::scoped_lock lock(mutex);
    const auto at = counting.find(authority_id);
    if (at != counting.end() && at->second->book == book) return at->second;
  }
  PLUMB_TRY_ASSIGN(const auto shapes, shapes_of(writer, authority_id));
  auto found = std::make_shared<Counting>();
  found->book = book;
  for (const auto& measure : book->measures()) {
    const auto* declared = book->find_register(measure.register_id);
    const auto shape = shapes.find(measure.id);
    if (declared == nullptr || shape == shapes.end()) continue;
    // Cells that stand otherwise are filled again by start() or rules_changed().
    if (shape->second == shape_of(measure, *declared))
      found->measures[measure.register_id].push_back(&measure);
  }
  const std::scoped_lock lock(mutex);
  counting.insert_or_assign(std::string(authority_id), found);
  return CountingPointer(std::move(found));
}

Result<void> Indicators::changed(Connection& writer, const event::Event& event,
                                 const records::RulebookPointer& newest,
                                 const registers::Record& record) {
  if (newest == nullptr || newest->measures().empty()) return {};
  PLUMB_TRY_ASSIGN(const auto counting, state_->counting_of(writer, event.authority_id, newest));
  const auto measures = counting->measures.find(record.register_id);
  const auto* declared = newest->find_register(record.register_id);
  if (declared == nullptr || measures == counting->measures.end()) return {};
  Held held;
  if (record.revision > 1) {
    PLUMB_TRY_ASSIGN(held, held_of(writer, event.authority_id, record.record_id, measures->second));
  }
  const auto values = registers::values_of(*declared, record, record.opened_on);
  const Date known = base::china_date(event.recorded_at);
  Count count(writer, event.authority_id);
  for (const auto* measure : measures->second) {
    const auto before = held.find(measure->id);
    count.add(
        *measure, record.record_id, event.sequence, known,
        indicators::difference(before == held.end() ? std::vector<Contribution>() : before->second,
                               contributions_of(*measure, *declared, record, values)));
  }
  return count.write();
}

Result<void> Indicators::cleared(Connection& writer) {
  forget();
  for (const View table : kTables)
    PLUMB_TRY(writer.run("delete from " + std::string(table)));
  return {};
}

Result<void> Indicators::rules_changed(Connection& writer, View authority_id,
                                       const records::RulebookPointer& newest) {
  forget();
  PLUMB_TRY(count_again(writer, authority_id, newest.get()));
  return {};
}

void Indicators::forget() {
  const std::scoped_lock lock(state_->mutex);
  state_->counting.clear();
}

} // namespace plumb::indicators
