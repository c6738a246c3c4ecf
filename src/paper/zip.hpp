// SPDX-License-Identifier: Apache-2.0
/// A zip whose bytes depend on nothing but its files: stored, in the order given, at one fixed
/// time. Libraries pack differently from version to version; a paper that was filed must come out
/// the same years later, so this is written here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::paper {

struct ZipFile {
  std::string path; ///< ASCII
  std::string bytes;
};
/// Nothing where it would pass 256 MiB.
[[nodiscard]] std::optional<std::string> zip(const std::vector<ZipFile>& files);
[[nodiscard]] std::uint32_t crc32(std::string_view bytes);

} // namespace plumb::paper
