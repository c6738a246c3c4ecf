// SPDX-License-Identifier: Apache-2.0
#include "encoding.hpp"
#include "fuzz_support.hpp"
#include "readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumb::document;
  fuzz::check(read_html(to_valid_utf8(fuzz::view(data, size)), fuzz::limits()));
  return 0;
}
