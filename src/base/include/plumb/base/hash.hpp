// SPDX-License-Identifier: Apache-2.0
/// Content hashes (SM3, GB/T 32905-2016) and identifiers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plumb::base {

/// 64 lower-case hex digits.
[[nodiscard]] std::string sm3_hex(std::string_view bytes);

/// Time-ordered random identifier (UUID version 7, RFC 9562) in its 36-character form.
[[nodiscard]] std::string new_id(std::int64_t now_ms);

}  // namespace plumb::base
