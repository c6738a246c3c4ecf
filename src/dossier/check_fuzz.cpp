// SPDX-License-Identifier: Apache-2.0
#include "archive.hpp"
#include "index.hpp"
#include "plumb/dossier/dossier.hpp"

#include <plumb/base/check.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

using namespace plumb;
using namespace plumb::dossier;

/// Any bytes as a zip; and the same bytes, cut at NUL, as the files of one that is well made, so
/// that what is read behind the zip is reached too.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto found = check(bytes)) PLUMB_CHECK(found->faults.size() <= 100);
  constexpr std::string_view kPaths[] = {kIndexHtml,  kIndexCsv, kRecordJson, kEventsJsonl,
                                         kCheckpoint, kKey,      "01-a/01-b", kDigests};
  ArchiveWriter writer;
  auto rest = bytes;
  for (const auto path : kPaths) {
    const auto end = std::min(rest.find('\0'), rest.size());
    writer.add(std::string(path), std::string(rest.substr(0, end)), true);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  const auto zip = writer.finish();
  PLUMB_CHECK(zip.has_value());
  const auto found = check(*zip);
  // What one writes without digests never passes.
  PLUMB_CHECK(found.has_value());
  PLUMB_CHECK(found->files == 8);
  return 0;
}
