// SPDX-License-Identifier: Apache-2.0
// What became of each item from one edition to the next.
#include "exact.hpp"
#include "kinds.hpp"
#include "plumb/assessment/assessment.hpp"
#include "words.hpp"

#include <plumb/pack/measures.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace plumb::assessment {
namespace {

using pack::AssessmentArea;
using pack::AssessmentItem;
using pack::Edition;
using What = Change::What;

/// An item with the headings that it stands under.
struct Placement {
  const AssessmentArea* area = nullptr;
  const pack::AssessmentObjective* objective = nullptr;
  const AssessmentItem* item = nullptr;
};

std::vector<Placement> items_of(const Edition& edition) {
  std::vector<Placement> out;
  for (const auto& area : edition.areas)
    for (const auto& objective : area.objectives)
      for (const auto& item : objective.items)
        out.push_back({&area, &objective, &item});
  return out;
}

/// For each item of `after` the one of `before` that it continues, or null: by id, and what is left
/// over by title. None is continued twice.
std::vector<const Placement*> predecessors(const std::vector<Placement>& before,
                                           const std::vector<Placement>& after) {
  std::vector<const Placement*> out(after.size(), nullptr);
  std::set<const Placement*> taken;
  for (std::size_t i = 0; i < after.size(); ++i)
    for (const auto& one : before)
      if (one.item->id == after[i].item->id && taken.insert(&one).second) {
        out[i] = &one;
        break;
      }
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (out[i] != nullptr) continue;
    for (const auto& one : before)
      if (one.item->title == after[i].item->title && taken.insert(&one).second) {
        out[i] = &one;
        break;
      }
  }
  return out;
}

std::string marks_in_words(const AssessmentItem& item) {
  const std::string marks = base::to_string(item.marks) + "分";
  switch (item.kind) {
  case AssessmentItem::Kind::Scored:
    return marks;
  case AssessmentItem::Kind::Deduction:
    return "最多扣" + marks;
  case AssessmentItem::Kind::Bonus:
    return "最多加" + marks;
  }
  return marks;
}

std::string whole_in_words(const AssessmentItem& item) {
  return item.title + "（" + marks_in_words(item) + "）";
}

/// Each once and ascending: naming them in another order changes nothing.
std::vector<std::string> kinds_of(const Edition& edition, const AssessmentItem& item) {
  auto kinds = item.unit_kinds.empty() ? edition.unit_kinds : item.unit_kinds;
  std::ranges::sort(kinds);
  kinds.erase(std::ranges::unique(kinds).begin(), kinds.end());
  return kinds;
}

std::string scoring(const AssessmentItem& item) {
  std::string out = scoring_in_words(item, {});
  if (item.automatic) return item.automatic->indicator + "：" + out;
  return item.kind == AssessmentItem::Kind::Scored ? out : out + "，" + marks_in_words(item);
}

/// Without the marks: a change of these alone is not told twice.
bool scored_alike(const AssessmentItem& before, const AssessmentItem& after) {
  if (before.kind != after.kind || before.automatic.has_value() != after.automatic.has_value())
    return false;
  if (!before.automatic) return before.evidence == after.evidence;
  const auto &left = *before.automatic, &right = *after.automatic;
  return left.indicator == right.indicator && left.form == right.form &&
         compare(left.none_at, right.none_at) == 0 && compare(left.full_at, right.full_at) == 0 &&
         compare(left.each, right.each) == 0;
}

std::string place(const Placement& placed) {
  return placed.area->title + "—" + placed.objective->title;
}

} // namespace

std::vector<Change> changes(const Edition& before, const Edition& after) {
  const auto old = items_of(before), now = items_of(after);
  const auto continued = predecessors(old, now);
  std::vector<Change> out;
  for (std::size_t i = 0; i < now.size(); ++i) {
    const auto& item = *now[i].item;
    if (continued[i] == nullptr) {
      out.push_back({What::Added, item.id, {}, whole_in_words(item)});
      continue;
    }
    const auto& was = *continued[i]->item;
    const auto tell = [&](bool differs, What what, std::string left, std::string right) {
      if (differs) out.push_back({what, item.id, std::move(left), std::move(right)});
    };
    const auto kinds_before = kinds_of(before, was), kinds_after = kinds_of(after, item);
    tell(compare(was.marks, item.marks) != 0, What::Marks, marks_in_words(was),
         marks_in_words(item));
    tell(was.standard != item.standard, What::Standard, was.standard, item.standard);
    tell(kinds_before != kinds_after, What::Kinds, pack::unit_kinds_in_words(kinds_before),
         pack::unit_kinds_in_words(kinds_after));
    tell(!scored_alike(was, item), What::Scoring, scoring(was), scoring(item));
    tell(continued[i]->area->id != now[i].area->id ||
             continued[i]->objective->id != now[i].objective->id,
         What::Moved, place(*continued[i]), place(now[i]));
    tell(was.title != item.title, What::Title, was.title, item.title);
  }
  for (const auto& one : old)
    if (std::ranges::find(continued, &one) == continued.end())
      out.push_back({What::Removed, one.item->id, whole_in_words(*one.item), {}});
  return out;
}

} // namespace plumb::assessment
