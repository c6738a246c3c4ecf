// SPDX-License-Identifier: Apache-2.0
/// Words of measures, indicators, editions and report templates, and what a measure's cells depend
/// on.
#include <plumb/pack/editions.hpp>
#include <plumb/pack/measures.hpp>
#include <plumb/pack/report_templates.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace plumb::pack {
namespace {

constexpr std::array<std::string_view, 9> kKinds{
    "count", "sum", "share", "ratio", "average", "zero", "ceiling", "coverage", "entered"};
constexpr std::array<std::string_view, 3> kComparisons{"at_least", "at_most", "equal"};
constexpr std::array<std::string_view, 3> kRoundings{"half_up", "half_even", "down"};
constexpr std::array<std::string_view, 6> kPeriods{"day",       "month", "quarter",
                                                   "half_year", "year",  "five_years"};
constexpr std::array<std::string_view, 4> kForms{"linear", "deduct_each", "add_each", "met"};
constexpr std::array<std::string_view, 3> kItems{"scored", "deduction", "bonus"};
constexpr std::array<std::string_view, 4> kReports{"annual", "self_inspection", "circular",
                                                   "rectification"};

template <class Enum, std::size_t N>
std::string_view word(const std::array<std::string_view, N>& words, Enum value) {
  const auto index = static_cast<std::size_t>(value);
  return index < N ? words[index] : std::string_view();
}

} // namespace

std::string_view name_of(IndicatorKind kind) {
  return word(kKinds, kind);
}
std::string_view name_of(Comparison comparison) {
  return word(kComparisons, comparison);
}
std::string_view name_of(Rounding rounding) {
  return word(kRoundings, rounding);
}
std::string_view name_of(PeriodKind kind) {
  return word(kPeriods, kind);
}
std::optional<PeriodKind> parse_period_kind(std::string_view text) {
  for (std::size_t i = 0; i < kPeriods.size(); ++i)
    if (kPeriods[i] == text) return static_cast<PeriodKind>(i);
  return std::nullopt;
}
std::string_view name_of(AutomaticScore::Form form) {
  return word(kForms, form);
}
std::string_view name_of(AssessmentItem::Kind kind) {
  return word(kItems, kind);
}
std::string_view name_of(ReportTemplate::Kind kind) {
  return word(kReports, kind);
}

std::string Measure::shape() const {
  std::string out = register_id + '\n' + unit_field + '\n' + by;
  for (const auto* part : {&where, &on, &from, &after, &until, &sum})
    out += '\n' + (*part ? (*part)->print() : std::string("-"));
  // Only where it is declared: what was counted of the others stands.
  if (through) out += "\nthrough " + through->print();
  return out;
}

const AssessmentItem* Edition::item(std::string_view item_id) const {
  for (const auto& area : areas)
    for (const auto& objective : area.objectives)
      for (const auto& item : objective.items)
        if (item.id == item_id) return &item;
  return nullptr;
}

std::string_view unit_kind_title(std::string_view unit_kind) {
  using Title = std::pair<std::string_view, std::string_view>;
  constexpr std::array<Title, 13> kTitles{{{"authority", "本级党委政府"},
                                           {"party", "党委部门"},
                                           {"government", "政府工作部门"},
                                           {"institution", "事业单位"},
                                           {"peoples_organisation", "人民团体"},
                                           {"congress", "人大机关"},
                                           {"consultative", "政协机关"},
                                           {"judicial", "法院检察院"},
                                           {"township", "乡镇"},
                                           {"subdistrict", "街道"},
                                           {"vertical", "垂直管理单位"},
                                           {"enterprise", "国有企业"},
                                           {"other", "其他单位"}}};
  const auto* found = std::ranges::find(kTitles, unit_kind, &Title::first);
  return found == kTitles.end() ? unit_kind : found->second;
}

std::string unit_kinds_in_words(const std::vector<std::string>& unit_kinds) {
  std::string out;
  for (const auto& kind : unit_kinds)
    out += (out.empty() ? "" : "、") + std::string(unit_kind_title(kind));
  return out;
}

} // namespace plumb::pack
