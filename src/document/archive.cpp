// SPDX-License-Identifier: Apache-2.0
#include "archive.hpp"

#include "faults.hpp"
#include "xml.hpp"

#include <zip.h>

#include <algorithm>

namespace plumb::document {
namespace {

constexpr std::uint64_t kRatioCheckedFrom = 1ULL << 20;

/// Some writers use backslashes or a leading slash.
std::string normal_name(std::string_view name) {
  std::string out(name.starts_with('/') ? name.substr(1) : name);
  std::replace(out.begin(), out.end(), '\\', '/');
  return out;
}

std::string resolve(std::string_view folder, std::string_view target) {
  if (target.starts_with('/')) return normal_name(target);
  std::string path(folder);
  while (!target.empty()) {
    const auto slash = target.find('/');
    const auto segment = target.substr(0, slash);
    target = slash == std::string_view::npos ? std::string_view{} : target.substr(slash + 1);
    if (segment == "..") {
      if (!path.empty()) path.pop_back();
      const auto parent = path.rfind('/');
      path.resize(parent == std::string::npos ? 0 : parent + 1);
    } else if (segment != "." && !segment.empty()) {
      path += segment;
      if (slash != std::string_view::npos) path += '/';
    }
  }
  return path;
}

} // namespace

void Archive::Close::operator()(zip* handle) const {
  zip_discard(handle);
}
Archive::Archive(Archive&&) noexcept = default;
Archive& Archive::operator=(Archive&&) noexcept = default;
Archive::~Archive() = default;

base::Result<Archive> Archive::open(std::string_view bytes, const Limits& limits) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) return damaged("zip");
  zip_t* handle = zip_open_from_source(source, ZIP_RDONLY, &error);
  zip_error_fini(&error);
  if (handle == nullptr) {
    zip_source_free(source);
    return damaged("zip");
  }
  Archive out;
  out.zip_.reset(handle);
  const auto count = zip_get_num_entries(handle, 0);
  if (count > static_cast<zip_int64_t>(limits.parts)) return zip_bomb("zip");
  std::uint64_t total = 0;
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t stat;
    if (zip_stat_index(handle, static_cast<zip_uint64_t>(i), 0, &stat) != 0) return damaged("zip");
    constexpr zip_uint64_t kNeeded = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
    if ((stat.valid & kNeeded) != kNeeded) return damaged("zip");
    auto name = normal_name(stat.name);
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
      return encrypted();
    if (stat.size > limits.unpacked_bytes - total) return zip_bomb(name);
    total += stat.size;
    if (stat.size > kRatioCheckedFrom &&
        stat.size / limits.compression_ratio > std::max<std::uint64_t>(stat.comp_size, 1))
      return zip_bomb(name);
    out.entries_.try_emplace(std::move(name), Entry{static_cast<std::uint64_t>(i), stat.size});
  }
  return out;
}

bool Archive::has(std::string_view part) const {
  return entries_.contains(part);
}

bool Archive::has_folder(std::string_view prefix) const {
  const auto found = entries_.lower_bound(prefix);
  return found != entries_.end() && std::string_view(found->first).starts_with(prefix);
}

base::Result<std::string> Archive::read(std::string_view part) const {
  const auto found = entries_.find(part);
  if (found == entries_.end()) return damaged(part);
  const Entry& entry = found->second;
  zip_file_t* file = zip_fopen_index(zip_.get(), entry.index, 0);
  if (file == nullptr) return damaged(part);
  std::string out(entry.size_bytes, '\0');
  std::uint64_t size = 0;
  bool intact = true;
  while (size < out.size()) {
    const auto got = zip_fread(file, out.data() + size, out.size() - size);
    intact = got > 0;
    if (!intact) break;
    size += static_cast<std::uint64_t>(got);
  }
  // Reading past the declared end also makes libzip compare the checksum.
  char beyond = 0;
  const auto more = intact ? zip_fread(file, &beyond, 1) : 0;
  const bool closed = zip_fclose(file) == 0;
  if (more > 0) return zip_bomb(part);
  if (!intact || more < 0 || !closed) return damaged(part);
  return out;
}

base::Result<Relationships> read_relationships(const Archive& archive, std::string_view part,
                                               const Limits& limits) {
  const auto slash = part.rfind('/');
  const std::string folder(slash == std::string_view::npos ? "" : part.substr(0, slash + 1));
  const std::string name = folder + "_rels/" + std::string(part.substr(folder.size())) + ".rels";
  Relationships out;
  if (!archive.has(name)) return out;
  PLUMB_TRY_ASSIGN(auto bytes, archive.read(name));
  PLUMB_TRY_ASSIGN(const auto xml, XmlPart::parse(std::move(bytes), name, limits));
  for (const auto node : xml.root().children()) {
    if (local_name(node) != "Relationship" || attribute(node, "TargetMode") == "External") continue;
    const auto type = attribute(node, "Type");
    const auto last = type.rfind('/');
    out.try_emplace(
        std::string(attribute(node, "Id")),
        Relationship{std::string(last == std::string_view::npos ? type : type.substr(last + 1)),
                     resolve(folder, attribute(node, "Target"))});
  }
  return out;
}

std::string target_of(const Relationships& relationships, std::string_view type,
                      std::string_view otherwise) {
  for (const auto& [id, relationship] : relationships)
    if (relationship.type == type) return relationship.target;
  return std::string(otherwise);
}

} // namespace plumb::document
