// SPDX-License-Identifier: Apache-2.0
// Whatever is taken for a note has exactly one text, and checking its signature never fails oddly.
#include <plumb/base/check.hpp>
#include <plumb/proof/checkpoint.hpp>
#include <plumb/proof/key.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumb::proof;
  static const auto key = *SigningKey::generate();
  const auto note = parse_note({reinterpret_cast<const char*>(data), size});
  if (!note) return 0;
  const std::string text = to_text(*note);
  const auto again = parse_note(text);
  PLUMB_CHECK(again.has_value());
  PLUMB_CHECK(again->checkpoint == note->checkpoint && again->signature == note->signature);
  PLUMB_CHECK(to_text(*again) == text);
  PLUMB_CHECK(!key.public_key().verifies(*note));
  PLUMB_CHECK(!key.public_key().verifies(signed_text(note->checkpoint), note->signature));
  return 0;
}
