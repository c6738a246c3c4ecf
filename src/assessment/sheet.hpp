// SPDX-License-Identifier: Apache-2.0
/// A sheet as it stands: what its record says, the edition, and the numbers of the day; or, once it
/// is settled, only what was frozen in it.
#pragma once

#include "plumb/assessment/assessment.hpp"
#include "rows.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plumb::assessment {

inline constexpr std::string_view kSheetRegister = "assessment_sheet";
inline constexpr std::string_view kSettled = "settled";
inline constexpr std::string_view kDropped = "dropped";

/// What a record of the register says.
struct SheetRecord {
  std::string record_id, title, state, state_title;
  std::int64_t revision = 0;
  Json fields;
  std::vector<std::string> steps; ///< taken so far, oldest first
  [[nodiscard]] const std::string& text(std::string_view field) const {
    return fields[field].text();
  }
  [[nodiscard]] bool settled() const { return state == kSettled; }
};
[[nodiscard]] SheetRecord sheet_record(const pack::Register& declared,
                                       const registers::Record& record);
/// From a body of schema RecordDetail.
[[nodiscard]] SheetRecord sheet_record(const Json& detail);

/// Values of an edition's automatic items on a day, each asked for once.
class Numbers {
public:
  Numbers(const indicators::Indicators& indicators, const pack::Rulebook& rules,
          std::string_view authority_id, const organisation::Tree& tree, int year, Date today);
  /// For many units at once: what is asked for one by one later is known by then.
  [[nodiscard]] base::Result<void> ask_for(const pack::Edition& edition,
                                           const std::vector<std::string>& units);
  /// The unit's own value. Of an item that wants a target met: none applies where there is no
  /// target for the unit.
  struct Found {
    indicators::Value value;
    bool met = false;
  };
  [[nodiscard]] base::Result<Found> of(const pack::AssessmentItem& item, const std::string& unit,
                                       std::string_view unit_kind);
  [[nodiscard]] Date counted_on() const { return counted_on_; }

private:
  [[nodiscard]] base::Result<indicators::Value> value(const std::string& indicator,
                                                      const std::string& unit);
  [[nodiscard]] base::Result<bool> meet_targets(const pack::Indicator& indicator,
                                                const std::string& unit, std::string_view unit_kind,
                                                Found& found);
  [[nodiscard]] indicators::Asked asked(std::vector<std::string> units) const;

  const indicators::Indicators& indicators_;
  const pack::Rulebook& rules_;
  std::string authority_id_;
  const organisation::Tree& tree_;
  indicators::Period period_;
  Date counted_on_{};
  std::map<std::pair<std::string, std::string>, indicators::Value> known_;
  std::map<std::string, std::vector<indicators::Target>> targets_;
};

struct SheetState {
  pack::Edition edition;         ///< items as they are scored: frozen ones where it is settled
  std::vector<ItemScore> scores; ///< one for each item of the edition, in its order
  Total total;
  Date counted_on{};
};
/// Live: judged marks from the record, automatic ones from `numbers`.
[[nodiscard]] base::Result<SheetState> live_state(const pack::Edition& edition,
                                                  const SheetRecord& sheet, Numbers& numbers);
/// As it was frozen, whatever has become of records, rules and the edition (null: it is gone).
[[nodiscard]] SheetState frozen_state(const pack::Edition* edition, const SheetRecord& sheet);
/// The fields of the step that freezes it.
[[nodiscard]] Json::Object frozen_fields(const SheetState& state, std::string_view rules_version);

/// Schemas AssessmentSheet (without `possible`) and EditionItem.
[[nodiscard]] Json sheet_json(const pack::Rulebook* rules, const organisation::Tree& tree,
                              const SheetRecord& sheet, const SheetState& state);
[[nodiscard]] Json item_json(const pack::Rulebook* rules, const pack::AssessmentItem& item);
/// [{id, marks, full}] of the scored items of each area.
[[nodiscard]] Json::Array areas_json(const pack::Edition& edition, std::string_view unit_kind,
                                     const std::vector<ItemScore>& scores);
[[nodiscard]] Json decimal_json(const std::optional<Decimal>& value);
[[nodiscard]] Json texts_json(const std::vector<std::string>& texts);
[[nodiscard]] std::string unit_name(const organisation::Tree& tree, const std::string& unit_id,
                                    Date on);

} // namespace plumb::assessment
