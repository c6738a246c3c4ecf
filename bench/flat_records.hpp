// SPDX-License-Identifier: Apache-2.0
// The records of a history as a flat table, one row each with the days that the measures count, and
// the same figures out of it by GROUP BY. The days are there already and units are numbers: the
// table has less to do than one of plain records would.
#pragma once

#include <plumb/history/history.hpp>
#include <plumb/indicators/indicators.hpp>
#include <plumb/pack/measures.hpp>

#include <fmt/format.h>

#include <cstdio>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace plumb::bench {

using indicators::Contribution;

/// What is counted, and the columns that hold it.
struct Board {
  std::vector<const pack::Indicator*> indicators;
  std::vector<const pack::Measure*> measures;

  [[nodiscard]] std::size_t place(const std::string& measure) const {
    for (std::size_t i = 0; i < measures.size(); ++i)
      if (measures[i]->id == measure) return i;
    return measures.size();
  }
  [[nodiscard]] std::vector<std::string> columns() const {
    std::vector<std::string> out{"unit"};
    for (std::size_t i = 0; i < measures.size(); ++i) {
      out.push_back(fmt::format("d{}", i));
      if (measures[i]->stock()) out.push_back(fmt::format("u{}", i));
      if (measures[i]->sum) out.push_back(fmt::format("a{}", i));
    }
    return out;
  }
  /// One measure of the period that ends on `on`.
  [[nodiscard]] std::string term(std::size_t i, std::int64_t from, std::int64_t on) const {
    if (measures[i]->stock())
      return fmt::format("count(case when d{0} <= {1} and (u{0} is null or u{0} > {1}) then 1 end)",
                         i, on);
    if (measures[i]->sum)
      return fmt::format(
          "coalesce(sum(case when d{0} between {1} and {2} then a{0} else 0 end), 0)", i, from, on);
    return fmt::format("count(case when d{0} between {1} and {2} then 1 end)", i, from, on);
  }
  [[nodiscard]] std::string whole_sql(std::int64_t from, std::int64_t on) const {
    std::string sql = "select unit";
    for (std::size_t i = 0; i < measures.size(); ++i)
      sql += ", " + term(i, from, on);
    return sql + " from flat group by unit order by unit";
  }
  /// The first indicator alone.
  [[nodiscard]] std::string one_sql(std::int64_t from, std::int64_t on) const {
    return "select unit, " + term(0, from, on) + " from flat group by unit order by unit";
  }
};

/// The first indicators whose measures count records of histories, at most `count`.
inline Board board_of(const pack::Rulebook& rules, std::size_t count) {
  static const std::set<std::string> kTold{"task_part", "normative_document", "major_decision",
                                           "duty", "legal_staff"};
  using pack::IndicatorKind;
  Board board;
  const auto usable = [&](const std::string& id) {
    const auto* measure = rules.find_measure(id);
    return measure != nullptr && kTold.contains(measure->register_id) && measure->scale() == 0;
  };
  const auto use = [&](const std::string& id) {
    if (!id.empty() && board.place(id) == board.measures.size())
      board.measures.push_back(rules.find_measure(id));
  };
  for (const auto& indicator : rules.indicators()) {
    if (board.indicators.size() == count) break;
    if (indicator.kind == IndicatorKind::Coverage || !usable(indicator.measure) ||
        (!indicator.over.empty() && !usable(indicator.over)))
      continue;
    board.indicators.push_back(&indicator);
    use(indicator.measure);
    use(indicator.over);
  }
  return board;
}

/// What one kind of life adds, wherever it is led.
struct Shape {
  struct Part {
    std::size_t measure = 0;
    Contribution contribution; ///< its unit is put in
    base::Date known{};
  };
  std::vector<Part> parts;
  std::vector<std::optional<std::int64_t>> row; ///< behind the unit
  std::string csv;                              ///< the same, with its comma and line feed
};

inline std::int64_t number_of(base::Date day) {
  return indicators::bucket_of(day, indicators::Level::Day);
}

/// Counts every state of the life as it became known, and lays the last one flat.
inline Shape shape_of(const Board& board, const pack::Rulebook& rules, const history::Life& life) {
  Shape shape;
  const auto& last = life.states.back().second;
  const auto& declared = *rules.find_register(last.register_id);
  std::vector<std::vector<Contribution>> held(board.measures.size());
  for (const auto& [at, record] : life.states) {
    const auto values = registers::values_of(declared, record, record.opened_on);
    for (std::size_t i = 0; i < board.measures.size(); ++i) {
      if (board.measures[i]->register_id != record.register_id) continue;
      auto now = indicators::contributions_of(*board.measures[i], declared, record, values);
      for (const auto& difference : indicators::difference(held[i], now))
        shape.parts.push_back({i, difference, base::china_date(at)});
      held[i] = std::move(now);
    }
  }
  for (std::size_t i = 0; i < board.measures.size(); ++i) {
    std::optional<std::int64_t> from, until, amount;
    for (const auto& one : held[i]) {
      if (one.amount < 0 && board.measures[i]->stock())
        until = number_of(one.on);
      else
        from = number_of(one.on), amount = amount.value_or(0) + one.amount;
    }
    shape.row.push_back(from);
    if (board.measures[i]->stock()) shape.row.push_back(until);
    if (board.measures[i]->sum) shape.row.push_back(amount);
  }
  for (const auto& value : shape.row)
    shape.csv += value ? ',' + std::to_string(*value) : ",";
  shape.csv += '\n';
  return shape;
}

} // namespace plumb::bench
