// SPDX-License-Identifier: Apache-2.0
// Reading a unit never crashes, and whatever is read can be written and read again; its names are
// resolved too, since names come from outside as well.
#include <plumb/base/check.hpp>
#include <plumb/organisation/organisation.hpp>

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumb::organisation;
  const auto unit = unit_from_json({reinterpret_cast<const char*>(data), size});
  if (!unit) return 0;
  const auto again = unit_from_json(to_json(*unit));
  PLUMB_CHECK(again.has_value() && *again == *unit);
  if (const auto tree = Tree::build({*unit}); tree)
    for (const auto& name : unit->names)
      (void)tree->resolve(name.name, name.from);
  return 0;
}
