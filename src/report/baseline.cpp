// SPDX-License-Identifier: Apache-2.0
// The figures of a report that was written before this program: read out of its text, each with the
// indicators that it may mean. Which one it is a person says.
#include "draft.hpp"

#include <plumb/base/utf8.hpp>
#include <plumb/plan/figures.hpp>

#include <algorithm>

namespace plumb::report {

using base::Result;
using records::Answer;
using View = std::string_view;

namespace {

constexpr std::size_t kTextMax = 500, kFiguresMax = 5000, kCandidatesMax = 5;
constexpr int kScale = 4;

/// At most so many characters, cut at the end.
std::string at_most(View text, std::size_t characters) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < characters && at < text.size(); ++i)
    at += base::decode_utf8(text, at).size;
  return std::string(text.substr(0, at));
}

/// A value that the register's field can hold exactly; nullopt where it cannot.
std::optional<base::Decimal> fitting(base::Decimal value) {
  if (value.scale > kScale) return std::nullopt;
  return base::shift(value, kScale) ? std::optional(value) : std::nullopt;
}

Json row_of(const plan::Figure& figure, base::Decimal value, const base::CodePointIndex& index) {
  const base::Span span = index.code_points(figure.span);
  return Json::Object{{"name", at_most(figure.name, kTextMax)},
                      {"value", value},
                      {"value_unit", at_most(figure.unit, kTextMax)},
                      {"approximate", figure.approximate},
                      {"text", at_most(figure.text, kTextMax)},
                      {"from", std::int64_t{span.from}},
                      {"until", std::int64_t{span.until}},
                      {"confirmed", false}};
}

} // namespace

Result<Answer> Reports::read_baseline(const journal::Context& context, const text::Text& text,
                                      View file_sm3, int year, View title,
                                      const registers::Actor& actor) {
  if (year < 1990 || year > 2100)
    return base::fail(base::ErrorKind::InvalidInput, "report.bad_field", {{"field", "year"}});
  const base::CodePointIndex index(text.text);
  Json::Array rows;
  for (const auto& figure : plan::read_figures(text)) {
    const auto value = fitting(figure.value);
    if (!value) continue;
    if (rows.size() == kFiguresMax)
      return base::fail(base::ErrorKind::LimitExceeded, "report.too_large",
                        {{"limit", std::to_string(kFiguresMax)}});
    rows.push_back(row_of(figure, *value, index));
  }
  Json::Object fields{{"title", at_most(title, kTextMax)}, {"for_year", year}, {"figures", rows}};
  if (!file_sm3.empty()) {
    PLUMB_TRY_ASSIGN(const auto file, records_.file(context.authority_id, file_sm3));
    fields.emplace("report", Json::Object{{"sm3", file_sm3},
                                          {"name", at_most(title, kTextMax)},
                                          {"size", static_cast<std::int64_t>(file.bytes.size())},
                                          {"media_type", file.media_type}});
  }
  PLUMB_TRY_ASSIGN(const auto opened, records_.open_record(context,
                                                           {.register_id = std::string(kBaseline),
                                                            .step = "read",
                                                            .fields = std::move(fields)},
                                                           actor, false));
  PLUMB_TRY_ASSIGN(const auto record, records_.state(context.authority_id, opened.id));
  PLUMB_TRY_ASSIGN(const auto rules, records_.rules(context.authority_id));
  Json::Array figures;
  for (const auto& row : record.fields["figures"].items()) {
    PLUMB_TRY_ASSIGN(const auto named,
                     indicators_.indicators_named(context.authority_id, row["name"].text(),
                                                  row["value_unit"].text()));
    Json::Array candidates;
    for (const auto& [id, confidence] : named) {
      if (candidates.size() == kCandidatesMax) break;
      const auto* declared = rules == nullptr ? nullptr : rules->find_indicator(id);
      candidates.emplace_back(Json::Object{{"indicator", id},
                                           {"title", declared == nullptr ? id : declared->title},
                                           {"confidence", confidence}});
    }
    Json::Object figure = *row.object();
    const auto value = row["value"].number();
    figure.insert_or_assign("value", base::to_string(value.value_or(base::Decimal{})));
    figure.erase("confirmed");
    figure.insert_or_assign("candidates", std::move(candidates));
    figures.emplace_back(std::move(figure));
  }
  Json::Object detail{{"record_id", record.record_id},
                      {"revision", record.revision},
                      {"title", record.fields["title"].text()},
                      {"year", year},
                      {"state", record.state},
                      {"figures", std::move(figures)}};
  return Answer{Json(std::move(detail)).dump(), record.revision, record.record_id};
}

} // namespace plumb::report
