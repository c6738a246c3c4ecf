// SPDX-License-Identifier: Apache-2.0
/// Assessment of units by an edition of an indicator system: automatic items scored from
/// indicators, judged ones from what the unit and the verifier enter in its sheet (a record of the
/// register `assessment_sheet`), appeals, ranking within each kind of unit, changes between
/// editions item by item. Scores are exact decimals. How often anybody uses the program is nowhere
/// a measure.
///
/// Errors: assessment.unknown_edition{id}, assessment.unknown_round{id} (no sheet),
/// assessment.not_ready{what} (what is missing, in words) and those of records, indicators. Rows
/// that do not fit the edition are registers.refused like every refusal of a step; `details` of
/// each has reason, row (from 0; null: one is missing), column and item. Reasons: unknown_item,
/// other_kind, automatic, twice, no_marks, marks, scale, no_evidence, no_reason, not_verified,
/// not_appealed, missing_item.
#pragma once

#include <plumb/indicators/indicators.hpp>
#include <plumb/organisation/organisation.hpp>
#include <plumb/pack/editions.hpp>
#include <plumb/records/records.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::assessment {

using base::Date;
using base::Decimal;

// --- pure ---

/// Marks of an automatic item; nullopt: the value does not apply (or was not entered), and the item
/// leaves the unit's full marks. Rounded half up to `scale` digits. `met`: of Form::Met.
[[nodiscard]] std::optional<Decimal> marks_of(const pack::AssessmentItem& item,
                                              const indicators::Value& value, bool met, int scale);
struct ItemScore {
  std::string item;
  bool automatic = false, applies = true;
  std::optional<Decimal> self = {},
                         verified = {}; ///< judged; verified: after an appeal the last word
  std::optional<Decimal> marks = {};    ///< what counts in the end
  indicators::Value value = {};         ///< automatic: what it was scored from
};
struct Total {
  Decimal scored, full, deducted, bonus; ///< marks of scored items, what they could add up to, …
  std::optional<Decimal>
      total;    ///< scored / full × full_marks − deducted + bonus; empty: nothing applies
  int open = 0; ///< judged items that nobody has verified yet
};
[[nodiscard]] Total total_of(const pack::Edition& edition, std::string_view unit_kind,
                             const std::vector<ItemScore>& scores);
struct Placed {
  std::string unit;
  Decimal total;
  int rank = 0; ///< equal totals share a rank, the next one is left out (1, 1, 3)
};
[[nodiscard]] std::vector<Placed> ranked(std::vector<std::pair<std::string, Decimal>> totals);

struct Change {
  enum class What {
    Added,
    Removed,
    Marks,
    Standard,
    Kinds,
    Scoring,
    Moved,
    Title
  } what = What::Added;
  std::string item, before, after; ///< in words
};
/// By item id; an item under another id with the same title counts as the same.
[[nodiscard]] std::vector<Change> changes(const pack::Edition& before, const pack::Edition& after);

// --- rounds and sheets ---

class Assessment {
public:
  /// All must outlive it.
  Assessment(records::Records& records, const indicators::Indicators& indicators);

  /// Schemas EditionList, EditionDetail, EditionChanges.
  [[nodiscard]] base::Result<std::string> editions(std::string_view authority_id) const;
  [[nodiscard]] base::Result<std::string> edition(std::string_view authority_id,
                                                  std::string_view edition_id) const;
  [[nodiscard]] base::Result<std::string> edition_changes(std::string_view authority_id,
                                                          std::string_view edition_id) const;

  /// Opens one sheet for each unit of the edition's kinds that exists on the day (each once: again
  /// it adds those that are missing). Schema AssessmentRound.
  [[nodiscard]] base::Result<std::string> open_round(const journal::Context& context,
                                                     const organisation::Tree& tree,
                                                     std::string_view edition_id,
                                                     const registers::Actor& actor);
  /// Schema AssessmentRound: units with totals and ranks by kind, as far as the viewer sees them;
  /// a rank is among all settled sheets of the kind. Dropped sheets are left out.
  [[nodiscard]] base::Result<std::string> round(std::string_view authority_id,
                                                const organisation::Tree& tree,
                                                std::string_view edition_id,
                                                const records::Viewer& viewer) const;
  /// Schema AssessmentSheet: every item with standard, automatic value and marks, self-score,
  /// verified score, appeal; live until it is settled, then as frozen.
  [[nodiscard]] base::Result<records::Answer>
  sheet(std::string_view authority_id, const organisation::Tree& tree, std::string_view record_id,
        const records::Viewer& viewer, const registers::Actor& actor) const;
  /// Takes the step `self_score`, `verify`, `appeal` or `decide_appeal` with rows checked against
  /// the edition: items that apply, marks within the item's, evidence where it is asked for. A
  /// verifier who gives no marks, with a note, says that the item does not apply to the unit.
  [[nodiscard]] base::Result<records::Answer>
  take(const journal::Context& context, const organisation::Tree& tree, std::string_view record_id,
       const records::Change& change, const registers::Actor& actor, bool dry_run);
  /// Computes the automatic items as of the year's end (or today), freezes all marks, the total and
  /// what they came from in the sheet, and takes the step `settle`.
  [[nodiscard]] base::Result<records::Answer> settle(const journal::Context& context,
                                                     const organisation::Tree& tree,
                                                     std::string_view record_id,
                                                     std::int64_t revision,
                                                     const registers::Actor& actor, bool dry_run);
  /// Header first: rank, unit, kind, state, each area, deductions, bonus, total; one row for each
  /// unit that the viewer sees.
  [[nodiscard]] base::Result<std::vector<std::vector<std::string>>>
  table(std::string_view authority_id, const organisation::Tree& tree, std::string_view edition_id,
        const records::Viewer& viewer) const;

private:
  records::Records& records_;
  const indicators::Indicators& indicators_;
};

} // namespace plumb::assessment
