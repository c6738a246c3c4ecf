// SPDX-License-Identifier: Apache-2.0
/// Decoding that counts damage instead of stopping at it, and names of encodings.
#pragma once

#include <plumb/base/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace plumb::document {

struct Decoded {
  std::string text; ///< UTF-8; U+FFFD stands for every bad sequence
  std::size_t bad_bytes = 0;
  std::size_t first_bad = 0; ///< offset in the input, only if bad_bytes > 0
};

/// Decodes all of `bytes` (a byte order mark is dropped). Only for the encodings of
/// detect_encoding(); an unknown name decodes as UTF-8.
[[nodiscard]] Decoded decode_counting(std::string_view bytes, std::string_view encoding);

/// A stray byte (below one in a thousand, or a character cut off at the very end) is kept as
/// U+FFFD; more damage than that is document.undecodable.
[[nodiscard]] base::Result<std::string> decode_tolerant(std::string_view bytes,
                                                        std::string_view encoding);

/// "gb2312", "x-gbk", "utf8" … → our name, or empty for one we do not read.
[[nodiscard]] std::string_view canonical_encoding(std::string_view label);

/// Every bad sequence replaced by U+FFFD.
[[nodiscard]] std::string to_valid_utf8(std::string_view text);

} // namespace plumb::document
