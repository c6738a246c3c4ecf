// SPDX-License-Identifier: Apache-2.0
/// roles/ and obligations/: who there is, and what is due again and again.
#include "ast.hpp"

#include <algorithm>

namespace plumb::pack::ast {
namespace {

using Every = pack::Obligation::Every;
constexpr std::array<Name<Every>, 4> kEvery{{{"month", Every::Month},
                                             {"quarter", Every::Quarter},
                                             {"half_year", Every::HalfYear},
                                             {"year", Every::Year}}};

Role read_role(const yaml::File& file, const yaml::Node& node, Faults& faults) {
  Keys keys(file, node, faults, {"id", "title", "gist", "reach", "rights"});
  Role out;
  const Word id = keys.identifier("id");
  out.at = out.reach_at = id.at;
  out.value.id = id.text;
  out.value.title = keys.text("title");
  out.value.gist = keys.text_or("gist");
  out.value.reach = keys.choice<Reach>("reach", "reach", kReaches);
  if (const auto* reach = keys.find("reach"); reach != nullptr) out.reach_at = reach->at;
  for (const auto& right : keys.words("rights")) {
    const auto found = std::find_if(kRights.begin(), kRights.end(),
                                    [&](const auto& name) { return name.text == right.text; });
    if (found == kRights.end()) {
      std::vector<std::string_view> known;
      for (const auto& name : kRights)
        known.push_back(name.text);
      faults.error("pack.unknown_right", {{"name", right.text}}, right.at,
                   nearest(right.text, known));
      continue;
    }
    auto& held = out.value.rights;
    if (std::find(held.begin(), held.end(), found->value) != held.end()) {
      faults.error("pack.duplicate_id", {{"what", "right"}, {"id", right.text}}, right.at);
      continue;
    }
    held.push_back(found->value);
    out.rights_at.push_back(right.at);
  }
  return out;
}

/// Exactly one of unit_kinds, units and of says who has the duty.
void read_who(Keys& keys, Obligation& into) {
  into.unit_kinds = keys.some_words("unit_kinds");
  into.value.unit_kinds = texts(into.unit_kinds);
  into.value.units = texts(keys.some_words("units"));
  into.of = keys.word_or("of");
  into.for_each = keys.word_or("for_each");
  into.where = keys.passage("where");
  int said = 0;
  for (const std::string_view key : {"unit_kinds", "units", "of"})
    if (keys.find(key) != nullptr && ++said > 1) keys.check_applies(key);
  if (said == 0)
    keys.faults().error("pack.missing_key", {{"key", "unit_kinds|units|of"}}, into.id.at);
  for (const std::string_view key : {"for_each", "where", "schedule"})
    keys.check_applies(key, !into.of.empty());
}

/// Exactly one of every and schedule says when; the rest only goes with `every`.
void read_when(Keys& keys, Obligation& into) {
  auto& value = into.value;
  into.schedule = keys.word_or("schedule");
  const bool periodic = into.schedule.empty();
  value.every = keys.choice<Every>("every", "every", kEvery,
                                   periodic ? std::optional<Every>() : std::optional(Every::Month));
  value.due_day = static_cast<int>(keys.integer("due_day", 0, 1, 31));
  const Word date = keys.word_or("due_date");
  value.due_date = date.text;
  if (!date.empty() && !is_day_of_year(date.text))
    keys.bad("due_date", *keys.find("due_date"), "MM-DD");
  value.due_months_after = static_cast<int>(keys.integer("due_months_after", 0, 0, 24));
  value.lead_days = static_cast<int>(keys.integer("lead_days", 0, 0, 366));
  for (const std::string_view key : {"every", "due_day", "due_months_after"})
    keys.check_applies(key, periodic);
  keys.check_applies("due_date", periodic && value.every == Every::Year && value.due_day == 0);
}

Obligation read_obligation(const yaml::File& file, const yaml::Node& node, Faults& faults) {
  Keys keys(file, node, faults, {"id",        "title",    "register",      "step",
                                 "cite",      "binding",  "unit_kinds",    "units",
                                 "of",        "for_each", "where",         "schedule",
                                 "every",     "due_day",  "due_date",      "due_months_after",
                                 "lead_days", "fields",   "in_force_from", "in_force_until"});
  Obligation out;
  pack::Obligation& value = out.value;
  out.id = keys.identifier("id");
  value.id = out.id.text;
  value.title = keys.text("title");
  out.register_id = keys.word("register");
  value.register_id = out.register_id.text;
  out.step = keys.word("step");
  value.step = out.step.text;
  out.cite = keys.word_or("cite");
  value.binding =
      keys.choice<Binding>("binding", "binding", kBindings, std::optional(Binding::Policy));
  read_who(keys, out);
  value.of = out.of.text;
  value.for_each = out.for_each.text;
  read_when(keys, out);
  value.schedule = out.schedule.text;
  out.fields = read_pairs(keys, "fields");
  for (const auto& pair : out.fields)
    value.fields.emplace_back(pair.name.text, pair.value.text);
  value.in_force_from = keys.need_date("in_force_from");
  value.in_force_until = keys.date_after("in_force_until", value.in_force_from);
  return out;
}

} // namespace

const std::array<Name<Reach>, 4> kReaches{{{"all", Reach::All},
                                           {"unit_and_below", Reach::UnitAndBelow},
                                           {"unit", Reach::Unit},
                                           {"none", Reach::None}}};
const std::array<Name<Right>, 13> kRights{{{"plans", Right::Plans},
                                           {"correct", Right::Correct},
                                           {"move", Right::Move},
                                           {"personal", Right::Personal},
                                           {"erase", Right::Erase},
                                           {"organisation", Right::Organisation},
                                           {"accounts", Right::Accounts},
                                           {"calendar", Right::Calendar},
                                           {"what_if", Right::WhatIf},
                                           {"journal", Right::Journal},
                                           {"targets", Right::Targets},
                                           {"assess", Right::Assess},
                                           {"reports", Right::Reports}}};

std::vector<std::string> texts(const std::vector<Word>& words) {
  std::vector<std::string> out;
  for (const auto& word : words)
    out.push_back(word.text);
  return out;
}

bool is_day_of_year(std::string_view text) {
  return text.size() == 5 && base::parse_date("2024-" + std::string(text)).has_value();
}

void read_roles(const yaml::File& file, Faults& faults, Pack& into) {
  read_list(file, faults, "roles", read_role, into.roles);
}

void read_obligations(const yaml::File& file, Faults& faults, Pack& into) {
  read_list(file, faults, "obligations", read_obligation, into.obligations);
}

} // namespace plumb::pack::ast
