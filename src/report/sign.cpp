// SPDX-License-Identifier: Apache-2.0
// Signing: what is frozen, what is filed, and the proof that both still fit.
#include "desk.hpp"

#include <plumb/base/hash.hpp>
#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace plumb::report {

using base::ErrorKind;
using base::Result;
using records::Answer;
using View = std::string_view;

namespace {

struct Filed {
  View field, format, media_type;
  std::string Papers::* bytes;
};
constexpr std::array<Filed, 3> kFiled = {
    {{"document", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      &Papers::docx},
     {"page", "html", "text/html", &Papers::html},
     {"annex", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      &Papers::xlsx}}};

/// Findings that keep it from being signed: those that block, and others that are not named.
Json::Array left_over(const std::vector<Finding>& findings, const std::vector<std::string>& over) {
  Json::Array out;
  for (const auto& finding : findings)
    if (finding.blocks || std::ranges::find(over, finding.id) == over.end())
      out.push_back(finding_json(finding));
  return out;
}

/// Kinds of findings that are there, in the order of their names.
std::string signed_over(const std::vector<Finding>& findings) {
  std::set<std::string> ids;
  for (const auto& finding : findings)
    ids.insert(finding.id);
  std::string out;
  for (const auto& id : ids)
    out += (out.empty() ? "" : ", ") + id;
  return out;
}

std::string file_name(const Content& content, View format) {
  constexpr std::size_t kCharactersMax = 100;
  std::u32string name = base::to_utf32(content.title);
  for (char32_t& c : name)
    if (c < 0x20 || std::u32string_view(U"/\\:*?\"<>|").find(c) != std::u32string_view::npos)
      c = U' ';
  return base::to_utf8(name.substr(0, kCharactersMax)) + '.' + std::string(format);
}

/// The value of the step: everything that is frozen, and the papers made of it.
struct Signing {
  Json::Object fields;
  std::string kept;
  Papers papers;
  Content content; ///< as it will be read from the fields
};

/// What is filed is made from what was frozen, read back: nothing else can have gone into it.
Result<Signing> signing_of(const Draft& draft, const Content& content) {
  Signing out;
  auto frozen = freeze(content);
  Json all = draft.record.fields;
  for (const auto& [name, value] : frozen.fields)
    all.object()->insert_or_assign(name, value);
  PLUMB_TRY_ASSIGN(out.content, thaw(all, frozen.kept));
  PLUMB_TRY_ASSIGN(out.papers, papers_of(out.content));
  out.fields = std::move(frozen.fields);
  out.kept = std::move(frozen.kept);
  for (const auto& filed : kFiled) {
    const std::string& bytes = out.papers.*filed.bytes;
    out.fields.insert_or_assign(std::string(filed.field),
                                Json::Object{{"sm3", base::sm3_hex(bytes)},
                                             {"name", file_name(content, filed.format)},
                                             {"size", static_cast<std::int64_t>(bytes.size())},
                                             {"media_type", filed.media_type}});
  }
  return out;
}

/// Kept by what they hold: doing it twice changes nothing, so no key is used up.
Result<void> file_papers(records::Records& records, const journal::Context& context,
                         const Signing& signing) {
  const journal::Context plain{.authority_id = context.authority_id, .actor = context.actor};
  PLUMB_TRY(records.put_file(plain, "frozen.json", signing.kept, "application/json"));
  for (const auto& filed : kFiled)
    PLUMB_TRY(records.put_file(plain, file_name(signing.content, filed.format),
                               signing.papers.*filed.bytes, filed.media_type));
  return {};
}

/// Whether this very command was carried out already, and its answer got lost on the way.
bool is_repetition(const Draft& draft, const journal::Context& context, std::int64_t revision) {
  if (context.idempotency_key.empty() || !draft.is_signed() || draft.record.steps.empty())
    return false;
  const auto& last = draft.record.steps.back();
  return last.step == "sign" && last.actor == context.actor &&
         draft.record.revision == revision + 1;
}

/// The refusals but those that only tell that the papers are not filed yet; null where none is
/// left.
Result<Json> refusals_left(const std::string& refusals) {
  PLUMB_TRY_ASSIGN(const Json all, event::parse_json(refusals));
  Json::Array left;
  for (const auto& one : all.items()) {
    const bool paper = std::ranges::any_of(
        kFiled, [&](const Filed& filed) { return filed.field == one["about"].text(); });
    if (!paper || one["details"]["unknown"].text() != "file") left.push_back(one);
  }
  return left.empty() ? Json() : Json(std::move(left));
}

/// Whatever refuses the step does so before anything is filed.
Result<void> check_step(records::Records& records, const journal::Context& context, View record_id,
                        const records::Change& change, const registers::Actor& actor) {
  const auto tried =
      records.change_record({.authority_id = context.authority_id, .actor = context.actor},
                            record_id, change, actor, true);
  if (tried) return {};
  base::Error error = tried.error();
  for (auto& [name, value] : error.args)
    if (name == "refusals") {
      PLUMB_TRY_ASSIGN(const Json left, refusals_left(value));
      if (left.is_null()) return {};
      value = left.dump();
    }
  return base::Unexpected{std::move(error)};
}

Content to_sign(const Draft& draft, const Signature& signature, Date today) {
  Content out = draft.content;
  out.known_on = today;
  out.signed_on = signature.signed_on.value_or(today);
  out.today = *out.signed_on;
  out.signed_by = signature.signed_by.empty() ? out.unit_name : signature.signed_by;
  for (auto& [key, figure] : out.figures)
    figure.known_on = today;
  return out;
}

Result<Draft> read_for_signing(const Desk& desk, View record_id, const records::Viewer& viewer) {
  PLUMB_TRY_ASSIGN(auto draft, desk.reader().draft(record_id, viewer));
  if (draft.is_signed()) return draft;
  PLUMB_TRY(check_drafting(draft.record));
  if (draft.chosen == nullptr)
    return base::fail(ErrorKind::NotFound, "report.unknown_template",
                      {{"id", draft.record.fields["template"].text()}});
  return draft;
}

} // namespace

