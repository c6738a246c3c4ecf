// SPDX-License-Identifier: Apache-2.0
/// Numbers that nobody types: cells kept by differences in the transaction of the event, indicators
/// over them as of any day and as known on any day, each with its receipt down to the records, and
/// targets with lights. Observes records; reads are const, thread-safe and answer ready JSON
/// (schema/openapi.yaml, tag indicators).
///
/// Tables (derived; dropped and filled again from the journal):
///   measure_cell   authority_id, measure, happened_level, known_level, happened, known, unit_id,
///                  part → amount
///   measure_entry  authority_id, measure, record_id, sequence (of the event), unit_id, part,
///                  on_day → known_day, amount: every difference that went into the cells, so that
///                  a number can be opened as of any day, and two days compared with the events
///                  between. Days are numbers (20261122)
///   measure_shape  authority_id, measure → shape of the declaration that filled its cells
///
/// Errors: indicators.unknown_indicator{id}, indicators.unknown_measure{id},
/// indicators.bad_period{period}, indicators.bad_cursor, indicators.no_rules,
/// indicators.bad_target{field}, indicators.unknown_unit{id}, and those of storage and records.
#pragma once

#include <plumb/indicators/cells.hpp>
#include <plumb/organisation/organisation.hpp>
#include <plumb/records/records.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plumb::indicators {

/// 2026, 2026-H2, 2026-Q4, 2026-11, 2026-11-22, 2022/2026 (five years), by name.
struct Period {
  pack::PeriodKind kind = pack::PeriodKind::Year;
  Date from{}, until{}; ///< both inclusive
  friend bool operator==(const Period&, const Period&) = default;
};
[[nodiscard]] base::Result<Period> parse_period(std::string_view name); ///< indicators.bad_period
[[nodiscard]] std::string name_of(const Period& period);
[[nodiscard]] Period period_of(pack::PeriodKind kind, Date day); ///< the one that holds the day
[[nodiscard]] Period previous(const Period& period, int steps = 1);

/// Under which units numbers stand that were counted for units which no longer exist.
enum class Structure { Then, Now };

/// What is asked of every number alike.
struct Asked {
  std::optional<Date> on = {}; ///< days after it do not count; default: today
  std::optional<Date> known_on =
      {}; ///< only what was recorded by the end of that day; default: all
  std::optional<Period> period = {}; ///< default: the indicator's usual one around `on`
  std::vector<std::string> units =
      {};             ///< only these (with Structure::Now what they took over); empty: all
  bool below = false; ///< units below them count too
  std::vector<std::string> unit_kinds = {}; ///< only units of these kinds; empty: all
  std::string part = {};                    ///< only this part of measures that are divided
  Structure structure = Structure::Then;
};

enum class Standing { Value, NotApplicable, NotEntered };
struct Value {
  Standing standing = Standing::NotApplicable;
  base::Decimal numerator = {};
  std::optional<base::Decimal> denominator = {};
  std::optional<base::Decimal> value = {}; ///< rounded as declared; only with Standing::Value
  friend bool operator==(const Value&, const Value&) = default;
};
/// numerator / denominator × (percent ? 100 : 1), exact, then rounded; NotApplicable where there is
/// nothing to divide by.
[[nodiscard]] Value divided(base::Decimal numerator, base::Decimal denominator, bool percent,
                            int scale, pack::Rounding rounding);

enum class Light { Green, Yellow, Red, Grey };
/// A target from a pack or a plan, ready to be compared.
struct Target {
  std::string id; ///< record id, or the pack target's
  std::string indicator;
  pack::Comparison comparison = pack::Comparison::AtLeast;
  base::Decimal value;
  pack::Binding binding = pack::Binding::LocalTarget;
  std::string words;     ///< 《…》第26条, or the plan's own sentence
  std::string unit = {}; ///< for this unit only
  std::vector<std::string> unit_kinds = {};
  std::optional<Date> due_on = {}; ///< by when; empty: the end of the period
  std::string task = {};           ///< task record it belongs to
  std::string record = {};         ///< target record; empty: of a pack
};
/// Green: met. Grey: not applicable, not entered. Red: missed for good (the day has passed; a zero
/// or a ceiling is broken). Yellow: not met, and there is still time.
[[nodiscard]] Light light_of(const pack::Indicator& indicator, const Value& value,
                             const Target& target, Date on, Date period_until);

/// Adds sums to the cells of an authority: what Indicators does for many contributions at once.
[[nodiscard]] base::Result<void> add_cells(storage::Connection& writer,
                                           std::string_view authority_id, const CellSums& sums);

class Indicators final : public records::Observer {
public:
  /// Makes its tables where they are not those of this program. Call before Records::open and hand
  /// it to that; then start().
  [[nodiscard]] static base::Result<std::unique_ptr<Indicators>>
  open(storage::Database& database, journal::Journal& journal, const base::Clock& clock);
  ~Indicators() override;
  /// Fills what is missing (new tables, changed declarations). `records` must outlive it.
  [[nodiscard]] base::Result<void> start(const records::Records& records);
  /// Drops its tables and counts every record again from its events; gives the number of records.
  [[nodiscard]] base::Result<std::int64_t> rebuild();

