// SPDX-License-Identifier: Apache-2.0
// What people write: names of periods, and of what they want counted.
#include "match.hpp"
#include "plumb/indicators/indicators.hpp"

#include <plumb/base/check.hpp>

#include <cstddef>
#include <cstdint>

using namespace plumb::indicators;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto period = parse_period(text)) {
    PLUMB_CHECK(name_of(*period) == text);
    PLUMB_CHECK(period->from <= period->until);
    PLUMB_CHECK(previous(*period).until < period->from);
  }
  static const Matcher matcher = [] {
    std::vector<plumb::pack::Indicator> some(2);
    some[0].id = "a";
    some[0].title = "渡船持证率";
    some[1].id = "b";
    some[1].title = "公众对渡船的满意度";
    return Matcher(some);
  }();
  const auto half = size / 2;
  for (const auto& [id, confidence] :
       matcher.match({.subject = text.substr(0, half), .text = text.substr(half)}))
    PLUMB_CHECK(confidence >= 30 && confidence <= 100);
  return 0;
}
