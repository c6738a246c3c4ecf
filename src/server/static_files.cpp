// SPDX-License-Identifier: Apache-2.0
#include "static_files.hpp"

#include "compression.hpp"

#include <plumb/base/hash.hpp>

#include <array>
#include <fstream>
#include <iterator>

namespace plumb::server {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kFileMax = 32ULL << 20;
constexpr std::size_t kCompressFrom = 1024;

struct Type {
  std::string_view ending, media_type;
  bool text;
};
constexpr std::array<Type, 14> kTypes{{{".html", "text/html; charset=utf-8", true},
                                       {".js", "text/javascript; charset=utf-8", true},
                                       {".mjs", "text/javascript; charset=utf-8", true},
                                       {".css", "text/css; charset=utf-8", true},
                                       {".json", "application/json", true},
                                       {".map", "application/json", true},
                                       {".svg", "image/svg+xml", true},
                                       {".txt", "text/plain; charset=utf-8", true},
                                       {".webmanifest", "application/manifest+json", true},
                                       {".png", "image/png", false},
                                       {".ico", "image/x-icon", false},
                                       {".jpg", "image/jpeg", false},
                                       {".woff2", "font/woff2", false},
                                       {".wasm", "application/wasm", true}}};

Type type_of(const fs::path& path) {
  const std::string ending = path.extension().string();
  for (const Type& type : kTypes)
    if (type.ending == ending) return type;
  return {"", "application/octet-stream", false};
}

bool is_plain_name(std::string_view segment) {
  return !segment.starts_with('.') && segment.find_first_of("/\\") == std::string_view::npos;
}

bool wants_page(const api::Request& request) {
  const auto accept = request.header("accept");
  return accept.find("text/html") != std::string_view::npos ||
         (accept.find("*/*") != std::string_view::npos && request.target.segments.empty());
}

/// In place of a page that was not built.
api::Response unbuilt() {
  api::Response response;
  response.body =
      "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>Plumbline 准绳</title>"
      "<h1>网页尚未构建</h1><p>服务器已在运行，接口可用（<a "
      "href=\"/api/openapi.yaml\">/api/openapi.yaml</a>），"
      "但找不到网页文件。请运行 <code>tools/build-web</code>，或用 <code>--web</code> "
      "指明所在文件夹，然后刷新。</p>"
      "<h1 lang=\"en\">The page is not built</h1><p lang=\"en\">The server runs and the API "
      "answers, but there are "
      "no files of the page. Run <code>tools/build-web</code>, or name their folder with "
      "<code>--web</code>, "
      "then reload.</p></html>\n";
  response.set("Content-Type", "text/html; charset=utf-8");
  response.set("Cache-Control", "no-store");
  return response;
}

std::string read_all(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

StaticFiles::StaticFiles(fs::path root) {
  std::error_code ignored;
  root_ = fs::weakly_canonical(root, ignored);
}

std::optional<fs::path> StaticFiles::locate(const api::Request& request) const {
  fs::path path = root_;
  for (const auto& segment : request.target.segments) {
    if (!is_plain_name(segment)) return std::nullopt;
    path /= segment;
  }
  std::error_code fault;
  if (!request.target.segments.empty() && fs::is_regular_file(path, fault)) {
    // Links that lead out of the folder are not followed.
    const fs::path real = fs::canonical(path, fault);
    const auto relative = real.lexically_relative(root_);
    if (fault || relative.empty() || *relative.begin() == "..") return std::nullopt;
    return real;
  }
  const bool in_assets = !request.target.segments.empty() && request.target.segments[0] == "assets";
  if (in_assets || !wants_page(request)) return std::nullopt;
  return root_ / "index.html";
}

std::shared_ptr<const StaticFiles::File> StaticFiles::load(const fs::path& path) {
  std::error_code fault;
  const auto changed = fs::last_write_time(path, fault).time_since_epoch().count();
  const auto size = fault ? 0 : fs::file_size(path, fault);
  if (fault || size > kFileMax) return nullptr;
  const std::lock_guard lock(mutex_);
  auto& known = files_[path];
  if (known && known->changed == changed && known->size == size) return known;
  auto file = std::make_shared<File>();
  file->changed = static_cast<std::int64_t>(changed);
  file->size = size;
  file->bytes = read_all(path);
  if (const fs::path beside = path.string() + ".gz"; fs::is_regular_file(beside, fault))
    file->compressed = read_all(beside);
  else if (type_of(path).text && file->bytes.size() >= kCompressFrom)
    file->compressed = gzip(file->bytes, 9);
  if (file->compressed.size() >= file->bytes.size()) file->compressed.clear();
  known = std::move(file);
  return known;
}

std::optional<api::Response> StaticFiles::find(const api::Request& request) {
  const auto path = locate(request);
  if (!path) return std::nullopt;
  const auto file = load(*path);
  if (!file) return *path == root_ / "index.html" ? std::optional(unbuilt()) : std::nullopt;
  api::Response response;
  response.set("Content-Type", std::string(type_of(*path).media_type));
  const std::string tag =
      "W/\"" + std::to_string(file->changed) + "-" + std::to_string(file->size) + "\"";
  response.set("ETag", tag);
  // Names under assets/ contain a hash of the content; all others may change under the same name.
  const bool hashed = path->parent_path().filename() == "assets";
  response.set("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
  response.set("Vary", "Accept-Encoding");
  if (request.header("if-none-match") == tag) {
    response.status = 304;
    return response;
  }
  const bool compressed =
      !file->compressed.empty() && accepts_gzip(request.header("accept-encoding"));
  if (compressed) response.set("Content-Encoding", "gzip");
  response.body = compressed ? file->compressed : file->bytes;
  return response;
}

} // namespace plumb::server
