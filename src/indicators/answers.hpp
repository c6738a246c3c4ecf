// SPDX-License-Identifier: Apache-2.0
/// Indicators with their values, targets and lights in the words of the API (schema/openapi.yaml):
/// what the board, the detail, receipts and the leaders' page have in common.
#pragma once

#include "light.hpp"
#include "targets.hpp"

#include <plumb/event/json.hpp>

#include <utility>

namespace plumb::indicators {

using event::Json;

/// The same question as of another day.
[[nodiscard]] Question at(const Question& question, Date on);

struct Dated {
  Period period;
  Value value;
  Date as_of{};
};
/// Values so many periods before (0: the indicator's own), each as of the end of that period or the
/// question's day, whichever is earlier; in few statements.
[[nodiscard]] Result<std::vector<Dated>>
values_before(const Question& question, std::span<const pack::Indicator* const> indicators,
              int steps);

/// One indicator of a board.
struct BoardRow {
  const pack::Indicator* indicator = nullptr;
  Dated now, before;
  std::vector<Target> targets; ///< those that apply to the units asked for
  Light light = Light::Grey;   ///< the worst
};

/// What an answer needs beside cells: targets, figures of last year's report, where entered numbers
/// come from.
class Answers {
public:
  /// `indicator` empty: of all.
  [[nodiscard]] static Result<Answers> read(const Question& question, std::string_view indicator);

  [[nodiscard]] Result<std::vector<BoardRow>>
  rows(std::span<const pack::Indicator* const> indicators) const;
  /// Schema IndicatorRow. `trend` null: none.
  [[nodiscard]] Json row_json(const BoardRow& row, Json trend = {}) const;
  /// Schema IndicatorValue. `unit`: whose number it is, where it is of one.
  [[nodiscard]] Json value_json(const pack::Indicator& indicator, const Dated& dated,
                                std::string_view unit = {}) const;
  /// Schema IndicatorTarget.
  [[nodiscard]] Json target_json(const pack::Indicator& indicator, const Dated& dated,
                                 const Target& target) const;
  [[nodiscard]] const Targets& targets() const { return targets_; }
  /// The light of one unit's value.
  [[nodiscard]] Light light_of_unit(const pack::Indicator& indicator, const Dated& dated,
                                    const std::string& unit) const;
  /// The record that an entered number was taken from; null where there is none.
  [[nodiscard]] const registers::Record* entered(const pack::Indicator& indicator,
                                                 const Dated& dated, std::string_view unit) const;
  [[nodiscard]] Date on() const { return question_.on; }

private:
  struct Reported {
    base::Decimal value;
    std::string unit, record_id;
  };
  explicit Answers(const Question& question, Targets targets)
      : question_(question), targets_(std::move(targets)) {}
  [[nodiscard]] Result<void> read_reported(std::string_view indicator);
  [[nodiscard]] Result<void> read_entered(std::string_view indicator);
  [[nodiscard]] Result<void> read_tasks();
  [[nodiscard]] Json reported_json(const BoardRow& row) const;
  [[nodiscard]] std::string only_unit() const;

  Question question_;
  Targets targets_;
  std::map<std::pair<int, std::string>, Reported> reported_; ///< year, indicator
  std::vector<registers::Record> entered_;                   ///< of external_figure, newest first
  std::map<std::string, std::string, std::less<>> task_titles_;
};

/// Arrays of schema TrendPoint, the oldest of the last `periods` periods first.
[[nodiscard]] Result<std::vector<Json>> trends(const Question& question, const Answers& answers,
                                               std::span<const pack::Indicator* const> indicators,
                                               int periods);

[[nodiscard]] Json period_json(const Period& period); ///< schema PeriodSpan
/// Schema IndicatorFormula.
[[nodiscard]] Json formula_json(const pack::Rulebook& book, const pack::Indicator& indicator,
                                Date on);
[[nodiscard]] Json date_json(const std::optional<Date>& day);
[[nodiscard]] Json decimal_json(const std::optional<base::Decimal>& value);
/// How much of the measure a unit needs to count for a coverage; empty where nothing is asked of
/// anybody on the day.
[[nodiscard]] std::optional<base::Decimal> wanted_of(const pack::Rulebook& book,
                                                     const pack::Indicator& indicator, Date on);
/// A unit's name on that day; of nobody's numbers words for that.
[[nodiscard]] std::string unit_name(const organisation::Tree& tree, std::string_view unit_id,
                                    Date on);
/// Ids of the units that have a number, parents before children as the tree stands on the day, then
/// those that are gone.
[[nodiscard]] std::vector<std::string> in_tree_order(const organisation::Tree& tree, Date on,
                                                     const std::map<std::string, Value>& values);
/// All indicators of the rules.
[[nodiscard]] std::vector<const pack::Indicator*> all_indicators(const pack::Rulebook& book);

} // namespace plumb::indicators
