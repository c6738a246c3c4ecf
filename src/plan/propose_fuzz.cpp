// SPDX-License-Identifier: Apache-2.0
// Any bytes → text → plan: spans stay inside the text, nothing is lost, the JSON is valid.
#include "check_plan.hpp"

#include <plumb/base/check.hpp>
#include <plumb/plan/plan.hpp>

#include <nlohmann/json.hpp>

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumb;
  std::string utf8(reinterpret_cast<const char*>(data), size);
  if (!base::is_valid_utf8(utf8)) return 0;
  const plan::Plan plan = plan::propose(text::from_plain(utf8));
  PLUMB_CHECK(plan::find_fault(plan).empty());
  const std::string json = plan::to_json(plan);
  PLUMB_CHECK(base::is_valid_utf8(json));
  PLUMB_CHECK(nlohmann::json::accept(json));
  return 0;
}
