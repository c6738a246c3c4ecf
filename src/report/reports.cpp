// SPDX-License-Identifier: Apache-2.0
// Templates, beginning a report, writing it.
#include "desk.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>

namespace plumb::report {

using base::ErrorKind;
using base::Result;
using records::Answer;
using View = std::string_view;

const base::Clock& system_clock() {
  static const base::SystemClock clock;
  return clock;
}

Reports::Reports(records::Records& records, const indicators::Indicators& indicators,
                 const base::Clock& clock)
    : records_(records), indicators_(indicators), clock_(clock) {}

// --- templates ---

namespace {

Json template_json(const pack::ReportTemplate& one, const pack::Rulebook& rules) {
  Json::Array chapters;
  for (const auto& chapter : one.chapters)
    chapters.emplace_back(Json::Object{{"id", chapter.id},
                                       {"title", chapter.title},
                                       {"required", chapter.required},
                                       {"hint", chapter.hint}});
  return Json::Object{{"id", one.id},
                      {"title", one.title},
                      {"kind", pack::name_of(one.kind)},
                      {"parts", one.parts},
                      {"due", one.due},
                      {"cite", one.cite.law.empty() ? std::string() : rules.words(one.cite)},
                      {"chapters", std::move(chapters)}};
}

} // namespace

Result<std::string> Reports::templates(View authority_id) const {
  PLUMB_TRY_ASSIGN(const auto rules, records_.rules(authority_id));
  Json::Array items;
  if (rules != nullptr)
    for (const auto& one : rules->report_templates())
      items.push_back(template_json(one, *rules));
  return Json(Json::Object{{"items", std::move(items)}}).dump();
}

// --- begin ---

namespace {

/// Weeks that are left between the last day for parts and the day on which the report is owed, and
/// that units have at least.
constexpr int kWeeksToMerge = 6, kWeeksToWrite = 2;

std::optional<Date> part_due_on(const pack::ReportTemplate& chosen, int year, Date today) {
  const auto owed = base::parse_date(std::to_string(year + 1) + "-" + chosen.due);
  if (!owed) return std::nullopt;
  return std::max(base::add_days(*owed, -7 * kWeeksToMerge),
                  base::add_days(today, 7 * kWeeksToWrite));
}

/// Each once, in the order given. report.bad_field{contributors}: units that there are not, or a
/// report that no units write for.
Result<Json> contributors_json(const pack::ReportTemplate& chosen, const organisation::Tree& tree,
                               const std::vector<std::string>& contributors) {
  if (!contributors.empty() && !chosen.parts) return bad_field("contributors");
  std::vector<std::string> each;
  for (const auto& unit : contributors) {
    if (tree.find(unit) == nullptr) return bad_field("contributors");
    if (std::ranges::find(each, unit) == each.end()) each.push_back(unit);
  }
  Json::Array out;
  for (auto& unit : each)
    out.emplace_back(std::move(unit));
  return Json(std::move(out));
}

Json::Array starting_texts(const pack::ReportTemplate& chosen) {
  Json::Array out;
  for (const auto& chapter : chosen.chapters)
    out.emplace_back(Json::Object{{"chapter", chapter.id}, {"text", chapter.text}});
  return out;
}

} // namespace

Result<Answer> Reports::begin(const journal::Context& context, const organisation::Tree& tree,
                              View template_id, int year, View unit,
                              const std::vector<std::string>& contributors,
                              const registers::Actor& actor) {
  const Date today = base::china_date(clock_.now_ms());
  const Desk desk{records_, indicators_, tree, context.authority_id, today};
  const Reader reader = desk.reader();
  PLUMB_TRY_ASSIGN(const auto rules, reader.rules());
  const auto* chosen = rules->find_report_template(template_id);
  if (chosen == nullptr)
    return base::fail(ErrorKind::NotFound, "report.unknown_template",
                      {{"id", std::string(template_id)}});
  if (!unit.empty() && tree.find(unit) == nullptr) return bad_field("unit");
  const auto viewer = viewer_of(*rules, actor);
  if (!covers(viewer, unit))
    return base::fail(ErrorKind::Forbidden, "report.other_unit", {{"unit", std::string(unit)}});
  if (year < 1990 || year > 2100) return bad_field("year");

  const Date as_of = std::min(base::make_date(year, 12, 31), today);
  registers::Record blank;
  blank.fields =
      Json::Object{{"for_year", year}, {"unit", unit}, {"as_of", base::to_string(as_of)}};
  const Content content = reader.bare(blank, *rules, chosen);
  Json::Object fields{{"title", line_with_words(chosen->heading, content)},
                      {"template", chosen->id},
                      {"for_year", year},
                      {"chapters", starting_texts(*chosen)},
                      {"as_of", base::to_string(as_of)}};
  if (!unit.empty()) fields.emplace("unit", unit);
  if (!chosen->addressee.empty())
    fields.emplace("addressee", line_with_words(chosen->addressee, content));
  if (!contributors.empty()) {
    PLUMB_TRY_ASSIGN(auto units, contributors_json(*chosen, tree, contributors));
    fields.emplace("contributors", std::move(units));
    if (const auto due = part_due_on(*chosen, year, today))
      fields.emplace("part_due_on", base::to_string(*due));
  }
  PLUMB_TRY_ASSIGN(const auto opened, records_.open_record(context,
                                                           {.register_id = std::string(kReport),
                                                            .step = "begin",
                                                            .fields = std::move(fields)},
                                                           actor, false));
  return desk.answer(opened.id, viewer, actor);
}

// --- reading ---

Result<Answer> Reports::report(View authority_id, const organisation::Tree& tree, View record_id,
                               const records::Viewer& viewer, const registers::Actor& actor) const {
  const Desk desk{records_, indicators_, tree, authority_id, base::china_date(clock_.now_ms())};
  return desk.answer(record_id, viewer, actor);
}

namespace {

constexpr std::size_t kPreviewMax = 100'000;

/// The line, from 1, in which a figure or list of that key stands.
int line_of(View text, View key) {
  const auto name = key.substr(0, key.find_first_of("|"));
  const auto at = text.find("{{" + std::string(name));
  return at == View::npos ? 1 : 1 + static_cast<int>(std::ranges::count(text.substr(0, at), '\n'));
}

Json preview_fault(int line, const std::string& reason, const std::string& name) {
  return Json::Object{{"line", line}, {"reason", reason}, {"name", name}};
}

} // namespace

Result<std::string> Reports::preview(View authority_id, const organisation::Tree& tree,
                                     View record_id, View text,
                                     const records::Viewer& viewer) const {
  if (base::count_code_points(text) > kPreviewMax)
    return base::fail(ErrorKind::LimitExceeded, "report.too_large",
                      {{"limit", std::to_string(kPreviewMax)}});
  const Desk desk{records_, indicators_, tree, authority_id, base::china_date(clock_.now_ms())};
  const Reader reader = desk.reader();
  Draft draft{.record = {}, .rules = nullptr, .content = {}};
  PLUMB_TRY_ASSIGN(draft.record, reader.record(record_id, viewer));
  PLUMB_TRY_ASSIGN(draft.rules, reader.rules());
  draft.chosen = draft.rules->find_report_template(draft.record.fields["template"].text());
  draft.content = reader.bare(draft.record, *draft.rules, draft.chosen);
  Json::Array faults, figures;
  const auto lines = parse_text(text);
  if (!lines) {
    const auto fault = fault_of(lines.error());
    faults.push_back(preview_fault(fault.line, fault.reason, {}));
    return Json(Json::Object{{"blocks", Json::Array{}},
                             {"figures", std::move(figures)},
                             {"faults", std::move(faults)}})
        .dump();
  }
  const Live live = reader.live(draft, viewer);
  for (const auto& line : *lines)
    PLUMB_TRY(reader.count(live, {line}, {}, draft.content, draft.faults));
  for (const auto& finding : draft.faults)
    if (finding.blocks)
      faults.push_back(preview_fault(line_of(text, finding.argument("figure")),
                                     finding.argument("reason"), finding.argument("name")));
  for (const auto& [key, figure] : draft.content.figures)
    figures.push_back(figure_json(figure, draft.content, draft, {}));
  return Json(Json::Object{{"blocks", blocks_json(draft.content, *lines)},
                           {"figures", std::move(figures)},
                           {"faults", std::move(faults)}})
      .dump();
}

// --- writing ---

namespace {

struct Revision {
  std::map<std::string, std::string> texts;
  Json::Object fields; ///< others that were given
};

/// report.bad_field{field}
Result<Revision> revision_of(View json, Date today) {
  const auto parsed = event::parse_json(json);
  if (!parsed) return bad_field("chapters");
  Revision out;
  const Json& rows = parsed->array() != nullptr ? *parsed : (*parsed)["chapters"];
  if (rows.array() == nullptr) return bad_field("chapters");
  for (const auto& row : rows.items()) {
    if (row["chapter"].string() == nullptr || row["text"].string() == nullptr)
      return bad_field("chapters");
    out.texts.insert_or_assign(row["chapter"].text(), row["text"].text());
  }
  if (parsed->object() == nullptr) return out;
  for (const auto& [name, value] : *parsed->object()) {
    if (name == "chapters" || name == "revision") continue;
    const bool text = name == "title" || name == "number" || name == "addressee";
    if (!text && name != "as_of") return bad_field(name);
    if (name == "as_of" && value.is_null()) continue;
    if (value.string() == nullptr) return bad_field(name);
    // Days that have not come cannot be counted.
    if (name == "as_of" && (!day_of(value) || *day_of(value) > today)) return bad_field(name);
    if (name == "title" && base::trim(value.text()).empty()) return bad_field(name);
    out.fields.emplace(name, value);
  }
  return out;
}

bool has_chapter(const Draft& draft, View id) {
  return draft.chosen != nullptr &&
         std::ranges::find(draft.chosen->chapters, id, &pack::ChapterTemplate::id) !=
             draft.chosen->chapters.end();
}

} // namespace

Result<Answer> Reports::revise(const journal::Context& context, const organisation::Tree& tree,
                               View record_id, std::int64_t revision, View chapters_json,
                               const registers::Actor& actor) {
  const Date today = base::china_date(clock_.now_ms());
  const Desk desk{records_, indicators_, tree, context.authority_id, today};
  PLUMB_TRY_ASSIGN(const auto viewer, desk.viewer_of(actor));
  const Reader reader = desk.reader();
  Draft draft{.record = {}, .rules = nullptr, .content = {}};
  PLUMB_TRY_ASSIGN(draft.record, reader.record(record_id, viewer));
  PLUMB_TRY_ASSIGN(draft.rules, reader.rules());
  draft.chosen = draft.rules->find_report_template(draft.record.fields["template"].text());
  PLUMB_TRY_ASSIGN(auto wanted, revision_of(chapters_json, today));
  for (const auto& [chapter, text] : wanted.texts)
    if (!has_chapter(draft, chapter))
      return base::fail(ErrorKind::InvalidInput, "report.unknown_chapter", {{"chapter", chapter}});
  wanted.fields.insert_or_assign("chapters",
                                 chapters_with(draft.record.fields["chapters"], wanted.texts));
  const records::Change change{.revision = revision,
                               .command = registers::TakeStep{.register_id = std::string(kReport),
                                                              .step = "revise",
                                                              .fields = std::move(wanted.fields)}};
  PLUMB_TRY(records_.change_record(context, record_id, change, actor, false));
  return desk.answer(record_id, viewer, actor);
}

namespace {

/// The chapter of the template that a part's row means: by its id or its title; else the first, so
/// that nothing is lost.
const pack::ChapterTemplate* chapter_meant(const pack::ReportTemplate& chosen,
                                           const std::string& written) {
  for (const auto& chapter : chosen.chapters)
    if (chapter.id == written || chapter.title == written) return &chapter;
  return chosen.chapters.empty() ? nullptr : &chosen.chapters.front();
}

void append_part(std::map<std::string, std::string>& texts, const Json& rows,
                 const pack::ReportTemplate& chosen, const Part& part) {
  for (const auto& row : rows.items()) {
    const auto text = base::trim(row["text"].text());
    const auto* chapter = chapter_meant(chosen, row["chapter"].text());
    if (chapter == nullptr || text.empty()) continue;
    std::string& whole = texts[chapter->id];
    if (!whole.empty() && !whole.ends_with('\n')) whole += '\n';
    whole += part_line(part.name) + '\n';
    whole += of_unit(text, part.unit) + '\n';
  }
}

} // namespace

Result<Answer> Reports::merge_parts(const journal::Context& context, const organisation::Tree& tree,
                                    View record_id, std::int64_t revision,
                                    const registers::Actor& actor) {
  const Desk desk{records_, indicators_, tree, context.authority_id,
                  base::china_date(clock_.now_ms())};
  PLUMB_TRY_ASSIGN(const auto viewer, desk.viewer_of(actor));
  PLUMB_TRY_ASSIGN(const auto draft, desk.reader().draft(record_id, viewer));
  PLUMB_TRY(check_drafting(draft.record));
  if (draft.chosen == nullptr)
    return base::fail(ErrorKind::NotFound, "report.unknown_template",
                      {{"id", draft.record.fields["template"].text()}});
  PLUMB_TRY_ASSIGN(const auto parts, parts_of(records_, context.authority_id, tree, draft));
  std::map<std::string, std::string> texts;
  for (const auto& row : draft.record.fields["chapters"].items())
    texts.emplace(row["chapter"].text(), row["text"].text());
  const auto before = texts;
  for (const auto& part : parts) {
    if (!part.accepted || part.merged) continue;
    PLUMB_TRY_ASSIGN(const auto record, records_.state(context.authority_id, part.record_id));
    append_part(texts, record.fields["chapters"], *draft.chosen, part);
  }
  if (texts == before) return desk.answer(draft, viewer, actor);
  const records::Change change{
      .revision = revision,
      .command = registers::TakeStep{
          .register_id = std::string(kReport),
          .step = "revise",
          .fields =
              Json::Object{{"chapters", chapters_with(draft.record.fields["chapters"], texts)}}}};
  PLUMB_TRY(records_.change_record(context, record_id, change, actor, false));
  return desk.answer(record_id, viewer, actor);
}

} // namespace plumb::report
