// SPDX-License-Identifier: Apache-2.0
#include "rows.hpp"

#include "exact.hpp"
#include "kinds.hpp"

#include <algorithm>
#include <set>

namespace plumb::assessment {
namespace {

using pack::AssessmentItem;
using View = std::string_view;

/// Marks columns hold so many digits, whatever an edition says.
constexpr int kScaleMax = 6;

bool is_blank(const Json& value) {
  if (value.is_null()) return true;
  if (const auto* object = value.object()) return object->empty();
  const auto* text = value.string();
  constexpr View kBlanks = " \t\r\n";
  return text != nullptr && text->find_first_not_of(kBlanks) == std::string::npos;
}

class Checker {
public:
  Checker(const pack::Edition& edition, View unit_kind, const Json& fields, const Json& rows)
      : edition_(edition), unit_kind_(unit_kind), fields_(fields), rows_(rows) {}

  /// Calls `on_row` for each row about a judged item of the unit's kind, the first of each item.
  template <class OnRow> void each(OnRow&& on_row) {
    std::set<View> seen;
    for (const auto& row : rows_.items()) {
      ++row_;
      item_ = row["item"].text();
      const auto* item = edition_.item(item_);
      if (item == nullptr)
        tell("item", "unknown_item");
      else if (!is_for(edition_, *item, unit_kind_))
        tell("item", "other_kind");
      else if (item->automatic)
        tell("item", "automatic");
      else if (!seen.insert(item->id).second)
        tell("item", "twice");
      else
        on_row(*item, row);
    }
    row_ = -1;
  }

  void self_score(const AssessmentItem& item, const Json& row) {
    const auto marks = row["marks"].number();
    if (!marks) return tell("marks", "no_marks");
    check_marks(item, "marks", *marks);
    // Nobody has to prove that there is nothing, nor what counts against it.
    if (item.evidence && item.kind != AssessmentItem::Kind::Deduction && marks->units > 0 &&
        is_blank(row["evidence"]) && is_blank(row["more_evidence"]))
      tell("evidence", "no_evidence");
  }

  /// No marks at all says that the item does not apply to this unit; that takes a reason.
  void verify(const AssessmentItem& item, const Json& row) {
    if (const auto marks = row["marks"].number())
      check_marks(item, "marks", *marks);
    else if (is_blank(row["note"]))
      tell("marks", "no_marks");
  }

  void appeal(const AssessmentItem& item, const Json& row) {
    if (row_of(fields_["verified_scores"], item.id).is_null()) tell("item", "not_verified");
    if (const auto wanted = row["wanted"].number()) check_marks(item, "wanted", *wanted);
    if (is_blank(row["reason"])) tell("reason", "no_reason");
  }

  void decide(const AssessmentItem& item, const Json& row) {
    if (row_of(fields_["appeals"], item.id).is_null()) return tell("item", "not_appealed");
    const auto marks = row["marks"].number();
    if (is_blank(row["reason"])) tell("reason", "no_reason");
    if (row["granted"].boolean_or(false)) {
      if (!marks) return tell("marks", "no_marks");
      return check_marks(item, "marks", *marks);
    }
    const auto verified = row_of(fields_["verified_scores"], item.id)["marks"].number();
    if (marks && (!verified || compare(*marks, *verified) != 0)) tell("marks", "not_granted");
  }

  /// Everything that is judged and scored, and whatever the unit claims, needs a verdict.
  void all_verified() {
    visit_items(edition_, [&](const pack::AssessmentArea&, const AssessmentItem& item) {
      if (item.automatic || !is_for(edition_, item, unit_kind_)) return;
      const bool claimed = !row_of(fields_["self_scores"], item.id).is_null();
      if (item.kind == AssessmentItem::Kind::Scored || claimed) need(item.id);
    });
  }
  void all_decided() {
    for (const auto& row : fields_["appeals"].items())
      need(row["item"].text());
  }

  [[nodiscard]] std::vector<RowFault> faults() && { return std::move(faults_); }

private:
  void tell(View column, View reason) {
    faults_.push_back({row_, std::string(column), std::string(item_), reason});
  }
  void need(View item) {
    item_ = item;
    if (row_of(rows_, item).is_null()) tell("item", "missing_item");
  }
  void check_marks(const AssessmentItem& item, View column, Decimal marks) {
    if (marks.units < 0 || compare(marks, item.marks) > 0) return tell(column, "marks");
    if (marks.scale > std::min(edition_.scale, kScaleMax)) tell(column, "scale");
  }

  const pack::Edition& edition_;
  View unit_kind_;
  const Json &fields_, &rows_;
  int row_ = -1;
  View item_ = {};
  std::vector<RowFault> faults_ = {};
};

} // namespace

View field_of_step(View step) {
  if (step == kSelfScore) return "self_scores";
  if (step == kVerify) return "verified_scores";
  if (step == kAppeal) return "appeals";
  if (step == kDecideAppeal) return "appeal_decisions";
  return {};
}

const Json& row_of(const Json& rows, View item) {
  static const Json kNone;
  const auto found = std::ranges::find_if(
      rows.items(), [&](const Json& row) { return row["item"].text() == item; });
  return found == rows.items().end() ? kNone : *found;
}

std::vector<RowFault> faults_of(const pack::Edition& edition, View unit_kind, View step,
                                const Json& fields, const Json& rows) {
  Checker checker(edition, unit_kind, fields, rows);
  checker.each([&](const AssessmentItem& item, const Json& row) {
    if (step == kSelfScore) checker.self_score(item, row);
    if (step == kVerify) checker.verify(item, row);
    if (step == kAppeal) checker.appeal(item, row);
    if (step == kDecideAppeal) checker.decide(item, row);
  });
  if (step == kVerify) checker.all_verified();
  if (step == kDecideAppeal) checker.all_decided();
  return std::move(checker).faults();
}

} // namespace plumb::assessment
