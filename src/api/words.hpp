// SPDX-License-Identifier: Apache-2.0
/// The table behind problem.hpp. `{name}` stands for an argument, `{where}` for the error's place;
/// arguments whose name ends in `_bytes` are printed in MB.
#pragma once

#include <span>
#include <string_view>

namespace plumb::api {

struct Entry {
  std::string_view id;
  int status = 0; ///< 0: by the error's kind
  std::string_view zh_title, zh_detail;
  std::string_view en_title, en_detail;
};

/// Sorted by id.
[[nodiscard]] std::span<const Entry> entries();
[[nodiscard]] const Entry* find_entry(std::string_view id);

} // namespace plumb::api
