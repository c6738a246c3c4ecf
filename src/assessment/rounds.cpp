// SPDX-License-Identifier: Apache-2.0
// Rounds: one sheet for each unit, totals and places by kind of unit.
#include "exact.hpp"
#include "kinds.hpp"
#include "plumb/assessment/assessment.hpp"
#include "state.hpp"

#include <plumb/pack/measures.hpp>

#include <algorithm>
#include <set>

namespace plumb::assessment {
namespace {

using base::Result;
using View = std::string_view;

constexpr View kOrigin = "assessment";

std::string origin_key(View edition_id, View unit) {
  return std::string(edition_id) + '/' + std::string(unit);
}

/// Units of the edition's kinds that exist on the day, in tree order.
std::vector<const organisation::Unit*> assessed(const pack::Edition& edition,
                                                const organisation::Tree& tree, Date on) {
  std::vector<const organisation::Unit*> out;
  for (const auto& id : tree.in_order(on)) {
    const auto* unit = tree.find(id);
    const auto kind = organisation::to_string(unit->kind);
    if (std::ranges::find(edition.unit_kinds, kind) != edition.unit_kinds.end())
      out.push_back(unit);
  }
  return out;
}

struct Line {
  const SheetRecord* sheet = nullptr;
  SheetState state;
  std::optional<int> rank = {};
};

/// A round as far as the viewer sees it.
struct Seen {
  Date counted_on{};
  std::vector<SheetRecord> all; ///< lines point into it
  std::vector<Line> lines;      ///< by kind, settled ones by rank, then the others in tree order
};

/// Places among all settled sheets of a kind, whoever looks.
std::map<std::string, int> places_of(const std::vector<SheetRecord>& sheets) {
  std::map<std::string, std::vector<std::pair<std::string, Decimal>>> by_kind;
  for (const auto& sheet : sheets)
    if (const auto total = sheet.fields["total"].number(); total && sheet.settled())
      by_kind[sheet.text("unit_kind")].emplace_back(sheet.record_id, *total);
  std::map<std::string, int> out;
  for (auto& [kind, totals] : by_kind)
    for (const auto& placed : ranked(std::move(totals)))
      out.emplace(placed.unit, placed.rank);
  return out;
}

void put_in_order(std::vector<Line>& lines, const pack::Edition& edition,
                  const organisation::Tree& tree) {
  std::map<std::string, std::size_t, std::less<>> place;
  for (const auto& unit : tree.in_order({}))
    place.emplace(unit, place.size());
  const auto key = [&](const Line& line) {
    const auto& kinds = edition.unit_kinds;
    const auto kind = std::ranges::find(kinds, line.sheet->text("unit_kind")) - kinds.begin();
    const auto at = place.find(line.sheet->text("unit"));
    return std::tuple(kind, line.rank.value_or(std::numeric_limits<int>::max()),
                      at == place.end() ? place.size() : at->second, line.sheet->record_id);
  };
  std::ranges::sort(lines,
                    [&](const Line& left, const Line& right) { return key(left) < key(right); });
}

Result<Seen> look(const records::Records& records, const indicators::Indicators& indicators,
                  View authority_id, const Place& place, const organisation::Tree& tree,
                  const pack::Edition& edition, const records::Viewer& viewer) {
  Seen out;
  PLUMB_TRY_ASSIGN(out.all, sheets_of(records, authority_id, place, edition.id, {}));
  std::set<std::string> visible;
  if (!viewer.all) {
    PLUMB_TRY_ASSIGN(const auto seen, sheets_of(records, authority_id, place, edition.id, viewer));
    for (const auto& sheet : seen)
      visible.insert(sheet.record_id);
  }
  const auto places = places_of(out.all);
  Numbers numbers(indicators, *place.rules, authority_id, tree, edition.year, place.today);
  out.counted_on = numbers.counted_on();
  std::vector<std::string> live;
  for (const auto& sheet : out.all) {
    if (!viewer.all && !visible.contains(sheet.record_id)) continue;
    out.lines.push_back({.sheet = &sheet, .state = {}});
    if (!sheet.settled()) live.push_back(sheet.text("unit"));
  }
  if (live.size() > 1) PLUMB_TRY(numbers.ask_for(edition, live));
  for (auto& line : out.lines) {
    PLUMB_TRY_ASSIGN(line.state, state_of(*place.rules, *line.sheet, numbers));
    if (const auto found = places.find(line.sheet->record_id); found != places.end())
      line.rank = found->second;
  }
  put_in_order(out.lines, edition, tree);
  return out;
}

Json line_json(const Line& line, const organisation::Tree& tree) {
  const auto& sheet = *line.sheet;
  return Json::Object{
      {"record_id", sheet.record_id},
      {"unit", sheet.text("unit")},
      {"name", unit_name(tree, sheet.text("unit"), line.state.counted_on)},
      {"state", sheet.state},
      {"state_title", sheet.state_title},
      {"total", decimal_json(line.state.total.total)},
      {"settled", sheet.settled()},
      {"rank", line.rank ? Json(*line.rank) : Json()},
      {"open", line.state.total.open},
      {"areas", areas_json(line.state.edition, sheet.text("unit_kind"), line.state.scores)}};
}

} // namespace

Result<std::string> Assessment::open_round(const journal::Context& context,
                                           const organisation::Tree& tree, View edition_id,
                                           const registers::Actor& actor) {
  const auto& authority_id = context.authority_id;
  PLUMB_TRY_ASSIGN(const auto place, place_of(records_, authority_id));
  const auto* edition = place.rules->find_edition(edition_id);
  if (edition == nullptr) return unknown_edition(edition_id);
  const auto units = assessed(*edition, tree, place.today);
  if (units.empty()) return not_ready("被考核的单位");
  for (const auto* unit : units) {
    const std::string key = origin_key(edition_id, unit->id);
    PLUMB_TRY_ASSIGN(const auto present,
                     records_.find_origin(authority_id, {std::string(kOrigin), key}));
    if (!present.empty()) continue;
    const std::string name(unit->name_on(place.today));
    registers::TakeStep step;
    step.register_id = std::string(kSheetRegister);
    step.step = "issue";
    step.fields = Json::Object{{"title", name + edition->title},
                               {"edition", edition->id},
                               {"for_year", edition->year},
                               {"unit", unit->id},
                               {"unit_kind", organisation::to_string(unit->kind)}};
    step.origin = {std::string(kOrigin), key};
    // The sheet is the unit's own. Of two who open it at the same time one is given the other's.
    journal::Context once = context;
    once.idempotency_key = "assessment/" + key;
    registers::Actor opener = actor;
    opener.unit = unit->id;
    const auto opened = records_.open_record(once, step, opener, false);
    if (!opened && opened.error().id != "journal.key_reused")
      return base::Unexpected{opened.error()};
  }
  return round(authority_id, tree, edition_id, {});
}

Result<std::string> Assessment::round(View authority_id, const organisation::Tree& tree,
                                      View edition_id, const records::Viewer& viewer) const {
  PLUMB_TRY_ASSIGN(const auto place, place_of(records_, authority_id));
  const auto* edition = place.rules->find_edition(edition_id);
  if (edition == nullptr) return unknown_edition(edition_id);
  PLUMB_TRY_ASSIGN(const auto seen,
                   look(records_, indicators_, authority_id, place, tree, *edition, viewer));
  bool missing = false;
  for (const auto* unit : assessed(*edition, tree, place.today)) {
    PLUMB_TRY_ASSIGN(const auto present,
                     records_.find_origin(
                         authority_id, {std::string(kOrigin), origin_key(edition_id, unit->id)}));
    missing = missing || present.empty();
  }
  Json::Array kinds;
  for (const auto& kind : edition->unit_kinds) {
    Json::Array sheets;
    for (const auto& line : seen.lines)
      if (line.sheet->text("unit_kind") == kind) sheets.push_back(line_json(line, tree));
    kinds.emplace_back(Json::Object{
        {"kind", kind}, {"title", pack::unit_kind_title(kind)}, {"sheets", std::move(sheets)}});
  }
  return Json(Json::Object{{"edition", edition->id},
                           {"title", edition->title},
                           {"year", edition->year},
                           {"counted_on", base::to_string(seen.counted_on)},
                           {"may_open", viewer.all && missing},
                           {"kinds", std::move(kinds)}})
      .dump();
}

Result<std::vector<std::vector<std::string>>>
Assessment::table(View authority_id, const organisation::Tree& tree, View edition_id,
                  const records::Viewer& viewer) const {
  PLUMB_TRY_ASSIGN(const auto place, place_of(records_, authority_id));
  const auto* edition = place.rules->find_edition(edition_id);
  if (edition == nullptr) return unknown_edition(edition_id);
  PLUMB_TRY_ASSIGN(const auto seen,
                   look(records_, indicators_, authority_id, place, tree, *edition, viewer));
  std::vector<std::vector<std::string>> out(1);
  out[0] = {"名次", "单位", "类别", "状态"};
  for (const auto& area : edition->areas)
    out[0].push_back(area.title);
  for (const auto* title : {"扣分", "加分", "总分"})
    out[0].emplace_back(title);
  for (const auto& line : seen.lines) {
    const auto& sheet = *line.sheet;
    const auto& total = line.state.total;
    std::vector<std::string> row{line.rank ? std::to_string(*line.rank) : std::string(),
                                 unit_name(tree, sheet.text("unit"), line.state.counted_on),
                                 std::string(pack::unit_kind_title(sheet.text("unit_kind"))),
                                 sheet.state_title};
    for (const auto& area : edition->areas) {
      pack::Edition alone = line.state.edition;
      std::erase_if(alone.areas, [&](const auto& one) { return one.id != area.id; });
      row.push_back(
          base::to_string(total_of(alone, sheet.text("unit_kind"), line.state.scores).scored));
    }
    row.push_back(base::to_string(total.deducted));
    row.push_back(base::to_string(total.bonus));
    row.push_back(total.total ? base::to_string(*total.total) : std::string());
    out.push_back(std::move(row));
  }
  return out;
}

} // namespace plumb::assessment
