// SPDX-License-Identifier: Apache-2.0
#include "detail.hpp"

#include <plumb/indicators/words.hpp>

#include <algorithm>

namespace plumb::report {

using base::Result;

namespace {

std::string_view name_of(indicators::Standing standing) {
  switch (standing) {
  case indicators::Standing::Value:
    return "value";
  case indicators::Standing::NotApplicable:
    return "not_applicable";
  case indicators::Standing::NotEntered:
    return "not_entered";
  }
  return "not_applicable";
}

Json decimal_json(const std::optional<base::Decimal>& value) {
  return value ? Json(base::to_string(*value)) : Json();
}

Json value_json(const Figure& figure) {
  const auto& value = figure.value;
  const bool entered = value.standing != indicators::Standing::NotEntered;
  return Json::Object{{"standing", name_of(value.standing)},
                      {"numerator", entered ? Json(base::to_string(value.numerator)) : Json()},
                      {"denominator", decimal_json(value.denominator)},
                      {"value", decimal_json(value.value)},
                      {"text", figure.text}};
}

const std::string* found_in(const std::map<std::string, std::string, std::less<>>& map,
                            std::string_view key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

/// What last year's papers had for it: the same reference, else the indicator of the whole.
Json reported_json(const Figure& figure, const Draft& draft) {
  if (const auto* text = found_in(draft.reported_keys, figure.name.key)) return *text;
  if (!figure.name.unit.empty() || !figure.name.period.empty() || !figure.name.form.empty())
    return {};
  const auto* text = found_in(draft.reported, figure.name.indicator);
  return text == nullptr ? Json() : Json(*text);
}

Json date_or_null(const std::optional<Date>& day) {
  return day ? Json(base::to_string(*day)) : Json();
}

Json chapter_json(const Chapter& chapter, const Draft& draft) {
  const pack::ChapterTemplate* declared = nullptr;
  if (draft.chosen != nullptr)
    for (const auto& one : draft.chosen->chapters)
      if (one.id == chapter.id) declared = &one;
  const auto lines = parse_text(chapter.text);
  const auto* last = found_in(draft.last_year, chapter.id);
  return Json::Object{{"chapter", chapter.id},
                      {"title", chapter.title},
                      {"hint", declared == nullptr ? std::string() : declared->hint},
                      {"required", declared != nullptr && declared->required},
                      {"text", chapter.text},
                      {"blocks", lines ? blocks_json(draft.content, *lines) : Json(Json::Array{})},
                      {"last_year", last == nullptr ? std::string() : *last}};
}

Json part_json(const Part& part) {
  return Json::Object{{"record_id", part.record_id},
                      {"unit", part.unit},
                      {"name", part.name},
                      {"state", part.state},
                      {"state_title", part.state_title},
                      {"merged", part.merged}};
}

Json files_json(const Json& fields) {
  Json::Array out;
  for (const auto& [format, field] :
       {std::pair{"docx", "document"}, std::pair{"html", "page"}, std::pair{"xlsx", "annex"}})
    if (const std::string& sm3 = fields[field]["sm3"].text(); !sm3.empty())
      out.emplace_back(Json::Object{{"format", format}, {"sm3", sm3}});
  return out;
}

} // namespace

Json finding_json(const Finding& finding) {
  Json::Object arguments;
  for (const auto& [name, value] : finding.arguments)
    arguments.insert_or_assign(name, value);
  return Json::Object{{"id", finding.id},
                      {"blocks", finding.blocks},
                      {"chapter", finding.chapter},
                      {"arguments", std::move(arguments)}};
}

Json figure_json(const Figure& figure, const Content& content, const Draft& draft,
                 const std::string& now) {
  const auto* title = found_in(content.titles, figure.name.indicator);
  const auto period = period_of(figure.name, content.year);
  return Json::Object{{"key", figure.name.key},
                      {"indicator", figure.name.indicator},
                      {"title", title == nullptr ? figure.name.indicator : *title},
                      {"text", figure.text},
                      {"value", value_json(figure)},
                      {"period", indicators::name_of(period)},
                      {"unit", figure.name.unit.empty() ? content.unit : figure.name.unit},
                      {"as_of", base::to_string(last_day(period, content.as_of))},
                      {"known_on", date_or_null(figure.known_on)},
                      {"now", now.empty() || now == figure.text ? Json() : Json(now)},
                      {"reported", reported_json(figure, draft)}};
}

std::vector<Finding> findings_of(const Draft& draft, const Live& live,
                                 const std::vector<Part>& parts, Date today) {
  if (draft.is_signed()) return {};
  std::vector<Finding> out = draft.faults;
  if (draft.chosen != nullptr) {
    std::vector<CheckedChapter> chapters;
    for (const auto& chapter : draft.content.chapters) {
      const auto* last = found_in(draft.last_year, chapter.id);
      auto printed = plain(draft.content, chapter.text);
      chapters.push_back({.id = chapter.id,
                          .text = std::move(printed.text),
                          .last_year = last == nullptr ? std::string() : *last,
                          .live = std::move(printed.live)});
    }
    auto found = check(*draft.chosen, chapters, today,
                       [&](std::string_view name, std::string_view unit, Naming naming) {
                         return live.known(name, unit, naming);
                       });
    std::ranges::move(found, std::back_inserter(out));
  }
  std::ranges::move(missing(parts), std::back_inserter(out));
  return out;
}

Json detail_json(const DetailParts& parts) {
  const Draft& draft = parts.draft;
  const Content& content = draft.content;
  const Json& fields = draft.record.fields;
  Json::Array chapters, figures, findings, written, may;
  for (const auto& chapter : content.chapters)
    chapters.push_back(chapter_json(chapter, draft));
  for (const auto& [key, figure] : content.figures) {
    const auto* now = found_in(parts.now, key);
    figures.push_back(figure_json(figure, content, draft, now == nullptr ? std::string() : *now));
  }
  for (const auto& finding : parts.findings)
    findings.push_back(finding_json(finding));
  for (const auto& part : parts.parts)
    written.push_back(part_json(part));
  for (const auto& step : parts.may)
    may.emplace_back(step);
  const auto* declared = draft.rules->find_register(kReport);
  const auto* state = declared == nullptr ? nullptr : declared->state(draft.record.state);
  return Json::Object{{"record_id", draft.record.record_id},
                      {"revision", draft.record.revision},
                      {"title", content.title},
                      {"template", fields["template"].text()},
                      {"kind", content.kind},
                      {"year", content.year},
                      {"unit", fields["unit"].text()},
                      {"number", content.number},
                      {"addressee", content.addressee},
                      {"state", draft.record.state},
                      {"state_title", state == nullptr ? draft.record.state : state->title},
                      {"signed", draft.is_signed()},
                      {"signed_on", date_or_null(content.signed_on)},
                      {"as_of", base::to_string(content.as_of)},
                      {"chapters", std::move(chapters)},
                      {"figures", std::move(figures)},
                      {"findings", std::move(findings)},
                      {"parts", std::move(written)},
                      {"files", files_json(fields)},
                      {"may", std::move(may)}};
}

} // namespace plumb::report
