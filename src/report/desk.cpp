// SPDX-License-Identifier: Apache-2.0
#include "desk.hpp"

namespace plumb::report {

using base::ErrorKind;
using base::Result;

base::Unexpected<base::Error> bad_field(std::string field) {
  return base::fail(ErrorKind::InvalidInput, "report.bad_field", {{"field", std::move(field)}});
}

Result<void> check_drafting(const registers::Record& record) {
  if (record.state == "drafting") return {};
  return base::fail(ErrorKind::Conflict, "report.not_drafting", {{"state", record.state}});
}

Json::Array chapters_with(const Json& rows, const std::map<std::string, std::string>& texts) {
  Json::Array out;
  auto left = texts;
  for (const auto& row : rows.items()) {
    auto replaced = left.extract(row["chapter"].text());
    if (replaced.empty())
      out.push_back(row);
    else
      out.emplace_back(Json::Object{{"chapter", replaced.key()}, {"text", replaced.mapped()}});
  }
  for (const auto& [chapter, text] : left)
    out.emplace_back(Json::Object{{"chapter", chapter}, {"text", text}});
  return out;
}

Result<records::Viewer> Desk::viewer_of(const registers::Actor& actor) const {
  PLUMB_TRY_ASSIGN(const auto rules, reader().rules());
  return report::viewer_of(*rules, actor);
}

namespace {

/// Steps that the person may take now, as the record itself tells them.
Result<std::vector<std::string>> steps_of(const Desk& desk, const std::string& record_id,
                                          const records::Viewer& viewer,
                                          const registers::Actor& actor) {
  PLUMB_TRY_ASSIGN(const auto detail,
                   desk.records.record(desk.authority_id, record_id, {}, viewer, actor));
  PLUMB_TRY_ASSIGN(const Json json, event::parse_json(detail.body));
  std::vector<std::string> out;
  for (const auto& possible : json["possible"].items())
    if (possible["allowed"].boolean_or(false)) out.push_back(possible["step"].text());
  return out;
}

} // namespace

Result<records::Answer> Desk::answer(const Draft& draft, const records::Viewer& viewer,
                                     const registers::Actor& actor) const {
  const Live live = reader().live(draft, viewer);
  PLUMB_TRY_ASSIGN(const auto parts, parts_of(records, authority_id, tree, draft));
  const auto findings = findings_of(draft, live, parts, today);
  DetailParts out{.draft = draft, .parts = parts, .findings = findings, .now = {}, .may = {}};
  if (draft.is_signed())
    for (const auto& [key, figure] : draft.content.figures) {
      PLUMB_TRY_ASSIGN(const auto counted, live.figure(figure.name));
      if (counted.fault.empty()) out.now.emplace(key, counted.figure.text);
    }
  PLUMB_TRY_ASSIGN(out.may, steps_of(*this, draft.record.record_id, viewer, actor));
  return records::Answer{detail_json(out).dump(), draft.record.revision, draft.record.record_id};
}

Result<records::Answer> Desk::answer(std::string_view record_id, const records::Viewer& viewer,
                                     const registers::Actor& actor) const {
  PLUMB_TRY_ASSIGN(const auto draft, reader().draft(record_id, viewer));
  return answer(draft, viewer, actor);
}

} // namespace plumb::report
