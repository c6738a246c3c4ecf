// SPDX-License-Identifier: Apache-2.0
/// Editions of indicator systems (考核指标体系): areas, objectives, items with full marks, each for
/// the kinds of unit that it applies to. Automatic items are scored from indicators, judged ones by
/// people from evidence. How often anybody uses the program can never be an item: the checker
/// refuses it.
#pragma once

#include <plumb/pack/pack.hpp>

#include <optional>
#include <string>
#include <vector>

namespace plumb::pack {

/// How an indicator's value becomes marks. Exactly one form.
struct AutomaticScore {
  std::string indicator;
  enum class Form {
    Linear,     ///< none at `none_at`, all at `full_at`, straight between; may fall instead of rise
    DeductEach, ///< full marks less `each` for every one counted, not below none
    AddEach,    ///< `each` for every one counted, at most the item's marks (bonus)
    Met         ///< all where the indicator's target is met, else none
  } form = Form::Linear;
  base::Decimal none_at = {}, full_at = {}, each = {};
};

struct AssessmentItem {
  std::string id, title, standard; ///< standard: what gives how many marks, in words
  enum class Kind { Scored, Deduction, Bonus } kind = Kind::Scored;
  base::Decimal marks = {}; ///< full marks; of a deduction or bonus: at most so many
  std::vector<std::string> unit_kinds = {};     ///< empty: all that the edition is for
  std::optional<AutomaticScore> automatic = {}; ///< absent: judged
  bool evidence = false;                        ///< judged: a self-score needs a file
  Citation cite = {};
};
struct AssessmentObjective {
  std::string id, title;
  std::vector<AssessmentItem> items;
};
struct AssessmentArea {
  std::string id, title;
  std::vector<AssessmentObjective> objectives;
};
struct Edition {
  std::string id, title;
  int year = 0;                             ///< assessed
  std::string replaces = {};                ///< id of the edition before; may be empty
  std::vector<std::string> unit_kinds = {}; ///< assessed units
  /// Scored marks are brought to this number for every kind of unit, whatever its items add up to.
  base::Decimal full_marks = {100, 0};
  base::Decimal bonus_max = {}; ///< of all bonus items together
  int scale = 2;                ///< digits of a total
  Citation cite = {};
  std::vector<AssessmentArea> areas;
  std::string pack_id = {};
  [[nodiscard]] const AssessmentItem* item(std::string_view item_id) const;
};

[[nodiscard]] std::string_view name_of(AutomaticScore::Form form);
[[nodiscard]] std::string_view name_of(AssessmentItem::Kind kind);

} // namespace plumb::pack
