// SPDX-License-Identifier: Apache-2.0
// Any bytes give figures whose spans lie in the text, in order.
#include <plumb/base/check.hpp>
#include <plumb/plan/figures.hpp>

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  plumb::text::Text text;
  text.text.assign(reinterpret_cast<const char*>(data), size);
  const auto figures = plumb::plan::read_figures(text);
  std::uint32_t last = 0;
  for (const auto& figure : figures) {
    PLUMB_CHECK(figure.span.from >= last && figure.span.from < figure.span.until);
    PLUMB_CHECK(figure.span.until <= size);
    last = figure.span.until;
  }
  (void)plumb::plan::to_json(figures, text);
  return 0;
}
