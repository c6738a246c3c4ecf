// SPDX-License-Identifier: Apache-2.0
/// A zip in memory, opened with suspicion: sizes are checked as declared before anything is
/// unpacked, and counted again while unpacking.
#pragma once

#include <plumb/base/result.hpp>
#include <plumb/document/document.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

struct zip;

namespace plumb::document {

class Archive {
public:
  /// document.damaged{"zip"}, document.zip_bomb, document.encrypted. `bytes` must outlive it.
  [[nodiscard]] static base::Result<Archive> open(std::string_view bytes, const Limits& limits);
  Archive(Archive&&) noexcept;
  Archive& operator=(Archive&&) noexcept;
  ~Archive();

  [[nodiscard]] bool has(std::string_view part) const;
  [[nodiscard]] bool has_folder(std::string_view prefix) const;
  /// document.damaged{part} where it is missing, its checksum is wrong or its data ends early;
  /// document.zip_bomb where more comes out than was declared.
  [[nodiscard]] base::Result<std::string> read(std::string_view part) const;

private:
  struct Entry {
    std::uint64_t index = 0;
    std::uint64_t size_bytes = 0;
  };
  struct Close {
    void operator()(zip* handle) const;
  };
  Archive() = default;

  std::unique_ptr<zip, Close> zip_;
  std::map<std::string, Entry, std::less<>> entries_;
};

/// Part names of a package by relationship id, for the relationships of `part`.
struct Relationship {
  std::string type;   ///< last segment of the type URI: "officeDocument", "styles", "worksheet"
  std::string target; ///< full part name, without leading slash
};
using Relationships = std::map<std::string, Relationship, std::less<>>;
/// Relationships of `part` ("" for the package); none where the file is absent.
[[nodiscard]] base::Result<Relationships>
read_relationships(const Archive& archive, std::string_view part, const Limits& limits);
/// The target of the first relationship of that type, or `otherwise`.
[[nodiscard]] std::string target_of(const Relationships& relationships, std::string_view type,
                                    std::string_view otherwise);

} // namespace plumb::document
