// SPDX-License-Identifier: Apache-2.0
#include "archive.hpp"

#include <plumb/base/utf8.hpp>

#include <zip.h>

#include <algorithm>
#include <set>

namespace plumb::dossier {
namespace {

using base::Result;
using View = std::string_view;

/// 1980-01-01 00:00: the first moment that a zip can tell.
constexpr zip_uint16_t kFixedTime = 0, kFixedDate = 0x21;

constexpr zip_int64_t kFilesMax = 20'000;
constexpr std::uint64_t kFileBytesMax = 512ULL << 20;
constexpr std::uint64_t kBytesMax = 2ULL << 30;
constexpr std::uint64_t kRatioMax = 1'000;
constexpr std::uint64_t kRatioCheckedFrom = 1ULL << 20;

struct Source {
  zip_source_t* source = nullptr;
  ~Source() {
    if (source != nullptr) zip_source_free(source);
  }
};

bool is_safe(View path) {
  if (path.empty() || path.size() > 1'000 || !base::is_valid_utf8(path)) return false;
  if (path.find_first_of("\\:") != View::npos) return false;
  if (std::ranges::any_of(path, [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
    return false;
  for (;;) {
    const auto slash = path.find('/');
    const auto part = path.substr(0, slash);
    if (part.empty() || part == "." || part == "..") return false;
    if (slash == View::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

/// What stands in a message of a path that nobody should trust.
std::string shown(View path) {
  constexpr std::size_t kShown = 80;
  std::string out;
  for (const char c : path.substr(0, kShown))
    out += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
  return base::is_valid_utf8(out) ? out : "?";
}

bool add_file(zip_t* archive, const std::string& path, const std::string& bytes, bool packed) {
  zip_source_t* content = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
  if (content == nullptr) return false;
  const auto index = zip_file_add(archive, path.c_str(), content, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(content);
    return false;
  }
  const auto at = static_cast<zip_uint64_t>(index);
  return zip_set_file_compression(archive, at, packed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0) == 0 &&
         zip_file_set_dostime(archive, at, kFixedTime, kFixedDate, 0) == 0;
}

Result<std::string> bytes_of(zip_source_t* source) {
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_source_stat(source, &stat) != 0 || zip_source_open(source) != 0)
    return unreadable("cannot write");
  std::string out(stat.size, '\0');
  std::uint64_t size = 0;
  while (size < out.size()) {
    const auto got = zip_source_read(source, out.data() + size, out.size() - size);
    if (got <= 0) break;
    size += static_cast<std::uint64_t>(got);
  }
  zip_source_close(source);
  if (size != out.size()) return unreadable("cannot write");
  return out;
}

} // namespace

base::Unexpected<base::Error> unreadable(std::string reason) {
  return base::fail(base::ErrorKind::InvalidInput, "dossier.unreadable",
                    {{"reason", std::move(reason)}});
}

void ArchiveWriter::add(std::string path, std::string bytes, bool packed) {
  files_.push_back({std::move(path), std::move(bytes), packed});
}

void ArchiveWriter::append(ArchiveWriter&& other) {
  for (auto& file : other.files_)
    files_.push_back(std::move(file));
  other.files_.clear();
}

Result<std::string> ArchiveWriter::finish() const {
  zip_error_t error;
  zip_error_init(&error);
  Source out{zip_source_buffer_create(nullptr, 0, 0, &error)};
  if (out.source == nullptr) return unreadable("cannot write");
  zip_source_keep(out.source); // the archive takes one reference with it
  zip_t* archive = zip_open_from_source(out.source, ZIP_CREATE | ZIP_TRUNCATE, &error);
  zip_error_fini(&error);
  if (archive == nullptr) {
    zip_source_free(out.source);
    return unreadable("cannot write");
  }
  for (const auto& file : files_)
    if (!add_file(archive, file.path, file.bytes, file.packed)) {
      zip_discard(archive);
      return unreadable("cannot write " + shown(file.path));
    }
  if (zip_close(archive) != 0) {
    zip_discard(archive);
    return unreadable("cannot write");
  }
  return bytes_of(out.source);
}

void ArchiveReader::Close::operator()(zip* handle) const {
  zip_discard(handle);
}
ArchiveReader::ArchiveReader(ArchiveReader&&) noexcept = default;
ArchiveReader& ArchiveReader::operator=(ArchiveReader&&) noexcept = default;
ArchiveReader::~ArchiveReader() = default;

Result<ArchiveReader> ArchiveReader::open(View bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) return unreadable("no zip");
  // The library compares each file's two headers, so that no two programs read it differently.
  zip_t* handle = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
  zip_error_fini(&error);
  if (handle == nullptr) {
    zip_source_free(source);
    return unreadable("no zip");
  }
  ArchiveReader out;
  out.zip_.reset(handle);
  const auto count = zip_get_num_entries(handle, 0);
  if (count > kFilesMax) return unreadable("too many files");
  std::set<std::string> paths;
  std::uint64_t total = 0;
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    constexpr zip_uint64_t kNeeded = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
    if (zip_stat_index(handle, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_GUESS, &stat) != 0 ||
        (stat.valid & kNeeded) != kNeeded)
      return unreadable("no zip");
    const std::string path(stat.name);
    if (!is_safe(path)) return unreadable("path " + shown(path));
    if (!paths.insert(path).second) return unreadable("twice " + shown(path));
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
      return unreadable("encrypted " + shown(path));
    if (stat.size > kFileBytesMax || stat.size > kBytesMax - total)
      return unreadable("too large " + shown(path));
    total += stat.size;
    if (stat.size > kRatioCheckedFrom &&
        stat.size / kRatioMax > std::max<std::uint64_t>(stat.comp_size, 1))
      return unreadable("packed too tightly " + shown(path));
    out.files_.push_back({path, stat.size});
  }
  return out;
}

Result<std::string> ArchiveReader::read(std::size_t index) const {
  const auto& wanted = files_[index];
  zip_file_t* file = zip_fopen_index(zip_.get(), index, 0);
  if (file == nullptr) return unreadable("damaged " + shown(wanted.path));
  std::string out(wanted.size, '\0');
  std::uint64_t size = 0;
  bool intact = true;
  while (size < out.size()) {
    const auto got = zip_fread(file, out.data() + size, out.size() - size);
    intact = got > 0;
    if (!intact) break;
    size += static_cast<std::uint64_t>(got);
  }
  // Reading past the declared end also makes the library compare the checksum.
  char beyond = 0;
  const auto more = intact ? zip_fread(file, &beyond, 1) : 0;
  const bool closed = zip_fclose(file) == 0;
  if (!intact || more != 0 || !closed) return unreadable("damaged " + shown(wanted.path));
  return out;
}

} // namespace plumb::dossier
