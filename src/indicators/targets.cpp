// SPDX-License-Identifier: Apache-2.0
#include "targets.hpp"

#include "decimals.hpp"
#include "plumb/indicators/words.hpp"

#include <algorithm>

namespace plumb::indicators {
namespace {

using base::Decimal;
using event::Json;
using pack::Comparison;
using pack::IndicatorKind;
using View = std::string_view;

constexpr View kConfirmed = "confirmed";

std::optional<Comparison> comparison_of(View name) {
  for (const auto comparison : {Comparison::AtLeast, Comparison::AtMost, Comparison::Equal})
    if (pack::name_of(comparison) == name) return comparison;
  return std::nullopt;
}

std::optional<Target> target_of(const registers::Record& record) {
  const Json& fields = record.fields;
  const auto comparison = comparison_of(fields["comparison"].text());
  const auto value = fields["value"].number();
  if (record.state != kConfirmed || !comparison || !value || fields["indicator"].text().empty())
    return std::nullopt;
  return Target{.id = record.record_id,
                .indicator = fields["indicator"].text(),
                .comparison = *comparison,
                .value = *value,
                .binding = pack::Binding::LocalTarget,
                .words = fields["title"].text(),
                .unit = fields["unit"].text(),
                .due_on = base::parse_date(fields["due_on"].text()),
                .task = fields["task"].text(),
                .record = record.record_id};
}

/// What a pack's target asks for on a day: its own value, or that of a parameter and beside it a
/// stricter local one.
void add_pack_target(std::vector<Target>& out, const pack::Rulebook& book,
                     const pack::Indicator& indicator, const pack::PackTarget& declared, Date on) {
  if (on < declared.in_force_from) return;
  if (declared.in_force_until && on >= *declared.in_force_until) return;
  const auto add = [&](std::string id, Decimal value, pack::Binding binding,
                       const pack::Citation& cite) {
    Target target{.id = std::move(id),
                  .indicator = indicator.id,
                  .comparison = declared.comparison,
                  .value = value,
                  .binding = binding,
                  .words = cite.law.empty() ? std::string() : book.words(cite),
                  .unit_kinds = declared.unit_kinds};
    if (target.words.empty())
      target.words = std::string(in_words(target.comparison)) + with_unit(value, indicator.unit);
    out.push_back(std::move(target));
  };
  if (declared.parameter.empty()) {
    add(declared.id, declared.value, declared.binding, declared.cite);
    return;
  }
  const auto found = book.parameter(declared.parameter, on);
  const auto add_value = [&](const std::string& id, const pack::Parameter* parameter,
                             const pack::DatedValue* value) {
    if (parameter == nullptr || value == nullptr) return;
    if (const auto* number = std::get_if<Decimal>(&value->value))
      add(id, *number, parameter->binding, value->cite);
  };
  add_value(declared.id, found.parameter, found.value);
  add_value(declared.id + ".local", found.target_parameter, found.target);
}

/// Whether a number of the whole says something about each unit too: a share does, a count not.
bool holds_for_parts(const pack::Indicator& indicator) {
  switch (indicator.kind) {
  case IndicatorKind::Share:
  case IndicatorKind::Ratio:
  case IndicatorKind::Average:
  case IndicatorKind::Zero:
  case IndicatorKind::Coverage:
    return true;
  default:
    return false;
  }
}

} // namespace

Result<Targets> Targets::read(const Question& question, View wanted) {
  Targets out(question.book);
  PLUMB_TRY_ASSIGN(const auto records,
                   known_records(question, kTargetRegister, [&](const registers::Record& record) {
                     return record.state == kConfirmed &&
                            (wanted.empty() || record.fields["indicator"].text() == wanted);
                   }));
  for (const auto& record : records) {
    auto target = target_of(record);
    if (!target) continue;
    if (const auto from = base::parse_date(record.fields["from_on"].text()))
      out.from_.emplace(record.record_id, *from);
    out.confirmed_.push_back(*std::move(target));
  }
  // The order in which they were confirmed.
  std::ranges::reverse(out.confirmed_);
  return out;
}

std::vector<Target> Targets::of(const pack::Indicator& indicator, Date on,
                                const Period& period) const {
  std::vector<Target> out;
  // A period that is over is measured by what was in force when it ended.
  for (const auto& declared : indicator.targets)
    add_pack_target(out, *book_, indicator, declared, std::min(on, period.until));
  // That it must not happen is what such an indicator says, even where no pack sets a target.
  if (indicator.kind == IndicatorKind::Zero && out.empty())
    out.push_back(
        {.id = indicator.id + ".zero",
         .indicator = indicator.id,
         .comparison = Comparison::Equal,
         .value = {},
         .words = indicator.cite.law.empty() ? "不得发生" : book_->words(indicator.cite)});
  for (const auto& target : confirmed_) {
    if (target.indicator != indicator.id) continue;
    if (target.due_on && *target.due_on < period.from) continue; // of a period before
    const auto from = from_.find(target.id);
    if (from != from_.end() && from->second > period.until) continue;
    out.push_back(target);
  }
  return out;
}

std::vector<std::string> Targets::tasks() const {
  std::set<std::string> out;
  for (const auto& target : confirmed_)
    if (!target.task.empty()) out.insert(target.task);
  return {out.begin(), out.end()};
}

bool applies(const pack::Indicator& indicator, const Target& target, const organisation::Tree& tree,
             const std::vector<std::string>& units, const std::vector<std::string>& unit_kinds) {
  const bool everybody = units.empty() && unit_kinds.empty();
  if (!target.unit.empty()) return units.size() == 1 && units.front() == target.unit;
  if (!target.unit_kinds.empty()) {
    const auto named = [&](View kind) {
      return std::ranges::find(target.unit_kinds, kind) != target.unit_kinds.end();
    };
    if (everybody) return false;
    const bool units_fit = std::ranges::all_of(units, [&](const std::string& id) {
      const auto* unit = tree.find(id);
      return unit != nullptr && named(organisation::to_string(unit->kind));
    });
    const bool kinds_fit = std::ranges::all_of(unit_kinds, named);
    return units_fit && kinds_fit && (units.size() == 1 || holds_for_parts(indicator));
  }
  // A target of a plan is meant for the whole; a pack's for the whole and every unit.
  return everybody || target.record.empty() || holds_for_parts(indicator);
}

Result<std::vector<Target>> Indicators::targets(View authority_id, View indicator_id,
                                                Date on) const {
  const organisation::Tree nobody;
  PLUMB_TRY_ASSIGN(const auto question,
                   question_of(*state_, authority_id, nobody, Asked{.on = on}));
  PLUMB_TRY_ASSIGN(const auto* indicator, find_indicator(*question.book, indicator_id));
  PLUMB_TRY_ASSIGN(const auto targets, Targets::read(question, indicator_id));
  return targets.of(*indicator, on, period_of(question, *indicator));
}

} // namespace plumb::indicators
