// SPDX-License-Identifier: Apache-2.0
/// Whether a body is JSON at all, and where it stops being so. Stricter than most readers: a member
/// that is given twice is a fault, because two readers would take different ones.
#pragma once

#include <plumb/base/result.hpp>

#include <string_view>

namespace plumb::api {

/// RFC 8259, valid UTF-8, at most 64 levels. api.bad_json{offset}.
[[nodiscard]] base::Result<void> check_json(std::string_view text);

} // namespace plumb::api
