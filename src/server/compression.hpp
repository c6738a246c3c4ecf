// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace plumb::server {

/// gzip (RFC 1952); level 1 (quick) to 9 (small). Empty if it fails.
[[nodiscard]] std::string gzip(std::string_view bytes, int level);
/// Whether an Accept-Encoding header allows gzip.
[[nodiscard]] bool accepts_gzip(std::string_view accept_encoding);

} // namespace plumb::server
