// SPDX-License-Identifier: Apache-2.0
#include "complete.hpp"

#include "decide.hpp"
#include "fields.hpp"

#include <plumb/base/hash.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

namespace plumb::registers {
namespace {

constexpr std::size_t kSeedDigits = 64;

const Json& known(const Completing& at, const Json::Object& given, std::string_view field) {
  const auto found = given.find(field);
  return found != given.end() ? found->second : at.before.fields[field];
}

Refusal bad(const Completing& at, const std::string& field, std::string_view reason) {
  return about_field(at.declared, RefusalCode::BadField, field, reason);
}
Refusal missing(const Completing& at, const std::string& field) {
  return about_field(at.declared, RefusalCode::MissingField, field, {});
}

// --- numbers ---

// A choice stands in the number as it is read; where the number does not show it, as it is kept.
std::string series_of(const pack::Register& declared, const pack::Numbering& numbering,
                      const Json& value) {
  const auto* known_field = declared.field(numbering.series);
  const bool shown = numbering.pattern.find("{series}") != std::string::npos;
  if (known_field != nullptr && shown)
    for (const auto& choice : known_field->choices)
      if (choice.id == value.text()) return choice.title;
  return value.text();
}

std::string written(const std::string& pattern, const std::string& series, int year,
                    std::int64_t number) {
  const std::array<std::pair<std::string_view, std::string>, 3> parts{
      {{"{series}", series},
       {"{year}", std::to_string(year)},
       {"{number}", std::to_string(number)}}};
  std::string text;
  for (std::size_t i = 0; i < pattern.size();) {
    const auto part = std::ranges::find_if(parts, [&](const auto& each) {
      return pattern.compare(i, each.first.size(), each.first) == 0;
    });
    text += part != parts.end() ? part->second : pattern.substr(i, 1);
    i += part != parts.end() ? part->first.size() : 1;
  }
  return text;
}

void assign(const Completing& at, const pack::Numbering& numbering, Json::Object& given,
            std::vector<Refusal>& refusals) {
  // A record has one number: taken again, the step leaves it alone.
  if (is_filled(known(at, given, numbering.field))) return;
  const auto& value = known(at, given, numbering.series);
  if (!is_filled(value)) {
    refusals.push_back(missing(at, numbering.series));
    return;
  }
  if (!at.lookup.next_number) {
    refusals.push_back(bad(at, numbering.field, "no_lookup"));
    return;
  }
  const auto series = series_of(at.declared, numbering, value);
  const int year = static_cast<int>(at.on.year());
  const auto number = at.lookup.next_number(at.declared.id, numbering, series, year);
  Json text = written(numbering.pattern, series, year, number);
  const auto* field = at.declared.field(numbering.field);
  const auto fault = field == nullptr ? "unknown_field"
                     : number < 1     ? "too_small"
                                      : fault_of(*field, text);
  if (fault.empty())
    given.insert_or_assign(numbering.field, std::move(text));
  else
    refusals.push_back(bad(at, numbering.field, fault));
}

// --- lots ---

std::vector<Json> parts_of(const Json& value) {
  if (value.array() != nullptr) return value.items();
  return is_filled(value) ? std::vector{value} : std::vector<Json>{};
}

// Lists meet where they share something.
bool meet(const Json& a, const Json& b) {
  const auto mine = parts_of(a), theirs = parts_of(b);
  return std::ranges::any_of(
      mine, [&](const Json& item) { return std::ranges::find(theirs, item) != theirs.end(); });
}

std::vector<Drawn> tickets(const std::string& seed, const std::vector<std::string>& candidates,
                           std::size_t count) {
  std::vector<Drawn> drawn;
  drawn.reserve(candidates.size());
  for (const auto& record_id : candidates)
    drawn.push_back({record_id, base::sm3_hex(seed + record_id)});
  std::ranges::sort(drawn, [](const Drawn& a, const Drawn& b) {
    return std::tie(a.ticket, a.record_id) < std::tie(b.ticket, b.record_id);
  });
  drawn.resize(std::min(count, drawn.size()));
  return drawn;
}

std::string sum_of(const std::vector<std::string>& candidates) {
  std::string text;
  for (const auto& record_id : candidates)
    text += record_id + "\n";
  return base::sm3_hex(text);
}

bool is_seed(std::string_view text) {
  return text.size() == kSeedDigits && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

// What the draw needs to know of this record, before anybody is looked for.
void look_at_form(const Completing& at, const pack::Draw& draw, const Json::Object& given,
                  std::vector<Refusal>& refusals) {
  const auto& count = known(at, given, draw.count);
  if (!is_filled(count))
    refusals.push_back(missing(at, draw.count));
  else if (count.integer_or(0) < 1)
    refusals.push_back(bad(at, draw.count, "too_small"));
  for (const auto& [theirs, mine] : draw.match)
    if (!is_filled(known(at, given, mine))) refusals.push_back(missing(at, mine));
}

std::map<std::string, Candidate> pool_of(const Completing& at, const pack::Draw& draw,
                                         const Json::Object& given) {
  std::map<std::string, Candidate> pool;
  for (auto& candidate :
       at.lookup.candidates(draw.register_id, draw.where ? &*draw.where : nullptr)) {
    const auto meets = [&](const auto& pair) {
      return meet(candidate.fields[pair.first], known(at, given, pair.second));
    };
    if (std::ranges::all_of(draw.match, meets) && std::ranges::none_of(draw.exclude, meets))
      pool.try_emplace(candidate.record_id, candidate);
  }
  return pool;
}

void draw_lots(const Completing& at, const pack::Draw& draw, Json::Object& given,
               std::vector<Refusal>& refusals) {
  // Drawn outside: the form tells who.
  if (at.outside && given.contains(draw.into)) return;
  const auto before = refusals.size();
  look_at_form(at, draw, given, refusals);
  if (refusals.size() != before) return;
  if (!at.lookup.candidates || !at.lookup.seed) {
    refusals.push_back(bad(at, draw.into, "no_lookup"));
    return;
  }
  const auto pool = pool_of(at, draw, given);
  const auto count = static_cast<std::size_t>(known(at, given, draw.count).integer_or(0));
  if (pool.size() < count) {
    auto few = bad(at, draw.count, "candidates");
    few.details.object()->emplace("candidates", static_cast<std::int64_t>(pool.size()));
    refusals.push_back(std::move(few));
    return;
  }
  const auto seed = at.lookup.seed();
  if (!is_seed(seed)) {
    refusals.push_back(bad(at, draw.into, "no_seed"));
    return;
  }
  std::vector<std::string> candidates;
  for (const auto& [record_id, candidate] : pool)
    candidates.push_back(record_id);
  Json::Array rows, ids;
  for (const auto& each : tickets(seed, candidates, count))
    rows.emplace_back(Json::Object{{"record", each.record_id},
                                   {"name", pool.at(each.record_id).title},
                                   {"ticket", each.ticket}});
  for (const auto& record_id : candidates)
    ids.emplace_back(record_id);
  const Json receipt =
      Json::Object{{"seed", seed}, {"candidates", std::move(ids)}, {"sm3", sum_of(candidates)}};
  given.insert_or_assign(draw.into, std::move(rows));
  if (!draw.receipt.empty()) given.insert_or_assign(draw.receipt, receipt.dump());
}

base::Unexpected<base::Error> bad_receipt(std::string_view reason) {
  return base::fail(base::ErrorKind::InvalidInput, "registers.bad_receipt",
                    {{"reason", std::string(reason)}});
}

} // namespace

bool is_filled_by_program(const pack::Step& step, std::string_view field) {
  return std::ranges::any_of(step.assigns,
                             [&](const auto& numbering) { return numbering.field == field; }) ||
         (step.draws && (step.draws->into == field || step.draws->receipt == field));
}

std::vector<std::string> asked_by_program(const pack::Step& step, const Json& known_fields) {
  std::vector<std::string> names;
  for (const auto& numbering : step.assigns)
    if (!is_filled(known_fields[numbering.field])) names.push_back(numbering.series);
  if (step.draws) {
    names.push_back(step.draws->count);
    for (const auto& [theirs, mine] : step.draws->match)
      names.push_back(mine);
  }
  std::erase_if(names, [&](const auto& name) { return is_filled(known_fields[name]); });
  return names;
}

std::vector<Refusal> complete(const Completing& at, Json::Object& given) {
  std::vector<Refusal> refusals;
  for (const auto& numbering : at.step.assigns)
    assign(at, numbering, given, refusals);
  if (at.step.draws) draw_lots(at, *at.step.draws, given, refusals);
  return refusals;
}

base::Result<std::vector<Drawn>> redraw(std::string_view receipt, std::int64_t count) {
  const auto json = event::parse_json(receipt);
  if (!json || json->object() == nullptr) return bad_receipt("json");
  const auto& seed = (*json)["seed"].text();
  if (!is_seed(seed)) return bad_receipt("seed");
  std::vector<std::string> candidates;
  std::set<std::string> seen;
  for (const auto& item : (*json)["candidates"].items()) {
    if (item.text().empty() || !seen.insert(item.text()).second) return bad_receipt("candidates");
    candidates.push_back(item.text());
  }
  if (sum_of(candidates) != (*json)["sm3"].text()) return bad_receipt("sm3");
  if (count < 1 || static_cast<std::uint64_t>(count) > candidates.size())
    return bad_receipt("count");
  return tickets(seed, candidates, static_cast<std::size_t>(count));
}

} // namespace plumb::registers
