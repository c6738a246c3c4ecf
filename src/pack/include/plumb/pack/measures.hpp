// SPDX-License-Identifier: Apache-2.0
/// What packs count: measures over registers, indicators over measures, targets that law, policy or
/// a plan sets for them. Language: docs/reference/pack_language.md.
#pragma once

#include <plumb/pack/pack.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace plumb::pack {

/// What each record of a register adds to a number, and on which day. No day of it depends on the
/// clock: that a record is late is told by the day from which it is, so nothing has to be counted
/// again because a day has passed.
struct Measure {
  std::string id, title, gist;
  std::string register_id;
  /// The record counts where this holds; absent: always. Never names `today`.
  std::optional<expression::Program> where = {};
  /// A flow: the day on which it happened. Or a stock: it counts from one day (`from`, or the day
  /// after `after`) until it ends: `until` is the first day on which it no longer counts, `through`
  /// the last on which it does. Of both the earlier end holds; an empty one ends nothing.
  /// Type::Date; an empty first day adds nothing.
  std::optional<expression::Program> on = {}, from = {}, after = {}, until = {}, through = {};
  /// How much; absent: 1. Type::Number; the measure's values have its scale.
  std::optional<expression::Program> sum = {};
  std::string unit_field =
      {};                   ///< unit or units field (each counts once); empty: whose record it is
  std::string by = {};      ///< text or choice field that divides it into parts (area); or empty
  std::string pack_id = {}; ///< the layer it comes from

  [[nodiscard]] bool stock() const { return !on; }
  [[nodiscard]] int scale() const { return sum ? sum->scale() : 0; }
  /// One canonical text of everything that cells depend on: cells are filled again where it
  /// differs.
  [[nodiscard]] std::string shape() const;
};

enum class Comparison { AtLeast, AtMost, Equal };
enum class Rounding { HalfUp, HalfEven, Down };
enum class IndicatorKind {
  Count,    ///< records
  Sum,      ///< of an amount
  Share,    ///< part of one whole: every record of `measure` is one of `over`
  Ratio,    ///< of two numbers that need not be parts of each other
  Average,  ///< amount for each record of `over`
  Zero,     ///< something that must not happen
  Ceiling,  ///< a number that has a limit
  Coverage, ///< units (of kinds) that reach a minimum, among all of them: staffing, everybody has
            ///< done it
  Entered   ///< comes from elsewhere; never computed here
};
enum class PeriodKind { Day, Month, Quarter, HalfYear, Year, FiveYears };

/// A target that packs set. Those of plans and people are records of the register `target`.
struct PackTarget {
  std::string id;
  Comparison comparison = Comparison::AtLeast;
  base::Decimal value;                    ///< in the indicator's unit
  std::string parameter = {};             ///< or the value of this parameter on the day
  Binding binding = Binding::LocalTarget; ///< only law makes a breach
  Citation cite = {};
  std::vector<std::string> unit_kinds = {}; ///< empty: the government as a whole and every unit
  Date in_force_from{};
  std::optional<Date> in_force_until = {};
  std::string pack_id = {};
};

struct Indicator {
  std::string id, title, gist;
  std::vector<std::string> aliases = {}; ///< how plans and reports call it
  std::string area = {};                 ///< heading in lists: 完善依法行政制度体系
  IndicatorKind kind = IndicatorKind::Count;
  std::string measure = {}; ///< counted, or the numerator; empty for Entered
  std::string over = {};    ///< denominator: Share, Ratio, Average
  /// Coverage: units of these kinds that exist on the day are the denominator; a unit counts where
  /// its measure is at least `at_least` (or the value of `at_least_parameter` on the day).
  std::vector<std::string> over_units = {};
  base::Decimal at_least = {1, 0};
  std::string at_least_parameter = {};
  std::string unit = {}; ///< percent, item, person, working_day, CNY, … of the value
  int scale = 0;         ///< digits after the point of the value, 0–6
  Rounding rounding = Rounding::HalfUp;
  PeriodKind period = PeriodKind::Year; ///< usual one
  std::string lacks = {}; ///< step that a record which counts against it lacks; may be empty
  enum class Better { Higher, Lower, Neither } better = Better::Higher;
  std::vector<PackTarget> targets = {}; ///< of all layers
  Citation cite = {};                   ///< may be empty
  std::string pack_id = {};
};

/// What counts, on which day and for whom, in plain Chinese.
[[nodiscard]] std::string in_words(const Rulebook& rules, const Measure& measure);
/// The formula in one sentence: 公布前合法性审核通过的规范性文件 ÷ 公布的规范性文件 ×
/// 100%，保留2位小数.
[[nodiscard]] std::string in_words(const Rulebook& rules, const Indicator& indicator);
/// 不低于100%（政策要求，《…》“…”，自2018-05-16起）; the value of a parameter is that of the day.
[[nodiscard]] std::string in_words(const Rulebook& rules, const Indicator& indicator,
                                   const PackTarget& target, Date day);

[[nodiscard]] std::string_view name_of(IndicatorKind kind);
[[nodiscard]] std::string_view name_of(Comparison comparison);
[[nodiscard]] std::string_view name_of(Rounding rounding);
[[nodiscard]] std::string_view name_of(PeriodKind kind);
[[nodiscard]] std::optional<PeriodKind> parse_period_kind(std::string_view text);

/// 乡镇; an unknown kind as it is written.
[[nodiscard]] std::string_view unit_kind_title(std::string_view unit_kind);
/// 政府工作部门、乡镇; in the order given.
[[nodiscard]] std::string unit_kinds_in_words(const std::vector<std::string>& unit_kinds);

} // namespace plumb::pack
