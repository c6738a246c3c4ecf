// SPDX-License-Identifier: Apache-2.0
#include "draft.hpp"

#include <plumb/indicators/words.hpp>

#include <algorithm>
#include <set>

namespace plumb::report {

using base::ErrorKind;
using base::Result;
using records::Viewer;
using View = std::string_view;

Viewer viewer_of(const pack::Rulebook& rules, const registers::Actor& actor) {
  if (actor.roles.empty() || rules.roles().empty()) return {};
  Viewer out{.all = false};
  for (const auto& id : actor.roles) {
    const auto* role = rules.find_role(id);
    if (role == nullptr || role->reach == pack::Reach::None) continue;
    if (role->reach == pack::Reach::All) return {};
    out.units.push_back(actor.unit);
    if (role->reach == pack::Reach::UnitAndBelow)
      out.units.insert(out.units.end(), actor.units.begin(), actor.units.end());
  }
  std::erase(out.units, std::string());
  out.units.emplace_back(records::kEveryone);
  return out;
}

bool covers(const Viewer& viewer, View unit) {
  return viewer.all || std::ranges::find(viewer.units, unit) != viewer.units.end();
}

std::string name_of_unit(const organisation::Tree& tree, View unit, Date on) {
  const auto* found = tree.find(unit);
  return found == nullptr ? std::string(unit) : std::string(found->name_on(on));
}

std::string authority_name(const organisation::Tree& tree, Date on) {
  const organisation::Unit* chosen = nullptr;
  for (const auto& unit : tree.units()) {
    if (!unit.parent.empty() || !unit.exists_on(on)) continue;
    const bool authority = unit.kind == organisation::UnitKind::Authority;
    if (chosen == nullptr || (authority && chosen->kind != organisation::UnitKind::Authority))
      chosen = &unit;
  }
  return chosen == nullptr ? std::string() : std::string(chosen->name_on(on));
}

namespace {

std::string argument(const base::Error& error, View name) {
  for (const auto& [key, value] : error.args)
    if (key == name) return value;
  return {};
}

} // namespace

TextFault fault_of(const base::Error& error) {
  const auto line = base::parse_decimal(argument(error, "line"));
  return {line ? static_cast<int>(line->units) : 0, argument(error, "reason")};
}

// --- the record ---

Result<registers::Record> Reader::record(View record_id, const Viewer& viewer) const {
  PLUMB_TRY(records_.check_visible(authority_id_, record_id, viewer));
  PLUMB_TRY_ASSIGN(auto record, records_.state(authority_id_, record_id));
  if (record.register_id != kReport)
    return base::fail(ErrorKind::NotFound, "records.unknown_record",
                      {{"record_id", std::string(record_id)}});
  return record;
}

Result<records::RulebookPointer> Reader::rules() const {
  PLUMB_TRY_ASSIGN(auto rules, records_.rules(authority_id_));
  if (rules == nullptr) return base::fail(ErrorKind::NotFound, "records.no_rules");
  return rules;
}

Content Reader::bare(const registers::Record& record, const pack::Rulebook& rules,
                     const pack::ReportTemplate* chosen) const {
  const Json& fields = record.fields;
  Content out{.title = fields["title"].text(),
              .number = fields["number"].text(),
              .addressee = fields["addressee"].text(),
              .kind = chosen == nullptr ? "annual" : std::string(pack::name_of(chosen->kind)),
              .unit = unit_asked(tree_, fields["unit"].text()),
              .year = static_cast<int>(fields["for_year"].integer_or(0)),
              .rules = rules.version(),
              .today = today_};
  out.as_of = day_of(fields["as_of"]).value_or(today_);
  out.authority = authority_name(tree_, out.as_of);
  const std::string& unit = fields["unit"].text();
  out.unit_name = unit.empty() ? out.authority : name_of_unit(tree_, unit, out.as_of);
  std::map<std::string, std::string> texts;
  for (const auto& row : fields["chapters"].items())
    texts.emplace(row["chapter"].text(), row["text"].text());
  if (chosen != nullptr) {
    for (const auto& chapter : chosen->chapters)
      out.chapters.push_back({chapter.id, chapter.title, texts[chapter.id]});
    return out;
  }
  for (const auto& row : fields["chapters"].items())
    out.chapters.push_back({row["chapter"].text(), row["chapter"].text(), row["text"].text()});
  return out;
}

Result<Content> Reader::frozen(const registers::Record& record) const {
  const auto kept = records_.file(authority_id_, kept_file(record.fields));
  if (!kept) return base::fail(ErrorKind::Corrupt, "report.broken", {{"what", "lists"}});
  return thaw(record.fields, kept->bytes);
}

Live Reader::live(const Draft& draft, const Viewer& viewer) const {
  Live out(records_, indicators_,
           Subject{.authority_id = authority_id_,
                   .tree = tree_,
                   .rules = draft.rules,
                   .year = draft.content.year,
                   .as_of = draft.content.as_of,
                   .known_on = {},
                   .today = today_,
                   .unit = draft.content.unit,
                   .viewer = viewer});
  out.remember_reported(draft.reported);
  return out;
}

// --- counting ---

namespace {

std::string joined(const std::set<std::string>& names) {
  std::string out;
  for (const auto& name : names)
    out += (out.empty() ? "" : "、") + name;
  return out;
}

// What a figure names that is not there, or not for this person.
std::string name_at_fault(const std::string& fault, const FigureName& name) {
  if (fault == "unit" || fault == "not_seen") return name.unit;
  return fault == "period" ? name.period : name.indicator;
}

} // namespace

Result<void> Reader::count(const Live& live, const std::vector<Line>& lines, View chapter,
                           Content& content, std::vector<Finding>& faults) const {
  Named named;
  named.add(lines);
  std::set<std::string> not_applicable;
  for (const auto& [key, name] : named.figures) {
    if (content.figures.contains(key)) continue;
    PLUMB_TRY_ASSIGN(auto counted, live.figure(name));
    if (!counted.fault.empty()) {
      faults.push_back({.id = "unknown_figure",
                        .blocks = true,
                        .chapter = std::string(chapter),
                        .arguments = {{"figure", key},
                                      {"reason", counted.fault},
                                      {"name", name_at_fault(counted.fault, name)}}});
      continue;
    }
    if (counted.figure.value.standing == indicators::Standing::NotApplicable)
      not_applicable.insert(counted.title);
    content.titles.emplace(name.indicator, std::move(counted.title));
    if (live.subject().rules->find_indicator(name.indicator) == nullptr)
      content.measures.insert(name.indicator);
    content.figures.emplace(key, std::move(counted.figure));
  }
  if (!not_applicable.empty())
    faults.push_back({.id = "figure_not_applicable",
                      .chapter = std::string(chapter),
                      .arguments = {{"count", std::to_string(not_applicable.size())},
                                    {"titles", joined(not_applicable)}}});
  for (const auto& [name, block] : named.lists) {
    if (content.lists.contains(name)) continue;
    PLUMB_TRY_ASSIGN(auto list, live.list(block));
    if (list)
      content.lists.emplace(name, *std::move(list));
    else
      faults.push_back({.id = "unknown_figure",
                        .blocks = true,
                        .chapter = std::string(chapter),
                        .arguments = {{"figure", name}, {"reason", "list"}, {"name", name}}});
  }
  return {};
}

namespace {

ListBlock block_of(const pack::AnnexTemplate& annex) {
  return {.measure = annex.records, .indicators = annex.indicators};
}

} // namespace

Result<void> Reader::count_all(Draft& draft, const Viewer& viewer) const {
  const Live live = this->live(draft, viewer);
  for (const auto& chapter : draft.content.chapters) {
    const auto lines = parse_text(chapter.text);
    if (!lines) {
      const auto fault = fault_of(lines.error());
      draft.faults.push_back(
          {.id = "bad_text",
           .blocks = true,
           .chapter = chapter.id,
           .arguments = {{"line", std::to_string(fault.line)}, {"reason", fault.reason}}});
      continue;
    }
    PLUMB_TRY(count(live, *lines, chapter.id, draft.content, draft.faults));
  }
  if (draft.chosen == nullptr) return {};
  for (const auto& annex : draft.chosen->annexes) {
    PLUMB_TRY_ASSIGN(auto list, live.list(block_of(annex)));
    if (list)
      draft.content.annexes.push_back({annex.title, *std::move(list)});
    else
      draft.faults.push_back({.id = "unknown_figure",
                              .blocks = true,
                              .chapter = {},
                              .arguments = {{"figure", name_of(block_of(annex))},
                                            {"reason", "list"},
                                            {"name", annex.title}}});
  }
  return {};
}

// --- last year ---

Result<void> Reader::read_last_report(Draft& draft, const Viewer& viewer) const {
  const Json& fields = draft.record.fields;
  records::Query query;
  query.fields = Json(Json::Object{{"template", fields["template"].text()},
                                   {"for_year", draft.content.year - 1}})
                     .dump();
  query.viewer = viewer;
  std::optional<registers::Record> found;
  PLUMB_TRY(records_.visit(authority_id_, kReport, query, [&](const registers::Record& one) {
    if (one.fields["unit"].text() != fields["unit"].text() || !day_of(one.fields["signed_on"]) ||
        one.record_id == draft.record.record_id)
      return true;
    found = one;
    return false;
  }));
  if (!found) return {};
  // One that cannot be read again must not keep this year's from being written.
  const auto content = frozen(*found);
  if (!content) return {};
  for (const auto& chapter : content->chapters)
    draft.last_year.emplace(chapter.id, plain(*content, chapter.text).text);
  for (const auto& [key, figure] : content->figures) {
    draft.reported_keys.emplace(key, figure.text);
    if (key == figure.name.indicator) draft.reported.insert_or_assign(key, figure.text);
  }
  return {};
}

/// Of reports from before: only rows that a person has confirmed.
Result<void> Reader::read_baselines(Draft& draft) const {
  if (!draft.content.unit.empty() || draft.rules->find_register(kBaseline) == nullptr) return {};
  records::Query query;
  query.states = {"matched"};
  return records_.visit(authority_id_, kBaseline, query, [&](const registers::Record& one) {
    if (one.fields["for_year"].integer_or(0) != draft.content.year - 1) return true;
    for (const auto& row : one.fields["figures"].items()) {
      const auto value = row["value"].number();
      if (row["indicator"].text().empty() || !row["confirmed"].boolean_or(false) || !value)
        continue;
      draft.reported.emplace(
          row["indicator"].text(),
          (row["approximate"].boolean_or(false) ? std::string("约") : std::string()) +
              base::to_string(*value) + row["value_unit"].text());
    }
    return true;
  });
}

Result<void> Reader::look_back(Draft& draft, const Viewer& viewer) const {
  PLUMB_TRY(read_last_report(draft, viewer));
  return read_baselines(draft);
}

Result<Draft> Reader::draft(View record_id, const Viewer& viewer) const {
  PLUMB_TRY_ASSIGN(auto record, this->record(record_id, viewer));
  PLUMB_TRY_ASSIGN(auto rules, this->rules());
  Draft out{.record = std::move(record), .rules = std::move(rules), .content = {}};
  out.chosen = out.rules->find_report_template(out.record.fields["template"].text());
  if (day_of(out.record.fields["signed_on"])) {
    PLUMB_TRY_ASSIGN(out.content, frozen(out.record));
    PLUMB_TRY(look_back(out, viewer));
    return out;
  }
  out.content = bare(out.record, *out.rules, out.chosen);
  PLUMB_TRY(look_back(out, viewer));
  PLUMB_TRY(count_all(out, viewer));
  return out;
}

} // namespace plumb::report
