// SPDX-License-Identifier: Apache-2.0
// From an indicator's value to marks, from marks to a total, from totals to places.
#include "exact.hpp"
#include "kinds.hpp"
#include "plumb/assessment/assessment.hpp"

#include <algorithm>
#include <tuple>

namespace plumb::assessment {
namespace {

using pack::AssessmentItem;
using pack::AutomaticScore;
using Kind = AssessmentItem::Kind;
using Form = AutomaticScore::Form;

/// How far the value has come from the end that gives nothing to the one that gives everything.
Decimal linear(const AutomaticScore& score, Decimal value, Decimal marks, int scale) {
  const bool rises = compare(score.none_at, score.full_at) <= 0;
  const auto low = rises ? score.none_at : score.full_at;
  const auto high = rises ? score.full_at : score.none_at;
  if (compare(value, score.full_at) == 0) return marks;
  const auto inside = clamped(value, low, high);
  const Sum all(high, low), way = rises ? Sum(inside, low) : Sum(high, inside);
  if (!all.positive()) return compare(value, high) > 0 ? marks : Decimal{};
  return share(marks, way, all, scale);
}

} // namespace

bool is_for(const pack::Edition& edition, const AssessmentItem& item, std::string_view unit_kind) {
  const auto names = [&](const std::vector<std::string>& kinds) {
    return std::ranges::find(kinds, unit_kind) != kinds.end();
  };
  return item.unit_kinds.empty() ? edition.unit_kinds.empty() || names(edition.unit_kinds)
                                 : names(item.unit_kinds);
}

std::optional<Decimal> marks_of(const AssessmentItem& item, const indicators::Value& value,
                                bool met, int scale) {
  if (!item.automatic || value.standing != indicators::Standing::Value || !value.value)
    return std::nullopt;
  const auto& score = *item.automatic;
  switch (score.form) {
  case Form::Linear:
    return linear(score, *value.value, item.marks, scale);
  case Form::AddEach:
    return product(score.each, *value.value, item.marks, scale);
  case Form::DeductEach:
    // What is taken away is the deduction's own number, and what is left that of everything else.
    return item.kind == Kind::Deduction ? product(score.each, *value.value, item.marks, scale)
                                        : remainder(item.marks, score.each, *value.value, scale);
  case Form::Met:
    return met == (item.kind != Kind::Deduction) ? item.marks : Decimal{};
  }
  return std::nullopt;
}

Total total_of(const pack::Edition& edition, std::string_view unit_kind,
               const std::vector<ItemScore>& scores) {
  Sum scored, full, deducted, bonus;
  Total out;
  visit_items(edition, [&](const pack::AssessmentArea&, const AssessmentItem& item) {
    if (!is_for(edition, item, unit_kind)) return;
    const auto found = std::ranges::find(scores, item.id, &ItemScore::item);
    const bool judged = !item.automatic;
    if (found == scores.end()) {
      out.open += judged && item.kind == Kind::Scored ? 1 : 0;
      return;
    }
    if (!found->applies) return;
    // A bonus that nobody claims needs no verdict; everything else does.
    if (judged && !found->verified && (item.kind == Kind::Scored || found->self)) ++out.open;
    if (!found->marks) return;
    const auto marks = clamped(*found->marks, {}, item.marks);
    if (item.kind == Kind::Deduction) return deducted.add(marks);
    if (item.kind == Kind::Bonus) return bonus.add(marks);
    scored.add(marks);
    full.add(item.marks);
  });
  out.scored = scored.value();
  out.full = full.value();
  out.deducted = deducted.value();
  out.bonus = smaller(bonus.value(), edition.bonus_max);
  if (!full.positive()) return out;
  Sum total(share(edition.full_marks, scored, full, edition.scale));
  total.subtract(out.deducted);
  total.add(out.bonus);
  out.total = total.rounded(edition.scale);
  return out;
}

std::vector<Placed> ranked(std::vector<std::pair<std::string, Decimal>> totals) {
  std::ranges::sort(totals, [](const auto& left, const auto& right) {
    const auto order = compare(right.second, left.second);
    return order != 0 ? order < 0 : left.first < right.first;
  });
  std::vector<Placed> out;
  for (auto& [unit, total] : totals) {
    const int place = static_cast<int>(out.size()) + 1;
    const bool shared = !out.empty() && compare(out.back().total, total) == 0;
    const int rank = shared ? out.back().rank : place;
    out.push_back({std::move(unit), total, rank});
  }
  return out;
}

} // namespace plumb::assessment
