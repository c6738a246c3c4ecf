// SPDX-License-Identifier: Apache-2.0
// Any bytes: detection and decoding in every encoding, then lines, CSV and pasted cells.
#include "encoding.hpp"
#include "fuzz_support.hpp"
#include "readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumb;
  const auto bytes = document::fuzz::view(data, size);
  const auto found = document::detect_encoding(bytes);
  PLUMB_CHECK(document::canonical_encoding(found) == found);
  for (const auto* encoding : {"UTF-8", "GB18030", "Big5", "UTF-16LE", "UTF-16BE"}) {
    const auto counted = document::decode_counting(bytes, encoding);
    PLUMB_CHECK(base::is_valid_utf8(counted.text));
    PLUMB_CHECK(counted.bad_bytes == 0 || counted.first_bad < size);
    const auto strict = document::decode(bytes, encoding);
    PLUMB_CHECK(strict.has_value() == (counted.bad_bytes == 0));
  }
  const auto limits = document::fuzz::limits();
  const auto text = document::decode_counting(bytes, found).text;
  document::fuzz::check(document::read_text(text));
  document::fuzz::check(document::read_separated(text, limits));
  document::fuzz::check_public(document::read_pasted(text, limits));
  return 0;
}
