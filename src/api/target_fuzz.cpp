// SPDX-License-Identifier: Apache-2.0
// Request targets: whatever is accepted can be written again and means the same.
#include "plumb/api/http.hpp"

#include <plumb/base/check.hpp>
#include <plumb/base/utf8.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto target = plumb::api::parse_target(text);
  if (!target) return 0;
  std::string again;
  for (const auto& segment : target->segments) {
    PLUMB_CHECK(plumb::base::is_valid_utf8(segment) && segment != "..");
    again += "/" + plumb::api::percent_encode(segment);
  }
  if (again.empty()) again = "/";
  again += "?";
  for (const auto& [name, value] : target->query)
    again += plumb::api::percent_encode(name) + "=" + plumb::api::percent_encode(value) + "&";
  const auto twice = plumb::api::parse_target(again);
  PLUMB_CHECK(twice.has_value());
  PLUMB_CHECK(twice->segments == target->segments && twice->query == target->query);
  return 0;
}
