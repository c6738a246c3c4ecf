// SPDX-License-Identifier: Apache-2.0
// A cursor that is accepted is exactly the one that would have been given out.
#include "cursor.hpp"

#include <plumb/base/check.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumb::projection;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const CursorKind kind :
       {CursorKind::Documents, CursorKind::LedgerByPlan, CursorKind::LedgerByDue}) {
    const auto cursor = decode(kind, text);
    if (cursor) PLUMB_CHECK(encode(kind, *cursor) == text);
  }
  return 0;
}
