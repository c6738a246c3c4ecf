// SPDX-License-Identifier: Apache-2.0
// Bodies of requests: whatever is read as fields can be written and read again.
#include <plumb/base/check.hpp>
#include <plumb/intake/command.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumb::intake;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)approval_from_json(text);
  (void)withdrawal_from_json(text);
  (void)correction_from_json("t", text);
  const auto change = change_from_json(text);
  if (!change) return 0;
  const auto again = fields_from_json(to_json(change->fields));
  PLUMB_CHECK(again.has_value() && *again == change->fields);
  return 0;
}
