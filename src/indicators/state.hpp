// SPDX-License-Identifier: Apache-2.0
/// What the parts of this module share: where numbers are read from, a question made ready, and
/// the amounts of many measures in few statements.
#pragma once

#include "plumb/indicators/indicators.hpp"

#include <plumb/storage/storage.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::indicators {

using base::Result;
using storage::Connection;

/// Where numbers are read from.
struct Source {
  storage::Database& database;
  journal::Journal& journal;
  const base::Clock& clock;
  const records::Records* records = nullptr; ///< null before start()

  [[nodiscard]] Date today() const { return base::china_date(clock.now_ms()); }
  /// The newest rules, those that records were counted by. indicators.no_rules.
  [[nodiscard]] Result<records::RulebookPointer> rules(std::string_view authority_id) const;
};

/// Measures of a rulebook whose cells stand as the rulebook declares them, by register.
struct Counting {
  records::RulebookPointer book;
  std::map<std::string, std::vector<const pack::Measure*>, std::less<>> measures = {};
};
using CountingPointer = std::shared_ptr<const Counting>;

struct Indicators::State : Source {
  State(storage::Database& the_database, journal::Journal& the_journal,
        const base::Clock& the_clock)
      : Source{the_database, the_journal, the_clock} {}
  std::mutex mutex = {};
  /// By authority; mirrors measure_shape and is forgotten with it.
  std::map<std::string, CountingPointer, std::less<>> counting = {};

  /// The measures of `book` that stand.
  [[nodiscard]] Result<CountingPointer> counting_of(Connection& writer,
                                                    std::string_view authority_id,
                                                    const records::RulebookPointer& book);
};

// --- a question made ready ---

struct Question {
  const Source& source;
  std::string authority_id;
  const organisation::Tree& tree;
  records::RulebookPointer book;
  Asked asked;
  Date on{};    ///< asked.on, or today
  Date today{}; ///< the clock's
};
/// indicators.no_rules, indicators.unknown_unit{id}.
[[nodiscard]] Result<Question> question_of(const Source& source, std::string_view authority_id,
                                           const organisation::Tree& tree, const Asked& asked);
/// indicators.unknown_indicator, indicators.unknown_measure.
[[nodiscard]] Result<const pack::Indicator*> find_indicator(const pack::Rulebook& book,
                                                            std::string_view id);
[[nodiscard]] Result<const pack::Measure*> find_measure(const pack::Rulebook& book,
                                                        std::string_view id);
/// asked.period, or the indicator's usual one around the day.
[[nodiscard]] Period period_of(const Question& question, const pack::Indicator& indicator);
/// Days whose entries make up an amount: those that happened in [from, until] (`from` empty: from
/// the beginning of time) and were recorded by the end of `known` (empty: whenever).
struct Days {
  std::optional<Date> from = {};
  Date until{};
  std::optional<Date> known = {};
  friend bool operator==(const Days&, const Days&) = default;
};
/// Of a flow the period as far as `question.on`; of a stock everything until then.
[[nodiscard]] Days days_of(const Question& question, const pack::Measure& measure,
                           const Period& period);

/// Which units a question is about, and under whose name their amounts stand.
class Units {
public:
  explicit Units(const Question& question);
  /// The unit under which what was counted for `unit_id` stands ('' is nobody); null: not asked for.
  [[nodiscard]] const std::string* under(std::string_view unit_id) const;
  /// Everything counts, under whatever name: no need to look at units for a total.
  [[nodiscard]] bool everything() const {
    return asked_.units.empty() && asked_.unit_kinds.empty();
  }

  /// Whether a unit of today's name is asked for.
  [[nodiscard]] bool asked_for(std::string_view unit_id) const;
  /// Who has a unit's work on the day: itself, or with Structure::Now the first of its successors
  /// that exists.
  [[nodiscard]] std::string heir_of(std::string_view unit_id) const;

private:
  const organisation::Tree& tree_;
  const Asked& asked_;
  Date on_;
  mutable std::map<std::string, std::optional<std::string>, std::less<>> known_ = {};
};

// --- amounts ---

struct Wanted {
  const pack::Measure* measure = nullptr;
  Days days = {};
};
enum class Grain { Whole, Unit, UnitAndPart };
/// Units in the measure's scale; members beyond the grain are empty.
struct Amount {
  std::string unit, part;
  std::int64_t amount = 0;
  friend bool operator==(const Amount&, const Amount&) = default;
};
/// One list for each of `wanted`, ascending by unit and part, none of amount 0; as counted then (no
/// unit is left out or renamed). `part`: only this one of measures that are divided; empty: all.
/// A few statements for all that ask for the same days. `today`: nothing was recorded after it, and
/// little happened.
[[nodiscard]] Result<std::vector<std::vector<Amount>>>
amounts_of(Connection& connection, std::string_view authority_id, std::span<const Wanted> wanted,
           Grain grain, std::string_view part = {}, std::optional<Date> today = {});

// --- values ---

/// Values of many indicators for one question in few statements, in their order; each over
/// `periods[i]` (empty span: each over its period_of). Takes readers of its own, one after the
/// other: never call it, or records, while one is held, because whoever waits for a second one may
/// wait for himself.
[[nodiscard]] Result<std::vector<Value>>
values_of(const Question& question, std::span<const pack::Indicator* const> indicators,
          std::span<const Period> periods = {});
/// The same by unit: each unit that has any (of Coverage: each of the kinds).
[[nodiscard]] Result<std::vector<std::map<std::string, Value>>>
values_by_unit_of(const Question& question, std::span<const pack::Indicator* const> indicators,
                  std::span<const Period> periods = {});

/// A record of the register external_figure as known on a day.
struct Figure {
  std::string record_id, indicator, unit, period;
  Date on{};
  base::Decimal value;
};
/// What was entered and not withdrawn, in no order. `indicator` empty: all.
[[nodiscard]] Result<std::vector<Figure>> figures_of(const Question& question,
                                                     std::string_view indicator);

} // namespace plumb::indicators
