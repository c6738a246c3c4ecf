// SPDX-License-Identifier: Apache-2.0
// A whole docx; mostly exercises the zip, because checksums stop changes to its parts. What is
// behind them: docx_parts_fuzz.cpp.
#include "fuzz_support.hpp"
#include "readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumb::document;
  const auto limits = fuzz::limits();
  const auto archive = Archive::open(fuzz::view(data, size), limits);
  if (archive) fuzz::check(read_docx(*archive, "word/document.xml", limits));
  return 0;
}