Result<Answer> Reports::sign(const journal::Context& context, const organisation::Tree& tree,
                             View record_id, std::int64_t revision,
                             const std::vector<std::string>& over, const registers::Actor& actor,
                             bool dry_run, const Signature& signature) {
  const Date today = base::china_date(clock_.now_ms());
  const Desk desk{records_, indicators_, tree, context.authority_id, today};
  PLUMB_TRY_ASSIGN(const auto viewer, desk.viewer_of(actor));
  PLUMB_TRY_ASSIGN(auto draft, read_for_signing(desk, record_id, viewer));
  if (is_repetition(draft, context, revision)) return desk.answer(draft, viewer, actor);
  PLUMB_TRY(check_drafting(draft.record));
  if (draft.content.as_of > today) return bad_field("as_of");
  PLUMB_TRY_ASSIGN(const auto parts, parts_of(records_, context.authority_id, tree, draft));
  const auto findings = findings_of(draft, desk.reader().live(draft, viewer), parts, today);
  if (auto left = left_over(findings, over); !left.empty())
    return base::fail(ErrorKind::Conflict, "report.not_ready",
                      {{"checks", Json(std::move(left)).dump()}});

  PLUMB_TRY_ASSIGN(auto signing, signing_of(draft, to_sign(draft, signature, today)));
  if (!findings.empty()) signing.fields.emplace("signed_over", signed_over(findings));
  const records::Change change{.revision = revision,
                               .command = registers::TakeStep{.register_id = std::string(kReport),
                                                              .step = "sign",
                                                              .fields = signing.fields}};
  PLUMB_TRY(check_step(records_, context, record_id, change, actor));
  if (dry_run) {
    for (const auto& [name, value] : signing.fields)
      draft.record.fields.object()->insert_or_assign(name, value);
    draft.record.state = "signed";
    draft.content = std::move(signing.content);
    return desk.answer(draft, viewer, actor);
  }
  PLUMB_TRY(file_papers(records_, context, signing));
  PLUMB_TRY(records_.change_record(context, record_id, change, actor, false));
  return desk.answer(record_id, viewer, actor);
}

Result<Papers> Reports::papers(View authority_id, const organisation::Tree& tree, View record_id,
                               const records::Viewer& viewer) const {
  const Desk desk{records_, indicators_, tree, authority_id, base::china_date(clock_.now_ms())};
  const Reader reader = desk.reader();
  PLUMB_TRY_ASSIGN(const auto record, reader.record(record_id, viewer));
  if (day_of(record.fields["signed_on"])) {
    PLUMB_TRY_ASSIGN(const auto content, reader.frozen(record));
    return papers_of(content);
  }
  PLUMB_TRY_ASSIGN(const auto draft, reader.draft(record_id, viewer));
  return papers_of(draft.content);
}

Result<std::string> Reports::compare_filed(View authority_id, const organisation::Tree& tree,
                                           View record_id, const records::Viewer& viewer) const {
  const Desk desk{records_, indicators_, tree, authority_id, base::china_date(clock_.now_ms())};
  const Reader reader = desk.reader();
  PLUMB_TRY_ASSIGN(const auto record, reader.record(record_id, viewer));
  if (!day_of(record.fields["signed_on"]))
    return base::fail(ErrorKind::Conflict, "report.not_signed");
  PLUMB_TRY_ASSIGN(const auto content, reader.frozen(record));
  PLUMB_TRY_ASSIGN(const auto papers, papers_of(content));
  bool same = true;
  Json::Array files;
  for (const auto& filed : kFiled) {
    const std::string& kept = record.fields[filed.field]["sm3"].text();
    const std::string made = base::sm3_hex(papers.*filed.bytes);
    same = same && kept == made;
    files.emplace_back(Json::Object{{"format", filed.format}, {"filed", kept}, {"made", made}});
  }
  return Json(Json::Object{{"same", same}, {"files", std::move(files)}}).dump();
}

} // namespace plumb::report
