// SPDX-License-Identifier: Apache-2.0
// A whole xlsx; what is behind the zip's checksums: sheet_fuzz.cpp.
#include "fuzz_support.hpp"
#include "readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumb::document;
  const auto limits = fuzz::limits();
  const auto archive = Archive::open(fuzz::view(data, size), limits);
  if (archive) fuzz::check(read_xlsx(*archive, "xl/workbook.xml", limits));
  return 0;
}
