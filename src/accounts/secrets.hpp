// SPDX-License-Identifier: Apache-2.0
/// What is told to somebody once and kept only as a hash.
#pragma once

#include <string>
#include <string_view>

namespace plumb::accounts {

/// SHA-256 in hex. Enough for what is random itself; passwords go through Argon2id.
[[nodiscard]] std::string digest_of(std::string_view secret);
/// 32 random bytes as base64url, 43 characters.
[[nodiscard]] std::string new_token();
/// Twelve characters that nobody mistakes for others, in groups: "K7QX-3MWP-9TRA".
[[nodiscard]] std::string new_code();
/// How a code is compared: as people type it, with or without groups, in any case.
[[nodiscard]] std::string normal_code(std::string_view typed);
/// How user names are compared.
[[nodiscard]] std::string user_key(std::string_view user_name);

} // namespace plumb::accounts