  // --- values ---
  [[nodiscard]] base::Result<Value> value(std::string_view authority_id,
                                          const organisation::Tree& tree,
                                          std::string_view indicator_id, const Asked& asked) const;
  /// The same for each unit that has any (and, of Coverage, each unit of the kinds).
  [[nodiscard]] base::Result<std::map<std::string, Value>>
  values_by_unit(std::string_view authority_id, const organisation::Tree& tree,
                 std::string_view indicator_id, const Asked& asked) const;
  /// Amount of a measure. indicators.unknown_measure.
  [[nodiscard]] base::Result<base::Decimal> amount(std::string_view authority_id,
                                                   const organisation::Tree& tree,
                                                   std::string_view measure_id,
                                                   const Asked& asked) const;
  /// Ids of the records behind a measure and what each adds, ascending by id.
  [[nodiscard]] base::Result<std::vector<std::pair<std::string, base::Decimal>>>
  records_behind(std::string_view authority_id, const organisation::Tree& tree,
                 std::string_view measure_id, const Asked& asked) const;
  [[nodiscard]] base::Result<std::vector<Target>>
  targets(std::string_view authority_id, std::string_view indicator_id, Date on) const;

  // --- ready answers; `viewer`: asked.units are taken to be checked, records are filtered by it
  // ---
  /// Schema IndicatorBoard: every indicator with value, targets, lights.
  [[nodiscard]] base::Result<std::string>
  board(std::string_view authority_id, const organisation::Tree& tree, const Asked& asked) const;
  /// Schema IndicatorDetail: declaration in words, value, targets, trend of `periods` periods, by
  /// unit in tree order, by part, figures of reports beside it.
  [[nodiscard]] base::Result<std::string> detail(std::string_view authority_id,
                                                 const organisation::Tree& tree,
                                                 std::string_view indicator_id, const Asked& asked,
                                                 int periods) const;
  /// Schema IndicatorReceipt. `side`: numerator, denominator, against.
  [[nodiscard]] base::Result<std::string>
  receipt(std::string_view authority_id, const organisation::Tree& tree,
          std::string_view indicator_id, const Asked& asked, std::string_view side,
          const records::Viewer& viewer, std::string_view cursor, std::size_t limit) const;
  /// Schema IndicatorDifference: two states of one number and the events that lie between.
  [[nodiscard]] base::Result<std::string>
  difference(std::string_view authority_id, const organisation::Tree& tree,
             std::string_view indicator_id, const Asked& before, const Asked& after,
             const records::Viewer& viewer, std::size_t limit) const;
  /// Schema LeaderPage: what is late, whose, why; what comes in 30 days; indicators against
  /// targets.
  [[nodiscard]] base::Result<std::string> leader_page(std::string_view authority_id,
                                                      const organisation::Tree& tree,
                                                      const Asked& asked,
                                                      const records::Viewer& viewer) const;
  /// Rows for a spreadsheet: header first; one row for each indicator, or for each unit of one.
  [[nodiscard]] base::Result<std::vector<std::vector<std::string>>>
  table(std::string_view authority_id, const organisation::Tree& tree,
        std::string_view indicator_id, const Asked& asked) const;

  // --- targets of plans, figures of reports ---
  /// Schema TargetProposals: targets of ledger tasks and effect indicators of plans that no target
  /// record has, each with the indicators that it may mean, best first, with a confidence.
  [[nodiscard]] base::Result<std::string> proposals(std::string_view authority_id,
                                                    std::string_view document_id) const;
  /// Schema TargetPage: confirmed targets with value and light. `task`: only of this task record.
  [[nodiscard]] base::Result<std::string> target_page(std::string_view authority_id,
                                                      const organisation::Tree& tree,
                                                      std::string_view task,
                                                      const Asked& asked) const;
  /// Indicators that a written name may mean, best first: {id, confidence 0–100}.
  [[nodiscard]] base::Result<std::vector<std::pair<std::string, int>>>
  indicators_named(std::string_view authority_id, std::string_view name,
                   std::string_view unit) const;

  // --- told by records ---
  [[nodiscard]] base::Result<void> cleared(storage::Connection& writer) override;
  [[nodiscard]] base::Result<void> changed(storage::Connection& writer, const event::Event& event,
                                           const records::RulebookPointer& newest,
                                           const registers::Record& record) override;
  [[nodiscard]] base::Result<void> rules_changed(storage::Connection& writer,
                                                 std::string_view authority_id,
                                                 const records::RulebookPointer& newest) override;
  void forget() override;
  /// Counters for /metrics.
  [[nodiscard]] base::Result<std::vector<std::pair<std::string, std::int64_t>>> counts() const;

private:
  struct State;
  explicit Indicators(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

} // namespace plumb::indicators
