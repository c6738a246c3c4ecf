// SPDX-License-Identifier: Apache-2.0
/// Zips: one that is the same bytes for the same files, and one that is opened with suspicion.
#pragma once

#include <plumb/base/result.hpp>

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct zip;

namespace plumb::dossier {

/// Every file carries the same fixed time.
class ArchiveWriter {
public:
  /// `packed` false: as it is, for what is packed already.
  void add(std::string path, std::string bytes, bool packed);
  /// All files of another one.
  void append(ArchiveWriter&& other);
  /// dossier.unreadable{reason} where the library refuses.
  [[nodiscard]] base::Result<std::string> finish() const;

private:
  struct File {
    std::string path, bytes;
    bool packed = true;
  };
  std::deque<File> files_;
};

/// Checks all names and sizes before anything is unpacked, and counts again while unpacking.
class ArchiveReader {
public:
  struct File {
    std::string path;
    std::uint64_t size = 0;
  };
  /// dossier.unreadable{reason}: no zip, too many files or bytes, packed too tightly, a path that
  /// leads elsewhere or stands twice, encrypted. `bytes` must outlive it.
  [[nodiscard]] static base::Result<ArchiveReader> open(std::string_view bytes);
  ArchiveReader(ArchiveReader&&) noexcept;
  ArchiveReader& operator=(ArchiveReader&&) noexcept;
  ~ArchiveReader();

  [[nodiscard]] const std::vector<File>& files() const { return files_; }
  /// dossier.unreadable where the content is damaged.
  [[nodiscard]] base::Result<std::string> read(std::size_t index) const;

private:
  struct Close {
    void operator()(zip* handle) const;
  };
  ArchiveReader() = default;
  std::unique_ptr<zip, Close> zip_;
  std::vector<File> files_;
};

[[nodiscard]] base::Unexpected<base::Error> unreadable(std::string reason);

} // namespace plumb::dossier
