// SPDX-License-Identifier: Apache-2.0
/// Values of indicators.
#include "decimals.hpp"
#include "state.hpp"

#include <algorithm>

namespace plumb::indicators {
namespace {

using pack::Indicator;
using pack::IndicatorKind;
using storage::Row;
using View = std::string_view;
struct UnitAmounts {
  std::int64_t amount = 0, over = 0;
};
using ByUnit = std::map<std::string, UnitAmounts>;

constexpr base::Decimal kOne{1, 0};

bool is_share(IndicatorKind kind) {
  return kind == IndicatorKind::Share || kind == IndicatorKind::Ratio ||
         kind == IndicatorKind::Average;
}

Value ratio(const Indicator& indicator, base::Decimal numerator, base::Decimal denominator) {
  return divided(numerator, denominator, indicator.unit == "percent", indicator.scale,
                 indicator.rounding);
}

/// A number that nothing is divided by.
Value plain(const Indicator& indicator, base::Decimal amount) {
  return {Standing::Value, amount, {}, rounded(amount, indicator.scale, indicator.rounding)};
}

/// Measures that an indicator is made of, with the days that count.
struct Needs {
  Period period = {};
  std::optional<std::size_t> measure = {}, over = {}; ///< places among what is wanted
};

/// Several indicators at once, the amounts of all of which are read together.
class Reading {
public:
  Reading(const Question& question, std::span<const Indicator* const> indicators,
          std::span<const Period> periods)
      : question_(question), units_(question), indicators_(indicators) {
    for (std::size_t i = 0; i < indicators.size(); ++i) {
      const auto& indicator = *indicators[i];
      Needs needs{i < periods.size() ? periods[i] : period_of(question, indicator)};
      needs.measure = want(indicator.measure, needs.period);
      if (is_share(indicator.kind)) needs.over = want(indicator.over, needs.period);
      needs_.push_back(needs);
    }
  }

  Result<std::vector<Value>> totals() {
    PLUMB_TRY(
        read(units_.everything() && !any(IndicatorKind::Coverage) ? Grain::Whole : Grain::Unit));
    std::vector<Value> out;
    for (std::size_t i = 0; i < indicators_.size(); ++i)
      out.push_back(total(*indicators_[i], needs_[i]));
    return out;
  }

  Result<std::vector<std::map<std::string, Value>>> by_unit() {
    PLUMB_TRY(read(Grain::Unit));
    std::vector<std::map<std::string, Value>> out;
    for (std::size_t i = 0; i < indicators_.size(); ++i)
      out.push_back(by_unit(*indicators_[i], needs_[i]));
    return out;
  }

private:
  std::optional<std::size_t> want(const std::string& measure_id, const Period& period) {
    const auto* measure = question_.book->find_measure(measure_id);
    if (measure == nullptr) return std::nullopt; // Entered
    wanted_.push_back({measure, days_of(question_, *measure, period)});
    return wanted_.size() - 1;
  }

  [[nodiscard]] bool any(IndicatorKind kind) const {
    return std::ranges::any_of(indicators_, [&](const auto* one) { return one->kind == kind; });
  }

  Result<void> read(Grain grain) {
    if (any(IndicatorKind::Entered)) {
      PLUMB_TRY_ASSIGN(
          figures_,
          figures_of(question_, indicators_.size() == 1 ? View(indicators_.front()->id) : View()));
    }
    if (wanted_.empty()) return {};
    PLUMB_TRY_ASSIGN(const auto reader, question_.source.database.reader());
    PLUMB_TRY_ASSIGN(amounts_, amounts_of(*reader, question_.authority_id, wanted_, grain,
                                          question_.asked.part, question_.today));
    return {};
  }

  [[nodiscard]] int scale_of(std::size_t at) const { return wanted_[at].measure->scale(); }

  [[nodiscard]] base::Decimal sum(std::optional<std::size_t> at) const {
    if (!at) return {};
    std::int64_t sum = 0;
    for (const auto& one : amounts_[*at])
      if (units_.everything() || units_.under(one.unit)) sum += one.amount;
    return shortest(sum, scale_of(*at));
  }

  /// Under the names that units stand under; what is nobody's belongs to no unit.
  [[nodiscard]] ByUnit units_of(const Needs& needs) const {
    ByUnit out;
    const auto add = [&](std::optional<std::size_t> at, std::int64_t UnitAmounts::* to) {
      if (!at) return;
      for (const auto& one : amounts_[*at])
        if (const auto* unit = units_.under(one.unit); unit != nullptr && !unit->empty())
          out[*unit].*to += one.amount;
    };
    add(needs.measure, &UnitAmounts::amount);
    add(needs.over, &UnitAmounts::over);
    return out;
  }

