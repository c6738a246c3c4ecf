// SPDX-License-Identifier: Apache-2.0
// The public entrance. The first byte chooses the file's name; PDFs are left out, because each
// would start another program.
#include "fuzz_support.hpp"
#include "sniff.hpp"

#include <array>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumb::document;
  static constexpr std::array kNames = {"a.txt", "a.csv", "a.html", "a.docx", "a.xls", "a"};
  if (size == 0) return 0;
  const auto bytes = fuzz::view(data + 1, size - 1);
  if (sniff(bytes).container == Container::Pdf) return 0;
  fuzz::check_public(read(bytes, kNames[data[0] % kNames.size()], fuzz::limits()));
  return 0;
}
