// SPDX-License-Identifier: Apache-2.0
/// Text made safe for XML and HTML.
#pragma once

#include <string>
#include <string_view>

namespace plumb::paper {

/// Valid UTF-8 that XML 1.0 can hold and that shows what it says: invalid bytes become U+FFFD,
/// control characters and marks that turn the reading direction are left out, a tab becomes a
/// space. Line feeds stay.
[[nodiscard]] std::string clean(std::string_view text);
/// `clean`, with & < > " ' as entities; also good within attributes.
[[nodiscard]] std::string escaped(std::string_view text);
/// Width in half characters: a Chinese character takes two, a Latin letter one.
[[nodiscard]] int half_widths(std::string_view text);

/// A heading line "（一）标题。正文…" in its two parts; `rest` is empty where there is no text
/// behind.
struct Sentence {
  std::string_view first, rest;
};
[[nodiscard]] Sentence first_sentence(std::string_view text);

} // namespace plumb::paper