  [[nodiscard]] Value total(const Indicator& indicator, const Needs& needs) const {
    if (indicator.kind == IndicatorKind::Entered) {
      const auto& asked = question_.asked;
      if (asked.units.size() > 1 || !asked.unit_kinds.empty()) return {Standing::NotEntered};
      const auto figures = entered(indicator, needs.period);
      const auto at = figures.find(asked.units.empty() ? std::string() : asked.units.front());
      return at == figures.end() ? Value{Standing::NotEntered} : at->second;
    }
    if (indicator.kind == IndicatorKind::Coverage) {
      std::int64_t reached = 0, all = 0;
      for (const auto& [unit, value] : covered(indicator, needs)) {
        ++all;
        reached += value.numerator.units;
      }
      return ratio(indicator, {reached, 0}, {all, 0});
    }
    const auto amount = sum(needs.measure);
    return needs.over ? ratio(indicator, amount, sum(needs.over)) : plain(indicator, amount);
  }

  [[nodiscard]] std::map<std::string, Value> by_unit(const Indicator& indicator,
                                                     const Needs& needs) const {
    if (indicator.kind == IndicatorKind::Coverage) return covered(indicator, needs);
    std::map<std::string, Value> out;
    if (indicator.kind == IndicatorKind::Entered) {
      for (auto& [unit, value] : entered(indicator, needs.period))
        if (!unit.empty() && units_.asked_for(unit)) out.emplace(unit, value);
      return out;
    }
    for (const auto& [unit, of] : units_of(needs)) {
      const auto amount = shortest(of.amount, scale_of(*needs.measure));
      out.emplace_hint(out.end(), unit,
                       needs.over
                           ? ratio(indicator, amount, shortest(of.over, scale_of(*needs.over)))
                           : plain(indicator, amount));
    }
    return out;
  }

  /// Of Coverage: 1 of 1 or 0 of 1 for each unit that must reach the minimum.
  [[nodiscard]] std::map<std::string, Value> covered(const Indicator& indicator,
                                                     const Needs& needs) const {
    const Date day = std::min(question_.on, needs.period.until);
    auto minimum = std::optional(indicator.at_least);
    if (!indicator.at_least_parameter.empty()) {
      const auto value = question_.book->parameter_value(indicator.at_least_parameter, day);
      const auto* number = std::get_if<expression::Number>(&value);
      minimum.reset();
      if (number != nullptr) minimum = shortest(number->units, number->scale);
    }
    std::map<std::string, Value> out;
    if (!minimum || !needs.measure) return out; // nothing is asked of anybody on the day
    const auto amounts = units_of(needs);
    for (const auto& unit : question_.tree.units()) {
      const auto kind = organisation::to_string(unit.kind);
      if (!unit.exists_on(day) || !units_.asked_for(unit.id) ||
          std::ranges::find(indicator.over_units, kind) == indicator.over_units.end())
        continue;
      const auto at = amounts.find(unit.id);
      const auto amount =
          shortest(at == amounts.end() ? 0 : at->second.amount, scale_of(*needs.measure));
      const bool reached = compare(amount, *minimum) >= 0;
      out.emplace(unit.id, ratio(indicator, {reached ? 1 : 0, 0}, kOne));
    }
    return out;
  }

  /// Of Entered: the figure of the period by unit ('' the government): the one that names the
  /// period, else the one of the latest day within it.
  [[nodiscard]] std::map<std::string, Value> entered(const Indicator& indicator,
                                                     const Period& period) const {
    const std::string name = name_of(period);
    std::map<std::string, const Figure*> best;
    const auto rank = [&](const Figure& figure) {
      return std::tuple(figure.period == name, figure.on, View(figure.record_id));
    };
    for (const auto& figure : figures_) {
      if (figure.indicator != indicator.id || figure.on > question_.on) continue;
      const bool within = period.from <= figure.on && figure.on <= period.until;
      if (figure.period != name && !within) continue;
      auto& held = best[units_.heir_of(figure.unit)];
      if (held == nullptr || rank(*held) < rank(figure)) held = &figure;
    }
    std::map<std::string, Value> out;
    for (const auto& [unit, figure] : best)
      out.emplace(unit, plain(indicator, figure->value));
    return out;
  }

