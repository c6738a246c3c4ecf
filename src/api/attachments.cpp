// SPDX-License-Identifier: Apache-2.0
// Files that fields of records name, kept by the hash of their content.
#include "route.hpp"

#include <plumb/base/utf8.hpp>
#include <plumb/event/json.hpp>
#include <plumb/records/records.hpp>

#include <algorithm>
#include <array>

namespace plumb::api {
namespace {

using base::ErrorKind;
using base::fail;

/// What content begins like, by what endings people know it, and what it is served as.
struct Kind {
  std::string_view name;
  std::string_view begins; ///< bytes at `at`
  std::size_t at = 0;
  std::string_view media_type;
  std::string_view endings; ///< with dots, each followed by a blank
};

constexpr std::array<Kind, 14> kKinds = {{
    {"pdf", "%PDF-", 0, "application/pdf", ".pdf "},
    {"zip", "PK\x03\x04", 0, "application/zip", ".zip .docx .xlsx .pptx .ofd .odt .ods .odp "},
    {"office", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 0, "application/x-ole-storage",
     ".doc .xls .ppt .wps .et .dps "},
    {"png", "\x89PNG\r\n\x1A\n", 0, "image/png", ".png "},
    {"jpeg", "\xFF\xD8\xFF", 0, "image/jpeg", ".jpg .jpeg "},
    {"gif", "GIF8", 0, "image/gif", ".gif "},
    {"bmp", "BM", 0, "image/bmp", ".bmp "},
    {"tiff", "II*", 0, "image/tiff", ".tif .tiff "},
    {"tiff", "MM", 0, "image/tiff", ".tif .tiff "},
    {"webp", "WEBP", 8, "image/webp", ".webp "},
    {"wav", "WAVE", 8, "audio/wav", ".wav "},
    {"mp3", "ID3", 0, "audio/mpeg", ".mp3 "},
    {"mp4", "ftyp", 4, "video/mp4", ".mp4 .m4a .mov "},
    {"rtf", "{\\rtf", 0, "application/rtf", ".rtf .doc "},
}};
constexpr std::string_view kTextEndings = ".txt .csv .md .json .xml ";

/// Documents by what the person calls them; everything in a zip begins alike.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kByEnding = {{
    {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    {".ofd", "application/ofd"},
    {".doc", "application/msword"},
    {".xls", "application/vnd.ms-excel"},
}};

std::string ending_of(std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return {};
  std::string out(name.substr(dot));
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return out;
}

bool lists(std::string_view endings, const std::string& ending) {
  return !ending.empty() && endings.find(ending + ' ') != std::string_view::npos;
}

bool is_text(std::string_view bytes) {
  return bytes.substr(0, 4'096).find('\0') == std::string_view::npos;
}

/// What a file is by its content, where its name says the same: api.file_type_refused{name},
/// api.file_type_mismatch{name,found}.
base::Result<std::string> media_type_of(std::string_view name, std::string_view bytes) {
  const std::string ending = ending_of(name);
  bool known_ending = lists(kTextEndings, ending);
  for (const auto& kind : kKinds)
    known_ending = known_ending || lists(kind.endings, ending);
  if (!known_ending)
    return fail(ErrorKind::InvalidInput, "api.file_type_refused", {{"name", std::string(name)}});
  std::string found = is_text(bytes) ? "text" : "binary";
  for (const auto& kind : kKinds) {
    if (bytes.size() < kind.at || !bytes.substr(kind.at).starts_with(kind.begins)) continue;
    found = kind.name;
    if (!lists(kind.endings, ending)) continue;
    const auto by_ending =
        std::ranges::find(kByEnding, ending, [](const auto& one) { return one.first; });
    return std::string(by_ending == kByEnding.end() ? kind.media_type : by_ending->second);
  }
  if (found == "text" && lists(kTextEndings, ending)) return std::string("text/plain");
  return fail(ErrorKind::InvalidInput, "api.file_type_mismatch",
              {{"name", std::string(name)}, {"found", found}});
}

bool is_hash(std::string_view text) {
  return text.size() == 64 && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

} // namespace

base::Result<Response> put_attachment(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto who, context(work.parts, call));
  PLUMB_TRY_ASSIGN(const auto name, required(call, "name", std::size_t{255} * 4));
  PLUMB_TRY_ASSIGN(const auto media_type, media_type_of(name, call.request.body));
  PLUMB_TRY_ASSIGN(const auto kept,
                   work.parts.records.put_file(who, name, call.request.body, media_type));
  using event::Json;
  Response response = json_response(Json(Json::Object{{"sm3", kept.sm3},
                                                      {"name", kept.name},
                                                      {"size", kept.size},
                                                      {"media_type", kept.media_type}})
                                        .dump(),
                                    201);
  response.set("Location", "/api/files/" + kept.sm3);
  return response;
}

base::Result<Response> get_attachment(const Work& work, const Call& call) {
  const auto& sm3 = call.path[0];
  if (!is_hash(sm3))
    return fail(ErrorKind::NotFound, "records.unknown_file", {{"sm3", sm3.substr(0, 64)}});
  auto name = call.text("name");
  if (name.size() > std::size_t{255} * 4) return bad_parameter("name", "at most 1020 bytes");
  if (name.empty()) name = sm3;
  const std::string tag = '"' + sm3 + '"';
  PLUMB_TRY(work.parts.records.check_file(work.parts.authority_id, sm3, call.person.viewer));
  if (has_current(call.request, tag)) return not_modified(tag);
  PLUMB_TRY_ASSIGN(auto file, work.parts.records.file(work.parts.authority_id, sm3));
  // Always a download: what people send must never run as a page of this program.
  Response response = download("application/octet-stream", name);
  response.set("ETag", tag);
  // Asked again each time: the next person at this browser may not see it.
  response.set("Cache-Control", "private, no-cache");
  response.set("Content-Security-Policy", "default-src 'none'; sandbox");
  response.body = std::move(file.bytes);
  return response;
}

} // namespace plumb::api
