// SPDX-License-Identifier: Apache-2.0
/// SM3 (GB/T 32905-2016) as the tree needs it: 32 bytes, quick for short messages, and the two
/// texts of a hash that people and programs exchange.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plumb::proof {

using Hash = std::array<std::uint8_t, 32>;

[[nodiscard]] Hash sm3(std::string_view bytes);
/// SM3 of both parts one after the other.
[[nodiscard]] Hash sm3(std::string_view first, std::string_view second);

/// 32 bytes that nobody can guess.
[[nodiscard]] Hash random_bytes();

/// RFC 6962 section 2.1 with SM3: 0x00 in front of a leaf, 0x01 in front of two nodes, so that
/// neither can pass for the other.
[[nodiscard]] Hash leaf_hash(std::string_view content);
[[nodiscard]] Hash node_hash(const Hash& left, const Hash& right);
/// Of a tree without leaves: SM3 of nothing.
[[nodiscard]] const Hash& empty_root();

/// 64 lower-case digits, and strictly back.
[[nodiscard]] std::string to_hex(const Hash& hash);
[[nodiscard]] std::optional<Hash> from_hex(std::string_view text);
[[nodiscard]] std::string_view view(const Hash& hash);

/// RFC 4648 section 4 with padding; back only from the one canonical text.
[[nodiscard]] std::string to_base64(std::string_view bytes);
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

} // namespace plumb::proof
