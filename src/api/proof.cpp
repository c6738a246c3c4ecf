// SPDX-License-Identifier: Apache-2.0
// What a browser needs to check the journal without trusting this program.
#include "route.hpp"

#include <plumb/base/clock.hpp>
#include <plumb/event/json.hpp>

#include <charconv>
#include <limits>

namespace plumb::api {
namespace {

using event::Json;

constexpr std::int64_t kMany = std::numeric_limits<std::int64_t>::max();

Json key_json(const proof::PublicKey& key) {
  return Json(Json::Object{
      {"algorithm", "SM2"}, {"id", key.id()}, {"pem", key.pem()}, {"point", key.point()}});
}

Json path_json(const std::vector<proof::Hash>& path) {
  Json::Array out;
  for (const auto& hash : path)
    out.emplace_back(proof::to_hex(hash));
  return Json(std::move(out));
}

/// Signs where there is something new and a key to sign with; else what was signed last.
base::Result<proof::Note> newest(const Work& work) {
  auto signed_now = work.parts.journal.checkpoint(work.parts.authority_id);
  if (signed_now || signed_now.error().id != "journal.no_key") return signed_now;
  PLUMB_TRY_ASSIGN(auto kept, work.parts.journal.newest_checkpoint(work.parts.authority_id));
  if (kept) return *std::move(kept);
  return signed_now;
}

base::Result<Response> key_response(const Work& work) {
  const auto* key = work.parts.journal.key();
  if (key == nullptr) return base::fail(base::ErrorKind::NotFound, "journal.no_key");
  return json_response(key_json(key->public_key()).dump());
}

} // namespace

base::Result<Response> get_checkpoint(const Work& work, const Call&) {
  PLUMB_TRY_ASSIGN(const auto note, newest(work));
  const auto& told = note.checkpoint;
  const auto* key = work.parts.journal.key();
  const bool ours = key != nullptr && key->public_key().id() == told.key_id;
  return json_response(Json(Json::Object{{"authority_id", told.authority_id},
                                         {"key", ours ? key_json(key->public_key()) : Json()},
                                         {"key_id", told.key_id},
                                         {"note", proof::to_text(note)},
                                         {"number", static_cast<std::int64_t>(told.number)},
                                         {"previous", proof::to_hex(told.previous)},
                                         {"root", proof::to_hex(told.root)},
                                         {"signed_at", base::china_time(told.signed_at)},
                                         {"size", static_cast<std::int64_t>(told.size)}})
                           .dump());
}

base::Result<Response> get_checkpoint_key(const Work& work, const Call&) {
  return key_response(work);
}

base::Result<Response> get_inclusion(const Work& work, const Call& call) {
  PLUMB_TRY(required(call, "sequence", 20));
  PLUMB_TRY_ASSIGN(const auto sequence, integer(call, "sequence", 0, 1, kMany));
  PLUMB_TRY_ASSIGN(const auto size, integer(call, "size", 0, 1, kMany));
  PLUMB_TRY_ASSIGN(const auto proof,
                   work.parts.journal.inclusion(work.parts.authority_id, sequence, size));
  return json_response(Json(Json::Object{{"path", path_json(proof.path)},
                                         {"sequence", proof.from},
                                         {"size", proof.size}})
                           .dump());
}

base::Result<Response> get_consistency(const Work& work, const Call& call) {
  PLUMB_TRY(required(call, "from", 20));
  PLUMB_TRY_ASSIGN(const auto from, integer(call, "from", 0, 0, kMany));
  PLUMB_TRY_ASSIGN(const auto to, integer(call, "to", 0, 1, kMany));
  PLUMB_TRY_ASSIGN(const auto proof,
                   work.parts.journal.consistency(work.parts.authority_id, from, to));
  return json_response(
      Json(Json::Object{{"from", proof.from}, {"path", path_json(proof.path)}, {"to", proof.size}})
          .dump());
}

base::Result<Response> get_proof_entry(const Work& work, const Call& call) {
  const std::string& text = call.path[0];
  std::int64_t sequence = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), sequence);
  if (fault != std::errc() || end != text.data() + text.size() || sequence < 1)
    return bad_parameter("sequence", "a whole number from 1");
  PLUMB_TRY_ASSIGN(const auto entry, work.parts.journal.entry(work.parts.authority_id, sequence));
  return json_response(Json(Json::Object{{"canonical", entry.canonical},
                                         {"hash", entry.hash},
                                         {"previous_hash", entry.previous_hash},
                                         {"sequence", entry.sequence}})
                           .dump());
}

} // namespace plumb::api