  const Question& question_;
  Units units_;
  std::span<const Indicator* const> indicators_;
  std::vector<Needs> needs_ = {};
  std::vector<Wanted> wanted_ = {};
  std::vector<std::vector<Amount>> amounts_ = {};
  std::vector<Figure> figures_ = {};
};

} // namespace

Result<std::vector<Value>> values_of(const Question& question,
                                     std::span<const Indicator* const> indicators,
                                     std::span<const Period> periods) {
  return Reading(question, indicators, periods).totals();
}

Result<std::vector<std::map<std::string, Value>>>
values_by_unit_of(const Question& question, std::span<const Indicator* const> indicators,
                  std::span<const Period> periods) {
  return Reading(question, indicators, periods).by_unit();
}

// --- one at a time ---

Result<Value> Indicators::value(View authority_id, const organisation::Tree& tree,
                                View indicator_id, const Asked& asked) const {
  PLUMB_TRY_ASSIGN(const auto question, question_of(*state_, authority_id, tree, asked));
  PLUMB_TRY_ASSIGN(const auto* indicator, find_indicator(*question.book, indicator_id));
  PLUMB_TRY_ASSIGN(const auto values, values_of(question, std::span(&indicator, 1)));
  return values.front();
}

Result<std::map<std::string, Value>> Indicators::values_by_unit(View authority_id,
                                                                const organisation::Tree& tree,
                                                                View indicator_id,
                                                                const Asked& asked) const {
  PLUMB_TRY_ASSIGN(const auto question, question_of(*state_, authority_id, tree, asked));
  PLUMB_TRY_ASSIGN(const auto* indicator, find_indicator(*question.book, indicator_id));
  PLUMB_TRY_ASSIGN(const auto values, values_by_unit_of(question, std::span(&indicator, 1)));
  return values.front();
}

namespace {

Days days_asked(const Question& question, const pack::Measure& measure) {
  return days_of(question, measure,
                 question.asked.period.value_or(period_of(pack::PeriodKind::Year, question.on)));
}

} // namespace

Result<base::Decimal> Indicators::amount(View authority_id, const organisation::Tree& tree,
                                         View measure_id, const Asked& asked) const {
  PLUMB_TRY_ASSIGN(const auto question, question_of(*state_, authority_id, tree, asked));
  PLUMB_TRY_ASSIGN(const auto* measure, find_measure(*question.book, measure_id));
  const Units units(question);
  const Wanted wanted{measure, days_asked(question, *measure)};
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto amounts, amounts_of(*reader, authority_id, std::span(&wanted, 1),
                                                  units.everything() ? Grain::Whole : Grain::Unit,
                                                  asked.part, question.today));
  std::int64_t sum = 0;
  for (const auto& one : amounts.front())
    if (units.everything() || units.under(one.unit)) sum += one.amount;
  return shortest(sum, measure->scale());
}

Result<std::vector<std::pair<std::string, base::Decimal>>>
Indicators::records_behind(View authority_id, const organisation::Tree& tree, View measure_id,
                           const Asked& asked) const {
  PLUMB_TRY_ASSIGN(const auto question, question_of(*state_, authority_id, tree, asked));
  PLUMB_TRY_ASSIGN(const auto* measure, find_measure(*question.book, measure_id));
  const Units units(question);
  const auto days = days_asked(question, *measure);
  const Bucket known = days.known ? bucket_of(*days.known, Level::Day) : Bucket{99'999'999};
  const bool parted = !asked.part.empty() && !measure->by.empty();
  std::map<std::string, std::int64_t> sums;
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY(reader->run(
      "select record_id, unit_id, part, cast(sum(amount) as bigint) from measure_entry where "
      "authority_id = $1 and measure = $2 and on_day >= $3 and on_day <= $4 and known_day <= $5 "
      "group by record_id, unit_id, part",
      {authority_id, measure_id, days.from ? bucket_of(*days.from, Level::Day) : Bucket{0},
       bucket_of(days.until, Level::Day), known},
      [&](const Row& row) {
        if (parted && row.text(2) != asked.part) return true;
        if (!units.everything() && !units.under(row.text(1))) return true;
        sums[std::string(row.text(0))] += row.integer(3);
        return true;
      }));
  std::vector<std::pair<std::string, base::Decimal>> out;
  for (const auto& [record_id, sum] : sums)
    if (sum != 0) out.emplace_back(record_id, shortest(sum, measure->scale()));
  return out;
}

} // namespace plumb::indicators
