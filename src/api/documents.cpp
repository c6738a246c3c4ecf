// SPDX-License-Identifier: Apache-2.0
// Imported documents, their drafts, and links between plans.
#include "plumb/api/files.hpp"
#include "route.hpp"

#include <plumb/base/hash.hpp>

namespace plumb::api {
namespace {

constexpr std::size_t kNameMax = std::size_t{255} * 4;

base::Result<Response> changed(base::Result<intake::Answer> answer) {
  PLUMB_TRY(answer);
  return json_response(std::move(answer->body));
}

} // namespace

base::Result<Response> list_documents(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const std::size_t limit, page_limit(call));
  PLUMB_TRY_ASSIGN(auto body, work.parts.projection.documents(work.parts.authority_id,
                                                              call.parameter("cursor"), limit));
  return json_response(std::move(body));
}

base::Result<Response> import_document(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto name, required(call, "name", kNameMax));
  PLUMB_TRY_ASSIGN(const bool pasted, flag(call, "pasted"));
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY_ASSIGN(const auto understood,
                   understand(call.request.body, name, pasted, work.parts.limits));
  intake::Import import;
  import.name = name;
  import.format = document::to_string(understood.format);
  import.media_type = media_type(understood.format);
  import.bytes = call.request.body;
  import.plan = &understood.plan;
  import.supersedes = call.text("supersedes");
  import.higher = call.text("higher");
  PLUMB_TRY_ASSIGN(auto answer, work.parts.intake.import_document(who, import));
  Response response = json_response(std::move(answer.body), 201);
  response.set("Location", "/api/documents/" + percent_encode(answer.id));
  return response;
}

base::Result<Response> get_draft(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(auto draft, work.parts.projection.draft(work.parts.authority_id, call.path[0]));
  // Not the revision alone: the answer also shows who the named units are today.
  std::string tag = "W/\"" + base::sm3_hex(draft.json).substr(0, 32) + "\"";
  if (has_current(call.request, tag)) return not_modified(std::move(tag));
  Response response = json_response(std::move(draft.json));
  response.set("ETag", std::move(tag));
  response.set("Cache-Control", "private, no-cache");
  return response;
}

base::Result<Response> discard_document(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY(work.parts.intake.discard(who, call.path[0]));
  return no_content();
}

base::Result<Response> get_file(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(auto file, work.parts.projection.file(work.parts.authority_id, call.path[0]));
  // Never shown in place: an imported page must not run as one of ours.
  Response response = download("application/octet-stream", file.name);
  response.body = std::move(file.bytes);
  return response;
}

base::Result<Response> change_draft(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY_ASSIGN(const auto change, intake::change_from_json(call.request.body));
  return changed(work.parts.intake.change(who, call.path[0], change));
}

base::Result<Response> approve_tasks(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY_ASSIGN(const auto approval, intake::approval_from_json(call.request.body));
  return changed(work.parts.intake.approve(who, call.path[0], approval));
}

base::Result<Response> withdraw_approvals(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY_ASSIGN(const auto withdrawal, intake::withdrawal_from_json(call.request.body));
  return changed(work.parts.intake.withdraw(who, call.path[0], withdrawal));
}

base::Result<Response> compare_documents(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(auto body, work.parts.projection.comparison(
                                  work.parts.authority_id, call.path[0], call.parameter("with")));
  return json_response(std::move(body));
}

base::Result<Response> get_links(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(auto body, work.parts.projection.links(work.parts.authority_id, call.path[0],
                                                          call.parameter("higher")));
  return json_response(std::move(body));
}

base::Result<Response> confirm_link(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY(work.parts.intake.link(who, call.path[0], call.path[1]));
  return no_content();
}

base::Result<Response> remove_link(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY(work.parts.intake.unlink(who, call.path[0], call.path[1]));
  return no_content();
}

} // namespace plumb::api
