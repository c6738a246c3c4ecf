// SPDX-License-Identifier: Apache-2.0
// Whatever parses must have one canonical text that parses to the same value.
#include <plumb/base/check.hpp>
#include <plumb/event/json.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto json = plumb::event::parse_json({reinterpret_cast<const char*>(data), size});
  if (!json) return 0;
  const auto again = plumb::event::parse_json(json->dump());
  PLUMB_CHECK(again.has_value());
  PLUMB_CHECK(*again == *json);
  PLUMB_CHECK(again->dump() == json->dump());
  return 0;
}
